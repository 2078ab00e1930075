//! Writing a stick, piece by piece. What a piece holds counts as handed over when the piece is whole.

use std::io::Write;
use std::mem::take;
use std::sync::atomic::Ordering;

use records::{DeviceId, RecordId, TeamId};
use store::{BatchState, HeldPart, Moved, PartState, WaitingFile};
use sync::{Begun, BundleWriter, Head, VOUCHERS_MAX};
use vault::{EnvelopeError, Passphrase, SealFor, Sealing, strength};

use super::super::side::{forget_stick, heard, keep_stick, seal_next};
use super::super::{FETCHES_FILES, STICK_ROAD, files};
use super::load::{Load, Taken, written};
use super::meter::Meter;
use super::place::{Place, Summing, Written};
use super::read::is_in_scope;
use super::{STICK_ENDING, StickFault, centre_of, compared};
use crate::clock::local;
use crate::hub::vouchers;
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::stick_rest::{Plan, Reader, Rest};
use crate::view::{StickAnswers, StickLeft, StickOrder, StickTaken, StickUnanswered, StickWritten};
use crate::{Desk, DeskError};

/// Bytes of the parts that are sealed for a stick.
const SEAL_BYTES: usize = 1 << 20;
const MEGABYTE: u64 = 1_000_000;
/// How many bytes of receipts go along, on a stick in one piece and on one in small pieces.
const VOUCHER_BYTES: usize = 4 << 20;
const VOUCHER_BYTES_IN_PIECES: usize = 128 << 10;

/// One writing, at one place.
struct Writing<'a> {
    desk: &'a Desk,
    open: &'a Open,
    plan: &'a mut Plan,
}

/// A piece that is whole and handed over.
struct Whole {
    name: String,
    taken: Taken,
    revisions: u64,
    bytes: u64,
}

impl Desk {
    /// Answers sticks that were taken, as a centre does: writes for each of the laptops one with the centre's receipts that
    /// are here over what it made, and with all records that its people and this person may see; without photos and scans.
    /// One that fails takes nothing from the others, and is named.
    pub fn stick_answer(
        &self,
        place: &mut dyn Place,
        taken: &StickTaken,
        told: &mut dyn FnMut(u32, u32),
    ) -> StickAnswers {
        let mut said = StickAnswers::default();
        for laptop in &taken.from {
            let order = StickOrder {
                reader: laptop.id.clone(),
                whole: true,
                ..StickOrder::default()
            };
            match self.stick_write(place, &order, told) {
                Ok(written) => said.answers.push(written),
                Err(error) => said.unanswered.push(StickUnanswered {
                    laptop: laptop.clone(),
                    fault: error.into(),
                }),
            }
        }
        said
    }

