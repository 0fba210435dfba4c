//! A message as delivery knows it: where it stands, and what has been done with it.

use std::num::NonZeroU64;

use millpond_log::{Past, Position};
use millpond_runtime::Millis;

/// A message's number in its resource: `epoch << 40 | counter`, rising. With the resource's number it is the
/// message's identity; a place in the log never is.
pub type Sequence = u64;

/// A group of messages: a keyed hash of its name. Two groups with one hash would only wait for each other.
pub type GroupKey = NonZeroU64;

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
    /// Its group. In loose order it is the tenant.
    pub group: Option<GroupKey>,
    /// When it may be handed out.
    pub due: Millis,
    /// What it brings along from the resource that it came from, if it was moved here.
    pub moved: Option<Past>,
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

/// A message whose row is at hand: one that was selected.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Its place.
    pub posting: Posting,
    /// What is being done with it.
    pub phase: Phase,
    /// How often it was handed out.
    pub receives: u32,
    /// When it was first handed out.
    pub first_received: Option<Millis>,
    /// Its past in another resource, if it was moved here.
    pub past: Option<Past>,
    /// The resource that it should have been moved to did not take it: it is handed out once more before the next try.
    pub move_refused: bool,
}

impl Message {
    /// How often it was handed out here, not counting where it was before.
    pub fn receives_here(&self) -> u32 {
        self.receives - self.past.map_or(0, |past| past.receives)
    }
}
