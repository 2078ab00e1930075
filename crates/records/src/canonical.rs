//! Writing CBOR into memory. `minicbor` writes shortest heads and definite lengths, which together with
//! arrays in a fixed order is one byte string per value.

/// Returns the CBOR of `value`.
#[expect(
    clippy::expect_used,
    reason = "a Vec takes every byte, so writing cannot fail"
)]
pub(crate) fn to_cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("write CBOR into memory")
}
