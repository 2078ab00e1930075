//! What people last saw of records. It is theirs and this laptop's, and travels nowhere.

use records::{PersonId, RecordId, RevisionId, TeamId};
use rusqlite::named_params;

use crate::error::StoreError;
use crate::revision::{signed, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read what was looked at";
const WRITE: &str = "keep what was looked at";

/// Says of a row of `record` that somebody has not seen it as it is.
pub(crate) const CHANGED: &str = "NOT EXISTS (SELECT 1 FROM looked WHERE looked.person = ?
  AND looked.record = record.record AND looked.team = record.team
  AND looked.statements = (SELECT count(*) FROM revision
    WHERE revision.record = record.record AND revision.team = record.team))";

/// What somebody last saw of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// How many revisions were held of it. Revisions are added and never removed: with as many as then, nothing is new.
    pub statements: u64,
    /// The save whose answers were shown.
    pub winner: RevisionId,
    /// When, in ms since 1970.
    pub at_ms: u64,
}

impl Reader<'_> {
    /// Returns what somebody last saw of a record; none when they never looked at it on this laptop.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn looked(
        &self,
        person: PersonId,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Option<Looked>, StoreError> {
        let sql = "SELECT statements, winner, at_ms FROM looked
                   WHERE person = :person AND record = :record AND team = :team";
        let whose = named_params! {
            ":person": person.0, ":record": record.0, ":team": team.as_str(),
        };
        self.one(READ, sql, whose, |row| {
            Ok(Looked {
                statements: whole(row, "statements")?,
                winner: RevisionId(row.get("winner")?),
                at_ms: whole(row, "at_ms")?,
            })
        })
    }

    /// Returns how many revisions are held of a record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn statements(&self, team: &TeamId, record: RecordId) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) AS n FROM revision WHERE record = :record AND team = :team";
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        Ok(self
            .one(READ, sql, name, |row| whole(row, "n"))?
            .unwrap_or(0))
    }

    /// Tells whether a revision that was made here is in no part yet, so that nobody else can know of it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_unsealed(&self, id: RevisionId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM revision WHERE id = :id AND came = 0 AND part IS NULL";
        let found = self.one(READ, sql, named_params! { ":id": id.0 }, |_| Ok(()))?;
        Ok(found.is_some())
    }
}

impl Writer<'_> {
    /// Keeps what somebody saw of a record, in place of what they saw before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_looked(
        &mut self,
        person: PersonId,
        team: &TeamId,
        record: RecordId,
        seen: &Looked,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO looked (person, team, record, statements, winner, at_ms)
                   VALUES (:person, :team, :record, :statements, :winner, :at_ms)
                   ON CONFLICT (person, record, team) DO UPDATE SET
                   statements = excluded.statements, winner = excluded.winner, at_ms = excluded.at_ms";
        let row = named_params! {
            ":person": person.0, ":team": team.as_str(), ":record": record.0,
            ":statements": signed(seen.statements), ":winner": seen.winner.0,
            ":at_ms": signed(seen.at_ms),
        };
        self.run(WRITE, sql, row).map(|_| ())
    }
}
