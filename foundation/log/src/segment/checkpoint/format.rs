//! What a checkpoint says about itself: its header and its tables.
//!
//! A checkpoint is the header, a table of the partitions, one of the segments that are kept, and a block for each
//! partition (see `block`), whose state stands in pages in other files, but for its end (see `pages`). The header:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | "MPCHECKP" |
//! | 8 | 4 | format version |
//! | 12 | 1 | class |
//! | 13 | 3 | zero |
//! | 16 | 16 | store id |
//! | 32 | 8 | its number |
//! | 40 | 8 | the commit that it covers: this and all before were synced when it was written |
//! | 48 | 8 | the first segment that a replay must read |
//! | 56 | 8 | engine time of the last commit before, ms |
//! | 64 | 8 | bytes of this file |
//! | 72 | 4 | partitions |
//! | 76 | 4 | segments that are kept |
//! | 80 | 4 | CRC32C of the tables |
//! | 84 | 40 | zero |
//! | 124 | 4 | CRC32C of all before |
//!
//! Of each partition: its position where that first segment begins (8), where its block stands (8), the block's bytes
//! (8). Of each segment: its id (8), where it ends (8; of the open one, where it ended then), its nonce (8).

use millpond_runtime::Millis;

use super::super::bytes_at::{get, get_u32, get_u64, put};
use super::super::names::Class;
use super::block::Of;
use crate::{LogError, Partition, Position};

/// A header's size.
pub(super) const HEADER_BYTES: u64 = 128;
const MAGIC: &[u8; 8] = b"MPCHECKP";
/// In the second version a partition's block names pages of its state, in the third also those that the state names.
pub(in crate::segment) const VERSION: u32 = 3;
/// Where no state names pages this is written.
pub(in crate::segment) const VERSION_WITHOUT_STATE_PAGES: u32 = 2;
const RESERVED_AT: usize = 84;
const SUM_AT: usize = 124;
const ENTRY_BYTES: usize = 24;

/// What a checkpoint says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Header {
    pub(in crate::segment) version: u32,
    pub(in crate::segment) class: Class,
    pub(in crate::segment) store_id: [u8; 16],
    pub(in crate::segment) number: u64,
    /// This commit, and all before, were synced.
    pub(in crate::segment) covered: u64,
    /// The first segment that a replay must read.
    pub(in crate::segment) replay_from: u64,
    pub(in crate::segment) engine_time: Millis,
    pub(in crate::segment) size_bytes: u64,
    pub(in crate::segment) partitions: u32,
    pub(in crate::segment) segments: u32,
    pub(in crate::segment) tables_checksum: u32,
}

/// A segment that a checkpoint keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Kept {
    pub(in crate::segment) id: u64,
    pub(in crate::segment) end: u64,
    pub(in crate::segment) nonce: u64,
}

/// Where a partition's block stands, and where the partition stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Part {
    /// Its position where the first segment to be replayed begins.
    pub(in crate::segment) start: Position,
    pub(in crate::segment) at: u64,
    pub(in crate::segment) bytes: u64,
}

/// What stands behind the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::segment) struct Tables {
    pub(in crate::segment) parts: Vec<Part>,
    /// By id.
    pub(in crate::segment) kept: Vec<Kept>,
}

impl Header {
    pub(super) fn encode(&self) -> [u8; HEADER_BYTES as usize] {
        let mut bytes = [0; HEADER_BYTES as usize];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, 8, &self.version.to_le_bytes());
        bytes[12] = self.class as u8;
        put(&mut bytes, 16, &self.store_id);
        put(&mut bytes, 32, &self.number.to_le_bytes());
        put(&mut bytes, 40, &self.covered.to_le_bytes());
        put(&mut bytes, 48, &self.replay_from.to_le_bytes());
        put(&mut bytes, 56, &self.engine_time.to_le_bytes());
        put(&mut bytes, 64, &self.size_bytes.to_le_bytes());
        put(&mut bytes, 72, &self.partitions.to_le_bytes());
        put(&mut bytes, 76, &self.segments.to_le_bytes());
        put(&mut bytes, 80, &self.tables_checksum.to_le_bytes());
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        bytes
    }

    /// Reads the header of the file called `name`.
    pub(super) fn decode(bytes: &[u8; HEADER_BYTES as usize], name: &str) -> Result<Header, LogError> {
        let place = format!("{name} offset 0");
        if &bytes[..8] != MAGIC {
            return Err(LogError::damaged(place, "this is no checkpoint"));
        }
        if crc32c::crc32c(&bytes[..SUM_AT]) != get_u32(bytes, SUM_AT) {
            return Err(LogError::damaged(place, "the checksum of the checkpoint's header is wrong"));
        }
        let version = get_u32(bytes, 8);
        if version > VERSION {
            return Err(LogError::Unsupported(format!(
                "{name} was written by a newer Millpond: checkpoint format {version}, this program reads up to {VERSION}"
            )));
        }
        let unknown = bytes[13..16] != [0; 3] || bytes[RESERVED_AT..SUM_AT].iter().any(|byte| *byte != 0);
        let (Some(class), false) = (Class::from_number(bytes[12]), unknown) else {
            let what = format!("{name} has a class or flags that this program does not know");
            return Err(LogError::Unsupported(what));
        };
        Ok(Header {
            version,
            class,
            store_id: get(bytes, 16),
            number: get_u64(bytes, 32),
            covered: get_u64(bytes, 40),
            replay_from: get_u64(bytes, 48),
            engine_time: get_u64(bytes, 56),
            size_bytes: get_u64(bytes, 64),
            partitions: get_u32(bytes, 72),
            segments: get_u32(bytes, 76),
            tables_checksum: get_u32(bytes, 80),
        })
    }

    pub(super) fn tables_bytes(&self) -> u64 {
        tables_bytes(self.partitions as usize, self.segments as usize)
    }

    /// What a partition's block goes by.
    pub(super) fn of(&self, partition: Partition) -> Of {
        Of { seed: self.seed(), version: self.version, number: self.number, partition }
    }

    /// What the checksum of this checkpoint's tables begins with; that of a partition's block goes on with its number.
    pub(super) fn seed(&self) -> u32 {
        crc32c::crc32c_append(crc32c::crc32c(&self.store_id), &self.number.to_le_bytes())
    }
}

