//! Commands that look after what is kept.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::accounts::when;
use super::args;
use super::fault::Fault;
use super::{Said, open};
use crate::centre::{Centre, FilesFault, Home, Shelf};
use crate::chain;
use crate::files::Files;

pub(super) fn receipt(home: &Home, receipt: &args::Receipt) -> Result<Said, Fault> {
    let args::Receipt::Verify { file } = receipt;
    let found = open(home)?.verify_receipt_file(file)?;
    let receipt = found.map_err(|fault| Fault::refused("receipt", chain(&fault)))?;
    let positions: Vec<Value> = receipt
        .positions
        .iter()
        .map(|(team, first, last)| json!({ "team": team, "first": first, "last": last }))
        .collect();
    let text = format!(
        "Good: this centre took {} revisions of device {} on {}.",
        receipt.count,
        receipt.device,
        when(receipt.time)
    );
    let json = json!({
        "good": true,
        "batch": HEXLOWER.encode(&receipt.batch),
        "device": receipt.device,
        "count": receipt.count,
        "ids": HEXLOWER.encode(&receipt.ids),
        "positions": positions,
        "time_ms": receipt.time,
    });
    Ok(Said::new(text, json))
}

pub(super) fn backup(home: &Home, backup: &args::Backup) -> Result<Said, Fault> {
    let bytes = open(home)?.backup(&backup.file)?;
    let path = backup.file.display();
    let text = format!("The whole centre is in {path} ({bytes} bytes), its key too: keep it safe.");
    Ok(Said::new(
        text,
        json!({ "file": path.to_string(), "bytes": bytes }),
    ))
}

pub(super) fn restore(home: &Home, restore: &args::Restore) -> Result<Said, Fault> {
    let programme = Centre::restore_in(home, &restore.file)?.census()?.programme;
    let text = format!(
        "The centre of {} is set up in {}.",
        programme.name,
        home.folder.display()
    );
    let folder = home.folder.display().to_string();
    Ok(Said::new(
        text,
        json!({ "folder": folder, "programme": programme.name }),
    ))
}

pub(super) fn doctor(home: &Home, doctor: &args::Doctor) -> Result<Said, Fault> {
    let centre = open(home)?;
    let mut found = centre.examine()?;
    let files = Files::open(doctor.files_at.as_deref(), &centre.files_folder())?;
    let runtime = crate::runtime()
        .map_err(|error| Fault::refused("system", format!("start the threads: {error}")))?;
    let shelf = Shelf {
        files: &files,
        runtime: &runtime,
    };
    match centre.examine_files(&shelf, &mut found) {
        Ok(()) => {}
        Err(FilesFault::Ledger(error)) => return Err(error.into()),
        Err(FilesFault::Files(error)) => return Err(error.into()),
    }
    let bad = found.findings.iter().any(|finding| finding.broken);
    let counts = found.counts;
    let mut text = format!(
        "{} teams, {} people, {} laptops, {} parts, {} revisions, {} receipts.\n",
        counts.teams,
        counts.people,
        counts.devices,
        counts.parts,
        counts.revisions,
        counts.receipts
    );
    for finding in &found.findings {
        let weight = if finding.broken { "BROKEN" } else { "note" };
        // Writing into a String does not fail.
        let _written = writeln!(text, "{weight} ({}): {}", finding.code, finding.message);
    }
    text.push_str(if bad {
        "Something is broken."
    } else {
        "Everything proves itself."
    });
    let status = if bad { "broken" } else { "ok" };
    let json = json!({ "status": status, "counts": counts, "findings": found.findings });
    Ok(Said { text, json, bad })
}
