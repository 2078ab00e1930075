//! The door of a hub: who it is, and who may come in.

use records::{DeviceId, TeamId};
use store::{HeldRoster, Writer};
use sync::{
    Enter, Entered, Hello, SignedBytes, Welcome, code_proof, guest_statement, hub_statement,
};
use vault::{Roster, SignedRoster, same, verify};

use super::{
    CHALLENGE_MS, CHALLENGES_MAX, House, HubRefusal, PASS_MS, PASSES_MAX, Pass, WRONG_CODES_MAX,
    teams_of,
};
use crate::open::{Open, lock};
use crate::setup::verified;
use crate::{Desk, DeskError};
use std::collections::BTreeSet;

impl Desk {
    /// Says who this hub is: bytes of a [`Hello`] in, of a [`Welcome`] out.
    ///
    /// # Errors
    /// When this laptop is no hub, is locked, or the message is none.
    pub fn hub_hello(&self, ask: &[u8]) -> Result<Vec<u8>, HubRefusal> {
        let hello = Hello::from_bytes(ask).map_err(HubRefusal::Frame)?;
        let (challenge, now) = (self.random().bytes(), self.now());
        let fingerprint = self.in_house(|house| {
            house
                .challenges
                .retain(|_, at| now.saturating_sub(*at) < CHALLENGE_MS);
            if house.challenges.len() >= CHALLENGES_MAX {
                return Err(HubRefusal::Closed);
            }
            house.challenges.insert(challenge, now);
            Ok(house.fingerprint)
        })?;
        let welcome = self.with_open(|open| {
            let held = open.store.read(|reader| reader.roster())?;
            let version = held.as_ref().map_or(0, |held| held.version);
            let newer = held.filter(|held| held.version > hello.roster);
            let said = hub_statement(&fingerprint, open.device, &hello.nonce, &challenge);
            Ok(Welcome {
                device: open.device,
                challenge,
                signature: open.device_key.sign(&said),
                version,
                roster: newer.and_then(signed),
            })
        })?;
        Ok(welcome.to_bytes())
    }

    /// Lets a laptop in: bytes of an [`Enter`] in, of an [`Entered`] out.
    ///
    /// # Errors
    /// When the laptop may not come in, or this one is no hub or locked.
    pub fn hub_enter(&self, ask: &[u8]) -> Result<Vec<u8>, HubRefusal> {
        let enter = Enter::from_bytes(ask).map_err(HubRefusal::Frame)?;
        let now = self.now();
        let fingerprint = self.in_house(|house| {
            let made = house.challenges.remove(&enter.challenge);
            let is_fresh = made.is_some_and(|at| now.saturating_sub(at) < CHALLENGE_MS);
            is_fresh
                .then_some(house.fingerprint)
                .ok_or(HubRefusal::Challenge)
        })?;
        self.as_refusal(|open| {
            if let Some((bytes, signature)) = &enter.roster {
                self.adopt_roster(open, bytes, *signature)?;
            }
            let said = guest_statement(&fingerprint, open.device, enter.device, &enter.challenge);
            admitted(open, enter.device, Some((&said, &enter.signature)))?;
            self.shows_code(open, &fingerprint, &enter)?;
            open.store
                .write(|writer| writer.hub_met_guest(enter.device, 0, now))
                .map_err(|source| HubRefusal::Failed(source.into()))
        })?;
        let pass = self.random().bytes();
        self.in_house(|house| {
            house.passes.retain(|_, pass| pass.until_ms > now);
            if house.passes.len() >= PASSES_MAX {
                return Err(HubRefusal::Closed);
            }
            let until_ms = now.saturating_add(PASS_MS);
            let device = enter.device;
            house.passes.insert(pass, Pass { device, until_ms });
            Ok(())
        })?;
        Ok(Entered { pass }.to_bytes())
    }

