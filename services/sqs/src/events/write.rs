//! From an event to its fields.

use millpond_catalogue::write_pairs;
use millpond_delivery::Sequence;
use millpond_log::event::{Fields, Kind, put_varint};
use millpond_partition::ResourceId;

use super::tags::*;
use super::{MessageSent, Moved, SqsEvent};
use crate::SERVICE;

impl SqsEvent<'_> {
    pub(crate) fn kind(&self) -> Kind {
        let tag = match self {
            SqsEvent::QueueOpened { .. } => QUEUE_OPENED,
            SqsEvent::QueueChanged { .. } => QUEUE_CHANGED,
            SqsEvent::QueueClosed { .. } => QUEUE_CLOSED,
            SqsEvent::MessageSent(_) => MESSAGE_SENT,
            SqsEvent::MessageForwarded { .. } => MESSAGE_FORWARDED,
            SqsEvent::MessagesReceived { .. } => MESSAGES_RECEIVED,
            SqsEvent::MessagesDeleted { .. } => MESSAGES_DELETED,
            SqsEvent::VisibilityChanged { .. } => VISIBILITY_CHANGED,
            SqsEvent::QueuePurged { .. } => QUEUE_PURGED,
            SqsEvent::ReceiveUndone { .. } => RECEIVE_UNDONE,
            SqsEvent::MoveStarted { .. } => MOVE_STARTED,
            SqsEvent::MoveSettled { .. } => MOVE_SETTLED,
            SqsEvent::MoveRequested(_) => MOVE_REQUESTED,
            SqsEvent::MoveTaskStarted(_) => MOVE_TASK_STARTED,
            SqsEvent::MoveTaskCancelled { .. } => MOVE_TASK_CANCELLED,
            SqsEvent::MoveTaskEnded { .. } => MOVE_TASK_ENDED,
            SqsEvent::ReceiveRepeated { .. } => RECEIVE_REPEATED,
        };
        Kind { service: SERVICE, tag, version: 1 }
    }

    pub(crate) fn write(&self, to: &mut Fields<'_>) {
        match self {
            SqsEvent::QueueOpened { queue, scope, name, attributes, created, dead_letter } => {
                to.number(fields::QUEUE, queue.0);
                to.bytes(fields::SCOPE, scope.as_bytes());
                to.bytes(fields::NAME, name.as_bytes());
                to.bytes(fields::QUEUE_ATTRIBUTES, &write_pairs(attributes));
                to.number(fields::CREATED, *created);
                write_id(to, fields::DEAD_LETTER, *dead_letter);
            }
            SqsEvent::QueueChanged { queue, attributes, modified, dead_letter } => {
                to.number(fields::QUEUE, queue.0);
                to.bytes(fields::QUEUE_ATTRIBUTES, &write_pairs(attributes));
                to.number(fields::MODIFIED, *modified);
                write_id(to, fields::DEAD_LETTER, *dead_letter);
            }
            SqsEvent::QueueClosed { queue } => to.number(fields::QUEUE, queue.0),
            SqsEvent::MessageSent(sent) => sent.write(to, None),
            SqsEvent::MessageForwarded { message, sent } => message.write(to, Some(*sent)),
            SqsEvent::MessagesReceived { queue, nonce, until, sequences, attempt } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::NONCE, *nonce);
                to.number(fields::UNTIL, *until);
                to.bytes(fields::SEQUENCES, &write_sequences(sequences));
                if let Some(attempt) = attempt {
                    to.bytes(fields::ATTEMPT, &attempt.to_le_bytes());
                }
            }
            SqsEvent::ReceiveRepeated { queue, attempt, until } => {
                to.number(fields::QUEUE, queue.0);
                to.bytes(fields::ATTEMPT, &attempt.to_le_bytes());
                to.number(fields::UNTIL, *until);
            }
            SqsEvent::MessagesDeleted { queue, sequences } => {
                to.number(fields::QUEUE, queue.0);
                to.bytes(fields::SEQUENCES, &write_sequences(sequences));
            }
            SqsEvent::VisibilityChanged { queue, sequence, nonce, until } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::SEQUENCE, *sequence);
                to.number(fields::NONCE, *nonce);
                to.number(fields::UNTIL, *until);
            }
            SqsEvent::QueuePurged { queue, last } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::SEQUENCE, *last);
            }
            SqsEvent::ReceiveUndone { queue, nonce, sequences } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::NONCE, *nonce);
                to.bytes(fields::SEQUENCES, &write_sequences(sequences));
            }
            SqsEvent::MoveStarted { queue, sequence, by_task } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::SEQUENCE, *sequence);
                to.number(fields::TASK, u64::from(*by_task));
            }
            SqsEvent::MoveSettled { queue, sequence, taken, task } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::SEQUENCE, *sequence);
                to.number(fields::OUTCOME, u64::from(*taken));
                if let Some(task) = task {
                    to.number(fields::TASK, *task);
                }
            }
            SqsEvent::MoveRequested(request) => {
                to.number(fields::QUEUE, request.target.0);
                to.number(fields::SEQUENCE, request.sequence);
                request.past().write(to);
                if let Some(task) = request.task {
                    to.number(fields::TASK, task);
                }
            }
            SqsEvent::MoveTaskStarted(task) => {
                to.number(fields::QUEUE, task.queue.0);
                to.number(fields::SEQUENCE, task.last);
                to.fixed16(fields::BODY_MD5, &task.task);
                write_id(to, fields::TARGET, task.target.as_ref().map(|(id, _)| *id));
                if let Some((_, arn)) = &task.target {
                    to.bytes(fields::TARGET_ARN, arn.as_bytes());
                }
                if let Some(rate) = task.rate {
                    to.number(fields::RATE, u64::from(rate));
                }
                to.number(fields::COUNT, task.count);
            }
            SqsEvent::MoveTaskCancelled { queue } => to.number(fields::QUEUE, queue.0),
            SqsEvent::MoveTaskEnded { queue, end } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::OUTCOME, *end as u64);
            }
        }
    }
}

