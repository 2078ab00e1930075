//! The centre's half of a sync.

use std::collections::{BTreeMap, BTreeSet};

use records::{Digest, Part, TeamId};

use crate::compare;
use crate::frame::{
    Ask, BatchId, Incoming, MARKS_MAX, Marked, OFFERS_MAX, Refused, Reply, unreadable_id,
};
use crate::ledger::{Caller, Ledger, Offered, Verdict};
use crate::wire::{PART_BYTES_MAX, PackError, peek, unpack};

/// The most bytes of parts in one reply, but for the one that goes over.
pub const ROOM_BYTES_MAX: usize = 4 << 20;

/// A reply with more refusals than this brings nothing else, so that it stays within a frame.
const REFUSED_ALONE: usize = 10_000;

const _: () = assert!(ROOM_BYTES_MAX + PART_BYTES_MAX <= crate::frame::FRAME_BYTES_MAX / 2);

/// Answers an ask: keeps what is offered, gives what the laptop has not read, and signs for a batch.
///
/// `verify` checks a seal and knows which devices may still sign. The caller's teams are its whole world:
/// parts of others are refused with the code `team`, and nothing of them is ever sent.
///
/// # Errors
/// When the ledger cannot be read or written. Parts taken before stay taken; asking again is harmless.
pub fn answer<D: Ledger>(
    ledger: &mut D,
    caller: &Caller,
    verify: &dyn Fn(&Part) -> Verdict,
    now_ms: u64,
    ask: &Ask,
) -> Result<Reply, D::Error> {
    match ask {
        Ask::Exchange {
            batch,
            offer,
            last,
            cursors,
            room,
            roster,
            marks,
        } => {
            let mut exchange = Exchange {
                ledger,
                caller,
                batch,
                now: BTreeSet::new(),
            };
            let account = exchange.take_all(offer, verify)?;
            let room = if account.refused.len() > REFUSED_ALONE {
                0
            } else {
                *room as usize
            };
            let given = exchange.give(cursors, room)?;
            let digests = if given.more {
                BTreeMap::new()
            } else {
                exchange.digests()?
            };
            let receipt = if *last {
                exchange.ledger.receipt(caller.device, batch, now_ms)?
            } else {
                None
            };
            Ok(Reply::Exchange {
                taken: account.taken,
                known: account.known,
                refused: account.refused,
                incoming: given.incoming,
                cursors: given.cursors,
                more: given.more,
                digests,
                receipt,
                marked: exchange.marked(marks)?,
                roster: exchange.ledger.roster(*roster)?,
                time: now_ms,
            })
        }
        Ask::Compare { team, ranges } => {
            let found = if caller.teams.contains(team) {
                compare::answer(ledger, team, ranges)?
            } else {
                Vec::new()
            };
            Ok(Reply::Compare { ranges: found })
        }
    }
}

/// What became of everything offered.
#[derive(Default)]
struct Account {
    taken: u32,
    known: u32,
    refused: Vec<Refused>,
}

/// What goes down.
#[derive(Default)]
struct Given {
    incoming: Vec<Incoming>,
    cursors: BTreeMap<TeamId, u64>,
    more: bool,
}

struct Exchange<'a, D> {
    ledger: &'a mut D,
    caller: &'a Caller,
    batch: &'a BatchId,
    /// The parts of this very ask, by the hash of their ids: the laptop has them.
    now: BTreeSet<[u8; 32]>,
}

