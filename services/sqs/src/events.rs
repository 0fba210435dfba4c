//! What SQS writes to the log. Tags and field numbers are never reused.

use millpond_catalogue::{Pairs, read_pairs, write_pairs};
use millpond_delivery::{GroupKey, Keys, Sequence};
use millpond_log::event::{Event, Fields, Kind, Malformed, put_varint, take_varint};
use millpond_partition::ResourceId;
use millpond_runtime::Millis;

use crate::SERVICE;
use crate::state::DeduplicationKey;

const QUEUE_OPENED: u8 = 1;
const QUEUE_CHANGED: u8 = 2;
const QUEUE_CLOSED: u8 = 3;
const MESSAGE_SENT: u8 = 4;
const MESSAGES_RECEIVED: u8 = 5;
const MESSAGES_DELETED: u8 = 6;
const VISIBILITY_CHANGED: u8 = 7;
const QUEUE_PURGED: u8 = 8;
const RECEIVE_UNDONE: u8 = 9;
const MOVE_STARTED: u8 = 10;
const MOVE_SETTLED: u8 = 11;
/// Only ever in a parcel, in front of the message's own event.
pub(crate) const MOVE_REQUESTED: u8 = 12;
const MOVE_TASK_STARTED: u8 = 13;
const MOVE_TASK_CANCELLED: u8 = 14;
const MOVE_TASK_ENDED: u8 = 15;

/// Field numbers.
pub(crate) mod fields {
    pub(crate) const QUEUE: u8 = 1;
    pub(crate) const SEQUENCE: u8 = 2;
    pub(crate) const BODY_MD5: u8 = 3;
    pub(crate) const SENDER_ACCOUNT: u8 = 4;
    pub(crate) const DUE: u8 = 5;
    pub(crate) const ATTRIBUTES: u8 = 6;
    pub(crate) const TRACE: u8 = 7;
    pub(crate) const GROUP: u8 = 8;
    pub(crate) const DEDUPLICATION_ID: u8 = 9;
    pub(crate) const DEDUPLICATES_BY_GROUP: u8 = 10;
    pub(crate) const BODY: u8 = 11;
    pub(crate) const NONCE: u8 = 12;
    pub(crate) const UNTIL: u8 = 13;
    pub(crate) const SEQUENCES: u8 = 14;
    pub(crate) const SCOPE: u8 = 15;
    pub(crate) const NAME: u8 = 16;
    pub(crate) const QUEUE_ATTRIBUTES: u8 = 17;
    pub(crate) const CREATED: u8 = 18;
    pub(crate) const MODIFIED: u8 = 19;
    pub(crate) const DEAD_LETTER: u8 = 20;
    pub(crate) const TARGET: u8 = 21;
    pub(crate) const FROM: u8 = 22;
    pub(crate) const SOURCE_ARN: u8 = 23;
    pub(crate) const ORIGIN_QUEUE: u8 = 24;
    pub(crate) const ORIGIN_SEQUENCE: u8 = 25;
    pub(crate) const SENT: u8 = 26;
    pub(crate) const RECEIVES: u8 = 27;
    pub(crate) const FIRST_RECEIVED: u8 = 28;
    pub(crate) const OUTCOME: u8 = 29;
    pub(crate) const TASK: u8 = 30;
    pub(crate) const TARGET_ARN: u8 = 31;
    pub(crate) const RATE: u8 = 32;
    pub(crate) const COUNT: u8 = 33;
    /// One above the highest.
    pub(crate) const END: usize = 34;
}

