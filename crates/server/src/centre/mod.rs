//! A centre: its folder, its key and its ledger, and what its people do with them.
//!
//! `centre.key` is the one file that must never be lost or shown: laptops believe whoever holds it.
//! `centre.db` is the ledger. `files/` is for photos and scans.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use records::{DeviceId, PersonId};
use tokio::sync::Notify;
use vault::{DeviceKey, SignedRoster};

use crate::checking::Checker;
use crate::ledger::{
    self, Census, Ledger, LedgerError, PostgresLedger, Programme, SqliteLedger, Team,
};
use vault::{Invitation, InvitationError, invitation};
use zeroize::Zeroizing;

mod backup;
mod care;
mod carry;
mod exchange;
mod invite;
mod join;
mod key;
mod papers;

pub use backup::Copied;
pub use care::{FilesFault, Promised, ReceiptFault};
pub use carry::{Brought, Piece, Shelf, Sound, StickError};
pub use exchange::{ExchangeError, RENEW_DOMAIN, RenewError};
pub use invite::Invite;
pub use join::{JOIN_DOMAIN, JoinError, Joined, Joining};
pub use papers::FormFault;

const KEY_FILE: &str = "centre.key";
const LEDGER_FILE: &str = "centre.db";
/// Says that the ledger is not in the folder, lest a second one be begun there.
const ELSEWHERE_FILE: &str = "centre.postgres";
const ELSEWHERE: &str = "The ledger of this centre is in PostgreSQL: give --database-url.\n";
const FILES_FOLDER: &str = "files";

/// Where a centre keeps its things.
#[derive(Clone)]
pub struct Home {
    /// The folder with its key, its files and, without a database, its ledger.
    pub folder: PathBuf,
    /// Set: the ledger is in this PostgreSQL database. It may hold a password.
    pub database: Option<String>,
    /// Who gives the commands there, for the list of acts; empty: the centre itself.
    pub by: String,
}

impl Home {
    /// A centre with everything in one folder.
    #[must_use]
    pub fn folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            database: None,
            by: String::new(),
        }
    }
}

/// Tells the time in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// A centre that was set up. Clones are handles to the same one.
#[derive(Clone)]
pub struct Centre {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    key: DeviceKey,
    ledger: Box<dyn Ledger>,
    clock: Clock,
    checker: Checker,
    /// Rings when parts came that nobody looked into.
    news: Notify,
}

/// Why the centre did not do something.
#[derive(Debug, thiserror::Error)]
pub enum CentreError {
    /// A file or folder said no.
    #[error("{doing} {path}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Nobody ran `init`.
    #[error("there is no centre in {folder}: run `sala-server --data {folder} init` first")]
    NotSetUp {
        /// The folder.
        folder: PathBuf,
    },
    /// A database was named for a centre that has its ledger in the folder.
    #[error("this centre has its ledger in {path}: leave --database-url out")]
    LedgerHere {
        /// The file.
        path: PathBuf,
    },
    /// No database was named for a centre that has its ledger in one.
    #[error("the ledger of the centre in {folder} is in PostgreSQL: give --database-url")]
    LedgerElsewhere {
        /// The folder.
        folder: PathBuf,
    },
    /// The key was changed.
    #[error("{path} is no key of a centre")]
    BadKey {
        /// The file.
        path: PathBuf,
    },
    /// The key is another centre's.
    #[error("{path} is the key of another centre than the one in the database")]
    OtherKey {
        /// The file.
        path: PathBuf,
    },
    /// A value that cannot be used.
    #[error("{what} must be {expected}")]
    Bad {
        /// Which value.
        what: &'static str,
        /// How it must be.
        expected: &'static str,
    },
    /// The invitation would not be taken by a laptop.
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    /// Nobody said where the centre is.
    #[error(
        "laptops must be told where the centre is: give --url, such as https://centre.example.org"
    )]
    NoUrl,
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The system has no randomness.
    #[error("get random bytes from the system")]
    Random {
        /// What it said.
        #[source]
        source: getrandom::Error,
    },
}

impl Centre {
    /// Sets a centre up in `folder`, which is made when it is not there.
    ///
    /// The key is written first and kept when it is there already, so that an `init` that broke off can be
    /// run again.
    ///
    /// # Errors
    /// When a name is not usable, the folder cannot be written, or there is a centre in it already.
    pub fn create(
        folder: &Path,
        name: &str,
        country: &str,
        url: &str,
    ) -> Result<Self, CentreError> {
        Self::create_with(folder, name, country, url, system_clock())
    }

