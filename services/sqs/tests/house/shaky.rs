//! The log as the owners see it: now and then nobody knows what became of a record, as with a log at the end of a network.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use millpond_log::{
    Completion, Durability, Epoch, Lane, Log, LogError, NodeId, Outcome, PageKey, Partition, Position,
    Record, Remembered, Room, Sealed, SegmentLog, Sink, Snapshot, Wake,
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
    segments: Arc<SegmentLog>,
    lanes: usize,
    fates: Mutex<Fates>,
}

#[derive(Default)]
struct Fates {
    plans: BTreeMap<Partition, VecDeque<Doubt>>,
    unknown: Vec<Partition>,
    met: u64,
    heard: u64,
}

impl Shaky {
    pub fn new(segments: Arc<SegmentLog>, lanes: usize) -> Shaky {
        Shaky { segments, lanes, fates: Mutex::default() }
    }

    /// Plans what becomes of the next record of a partition.
    pub fn plan(&self, partition: Partition, doubt: Doubt) {
        self.fates().plans.entry(partition).or_default().push_back(doubt);
    }

    /// How many records have met with such a fate since this was last asked, and of how many owners have heard.
    pub fn take_met_and_heard(&self) -> (u64, u64) {
        let mut fates = self.fates();
        (std::mem::take(&mut fates.met), std::mem::take(&mut fates.heard))
    }

    fn fates(&self) -> MutexGuard<'_, Fates> {
        self.fates.lock().expect("no holder of this lock panics")
    }
}

impl Log for Shaky {
    fn partitions(&self) -> u32 {
        self.segments.partitions()
    }
    fn attach(&self, lanes: usize, wake: Wake) {
        self.segments.attach(lanes, wake);
    }
    fn claim(&self, partition: Partition, epoch: Epoch, owner: NodeId) {
        self.segments.claim(partition, epoch, owner);
    }
    fn submit(&self, partition: Partition, record: Record, durability: Durability) {
        let mut fates = self.fates();
        let doubt = fates.plans.get_mut(&partition).and_then(VecDeque::pop_front);
        if doubt.is_some() {
            fates.unknown.push(partition);
            fates.met += 1;
        }
        if doubt != Some(Doubt::NotStored) {
            self.segments.submit(partition, record, durability);
        }
    }
    fn completions(&self, lane: Lane, into: &mut Vec<Completion>) {
        let mine = |partition: &mut Partition| partition.0 as usize % self.lanes == lane.0;
        let mut fates = self.fates();
        let unknown: Vec<_> = fates.unknown.extract_if(.., mine).collect();
        fates.heard += unknown.len() as u64;
        drop(fates);
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
    fn page(&self, partition: Partition, key: &PageKey) -> Result<Bytes, LogError> {
        Log::page(&*self.segments, partition, key)
    }
    fn remembered(
        &self,
        since: Millis,
        sink: &mut dyn FnMut(Partition, u64, Vec<Remembered>),
    ) -> Result<(), LogError> {
        self.segments.remembered(since, sink)
    }
}
