//! `sala bundle`: what is carried by hand.

use std::fmt::Write as _;
use std::path::PathBuf;

use desk::view::{
    Fault, StickAnswers, StickLeft, StickLook, StickOrder, StickPiece, StickReader, StickTaken,
    StickWritten,
};
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
        let (spread, done) = self.spread(&export.to, &order);
        if !spread.written.pieces.is_empty() {
            self.say.answer(&spread, spread_in_words);
        }
        done?;
        match &spread.written.left {
            Some(left) => Err(DeskError::Trouble(Fault {
                message: format!(
                    "not all was written: {}; {}",
                    left_in_words(left),
                    left.fault.message
                ),
                ..left.fault.clone()
            })),
            None => Ok(()),
        }
    }

    /// Writes into the first folder, and goes on in the next ones when it is full or gone.
    fn spread(&self, folders: &[PathBuf], order: &StickOrder) -> (Spread, Done) {
        let mut spread = Spread::default();
        let mut missed = None;
        for to in folders {
            let place = &mut FolderPlace::new(to);
            let before = spread.written.pieces.len();
            let done = match before {
                0 => self.desk.stick_write(place, order, &mut |_, _| {}),
                _ => self.desk.stick_write_on(place, &mut |_, _| {}),
            };
            match done {
                Ok(written) => {
                    spread.places.push(PlaceWritten {
                        to: to.clone(),
                        pieces: written.pieces.iter().skip(before).cloned().collect(),
                    });
                    spread.written = written;
                    if spread.written.left.is_none() {
                        return (spread, Ok(()));
                    }
                }
                // Not even the first piece went there: the next folder may have room.
                Err(error @ DeskError::Unwritten { .. }) => missed = Some(error),
                Err(error) => return (spread, Err(error)),
            }
        }
        let nothing = spread.written.pieces.is_empty();
        (spread, missed.filter(|_| nothing).map_or(Ok(()), Err))
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
            let said = match &mut place {
                Some(place) => self.desk.stick_answer(place, &taken, &mut |_, _| {}),
                None => StickAnswers::default(),
            };
            let answered = Answered { taken, said };
            self.say.answer(&answered, answered_in_words);
            if let Some(fault) = unanswered(&answered.said) {
                return Err(DeskError::Trouble(fault));
            }
            answered.taken.look
        };
        match refused(&look) {
            Some(fault) => Err(DeskError::Trouble(fault)),
            None => Ok(()),
        }
    }
}

fn readers_in_words(readers: &[StickReader]) -> String {
    let lines = readers
        .iter()
        .map(|reader| format!("{}  {}", reader.id, reader.people.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// Why files were not taken: the code is that of the first of them.
fn refused(look: &StickLook) -> Option<Fault> {
    let faults = look
        .pieces
        .iter()
        .filter_map(|piece| Some((&piece.file, piece.fault.as_ref()?)));
    let faults: Vec<_> = faults.collect();
    let (_, first) = faults.first()?;
    let each = faults
        .iter()
        .map(|(file, fault)| format!("{file}: {}", fault.message));
    let list = each.collect::<Vec<_>>().join("; ");
    let (not, all) = (faults.len(), look.pieces.len());
    Some(Fault {
        message: format!("{not} of {all} files were not taken: {list}"),
        ..(*first).clone()
    })
}

/// Who got no answer, and why: the code is that of the first.
fn unanswered(said: &StickAnswers) -> Option<Fault> {
    let first = said.unanswered.first()?;
    let each = said.unanswered.iter().map(|one| {
        let people = one.laptop.people.join(", ");
        format!("{people}: {}", one.fault.message)
    });
    let list = each.collect::<Vec<_>>().join("; ");
    Some(Fault {
        message: format!("what was taken stays, and not every laptop could be answered: {list}"),
        ..first.fault.clone()
    })
}

/// What was written, and where.
#[derive(Default, Serialize)]
struct Spread {
    #[serde(flatten)]
    written: StickWritten,
    places: Vec<PlaceWritten>,
}

#[derive(Serialize)]
struct PlaceWritten {
    to: PathBuf,
    pieces: Vec<String>,
}

fn spread_in_words(spread: &Spread) -> String {
    let StickWritten {
        records,
        revisions,
        files,
        bytes,
        ..
    } = &spread.written;
    let mut text = format!(
        "{records} records ({revisions} revisions) and {files} photos and scans are handed over, {bytes} bytes."
    );
    for place in spread
        .places
        .iter()
        .filter(|place| !place.pieces.is_empty())
    {
        let (to, pieces) = (place.to.display(), place.pieces.join(", "));
        let _ = write!(text, "\nIn {to}: {pieces}");
    }
    if let Some(left) = &spread.written.left {
        let _ = write!(
            text,
            "\nNot handed over yet: {}. Give more folders, each with --to. Then all that the centre has not confirmed is written anew; what it gets twice it keeps once.",
            left_in_words(left)
        );
    }
    text
}

fn left_in_words(left: &StickLeft) -> String {
    let StickLeft {
        records,
        files,
        bytes,
        ..
    } = left;
    format!("{records} records and {files} photos and scans are left, about {bytes} bytes")
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
    #[serde(flatten)]
    said: StickAnswers,
}

fn answered_in_words(answered: &Answered) -> String {
    let mut text = taken_in_words(&answered.taken);
    for written in &answered.said.answers {
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
