//! The upkeep of the log, one step at a time, as a server's thread does it: sidecars, checkpoints, copies of the last
//! messages of sparse segments, spares.

use std::collections::BTreeMap;

use bytes::Bytes;
use millpond_api::Holds;
use millpond_log::{LogError, Partition, Row, Snapshot, Store, StoredAt, TABLE_SEGMENTS, stored_row};
use millpond_partition::Turn;
use millpond_sqs::{SqsState, ToForward, away_in, bring_back, forward, to_forward};

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
    /// Gives the next sealed segment its sidecar, and its group a run table.
    pub fn index(&mut self) -> Result<bool, LogError> {
        let any = self.log.index_next()?;
        while self.log.merge_next()? {}
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
            if self.bring_back(segment)? {
                continue;
            }
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

    /// Has the owners forget where messages stand, as if all sealed segments had run tables.
    pub fn send_away(&mut self) {
        let tables: Vec<_> =
            (0..100).map(|table| (table * TABLE_SEGMENTS, (table + 1) * TABLE_SEGMENTS - 1)).collect();
        for partition in (0..self.partitions()).map(Partition) {
            let tables = tables.clone();
            let forget = Flight::chore(Box::new(move |turn| {
                let mut turn: Turn<'_, SqsState> = turn.part(Holds::part);
                turn.unlogged(|state, _| state.send_away(&tables, 0, 1));
            }));
            self.run(partition, forget);
        }
    }

    /// Has the owners put together what was done with messages, however little it is.
    pub fn rest(&mut self) {
        for partition in (0..self.partitions()).map(Partition) {
            let rest = Flight::chore(Box::new(move |turn| {
                let mut turn: Turn<'_, SqsState> = turn.part(Holds::part);
                turn.unlogged(|state, _| state.rest(1));
            }));
            self.run(partition, rest);
        }
    }

    /// Has the owners know again where messages stand that may stand in a segment. False if they do.
    fn bring_back(&mut self, segment: u64) -> Result<bool, LogError> {
        let mut any = false;
        for partition in (0..self.partitions()).map(Partition) {
            for sought in away_in(&self.state(partition).sqs, segment) {
                let found = self.log.runs(&sought, true)?.expect("it may wait for the device");
                let tell =
                    Flight::chore(Box::new(move |turn| bring_back(&mut turn.part(Holds::part), &found)));
                self.run(partition, tell);
                any = true;
            }
        }
        Ok(any)
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
