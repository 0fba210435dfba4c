//! One process after another on a log of segment files, on a disk that loses power: between any two of its operations,
//! while it recovers, after a kill; and on one that fails. Meanwhile upkeep seals, checkpoints, and lets go.

use std::sync::Arc;

use millpond_log::segment::{Class, Format, Options, Sync};
use millpond_log::{LogError, Partition, SegmentLog};
use millpond_partition::ResourceId;
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Clock, Disk, ManualClock, SeededRandom};

use super::archive::Archive;
use super::calls::Ask;
use super::events::LedgerIndex;
use super::shaky::{Doubt, Shaky};
use super::storm::{ACCOUNTS, PARTITIONS, come_to_rest, random_ask};
use super::truth::Truth;
use super::upkeep::{Kept, Upkeep};
use super::world::{Engine, World};

/// Small segments, so that a short run has many; of some rows all have a size, and each may be recycled.
const SEGMENT_SIZES_BYTES: [[u64; 4]; 3] =
    [[8 << 10; 4], [8 << 10, 8 << 10, 12 << 10, 12 << 10], [8 << 10, 12 << 10, 16 << 10, 32 << 10]];
/// A checkpoint is due after so much.
const CHECKPOINT_LOG_BYTES: [u64; 2] = [4 << 10, 16 << 10];
const DISK_BYTES: u64 = 64 << 20;
/// A process does at most so much before it ends.
const STEPS_MAX: u64 = 200;

/// Segment files on a simulated disk.
pub struct Segments {
    pub disk: SimulatedDisk,
    sync: Sync,
    sizes: [u64; 4],
    seed: u64,
    starts: u64,
    boots: u8,
}

impl Segments {
    /// A log that has not been opened yet.
    pub fn new(seed: u64, sync: Sync, sizes: [u64; 4]) -> Segments {
        Segments { disk: SimulatedDisk::new(DISK_BYTES), sync, sizes, seed, starts: 0, boots: 1 }
    }

    /// The power goes, and comes back.
    pub fn cut(&mut self, random: &SeededRandom) {
        self.disk = self.disk.crash(random);
        self.boots += 1;
    }

    /// The process ends.
    pub fn kill(&mut self) {
        self.disk = self.disk.kill();
    }
}

impl Engine for Segments {
    type Log = Shaky;

    fn open(&mut self, _clock: &Arc<ManualClock>) -> Result<Arc<Shaky>, LogError> {
        self.starts += 1;
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let random = Arc::new(SeededRandom::new(self.seed << 16 | self.starts));
        let format = Format::open_or_create(&*disk, PARTITIONS, &*random)?;
        let mut options = Options::new(Class::Queues, random, [self.boots; 16]);
        options.sync = self.sync;
        options.segment_sizes_bytes = self.sizes;
        options.checkpoint_log_bytes = CHECKPOINT_LOG_BYTES;
        options.indexer = Arc::new(LedgerIndex);
        Ok(Arc::new(Shaky::new(SegmentLog::open(disk, &format, options)?)))
    }

    fn step(log: &Shaky, clock: &ManualClock) -> usize {
        usize::from(log.segments.commit_once(clock.moment()).unwrap_or(false))
    }
}

/// How often what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    pub clean: u64,
    pub kills: u64,
    /// Power cuts, those during recovery included.
    pub cuts: u64,
    pub cuts_in_recovery: u64,
    /// A sync or a write failed (or the power was off for it), so that the process had to end.
    pub errors: u64,
}

impl std::ops::AddAssign for Ends {
    fn add_assign(&mut self, other: Ends) {
        self.clean += other.clean;
        self.kills += other.kills;
        self.cuts += other.cuts;
        self.cuts_in_recovery += other.cuts_in_recovery;
        self.errors += other.errors;
    }
}

/// See the module.
pub struct Outage {
    pub world: World<Segments>,
    pub ends: Ends,
    pub kept: Kept,
    archive: Archive,
    upkeep: Upkeep,
    /// One step in so many has a record of unknown fate; 0: none.
    doubt_once_in: u64,
    random: SeededRandom,
    last_coin: u64,
}

impl Outage {
    pub fn new(seed: u64) -> Self {
        let random = SeededRandom::new(seed);
        // What the operating system has is safe from a kill only.
        let sync = if random.once_in(8) { Sync::Os } else { Sync::Fsync };
        let sizes = SEGMENT_SIZES_BYTES[random.below(3) as usize];
        let doubt_once_in = [0, 0, 40, 150][random.below(4) as usize];
        Outage {
            world: World::on(Segments::new(seed, sync, sizes)),
            ends: Ends::default(),
            kept: Kept::default(),
            archive: Archive::default(),
            upkeep: Upkeep::default(),
            doubt_once_in,
            random,
            last_coin: 0,
        }
    }

    /// Some processes, one after another, each until its end.
    pub fn rage(&mut self) {
        for _ in 0..3 + self.random.below(5) {
            self.start(true);
            self.live();
            self.end();
        }
    }

    /// The faults end: a last process comes to rest.
    pub fn calm(&mut self) {
        self.start(false);
        self.world.settle();
        while self.world.processes[0].log.segments.index_next().expect("the disk is good now") {}
        come_to_rest(&mut self.world);
    }

    /// What the log has ever confirmed.
    pub fn truth(&mut self) -> Truth {
        self.archive.take(&*self.world.processes[0].log).expect("the log is read");
        Truth::of_entries(self.archive.entries())
    }

