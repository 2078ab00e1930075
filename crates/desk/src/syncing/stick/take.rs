//! Taking what a stick brings. A copy is made first: what was looked at is what is taken, and the stick may be pulled out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use records::{DeviceId, RevisionId, TeamId};
use store::{BatchState, ContentId, FileFacts, Moved};
use sync::{Answer, Ask, Compared, FileName, FilesSigned, Item, Reply, is_of_other_kind};
use vault::Passphrase;

use super::super::hub::believe;
use super::super::side::{Carried, Side, checked, forget_stick, kept};
use super::super::{LAST_STICK, STICK_ROAD, tidy};
use super::look::{Looking, size_of};
use super::meter::{Counted, Meter};
use super::read::{self, Sound, is_in_scope};
use super::{StickFault, centre_of, compared, readers};
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::StickTaken;
use crate::{Desk, DeskError};

/// Where a file from a stick lies while it is taken.
const COPY: &str = "stick.copy";
/// How much is copied before it is asked whether to go on.
const COPY_BYTES: u64 = 1 << 20;

impl Desk {
    /// Takes what lies on a stick: all of a file that is whole and may be taken, none of any other. Taken again, nothing
    /// changes. `told` hears how far it is, as done and in all.
    ///
    /// # Errors
    /// When nobody is signed in, there is no centre, the store cannot be written, or somebody stops it: what was taken before stays. A receipt that
    /// does not hold is an error after the rest was taken.
    pub fn stick_take(
        &self,
        files: &[PathBuf],
        passphrase: Option<&str>,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<StickTaken, DeskError> {
        let words = passphrase.map(Passphrase::new);
        self.with_open(|open| {
            let one_at_a_time = self.0.syncing.try_lock();
            let Ok(_turn) = one_at_a_time else {
                return Err(DeskError::SyncRuns);
            };
            self.0.stop.store(false, Ordering::Relaxed);
            self.0.stop_look.store(false, Ordering::Relaxed);
            let centre = centre_of(open)?.public;
            let mut taking = Taking {
                desk: self,
                open,
                centre,
                taken: StickTaken::default(),
                false_receipt: None,
                answered: BTreeMap::new(),
                compared: Vec::new(),
                wrote: BTreeSet::new(),
            };
            let mut looking = Looking::default();
            // Each is copied, looked at, and taken.
            let meter = Meter::new(size_of(files).saturating_mul(3), told);
            let copy = self.0.dir.join(COPY);
            for path in files {
                let done = taking.file(&mut looking, path, &copy, (words.as_ref(), &meter));
                // What was taken is in the store; the copy is of no use any more.
                drop(fs::remove_file(&copy));
                done?;
            }
            tidy(open);
            taking.taken.look = looking.end();
            taking.taken.from = readers(open);
            let wrote = taking.wrote;
            taking.taken.from.retain(|one| wrote.contains(&one.id));
            match taking.false_receipt {
                Some(why) => Err(DeskError::FalseReceipt { why }),
                None => Ok(taking.taken),
            }
        })
    }
}

struct Taking<'a> {
    desk: &'a Desk,
    open: &'a Open,
    centre: [u8; 32],
    taken: StickTaken,
    false_receipt: Option<String>,
    /// Batches that the file in hand answers, each with what the centre said not to have taken.
    answered: BTreeMap<[u8; 16], BTreeSet<RevisionId>>,
    /// What the centre says in it to comparisons.
    compared: Vec<Compared>,
    /// The laptops of which something was taken.
    wrote: BTreeSet<String>,
}

