//! This laptop as a hub: who may come in, and what they are answered.
//!
//! A hub answers for the teams that the centre gave to this laptop, and for nobody else. Who comes shows by its key
//! that the centre's roster lists it, and the first time that somebody read the code on this screen. Nothing of the
//! centre's passes through a hub but what the centre signed.

mod answering;
mod door;
mod files;
mod ledger;
mod view;

use std::collections::{BTreeSet, HashMap};

use programme::Role;
use records::{DeviceId, TeamId};
use store::HubCertificate;
use sync::FrameError;
use vault::{HubCode, HubSecret, Roster, TEAMS_ALL};

use crate::open::{Open, lock};
use crate::view::{Code, HubView};
use crate::{Desk, DeskError};

pub(crate) use answering::vouchers;
pub(crate) use door::{keep_roster, signed};
pub(crate) use view::people_of;

/// How long a challenge may wait for its answer.
const CHALLENGE_MS: u64 = 60_000;
/// How many may wait at once: more would only be somebody who does not answer.
const CHALLENGES_MAX: usize = 256;
/// How long a laptop that came in need not show its key again.
const PASS_MS: u64 = 3_600_000;
const PASSES_MAX: usize = 1_024;
/// Wrong codes until there is a new one.
const WRONG_CODES_MAX: u32 = 5;

/// A laptop that is a hub, while it is one. Nothing of it is on the disk.
pub(crate) struct House {
    fingerprint: [u8; 32],
    addresses: Vec<String>,
    secret: HubSecret,
    wrong: u32,
    challenges: HashMap<[u8; 32], u64>,
    passes: HashMap<[u8; 32], Pass>,
}

#[derive(Clone, Copy)]
struct Pass {
    device: DeviceId,
    until_ms: u64,
}

/// Why a hub does not do as it was asked.
#[derive(Debug, thiserror::Error)]
pub enum HubRefusal {
    /// The message is none.
    #[error("the message cannot be read")]
    Frame(#[source] FrameError),
    /// The challenge was answered before, or too late.
    #[error("this was answered before or took too long: begin again")]
    Challenge,
    /// No laptop of this programme has the key that was shown.
    #[error("this laptop is not in the programme's list: let it talk with the centre first")]
    Stranger,
    /// The centre shut the laptop out.
    #[error("this laptop was revoked: ask the office")]
    Revoked,
    /// None of its people is in a team of this hub.
    #[error("this hub answers for other teams")]
    Teams,
    /// The code is wrong, was used, or is missing.
    #[error("the code is wrong or was used: read the one on the hub's screen")]
    Code,
    /// It has not come in, or too long ago.
    #[error("come in first")]
    Pass,
    /// Nobody is signed in at the hub, or it is none any more.
    #[error("the hub is locked or was stopped: ask whoever looks after it")]
    Closed,
    /// A file of a team that the laptop does not share with this hub.
    #[error("this hub and this laptop do not share the team")]
    FileTeam,
    /// A file that no record here names.
    #[error("no record here names this file: hand over the records first")]
    Unnamed,
    /// There is no such upload of the laptop, or it was given up.
    #[error("there is no such upload")]
    NoUpload,
    /// The laptop goes on at another byte than the hub waits for.
    #[error("the upload stands at another byte")]
    Offset {
        /// Where the hub is.
        at: u64,
    },
    /// The bytes are not those that were announced. The upload is gone.
    #[error("the file is not the one that was announced: begin again")]
    OtherBytes,
    /// The laptop began too many uploads and ended none.
    #[error("too many uploads of this laptop are not finished")]
    Uploads,
    /// The hub itself failed; nothing of the ask counts.
    #[error("the hub failed")]
    Failed(#[source] DeskError),
}

impl HubRefusal {
    /// What a program may branch on, and the status on the line.
    #[must_use]
    pub fn code(&self) -> (&'static str, u16) {
        match self {
            Self::Frame(FrameError::TooLarge { .. }) => ("too-large", 413),
            Self::Frame(_) => ("frame", 400),
            Self::Challenge => ("challenge", 409),
            Self::Stranger => ("stranger", 403),
            Self::Revoked => ("revoked", 403),
            Self::Teams => ("teams", 403),
            Self::Code => ("code", 403),
            Self::Pass => ("token", 401),
            Self::Closed => ("closed", 503),
            Self::FileTeam => ("team", 403),
            Self::Unnamed => ("unnamed", 409),
            Self::NoUpload => ("not-found", 404),
            Self::Offset { .. } => ("offset", 409),
            Self::OtherBytes => ("other-bytes", 460),
            Self::Uploads => ("uploads", 429),
            Self::Failed(error) if error.code() == Code::DiskFull => ("full", 507),
            Self::Failed(_) => ("internal", 500),
        }
    }
}

impl HubRefusal {
    /// Where an upload stands that the laptop went on with at another byte.
    #[must_use]
    pub const fn stands_at(&self) -> Option<u64> {
        match self {
            Self::Offset { at } => Some(*at),
            _ => None,
        }
    }
}

impl From<DeskError> for HubRefusal {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Locked => Self::Closed,
            other => Self::Failed(other),
        }
    }
}

