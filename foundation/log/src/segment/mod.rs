//! A log of segment files with group commit. One [`SegmentLog`] keeps one class of segments in a flat
//! directory.
//!
//! A commit is one frame: all that was submitted since the last, written with one write and synced once. A
//! frame holds a section for each partition, a section its records, a record its events; each level's
//! format is in the file of its name. How a log is found again after any sort of end is in `survey` (what
//! there is) and `recovery` (what is done).
//!
//! A sealed segment, which has a successor, gets an index on disk: its sidecar; the sidecars of 64 segments are merged into a
//! run table. A checkpoint keeps what a start then needs
//! not read again, and lets segments go in which nothing lives.

mod bytes_at;
mod checkpoint;
mod checkpointing;
mod checksum;
mod commit;
mod copied;
mod dropping;
mod engine_time;
mod file;
mod filling;
mod format;
mod frame;
mod fsck;
mod header;
mod inbox;
mod index;
mod indexing;
mod layout;
mod lookup;
mod mending;
mod merging;
mod names;
mod options;
mod pace;
mod recovery;
mod replace;
mod replay;
mod room;
mod run;
mod run_table;
mod scan;
mod section;
mod sidecar;
mod spans;
mod spares;
mod store;
mod survey;
mod window;
mod writer;

use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use bytes::Bytes;
use millpond_runtime::{Disk, Millis};

use crate::completions::Lanes;
use crate::{
    Completion, Durability, Entry, Epoch, Lane, Log, LogError, NodeId, PageKey, Partition, Position, Record,
    Remembered, Room, Sealed, Sink, Snapshot, Wake,
};
use checkpoint::{Checkpoints, Pair};
use checkpointing::Growth;
use commit::Committing;
use file::Segment;
use filling::Filling;
use header::Header;
use inbox::{Inbox, Pending};
use index::RecordIndex;
use indexing::{Indexing, Sidecars};
use mending::Doubtful;
use merging::{Merging, Tables};
use room::Gauge;
use spans::Spans;
use spares::Spares;

pub use commit::Stats;
pub use copied::cut_off;
pub use engine_time::{EngineStart, LastWritten, engine_start};
pub use format::{DATA_VERSION, FORMAT_NAME, Format, PARTITIONS_MAX, VERSION_OF_STATE_PAGES};
pub use fsck::{ClassReport, Outlook, Report, fsck};
pub use inbox::RECORD_BODY_BYTES_MAX;
pub use names::Class;
pub use options::{OnFatal, Options, Sync};
pub use pace::Pace;
pub use recovery::Recovery;

/// A log of segment files. See the module.
pub struct SegmentLog {
    disk: Arc<dyn Disk>,
    options: Options,
    inbox: Arc<Inbox>,
    committing: Mutex<Committing>,
    segments: RwLock<Vec<Arc<Segment>>>,
    index: RecordIndex,
    spans: Arc<Spans>,
    indexing: Mutex<Indexing>,
    sidecars: RwLock<Sidecars>,
    doubtful: Doubtful,
    merging: Mutex<Merging>,
    tables: RwLock<Tables>,
    /// What the checkpoint in use at the start had the rows of itself.
    hot_from: Vec<Position>,
    checkpoints: Mutex<Checkpoints>,
    /// Those of them that are kept. Who writes the next one holds the other lock all the while, and nobody who reads waits for that.
    kept: RwLock<Pair>,
    growth: Growth,
    spares: Arc<Spares>,
    filling: Mutex<Option<Filling>>,
    /// What FORMAT asks of a reader.
    least_version: AtomicU32,
    gauge: Gauge,
    lanes: OnceLock<Lanes>,
    /// Why nothing is taken any more.
    failure: OnceLock<String>,
    stats: commit::Counters,
    recovery: Recovery,
}

