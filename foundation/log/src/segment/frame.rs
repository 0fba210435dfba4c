//! A frame's header: what one commit says about itself.
//!
//! A frame is a header and a payload of sections, padded to a multiple of 8. The next begins right behind
//! it, or at any later multiple of 4 KiB; what lies between is void.
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | "MPFRAME1", mixed with the segment's nonce |
//! | 8 | 8 | commit number: from 1 in a class, without gaps |
//! | 16 | 8 | the last commit that was known to be synced when this was written |
//! | 24 | 8 | engine time, ms |
//! | 32 | 8 | boot time, ms |
//! | 40 | 16 | boot id |
//! | 56 | 4 | bytes of the payload |
//! | 60 | 4 | sections in the payload |
//! | 64 | 4 | flags: bit 0, a clean stop |
//! | 68 | 4 | the previous frame's checksum |
//! | 72 | 4 | CRC32C of the payload |
//! | 76 | 4 | CRC32C of this header: the frame's checksum |

use millpond_runtime::{Millis, Moment};

use super::bytes_at::{get, get_u32, get_u64, put};
use super::checksum::Seeds;

/// Bytes of a frame's header.
pub(super) const FRAME_HEADER_BYTES: usize = 80;
/// A frame is no longer than this.
pub(super) const FRAME_BYTES_MAX: u64 = 16 << 20;
/// Frames begin at multiples of this.
pub(super) const FRAME_ALIGN: u64 = 8;
/// A frame that begins at a multiple of this may have a gap before it.
pub(super) const GAP_ALIGN: u64 = 4096;
const SUM_AT: usize = 76;
const CLEAN_STOP: u32 = 1;

/// A frame's header, but for what the checksums make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FrameHeader {
    pub(super) commit: u64,
    /// The last commit known to be synced.
    pub(super) synced: u64,
    pub(super) engine_time: Millis,
    pub(super) boot_time: Millis,
    pub(super) boot_id: [u8; 16],
    pub(super) payload_bytes: u32,
    pub(super) sections: u32,
    pub(super) flags: u32,
    /// The previous frame's checksum.
    pub(super) previous: u32,
    pub(super) payload_checksum: u32,
}

impl FrameHeader {
    pub(super) fn is_clean_stop(&self) -> bool {
        self.flags & CLEAN_STOP != 0
    }

    pub(super) fn has_unknown_flags(&self) -> bool {
        self.flags & !CLEAN_STOP != 0
    }

    pub(super) fn flags(clean_stop: bool) -> u32 {
        if clean_stop { CLEAN_STOP } else { 0 }
    }

    /// When it was written.
    pub(super) fn moment(&self) -> Moment {
        Moment { engine: self.engine_time, boot: self.boot_time }
    }

    /// Bytes of the whole frame, padding included.
    pub(super) fn frame_bytes(&self) -> u64 {
        frame_bytes(u64::from(self.payload_bytes))
    }

    /// The header's bytes for a frame at `offset`, and the frame's checksum.
    pub(super) fn encode(&self, seeds: Seeds, offset: u64) -> ([u8; FRAME_HEADER_BYTES], u32) {
        let mut bytes = [0; FRAME_HEADER_BYTES];
        put(&mut bytes, 0, &seeds.frame_mark().to_le_bytes());
        put(&mut bytes, 8, &self.commit.to_le_bytes());
        put(&mut bytes, 16, &self.synced.to_le_bytes());
        put(&mut bytes, 24, &self.engine_time.to_le_bytes());
        put(&mut bytes, 32, &self.boot_time.to_le_bytes());
        put(&mut bytes, 40, &self.boot_id);
        put(&mut bytes, 56, &self.payload_bytes.to_le_bytes());
        put(&mut bytes, 60, &self.sections.to_le_bytes());
        put(&mut bytes, 64, &self.flags.to_le_bytes());
        put(&mut bytes, 68, &self.previous.to_le_bytes());
        put(&mut bytes, 72, &self.payload_checksum.to_le_bytes());
        let sum = crc32c::crc32c_append(seeds.at(offset), &bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        (bytes, sum)
    }

    /// The header that stands at `offset` and its checksum, if one stands there.
    pub(super) fn decode(bytes: &[u8], seeds: Seeds, offset: u64) -> Option<(FrameHeader, u32)> {
        let sum = get_u32(bytes, SUM_AT);
        if get_u64(bytes, 0) != seeds.frame_mark()
            || crc32c::crc32c_append(seeds.at(offset), &bytes[..SUM_AT]) != sum
        {
            return None;
        }
        let header = FrameHeader {
            commit: get_u64(bytes, 8),
            synced: get_u64(bytes, 16),
            engine_time: get_u64(bytes, 24),
            boot_time: get_u64(bytes, 32),
            boot_id: get(bytes, 40),
            payload_bytes: get_u32(bytes, 56),
            sections: get_u32(bytes, 60),
            flags: get_u32(bytes, 64),
            previous: get_u32(bytes, 68),
            payload_checksum: get_u32(bytes, 72),
        };
        Some((header, sum))
    }
}

/// Bytes of a frame with that much payload.
pub(super) fn frame_bytes(payload_bytes: u64) -> u64 {
    (FRAME_HEADER_BYTES as u64 + payload_bytes).next_multiple_of(FRAME_ALIGN)
}

/// The checksum of a payload whose frame stands at `offset`.
pub(super) fn payload_checksum(payload: &[u8], seeds: Seeds, offset: u64) -> u32 {
    crc32c::crc32c_append(seeds.at(offset), payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_header_reads_as_written_only_in_its_segment_and_at_its_place() {
        let header = FrameHeader {
            commit: 1,
            synced: 2,
            engine_time: 3,
            boot_time: 4,
            boot_id: [5; 16],
            payload_bytes: 6,
            sections: 7,
            flags: FrameHeader::flags(true),
            previous: 8,
            payload_checksum: 9,
        };
        let seeds = Seeds::of(77);
        let (bytes, sum) = header.encode(seeds, 4096);
        assert_eq!(FrameHeader::decode(&bytes, seeds, 4096), Some((header, sum)));
        assert_eq!(FrameHeader::decode(&bytes, seeds, 8192), None);
        assert_eq!(FrameHeader::decode(&bytes, Seeds::of(78), 4096), None);
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes;
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(FrameHeader::decode(&bytes, seeds, 4096), None, "bit {bit}");
        }
    }
}
