//! Looking after what is kept, and after what was promised.

use std::path::Path;

use sync::{Receipt, ReceiptError, SignedReceipt};

use super::{Centre, CentreError, KEY_FILE, key};
use crate::ledger::{Examination, Finding};

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

fn read(bytes: &[u8]) -> Option<SignedReceipt> {
    if let Ok(signed) = minicbor::decode(bytes) {
        return Some(signed);
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let bytes = data_encoding::BASE64.decode(text.as_bytes()).ok()?;
    minicbor::decode(&bytes).ok()
}
