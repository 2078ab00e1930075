//! The log: every revision ever held.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, Header, RecordId, Revision, RevisionId, TeamId, fold_trusting};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::delivery::{Came, Delivery};
use crate::error::{During, StoreError};
use crate::file::{ContentId, names_in};
use crate::setting::Forgetting;
use crate::store::{Reader, Writer};
use crate::sums::Sums;

const INSERT: &str = include_str!("revision_insert.sql");
const READ: &str = "read the log";
const APPEND: &str = "append to the log";

/// A record, named within its team.
pub type RecordName = (TeamId, RecordId);

/// What an append changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Not held before, in the order given.
    pub added: Vec<RevisionId>,
    /// Held before, or given twice, in the order given.
    pub known: Vec<RevisionId>,
    /// Records of which something changed: their rows are to be made again.
    pub touched: BTreeSet<RecordName>,
}

/// A revision without its body, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: RevisionId,
    /// What it says about itself.
    pub header: Header,
    /// By which road it came.
    pub came: Came,
    /// How far it got.
    pub delivery: Delivery,
    /// The body was erased, or never came.
    pub is_erased: bool,
}

impl Reader<'_> {
    /// Returns one revision.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn revision(&self, id: RevisionId) -> Result<Option<Revision>, StoreError> {
        let sql = "SELECT id, header, body FROM revision WHERE id = :id";
        self.one(READ, sql, named_params! { ":id": id.0 }, revision)
    }

    /// Returns the body of one revision; `None` when it is not held or was erased.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn body(&self, id: RevisionId) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.revision(id)?.and_then(|revision| revision.body))
    }

    /// Returns all revisions of a record, sorted by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn revisions_of(
        &self,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Vec<Revision>, StoreError> {
        let sql = "SELECT id, header, body FROM revision
                   WHERE record = :record AND team = :team ORDER BY id";
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        self.all(READ, sql, name, revision)
    }

    /// Returns the headers of a record with where each revision stands, sorted by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn headers_of(&self, team: &TeamId, record: RecordId) -> Result<Vec<Held>, StoreError> {
        let sql = "SELECT id, header, came, delivery, body IS NULL AS is_erased FROM revision
                   WHERE record = :record AND team = :team ORDER BY id";
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        self.all(READ, sql, name, held)
    }

    /// Returns the teams in which a record of this name is held. Nearly always one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn teams_of(&self, record: RecordId) -> Result<Vec<TeamId>, StoreError> {
        let sql = "SELECT DISTINCT team FROM revision WHERE record = :record ORDER BY team";
        self.all(READ, sql, named_params! { ":record": record.0 }, |row| {
            team(row, "team")
        })
    }

    /// Returns up to `limit` records of the log after `after`, in the order of their ids: for making
    /// the projection again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn records_after(
        &self,
        after: Option<&RecordName>,
        limit: u32,
    ) -> Result<Vec<RecordName>, StoreError> {
        let sql = "SELECT DISTINCT record, team FROM revision
                   WHERE record >= :record AND (record, team) > (:record, :team)
                   ORDER BY record, team LIMIT :limit";
        let (name, record) = after.map_or(("", [0; 16]), |(team, id)| (team.as_str(), id.0));
        let place = named_params! { ":record": record, ":team": name, ":limit": limit };
        self.all(READ, sql, place, |row| {
            Ok((team(row, "team")?, RecordId(row.get("record")?)))
        })
    }

    /// Returns the number that the next revision of a device in a team carries: 1, 2, 3 …
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_n(&self, team: &TeamId, device: DeviceId) -> Result<u64, StoreError> {
        let sql = "SELECT max(n) AS n FROM revision WHERE team = :team AND device = :device";
        let whose = named_params! { ":team": team.as_str(), ":device": device.0 };
        let last: Option<Option<i64>> = self.one(READ, sql, whose, |row| row.get("n"))?;
        Ok(last
            .flatten()
            .map_or(1, |n| n.unsigned_abs().saturating_add(1)))
    }

    /// Returns up to `limit` ids of a team from `from` (with it) to `to` (without it), sorted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ids_between(
        &self,
        team: &TeamId,
        from: RevisionId,
        to: Option<RevisionId>,
        limit: u32,
    ) -> Result<Vec<RevisionId>, StoreError> {
        let sql = "SELECT id FROM revision WHERE id >= :from AND (:to IS NULL OR id < :to)
                   AND team = :team ORDER BY id LIMIT :limit";
        let range = named_params! {
            ":team": team.as_str(), ":from": from.0, ":to": to.map(|id| id.0), ":limit": limit,
        };
        self.all(READ, sql, range, |row| row.get("id").map(RevisionId))
    }

    /// Sums up the revisions of a team from `from` (with it) to `to` (without it).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn digest_between(
        &self,
        team: &TeamId,
        from: RevisionId,
        to: Option<RevisionId>,
    ) -> Result<Digest, StoreError> {
        let sql = "SELECT id FROM revision WHERE id >= :from AND (:to IS NULL OR id < :to)
                   AND team = :team";
        let range = named_params! {
            ":team": team.as_str(), ":from": from.0, ":to": to.map(|id| id.0),
        };
        let sum = || {
            let mut digest = Digest::default();
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query(range)?;
            while let Some(row) = rows.next()? {
                digest.add(&RevisionId(row.get("id")?));
            }
            Ok(digest)
        };
        sum().during(READ)
    }
}

