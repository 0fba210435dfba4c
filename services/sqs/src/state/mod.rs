//! SQS's part of a partition's state: its queues, changed by events and by time.

mod deduplication;
mod queue;

use std::collections::{BTreeMap, VecDeque};

use millpond_delivery::Keys;
use millpond_log::event::{Event, Fields, Kind, Malformed};
use millpond_partition::{At, EventOf, ResourceId, Settlement, Turn};
use millpond_runtime::Millis;
use millpond_wire::ApiError;

pub use deduplication::DeduplicationKey;
pub use queue::Queue;

use crate::errors;
use crate::events::SqsEvent;

/// See the module.
pub struct SqsState {
    keys: Keys,
    queues: BTreeMap<ResourceId, Queue>,
    changed: VecDeque<ResourceId>,
}

impl SqsState {
    /// Without queues.
    pub fn new(keys: Keys) -> Self {
        SqsState { keys, queues: BTreeMap::new(), changed: VecDeque::new() }
    }

    /// The queue, or AWS's error.
    pub fn queue(&self, id: ResourceId) -> Result<&Queue, ApiError> {
        self.queues.get(&id).ok_or_else(errors::queue_does_not_exist)
    }

    /// Every queue of this partition.
    pub fn queues(&self) -> impl Iterator<Item = (ResourceId, &Queue)> {
        self.queues.iter().map(|(id, queue)| (*id, queue))
    }

    /// The store's keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// See [`millpond_partition::Machine::advance`].
    pub fn advance(&mut self, id: ResourceId, now: Millis) {
        if self.queues.get_mut(&id).is_some_and(|queue| queue.advance(now)) {
            self.note(id);
        }
    }

    /// See [`millpond_partition::Machine::next_due`].
    pub fn next_due(&self, id: ResourceId) -> Option<Millis> {
        self.queues.get(&id).and_then(|queue| queue.delivery.next_due())
    }

    /// See [`millpond_partition::Machine::take_changed`].
    pub fn take_changed(&mut self) -> Option<ResourceId> {
        self.changed.pop_front()
    }

    /// Applies an event found in the log.
    pub fn replay(&mut self, event: &Event<'_>, at: At) -> Result<(), Malformed> {
        let keys = self.keys;
        SqsEvent::read(event, &keys)?.apply(self, at);
        self.changed.clear();
        Ok(())
    }

    /// What the catalogue sends to a queue's partition: an event to take over as it is.
    pub fn receive(turn: &mut Turn<'_, Self>, event: &Event<'_>) -> Settlement {
        let keys = turn.state().keys;
        match SqsEvent::read(event, &keys) {
            Ok(event) => {
                turn.commit(event);
                Settlement::Accepted
            }
            // A sender of another version. The entry stays where it is until one of the two is replaced.
            Err(_) => Settlement::Later,
        }
    }

    fn note(&mut self, id: ResourceId) {
        if self.changed.back() != Some(&id) {
            self.changed.push_back(id);
        }
    }
}

impl EventOf<SqsState> for SqsEvent<'_> {
    fn kind(&self) -> Kind {
        SqsEvent::kind(self)
    }

    fn write(&self, fields: &mut Fields<'_>) {
        SqsEvent::write(self, fields);
    }

    fn apply(self, state: &mut SqsState, at: At) {
        let id = match &self {
            SqsEvent::QueueOpened { queue, scope, name, attributes, created } => {
                let opened = Queue::new(*queue, scope, name, attributes, *created);
                state.queues.entry(*queue).or_insert(opened);
                return;
            }
            SqsEvent::QueueClosed { queue } => {
                state.queues.remove(queue);
                // Its waiters are told that it is gone.
                return state.note(*queue);
            }
            SqsEvent::MessageSent(sent) => sent.queue,
            SqsEvent::QueueChanged { queue, .. }
            | SqsEvent::MessagesReceived { queue, .. }
            | SqsEvent::MessagesDeleted { queue, .. }
            | SqsEvent::VisibilityChanged { queue, .. }
            | SqsEvent::QueuePurged { queue, .. }
            | SqsEvent::ReceiveUndone { queue, .. } => *queue,
        };
        if let Some(queue) = state.queues.get_mut(&id) {
            queue.advance(at.time);
            queue.apply(self, at);
            state.note(id);
        }
    }
}
