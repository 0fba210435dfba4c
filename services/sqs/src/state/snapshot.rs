//! SQS's part of a partition in a checkpoint. All numbers are varints, texts begin with their length, an option is 0 or
//! one more than its number.
//!
//! The number of queues, then the queues; where one has sources, [`WITH_SOURCES`] stands in front. A queue: id, name, ARN, attributes, created, modified, purged, dead-letter queue, last number; then its move tasks,
//! its messages ([`millpond_delivery::Delivery::write`]), the ids of recent sends, and named receives; then its sources.

use millpond_catalogue::PackedPairs;
use millpond_delivery::{Delivery, Order};
use millpond_log::Draft;
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_partition::ResourceId;

use super::attempts::Attempts;
use super::deduplication::Recent;
use super::move_tasks::MoveTasks;
use super::queue::Lately;
use super::sources::Sources;
use super::{Queue, SqsState};
use crate::attributes::{self, QueueAttributes};

/// No number of queues: a program that knows nothing of sources refuses it.
const WITH_SOURCES: u64 = u64::MAX;
/// The first version of the data format that knows sources.
const VERSION_OF_SOURCES: u32 = 3;

impl SqsState {
    /// The least version of the data format that knows what [`SqsState::write`] writes.
    pub fn data_version(&self) -> u32 {
        let of = |queue: &Queue| match queue.sources {
            Some(_) => VERSION_OF_SOURCES,
            None => queue.delivery.data_version(self.listed_max),
        };
        let of_queues = self.queues.values().map(|queue| of(queue));
        of_queues.max().unwrap_or(1)
    }

    /// How many messages that came back are listed one by one, for tests with few messages.
    pub fn set_listed_max(&mut self, listed_max: u64) {
        self.listed_max = listed_max;
    }

    /// Writes all of it for a checkpoint.
    pub fn write(&self, into: &mut Draft) {
        let with_sources = self.queues.values().any(|queue| queue.sources.is_some());
        if with_sources {
            put_varint(into.now(), WITH_SOURCES);
        }
        put_varint(into.now(), self.queues.len() as u64);
        let no_sources = Sources::default();
        for queue in self.queues.values() {
            queue.write(into, self.listed_max);
            if with_sources {
                queue.sources.as_deref().unwrap_or(&no_sources).write(into.now());
            }
        }
    }

    /// Makes an empty state what [`SqsState::write`] wrote.
    pub fn restore(&mut self, from: &mut &[u8]) -> Result<(), Malformed> {
        let mut count = take_varint(from)?;
        let with_sources = count == WITH_SOURCES;
        if with_sources {
            count = take_varint(from)?;
        }
        for _ in 0..count {
            let mut queue = Queue::read(from)?;
            if with_sources {
                queue.sources = Some(Sources::read(from)?).filter(|it| !it.is_empty()).map(Box::new);
            }
            let id = queue.id;
            self.moving.set(id, &queue.arn, queue.move_tasks.active().is_some());
            self.queues.insert(id, Box::new(queue));
            self.plan_to_forget(id, 0);
        }
        Ok(())
    }
}

impl Queue {
    fn write(&self, draft: &mut Draft, listed_max: u64) {
        let into = draft.now();
        put_varint(into, self.id.0);
        put_text(into, self.name().as_bytes());
        put_text(into, self.arn.as_bytes());
        put_text(into, &self.set.written());
        put_varint(into, self.created);
        put_varint(into, self.modified);
        put_option(into, self.purged);
        put_option(into, self.dead_letter.map(|id| id.0));
        put_varint(into, self.last_sequence);
        self.move_tasks.write(into);
        self.delivery.write(draft, listed_max);
        let nothing = Lately::default();
        let lately = self.lately.as_deref().unwrap_or(&nothing);
        lately.sends.draft(draft);
        lately.attempts.write(draft.now());
    }

