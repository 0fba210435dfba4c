//! One process after another on a log of segment files, on a disk that loses power: between any two of its operations,
//! while it recovers, after a kill; and on one that fails.

use std::sync::Arc;

use millpond_log::segment::{Class, Format, Options, Sync};
use millpond_log::{LogError, SegmentLog};
use millpond_partition::ResourceId;
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Clock, Disk, ManualClock, SeededRandom};

use super::calls::Ask;
use super::checkpoints::Checkpoint;
use super::storm::{ACCOUNTS, PARTITIONS, come_to_rest, random_ask};
use super::truth::Truth;
use super::world::{Engine, World};

/// Small segments, so that a short run has many.
const SEGMENT_SIZES_BYTES: [u64; 4] = [8 << 10, 12 << 10, 16 << 10, 32 << 10];
const DISK_BYTES: u64 = 64 << 20;
/// A process does at most so much before it ends.
const STEPS_MAX: u64 = 200;

/// Segment files on a simulated disk.
pub struct Segments {
    pub disk: SimulatedDisk,
    sync: Sync,
    seed: u64,
    starts: u64,
    boots: u8,
}

impl Segments {
    /// On an empty disk, synced.
    pub fn new(seed: u64) -> Segments {
        Segments { disk: SimulatedDisk::new(DISK_BYTES), sync: Sync::Fsync, seed, starts: 0, boots: 1 }
    }
}

impl Engine for Segments {
    type Log = SegmentLog;

    fn open(&mut self, _clock: &Arc<ManualClock>) -> Result<Arc<SegmentLog>, LogError> {
        self.starts += 1;
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let random = Arc::new(SeededRandom::new(self.seed << 16 | self.starts));
        let format = Format::open_or_create(&*disk, PARTITIONS, &*random)?;
        let mut options = Options::new(Class::Queues, random, [self.boots; 16]);
        options.sync = self.sync;
        options.segment_sizes_bytes = SEGMENT_SIZES_BYTES;
        SegmentLog::open(disk, &format, options).map(Arc::new)
    }

    fn step(log: &SegmentLog, clock: &ManualClock) -> usize {
        usize::from(log.commit_once(clock.moment()).unwrap_or(false))
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
    /// Checkpoints that were written.
    pub checkpoints: u64,
    /// Starts that began with one.
    pub from_checkpoint: u64,
}

impl std::ops::AddAssign for Ends {
    fn add_assign(&mut self, other: Ends) {
        self.clean += other.clean;
        self.kills += other.kills;
        self.cuts += other.cuts;
        self.cuts_in_recovery += other.cuts_in_recovery;
        self.errors += other.errors;
        self.checkpoints += other.checkpoints;
        self.from_checkpoint += other.from_checkpoint;
    }
}

/// See the module.
pub struct Outage {
    pub world: World<Segments>,
    pub ends: Ends,
    random: SeededRandom,
    last_coin: u64,
    checkpoint: Checkpoint,
}

impl Outage {
    pub fn new(seed: u64) -> Self {
        let random = SeededRandom::new(seed);
        // What the operating system has is safe from a kill only.
        let sync = if random.once_in(8) { Sync::Os } else { Sync::Fsync };
        Outage {
            world: World::on(Segments { sync, ..Segments::new(seed) }),
            ends: Ends::default(),
            random,
            last_coin: 0,
            checkpoint: Checkpoint::default(),
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
        come_to_rest(&mut self.world);
    }

    pub fn truth(&self) -> Truth {
        Truth::read(&*self.world.processes[0].log)
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
                Ok(process) => {
                    let began = self.world.processes[process].log.recovery().checkpoint;
                    self.ends.from_checkpoint += u64::from(began.is_some());
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
        let engine = &mut self.world.engine;
        engine.disk = engine.disk.crash(&self.random);
        engine.boots += 1;
    }

    fn kill(&mut self) {
        self.ends.kills += 1;
        self.world.engine.disk = self.world.engine.disk.kill();
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
            self.act();
            self.world.collect();
            if self.world.processes[0].log.has_failed() {
                self.ends.errors += 1;
                return;
            }
        }
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
        match self.random.below(21) {
            20 => {
                // A failure shows in the log itself.
                let written = self.checkpoint.go_on(&mut self.world.processes[0]);
                self.ends.checkpoints += u64::from(written.unwrap_or(false));
            }
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
                let _ = self.world.processes[0].log.tick(now);
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
            let _ = process.log.close(now);
        }
        match self.random.below(8) {
            0 if process.log.close(now).is_ok() => {
                self.ends.clean += 1;
                self.world.engine.disk = self.world.engine.disk.kill();
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
        self.checkpoint = Checkpoint::default();
        if self.random.once_in(2) {
            self.world.mail.clear();
        }
        self.world.clock.advance(self.random.below(500));
    }
}
