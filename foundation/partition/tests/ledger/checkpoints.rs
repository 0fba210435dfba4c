//! Checkpoints of a process, taken as a server takes them: each partition by itself, and written when all are durable.
//! Nothing is indexed, so that no segment goes: the truth is read from the log's beginning.

use std::collections::BTreeMap;

use millpond_log::{LogError, Partition, Snapshot};
use millpond_partition::Owner;

use super::process::Process;
use super::shaky::Shaky;

/// A checkpoint that is being taken.
#[derive(Default)]
pub struct Checkpoint {
    begun: bool,
    snapshots: BTreeMap<u32, Snapshot>,
}

impl Checkpoint {
    /// Begins one, or goes on with it. True if it was written.
    pub fn go_on(&mut self, process: &mut Process<Shaky>) -> Result<bool, LogError> {
        let partitions = process.partitions();
        if !self.begun {
            self.begun = true;
            for partition in (0..partitions).map(Partition) {
                if !process.owner(partition).begin_snapshot(partition) {
                    *self = Checkpoint::default();
                    return Ok(false);
                }
            }
        }
        for snapshot in process.owners.iter_mut().flat_map(Owner::take_snapshots) {
            self.snapshots.insert(snapshot.partition().0, snapshot.finish());
        }
        if self.snapshots.len() < partitions as usize {
            return Ok(false);
        }
        let Checkpoint { snapshots, .. } = std::mem::take(self);
        process.log.segments.write_checkpoint(snapshots.into_values().collect())?;
        Ok(true)
    }
}
