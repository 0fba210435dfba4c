//! A small state machine to drive partitions with, a world of processes that run it, and the checks of what came out.
//!
//! The machine keeps accounts of coins. Coins are put, taken for good, lent for a while (as a queue's messages are),
//! and moved to accounts of other partitions (as to a dead-letter queue). Nothing here is part of the product.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod archive;
pub mod calls;
pub mod checkpoints;
pub mod events;
pub mod history;
pub mod outage;
pub mod process;
pub mod shaky;
pub mod snapshot;
pub mod state;
pub mod storm;
pub mod truth;
pub mod upkeep;
pub mod world;

use millpond_partition::ResourceId;

/// An account, by number; it lives in partition number mod P.
pub const fn account(number: u64) -> ResourceId {
    ResourceId(number)
}
