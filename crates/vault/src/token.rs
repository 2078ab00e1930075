//! Tokens are stored as hashes and compared without telling how far they agree.

use subtle::ConstantTimeEq;

/// Returns what is stored of a bearer token or invitation: whoever reads the store cannot use it.
#[must_use]
pub fn token_hash(token: &[u8]) -> [u8; 32] {
    blake3::derive_key("sala 2026-11 token", token)
}

/// Tells whether two byte strings are equal, in a time that depends on their lengths only.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_token_never_changes() {
        insta::assert_snapshot!(data_encoding::HEXLOWER.encode(&token_hash(b"token")), @"2c4e1133d39f4f876168132445f26ae2d1a47f27a0ff57b0d670c1bf9096b266");
    }

    #[test]
    fn same_is_equality() {
        assert!(same(b"", b"") && same(b"one", b"one"));
        assert!(!same(b"one", b"two") && !same(b"one", b"on"));
    }
}
