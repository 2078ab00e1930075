//! A look through all records after what their answers are held against became another: the caller checks the answers of
//! each again, some at a time, and goes on after the program ended.

use records::{RecordId, TeamId};
use rusqlite::named_params;

use crate::error::StoreError;
use crate::revision::team;
use crate::store::{Reader, Writer};

const READ: &str = "look for records to check again";
const WRITE: &str = "keep what was found in answers";
/// The number of the last record that was checked again; none when nobody looks.
const CHECKED: &str = "store.lines";

/// What checks find in the answers of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The team that holds it.
    pub team: TeamId,
    /// The record.
    pub record: RecordId,
    /// How many problems there are.
    pub problems: u32,
    /// How bad the worst is: 0 none, 1 a warning, 2 an error.
    pub severity: u32,
}

impl Reader<'_> {
    /// Returns whether records still wait to be checked again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn checks_wait(&self) -> Result<bool, StoreError> {
        Ok(self.setting(CHECKED)?.is_some())
    }
}

impl Writer<'_> {
    /// Has the answers of every record checked again, from the first on.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn check_anew(&mut self) -> Result<(), StoreError> {
        self.set_setting(CHECKED, Some("0"))
    }

    /// Returns the next records whose answers are to be checked again, at most so many, and counts them as done; none
    /// when nothing waits.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn next_to_check(&mut self, most: u32) -> Result<Vec<(TeamId, RecordId)>, StoreError> {
        let Some(after) = self.setting(CHECKED)? else {
            return Ok(Vec::new());
        };
        let after: i64 = after.parse().unwrap_or_default();
        let sql = "SELECT id, team, record FROM record WHERE id > :after ORDER BY id LIMIT :most";
        let asked = named_params! { ":after": after, ":most": most };
        let found = self.all(READ, sql, asked, |row| {
            let record = RecordId(row.get("record")?);
            Ok((row.get::<_, i64>("id")?, (team(row, "team")?, record)))
        })?;
        let last = found.last().map(|(number, _)| number.to_string());
        self.set_setting(CHECKED, last.as_deref())?;
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    /// Keeps what checks found in the answers of a record that is listed; where that is what stands there, and of a
    /// record that is not listed, nothing is written.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_checked(&mut self, of: &Checked) -> Result<(), StoreError> {
        let Some(number) = self.row_number(&of.team, of.record)? else {
            return Ok(());
        };
        let sql = "UPDATE record SET problems = :problems, severity = :severity \
                   WHERE id = :id AND (problems, severity) <> (:problems, :severity)";
        let values = named_params! {
            ":id": number, ":problems": of.problems, ":severity": of.severity,
        };
        self.run(WRITE, sql, values).map(|_| ())
    }

    pub(crate) fn clear_checks(&mut self) -> Result<(), StoreError> {
        self.set_setting(CHECKED, None)
    }
}
