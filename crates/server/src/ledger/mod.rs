//! The ledger: what the centre remembers, and must not lose.
//!
//! [`Ledger`] is the one door to a database. Behind it stands SQLite, in one file, for a centre on one
//! machine, or PostgreSQL for one of several processes; both keep the same [`contract`]. What is decided is
//! decided once, over the tables that `book` names; SQL is written only in `sqlite` and `postgres`.
//! Every method blocks, and returns after the disk has what it did.

use std::path::Path;

use records::{DeviceId, PersonId, TeamId};
use serde_json::Value;
use sync::{Ask, FileName, Reply};
use vault::DeviceKey;

mod accounts;
mod admit;
mod append;
mod book;
mod books;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
mod calls;
pub mod contract;
mod error;
mod examine;
mod forget;
mod history;
mod judge;
mod log;
mod papers;
mod postgres;
mod roster;
mod sqlite;
mod transfer;

pub use error::LedgerError;
pub use papers::{Act, FormCard, FormFiles, Looked, NewForm, PassCard, PassedOver, Unchecked};
pub use postgres::PostgresLedger;
pub(crate) use roster::signed;
pub use sqlite::SqliteLedger;

/// What the programme is called and where it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its name, as people say it.
    pub name: String,
    /// Two capital letters of ISO 3166, such as `KH`.
    pub country: String,
    /// Where laptops find the centre; empty while nobody has said.
    pub url: String,
    /// The public half of the centre's key.
    pub centre_public: [u8; 32],
}

/// What the clocks on both sides of a talk say, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The centre's.
    pub now_ms: u64,
    /// The laptop's, where it told.
    pub laptop_ms: Option<u64>,
}

impl Clocks {
    /// The centre's clock, beside a laptop that told nothing of its own.
    #[must_use]
    pub const fn of(now_ms: u64) -> Self {
        Self {
            now_ms,
            laptop_ms: None,
        }
    }
}

/// A team: the unit of access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its code.
    pub id: TeamId,
    /// Its name, as people say it.
    pub name: String,
}

/// Which teams somebody may read and write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All, also those to come.
    All,
    /// These, sorted.
    Teams(Vec<TeamId>),
}

impl Scope {
    /// Says whether `team` is within.
    #[must_use]
    pub fn has(&self, team: &TeamId) -> bool {
        match self {
            Self::All => true,
            Self::Teams(teams) => teams.contains(team),
        }
    }

    /// Returns the codes as rosters and invitations write them: `["*"]` for all.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        match self {
            Self::All => vec!["*".to_owned()],
            Self::Teams(teams) => teams.iter().map(TeamId::to_string).collect(),
        }
    }

    /// Returns the codes as one text for a row; empty for all.
    fn text(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::Teams(_) => self.codes().join(","),
        }
    }

    /// Reads what [`Self::text`] wrote.
    fn from_text(all: bool, codes: &str) -> Result<Self, LedgerError> {
        if all {
            return Ok(Self::All);
        }
        let teams: Result<Vec<TeamId>, _> = codes.split(',').map(TeamId::new).collect();
        teams
            .map(Self::Teams)
            .map_err(|_| LedgerError::Damaged { what: "teams" })
    }
}

/// A person of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// `field`, `coordinator`, `supervisor`, `va` or `admin`.
    pub role: String,
    /// Their teams.
    pub scope: Scope,
    /// False: may no longer do anything.
    pub active: bool,
}

/// A laptop that joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id, from its key.
    pub id: DeviceId,
    /// Its Ed25519 public key.
    pub public: [u8; 32],
    /// What its owner calls it.
    pub name: String,
    /// Who uses it, sorted.
    pub people: Vec<PersonId>,
    /// True: nothing it says is believed any more.
    pub revoked: bool,
    /// When it first joined, in milliseconds since 1970.
    pub joined_ms: u64,
    /// When it last got a receipt.
    pub last_sync_ms: Option<u64>,
}

