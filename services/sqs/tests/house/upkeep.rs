//! The upkeep of the log, one step at a time, as a server's thread does it: sidecars, checkpoints, copies of the last
//! messages of sparse segments, spares.

use std::collections::BTreeMap;

use bytes::Bytes;
use millpond_api::Holds;
use millpond_log::{LogError, Partition, Row, Snapshot, Store, StoredAt, stored_row};
use millpond_sqs::{ToForward, forward, to_forward};

use super::flight::Flight;
use super::process::Process;

/// How often snapshots are looked for before they are asked for again.
const PATIENCE: u32 = 12;

/// What is under way.
#[derive(Default)]
pub struct Upkeep {
    asked: bool,
    tries: u32,
    snapshots: BTreeMap<Partition, Snapshot>,
}

impl Process {
    /// Gives the next sealed segment its sidecar.
    pub fn index(&mut self) -> Result<bool, LogError> {
        let any = self.log.index_next()?;
        self.poll();
        Ok(any)
    }

    /// Goes on with a checkpoint: asks for snapshots, or writes it when all have come. True when it is written.
    pub fn checkpoint(&mut self) -> Result<bool, LogError> {
        let partitions = self.partitions();
        let mut upkeep = std::mem::take(&mut self.upkeep);
        upkeep.tries += 1;
        if !upkeep.asked || upkeep.tries > PATIENCE {
            upkeep = Upkeep::default();
            upkeep.asked = (0..partitions).map(Partition).all(|of| self.owner(of).begin_snapshot(of));
        }
        for partition in (0..partitions).map(Partition) {
            upkeep
                .snapshots
                .extend(self.owner(partition).take_snapshots().map(|it| (it.partition(), it.finish())));
        }
        let ready = upkeep.asked && upkeep.snapshots.len() == partitions as usize;
        if ready {
            let snapshots = std::mem::take(&mut upkeep.snapshots).into_values().collect();
            upkeep.asked = false;
            self.log.write_checkpoint(snapshots)?;
        }
        self.upkeep = upkeep;
        Ok(ready)
    }

    /// Has the last messages of sparse segments written again.
    pub fn forward(&mut self) -> Result<u64, LogError> {
        let mut emptied = 0;
        for (segment, ..) in self.log.sparse() {
            for partition in (0..self.partitions()).map(Partition) {
                let found = to_forward(&self.state(partition).sqs, segment, None, 1000);
                let messages = found.into_iter().map(|wanted| read(&*self.log, partition, wanted));
                let messages = messages.collect::<Result<Vec<_>, _>>()?;
                if messages.is_empty() {
                    continue;
                }
                let write = Flight::chore(Box::new(move |turn| {
                    forward(&mut turn.part(Holds::part), &messages);
                }));
                self.run(partition, write);
            }
            emptied += 1;
        }
        Ok(emptied)
    }
}

fn read(
    store: &dyn Store,
    partition: Partition,
    wanted: ToForward,
) -> Result<(ToForward, Row, Bytes), LogError> {
    let row = stored_row(store, &StoredAt::Row(wanted.row.0, wanted.row.1), true)?
        .expect("it may wait for the device");
    Ok((wanted, row, store.read(row.event(partition))?))
}
