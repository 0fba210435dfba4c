//! Sets of deduplication ids: those of a resource, in the order of their hashes.
//!
//! A set is a CRC32C, seeded with nonce and place, 4 zero bytes, and for each id its hash (16), the message's sequence
//! (8) and the time of the send (8).

use super::super::bytes_at::{get, get_u32, get_u64, put};
use super::super::checksum::Seeds;
use crate::Remembered;

const SET_HEADER_BYTES: usize = 8;
const ID_BYTES: usize = 32;

/// Bytes of a set.
pub(super) fn set_bytes(count: u32) -> u64 {
    (SET_HEADER_BYTES + count as usize * ID_BYTES) as u64
}

/// Writes a set at the end of `into`.
pub(super) fn encode(ids: &[Remembered], seeds: Seeds, into: &mut Vec<u8>) {
    let at = into.len();
    into.extend_from_slice(&[0; SET_HEADER_BYTES]);
    for id in ids {
        into.extend_from_slice(&id.hash.to_le_bytes());
        into.extend_from_slice(&id.sequence.to_le_bytes());
        into.extend_from_slice(&id.time.to_le_bytes());
    }
    let sum = crc32c::crc32c_append(seeds.at(at as u64), &into[at + 4..]);
    put(into, at, &sum.to_le_bytes());
}

/// Reads a whole set that stands at `at`.
pub(super) fn decode(bytes: &[u8], at: u64, seeds: Seeds) -> Result<Vec<Remembered>, &'static str> {
    let (header, ids) =
        bytes.split_at_checked(SET_HEADER_BYTES).ok_or("a set of deduplication ids is cut short")?;
    if crc32c::crc32c_append(seeds.at(at), &bytes[4..]) != get_u32(header, 0) {
        return Err("the checksum of a set of deduplication ids is wrong");
    }
    let id = |bytes: &[u8; ID_BYTES]| Remembered {
        hash: u128::from_le_bytes(get(bytes, 0)),
        sequence: get_u64(bytes, 16),
        time: get_u64(bytes, 24),
    };
    Ok(ids.as_chunks().0.iter().map(id).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_reads_as_written(ids in proptest::collection::vec(any::<(u128, u64, u64)>(), 1..50), nonce: u64) {
            let ids: Vec<_> =
                ids.into_iter().map(|(hash, sequence, time)| Remembered { hash, sequence, time }).collect();
            let mut file = vec![0; 128];
            encode(&ids, Seeds::of(nonce), &mut file);
            prop_assert_eq!((file.len() - 128) as u64, set_bytes(ids.len() as u32));
            prop_assert_eq!(decode(&file[128..], 128, Seeds::of(nonce)).unwrap(), ids);
            prop_assert!(decode(&file[128..], 136, Seeds::of(nonce)).is_err(), "in a wrong place");
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..90)) {
            let _ = decode(&bytes, 0, Seeds::of(1));
        }
    }
}
