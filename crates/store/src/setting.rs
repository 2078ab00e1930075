//! Settings: small texts under a name, of this laptop or of a team.

use records::{RecordId, TeamId};
use rusqlite::named_params;

use crate::error::StoreError;
use crate::store::{Reader, Writer};

const READ: &str = "read a setting";
const WRITE: &str = "keep a setting";

/// Set while an erasure has left words in the search index that [`crate::Store::tidy`] is to drop.
const FORGETTING: &str = "store.forgetting";

/// Whether words of an erased body are still in the search index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forgetting {
    /// There are none.
    Nothing,
    /// There may be some.
    Asked,
    /// They go with the merges that are under way.
    Begun,
}

impl Reader<'_> {
    /// Returns a setting.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM setting WHERE key = :key";
        self.one(READ, sql, named_params! { ":key": key }, |row| {
            row.get("value")
        })
    }

    /// Returns the settings whose names start with `prefix`, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn settings(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT key, value FROM setting WHERE substr(key, 1, length(:prefix)) = :prefix
                   ORDER BY key";
        let row = named_params! { ":prefix": prefix };
        self.all(READ, sql, row, |row| {
            Ok((row.get("key")?, row.get("value")?))
        })
    }

    /// Tells how far the erased words are from being gone.
    pub(crate) fn forgetting(&self) -> Result<Forgetting, StoreError> {
        Ok(match self.setting(FORGETTING)?.as_deref() {
            None => Forgetting::Nothing,
            Some("begun") => Forgetting::Begun,
            Some(_) => Forgetting::Asked,
        })
    }

    /// Returns what a team's programme has set under a name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn team_setting(&self, team: &TeamId, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM team_setting WHERE team = :team AND name = :name";
        let asked = named_params! { ":team": team.as_str(), ":name": name };
        self.one(READ, sql, asked, |row| row.get("value"))
    }

    /// Returns what the first of the teams has set under a name, by their codes: for what is read across teams.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn first_team_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM team_setting WHERE name = :name ORDER BY team LIMIT 1";
        self.one(READ, sql, named_params! { ":name": name }, |row| {
            row.get("value")
        })
    }
}

impl Writer<'_> {
    /// Keeps a setting, or takes it away.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set_setting(&mut self, key: &str, value: Option<&str>) -> Result<(), StoreError> {
        self.put_setting(key, value)
    }

    pub(crate) fn set_forgetting(&self, state: Forgetting) -> Result<(), StoreError> {
        let value = match state {
            Forgetting::Nothing => None,
            Forgetting::Asked => Some("asked"),
            Forgetting::Begun => Some("begun"),
        };
        self.put_setting(FORGETTING, value)
    }

    fn put_setting(&self, key: &str, value: Option<&str>) -> Result<(), StoreError> {
        let Some(value) = value else {
            let sql = "DELETE FROM setting WHERE key = :key";
            return self
                .run(WRITE, sql, named_params! { ":key": key })
                .map(|_| ());
        };
        let sql = "INSERT INTO setting (key, value) VALUES (:key, :value)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.run(WRITE, sql, named_params! { ":key": key, ":value": value })
            .map(|_| ())
    }

    /// Keeps what a team's programme has set under a name, as a record of the log says it; tells whether that is
    /// something else.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the log has no revision of the record; otherwise when the file cannot be written.
    pub fn set_team_setting(
        &mut self,
        team: &TeamId,
        record: RecordId,
        name: &str,
        value: &str,
    ) -> Result<bool, StoreError> {
        let place = self.place(team, record)?;
        let (number, _) = place.ok_or(StoreError::Missing { what: "setting" })?;
        let sql = "INSERT INTO team_setting (id, team, name, value) VALUES (:id, :team, :name, :value)
                   ON CONFLICT (id) DO UPDATE SET value = excluded.value WHERE value <> excluded.value";
        let row = named_params! {
            ":id": number, ":team": team.as_str(), ":name": name, ":value": value,
        };
        Ok(self.run(WRITE, sql, row)? > 0)
    }
}
