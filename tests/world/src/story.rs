//! One history: who does what, when, and what breaks.

use std::collections::BTreeSet;

use records::{RevisionId, TeamId};
use sync::memory::MemoryLedger;
use sync::{Go, Outcome, Pace, SyncError, run};

use crate::centre::Centre;
use crate::dice::Dice;
use crate::disk::{Death, Died, Disk, Work};
use crate::fault::Fault;
use crate::laptop::Laptop;
use crate::laws::{Broken, Laws};
use crate::road::{Message, Road, Way};
use crate::stick::Stick;

const YEAR_MS: i64 = 365 * 86_400_000;
/// 14 November 2023.
const BEGIN_MS: u64 = 1_700_000_000_000;

/// A history as it went, step by step.
pub type Told = Vec<String>;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) fault: Option<Fault>,
    pub(crate) centre: Centre,
    pub(crate) teams: Vec<TeamId>,
    /// The laptops; one is away from its seat while it syncs.
    pub(crate) seats: Vec<Option<Laptop>>,
    /// Old copies of them.
    pub(crate) copies: Vec<Option<Laptop>>,
    /// The teams of each, as the centre has them.
    pub(crate) scopes: Vec<BTreeSet<TeamId>>,
    restored: u64,
    /// The last ask of each that was heard, and its reply.
    pub(crate) past: Vec<(Option<Message>, Option<Vec<u8>>)>,
    /// Asks that are still on their way.
    pub(crate) late: Vec<Message>,
    /// Sticks that lie about.
    pub(crate) sticks: Vec<Stick>,
    pub(crate) now_ms: u64,
    /// How many messages in a hundred meet something.
    pub(crate) roughness: usize,
    pub(crate) owed: BTreeSet<RevisionId>,
    /// Something happened after which both sides may differ: they find out and mend it.
    pub(crate) excused: bool,
    /// The centre has lost what receipts were given for; they may still be shown.
    pub(crate) centre_went_back: bool,
    pub(crate) laws: Laws,
    told: Option<Told>,
}

/// Plays the history of a seed and tells whether every law held; with `fault`, by programs that have it.
/// `told` is filled with what happened, when it is wanted.
///
/// # Errors
/// The first law that was broken.
pub fn history(seed: u64, fault: Option<Fault>, told: Option<&mut Told>) -> Result<(), Broken> {
    let mut world = World::new(seed, fault, told.is_some());
    let acts = 5 + world.dice.below(26);
    for _ in 0..acts {
        world.act();
        if world.laws.broken.is_some() {
            break;
        }
    }
    if world.laws.broken.is_none() {
        world.settle();
    }
    if let (Some(told), Some(steps)) = (told, world.told.take()) {
        *told = steps;
    }
    world.laws.broken.map_or(Ok(()), Err)
}

impl World {
    fn new(seed: u64, fault: Option<Fault>, tells: bool) -> Self {
        let mut dice = Dice::new(seed);
        let all = ["north", "south", "east"].map(|name| TeamId::new(name).unwrap());
        let teams: Vec<TeamId> = all.into_iter().take(1 + dice.below(3)).collect();
        // Three or four people mostly, a dozen now and then.
        let count = 3 + dice.below(10).min(dice.below(10)).min(dice.below(10));
        let hubs = match dice.percent(50) {
            true => 1 + usize::from(dice.percent(40)),
            false => 0,
        };
        let seats: Vec<Option<Laptop>> = (0..count)
            .map(|place| {
                let mut mine = teams.clone();
                let leaves = if place < hubs { 20 } else { 60 };
                while mine.len() > 1 && dice.percent(leaves) {
                    mine.remove(dice.below(mine.len()));
                }
                let off_ms = match dice.below(4) {
                    0 => dice.below(50 * YEAR_MS as usize) as i64 - 25 * YEAR_MS,
                    _ => dice.below(600_000) as i64 - 300_000,
                };
                let mut laptop = Laptop::new(place as u8 + 1, &mine, off_ms);
                // In half of the histories the first of them, who is in most teams, is a hub; in two of five of these the
                // second is one too.
                laptop.hub = (place < hubs).then(MemoryLedger::default);
                Some(laptop)
            })
            .collect();
        Self {
            fault,
            centre: Centre::new(fault),
            teams,
            scopes: (seats.iter().flatten().map(|laptop| laptop.scope())).collect(),
            copies: vec![None; count],
            restored: 0,
            past: vec![(None, None); count],
            seats,
            late: Vec::new(),
            sticks: Vec::new(),
            now_ms: BEGIN_MS,
            roughness: [0, 20, 40, 70].into_iter().nth(dice.below(4)).unwrap_or(0),
            owed: BTreeSet::new(),
            excused: false,
            centre_went_back: false,
            laws: Laws::default(),
            told: tells.then(Vec::new),
            dice,
        }
    }

