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
    },
    /// Its attributes are these now.
    QueueChanged {
        /// Its number.
        queue: ResourceId,
        /// All attributes that are set.
        attributes: Pairs,
        /// When they were.
        modified: Millis,
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
    /// The body.
    pub body: &'a str,
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
        };
        Kind { service: SERVICE, tag, version: 1 }
    }

    pub(crate) fn write(&self, to: &mut Fields<'_>) {
        match self {
            SqsEvent::QueueOpened { queue, scope, name, attributes, created } => {
                to.number(fields::QUEUE, queue.0);
                to.bytes(fields::SCOPE, scope.as_bytes());
                to.bytes(fields::NAME, name.as_bytes());
                to.bytes(fields::QUEUE_ATTRIBUTES, &write_pairs(attributes));
                to.number(fields::CREATED, *created);
            }
            SqsEvent::QueueChanged { queue, attributes, modified } => {
                to.number(fields::QUEUE, queue.0);
                to.bytes(fields::QUEUE_ATTRIBUTES, &write_pairs(attributes));
                to.number(fields::MODIFIED, *modified);
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
        }
    }

    /// Reads an event of SQS.
    pub fn read<'a>(event: &Event<'a>, keys: &Keys) -> Result<SqsEvent<'a>, Malformed> {
        if event.kind.version != 1 {
            return Err(Malformed("an event of SQS has a version that this program does not know"));
        }
        let mut numbers = [None; 20];
        let mut bytes: [Option<&'a [u8]>; 20] = [None; 20];
        let mut body_md5 = [0; 16];
        for field in event.fields() {
            use millpond_log::event::Value;
            match field? {
                (number @ 1..20, Value::Number(value)) => numbers[number as usize] = Some(value),
                (number @ 1..20, Value::Bytes(value)) => bytes[number as usize] = Some(value),
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
        let pairs = || read_pairs(bytes[fields::QUEUE_ATTRIBUTES as usize].unwrap_or(&[0]));
        let sequences = || read_sequences(bytes[fields::SEQUENCES as usize].unwrap_or_default());
        Ok(match event.kind.tag {
            QUEUE_OPENED => SqsEvent::QueueOpened {
                queue,
                scope: text(fields::SCOPE)?.unwrap_or_default().to_owned(),
                name: text(fields::NAME)?.unwrap_or_default().to_owned(),
                attributes: pairs()?,
                created: number(fields::CREATED)?,
            },
            QUEUE_CHANGED => {
                SqsEvent::QueueChanged { queue, attributes: pairs()?, modified: number(fields::MODIFIED)? }
            }
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
        to.rest(fields::BODY, self.body.as_bytes());
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
            body,
        }
    }

    #[test]
    fn events_read_as_they_were_written() {
        let keys = Keys::derive(&[3; 32]);
        let queue = ResourceId(1 << 40 | 7);
        let attributes = Pairs::from([("DelaySeconds".to_owned(), "5".to_owned())]);
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
            ..plain("héllo")
        };
        let events = [
            SqsEvent::QueueOpened {
                queue,
                scope: "000000000000/us-east-1".into(),
                name: "q".into(),
                attributes: attributes.clone(),
                created: 5,
            },
            SqsEvent::QueueChanged { queue, attributes, modified: 6 },
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