impl Writer<'_> {
    /// Adds revisions, all or none. Any order, any repeats; parents may be missing.
    ///
    /// Every revision is verified. A body that an erase takes away is not kept, whichever of the two
    /// comes first; a body missing for another reason is filled in when a revision brings it.
    ///
    /// # Errors
    /// [`StoreError::Revision`] when one does not prove itself; otherwise when the file cannot be
    /// written. Let the error end the transaction.
    pub fn append(&mut self, revisions: &[Revision], came: Came) -> Result<Added, StoreError> {
        self.append_trusting(revisions, came, &|_| true)
    }

    /// Adds revisions like [`Writer::append`], where only the erasures that `may_erase` holds good for take
    /// bodies away.
    ///
    /// # Errors
    /// As [`Writer::append`].
    pub fn append_trusting(
        &mut self,
        revisions: &[Revision],
        came: Came,
        may_erase: &dyn Fn(&Header) -> bool,
    ) -> Result<Added, StoreError> {
        revisions.iter().try_for_each(Revision::verify)?;
        let mut added = Added::default();
        let mut sums: BTreeMap<TeamId, Sums> = BTreeMap::new();
        let mut confirmed = BTreeSet::new();
        for revision in revisions {
            let team = &revision.header.team;
            let name = (team.clone(), revision.header.record);
            let bytes = revision.header.to_bytes();
            let size = bytes.len() as u64 + u64::from(revision.header.body_len);
            if !sums.contains_key(team) {
                sums.insert(team.clone(), self.sums(team)?);
            }
            let Some(sums) = sums.get_mut(team) else {
                continue;
            };
            if self.insert(revision, &bytes, size, came)? {
                sums.take_in(revision, size, came);
                added.added.push(revision.id);
                added.touched.insert(name);
                continue;
            }
            added.known.push(revision.id);
            if self.fill_in(revision)? {
                added.touched.insert(name.clone());
            }
            if came == Came::Centre && self.came_from_centre_after_all(revision)? {
                sums.confirm(&revision.id, size);
                confirmed.insert(name);
            }
        }
        self.keep_sums(&sums)?;
        self.name_files(revisions)?;
        for (team, record) in &added.touched {
            self.forget_erased(team, *record, may_erase)?;
        }
        self.refresh_delivery(&confirmed)?;
        self.settle_marks(&added.touched)?;
        Ok(added)
    }

    fn insert(
        &self,
        revision: &Revision,
        header_bytes: &[u8],
        bytes: u64,
        came: Came,
    ) -> Result<bool, StoreError> {
        let header = &revision.header;
        let row = named_params! {
            ":id": revision.id.0,
            ":record": header.record.0,
            ":team": header.team.as_str(),
            ":kind": header.kind.number(),
            ":device": header.device.0,
            ":n": signed(header.n),
            ":at": signed(header.at),
            ":came": came.number(),
            ":delivery": came.delivery().number(),
            ":bytes": signed(bytes),
            ":header": header_bytes,
            ":body": revision.body,
        };
        let is_new = self.run(APPEND, INSERT, row)? > 0;
        if is_new && came == Came::Here {
            self.is_unsealed_from(&header.team, header.device, header.n)?;
        }
        Ok(is_new)
    }

    /// Keeps the body of a revision that is held without; says whether it did.
    fn fill_in(&self, revision: &Revision) -> Result<bool, StoreError> {
        let Some(body) = &revision.body else {
            return Ok(false);
        };
        let sql = "UPDATE revision SET body = :body WHERE id = :id AND body IS NULL";
        Ok(self.run(
            APPEND,
            sql,
            named_params! { ":body": body, ":id": revision.id.0 },
        )? > 0)
    }

    /// A colleague's revision that was carried here first and now comes from the centre. One made
    /// here stays as it is: only a receipt confirms it.
    fn came_from_centre_after_all(&self, revision: &Revision) -> Result<bool, StoreError> {
        let sql = "UPDATE revision SET came = 1, delivery = 2
                   WHERE id = :id AND came = 2 AND delivery < 2";
        Ok(self.run(APPEND, sql, named_params! { ":id": revision.id.0 })? > 0)
    }

    /// Takes the bodies away that the record's erasures name.
    fn forget_erased(
        &mut self,
        team: &TeamId,
        record: RecordId,
        may_erase: &dyn Fn(&Header) -> bool,
    ) -> Result<(), StoreError> {
        let find = "SELECT 1 FROM revision WHERE record = :record AND kind = 3 AND team = :team";
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        if self.one(READ, find, name, |_| Ok(()))?.is_none() {
            return Ok(());
        }
        let held = self.headers_of(team, record)?;
        let headers = held.iter().map(|held| (held.id, &held.header));
        let Some(fold) = fold_trusting(headers, may_erase) else {
            return Ok(());
        };
        if fold.forgotten.is_empty() {
            return Ok(());
        }
        let named = self.named_by(fold.forgotten.iter())?;
        self.without_trace("erase", |writer| {
            fold.forgotten.iter().try_for_each(|id| {
                let sql = "UPDATE revision SET body = NULL WHERE id = :id AND body IS NOT NULL";
                writer
                    .run("erase", sql, named_params! { ":id": id.0 })
                    .map(|_| ())
            })
        })?;
        self.doubt_names(&named)?;
        self.set_forgetting(Forgetting::Asked)
    }

    /// The files that the bodies of these revisions name.
    fn named_by<'i>(
        &self,
        ids: impl Iterator<Item = &'i RevisionId>,
    ) -> Result<BTreeSet<ContentId>, StoreError> {
        let mut named = BTreeSet::new();
        for id in ids {
            let sql = "SELECT body FROM revision WHERE id = :id AND body IS NOT NULL";
            let body = self.one(READ, sql, named_params! { ":id": id.0 }, |row| {
                row.get::<_, Vec<u8>>("body")
            })?;
            let body = body.unwrap_or_default();
            named.extend(names_in(&body).map(|(content, _)| content));
        }
        Ok(named)
    }
}

