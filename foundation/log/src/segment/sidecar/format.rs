//! What a sidecar says about itself: its header, and the directory of what stands in it.
//!
//! A sidecar is the header, pages of the records table, blocks of rows, sets of deduplication ids, group directories, how the
//! partitions stood at the segment's end, and the directory. It is a pure function of its segment, of what came before that,
//! which the sidecar before knows, and of the format's version; the rows stand at the same places in every version: one
//! that is made again, also by a newer program, has all that owners know of where they know it. Checksums are
//! seeded with the segment's nonce and the place.
//!
//! Group directories and standings came with version 2.
//!
//! The header:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | "MPSIDECR" |
//! | 8 | 4 | format version |
//! | 12 | 1 | class |
//! | 13 | 3 | zero |
//! | 16 | 16 | store id |
//! | 32 | 8 | segment id |
//! | 40 | 8 | the segment's nonce |
//! | 48 | 8 | where the segment ends |
//! | 56 | 8 | the greatest time of a record in it, 0 for none |
//! | 64 | 8 | bytes of this file |
//! | 72 | 8 | where the directory begins |
//! | 80 | 4 | runs in the directory |
//! | 84 | 4 | stretches in it |
//! | 88 | 4 | sets of deduplication ids in it |
//! | 92 | 4 | CRC32C of the directory |
//! | 96 | 8 | where group directories begin (see `groups`), 0 for none |
//! | 104 | 8 | where the partitions' standings begin (see `standings`); zero: there are none, as in version 1 |
//! | 112 | 4 | how many those are |
//! | 116 | 8 | zero |
//! | 124 | 4 | CRC32C of all before |
//!
//! The directory, first all runs, by partition:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | partition |
//! | 4 | 4 | how many entries it has in the segment |
//! | 8 | 8 | position of the first |
//! | 16 | 8 | where its first page stands (see `table`) |
//!
//! then all stretches, by partition and resource, in the order of the log, the listed one last:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | partition |
//! | 4 | 4 | how many rows |
//! | 8 | 8 | resource |
//! | 16 | 8 | sequence of the first row |
//! | 24 | 8 | where its first block stands (see `rows`) |
//! | 32 | 4 | flags: bit 0 grouped, bit 1 moved, bit 2 listed |
//! | 36 | 4 | zero |
//!
//! then all sets of deduplication ids, by partition and resource:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | partition |
//! | 4 | 4 | how many ids |
//! | 8 | 8 | resource |
//! | 16 | 8 | where it stands (see `remembered`) |

use millpond_runtime::Millis;

use super::super::bytes_at::{get, get_u32, get_u64, put};
use super::super::checksum::Seeds;
use super::super::names::Class;
use crate::{LogError, Partition, Position, RowKind, Stretch};

/// A header's size.
pub(super) const HEADER_BYTES: u64 = 128;
const MAGIC: &[u8; 8] = b"MPSIDECR";
const VERSION: u32 = 2;
const VERSION_AT: usize = 8;
const GROUPS_AT: usize = 96;
const STANDINGS_AT: usize = 104;
const RESERVED_AT: usize = 116;
const SUM_AT: usize = 124;

const RUN_BYTES: usize = 24;
const STRETCH_BYTES: usize = 40;
const SET_BYTES: usize = 24;

const GROUPED: u32 = 1;
const MOVED: u32 = 2;
const LISTED: u32 = 4;

/// What a sidecar says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Header {
    pub(in crate::segment) class: Class,
    pub(in crate::segment) store_id: [u8; 16],
    pub(in crate::segment) segment: u64,
    pub(in crate::segment) nonce: u64,
    /// Where the segment ends.
    pub(in crate::segment) end: u64,
    /// The greatest time of a record in the segment.
    pub(in crate::segment) greatest_time: Millis,
    pub(in crate::segment) size_bytes: u64,
    pub(super) directory_at: u64,
    pub(super) runs: u32,
    pub(super) stretches: u32,
    pub(in crate::segment) sets: u32,
    pub(super) directory_checksum: u32,
    /// Where group directories begin; 0 if there are none.
    pub(super) groups_at: u64,
    /// 0 in version 1, which has no standings.
    pub(super) standings_at: u64,
    pub(super) standings: u32,
}