    /// Does the same with a clock of the caller.
    ///
    /// # Errors
    /// As [`Centre::create`].
    pub fn create_with(
        folder: &Path,
        name: &str,
        country: &str,
        url: &str,
        clock: Clock,
    ) -> Result<Self, CentreError> {
        Self::create_in(&Home::folder(folder), name, country, url, clock)
    }

    /// Does the same where the ledger may be in a database, with a clock of the caller.
    ///
    /// # Errors
    /// As [`Centre::create`]; also when the database cannot be reached, or the folder holds a ledger.
    pub fn create_in(
        home: &Home,
        name: &str,
        country: &str,
        url: &str,
        clock: Clock,
    ) -> Result<Self, CentreError> {
        check_programme(name, country)?;
        let url = check_url(url)?;
        let folder = &home.folder;
        one_ledger(home)?;
        key::make_folder(folder, &folder.join(FILES_FOLDER))?;
        let key = key::load_or_make(&folder.join(KEY_FILE))?;
        let ledger = open_ledger(home)?;
        let programme = Programme {
            name: name.to_owned(),
            country: country.to_owned(),
            url,
            centre_public: key.device_public(),
        };
        ledger.set_up(&programme, clock())?;
        Ok(Self::assemble(folder, key, ledger, clock))
    }

    /// Opens the centre in `folder`.
    ///
    /// # Errors
    /// When there is none, its key is missing or another's, or its database cannot be opened.
    pub fn open(folder: &Path) -> Result<Self, CentreError> {
        Self::open_with(folder, system_clock())
    }

    /// Does the same with a clock of the caller.
    ///
    /// # Errors
    /// As [`Centre::open`].
    pub fn open_with(folder: &Path, clock: Clock) -> Result<Self, CentreError> {
        Self::open_in(&Home::folder(folder), clock)
    }

    /// Does the same where the ledger may be in a database, with a clock of the caller.
    ///
    /// # Errors
    /// As [`Centre::open`]; also when the database cannot be reached, or the folder holds another ledger.
    pub fn open_in(home: &Home, clock: Clock) -> Result<Self, CentreError> {
        let folder = &home.folder;
        one_ledger(home)?;
        let key_path = folder.join(KEY_FILE);
        let begun = match home.database {
            Some(_) => key_path.is_file(),
            None => folder.join(LEDGER_FILE).is_file(),
        };
        if !begun {
            return Err(CentreError::NotSetUp {
                folder: folder.clone(),
            });
        }
        let key = key::load(&key_path)?;
        let ledger = open_ledger(home)?;
        if ledger.census()?.programme.centre_public != key.device_public() {
            return Err(CentreError::OtherKey { path: key_path });
        }
        Ok(Self::assemble(folder, key, ledger, clock))
    }

    fn assemble(folder: &Path, key: DeviceKey, ledger: Box<dyn Ledger>, clock: Clock) -> Self {
        Self {
            inner: Arc::new(Inner {
                folder: folder.to_owned(),
                key,
                ledger,
                clock,
                checker: Checker::default(),
                news: Notify::new(),
            }),
        }
    }

    /// Returns the folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Returns the folder of photos and scans, unless they are kept elsewhere.
    #[must_use]
    pub fn files_folder(&self) -> PathBuf {
        self.inner.folder.join(FILES_FOLDER)
    }

