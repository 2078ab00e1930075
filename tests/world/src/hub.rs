//! Hubs: laptops that answer others, keep what those hand over, and bring it to the centre with their own next sync.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, Revision, RevisionId, TeamId};
use sync::memory::{MemoryLedger, MemoryLocal, toy_signature, toy_verify};
use sync::{
    Ask, BatchId, Begun, Caller, Go, Kept, Ledger, Line, LineKind, Local, Offer, Offered, Pace,
    Peer, Placed, Receipt, Reply, Round, SignedBytes, SignedReceipt, State, Stored, SyncError,
    Taken, answer, run, slip_statement,
};

use crate::centre::Fell;
use crate::disk::{Death, Disk, Work, Written};
use crate::fault::Fault;
use crate::laptop::Laptop;
use crate::road::Fate;
use crate::story::World;

const PART_BYTES_MAX: usize = 16 * 1024;
const HUB_KEY: &[u8] = b"hub";
/// More steps than a hub takes for most asks.
const HUB_STEPS: usize = 14;

/// A laptop that answers, while one ask is answered. It may fall before any of its disk's works, and after it.
struct AtHome<'h> {
    local: &'h mut MemoryLocal,
    ledger: &'h mut MemoryLedger,
    fault: Option<Fault>,
    /// Steps until it falls.
    left: Cell<Option<usize>>,
}

