//! What must hold, whatever happened.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use records::contract::Pen;
use records::{Log as _, MemoryLog, Revision, RevisionId, TeamId, fold};
use sync::{Local as _, unpack};

use crate::laptop::{Laptop, RECORDS};
use crate::story::World;

/// A law that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "broken: {}", self.0)
    }
}

/// The first law that was broken, and what the laws need to remember.
#[derive(Debug, Default)]
pub(crate) struct Laws {
    pub(crate) broken: Option<Broken>,
    /// Every revision ever written, as it was written: nothing is forgotten here.
    book: BTreeMap<RevisionId, Revision>,
    /// Receipts have confirmed them; none of the centre's own old copies has taken them away since.
    promised: BTreeSet<RevisionId>,
}

impl Laws {
    pub(crate) fn broken(&mut self, law: &str) {
        self.broken.get_or_insert_with(|| Broken(law.to_owned()));
    }

    fn hold(&mut self, is_so: bool, law: &str) {
        if !is_so {
            self.broken(law);
        }
    }

    /// Somebody saved a revision and was told so.
    pub(crate) fn note(&mut self, revision: &Revision, parents_at: u64) {
        let later = revision.header.at > parents_at;
        self.hold(
            later,
            "a revision is later than what it follows, whatever the clock says",
        );
        self.book.insert(revision.id, revision.clone());
    }
}

impl World {
    /// Everything that some disk holds.
    pub(crate) fn on_disks(&self) -> BTreeSet<RevisionId> {
        let there = self.teams.iter().flat_map(|team| self.centre.holds(team));
        let laptops = self.seats.iter().flatten();
        laptops.flat_map(Laptop::holds).chain(there).collect()
    }

    /// What receipts newly confirm on a laptop is at the centre.
    pub(crate) fn receipts_are_true(&mut self, laptop: &mut Laptop) {
        let now = laptop.local.confirmed();
        if now.len() == laptop.confirmed.len() {
            return;
        }
        let held: BTreeSet<RevisionId> = self
            .teams
            .iter()
            .flat_map(|team| self.centre.holds(team))
            .collect();
        let new: Vec<RevisionId> = now.difference(&laptop.confirmed).copied().collect();
        let is_true = self.centre_went_back || new.iter().all(|id| held.contains(id));
        self.laws
            .hold(is_true, "what a receipt confirms is at the centre");
        let there = new.into_iter().filter(|id| held.contains(id));
        self.laws.promised.extend(there);
        laptop.confirmed = now.clone();
    }

    /// What has a receipt stays at the centre.
    pub(crate) fn promises_hold(&mut self) {
        let held: BTreeSet<RevisionId> = self
            .teams
            .iter()
            .flat_map(|team| self.centre.holds(team))
            .collect();
        let is_kept = self.laws.promised.is_subset(&held);
        self.laws
            .hold(is_kept, "what has a receipt is still at the centre");
    }

    /// A disk went back to an old copy: what no disk holds any more is owed by nobody.
    pub(crate) fn forgive(&mut self) {
        let on_disks = self.on_disks();
        self.owed.retain(|id| on_disks.contains(id));
        let held: BTreeSet<RevisionId> = self
            .teams
            .iter()
            .flat_map(|team| self.centre.holds(team))
            .collect();
        self.laws.promised.retain(|id| held.contains(id));
        self.excused = true;
    }