impl Desk {
    /// What this laptop shows when it is a hub; `None` before it was one.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn hub_certificate(&self) -> Result<Option<HubCertificate>, DeskError> {
        self.with_open(|open| Ok(open.store.read(|reader| reader.hub_certificate())?))
    }

    /// Begins to be a hub, on these addresses (`host:port`), behind a certificate whose SHA-256 is `fingerprint`; the
    /// certificate is kept for the next time.
    ///
    /// # Errors
    /// When the role may not, there is no centre, or the store cannot be written.
    pub fn hub_open(
        &self,
        certificate: &HubCertificate,
        fingerprint: [u8; 32],
        addresses: Vec<String>,
    ) -> Result<HubView, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_be_hub() {
                return Err(DeskError::NotAllowed { what: "be a hub" });
            }
            let account = open.store.read(|reader| reader.account())?;
            if account.is_none_or(|account| account.centre.is_none()) {
                return Err(DeskError::NoCentre);
            }
            open.store
                .write(|writer| writer.keep_hub_certificate(certificate))?;
            *lock(&self.0.hub) = Some(House {
                fingerprint,
                addresses,
                secret: self.new_secret(),
                wrong: 0,
                challenges: HashMap::new(),
                passes: HashMap::new(),
            });
            Ok(())
        })?;
        self.hub_view()
    }

    /// Stops being a hub: nobody is answered any more. What was taken stays, and goes to the centre with the next sync.
    pub fn hub_close(&self) {
        *lock(&self.0.hub) = None;
    }

    /// Puts a new code in place of the one on the screen.
    ///
    /// # Errors
    /// When this laptop is no hub.
    pub fn hub_new_code(&self) -> Result<HubView, DeskError> {
        let secret = self.new_secret();
        match lock(&self.0.hub).as_mut() {
            Some(house) => (house.secret, house.wrong) = (secret, 0),
            None => return Err(DeskError::NotFound { what: "hub" }),
        }
        self.hub_view()
    }

    fn new_secret(&self) -> HubSecret {
        HubSecret::generate(&mut |bytes| self.random().fill(bytes))
    }

    /// The whole code on the screen.
    fn hub_code(&self, open: &Open) -> Option<HubCode> {
        let house = lock(&self.0.hub);
        let house = house.as_ref()?;
        Some(HubCode {
            addresses: house.addresses.clone(),
            fingerprint: house.fingerprint,
            device: open.device.0,
            secret: house.secret,
        })
    }
}

/// The teams that a laptop may hold: what its active people may see between them.
pub(crate) fn teams_of(roster: &Roster, device: DeviceId) -> BTreeSet<TeamId> {
    let Some(device) = roster.device(&device.0) else {
        return BTreeSet::new();
    };
    let people = device.people.iter().filter_map(|id| roster.person(id));
    let mut teams = BTreeSet::new();
    for person in people.filter(|person| person.active) {
        let is_everywhere = person.teams.iter().any(|team| team == TEAMS_ALL);
        let all = roster.teams.iter().map(|team| &team.id);
        let codes: Vec<&String> = match is_everywhere {
            true => all.collect(),
            false => person.teams.iter().collect(),
        };
        teams.extend(codes.into_iter().filter_map(|code| TeamId::new(code).ok()));
    }
    teams
}

/// Tells whether somebody who works on the laptop may be a hub by their role.
pub(crate) fn may_be_hub(roster: &Roster, device: &vault::Device) -> bool {
    let people = device.people.iter().filter_map(|id| roster.person(id));
    people
        .filter(|person| person.active)
        .filter_map(|person| person.role.parse::<Role>().ok())
        .any(Role::may_be_hub)
}

#[cfg(test)]
mod tests;
