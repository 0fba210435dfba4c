//! What a partition's state keeps on disk besides the log: rows of messages in sidecars, and itself in checkpoints.

use millpond_log::{BLOCK_ROWS, Partition, Stretch};

/// A block of rows in a sidecar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRef {
    /// The rows that it is one of.
    pub stretch: Stretch,
    /// Which one.
    pub block: u32,
}

impl BlockRef {
    /// The block of a row.
    pub fn of(stretch: Stretch, row: u32) -> BlockRef {
        BlockRef { stretch, block: row / BLOCK_ROWS }
    }

    /// What tells it from every other block.
    pub fn key(&self) -> (u64, u64, u32) {
        (self.stretch.segment, self.stretch.at, self.block)
    }

    /// The block behind it in the same stretch.
    pub fn next(&self) -> Option<BlockRef> {
        let next = self.block + 1;
        (next * BLOCK_ROWS < self.stretch.count).then_some(BlockRef { block: next, ..*self })
    }
}

/// A block that a partition's state wants. Whoever drives the owner loads it and calls [`crate::Owner::put_block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// Whose state wants it.
    pub partition: Partition,
    /// What it wants.
    pub block: BlockRef,
}
