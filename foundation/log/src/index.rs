//! What the index of a sealed segment is made of and how it is asked for: rows, one for each message, in the segment's
//! sidecar; and what a checkpoint keeps of a partition. The words here know no service: a resource and a sequence are
//! numbers, a group and a deduplication id are keyed hashes.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::Arc;

use bytes::Bytes;
use millpond_runtime::Millis;

use crate::event::{Event, Malformed};
use crate::{Epoch, EventRef, NodeId, Partition, Position};

/// What an event puts on a resource: a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The resource.
    pub resource: u64,
    /// The message's number there.
    pub sequence: u64,
    /// When it was sent.
    pub sent: Millis,
    /// Its group.
    pub group: Option<u64>,
    /// What it brings along from another resource.
    pub past: Option<Past>,
    /// It stood in an older segment before and was copied forward: its number lies below those around it.
    pub forwarded: bool,
    /// What it is deduplicated by, from the event's time on.
    pub deduplication: Option<u128>,
}

/// A message's past in another resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The resource that it was moved from.
    pub from: u64,
    /// How often it had been handed out.
    pub receives: u32,
    /// When it was first handed out.
    pub first_received: Option<Millis>,
}

/// Tells what events put on resources. A pure function of the event and of its record's time.
pub trait Indexer: Send + Sync {
    /// What this event puts on a resource, if anything.
    fn index(&self, event: &Event<'_>, time: Millis) -> Result<Option<Posted>, Malformed>;
}

/// An indexer for logs that hold nothing that is worth an index.
pub struct NoIndex;

impl Indexer for NoIndex {
    fn index(&self, _: &Event<'_>, _: Millis) -> Result<Option<Posted>, Malformed> {
        Ok(None)
    }
}

/// Rows in a block of a stretch, but for the last block.
pub const BLOCK_ROWS: u32 = 256;

/// How the rows of a stretch are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowKind {
    /// Some have a group.
    pub grouped: bool,
    /// Some have a past elsewhere.
    pub moved: bool,
    /// They were copied forward: each row has its sequence, and those rise but are not consecutive.
    pub listed: bool,
}

/// The rows of one resource in one sealed segment, of consecutive sequences or listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The segment.
    pub segment: u64,
    /// The resource.
    pub resource: u64,
    /// The first row's sequence.
    pub first: u64,
    /// How many rows.
    pub count: u32,
    /// How they are written.
    pub kind: RowKind,
    /// Where its first block stands in the sidecar.
    pub at: u64,
}

impl Stretch {
    /// Whether its sidecar may tell where the rows of each group stand: of a few rows that is read no faster than the rows.
    pub fn may_have_groups(&self) -> bool {
        self.kind.grouped && !self.kind.listed && self.count > BLOCK_ROWS
    }
}

/// Where the rows of a group stand in a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupRows {
    /// The group; none for the rows without one.
    pub group: Option<NonZeroU64>,
    /// How many rows it has.
    pub count: u32,
    /// The first of them, counted from the stretch's first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

/// Sealed segments have one run table together whose numbers, divided by this, are the same.
pub const TABLE_SEGMENTS: u64 = 64;

/// The segments of one run table of which each is worth keeping: the least number and the greatest.
pub type TableSegments = (u64, u64);

/// Stretches that one look into a run table brings.
pub const RUNS_AT_ONCE: usize = 32;

/// A message of which it is not known where it stands, but that it does in one of these segments, which have one run table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The resource.
    pub resource: u64,
    /// The message's number there.
    pub sequence: u64,
    /// The first segment.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// A stretch as a run table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableRun {
    /// The stretch, which is not listed.
    pub stretch: Stretch,
    /// Bytes of the events of its rows.
    pub bytes: u64,
    /// The group of all rows (none within: they have none); none, if they have several.
    pub sole: Option<Option<NonZeroU64>>,
}

/// Where the row of a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredAt {
    /// Which row of a stretch it is.
    Row(Stretch, u32),
    /// A run table tells.
    Sought(Sought),
}

/// A part of a state that stands in a checkpoint in a page of its own. The state names it by this, and reads it when it needs
/// it: until then it is in no memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// The resource.
    pub resource: u64,
    /// Which of its pages.
    pub number: u64,
    /// CRC32C of its bytes: a page that was changed since is another one.
    pub sum: u32,
}

impl PageKey {
    /// The key of a page of these bytes.
    pub fn of(resource: u64, number: u64, bytes: &[u8]) -> PageKey {
        PageKey { resource, number, sum: crc32c::crc32c(bytes) }
    }
}

/// No page of a state is larger. It should be far smaller: who needs anything of it reads all of it.
pub const STATE_PAGE_BYTES_MAX: usize = 1 << 20;

/// See [`PageKey`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatePage {
    /// What it is named by.
    pub key: PageKey,
    /// What it holds, not empty; none, if the checkpoint before has it.
    pub bytes: Option<Bytes>,
}

/// A segment was sealed and its sidecar is durable: what an owner kept in memory of its messages may go. Or, without stretches,
/// other segments have run tables now, or a checkpoint was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The segment.
    pub segment: u64,
    /// The partition.
    pub partition: Partition,
    /// The partition's first position behind the segment.
    pub end: Position,
    /// Its rows, each with the sequences of a listed stretch.
    pub stretches: Vec<(Stretch, Option<Arc<[u64]>>)>,
    /// Segments whose runs may be forgotten, since [`crate::Store::runs`] finds them again quickly. In order and apart.
    pub in_tables: Arc<[TableSegments]>,
    /// Pages that a draft of this number had, or one before that no checkpoint was made of since, stand in a checkpoint now.
    pub drafted: u64,
}

/// A message's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The message's number.
    pub sequence: u64,
    /// Its record.
    pub position: Position,
    /// Where its event stands in the record's body.
    pub offset: u32,
    /// The event's length in bytes.
    pub len: u32,
    /// When it was sent.
    pub sent: Millis,
    /// Its group.
    pub group: Option<u64>,
    /// Its past elsewhere.
    pub past: Option<Past>,
}

impl Row {
    /// The event's place, for a resource of this partition.
    pub fn event(&self, partition: Partition) -> EventRef {
        EventRef { partition, position: self.position, offset: self.offset, len: self.len }
    }
}

/// A deduplication id that a sealed segment remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remembered {
    /// Its keyed hash.
    pub hash: u128,
    /// The message that was sent with it.
    pub sequence: u64,
    /// When.
    pub time: Millis,
}

/// What a checkpoint keeps of one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The partition.
    pub partition: Partition,
    /// Everything below is in it.
    pub position: Position,
    /// The claim in force.
    pub epoch: Epoch,
    /// Whose it is.
    pub owner: NodeId,
    /// Where it stands.
    pub claimed_at: Position,
    /// The next record's number under it.
    pub next_owner_seq: u64,
    /// The digest of everything below `position`.
    pub digest: u64,
    /// Rows of messages at or behind this position are in it, for their segments had no sidecar yet.
    pub hot_from: Position,
    /// Sealed segments with live messages of this partition, and the bytes of those.
    pub live_bytes: BTreeMap<u64, u64>,
    /// The least version of the data format that knows what the state is written in. FORMAT asks for it before there is a
    /// checkpoint with it; one that was read says 1.
    pub data_version: u32,
    /// The state.
    pub state: Bytes,
    /// Pages that the state names. One that was read has none of their bytes: each is read when it is asked for.
    pub pages: Vec<StatePage>,
    /// The number of the draft that it was made of; one that was read says 0.
    pub draft: u64,
}
