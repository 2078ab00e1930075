//! Files at rest: what a file is called on the disk, and how its pieces are sealed.

use std::fmt;

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use crate::key::DatabaseKey;

/// Bytes of a file that are sealed together; only the last piece may have fewer.
pub const PIECE_BYTES: usize = 64 * 1024;
/// What a seal adds to each piece.
pub const PIECE_SEAL_BYTES: usize = 16;

/// The keys of the files beside a laptop's database. Wiped when dropped.
pub struct FileKeys {
    names: Zeroizing<[u8; 32]>,
    contents: Zeroizing<[u8; 32]>,
}

/// Seals and opens the pieces of one file.
pub struct PieceCipher(ChaCha20Poly1305);

impl FileKeys {
    /// Derives the keys from that of the database.
    #[must_use]
    pub fn of(key: &DatabaseKey) -> Self {
        Self {
            names: key.derive("names of files"),
            contents: key.derive("contents of files"),
        }
    }

    /// Returns the name on the disk of a file with this content hash: 64 hexadecimal digits that tell
    /// nobody without the key which content it is.
    #[must_use]
    pub fn disk_name(&self, content: &[u8; 32]) -> String {
        HEXLOWER.encode(blake3::keyed_hash(&self.names, content).as_bytes())
    }

    /// Returns the cipher of the file with this content hash.
    ///
    /// Each content has a key of its own, so the number of a piece can be its nonce: what is sealed twice
    /// under one key and nonce is the same piece.
    #[must_use]
    pub fn cipher(&self, content: &[u8; 32]) -> PieceCipher {
        let key = Zeroizing::new(*blake3::keyed_hash(&self.contents, content).as_bytes());
        PieceCipher(ChaCha20Poly1305::new(key.as_slice().into()))
    }
}

impl fmt::Debug for FileKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("FileKeys(hidden)")
    }
}

impl PieceCipher {
    /// Seals a piece; `None` when it is longer than [`PIECE_BYTES`]. A file ends with the piece that was
    /// sealed as its last, so that one that was cut does not open.
    #[must_use]
    pub fn seal(&self, number: u64, is_last: bool, piece: &[u8]) -> Option<Vec<u8>> {
        if piece.len() > PIECE_BYTES {
            return None;
        }
        self.0.encrypt(&nonce(number, is_last), piece).ok()
    }

    /// Opens a piece; `None` when it was changed, moved, or belongs to another file or key.
    #[must_use]
    pub fn open(&self, number: u64, is_last: bool, sealed: &[u8]) -> Option<Vec<u8>> {
        self.0.decrypt(&nonce(number, is_last), sealed).ok()
    }
}

impl fmt::Debug for PieceCipher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PieceCipher(hidden)")
    }
}

fn nonce(number: u64, is_last: bool) -> Nonce {
    let mut bytes = [0; 12];
    let (counter, rest) = bytes.split_at_mut(8);
    counter.copy_from_slice(&number.to_le_bytes());
    rest.iter_mut()
        .take(1)
        .for_each(|flag| *flag = u8::from(is_last));
    bytes.into()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test should stop at once"
    )]

    use super::*;

    fn keys(byte: u8) -> FileKeys {
        FileKeys::of(&DatabaseKey::generate(&mut |bytes: &mut [u8]| {
            bytes.fill(byte);
        }))
    }

    #[test]
    fn a_name_tells_nothing_without_the_key() {
        let content = *blake3::hash(b"a picture").as_bytes();
        let name = keys(7).disk_name(&content);
        assert_eq!(name.len(), 64);
        assert_eq!(name, keys(7).disk_name(&content), "the same file again");
        assert_ne!(name, HEXLOWER.encode(&content));
        assert_ne!(name, keys(8).disk_name(&content));
        assert_ne!(name, keys(7).disk_name(&[0; 32]));
        assert_eq!(format!("{:?}", keys(7)), "FileKeys(hidden)");
        assert_eq!(
            format!("{:?}", keys(7).cipher(&content)),
            "PieceCipher(hidden)"
        );
    }

    #[test]
    fn what_lies_on_the_disk_is_pinned() {
        let name = keys(7).disk_name(&[1; 32]);
        insta::assert_snapshot!(name, @"2f531d6cad1655d93ce1de2f166a236feef08f549f49f0c286bdfbbaabee78f3");
        let sealed = keys(7).cipher(&[1; 32]).seal(0, true, b"piece").unwrap();
        insta::assert_snapshot!(HEXLOWER.encode(&sealed), @"921732e219e72b1ccf8e9bacaf5a5a225f5dafcfc9");
    }

    #[test]
    fn a_piece_opens_in_its_place_of_its_file_only() {
        let sealed = keys(7).cipher(&[1; 32]).seal(3, false, b"piece").unwrap();
        assert_eq!(sealed.len(), 5 + PIECE_SEAL_BYTES);
        let check = |key: u8, content: u8, number: u64, is_last: bool, opens: bool| {
            let cipher = keys(key).cipher(&[content; 32]);
            let found = cipher.open(number, is_last, &sealed);
            assert_eq!(found.as_deref() == Some(b"piece"), opens, "{number}");
            assert_eq!(found.is_some(), opens);
        };
        check(7, 1, 3, false, true);
        check(8, 1, 3, false, false);
        check(7, 2, 3, false, false);
        check(7, 1, 4, false, false);
        check(7, 1, 3, true, false);
        for place in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            let found = keys(7).cipher(&[1; 32]).open(3, false, &damaged);
            assert_eq!(found, None, "byte {place} changed");
        }
    }

    #[test]
    fn a_piece_has_a_limit() {
        let cipher = keys(7).cipher(&[1; 32]);
        assert!(cipher.seal(0, true, &vec![0; PIECE_BYTES]).is_some());
        assert!(cipher.seal(0, true, &vec![0; PIECE_BYTES + 1]).is_none());
    }
}
