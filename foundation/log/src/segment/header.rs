//! A segment's header: the first 4 KiB of its file. Written and synced before the file gets its name.
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | "MPSEGMNT" |
//! | 8 | 4 | format version |
//! | 12 | 1 | class |
//! | 13 | 1 | flags: bit 0, a repair segment (see `recovery`); bit 1, the file held something before |
//! | 14 | 2 | zero |
//! | 16 | 16 | store id |
//! | 32 | 8 | segment id, never reused in its class |
//! | 40 | 8 | nonce, drawn anew at each use of the file |
//! | 48 | 8 | predecessor's id, 0 for none |
//! | 56 | 8 | where the predecessor ends: what stands behind is void |
//! | 64 | 4 | the checksum of the last frame before this segment |
//! | 68 | 4 | zero |
//! | 72 | 8 | the number of the first commit in this segment |
//! | 80 | 8 | the file's size |
//! | 88 | 16 | id of the boot in which it was made |
//! | 128 | 64 | key id (zero: not sealed) |
//! | 192 | 512 | wrapped data key (zero: not sealed) |
//! | 4092 | 4 | CRC32C of all before |

use super::bytes_at::{get, get_u32, get_u64, put};
use super::names::Class;
use crate::LogError;

/// A header's size; the first frame may begin here.
pub(super) const HEADER_BYTES: u64 = 4096;
const MAGIC: &[u8; 8] = b"MPSEGMNT";
const VERSION: u32 = 1;
const REPAIR: u8 = 1;
const RECYCLED: u8 = 2;
const SUM_AT: usize = 4092;
const RESERVED_AT: usize = 104;

/// What a segment says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) class: Class,
    pub(super) repair: bool,
    /// What stands behind its frames may be of an earlier use of the file.
    pub(super) recycled: bool,
    pub(super) store_id: [u8; 16],
    pub(super) id: u64,
    pub(super) nonce: u64,
    pub(super) predecessor: Predecessor,
    pub(super) first_commit: u64,
    pub(super) size_bytes: u64,
    pub(super) boot_id: [u8; 16],
}

/// Where the log stood when a segment was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Predecessor {
    pub(super) id: u64,
    pub(super) end: u64,
    pub(super) checksum: u32,
}

impl Header {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_BYTES as usize];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, 8, &VERSION.to_le_bytes());
        bytes[12] = self.class as u8;
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        bytes[13] = flag(self.repair, REPAIR) | flag(self.recycled, RECYCLED);
        put(&mut bytes, 16, &self.store_id);
        put(&mut bytes, 32, &self.id.to_le_bytes());
        put(&mut bytes, 40, &self.nonce.to_le_bytes());
        put(&mut bytes, 48, &self.predecessor.id.to_le_bytes());
        put(&mut bytes, 56, &self.predecessor.end.to_le_bytes());
        put(&mut bytes, 64, &self.predecessor.checksum.to_le_bytes());
        put(&mut bytes, 72, &self.first_commit.to_le_bytes());
        put(&mut bytes, 80, &self.size_bytes.to_le_bytes());
        put(&mut bytes, 88, &self.boot_id);
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        bytes
    }

    /// Reads a header of the file called `name`.
    pub(super) fn decode(bytes: &[u8], name: &str) -> Result<Header, LogError> {
        let place = format!("{name} offset 0");
        if &bytes[..8] != MAGIC {
            return Err(LogError::damaged(place, "this is no segment header"));
        }
        if crc32c::crc32c(&bytes[..SUM_AT]) != get_u32(bytes, SUM_AT) {
            return Err(LogError::damaged(place, "the checksum of the segment header is wrong"));
        }
        let version = get_u32(bytes, 8);
        if version > VERSION {
            return Err(LogError::Unsupported(format!(
                "{name} was written by a newer Millpond: segment format {version}, this program reads up to {VERSION}"
            )));
        }
        let unknown =
            bytes[13] & !(REPAIR | RECYCLED) != 0 || bytes[14..16] != [0; 2] || bytes[68..72] != [0; 4];
        let class = Class::from_number(bytes[12]);
        let (Some(class), false) = (class, unknown || bytes[RESERVED_AT..SUM_AT].iter().any(|b| *b != 0))
        else {
            return Err(LogError::Unsupported(format!(
                "{name} has a class, flags or a seal that this program does not know"
            )));
        };
        Ok(Header {
            class,
            repair: bytes[13] & REPAIR != 0,
            recycled: bytes[13] & RECYCLED != 0,
            store_id: get(bytes, 16),
            id: get_u64(bytes, 32),
            nonce: get_u64(bytes, 40),
            predecessor: Predecessor {
                id: get_u64(bytes, 48),
                end: get_u64(bytes, 56),
                checksum: get_u32(bytes, 64),
            },
            first_commit: get_u64(bytes, 72),
            size_bytes: get_u64(bytes, 80),
            boot_id: get(bytes, 88),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_as_written_and_no_flipped_bit_passes() {
        let header = Header {
            class: Class::Streams,
            repair: true,
            recycled: true,
            store_id: [1; 16],
            id: 2,
            nonce: 3,
            predecessor: Predecessor { id: 4, end: 5, checksum: 6 },
            first_commit: 7,
            size_bytes: 8,
            boot_id: [9; 16],
        };
        let bytes = header.encode();
        assert_eq!(Header::decode(&bytes, "x").unwrap(), header);
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(Header::decode(&bytes, "x"), Err(LogError::Damaged { .. })), "bit {bit}");
        }
    }

    #[test]
    fn a_newer_version_and_unknown_flags_are_refused_by_name() {
        for (at, value, word) in [(8, 2, "newer"), (13, 4, "flags"), (12, 9, "class"), (128, 1, "seal")] {
            let mut bytes = golden().encode();
            bytes[at] = value;
            let sum = crc32c::crc32c(&bytes[..SUM_AT]);
            put(&mut bytes, SUM_AT, &sum.to_le_bytes());
            let refusal = Header::decode(&bytes, "queues-1").unwrap_err();
            assert!(matches!(refusal, LogError::Unsupported(_)));
            assert!(
                refusal.to_string().contains(word) && refusal.to_string().contains("queues-1"),
                "{refusal}"
            );
        }
    }

    fn golden() -> Header {
        Header {
            class: Class::Queues,
            repair: false,
            recycled: false,
            store_id: [0; 16],
            id: 1,
            nonce: 1,
            predecessor: Predecessor::default(),
            first_commit: 1,
            size_bytes: 1 << 20,
            boot_id: [0; 16],
        }
    }
}