impl AtHome<'_> {
    fn step(&self) -> Result<(), Fell> {
        match self.left.get() {
            Some(0) => Err(Fell),
            Some(left) => {
                self.left.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What is on this laptop has a place in its ledger.
    fn list(&mut self) -> Result<(), Fell> {
        self.step()?;
        let own = self.local.device();
        let parts = self.local.all_parts(PART_BYTES_MAX).unwrap();
        for (part, revisions, wire) in &parts {
            let offered = Offered {
                part,
                revisions,
                wire,
            };
            let Ok(listed) = self.ledger.take(own, &[0; 16], offered);
            if listed.taken > 0 {
                self.step()?;
            }
        }
        Ok(())
    }
}

impl Ledger for AtHome<'_> {
    type Error = Fell;

    fn take(&mut self, by: DeviceId, batch: &BatchId, offered: Offered<'_>) -> Result<Taken, Fell> {
        self.step()?;
        let Ok(taken) = self.ledger.take(by, batch, offered);
        if self.fault == Some(Fault::HubNotesFirst) {
            self.step()?;
        }
        if taken.taken > 0 {
            self.local.carry(offered.part.clone(), offered.revisions);
        }
        self.step()?;
        Ok(taken)
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, Fell> {
        self.step()?;
        let Ok(parts) = self.ledger.after(team, seq, bytes);
        Ok(parts)
    }

    fn state(&self, team: &TeamId) -> Result<State, Fell> {
        self.step()?;
        let Ok(state) = self.ledger.state(team);
        Ok(state)
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, Fell> {
        self.step()?;
        let Ok(placed) = self.ledger.ids(team, low, high);
        Ok(placed)
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, Fell> {
        self.step()?;
        let Ok(receipt) = self.ledger.receipt(by, batch, now_ms);
        self.step()?;
        // Its own word, and never the centre's.
        Ok(receipt.map(|SignedReceipt { bytes, .. }| {
            let signature = toy_signature(HUB_KEY, &slip_statement(&bytes));
            SignedReceipt { bytes, signature }
        }))
    }

    fn roster(&self, _: u64) -> Result<Option<SignedBytes>, Fell> {
        self.step()?;
        Ok(None)
    }
}

/// A laptop's side of a visit: what is between it and its centre is not touched.
struct Visitor<'g> {
    local: &'g mut MemoryLocal,
    scope: BTreeSet<TeamId>,
    batch: BatchId,
    fault: Option<Fault>,
    offered: Vec<Offer>,
    accepted: Vec<RevisionId>,
    /// What the hub signed for.
    handed: BTreeSet<RevisionId>,
    /// What it brought of teams that are none of this laptop's.
    strange: bool,
}

impl Visitor<'_> {
    fn waiting(&mut self) -> Vec<Offer> {
        let open = self.local.open_parts(PART_BYTES_MAX).unwrap();
        open.into_iter()
            .filter(|(part, offer)| {
                let is_new = !self.offered.iter().any(|was| was.ids == offer.ids);
                self.scope.contains(&part.team) && is_new
            })
            .map(|(_, offer)| offer)
            .collect()
    }

    fn hear_slip(&mut self, slip: &SignedReceipt) {
        let is_hubs = toy_signature(HUB_KEY, &slip_statement(&slip.bytes)) == slip.signature;
        let receipt = Receipt::from_bytes(&slip.bytes).ok().filter(|_| is_hubs);
        let accepted = std::mem::take(&mut self.accepted);
        if receipt.is_some_and(|receipt| receipt.covers(&accepted)) {
            self.handed.extend(accepted);
        }
    }
}

impl Written for Visitor<'_> {
    fn write(&mut self, revision: Revision) {
        self.local.write(revision);
    }
}

impl Local for Visitor<'_> {
    type Error = std::convert::Infallible;

    fn begin(&mut self) -> Result<Begun, Self::Error> {
        self.offered.clear();
        self.accepted.clear();
        Ok(Begun {
            batch: self.batch,
            cursors: BTreeMap::new(),
            roster: 0,
            marks: BTreeMap::new(),
        })
    }

    fn next_part(&mut self, _: usize) -> Result<Option<Offer>, Self::Error> {
        let next = self.waiting().into_iter().next();
        self.offered.extend(next.clone());
        Ok(next)
    }

    fn has_more(&self) -> Result<bool, Self::Error> {
        // Looking seals what waits, on a copy here.
        let mut copy = self.local.clone();
        let open = copy.open_parts(PART_BYTES_MAX).unwrap();
        Ok(open.iter().any(|(part, offer)| {
            let is_new = !self.offered.iter().any(|was| was.ids == offer.ids);
            self.scope.contains(&part.team) && is_new
        }))
    }

    fn take_back(&mut self, offers: &[Offer], _: usize) -> Result<(), Self::Error> {
        self.offered
            .retain(|was| !offers.iter().any(|back| back.ids == was.ids));
        Ok(())
    }

    fn leave(&mut self, _: &Offer, _: &[sync::Refused]) -> Result<(), Self::Error> {
        // It stays offered.
        Ok(())
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, Self::Error> {
        let mut stored = Stored::default();
        for arrived in round.incoming {
            let Ok((part, revisions)) = &arrived.content else {
                continue;
            };
            self.strange |= !self.scope.contains(&part.team);
            let is_good = toy_verify(part) == sync::Verdict::Good;
            let is_ours = self.scope.contains(&part.team) || self.fault.is_some();
            if is_good && is_ours && !self.local.has_part(part) {
                self.local.carry(part.clone(), revisions);
                stored.added += revisions.len() as u32;
            }
        }
        let kept = |id: &&RevisionId| {
            let refused = round.refused.iter().find(|line| line.id == **id);
            refused.is_none_or(sync::Refused::is_kept)
        };
        let ids = round.offered.iter().flat_map(|offer| &offer.ids);
        self.accepted.extend(ids.filter(kept));
        if let Some(slip) = round.receipt {
            self.hear_slip(slip);
        }
        Ok(stored)
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, Self::Error> {
        Ok(self.local.held(team).iter().collect())
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, Self::Error> {
        let mut ids = self.local.held(team);
        ids.retain(|id| *id >= low && high.is_none_or(|high| *id < high));
        Ok(ids)
    }

    fn mend(&mut self, _: &TeamId, _: &[RevisionId], _: Option<u64>) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// The line between the two.
struct Table<'t> {
    world: &'t mut World,
    hub: &'t mut Laptop,
    caller: Caller,
}

impl Table<'_> {
    fn hear(&mut self, ask: &[u8]) -> Option<Vec<u8>> {
        self.hear_until(ask, None)
    }

    /// The hub hears an ask; `falls`: after so many steps it is gone.
    fn hear_until(&mut self, ask: &[u8], falls: Option<usize>) -> Option<Vec<u8>> {
        let ask = Ask::from_bytes(ask).ok()?;
        let now_ms = self.world.now_ms;
        let mut home = AtHome {
            local: &mut self.hub.local,
            ledger: self.hub.hub.as_mut()?,
            fault: self.world.fault,
            left: Cell::new(falls),
        };
        home.list().ok()?;
        let reply = answer(&mut home, &self.caller, &toy_verify, now_ms, &ask).ok()?;
        Some(reply.to_bytes())
    }
}

impl Peer for Table<'_> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let bytes = ask.to_bytes();
        let fate = self.world.fate();
        let gone = || Line::new(LineKind::Unreachable, "");
        let heard = match fate {
            Fate::Fair | Fate::Meanwhile | Fate::Echo => self.hear(&bytes),
            Fate::Twice | Fate::Reordered => {
                self.hear(&bytes);
                self.hear(&bytes)
            }
            Fate::Unanswered | Fate::Late => {
                self.hear(&bytes);
                None
            }
            // Here it is the hub that falls, while it works at it or before it is done with its answer.
            Fate::CentreFalls => {
                let falls = self.world.dice.below(HUB_STEPS);
                let heard = self.hear_until(&bytes, Some(falls));
                let is_gone = heard.is_none();
                self.world.tell(|| {
                    format!("  the hub falls at step {falls}, before its answer: {is_gone}")
                });
                heard
            }
            Fate::Cut => {
                let left = self.world.dice.below(bytes.len());
                if self.hear(bytes.get(..left).unwrap_or_default()).is_some() {
                    self.world
                        .laws
                        .broken("an ask that was cut is not acted upon");
                }
                None
            }
            Fate::Lost | Fate::TooLarge => None,
        };
        let reply = heard.ok_or_else(gone)?;
        Reply::from_bytes(&reply).map_err(|error| Line::new(LineKind::NotOurs, error.to_string()))
    }
}

