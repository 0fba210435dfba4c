//! A partition's block in a checkpoint.
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | CRC32C of all behind, seeded with store, checkpoint and partition |
//! | 4 | 4 | segments with live messages |
//! | 8 | 8 | position: everything below is in it |
//! | 16 | 8 | epoch of the claim in force |
//! | 24 | 8 | its owner |
//! | 32 | 8 | where it stands |
//! | 40 | 8 | the next record's number under it |
//! | 48 | 8 | the digest of everything below the position |
//! | 56 | 8 | rows of messages from this position on are in the state |
//! | 64 | 8 | bytes of the state |
//! | 72 | | for each of those segments its id (8) and the bytes of the live messages in it (8), by id |
//! | | | the state |

use std::collections::BTreeMap;

use bytes::Bytes;

use super::super::bytes_at::{get_u32, get_u64, put};
use crate::{Epoch, NodeId, Partition, Position, Snapshot};

const FIXED_BYTES: usize = 72;
const LIVE_BYTES: usize = 16;

/// Bytes of a snapshot's block.
pub(super) fn block_bytes(snapshot: &Snapshot) -> u64 {
    (FIXED_BYTES + snapshot.live_bytes.len() * LIVE_BYTES + snapshot.state.len()) as u64
}

fn seed_of(seed: u32, partition: Partition) -> u32 {
    crc32c::crc32c_append(seed, &partition.0.to_le_bytes())
}

/// Writes a snapshot's block at the end of `into`.
pub(super) fn encode(snapshot: &Snapshot, seed: u32, into: &mut Vec<u8>) {
    let at = into.len();
    into.extend_from_slice(&[0; 4]);
    into.extend_from_slice(&(snapshot.live_bytes.len() as u32).to_le_bytes());
    let numbers = [
        snapshot.position.0,
        snapshot.epoch.0,
        snapshot.owner.0,
        snapshot.claimed_at.0,
        snapshot.next_owner_seq,
        snapshot.digest,
        snapshot.hot_from.0,
        snapshot.state.len() as u64,
    ];
    let live = snapshot.live_bytes.iter().flat_map(|(segment, bytes)| [*segment, *bytes]);
    numbers.into_iter().chain(live).for_each(|number| into.extend_from_slice(&number.to_le_bytes()));
    into.extend_from_slice(&snapshot.state);
    let sum = crc32c::crc32c_append(seed_of(seed, snapshot.partition), &into[at + 4..]);
    put(into, at, &sum.to_le_bytes());
}

/// Reads a partition's whole block.
pub(super) fn decode(bytes: Bytes, partition: Partition, seed: u32) -> Result<Snapshot, &'static str> {
    const SHORT: &str = "a partition's block is cut short";
    let fixed: &[u8; FIXED_BYTES] = bytes.first_chunk().ok_or(SHORT)?;
    if crc32c::crc32c_append(seed_of(seed, partition), &bytes[4..]) != get_u32(fixed, 0) {
        return Err("the checksum of a partition's block is wrong");
    }
    let live = bytes[FIXED_BYTES..].get(..get_u32(fixed, 4) as usize * LIVE_BYTES).ok_or(SHORT)?;
    let state = bytes.slice(FIXED_BYTES + live.len()..);
    if state.len() as u64 != get_u64(fixed, 64) {
        return Err("a partition's block has another length than it says");
    }
    let live: BTreeMap<_, _> =
        live.as_chunks::<LIVE_BYTES>().0.iter().map(|entry| (get_u64(entry, 0), get_u64(entry, 8))).collect();
    Ok(Snapshot {
        partition,
        position: Position(get_u64(fixed, 8)),
        epoch: Epoch(get_u64(fixed, 16)),
        owner: NodeId(get_u64(fixed, 24)),
        claimed_at: Position(get_u64(fixed, 32)),
        next_owner_seq: get_u64(fixed, 40),
        digest: get_u64(fixed, 48),
        hot_from: Position(get_u64(fixed, 56)),
        live_bytes: live,
        data_version: 1,
        state,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_block_reads_as_written_and_no_flipped_bit_passes(
            n: [u64; 7],
            live in proptest::collection::btree_map(any::<u64>(), any::<u64>(), 0..5),
            state in proptest::collection::vec(any::<u8>(), 0..100),
            bit: usize,
        ) {
            let snapshot = Snapshot {
                partition: Partition(3),
                position: Position(n[0]),
                epoch: Epoch(n[1]),
                owner: NodeId(n[2]),
                claimed_at: Position(n[3]),
                next_owner_seq: n[4],
                digest: n[5],
                hot_from: Position(n[6]),
                live_bytes: live,
                data_version: 1,
                state: state.into(),
            };
            let mut bytes = Vec::new();
            encode(&snapshot, 7, &mut bytes);
            prop_assert_eq!(bytes.len() as u64, block_bytes(&snapshot));
            let read = |bytes: &[u8], partition, seed| decode(Bytes::copy_from_slice(bytes), Partition(partition), seed);
            prop_assert_eq!(read(&bytes, 3, 7).unwrap(), snapshot);
            prop_assert!(read(&bytes, 4, 7).is_err() && read(&bytes, 3, 8).is_err(), "another's block");
            let bit = bit % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(read(&bytes, 3, 7).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut right = bytes.clone();
            let _ = decode(bytes.into(), Partition(1), 7);
            if right.len() > 4 {
                let sum = crc32c::crc32c_append(seed_of(7, Partition(1)), &right[4..]);
                put(&mut right, 0, &sum.to_le_bytes());
                let _ = decode(right.into(), Partition(1), 7);
            }
        }
    }
}
