//! A cast of laptops, one centre, and lines and disks that break on command.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use records::contract::Pen;
use records::{Digest, Fold, Kind, Revision, RevisionId, TeamId, fold};

use crate::frame::{Ask, Refused, Reply};
use crate::ledger::{Caller, Ledger};
use crate::local::{Begun, Local, Offer, Round, Stored};
use crate::memory::{MemoryLedger, MemoryLocal, MemoryPeer};
use crate::pace::Pace;
use crate::peer::{Line, LineKind, Peer};
use crate::receipt::Receipt;
use crate::session::{Go, Outcome, Progress, SyncError, run};

pub(crate) fn team(name: &str) -> TeamId {
    TeamId::new(name).unwrap()
}

pub(crate) fn caller(seed: u8, teams: &[&str]) -> Caller {
    let teams = teams.iter().map(|name| team(name)).collect();
    Caller {
        device: records::DeviceId([seed; 16]),
        teams,
    }
}

/// One person with one laptop in one or more teams.
#[derive(Clone)]
pub(crate) struct Laptop {
    pub(crate) seed: u8,
    pub(crate) pens: Vec<Pen>,
    pub(crate) local: MemoryLocal,
    pub(crate) written: Vec<RevisionId>,
}

impl Laptop {
    pub(crate) fn new(seed: u8, teams: &[&str]) -> Self {
        let pens: Vec<Pen> = teams.iter().map(|team| Pen::new(seed, team)).collect();
        let local = MemoryLocal::new(pens[0].device);
        Self {
            seed,
            pens,
            local,
            written: Vec::new(),
        }
    }

    pub(crate) fn caller(&self) -> Caller {
        let teams = self.pens.iter().map(|pen| pen.team.clone()).collect();
        Caller {
            device: self.pens[0].device,
            teams,
        }
    }

    /// Writes a revision of record `number` after everything seen of it.
    pub(crate) fn write(&mut self, team: usize, number: u8, kind: Kind, body: &str) -> Revision {
        let held = self
            .local
            .of_record(&self.pens[team].team, Pen::record(number));
        let parents = fold_of(&held)
            .map(|fold| fold.next_parents())
            .unwrap_or_default();
        let on: Vec<&Revision> = held.iter().filter(|r| parents.contains(&r.id)).collect();
        let revision = self.pens[team].write(number, kind, &on, body);
        self.local.write(revision.clone());
        self.written.push(revision.id);
        revision
    }

    /// Saves and submits a record, with answers that do not compress away.
    pub(crate) fn session(&mut self, number: u8) {
        let mut answers = [0; 200];
        blake3::Hasher::new()
            .update(&[self.seed, number])
            .finalize_xof()
            .fill(&mut answers);
        let answers: String = answers.iter().map(|byte| format!("{byte:02x}")).collect();
        self.write(
            0,
            number,
            Kind::Save,
            &format!("{{\"remarks\":\"{answers}\"}}"),
        );
        self.write(0, number, Kind::Review, "{\"move\":\"submit\"}");
    }

    pub(crate) fn fold(&self, number: u8) -> Option<Fold> {
        fold_of(
            &self
                .local
                .of_record(&self.pens[0].team, Pen::record(number)),
        )
    }
}

pub(crate) fn fold_of(held: &[Revision]) -> Option<Fold> {
    fold(held.iter().map(|revision| (revision.id, &revision.header)))
}

/// Syncs over a line that always works.
pub(crate) fn sync(laptop: &mut Laptop, centre: &mut MemoryLedger) -> Outcome {
    let caller = laptop.caller();
    let mut peer = MemoryPeer {
        ledger: centre,
        caller,
        now_ms: 7_000,
    };
    over(&mut laptop.local, &mut peer).unwrap()
}

pub(crate) fn over<L: Local, P: Peer>(
    local: &mut L,
    peer: &mut P,
) -> Result<Outcome, SyncError<L::Error>> {
    run(local, peer, &mut Pace::new(|| 0), &mut |_: Progress| Go::On)
}

/// What must hold after the last sync: both sides have the same, everything is confirmed, receipts are true.
pub(crate) fn assert_settled(laptop: &Laptop, centre: &MemoryLedger) {
    let mut all = BTreeSet::new();
    for pen in &laptop.pens {
        let there = centre.ids(&pen.team, RevisionId([0; 32]), None).unwrap();
        let there: BTreeSet<RevisionId> = there.into_iter().map(|placed| placed.id).collect();
        let here: BTreeSet<RevisionId> = laptop.local.held(&pen.team).into_iter().collect();
        assert_eq!(here, there, "both sides hold the same of {}", pen.team);
        all.extend(there);
    }
    let confirmed = laptop.local.confirmed();
    assert!(
        confirmed.is_subset(&all),
        "nothing is confirmed that the centre does not hold"
    );
    for id in &laptop.written {
        assert!(
            confirmed.contains(id),
            "all that was written on it is confirmed"
        );
    }
    assert!(
        !laptop.local.has_more().unwrap(),
        "nothing is left to offer"
    );
    let counts = laptop.local.receipts().iter().map(|signed| {
        let receipt = Receipt::from_bytes(&signed.bytes).unwrap();
        receipt.count as usize
    });
    assert!(
        counts.sum::<usize>() >= confirmed.len(),
        "each confirmation has its receipt"
    );
}

/// Asserts that no revision stands in two parts of the centre, and positions have no gap.
pub(crate) fn assert_nothing_twice(centre: &MemoryLedger, name: &str) {
    let parts = centre.after(&team(name), 0, usize::MAX).unwrap();
    let mut seen = BTreeSet::new();
    for (kept, seq) in parts.iter().zip(1..) {
        assert_eq!(kept.seq, seq);
        for revision in crate::wire::unpack(&kept.wire).unwrap().1 {
            assert!(seen.insert(revision.id), "{} came twice", revision.id);
        }
    }
}

