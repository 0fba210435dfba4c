//! The durable log under every service: the [`Log`] trait, a log of segment files with group commit
//! ([`SegmentLog`]), and a log in memory that injects faults ([`MemoryLog`]). It knows no service.
//!
//! Order of calls is order in the log. Nothing here is asynchronous: a log is stepped by its own thread, or
//! by a simulation.

mod columns;
mod completions;
mod deltas;
mod draft;
pub mod event;
mod index;
mod memory;
mod reader;
pub mod segment;
mod sync;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use millpond_runtime::Millis;

pub use columns::{ColumnReader, Columns, VERSION_OF_COLUMNS};
pub use deltas::{Deltas, unzigzag, zigzag};
pub use draft::Draft;
pub use index::{
    BLOCK_ROWS, GroupRows, Indexer, NoIndex, PageKey, Past, Posted, RUNS_AT_ONCE, Remembered, Row, RowKind,
    STATE_PAGE_BYTES_MAX, Sealed, Snapshot, Sought, StatePage, StoredAt, Stretch, TABLE_SEGMENTS, TableRun,
    TableSegments,
};
pub use memory::{Fate, MemoryLog};
pub use reader::{InForce, Verdict};
pub use segment::{SegmentLog, VERSION_OF_STATE_PAGES};

/// One of the P partitions of the data. P is fixed when a directory is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(pub u32);

/// The number of a claim on a partition. A record counts only under the claim in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u64);

/// The process that owns a partition, drawn at random at each start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u64);

/// The place of a record in its partition: how many entries (records and claims, whether they count or not)
/// stand before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Position {
    /// The position after this one.
    pub fn next(self) -> Position {
        Position(self.0 + 1)
    }
}

/// All events of one command for one partition: atomic.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The claim that it was written under.
    pub epoch: Epoch,
    /// Who wrote it.
    pub owner: NodeId,
    /// Starts at 0 with each claim, without gaps.
    pub owner_seq: u64,
    /// A time and events, in the encoding of [`event`].
    pub body: Bytes,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({}/{:x}#{}, {} B)", self.epoch.0, self.owner.0, self.owner_seq, self.body.len())
    }
}

/// What stands at a position of a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A claim. In force only if its epoch is greater than that of every claim before it.
    Claim {
        /// The epoch claimed.
        epoch: Epoch,
        /// Who claims.
        owner: NodeId,
    },
    /// A record.
    Record(Record),
}

/// When a record must reach the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Somebody waits: with the next commit.
    Now,
    /// Nobody waits: it rides in the next commit, at the latest 100 ms later.
    Lazy,
}

/// What has become of claims and records of one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The partition.
    pub partition: Partition,
    /// Its news.
    pub outcome: Outcome,
}

/// See [`Completion`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The claim of `epoch` stands at `position`. Whether it is in force, only a replay up to there can tell.
    Claimed {
        /// The epoch claimed.
        epoch: Epoch,
        /// Where the claim stands.
        position: Position,
    },
    /// `count` records of `epoch` from `first_owner_seq` on stand at `first` and the positions after it.
    Confirmed {
        /// The epoch they were written under.
        epoch: Epoch,
        /// The first one's number.
        first_owner_seq: u64,
        /// How many.
        count: u64,
        /// The first one's position.
        first: Position,
    },
    /// Another claim is in force.
    Fenced,
    /// A record before this one is missing; the log stands at `got`.
    Gap {
        /// The owner_seq that the log expected.
        got: u64,
    },
    /// Nobody knows: what was submitted may appear in the log now, later or never.
    Unknown,
}

/// The place of an event in the log, the same on every engine: identity of the record, then bytes in its
/// body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventRef {
    /// The partition.
    pub partition: Partition,
    /// The record's position.
    pub position: Position,
    /// Where the event starts in the record's body.
    pub offset: u32,
    /// The event's length in bytes, header included.
    pub len: u32,
}

/// Room for records that make the log grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Everything is taken.
    Ample,
    /// Only what shrinks the state or moves it on: receives, deletes, visibility changes.
    Reserve,
    /// Nothing more is taken.
    None,
}

/// A lane of completions: the partitions of one owner thread (partition mod lanes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane(pub usize);

/// Wakes the owner thread of a lane: completions have come.
pub type Wake = Arc<dyn Fn(Lane) + Send + Sync>;

/// Takes what a replay finds. An error ends the replay.
pub type Sink<'a> = &'a mut dyn FnMut(Partition, Position, Entry) -> Result<(), LogError>;

