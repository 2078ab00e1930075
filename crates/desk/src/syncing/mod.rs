//! Sending and fetching: one sync over one road, and what the screens tell of it.

#[cfg(test)]
mod compared_tests;
#[cfg(test)]
mod contract_tests;
mod files;
mod files_ahead;
mod files_kept;
mod hub;
#[cfg(test)]
mod late_tests;
mod mended;
#[cfg(test)]
mod newer_tests;
mod side;
mod stick;
#[cfg(test)]
mod talk_tests;
mod token;
mod view;

pub use stick::{FolderPlace, Place, STICK_ENDING, StickFault, Written};

use std::sync::atomic::Ordering;
use std::time::Instant;

use store::{BatchState, Moved, Reader, StoreError};
use sync::{Bytes, FilesMoved, Go, Outcome, Pace, Peer, Progress, Road, SyncError, run, run_files};
use zeroize::Zeroizing;

pub use hub::HubCall;
pub(crate) use mended::open_refusals;
pub(crate) use side::seal_next;

use crate::open::{Open, lock};
use crate::quality::Piece;
use crate::view::{Fault, SyncView};
use crate::{Desk, DeskError};
use files::{FileSide, Taker};
use side::Side;

/// Steps of tidying at a time, each a few milliseconds.
const TIDY_STEPS: u32 = 8;
const LAST_OK: &str = "sync last ok ms";
/// When counts and digests were compared, and what was found: one of the words below.
const COMPARED: &str = "sync compared";
const EQUAL: &str = "equal";
const DIFFERS: &str = "differs";
/// They differ in nothing but what this laptop set aside.
const SET_APART: &str = "set-apart";
/// They differ in nothing but what waits here as not taken (and what was set aside, perhaps).
const NOT_TAKEN: &str = "not-taken";
const CLOCK_OFF: &str = "sync clock off ms";
const BY_HAND: &str = "sync by hand";
const FETCHES_FILES: &str = "sync fetches files";
const HOLDS_FILES: &str = "sync holds files";
/// When the centre last answered on a stick.
const LAST_STICK: &str = "stick last ok ms";
/// What this road is called in the list of batches.
const STICK_ROAD: &str = "stick";

/// Whether photos and scans travel with a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Photos {
    /// Unless somebody chose to hold them back.
    AsSet,
    /// In any case.
    Now,
}

/// The centre that this laptop reports to.
#[derive(Debug)]
pub struct CentreDoor {
    /// Where it answers.
    pub url: String,
    /// What this laptop shows to be let in.
    pub token: Zeroizing<String>,
}

impl Desk {
    /// Where the centre is and what opens its door.
    ///
    /// # Errors
    /// [`DeskError::NoCentre`] in a local programme.
    pub fn centre(&self) -> Result<CentreDoor, DeskError> {
        self.with_open(|open| {
            let account = open.store.read(|reader| reader.account())?;
            let centre = account
                .and_then(|account| account.centre)
                .ok_or(DeskError::NoCentre)?;
            let token =
                String::from_utf8(centre.token.to_vec()).map_err(|_| DeskError::NoCentre)?;
            Ok(CentreDoor {
                url: centre.url,
                token: Zeroizing::new(token),
            })
        })
    }

