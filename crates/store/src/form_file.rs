//! Files that came with a form: tables, XML and places that its questions read.

use rusqlite::named_params;

use crate::error::StoreError;
use crate::revision::signed;
use crate::store::{Reader, Writer};

const READ: &str = "read the files of a form";
const WRITE: &str = "install the files of a form";

/// A file that came with a form, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// Its name, such as `villages.csv`.
    pub name: String,
    /// BLAKE3 of its contents.
    pub hash: [u8; 32],
}

impl Reader<'_> {
    /// Returns the files that came with a version of a form, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn form_files(&self, form: &str, version: &str) -> Result<Vec<FormFile>, StoreError> {
        let sql = "SELECT name, hash FROM form_file WHERE form = :form AND version = :version
                   ORDER BY name";
        let of = named_params! { ":form": form, ":version": version };
        self.all(READ, sql, of, |row| {
            Ok(FormFile {
                name: row.get("name")?,
                hash: row.get("hash")?,
            })
        })
    }

    /// Returns the contents of a file that came with a version of a form.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn form_file(
        &self,
        form: &str,
        version: &str,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM form_file
                   WHERE form = :form AND version = :version AND name = :name";
        let of = named_params! { ":form": form, ":version": version, ":name": name };
        self.one(READ, sql, of, |row| row.get("bytes"))
    }
}

impl Writer<'_> {
    /// Keeps a file for a version of a form, in place of one of the same name.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn install_form_file(
        &mut self,
        form: &str,
        version: &str,
        name: &str,
        bytes: &[u8],
        now_ms: u64,
    ) -> Result<(), StoreError> {
        let hash = *blake3::hash(bytes).as_bytes();
        let row = named_params! {
            ":form": form, ":version": version, ":name": name, ":bytes": bytes,
            ":hash": hash, ":installed_ms": signed(now_ms),
        };
        self.run(WRITE, include_str!("form_file_upsert.sql"), row)
            .map(|_| ())
    }
}