/// A log of P partitions.
pub trait Log: Send + Sync {
    /// How many partitions the data has.
    fn partitions(&self) -> u32;
    /// Says how many lanes there are and how to wake one. Called once, before the first claim.
    fn attach(&self, lanes: usize, wake: Wake);
    /// Submits a claim. Everything up to its confirmed position must be replayed, and the claim found in
    /// force, before serving.
    fn claim(&self, partition: Partition, epoch: Epoch, owner: NodeId);
    /// Submits a record.
    fn submit(&self, partition: Partition, record: Record, durability: Durability);
    /// Moves what has become of the lane's claims and records to the end of `into`.
    fn completions(&self, lane: Lane, into: &mut Vec<Completion>);
    /// Confirmed entries of these partitions, each from its position, in one pass.
    fn replay(&self, of: &[(Partition, Position)], sink: Sink<'_>) -> Result<(), LogError>;
    /// The first position that is kept, and a lower bound of the confirmed end.
    fn bounds(&self, partition: Partition) -> Result<(Position, Position), LogError>;
    /// Lets go of what stands below a position.
    fn trim(&self, partition: Partition, below: Position) -> Result<(), LogError>;
    /// Whether a command that makes the log grow may be decided.
    fn room(&self) -> Room;
    /// Moves what has been sealed of the lane's partitions to the end of `into`, in the order of the segments.
    fn sealed(&self, lane: Lane, into: &mut Vec<Sealed>) {
        let _ = (lane, into);
    }
    /// Tells again what has been sealed of a partition and reaches behind a position, in the order of the segments: to an
    /// owner that has dropped its state. [`Log::sealed`] may tell some of it once more.
    fn sealed_again(
        &self,
        partition: Partition,
        behind: Position,
        into: &mut Vec<Sealed>,
    ) -> Result<(), LogError> {
        let _ = (partition, behind, into);
        Ok(())
    }
    /// What the newest checkpoint keeps of a partition, if there is one. A replay goes on from its position.
    fn snapshot(&self, partition: Partition) -> Result<Option<Snapshot>, LogError> {
        let _ = partition;
        Ok(None)
    }
    /// A page that the state of a partition names, of one of the checkpoints that are kept: what [`Log::snapshot`] gave names
    /// pages, too. May wait for the device.
    fn page(&self, partition: Partition, key: &PageKey) -> Result<Bytes, LogError> {
        Err(LogError::no_such_page(partition, key))
    }
    /// Deduplication ids that sealed segments remember of sends at or after `since`: partition, resource, and its ids
    /// in the order of their hashes, one call for each resource and segment.
    fn remembered(
        &self,
        since: Millis,
        sink: &mut dyn FnMut(Partition, u64, Vec<Remembered>),
    ) -> Result<(), LogError> {
        let _ = (since, sink);
        Ok(())
    }
}

/// Bytes of events by reference.
pub trait Store: Send + Sync {
    /// The event's bytes, header included, their checksum verified. May wait for the device.
    fn read(&self, event: EventRef) -> Result<Bytes, LogError>;
    /// As `read`, or `None` where the device would have to be asked.
    fn read_if_cached(&self, event: EventRef) -> Result<Option<Bytes>, LogError>;

    /// Several events, in the order given; those that stand near each other may share a read. `None` where the device would
    /// have to be asked and `may_block` is false.
    fn read_several(&self, events: &[EventRef], may_block: bool) -> Result<Option<Vec<Bytes>>, LogError> {
        let mut read = Vec::with_capacity(events.len());
        for event in events {
            match if may_block { self.read(*event).map(Some) } else { self.read_if_cached(*event) }? {
                Some(bytes) => read.push(bytes),
                None => return Ok(None),
            }
        }
        Ok(Some(read))
    }

    /// The rows of block `block` of a stretch (the rows from `block * BLOCK_ROWS` on), their checksum verified.
    fn rows(&self, stretch: &Stretch, block: u32, may_block: bool) -> Result<Option<Vec<Row>>, LogError> {
        let _ = (block, may_block);
        Err(LogError::Unsupported(format!("this store has no sidecar of segment {}", stretch.segment)))
    }

    /// The groups of a stretch's rows, by group, their checksum verified. Without any, if its sidecar does not tell: then the
    /// rows do.
    fn groups(&self, stretch: &Stretch, may_block: bool) -> Result<Option<Vec<GroupRows>>, LogError> {
        let _ = (stretch, may_block);
        Ok(Some(Vec::new()))
    }

    /// A page that the state of a partition names, of one of the checkpoints that are kept.
    fn page(&self, partition: Partition, key: &PageKey, may_block: bool) -> Result<Option<Bytes>, LogError> {
        let _ = may_block;
        Err(LogError::no_such_page(partition, key))
    }

