//! Sending and fetching: one sync over one road, and what the screens tell of it.

mod side;
mod view;

use std::sync::atomic::Ordering;
use std::time::Instant;

use store::{BatchState, Moved, Reader, StoreError};
use sync::{Bytes, Go, Outcome, Pace, Peer, Progress, Road, SyncError, run};
use zeroize::Zeroizing;

use crate::open::{Open, lock};
use crate::view::{Fault, SyncView};
use crate::{Desk, DeskError};
use side::Side;

/// Steps of tidying at a time, each a few milliseconds.
const TIDY_STEPS: u32 = 8;
const LAST_OK: &str = "sync last ok ms";
const COMPARED: &str = "sync compared";
const CLOCK_OFF: &str = "sync clock off ms";
const BY_HAND: &str = "sync by hand";

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

    /// Sends what the centre has not confirmed and fetches what is new, in one go; work at the laptop goes
    /// on meanwhile. `told` hears how far it is, as revisions done and revisions in all.
    ///
    /// # Errors
    /// When the road or the store fails. What arrived before stays, the batch is kept as broken, and the
    /// next sync goes on from there.
    pub fn sync_over(
        &self,
        road: &mut dyn Road,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<SyncView, DeskError> {
        self.with_open(|open| {
            let one_at_a_time = self.0.syncing.try_lock();
            let Ok(_turn) = one_at_a_time else {
                return Err(DeskError::SyncRuns);
            };
            self.0.stop.store(false, Ordering::Relaxed);
            let done = self.sync_once(open, road, told);
            *lock(&self.0.sending) = None;
            tidy(open);
            *lock(&self.0.last_fault) = done.as_ref().err().map(|error| Fault {
                code: error.code(),
                message: crate::chain(error),
                wait_seconds: error.wait_seconds(),
            });
            done
        })?;
        self.sync_view()
    }

    fn sync_once(
        &self,
        open: &Open,
        road: &mut dyn Road,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<(), DeskError> {
        let waiting = open.store.read(unconfirmed)?;
        *lock(&self.0.sending) = Some((0, waiting));
        let started = Instant::now();
        let mut pace =
            Pace::new(move || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        let mut side = Side::new(self, open, road.name())?;
        let mut progress = |now: Progress| {
            let all = waiting.max(now.sent);
            *lock(&self.0.sending) = Some((now.sent, all));
            told(now.sent, all);
            if self.0.stop.load(Ordering::Relaxed) {
                Go::Stop
            } else {
                Go::On
            }
        };
        let mut passing = Passing(road);
        let outcome = run(&mut side, &mut passing, &mut pace, &mut progress);
        let bytes = passing.0.moved();
        self.note(open, &side, &outcome, bytes)?;
        match outcome {
            Ok(outcome) if outcome.stopped => Err(DeskError::Cancelled),
            Ok(_) => match side.broken_receipt {
                Some(why) => Err(DeskError::FalseReceipt { why }),
                None => Ok(()),
            },
            Err(SyncError::Local { source }) => Err(source),
            Err(SyncError::Line(line)) => Err(line.into()),
            Err(SyncError::OutOfTurn | SyncError::NoProgress) => Err(sync::Line::new(
                sync::LineKind::NotOurs,
                "its replies do not fit our questions",
            )
            .into()),
        }
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
        let (state, error) = match outcome {
            Ok(done) if !done.stopped && side.broken_receipt.is_none() => (BatchState::Done, None),
            Ok(_) => (BatchState::Broken, Some("stopped".to_owned())),
            Err(error) => (BatchState::Broken, Some(error.to_string())),
        };
        let moved = Moved {
            records: side.records_sent(),
            sent: side.revisions_sent(),
            received: u64::from(progress.received),
            bytes_up: bytes.up,
            bytes_down: bytes.down,
        };
        open.store.write(|writer| {
            if side.is_worth_noting(&moved) || state == BatchState::Broken {
                writer.begin_batch(side.batch(), side.road(), side.began_ms())?;
                writer.end_batch(side.batch(), state, &moved, error.as_deref(), now)?;
            }
            if let Ok(done) = outcome {
                writer.set_setting(LAST_OK, Some(&now.to_string()))?;
                if !done.progress.more {
                    let equal = if done.differing.is_empty() {
                        "equal"
                    } else {
                        "differs"
                    };
                    writer.set_setting(COMPARED, Some(&format!("{now} {equal}")))?;
                }
                let off = i128::from(now) - i128::from(done.time);
                writer.set_setting(CLOCK_OFF, Some(&off.to_string()))?;
            }
            Ok(())
        })?;
        Ok(())
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
