//! What the laptop knows of its centre: where it is, who it says is who, how far it was read; and the
//! laptop's own secret.

use std::collections::BTreeMap;

use records::TeamId;
use rusqlite::named_params;
use zeroize::Zeroizing;

use crate::error::StoreError;
use crate::revision::{signed, team, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the laptop's account";
const WRITE: &str = "keep the laptop's account";

/// Who this laptop is, and where it reports. The file is encrypted; copies in memory are wiped.
#[derive(Clone)]
pub struct Account {
    /// The secret half of the laptop's Ed25519 key.
    pub device_secret: Zeroizing<[u8; 32]>,
    /// The centre, once the laptop has joined one.
    pub centre: Option<Centre>,
}

/// The centre that this laptop reports to.
#[derive(Clone)]
pub struct Centre {
    /// Where it answers.
    pub url: String,
    /// Its Ed25519 key, learned from the invitation.
    pub public: [u8; 32],
    /// What the laptop shows to be let in.
    pub token: Zeroizing<Vec<u8>>,
}

/// A signed list of teams, people and devices, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRoster {
    /// Counts up with every change.
    pub version: u64,
    /// The signed bytes.
    pub bytes: Vec<u8>,
    /// The centre's signature of them.
    pub signature: Vec<u8>,
}

impl Reader<'_> {
    /// Returns the laptop's account; `None` before the laptop is set up.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn account(&self) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT device_secret, centre_url, centre_public, token FROM account";
        self.one(READ, sql, [], |row| {
            let url: Option<String> = row.get("centre_url")?;
            let public: Option<[u8; 32]> = row.get("centre_public")?;
            let token: Option<Vec<u8>> = row.get("token")?;
            let centre = match (url, public, token) {
                (Some(url), Some(public), Some(token)) => Some(Centre {
                    url,
                    public,
                    token: Zeroizing::new(token),
                }),
                _ => None,
            };
            Ok(Account {
                device_secret: Zeroizing::new(row.get("device_secret")?),
                centre,
            })
        })
    }

    /// Returns the newest roster.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn roster(&self) -> Result<Option<HeldRoster>, StoreError> {
        let sql = "SELECT version, bytes, signature FROM roster";
        self.one("read the roster", sql, [], |row| {
            Ok(HeldRoster {
                version: whole(row, "version")?,
                bytes: row.get("bytes")?,
                signature: row.get("signature")?,
            })
        })
    }

    /// Returns how far the ledger of each team was read at a centre.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cursors(&self, centre: &[u8; 32]) -> Result<BTreeMap<TeamId, u64>, StoreError> {
        let sql = "SELECT team, seq FROM cursor WHERE centre = :centre";
        let rows = self.all(
            "read the cursors",
            sql,
            named_params! { ":centre": centre },
            |row| Ok((team(row, "team")?, whole(row, "seq")?)),
        )?;
        Ok(rows.into_iter().collect())
    }
}

impl Writer<'_> {
    /// Keeps the laptop's account in place of the one before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_account(&mut self, account: &Account) -> Result<(), StoreError> {
        let sql = "INSERT INTO account (id, device_secret, centre_url, centre_public, token)
            VALUES (1, :secret, :url, :public, :token) ON CONFLICT (id) DO UPDATE SET
            device_secret = excluded.device_secret, centre_url = excluded.centre_url,
            centre_public = excluded.centre_public, token = excluded.token";
        let centre = account.centre.as_ref();
        let row = named_params! {
            ":secret": account.device_secret.as_slice(),
            ":url": centre.map(|centre| &centre.url),
            ":public": centre.map(|centre| centre.public),
            ":token": centre.map(|centre| centre.token.as_slice()),
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Changes the token of the centre, if there is one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn renew_token(&mut self, token: &[u8]) -> Result<(), StoreError> {
        let sql = "UPDATE account SET token = :token WHERE token IS NOT NULL";
        self.run(WRITE, sql, named_params! { ":token": token })
            .map(|_| ())
    }

    /// Keeps a roster if it is newer than the one held; says whether it was. The caller checked its
    /// signature.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_roster(&mut self, roster: &HeldRoster) -> Result<bool, StoreError> {
        let sql = "INSERT INTO roster (id, version, bytes, signature)
            VALUES (1, :version, :bytes, :signature) ON CONFLICT (id) DO UPDATE SET
            version = excluded.version, bytes = excluded.bytes, signature = excluded.signature
            WHERE excluded.version > version";
        let row = named_params! {
            ":version": signed(roster.version), ":bytes": roster.bytes,
            ":signature": roster.signature,
        };
        Ok(self.run("keep the roster", sql, row)? > 0)
    }

    /// Keeps how far ledgers were read. A cursor goes back too: after the centre was restored from a
    /// backup, reading anew is what mends.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_cursors(
        &mut self,
        centre: &[u8; 32],
        cursors: &BTreeMap<TeamId, u64>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO cursor (centre, team, seq) VALUES (:centre, :team, :seq)
                   ON CONFLICT (centre, team) DO UPDATE SET seq = excluded.seq";
        for (team, seq) in cursors {
            let row =
                named_params! { ":centre": centre, ":team": team.as_str(), ":seq": signed(*seq) };
            self.run("keep the cursors", sql, row)?;
        }
        Ok(())
    }
}
