//! Bytes in JSON files: base64, fixed lengths.

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer, const N: usize>(
    bytes: &[u8; N],
    out: S,
) -> Result<S::Ok, S::Error> {
    out.serialize_str(&BASE64.encode(bytes))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
    input: D,
) -> Result<[u8; N], D::Error> {
    let text = String::deserialize(input)?;
    let bytes = BASE64
        .decode(text.as_bytes())
        .map_err(serde::de::Error::custom)?;
    bytes
        .try_into()
        .map_err(|_| serde::de::Error::custom(format!("{N} bytes in base64 expected")))
}
