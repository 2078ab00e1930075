//! Using a hub: finding out who it is, coming in, and one sync with it.
//!
//! What a hub signs for is handed over and no more. What it brings counts by its seal, and only a receipt that the
//! centre signed, shown with everything that it names, confirms.

pub(super) mod side;

use std::sync::atomic::Ordering;
use std::time::Instant;

use records::{DeviceId, RevisionId};
use store::{BatchState, KnownHub, Moved, PartState};
use sync::{
    Enter, Hello, HubRoad, Line, Outcome, Pace, Progress, SyncError, VOUCH_ASKED_MAX, Vouch,
    Voucher, code_proof, guest_statement, hub_statement, run,
};
use vault::{HubCode, HubSecret, verify};

use super::files::Taker;
use super::side::{kept, kept_after_all};
use super::{Passing, ended, tidy};
use crate::hub::{may_be_hub, people_of, signed, teams_of};
use crate::open::{Open, lock};
use crate::view::HubVisit;
use crate::{Desk, DeskError};
use side::HubSide;

/// How a hub is reached: what a person chose, scanned or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubCall {
    /// Where it may answer, as `host:port`; the first is tried first.
    pub addresses: Vec<String>,
    /// SHA-256 of the certificate that it must show; `None`: it is known by its key alone, the first time.
    pub fingerprint: Option<[u8; 32]>,
    device: Option<DeviceId>,
    secret: Option<HubSecret>,
}

/// A hub that showed who it is.
pub(super) struct HubDoor {
    pub(super) device: DeviceId,
    pub(super) public: [u8; 32],
    pub(super) fingerprint: [u8; 32],
}

impl Desk {
    /// Reads how a hub is to be reached: `code` is a whole code, or the eight signs to type with an address, or
    /// nothing for a hub that this laptop paired with.
    ///
    /// # Errors
    /// When the code is none, or there is no address.
    pub fn hub_call(&self, address: &str, code: &str) -> Result<HubCall, DeskError> {
        let (address, code) = (address.trim(), code.trim());
        let bad = |why: vault::HubCodeError| DeskError::BadHubCode {
            why: why.to_string(),
        };
        if code.starts_with(vault::pairing::PREFIX) {
            let whole: HubCode = code.parse().map_err(bad)?;
            let mut addresses = whole.addresses;
            if !address.is_empty() {
                addresses.insert(0, address.to_owned());
            }
            return Ok(HubCall {
                addresses,
                fingerprint: Some(whole.fingerprint),
                device: Some(DeviceId(whole.device)),
                secret: Some(whole.secret),
            });
        }
        let secret = match code {
            "" => None,
            signs => Some(signs.parse().map_err(bad)?),
        };
        if !address.contains(':') {
            return Err(DeskError::BadHubCode {
                why: "say where the hub is, as address:port".to_owned(),
            });
        }
        let known = self.with_open(|open| Ok(open.store.read(|reader| reader.known_hubs())?))?;
        let there = known.into_iter().find(|hub| hub.address == address);
        Ok(HubCall {
            addresses: vec![address.to_owned()],
            // With a code in hand, the hub may be another one at an old one's address.
            fingerprint: there
                .filter(|_| secret.is_none())
                .map(|hub| hub.fingerprint),
            device: None,
            secret,
        })
    }

