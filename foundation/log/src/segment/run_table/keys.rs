//! Keys of a run table: what the leaves begin with in the index pages, and what these begin with in the root.
//!
//! A key is a resource and a sequence, 8 bytes each. A page is a CRC32C, 4 zero bytes, the number of its keys (8 bytes), the
//! keys, and zeros. Each page but the last has all that it has room for, so that a leaf's number tells where its key
//! stands. The root is keys alone.

use super::super::bytes_at::get_u64;
use super::super::checksum::Seeds;
use super::format::{BLOCK_BYTES, is_sealed, seal};

pub(super) const KEY_BYTES: usize = 16;
const KEYS_AT: usize = 16;
/// Keys in a page.
pub(super) const PAGE_KEYS: usize = (BLOCK_BYTES - KEYS_AT) / KEY_BYTES;

/// A resource, and the first sequence of a stretch.
pub(super) type Key = (u64, u64);

/// The page of these keys, which will stand at `at`.
pub(super) fn encode_page(keys: &[Key], at: u64, seeds: Seeds) -> Vec<u8> {
    let mut block = vec![0; 8];
    block.extend_from_slice(&(keys.len() as u64).to_le_bytes());
    block.extend(encode(keys));
    block.resize(BLOCK_BYTES, 0);
    seal(&mut block, at, seeds);
    block
}

/// The keys of a page that stands at `at`; at least one.
pub(super) fn decode_page(
    block: &[u8; BLOCK_BYTES],
    at: u64,
    seeds: Seeds,
) -> Result<Vec<Key>, &'static str> {
    if !is_sealed(block, at, seeds) {
        return Err("the checksum of an index page is wrong");
    }
    let count = get_u64(block, 8);
    match (1..=PAGE_KEYS as u64).contains(&count) {
        true => decode(&block[KEYS_AT..KEYS_AT + count as usize * KEY_BYTES]),
        false => Err("the number of keys in an index page is wrong"),
    }
}

pub(super) fn encode(keys: &[Key]) -> Vec<u8> {
    keys.iter().flat_map(|(resource, first)| [*resource, *first]).flat_map(u64::to_le_bytes).collect()
}

pub(super) fn decode(bytes: &[u8]) -> Result<Vec<Key>, &'static str> {
    let keys: Vec<Key> =
        bytes.chunks_exact(KEY_BYTES).map(|key| (get_u64(key, 0), get_u64(key, 8))).collect();
    if keys.is_sorted() { Ok(keys) } else { Err("keys are not in order") }
}

/// Which of these, the last, begins no later than `key`.
pub(super) fn holder(keys: &[Key], key: Key) -> Option<usize> {
    keys.partition_point(|it| *it <= key).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_page_reads_as_written(mut keys in proptest::collection::vec(any::<Key>(), 1..=PAGE_KEYS), nonce: u64) {
            keys.sort_unstable();
            let block: [u8; BLOCK_BYTES] = encode_page(&keys, 8192, Seeds::of(nonce)).try_into().unwrap();
            prop_assert!(decode_page(&block, 4096, Seeds::of(nonce)).is_err(), "in a wrong place");
            prop_assert_eq!(decode_page(&block, 8192, Seeds::of(nonce)).unwrap(), keys);
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 1..99)) {
            let mut block = [0; BLOCK_BYTES];
            block[4..4 + bytes.len()].copy_from_slice(&bytes);
            seal(&mut block, 0, Seeds::of(1));
            let _ = decode_page(&block, 0, Seeds::of(1));
            let _ = decode(&bytes);
        }
    }

    #[test]
    fn the_holder_is_the_last_that_begins_no_later() {
        let keys = [(1, 5), (1, 9), (3, 0)];
        for (key, expected) in [
            ((0, 9), None),
            ((1, 4), None),
            ((1, 5), Some(0)),
            ((1, 8), Some(0)),
            ((2, 0), Some(1)),
            ((u64::MAX, 0), Some(2)),
        ] {
            assert_eq!(holder(&keys, key), expected, "{key:?}");
        }
    }
}
