//! Code that threads share, tried in every order in which threads can meet.
//!
//! The files under test are the server's and the log's own, compiled here a second time on shuttle's primitives
//! (their `crate::sync` is [`sync`]): each use of one is a point at which another thread may go on. A test runs a
//! [scenario](scenarios) under thousands of schedules (see [`explore`]). Whoever waits for ever is a deadlock, which
//! fails it and prints the schedule.
//!
//! What it can't show: orders that only weak memory has (shuttle's atomics are sequentially consistent, as the code's
//! own are where it matters), and anything inside tokio's `Notify` and the operating system, which are taken to work.

pub mod explore;
pub mod runtime;
pub mod scenarios;
pub mod sync;

// The files under test stand at this crate's root, so that what they show to their folder is seen by scenarios.
#[allow(dead_code, reason = "no scenario seals a segment")]
#[path = "../../../foundation/log/src/completions.rs"]
mod completions;
#[allow(dead_code, reason = "a scenario needs less than the log does")]
#[path = "../../../foundation/log/src/segment/inbox.rs"]
mod inbox;
#[path = "../../../server/src/worker/mailbox.rs"]
mod mailbox;
#[path = "../../../foundation/log/src/segment/pace.rs"]
mod pace;

// What they name of their own crates.
use millpond_log::{Completion, Durability, Entry, Lane, Outcome, Partition, Position, Sealed, Wake};
use scenarios::Item;

/// Sizes of the log's format; only their order of magnitude matters here.
mod frame {
    pub(super) const FRAME_HEADER_BYTES: usize = 80;
    pub(super) const FRAME_BYTES_MAX: u64 = 16 << 20;
}
/// See [`frame`].
mod section {
    pub(super) const SECTION_HEADER_BYTES: usize = 48;
    pub(super) const RECORD_HEADER_BYTES: usize = 4;
}
