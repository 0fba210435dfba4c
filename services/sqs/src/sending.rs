//! Putting one message on a queue: what SendMessage and each entry of SendMessageBatch do.

use millpond_delivery::Sequence;
use millpond_partition::{ResourceId, Turn};

use crate::events::{Deduplication, MessageSent, SqsEvent};
use crate::message::{OutgoingMessage, Rejected};
use crate::state::SqsState;

/// A message that stands on a queue: now, or since an earlier send with the same deduplication id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The queue.
    pub queue: ResourceId,
    /// The message's number there.
    pub sequence: Sequence,
    /// Whether clients see that number.
    pub fifo: bool,
}

/// Puts a message on a queue.
pub fn send(
    turn: &mut Turn<'_, SqsState>,
    id: ResourceId,
    message: &OutgoingMessage,
    sender_account: u64,
) -> Result<Sent, Rejected> {
    turn.advance(|state, now| state.advance(id, now));
    let queue = turn.state().queue(id).map_err(Rejected::Error)?;
    let attributes = &queue.attributes;
    message.check(attributes)?;
    let fifo = attributes.fifo;
    let deduplication = message.deduplication().filter(|_| fifo);

    // A FIFO retry is answered with the first send, so that the client sees one message. This answer waits as
    // a commit does: the first send may not be on disk yet.
    if let Some(sequence) = deduplication.and_then(|(_, key)| queue.already_sent(key)) {
        return Ok(Sent { queue: id, sequence, fifo });
    }

    // On a FIFO queue the queue's own delay holds, whatever the message says (0 is all it may say).
    let own_delay_ms = message.delay_seconds.filter(|_| !fifo).map(|seconds| u64::from(seconds) * 1000);
    let delay_ms = own_delay_ms.unwrap_or(attributes.delay_ms);
    let sequence = queue.next_sequence(turn.epoch());
    let by_group = attributes.deduplicates_by_group;
    let event = MessageSent {
        queue: id,
        sequence,
        body_md5: message.body_md5,
        sender_account,
        due: (delay_ms > 0).then(|| turn.now() + delay_ms),
        attributes: &message.attributes,
        trace: message.trace.as_deref(),
        group: message.group.as_ref().map(|(id, key)| (id.as_str(), *key)),
        deduplication: deduplication.map(|(id, key)| Deduplication { id, key: *key, by_group }),
        moved: None,
        body: &message.body,
    };
    turn.commit(SqsEvent::MessageSent(event));
    Ok(Sent { queue: id, sequence, fifo })
}
