//! A partition's state: the catalogue's part and that of SQS, put together as a server does.

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
    pub sqs: SqsState,
    partitions: u32,
}

impl State {
    pub fn new(directory: Arc<Directory>, tasks: ActiveTasks, keys: Keys, partitions: u32) -> Self {
        let sqs = SqsState::new(keys, FifoQuotas::Off, directory.clone(), tasks);
        State { catalogue: Catalogue::new(directory, millpond_sqs::dead_letter_of), sqs, partitions }
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
            _ => self.sqs.replay(&event, at),
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
        let mut events = Body::parse(payload).expect("a parcel can be read");
        let first = events.next().expect("a parcel has an event").expect("it can be read");
        SqsState::receive(&mut turn.part(|state| &mut state.sqs), &first, events)
    }
    fn settled(turn: &mut Turn<'_, Self>, _parcel: ParcelId, payload: &[u8], outcome: Settlement) {
        SqsState::settled(&mut turn.part(|state| &mut state.sqs), &first_event(payload), outcome);
    }
    fn attachment(&self, payload: &[u8]) -> Option<Attachment> {
        self.sqs.attachment(&first_event(payload), self.partitions)
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
        if event.kind.service == millpond_catalogue::SERVICE { None } else { self.sqs.lacks(event) }
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

fn first_event(payload: &[u8]) -> Event<'_> {
    let mut events = Body::parse(payload).expect("a parcel can be read");
    events.next().expect("a parcel has an event").expect("it can be read")
}

/// What goes into the index of a sealed segment.
pub struct Index(pub SqsIndex);

impl Indexer for Index {
    fn index(&self, event: &Event<'_>, time: Millis) -> Result<Option<Posted>, Malformed> {
        if event.kind.service == millpond_sqs::SERVICE { self.0.index(event, time) } else { Ok(None) }
    }
}
