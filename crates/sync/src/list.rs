//! Lists in frames, read with a limit: a list is refused before it can fill the memory.

use std::collections::BTreeMap;

use minicbor::bytes::{ByteArray, ByteSlice, ByteVec};
use minicbor::decode::Error;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encoder, encode};
use records::TeamId;

use crate::frame::SignedBytes;

/// Reads the head of a list or map of at most `MOST`.
fn length(found: Option<u64>, most: usize, at: usize) -> Result<u64, Error> {
    match found {
        Some(length) if length <= most as u64 => Ok(length),
        Some(_) => Err(Error::message("a list is longer than any may be").at(at)),
        None => Err(Error::message("a list has no length").at(at)),
    }
}

/// Reads a list of at most `MOST`.
pub(crate) fn read<'b, C, T: Decode<'b, C>, const MOST: usize>(
    input: &mut Decoder<'b>,
    ctx: &mut C,
) -> Result<Vec<T>, Error> {
    let at = input.position();
    let length = length(input.array()?, MOST, at)?;
    (0..length).map(|_| T::decode(input, ctx)).collect()
}

/// Reads a map from teams of at most `MOST`.
pub(crate) fn read_map<'b, C, T: Decode<'b, C>, const MOST: usize>(
    input: &mut Decoder<'b>,
    ctx: &mut C,
) -> Result<BTreeMap<TeamId, T>, Error> {
    let at = input.position();
    let length = length(input.map()?, MOST, at)?;
    (0..length)
        .map(|_| Ok((TeamId::decode(input, ctx)?, T::decode(input, ctx)?)))
        .collect()
}

/// Writes byte strings.
pub(crate) fn write_bytes<C, W: Write>(
    list: &[Vec<u8>],
    out: &mut Encoder<W>,
    _: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    out.array(list.len() as u64)?;
    list.iter()
        .try_for_each(|bytes| out.bytes(bytes).map(|_| ()))
}

/// Reads at most `MOST` byte strings.
pub(crate) fn read_bytes<C, const MOST: usize>(
    input: &mut Decoder<'_>,
    ctx: &mut C,
) -> Result<Vec<Vec<u8>>, Error> {
    Ok(read::<C, ByteVec, MOST>(input, ctx)?
        .into_iter()
        .map(Vec::from)
        .collect())
}

/// Writes hashes.
pub(crate) fn write_hashes<C, W: Write>(
    list: &[[u8; 32]],
    out: &mut Encoder<W>,
    _: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    out.array(list.len() as u64)?;
    list.iter().try_for_each(|hash| out.bytes(hash).map(|_| ()))
}

/// Reads at most `MOST` hashes.
pub(crate) fn read_hashes<C, const MOST: usize>(
    input: &mut Decoder<'_>,
    ctx: &mut C,
) -> Result<Vec<[u8; 32]>, Error> {
    Ok(read::<C, ByteArray<32>, MOST>(input, ctx)?
        .into_iter()
        .map(Into::into)
        .collect())
}

/// Writes signed bytes with their signature.
pub(crate) fn write_signed<C, W: Write>(
    signed: &Option<SignedBytes>,
    out: &mut Encoder<W>,
    ctx: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    let pair = signed.as_ref().map(|(bytes, signature)| {
        (
            <&ByteSlice>::from(bytes.as_slice()),
            ByteArray::from(*signature),
        )
    });
    out.encode_with(pair, ctx)?.ok()
}

/// Reads signed bytes with their signature.
pub(crate) fn read_signed<C>(
    input: &mut Decoder<'_>,
    ctx: &mut C,
) -> Result<Option<SignedBytes>, Error> {
    let pair: Option<(ByteVec, ByteArray<64>)> = input.decode_with(ctx)?;
    Ok(pair.map(|(bytes, signature)| (bytes.into(), signature.into())))
}
