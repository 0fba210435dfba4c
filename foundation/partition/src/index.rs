//! What a partition's state keeps on disk besides the log: rows of messages in sidecars, and itself in checkpoints.

use bytes::Bytes;
use millpond_log::{
    BLOCK_ROWS, GroupRows, LogError, PageKey, Partition, Row, RowKind, Sought, Store, Stretch, TableRun,
};

/// A part of what a sidecar has of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The block of rows with this number.
    Rows(u32),
    /// The group directory.
    Groups,
    /// Of a stretch of which only the messages are known and between which segments they stand: the runs from its first on, that
    /// of the run table of those segments. The stretch's segment is the first of them, and its place the last.
    Runs,
    /// Of a resource's own state a page, which a checkpoint has: the stretch's first is its number, and its place its sum.
    Page,
}

/// A block of rows in a sidecar, a group directory, runs in a run table, or a page of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRef {
    /// What it is a part of.
    pub stretch: Stretch,
    /// Which one.
    pub part: Part,
}

/// The segment, a place there, a message and the part.
pub type BlockKey = (u64, u64, u64, Part);

/// What a [`BlockRef`] leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Rows.
    Rows(Vec<Row>),
    /// Where the rows of each group stand; without any, if only the rows tell.
    Groups(Vec<GroupRows>),
    /// Runs, that of the first message first.
    Runs(Vec<TableRun>),
    /// A page.
    Page(Bytes),
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

    /// The runs of a resource from that on which a message is in.
    pub fn runs(sought: Sought) -> BlockRef {
        let Sought { resource, sequence: first, from: segment, to: at } = sought;
        BlockRef {
            stretch: Stretch { segment, resource, first, count: 1, kind: RowKind::default(), at },
            part: Part::Runs,
        }
    }

    /// A page of a resource's state.
    pub fn page(PageKey { resource, number: first, sum }: PageKey) -> BlockRef {
        let (segment, at) = (0, u64::from(sum));
        BlockRef {
            stretch: Stretch { segment, resource, first, count: 1, kind: RowKind::default(), at },
            part: Part::Page,
        }
    }

    /// Which page it is, if it is one.
    pub fn page_key(&self) -> Option<PageKey> {
        let Stretch { resource, first: number, at, .. } = self.stretch;
        (self.part == Part::Page).then_some(PageKey { resource, number, sum: at as u32 })
    }

    /// What tells it from every other one of the same resource.
    pub fn key(&self) -> BlockKey {
        (self.stretch.segment, self.stretch.at, self.stretch.first, self.part)
    }

    /// The block behind it in the same stretch.
    pub fn next(&self) -> Option<BlockRef> {
        let Part::Rows(block) = self.part else { return None };
        let next = block + 1;
        (next * BLOCK_ROWS < self.stretch.count).then_some(BlockRef { part: Part::Rows(next), ..*self })
    }

    /// Reads it, of a partition. `None` where the device would have to be asked and `may_block` is false.
    pub fn load(
        &self,
        store: &dyn Store,
        partition: Partition,
        may_block: bool,
    ) -> Result<Option<Block>, LogError> {
        Ok(match self.part {
            Part::Rows(block) => store.rows(&self.stretch, block, may_block)?.map(Block::Rows),
            Part::Groups => store.groups(&self.stretch, may_block)?.map(Block::Groups),
            Part::Runs => {
                let Stretch { segment: from, resource, first: sequence, at: to, .. } = self.stretch;
                store.runs(&Sought { resource, sequence, from, to }, may_block)?.map(Block::Runs)
            }
            Part::Page => {
                let key = self.page_key().expect("it is one");
                store.page(partition, &key, may_block)?.map(Block::Page)
            }
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
