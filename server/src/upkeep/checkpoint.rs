//! A checkpoint: a snapshot of each partition, handed in by its owner when everything in it is durable, and written here.

use std::collections::BTreeMap;
use std::time::Duration;

use millpond_log::{LogError, Partition};
use millpond_runtime::Stopwatch;

use super::Keeper;
use crate::worker::Item;

/// How long a snapshot may be under way: a commit's time. A partition that is not served has none.
const PATIENCE: Duration = Duration::from_secs(10);
/// Partitions asked for at once, so that no owner is kept busy with them for long.
const AT_ONCE: u32 = 16;

impl Keeper {
    /// Takes one, if all partitions are served.
    pub(super) fn checkpoint(&self) -> Result<(), LogError> {
        let began = Stopwatch::start();
        let (shared, partitions) = (&self.shared, self.shared.partitions);
        // Those of a checkpoint that was given up.
        while shared.storage.next_snapshot(Duration::ZERO).is_some() {}
        let mut snapshots = BTreeMap::new();
        for first in (0..partitions).step_by(AT_ONCE as usize) {
            let asked = first..partitions.min(first + AT_ONCE);
            for partition in asked.clone() {
                let lane = partition as usize % shared.mailboxes.len();
                shared.mailboxes[lane].push(Item::Snapshot(Partition(partition)));
            }
            for _ in asked {
                let Some(snapshot) = shared.storage.next_snapshot(PATIENCE) else {
                    tracing::warn!("no checkpoint: a partition gave no snapshot in time");
                    return Ok(());
                };
                // At once: what it shares with the owner's state is copied there when it changes.
                snapshots.insert(snapshot.partition(), snapshot.finish());
            }
        }
        let bytes = self.segments.write_checkpoint(snapshots.into_values().collect())?;
        shared.metrics.checkpointed(bytes);
        tracing::debug!(bytes, micros = began.elapsed_ns() / 1000, "took a checkpoint");
        Ok(())
    }
}