    /// Hands over to a hub what the centre has not confirmed, records first and then photos and scans, fetches what the hub
    /// has, and takes the centre's receipts that it brought along. `told` hears how far it is, as revisions done and in all.
    ///
    /// # Errors
    /// When the hub is not what it should be, does not let this laptop in, or the road or the store fails. What arrived
    /// before stays.
    pub fn sync_with_hub(
        &self,
        call: &HubCall,
        address: &str,
        road: &mut dyn HubRoad,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<HubVisit, DeskError> {
        self.with_open(|open| {
            let one_at_a_time = self.0.syncing.try_lock();
            let Ok(_turn) = one_at_a_time else {
                return Err(DeskError::SyncRuns);
            };
            self.0.stop.store(false, Ordering::Relaxed);
            let done = self.visit(open, call, address, road, told);
            *lock(&self.0.sending) = None;
            tidy(open);
            done
        })
    }

    fn visit(
        &self,
        open: &Open,
        call: &HubCall,
        address: &str,
        road: &mut dyn HubRoad,
        told: &mut dyn FnMut(u32, u32),
    ) -> Result<HubVisit, DeskError> {
        let door = self.come_in(open, call, address, road)?;
        let waiting = open.store.read(super::unconfirmed)?;
        let started = Instant::now();
        let mut pace =
            Pace::new(move || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        let mut side = HubSide::new(self, open, &door)?;
        let began_ms = self.now();
        let mut progress = |now: Progress| self.is_at(now.sent, waiting.max(now.sent), told);
        let outcome = run(&mut side, &mut Passing(road), &mut pace, &mut progress);
        let confirmed = match &outcome {
            Ok(done) if !done.stopped && side.broken_slip.is_none() => {
                self.take_vouchers(open, &door, road)
            }
            Ok(_) | Err(_) => Ok(0),
        };
        self.note_visit(open, &side, &outcome, began_ms, road)?;
        let outcome = outcome.map_err(failure)?;
        if outcome.stopped {
            return Err(DeskError::Cancelled);
        }
        if let Some(why) = side.broken_slip {
            return Err(DeskError::FalseSlip { why });
        }
        let confirmed = confirmed?;
        let taker = Taker::hub(open, &door);
        let files = self.sync_files(open, taker, &mut *road, &mut pace, told);
        let files = files.map_err(failure)?;
        if files.stopped {
            return Err(DeskError::Cancelled);
        }
        Ok(HubVisit {
            device: door.device.to_string(),
            people: people_of(&lock(&open.roster), door.device),
            handed: u32::try_from(side.revisions_sent()).unwrap_or(u32::MAX),
            received: outcome.progress.received,
            confirmed,
            refused: u32::try_from(outcome.refused.len()).unwrap_or(u32::MAX),
            files_handed: files.sent,
            files_received: files.fetched,
            equal: side.holds_the_same(&outcome),
        })
    }

    /// Has the hub show who it is, and shows it who this laptop is.
    fn come_in(
        &self,
        open: &Open,
        call: &HubCall,
        address: &str,
        road: &mut dyn HubRoad,
    ) -> Result<HubDoor, DeskError> {
        let version = lock(&open.roster).version;
        let nonce = self.random().bytes();
        let hello = Hello {
            nonce,
            roster: version,
        };
        let welcome = road.hello(&hello).map_err(DeskError::HubLine)?;
        let shown = road.fingerprint().ok_or(DeskError::WrongHub)?;
        if call.fingerprint.is_some_and(|pinned| pinned != shown)
            || call.device.is_some_and(|wanted| wanted != welcome.device)
        {
            return Err(DeskError::WrongHub);
        }
        if let Some((bytes, signature)) = &welcome.roster {
            self.adopt_roster(open, bytes, *signature)?;
        }
        let public = hub_key(open, welcome.device)?;
        let said = hub_statement(&shown, welcome.device, &nonce, &welcome.challenge);
        if !verify(&public, &said, &welcome.signature) {
            return Err(DeskError::WrongHub);
        }
        let door = HubDoor {
            device: welcome.device,
            public,
            fingerprint: shown,
        };
        self.knows(open, call, &door)?;
        let newer = match lock(&open.roster).version > welcome.version {
            true => open.store.read(|reader| reader.roster())?.and_then(signed),
            false => None,
        };
        let said = guest_statement(&shown, door.device, open.device, &welcome.challenge);
        let proof = call
            .secret
            .map(|secret| code_proof(&secret.0, &shown, open.device, &welcome.challenge));
        let enter = Enter {
            device: open.device,
            challenge: welcome.challenge,
            signature: open.device_key.sign(&said),
            code: proof,
            roster: newer,
        };
        road.enter(&enter).map_err(DeskError::HubLine)?;
        let known = KnownHub {
            device: door.device,
            fingerprint: shown,
            address: address.to_owned(),
            met_ms: self.now(),
        };
        open.store.write(|writer| writer.keep_known_hub(&known))?;
        Ok(door)
    }

    /// Without a code in hand, only a hub that this laptop paired with, behind the same certificate, is spoken to.
    fn knows(&self, open: &Open, call: &HubCall, door: &HubDoor) -> Result<(), DeskError> {
        if call.secret.is_some() {
            return Ok(());
        }
        let known = open.store.read(|reader| reader.known_hubs())?;
        let before = known.iter().find(|hub| hub.device == door.device);
        match before {
            Some(hub) if hub.fingerprint == door.fingerprint => Ok(()),
            Some(_) => Err(DeskError::WrongHub),
            None => Err(DeskError::HubCodeNeeded),
        }
    }

    /// Asks for the centre's receipts over what waits here, and believes those that prove themselves.
    fn take_vouchers(
        &self,
        open: &Open,
        door: &HubDoor,
        road: &mut dyn HubRoad,
    ) -> Result<u32, DeskError> {
        let given = open
            .store
            .read(|reader| reader.given_to(&door.fingerprint))?;
        let ids = open.store.read(|reader| {
            let mut ids: Vec<RevisionId> = Vec::new();
            for held in reader.parts_to_carry()? {
                let is_there = held.state == PartState::Handed || given.contains(&held.number);
                if is_there && ids.len() < VOUCH_ASKED_MAX {
                    let first = reader.revisions_of_part(held.number)?.into_iter().next();
                    ids.extend(first.map(|revision| revision.id));
                }
            }
            Ok(ids)
        })?;
        if ids.is_empty() {
            return Ok(0);
        }
        let vouched = road.vouch(&Vouch { ids }).map_err(DeskError::HubLine)?;
        let mut confirmed = 0;
        for voucher in &vouched.vouchers {
            confirmed += believe(open, voucher)?;
        }
        Ok(u32::try_from(confirmed).unwrap_or(u32::MAX))
    }

    fn note_visit(
        &self,
        open: &Open,
        side: &HubSide<'_>,
        outcome: &Result<Outcome, SyncError<DeskError>>,
        began_ms: u64,
        road: &mut dyn HubRoad,
    ) -> Result<(), DeskError> {
        let is_done = |done: &Outcome| !done.stopped && side.broken_slip.is_none();
        let (state, error) = ended(outcome, is_done);
        let received = outcome.as_ref().map_or(0, |done| done.progress.received);
        let (bytes, now) = (road.moved(), self.now());
        let moved = Moved {
            records: side.records_sent(),
            sent: side.revisions_sent(),
            received: u64::from(received),
            bytes_up: bytes.up,
            bytes_down: bytes.down,
            ..Moved::default()
        };
        if moved.sent == 0 && moved.received == 0 && state == BatchState::Done {
            return Ok(());
        }
        open.store.write(|writer| {
            writer.begin_batch(side.batch(), road.name(), began_ms)?;
            writer.end_batch(side.batch(), state, &moved, error.as_deref(), now)
        })?;
        Ok(())
    }
}

/// The key of a laptop that the centre lists, lets work, and whose people may make it a hub for a team of ours.
fn hub_key(open: &Open, hub: DeviceId) -> Result<[u8; 32], DeskError> {
    let roster = lock(&open.roster);
    let listed = roster.device(&hub.0).filter(|device| !device.revoked);
    let listed = listed.ok_or(DeskError::WrongHub)?;
    let mine = teams_of(&roster, open.device);
    let shares = teams_of(&roster, hub)
        .iter()
        .any(|team| mine.contains(team));
    if !may_be_hub(&roster, listed) || !shares {
        return Err(DeskError::WrongHub);
    }
    Ok(listed.public)
}

/// Confirms what a receipt of the centre names, when it is truly the centre's and names exactly that.
pub(super) fn believe(open: &Open, voucher: &Voucher) -> Result<u64, DeskError> {
    open.store.write_as(|writer| {
        let account = writer.account()?.and_then(|account| account.centre);
        let centre = account.ok_or(DeskError::NoCentre)?;
        let said = sync::Receipt::statement(&voucher.receipt.bytes);
        let is_centres = verify(&centre.public, &said, &voucher.receipt.signature);
        let Some(receipt) = voucher.receipt().ok().flatten().filter(|_| is_centres) else {
            return Ok(0);
        };
        kept_after_all(writer, &voucher.ids)?;
        let number = writer.add_receipt(&kept(&voucher.receipt, &receipt))?;
        Ok(writer.confirm(&voucher.ids, number)?.revisions)
    })
}

/// What a visit that ended early is to the person.
fn failure(error: SyncError<DeskError>) -> DeskError {
    match error {
        SyncError::Local { source } => source,
        SyncError::Line(line) => DeskError::HubLine(line),
        SyncError::OutOfTurn | SyncError::NoProgress => {
            let detail = "its replies do not fit our questions";
            DeskError::HubLine(Line::new(sync::LineKind::NotOurs, detail))
        }
    }
}
