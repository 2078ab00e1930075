//! Tables of rules that a programme put in place of the built-in one.

use records::PersonId;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{signed, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the table of rules";
const WRITE: &str = "keep a table of rules";

/// A table of rules, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRules {
    /// Name of the file it came from.
    pub source_name: String,
    /// The file's bytes.
    pub source: Vec<u8>,
    /// BLAKE3 of them.
    pub source_hash: [u8; 32],
    /// When it was put in place, in ms since 1970.
    pub installed_ms: u64,
    /// Who did.
    pub installed_by: PersonId,
}

impl Reader<'_> {
    /// Returns the table of rules that is in use; none while that is the built-in one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rules_in_use(&self) -> Result<Option<HeldRules>, StoreError> {
        let sql = "SELECT source_name, source, source_hash, installed_ms, installed_by
                   FROM rule_table ORDER BY id DESC LIMIT 1";
        self.one(READ, sql, [], held)
    }
}

impl Writer<'_> {
    /// Puts a table of rules in place of the one in use, which is kept; false when it is that one already.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn install_rules(
        &mut self,
        source_name: &str,
        source: &[u8],
        by: PersonId,
        now_ms: u64,
    ) -> Result<bool, StoreError> {
        let hash = *blake3::hash(source).as_bytes();
        if self
            .rules_in_use()?
            .is_some_and(|held| held.source_hash == hash)
        {
            return Ok(false);
        }
        let sql =
            "INSERT INTO rule_table (source_name, source, source_hash, installed_ms, installed_by)
                   VALUES (:name, :source, :hash, :now, :by)";
        let row = named_params! {
            ":name": source_name, ":source": source, ":hash": hash, ":now": signed(now_ms), ":by": by.0,
        };
        self.run(WRITE, sql, row).map(|_| true)
    }
}

fn held(row: &Row<'_>) -> rusqlite::Result<HeldRules> {
    Ok(HeldRules {
        source_name: row.get("source_name")?,
        source: row.get("source")?,
        source_hash: row.get("source_hash")?,
        installed_ms: whole(row, "installed_ms")?,
        installed_by: PersonId(row.get("installed_by")?),
    })
}
