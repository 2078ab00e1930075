//! The laptop's half of a sync.

use std::collections::BTreeMap;
use std::fmt::Debug;

use records::{Digest, RevisionId, TeamId};

use crate::compare::{Difference, difference};
use crate::frame::{Ask, OFFERS_MAX, Refused, Reply, TOO_LARGE, unreadable_id};
use crate::local::{Arrived, Local, Offer, Round};
use crate::pace::{PACE_BYTES_MIN, Pace};
use crate::peer::{Line, LineKind, Peer};
use crate::receipt::SignedReceipt;

/// How often in a row a message may be too large or stall before the sync gives up.
const FAILURES_MAX: u32 = 24;
const STALLS_MAX: u32 = 2;
/// How often one sync mends a difference before it only reports it.
const MENDS_MAX: u32 = 1;

/// How far a sync has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Revisions accepted by the centre in this sync.
    pub sent: u32,
    /// Revisions that came down and were new.
    pub received: u32,
    /// Bytes of parts sent.
    pub bytes_sent: u64,
    /// Bytes of parts received.
    pub bytes_received: u64,
    /// Asks that were answered.
    pub rounds: u32,
    /// True when it knows of more to come.
    pub more: bool,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// Go on.
    On,
    /// Stop after this round; the next sync goes on from there.
    Stop,
}

/// What a sync came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The sums.
    pub progress: Progress,
    /// Offered revisions that were refused or marked, and those that were left out since they alone are too large for the line.
    pub refused: Vec<Refused>,
    /// Parts that came down and could not be trusted or read.
    pub set_aside: u32,
    /// Revisions that a receipt has confirmed.
    pub confirmed: u32,
    /// The last receipt.
    pub receipt: Option<SignedReceipt>,
    /// Teams whose two sides were found to differ and were mended.
    pub mended: Vec<TeamId>,
    /// Teams whose two sides were compared when all was exchanged. None when it was stopped, and when something new
    /// was saved meanwhile: then nothing is known, and the next sync compares.
    pub compared: Vec<TeamId>,
    /// Of these the teams whose two sides still differ.
    pub differing: Vec<TeamId>,
    /// Of these the teams that differ in nothing but what came down and was set aside.
    pub set_apart: Vec<TeamId>,
    /// The centre's clock, in milliseconds; 0 when it never replied.
    pub time: u64,
    /// True when it was told to stop.
    pub stopped: bool,
}

/// Why a sync ended early. What was stored stays; run it again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError<E: Debug> {
    /// The laptop's store failed.
    #[error("the laptop's store failed during a sync")]
    Local {
        /// Of the store.
        source: E,
    },
    /// The line failed.
    #[error(transparent)]
    Line(#[from] Line),
    /// The reply was to another question.
    #[error("the centre replied to another question")]
    OutOfTurn,
    /// The centre promises more and gives nothing, or the same again.
    #[error("the centre announces more but sends nothing that lies ahead")]
    NoProgress,
}

/// Brings the laptop and the centre to the same set of revisions.
///
/// Sends what the centre has not accepted, reads what the laptop has not read, stores each reply before the
/// next ask, and ends with a receipt. Then both sides compare; what differs is sent and read again. Safe to
/// break off anywhere and run again. `progress` is called after each round and may stop it. A part that something on the
/// way does not take even alone is left out, and what is behind it goes on.
///
/// # Errors
/// When the line or the store fails; the next run goes on from what was stored.
pub fn run<L: Local, P: Peer>(
    local: &mut L,
    peer: &mut P,
    pace: &mut Pace<'_>,
    progress: &mut dyn FnMut(Progress) -> Go,
) -> Result<Outcome, SyncError<L::Error>> {
    let outcome = Outcome::default();
    let mut session = Session {
        local,
        peer,
        pace,
        progress,
        outcome,
        digests: BTreeMap::new(),
        too_large: None,
    };
    for mends_left in (0..=MENDS_MAX).rev() {
        session.exchange_all()?;
        if session.outcome.stopped {
            break;
        }
        let found = session.compare()?;
        if mends_left == 0 || !session.mend(&found.differing)? {
            let differing = found.differing.into_iter().map(|(team, _)| team);
            session.outcome.differing = differing.collect();
            session.outcome.compared = found.compared;
            session.outcome.set_apart = found.set_apart;
            break;
        }
    }
    Ok(session.outcome)
}

struct Session<'a, 'c, L, P> {
    local: &'a mut L,
    peer: &'a mut P,
    pace: &'a mut Pace<'c>,
    progress: &'a mut dyn FnMut(Progress) -> Go,
    outcome: Outcome,
    /// What the centre said about each team when there was no more to read.
    digests: BTreeMap<TeamId, Digest>,
    /// The part that went alone when a message was too large.
    too_large: Option<Vec<RevisionId>>,
}

/// What both sides were found to hold; empty when they were not compared.
#[derive(Default)]
struct Comparison {
    compared: Vec<TeamId>,
    differing: Vec<(TeamId, Difference)>,
    set_apart: Vec<TeamId>,
}