    /// Passes a laptop that came before, or one whose person has read the code on the screen.
    fn shows_code(
        &self,
        open: &Open,
        fingerprint: &[u8; 32],
        enter: &Enter,
    ) -> Result<(), HubRefusal> {
        let guests = open.store.read(|reader| reader.hub_guests());
        let guests = guests.map_err(|source| HubRefusal::Failed(source.into()))?;
        if guests.iter().any(|guest| guest.device == enter.device) {
            return Ok(());
        }
        let next = self.new_secret();
        self.in_house(|house| {
            let proof = enter.code.ok_or(HubRefusal::Code)?;
            let wanted = code_proof(&house.secret.0, fingerprint, enter.device, &enter.challenge);
            let is_right = same(&wanted, &proof);
            house.wrong += 1;
            if is_right || house.wrong >= WRONG_CODES_MAX {
                // A code works once, and is not there to be guessed.
                (house.secret, house.wrong) = (next, 0);
            }
            is_right.then_some(()).ok_or(HubRefusal::Code)
        })
    }

    /// Takes a newer roster that the centre signed, whoever brings it.
    pub(crate) fn adopt_roster(
        &self,
        open: &Open,
        bytes: &[u8],
        signature: [u8; 64],
    ) -> Result<(), DeskError> {
        open.store.write_as(|writer| {
            let account = writer.account()?.and_then(|account| account.centre);
            let centre = account.ok_or(DeskError::NoCentre)?;
            keep_roster(open, writer, &centre.public, bytes, signature)
        })
    }

    /// Returns the laptop that came in with this pass, and what it may read and write, as the roster has it now.
    pub(super) fn hub_caller(&self, open: &Open, pass: &[u8; 32]) -> Result<Guest, HubRefusal> {
        let now = self.now();
        let device = self.in_house(|house| {
            let held = house.passes.get(pass).filter(|held| held.until_ms > now);
            held.map(|held| held.device).ok_or(HubRefusal::Pass)
        })?;
        let teams = admitted(open, device, None)?;
        Ok(Guest { device, teams })
    }

    pub(super) fn in_house<T>(
        &self,
        act: impl FnOnce(&mut House) -> Result<T, HubRefusal>,
    ) -> Result<T, HubRefusal> {
        lock(&self.0.hub)
            .as_mut()
            .map_or(Err(HubRefusal::Closed), act)
    }

    /// Runs what can be refused on an unlocked laptop.
    pub(super) fn as_refusal<T>(
        &self,
        case: impl FnOnce(&Open) -> Result<T, HubRefusal>,
    ) -> Result<T, HubRefusal> {
        self.with_open(|open| Ok(case(open)))?
    }
}

/// A laptop that came in.
pub(super) struct Guest {
    pub(super) device: DeviceId,
    pub(super) teams: BTreeSet<TeamId>,
}

/// Checks that the roster lists the laptop, that it may still sign, that it holds its key where that is asked, and
/// gives the teams that it shares with this hub.
fn admitted(
    open: &Open,
    device: DeviceId,
    shown: Option<(&[u8], &[u8; 64])>,
) -> Result<BTreeSet<TeamId>, HubRefusal> {
    let roster = lock(&open.roster);
    let listed = roster.device(&device.0).ok_or(HubRefusal::Stranger)?;
    let holds_key = |(said, signature): (&[u8], &[u8; 64])| verify(&listed.public, said, signature);
    if !shown.is_none_or(holds_key) {
        return Err(HubRefusal::Stranger);
    }
    if listed.revoked {
        return Err(HubRefusal::Revoked);
    }
    let mine = teams_of(&roster, open.device);
    let both: BTreeSet<TeamId> = teams_of(&roster, device)
        .into_iter()
        .filter(|team| mine.contains(team))
        .collect();
    match both.is_empty() {
        true => Err(HubRefusal::Teams),
        false => Ok(both),
    }
}

/// Keeps a roster that the centre signed, when it is newer than the one held.
pub(crate) fn keep_roster(
    open: &Open,
    writer: &mut Writer<'_>,
    centre: &[u8; 32],
    bytes: &[u8],
    signature: [u8; 64],
) -> Result<(), DeskError> {
    let signed = SignedRoster {
        bytes: bytes.to_vec(),
        signature,
    };
    let roster: Roster = verified(&signed, centre)?;
    let held = HeldRoster {
        version: roster.version,
        bytes: bytes.to_vec(),
        signature: signature.to_vec(),
    };
    if writer.set_roster(&held)? {
        *lock(&open.roster) = roster;
    }
    Ok(())
}

/// A roster as it travels.
pub(crate) fn signed(held: HeldRoster) -> Option<SignedBytes> {
    let signature = held.signature.try_into().ok()?;
    Some((held.bytes, signature))
}