    /// How many revisions the centre has not confirmed.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn waiting(&self) -> Result<u32, DeskError> {
        self.with_open(|open| Ok(open.store.read(unconfirmed)?))
    }

    /// Whether this laptop is to send and fetch without being asked: so unless somebody turned it off. Never
    /// in a local programme.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn syncs_by_itself(&self) -> Result<bool, DeskError> {
        self.with_open(|open| Ok(open.store.read(by_itself)?))
    }

    /// Turns that on or off, for this laptop.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written.
    pub fn set_syncs_by_itself(&self, on: bool) -> Result<SyncView, DeskError> {
        self.with_open(|open| {
            let by_hand = (!on).then_some("yes");
            Ok(open
                .store
                .write(|writer| writer.set_setting(BY_HAND, by_hand))?)
        })?;
        self.sync_view()
    }

    /// Chooses whether photos and scans of colleagues are fetched too, after the records. They are large, so not
    /// unless somebody says so.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written.
    pub fn set_fetches_files(&self, on: bool) -> Result<SyncView, DeskError> {
        self.with_open(|open| {
            let said = on.then_some("yes");
            Ok(open
                .store
                .write(|writer| writer.set_setting(FETCHES_FILES, said))?)
        })?;
        self.sync_view()
    }

    /// Chooses whether photos and scans are held back, so that texts go first: then they travel only when somebody asks
    /// for it ([`Desk::sync_files_over`]), or over a hub or a stick.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written.
    pub fn set_holds_files(&self, on: bool) -> Result<SyncView, DeskError> {
        self.with_open(|open| {
            let said = on.then_some("yes");
            Ok(open
                .store
                .write(|writer| writer.set_setting(HOLDS_FILES, said))?)
        })?;
        self.sync_view()
    }

    /// When the centre last answered this laptop over a line, in ms since 1970.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn last_answered_ms(&self) -> Result<Option<u64>, DeskError> {
        self.with_open(|open| Ok(open.store.read(last_answered)?))
    }

    /// Sends what the centre has not confirmed and fetches what is new, in one go: the records first, then photos
    /// and scans unless they are held back. Work at the laptop goes on meanwhile. `told` hears how far it is, as revisions (then files) done
    /// and in all. What came leaves the store to be put in order ([`Desk::tidy_some`]), for which nobody waits.
    ///
    /// # Errors
    /// When the road or the store fails. What arrived before stays, the batch is kept as broken, and the
    /// next sync goes on from there.
    pub fn sync_over(
        &self,
        road: &mut dyn Road,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<SyncView, DeskError> {
        self.sync(road, Photos::AsSet, told)
    }

    /// The same with photos and scans, also where they are otherwise held back.
    ///
    /// # Errors
    /// As [`Desk::sync_over`].
    pub fn sync_files_over(
        &self,
        road: &mut dyn Road,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<SyncView, DeskError> {
        self.sync(road, Photos::Now, told)
    }

    /// Puts the store in order a little: merges the search index, takes erased words out of it, copies the log into the
    /// file. Whoever has time asks until there is no more; saving never waits longer than a few milliseconds for it.
    ///
    /// # Errors
    /// When nobody is signed in or the file cannot be written; nothing is lost by leaving it.
    pub fn tidy_some(&self) -> Result<Piece, DeskError> {
        self.with_open(|open| {
            Ok(Piece {
                more: open.store.tidy(TIDY_STEPS)?.has_more,
                news: false,
            })
        })
    }

    fn sync(
        &self,
        road: &mut dyn Road,
        files: Photos,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<SyncView, DeskError> {
        self.with_open(|open| {
            let one_at_a_time = self.0.syncing.try_lock();
            let Ok(_turn) = one_at_a_time else {
                return Err(DeskError::SyncRuns);
            };
            self.0.stop.store(false, Ordering::Relaxed);
            let done = self.sync_known(open, road, files, told);
            *lock(&self.0.sending) = None;
            *lock(&self.0.last_fault) = done.as_ref().err().map(|error| Fault {
                code: error.code(),
                message: crate::chain(error),
                wait_seconds: error.wait_seconds(),
            });
            done
        })?;
        self.sync_view()
    }

    /// Syncs; once more when the centre knows this laptop by an earlier token only.
    fn sync_known(
        &self,
        open: &Open,
        road: &mut dyn Road,
        files: Photos,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<(), DeskError> {
        let done = self.sync_once(open, road, files, told);
        if is_unknown(&done) && self.show_token_before(open, road)? {
            return self.sync_once(open, road, files, told);
        }
        done
    }

    fn sync_once(
        &self,
        open: &Open,
        road: &mut dyn Road,
        files: Photos,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<(), DeskError> {
        self.renew_token(open, road)?;
        let waiting = open.store.read(unconfirmed)?;
        *lock(&self.0.sending) = Some((0, waiting));
        let started = Instant::now();
        let mut pace =
            Pace::new(move || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        // What was carried here for others goes second: only what the centre is then seen to lack.
        for carries in [false, true] {
            let (mut told, pace) = (|now| self.is_at(now, waiting.max(now), told), &mut pace);
            // Once more when the centre told meanwhile that what it refused before is allowed now.
            if self.talk(open, road, carries, pace, &mut told)? {
                self.talk(open, road, carries, pace, &mut told)?;
            }
        }
        self.ask_sizes(open, road)?;
        if files == Photos::AsSet
            && open
                .store
                .read(|reader| reader.setting(HOLDS_FILES))?
                .is_some()
        {
            return Ok(());
        }
        let taker = Taker::centre(open)?;
        if let Taker::Centre(public) = &taker {
            self.ask_after_files(open, public, road).map_err(failure)?;
        }
        let moved = self.sync_files(open, taker, road, &mut pace, told);
        match moved.map_err(failure)?.stopped {
            true => Err(DeskError::Cancelled),
            false => Ok(()),
        }
    }

    /// Talks with the centre to the end, about what was made here or what was carried here for others. True: there is
    /// reason to offer again what was refused before.
    fn talk(
        &self,
        open: &Open,
        road: &mut dyn Road,
        carries: bool,
        pace: &mut Pace<'_>,
        told: &mut dyn FnMut(u32) -> Go,
    ) -> Result<bool, DeskError> {
        let before = road.moved();
        let mut side = Side::new(self, open, road.name(), carries)?;
        if carries && !side.has_carried()? {
            return Ok(false);
        }
        let mut progress = |now: Progress| told(now.sent);
        let outcome = run(&mut side, &mut Passing(road), pace, &mut progress);
        let after = road.moved();
        let bytes = Bytes {
            up: after.up.saturating_sub(before.up),
            down: after.down.saturating_sub(before.down),
        };
        self.note(open, &side, &outcome, bytes)?;
        if outcome.map_err(failure)?.stopped {
            return Err(DeskError::Cancelled);
        }
        match side.broken_receipt.take() {
            Some(why) => Err(DeskError::FalseReceipt { why }),
            None => side.asks_again(),
        }
    }

    /// Ends work that somebody asked to stop.
    fn go_on(&self) -> Result<(), DeskError> {
        match self.0.stop.load(Ordering::Relaxed) {
            true => Err(DeskError::Cancelled),
            false => Ok(()),
        }
    }

    /// Says how far a sync is, and hears whether it is to go on.
    fn is_at(&self, done: u32, all: u32, told: &mut dyn FnMut(u32, u32)) -> Go {
        *lock(&self.0.sending) = Some((done, all));
        told(done, all);
        if self.0.stop.load(Ordering::Relaxed) {
            Go::Stop
        } else {
            Go::On
        }
    }

    /// Sends the files that the centre has not confirmed, and fetches those of colleagues when they are wanted.
    fn sync_files(
        &self,
        open: &Open,
        taker: Taker,
        road: &mut dyn Road,
        pace: &mut Pace<'_>,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<FilesMoved, SyncError<DeskError>> {
        let local = |source| SyncError::Local { source };
        let before = road.moved();
        let fetches = open.store.read(|reader| reader.setting(FETCHES_FILES));
        let fetches = fetches.map_err(|source| local(source.into()))?.is_some();
        let side = FileSide::new(self, open, taker, road.name(), fetches);
        let mut side = side.map_err(local)?;
        let all = u32::try_from(side.all()).unwrap_or(u32::MAX);
        if all == 0 {
            return Ok(FilesMoved::default());
        }
        let Some(files) = road.files() else {
            return Ok(FilesMoved::default());
        };
        let (began_ms, mut last) = (self.now(), FilesMoved::default());
        let mut progress = |now: FilesMoved| {
            last = now;
            self.is_at(now.sent + now.fetched, all, told)
        };
        let batch = side.batch();
        let outcome = run_files(&mut side, files, batch, pace, &mut progress);
        let after = road.moved();
        let moved = outcome.as_ref().map_or(last, |moved| *moved);
        let noted = self.note_files(
            open,
            (batch, road.name(), began_ms),
            &outcome,
            &Moved {
                files_sent: u64::from(moved.sent),
                files_received: u64::from(moved.fetched),
                bytes_up: after.up.saturating_sub(before.up),
                bytes_down: after.down.saturating_sub(before.down),
                ..Moved::default()
            },
        );
        noted.map_err(local)?;
        outcome
    }

    /// Writes down what became of files; a sync that moved none leaves no line.
    fn note_files(
        &self,
        open: &Open,
        (batch, road, began_ms): ([u8; 16], &str, u64),
        outcome: &Result<FilesMoved, SyncError<DeskError>>,
        moved: &Moved,
    ) -> Result<(), DeskError> {
        let (state, error) = ended(outcome, |done| !done.stopped);
        let moved_none = moved.files_sent == 0 && moved.files_received == 0;
        if moved_none && state == BatchState::Done {
            return Ok(());
        }
        let now = self.now();
        open.store.write(|writer| {
            writer.begin_batch(batch, road, began_ms)?;
            writer.end_batch(batch, state, moved, error.as_deref(), now)
        })?;
        Ok(())
    }

    /// Writes down what a sync came to.
    fn note(
        &self,
        open: &Open,
        side: &Side<'_>,
        outcome: &Result<Outcome, SyncError<DeskError>>,
        bytes: Bytes,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let progress = outcome
            .as_ref()
            .map(|done| done.progress)
            .unwrap_or_default();
        let is_done = |done: &Outcome| !done.stopped && side.broken_receipt.is_none();
        let (state, error) = ended(outcome, is_done);
        let moved = Moved {
            records: side.records_sent(),
            sent: side.revisions_sent(),
            received: u64::from(progress.received),
            bytes_up: bytes.up,
            bytes_down: bytes.down,
            ..Moved::default()
        };
        let compared = match outcome {
            Ok(done) if !side.holds_back()? => compared(done, side.lacks()?),
            _ => None,
        };
        open.store.write(|writer| {
            if side.is_worth_noting(&moved) || state == BatchState::Broken {
                writer.begin_batch(side.batch(), side.road(), side.began_ms())?;
                writer.end_batch(side.batch(), state, &moved, error.as_deref(), now)?;
            }
            if let Ok(done) = outcome {
                writer.set_setting(LAST_OK, Some(&now.to_string()))?;
                if let Some(word) = compared {
                    writer.set_setting(COMPARED, Some(&format!("{now} {word}")))?;
                }
                let off = i128::from(now) - i128::from(done.time);
                writer.set_setting(CLOCK_OFF, Some(&off.to_string()))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// What a sync found when both sides compared; none when they did not, and what was found before stands. `lacks`: the centre
/// did not take something, which was left out of it.
fn compared(done: &Outcome, lacks: bool) -> Option<&'static str> {
    if done.compared.is_empty() {
        None
    } else if !done.differing.is_empty() {
        Some(DIFFERS)
    } else if lacks {
        Some(NOT_TAKEN)
    } else if !done.set_apart.is_empty() {
        Some(SET_APART)
    } else {
        Some(EQUAL)
    }
}

/// Whether the centre does not know this laptop's token.
fn is_unknown(done: &Result<(), DeskError>) -> bool {
    matches!(done, Err(DeskError::Line(line)) if line.kind == sync::LineKind::Unauthorised)
}

/// How a batch ended, and why when it broke off.
fn ended<T>(
    outcome: &Result<T, SyncError<DeskError>>,
    is_done: impl Fn(&T) -> bool,
) -> (BatchState, Option<String>) {
    match outcome {
        Ok(done) if is_done(done) => (BatchState::Done, None),
        Ok(_) => (BatchState::Broken, Some("stopped".to_owned())),
        Err(error) => (BatchState::Broken, Some(error.to_string())),
    }
}

/// What a sync that ended early is to the person.
fn failure(error: SyncError<DeskError>) -> DeskError {
    match error {
        SyncError::Local { source } => source,
        SyncError::Line(line) => line.into(),
        SyncError::OutOfTurn | SyncError::NoProgress => {
            let detail = "its replies do not fit our questions";
            sync::Line::new(sync::LineKind::NotOurs, detail).into()
        }
    }
}

/// Puts the store in order while nobody waits for it. What fails here is tried again the next time and
/// takes nothing from what was done.
pub(crate) fn tidy(open: &Open) {
    let _next_time = open.store.tidy(TIDY_STEPS);
}

/// Whether this laptop is to sync without being asked.
fn by_itself(reader: &Reader<'_>) -> Result<bool, StoreError> {
    let has_centre = reader
        .account()?
        .is_some_and(|account| account.centre.is_some());
    Ok(has_centre && reader.setting(BY_HAND)?.is_none())
}

/// When the centre last answered over a line.
fn last_answered(reader: &Reader<'_>) -> Result<Option<u64>, StoreError> {
    let at = reader.setting(LAST_OK)?;
    Ok(at.and_then(|text| text.parse().ok()))
}

/// How many revisions the centre has not confirmed.
fn unconfirmed(reader: &Reader<'_>) -> Result<u32, StoreError> {
    let mut count = 0;
    for team in reader.teams()? {
        let (held, there) = (
            reader.digest(&team)?.count,
            reader.centre_digest(&team)?.count,
        );
        count += held.saturating_sub(there);
    }
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Lets a road be borrowed where a peer is wanted.
struct Passing<'r>(&'r mut dyn Road);

impl Peer for Passing<'_> {
    fn exchange(&mut self, ask: &sync::Ask) -> Result<sync::Reply, sync::Line> {
        self.0.exchange(ask)
    }
}
