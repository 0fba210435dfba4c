//! What a partition's state keeps on disk besides the log: rows of messages in sidecars, and itself in checkpoints.

use millpond_log::{BLOCK_ROWS, GroupRows, LogError, Partition, Row, Store, Stretch};

/// A part of what a sidecar has of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The block of rows with this number.
    Rows(u32),
    /// The group directory.
    Groups,
}

/// A block of rows in a sidecar, or a group directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRef {
    /// What it is a part of.
    pub stretch: Stretch,
    /// Which one.
    pub part: Part,
}

/// What a [`BlockRef`] leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Rows.
    Rows(Vec<Row>),
    /// Where the rows of each group stand; without any, if only the rows tell.
    Groups(Vec<GroupRows>),
}

impl BlockRef {
    /// The block of a row.
    pub fn of(stretch: Stretch, row: u32) -> BlockRef {
        BlockRef { stretch, part: Part::Rows(row / BLOCK_ROWS) }
    }

    /// The group directory of a stretch.
    pub fn groups(stretch: Stretch) -> BlockRef {
        BlockRef { stretch, part: Part::Groups }
    }

    /// What tells it from every other one.
    pub fn key(&self) -> (u64, u64, Part) {
        (self.stretch.segment, self.stretch.at, self.part)
    }

    /// The block behind it in the same stretch.
    pub fn next(&self) -> Option<BlockRef> {
        let Part::Rows(block) = self.part else { return None };
        let next = block + 1;
        (next * BLOCK_ROWS < self.stretch.count).then_some(BlockRef { part: Part::Rows(next), ..*self })
    }

    /// Reads it. `None` where the device would have to be asked and `may_block` is false.
    pub fn load(&self, store: &dyn Store, may_block: bool) -> Result<Option<Block>, LogError> {
        Ok(match self.part {
            Part::Rows(block) => store.rows(&self.stretch, block, may_block)?.map(Block::Rows),
            Part::Groups => store.groups(&self.stretch, may_block)?.map(Block::Groups),
        })
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
