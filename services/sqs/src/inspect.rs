//! Looking at what waits on a queue without receiving it: for people, not an operation of AWS's.

use bytes::Bytes;
use millpond_delivery::{Keys, Phase, RowAt, Sequence, received_in};
use millpond_log::event::Malformed;
use millpond_log::{LogError, PageKey, Partition, Row, Store, stored_row};
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
    partition: Partition,
    row: RowAt,
    /// When it comes back or falls due, if it does.
    pub until: Option<Millis>,
    /// How often it was received here, or the page that tells it.
    receives_here: Result<u32, PageKey>,
    queue: ResourceId,
    sequence: Sequence,
    fifo: bool,
}

/// Bytes of all messages that are looked at together, but for the last.
pub const BYTES_MAX: u64 = 8 << 20;

/// The first `most` messages of that status, the oldest first.
pub fn glimpses(queue: &Queue, status: Status, most: usize, partitions: u32) -> Vec<Glimpse> {
    let delivery = &queue.delivery;
    let sequences: Vec<Sequence> = match status {
        Status::Visible => delivery.visible().take(most).collect(),
        Status::InFlight => delivery.flying().take(most).collect(),
        Status::Delayed => delivery.not_due().take(most).collect(),
    };
    let glimpse = |sequence: Sequence| {
        let until = match delivery.phase(sequence)? {
            Phase::InFlight { until, .. } | Phase::Delayed { until } => Some(until),
            Phase::Waiting | Phase::Moving => None,
        };
        Some(Glimpse {
            partition: queue.id.partition(partitions),
            row: delivery.row_of(sequence)?,
            until,
            receives_here: delivery.page_of(sequence).map_or_else(|| Ok(delivery.received(sequence).0), Err),
            queue: queue.id,
            sequence,
            fifo: queue.attributes.fifo,
        })
    };
    sequences.into_iter().filter_map(glimpse).collect()
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
    /// When it was sent.
    pub sent: Millis,
}

/// Pages that are asked for in turn: those of one page are told from one reading.
pub struct PageReader<'a> {
    store: &'a dyn Store,
    page: Option<(PageKey, Bytes)>,
}

impl<'a> PageReader<'a> {
    /// Reads from `store`.
    pub fn new(store: &'a dyn Store) -> PageReader<'a> {
        PageReader { store, page: None }
    }

    /// How often a message was received, as the page has it.
    fn receives(&mut self, of: Partition, key: &PageKey, sequence: Sequence) -> Result<u32, LogError> {
        let page = match self.page.take().filter(|(at_hand, _)| at_hand == key) {
            Some((_, page)) => page,
            None => self.store.page(of, key, true)?.expect("it may wait"),
        };
        let received = received_in(&page, key, sequence);
        self.page = Some((*key, page));
        received.map(|(receives, _)| receives).map_err(|what| LogError::Damaged {
            place: format!("page {} of resource {}", key.number, key.resource),
            what: what.0.to_owned(),
        })
    }
}

impl Glimpse {
    /// Where its event stands. May wait for the device.
    pub fn row(&self, store: &dyn Store) -> Result<Row, LogError> {
        match &self.row {
            RowAt::Here(row) => Ok(*row),
            RowAt::Stored(at) => Ok(stored_row(store, at, true)?.expect("it may wait")),
        }
    }

    /// The event's bytes.
    pub fn event(&self, row: &Row, store: &dyn Store) -> Result<bytes::Bytes, LogError> {
        store.read(row.event(self.partition))
    }

    /// How often it was received. May wait for the device.
    pub fn receives(&self, row: &Row, pages: &mut PageReader<'_>) -> Result<u32, LogError> {
        let here = match &self.receives_here {
            Ok(receives) => *receives,
            Err(page) => pages.receives(self.partition, page, self.sequence)?,
        };
        Ok(here + row.past.map_or(0, |past| past.receives))
    }

    /// Reads the rest from the message's event.
    pub fn read(&self, row: &Row, event: &[u8], keys: &Keys) -> Result<Seen, Malformed> {
        let stored = StoredMessage::read(event)?;
        let (queue, sequence) = stored.origin.unwrap_or((self.queue, self.sequence));
        Ok(Seen {
            message_id: message_id(&keys.message_ids, queue, sequence),
            body: stored.body.to_owned(),
            group: stored.group.map(str::to_owned),
            sequence_number: self.fifo.then(|| sequence_number(self.sequence)),
            attributes: stored.attributes.into_iter().map(|a| (a.name, a.data_type)).collect(),
            sent: row.sent,
        })
    }
}