impl SegmentLog {
    /// Opens the log of a class, or begins one: reads all of it, and repairs an unclean end. Refuses, and
    /// changes nothing, where something is damaged or unknown.
    pub fn open(disk: Arc<dyn Disk>, format: &Format, options: Options) -> Result<SegmentLog, LogError> {
        let gauge = Gauge::new(options.segment_sizes_bytes[options.segment_sizes_bytes.len() - 1]);
        gauge.refresh(&*disk);
        let opened = recovery::open(disk.clone(), format, &options, &gauge)?;
        gauge.set_rest(opened.writer.rest());
        gauge.set_spare(opened.spares.bytes());
        let kept = opened.checkpoints.pair();
        let checkpoint = &kept.newest;
        let written = checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.written_bytes);
        let stats = commit::Counters::default();
        stats.set_checkpoints(opened.checkpoints.files);
        let inbox = Arc::<Inbox>::default();
        options.pace.feed(inbox.clone());
        Ok(SegmentLog {
            disk,
            inbox,
            committing: Mutex::new(Committing::new(opened.writer)),
            segments: RwLock::new(opened.segments),
            index: opened.index,
            spans: Arc::default(),
            indexing: Mutex::new(Indexing::new()),
            sidecars: RwLock::new(opened.sidecars),
            doubtful: Doubtful::default(),
            merging: Mutex::default(),
            tables: RwLock::new(Tables::new(opened.tables)),
            hot_from: checkpoint.as_ref().map_or(Vec::new(), |it| it.summary.hot_from.clone()),
            checkpoints: Mutex::new(opened.checkpoints),
            kept: RwLock::new(kept),
            growth: Growth::new(opened.bytes_behind, written),
            spares: opened.spares,
            filling: Mutex::default(),
            least_version: AtomicU32::new(format.least_version),
            gauge,
            lanes: OnceLock::new(),
            failure: OnceLock::new(),
            stats,
            recovery: opened.recovery,
            options,
        })
    }

    /// What the start found and did.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// What was done since the start, and what there is.
    pub fn stats(&self) -> Stats {
        let mut stats = self.stats.read();
        let segments = self.segments.read().expect("no holder of the list's lock panics");
        stats.segments = segments.len() as u64;
        stats.segment_bytes = segments.iter().map(|segment| segment.size()).sum();
        drop(segments);
        stats.sidecars = self.sidecars.read().expect("no holder of the sidecars' lock panics").len() as u64;
        stats.run_tables = self.tables.read().expect("no holder of the tables' lock panics").count();
        stats
    }

    /// The first of the segments that follow one another up to the newest.
    fn replayable_from(&self) -> u64 {
        self.first_replayable().map_or(0, |header| header.id)
    }

    /// Whether nothing of the log was let go.
    fn is_whole(&self) -> bool {
        self.first_replayable().is_none_or(|header| header.predecessor.id == 0)
    }

    fn first_replayable(&self) -> Option<Header> {
        let segments = self.segments.read().expect("no holder of the list's lock panics");
        let follows = |pair: &&[Arc<Segment>]| pair[1].header.predecessor.id == pair[0].header.id;
        let more = segments.windows(2).rev().take_while(follows).count();
        segments.len().checked_sub(more + 1).map(|at| segments[at].header.clone())
    }

    /// Whether the log takes nothing more because a write or sync failed.
    pub fn has_failed(&self) -> bool {
        self.failure.get().is_some()
    }

    fn put(&self, partition: Partition, entry: Entry, durability: Durability) {
        assert!(partition.0 < self.index.partitions(), "the partition exists");
        self.inbox.put(Pending { partition, entry, durability }, &self.options.pace);
    }
}

impl Log for SegmentLog {
    fn partitions(&self) -> u32 {
        self.index.partitions()
    }

    fn attach(&self, lanes: usize, wake: Wake) {
        assert!(self.lanes.set(Lanes::new(lanes, wake)).is_ok(), "attach is called once");
    }

    fn claim(&self, partition: Partition, epoch: Epoch, owner: NodeId) {
        self.put(partition, Entry::Claim { epoch, owner }, Durability::Now);
    }

    fn submit(&self, partition: Partition, record: Record, durability: Durability) {
        assert!(record.body.len() <= RECORD_BODY_BYTES_MAX, "a record fits into a frame");
        self.put(partition, Entry::Record(record), durability);
    }

    fn completions(&self, lane: Lane, into: &mut Vec<Completion>) {
        self.lanes.get().expect("attach comes first").drain(lane, into);
    }

    fn replay(&self, of: &[(Partition, Position)], sink: Sink<'_>) -> Result<(), LogError> {
        replay::replay(self, of, sink)
    }

    fn bounds(&self, partition: Partition) -> Result<(Position, Position), LogError> {
        let first = self.index.position_at(partition, self.replayable_from());
        Ok((first, self.index.end(partition)))
    }

    fn trim(&self, _partition: Partition, _below: Position) -> Result<(), LogError> {
        // Checkpoints say what is needed no more.
        Ok(())
    }

    fn sealed(&self, lane: Lane, into: &mut Vec<Sealed>) {
        self.lanes.get().expect("attach comes first").drain_sealed(lane, into);
    }

    fn sealed_again(
        &self,
        partition: Partition,
        behind: Position,
        into: &mut Vec<Sealed>,
    ) -> Result<(), LogError> {
        self.notices_behind(partition, behind, into)
    }

    fn snapshot(&self, partition: Partition) -> Result<Option<Snapshot>, LogError> {
        self.checkpoint().map(|checkpoint| checkpoint.snapshot(partition)).transpose()
    }

    fn page(&self, partition: Partition, key: &PageKey) -> Result<Bytes, LogError> {
        Ok(crate::Store::page(self, partition, key, true)?.expect("it may block"))
    }

    fn remembered(
        &self,
        since: Millis,
        sink: &mut dyn FnMut(Partition, u64, Vec<Remembered>),
    ) -> Result<(), LogError> {
        self.remembered_since(since, sink)
    }

    fn room(&self) -> Room {
        self.gauge.room(&*self.disk, self.inbox.bytes())
    }
}