    /// Returns the public half of the centre's key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.inner.key.device_public()
    }

    /// Returns a secret for another purpose that comes from the centre's key.
    pub(crate) fn derived(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        self.inner.key.derived(purpose)
    }

    /// Returns the time as this centre sees it, in milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        (self.inner.clock)()
    }

    /// Returns the programme, its teams, people and laptops.
    ///
    /// # Errors
    /// When the database fails.
    pub fn census(&self) -> Result<Census, CentreError> {
        Ok(self.inner.ledger.census()?)
    }

    /// Says whether the ledger can be read.
    pub(crate) fn check_up(&self) -> Result<(), LedgerError> {
        self.inner.ledger.version().map(|_version| ())
    }

    /// Says from now on that laptops find the centre at `url`.
    ///
    /// # Errors
    /// When it is no address.
    pub fn set_url(&self, url: &str) -> Result<(), CentreError> {
        let url = check_url(url)?;
        Ok(self.inner.ledger.set_url(&url, self.now_ms())?)
    }

    /// Takes another secret by which persons are named in files for people outside the team, and returns its number. Laptops
    /// have it with their next roster; names that were given before match none that are given then.
    ///
    /// # Errors
    /// When the database fails.
    pub fn renew_names(&self) -> Result<u32, CentreError> {
        Ok(self.inner.ledger.renew_names(self.now_ms())?)
    }

    /// Adds a team.
    ///
    /// # Errors
    /// When the code is taken or the name cannot be shown.
    pub fn add_team(&self, team: &Team) -> Result<(), CentreError> {
        check_name("the name of a team", &team.name)?;
        Ok(self.inner.ledger.add_team(team, self.now_ms())?)
    }

    /// Takes a person's rights away; what they did stays.
    ///
    /// # Errors
    /// When there is no such person.
    pub fn deactivate(&self, person: PersonId) -> Result<(), CentreError> {
        Ok(self.inner.ledger.deactivate(person, self.now_ms())?)
    }

    /// Sends a laptop away for good.
    ///
    /// # Errors
    /// When there is no such laptop.
    pub fn revoke(&self, device: DeviceId) -> Result<(), CentreError> {
        Ok(self.inner.ledger.revoke(device, self.now_ms())?)
    }

    /// Makes an invitation. The text is nowhere kept: what is lost must be made again.
    ///
    /// # Errors
    /// When the person, a team or the address cannot be used.
    pub fn invite(&self, invite: &Invite) -> Result<Invitation, CentreError> {
        invite::invite(
            self.inner.ledger.as_ref(),
            invite,
            self.public(),
            self.now_ms(),
        )
    }

    /// Lets a laptop in.
    ///
    /// # Errors
    /// When its proof or its invitation is not good.
    pub fn join(&self, joining: &Joining) -> Result<Joined, JoinError> {
        join::join(self, joining)
    }

    /// Returns what this centre says about its programme, signed. The same acts give the same bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn roster(&self) -> Result<SignedRoster, LedgerError> {
        Ok(ledger::signed(
            &self.inner.ledger.census()?,
            &self.inner.key,
        ))
    }
}

/// Refuses a second ledger beside the one that a centre has.
fn one_ledger(home: &Home) -> Result<(), CentreError> {
    let (here, elsewhere) = (
        home.folder.join(LEDGER_FILE),
        home.folder.join(ELSEWHERE_FILE),
    );
    match home.database {
        Some(_) if here.exists() => Err(CentreError::LedgerHere { path: here }),
        None if elsewhere.exists() => Err(CentreError::LedgerElsewhere {
            folder: home.folder.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

fn open_ledger(home: &Home) -> Result<Box<dyn Ledger>, CentreError> {
    let Some(url) = &home.database else {
        let path = home.folder.join(LEDGER_FILE);
        let ledger = SqliteLedger::open(&path)?;
        key::shut_file(&path)?;
        ledger.act_as(&home.by);
        return Ok(Box::new(ledger));
    };
    let ledger = PostgresLedger::open(url)?;
    ledger.act_as(&home.by);
    let elsewhere = home.folder.join(ELSEWHERE_FILE);
    if !elsewhere.exists() {
        std::fs::write(&elsewhere, ELSEWHERE).map_err(file("write", &elsewhere))?;
    }
    Ok(Box::new(ledger))
}

/// Returns the clock of the system.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

fn check_programme(name: &str, country: &str) -> Result<(), CentreError> {
    check_name("the name of the programme", name)?;
    if country.len() == 2 && country.bytes().all(|sign| sign.is_ascii_uppercase()) {
        return Ok(());
    }
    let expected = "two capital letters of ISO 3166, such as KH";
    Err(CentreError::Bad {
        what: "the country",
        expected,
    })
}

fn check_name(what: &'static str, name: &str) -> Result<(), CentreError> {
    if invitation::is_name(name) {
        return Ok(());
    }
    Err(CentreError::Bad {
        what,
        expected: "1 to 200 bytes of text without blanks around it",
    })
}

/// Takes an address with or without slashes at its end; empty stands for none.
fn check_url(url: &str) -> Result<String, CentreError> {
    let url = url.trim_end_matches('/');
    if url.is_empty() || invitation::is_address(url) {
        return Ok(url.to_owned());
    }
    let expected = "an address such as https://centre.example.org";
    Err(CentreError::Bad {
        what: "the address of the centre",
        expected,
    })
}

/// Returns `N` random bytes.
fn random<const N: usize>() -> Result<[u8; N], CentreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|source| CentreError::Random { source })?;
    Ok(bytes)
}

/// Returns what a file is known by: the BLAKE3 of its bytes.
fn digest(path: &Path) -> Result<blake3::Hash, CentreError> {
    let mut hasher = blake3::Hasher::new();
    let mut input = File::open(path).map_err(file("read", path))?;
    std::io::copy(&mut input, &mut hasher).map_err(file("read", path))?;
    Ok(hasher.finalize())
}

fn file<'a>(
    doing: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> CentreError + 'a {
    move |source| CentreError::File {
        doing,
        path: path.to_owned(),
        source,
    }
}