    /// The stretches of a resource from the one on that a message stands in, in the order of their messages, as far as they
    /// stand in the segments where it is sought; listed ones left out. At least that one, and at most [`RUNS_AT_ONCE`].
    fn runs(&self, sought: &Sought, may_block: bool) -> Result<Option<Vec<TableRun>>, LogError> {
        let _ = may_block;
        Err(LogError::Unsupported(format!("this store has no run table of segment {}", sought.from)))
    }
}

/// The row of a message. `None` where the device would have to be asked and `may_block` is false.
pub fn stored_row(store: &dyn Store, at: &StoredAt, may_block: bool) -> Result<Option<Row>, LogError> {
    let (stretch, row) = match *at {
        StoredAt::Row(stretch, row) => (stretch, row),
        StoredAt::Sought(sought) => {
            let Some(runs) = store.runs(&sought, may_block)? else { return Ok(None) };
            let stretch = runs.first().map(|run| run.stretch).expect("at least the message's own");
            (stretch, (sought.sequence - stretch.first) as u32)
        }
    };
    let Some(rows) = store.rows(&stretch, row / BLOCK_ROWS, may_block)? else { return Ok(None) };
    row_of(&rows, &stretch, row).map(Some)
}

fn row_of(rows: &[Row], stretch: &Stretch, row: u32) -> Result<Row, LogError> {
    match rows.get((row % BLOCK_ROWS) as usize) {
        Some(row) => Ok(*row),
        None => Err(LogError::damaged(
            format!("the sidecar of segment {}", stretch.segment),
            format!("it has no row {row} of resource {}", stretch.resource),
        )),
    }
}

/// Rows that are asked for in turn: those of one block are read together. May wait for the device.
pub struct RowReader<'a> {
    store: &'a dyn Store,
    /// The segment, where the stretch is, and which block of it.
    block: Option<(u64, u64, u32)>,
    rows: Vec<Row>,
}

impl<'a> RowReader<'a> {
    /// Reads from `store`.
    pub fn new(store: &'a dyn Store) -> RowReader<'a> {
        RowReader { store, block: None, rows: Vec::new() }
    }

    /// One row of a stretch.
    pub fn row(&mut self, stretch: &Stretch, row: u32) -> Result<Row, LogError> {
        let number = row / BLOCK_ROWS;
        let block = Some((stretch.segment, stretch.at, number));
        if self.block != block {
            self.block = None;
            self.rows = self.store.rows(stretch, number, true)?.expect("it may wait for the device");
            self.block = block;
        }
        row_of(&self.rows, stretch, row)
    }
}

/// What can go wrong with a log.
#[derive(Debug)]
pub enum LogError {
    /// The file system said no.
    Io {
        /// What was tried.
        doing: String,
        /// Its answer.
        error: std::io::Error,
    },
    /// Stored bytes are not what was written. Names segment and offset.
    Damaged {
        /// Where.
        place: String,
        /// What is wrong there.
        what: String,
    },
    /// Written by something newer, or for something else.
    Unsupported(String),
    /// What was asked for has been let go.
    Trimmed {
        /// The first position that is kept.
        first: Position,
    },
}

impl LogError {
    /// Makes an error of what the file system said when `doing` was tried.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> LogError {
        move |error| LogError::Io { doing: doing.into(), error }
    }

    pub(crate) fn damaged(place: impl Into<String>, what: impl Into<String>) -> LogError {
        LogError::Damaged { place: place.into(), what: what.into() }
    }

    /// A page of a state that no checkpoint has.
    pub(crate) fn no_such_page(partition: Partition, key: &PageKey) -> Self {
        let PageKey { resource, number, .. } = key;
        LogError::damaged(
            format!("partition {}", partition.0),
            format!("no checkpoint has page {number} of resource {resource}, which its state names"),
        )
    }

    /// A reference that leads nowhere.
    pub(crate) fn no_such_event(event: EventRef, what: &str) -> Self {
        let EventRef { partition, position, offset, .. } = event;
        LogError::damaged(format!("partition {} position {} offset {offset}", partition.0, position.0), what)
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogError::Io { doing, error } => write!(f, "{doing}: {error}"),
            LogError::Damaged { place, what } => write!(f, "damaged: {place}: {what}"),
            LogError::Unsupported(what) => f.write_str(what),
            LogError::Trimmed { first } => write!(f, "trimmed: the first position kept is {}", first.0),
        }
    }
}

impl std::error::Error for LogError {}