/// Everything that a roster is made of, as one moment saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// Grows by one with every administrative act.
    pub version: u64,
    /// When it last grew, in milliseconds since 1970.
    pub issued_ms: u64,
    /// The programme.
    pub programme: Programme,
    /// By code.
    pub teams: Vec<Team>,
    /// By id.
    pub people: Vec<Person>,
    /// By id.
    pub devices: Vec<Device>,
    /// The number of the secret by which persons are named in files for others, from 1 on.
    pub names: u32,
}

/// Whom an invitation lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guest {
    /// Somebody new, who becomes a person of the programme on joining.
    New {
        /// Their name.
        name: String,
        /// Their role.
        role: String,
        /// Their teams.
        scope: Scope,
    },
    /// Somebody who is here already and gets another laptop.
    Known(PersonId),
}

/// An invitation as the centre keeps it: without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// The hash of the secret.
    pub secret_hash: [u8; 32],
    /// Whom it lets in.
    pub guest: Guest,
    /// When it stops working.
    pub expires_ms: u64,
}

/// A laptop at the door, its proof already checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The hash of the secret of its invitation.
    pub secret_hash: [u8; 32],
    /// Its public key.
    pub public: [u8; 32],
    /// What its owner calls it.
    pub name: String,
    /// The hash of the token that it gets when let in.
    pub token_hash: [u8; 32],
    /// The id that the person gets when new.
    pub new_person: PersonId,
}

/// A laptop that was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// The laptop.
    pub device: DeviceId,
    /// Who came with it.
    pub person: PersonId,
}

/// The laptop that asks, as its token shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Its id.
    pub device: DeviceId,
    /// Its public key.
    pub public: [u8; 32],
    /// True: it was sent away.
    pub revoked: bool,
    /// The people who use it and are active.
    pub people: Vec<Person>,
}

impl Caller {
    /// Returns the teams that the people on this laptop have between them.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let mut teams = Vec::new();
        for person in &self.people {
            match &person.scope {
                Scope::All => return Scope::All,
                Scope::Teams(theirs) => teams.extend(theirs.iter().cloned()),
            }
        }
        teams.sort_unstable();
        teams.dedup();
        Scope::Teams(teams)
    }
}

/// One thing that `doctor` looked at and did not find in order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What kind: a short code.
    pub code: &'static str,
    /// In words, naming the place.
    pub message: String,
    /// True: something is broken. False: worth knowing, and nothing is lost.
    pub broken: bool,
}

/// What is in the ledger, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Teams.
    pub teams: u64,
    /// People, active or not.
    pub people: u64,
    /// Laptops, revoked or not.
    pub devices: u64,
    /// Sealed parts.
    pub parts: u64,
    /// Distinct revisions.
    pub revisions: u64,
    /// Receipts given.
    pub receipts: u64,
}

/// What a whole examination brought.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Examination {
    /// How much was examined.
    pub counts: Counts,
    /// What is not in order.
    pub findings: Vec<Finding>,
}

/// What the centre remembers.
pub trait Ledger: Send + Sync {
    /// Sets the programme up, once.
    ///
    /// # Errors
    /// [`LedgerError::AlreadySetUp`].
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Result<(), LedgerError>;

    /// Returns what a roster is made of.
    ///
    /// # Errors
    /// [`LedgerError::NotSetUp`].
    fn census(&self) -> Result<Census, LedgerError>;

    /// Returns the version that [`Ledger::census`] would have: cheap, asked in every exchange.
    ///
    /// # Errors
    /// [`LedgerError::NotSetUp`].
    fn version(&self) -> Result<u64, LedgerError>;

    /// Says where laptops find the centre. An administrative act.
    ///
    /// # Errors
    /// [`LedgerError::NotSetUp`].
    fn set_url(&self, url: &str, now_ms: u64) -> Result<(), LedgerError>;

    /// Takes another secret by which persons are named in files for others, and returns its number. An administrative act.
    ///
    /// # Errors
    /// [`LedgerError::NotSetUp`].
    fn renew_names(&self, now_ms: u64) -> Result<u32, LedgerError>;

    /// Adds a team. An administrative act.
    ///
    /// # Errors
    /// [`LedgerError::TeamTaken`].
    fn add_team(&self, team: &Team, now_ms: u64) -> Result<(), LedgerError>;