    fn may_lose_power(&self) -> bool {
        self.world.engine.sync == Sync::Fsync
    }

    fn start(&mut self, faults: bool) {
        loop {
            let trap = faults && self.may_lose_power() && self.random.once_in(2);
            if trap {
                // It may go off in the recovery, with the claims, or in the first commits.
                let after = self.random.below(16);
                self.world.engine.disk.inject(Fault::PowerFails { after });
            }
            let lanes = [1, 2, 4][self.random.below(3) as usize];
            match self.world.start(lanes, true) {
                Ok(at) => {
                    self.upkeep = Upkeep::default();
                    // What an earlier process was told is there.
                    self.archive.take(&*self.world.processes[at].log).expect("the log is read");
                    return;
                }
                Err(LogError::Io { .. }) if trap => {
                    self.ends.cuts_in_recovery += 1;
                    self.cut();
                }
                Err(error) => panic!("the log does not open: {error}"),
            }
        }
    }

    fn cut(&mut self) {
        self.ends.cuts += 1;
        self.world.engine.cut(&self.random);
    }

    fn kill(&mut self) {
        self.ends.kills += 1;
        self.world.engine.kill();
    }

    /// One process, until it has done its time, or its log fails.
    fn live(&mut self) {
        for at in 0..ACCOUNTS {
            if self.random.once_in(2) {
                let dead_letter = Some(ResourceId(1 + (at + 3) % ACCOUNTS));
                self.world.ask(ResourceId(1 + at), Ask::Open { dead_letter });
            }
        }
        let steps = self.random.below(STEPS_MAX);
        let fault_at = self.random.below(STEPS_MAX * 2);
        for step in 0..steps {
            if step == fault_at {
                self.inject();
            }
            if self.doubt_once_in > 0 && self.random.once_in(self.doubt_once_in) {
                let partition = Partition(self.random.below(u64::from(PARTITIONS)) as u32);
                let doubt = if self.random.once_in(2) { Doubt::Stored } else { Doubt::NotStored };
                self.world.processes[0].log.plan(partition, doubt);
                self.kept.doubts += 1;
            }
            self.act();
            self.world.collect();
            if self.world.processes[0].log.has_failed() {
                self.ends.errors += 1;
                break;
            }
        }
        let stats = self.world.processes[0].log.segments.stats();
        self.kept.dropped += stats.dropped;
        self.kept.recycled += stats.recycled;
    }

    /// Some of what is done in the background. A failure shows in the log itself.
    fn keep_up(&mut self) {
        let (world, kept) = (&mut self.world, &mut self.kept);
        let _ = match self.random.below(8) {
            0..3 => self.upkeep.index(world, kept),
            3..6 => self.upkeep.checkpoint(world, &mut self.archive, kept),
            6 => world.processes[0].log.segments.prepare_spare().map(drop),
            _ => {
                self.upkeep.forward(world, kept);
                Ok(())
            }
        };
    }

    fn inject(&self) {
        let after = self.random.below(6);
        let fault = match self.random.below(3) {
            0 => Fault::SyncFails { after },
            1 => Fault::WriteFails { after },
            _ if self.may_lose_power() => Fault::PowerFails { after },
            _ => return,
        };
        self.world.engine.disk.inject(fault);
    }

    fn act(&mut self) {
        match self.random.below(26) {
            20..26 => self.keep_up(),
            0..8 => {
                let (account, ask) = random_ask(&self.random, self.world.now(), &mut self.last_coin);
                self.world.ask(account, ask);
            }
            8..12 => self.world.commit(),
            12 => {
                Segments::step(&self.world.processes[0].log, &self.world.clock);
            }
            13..17 => self.deliver(),
            17 => self.world.pass(self.random.below(300)),
            _ => {
                let now = self.world.clock.moment();
                // A failure shows in the log itself.
                let _ = self.world.processes[0].log.segments.tick(now);
                self.world.poll();
            }
        }
    }

    fn deliver(&mut self) {
        let waiting = self.world.mail.len() as u64;
        if waiting == 0 {
            return;
        }
        let at = self.random.below(waiting) as usize;
        let Some(mail) = self.world.mail.remove(at) else { return };
        if self.random.once_in(8) {
            self.world.mail.push_back(mail.clone());
        }
        if !self.random.once_in(16) {
            self.world.processes[0].deliver(mail);
        }
    }

    /// A process ends, in one way or another. What it had on its way to others may still arrive.
    fn end(&mut self) {
        let now = self.world.clock.moment();
        let process = self.world.processes.pop().expect("it lives");
        if self.random.once_in(8) {
            // The last sync fails: what it was for is in the page cache, seems clean, and is not on the disk.
            self.world.engine.disk.inject(Fault::SyncFails { after: self.random.below(2) });
            let _ = process.log.segments.close(now);
        }
        match self.random.below(8) {
            0 if process.log.segments.close(now).is_ok() => {
                self.ends.clean += 1;
                self.world.engine.kill();
            }
            // In the middle of a commit, if the power was about to fail there.
            1..3 => self.kill(),
            _ if !self.may_lose_power() => self.kill(),
            3 => {
                self.kill();
                self.cut();
            }
            _ => self.cut(),
        }
        drop(process);
        if self.random.once_in(2) {
            self.world.mail.clear();
        }
        self.world.clock.advance(self.random.below(500));
    }
}
