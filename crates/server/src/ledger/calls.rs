//! A ledger where every call of `sync` is a session of its own, so that `sync`'s contract can be run on
//! what is otherwise used for a whole ask.

use std::cell::Cell;

use records::{DeviceId, PersonId, RevisionId, TeamId};
use sync::{BatchId, Kept, Offered, Placed, Refused, SignedReceipt, State, Taken};
use vault::DeviceKey;
use zeroize::Zeroizing;

use super::book::{Database, Found};
use super::log::Log;
use super::{Arrival, Clocks, LedgerError, Person, Scope, Team};

/// The ledger, the centre's key, and what else must live as long.
pub(super) struct CallByCall<D, K> {
    pub(super) ledger: D,
    pub(super) key: DeviceKey,
    pub(super) kept: K,
}

/// A laptop that is let in without an invitation, used by one person with the same seed.
pub(super) fn add_laptop(ledger: &impl Database, seed: u8, public: [u8; 32]) {
    let (device, id) = (DeviceId([seed; 16]), PersonId([seed; 16]));
    let arrival = Arrival {
        secret_hash: [0; 32],
        public,
        name: "laptop".into(),
        token_hash: [seed; 32],
        new_person: id,
    };
    let person = Person {
        id,
        name: "person".into(),
        role: "supervisor".into(),
        scope: Scope::All,
        active: true,
    };
    let added = ledger.write(|book| {
        book.add_device(device, &arrival, 0)?;
        book.add_person(&person, 0)?;
        book.pair(device, id)
    });
    assert!(added.unwrap());
}

impl<D: Database, K> CallByCall<D, K> {
    /// A centre that knows the pens of `records::contract` in both of their teams.
    pub(super) fn with_pens((ledger, kept): (D, K)) -> Self {
        for code in ["north", "south"] {
            let team = Team {
                id: code.parse().unwrap(),
                name: code.to_owned(),
            };
            assert!(ledger.write(|book| book.add_team(&team)).unwrap());
        }
        (1..=3).for_each(|seed| add_laptop(&ledger, seed, [seed; 32]));
        let key = DeviceKey::from_bytes(&Zeroizing::new([9; 32]));
        Self { ledger, key, kept }
    }

    fn call<T>(
        &self,
        writes: bool,
        work: impl FnOnce(&mut Log<'_, D::Session<'_>>) -> Found<T>,
    ) -> Found<T> {
        self.ledger.session(writes, |session| {
            work(&mut Log {
                session,
                key: &self.key,
                clocks: Clocks::of(5),
                erased: Cell::new(false),
            })
        })
    }
}

impl<D: Database, K> sync::Ledger for CallByCall<D, K> {
    type Error = LedgerError;

    fn take(&mut self, by: DeviceId, batch: &BatchId, offered: Offered<'_>) -> Found<Taken> {
        self.call(true, |log| log.take(by, batch, offered))
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Found<Vec<Kept>> {
        self.call(false, |log| log.after(team, seq, bytes))
    }

    fn state(&self, team: &TeamId) -> Found<State> {
        self.call(false, |log| log.state(team))
    }

    fn ids(&self, team: &TeamId, low: RevisionId, high: Option<RevisionId>) -> Found<Vec<Placed>> {
        self.call(false, |log| log.ids(team, low, high))
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Found<Option<SignedReceipt>> {
        self.call(true, |log| log.receipt(by, batch, now_ms))
    }

    fn marks(&self, team: &TeamId, seq: u64, most: usize) -> Found<Vec<(u64, Refused)>> {
        self.call(false, |log| log.marks(team, seq, most))
    }

    fn roster(&self, version: u64) -> Found<Option<(Vec<u8>, [u8; 64])>> {
        self.call(false, |log| log.roster(version))
    }
}
