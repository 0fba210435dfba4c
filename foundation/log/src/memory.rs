//! A log in memory: the log of `--durability memory`, and the one that simulations torment.
//!
//! By default each submission is confirmed at once. A stepped log confirms nothing until it is told to, and
//! a [`Fate`] can be planned for each submission: lost, stored without an answer, answered late, or
//! appearing after it was given up. Several handles (see [`MemoryLog::rival`]) stand for several processes
//! on the same log.
//!
//! Like Kafka, it takes records from anyone: fencing is the readers' rule and the position check, not the
//! log's.
//!
//! What nobody trims stays in memory.

mod script;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use bytes::Bytes;

use crate::completions::Lanes;
use crate::event::HEADER_BYTES;
use crate::{
    Completion, Durability, Entry, Epoch, EventRef, Lane, Log, LogError, NodeId, Outcome, Partition,
    Position, Record, Room, Sink, Store, Wake,
};
pub use script::Fate;
use script::Script;

/// A handle on a log in memory.
pub struct MemoryLog {
    shared: Arc<Shared>,
    lanes: OnceLock<Lanes>,
    script: Mutex<Script>,
    room: Mutex<Room>,
}

/// What all handles see.
struct Shared {
    partitions: Vec<Mutex<Kept>>,
    /// Given up by their owners, and still to appear.
    delayed: Mutex<Vec<(Partition, Entry)>>,
}

/// The entries of a partition from `first` on.
#[derive(Default)]
struct Kept {
    first: Position,
    entries: VecDeque<Entry>,
}

impl Kept {
    fn end(&self) -> Position {
        Position(self.first.0 + self.entries.len() as u64)
    }

    fn append(&mut self, entry: Entry) -> Position {
        let at = self.end();
        self.entries.push_back(entry);
        at
    }

    fn get(&self, position: Position) -> Option<&Entry> {
        self.entries.get(usize::try_from(position.0.checked_sub(self.first.0)?).ok()?)
    }
}

/// How many entries a replay copies under a partition's lock before it hands them on.
const REPLAY_AT_ONCE: usize = 256;

impl MemoryLog {
    /// An empty log of `partitions` partitions that confirms at once.
    pub fn new(partitions: u32) -> Self {
        assert!(partitions > 0, "a log has at least one partition");
        let partitions = (0..partitions).map(|_| Mutex::default()).collect();
        MemoryLog::on(Arc::new(Shared { partitions, delayed: Mutex::default() }), false)
    }

    /// An empty log that confirms nothing until [`MemoryLog::step`] or one of its sisters.
    pub fn stepped(partitions: u32) -> Self {
        let log = MemoryLog::new(partitions);
        MemoryLog::on(log.shared, true)
    }

    /// Another handle on the same log, as another process would have it: with lanes, completions and a plan
    /// of its own. Dropping a handle is that process's end: what it had submitted and was not stepped is
    /// gone.
    pub fn rival(&self) -> Self {
        MemoryLog::on(self.shared.clone(), lock(&self.script).stepped)
    }

    fn on(shared: Arc<Shared>, stepped: bool) -> Self {
        let script = Mutex::new(Script::new(stepped));
        MemoryLog { shared, lanes: OnceLock::new(), script, room: Mutex::new(Room::Ample) }
    }

    /// Plans the fates of the next claims and records submitted to a partition through this handle. Those
    /// without a plan are confirmed.
    pub fn plan(&self, partition: Partition, fates: &[Fate]) {
        lock(&self.script).plan(partition, fates);
    }

    /// What [`Log::room`] answers from now on.
    pub fn set_room(&self, room: Room) {
        *lock(&self.room) = room;
    }

    /// Lets everything that was submitted meet its fate, in the order of submission. Returns how many that
    /// were.
    pub fn step(&self) -> usize {
        self.step_some(usize::MAX)
    }

    /// As [`MemoryLog::step`], for the `count` oldest submissions.
    pub fn step_some(&self, count: usize) -> usize {
        let due = lock(&self.script).take_oldest(count);
        self.settle(due)
    }

    /// As [`MemoryLog::step`], for the oldest submission of one partition.
    pub fn confirm_next(&self, partition: Partition) -> bool {
        let due = lock(&self.script).take_next_of(partition);
        self.settle(due.into_iter().collect()) == 1
    }

    /// How many submissions wait for a step.
    pub fn pending(&self) -> usize {
        lock(&self.script).pending()
    }

    /// Delivers the answers held back by [`Fate::ConfirmedLate`], the newest first. Returns how many.
    pub fn release(&self) -> usize {
        let held = lock(&self.script).take_held();
        let count = held.len();
        self.lanes().push(held.into_iter().rev());
        count
    }

    /// Stores what [`Fate::Delayed`] kept back, from whatever handle. Returns how many.
    pub fn appear(&self) -> usize {
        let delayed = std::mem::take(&mut *lock(&self.shared.delayed));
        let count = delayed.len();
        for (partition, entry) in delayed {
            self.kept(partition).append(entry);
        }
        count
    }

    fn take(&self, partition: Partition, entry: Entry) {
        assert!((partition.0 as usize) < self.shared.partitions.len(), "the partition exists");
        let due = lock(&self.script).submit(partition, entry);
        if let Some(due) = due {
            self.settle(vec![due]);
        }
    }