/// One fact of SQS. Borrows what it only carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqsEvent<'a> {
    /// A queue begins, in its own partition.
    QueueOpened {
        /// Its number.
        queue: ResourceId,
        /// Account and region.
        scope: String,
        /// Its name.
        name: String,
        /// Its attributes, as far as they were set.
        attributes: Pairs,
        /// When it was created.
        created: Millis,
        /// The queue that its redrive policy names.
        dead_letter: Option<ResourceId>,
    },
    /// Its attributes are these now.
    QueueChanged {
        /// Its number.
        queue: ResourceId,
        /// All attributes that are set.
        attributes: Pairs,
        /// When they were.
        modified: Millis,
        /// The queue that its redrive policy names.
        dead_letter: Option<ResourceId>,
    },
    /// It ends, with all its messages.
    QueueClosed {
        /// Its number.
        queue: ResourceId,
    },
    /// A message was taken.
    MessageSent(MessageSent<'a>),
    /// Messages were handed out.
    MessagesReceived {
        /// The queue.
        queue: ResourceId,
        /// Which hand-out this is.
        nonce: u64,
        /// When they come back.
        until: Millis,
        /// Which.
        sequences: Vec<Sequence>,
    },
    /// Messages are done with.
    MessagesDeleted {
        /// The queue.
        queue: ResourceId,
        /// Which.
        sequences: Vec<Sequence>,
    },
    /// A message comes back at another time.
    VisibilityChanged {
        /// The queue.
        queue: ResourceId,
        /// Which message.
        sequence: Sequence,
        /// The hand-out to count it to, where it was in none.
        nonce: u64,
        /// When.
        until: Millis,
    },
    /// All messages up to one are gone.
    QueuePurged {
        /// The queue.
        queue: ResourceId,
        /// The last one that is gone.
        last: Sequence,
    },
    /// A hand-out reached nobody.
    ReceiveUndone {
        /// The queue.
        queue: ResourceId,
        /// Which hand-out.
        nonce: u64,
        /// What it handed out.
        sequences: Vec<Sequence>,
    },
    /// A message is on its way to another queue.
    MoveStarted {
        /// The queue.
        queue: ResourceId,
        /// Which message.
        sequence: Sequence,
        /// By the running move task, else because it was received too often.
        by_task: bool,
    },
    /// The other queue has taken it, and it is gone from here; or has not, and it waits again.
    MoveSettled {
        /// The queue.
        queue: ResourceId,
        /// Which message.
        sequence: Sequence,
        /// Whether the other queue has it.
        taken: bool,
        /// By the running move task.
        by_task: bool,
    },
    /// A parcel: take over the message whose event follows.
    MoveRequested(MoveRequested<'a>),
    /// A task begins that moves messages out of a dead-letter queue.
    MoveTaskStarted(MoveTaskStarted),
    /// Somebody wants the running task to end.
    MoveTaskCancelled {
        /// The queue.
        queue: ResourceId,
    },
    /// The running task has ended.
    MoveTaskEnded {
        /// The queue.
        queue: ResourceId,
        /// How.
        end: TaskEnd,
    },
}

/// See [`SqsEvent::MoveRequested`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRequested<'a> {
    /// The queue that shall take it.
    pub target: ResourceId,
    /// The queue that has it.
    pub from: ResourceId,
    /// Its number there.
    pub sequence: Sequence,
    /// The ARN of the queue that has it, where that may be asked about: not after a move task.
    pub source_arn: Option<&'a str>,
    /// What its MessageId comes from: where it was first sent. None if it gets a new one.
    pub origin: Option<(ResourceId, Sequence)>,
    /// When it was sent, if it keeps its age.
    pub sent: Option<Millis>,
    /// How often it was received, if that goes on.
    pub receives: u32,
    /// When it first was.
    pub first_received: Option<Millis>,
}

/// See [`SqsEvent::MoveTaskStarted`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveTaskStarted {
    /// The queue.
    pub queue: ResourceId,
    /// The task's id: a UUID.
    pub task: [u8; 16],
    /// Where to, unless each message goes back to its own source.
    pub target: Option<(ResourceId, String)>,
    /// Messages a second, at most.
    pub rate: Option<u32>,
    /// The last message that was there at the start.
    pub last: Sequence,
    /// How many were.
    pub count: u64,
}

/// How a move task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskEnd {
    /// Everything was moved.
    Completed,
    /// It was cancelled.
    Cancelled,
    /// A queue to move to is not there.
    NoTarget,
    /// A message does not know where it came from.
    NoSource,
}

impl TaskEnd {
    const ALL: [TaskEnd; 4] = [TaskEnd::Completed, TaskEnd::Cancelled, TaskEnd::NoTarget, TaskEnd::NoSource];
}

/// See [`SqsEvent::MessageSent`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageSent<'a> {
    /// The queue.
    pub queue: ResourceId,
    /// The message's number there.
    pub sequence: Sequence,
    /// MD5 of the body.
    pub body_md5: [u8; 16],
    /// The sender's account, as a number of twelve digits.
    pub sender_account: u64,
    /// When it may be received, if not at once.
    pub due: Option<Millis>,
    /// The attributes' bytes; empty if there are none.
    pub attributes: &'a [u8],
    /// The trace header.
    pub trace: Option<&'a str>,
    /// The group, with its key.
    pub group: Option<(&'a str, GroupKey)>,
    /// What it is deduplicated by.
    pub deduplication: Option<Deduplication<'a>>,
    /// Its past in another queue, if it was moved here.
    pub moved: Option<Moved<'a>>,
    /// The body.
    pub body: &'a str,
}

