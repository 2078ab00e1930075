//! What can go wrong, in words that a person can read and without anything from a record.

use std::io;
use std::path::PathBuf;

use rusqlite::{ErrorCode, ffi};

use crate::file::{ContentId, FILE_BYTES_MAX};

/// Why the store could not read or write. Whatever it says, nothing was half done.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk, or the room given to the file, is full. Nothing was changed.
    #[error("could not {operation}: the disk is full")]
    DiskFull {
        /// What was being done.
        operation: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The file or its folder cannot be written. Nothing was changed.
    #[error("could not {operation}: the folder cannot be written")]
    ReadOnly {
        /// What was being done.
        operation: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// Another program holds the file.
    #[error("could not {operation}: another program holds the database")]
    Busy {
        /// What was being done.
        operation: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// A page of the file cannot be read. Set the file aside and salvage it.
    #[error("could not {operation}: the database is damaged")]
    Damaged {
        /// What was being done.
        operation: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// Anything else that SQLite refuses.
    #[error("could not {operation}")]
    Sql {
        /// What was being done.
        operation: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// A revision that does not prove itself. Nothing of its batch was kept.
    #[error("a revision does not prove itself")]
    Revision {
        /// Which and why.
        #[from]
        source: records::RevisionError,
    },
    /// Revisions that are not the part they should be.
    #[error("the revisions of a part are not those that were sealed")]
    Part {
        /// In what they differ.
        #[from]
        source: records::PartError,
    },
    /// Something that must be there is not.
    #[error("there is no such {what} in the store")]
    Missing {
        /// The noun, such as "draft".
        what: &'static str,
    },
    /// A form version that is installed with other content.
    #[error("version {version} of form {form} is installed already with other content")]
    FormDiffers {
        /// The form.
        form: String,
        /// The version.
        version: String,
    },
    /// A file beside the database could not be made, moved or read.
    #[error("could not {operation}")]
    File {
        /// What was being done.
        operation: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file that no laptop keeps.
    #[error("the file is larger than {} MB", FILE_BYTES_MAX / 1_000_000)]
    FileTooLarge,
    /// A file that is listed and is not in the folder.
    #[error(
        "the file {content} is not in the folder of files: restore a backup or attach it again"
    )]
    FileMissing {
        /// Which.
        content: ContentId,
    },
    /// A file that is not what its name promises.
    #[error("the file {content} is damaged: sala doctor --salvage sets it aside")]
    FileDamaged {
        /// Which.
        content: ContentId,
    },
    /// The copy that a backup made is not like the original; it was removed.
    #[error("the backup does not read back as it was written")]
    BackupDiffers,
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no database in the folder.
    #[error("there is no database in this folder")]
    NotThere,
    /// [`crate::Store::create`] found one.
    #[error("there is a database in this folder already")]
    Exists,
    /// The key does not open this file.
    #[error("the key does not open this database")]
    WrongKey,
    /// The file is not a database, or parts of it cannot be read. Nothing was changed.
    #[error("the database is damaged ({finding})")]
    Damaged {
        /// What was found, without anything from a record.
        finding: String,
    },
    /// The file was written by a newer program. Nothing was changed.
    #[error("the database is from a newer version of Sala ({found}; this one knows {known})")]
    Newer {
        /// Its schema version.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The file's history of migrations is not the one this program knows. Nothing was changed.
    #[error("step {version} of the database was made by a program that is not this one's ancestor")]
    Divergent {
        /// The first step that differs.
        version: u32,
    },
    /// The file could not be brought up to date; it is as it was.
    #[error("the database could not be brought up to date and was left as it was")]
    Migrate {
        /// Which step, and why.
        #[source]
        source: Box<refinery::Error>,
    },
    /// Reading or writing failed for a reason that is not the file's content.
    #[error("could not open the database")]
    Store {
        /// The reason.
        #[from]
        source: StoreError,
    },
}

impl StoreError {
    /// Names the operation that met `source` and sorts the failure by what a person can do about it.
    pub(crate) fn sql(operation: &'static str, source: rusqlite::Error) -> Self {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType,
        };
        let said = io::Error::last_os_error().kind();
        // A value that this room never writes there.
        if let FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) =
            source
        {
            return Self::Damaged { operation, source };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { operation, source },
            Some(ErrorCode::SystemIoFailure) if is_out_of_room(&source, said) => {
                Self::DiskFull { operation, source }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { operation, source }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy { operation, source }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { operation, source }
            }
            _ => Self::Sql { operation, source },
        }
    }

    /// Names the operation and the path that met an error of the file system.
    pub(crate) fn file(
        operation: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            operation,
            path,
            source,
        }
    }

    /// Tells whether the file itself is the trouble, so that setting it aside can help.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
    }

    /// Tells whether the disk is full, whether SQLite or the file system noticed.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::DiskFull { .. } => true,
            Self::File { source, .. } => {
                matches!(
                    source.kind(),
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
                )
            }
            _ => false,
        }
    }
}

/// Whether a write failed for want of room that SQLite does not call so: it knows a full disk, and no quota or limit that is used up.
/// What the system `said` last on this thread tells.
fn is_out_of_room(source: &rusqlite::Error, said: io::ErrorKind) -> bool {
    const WRITES: [i32; 5] = [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_SHMSIZE,
    ];
    let code = source.sqlite_error().map(|error| error.extended_code);
    let room = matches!(
        said,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    );
    room && code.is_some_and(|code| WRITES.contains(&code))
}

/// Gives an error of SQLite the name of the operation it broke.
pub(crate) trait During<T> {
    /// Names the operation as it continues "could not …".
    fn during(self, operation: &'static str) -> Result<T, StoreError>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, operation: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::sql(operation, source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn want_of_room_is_told_by_what_the_system_said_of_a_write() {
        let check = |code: i32, said: io::ErrorKind, is_full: bool| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(is_out_of_room(&error, said), is_full, "{code} {said:?}");
        };
        check(ffi::SQLITE_IOERR_WRITE, io::ErrorKind::QuotaExceeded, true);
        check(ffi::SQLITE_IOERR_FSYNC, io::ErrorKind::QuotaExceeded, true);
        check(ffi::SQLITE_IOERR_SHMSIZE, io::ErrorKind::StorageFull, true);
        check(ffi::SQLITE_IOERR_WRITE, io::ErrorKind::FileTooLarge, true);
        check(ffi::SQLITE_IOERR_WRITE, io::ErrorKind::Other, false);
        check(ffi::SQLITE_IOERR_READ, io::ErrorKind::QuotaExceeded, false);
        check(ffi::SQLITE_CORRUPT, io::ErrorKind::QuotaExceeded, false);
        let no_sql = rusqlite::Error::QueryReturnedNoRows;
        assert!(!is_out_of_room(&no_sql, io::ErrorKind::QuotaExceeded));
    }
}
