//! SQS's part of a partition in a checkpoint. All numbers are varints, texts begin with their length, an option is 0 or
//! one more than its number.
//!
//! A queue: id, name, ARN, attributes, created, modified, purged, dead-letter queue, last number; then its move tasks,
//! its messages ([`millpond_delivery::Delivery::write`]), the ids of recent sends, and named receives.

use millpond_catalogue::write_pairs;
use millpond_delivery::{Delivery, Order};
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_partition::ResourceId;

use super::attempts::Attempts;
use super::deduplication::Recent;
use super::move_tasks::MoveTasks;
use super::{Queue, SqsState};
use crate::attributes::{self, QueueAttributes};

impl SqsState {
    /// Writes all of it for a checkpoint.
    pub fn write(&self, into: &mut Vec<u8>) {
        put_varint(into, self.queues.len() as u64);
        self.queues.values().for_each(|queue| queue.write(into));
    }

    /// Makes an empty state what [`SqsState::write`] wrote.
    pub fn restore(&mut self, from: &mut &[u8]) -> Result<(), Malformed> {
        for _ in 0..take_varint(from)? {
            let queue = Queue::read(from)?;
            let id = queue.id;
            if queue.move_tasks.active().is_some() {
                self.moving.insert(id);
            }
            self.queues.insert(id, Box::new(queue));
            self.plan_to_forget(id, 0);
        }
        Ok(())
    }
}

impl Queue {
    fn write(&self, into: &mut Vec<u8>) {
        put_varint(into, self.id.0);
        put_text(into, self.name.as_bytes());
        put_text(into, self.arn.as_bytes());
        put_text(into, &write_pairs(&self.set));
        put_varint(into, self.created);
        put_varint(into, self.modified);
        put_option(into, self.purged);
        put_option(into, self.dead_letter.map(|id| id.0));
        put_varint(into, self.last_sequence);
        self.move_tasks.write(into);
        self.delivery.write(into);
        self.recent.write(into);
        self.attempts.write(into);
    }

    fn read(from: &mut &[u8]) -> Result<Queue, Malformed> {
        let id = ResourceId(take_varint(from)?);
        let (name, arn) = (take_text(from)?, take_text(from)?);
        let set = attributes::read(take_bytes(from)?)?;
        let (created, modified) = (take_varint(from)?, take_varint(from)?);
        let (purged, dead_letter) = (take_option(from)?, take_option(from)?.map(ResourceId));
        let last_sequence = take_varint(from)?;
        let attributes = QueueAttributes::of(&set);
        let order = if attributes.fifo { Order::Grouped } else { Order::Loose };
        Ok(Queue {
            id,
            name,
            arn,
            set,
            attributes,
            created,
            modified,
            purged,
            dead_letter,
            last_sequence,
            move_tasks: MoveTasks::read(from)?,
            delivery: Delivery::read(order, from)?,
            recent: Recent::read(from)?,
            attempts: Attempts::read(from)?,
            forgets_at: None,
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
