//! What SQS's events put into the index of a sealed segment: a row for each message.

use millpond_delivery::Keys;
use millpond_log::event::{Event, Malformed};
use millpond_log::{Past, Posted};
use millpond_runtime::Millis;

use crate::events::{MESSAGE_FORWARDED, MESSAGE_SENT, MessageSent, Moved, SqsEvent};

/// See the module.
#[derive(Clone, Copy, Debug)]
pub struct SqsIndex {
    keys: Keys,
}

impl SqsIndex {
    /// With a store's keys.
    pub fn new(keys: Keys) -> Self {
        SqsIndex { keys }
    }

    /// What an event of SQS's puts on a queue.
    pub fn index(&self, event: &Event<'_>, time: Millis) -> Result<Option<Posted>, Malformed> {
        if !matches!(event.kind.tag, MESSAGE_SENT | MESSAGE_FORWARDED) {
            return Ok(None);
        }
        Ok(match SqsEvent::read(event, &self.keys)? {
            SqsEvent::MessageSent(message) => {
                let sent = message.moved.and_then(|moved| moved.sent).unwrap_or(time);
                let deduplication = message.deduplication.map(|id| id.key.hash(id.by_group));
                Some(Posted { deduplication, ..posted(&message, sent) })
            }
            SqsEvent::MessageForwarded { message, sent } => {
                Some(Posted { forwarded: true, ..posted(&message, sent) })
            }
            _ => None,
        })
    }
}

fn posted(message: &MessageSent<'_>, sent: Millis) -> Posted {
    Posted {
        resource: message.queue.0,
        sequence: message.sequence,
        sent,
        group: message.group.map(|(_, key)| key.get()),
        past: message.moved.as_ref().map(past),
        forwarded: false,
        deduplication: None,
    }
}

/// A message's past as its row has it.
pub(crate) fn past(moved: &Moved<'_>) -> Past {
    Past { from: moved.from.0, receives: moved.receives, first_received: moved.first_received }
}
