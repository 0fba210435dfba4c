//! What was done with messages, while nothing more is: 64 blocks (see [`super::received`]) in one piece. Blocks by themselves
//! are small and stand between what messages in flight leave behind, whose room the allocator can't give back for them.

/// Blocks of one piece.
pub(super) const BLOCKS: u64 = 64;
/// Fewer blocks are left as they are.
pub(super) const BLOCKS_LEAST: usize = 8;

/// See the module. Which messages a block has, and its bytes.
pub(super) type Packed<'a> = (u64, &'a [u8]);

/// See the module.
#[derive(Debug)]
pub(super) struct Piece {
    /// Which blocks there are.
    has: u64,
    /// Where each ends.
    ends: Box<[u32]>,
    /// Of each, which messages it has, and its bytes.
    bytes: Box<[u8]>,
}

const HAS_BYTES: usize = size_of::<u64>();

impl Piece {
    /// Of blocks in their order, by their numbers.
    pub(super) fn of<'a>(blocks: impl Iterator<Item = (u64, Packed<'a>)>) -> Piece {
        let (mut has, mut ends, mut bytes) = (0, Vec::with_capacity(BLOCKS as usize), Vec::new());
        for (key, (messages, packed)) in blocks {
            has |= 1 << (key % BLOCKS);
            bytes.extend_from_slice(&messages.to_le_bytes());
            bytes.extend_from_slice(packed);
            ends.push(bytes.len() as u32);
        }
        Piece { has, ends: ends.into(), bytes: bytes.into() }
    }

    /// The block of this number.
    pub(super) fn get(&self, key: u64) -> Option<Packed<'_>> {
        let bit = 1 << (key % BLOCKS);
        (self.has & bit != 0).then(|| self.block((self.has & (bit - 1)).count_ones() as usize))
    }

    /// All blocks of the piece of this number, by their numbers.
    pub(super) fn blocks(&self, number: u64) -> impl Iterator<Item = (u64, Packed<'_>)> + '_ {
        let keys = (0..BLOCKS).filter(|key| self.has & 1 << key != 0);
        keys.map(move |key| number * BLOCKS + key).zip((0..self.ends.len()).map(|at| self.block(at)))
    }

    fn block(&self, at: usize) -> Packed<'_> {
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let (has, packed) = self.bytes[begin..self.ends[at] as usize].split_at(HAS_BYTES);
        (u64::from_le_bytes(has.try_into().expect("eight bytes")), packed)
    }
}
