//! One partition at its owner: its state, its two positions, and everything that waits there.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use millpond_log::event::{Body, Event};
use millpond_log::{Entry, Epoch, EventRef, InForce, Log, LogError, Partition, Position, Sealed, Verdict};
use millpond_runtime::{Millis, Random};

use crate::gate::Gate;
use crate::outbox::{HOUSE, HouseEvent, Inbox, Outbox};
use crate::snapshot::Begun;
use crate::turn::{At, Core};
use crate::waiters::{Waiter, Waiters};
use crate::{Block, BlockRef, Machine, Mail, ParcelId, ResourceId};

/// How much a queue of an idle partition has room for: an idle partition costs at most 1 KB.
pub(crate) const KEPT: usize = 2;

/// Where a partition stands with its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// A claim was submitted.
    Claiming(Epoch),
    /// The claim at this position is in force; commands are decided.
    Serving { claim: Position },
    /// Somebody else's claim is in force, and this owner does not want it back.
    Ceded,
    /// The log contradicts itself: an operator must look.
    Halted,
}

/// What the gate holds.
pub(crate) enum Held<C> {
    Answer(C),
    Mail(Mail),
}

/// What came while the partition was being claimed.
pub(crate) enum Early<C> {
    Command(C),
    Mail(Mail),
}

pub(crate) struct Slot<M, C> {
    pub(crate) phase: Phase,
    pub(crate) state: M,
    pub(crate) core: Core,
    pub(crate) inbox: Inbox,
    /// The next record's number under the claim in force.
    pub(crate) next_owner_seq: u64,
    /// Answers need everything below this durable: the end of the last `Now` record applied.
    pub(crate) needs: Position,
    /// Everything below this is confirmed.
    pub(crate) durable: Position,
    /// Confirmed out of order: first owner_seq and count.
    pub(crate) confirmed_ahead: BTreeMap<u64, u64>,
    pub(crate) gate: Gate<Held<C>>,
    pub(crate) parked: BTreeMap<ParcelId, Vec<C>>,
    pub(crate) waiters: Waiters<C>,
    pub(crate) early: VecDeque<Early<C>>,
    /// Commands that wait for a block of rows of a resource.
    pub(crate) fetching: Vec<(ResourceId, Waiter<C>)>,
    /// What was sealed of records that have not been replayed yet.
    pub(crate) sealed: Vec<Sealed>,
    /// How many snapshots were begun, whatever became of them.
    pub(crate) drafts: u64,
    /// Snapshots that are not wholly durable yet.
    pub(crate) snapshots: VecDeque<Begun>,
    pub(crate) in_force: InForce,
    /// Everything below this has been replayed.
    pub(crate) replayed: Position,
    /// What was confirmed at `durable`, and what will be when the records after it are.
    pub(crate) digest: u64,
    pub(crate) digests_ahead: VecDeque<u64>,
    /// From an earlier claim: what stood below this position had this digest (rule 5 of the log).
    pub(crate) confirmed_before: Option<(Position, u64)>,
    pub(crate) send_again_at: Option<Millis>,
    /// Work that was due could not be done, and is tried again then.
    pub(crate) no_work_before: Millis,
    /// The timer that the owner has noted for this partition.
    pub(crate) timer: Option<Millis>,
}

impl<M: Machine, C> Slot<M, C> {
    pub(crate) fn new(partition: Partition, partitions: u32, random: Arc<dyn Random>, state: M) -> Self {
        let core = Core {
            partition,
            partitions,
            epoch: Epoch(0),
            position: Position(0),
            now: 0,
            random,
            outbox: Outbox::default(),
            body: None,
        };
        Slot {
            phase: Phase::Claiming(Epoch(0)),
            state,
            core,
            inbox: Inbox::default(),
            next_owner_seq: 0,
            needs: Position(0),
            durable: Position(0),
            confirmed_ahead: BTreeMap::new(),
            gate: Gate::default(),
            parked: BTreeMap::new(),
            waiters: Waiters::default(),
            early: VecDeque::new(),
            fetching: Vec::new(),
            sealed: Vec::new(),
            drafts: 0,
            snapshots: VecDeque::new(),
            in_force: InForce::new(),
            replayed: Position(0),
            digest: 0,
            digests_ahead: VecDeque::new(),
            confirmed_before: None,
            send_again_at: None,
            no_work_before: 0,
            timer: None,
        }
    }

    pub(crate) fn partition(&self) -> Partition {
        self.core.partition
    }

    /// When this partition next wants to be ticked.
    pub(crate) fn next_timer(&self) -> Option<Millis> {
        let work =
            self.state.next_work().filter(|_| self.is_serving()).map(|due| due.max(self.no_work_before));
        [self.waiters.next_timer(), self.send_again_at, work].into_iter().flatten().min()
    }

    pub(crate) fn is_serving(&self) -> bool {
        matches!(self.phase, Phase::Serving { .. })
    }

    /// Notes when time will next give the resource's waiters something. A time that has passed is one that they
    /// could not use: they are asked once more in a moment, not for ever in this one.
    pub(crate) fn note_due(&mut self, on: ResourceId) {
        let due = self.state.next_due(on);
        self.waiters.set_due(on, due.map(|due| due.max(self.core.now + 1)));
    }

