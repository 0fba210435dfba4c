//! The whole state of a partition: one part a service, and which part gets what.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_api::Holds;
use millpond_catalogue::{Catalogue, Directory};
use millpond_delivery::Keys;
use millpond_log::event::{Body, Event, Malformed};
use millpond_log::{ColumnReader, Draft, Indexer, PageKey, Partition, Position, Posted, Remembered, Sealed};
use millpond_partition::{At, Attachment, Block, BlockRef, Machine, ParcelId, ResourceId, Settlement, Turn};
use millpond_runtime::Millis;
use millpond_sqs::{ActiveTasks, FifoQuotas, SqsIndex, SqsState};

/// See the module.
pub struct State {
    catalogue: Catalogue,
    sqs: SqsState,
    partitions: u32,
}

impl State {
    /// The empty state of a partition.
    pub fn new(
        directory: Arc<Directory>,
        active_tasks: ActiveTasks,
        keys: Keys,
        partitions: u32,
        fifo_quotas: FifoQuotas,
    ) -> Self {
        State {
            catalogue: Catalogue::new(directory.clone(), millpond_sqs::dead_letter_of),
            sqs: SqsState::new(keys, fifo_quotas, directory, active_tasks),
            partitions,
        }
    }

    /// The part of SQS.
    pub fn sqs(&self) -> &SqsState {
        &self.sqs
    }
}

impl Holds<Catalogue> for State {
    fn part(&mut self) -> &mut Catalogue {
        &mut self.catalogue
    }
}

impl Holds<SqsState> for State {
    fn part(&mut self) -> &mut SqsState {
        &mut self.sqs
    }
}

impl Machine for State {
    fn replay(&mut self, event: Event<'_>, at: At) -> Result<(), Malformed> {
        match event.kind.service {
            millpond_catalogue::SERVICE => self.catalogue.replay(&event, at),
            millpond_sqs::SERVICE => self.sqs.replay(&event, at),
            _ => Err(Malformed("an event of a service that this program does not have")),
        }
    }

    fn advance(&mut self, resource: ResourceId, now: Millis) {
        self.sqs.advance(resource, now);
    }

    fn next_due(&self, resource: ResourceId) -> Option<Millis> {
        self.sqs.next_due(resource)
    }

    fn take_changed(&mut self) -> Option<ResourceId> {
        self.sqs.take_changed()
    }

    fn receive(turn: &mut Turn<'_, Self>, _from: Partition, payload: &[u8]) -> Settlement {
        let Ok(mut events) = Body::parse(payload) else { return Settlement::Later };
        match events.next() {
            Some(Ok(event)) if event.kind.service == millpond_sqs::SERVICE => {
                SqsState::receive(&mut turn.part(|state| &mut state.sqs), &event, events)
            }
            // A sender of another version. The entry stays where it is until one of the two is replaced.
            _ => Settlement::Later,
        }
    }

    fn settled(turn: &mut Turn<'_, Self>, _parcel: ParcelId, payload: &[u8], outcome: Settlement) {
        if let Some(event) = first_event(payload) {
            SqsState::settled(&mut turn.part(|state| &mut state.sqs), &event, outcome);
        }
    }

    fn attachment(&self, payload: &[u8]) -> Option<Attachment> {
        self.sqs.attachment(&first_event(payload)?, self.partitions)
    }

    fn next_work(&self) -> Option<Millis> {
        self.sqs.next_work()
    }

    fn work(turn: &mut Turn<'_, Self>) {
        SqsState::work(&mut turn.part(|state| &mut state.sqs));
    }

    fn on_durable(&mut self, durable: Position) {
        self.catalogue.on_durable(durable);
    }

    const REMEMBERS_MS: Millis = millpond_sqs::limits::DEDUPLICATION_WINDOW_MS;

    fn remember(&mut self, resource: ResourceId, remembered: Vec<Remembered>) {
        self.sqs.remember(resource, remembered);
    }

    fn take_wanted(&mut self) -> Vec<BlockRef> {
        self.sqs.take_wanted()
    }

    fn put_block(&mut self, block: BlockRef, loaded: Option<Block>) -> bool {
        self.sqs.put_block(block, loaded)
    }

    fn lacks(&self, event: &Event<'_>) -> Option<PageKey> {
        if event.kind.service == millpond_sqs::SERVICE { self.sqs.lacks(event) } else { None }
    }

    fn seal(&mut self, sealed: &Sealed) {
        self.sqs.seal(sealed);
    }

    fn hot_from(&self) -> Option<Position> {
        self.sqs.hot_from()
    }

    fn live_bytes(&self, into: &mut BTreeMap<u64, u64>) {
        self.sqs.live_bytes(into);
    }

    fn write(&self, into: &mut Draft) {
        self.catalogue.write(into);
        self.sqs.write(into);
    }

    fn restore(&mut self, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        self.catalogue.restore(from)?;
        self.sqs.restore(from)
    }
}

/// What goes into the index of a sealed segment.
pub struct Index(pub SqsIndex);

impl Indexer for Index {
    fn index(&self, event: &Event<'_>, time: Millis) -> Result<Option<Posted>, Malformed> {
        match event.kind.service {
            millpond_sqs::SERVICE => self.0.index(event, time),
            _ => Ok(None),
        }
    }
}

/// What a parcel of a service begins with: one of its events.
fn first_event(payload: &[u8]) -> Option<Event<'_>> {
    let event = Body::parse(payload).ok()?.next()?.ok()?;
    (event.kind.service == millpond_sqs::SERVICE).then_some(event)
}
