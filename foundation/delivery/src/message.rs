//! A message as delivery knows it: where it stands, and what has been done with it.

use millpond_log::Position;
use millpond_partition::ResourceId;
use millpond_runtime::Millis;

use crate::GroupKey;

/// A message's number in its resource: `epoch << 40 | counter`, rising. With the resource's number it is the
/// message's identity; a place in the log never is.
pub type Sequence = u64;

/// Where a message's event stands in the log of its resource's partition, and when it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// When it was sent; its retention counts from here.
    pub sent: Millis,
    /// The record.
    pub position: Position,
    /// Where the event starts in the record's body.
    pub offset: u32,
    /// The event's length in bytes.
    pub len: u32,
}

/// A message that arrives.
#[derive(Clone, Copy, Debug)]
pub struct Incoming {
    /// Its number, above all before it.
    pub sequence: Sequence,
    /// Its place.
    pub posting: Posting,
    /// Its group. In loose order nobody looks at it.
    pub group: Option<GroupKey>,
    /// When it may be handed out.
    pub due: Millis,
    /// What it brings along from the resource that it came from, if it was moved here.
    pub moved: Option<MovedIn>,
}

/// A message's past in another resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedIn {
    /// The resource that it was moved from.
    pub from: ResourceId,
    /// How often it had been handed out.
    pub receives: u32,
    /// When it was first handed out.
    pub first_received: Option<Millis>,
}

/// What is being done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing: it may be handed out, as far as its group lets it.
    Waiting,
    /// It was handed out.
    InFlight {
        /// By which hand-out.
        nonce: u64,
        /// Since when.
        since: Millis,
        /// Until when.
        until: Millis,
    },
    /// It may not be handed out yet.
    Delayed {
        /// Until when.
        until: Millis,
    },
    /// It is on its way to another resource, and still counted here.
    Moving,
}

/// A message that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Its place.
    pub posting: Posting,
    /// Its group.
    pub group: Option<GroupKey>,
    /// What is being done with it.
    pub phase: Phase,
    /// How often it was handed out.
    pub receives: u32,
    /// When it was first handed out.
    pub first_received: Option<Millis>,
    /// How often of that elsewhere, before it was moved here.
    pub receives_elsewhere: u32,
    /// The resource that it was moved from.
    pub moved_from: Option<ResourceId>,
    /// The resource that it should have been moved to did not take it: it is handed out once more before the next try.
    pub move_refused: bool,
}
