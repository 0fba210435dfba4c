//! Looking at what waits on a queue without receiving it: for people, not an operation of AWS's.

use millpond_delivery::{Keys, Phase, Sequence};
use millpond_log::EventRef;
use millpond_log::event::Malformed;
use millpond_partition::ResourceId;
use millpond_runtime::Millis;

use crate::message::{StoredMessage, message_id, sequence_number};
use crate::state::Queue;

/// Which messages to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Those that could be received, or stand behind one of their group that was.
    Visible,
    /// Those that were received and neither deleted nor given back.
    InFlight,
    /// Those that are not due yet.
    Delayed,
}

impl Status {
    /// By the name that a request gives.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "visible" => Some(Status::Visible),
            "inflight" => Some(Status::InFlight),
            "delayed" => Some(Status::Delayed),
            _ => None,
        }
    }
}

/// A message, and where its event stands.
#[derive(Clone, Debug)]
pub struct Glimpse {
    /// Where its event stands.
    pub place: EventRef,
    /// When it comes back or falls due, if it does.
    pub until: Option<Millis>,
    /// How often it was received.
    pub receives: u32,
    /// When it was sent.
    pub sent: Millis,
    queue: ResourceId,
    sequence: Sequence,
    fifo: bool,
}

/// Bytes of all messages that are looked at together, but for the last.
const BYTES_MAX: u64 = 8 << 20;

/// The first `most` messages of that status, the oldest first; fewer where they are large.
pub fn glimpses(queue: &Queue, status: Status, most: usize, partitions: u32) -> Vec<Glimpse> {
    let of_status = |phase: Phase| match (phase, status) {
        (Phase::Waiting | Phase::Moving, Status::Visible) => Some(None),
        (Phase::InFlight { until, .. }, Status::InFlight) | (Phase::Delayed { until }, Status::Delayed) => {
            Some(Some(until))
        }
        _ => None,
    };
    let mut bytes = 0;
    queue
        .delivery
        .messages()
        .filter_map(|(sequence, message)| {
            Some(Glimpse {
                place: queue.place_of(sequence, partitions)?,
                until: of_status(message.phase)?,
                receives: message.receives,
                sent: message.posting.sent,
                queue: queue.id,
                sequence,
                fifo: queue.attributes.fifo,
            })
        })
        .take(most)
        .take_while(|glimpse| {
            let fits = bytes <= BYTES_MAX;
            bytes += u64::from(glimpse.place.len);
            fits
        })
        .collect()
}

/// What clients know of a message.
#[derive(Debug)]
pub struct Seen {
    /// Its MessageId.
    pub message_id: String,
    /// Its body.
    pub body: String,
    /// Its group.
    pub group: Option<String>,
    /// Its SequenceNumber, on a FIFO queue.
    pub sequence_number: Option<String>,
    /// Names and types of its own attributes.
    pub attributes: Vec<(String, String)>,
}

impl Glimpse {
    /// Reads the rest from the message's event.
    pub fn read(&self, event: &[u8], keys: &Keys) -> Result<Seen, Malformed> {
        let stored = StoredMessage::read(event)?;
        let (queue, sequence) = stored.origin.unwrap_or((self.queue, self.sequence));
        Ok(Seen {
            message_id: message_id(&keys.message_ids, queue, sequence),
            body: stored.body.to_owned(),
            group: stored.group.map(str::to_owned),
            sequence_number: self.fifo.then(|| sequence_number(self.sequence)),
            attributes: stored.attributes.into_iter().map(|a| (a.name, a.data_type)).collect(),
        })
    }
}