impl World {
    /// Somebody visits one of the hubs that are there, if it shares a team with them.
    pub(crate) fn visit(&mut self, who: usize) {
        let others = (0..self.seats.len()).filter(|place| {
            let is_hub = self.seats[*place]
                .as_ref()
                .is_some_and(|laptop| laptop.hub.is_some());
            is_hub && *place != who
        });
        let hubs: Vec<usize> = others.collect();
        let Some(place) = hubs.get(self.dice.below(hubs.len())).copied() else {
            return;
        };
        let shared: BTreeSet<TeamId> = self.scopes[who]
            .intersection(&self.scopes[place])
            .cloned()
            .collect();
        if shared.is_empty() || self.seats[who].is_none() {
            return;
        }
        let (Some(mut guest), Some(mut hub)) = (self.seats[who].take(), self.seats[place].take())
        else {
            return;
        };
        let (dies, works) = self.meanwhile(&mut guest);
        self.tell(|| {
            let works = works.is_some();
            format!("laptop {who} visits the hub of {place}; dies {dies:?}, works {works}")
        });
        let lives = self.talk(&mut guest, &mut hub, shared, (dies, works));
        let vouchers = match lives {
            true => hub.local.vouchers().to_vec(),
            false => Vec::new(),
        };
        // The laptop may also go dark when it has believed some of them.
        let most = match self.dice.percent(self.roughness / 4) {
            true => self.dice.below(vouchers.len() + 1),
            false => vouchers.len(),
        };
        for voucher in vouchers.iter().take(most) {
            guest.local.believe(voucher);
        }
        self.receipts_are_true(&mut guest);
        self.seats[place] = Some(hub);
        self.seats[who] = Some(guest);
    }

    /// Tells whether the guest is still there when it is over.
    fn talk(
        &mut self,
        guest: &mut Laptop,
        hub: &mut Laptop,
        shared: BTreeSet<TeamId>,
        (dies, works): (Option<Death>, Option<Work>),
    ) -> bool {
        let device = guest.local.device();
        let mut batch = device.0;
        batch[..8].copy_from_slice(&self.dice.next().to_be_bytes());
        let mut caller = Caller {
            device,
            teams: shared.clone(),
        };
        let fault = self
            .fault
            .filter(|fault| matches!(fault, Fault::HubShowsAll | Fault::LaptopBelievesAHub));
        if fault == Some(Fault::HubShowsAll) {
            caller.teams.extend(self.teams.iter().cloned());
        }
        let mut side = Visitor {
            local: &mut guest.local,
            scope: shared,
            batch,
            fault,
            offered: Vec::new(),
            accepted: Vec::new(),
            handed: BTreeSet::new(),
            strange: false,
        };
        let mut disk = Disk {
            local: &mut side,
            device,
            fault: None,
            dies,
            works,
            count: Cell::new(0),
        };
        let mut table = Table {
            world: self,
            hub,
            caller,
        };
        let mut pace = Pace::resume(0, || 0);
        let outcome = run(&mut disk, &mut table, &mut pace, &mut |_| Go::On);
        let unsaved = disk.works.take().into_iter().flat_map(|(_, rest)| rest);
        unsaved.for_each(|revision| disk.local.write(revision));
        let (handed, strange) = (side.handed, side.strange);
        if strange {
            self.laws.broken("a hub gives nothing of a team of others");
        }
        let is_there = handed.iter().all(|id| hub.local.get(*id).is_some());
        if !is_there {
            self.laws.broken("what a hub signs for is on its disk");
        }
        if fault == Some(Fault::LaptopBelievesAHub) {
            guest.confirmed_by_nobody(&handed);
        }
        let died = matches!(outcome, Err(SyncError::Local { .. }));
        if died && self.fault == Some(Fault::LaptopForgets) {
            guest.local.forget_waiting();
        }
        self.tell(|| {
            let (count, ended) = (handed.len(), outcome.is_ok());
            format!("  handed over {count}, ended well: {ended}, died: {died}")
        });
        !died
    }
}