/// Where an exchange stands.
struct Turn {
    batch: crate::frame::BatchId,
    cursors: BTreeMap<TeamId, u64>,
    roster: u64,
    marks: BTreeMap<TeamId, u64>,
    /// Everything was offered and the receipt asked for.
    is_complete: bool,
}

impl<L: Local, P: Peer> Session<'_, '_, L, P> {
    /// Exchanges until there is nothing to offer and nothing to read.
    fn exchange_all(&mut self) -> Result<(), SyncError<L::Error>> {
        let begun = self.local.begin().map_err(store)?;
        let (batch, cursors, roster) = (begun.batch, begun.cursors, begun.roster);
        let mut turn = Turn {
            batch,
            cursors,
            roster,
            marks: begun.marks,
            is_complete: false,
        };
        let mut failures = 0;
        loop {
            let offers = if turn.is_complete {
                Vec::new()
            } else {
                self.gather()?
            };
            let last = !turn.is_complete && !self.local.has_more().map_err(store)?;
            match self.ask(&turn, &offers, last) {
                Ok(reply) => {
                    failures = 0;
                    turn.is_complete |= last;
                    let more = self.settle(&mut turn, &offers, reply)?;
                    self.outcome.progress.more = more || !turn.is_complete;
                    let go = (self.progress)(self.outcome.progress);
                    self.outcome.stopped = go == Go::Stop && self.outcome.progress.more;
                    if self.outcome.stopped || !self.outcome.progress.more {
                        return Ok(());
                    }
                }
                Err(line) => {
                    failures += 1;
                    self.speak_less(line, failures, &offers)?;
                }
            }
        }
    }

    /// Collects parts for one ask.
    fn gather(&mut self) -> Result<Vec<Offer>, SyncError<L::Error>> {
        let bytes_max = self.pace.bytes();
        let (mut offers, mut bytes) = (Vec::new(), 0);
        // A last quarter is not worth a part of its own.
        while bytes * 4 < bytes_max * 3 && offers.len() < OFFERS_MAX {
            let Some(offer) = self.local.next_part(bytes_max - bytes).map_err(store)? else {
                break;
            };
            bytes += offer.wire.len();
            offers.push(offer);
        }
        Ok(offers)
    }

    fn ask(&mut self, turn: &Turn, offers: &[Offer], last: bool) -> Result<Reply, Line> {
        let ask = Ask::Exchange {
            batch: turn.batch,
            offer: offers.iter().map(|offer| offer.wire.clone()).collect(),
            last,
            cursors: turn.cursors.clone(),
            room: self.pace.room(),
            roster: turn.roster,
            marks: turn.marks.clone(),
        };
        let started = self.pace.now();
        let reply = self.peer.exchange(&ask)?;
        let took_ms = self.pace.now().saturating_sub(started);
        let sent = offers.iter().map(|offer| offer.wire.len()).sum();
        let received = match &reply {
            Reply::Exchange { incoming, .. } => incoming.iter().map(|part| part.wire.len()).sum(),
            Reply::Compare { .. } => 0,
        };
        self.pace.moved(sent, received, took_ms);
        self.outcome.progress.bytes_sent += sent as u64;
        self.outcome.progress.bytes_received += received as u64;
        Ok(reply)
    }

    /// Prepares to say the same in smaller pieces or without what is too large alone, or gives up.
    fn speak_less(
        &mut self,
        line: Line,
        failures: u32,
        offers: &[Offer],
    ) -> Result<(), SyncError<L::Error>> {
        let may_help = match line.kind {
            LineKind::TooLarge => failures < FAILURES_MAX,
            LineKind::Stalled => failures <= STALLS_MAX,
            LineKind::Unreachable
            | LineKind::NotOurs
            | LineKind::Unauthorised
            | LineKind::Revoked
            | LineKind::Busy { .. }
            | LineKind::TurnedAway { .. }
            | LineKind::Full
            | LineKind::Server { .. } => false,
        };
        if may_help && line.kind == LineKind::TooLarge {
            if self.can_say_less(offers) {
                let sent = offers.iter().map(|offer| offer.wire.len()).sum();
                self.pace.was_too_large(sent);
            } else {
                return self.leave_out(line, offers);
            }
        } else {
            self.pace.shrink();
        }
        if !may_help {
            return Err(line.into());
        }
        self.local
            .take_back(offers, self.pace.bytes())
            .map_err(store)
    }

    /// Goes on without what cannot be said in less, and names it; or gives up, when a line takes next to nothing.
    fn leave_out(&mut self, line: Line, offers: &[Offer]) -> Result<(), SyncError<L::Error>> {
        let [alone] = offers else {
            return Err(line.into());
        };
        let bytes = alone.wire.len();
        if bytes < PACE_BYTES_MIN {
            return Err(line.into());
        }
        let refused = alone.ids.iter().map(|id| Refused {
            id: *id,
            code: TOO_LARGE.to_owned(),
            detail: format!("{bytes} bytes in one message"),
        });
        let refused: Vec<Refused> = refused.collect();
        self.local.leave(alone, &refused).map_err(store)?;
        self.outcome.refused.extend(refused);
        self.pace.goes_on_below(bytes);
        Ok(())
    }

