//! One person's laptop: what they write on it, with a clock that may be years off.

use std::collections::{BTreeMap, BTreeSet};

use records::contract::Pen;
use records::{AT_MAX, Clock, Kind, Revision, RevisionId, TeamId, fold};
use sync::memory::{MemoryLedger, MemoryLocal, toy_signature};
use sync::{Receipt, SignedReceipt, Voucher};

use crate::dice::Dice;
use crate::fault::Fault;

/// Records that the people of a team work on.
pub(crate) const RECORDS: u8 = 4;

#[derive(Debug, Clone)]
pub(crate) struct Laptop {
    pub(crate) local: MemoryLocal,
    /// What it gives out, when it is a hub.
    pub(crate) hub: Option<MemoryLedger>,
    /// One for each team that its people are in.
    pub(crate) pens: Vec<Pen>,
    /// Teams that they were in, and what the laptop held of each when they left.
    pub(crate) left: BTreeMap<TeamId, BTreeSet<RevisionId>>,
    clock: Clock,
    /// How far its wall clock is off, in milliseconds.
    off_ms: i64,
    /// What receipts had confirmed when it was last looked at.
    pub(crate) confirmed: BTreeSet<RevisionId>,
    seed: u8,
}

impl Laptop {
    pub(crate) fn new(seed: u8, teams: &[TeamId], off_ms: i64) -> Self {
        let pens: Vec<Pen> = teams
            .iter()
            .map(|team| Pen::new(seed, team.as_str()))
            .collect();
        let device = Pen::new(seed, "none").device;
        Self {
            local: MemoryLocal::new(device),
            hub: None,
            pens,
            left: BTreeMap::new(),
            clock: Clock::default(),
            off_ms,
            confirmed: BTreeSet::new(),
            seed,
        }
    }

    /// The teams that its people are in.
    pub(crate) fn scope(&self) -> BTreeSet<TeamId> {
        self.pens.iter().map(|pen| pen.team.clone()).collect()
    }

    /// Words on a record, written after everything that this laptop has seen of it; not saved yet.
    pub(crate) fn draw_up(
        &mut self,
        dice: &mut Dice,
        now_ms: u64,
        fault: Option<Fault>,
    ) -> Revision {
        let place = dice.below(self.pens.len());
        let number = dice.below(RECORDS.into()) as u8;
        let kind = match dice.below(20) {
            0..12 => Kind::Save,
            12..19 => Kind::Review,
            _ => Kind::Erase,
        };
        let pen = self.pens.get_mut(place).expect("a laptop is in some team");
        let held = self.local.of_record(&pen.team, Pen::record(number));
        let folded = fold(held.iter().map(|revision| (revision.id, &revision.header)));
        let parents = folded.map(|fold| fold.next_parents()).unwrap_or_default();
        let on: Vec<&Revision> = held
            .iter()
            .filter(|held| parents.contains(&held.id))
            .collect();
        let latest = on.iter().map(|parent| parent.header.at).max().unwrap_or(0);
        let wall = now_ms.saturating_add_signed(self.off_ms).min(AT_MAX);
        pen.at = match fault {
            Some(Fault::LaptopTrustsItsClock) => wall,
            _ => self.clock.stamp(wall, latest),
        };
        // Now and then a long story, so that one message does not hold everything.
        let length = if dice.percent(6) { 1_500 } else { 12 };
        let body = words(dice, length);
        pen.write(number, kind, &on, &body)
    }

    /// Counts on from the largest count of its own that it holds, as a restored laptop does once it has heard.
    pub(crate) fn count_on(&mut self) {
        for pen in &mut self.pens {
            let held = self.local.held(&pen.team).into_iter();
            let own = held.filter_map(|id| self.local.get(id));
            let own = own.filter(|revision| revision.header.device == pen.device);
            let last = own.map(|revision| revision.header.n).max().unwrap_or(0);
            pen.next = pen.next.max(last + 1);
        }
    }

    /// Everything on its disk.
    pub(crate) fn holds(&self) -> impl Iterator<Item = RevisionId> {
        let now = self.pens.iter().map(|pen| &pen.team);
        now.chain(self.left.keys())
            .flat_map(|team| self.local.held(team))
    }

    /// Takes what was handed over for confirmed, as if the centre had signed for it.
    pub(crate) fn confirmed_by_nobody(&mut self, handed: &BTreeSet<RevisionId>) {
        let team = self.pens.first().map(|pen| pen.team.clone());
        let held = handed.iter().zip(team.iter().cycle());
        let held = held.map(|(id, team)| (team.clone(), 1, *id));
        let Some(receipt) = Receipt::over([0; 16], self.local.device(), held, Vec::new(), 0) else {
            return;
        };
        let bytes = receipt.to_bytes();
        let signature = toy_signature(MemoryLedger::KEY, &Receipt::statement(&bytes));
        self.local.believe(&Voucher {
            receipt: SignedReceipt { bytes, signature },
            ids: handed.iter().copied().collect(),
        });
    }

    /// Its people change from one team to another.
    pub(crate) fn moves(&mut self, place: usize, to: &TeamId) {
        let new = Pen::new(self.seed, to.as_str());
        if let Some(pen) = self.pens.get_mut(place) {
            let old = std::mem::replace(pen, new).team;
            let held = self.local.held(&old).into_iter().collect();
            self.left.insert(old, held);
        }
    }
}

/// Text that does not compress away.
fn words(dice: &mut Dice, length: usize) -> String {
    let mut text = String::with_capacity(length + 12);
    text.push_str("{\"a\":\"");
    while text.len() < length {
        let mut bits = dice.next();
        for _ in 0..10 {
            text.push(char::from(b'0' + (bits & 63) as u8));
            bits >>= 6;
        }
    }
    text.push_str("\"}");
    text
}
