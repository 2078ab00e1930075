//! How long files are, asked before they are fetched: what a line costs is told before it is used.

use minicbor::{Decode, Encode};

use super::FileName;
use crate::frame::{self, FrameError};
use crate::list;

/// The most files that one ask is about: few enough for a centre that asks a slow store for each.
pub const FILES_OF_SIZES_MAX: usize = 64;

/// Asks how long files are.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SizesAsk {
    /// The files, at most [`FILES_OF_SIZES_MAX`].
    #[n(0)]
    #[cbor(decode_with = "list::read::<_, _, FILES_OF_SIZES_MAX>")]
    pub files: Vec<FileName>,
}

/// How long they are.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct FileSizes {
    /// For each file of the ask, in its order: its bytes, or null when it is not there or not for this laptop.
    #[n(0)]
    #[cbor(decode_with = "list::read::<_, _, FILES_OF_SIZES_MAX>")]
    pub bytes: Vec<Option<u64>>,
}

impl SizesAsk {
    /// Returns the bytes: a CBOR array of version and ask.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        frame::write(self)
    }

    /// Reads an ask. Fields that a newer program added are passed over.
    ///
    /// # Errors
    /// When the bytes are too many, of another version, or no ask.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        frame::read(bytes)
    }
}

impl FileSizes {
    /// Returns the bytes: a CBOR array of version and answer.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        frame::write(self)
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// When the bytes are too many, of another version, or no answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        frame::read(bytes)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
mod tests {
    use records::TeamId;

    use super::*;

    #[test]
    fn an_ask_and_its_answer_are_read_as_they_were_written() {
        let file = |content| FileName {
            team: TeamId::new("north").unwrap(),
            content: [content; 32],
        };
        let ask = SizesAsk {
            files: vec![file(1), file(2)],
        };
        assert_eq!(SizesAsk::from_bytes(&ask.to_bytes()).unwrap(), ask);
        let answer = FileSizes {
            bytes: vec![Some(40_000), None],
        };
        let bytes = answer.to_bytes();
        assert_eq!(bytes, [0x82, 1, 0x81, 0x82, 0x19, 0x9c, 0x40, 0xf6]);
        assert_eq!(FileSizes::from_bytes(&bytes).unwrap(), answer);
        let many = SizesAsk {
            files: vec![file(1); FILES_OF_SIZES_MAX + 1],
        };
        assert!(SizesAsk::from_bytes(&many.to_bytes()).is_err());
    }
}
