//! Settings: small texts under a name.

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
}
