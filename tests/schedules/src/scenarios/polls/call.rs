//! The smallest queue there is: messages that are there, calls that put one or wait for one.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use millpond_log::event::{Event, Fields, Kind, Malformed};
use millpond_log::{ColumnReader, Draft, Partition};
use millpond_partition::{
    At, Command, Decision, EventOf, Failure, Growth, Machine, ParcelId, ResourceId, Settlement, Turn,
};
use millpond_runtime::Millis;

use super::client::Client;

/// The one queue.
const QUEUE: ResourceId = ResourceId(0);

#[derive(Default)]
pub(super) struct Queue {
    pub(super) messages: BTreeSet<u64>,
    changed: VecDeque<ResourceId>,
}

enum Changed {
    Put(u64),
    Taken(u64),
}

impl EventOf<Queue> for Changed {
    fn kind(&self) -> Kind {
        let tag = match self {
            Changed::Put(_) => 1,
            Changed::Taken(_) => 2,
        };
        Kind { service: 9, tag, version: 1 }
    }

    fn write(&self, fields: &mut Fields<'_>) {
        let (Changed::Put(message) | Changed::Taken(message)) = self;
        fields.number(1, *message);
    }

    fn apply(self, queue: &mut Queue, _: At) {
        match self {
            Changed::Put(message) => assert!(queue.messages.insert(message), "{message} was with somebody"),
            Changed::Taken(message) => assert!(queue.messages.remove(&message), "{message} was there"),
        }
        queue.changed.push_back(QUEUE);
    }
}

impl Machine for Queue {
    fn replay(&mut self, _: Event<'_>, _: At) -> Result<(), Malformed> {
        unreachable!("a scenario starts with an empty log, and loses no claim")
    }

    fn advance(&mut self, _: ResourceId, _: Millis) {}

    fn next_due(&self, _: ResourceId) -> Option<Millis> {
        None
    }

    fn take_changed(&mut self) -> Option<ResourceId> {
        self.changed.pop_front()
    }

    fn receive(_: &mut Turn<'_, Self>, _: Partition, _: &[u8]) -> Settlement {
        unreachable!("nobody sends parcels")
    }

    fn settled(_: &mut Turn<'_, Self>, _: ParcelId, _: &[u8], _: Settlement) {}

    fn write(&self, _: &mut Draft) {
        unreachable!("nobody takes a checkpoint")
    }

    fn restore(&mut self, _: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        unreachable!("nobody takes a checkpoint")
    }
}

#[derive(Clone, Copy)]
pub(super) enum Ask {
    /// Put a message on the queue, or back.
    Put { message: u64 },
    /// Take a message, or wait for one.
    Poll { until: Millis },
}

/// A call on its way to the queue and back.
pub(crate) struct Call {
    ask: Ask,
    given: Option<u64>,
    client: Option<Arc<Client>>,
}

impl Call {
    pub(super) fn new(ask: Ask, client: Arc<Client>) -> Self {
        Call { ask, given: None, client: Some(client) }
    }

    pub(super) fn of_nobody(ask: Ask) -> Self {
        Call { ask, given: None, client: None }
    }

    /// Brings the answer home. What nobody was there to take comes back as a call that puts it back.
    pub(super) fn go_home(self) -> Option<Call> {
        let taken = self.client.is_none_or(|client| client.bring(self.given));
        self.given.filter(|_| !taken).map(|message| Call::of_nobody(Ask::Put { message }))
    }
}

impl Command<Queue> for Call {
    fn decide(&mut self, turn: &mut Turn<'_, Queue>) -> Decision {
        match self.ask {
            Ask::Put { message } => turn.commit(Changed::Put(message)),
            Ask::Poll { until } => match turn.state().messages.first() {
                Some(message) => {
                    self.given = Some(*message);
                    turn.commit(Changed::Taken(*message));
                }
                None if turn.now() < until => return Decision::Wait { on: QUEUE, until },
                None => {}
            },
        }
        Decision::Answer
    }

    fn fail(&mut self, failure: Failure) {
        panic!("nothing fails here: {failure:?}");
    }

    fn growth(&self) -> Growth {
        Growth::Shrinks
    }

    fn abandoned(&self) -> bool {
        self.client.as_ref().is_some_and(|client| client.is_gone())
    }
}
