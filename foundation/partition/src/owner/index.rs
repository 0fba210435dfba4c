//! What the owner has to do with the index on disk: blocks that its states want, segments that are sealed, snapshots for
//! checkpoints.

use millpond_log::{LogError, Partition, Position};

use super::Owner;
use crate::slot::Phase;
use crate::snapshot::Begun;
use crate::{Block, BlockRef, Command, Failure, Fetch, Machine, ResourceId};

impl<M: Machine, C: Command<M>> Owner<M, C> {
    /// Blocks to load; each comes back by [`Owner::put_block`].
    pub fn take_fetches(&mut self) -> std::vec::Drain<'_, Fetch> {
        self.fetches.drain(..)
    }

    /// A block has come, or could not be read (`loaded` is none). Commands of other resources wait on for theirs.
    pub fn put_block(&mut self, partition: Partition, block: BlockRef, loaded: Option<Block>) {
        let at = self.slot_of(partition);
        let readable = self.slots[at].state.put_block(block, loaded);
        if readable {
            // The state's own work may have waited for it.
            self.slots[at].no_work_before = 0;
        }
        let of = ResourceId(block.stretch.resource);
        let asked: Vec<_> = self.slots[at].fetching.extract_if(.., |(on, _)| *on == of).collect();
        for (_, mut waiter) in asked {
            if waiter.command.abandoned() {
                continue;
            }
            if readable {
                self.decide(at, waiter);
            } else {
                waiter.command.fail(Failure::Unreadable);
                self.released.push(waiter.command);
            }
        }
        self.after(at);
    }

    pub(super) fn collect_fetches(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        let partition = slot.partition();
        let wanted = slot.state.take_wanted().into_iter();
        self.fetches.extend(wanted.map(|block| Fetch { partition, block }));
    }

    /// Begins a snapshot of a partition, for a checkpoint. It comes out of [`Owner::take_snapshots`] once everything in
    /// it is durable. False if the partition is not served now.
    pub fn begin_snapshot(&mut self, partition: Partition) -> bool {
        let at = self.slot_of(partition);
        let Some(snapshot) = self.slots[at].snapshot(self.config.node) else { return false };
        self.slots[at].snapshots.push_back(snapshot);
        self.release_snapshots(at);
        true
    }

    /// Snapshots that may go into a checkpoint.
    pub fn take_snapshots(&mut self) -> std::vec::Drain<'_, Begun> {
        self.snapshots.drain(..)
    }

    pub(super) fn release_snapshots(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        let durable = slot.durable;
        while let Some(snapshot) = slot.snapshots.pop_front_if(|snapshot| snapshot.position() <= durable) {
            self.snapshots.push(snapshot);
        }
    }

    /// Tells the states what has been sealed.
    pub(super) fn take_sealed(&mut self) {
        let mut sealed = std::mem::take(&mut self.sealed);
        self.config.log.sealed(self.config.lane, &mut sealed);
        let mut touched = Vec::new();
        for sealed in sealed.drain(..) {
            let at = self.slot_of(sealed.partition);
            self.slots[at].sealed.push(sealed);
            touched.push(at);
        }
        self.sealed = sealed;
        for at in touched {
            self.seal(at);
        }
    }

    pub(super) fn seal(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        let seen = slot.seen();
        let ready = slot.sealed.iter().take_while(|sealed| sealed.end <= seen).count();
        for sealed in slot.sealed.drain(..ready) {
            slot.state.seal(&sealed);
        }
    }

    /// Makes an empty state what the newest checkpoint kept of it, if there is one. Returns from where on it has the rows
    /// of messages in memory.
    pub(crate) fn restore(&mut self, at: usize) -> Result<Position, LogError> {
        let log = self.config.log.clone();
        let partition = self.slots[at].partition();
        let Some(snapshot) = log.snapshot(partition)? else { return Ok(Position(0)) };
        self.slots[at].restore(&snapshot)?;
        Ok(snapshot.hot_from)
    }

    /// Asks again what is sealed: the state that was told is gone.
    fn ask_what_is_sealed(&mut self, at: usize, hot_from: Position) -> Result<(), LogError> {
        let log = self.config.log.clone();
        let partition = self.slots[at].partition();
        let sealed = &mut self.slots[at].sealed;
        sealed.clear();
        log.sealed_again(partition, hot_from, sealed)
    }

    /// Tells the states what the sidecars remember of recent sends; of one partition, or of all.
    pub(crate) fn remember(&mut self, only: Option<usize>) -> Result<(), LogError> {
        if M::REMEMBERS_MS == 0 {
            return Ok(());
        }
        let log = self.config.log.clone();
        let since = self.config.clock.now().saturating_sub(M::REMEMBERS_MS);
        let lanes = self.config.lanes;
        log.remembered(since, &mut |partition, resource, remembered| {
            let at = partition.0 as usize / lanes;
            if partition.0 as usize % lanes == self.config.lane.0 && only.is_none_or(|only| only == at) {
                self.slots[at].state.remember(ResourceId(resource), remembered);
            }
        })
    }

    /// Builds a state anew that was dropped: as far as a checkpoint has it.
    pub(super) fn restore_or_halt(&mut self, at: usize) {
        let restored = self.restore(at).and_then(|hot_from| {
            self.ask_what_is_sealed(at, hot_from)?;
            let from_checkpoint = self.slots[at].replayed.0 > 0;
            if from_checkpoint { self.remember(Some(at)) } else { Ok(()) }
        });
        if let Err(error) = restored {
            self.slots[at].phase = Phase::Halted;
            self.alarms.push(format!("partition {} halts: {error}", self.slots[at].partition().0));
        }
    }
}