    pub(crate) fn tell(&mut self, words: impl FnOnce() -> String) {
        if let Some(told) = &mut self.told {
            told.push(words());
        }
    }

    fn act(&mut self) {
        self.now_ms += self.dice.next() % 3_600_000;
        let who = self.dice.below(self.seats.len());
        match self.dice.below(100) {
            0..46 => self.write(who),
            46..65 => drop(self.sync(who, false)),
            65..75 => self.visit(who),
            75..86 => self.by_hand(who),
            86..90 => self.hear_late(),
            90..93 => self.copies[who].clone_from(&self.seats[who]),
            93..95 => self.restore(who),
            95 => self.centre.make_copy(),
            96 => self.restore_centre(),
            97..99 => self.moves(who),
            _ => {
                self.tell(|| "the centre falls and is started again".to_owned());
                self.centre.fall();
                self.promises_hold();
            }
        }
    }

    fn write(&mut self, who: usize) {
        let Some(mut laptop) = self.seats[who].take() else {
            return;
        };
        let revision = self.draw_up(&mut laptop);
        let kind = revision.header.kind;
        self.tell(|| format!("laptop {who} writes {kind:?} {}", revision.id));
        laptop.local.write(revision);
        self.seats[who] = Some(laptop);
    }

    /// What somebody is about to save on the laptop, noted as if it was.
    fn draw_up(&mut self, laptop: &mut Laptop) -> records::Revision {
        let revision = laptop.draw_up(&mut self.dice, self.now_ms, self.fault);
        let parents = revision
            .header
            .parents
            .iter()
            .filter_map(|id| laptop.local.get(*id));
        let parents_at = parents.map(|parent| parent.header.at).max().unwrap_or(0);
        self.laws.note(&revision, parents_at);
        self.owed.insert(revision.id);
        revision
    }

    /// A laptop syncs over a line as it comes; `calm`: over a good one, and it lives.
    fn sync(&mut self, who: usize, calm: bool) -> Option<Outcome> {
        let mut laptop = self.seats[who].take()?;
        let road = Road::Internet;
        let (dies, works) = match calm {
            true => (None, None),
            false => self.meanwhile(&mut laptop),
        };
        self.tell(|| {
            format!(
                "laptop {who} syncs by {road:?}; dies {dies:?}, works {}",
                works.is_some()
            )
        });
        let device = laptop.local.device();
        let fault = self.fault;
        let mut disk = Disk {
            device,
            local: &mut laptop.local,
            fault,
            dies,
            works,
            count: std::cell::Cell::new(0),
        };
        let mut way = Way {
            world: self,
            who,
            device,
            road,
            asked: 0,
        };
        let mut pace = Pace::resume(0, || 0);
        let outcome = run(&mut disk, &mut way, &mut pace, &mut |_| Go::On);
        let rest = disk.works.take();
        let unsaved = rest.map(|(_, revisions)| revisions).unwrap_or_default();
        unsaved
            .into_iter()
            .for_each(|revision| laptop.local.write(revision));
        self.end_sync(who, laptop, outcome)
    }

    /// What happens to a laptop while it talks: it may die at some access, its work there done or not, and somebody may
    /// save something at another.
    pub(crate) fn meanwhile(&mut self, laptop: &mut Laptop) -> (Option<Death>, Option<Work>) {
        let dies = self.dice.percent(self.roughness / 4);
        let dies = dies.then(|| (self.dice.below(16), self.dice.percent(50)));
        let works = self.dice.percent(10).then(|| {
            let revision = self.draw_up(laptop);
            (self.dice.below(10), vec![revision])
        });
        (dies, works)
    }