impl MessageSent<'_> {
    fn write(&self, to: &mut Fields<'_>, forwarded: Option<u64>) {
        to.number(fields::QUEUE, self.queue.0);
        to.number(fields::SEQUENCE, self.sequence);
        if let Some(sent) = forwarded {
            to.number(fields::FORWARDED_SENT, sent);
        }
        to.fixed16(fields::BODY_MD5, &self.body_md5);
        to.number(fields::SENDER_ACCOUNT, self.sender_account);
        if let Some(due) = self.due {
            to.number(fields::DUE, due);
        }
        if !self.attributes.is_empty() {
            to.bytes(fields::ATTRIBUTES, self.attributes);
        }
        if let Some(trace) = self.trace {
            to.bytes(fields::TRACE, trace.as_bytes());
        }
        if let Some((group, _)) = self.group {
            to.bytes(fields::GROUP, group.as_bytes());
        }
        if let Some(deduplication) = self.deduplication {
            to.bytes(fields::DEDUPLICATION_ID, deduplication.id.as_bytes());
            if deduplication.by_group {
                to.number(fields::DEDUPLICATES_BY_GROUP, 1);
            }
        }
        if let Some(moved) = &self.moved {
            moved.write(to);
        }
        to.rest(fields::BODY, self.body.as_bytes());
    }
}

impl Moved<'_> {
    fn write(&self, to: &mut Fields<'_>) {
        to.number(fields::FROM, self.from.0);
        if let Some(arn) = self.source_arn {
            to.bytes(fields::SOURCE_ARN, arn.as_bytes());
        }
        if let Some((queue, sequence)) = self.origin {
            to.number(fields::ORIGIN_QUEUE, queue.0);
            to.number(fields::ORIGIN_SEQUENCE, sequence);
        }
        if let Some(sent) = self.sent {
            to.number(fields::SENT, sent);
        }
        to.number(fields::RECEIVES, u64::from(self.receives));
        if let Some(first) = self.first_received {
            to.number(fields::FIRST_RECEIVED, first);
        }
    }
}

fn write_id(to: &mut Fields<'_>, field: u8, id: Option<ResourceId>) {
    if let Some(id) = id {
        to.number(field, id.0);
    }
}

/// The first in full, then the distance of each from the one before, which may be backwards.
fn write_sequences(sequences: &[Sequence]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(6 + sequences.len());
    let mut before = 0;
    for &sequence in sequences {
        let distance = sequence.wrapping_sub(before) as i64;
        put_varint(&mut bytes, (distance << 1 ^ distance >> 63) as u64);
        before = sequence;
    }
    bytes
}
