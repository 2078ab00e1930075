//! `sala bundle`: what is carried by hand.

use std::fmt::Write as _;

use desk::view::{StickLook, StickOrder, StickPiece, StickReader, StickTaken, StickWritten};
use desk::{DeskError, FolderPlace};

use serde::Serialize;

use super::args::{Bundle, BundleExport, BundleImport};
use super::{Done, Run, first_line, misused};
use crate::sticks;

impl Run<'_> {
    pub(super) fn bundle(&self, bundle: &Bundle) -> Done {
        match bundle {
            Bundle::Export(export) => self.bundle_export(export),
            Bundle::Import(import) => self.bundle_import(import),
            Bundle::Readers => {
                let choice = self.desk.stick_choice()?;
                self.say
                    .answer(&choice.readers, |readers| readers_in_words(readers));
                Ok(())
            }
        }
    }

    fn bundle_export(&self, export: &BundleExport) -> Done {
        let passphrase = match (export.reader.as_str(), &export.words_file) {
            ("words", None) => {
                return Err(misused(
                    "give the passphrase of the stick with --words-file",
                ));
            }
            ("words", Some(file)) => Some(first_line(file)?),
            _ => None,
        };
        let order = StickOrder {
            reader: export.reader.clone(),
            passphrase,
            whole: export.whole,
            files: !export.no_files,
            piece_mb: export.piece,
        };
        let written = sticks::write(&self.desk, &export.to, &order, &mut |_, _| {})?;
        self.say.answer(&written, written_in_words);
        Ok(())
    }

    fn bundle_import(&self, import: &BundleImport) -> Done {
        let words = match &import.words_file {
            Some(file) => Some(first_line(file)?),
            None => None,
        };
        let files = sticks::files(&import.files)?;
        let look = if import.dry_run {
            let look = self
                .desk
                .stick_look(&files, words.as_deref(), &mut |_, _| {})?;
            self.say.answer(&look, look_in_words);
            look
        } else {
            let taken = self
                .desk
                .stick_take(&files, words.as_deref(), &mut |_, _| {})?;
            let mut place = import.answers.as_deref().map(FolderPlace::new);
            let answers = match &mut place {
                Some(place) => self.desk.stick_answer(place, &taken, &mut |_, _| {})?,
                None => Vec::new(),
            };
            let answered = Answered { taken, answers };
            self.say.answer(&answered, answered_in_words);
            answered.taken.look
        };
        match look.pieces.iter().find_map(|piece| piece.fault.clone()) {
            Some(fault) if !look.readable => Err(DeskError::Trouble(fault)),
            _ => Ok(()),
        }
    }
}

fn readers_in_words(readers: &[StickReader]) -> String {
    let lines = readers
        .iter()
        .map(|reader| format!("{}  {}", reader.id, reader.people.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
}

fn written_in_words(written: &StickWritten) -> String {
    let StickWritten {
        pieces,
        records,
        revisions,
        files,
        bytes,
    } = written;
    format!(
        "{records} records ({revisions} revisions) and {files} photos and scans are handed over, {bytes} bytes in {}.",
        pieces.join(", ")
    )
}

fn look_in_words(look: &StickLook) -> String {
    let mut text = String::new();
    for piece in &look.pieces {
        // Writing into a String does not fail, here and below.
        let _ = writeln!(text, "{}: {}", piece.file, piece_in_words(piece));
    }
    if !look.missing.is_empty() {
        let numbers: Vec<String> = look.missing.iter().map(u32::to_string).collect();
        let after = if look.open { ", and any after it" } else { "" };
        let _ = writeln!(text, "Missing: piece {}{after}.", numbers.join(", "));
    }
    text.trim_end().to_owned()
}

fn piece_in_words(piece: &StickPiece) -> String {
    if let Some(fault) = &piece.fault {
        return format!("not taken: {}", fault.message);
    }
    let from = match piece.from_centre {
        true => "the centre".to_owned(),
        false => piece.from.join(", "),
    };
    let teams: Vec<&str> = piece.teams.iter().map(|team| team.id.as_str()).collect();
    let mut text = format!(
        "piece {} from {from}, written {}, of {}: {} revisions are new, {} are here, {} photos and scans, {} receipts",
        piece.piece,
        piece.made_at,
        teams.join(", "),
        piece.new,
        piece.known,
        piece.files,
        piece.receipts
    );
    if piece.outside > 0 {
        let _ = write!(
            text,
            "; {} parts of other teams are left out",
            piece.outside
        );
    }
    if piece.untrusted > 0 {
        let _ = write!(text, "; {} parts cannot be trusted", piece.untrusted);
    }
    if piece.newer > 0 {
        let _ = write!(
            text,
            "; {} parts were written by a newer program and stay on the stick",
            piece.newer
        );
    }
    text
}

/// What was taken, and what goes back.
#[derive(Serialize)]
struct Answered {
    #[serde(flatten)]
    taken: StickTaken,
    answers: Vec<StickWritten>,
}

fn answered_in_words(answered: &Answered) -> String {
    let mut text = taken_in_words(&answered.taken);
    for written in &answered.answers {
        let _ = write!(text, "\nCarry back: {}", written.pieces.join(", "));
    }
    text
}

fn taken_in_words(taken: &StickTaken) -> String {
    let mut text = look_in_words(&taken.look);
    let _ = write!(
        text,
        "\n{} revisions and {} photos and scans are new. The centre has confirmed {} revisions and {} photos and scans.",
        taken.added, taken.files, taken.confirmed, taken.files_confirmed
    );
    text
}
