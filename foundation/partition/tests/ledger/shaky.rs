//! A log of segments that sometimes does not know what became of a record, as one at the end of a network would.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard};

use bytes::Bytes;
use millpond_log::{
    Completion, Durability, Epoch, EventRef, Lane, Log, LogError, NodeId, Outcome, Partition, Position,
    Record, Remembered, Room, Sealed, SegmentLog, Sink, Snapshot, Store, Stretch, Wake,
};
use millpond_runtime::Millis;

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is stored, and the answer is that nobody knows.
    Stored,
    /// It is not stored, and the answer is that nobody knows.
    NotStored,
}

/// See the module.
pub struct Shaky {
    pub segments: SegmentLog,
    plans: Mutex<BTreeMap<Partition, VecDeque<Doubt>>>,
    unknown: Mutex<Vec<Partition>>,
    lanes: Mutex<usize>,
}

impl Shaky {
    pub fn new(segments: SegmentLog) -> Shaky {
        Shaky { segments, plans: Mutex::default(), unknown: Mutex::default(), lanes: Mutex::new(1) }
    }

    /// Plans what becomes of the next record of a partition.
    pub fn plan(&self, partition: Partition, doubt: Doubt) {
        lock(&self.plans).entry(partition).or_default().push_back(doubt);
    }

    pub fn has_failed(&self) -> bool {
        self.segments.has_failed()
    }
}

impl Log for Shaky {
    fn partitions(&self) -> u32 {
        self.segments.partitions()
    }
    fn attach(&self, lanes: usize, wake: Wake) {
        *lock(&self.lanes) = lanes;
        self.segments.attach(lanes, wake);
    }
    fn claim(&self, partition: Partition, epoch: Epoch, owner: NodeId) {
        self.segments.claim(partition, epoch, owner);
    }
    fn submit(&self, partition: Partition, record: Record, durability: Durability) {
        let doubt = lock(&self.plans).get_mut(&partition).and_then(VecDeque::pop_front);
        if doubt.is_some() {
            lock(&self.unknown).push(partition);
        }
        if doubt != Some(Doubt::NotStored) {
            self.segments.submit(partition, record, durability);
        }
    }
    fn completions(&self, lane: Lane, into: &mut Vec<Completion>) {
        let lanes = *lock(&self.lanes);
        let mine = |partition: &mut Partition| partition.0 as usize % lanes == lane.0;
        let unknown: Vec<_> = lock(&self.unknown).extract_if(.., mine).collect();
        into.extend(unknown.into_iter().map(|partition| Completion { partition, outcome: Outcome::Unknown }));
        self.segments.completions(lane, into);
    }
    fn replay(&self, of: &[(Partition, Position)], sink: Sink<'_>) -> Result<(), LogError> {
        self.segments.replay(of, sink)
    }
    fn bounds(&self, partition: Partition) -> Result<(Position, Position), LogError> {
        self.segments.bounds(partition)
    }
    fn trim(&self, partition: Partition, below: Position) -> Result<(), LogError> {
        self.segments.trim(partition, below)
    }
    fn room(&self) -> Room {
        self.segments.room()
    }
    fn sealed(&self, lane: Lane, into: &mut Vec<Sealed>) {
        self.segments.sealed(lane, into);
    }
    fn sealed_again(
        &self,
        partition: Partition,
        behind: Position,
        into: &mut Vec<Sealed>,
    ) -> Result<(), LogError> {
        self.segments.sealed_again(partition, behind, into)
    }
    fn snapshot(&self, partition: Partition) -> Result<Option<Snapshot>, LogError> {
        self.segments.snapshot(partition)
    }
    fn remembered(
        &self,
        since: Millis,
        sink: &mut dyn FnMut(Partition, u64, Vec<Remembered>),
    ) -> Result<(), LogError> {
        self.segments.remembered(since, sink)
    }
}

impl Store for Shaky {
    fn read(&self, event: EventRef) -> Result<Bytes, LogError> {
        self.segments.read(event)
    }
    fn read_if_cached(&self, event: EventRef) -> Result<Option<Bytes>, LogError> {
        self.segments.read_if_cached(event)
    }
    fn rows(
        &self,
        stretch: &Stretch,
        block: u32,
        may_block: bool,
    ) -> Result<Option<Vec<millpond_log::Row>>, LogError> {
        self.segments.rows(stretch, block, may_block)
    }
    fn groups(
        &self,
        stretch: &Stretch,
        may_block: bool,
    ) -> Result<Option<Vec<millpond_log::GroupRows>>, LogError> {
        self.segments.groups(stretch, may_block)
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().expect("no holder of this lock panics")
}