    /// Keeps an invitation until it is used.
    ///
    /// # Errors
    /// [`LedgerError::NoTeam`], [`LedgerError::NoPerson`] or [`LedgerError::Deactivated`].
    fn add_pass(&self, pass: &Pass, now_ms: u64) -> Result<(), LedgerError>;

    /// Lets a laptop in on an invitation, which is then used up. An administrative act.
    ///
    /// The laptop that used an invitation may come with it again until it expires, because it may not
    /// have heard the answer; each time it gets another token.
    ///
    /// # Errors
    /// One of the variants about invitations, [`LedgerError::Revoked`], [`LedgerError::Deactivated`].
    fn admit(&self, arrival: &Arrival, now_ms: u64) -> Result<Admitted, LedgerError>;

    /// Returns the laptop that has the token of this hash, revoked ones too.
    ///
    /// # Errors
    /// Only when the database fails.
    fn caller(&self, token_hash: &[u8; 32]) -> Result<Option<Caller>, LedgerError>;

    /// Has a laptop be known by another token from now on, by the hash of the one that it has. To do so again, by the
    /// new one, changes nothing.
    ///
    /// # Errors
    /// [`LedgerError::NoToken`], [`LedgerError::Revoked`] or [`LedgerError::TokenTaken`].
    fn renew_token(
        &self,
        held: &[u8; 32],
        wanted: &[u8; 32],
        now_ms: u64,
    ) -> Result<(), LedgerError>;

    /// Takes a person's rights away; what they did stays. An administrative act.
    ///
    /// # Errors
    /// [`LedgerError::NoPerson`].
    fn deactivate(&self, person: PersonId, now_ms: u64) -> Result<(), LedgerError>;

    /// Sends a laptop away for good. An administrative act.
    ///
    /// # Errors
    /// [`LedgerError::NoDevice`].
    fn revoke(&self, device: DeviceId, now_ms: u64) -> Result<(), LedgerError>;

    /// Says who gives the commands from now on, for the list of acts; without it the centre itself.
    fn act_as(&self, who: &str);

