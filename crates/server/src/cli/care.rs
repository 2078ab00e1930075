//! Commands that look after what is kept.

use std::path::Path;

use serde_json::json;

use super::Said;
use super::args;
use super::fault::Fault;
use crate::centre::Centre;

pub(super) fn receipt(_data: &Path, _receipt: &args::Receipt) -> Result<Said, Fault> {
    Err(Fault::misused("x"))
}

pub(super) fn backup(data: &Path, backup: &args::Backup) -> Result<Said, Fault> {
    let bytes = Centre::open(data)?.backup(&backup.file)?;
    let path = backup.file.display();
    let text = format!("The whole centre is in {path} ({bytes} bytes), its key too: keep it safe.");
    Ok(Said::new(
        text,
        json!({ "file": path.to_string(), "bytes": bytes }),
    ))
}

pub(super) fn restore(data: &Path, restore: &args::Restore) -> Result<Said, Fault> {
    let programme = Centre::restore(data, &restore.file)?.census()?.programme;
    let text = format!(
        "The centre of {} is set up in {}.",
        programme.name,
        data.display()
    );
    Ok(Said::new(
        text,
        json!({ "folder": data.display().to_string(), "programme": programme.name }),
    ))
}

pub(super) fn doctor(data: &Path) -> Result<Said, Fault> {
    let _centre = Centre::open(data)?;
    Err(Fault::misused("x"))
}
