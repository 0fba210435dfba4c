//! A turn: what a command may see and do while it is decided. Each event is applied as it is committed, so that
//! the entries of a batch see each other.

use std::sync::Arc;

use bytes::Bytes;
use millpond_log::event::{BodyWriter, Fields, Kind};
use millpond_log::{Epoch, EventRef, Partition, Position};
use millpond_runtime::{Millis, Random};

use crate::ParcelId;
use crate::outbox::{HouseEvent, Outbox};

/// Where and when an event happened.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// Its place in the log.
    pub place: EventRef,
    /// The engine time of its command.
    pub time: Millis,
}

/// An event of a state machine `S`: one fact.
pub trait EventOf<S> {
    /// Which one it is.
    fn kind(&self) -> Kind;
    /// Writes its fields.
    fn write(&self, fields: &mut Fields<'_>);
    /// Changes the state. Cannot fail; applied twice it changes nothing.
    fn apply(self, state: &mut S, at: At);
}

/// See the module.
pub struct Turn<'a, S> {
    pub(crate) state: &'a mut S,
    pub(crate) core: &'a mut Core,
}

/// What a turn has besides the state of a service. Lives as long as its partition's state does.
pub(crate) struct Core {
    pub(crate) partition: Partition,
    pub(crate) partitions: u32,
    pub(crate) epoch: Epoch,
    /// Where the record of this turn will stand.
    pub(crate) position: Position,
    pub(crate) now: Millis,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) outbox: Outbox,
    /// The record of this turn, once it has an event.
    pub(crate) body: Option<BodyWriter>,
}

impl Core {
    pub(crate) fn write(&mut self, kind: Kind, fill: impl FnOnce(&mut Fields<'_>)) -> At {
        let body = self.body.get_or_insert_with(|| BodyWriter::new(self.now));
        let (offset, len) = body.event(kind, fill);
        let place = EventRef { partition: self.partition, position: self.position, offset, len };
        At { place, time: self.now }
    }

    pub(crate) fn write_house(&mut self, event: &HouseEvent<'_>) {
        self.write(event.kind(), |fields| event.write(fields));
    }
}

impl<S> Turn<'_, S> {
    /// The state, for reading. It changes by [`Turn::commit`] only.
    pub fn state(&self) -> &S {
        self.state
    }

    /// Lets time act on the state: not logged, and a no-op when repeated.
    pub fn advance(&mut self, advance: impl FnOnce(&mut S, Millis)) {
        advance(self.state, self.core.now);
    }

    /// Changes what is never logged and gone with the process: counts of calls, rows that were loaded. It may decide whether
    /// a command commits, never what: nothing that an event says or does may come from it.
    pub fn unlogged<R>(&mut self, change: impl FnOnce(&mut S, Millis) -> R) -> R {
        change(self.state, self.core.now)
    }

    /// The engine time of this turn.
    pub fn now(&self) -> Millis {
        self.core.now
    }

    /// The claim under which this turn's events are written; the upper part of sequences and resource numbers.
    pub fn epoch(&self) -> Epoch {
        self.core.epoch
    }

    /// P.
    pub fn partitions(&self) -> u32 {
        self.core.partitions
    }

    /// A random number, to be stored in an event.
    pub fn nonce(&mut self) -> u64 {
        self.core.random.number()
    }

    /// Writes an event into this turn's record and applies it.
    pub fn commit<E: EventOf<S>>(&mut self, event: E) {
        let at = self.core.write(event.kind(), |fields| event.write(fields));
        event.apply(self.state, at);
    }

    /// Puts a parcel into the outbox, with this turn's record.
    pub fn post(&mut self, to: Partition, payload: Bytes) -> ParcelId {
        let id = ParcelId { to, number: self.core.outbox.next_number(to) };
        self.core.write_house(&HouseEvent::Posted { id, payload: &payload });
        self.core.outbox.posted(id, payload, self.core.position);
        id
    }

    /// Writes that it is this late, so that time that was moved by hand is still moved after a restart.
    pub fn note_time(&mut self) {
        self.core.write_house(&HouseEvent::TimeNoted);
    }

    /// Whether a parcel is still on its way.
    pub fn is_pending(&self, id: ParcelId) -> bool {
        self.core.outbox.contains(id)
    }

    /// The same turn on one part of the state: a service's own.
    pub fn part<P>(&mut self, pick: impl FnOnce(&mut S) -> &mut P) -> Turn<'_, P> {
        Turn { state: pick(self.state), core: self.core }
    }
}