    fn read(from: &mut &[u8]) -> Result<Queue, Malformed> {
        let id = ResourceId(take_varint(from)?);
        // The ARN tells the name.
        let (_, arn) = (take_text(from)?, take_text(from)?);
        let set = attributes::read(take_bytes(from)?)?;
        let (created, modified) = (take_varint(from)?, take_varint(from)?);
        let (purged, dead_letter) = (take_option(from)?, take_option(from)?.map(ResourceId));
        let last_sequence = take_varint(from)?;
        let attributes = QueueAttributes::of(&set);
        let order = if attributes.fifo { Order::Grouped } else { Order::Loose };
        let (move_tasks, delivery) = (MoveTasks::read(from)?, Delivery::read(order, from)?);
        let lately = Lately { sends: Recent::read(from)?, attempts: Attempts::read(from)?, forgets_at: None };
        Ok(Queue {
            id,
            arn: arn.into(),
            set: PackedPairs::from(&set),
            lately: attributes.fifo.then(|| Box::new(lately)),
            attributes,
            created,
            modified,
            purged,
            dead_letter,
            last_sequence,
            move_tasks,
            delivery,
            sources: None,
        })
    }
}

pub(super) fn put_text(into: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(into, bytes.len() as u64);
    into.extend_from_slice(bytes);
}

pub(super) fn take_bytes<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], Malformed> {
    let len = take_varint(from)? as usize;
    let (bytes, rest) = from.split_at_checked(len).ok_or(Malformed("a text is cut short"))?;
    *from = rest;
    Ok(bytes)
}

pub(super) fn take_text(from: &mut &[u8]) -> Result<String, Malformed> {
    String::from_utf8(take_bytes(from)?.to_vec()).map_err(|_| Malformed("a text is not UTF-8"))
}

pub(super) fn put_option(into: &mut Vec<u8>, number: Option<u64>) {
    put_varint(into, number.map_or(0, |number| number + 1));
}

pub(super) fn take_option(from: &mut &[u8]) -> Result<Option<u64>, Malformed> {
    Ok(take_varint(from)?.checked_sub(1))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use millpond_catalogue::Pairs;
    use millpond_delivery::Keys;
    use millpond_log::{EventRef, Partition, Position};
    use millpond_partition::{At, EventOf};

    use super::*;
    use crate::events::{MessageSent, Moved, SqsEvent};
    use crate::state::{ActiveTasks, FifoQuotas};

    const QUEUE: ResourceId = ResourceId(7);

    fn empty() -> SqsState {
        let keys = Keys::derive(&[3; 32]);
        SqsState::new(keys, FifoQuotas::Off, Arc::default(), ActiveTasks::default())
    }

    fn arrived(source_arn: Option<&str>) -> SqsEvent<'_> {
        let (from, receives) = (ResourceId(5), 1);
        SqsEvent::MessageSent(MessageSent {
            queue: QUEUE,
            sequence: 9,
            body_md5: [5; 16],
            sender_account: 0,
            due: None,
            attributes: &[],
            trace: None,
            group: None,
            deduplication: None,
            moved: Some(Moved { from, source_arn, origin: None, sent: None, receives, first_received: None }),
            body: "x",
        })
    }

    #[test]
    fn a_checkpoint_has_the_names_of_sources_and_reads_without_them_as_older_versions_wrote_it() {
        for arn in [Some("arn:aws:sqs:us-east-1:000000000000:orders"), None] {
            let mut state = empty();
            let place = EventRef { partition: Partition(1), position: Position(3), offset: 0, len: 90 };
            let opened = SqsEvent::QueueOpened {
                queue: QUEUE,
                scope: "000000000000/us-east-1".into(),
                name: "dead".into(),
                attributes: Pairs::new(),
                created: 5,
                dead_letter: None,
            };
            for event in [opened, arrived(arn)] {
                event.apply(&mut state, At { place, time: 6 });
            }
            let written = |state: &SqsState| {
                let mut draft = Draft::default();
                state.write(&mut draft);
                draft.finish()
            };
            let bytes = written(&state);
            assert_eq!(bytes[0] == 1, arn.is_none(), "only what has sources is of the new form");
            let (mut read, mut rest) = (empty(), &bytes[..]);
            read.restore(&mut rest).unwrap();
            assert!(rest.is_empty());
            let queue = read.queue(QUEUE).unwrap();
            assert_eq!(
                queue.sources.as_ref().and_then(|it| it.name_of(ResourceId(5))),
                arn.map(|_| "orders")
            );
            assert_eq!(written(&read), bytes);
        }
    }
}
