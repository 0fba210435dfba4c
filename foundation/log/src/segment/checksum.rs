//! Checksums of a segment: CRC32C seeded with the segment's nonce and the place of what is summed.
//!
//! The nonce keeps apart what earlier uses of the same file left, and what a client may put into a message.
//! The place keeps a block apart that the device wrote to, or read from, the wrong offset.

/// The seeds of one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seeds {
    nonce: u64,
    seed: u32,
}

/// "MPFRAME1"; a frame begins with it, mixed with the nonce.
const FRAME_MAGIC: u64 = u64::from_le_bytes(*b"MPFRAME1");

/// "MPSIDECR"; a block of a sidecar is none of its segment, wherever it stands.
const SIDECAR: u64 = u64::from_le_bytes(*b"MPSIDECR");

/// "MPRUNTAB"; so for a block of a run table.
const RUN_TABLE: u64 = u64::from_le_bytes(*b"MPRUNTAB");

impl Seeds {
    pub(super) fn of(nonce: u64) -> Seeds {
        Seeds { nonce, seed: crc32c::crc32c(&nonce.to_le_bytes()) }
    }

    /// Those of the sidecar of the segment with that nonce.
    pub(super) fn of_sidecar(nonce: u64) -> Seeds {
        Seeds::of(nonce ^ SIDECAR)
    }

    /// Those of the run table of a group, made of the segments with these nonces.
    pub(super) fn of_run_table(group: u64, nonces: impl Iterator<Item = u64>) -> Seeds {
        Seeds::of(nonces.fold(RUN_TABLE ^ group, |mixed, nonce| mixed.rotate_left(1) ^ nonce))
    }

    /// What a frame of this segment begins with.
    pub(super) fn frame_mark(self) -> u64 {
        FRAME_MAGIC ^ self.nonce
    }

    /// The seed for what stands at an offset of the segment: a frame, or a record's body.
    pub(super) fn at(self, offset: u64) -> u32 {
        crc32c::crc32c_append(self.seed, &offset.to_le_bytes())
    }
}
