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
//! | | | how many pages of the state stand in other files (a varint), and those (see `pages`); in the first version of the format nothing |
//! | | | from the third version of the format on the pages that the state names (see `state_pages`) |
//! | | | what of the state is behind the pages |

use std::collections::BTreeMap;

use bytes::Bytes;

use super::super::bytes_at::{get_u32, get_u64, put};
use super::pages::{PAGE_BYTES_MAX, Page};
use super::state_pages::{self, Named, Table};
use crate::event::{put_varint, take_varint};
use crate::{Epoch, NodeId, Partition, Position, Snapshot};

const FIXED_BYTES: usize = 72;
const LIVE_BYTES: usize = 16;

/// A partition's block as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Without its state.
    pub(super) snapshot: Snapshot,
    /// Where the state stands, but for its end.
    pub(super) pages: Box<[Page]>,
    /// Pages that it names.
    pub(super) named: Table,
    /// Bytes of the state.
    pub(super) state_bytes: u64,
    /// The end of the state.
    pub(super) rest: Bytes,
}

/// Whose block it is: what its checksum begins with, and what the places of pages are counted from.
#[derive(Clone, Copy)]
pub(super) struct Of {
    pub(super) seed: u32,
    pub(super) version: u32,
    /// The checkpoint's number.
    pub(super) number: u64,
    pub(super) partition: Partition,
}

impl Of {
    fn seed(self) -> u32 {
        crc32c::crc32c_append(self.seed, &self.partition.0.to_le_bytes())
    }
}

/// Writes a snapshot's block at the end of `into`. These pages of its state stand elsewhere, and those that it names.
pub(super) fn encode(snapshot: &Snapshot, pages: &[Page], named: &[Named], of: Of, into: &mut Vec<u8>) {
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
    put_varint(into, pages.len() as u64);
    pages.iter().for_each(|page| page.encode(of.number, into));
    if of.version > 2 {
        state_pages::encode(named, of.number, into);
    }
    let elsewhere: usize = pages.iter().map(|page| page.bytes as usize).sum();
    into.extend_from_slice(&snapshot.state[elsewhere..]);
    let sum = crc32c::crc32c_append(of.seed(), &into[at + 4..]);
    put(into, at, &sum.to_le_bytes());
}

/// Reads a partition's whole block.
pub(super) fn decode(bytes: Bytes, of: Of) -> Result<Block, &'static str> {
    const SHORT: &str = "a partition's block is cut short";
    let fixed: &[u8; FIXED_BYTES] = bytes.first_chunk().ok_or(SHORT)?;
    if crc32c::crc32c_append(of.seed(), &bytes[4..]) != get_u32(fixed, 0) {
        return Err("the checksum of a partition's block is wrong");
    }
    let live = bytes[FIXED_BYTES..].get(..get_u32(fixed, 4) as usize * LIVE_BYTES).ok_or(SHORT)?;
    let mut rest = &bytes[FIXED_BYTES + live.len()..];
    let (mut pages, mut named) = (Vec::new(), Table::default());
    if of.version > 1 {
        for _ in 0..take_varint(&mut rest).map_err(|what| what.0)? {
            pages.push(Page::decode(of.number, PAGE_BYTES_MAX, &mut rest).map_err(|what| what.0)?);
        }
    }
    if of.version > 2 {
        named = state_pages::decode(of.number, &mut rest).map_err(|what| what.0)?;
    }
    let (state_bytes, rest) = (get_u64(fixed, 64), bytes.slice_ref(rest));
    let elsewhere: u64 = pages.iter().map(|page| u64::from(page.bytes)).sum();
    if elsewhere + rest.len() as u64 != state_bytes {
        return Err("a partition's block has another length than it says");
    }
    let live: BTreeMap<_, _> =
        live.as_chunks::<LIVE_BYTES>().0.iter().map(|entry| (get_u64(entry, 0), get_u64(entry, 8))).collect();
    let snapshot = Snapshot {
        partition: of.partition,
        position: Position(get_u64(fixed, 8)),
        epoch: Epoch(get_u64(fixed, 16)),
        owner: NodeId(get_u64(fixed, 24)),
        claimed_at: Position(get_u64(fixed, 32)),
        next_owner_seq: get_u64(fixed, 40),
        digest: get_u64(fixed, 48),
        hot_from: Position(get_u64(fixed, 56)),
        live_bytes: live,
        data_version: 1,
        state: Bytes::new(),
        pages: Vec::new(),
        draft: 0,
    };
    Ok(Block { snapshot, pages: pages.into(), named, state_bytes, rest })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pages::Place;
    use super::*;
    use crate::PageKey;

    fn of(version: u32) -> Of {
        Of { seed: 7, version, number: 9, partition: Partition(3) }
    }

    proptest! {
        #[test]
        fn a_block_reads_as_written_and_no_flipped_bit_passes(
            n: [u64; 7],
            live in proptest::collection::btree_map(any::<u64>(), any::<u64>(), 0..5),
            state in proptest::collection::vec(any::<u8>(), 0..100),
            in_page in 0..100usize,
            (version, bit) in (2..=3u32, any::<usize>()),
        ) {
            let in_page = in_page.min(state.len());
            let page = Page { name: [5; 16], bytes: in_page as u32, place: Place { file: 8, at: 77 }, copy: None };
            let pages = Vec::from_iter((in_page > 0).then_some(page));
            let key = PageKey { resource: n[0], number: n[1], sum: 5 };
            let named = Named { key, page: Page { bytes: 30_000, ..page }, is_lost: false };
            let named = Vec::from_iter((version > 2 && bit % 3 > 0).then_some(named));
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
                state: state.clone().into(),
                pages: Vec::new(),
                draft: 0,
            };
            let mut bytes = Vec::new();
            encode(&snapshot, &pages, &named, of(version), &mut bytes);
            let read = |bytes: &[u8], of| decode(Bytes::copy_from_slice(bytes), of);
            let block = read(&bytes, of(version)).unwrap();
            prop_assert_eq!(&block.pages[..], &pages);
            prop_assert_eq!(&block.named[..], &named);
            prop_assert_eq!(&block.rest[..], &state[in_page..]);
            prop_assert_eq!(block.state_bytes, state.len() as u64);
            prop_assert_eq!(block.snapshot, Snapshot { state: Bytes::new(), ..snapshot });
            let others = [Of { partition: Partition(4), ..of(version) }, Of { seed: 8, ..of(version) }];
            prop_assert!(others.into_iter().all(|other| read(&bytes, other).is_err()), "another's block");
            let bit = bit % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(read(&bytes, of(version)).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut right = bytes.clone();
            let _ = decode(bytes.into(), of(2));
            if right.len() > 4 {
                let sum = crc32c::crc32c_append(of(1).seed(), &right[4..]);
                put(&mut right, 0, &sum.to_le_bytes());
                let _ = decode(right.clone().into(), of(1));
                let _ = decode(right.clone().into(), of(2));
                let _ = decode(right.into(), of(3));
            }
        }
    }
}
