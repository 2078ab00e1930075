//! Settings: small texts under a name.

use rusqlite::named_params;

use crate::error::StoreError;
use crate::store::{Reader, Writer};

const READ: &str = "read a setting";
const WRITE: &str = "keep a setting";

/// Set while an erasure has left words in the search index that [`crate::Store::tidy`] is to drop.
const FORGETTING: &str = "store.forgetting";

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

    /// Tells whether an erasure left something to be dropped.
    pub(crate) fn is_forgetting(&self) -> Result<bool, StoreError> {
        Ok(self.setting(FORGETTING)?.is_some())
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

    pub(crate) fn mark_forgetting(&self) -> Result<(), StoreError> {
        self.put_setting(FORGETTING, Some("1"))
    }

    pub(crate) fn forgotten(&self) -> Result<(), StoreError> {
        self.put_setting(FORGETTING, None)
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