    /// Gives back what busy times have taken, once nothing is in flight.
    pub(crate) fn rest(&mut self) {
        if self.digests_ahead.is_empty() {
            self.digests_ahead.shrink_to(KEPT);
            self.gate.rest();
            self.early.shrink_to(0);
            self.core.outbox.rest();
        }
    }

    /// Drops the state, to be built again from the log.
    pub(crate) fn forget(&mut self, state: M) {
        self.state = state;
        self.core.outbox = Outbox::default();
        self.core.body = None;
        self.core.position = Position(0);
        self.inbox = Inbox::default();
        self.in_force = InForce::new();
        self.replayed = Position(0);
        self.needs = Position(0);
        if self.durable > Position(0) {
            self.confirmed_before = Some((self.durable, self.digest));
        }
        self.durable = Position(0);
        self.digest = 0;
        self.digests_ahead.clear();
        self.confirmed_ahead.clear();
        self.send_again_at = None;
        self.snapshots.clear();
    }

    /// Takes the next entry of the log. Only a record that counts changes the state.
    pub(crate) fn replay(
        &mut self,
        position: Position,
        entry: &Entry,
        log: &dyn Log,
    ) -> Result<(), LogError> {
        if position != self.replayed {
            let what = format!("position {} was expected", self.replayed.0);
            return Err(damaged(self.partition(), position, what));
        }
        let verdict = self.in_force.take(position, entry);
        self.digest = digest(self.digest, entry);
        self.replayed = position.next();
        if self.confirmed_before.is_some_and(|(end, digest)| end == self.replayed && digest != self.digest) {
            return Err(damaged(
                self.partition(),
                position,
                "what was confirmed below has changed".to_owned(),
            ));
        }
        if let (Verdict::Counts, Entry::Record(record)) = (verdict, entry) {
            self.apply(position, &record.body, log)?;
        }
        Ok(())
    }

    fn apply(&mut self, position: Position, body: &[u8], log: &dyn Log) -> Result<(), LogError> {
        let partition = self.core.partition;
        let malformed = |what: String| damaged(partition, position, what);
        let body = Body::parse(body).map_err(|e| malformed(e.to_string()))?;
        let time = body.time;
        self.core.now = self.core.now.max(time);
        for event in body {
            let event = event.map_err(|e| malformed(e.to_string()))?;
            let (offset, len) = (event.offset, event.bytes.len() as u32);
            let place = EventRef { partition, position, offset, len };
            let applied = if event.kind.service == HOUSE {
                HouseEvent::read(&event).map(|event| self.apply_house(&event, position))
            } else {
                self.fetch_pages(&event, log)?;
                self.state.replay(event, At { place, time })
            };
            applied.map_err(|e| malformed(e.to_string()))?;
        }
        Ok(())
    }

    /// Reads the pages of the state that an event needs.
    fn fetch_pages(&mut self, event: &Event<'_>, log: &dyn Log) -> Result<(), LogError> {
        let mut before = None;
        while let Some(key) = self.state.lacks(event) {
            if before.replace(key) == Some(key) {
                let what = format!("page {} of resource {} is no page of it", key.number, key.resource);
                return Err(damaged(self.partition(), self.replayed, what));
            }
            let page = log.page(self.partition(), &key)?;
            self.state.put_block(BlockRef::page(key), Some(Block::Page(page)));
        }
        Ok(())
    }

    pub(crate) fn apply_house(&mut self, event: &HouseEvent<'_>, position: Position) {
        match *event {
            HouseEvent::Posted { id, payload } => {
                self.core.outbox.posted(id, bytes::Bytes::copy_from_slice(payload), position);
            }
            HouseEvent::Received { from, number, refused, settled_below } => {
                self.inbox.received(from, number, refused, settled_below);
            }
            HouseEvent::Settled { id } => self.core.outbox.settled(id, position),
            // The record's own time has done it.
            HouseEvent::TimeNoted => {}
        }
    }
}

pub(crate) fn damaged(partition: Partition, position: Position, what: String) -> LogError {
    LogError::Damaged { place: format!("partition {} position {}", partition.0, position.0), what }
}

/// What stands up to and with `entry`, as one number: another identity or another byte anywhere changes it.
pub(crate) fn digest(before: u64, entry: &Entry) -> u64 {
    let (epoch, owner, owner_seq, sum) = match entry {
        Entry::Claim { epoch, owner } => (epoch.0, owner.0, u64::MAX, 0),
        Entry::Record(record) => (record.epoch.0, record.owner.0, record.owner_seq, checksum(&record.body)),
    };
    let mut digest = before;
    for part in [epoch, owner, owner_seq, u64::from(sum)] {
        digest = (digest ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
    digest
}

/// The checksum of a body, whether or not a segment writer has filled in its events' own.
fn checksum(body: &[u8]) -> u32 {
    let Ok(parsed) = Body::parse(body) else { return crc32c::crc32c(body) };
    let time = crc32c::crc32c(&parsed.time.to_le_bytes());
    parsed.flatten().fold(time, |sum, event| event.compute_checksum(sum))
}

#[cfg(test)]
mod tests;
