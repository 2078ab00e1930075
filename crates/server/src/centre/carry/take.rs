//! Taking what sticks bring, and answering each laptop once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use records::{DeviceId, TeamId};
use serde_json::json;
use sync::{
    Announced, Ask, BatchId, FILES_OF_RECEIPT_MAX, FileName, FilesAsk, FilesSigned, Item, Reply,
    UploadId, WANTED_MAX, hear, peek,
};
use vault::Passphrase;

use super::answer::Answering;
use super::folder::{Unfinished, copy_here, set_aside};
use super::{Brought, Piece, Shelf, Sound, StickError, read, teams_of};
use crate::centre::{Centre, CentreError, random};
use crate::files::{FilesError, PIECE_BYTES_MAX};
use crate::ledger::LedgerError;

impl Centre {
    /// Takes what lies on sticks: all of a file that is whole and that this centre believes, none of any other. With a folder
    /// for answers, each laptop gets one file there. Taken again, nothing changes, and the answer is the same. An
    /// administrative act, when a file was taken or put aside.
    ///
    /// # Errors
    /// When the ledger, the store of files or the folder for answers fails; what was taken before stays. A file that is not
    /// taken is told of in its [`Piece`].
    pub fn stick_take(
        &self,
        shelf: &Shelf<'_>,
        paths: &[PathBuf],
        words: Option<&Passphrase>,
        answers: Option<&Path>,
    ) -> Result<Brought, StickError> {
        let mut brought = Brought::default();
        let taken = self.take_all(shelf, paths, words, answers, &mut brought);
        // What was taken before it broke off stays, and is told too. The error that is told is the first one.
        let noted = self.note_import(&brought);
        taken?;
        noted?;
        Ok(brought)
    }

    fn note_import(&self, brought: &Brought) -> Result<(), LedgerError> {
        let pieces = &brought.pieces;
        let sound = pieces.iter().filter_map(|piece| piece.found.as_ref().ok());
        let laptops: BTreeSet<DeviceId> = sound.clone().map(|sound| sound.device).collect();
        let aside = pieces.iter().filter(|piece| piece.set_aside.is_some());
        let (taken, aside) = (sound.count(), aside.count());
        if taken + aside == 0 {
            return Ok(());
        }
        let about = json!({
            "laptops": laptops, "sticks": taken, "set_aside": aside,
            "taken": brought.taken, "known": brought.known, "refused": brought.refused,
            "files": brought.files, "answers": brought.answers.len(),
        });
        let ledger = &self.inner.ledger;
        ledger.note("bundle-import", about, self.now_ms())
    }

    fn take_all(
        &self,
        shelf: &Shelf<'_>,
        paths: &[PathBuf],
        words: Option<&Passphrase>,
        answers: Option<&Path>,
        brought: &mut Brought,
    ) -> Result<(), StickError> {
        let mut copies: BTreeMap<DeviceId, Vec<(Sound, Unfinished)>> = BTreeMap::new();
        for path in paths {
            let copy = copy_here(self, path)?;
            let found =
                read::open(self, copy.path(), words).and_then(|reading| read::check(self, reading));
            let mut aside = None;
            match &found {
                Ok(sound) => {
                    let of = copies.entry(sound.device).or_default();
                    of.push((sound.clone(), copy));
                }
                Err(StickError::Revoked { .. }) => aside = Some(set_aside(self, copy)?),
                Err(error) if error.is_of_the_file() => {}
                Err(_) => {
                    return Err(found.err().unwrap_or(StickError::Forged));
                }
            }
            brought.pieces.push(Piece {
                path: path.clone(),
                found,
                set_aside: aside,
            });
        }
        for (device, pieces) in copies {
            let answering = match answers {
                Some(folder) => Some(Answering::begin(self, device, folder)?),
                None => None,
            };
            let mut taking = Taking {
                centre: self,
                shelf,
                device,
                teams: teams_of(self, device)?,
                brought: &mut *brought,
                answering,
                parts: BTreeSet::new(),
                wanted: BTreeSet::new(),
                last: None,
                compares: Vec::new(),
            };
            for (sound, copy) in &pieces {
                taking.piece(sound, copy.path(), words)?;
            }
            taking.end()?;
        }
        Ok(())
    }
}

/// The sticks of one laptop.
struct Taking<'a> {
    centre: &'a Centre,
    shelf: &'a Shelf<'a>,
    device: DeviceId,
    teams: Vec<TeamId>,
    brought: &'a mut Brought,
    answering: Option<Answering<'a>>,
    /// What was just brought, by the hash of its ids.
    parts: BTreeSet<[u8; 32]>,
    wanted: BTreeSet<FileName>,
    last: Option<Ask>,
    /// What is compared, with the batch that asks and how far its laptop had read.
    compares: Vec<(Ask, BatchId, BTreeMap<TeamId, u64>)>,
}