    fn settle(&self, due: Vec<(Partition, Entry, Fate)>) -> usize {
        let count = due.len();
        let mut answers = Vec::with_capacity(count);
        for (partition, entry, fate) in due {
            let outcome = match fate {
                Fate::Confirmed => self.store(partition, entry),
                Fate::ConfirmedLate => {
                    let outcome = self.store(partition, entry);
                    lock(&self.script).hold(Completion { partition, outcome });
                    continue;
                }
                Fate::StoredUnknown => {
                    self.store(partition, entry);
                    Outcome::Unknown
                }
                Fate::Lost => Outcome::Unknown,
                Fate::Delayed => {
                    lock(&self.shared.delayed).push((partition, entry));
                    Outcome::Unknown
                }
                Fate::Fenced => Outcome::Fenced,
                Fate::Gap { got } => Outcome::Gap { got },
                Fate::Silent => continue,
            };
            answers.push(Completion { partition, outcome });
        }
        self.lanes().push(answers);
        count
    }

    fn store(&self, partition: Partition, entry: Entry) -> Outcome {
        let claimed = match &entry {
            Entry::Claim { epoch, .. } => Ok(*epoch),
            Entry::Record(record) => Err((record.epoch, record.owner_seq)),
        };
        let at = self.kept(partition).append(entry);
        match claimed {
            Ok(epoch) => Outcome::Claimed { epoch, position: at },
            Err((epoch, owner_seq)) => {
                Outcome::Confirmed { epoch, first_owner_seq: owner_seq, count: 1, first: at }
            }
        }
    }

    fn kept(&self, partition: Partition) -> MutexGuard<'_, Kept> {
        lock(&self.shared.partitions[partition.0 as usize])
    }

    fn lanes(&self) -> &Lanes {
        self.lanes.get().expect("attach comes before the first claim")
    }
}

impl Log for MemoryLog {
    fn partitions(&self) -> u32 {
        self.shared.partitions.len() as u32
    }

    fn attach(&self, lanes: usize, wake: Wake) {
        assert!(self.lanes.set(Lanes::new(lanes, wake)).is_ok(), "attach is called once");
    }

    fn claim(&self, partition: Partition, epoch: Epoch, owner: NodeId) {
        self.take(partition, Entry::Claim { epoch, owner });
    }

    fn submit(&self, partition: Partition, record: Record, _durability: Durability) {
        self.take(partition, Entry::Record(record));
    }

    fn completions(&self, lane: Lane, into: &mut Vec<Completion>) {
        self.lanes().drain(lane, into);
    }

    fn replay(&self, of: &[(Partition, Position)], sink: Sink<'_>) -> Result<(), LogError> {
        for &(partition, from) in of {
            let mut next = from;
            loop {
                // The sink runs without the lock: it may submit.
                let some: Vec<Entry> = {
                    let kept = self.kept(partition);
                    if next < kept.first {
                        return Err(LogError::Trimmed { first: kept.first });
                    }
                    let skip = (next.0 - kept.first.0).min(kept.entries.len() as u64) as usize;
                    kept.entries.iter().skip(skip).take(REPLAY_AT_ONCE).cloned().collect()
                };
                if some.is_empty() {
                    break;
                }
                for entry in some {
                    sink(partition, next, entry)?;
                    next = next.next();
                }
            }
        }
        Ok(())
    }

    fn bounds(&self, partition: Partition) -> Result<(Position, Position), LogError> {
        let kept = self.kept(partition);
        Ok((kept.first, kept.end()))
    }

    fn trim(&self, partition: Partition, below: Position) -> Result<(), LogError> {
        let mut kept = self.kept(partition);
        let gone = below.0.saturating_sub(kept.first.0).min(kept.entries.len() as u64);
        kept.entries.drain(..gone as usize);
        kept.first.0 += gone;
        // What a backlog took is given back with it.
        if kept.entries.len() < kept.entries.capacity() / 4 {
            let room = kept.entries.len() * 2;
            kept.entries.shrink_to(room);
        }
        Ok(())
    }

    fn room(&self) -> Room {
        *lock(&self.room)
    }
}

impl Store for MemoryLog {
    fn read(&self, event: EventRef) -> Result<Bytes, LogError> {
        let kept = self.kept(event.partition);
        let body = match kept.get(event.position) {
            Some(Entry::Record(record)) => record.body.clone(),
            _ if event.position < kept.first => return Err(LogError::Trimmed { first: kept.first }),
            _ => return Err(LogError::no_such_event(event, "no record stands there")),
        };
        let start = event.offset as usize;
        let bytes = start.checked_add(event.len as usize).and_then(|end| body.get(start..end));
        let len = bytes.and_then(|bytes| bytes.get(..HEADER_BYTES)).and_then(|header| header.first_chunk());
        if len.map(|len| u32::from_le_bytes(*len)) != Some(event.len) {
            return Err(LogError::no_such_event(event, "no event of that length stands there"));
        }
        Ok(body.slice(start..start + event.len as usize))
    }

    fn read_if_cached(&self, event: EventRef) -> Result<Option<Bytes>, LogError> {
        self.read(event).map(Some)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of this lock panics")
}