/// A message's past in another queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// The queue that it was moved from.
    pub from: ResourceId,
    /// That queue's ARN, where it may be asked about.
    pub source_arn: Option<&'a str>,
    /// What its MessageId comes from, if not its place here.
    pub origin: Option<(ResourceId, Sequence)>,
    /// When it was sent, if it keeps its age.
    pub sent: Option<Millis>,
    /// How often it had been received.
    pub receives: u32,
    /// When it first was.
    pub first_received: Option<Millis>,
}

/// How a message is deduplicated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deduplication<'a> {
    /// The client's id, or the hash of the body.
    pub id: &'a str,
    /// The keys of that id.
    pub key: DeduplicationKey,
    /// Within the group only.
    pub by_group: bool,
}

impl SqsEvent<'_> {
    pub(crate) fn kind(&self) -> Kind {
        let tag = match self {
            SqsEvent::QueueOpened { .. } => QUEUE_OPENED,
            SqsEvent::QueueChanged { .. } => QUEUE_CHANGED,
            SqsEvent::QueueClosed { .. } => QUEUE_CLOSED,
            SqsEvent::MessageSent(_) => MESSAGE_SENT,
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
            SqsEvent::MessageSent(sent) => sent.write(to),
            SqsEvent::MessagesReceived { queue, nonce, until, sequences } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::NONCE, *nonce);
                to.number(fields::UNTIL, *until);
                to.bytes(fields::SEQUENCES, &write_sequences(sequences));
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
            SqsEvent::MoveSettled { queue, sequence, taken, by_task } => {
                to.number(fields::QUEUE, queue.0);
                to.number(fields::SEQUENCE, *sequence);
                to.number(fields::OUTCOME, u64::from(*taken));
                to.number(fields::TASK, u64::from(*by_task));
            }
            SqsEvent::MoveRequested(request) => {
                to.number(fields::QUEUE, request.target.0);
                to.number(fields::SEQUENCE, request.sequence);
                request.past().write(to);
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

    /// Reads an event of SQS.
    pub fn read<'a>(event: &Event<'a>, keys: &Keys) -> Result<SqsEvent<'a>, Malformed> {
        if event.kind.version != 1 {
            return Err(Malformed("an event of SQS has a version that this program does not know"));
        }
        let mut numbers = [None; fields::END];
        let mut bytes: [Option<&'a [u8]>; fields::END] = [None; fields::END];
        let mut body_md5 = [0; 16];
        for field in event.fields() {
            use millpond_log::event::Value;
            match field? {
                (number, Value::Number(value)) if (number as usize) < fields::END => {
                    numbers[number as usize] = Some(value);
                }
                (number, Value::Bytes(value)) if (number as usize) < fields::END => {
                    bytes[number as usize] = Some(value);
                }
                (fields::BODY_MD5, Value::Fixed16(value)) => body_md5 = *value,
                _ => return Err(Malformed("an event of SQS has a field that this program does not know")),
            }
        }
        let number = |field: u8| numbers[field as usize].ok_or(Malformed("an event of SQS lacks a number"));
        let text = |field: u8| -> Result<Option<&'a str>, Malformed> {
            let text = bytes[field as usize].map(std::str::from_utf8).transpose();
            text.map_err(|_| Malformed("a text in an event of SQS is not UTF-8"))
        };
        let queue = ResourceId(number(fields::QUEUE)?);
        let id = |field: u8| numbers[field as usize].map(ResourceId);
        let past = || -> Result<Option<Moved<'a>>, Malformed> {
            let Some(from) = id(fields::FROM) else { return Ok(None) };
            let origin = id(fields::ORIGIN_QUEUE).zip(numbers[fields::ORIGIN_SEQUENCE as usize]);
            Ok(Some(Moved {
                from,
                source_arn: text(fields::SOURCE_ARN)?,
                origin,
                sent: numbers[fields::SENT as usize],
                receives: numbers[fields::RECEIVES as usize].unwrap_or(0) as u32,
                first_received: numbers[fields::FIRST_RECEIVED as usize],
            }))
        };
        let pairs = || read_pairs(bytes[fields::QUEUE_ATTRIBUTES as usize].unwrap_or(&[0]));
        let sequences = || read_sequences(bytes[fields::SEQUENCES as usize].unwrap_or_default());
        Ok(match event.kind.tag {
            QUEUE_OPENED => SqsEvent::QueueOpened {
                queue,
                scope: text(fields::SCOPE)?.unwrap_or_default().to_owned(),
                name: text(fields::NAME)?.unwrap_or_default().to_owned(),
                attributes: pairs()?,
                created: number(fields::CREATED)?,
                dead_letter: id(fields::DEAD_LETTER),
            },
            QUEUE_CHANGED => SqsEvent::QueueChanged {
                queue,
                attributes: pairs()?,
                modified: number(fields::MODIFIED)?,
                dead_letter: id(fields::DEAD_LETTER),
            },
            QUEUE_CLOSED => SqsEvent::QueueClosed { queue },
            MESSAGE_SENT => {
                let group = text(fields::GROUP)?;
                let by_group = numbers[fields::DEDUPLICATES_BY_GROUP as usize] == Some(1);
                let deduplication = text(fields::DEDUPLICATION_ID)?.map(|id| {
                    let key = DeduplicationKey::of(keys, group.unwrap_or_default(), id);
                    Deduplication { id, key, by_group }
                });
                SqsEvent::MessageSent(MessageSent {
                    queue,
                    sequence: number(fields::SEQUENCE)?,
                    body_md5,
                    sender_account: number(fields::SENDER_ACCOUNT)?,
                    due: numbers[fields::DUE as usize],
                    attributes: bytes[fields::ATTRIBUTES as usize].unwrap_or_default(),
                    trace: text(fields::TRACE)?,
                    group: group.map(|id| (id, keys.groups.of(&[id.as_bytes()]))),
                    deduplication,
                    moved: past()?,
                    body: text(fields::BODY)?.unwrap_or_default(),
                })
            }
            MESSAGES_RECEIVED => SqsEvent::MessagesReceived {
                queue,
                nonce: number(fields::NONCE)?,
                until: number(fields::UNTIL)?,
                sequences: sequences()?,
            },
            MESSAGES_DELETED => SqsEvent::MessagesDeleted { queue, sequences: sequences()? },
            VISIBILITY_CHANGED => SqsEvent::VisibilityChanged {
                queue,
                sequence: number(fields::SEQUENCE)?,
                nonce: number(fields::NONCE)?,
                until: number(fields::UNTIL)?,
            },
            QUEUE_PURGED => SqsEvent::QueuePurged { queue, last: number(fields::SEQUENCE)? },
            RECEIVE_UNDONE => {
                SqsEvent::ReceiveUndone { queue, nonce: number(fields::NONCE)?, sequences: sequences()? }
            }
            MOVE_STARTED => SqsEvent::MoveStarted {
                queue,
                sequence: number(fields::SEQUENCE)?,
                by_task: number(fields::TASK)? == 1,
            },
            MOVE_SETTLED => SqsEvent::MoveSettled {
                queue,
                sequence: number(fields::SEQUENCE)?,
                taken: number(fields::OUTCOME)? == 1,
                by_task: number(fields::TASK)? == 1,
            },
            MOVE_REQUESTED => {
                let past = past()?.ok_or(Malformed("a move does not say where from"))?;
                let Moved { from, source_arn, origin, sent, receives, first_received } = past;
                let sequence = number(fields::SEQUENCE)?;
                let request = MoveRequested {
                    target: queue,
                    from,
                    sequence,
                    source_arn,
                    origin,
                    sent,
                    receives,
                    first_received,
                };
                SqsEvent::MoveRequested(request)
            }
            MOVE_TASK_STARTED => SqsEvent::MoveTaskStarted(MoveTaskStarted {
                queue,
                task: body_md5,
                target: id(fields::TARGET).zip(text(fields::TARGET_ARN)?.map(str::to_owned)),
                rate: numbers[fields::RATE as usize].map(|rate| rate as u32),
                last: number(fields::SEQUENCE)?,
                count: number(fields::COUNT)?,
            }),
            MOVE_TASK_CANCELLED => SqsEvent::MoveTaskCancelled { queue },
            MOVE_TASK_ENDED => {
                let end = TaskEnd::ALL.get(number(fields::OUTCOME)? as usize).copied();
                let end =
                    end.ok_or(Malformed("a move task ended in a way that this program does not know"))?;
                SqsEvent::MoveTaskEnded { queue, end }
            }
            _ => return Err(Malformed("an event of SQS has a type that this program does not know")),
        })
    }
}