impl Header {
    pub(super) fn encode(&self) -> [u8; HEADER_BYTES as usize] {
        let mut bytes = [0; HEADER_BYTES as usize];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, VERSION_AT, &VERSION.to_le_bytes());
        bytes[12] = self.class as u8;
        put(&mut bytes, 16, &self.store_id);
        put(&mut bytes, 32, &self.segment.to_le_bytes());
        put(&mut bytes, 40, &self.nonce.to_le_bytes());
        put(&mut bytes, 48, &self.end.to_le_bytes());
        put(&mut bytes, 56, &self.greatest_time.to_le_bytes());
        put(&mut bytes, 64, &self.size_bytes.to_le_bytes());
        put(&mut bytes, 72, &self.directory_at.to_le_bytes());
        put(&mut bytes, 80, &self.runs.to_le_bytes());
        put(&mut bytes, 84, &self.stretches.to_le_bytes());
        put(&mut bytes, 88, &self.sets.to_le_bytes());
        put(&mut bytes, 92, &self.directory_checksum.to_le_bytes());
        put(&mut bytes, GROUPS_AT, &self.groups_at.to_le_bytes());
        put(&mut bytes, STANDINGS_AT, &self.standings_at.to_le_bytes());
        put(&mut bytes, STANDINGS_AT + 8, &self.standings.to_le_bytes());
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        bytes
    }

    /// Reads the header of the file called `name`.
    pub(super) fn decode(bytes: &[u8; HEADER_BYTES as usize], name: &str) -> Result<Header, LogError> {
        let place = format!("{name} offset 0");
        if &bytes[..8] != MAGIC {
            return Err(LogError::damaged(place, "this is no sidecar"));
        }
        if crc32c::crc32c(&bytes[..SUM_AT]) != get_u32(bytes, SUM_AT) {
            return Err(LogError::damaged(place, "the checksum of the sidecar's header is wrong"));
        }
        let version = get_u32(bytes, VERSION_AT);
        if version > VERSION {
            return Err(LogError::Unsupported(format!(
                "{name} was written by a newer Millpond: sidecar format {version}, this program reads up to {VERSION}"
            )));
        }
        // Only version 2 uses some of it.
        let reserved_at = if version < 2 { GROUPS_AT } else { RESERVED_AT };
        let unknown = bytes[13..16] != [0; 3] || bytes[reserved_at..SUM_AT].iter().any(|byte| *byte != 0);
        let (Some(class), false) = (Class::from_number(bytes[12]), unknown) else {
            return Err(LogError::Unsupported(format!(
                "{name} has a class or flags that this program does not know"
            )));
        };
        Ok(Header {
            class,
            store_id: get(bytes, 16),
            segment: get_u64(bytes, 32),
            nonce: get_u64(bytes, 40),
            end: get_u64(bytes, 48),
            greatest_time: get_u64(bytes, 56),
            size_bytes: get_u64(bytes, 64),
            directory_at: get_u64(bytes, 72),
            runs: get_u32(bytes, 80),
            stretches: get_u32(bytes, 84),
            sets: get_u32(bytes, 88),
            directory_checksum: get_u32(bytes, 92),
            groups_at: get_u64(bytes, GROUPS_AT),
            standings_at: get_u64(bytes, STANDINGS_AT),
            standings: get_u32(bytes, STANDINGS_AT + 8),
        })
    }

    /// The seeds of everything behind the header.
    pub(super) fn seeds(&self) -> Seeds {
        Seeds::of_sidecar(self.nonce)
    }

    pub(super) fn directory_bytes(&self) -> u64 {
        let [runs, stretches, sets] = [self.runs, self.stretches, self.sets].map(u64::from);
        runs * RUN_BYTES as u64 + stretches * STRETCH_BYTES as u64 + sets * SET_BYTES as u64
    }
}

/// The entries of a partition in the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Run {
    pub(in crate::segment) partition: Partition,
    pub(in crate::segment) count: u32,
    pub(in crate::segment) first: Position,
    /// Where its first page stands.
    pub(in crate::segment) at: u64,
}

impl Run {
    /// The partition's first position behind the segment.
    pub(in crate::segment) fn end(&self) -> Position {
        Position(self.first.0 + u64::from(self.count))
    }
}

/// The deduplication ids of a resource in the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Set {
    pub(in crate::segment) partition: Partition,
    pub(in crate::segment) count: u32,
    pub(in crate::segment) resource: u64,
    pub(in crate::segment) at: u64,
}

/// What stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::segment) struct Directory {
    pub(in crate::segment) runs: Vec<Run>,
    pub(in crate::segment) stretches: Vec<(Partition, Stretch)>,
    pub(in crate::segment) sets: Vec<Set>,
}

impl Directory {
    pub(super) fn encode(&self, into: &mut Vec<u8>) {
        for run in &self.runs {
            into.extend_from_slice(&run.partition.0.to_le_bytes());
            into.extend_from_slice(&run.count.to_le_bytes());
            into.extend_from_slice(&run.first.0.to_le_bytes());
            into.extend_from_slice(&run.at.to_le_bytes());
        }
        for (partition, stretch) in &self.stretches {
            into.extend_from_slice(&partition.0.to_le_bytes());
            into.extend_from_slice(&stretch.count.to_le_bytes());
            into.extend_from_slice(&stretch.resource.to_le_bytes());
            into.extend_from_slice(&stretch.first.to_le_bytes());
            into.extend_from_slice(&stretch.at.to_le_bytes());
            into.extend_from_slice(&flags(stretch.kind).to_le_bytes());
            into.extend_from_slice(&[0; 4]);
        }
        for set in &self.sets {
            into.extend_from_slice(&set.partition.0.to_le_bytes());
            into.extend_from_slice(&set.count.to_le_bytes());
            into.extend_from_slice(&set.resource.to_le_bytes());
            into.extend_from_slice(&set.at.to_le_bytes());
        }
    }

