//! What partitions send each other: parcels from an outbox, and what became of them.

use bytes::Bytes;
use millpond_log::{EventRef, LogError, Partition, Sought, Store, StoredAt, Stretch, stored_row};

/// A parcel, seen from its sender: where to, and its number on that way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParcelId {
    /// The partition it goes to.
    pub to: Partition,
    /// 1 for the first, without gaps for each pair of partitions.
    pub number: u64,
}

/// What became of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Taken, durably.
    Accepted,
    /// Not taken, durably: the sender keeps what was in it.
    Refused,
    /// Not now: the sender tries again.
    Later,
}

/// An event that a parcel takes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attachment {
    /// It stands here.
    Event(EventRef),
    /// It stands where this row of a sidecar says.
    Stored(Partition, Stretch, u32),
    /// It stands where a row says that a run table tells: of the message of a resource, in a segment or one of those behind it.
    Sought(Partition, u64, u64, u64, u32),
}

impl Attachment {
    /// That of a message of this partition.
    pub fn stored(partition: Partition, at: StoredAt) -> Attachment {
        // Flat, since mail that waits takes as much room as the largest.
        match at {
            StoredAt::Row(stretch, row) => Attachment::Stored(partition, stretch, row),
            StoredAt::Sought(Sought { resource, sequence, from, to }) => {
                Attachment::Sought(partition, resource, sequence, from, (to - from) as u32)
            }
        }
    }

    /// The event's bytes. `None` where the device would have to be asked and `may_block` is false.
    pub fn read(&self, store: &dyn Store, may_block: bool) -> Result<Option<Bytes>, LogError> {
        let (partition, at) = match *self {
            Attachment::Event(event) => return read(store, event, may_block),
            Attachment::Stored(partition, stretch, row) => (partition, StoredAt::Row(stretch, row)),
            Attachment::Sought(partition, resource, sequence, from, further) => {
                let to = from + u64::from(further);
                (partition, StoredAt::Sought(Sought { resource, sequence, from, to }))
            }
        };
        let Some(row) = stored_row(store, &at, may_block)? else { return Ok(None) };
        read(store, row.event(partition), may_block)
    }
}

fn read(store: &dyn Store, event: EventRef, may_block: bool) -> Result<Option<Bytes>, LogError> {
    if may_block { store.read(event).map(Some) } else { store.read_if_cached(event) }
}

/// What travels between two partitions. Losing it or delivering it twice does no harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// From an outbox.
    Parcel {
        /// The sender.
        from: Partition,
        /// Where to, and its number.
        id: ParcelId,
        /// Every parcel of this pair below this number is settled at the sender, durably.
        settled_below: u64,
        /// What is in it.
        payload: Bytes,
        /// An event whose bytes, as the store has them, go behind the payload before it is delivered. Whoever carries
        /// the mail sees to it: an owner touches no body.
        attach: Option<Attachment>,
    },
    /// Back to the sender.
    Receipt {
        /// The sender of the parcel.
        from: Partition,
        /// The parcel.
        id: ParcelId,
        /// What became of it.
        outcome: Settlement,
    },
}

impl Mail {
    /// A parcel with these bytes behind its payload.
    pub fn attach(mut self, bytes: &[u8]) -> Mail {
        if let Mail::Parcel { payload, attach, .. } = &mut self {
            *payload = [&payload[..], bytes].concat().into();
            *attach = None;
        }
        self
    }

    /// The partition that must get it.
    pub fn addressee(&self) -> Partition {
        match self {
            Mail::Parcel { id, .. } => id.to,
            Mail::Receipt { from, .. } => *from,
        }
    }
}
