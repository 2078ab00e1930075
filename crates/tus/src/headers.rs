//! What tus says in the heads of messages.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use data_encoding::BASE64;
use records::TeamId;
use sync::{Announced, FileName};

use crate::{Fault, VERSION};

pub(crate) const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(crate) const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
pub(super) const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub(super) const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub(super) const TUS_CHECKSUM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
pub(super) const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(crate) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
pub(super) const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub(super) const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// Refuses another version of the protocol.
pub(super) fn require_version(headers: &HeaderMap) -> Result<(), Fault> {
    match text(headers, &TUS_RESUMABLE) {
        Some(VERSION) => Ok(()),
        Some(_) | None => Err(Fault::version()),
    }
}

/// Reads a number that must be there.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Fault> {
    let digits = text(headers, name).filter(|text| text.bytes().all(|sign| sign.is_ascii_digit()));
    digits
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Fault::form(format!("{name} must be a whole number")))
}

pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Reads what is going to be sent: the length, and in the metadata the team and the hash (`blake3`, 64
/// hexadecimal digits). Other metadata are passed over, and not kept.
pub(super) fn announced(headers: &HeaderMap) -> Result<Announced, Fault> {
    let length = number(headers, &UPLOAD_LENGTH)?;
    let metadata = text(headers, &UPLOAD_METADATA).unwrap_or_default();
    let value = |key: &str| {
        let pairs = metadata.split(',').map(str::trim);
        let found = pairs
            .filter_map(|pair| pair.split_once(' '))
            .find(|(name, _)| *name == key);
        let bytes = found.and_then(|(_, value)| BASE64.decode(value.trim().as_bytes()).ok());
        bytes
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(|| Fault::form(format!("Upload-Metadata must have {key}")))
    };
    let team = TeamId::new(value("team")?)
        .map_err(|_code| Fault::form("team must be the code of a team"))?;
    let content = hash(&value("blake3")?)
        .ok_or_else(|| Fault::form("blake3 must be 64 hexadecimal digits"))?;
    let file = FileName { team, content };
    Ok(Announced { file, length })
}

/// Reads a hash: 64 lowercase hexadecimal digits and nothing else.
pub(super) fn hash(text: &str) -> Option<[u8; 32]> {
    let hash = blake3::Hash::from_hex(text).ok()?;
    (hash.to_hex().as_str() == text).then(|| *hash.as_bytes())
}

pub(super) fn value(number: u64) -> HeaderValue {
    HeaderValue::from(number)
}

/// Writes a time as HTTP does.
pub(super) fn time(ms: u64) -> HeaderValue {
    let time = i64::try_from(ms)
        .ok()
        .and_then(chrono::DateTime::from_timestamp_millis)
        .unwrap_or_default();
    let text = time.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("0"))
}
