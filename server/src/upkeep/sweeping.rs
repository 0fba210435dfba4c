//! The log in memory lets go of what nobody needs any more: in each partition all records before the first one whose message
//! is still there. Nothing is ever read again to start from it, so only messages keep it. One that stays keeps those behind it
//! in its partition.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use millpond_log::{Log, LogError, MemoryLog, Partition, Position};
use millpond_partition::{Machine, Turn};

use super::{ask, nudge_the_allocator};
use crate::shared::Shared;
use crate::state::State;

/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What the thread knows.
pub(super) struct Sweeper {
    shared: Arc<Shared>,
    log: Arc<MemoryLog>,
    partitions: Vec<Seen>,
}

/// A partition, when it was looked at last.
#[derive(Clone, Copy, Default)]
struct Seen {
    end: Position,
    /// What stands before is let go at the next look: an answer that was decided by then has been read.
    needed: Option<Position>,
}

impl Sweeper {
    pub(super) fn new(shared: Arc<Shared>, log: Arc<MemoryLog>) -> Sweeper {
        let partitions = vec![Seen::default(); log.partitions() as usize];
        Sweeper { shared, log, partitions }
    }

    pub(super) fn run(&mut self, stopped: &Receiver<()>) {
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOK_EVERY) {
            if let Err(error) = self.look() {
                tracing::error!(%error, "upkeep of the log in memory");
            }
        }
    }

    fn look(&mut self) -> Result<(), LogError> {
        let mut trimmed = false;
        for (number, seen) in (0..).zip(&mut self.partitions) {
            let partition = Partition(number);
            if let Some(needed) = seen.needed.take() {
                self.log.trim(partition, needed)?;
                trimmed = true;
            }
            let (first, end) = self.log.bounds(partition)?;
            if end == seen.end {
                continue;
            }
            let hot_from = ask(&self.shared, partition, |turn: &mut Turn<'_, State>| turn.state().hot_from());
            let Some(hot_from) = hot_from else { continue };
            // All that stood there before it was asked has been done.
            let needed = hot_from.unwrap_or(end).min(end);
            *seen = Seen { end, needed: (needed > first).then_some(needed) };
        }
        if trimmed {
            nudge_the_allocator();
        }
        Ok(())
    }
}