    /// Puts an act into the list that leaves no other trace in the ledger, such as a backup: a word for it, and what it is
    /// about, in ids, codes and counts.
    ///
    /// # Errors
    /// When the database fails.
    fn note(&self, what: &'static str, about: Value, now_ms: u64) -> Result<(), LedgerError>;

    /// Gives a person another role and other teams. An administrative act.
    ///
    /// # Errors
    /// [`LedgerError::NoPerson`], [`LedgerError::Deactivated`] or [`LedgerError::NoTeam`].
    fn change_person(
        &self,
        person: PersonId,
        role: &str,
        scope: &Scope,
        now_ms: u64,
    ) -> Result<(), LedgerError>;

    /// Lists the invitations, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    fn passes(&self) -> Result<Vec<PassCard>, LedgerError>;

    /// Takes an invitation back that nobody has used.
    ///
    /// # Errors
    /// [`LedgerError::NoInvitation`] or [`LedgerError::InvitationUsed`].
    fn withdraw(&self, secret_hash: &[u8; 32], now_ms: u64) -> Result<(), LedgerError>;

    /// Adds a version of a form, and has every record looked into again. Adding the same once more changes nothing;
    /// true when it was new.
    ///
    /// # Errors
    /// [`LedgerError::FormTaken`].
    fn add_form(&self, form: &NewForm, now_ms: u64) -> Result<bool, LedgerError>;

    /// Returns the files of a form version that was added.
    ///
    /// # Errors
    /// When the database fails.
    fn form(&self, id: &str, version: &str) -> Result<Option<FormFiles>, LedgerError>;

    /// Lists the forms that were added, by id and version.
    ///
    /// # Errors
    /// When the database fails.
    fn forms(&self) -> Result<Vec<FormCard>, LedgerError>;

    /// Puts a table of rules, the name of its file and what is in it, in use; `None`: the one of the program.
    ///
    /// # Errors
    /// When the database fails.
    fn use_rules(&self, table: Option<(&str, &[u8])>, now_ms: u64) -> Result<(), LedgerError>;

    /// Returns the table of rules that was put in use.
    ///
    /// # Errors
    /// When the database fails.
    fn rules(&self) -> Result<Option<(String, Vec<u8>)>, LedgerError>;

    /// Returns revisions that nobody looked into yet, of about so many bytes of parts of the team that is furthest
    /// behind.
    ///
    /// # Errors
    /// When the database fails.
    fn unchecked(&self, bytes: usize) -> Result<Option<Unchecked>, LedgerError>;

    /// Keeps what was found in them, what was passed over, and that they were looked into; false when somebody else was
    /// faster.
    ///
    /// # Errors
    /// When the database fails.
    fn mark_checked(
        &self,
        looked_into: &Unchecked,
        looked: &Looked,
        now_ms: u64,
    ) -> Result<bool, LedgerError>;

    /// Returns the saves that were passed over, since their form was not known here, by team, form and version; at most
    /// `most` rows.
    ///
    /// # Errors
    /// When the database fails.
    fn passed_over(&self, most: u32) -> Result<Vec<PassedOver>, LedgerError>;

    /// Has a team looked into again from the first save on that was passed over in it.
    ///
    /// # Errors
    /// When the database fails.
    fn look_again(&self, team: &TeamId) -> Result<(), LedgerError>;

    /// Returns the administrative acts after number `after` in order, at most `most`, each with its number.
    ///
    /// # Errors
    /// When the database fails.
    fn acts(&self, after: u64, most: u32) -> Result<Vec<(u64, Act)>, LedgerError>;

    /// Copies everything, and the key of the centre, into the empty file `to`, while others go on.
    ///
    /// # Errors
    /// When the copy cannot be written.
    fn backup(&self, to: &Path, key: &[u8; 32], now_ms: u64) -> Result<(), LedgerError>;

    /// Answers an ask of the laptop with the token of this hash. What it brings to one team is kept whole or
    /// not at all, and is kept before anything is signed for it.
    ///
    /// Every seal is checked; what a laptop may not write is refused, what is not right in content is kept
    /// and marked. Receipts and the roster are signed with `key`, the centre's.
    ///
    /// # Errors
    /// [`LedgerError::NoToken`], [`LedgerError::Revoked`], or when the database fails: then nothing was
    /// acknowledged, and asking again is harmless.
    fn answer(
        &self,
        token_hash: &[u8; 32],
        ask: &Ask,
        key: &DeviceKey,
        clocks: Clocks,
    ) -> Result<Reply, LedgerError>;

    /// Answers an ask that a laptop wrote down and that was carried here by hand, as [`Ledger::answer`] does. That the laptop
    /// wrote it is for the caller to prove.
    ///
    /// # Errors
    /// [`LedgerError::NoDevice`], [`LedgerError::Revoked`], or when the database fails.
    fn answer_carried(
        &self,
        device: DeviceId,
        ask: &Ask,
        key: &DeviceKey,
        now_ms: u64,
    ) -> Result<Reply, LedgerError>;

    /// Returns a laptop by its id, revoked ones too.
    ///
    /// # Errors
    /// Only when the database fails.
    fn laptop(&self, device: DeviceId) -> Result<Option<Caller>, LedgerError>;

    /// Writes down files that are about to be signed for, each with its length: they must be there from now on.
    ///
    /// # Errors
    /// Only when the database fails.
    fn promise_files(&self, files: &[(FileName, u64)], now_ms: u64) -> Result<(), LedgerError>;

    /// Returns files that were signed for, by team and content, from behind `after` on, at most `most`.
    ///
    /// # Errors
    /// Only when the database fails.
    fn promised_files(
        &self,
        after: Option<&FileName>,
        most: u32,
    ) -> Result<Vec<(FileName, u64)>, LedgerError>;

    /// Looks at everything that is kept: is it whole, does it prove itself, does it agree with itself?
    ///
    /// # Errors
    /// When it cannot be read at all.
    fn examine(&self, centre_public: &[u8; 32]) -> Result<Examination, LedgerError>;
}
