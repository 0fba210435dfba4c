//! SQS's part of a partition in a checkpoint. All numbers are varints, texts begin with their length, an option is 0 or
//! one more than its number.
//!
//! | column | |
//! |---|---|
//! | settings | the number of queues; then of each: id, ARN, attributes, created, modified, purged, dead-letter queue; then its retention ([`millpond_delivery::Delivery::write`]) |
//! | main | of each: last number; its move tasks; its messages; of a FIFO queue the ids of recent sends, and named receives; its sources |
//!
//! In one stream, before there were columns, [`WITH_SOURCES`] stood in front where a queue had sources, and others had none;
//! the name stood in front of the ARN; and all queues had a list of recent sends and of named receives.

use millpond_catalogue::PackedPairs;
use millpond_delivery::{Delivery, Order};
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{ColumnReader, Columns, Draft};
use millpond_partition::ResourceId;

use super::attempts::Attempts;
use super::deduplication::Recent;
use super::move_tasks::MoveTasks;
use super::queue::Lately;
use super::sources::Sources;
use super::{Queue, SqsState};
use crate::attributes::{self, QueueAttributes};

/// No number of queues.
const WITH_SOURCES: u64 = u64::MAX;

impl SqsState {
    /// Writes all of it for a checkpoint.
    pub fn write(&self, into: &mut Draft) {
        put_varint(&mut into.now().settings, self.queues.len() as u64);
        self.queues.values().for_each(|queue| queue.write(into));
    }

    /// Makes an empty state what [`SqsState::write`] wrote.
    pub fn restore(&mut self, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        let mut count = take_varint(from.settings())?;
        let mut with_sources = from.has_columns();
        if !with_sources && count == WITH_SOURCES {
            with_sources = true;
            count = take_varint(from.main())?;
        }
        for _ in 0..count {
            let mut queue = Queue::read(from)?;
            if with_sources {
                queue.sources = Some(Sources::read(from.main())?).filter(|it| !it.is_empty()).map(Box::new);
            }
            let id = queue.id;
            self.has_pages |= queue.delivery.has_pages();
            self.moving.set(id, &queue.arn, queue.move_tasks.active().is_some());
            self.queues.insert(id, Box::new(queue));
            self.plan_to_forget(id, 0);
        }
        Ok(())
    }
}

impl Queue {
    fn write(&self, draft: &mut Draft) {
        let Columns { settings, main, .. } = draft.now();
        put_varint(settings, self.id.0);
        put_text(settings, self.arn.as_bytes());
        put_text(settings, &self.set.written());
        put_varint(settings, self.created);
        put_varint(settings, self.modified);
        put_option(settings, self.purged);
        put_option(settings, self.dead_letter.map(|id| id.0));
        put_varint(main, self.last_sequence);
        self.move_tasks.write(main);
        self.delivery.write(draft);
        if self.attributes.fifo {
            let nothing = Lately::default();
            let lately = self.lately.as_deref().unwrap_or(&nothing);
            lately.sends.draft(draft);
            lately.attempts.write(&mut draft.now().main);
        }
        let none = Sources::default();
        self.sources.as_deref().unwrap_or(&none).write(&mut draft.now().main);
    }

    fn read(from: &mut ColumnReader<'_>) -> Result<Queue, Malformed> {
        let in_columns = from.has_columns();
        let settings = from.settings();
        let id = ResourceId(take_varint(settings)?);
        if !in_columns {
            // The ARN tells the name.
            take_text(settings)?;
        }
        let arn = take_text(settings)?;
        let set = attributes::read(take_bytes(settings)?)?;
        let (created, modified) = (take_varint(settings)?, take_varint(settings)?);
        let (purged, dead_letter) = (take_option(settings)?, take_option(settings)?.map(ResourceId));
        let last_sequence = take_varint(from.main())?;
        let attributes = QueueAttributes::of(&set);
        let order = if attributes.fifo { Order::Grouped } else { Order::Loose };
        let move_tasks = MoveTasks::read(from.main())?;
        let delivery = Delivery::read(order, id.0, from)?;
        let mut lately = Lately::default();
        if attributes.fifo || !in_columns {
            lately.sends = Recent::read(in_columns, from.main())?;
            lately.attempts = Attempts::read(from.main())?;
        }
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
mod tests;
