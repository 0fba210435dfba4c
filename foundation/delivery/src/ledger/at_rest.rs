//! What was done with messages, while nothing more is: 64 blocks (see [`super::received`]) in one piece. Blocks by themselves
//! are small and stand between what messages in flight leave behind, whose room the allocator can't give back for them.
//!
//! A piece is a *page*, too: what a checkpoint has of it, and then it may leave the memory until somebody asks for one of its
//! messages (see [`super::paged`]). A page is which blocks it has (8 bytes); of each which of its messages are there (8 bytes),
//! and those.

use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use millpond_log::PageKey;
use millpond_log::event::Malformed;

use super::received::{BLOCK, Item, take_block};
use crate::Sequence;

/// Blocks of one piece.
pub(super) const BLOCKS: u64 = 64;
/// Numbers of one piece.
pub(super) const NUMBERS: u64 = BLOCKS * BLOCK;
/// Blocks of fewer bytes are left as they are: to know where a page is takes some, too.
pub const PIECE_LEAST: usize = 512;

/// See the module. Which messages a block has, and its bytes.
pub(super) type Packed<'a> = (u64, &'a [u8]);

/// See the module.
#[derive(Debug)]
pub(super) struct Piece {
    page: Bytes,
    sum: u32,
    /// Where in the page each block ends.
    ends: Box<[u32]>,
    /// Whether a checkpoint has it as a page.
    pub(super) is_paged: bool,
    /// The last draft of a checkpoint that it is in; 0 if it is in none.
    drafted: AtomicU64,
}

pub(super) const HAS_BYTES: usize = size_of::<u64>();

impl Piece {
    /// Of blocks in their order, by their numbers.
    pub(super) fn of<'a>(is_paged: bool, blocks: impl Iterator<Item = (u64, Packed<'a>)>) -> Piece {
        let (mut has, mut ends) = (0u64, Vec::with_capacity(BLOCKS as usize));
        let mut page = vec![0; HAS_BYTES];
        for (key, (messages, packed)) in blocks {
            has |= 1 << (key % BLOCKS);
            page.extend_from_slice(&messages.to_le_bytes());
            page.extend_from_slice(packed);
            ends.push(page.len() as u32);
        }
        page[..HAS_BYTES].copy_from_slice(&has.to_le_bytes());
        // What it has grown by goes.
        let page = Bytes::from(page.into_boxed_slice());
        let sum = PageKey::of(0, 0, &page).sum;
        Piece { page, sum, ends: ends.into(), is_paged, drafted: AtomicU64::new(0) }
    }

    /// The same, which a checkpoint has as a page.
    pub(super) fn paged(&self) -> Piece {
        let Piece { page, sum, ends, .. } = self;
        Piece {
            page: page.clone(),
            sum: *sum,
            ends: ends.clone(),
            is_paged: true,
            drafted: AtomicU64::new(0),
        }
    }

    fn has(&self) -> u64 {
        number(&self.page)
    }

    /// The block of this number.
    pub(super) fn get(&self, key: u64) -> Option<Packed<'_>> {
        let bit = 1 << (key % BLOCKS);
        (self.has() & bit != 0).then(|| self.block((self.has() & (bit - 1)).count_ones() as usize))
    }

    /// All blocks of the piece of this number, by their numbers.
    pub(super) fn blocks(&self, number: u64) -> impl Iterator<Item = (u64, Packed<'_>)> + '_ {
        let has = self.has();
        let keys = (0..BLOCKS).filter(move |key| has & 1 << key != 0);
        keys.map(move |key| number * BLOCKS + key).zip((0..self.ends.len()).map(|at| self.block(at)))
    }

    fn block(&self, at: usize) -> Packed<'_> {
        let begin = at.checked_sub(1).map_or(HAS_BYTES, |before| self.ends[before] as usize);
        let block = &self.page[begin..self.ends[at] as usize];
        (number(block), &block[HAS_BYTES..])
    }

    /// What a checkpoint has of it.
    pub(super) fn page(&self) -> &Bytes {
        &self.page
    }

    pub(super) fn sum(&self) -> u32 {
        self.sum
    }

    /// It is in this draft.
    pub(super) fn note_draft(&self, draft: u64) {
        self.drafted.store(draft, Ordering::Relaxed);
    }

    /// Whether it is in a draft, and the last one is this or an older one.
    pub(super) fn is_drafted(&self, by: u64) -> bool {
        (1..=by).contains(&self.drafted.load(Ordering::Relaxed))
    }
}

/// The eight bytes that a page, and each block in it, begins with.
fn number(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..HAS_BYTES].try_into().expect("eight bytes"))
}

/// Reads the page of the piece of this number: the messages of each of its blocks.
pub(super) fn read_page(piece: u64, page: &[u8]) -> Result<Vec<Vec<Item>>, Malformed> {
    const NONSENSE: Malformed = Malformed("a page of what was done with messages contradicts itself");
    let (has, mut rest) = page.split_first_chunk().ok_or(NONSENSE)?;
    let (mut left, mut blocks) = (u64::from_le_bytes(*has), Vec::new());
    if piece > Sequence::MAX / NUMBERS {
        return Err(NONSENSE);
    }
    while left != 0 {
        blocks.push(take_block(piece * BLOCKS + u64::from(left.trailing_zeros()), &mut rest)?);
        left &= left - 1;
    }
    if blocks.is_empty() || !rest.is_empty() { Err(NONSENSE) } else { Ok(blocks) }
}
