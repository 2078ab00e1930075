//! Looking at a stick: who wrote it, when, for which teams, and what of it would be new. Nothing is taken.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use records::{Part, Revision, RevisionId};
use sync::{Ask, Item, PackError, PieceNumber, Reply, gaps, unpack};
use vault::{Passphrase, Roster};

use super::super::side::seal_holds;
use super::meter::Meter;
use super::read::{self, Sound, is_in_scope, people_of};
use super::{StickFault, centre_of};
use crate::clock::iso;
use crate::open::Open;
use crate::records_view::small;
use crate::view::{Code, Fault, StickLook, StickPiece, TeamCard};
use crate::{Desk, DeskError};

impl Desk {
    /// Says what lies on a stick and what of it would be new; takes nothing. `told` hears how far it is, as done and in all.
    ///
    /// # Errors
    /// When nobody is signed in, there is no centre, or the store cannot be read. A file that cannot be taken is told of in its
    /// line. Or when somebody stops it.
    pub fn stick_look(
        &self,
        files: &[PathBuf],
        passphrase: Option<&str>,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<StickLook, DeskError> {
        let words = passphrase.map(Passphrase::new);
        let meter = Meter::new(size_of(files), told);
        self.0.stop_look.store(false, Ordering::Relaxed);
        self.with_open(|open| {
            let centre = centre_of(open)?;
            let mut looking = Looking::default();
            for path in files {
                let sound = self.look_at(open, &centre.public, path, words.as_ref(), &meter);
                looking.add(path, sound)?;
            }
            Ok(looking.end())
        })
    }

    /// Looks at one file.
    pub(super) fn look_at(
        &self,
        open: &Open,
        centre: &[u8; 32],
        path: &Path,
        words: Option<&Passphrase>,
        meter: &Meter<'_>,
    ) -> Result<(Sound, StickPiece), DeskError> {
        let mut counts = Counts::default();
        let reading = read::open(open, path, words, meter)?;
        let sound = read::check(open, centre, path, reading, &mut |item, roster| {
            if self.0.stop_look.load(Ordering::Relaxed) {
                return Err(DeskError::Cancelled);
            }
            counts.add(open, roster, item)
        })?;
        let roster = &sound.known;
        let teams = sound.manifest.teams.iter().map(|id| {
            let named = roster.teams.iter().find(|team| team.id == id.as_str());
            TeamCard {
                id: id.to_string(),
                name: named.map_or_else(|| id.to_string(), |team| team.name.clone()),
            }
        });
        let piece = StickPiece {
            file: name_of(path),
            fault: None,
            piece: sound.head.piece,
            from_centre: sound.from_centre,
            from: people_of(roster, &sound.head.writer),
            made_at: iso(sound.head.made_ms, self.offset()),
            teams: teams.collect(),
            new: small(counts.new),
            known: small(counts.known),
            outside: counts.outside,
            untrusted: counts.untrusted,
            newer: counts.newer,
            files: sound.manifest.files,
            receipts: counts.receipts,
        };
        Ok((sound, piece))
    }
}

/// What is found in several files.
#[derive(Default)]
pub(super) struct Looking {
    look: StickLook,
    numbers: Vec<PieceNumber>,
}

impl Looking {
    /// Adds a file. What concerns this laptop, and not the file, is an error.
    pub(super) fn add(
        &mut self,
        path: &Path,
        found: Result<(Sound, StickPiece), DeskError>,
    ) -> Result<Option<Sound>, DeskError> {
        match found {
            Ok((sound, piece)) => {
                self.numbers.push(sound.number());
                self.look.readable = true;
                self.look.pieces.push(piece);
                Ok(Some(sound))
            }
            Err(error @ (DeskError::Stick(_) | DeskError::File { .. })) => {
                let needs_words = error.code() == Code::StickPassphrase;
                self.look.needs_passphrase |= needs_words;
                self.look.pieces.push(unreadable(path, error));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn end(mut self) -> StickLook {
        for gap in gaps(&self.numbers) {
            self.look.missing.extend(gap.missing);
            self.look.open |= gap.open;
        }
        self.look
    }
}

/// How many bytes these files have; what cannot be read counts as none.
pub(super) fn size_of(files: &[PathBuf]) -> u64 {
    let sizes = files.iter().filter_map(|path| fs::metadata(path).ok());
    sizes.fold(0, |sum, found| sum.saturating_add(found.len()))
}

fn unreadable(path: &Path, error: DeskError) -> StickPiece {
    StickPiece {
        file: name_of(path),
        fault: Some(Fault::from(error)),
        piece: 0,
        from_centre: false,
        from: Vec::new(),
        made_at: String::new(),
        teams: Vec::new(),
        new: 0,
        known: 0,
        outside: 0,
        untrusted: 0,
        newer: 0,
        files: 0,
        receipts: 0,
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// What of a bundle would be new.
#[derive(Default)]
struct Counts {
    new: u64,
    known: u64,
    outside: u32,
    untrusted: u32,
    newer: u32,
    receipts: u32,
}

impl Counts {
    fn add(&mut self, open: &Open, roster: &Roster, item: &Item) -> Result<(), DeskError> {
        match item {
            Item::Ask(Ask::Exchange { offer, .. }) => offer
                .iter()
                .try_for_each(|wire| self.part(open, roster, unpack(wire))),
            Item::Answer(answer) => {
                let Reply::Exchange {
                    incoming, receipt, ..
                } = &answer.reply
                else {
                    return Ok(());
                };
                self.receipts += u32::from(receipt.is_some());
                incoming
                    .iter()
                    .try_for_each(|part| self.part(open, roster, unpack(&part.wire)))
            }
            Item::Signed(_) | Item::Voucher(_) => {
                self.receipts += 1;
                Ok(())
            }
            Item::Ask(Ask::Compare { .. })
            | Item::Roster(_)
            | Item::File(..)
            | Item::Wanted(_)
            | Item::Compared(_) => Ok(()),
        }
    }

    fn part(
        &mut self,
        open: &Open,
        roster: &Roster,
        found: Result<(Part, Vec<Revision>), PackError>,
    ) -> Result<(), DeskError> {
        let (part, revisions) = match found {
            Ok(found) => found,
            Err(PackError::NotAPart) => {
                self.newer += 1;
                return Ok(());
            }
            Err(_) => {
                self.untrusted += 1;
                return Ok(());
            }
        };
        if !is_in_scope(roster, open.device, &part.team) {
            self.outside += 1;
            return Ok(());
        }
        if !seal_holds(roster, &part) {
            self.untrusted += 1;
            return Ok(());
        }
        let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
        let known = open.store.read(|reader| reader.count_held(&ids))?;
        self.known += known;
        self.new += (ids.len() as u64).saturating_sub(known);
        Ok(())
    }
}

impl From<StickFault> for DeskError {
    fn from(fault: StickFault) -> DeskError {
        DeskError::Stick(fault)
    }
}