/// Bytes of tables of that many rows.
pub(super) fn tables_bytes(partitions: usize, segments: usize) -> u64 {
    (partitions as u64 + segments as u64) * ENTRY_BYTES as u64
}

impl Tables {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(tables_bytes(self.parts.len(), self.kept.len()) as usize);
        let parts = self.parts.iter().map(|part| [part.start.0, part.at, part.bytes]);
        for entry in parts.chain(self.kept.iter().map(|kept| [kept.id, kept.end, kept.nonce])) {
            entry.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        }
        bytes
    }

    /// Reads the tables of a header's checkpoint; their checksum was found right.
    pub(super) fn decode(bytes: &[u8], header: &Header) -> Result<Tables, &'static str> {
        if bytes.len() as u64 != header.tables_bytes() {
            return Err("the tables are cut short");
        }
        let (parts, kept) = bytes.split_at(header.partitions as usize * ENTRY_BYTES);
        let part = |entry: &[u8; ENTRY_BYTES]| Part {
            start: Position(get_u64(entry, 0)),
            at: get_u64(entry, 8),
            bytes: get_u64(entry, 16),
        };
        let keep = |entry: &[u8; ENTRY_BYTES]| Kept {
            id: get_u64(entry, 0),
            end: get_u64(entry, 8),
            nonce: get_u64(entry, 16),
        };
        Ok(Tables {
            parts: parts.as_chunks().0.iter().map(part).collect(),
            kept: kept.as_chunks().0.iter().map(keep).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header() -> Header {
        Header {
            version: VERSION,
            class: Class::Queues,
            store_id: [1; 16],
            number: 2,
            covered: 3,
            replay_from: 4,
            engine_time: 5,
            size_bytes: 6,
            partitions: 2,
            segments: 1,
            tables_checksum: 7,
        }
    }

    #[test]
    fn a_header_reads_as_written_and_no_flipped_bit_passes() {
        let bytes = header().encode();
        assert_eq!(Header::decode(&bytes, "x").unwrap(), header());
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes;
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(Header::decode(&bytes, "x"), Err(LogError::Damaged { .. })), "bit {bit}");
        }
    }

    #[test]
    fn what_is_newer_or_unknown_is_refused_by_name() {
        for (at, value, word) in [(8, 4, "newer"), (12, 9, "class"), (14, 1, "flags"), (100, 1, "flags")] {
            let mut bytes = header().encode();
            bytes[at] = value;
            let sum = crc32c::crc32c(&bytes[..SUM_AT]);
            put(&mut bytes, SUM_AT, &sum.to_le_bytes());
            let refusal = Header::decode(&bytes, "queues-1.checkpoint").unwrap_err();
            assert!(matches!(&refusal, LogError::Unsupported(what) if what.contains(word)), "{refusal}");
        }
    }

    proptest! {
        #[test]
        fn tables_read_as_written(n: [u64; 9]) {
            let part = |n: &[u64]| Part { start: Position(n[0]), at: n[1], bytes: n[2] };
            let tables = Tables {
                parts: vec![part(&n[..3]), part(&n[3..6])],
                kept: vec![Kept { id: n[6], end: n[7], nonce: n[8] }],
            };
            let bytes = tables.encode();
            prop_assert_eq!(Tables::decode(&bytes, &header()).unwrap(), tables);
            prop_assert!(Tables::decode(&bytes[1..], &header()).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Tables::decode(&bytes, &header());
            if let Some(bytes) = bytes.first_chunk() {
                let _ = Header::decode(bytes, "x");
            }
        }
    }
}
