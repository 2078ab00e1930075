//! `Upload-Checksum`: a hash of one message, beside that of the whole file.

use axum::http::{HeaderMap, HeaderName};
use data_encoding::BASE64;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::headers::text;
use crate::Fault;

const UPLOAD_CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");

/// The names of what can be checked.
pub(super) const ALGORITHMS: &str = "blake3,sha256,sha1";

/// What the bytes of a message must come to.
pub(super) struct Checksum {
    algorithm: fn(&[u8]) -> Vec<u8>,
    wanted: Vec<u8>,
}

impl Checksum {
    /// Reads what a message says about itself, if it does.
    pub(super) fn of(headers: &HeaderMap) -> Result<Option<Self>, Fault> {
        if !headers.contains_key(UPLOAD_CHECKSUM) {
            return Ok(None);
        }
        let said = text(headers, &UPLOAD_CHECKSUM).unwrap_or_default();
        let (name, digest) = said.split_once(' ').unwrap_or_default();
        let algorithm: fn(&[u8]) -> Vec<u8> = match name {
            "blake3" => |bytes| blake3::hash(bytes).as_bytes().to_vec(),
            "sha256" => |bytes| Sha256::digest(bytes).to_vec(),
            "sha1" => |bytes| Sha1::digest(bytes).to_vec(),
            _ => {
                let detail = format!("Upload-Checksum takes {ALGORITHMS}");
                return Err(Fault::form(detail));
            }
        };
        let wanted = BASE64.decode(digest.trim().as_bytes());
        let wanted = wanted.map_err(|_bad| Fault::form("Upload-Checksum must end in base64"))?;
        Ok(Some(Self { algorithm, wanted }))
    }

    /// Says whether these are the bytes.
    pub(super) fn holds(&self, bytes: &[u8]) -> bool {
        (self.algorithm)(bytes) == self.wanted
    }
}
