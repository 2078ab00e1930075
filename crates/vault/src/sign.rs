//! Signatures: who said it, and who may say it.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::{Random, draw_secret};

/// The Ed25519 secret of one laptop, or of the centre. Wiped when dropped.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// Makes a new key.
    #[must_use]
    pub fn generate(random: Random<'_>) -> Self {
        Self::from_bytes(&draw_secret(random))
    }

    /// Takes an existing secret.
    #[must_use]
    pub fn from_bytes(secret: &Zeroizing<[u8; 32]>) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// Returns the secret, to be stored inside the encrypted database only.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Returns the public half.
    #[must_use]
    pub fn device_public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Returns the name that the public half has, see [`device_id`].
    #[must_use]
    pub fn device_id(&self) -> [u8; 16] {
        device_id(&self.device_public())
    }

    /// Returns the secret as a number on the curve: what opens an envelope for the public half.
    pub(crate) fn to_scalar(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_scalar_bytes())
    }

    /// Returns what this key and the other half of another have in common, as X25519 has it, and nobody else can tell;
    /// none for a key of no use, such as that of everybody.
    pub(crate) fn shared_with(&self, public: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let other = VerifyingKey::from_bytes(public).ok()?;
        if other.is_weak() {
            return None;
        }
        let point = other.to_montgomery().mul_clamped(*self.to_scalar());
        Some(Zeroizing::new(point.to_bytes()))
    }

    /// Returns a secret for another purpose, the same each time, from which this one cannot be found.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key(purpose, self.0.as_bytes()))
    }

    /// Signs a statement. Statements start with a line that names their purpose.
    #[must_use]
    pub fn sign(&self, statement: &[u8]) -> [u8; 64] {
        self.0.sign(statement).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DeviceKey(hidden)")
    }
}

/// Returns the id of the laptop with this public key: the first 16 bytes of its hash.
#[must_use]
pub fn device_id(public: &[u8; 32]) -> [u8; 16] {
    let hash = blake3::derive_key("sala 2026-11 device", public);
    let mut id = [0; 16];
    id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    id
}

/// Tells whether `signature` is the key's signature of `statement`.
///
/// Strict: keys and signatures with more than one meaning are false, so that every machine says the same.
#[must_use]
pub fn verify(public: &[u8; 32], statement: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        key.verify_strict(statement, &Signature::from_bytes(signature))
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]

    use super::*;
    use data_encoding::HEXLOWER;

    fn key(byte: u8) -> DeviceKey {
        DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(byte))
    }

    #[test]
    fn a_signature_holds_for_its_key_and_statement_only() {
        let signature = key(1).sign(b"part");
        assert!(verify(&key(1).device_public(), b"part", &signature));
        assert!(!verify(&key(2).device_public(), b"part", &signature));
        assert!(!verify(&key(1).device_public(), b"port", &signature));
        for place in 0..64 {
            let mut damaged = signature;
            damaged[place] ^= 1;
            assert!(
                !verify(&key(1).device_public(), b"part", &damaged),
                "byte {place} changed"
            );
        }
    }

    #[test]
    fn the_key_of_everybody_signs_nothing() {
        // The neutral point: lax verifiers take an all-zero signature of anything from it.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!verify(&neutral, b"anything", &signature));
        assert!(
            !verify(&[0xff; 32], b"anything", &[0; 64]),
            "not a point at all"
        );
    }

    #[test]
    fn keys_and_names_never_change() {
        insta::assert_snapshot!(HEXLOWER.encode(&key(7).device_public()), @"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
        insta::assert_snapshot!(HEXLOWER.encode(&key(7).device_id()), @"9233e3ce6cd5362f6a39784195e89817");
        insta::assert_snapshot!(HEXLOWER.encode(&key(7).sign(b"part")), @"325ce797642071f5e78de5a13f7895d20e87c2410f912e8e35f71763c79c435429cf4fd1d844f4fd432db3136d17ec10a47523581d00046e317cb904a62a5207");
    }

    #[test]
    fn a_device_has_the_name_that_records_gives_it() {
        // The same value is pinned in the room `records`.
        assert_eq!(
            HEXLOWER.encode(&device_id(&[7; 32])),
            "e26d8abcdc85b7183aed551863e1cd9e"
        );
    }

    #[test]
    fn a_key_comes_back_from_its_bytes() {
        let again = DeviceKey::from_bytes(&key(7).to_bytes());
        assert_eq!(again.device_public(), key(7).device_public());
        assert_eq!(format!("{again:?}"), "DeviceKey(hidden)");
    }
}
