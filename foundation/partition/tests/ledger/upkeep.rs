//! The upkeep of a log of segments, one step at a time: sidecars, checkpoints that are put together while the world goes
//! on, the last coins of sparse segments, spares.

use std::collections::BTreeMap;

use millpond_log::{LogError, Partition, Snapshot};
use millpond_partition::ResourceId;

use super::archive::Archive;
use super::calls::Ask;
use super::outage::Segments;
use super::storm::{ACCOUNTS, PARTITIONS};
use super::world::World;

/// How often snapshots are looked for before they are asked for again.
const PATIENCE: u32 = 12;

/// What one process's upkeep is about to do.
#[derive(Default)]
pub struct Upkeep {
    asked: bool,
    tries: u32,
    snapshots: BTreeMap<Partition, Snapshot>,
}

/// How often what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub sidecars: u64,
    pub checkpoints: u64,
    pub forwarded: u64,
    pub dropped: u64,
    pub recycled: u64,
    /// Records whose fate nobody was to know.
    pub doubts: u64,
}

impl std::ops::AddAssign for Kept {
    fn add_assign(&mut self, other: Kept) {
        self.sidecars += other.sidecars;
        self.checkpoints += other.checkpoints;
        self.forwarded += other.forwarded;
        self.dropped += other.dropped;
        self.recycled += other.recycled;
        self.doubts += other.doubts;
    }
}

impl Upkeep {
    /// Gives the next sealed segment its sidecar.
    pub fn index(&mut self, world: &mut World<Segments>, kept: &mut Kept) -> Result<(), LogError> {
        kept.sidecars += u64::from(world.processes[0].log.segments.index_next()?);
        Ok(())
    }

    /// Goes on with a checkpoint: asks for snapshots, or writes it when all have come.
    pub fn checkpoint(
        &mut self,
        world: &mut World<Segments>,
        archive: &mut Archive,
        kept: &mut Kept,
    ) -> Result<(), LogError> {
        let process = &mut world.processes[0];
        // A partition that was given up meanwhile does not hand in what was asked of it.
        self.tries += 1;
        if !self.asked || self.tries > PATIENCE {
            self.tries = 0;
            self.snapshots.clear();
            self.asked = (0..PARTITIONS).map(Partition).all(|p| process.owner(p).begin_snapshot(p));
        }
        for owner in &mut process.owners {
            self.snapshots.extend(owner.take_snapshots().map(|it| (it.partition(), it.finish())));
        }
        if self.asked && self.snapshots.len() == PARTITIONS as usize {
            self.asked = false;
            archive.take(&*process.log)?;
            let snapshots: Vec<_> = std::mem::take(&mut self.snapshots).into_values().collect();
            process.log.segments.write_checkpoint(snapshots)?;
            kept.checkpoints += 1;
        }
        Ok(())
    }

    /// Has the last coins of a segment written again.
    pub fn forward(&mut self, world: &mut World<Segments>, kept: &mut Kept) {
        for (segment, live, frames) in world.processes[0].log.segments.sparse() {
            assert!(live < frames / 4);
            kept.forwarded += 1;
            for account in (1..=ACCOUNTS).map(ResourceId) {
                world.ask(account, Ask::Forward { segment });
            }
        }
    }
}