    fn end_sync(
        &mut self,
        who: usize,
        mut laptop: Laptop,
        outcome: Result<Outcome, SyncError<Died>>,
    ) -> Option<Outcome> {
        self.tell(|| match &outcome {
            Ok(done) => format!(
                "  it ends: {:?}, mended {:?}, differing {:?}",
                done.progress, done.mended, done.differing
            ),
            Err(error) => format!("  it breaks off: {error}"),
        });
        let died = matches!(outcome, Err(SyncError::Local { .. }));
        if died && self.fault == Some(Fault::LaptopForgets) {
            laptop.local.forget_waiting();
        }
        if self.copies[who].is_some() {
            laptop.count_on();
        }
        self.receipts_are_true(&mut laptop);
        let outcome = outcome.ok();
        if let Some(done) = &outcome
            && !done.mended.is_empty()
            && !self.excused
        {
            self.laws
                .broken("two sides that lost nothing have nothing to mend");
        }
        self.seats[who] = Some(laptop);
        outcome
    }

    /// Any laptop at its seat syncs while another one does.
    pub(crate) fn somebody_syncs(&mut self) {
        let at_home: Vec<usize> = (0..self.seats.len())
            .filter(|who| self.seats[*who].is_some())
            .collect();
        // Three at once are as good as any number.
        if at_home.len() + 2 > self.seats.len()
            && let Some(who) = at_home.get(self.dice.below(at_home.len()))
        {
            self.sync(*who, false);
        }
    }

    /// An ask that was under way arrives.
    fn hear_late(&mut self) {
        if !self.late.is_empty() {
            let message = self.late.swap_remove(self.dice.below(self.late.len()));
            self.tell(|| format!("a late message of laptop {} arrives", message.from));
            self.hear(&message);
        }
    }

    fn restore(&mut self, who: usize) {
        if let Some(mut copy) = self.copies[who].clone() {
            self.restored += 1;
            copy.local.name_batches_after(self.restored << 32);
            self.tell(|| format!("laptop {who} goes back to an old copy"));
            self.seats[who] = Some(copy);
            self.forgive();
        }
    }

    /// Somebody changes to a team that they were never in; the centre knows it at once.
    fn moves(&mut self, who: usize) {
        let team = self.teams[self.dice.below(self.teams.len())].clone();
        let Some(laptop) = &mut self.seats[who] else {
            return;
        };
        let is_new = !laptop.left.contains_key(&team);
        if is_new && laptop.pens.iter().all(|pen| pen.team != team) {
            let place = self.dice.below(laptop.pens.len());
            laptop.moves(place, &team);
            // An old copy is of somebody with the old teams.
            self.copies[who] = None;
            self.scopes[who] = laptop.scope();
            self.tell(|| format!("laptop {who} moves to {team}"));
        }
    }

    fn restore_centre(&mut self) {
        if self.centre.restore() {
            self.tell(|| "the centre goes back to an old copy".to_owned());
            self.centre_went_back = true;
            // What it said before is not said again.
            self.past.iter_mut().for_each(|(_, reply)| *reply = None);
            self.forgive();
        }
    }

    /// The lines are good again, and everybody syncs until everybody has heard everything.
    fn settle(&mut self) {
        self.tell(|| "the lines are good again".to_owned());
        self.roughness = 0;
        while !self.late.is_empty() {
            self.hear_late();
        }
        self.sticks_arrive();
        let rounds = if self.excused { 3 } else { 2 };
        for _ in 0..rounds {
            for who in 0..self.seats.len() {
                let done = self.sync(who, true);
                if done.is_none() {
                    self.laws.broken("on a good line a sync ends well");
                }
            }
        }
        let who = self.dice.below(self.seats.len());
        if let Some(idle) = self.sync(who, true) {
            let is_idle = idle.progress.rounds == 1
                && idle.progress.bytes_sent == 0
                && idle.progress.bytes_received == 0
                && !idle.compared.is_empty()
                && idle.differing.is_empty()
                && idle.set_apart.is_empty();
            if !is_idle {
                self.laws
                    .broken("with nothing to do a sync is one question and one answer");
            }
        }
        self.everything_is_well();
    }
}
