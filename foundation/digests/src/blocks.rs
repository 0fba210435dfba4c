//! A message in blocks of 64 bytes: behind it a bit, zeros, and its length in bits.

use std::borrow::Cow;

pub(crate) const BLOCK_BYTES: usize = 64;
/// Where the length stands in the last block.
const LENGTH_AT: usize = BLOCK_BYTES - 8;

/// How many blocks a message has.
pub(crate) fn blocks(message: &[u8]) -> usize {
    (message.len() + 8) / BLOCK_BYTES + 1
}

/// One of them; behind the last, zeros.
#[inline(always)]
pub(crate) fn block(message: &[u8], at: usize) -> Cow<'_, [u8; BLOCK_BYTES]> {
    let from = at * BLOCK_BYTES;
    if let Some(whole) = message.get(from..).and_then(<[u8]>::first_chunk) {
        return Cow::Borrowed(whole);
    }
    let mut padded = [0; BLOCK_BYTES];
    if let Some(rest) = message.get(from..) {
        padded[..rest.len()].copy_from_slice(rest);
        padded[rest.len()] = 0x80;
    }
    if at + 1 == blocks(message) {
        padded[LENGTH_AT..].copy_from_slice(&(message.len() as u64 * 8).to_le_bytes());
    }
    Cow::Owned(padded)
}