    /// Reads the directory of a header's sidecar; its checksum was found right.
    pub(super) fn decode(bytes: &[u8], header: &Header) -> Result<Directory, &'static str> {
        let (runs, rest) = split(bytes, header.runs as usize * RUN_BYTES)?;
        let (stretches, sets) = split(rest, header.stretches as usize * STRETCH_BYTES)?;
        let run = |bytes: &[u8; RUN_BYTES]| Run {
            partition: Partition(get_u32(bytes, 0)),
            count: get_u32(bytes, 4),
            first: Position(get_u64(bytes, 8)),
            at: get_u64(bytes, 16),
        };
        let stretch = |bytes: &[u8; STRETCH_BYTES]| {
            let unknown = get_u32(bytes, 36) != 0;
            let kind = kind(get_u32(bytes, 32)).filter(|_| !unknown);
            let stretch = Stretch {
                segment: header.segment,
                count: get_u32(bytes, 4),
                resource: get_u64(bytes, 8),
                first: get_u64(bytes, 16),
                at: get_u64(bytes, 24),
                kind: kind.ok_or("a stretch of a kind that this program does not know")?,
            };
            Ok((Partition(get_u32(bytes, 0)), stretch))
        };
        let set = |bytes: &[u8; SET_BYTES]| Set {
            partition: Partition(get_u32(bytes, 0)),
            count: get_u32(bytes, 4),
            resource: get_u64(bytes, 8),
            at: get_u64(bytes, 16),
        };
        Ok(Directory {
            runs: runs.as_chunks().0.iter().map(run).collect(),
            stretches: stretches.as_chunks().0.iter().map(stretch).collect::<Result<_, &str>>()?,
            sets: sets.as_chunks().0.iter().map(set).collect(),
        })
    }
}

fn split(bytes: &[u8], at: usize) -> Result<(&[u8], &[u8]), &'static str> {
    bytes.split_at_checked(at).ok_or("the directory is cut short")
}

/// A kind's flags.
pub(super) fn flags(kind: RowKind) -> u32 {
    let flag = |set: bool, flag: u32| if set { flag } else { 0 };
    flag(kind.grouped, GROUPED) | flag(kind.moved, MOVED) | flag(kind.listed, LISTED)
}

fn kind(flags: u32) -> Option<RowKind> {
    let known = flags & !(GROUPED | MOVED | LISTED) == 0;
    let set = |flag: u32| flags & flag != 0;
    known.then(|| RowKind { grouped: set(GROUPED), moved: set(MOVED), listed: set(LISTED) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn header() -> Header {
        Header {
            class: Class::Streams,
            store_id: [1; 16],
            segment: 2,
            nonce: 3,
            end: 4,
            greatest_time: 5,
            size_bytes: 6,
            directory_at: 7,
            runs: 1,
            stretches: 1,
            sets: 1,
            directory_checksum: 8,
            groups_at: 11,
            standings_at: 9,
            standings: 10,
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
        for (at, value, word) in
            [(8, 3, "newer"), (12, 9, "class"), (14, 1, "flags"), (8, 1, "flags"), (120, 1, "flags")]
        {
            let mut bytes = header().encode();
            bytes[at] = value;
            let sum = crc32c::crc32c(&bytes[..SUM_AT]);
            put(&mut bytes, SUM_AT, &sum.to_le_bytes());
            let refusal = Header::decode(&bytes, "queues-1.sidecar").unwrap_err();
            assert!(matches!(&refusal, LogError::Unsupported(what) if what.contains(word)), "{refusal}");
        }
    }

    proptest! {
        #[test]
        fn a_directory_reads_as_written(numbers: [u64; 6], count: u32, flags in 0u32..8) {
            let stretch = Stretch {
                segment: 2,
                resource: numbers[0],
                first: numbers[1],
                count,
                kind: kind(flags).unwrap(),
                at: numbers[2],
            };
            let directory = Directory {
                runs: vec![Run { partition: Partition(count), count, first: Position(numbers[3]), at: numbers[4] }],
                stretches: vec![(Partition(7), stretch)],
                sets: vec![Set { partition: Partition(8), count, resource: numbers[5], at: numbers[0] }],
            };
            let mut bytes = Vec::new();
            directory.encode(&mut bytes);
            prop_assert_eq!(bytes.len() as u64, header().directory_bytes());
            prop_assert_eq!(Directory::decode(&bytes, &header()).unwrap(), directory);
            prop_assert!(Directory::decode(&bytes[..30], &header()).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Directory::decode(&bytes, &header());
            if let Some(bytes) = bytes.first_chunk() {
                let _ = Header::decode(bytes, "x");
            }
        }
    }
}