/// Reads a revision of columns `id`, `header`, `body`, and has it prove itself.
pub(crate) fn revision(row: &Row<'_>) -> rusqlite::Result<Revision> {
    let id = RevisionId(row.get("id")?);
    let revision = Revision {
        id,
        header: header(row, "header")?,
        body: row.get("body")?,
    };
    match revision.verify() {
        Ok(()) => Ok(revision),
        Err(error) => Err(unreadable(row, "header", Type::Blob, error)),
    }
}

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        id: RevisionId(row.get("id")?),
        header: header(row, "header")?,
        came: Came::read(row, "came")?,
        delivery: Delivery::read(row, "delivery")?,
        is_erased: row.get("is_erased")?,
    })
}

/// Reads a header.
pub(crate) fn header(row: &Row<'_>, column: &str) -> rusqlite::Result<Header> {
    let bytes: Vec<u8> = row.get(column)?;
    Header::from_bytes(&bytes).map_err(|error| unreadable(row, column, Type::Blob, error))
}

/// Reads the name of a team.
pub(crate) fn team(row: &Row<'_>, column: &str) -> rusqlite::Result<TeamId> {
    let name: String = row.get(column)?;
    TeamId::new(name).map_err(|error| unreadable(row, column, Type::Text, error))
}

/// Says that a column holds what this room never writes.
pub(crate) fn unreadable(
    row: &Row<'_>,
    column: &str,
    kind: Type,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let place = row.as_ref().column_index(column).unwrap_or(usize::MAX);
    rusqlite::Error::FromSqlConversionFailure(place, kind, Box::new(error))
}

/// Reads a number that is never negative.
pub(crate) fn whole(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

/// Writes a number that is never above 2^63 - 1.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
