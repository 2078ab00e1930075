//! Commands that look after what is kept.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::accounts::when;
use super::args;
use super::fault::Fault;
use super::papers::not_looked_into;
use super::{Said, open};
use crate::centre::{Centre, Home, Promised, Shelf};
use crate::chain;
use crate::files::Files;
use crate::ledger::{Finding, PassedOver};

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
    let copied = open(home)?.backup(&backup.file)?;
    let (path, bytes, beside) = (backup.file.display(), copied.bytes, copied.files_beside);
    let mut text = format!(
        "The ledger and the key of the centre are in {path} ({bytes} bytes): keep it safe.\n\
         Photos and scans are not in it: {} were signed for ({} bytes). Copy the place where they are kept too.",
        beside.files, beside.bytes
    );
    if let Some(error) = &copied.unlisted {
        // Writing into a String does not fail.
        let _written = write!(
            text,
            "\nIt could not be put into the list of acts: {}.",
            chain(error)
        );
    }
    let json = json!({
        "file": path.to_string(), "bytes": bytes,
        "files_beside": beside.files, "files_beside_bytes": beside.bytes,
        "listed": copied.unlisted.is_none(),
    });
    Ok(Said::new(text, json))
}

pub(super) fn restore(home: &Home, restore: &args::Restore) -> Result<Said, Fault> {
    let centre = Centre::restore_in(home, &restore.file)?;
    let programme = centre.census()?.programme;
    let folder = home.folder.display().to_string();
    let mut text = format!("The centre of {} is set up in {folder}.\n", programme.name);
    let mut json = json!({ "folder": folder, "programme": programme.name });
    // It is set up whatever becomes of this.
    let (words, key, value) = match lost_files(&centre, restore.files_at.as_deref()) {
        Ok(Promised { files: 0, .. }) => {
            let words = "Every photo and scan that it signed for is there.".to_owned();
            (words, "files_missing", json!(0))
        }
        Ok(Promised { files, bytes }) => {
            let words = format!(
                "{files} photos and scans that it signed for ({bytes} bytes) are not there: bring the copy of them, \
                 or leave it to the laptops that have them."
            );
            (words, "files_missing", json!(files))
        }
        Err(fault) => {
            let words = format!(
                "Whether its photos and scans are there is not known: {}. Ask `doctor`.",
                fault.message
            );
            (words, "files_unknown", json!(fault.message))
        }
    };
    text.push_str(&words);
    if let Some(said) = json.as_object_mut() {
        said.insert(key.to_owned(), value);
    }
    Ok(Said::new(text, json))
}

/// Counts what was signed for and is not where files are kept.
fn lost_files(centre: &Centre, place: Option<&str>) -> Result<Promised, Fault> {
    let files = Files::open(place, &centre.files_folder())?;
    let runtime = runtime()?;
    let shelf = Shelf {
        files: &files,
        runtime: &runtime,
    };
    Ok(centre.lost_files(&shelf)?)
}

fn passed_over(over: &PassedOver) -> Finding {
    let PassedOver { form, version, .. } = over;
    let message = format!(
        "{}: the form {form} {version} is not known here, add it (form add)",
        not_looked_into(over)
    );
    Finding {
        code: "form",
        message,
        broken: false,
    }
}

fn runtime() -> Result<Runtime, Fault> {
    crate::runtime()
        .map_err(|error| Fault::refused("system", format!("start the threads: {error}")))
}

pub(super) fn doctor(home: &Home, doctor: &args::Doctor) -> Result<Said, Fault> {
    let centre = open(home)?;
    let mut found = centre.examine()?;
    let files = Files::open(doctor.files_at.as_deref(), &centre.files_folder())?;
    let runtime = runtime()?;
    let shelf = Shelf {
        files: &files,
        runtime: &runtime,
    };
    centre.examine_files(&shelf, &mut found)?;
    found
        .findings
        .extend(centre.passed_over()?.iter().map(passed_over));
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
