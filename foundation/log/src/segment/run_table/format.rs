//! What a run table says about itself: its first block.
//!
//! A run table has the stretches of the sealed segments of one group, those whose numbers divided by 64 are the same: sorted,
//! so that those of one resource stand together. It is a pure function of the sidecars of these segments, and can always
//! be made again from them; listed stretches are left out.
//!
//! It is blocks of 4 KiB: this one, the leaves (see `leaf`), the index pages with the key of each leaf (see `keys`); and then
//! the root, with the key of each page. All checksums but the header's are seeded with the group, the nonces of the
//! segments, and the place.
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | "MPRUNTAB" |
//! | 8 | 4 | format version |
//! | 12 | 1 | class |
//! | 13 | 3 | zero |
//! | 16 | 16 | store id |
//! | 32 | 8 | the group |
//! | 40 | 8 | bytes of this file |
//! | 48 | 8 | stretches in it |
//! | 56 | 4 | leaves |
//! | 60 | 4 | segments |
//! | 64 | 4 | CRC32C of the root |
//! | 68 | 60 | zero |
//! | 128 | | of each segment 8 bytes each: its id, its nonce, and where it ends |
//! | | | zero |
//! | 4092 | 4 | CRC32C of all before |

use super::super::bytes_at::{get, get_u32, get_u64, put};
use super::super::checksum::Seeds;
use super::super::names::Class;
use super::keys::{KEY_BYTES, PAGE_KEYS};
use crate::{LogError, TABLE_SEGMENTS};

/// The size of a block.
pub(super) const BLOCK_BYTES: usize = 4096;
const MAGIC: &[u8; 8] = b"MPRUNTAB";
const VERSION: u32 = 1;
const VERSION_AT: usize = 8;
const RESERVED_AT: usize = 68;
const SEGMENTS_AT: usize = 128;
const SEGMENT_BYTES: usize = 24;
const SUM_AT: usize = BLOCK_BYTES - 4;

const _: () = assert!(SEGMENTS_AT + TABLE_SEGMENTS as usize * SEGMENT_BYTES <= SUM_AT);

/// A segment whose stretches are in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Covered {
    pub(in crate::segment) id: u64,
    pub(in crate::segment) nonce: u64,
    /// Where it ends.
    pub(in crate::segment) end: u64,
}

/// What a run table says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) class: Class,
    pub(super) store_id: [u8; 16],
    pub(super) group: u64,
    pub(super) stretches: u64,
    pub(super) leaves: u32,
    pub(super) root_checksum: u32,
    /// In order.
    pub(super) segments: Vec<Covered>,
}

impl Header {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![0; BLOCK_BYTES];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, VERSION_AT, &VERSION.to_le_bytes());
        bytes[12] = self.class as u8;
        put(&mut bytes, 16, &self.store_id);
        put(&mut bytes, 32, &self.group.to_le_bytes());
        put(&mut bytes, 40, &self.size_bytes().to_le_bytes());
        put(&mut bytes, 48, &self.stretches.to_le_bytes());
        put(&mut bytes, 56, &self.leaves.to_le_bytes());
        put(&mut bytes, 60, &(self.segments.len() as u32).to_le_bytes());
        put(&mut bytes, 64, &self.root_checksum.to_le_bytes());
        for (number, segment) in self.segments.iter().enumerate() {
            let at = SEGMENTS_AT + number * SEGMENT_BYTES;
            put(&mut bytes, at, &segment.id.to_le_bytes());
            put(&mut bytes, at + 8, &segment.nonce.to_le_bytes());
            put(&mut bytes, at + 16, &segment.end.to_le_bytes());
        }
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        bytes
    }

    /// Reads the header of the file called `name`.
    pub(super) fn decode(bytes: &[u8; BLOCK_BYTES], name: &str) -> Result<Header, LogError> {
        let damaged = |what: &str| LogError::damaged(format!("{name} offset 0"), what);
        if &bytes[..8] != MAGIC {
            return Err(damaged("this is no run table"));
        }
        if crc32c::crc32c(&bytes[..SUM_AT]) != get_u32(bytes, SUM_AT) {
            return Err(damaged("the checksum of the run table's header is wrong"));
        }
        let version = get_u32(bytes, VERSION_AT);
        if version > VERSION {
            return Err(LogError::Unsupported(format!(
                "{name} was written by a newer Millpond: run table format {version}, this program reads up to {VERSION}"
            )));
        }
        let (group, count) = (get_u64(bytes, 32), get_u32(bytes, 60));
        if !(1..=TABLE_SEGMENTS).contains(&u64::from(count)) {
            return Err(damaged("it speaks of no segment, or of more than a group has"));
        }
        let behind = SEGMENTS_AT + count as usize * SEGMENT_BYTES;
        let is_unknown = |from: usize, to: usize| bytes[from..to].iter().any(|byte| *byte != 0);
        let unknown =
            is_unknown(13, 16) || is_unknown(RESERVED_AT, SEGMENTS_AT) || is_unknown(behind, SUM_AT);
        let (Some(class), false) = (Class::from_number(bytes[12]), unknown) else {
            return Err(LogError::Unsupported(format!(
                "{name} has a class or flags that this program does not know"
            )));
        };
        let segments: Vec<Covered> = bytes[SEGMENTS_AT..behind]
            .chunks_exact(SEGMENT_BYTES)
            .map(|bytes| Covered { id: get_u64(bytes, 0), nonce: get_u64(bytes, 8), end: get_u64(bytes, 16) })
            .collect();
        let is_strange = |it: &Covered| it.id / TABLE_SEGMENTS != group;
        if segments.iter().any(is_strange) || !segments.is_sorted_by(|one, next| one.id < next.id) {
            return Err(damaged("it speaks of segments that are not of its group, or not in order"));
        }
        let header = Header {
            class,
            store_id: get(bytes, 16),
            group,
            stretches: get_u64(bytes, 48),
            leaves: get_u32(bytes, 56),
            root_checksum: get_u32(bytes, 64),
            segments,
        };
        match header.size_bytes() == get_u64(bytes, 40) {
            true => Ok(header),
            false => Err(damaged("its size is not that of its leaves")),
        }
    }

    /// The seeds of everything behind the header.
    pub(super) fn seeds(&self) -> Seeds {
        Seeds::of_run_table(self.group, self.segments.iter().map(|segment| segment.nonce))
    }

    /// Index pages.
    pub(super) fn pages(&self) -> u32 {
        self.leaves.div_ceil(PAGE_KEYS as u32)
    }

    /// Where a leaf stands.
    pub(super) fn leaf_at(&self, leaf: u32) -> u64 {
        (1 + u64::from(leaf)) * BLOCK_BYTES as u64
    }

    /// Where an index page stands.
    pub(super) fn page_at(&self, page: u32) -> u64 {
        (1 + u64::from(self.leaves) + u64::from(page)) * BLOCK_BYTES as u64
    }

    /// Where the root stands.
    pub(super) fn root_at(&self) -> u64 {
        self.page_at(self.pages())
    }

    pub(super) fn size_bytes(&self) -> u64 {
        self.root_at() + u64::from(self.pages()) * KEY_BYTES as u64
    }
}