/// A line that breaks at the n-th message, before the other side hears it or after it acted.
pub(crate) struct CutLine<P> {
    pub(crate) left: usize,
    pub(crate) is_heard: bool,
    pub(crate) line: P,
}

impl<P: Peer> Peer for CutLine<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        if self.left > 0 {
            self.left -= 1;
            return self.line.exchange(ask);
        }
        if self.is_heard {
            self.is_heard = false;
            self.line.exchange(ask).unwrap();
        }
        Err(Line::new(LineKind::Unreachable, "cut"))
    }
}

/// A line that remembers what went over it.
pub(crate) struct Listening<'a, P> {
    pub(crate) line: P,
    pub(crate) heard: &'a RefCell<Vec<(Ask, Reply)>>,
}

impl<P: Peer> Peer for Listening<'_, P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let reply = self.line.exchange(ask)?;
        self.heard.borrow_mut().push((ask.clone(), reply.clone()));
        Ok(reply)
    }
}

/// A line that takes messages up to a size and moves so many bytes a second.
pub(crate) struct NarrowLine<'a, P> {
    pub(crate) line: P,
    pub(crate) bytes_max: usize,
    pub(crate) kind: LineKind,
    pub(crate) bytes_per_second: u64,
    pub(crate) clock_ms: &'a Cell<u64>,
    /// Sizes of the asks that went through.
    pub(crate) sizes: Vec<usize>,
}

impl<P: Peer> Peer for NarrowLine<'_, P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let size = ask.to_bytes().len();
        if size > self.bytes_max {
            return Err(Line::new(self.kind, ""));
        }
        let reply = self.line.exchange(ask)?;
        let moved = (size + reply.to_bytes().len()) as u64;
        self.clock_ms
            .set(self.clock_ms.get() + moved * 1000 / self.bytes_per_second);
        self.sizes.push(size);
        Ok(reply)
    }
}

/// A disk that fails at the n-th access, before or after it was done, as a laptop dies.
pub(crate) struct DyingDisk<'a> {
    pub(crate) left: Cell<usize>,
    pub(crate) is_done: bool,
    pub(crate) local: &'a mut MemoryLocal,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Died;

impl DyingDisk<'_> {
    fn step<T>(&mut self, act: impl FnOnce(&mut MemoryLocal) -> T) -> Result<T, Died> {
        match self.left.get() {
            0 => {
                if self.is_done {
                    act(self.local);
                }
                Err(Died)
            }
            left => {
                self.left.set(left - 1);
                Ok(act(self.local))
            }
        }
    }

    fn look<T>(&self, act: impl FnOnce(&MemoryLocal) -> T) -> Result<T, Died> {
        let left = self.left.get().checked_sub(1).ok_or(Died)?;
        self.left.set(left);
        Ok(act(self.local))
    }
}

impl Local for DyingDisk<'_> {
    type Error = Died;

    fn begin(&mut self) -> Result<Begun, Died> {
        self.step(|local| local.begin().unwrap())
    }
    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, Died> {
        self.step(|local| local.next_part(bytes_max).unwrap())
    }
    fn has_more(&self) -> Result<bool, Died> {
        self.look(|local| local.has_more().unwrap())
    }
    fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), Died> {
        self.step(|local| local.take_back(offers, bytes_max).unwrap())
    }
    fn leave(&mut self, offer: &Offer, why: &[Refused]) -> Result<(), Died> {
        self.step(|local| local.leave(offer, why).unwrap())
    }
    fn took(&mut self, round: Round<'_>) -> Result<Stored, Died> {
        self.step(|local| local.took(round).unwrap())
    }
    fn digest(&self, team: &TeamId) -> Result<Digest, Died> {
        self.look(|local| local.digest(team).unwrap())
    }
    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, Died> {
        self.look(|local| local.ids(team, low, high).unwrap())
    }
    fn mend(&mut self, team: &TeamId, lost: &[RevisionId], after: Option<u64>) -> Result<(), Died> {
        self.step(|local| local.mend(team, lost, after).unwrap())
    }
    fn set_aside(&self, team: &TeamId) -> Result<BTreeSet<u64>, Died> {
        self.look(|local| local.set_aside(team).unwrap())
    }
}

/// Two laptops of one team with different work, and a centre that has some of the second one's.
pub(crate) fn two_sides(forgets_batches: bool) -> (Laptop, Laptop, MemoryLedger) {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (
        Laptop::new(1, &["north", "south"]),
        Laptop::new(2, &["north"]),
    );
    dara.local.forgets_batches = forgets_batches;
    for number in 0..40 {
        sophea.session(number);
    }
    sync(&mut sophea, &mut centre);
    for number in 30..70 {
        dara.session(number);
    }
    dara.write(1, 200, Kind::Save, "in the south");
    (dara, sophea, centre)
}

/// Runs over small messages, so that there are many to cut.
pub(crate) fn in_small_steps<L: Local, P: Peer>(
    local: &mut L,
    peer: &mut P,
) -> Result<Outcome, SyncError<L::Error>> {
    run(local, peer, &mut dragging(), &mut |_| Go::On)
}

/// A line on which every message takes three seconds: it is given no more, and no less.
pub(crate) fn dragging() -> Pace<'static> {
    let mut now_ms = 0;
    Pace::resume(0, move || {
        now_ms += 3_000;
        now_ms
    })
}