    /// After everybody has heard everything.
    pub(crate) fn everything_is_well(&mut self) {
        self.promises_hold();
        let on_disks = self.on_disks();
        let lost = self
            .owed
            .iter()
            .filter(|id| !on_disks.contains(*id))
            .count();
        self.laws.hold(lost == 0, "nothing that was saved is lost");
        for team in self.teams.clone() {
            let there = self.centre.holds(&team);
            // Somebody who reads everything at once.
            let mut reader = MemoryLog::default();
            let all: Vec<Revision> = there.iter().map(|id| self.laws.book[id].clone()).collect();
            reader.append(&all).expect("each proves itself");
            self.nothing_is_twice(&team, &there, &reader);
            self.all_agree(&team, &there, &reader);
        }
        let mut laws = std::mem::take(&mut self.laws);
        for laptop in self.seats.iter().flatten() {
            laws.hold(
                !laptop.local.has_more().unwrap(),
                "nothing is left to offer",
            );
            let device = laptop.local.device();
            let mine = laptop.scope();
            let own = |id: &RevisionId| {
                let held = laptop.local.get(*id);
                held.is_some_and(|revision| {
                    revision.header.device == device && mine.contains(&revision.header.team)
                })
            };
            let is_confirmed = laptop
                .holds()
                .filter(own)
                .all(|id| laptop.local.confirmed().contains(&id) || self.excused);
            laws.hold(
                is_confirmed,
                "what was written on a laptop ends with a receipt",
            );
            let is_refused = |id: &RevisionId| {
                let line = laptop.local.refused().get(id);
                line.is_some_and(|line| !line.is_kept())
            };
            let none_refused = !laptop.local.confirmed().iter().any(is_refused);
            laws.hold(
                none_refused || self.excused,
                "what has a receipt is not shown as refused",
            );
            let strange = self.teams.iter().filter(|team| !mine.contains(*team));
            let none = BTreeSet::new();
            let sees_none = strange.into_iter().all(|team| {
                let known = laptop.left.get(team).unwrap_or(&none);
                laptop.local.held(team).iter().all(|id| known.contains(id))
            });
            laws.hold(sees_none, "nothing of a team of others comes to a laptop");
        }
        self.laws = laws;
    }

    /// Positions have no gap, each part brought something, and no erased body is left in one.
    fn nothing_is_twice(
        &mut self,
        team: &TeamId,
        there: &BTreeSet<RevisionId>,
        reader: &MemoryLog,
    ) {
        let mut seen = BTreeSet::new();
        let mut forgotten = BTreeSet::new();
        for record in 0..RECORDS {
            let held = reader.of_record(team, Pen::record(record)).unwrap();
            let folded = fold(held.iter().map(|revision| (revision.id, &revision.header)));
            forgotten.extend(folded.map(|fold| fold.forgotten).unwrap_or_default());
        }
        let parts = self.centre.parts(team);
        for (kept, seq) in parts.iter().zip(1..) {
            self.laws
                .hold(kept.seq == seq, "positions follow each other without a gap");
            let Ok((_, revisions)) = unpack(&kept.wire) else {
                self.laws.broken("what the centre keeps can be read");
                continue;
            };
            let new = revisions
                .iter()
                .filter(|revision| seen.insert(revision.id))
                .count();
            self.laws.hold(new > 0, "no part is kept twice");
            let is_gone =
                |revision: &Revision| revision.body.is_none() || !forgotten.contains(&revision.id);
            self.laws.hold(
                revisions.iter().all(is_gone),
                "an erased body is nowhere at the centre",
            );
        }
        self.laws
            .hold(seen == *there, "what the centre counts is what it can send");
    }

    /// Every laptop of the team holds the same records, to the byte, as somebody who read everything at once.
    fn all_agree(&mut self, team: &TeamId, there: &BTreeSet<RevisionId>, reader: &MemoryLog) {
        for laptop in self.seats.iter().flatten() {
            if !laptop.pens.iter().any(|pen| pen.team == *team) {
                continue;
            }
            let held: BTreeSet<RevisionId> = laptop.local.held(team).into_iter().collect();
            self.laws
                .hold(held == *there, "both sides hold the same revisions");
            for record in 0..RECORDS {
                let record = Pen::record(record);
                let wanted = reader.of_record(team, record).unwrap();
                let found = laptop.local.of_record(team, record);
                self.laws
                    .hold(found == wanted, "all hold the same bytes of a record");
                let state = |of: &[Revision]| fold(of.iter().map(|one| (one.id, &one.header)));
                self.laws
                    .hold(state(&found) == state(&wanted), "all see the same record");
            }
        }
    }
}
