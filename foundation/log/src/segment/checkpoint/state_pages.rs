//! The pages that a partition's state names: which they are, and where they stand.
//!
//! What an owner does not have in memory the checkpoints before have: it is found there by its key. A table of them is in the
//! order of the keys, so that one is found without reading the others. In the partition's block, the numbers as varints:
//!
//! | bytes | |
//! |---|---|
//! | | how many they are |
//! | | of each: how much larger its resource is than that of the one before |
//! | | its number, or of the same resource how much larger it is |
//! | 4 | CRC32C of what it holds |
//! | | where it stands (see `pages`) |
//! | | how many of them can be read nowhere |
//! | | of each of those, how many stand between it and the last of them |

use super::pages::Page;
use crate::event::{Malformed, put_varint, take_varint};
use crate::{LogError, PageKey, Partition, STATE_PAGE_BYTES_MAX, StatePage};

/// A page that a state names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) key: PageKey,
    pub(super) page: Page,
    /// It could be read at none of its places when the checkpoint was made, and no checkpoint that was kept could do without it.
    /// All else goes on.
    pub(super) is_lost: bool,
}

/// By key.
pub(super) type Table = Box<[Named]>;

pub(super) fn find<'a>(table: &'a [Named], key: &PageKey) -> Option<&'a Named> {
    let at = table.binary_search_by_key(key, |named| named.key).ok()?;
    table.get(at)
}

/// The pages of a snapshot by key, each once: with what it holds, if somebody has that.
pub(super) fn in_order(pages: &[StatePage]) -> Vec<&StatePage> {
    let mut pages: Vec<_> = pages.iter().collect();
    pages.sort_unstable_by_key(|page| (page.key, page.bytes.is_none()));
    pages.dedup_by_key(|page| page.key);
    pages
}

/// Whether a page holds what it is named by, and neither nothing nor too much.
pub(super) fn check(partition: Partition, key: &PageKey, bytes: &[u8]) -> Result<(), LogError> {
    let has_length = (1..=STATE_PAGE_BYTES_MAX).contains(&bytes.len());
    if has_length && crc32c::crc32c(bytes) == key.sum {
        return Ok(());
    }
    let (PageKey { resource, number, .. }, length) = (key, bytes.len());
    Err(LogError::Unsupported(format!(
        "page {number} of resource {resource} in partition {}: its {length} bytes are not what it is named by",
        partition.0
    )))
}

pub(super) fn encode(table: &[Named], number: u64, into: &mut Vec<u8>) {
    put_varint(into, table.len() as u64);
    let mut before = PageKey { resource: 0, number: 0, sum: 0 };
    for Named { key, page, .. } in table {
        let ahead = key.resource - before.resource;
        put_varint(into, ahead);
        put_varint(into, if ahead == 0 { key.number - before.number } else { key.number });
        into.extend_from_slice(&key.sum.to_le_bytes());
        page.encode(number, into);
        before = *key;
    }
    let lost: Vec<_> = (0..).zip(table).filter(|(_, named)| named.is_lost).map(|(at, _)| at).collect();
    put_varint(into, lost.len() as u64);
    lost.iter().fold(0, |next, at| {
        put_varint(into, at - next);
        at + 1
    });
}

pub(super) fn decode(number: u64, from: &mut &[u8]) -> Result<Table, Malformed> {
    const NONSENSE: Malformed = Malformed("the pages that a state names are not in order");
    let mut table: Vec<Named> = Vec::new();
    for _ in 0..take_varint(from)? {
        let (ahead, key_number) = (take_varint(from)?, take_varint(from)?);
        let (sum, rest) = from.split_first_chunk().ok_or(Malformed("a page's sum is cut short"))?;
        *from = rest;
        let before = table.last().map(|named| named.key);
        let (resource, least) = before.map_or((0, 0), |key| (key.resource, key.number));
        let key = PageKey {
            resource: resource.checked_add(ahead).ok_or(NONSENSE)?,
            number: if ahead == 0 { least.checked_add(key_number).ok_or(NONSENSE)? } else { key_number },
            sum: u32::from_le_bytes(*sum),
        };
        if before.is_some_and(|before| before >= key) {
            return Err(NONSENSE);
        }
        table.push(Named { key, page: Page::decode(number, STATE_PAGE_BYTES_MAX, from)?, is_lost: false });
    }
    let mut next = 0u64;
    for _ in 0..take_varint(from)? {
        let at = next.checked_add(take_varint(from)?).ok_or(NONSENSE)?;
        let lost = usize::try_from(at).ok().and_then(|at| table.get_mut(at));
        lost.ok_or(NONSENSE)?.is_lost = true;
        next = at + 1;
    }
    Ok(table.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pages::Place;
    use super::*;

    proptest! {
        #[test]
        fn a_table_reads_as_written_and_each_page_is_found(
            mut keys in proptest::collection::btree_set((0..5u64, 0..5u64, 0..2u32), 0..9),
            more in proptest::collection::btree_set(any::<(u64, u64, u32)>(), 0..9),
            (bytes, lost) in (1..=STATE_PAGE_BYTES_MAX as u32, any::<u32>()),
        ) {
            keys.extend(more);
            let named = |(at, (resource, number, sum))| Named {
                key: PageKey { resource, number, sum },
                page: Page { name: [at; 16], bytes, place: Place { file: 7, at: number >> 30 }, copy: None },
                is_lost: lost >> at & 1 == 1,
            };
            let table: Table = (0..).zip(keys).map(named).collect();
            let mut written = Vec::new();
            encode(&table, 9, &mut written);
            written.push(9);
            let mut rest = &written[..];
            let read = decode(9, &mut rest).unwrap();
            prop_assert_eq!(&read, &table);
            prop_assert_eq!(rest, &[9][..]);
            prop_assert!(table.iter().all(|named| find(&read, &named.key) == Some(named)));
            let other = PageKey { resource: 3, number: 3, sum: 3 };
            prop_assert_eq!(find(&read, &other).is_some(), table.iter().any(|named| named.key == other));
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(7, &mut &bytes[..]);
        }
    }

    #[test]
    fn a_page_is_taken_once_and_with_its_bytes() {
        let page = |number, bytes: Option<&'static [u8]>| StatePage {
            key: PageKey::of(1, number, b"x"),
            bytes: bytes.map(bytes::Bytes::from_static),
        };
        let pages = [page(2, None), page(1, None), page(2, Some(b"x")), page(1, None)];
        assert_eq!(in_order(&pages), [&page(1, None), &page(2, Some(b"x"))]);
        let key = PageKey::of(1, 2, b"x");
        assert!(check(Partition(0), &key, b"x").is_ok());
        let too_much = vec![0; STATE_PAGE_BYTES_MAX + 1];
        for (key, bytes) in
            [(key, &b"y"[..]), (PageKey::of(1, 2, b""), b""), (PageKey::of(1, 2, &too_much), &too_much)]
        {
            assert!(matches!(check(Partition(0), &key, bytes), Err(LogError::Unsupported(_))));
        }
    }
}
