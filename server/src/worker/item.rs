//! What arrives in a worker's mailbox.

use millpond_api::Task;
use millpond_log::Partition;
use millpond_partition::{Block, Fetch, Mail};
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
    /// What a partition wanted of a sidecar; none if it can't be read.
    Block(Fetch, Option<Block>),
    /// A snapshot of a partition is wanted.
    Snapshot(Partition),
    /// An answer that reached nobody.
    TurnBack(Box<dyn Task<State>>),
    /// When does the owner next want to be ticked?
    NextTimer(oneshot::Sender<Option<Millis>>),
    /// The clock was moved: do what is due.
    Tick(oneshot::Sender<()>),
}