impl Taking<'_> {
    fn file(
        &mut self,
        looking: &mut Looking,
        path: &Path,
        copy: &Path,
        (words, meter): (Option<&Passphrase>, &Meter<'_>),
    ) -> Result<(), DeskError> {
        let copied = self.copy_here(path, copy, meter);
        let found = copied.and_then(|()| {
            let (desk, open) = (self.desk, self.open);
            desk.look_at(open, &self.centre, copy, words, meter)
        });
        let found = found.map(|(sound, piece)| {
            let file = path.file_name().unwrap_or_default();
            let file = file.to_string_lossy().into_owned();
            (sound, crate::view::StickPiece { file, ..piece })
        });
        match looking.add(path, found)? {
            Some(sound) => self.sound(&sound, words, meter),
            None => Ok(()),
        }
    }

    fn sound(
        &mut self,
        sound: &Sound,
        words: Option<&Passphrase>,
        meter: &Meter<'_>,
    ) -> Result<(), DeskError> {
        let began_ms = self.desk.now();
        let writer = DeviceId(vault::device_id(&sound.head.writer));
        self.wrote.insert(writer.to_string());
        let before = (self.taken.added, self.taken.files);
        if let Some(roster) = &sound.roster {
            let side = Side::answered(self.desk, self.open, sound.head.batch)?;
            side.took_roster(roster)?;
        }
        let mut reading = read::open(self.open, &sound.path, words, meter)?;
        while let Some(item) = reading.next().map_err(StickFault::from)? {
            self.desk.go_on()?;
            self.item(sound, item)?;
        }
        // Last: what the file brings is here by now.
        let compared = std::mem::take(&mut self.compared);
        compared::take((self.desk, self.open), &compared, &mut self.taken)?;
        // A batch that was refused as a whole has no receipt, and waits for none any more.
        let answered = std::mem::take(&mut self.answered);
        self.open.store.write_as(|writer| {
            let mut batches = answered.into_keys();
            batches.try_for_each(|batch| forget_stick(writer, batch))
        })?;
        let moved = Moved {
            received: u64::from(self.taken.added - before.0),
            files_received: u64::from(self.taken.files - before.1),
            bytes_down: fs::metadata(&sound.path).map_or(0, |found| found.len()),
            ..Moved::default()
        };
        let now = self.desk.now();
        Ok(self.open.store.write(|writer| {
            if sound.from_centre {
                writer.set_setting(LAST_STICK, Some(&now.to_string()))?;
            }
            if moved.received + moved.files_received == 0 {
                return Ok(());
            }
            writer.begin_batch(sound.head.batch, STICK_ROAD, began_ms)?;
            writer.end_batch(sound.head.batch, BatchState::Done, &moved, None, now)
        })?)
    }

    fn item(&mut self, sound: &Sound, item: Item) -> Result<(), DeskError> {
        match item {
            Item::Ask(Ask::Exchange { offer, .. }) => self.carried(&offer),
            Item::Answer(answer) if sound.from_centre => self.answer(&answer),
            Item::Signed(signed) if sound.from_centre => self.signed(&signed),
            Item::Compared(said) if sound.from_centre => {
                self.compared.push(said);
                Ok(())
            }
            // Whoever carries it: it proves itself.
            Item::Voucher(voucher) => {
                self.taken.confirmed += small(believe(self.open, &voucher)?);
                Ok(())
            }
            Item::File(name, bytes) => self.keep(&name, &bytes, sound.from_centre),
            // Only a centre answers; rosters were taken before; a laptop gives files when its person says so.
            Item::Ask(Ask::Compare { .. })
            | Item::Answer(_)
            | Item::Signed(_)
            | Item::Compared(_)
            | Item::Roster(_)
            | Item::Wanted(_) => Ok(()),
        }
    }

    fn carried(&mut self, offer: &[Vec<u8>]) -> Result<(), DeskError> {
        let side = Side::answered(self.desk, self.open, [0; 16])?;
        let Carried {
            added,
            set_aside,
            newer,
            ..
        } = side.took_carried(offer, &|team| self.is_ours(team))?;
        self.taken.added += small(added);
        self.taken.set_aside += set_aside;
        self.taken.newer += newer;
        Ok(())
    }

    fn answer(&mut self, answer: &Answer) -> Result<(), DeskError> {
        let mut not_taken = self.answered.remove(&answer.batch).unwrap_or_default();
        let mut side = Side::answered(self.desk, self.open, answer.batch)?;
        let stored = side.took_answer(answer, &mut not_taken, &|team| self.is_ours(team))?;
        self.answered.insert(answer.batch, not_taken);
        let newer = self.newer_of(answer);
        self.taken.added += stored.added;
        self.taken.set_aside += stored.set_aside.saturating_sub(newer);
        self.taken.newer += newer;
        self.taken.confirmed += stored.confirmed;
        if let Some(why) = side.broken_receipt {
            self.false_receipt = Some(why);
        }
        Ok(())
    }

    /// How many parts of our teams in an answer are of a kind that this program does not know.
    fn newer_of(&self, answer: &Answer) -> u32 {
        let Reply::Exchange { incoming, .. } = &answer.reply else {
            return 0;
        };
        let newer = incoming
            .iter()
            .filter(|part| is_of_other_kind(&part.wire) && self.is_ours(&part.team));
        small(newer.count() as u64)
    }

    /// Confirms files that the centre signed for.
    fn signed(&mut self, signed: &FilesSigned) -> Result<(), DeskError> {
        let receipt = match checked(&signed.receipt, &self.centre, signed.batch, self.open) {
            Ok(receipt) => receipt,
            Err(why) => {
                self.false_receipt = Some(why);
                return Ok(());
            }
        };
        let now = self.desk.now();
        let confirmed = self.open.store.write(|writer| {
            writer.begin_batch(signed.batch, STICK_ROAD, now)?;
            writer.add_receipt(&kept(&signed.receipt, &receipt))?;
            let mut confirmed = 0;
            for file in &signed.files {
                if receipt.files.contains(&file.content) {
                    let news = writer.confirm_file(ContentId(file.content), &file.team)?;
                    confirmed += u32::from(news);
                }
            }
            Ok(confirmed)
        })?;
        self.taken.files_confirmed += confirmed;
        Ok(())
    }

    /// Keeps a file that records of this laptop name and that is not here.
    fn keep(&mut self, name: &FileName, bytes: &[u8], from_centre: bool) -> Result<(), DeskError> {
        if !self.is_ours(&name.team) {
            return Ok(());
        }
        let (content, store) = (ContentId(name.content), &self.open.store);
        let absent = store.read(|reader| reader.absent_files())?;
        let named = absent
            .iter()
            .find(|file| file.content == content && file.team == name.team);
        let Some(media) = named.and_then(|file| file.media) else {
            return Ok(());
        };
        let facts = FileFacts {
            media,
            size: None,
            made_ms: self.desk.now(),
        };
        store.keep_file(bytes, &facts)?;
        if from_centre {
            store.write(|writer| writer.confirm_file(content, &name.team))?;
        }
        self.taken.files += 1;
        Ok(())
    }

    /// Copies a file from the stick, for as long as nobody stops it.
    fn copy_here(&self, path: &Path, copy: &Path, meter: &Meter<'_>) -> Result<(), DeskError> {
        let failed = |source| DeskError::file("copy the file from the stick", source);
        let mut from = Counted::new(fs::File::open(path).map_err(failed)?, meter);
        let mut to = fs::File::create(copy).map_err(failed)?;
        loop {
            self.desk.go_on()?;
            let some = &mut from.by_ref().take(COPY_BYTES);
            if io::copy(some, &mut to).map_err(failed)? == 0 {
                return Ok(());
            }
        }
    }

    fn is_ours(&self, team: &TeamId) -> bool {
        is_in_scope(&lock(&self.open.roster), self.open.device, team)
    }
}