    /// Writes a bundle into a place: what the order says, sealed for its reader, in one file or several. What a file
    /// holds counts as handed over from then on; the centre's answer confirms it. `told` hears how far it is, as done and
    /// in all.
    ///
    /// When it comes to an end after some piece, because the place is full or gone or somebody stops it, the answer says
    /// what was written, what is left, and why; [`Desk::stick_write_on`] goes on from there.
    ///
    /// # Errors
    /// When nobody is signed in, there is no centre, the reader is not known, a passphrase is weak, or not even the first
    /// piece could be written: then nothing is handed over.
    pub fn stick_write(
        &self,
        place: &mut dyn Place,
        order: &StickOrder,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<StickWritten, DeskError> {
        self.at_the_stick(|open| {
            *lock(&open.stick_rest) = None;
            let reader = reader_of(open, order)?;
            while seal_next(open, SEAL_BYTES)?.is_some() {}
            let load = load(open, &reader, (order.whole, order.files))?;
            let plan = self.stick_plan(open, reader, order)?;
            load.check(open, plan.most)?;
            let rest = Rest::new(plan, load.parts, load.files);
            self.write_rest(open, rest, place, told)
        })
    }

    /// Goes on with a stick that was not written whole, at another place or the same: from the first piece that is not
    /// there. What the centre has confirmed meanwhile, or the reader may not have any more, is left out. The answer tells
    /// of all pieces, those of before too.
    ///
    /// # Errors
    /// When nobody is signed in, none was begun since they signed in, or its reader may not read any more.
    pub fn stick_write_on(
        &self,
        place: &mut dyn Place,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<StickWritten, DeskError> {
        self.at_the_stick(|open| {
            let begun = lock(&open.stick_rest).take();
            let mut rest = begun.ok_or(DeskError::NotFound {
                what: "stick that was begun",
            })?;
            match load_now(open, &rest.plan) {
                Ok(now) => rest.keep_only(&now.parts, &now.files),
                Err(error) => {
                    *lock(&open.stick_rest) = Some(rest);
                    return Err(error);
                }
            }
            self.write_rest(open, rest, place, told)
        })
    }

    fn at_the_stick<T>(
        &self,
        case: impl FnOnce(&Open) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        self.with_open(|open| {
            let one_at_a_time = self.0.syncing.try_lock();
            let Ok(_turn) = one_at_a_time else {
                return Err(DeskError::SyncRuns);
            };
            self.0.stop.store(false, Ordering::Relaxed);
            case(open)
        })
    }

    /// Writes piece after piece. What does not go any more is kept for [`Desk::stick_write_on`].
    fn write_rest(
        &self,
        open: &Open,
        mut rest: Rest,
        place: &mut dyn Place,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<StickWritten, DeskError> {
        let mut load = Load::new(take(&mut rest.parts), take(&mut rest.files));
        let meter = Meter::new(load.weight(), told);
        let failed = loop {
            let mut writing = Writing {
                desk: self,
                open,
                plan: &mut rest.plan,
            };
            match writing.piece(rest.piece, &mut load, place, &meter) {
                Ok(whole) => {
                    load.let_go();
                    let files = whole.taken.files.len() as u64;
                    rest.add(whole.name, whole.taken.records);
                    rest.sum.files += small(files);
                    rest.sum.revisions += small(whole.revisions);
                    rest.sum.bytes = rest.sum.bytes.saturating_add(small(whole.bytes));
                }
                Err(error) => break error,
            }
            if load.is_empty() {
                return Ok(rest.sum);
            }
        };
        if rest.sum.pieces.is_empty() {
            return Err(failed);
        }
        load.give_back();
        let (records, bytes) = load.amount(open);
        let mut answer = rest.sum.clone();
        answer.left = Some(StickLeft {
            records: small(records),
            files: small(load.files.len() as u64),
            bytes: small(bytes),
            fault: failed.into(),
        });
        (rest.parts, rest.files) = (load.parts, load.files);
        *lock(&open.stick_rest) = Some(rest);
        Ok(answer)
    }

    fn stick_plan(
        &self,
        open: &Open,
        reader: Reader,
        order: &StickOrder,
    ) -> Result<Plan, DeskError> {
        let centre = centre_of(open)?;
        let set: [u8; 16] = self.random().bytes();
        let (begun, wanted, compares, vouchers) = open.store.read_as(|store| {
            let begun = Begun {
                batch: [0; 16],
                cursors: store.cursors(&centre.public)?,
                roster: store.roster()?.map_or(0, |roster| roster.version),
                marks: heard(store, &centre.public)?,
            };
            let asks =
                matches!(reader, Reader::Centre(_)) && store.setting(FETCHES_FILES)?.is_some();
            let wanted = match asks {
                true => files::absent(open, store)?.into_keys().collect(),
                false => Vec::new(),
            };
            // Whoever else reads it has nothing to hold against it.
            let compares = match reader {
                Reader::Centre(_) => compared::asks(store)?,
                Reader::Laptop(..) | Reader::Words(_) => Vec::new(),
            };
            let room = match order.piece_mb {
                Some(_) => VOUCHER_BYTES_IN_PIECES,
                None => VOUCHER_BYTES,
            };
            let vouchers = match reader {
                Reader::Laptop(device, _) => {
                    vouchers(store.receipts_over_laptop(device, VOUCHERS_MAX)?, room)
                }
                Reader::Centre(_) | Reader::Words(_) => Vec::new(),
            };
            Ok::<_, DeskError>((begun, wanted, compares, vouchers))
        })?;
        let made = local(self.now(), self.offset()).format("%Y%m%d-%H%M");
        let digits: String = set
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Plan {
            reader,
            what: (order.whole, order.files),
            set,
            stem: format!("sala-{made}-{digits}"),
            most: order
                .piece_mb
                .map_or(u64::MAX / 2, |mb| u64::from(mb) * MEGABYTE),
            begun,
            wanted,
            compares,
            vouchers,
        })
    }
}

impl Writing<'_> {
    /// Writes one piece and hands over what it holds.
    fn piece(
        &mut self,
        piece: u32,
        load: &mut Load,
        place: &mut dyn Place,
        meter: &Meter<'_>,
    ) -> Result<Whole, DeskError> {
        let began_ms = self.desk.now();
        self.plan.begun.batch = RecordId::v7(began_ms, self.desk.random().bytes()).0;
        let name = format!("{}-{piece}{STICK_ENDING}", self.plan.stem);
        let done = self
            .fill((piece, began_ms, &name), load, place, meter)
            .and_then(|(taken, file)| {
                self.expect_answer(&taken)?;
                place.finish(&name, &file).map_err(written)?;
                Ok((taken, file))
            });
        let (taken, file) = match done {
            Ok(done) => done,
            Err(error) => {
                place.abandon(&name);
                let batch = self.plan.begun.batch;
                self.open
                    .store
                    .write_as(|writer| forget_stick(writer, batch))?;
                return Err(error);
            }
        };
        let revisions = self.hand_over(&taken, &file, began_ms)?;
        Ok(Whole {
            name,
            taken,
            revisions,
            bytes: file.bytes,
        })
    }

    fn fill(
        &self,
        (piece, made_ms, name): (u32, u64, &str),
        load: &mut Load,
        place: &mut dyn Place,
        meter: &Meter<'_>,
    ) -> Result<(Taken, Written), DeskError> {
        let head = Head {
            set: self.plan.set,
            piece,
            batch: self.plan.begun.batch,
            writer: self.open.device_key.device_public(),
            addressee: self.plan.reader.addressee(),
            made_ms,
        };
        let out = Summing::new(place.begin(name).map_err(written)?);
        let seal_for = match &self.plan.reader {
            Reader::Centre(public) | Reader::Laptop(_, public) => SealFor::Key(public),
            Reader::Words(words) => SealFor::Words(words, self.desk.cost()),
        };
        let sealing = Sealing::begin(seal_for, out).map_err(|error| match error {
            EnvelopeError::Io(source) => written(source),
            other => StickFault::Envelope(other).into(),
        })?;
        let mut out = BundleWriter::begin(sealing, &head).map_err(written)?;
        if let Some(roster) = self.open.store.read(|reader| reader.roster())?
            && let Ok(signature) = roster.signature.try_into()
        {
            out.roster((roster.bytes, signature)).map_err(written)?;
        }
        if piece == 1 {
            out.wanted(&self.plan.wanted).map_err(written)?;
            for ask in &self.plan.compares {
                out.ask(ask).map_err(written)?;
            }
            for voucher in &self.plan.vouchers {
                out.voucher(voucher).map_err(written)?;
            }
        }
        let of = (self.desk, self.open, meter);
        let taken = load.put(of, &self.plan.begun, self.plan.most, &mut out)?;
        let sign = |statement: &[u8]| self.open.device_key.sign(statement);
        let (sealing, _closed) = out.finish(!load.is_empty(), &sign).map_err(written)?;
        let mut summing = sealing.finish().map_err(written)?;
        summing.flush().map_err(written)?;
        Ok((taken, summing.written()))
    }

    /// Remembers what a receipt for this piece must cover, before anybody can carry the piece away.
    fn expect_answer(&self, taken: &Taken) -> Result<(), DeskError> {
        match self.plan.reader {
            Reader::Centre(_) if !taken.parts.is_empty() => {
                let batch = self.plan.begun.batch;
                let store = &self.open.store;
                store.write_as(|writer| keep_stick(writer, batch, &taken.unreadable))
            }
            Reader::Centre(_) | Reader::Laptop(..) | Reader::Words(_) => Ok(()),
        }
    }

    /// Notes that the piece is whole and may leave; gives how many revisions it holds.
    fn hand_over(&self, taken: &Taken, file: &Written, began_ms: u64) -> Result<u64, DeskError> {
        let batch = self.plan.begun.batch;
        let moved = Moved {
            records: taken.records.len() as u64,
            sent: self.revisions(taken)?,
            files_sent: taken.files.len() as u64,
            bytes_up: file.bytes,
            ..Moved::default()
        };
        let now = self.desk.now();
        self.open.store.write(|writer| {
            writer.hand_over(&taken.parts)?;
            for (content, team) in &taken.files {
                writer.hand_over_file(*content, team)?;
            }
            writer.begin_batch(batch, STICK_ROAD, began_ms)?;
            writer.end_batch(batch, BatchState::Done, &moved, None, now)
        })?;
        Ok(moved.sent)
    }

    fn revisions(&self, taken: &Taken) -> Result<u64, DeskError> {
        Ok(self.open.store.read(|reader| {
            let mut count = 0;
            for number in &taken.parts {
                count += reader
                    .part(*number)?
                    .map_or(0, |held| u64::from(held.part.count));
            }
            Ok(count)
        })?)
    }
}

fn reader_of(open: &Open, order: &StickOrder) -> Result<Reader, DeskError> {
    let centre = centre_of(open)?;
    match (order.reader.as_str(), &order.passphrase) {
        ("centre", _) => Ok(Reader::Centre(centre.public)),
        ("words", Some(words)) if strength(words).accepted => {
            Ok(Reader::Words(Passphrase::new(words)))
        }
        ("words", _) => Err(DeskError::WeakPassphrase),
        (id, _) => {
            let device = id.parse::<DeviceId>();
            let device = device.map_err(|_| DeskError::NotFound { what: "laptop" })?;
            let public = laptop_key(open, &device)?;
            Ok(Reader::Laptop(device, public))
        }
    }
}

/// The key of a laptop that may still read.
fn laptop_key(open: &Open, device: &DeviceId) -> Result<[u8; 32], DeskError> {
    let roster = lock(&open.roster);
    match roster.device(&device.0) {
        Some(listed) if !listed.revoked => Ok(listed.public),
        Some(_) | None => Err(DeskError::NotFound { what: "laptop" }),
    }
}

/// What a stick that was begun would hold if it were begun now.
fn load_now(open: &Open, plan: &Plan) -> Result<Load, DeskError> {
    if let Reader::Laptop(device, _) = &plan.reader {
        laptop_key(open, device)?;
    }
    load(open, &plan.reader, plan.what)
}

/// What of this laptop the reader may have: the centre everything, a laptop what its people and this person may see, whoever
/// has the passphrase what this person may see.
fn load(
    open: &Open,
    reader: &Reader,
    (whole, with_files): (bool, bool),
) -> Result<Load, DeskError> {
    let roster = lock(&open.roster).clone();
    let may_have = |team: &TeamId| match reader {
        Reader::Centre(_) => true,
        Reader::Laptop(device, _) => {
            open.own_team(team).is_ok() && is_in_scope(&roster, *device, team)
        }
        Reader::Words(_) => open.own_team(team).is_ok(),
    };
    open.store.read_as(|store| {
        let parts = match whole {
            true => store.all_parts()?,
            false => store.parts_to_carry()?,
        };
        let files = match (with_files, whole) {
            (false, _) => Vec::new(),
            (true, true) => store.named_files()?,
            (true, false) => store.waiting_files()?,
        };
        let parts = parts
            .into_iter()
            .filter(|held: &HeldPart| may_have(&held.part.team) && is_open(held, whole));
        let files = files
            .into_iter()
            .filter(|file: &WaitingFile| may_have(&file.team));
        Ok(Load::new(parts.collect(), files.collect()))
    })
}

fn is_open(held: &HeldPart, whole: bool) -> bool {
    whole || held.state < PartState::Confirmed
}
