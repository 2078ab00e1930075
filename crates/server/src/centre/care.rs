//! Looking after what is kept, and after what was promised.

use std::path::Path;

use sync::{FileName, Receipt, ReceiptError, SignedReceipt};

use super::{Centre, CentreError, KEY_FILE, Shelf, key};
use crate::files::FilesError;
use crate::ledger::{Examination, Finding, LedgerError};

/// How many files are looked up for one question to the ledger.
const FILES_AT_ONCE: u32 = 1_000;
/// How many are told by name.
const FILES_LISTED: u64 = 100;

/// Files that were signed for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promised {
    /// How many.
    pub files: u64,
    /// How many bytes together.
    pub bytes: u64,
}

impl Promised {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// Why files could not be looked through.
#[derive(Debug, thiserror::Error)]
pub enum FilesFault {
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The store of files failed.
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Why a receipt is not one of this centre.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptFault {
    /// The bytes are no receipt.
    #[error("this is not a receipt")]
    Unreadable,
    /// Something in it was changed, or another centre gave it.
    #[error("this receipt is not signed by this centre")]
    Signature,
    /// It is signed and cannot be read: a newer centre wrote it.
    #[error("this receipt cannot be read")]
    Content {
        /// What was met.
        #[source]
        source: ReceiptError,
    },
}

impl Centre {
    /// Looks at everything that is kept: is it whole, does it prove itself, does it agree with itself?
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn examine(&self) -> Result<Examination, CentreError> {
        let mut found = self.inner.ledger.examine(&self.public())?;
        if !key::is_private(&self.folder().join(KEY_FILE))? {
            let message = format!("others can read {KEY_FILE}: take their rights away (chmod 600)");
            found.findings.push(Finding {
                code: "key",
                message,
                broken: true,
            });
        }
        Ok(found)
    }

    /// Looks whether every file that was signed for is there with its length, in the store where files are; adds to
    /// `found`. What is missing here comes again from the laptops that have it, when they next ask after it.
    ///
    /// # Errors
    /// When the database or the store cannot be read.
    pub fn examine_files(
        &self,
        shelf: &Shelf<'_>,
        found: &mut Examination,
    ) -> Result<(), FilesFault> {
        let (mut lost, mut listed) = (0_u64, 0);
        self.each_lost(shelf, |file, promised, here| {
            lost += 1;
            if listed < FILES_LISTED {
                listed += 1;
                found.findings.push(Finding {
                    code: "file",
                    message: missing(file, promised, here),
                    broken: true,
                });
            }
        })?;
        if lost > listed {
            let message = format!("{} more files that were signed for", lost - listed);
            let (code, broken) = ("file", true);
            found.findings.push(Finding {
                code,
                message,
                broken,
            });
        }
        Ok(())
    }

    /// Returns how many photos and scans were signed for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn promised(&self) -> Result<Promised, LedgerError> {
        let mut promised = Promised::default();
        self.each_promised(|_file, bytes| {
            promised.add(bytes);
            Ok::<_, LedgerError>(())
        })?;
        Ok(promised)
    }

    /// Returns how many of them are not in the store where files are, or not with the length that was signed for.
    ///
    /// # Errors
    /// When the database or the store cannot be read.
    pub fn lost_files(&self, shelf: &Shelf<'_>) -> Result<Promised, FilesFault> {
        let mut lost = Promised::default();
        self.each_lost(shelf, |_file, promised, _here| lost.add(promised))?;
        Ok(lost)
    }

    /// Shows each file that was signed for and is not there with its length: how long it should be, and how long it is.
    fn each_lost(
        &self,
        shelf: &Shelf<'_>,
        mut show: impl FnMut(&FileName, u64, Option<u64>),
    ) -> Result<(), FilesFault> {
        self.each_promised(|file, promised| {
            let here = shelf.runtime.block_on(shelf.files.length(file))?;
            if here != Some(promised) {
                show(file, promised, here);
            }
            Ok(())
        })
    }

    /// Shows each file that was signed for, with its length.
    fn each_promised<E: From<LedgerError>>(
        &self,
        mut show: impl FnMut(&FileName, u64) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut after = None;
        loop {
            let ledger = &self.inner.ledger;
            let some = ledger.promised_files(after.as_ref(), FILES_AT_ONCE)?;
            let Some((last, _)) = some.last() else {
                return Ok(());
            };
            after = Some(last.clone());
            for (file, bytes) in &some {
                show(file, *bytes)?;
            }
        }
    }

    /// Checks what a laptop was promised: the CBOR of a signed receipt, or its base64.
    ///
    /// # Errors
    /// When this centre did not give it.
    pub fn verify_receipt(&self, bytes: &[u8]) -> Result<Receipt, ReceiptFault> {
        let signed = read(bytes).ok_or(ReceiptFault::Unreadable)?;
        if !vault::verify(
            &self.public(),
            &Receipt::statement(&signed.bytes),
            &signed.signature,
        ) {
            return Err(ReceiptFault::Signature);
        }
        Receipt::from_bytes(&signed.bytes).map_err(|source| ReceiptFault::Content { source })
    }

    /// Does the same with a file.
    ///
    /// # Errors
    /// When it cannot be read; the inner error when this centre did not give the receipt.
    pub fn verify_receipt_file(
        &self,
        path: &Path,
    ) -> Result<Result<Receipt, ReceiptFault>, CentreError> {
        let bytes = std::fs::read(path).map_err(super::file("read", path))?;
        Ok(self.verify_receipt(&bytes))
    }
}

fn missing(file: &FileName, promised: u64, here: Option<u64>) -> String {
    let (team, content) = (&file.team, blake3::Hash::from_bytes(file.content));
    match here {
        None => format!("team {team}: file {content} was signed for and is not here"),
        Some(here) => {
            format!(
                "team {team}: file {content} has {here} bytes here and was signed for with {promised}"
            )
        }
    }
}

fn read(bytes: &[u8]) -> Option<SignedReceipt> {
    if let Ok(signed) = minicbor::decode(bytes) {
        return Some(signed);
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let bytes = data_encoding::BASE64.decode(text.as_bytes()).ok()?;
    minicbor::decode(&bytes).ok()
}