impl Taking<'_> {
    fn piece(
        &mut self,
        sound: &Sound,
        path: &Path,
        words: Option<&Passphrase>,
    ) -> Result<(), StickError> {
        let mut reading = read::open(self.centre, path, words)?;
        let (mut files, mut compares) = (BTreeMap::new(), Vec::new());
        while let Some(item) = reading.next()? {
            match item {
                Item::Ask(ask @ Ask::Compare { .. }) => compares.push(ask),
                Item::Ask(ask) => self.ask(ask)?,
                Item::File(name, bytes) => {
                    let length = bytes.len() as u64;
                    if self.keep(&name, bytes)? {
                        files.insert(name, length);
                    }
                }
                Item::Wanted(files) => {
                    let room = WANTED_MAX.saturating_sub(self.wanted.len());
                    self.wanted.extend(files.into_iter().take(room));
                }
                // Only a centre answers, and it knows its roster.
                Item::Answer(_)
                | Item::Roster(_)
                | Item::Signed(_)
                | Item::Compared(_)
                | Item::Voucher(_) => {}
            }
        }
        if let Some(Ask::Exchange { cursors, .. }) = &self.last {
            let batch = sound.head.batch;
            let compares = compares.into_iter();
            self.compares
                .extend(compares.map(|ask| (ask, batch, cursors.clone())));
        }
        let names: Vec<FileName> = files.keys().cloned().collect();
        for some in names.chunks(FILES_OF_RECEIPT_MAX) {
            let ask = FilesAsk {
                batch: sound.head.batch,
                files: some.to_vec(),
            };
            let receipt = self.centre.sign_files(self.device, &ask, &files);
            let signed = FilesSigned {
                batch: ask.batch,
                receipt: receipt.map_err(CentreError::from)?,
                files: ask.files,
            };
            if let Some(answering) = &mut self.answering {
                answering.sign(&signed)?;
            }
        }
        Ok(())
    }

    fn ask(&mut self, ask: Ask) -> Result<(), StickError> {
        let (centre, device) = (self.centre, self.device);
        let answer = hear(&ask, &mut |ask| centre.hears(device, ask))?;
        let Some(answer) = answer else {
            return Ok(());
        };
        if let Reply::Exchange {
            taken,
            known,
            refused,
            ..
        } = &answer.reply
        {
            self.brought.taken += u64::from(*taken);
            self.brought.known += u64::from(*known);
            self.brought.refused += refused.len() as u64;
        }
        if let Some(answering) = &mut self.answering {
            answering.say(&answer)?;
        }
        if let Ask::Exchange { offer, .. } = &ask {
            let parts = offer.iter().filter_map(|wire| peek(wire).ok());
            self.parts.extend(parts.map(|part| part.ids));
        }
        self.last = Some(ask);
        Ok(())
    }

    /// Keeps a file of a team that the laptop may write to; says whether it did.
    fn keep(&mut self, name: &FileName, bytes: Vec<u8>) -> Result<bool, StickError> {
        if !self.teams.contains(&name.team) {
            self.brought.files_refused += 1;
            return Ok(false);
        }
        let announced = Announced {
            file: name.clone(),
            length: bytes.len() as u64,
        };
        let (files, device, now) = (self.shelf.files, self.device, self.centre.now_ms());
        let id = UploadId(random()?);
        self.shelf.runtime.block_on(async {
            let upload = files.announce(device, id, announced, now).await?;
            if upload.done {
                return Ok::<_, FilesError>(());
            }
            let mut bytes = Bytes::from(bytes);
            let mut at = 0;
            while !bytes.is_empty() {
                let piece = bytes.split_to(bytes.len().min(PIECE_BYTES_MAX));
                let length = piece.len() as u64;
                files.append(device, id, at, piece).await?;
                at += length;
            }
            files.settle(device, id, upload).await.map(|_kept| ())
        })?;
        self.brought.files += 1;
        Ok(true)
    }

    fn end(mut self) -> Result<(), StickError> {
        let Some(mut answering) = self.answering.take() else {
            return Ok(());
        };
        if let Some(ask) = &self.last {
            answering.news(ask, &self.parts)?;
        }
        // When all is taken and told: what differs then is no news.
        for (ask, batch, read) in &self.compares {
            answering.compare(ask, *batch, read)?;
        }
        answering.files(self.shelf, &self.wanted)?;
        self.brought.answers.push(answering.finish()?);
        Ok(())
    }
}
