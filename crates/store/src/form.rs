//! Forms: every version ever installed, with the file it came from.

use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{signed, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the forms";
const WRITE: &str = "install a form";

/// One installed version of a form, without its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The form's id.
    pub id: String,
    /// The version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Name of the file it came from.
    pub source_name: String,
    /// BLAKE3 of the source.
    pub source_hash: [u8; 32],
    /// When it was installed, in ms since 1970.
    pub installed_ms: u64,
    /// New records use this version; one per form at most.
    pub active: bool,
}

/// A form version to install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewForm<'a> {
    /// The form's id.
    pub id: &'a str,
    /// The version.
    pub version: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Name of the file it comes from.
    pub source_name: &'a str,
    /// The file's bytes.
    pub source: &'a [u8],
}

impl Reader<'_> {
    /// Returns all installed versions, the forms by title, the versions of a form newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn forms(&self) -> Result<Vec<Form>, StoreError> {
        let sql = "SELECT id, version, title, source_name, source_hash, installed_ms, active
                   FROM form ORDER BY title, id, installed_ms DESC, version DESC";
        self.all(READ, sql, [], form)
    }

    /// Returns the version of a form that new records use.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn active_form(&self, id: &str) -> Result<Option<Form>, StoreError> {
        let sql = "SELECT id, version, title, source_name, source_hash, installed_ms, active
                   FROM form WHERE id = :id AND active = 1";
        self.one(READ, sql, named_params! { ":id": id }, form)
    }

    /// Returns the source of one version: the name of its file and the bytes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn form_source(
        &self,
        id: &str,
        version: &str,
    ) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let sql = "SELECT source_name, source FROM form WHERE id = :id AND version = :version";
        let name = named_params! { ":id": id, ":version": version };
        self.one(READ, sql, name, |row| {
            Ok((row.get("source_name")?, row.get("source")?))
        })
    }
}

impl Writer<'_> {
    /// Installs a version and makes it the active one of its form. The same again changes nothing but
    /// which is active.
    ///
    /// # Errors
    /// [`StoreError::FormDiffers`] when that version is installed with another source; otherwise when
    /// the file cannot be written.
    pub fn install_form(&mut self, new: &NewForm<'_>, now_ms: u64) -> Result<(), StoreError> {
        let hash = *blake3::hash(new.source).as_bytes();
        let find = "SELECT source_hash FROM form WHERE id = :id AND version = :version";
        let name = named_params! { ":id": new.id, ":version": new.version };
        let held: Option<[u8; 32]> = self.one(READ, find, name, |row| row.get("source_hash"))?;
        match held {
            Some(held) if held != hash => {
                return Err(StoreError::FormDiffers {
                    form: new.id.to_owned(),
                    version: new.version.to_owned(),
                });
            }
            Some(_) => {}
            None => {
                let row = named_params! {
                    ":id": new.id, ":version": new.version, ":title": new.title,
                    ":source_name": new.source_name, ":source": new.source, ":source_hash": hash,
                    ":installed_ms": signed(now_ms),
                };
                self.run(WRITE, include_str!("form_insert.sql"), row)?;
            }
        }
        self.activate_form(new.id, new.version)
    }

    /// Makes an installed version the one that new records of its form use.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not installed; otherwise when the file cannot be written.
    pub fn activate_form(&mut self, id: &str, version: &str) -> Result<(), StoreError> {
        let sql = "UPDATE form SET active = (version = :version) WHERE id = :id AND EXISTS
                   (SELECT 1 FROM form WHERE id = :id AND version = :version)";
        match self.run(WRITE, sql, named_params! { ":id": id, ":version": version })? {
            0 => Err(StoreError::Missing {
                what: "form version",
            }),
            _ => Ok(()),
        }
    }

    /// Takes a form out of use for new records. Its versions stay, for the records made with them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn retire_form(&mut self, id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE form SET active = 0 WHERE id = :id";
        self.run(WRITE, sql, named_params! { ":id": id })
            .map(|_| ())
    }
}

fn form(row: &Row<'_>) -> rusqlite::Result<Form> {
    Ok(Form {
        id: row.get("id")?,
        version: row.get("version")?,
        title: row.get("title")?,
        source_name: row.get("source_name")?,
        source_hash: row.get("source_hash")?,
        installed_ms: whole(row, "installed_ms")?,
        active: row.get("active")?,
    })
}
