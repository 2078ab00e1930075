//! Files on their way in, as whoever takes them sees it: announced, received piece by piece, proven, kept.

use std::fmt;
use std::str::FromStr;

use super::FileName;

/// The name of an upload: 128 bits by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadId(pub [u8; 16]);

/// The text names no upload: a name has 32 lowercase hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such upload")]
pub struct NotAnUpload;

impl fmt::Display for UploadId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl FromStr for UploadId {
    type Err = NotAnUpload;

    fn from_str(text: &str) -> Result<Self, NotAnUpload> {
        let digit = |sign: u8| match sign {
            b'0'..=b'9' => Some(sign - b'0'),
            b'a'..=b'f' => Some(sign - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes = pairs
            .iter()
            .map(|[high, low]| Some((digit(*high)? << 4) | digit(*low)?));
        let bytes: Option<Vec<u8>> = bytes.collect();
        let bytes = bytes.filter(|_| rest.is_empty()).ok_or(NotAnUpload)?;
        bytes.try_into().map(Self).map_err(|_| NotAnUpload)
    }
}

/// What a laptop says that it will send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Which file.
    pub file: FileName,
    /// How many bytes.
    pub length: u64,
}

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What was announced.
    pub announced: Announced,
    /// How many bytes are here, from the first on.
    pub offset: u64,
    /// When it is given up, in ms since 1970.
    pub expires_ms: u64,
    /// True: the whole file is kept.
    pub done: bool,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn an_upload_has_one_spelling() {
        let id = UploadId(std::array::from_fn(|place| place as u8 * 17));
        let name = id.to_string();
        assert_eq!(name, "00112233445566778899aabbccddeeff");
        assert_eq!(name.parse(), Ok(id));
        for bad in [
            "",
            "0",
            "00",
            "00112233445566778899aabbccddeef",
            "00112233445566778899aabbccddeeff0",
            "00112233445566778899AABBCCDDEEFF",
            "00112233445566778899aabbccddeeg0",
            "../112233445566778899aabbccddeeff",
            "ក112233445566778899aabbccddeeff",
        ] {
            assert_eq!(bad.parse::<UploadId>(), Err(NotAnUpload), "{bad}");
        }
    }
}
