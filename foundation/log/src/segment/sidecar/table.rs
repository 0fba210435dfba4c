//! The records table: where each record's body stands in the segment.
//!
//! A run is pages of 1024 entries, the last of what remains. A page is a CRC32C, seeded with nonce and place, and four
//! bytes an entry: where the record's body stands, or 0 for a claim.

use super::super::bytes_at::get_u32;
use super::super::checksum::Seeds;

/// Entries in a page, but for the last.
pub(in crate::segment) const PAGE_ENTRIES: u32 = 1024;
const PAGE_HEADER_BYTES: u64 = 4;

fn page_bytes(entries: u32) -> u64 {
    PAGE_HEADER_BYTES + 4 * u64::from(entries)
}

/// Where a page of a run of `count` entries stands that begins at `run_at`, and its bytes.
pub(super) fn page_at(run_at: u64, count: u32, page: u32) -> Option<(u64, u64)> {
    let before = page.checked_mul(PAGE_ENTRIES).filter(|before| *before < count)?;
    let at = run_at.checked_add(u64::from(page) * page_bytes(PAGE_ENTRIES))?;
    Some((at, page_bytes((count - before).min(PAGE_ENTRIES))))
}

/// Writes the pages of a run at the end of `into`.
pub(super) fn encode(bodies: &[u32], seeds: Seeds, into: &mut Vec<u8>) {
    for page in bodies.chunks(PAGE_ENTRIES as usize) {
        let at = into.len();
        into.extend_from_slice(&[0; PAGE_HEADER_BYTES as usize]);
        for body in page {
            into.extend_from_slice(&body.to_le_bytes());
        }
        let entries = at + PAGE_HEADER_BYTES as usize;
        let sum = crc32c::crc32c_append(seeds.at(at as u64), &into[entries..]);
        into[at..entries].copy_from_slice(&sum.to_le_bytes());
    }
}

/// Reads a whole page that stands at `at`.
pub(super) fn decode(bytes: &[u8], at: u64, seeds: Seeds) -> Result<Vec<u32>, &'static str> {
    let (header, entries) = bytes
        .split_at_checked(PAGE_HEADER_BYTES as usize)
        .ok_or("a page of the records table is cut short")?;
    if crc32c::crc32c_append(seeds.at(at), entries) != get_u32(header, 0) {
        return Err("the checksum of a page of the records table is wrong");
    }
    Ok(entries.as_chunks().0.iter().map(|entry| u32::from_le_bytes(*entry)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pages_read_as_written(bodies in proptest::collection::vec(any::<u32>(), 1..3000), nonce: u64) {
            let seeds = Seeds::of(nonce);
            let mut file = vec![0; 128];
            encode(&bodies, seeds, &mut file);
            let count = bodies.len() as u32;
            let mut read = Vec::new();
            for page in 0..count.div_ceil(PAGE_ENTRIES) {
                let (at, bytes) = page_at(128, count, page).unwrap();
                let bytes = &file[at as usize..(at + bytes) as usize];
                read.extend(decode(bytes, at, seeds).unwrap());
                prop_assert!(decode(bytes, at + 4, seeds).is_err(), "in a wrong place");
            }
            prop_assert!(page_at(128, count, count.div_ceil(PAGE_ENTRIES)).is_none());
            prop_assert_eq!(read, bodies);
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..50)) {
            let _ = decode(&bytes, 0, Seeds::of(1));
        }
    }
}