impl<D: Ledger> Exchange<'_, D> {
    fn take_all(
        &mut self,
        offer: &[Vec<u8>],
        verify: &dyn Fn(&Part) -> Verdict,
    ) -> Result<Account, D::Error> {
        let mut account = Account::default();
        for wire in offer {
            self.take(wire, verify, &mut account)?;
        }
        Ok(account)
    }

    fn take(
        &mut self,
        wire: &[u8],
        verify: &dyn Fn(&Part) -> Verdict,
        account: &mut Account,
    ) -> Result<(), D::Error> {
        let (part, revisions) = match unpack(wire) {
            Ok(content) => content,
            Err(error) => {
                account.refused.push(unreadable(wire, &error));
                return Ok(());
            }
        };
        let refusal = if self.caller.teams.contains(&part.team) {
            match verify(&part) {
                Verdict::Good => None,
                Verdict::Bad { detail } => Some(("seal", detail)),
            }
        } else {
            Some(("team", "this laptop may not write to the team".to_owned()))
        };
        if let Some((code, detail)) = refusal {
            let each = revisions
                .iter()
                .map(|revision| refused(revision.id, code, &detail));
            account.refused.extend(each);
            return Ok(());
        }
        let offered = Offered {
            part: &part,
            revisions: &revisions,
            wire,
        };
        let taken = self.ledger.take(self.caller.device, self.batch, offered)?;
        account.taken += taken.taken;
        account.known += taken.known;
        account.refused.extend(taken.marks);
        let detail = "the device has used this count before; it was restored from an old copy";
        account.refused.extend(
            taken
                .twice
                .into_iter()
                .map(|id| refused(id, "twice", detail)),
        );
        self.now.insert(part.ids);
        Ok(())
    }

    /// Walks each team's ledger on from the laptop's cursor while there is room.
    fn give(&self, cursors: &BTreeMap<TeamId, u64>, room: usize) -> Result<Given, D::Error> {
        let mut given = Given::default();
        let mut room = room.min(ROOM_BYTES_MAX);
        for team in &self.caller.teams {
            let top = self.ledger.state(team)?.top;
            // A cursor beyond the end was given by a ledger that has since lost something.
            let mut seq = cursors.get(team).copied().unwrap_or(0).min(top);
            while seq < top && room > 0 && given.incoming.len() < OFFERS_MAX {
                let parts = self.ledger.after(team, seq, room)?;
                if parts.is_empty() {
                    break;
                }
                for kept in parts {
                    let has_room = room > 0 && given.incoming.len() < OFFERS_MAX;
                    if !self.is_own(&kept) {
                        if !has_room {
                            break;
                        }
                        room = room.saturating_sub(kept.wire.len());
                        let (team, wire) = (team.clone(), kept.wire);
                        given.incoming.push(Incoming {
                            team,
                            seq: kept.seq,
                            wire,
                        });
                    }
                    seq = kept.seq;
                }
            }
            given.more |= seq < top;
            given.cursors.insert(team.clone(), seq);
        }
        Ok(given)
    }

    /// Tells whether the laptop has this part because it has just brought it.
    fn is_own(&self, kept: &crate::ledger::Kept) -> bool {
        kept.from == (self.caller.device, *self.batch)
            || peek(&kept.wire).is_ok_and(|part| self.now.contains(&part.ids))
    }

    /// Tells what was found since the laptop heard of marks last.
    fn marked(&self, heard: &BTreeMap<TeamId, u64>) -> Result<Option<Marked>, D::Error> {
        let mut marked = Marked::default();
        for team in &self.caller.teams {
            let left = MARKS_MAX - marked.marks.len();
            if left == 0 {
                break;
            }
            let after = heard.get(team).copied().unwrap_or(0);
            for (seq, mark) in self.ledger.marks(team, after, left)? {
                marked.positions.insert(team.clone(), seq);
                marked.marks.push(mark);
            }
        }
        Ok((!marked.marks.is_empty()).then_some(marked))
    }

    fn digests(&self) -> Result<BTreeMap<TeamId, Digest>, D::Error> {
        let teams = self.caller.teams.iter();
        teams
            .map(|team| Ok((team.clone(), self.ledger.state(team)?.digest)))
            .collect()
    }
}

fn refused(id: records::RevisionId, code: &str, detail: &str) -> Refused {
    Refused {
        id,
        code: code.to_owned(),
        detail: detail.to_owned(),
    }
}

fn unreadable(wire: &[u8], error: &PackError) -> Refused {
    refused(unreadable_id(wire), "part", &error.to_string())
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
