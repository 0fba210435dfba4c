//! From the fields in the log to an event.

use millpond_delivery::{Keys, Sequence, group_key};
use millpond_log::event::{Event, Malformed, take_varint};
use millpond_partition::ResourceId;

use super::tags::*;
use super::{Deduplication, MessageSent, MoveRequested, MoveTaskStarted, Moved, SqsEvent, TaskEnd};
use crate::attributes;
use crate::state::DeduplicationKey;

impl SqsEvent<'_> {
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
        let pairs = || attributes::read(bytes[fields::QUEUE_ATTRIBUTES as usize].unwrap_or(&[0]));
        let attempt = || -> Result<Option<u128>, Malformed> {
            let bytes = bytes[fields::ATTEMPT as usize].map(<[u8; 16]>::try_from).transpose();
            Ok(bytes.map_err(|_| Malformed("an attempt is not 16 bytes"))?.map(u128::from_le_bytes))
        };
        let sequences = || read_sequences(bytes[fields::SEQUENCES as usize].unwrap_or_default());
        let message = || -> Result<MessageSent<'a>, Malformed> {
            let group = text(fields::GROUP)?;
            let by_group = numbers[fields::DEDUPLICATES_BY_GROUP as usize] == Some(1);
            let deduplication = text(fields::DEDUPLICATION_ID)?.map(|id| {
                let key = DeduplicationKey::of(keys, group.unwrap_or_default(), id);
                Deduplication { id, key, by_group }
            });
            Ok(MessageSent {
                queue,
                sequence: number(fields::SEQUENCE)?,
                body_md5,
                sender_account: number(fields::SENDER_ACCOUNT)?,
                due: numbers[fields::DUE as usize],
                attributes: bytes[fields::ATTRIBUTES as usize].unwrap_or_default(),
                trace: text(fields::TRACE)?,
                group: group.map(|id| (id, group_key(keys, id))),
                deduplication,
                moved: past()?,
                body: text(fields::BODY)?.unwrap_or_default(),
            })
        };
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
            MESSAGE_SENT => SqsEvent::MessageSent(message()?),
            MESSAGE_FORWARDED => {
                SqsEvent::MessageForwarded { message: message()?, sent: number(fields::FORWARDED_SENT)? }
            }
            MESSAGES_RECEIVED => SqsEvent::MessagesReceived {
                queue,
                nonce: number(fields::NONCE)?,
                until: number(fields::UNTIL)?,
                sequences: sequences()?,
                attempt: attempt()?,
            },
            RECEIVE_REPEATED => SqsEvent::ReceiveRepeated {
                queue,
                attempt: attempt()?.ok_or(Malformed("a repeated receive does not say which"))?,
                until: number(fields::UNTIL)?,
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
                task: numbers[fields::TASK as usize],
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
                    task: numbers[fields::TASK as usize],
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
                let end = TaskEnd::of(number(fields::OUTCOME)?);
                let end =
                    end.ok_or(Malformed("a move task ended in a way that this program does not know"))?;
                SqsEvent::MoveTaskEnded { queue, end }
            }
            _ => return Err(Malformed("an event of SQS has a type that this program does not know")),
        })
    }
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
