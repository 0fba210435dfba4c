//! What arrives in a worker's mailbox.

use millpond_api::Task;
use millpond_log::{Partition, Row};
use millpond_partition::{Fetch, Mail};
use millpond_runtime::Millis;
use tokio::sync::oneshot;

use super::InFlight;
use crate::state::State;

/// See the module.
pub enum Item {
    /// A command for one of the worker's partitions.
    Command(Partition, InFlight),
    /// A command of the worker's own, decided elsewhere.
    Reply(InFlight),
    /// Mail between partitions.
    Mail(Mail),
    /// A block of rows that a partition wanted; none if it can't be read.
    Block(Fetch, Option<Vec<Row>>),
    /// A snapshot of a partition is wanted.
    Snapshot(Partition),
    /// An answer that reached nobody.
    TurnBack(Box<dyn Task<State>>),
    /// When does the owner next want to be ticked?
    NextTimer(oneshot::Sender<Option<Millis>>),
    /// The clock was moved: do what is due.
    Tick(oneshot::Sender<()>),
}
