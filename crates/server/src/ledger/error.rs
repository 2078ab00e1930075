//! Why the ledger did not do something.

use records::{DeviceId, PersonId, TeamId};

/// Why the ledger did not do something.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database said no.
    #[error("{doing}")]
    Storage {
        /// What was tried.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database cannot be reached, or was busy with others for too long. Nothing is known to have been
    /// kept; asking again later is harmless.
    #[error("{doing}: the database does not answer")]
    Away {
        /// What was tried.
        doing: &'static str,
        /// What was met.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no room left for the database. Nothing of what was being done was kept.
    #[error("{doing}: there is no room left on the disk")]
    Full {
        /// What was tried.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Not where a database can be. What was given is not repeated, since it may hold a password.
    #[error("the database must be given as postgres://user:password@host:port/name")]
    Address {
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Written by a later program.
    #[error("the database is from a newer sala-server (schema {found}; this one knows {known})")]
    Newer {
        /// The schema found.
        found: i64,
        /// The latest one this program knows.
        known: i64,
    },
    /// A stored value cannot be.
    #[error("the database holds a bad {what}")]
    Damaged {
        /// Which value.
        what: &'static str,
    },
    /// There is no programme yet.
    #[error("no programme is set up here: run `sala-server --data DIR init` first")]
    NotSetUp,
    /// There is one already.
    #[error("a programme is set up here already")]
    AlreadySetUp,
    /// That code is taken.
    #[error("there is a team {team} already")]
    TeamTaken {
        /// The code.
        team: TeamId,
    },
    /// No such team.
    #[error("there is no team {team}")]
    NoTeam {
        /// The code.
        team: TeamId,
    },
    /// No such person.
    #[error("there is no person {person}")]
    NoPerson {
        /// The id.
        person: PersonId,
    },
    /// No such laptop.
    #[error("there is no device {device}")]
    NoDevice {
        /// The id.
        device: DeviceId,
    },
    /// Another form has that id and version.
    #[error("there is another form {id} {version}: a version never changes")]
    FormTaken {
        /// The id.
        id: String,
        /// The version.
        version: String,
    },
    /// Nobody made that invitation.
    #[error("the centre does not know this invitation")]
    NoInvitation,
    /// Another laptop used it.
    #[error("this invitation was used already")]
    InvitationUsed,
    /// Nobody has that token.
    #[error("no laptop has this token")]
    NoToken,
    /// A token is of one laptop.
    #[error("another laptop has this token")]
    TokenTaken,
    /// Too late.
    #[error("this invitation has expired")]
    InvitationExpired,
    /// Somebody took it back.
    #[error("this invitation was taken back")]
    InvitationWithdrawn,
    /// The laptop was sent away.
    #[error("this laptop was revoked")]
    Revoked,
    /// The person was deactivated.
    #[error("this person was deactivated")]
    Deactivated,
}