/// Fills in the checksum that a block at `at` begins with.
pub(super) fn seal(block: &mut [u8], at: u64, seeds: Seeds) {
    let sum = crc32c::crc32c_append(seeds.at(at), &block[4..]);
    put(block, 0, &sum.to_le_bytes());
}

/// Whether a block at `at` is what was written there.
pub(super) fn is_sealed(block: &[u8; BLOCK_BYTES], at: u64, seeds: Seeds) -> bool {
    crc32c::crc32c_append(seeds.at(at), &block[4..]) == get_u32(block, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let segment = |id| Covered { id, nonce: id * 7, end: id * 1000 };
        Header {
            class: Class::Streams,
            store_id: [1; 16],
            group: 2,
            stretches: 77,
            leaves: 300,
            root_checksum: 8,
            segments: (128..192).map(segment).collect(),
        }
    }

    fn resealed(mut bytes: Vec<u8>) -> [u8; BLOCK_BYTES] {
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        bytes.try_into().unwrap()
    }

    #[test]
    fn a_header_reads_as_written_and_no_flipped_bit_passes() {
        let bytes: [u8; BLOCK_BYTES] = header().encode().try_into().unwrap();
        assert_eq!(Header::decode(&bytes, "x").unwrap(), header());
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes;
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(Header::decode(&bytes, "x"), Err(LogError::Damaged { .. })), "bit {bit}");
        }
    }

    #[test]
    fn what_is_newer_unknown_or_contradicts_itself_is_refused_by_name() {
        for (at, value, word) in [
            (8, 2, "newer"),
            (12, 9, "class"),
            (14, 1, "flags"),
            (70, 1, "flags"),
            (3000, 1, "flags"),
            (41, 1, "size"),
            (60, 65, "more than a group has"),
            (60, 0, "no segment"),
            (128, 0, "not of its group"),
            (128, 200, "not in order"),
            (32, 1, "not of its group"),
        ] {
            let mut bytes = header().encode();
            bytes[at] = value;
            let refusal = Header::decode(&resealed(bytes), "queues-2.runs").unwrap_err().to_string();
            assert!(refusal.contains(word) && refusal.contains("queues-2.runs"), "{at}: {refusal}");
        }
    }

    #[test]
    fn a_block_is_none_of_another_place_or_of_other_segments() {
        let mut block = [7; BLOCK_BYTES];
        let (seeds, mut other) = (header().seeds(), header());
        seal(&mut block, 4096, seeds);
        assert!(is_sealed(&block, 4096, seeds) && !is_sealed(&block, 8192, seeds));
        other.segments[5].nonce += 1;
        assert!(!is_sealed(&block, 4096, other.seeds()));
        other.segments.clone_from(&header().segments);
        other.group += 1;
        assert!(!is_sealed(&block, 4096, other.seeds()));
    }
}