    /// Tells whether less can be said than what was too large: fewer parts, or a part of fewer revisions. One that comes
    /// back as it was cannot be cut.
    fn can_say_less(&mut self, offers: &[Offer]) -> bool {
        let [alone] = offers else {
            return !offers.is_empty();
        };
        let before = self.too_large.replace(alone.ids.clone());
        alone.ids.len() > 1 && before.as_ref() != Some(&alone.ids)
    }

    /// Stores a reply; true when there is more to read.
    fn settle(
        &mut self,
        turn: &mut Turn,
        offers: &[Offer],
        reply: Reply,
    ) -> Result<bool, SyncError<L::Error>> {
        let Reply::Exchange {
            taken,
            known,
            refused,
            incoming,
            cursors,
            more,
            digests,
            receipt,
            roster,
            time,
            marked,
        } = reply
        else {
            return Err(SyncError::OutOfTurn);
        };
        let stands = cursors
            .iter()
            .all(|(team, seq)| turn.cursors.get(team) == Some(seq));
        if more && turn.is_complete && offers.is_empty() && stands {
            return Err(SyncError::NoProgress);
        }
        let refused = one_line_each(&refused, offers);
        let arrived: Vec<Arrived> = incoming.into_iter().map(Arrived::from).collect();
        let round = Round {
            batch: &turn.batch,
            offered: offers,
            refused: &refused,
            incoming: &arrived,
            cursors: &cursors,
            roster: roster.as_ref(),
            receipt: receipt.as_ref(),
            time,
            marked: marked.as_ref(),
        };
        let started = self.pace.now();
        let stored = self.local.took(round).map_err(store)?;
        if !arrived.is_empty() {
            let took_ms = self.pace.now().saturating_sub(started);
            let received = arrived.iter().map(|part| part.wire.len()).sum();
            self.pace.stored(received, took_ms);
        }
        turn.cursors.extend(cursors);
        turn.marks
            .extend(marked.into_iter().flat_map(|marked| marked.positions));
        self.digests.extend(digests);
        let outcome = &mut self.outcome;
        outcome.progress.rounds += 1;
        outcome.progress.sent += taken + known;
        outcome.progress.received += stored.added;
        outcome.set_aside += stored.set_aside;
        outcome.confirmed += stored.confirmed;
        outcome.refused.extend(refused);
        outcome.receipt = receipt.or(outcome.receipt.take());
        outcome.time = time;
        Ok(more)
    }

    /// Compares both sides and finds where they differ.
    ///
    /// Not while something new waits to be offered: that goes with the next sync.
    fn compare(&mut self) -> Result<Comparison, SyncError<L::Error>> {
        let digests = std::mem::take(&mut self.digests);
        let mut found = Comparison::default();
        if self.local.has_more().map_err(store)? {
            return Ok(found);
        }
        for (team, theirs) in digests {
            found.compared.push(team.clone());
            if self.local.digest(&team).map_err(store)? == theirs {
                continue;
            }
            let difference = difference(&*self.local, self.peer, &team)?;
            if difference.can_be_mended() || !difference.set_aside {
                found.differing.push((team, difference));
            } else {
                found.set_apart.push(team);
            }
        }
        // What was saved while they compared looks like a loss.
        if !found.differing.is_empty() && self.local.has_more().map_err(store)? {
            return Ok(Comparison::default());
        }
        Ok(found)
    }

    /// Prepares to send and read again what differs; true when there is anything.
    fn mend(&mut self, differing: &[(TeamId, Difference)]) -> Result<bool, SyncError<L::Error>> {
        let mut any = false;
        for (team, difference) in differing.iter().filter(|(_, found)| found.can_be_mended()) {
            let read_after = difference.unread_min.map(|seq| seq.saturating_sub(1));
            self.local
                .mend(team, &difference.lost, read_after)
                .map_err(store)?;
            self.outcome.mended.push(team.clone());
            any = true;
        }
        Ok(any)
    }
}

const fn store<E: Debug>(source: E) -> SyncError<E> {
    SyncError::Local { source }
}

/// Names each revision of an offered part that the centre could not read.
fn one_line_each(refused: &[Refused], offers: &[Offer]) -> Vec<Refused> {
    let mut lines = Vec::with_capacity(refused.len());
    for line in refused {
        let whole = offers
            .iter()
            .find(|offer| line.code == "part" && unreadable_id(&offer.wire) == line.id);
        match whole {
            Some(offer) => {
                lines.extend(offer.ids.iter().map(|id| Refused {
                    id: *id,
                    ..line.clone()
                }));
            }
            None => lines.push(line.clone()),
        }
    }
    lines
}
