//! The key of everything on a laptop, and the cipher that wraps it.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use crate::{Random, draw_secret};

/// A [`DatabaseKey`] under a wrapping key: 32 bytes and the cipher's tag.
pub(crate) const WRAPPED_BYTES: usize = 48;

/// The random key that opens a laptop's database and files. Wiped when dropped.
#[derive(Clone)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// Makes a new key.
    #[must_use]
    pub fn generate(random: Random<'_>) -> Self {
        Self(draw_secret(random))
    }

    /// Takes an existing key.
    #[must_use]
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// Returns the key itself.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the key as 64 hexadecimal digits, the way SQLCipher takes a raw key.
    #[must_use]
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(self.0.as_slice()))
    }

    /// Returns a key for one other purpose, such as `"files"`, from which this one cannot be found.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut hasher = blake3::Hasher::new_derive_key("sala 2026-11 key for a purpose");
        hasher.update(self.0.as_slice()).update(purpose.as_bytes());
        Zeroizing::new(*hasher.finalize().as_bytes())
    }

    /// Seals the key under a wrapping key; `place` must be the same when it is opened.
    pub(crate) fn wrap(
        &self,
        under: &[u8; 32],
        nonce: &[u8; 24],
        place: &[u8],
    ) -> [u8; WRAPPED_BYTES] {
        wrap(&self.0, under, nonce, place)
    }

    /// Opens what [`DatabaseKey::wrap`] sealed; `None` under another key or place, or when damaged.
    pub(crate) fn unwrap(
        under: &[u8; 32],
        nonce: &[u8; 24],
        place: &[u8],
        wrapped: &[u8; WRAPPED_BYTES],
    ) -> Option<Self> {
        unwrap(under, nonce, place, wrapped).map(Self)
    }
}

/// Seals 32 bytes under a wrapping key; `place` must be the same when they are opened.
pub(crate) fn wrap(
    secret: &[u8; 32],
    under: &[u8; 32],
    nonce: &[u8; 24],
    place: &[u8],
) -> [u8; WRAPPED_BYTES] {
    let payload = Payload {
        msg: secret.as_slice(),
        aad: place,
    };
    let sealed = XChaCha20Poly1305::new(under.into()).encrypt(XNonce::from_slice(nonce), payload);
    let mut wrapped = [0; WRAPPED_BYTES];
    // The cipher fails only on messages of 256 GiB; 32 bytes always come back as 48.
    wrapped
        .iter_mut()
        .zip(sealed.unwrap_or_default())
        .for_each(|(to, from)| *to = from);
    wrapped
}

/// Opens what [`wrap`] sealed; `None` under another key or place, or when damaged.
pub(crate) fn unwrap(
    under: &[u8; 32],
    nonce: &[u8; 24],
    place: &[u8],
    wrapped: &[u8],
) -> Option<Zeroizing<[u8; 32]>> {
    let payload = Payload {
        msg: wrapped,
        aad: place,
    };
    let cipher = XChaCha20Poly1305::new(under.into());
    let plain = Zeroizing::new(cipher.decrypt(XNonce::from_slice(nonce), payload).ok()?);
    let mut secret = Zeroizing::new([0; 32]);
    if plain.len() != secret.len() {
        return None;
    }
    secret.copy_from_slice(&plain);
    Some(secret)
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DatabaseKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]

    use super::*;

    fn key(byte: u8) -> DatabaseKey {
        DatabaseKey::generate(&mut |bytes: &mut [u8]| bytes.fill(byte))
    }

    #[test]
    fn the_key_is_never_shown() {
        assert_eq!(format!("{:?}", key(7)), "DatabaseKey(hidden)");
    }

    #[test]
    fn hex_is_what_sqlcipher_reads() {
        assert_eq!(*key(0xa7).to_hex(), "a7".repeat(32));
    }

    #[test]
    fn each_purpose_has_its_own_key() {
        let files = key(7).derive("files");
        assert_ne!(*files, *key(7).derive("search"));
        assert_ne!(*files, *key(8).derive("files"));
        assert_ne!(*files, *key(7).as_bytes());
        insta::assert_snapshot!(HEXLOWER.encode(files.as_slice()), @"eeaf786a35fc2245932670238a5999f7b89efe03320d1de147b403ee88cae1fc");
    }

    #[test]
    fn a_wrapped_key_opens_in_its_place_only() {
        let wrapped = key(7).wrap(&[1; 32], &[2; 24], b"here");
        let open = |under, nonce, place: &[u8], wrapped: &[u8; WRAPPED_BYTES]| {
            DatabaseKey::unwrap(&[under; 32], &[nonce; 24], place, wrapped).map(|k| *k.as_bytes())
        };
        assert_eq!(open(1, 2, b"here", &wrapped), Some([7; 32]));
        assert_eq!(open(9, 2, b"here", &wrapped), None, "another key");
        assert_eq!(open(1, 9, b"here", &wrapped), None, "another nonce");
        assert_eq!(open(1, 2, b"there", &wrapped), None, "another place");
        for place in 0..wrapped.len() {
            let mut damaged = wrapped;
            damaged[place] ^= 1;
            assert_eq!(open(1, 2, b"here", &damaged), None, "byte {place} changed");
        }
    }
}
