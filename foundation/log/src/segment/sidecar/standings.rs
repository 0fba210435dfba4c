//! How each partition stood at the segment's end: the claim that was in force, as far as it is known (see `judge`).
//!
//! A CRC32C, seeded with nonce and place, 4 zero bytes, and for each partition, in their order:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | partition |
//! | 4 | 4 | 1 if a record was missing, so that nothing more counts until the next claim |
//! | 8 | 8 | epoch of the claim in force |
//! | 16 | 8 | its owner |
//! | 24 | 8 | the next record's number under it |

use super::super::bytes_at::{get_u32, get_u64, put};
use super::super::checksum::Seeds;
use crate::{Epoch, InForce, NodeId, Partition, Position};

const FIXED_BYTES: usize = 8;
const ENTRY_BYTES: usize = 32;

/// Bytes of so many standings.
pub(super) fn standings_bytes(count: u32) -> u64 {
    (FIXED_BYTES + count as usize * ENTRY_BYTES) as u64
}

/// Writes them at the end of `into`.
pub(super) fn encode(standings: &[(Partition, InForce)], seeds: Seeds, into: &mut Vec<u8>) {
    let at = into.len();
    into.extend_from_slice(&[0; FIXED_BYTES]);
    for (partition, stood) in standings {
        into.extend_from_slice(&partition.0.to_le_bytes());
        into.extend_from_slice(&u32::from(stood.is_broken()).to_le_bytes());
        let owner = stood.owner().map_or(0, |owner| owner.0);
        for number in [stood.epoch().0, owner, stood.next_owner_seq()] {
            into.extend_from_slice(&number.to_le_bytes());
        }
    }
    let sum = crc32c::crc32c_append(seeds.at(at as u64), &into[at + 4..]);
    put(into, at, &sum.to_le_bytes());
}

/// Reads all of them, which stand at `at`. Where the claims stand is not told: nobody asks.
pub(super) fn decode(bytes: &[u8], at: u64, seeds: Seeds) -> Result<Vec<(Partition, InForce)>, &'static str> {
    let (fixed, entries) =
        bytes.split_at_checked(FIXED_BYTES).ok_or("the standings of the partitions are cut short")?;
    if crc32c::crc32c_append(seeds.at(at), &bytes[4..]) != get_u32(fixed, 0) {
        return Err("the checksum of the partitions' standings is wrong");
    }
    let entry = |bytes: &[u8; ENTRY_BYTES]| {
        let (epoch, owner) = (Epoch(get_u64(bytes, 8)), NodeId(get_u64(bytes, 16)));
        let stood = InForce::resume(epoch, owner, Position(0), get_u64(bytes, 24));
        let stood = match get_u32(bytes, 4) {
            0 => stood,
            1 => stood.broken(),
            _ => return Err("a standing of a kind that this program does not know"),
        };
        Ok((Partition(get_u32(bytes, 0)), stood))
    };
    entries.as_chunks().0.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn standings_read_as_written(of in proptest::collection::vec(any::<(u32, bool, u64, u64, u64)>(), 0..9), nonce: u64) {
            let of: Vec<_> = of
                .into_iter()
                .map(|(partition, broken, epoch, owner, next)| {
                    let stood = InForce::resume(Epoch(epoch), NodeId(owner), Position(0), next);
                    (Partition(partition), if broken { stood.broken() } else { stood })
                })
                .collect();
            let mut file = vec![0; 128];
            encode(&of, Seeds::of(nonce), &mut file);
            prop_assert_eq!((file.len() - 128) as u64, standings_bytes(of.len() as u32));
            prop_assert_eq!(decode(&file[128..], 128, Seeds::of(nonce)).unwrap(), of);
            prop_assert!(decode(&file[128..], 136, Seeds::of(nonce)).is_err(), "in a wrong place");
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..90)) {
            let mut right = bytes.clone();
            let _ = decode(&bytes, 0, Seeds::of(1));
            if right.len() > 4 {
                let sum = crc32c::crc32c_append(Seeds::of(1).at(0), &right[4..]);
                put(&mut right, 0, &sum.to_le_bytes());
                let _ = decode(&right, 0, Seeds::of(1));
            }
        }
    }
}
