//! `sala-server bundle`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sync::{Gap, PieceNumber, gaps};
use vault::Passphrase;

use super::accounts::when;
use super::args::{Bundle, BundleImport};
use super::fault::Fault;
use super::{Said, open};
use crate::centre::{Brought, Home, Piece, Shelf, Sound, StickError};
use crate::chain;
use crate::files::Files;

/// How names of files on a stick end.
const ENDING: &str = "sala";

pub(super) fn bundle(home: &Home, bundle: Bundle) -> Result<Said, Fault> {
    match bundle {
        Bundle::Import(import) if import.dry_run => look(home, &import),
        Bundle::Import(import) => take(home, &import),
        Bundle::Export { device, to } => {
            let file = open(home)?.stick_write(device, &to)?;
            let path = file.display().to_string();
            let text = format!("What laptop {device} may read is in {path}.");
            Ok(Said::new(text, json!({ "file": path, "device": device })))
        }
    }
}

fn look(home: &Home, import: &BundleImport) -> Result<Said, Fault> {
    let (centre, words) = (open(home)?, words(import)?);
    let mut pieces = Vec::new();
    for path in files(&import.files)? {
        let found = centre.stick_look(&path, words.as_ref());
        pieces.push(Piece {
            path,
            found,
            set_aside: None,
        });
    }
    Ok(said(&pieces, None))
}

fn take(home: &Home, import: &BundleImport) -> Result<Said, Fault> {
    let (centre, words) = (open(home)?, words(import)?);
    let paths = files(&import.files)?;
    let beside = paths.first().and_then(|path| path.parent());
    let answers = import
        .answers
        .as_deref()
        .or(beside)
        .unwrap_or(Path::new("."));
    let files = Files::open(import.files_at.as_deref(), &centre.files_folder())?;
    let runtime = crate::runtime()
        .map_err(|error| Fault::refused("system", format!("start the threads: {error}")))?;
    let shelf = Shelf {
        files: &files,
        runtime: &runtime,
    };
    let brought = centre.stick_take(&shelf, &paths, words.as_ref(), Some(answers))?;
    Ok(said(&brought.pieces, Some(&brought)))
}

fn words(import: &BundleImport) -> Result<Option<Passphrase>, Fault> {
    let Some(path) = &import.passphrase_file else {
        return Ok(None);
    };
    let text = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
    let first = text.lines().next().unwrap_or_default();
    Ok(Some(Passphrase::new(first)))
}

/// The files that were named, and those in folders that were named.
fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let failed = |error: &std::io::Error| Fault::file("read", path, error);
        for entry in fs::read_dir(path).map_err(|error| failed(&error))? {
            let file = entry.map_err(|error| failed(&error))?.path();
            if file.extension().is_some_and(|ending| ending == ENDING) && file.is_file() {
                found.push(file);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Fault::refused(
            "not-found",
            "there is no stick's file there",
        ));
    }
    Ok(found)
}

fn said(pieces: &[Piece], brought: Option<&Brought>) -> Said {
    let sound = pieces.iter().filter_map(|piece| piece.found.as_ref().ok());
    let numbers: Vec<PieceNumber> = sound
        .map(|sound| PieceNumber {
            set: sound.head.set,
            piece: sound.head.piece,
            more: sound.manifest.more,
        })
        .collect();
    let gaps = gaps(&numbers);
    let mut text = String::new();
    for piece in pieces {
        // Writing into a String does not fail, here and below.
        let _written = writeln!(text, "{}: {}", piece.path.display(), line(piece));
    }
    for gap in &gaps {
        let _written = writeln!(text, "{}", missing(gap));
    }
    if let Some(brought) = brought {
        let _written = writeln!(
            text,
            "{} revisions are new, {} were here, {} are refused or marked; {} files kept.",
            brought.taken, brought.known, brought.refused, brought.files
        );
        for answer in &brought.answers {
            let _written = writeln!(text, "Carry back: {}", answer.display());
        }
    }
    let bad = is_bad(pieces);
    Said {
        text,
        json: as_json(pieces, &gaps, brought),
        bad,
    }
}

/// Says whether something was not taken that should have been. What is meant for others may lie beside it, as our own
/// answers do.
fn is_bad(pieces: &[Piece]) -> bool {
    let faults = pieces.iter().filter_map(|piece| piece.found.as_ref().err());
    let all_bad = pieces.iter().all(|piece| piece.found.is_err());
    all_bad
        || faults
            .map(StickError::code)
            .any(|code| code != "not-for-us")
}

fn line(piece: &Piece) -> String {
    match (&piece.found, &piece.set_aside) {
        (Ok(sound), _) => {
            let Sound {
                head,
                manifest,
                device,
                of_other_kind,
            } = sound;
            let teams: Vec<&str> = manifest.teams.iter().map(|team| team.as_str()).collect();
            let mut text = format!(
                "piece {} of laptop {device}, written {}, {} revisions of {}, {} files",
                head.piece,
                when(head.made_ms),
                manifest.revisions,
                teams.join(", "),
                manifest.files
            );
            if !of_other_kind.is_empty() {
                let _written = write!(
                    text,
                    "; {} of {} parts are of a newer kind than this program reads, and are not taken",
                    of_other_kind.len(),
                    manifest.parts
                );
            }
            text
        }
        (Err(error), None) => format!("not taken: {}", chain(error)),
        (Err(error), Some(path)) => {
            format!(
                "not taken, and kept in {}: {}",
                path.display(),
                chain(error)
            )
        }
    }
}

fn missing(gap: &Gap) -> String {
    let numbers: Vec<String> = gap.missing.iter().map(u32::to_string).collect();
    let numbers = numbers.join(", ");
    match gap.open {
        true => format!("Missing: piece {numbers}, and any after it."),
        false => format!("Missing: piece {numbers}."),
    }
}

fn as_json(pieces: &[Piece], gaps: &[Gap], brought: Option<&Brought>) -> Value {
    let pieces: Vec<Value> = pieces.iter().map(piece_json).collect();
    let missing: Vec<Value> = gaps
        .iter()
        .map(|gap| json!({ "pieces": gap.missing, "open": gap.open }))
        .collect();
    let mut all = json!({ "dry_run": brought.is_none(), "pieces": pieces, "missing": missing });
    if let (Some(brought), Some(all)) = (brought, all.as_object_mut()) {
        let answers: Vec<String> = brought
            .answers
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        all.insert("taken".into(), brought.taken.into());
        all.insert("known".into(), brought.known.into());
        all.insert("refused".into(), brought.refused.into());
        all.insert("files".into(), brought.files.into());
        all.insert("files_refused".into(), brought.files_refused.into());
        all.insert("answers".into(), answers.into());
    }
    all
}

fn piece_json(piece: &Piece) -> Value {
    let file = piece.path.display().to_string();
    match &piece.found {
        Ok(sound) => json!({
            "file": file,
            "piece": sound.head.piece,
            "more": sound.manifest.more,
            "device": sound.device,
            "made_ms": sound.head.made_ms,
            "teams": sound.manifest.teams,
            "parts": sound.manifest.parts,
            "parts_of_newer_kind": sound.of_other_kind,
            "revisions": sound.manifest.revisions,
            "files": sound.manifest.files,
            "file_bytes": sound.manifest.file_bytes,
        }),
        Err(error) => json!({
            "file": file,
            "code": StickError::code(error),
            "message": chain(error),
            "set_aside": piece.set_aside.as_ref().map(|path| path.display().to_string()),
        }),
    }
}
