//! The log of every team, while one ask is answered: what `sync` asks of a ledger.

use std::cell::Cell;

use records::{DeviceId, Part, RevisionId, TeamId};
use sync::{
    BatchId, Kept, Offered, Placed, Receipt, Refused, SignedReceipt, State, Taken, Verdict,
};
use vault::DeviceKey;

use super::append::{self, TWICE};
use super::book::{Book, Brought, Found, Note, Session};
use super::{Caller, Clocks, LedgerError, accounts, roster};

/// The log as one session sees and changes it.
pub(super) struct Log<'s, S> {
    pub(super) session: &'s S,
    /// The centre's.
    pub(super) key: &'s DeviceKey,
    pub(super) clocks: Clocks,
    /// Whether bodies were taken out on the way.
    pub(super) erased: Cell<bool>,
}

/// Checks that a part was sealed by the device that it names, and that this device may still sign.
///
/// Whoever brings it: a colleague's laptop may hand on what the centre has lost or never got.
pub(super) fn verify(session: &impl Session, caller: &Caller, part: &Part) -> Found<Verdict> {
    let bad = |detail: &str| Verdict::Bad {
        detail: detail.to_owned(),
    };
    let found = if part.device == caller.device {
        Ok(Some((caller.public, caller.revoked)))
    } else {
        session.look(|book| book.device_key(part.device))
    };
    Ok(match found? {
        None | Some((_, true)) => bad("the centre does not know this laptop, or sent it away"),
        Some((public, false)) if vault::verify(&public, &part.statement(), &part.seal) => {
            Verdict::Good
        }
        Some(_) => bad("the seal is not this laptop's"),
    })
}

impl<S: Session> sync::Ledger for Log<'_, S> {
    type Error = LedgerError;

    fn take(&mut self, by: DeviceId, batch: &BatchId, offered: Offered<'_>) -> Found<Taken> {
        let brought = Brought {
            by,
            batch,
            at_ms: self.clocks.now_ms,
            laptop_ms: self.clocks.laptop_ms,
        };
        let kept = self.session.change(|book| {
            let kept = append::append(book, brought, offered)?;
            let ids = offered.revisions.iter().map(|revision| revision.id);
            let note = Note {
                team: offered.part.team.clone(),
                ids_hash: offered.part.ids,
                positions: kept.positions,
                ids: ids.collect(),
            };
            book.note(by, batch, &note)?;
            Ok(kept)
        })?;
        self.erased.set(self.erased.get() || kept.erased);
        let (twice, marks): (Vec<Refused>, Vec<Refused>) =
            kept.marks.into_iter().partition(|mark| mark.code == TWICE);
        let known = offered.part.count - kept.new;
        let twice = twice.into_iter().map(|mark| mark.id).collect();
        Ok(Taken {
            taken: kept.new,
            known,
            twice,
            marks,
        })
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Found<Vec<Kept>> {
        self.session.look(|book| book.after(team, seq, bytes))
    }

    fn state(&self, team: &TeamId) -> Found<State> {
        let place = self.session.look(|book| book.place(team))?;
        Ok(place.map_or_else(State::default, |place| State {
            top: place.seq,
            digest: place.digest,
        }))
    }

    fn ids(&self, team: &TeamId, low: RevisionId, high: Option<RevisionId>) -> Found<Vec<Placed>> {
        self.session.look(|book| book.ids(team, low, high))
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Found<Option<SignedReceipt>> {
        let given = self
            .session
            .look(|book| due(book, by, batch, now_ms, false))?;
        if let Due::Given(given) = given {
            return Ok(given);
        }
        self.session
            .change(|book| match due(book, by, batch, now_ms, true)? {
                Due::Given(given) => Ok(given),
                Due::ToSign(receipt) => {
                    let bytes = receipt.to_bytes();
                    let signature = self.key.sign(&Receipt::statement(&bytes));
                    let signed = SignedReceipt { bytes, signature };
                    book.give(by, batch, &signed, now_ms)?;
                    Ok(Some(signed))
                }
            })
    }

    fn marks(&self, team: &TeamId, seq: u64, most: usize) -> Found<Vec<(u64, Refused)>> {
        self.session.look(|book| book.marks_after(team, seq, most))
    }

    fn roster(&self, version: u64) -> Found<Option<(Vec<u8>, [u8; 64])>> {
        self.session.look(|book| {
            if accounts::version(book)? <= version {
                return Ok(None);
            }
            let signed = roster::signed(&accounts::census(book)?, self.key);
            Ok(Some((signed.bytes, signed.signature)))
        })
    }
}

/// What a batch is owed.
enum Due {
    /// What it got already; nothing when nothing was noted.
    Given(Option<SignedReceipt>),
    /// More than that.
    ToSign(Receipt),
}

fn due(book: &dyn Book, by: DeviceId, batch: &BatchId, now_ms: u64, held: bool) -> Found<Due> {
    let given = book.receipt(by, batch, held)?;
    let noted = book.notes(by, batch)?.into_iter().flat_map(placed);
    let Some(receipt) = Receipt::over(*batch, by, noted, Vec::new(), now_ms) else {
        return Ok(Due::Given(given));
    };
    let says_it = |given: &SignedReceipt| {
        Receipt::from_bytes(&given.bytes).is_ok_and(|old| old.ids == receipt.ids)
    };
    Ok(match given {
        Some(given) if says_it(&given) => Due::Given(Some(given)),
        Some(_) | None => Due::ToSign(receipt),
    })
}

/// Returns each revision of a note with the first position of its part, and one once more with the last.
fn placed(note: Note) -> impl Iterator<Item = (TeamId, u64, RevisionId)> {
    let Note {
        team,
        positions: (first, last),
        ids,
        ..
    } = note;
    let end = ids.last().map(|id| (team.clone(), last, *id));
    ids.into_iter()
        .map(move |id| (team.clone(), first, id))
        .chain(end)
}