impl MessageSent<'_> {
    fn write(&self, to: &mut Fields<'_>) {
        to.number(fields::QUEUE, self.queue.0);
        to.number(fields::SEQUENCE, self.sequence);
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

impl<'a> MoveRequested<'a> {
    /// The message's past, as the queue that takes it will have it.
    pub fn past(&self) -> Moved<'a> {
        Moved {
            from: self.from,
            source_arn: self.source_arn,
            origin: self.origin,
            sent: self.sent,
            receives: self.receives,
            first_received: self.first_received,
        }
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

fn read_sequences(mut from: &[u8]) -> Result<Vec<Sequence>, Malformed> {
    let (mut sequences, mut before) = (Vec::new(), 0u64);
    while !from.is_empty() {
        let zigzag = take_varint(&mut from)?;
        before = before.wrapping_add((zigzag >> 1) ^ (zigzag & 1).wrapping_neg());
        sequences.push(before);
    }
    Ok(sequences)
}

#[cfg(test)]
mod tests {
    use millpond_log::event::{Body, BodyWriter};

    use super::*;

    fn written(event: &SqsEvent<'_>) -> Vec<u8> {
        let mut body = BodyWriter::new(1_800_000_000_000);
        body.event(event.kind(), |to| event.write(to));
        body.finish()
    }

    fn plain(body: &str) -> MessageSent<'_> {
        MessageSent {
            queue: ResourceId(1 << 40 | 7),
            sequence: 1 << 40 | 9,
            body_md5: [5; 16],
            sender_account: 123_456_789_012,
            due: None,
            attributes: &[],
            trace: None,
            group: None,
            deduplication: None,
            moved: None,
            body,
        }
    }

    #[test]
    fn events_read_as_they_were_written() {
        let keys = Keys::derive(&[3; 32]);
        let queue = ResourceId(1 << 40 | 7);
        let attributes = Pairs::from([("DelaySeconds".to_owned(), "5".to_owned())]);
        let past = Moved {
            from: queue,
            source_arn: Some("arn"),
            origin: Some((queue, 4)),
            sent: Some(3),
            receives: 2,
            first_received: None,
        };
        let request = MoveRequested {
            target: queue,
            from: ResourceId(3),
            sequence: 8,
            source_arn: None,
            origin: None,
            sent: None,
            receives: 0,
            first_received: Some(1),
        };
        let task = MoveTaskStarted {
            queue,
            task: [7; 16],
            target: Some((ResourceId(2), "arn".into())),
            rate: Some(9),
            last: 5,
            count: 4,
        };
        let full = MessageSent {
            due: Some(77),
            attributes: b"xyz",
            trace: Some("Root=1"),
            group: Some(("g", keys.groups.of(&[b"g"]))),
            deduplication: Some(Deduplication {
                id: "d",
                key: DeduplicationKey::of(&keys, "g", "d"),
                by_group: true,
            }),
            moved: Some(past),
            ..plain("héllo")
        };
        let events = [
            SqsEvent::QueueOpened {
                queue,
                scope: "000000000000/us-east-1".into(),
                name: "q".into(),
                attributes: attributes.clone(),
                created: 5,
                dead_letter: None,
            },
            SqsEvent::QueueChanged { queue, attributes, modified: 6, dead_letter: Some(queue) },
            SqsEvent::QueueClosed { queue },
            SqsEvent::MessageSent(plain("x")),
            SqsEvent::MessageSent(full),
            SqsEvent::MessagesReceived {
                queue,
                nonce: u64::MAX,
                until: 9,
                sequences: vec![5, 3, 1 << 50, u64::MAX],
            },
            SqsEvent::MessagesDeleted { queue, sequences: vec![1] },
            SqsEvent::VisibilityChanged { queue, sequence: 4, nonce: 8, until: 5 },
            SqsEvent::QueuePurged { queue, last: 8 },
            SqsEvent::ReceiveUndone { queue, nonce: 3, sequences: vec![2, 3] },
            SqsEvent::MoveStarted { queue, sequence: 3, by_task: true },
            SqsEvent::MoveSettled { queue, sequence: 3, taken: true, by_task: false },
            SqsEvent::MoveRequested(request),
            SqsEvent::MoveTaskStarted(task.clone()),
            SqsEvent::MoveTaskStarted(MoveTaskStarted { target: None, rate: None, ..task }),
            SqsEvent::MoveTaskCancelled { queue },
            SqsEvent::MoveTaskEnded { queue, end: TaskEnd::NoSource },
        ];
        for event in events {
            let bytes = written(&event);
            let read = Body::parse(&bytes).unwrap().next().unwrap().unwrap();
            assert_eq!(SqsEvent::read(&read, &keys).unwrap(), event);
        }
    }

    #[test]
    fn a_plain_message_costs_at_most_64_bytes_beside_its_body() {
        // The record's length in the frame is 4 bytes more.
        let overhead = written(&SqsEvent::MessageSent(plain(&"x".repeat(1024)))).len() + 4 - 1024;
        assert!(overhead <= 64, "{overhead} bytes");
    }
}
