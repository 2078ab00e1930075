//! Commands that look after what is kept.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::accounts::when;
use super::args;
use super::fault::Fault;
use super::{Said, open};
use crate::centre::{Centre, Home};
use crate::chain;

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

pub(super) fn doctor(home: &Home) -> Result<Said, Fault> {
    let found = open(home)?.examine()?;
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
