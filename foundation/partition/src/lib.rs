//! Drives state machines from a log: owners of partitions, the answer gate, the outbox, waiters and recovery.
//! It knows no service and no protocol, does no I/O but through the log, and awaits nothing.
//!
//! An [`Owner`] has the partitions of one thread. A command is decided against the state and applied to it at
//! once, ahead of the disk; its answer leaves when every `Now` record that it has seen is durable.

mod command;
mod gate;
mod index;
mod mail;
mod outbox;
mod owner;
mod recovery;
mod slot;
mod snapshot;
mod turn;
mod waiters;

pub use command::{Command, Decision, Failure, Growth};
pub use index::{Block, BlockKey, BlockRef, Fetch, Part};
pub use mail::{Attachment, Mail, ParcelId, Settlement};
pub use owner::{Owner, OwnerConfig};
pub use recovery::open;
pub use snapshot::Begun;
pub use turn::{At, EventOf, Turn};

use std::collections::BTreeMap;

use millpond_log::event::{Event, Malformed};
use millpond_log::{ColumnReader, Draft, PageKey, Partition, Position, Remembered, Sealed};
use millpond_runtime::Millis;

/// The number of a queue, a topic, a stream: `epoch << 40 | counter` of the catalogue's partition, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub u64);

impl ResourceId {
    /// The partition that runs the resource, among `partitions` of them.
    pub fn partition(self, partitions: u32) -> Partition {
        Partition((self.0 % u64::from(partitions)) as u32)
    }
}

/// The state of one partition: a pure function of the records in its log, and of the time.
pub trait Machine: Sized + 'static {
    /// Applies an event found in the log. It reads no clock and no randomness, and fails only where the event can't be read.
    fn replay(&mut self, event: Event<'_>, at: At) -> Result<(), Malformed>;

    /// Does to a resource what time does: unlogged, monotone, deterministic.
    fn advance(&mut self, resource: ResourceId, now: Millis);

    /// When time will next give a waiter of the resource something.
    fn next_due(&self, resource: ResourceId) -> Option<Millis>;

    /// A resource that has changed since the last call, so that its waiters are worth asking.
    fn take_changed(&mut self) -> Option<ResourceId>;

    /// A parcel from another partition arrives. Its events and its acceptance become one record.
    fn receive(turn: &mut Turn<'_, Self>, from: Partition, payload: &[u8]) -> Settlement;

    /// The event whose bytes a parcel must take along, if it must.
    fn attachment(&self, payload: &[u8]) -> Option<Attachment> {
        let _ = payload;
        None
    }

    /// When the state next has something to do by itself: a task that goes on in the background.
    fn next_work(&self) -> Option<Millis> {
        None
    }

    /// Does what is due of that. Its events become one record.
    fn work(turn: &mut Turn<'_, Self>) {
        let _ = turn;
    }

    /// What became of a parcel that this partition sent. `Later` never gets here.
    fn settled(turn: &mut Turn<'_, Self>, parcel: ParcelId, payload: &[u8], outcome: Settlement);

    /// Everything below `durable` is on disk: what was held back for that may be shown to others now.
    fn on_durable(&mut self, durable: Position) {
        let _ = durable;
    }

    /// How long after its sending a deduplication id is looked for in the sidecars at a start.
    const REMEMBERS_MS: Millis = 0;

    /// Deduplication ids of a resource that a sealed segment remembers, in the order of their hashes.
    fn remember(&mut self, resource: ResourceId, remembered: Vec<Remembered>) {
        let _ = (resource, remembered);
    }

    /// Blocks of rows, and group directories, that the state wants, each once.
    fn take_wanted(&mut self) -> Vec<BlockRef> {
        Vec::new()
    }

    /// One has come that was wanted; none, if it can't be had. False if there is none that can be read.
    fn put_block(&mut self, block: BlockRef, loaded: Option<Block>) -> bool {
        let _ = block;
        loaded.is_some()
    }

    /// The page of the state without which an event can't be applied, if it is not in memory. A command that is decided has seen
    /// to it ([`Machine::take_wanted`]); a replay reads it and hands it in ([`Machine::put_block`]).
    fn lacks(&self, event: &Event<'_>) -> Option<PageKey> {
        let _ = event;
        None
    }

    /// A segment was sealed, and its rows of this partition are in a sidecar.
    fn seal(&mut self, sealed: &Sealed) {
        let _ = sealed;
    }

    /// The lowest position of a row that is in memory only.
    fn hot_from(&self) -> Option<Position> {
        None
    }

    /// Adds the bytes of live messages in sealed segments, by segment.
    fn live_bytes(&self, into: &mut BTreeMap<u64, u64>) {
        let _ = into;
    }

    /// Writes all of it for a checkpoint, as it is now. What takes long is left to a copy: nothing is decided meanwhile.
    fn write(&self, into: &mut Draft);

    /// Makes an empty state what [`Machine::write`] wrote, all of which it reads.
    fn restore(&mut self, from: &mut ColumnReader<'_>) -> Result<(), Malformed>;
}
