//! A look through all records after what their answers are held against became another: the caller works out each line
//! anew, some at a time, and goes on after the program ended.

use records::{RecordId, TeamId};
use rusqlite::named_params;

use crate::error::StoreError;
use crate::revision::team;
use crate::store::{Reader, Writer};

const READ: &str = "look for lines to work out anew";
/// The number of the last line that was worked out anew; none when nobody looks.
const LINES: &str = "store.lines";

impl Reader<'_> {
    /// Returns whether lines still wait to be worked out anew.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lines_wait(&self) -> Result<bool, StoreError> {
        Ok(self.setting(LINES)?.is_some())
    }
}

impl Writer<'_> {
    /// Has the line of every record worked out anew, from the first on.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn lines_anew(&mut self) -> Result<(), StoreError> {
        self.set_setting(LINES, Some("0"))
    }

    /// Returns the next records whose lines are to be worked out anew, at most so many, and counts them as done; none when
    /// nothing waits.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn next_lines(&mut self, most: u32) -> Result<Vec<(TeamId, RecordId)>, StoreError> {
        let Some(after) = self.setting(LINES)? else {
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
        self.set_setting(LINES, last.as_deref())?;
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    pub(crate) fn clear_lines(&mut self) -> Result<(), StoreError> {
        self.set_setting(LINES, None)
    }
}
