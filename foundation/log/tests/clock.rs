//! Engine time over a machine whose wall clock does what it likes: every span takes as long as it should, across sleeps, kills and
//! boots, and nothing that the log has seen comes again.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use harness::*;
use millpond_log::segment::{Class, Options, SegmentLog, engine_start};
use millpond_log::{Epoch, Log, Partition};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{BootClock, Clock, Millis, SeededRandom};

const SECOND: Millis = 1000;
const HOUR: Millis = 3600 * SECOND;
const DAY: Millis = 24 * HOUR;
/// As `serve` does it.
const SLEW_EVERY: Millis = 10 * SECOND;
/// Spans may be a hundredth too long or too short while the wall is followed, and a second besides.
const SLEW_PART: Millis = 100;
const ERROR: Millis = SECOND;
const JUMPS: [i64; 10] = [
    HOUR as i64,
    -(HOUR as i64),
    DAY as i64,
    -(DAY as i64),
    // Leap seconds, and what a time server corrects.
    1000,
    -1000,
    30,
    -30,
    600_000,
    -600_000,
];
const SPANS: [Millis; 6] = [SECOND, 3 * SECOND, 30 * SECOND, 300 * SECOND, 900 * SECOND, 12 * HOUR];

type MachineClock = BootClock<Box<dyn Fn() -> Millis + Send + Sync>>;

/// A machine, and how much time has really passed.
struct Machine {
    truth: Millis,
    boot_clock: Arc<AtomicU64>,
    boot_id: [u8; 16],
    boots: u64,
    wall: Millis,
}

impl Machine {
    fn new() -> Machine {
        let boot_clock = Arc::new(AtomicU64::new(5 * DAY));
        Machine { truth: 0, boot_clock, boot_id: [1; 16], boots: 0, wall: 20_000 * DAY }
    }

    fn boot(&self) -> Millis {
        self.boot_clock.load(Ordering::SeqCst)
    }

    fn pass(&mut self, ms: Millis) {
        self.truth += ms;
        self.wall += ms;
        self.boot_clock.fetch_add(ms, Ordering::SeqCst);
    }

    /// Off for a while, and on again.
    fn boot_again(&mut self, off: Millis) {
        self.pass(off);
        self.boots += 1;
        self.boot_clock.store(SECOND, Ordering::SeqCst);
        self.boot_id[..8].copy_from_slice(&(self.boots + 1).to_le_bytes());
    }

    fn clock(&self, start: Millis) -> MachineClock {
        let boot_clock = self.boot_clock.clone();
        BootClock::over(Box::new(move || boot_clock.load(Ordering::SeqCst)), start)
    }
}

/// Something that is due.
struct Deadline {
    set: Millis,
    span: Millis,
    due: Millis,
    boots: u64,
}

#[derive(Default)]
struct Counted {
    met: u64,
    jumps: u64,
    starts: u64,
}

struct World {
    random: SeededRandom,
    seed: u64,
    /// The wall of this machine is always right.
    honest: bool,
    machine: Machine,
    disk: SimulatedDisk,
    deadlines: Vec<Deadline>,
    /// The time in the last frame, what had passed then, and in which boot.
    last: Option<(Millis, Millis, u64)>,
    counted: Counted,
}

impl World {
    fn new(seed: u64) -> World {
        World {
            random: SeededRandom::new(seed),
            seed,
            honest: seed.is_multiple_of(4),
            machine: Machine::new(),
            disk: SimulatedDisk::new(16 << 20),
            deadlines: Vec::new(),
            last: None,
            counted: Counted::default(),
        }
    }

    fn open(&self) -> SegmentLog {
        let random = Arc::new(SeededRandom::new(self.seed));
        let options = Options::new(Class::Queues, random, self.machine.boot_id);
        open_with(&self.disk, 1, Options { segment_sizes_bytes: SMALL_SEGMENTS, ..options }).unwrap()
    }

    /// One process, from its start to its end.
    fn live(&mut self, epoch: u64) {
        let log = self.open();
        let (wall, boot) = (self.machine.wall, self.machine.boot());
        let start = engine_start(wall, boot, self.machine.boot_id, log.recovery().last_written).time;
        if let Some((engine, truth, boots)) = self.last {
            assert!(start >= engine, "time went back to {start}, and the log has seen {engine}");
            if boots == self.machine.boots {
                assert_eq!(
                    start - engine,
                    self.machine.truth - truth,
                    "within a boot only the boot clock counts"
                );
            }
        }
        self.counted.starts += 1;
        let clock = self.machine.clock(start);
        let (mut slew_at, mut before, mut records) = (boot + SLEW_EVERY, 0, 0);
        log.claim(Partition(0), Epoch(epoch), OWNER);
        self.commit(&log, &clock);
        for _ in 0..20 + self.random.below(40) {
            match self.random.below(12) {
                0 if !self.honest => self.jump(),
                // Asleep: nothing runs, and the boot clock goes on.
                1 => self.machine.pass(self.random.below(2 * HOUR)),
                _ => self.run(&clock, &mut slew_at),
            }
            if self.machine.boot() >= slew_at && self.random.once_in(2) {
                clock.slew(self.machine.wall);
                slew_at = self.machine.boot() + SLEW_EVERY;
            }
            let now = clock.now();
            assert!(now >= before, "time went back from {before} to {now}");
            before = now;
            self.meet(now);
            if self.random.once_in(2) {
                let span = SPANS[self.random.below(SPANS.len() as u64) as usize];
                let boots = self.machine.boots;
                self.deadlines.push(Deadline { set: self.machine.truth, span, due: now + span, boots });
                // It stands in the log: a process that ends later still knows.
                submit(&log, 0, epoch, records, b"x");
                records += 1;
                self.commit(&log, &clock);
            }
        }
        self.end(&log, &clock);
    }

    fn jump(&mut self) {
        self.counted.jumps += 1;
        let by = JUMPS[self.random.below(JUMPS.len() as u64) as usize];
        self.machine.wall = self.machine.wall.saturating_add_signed(by);
    }

    /// Time in which the server does what it does every ten seconds.
    fn run(&mut self, clock: &MachineClock, slew_at: &mut Millis) {
        let mut rest =
            1 + self.random.below([SECOND, 20 * SECOND, 400 * SECOND][self.random.below(3) as usize]);
        while rest > 0 {
            let some = rest.min(slew_at.saturating_sub(self.machine.boot()));
            self.machine.pass(some);
            rest -= some;
            if self.machine.boot() >= *slew_at {
                clock.slew(self.machine.wall);
                *slew_at = self.machine.boot() + SLEW_EVERY;
            }
            self.meet(clock.now());
        }
    }

    fn commit(&mut self, log: &SegmentLog, clock: &MachineClock) {
        let now = clock.moment();
        assert!(log.commit_once(now).unwrap());
        self.last = Some((now.engine, self.machine.truth, self.machine.boots));
    }

    /// Whatever is due by now took as long as it should have.
    fn meet(&mut self, now: Millis) {
        let (truth, boots, honest) = (self.machine.truth, self.machine.boots, self.honest);
        let met = self.deadlines.extract_if(.., |deadline| deadline.due <= now);
        for Deadline { set, span, due, boots: set_in } in met {
            // Nothing tells for how long a machine was off but its wall.
            if set_in != boots && !honest {
                continue;
            }
            // It was due some time ago, if the machine slept or was off.
            let ago = now - due;
            let took = (truth - set) as i64 - ago as i64;
            let error = (took - span as i64).unsigned_abs();
            let allowed = ERROR + (span + ago) / SLEW_PART;
            assert!(error <= allowed, "a span of {span} ms took {took} ms");
            self.counted.met += 1;
        }
    }

    fn end(&mut self, log: &SegmentLog, clock: &MachineClock) {
        match self.random.below(3) {
            0 => {
                log.close(clock.moment()).unwrap();
                self.last = Some((clock.now(), self.machine.truth, self.machine.boots));
                self.disk = self.disk.kill();
            }
            1 => self.disk = self.disk.kill(),
            _ => self.disk = self.disk.crash(&self.random),
        }
        let down = self.random.below([SECOND, HOUR][self.random.below(2) as usize]);
        if self.random.once_in(3) {
            self.machine.boot_again(down);
        } else {
            self.machine.pass(down);
        }
        if !self.honest && self.random.once_in(2) {
            self.jump();
        }
    }
}

fn seeds() -> impl Iterator<Item = u64> {
    let one = std::env::var("MILLPOND_SEED").ok().and_then(|text| text.parse().ok());
    match one {
        Some(seed) => seed..seed + 1,
        None => 0..count_from_env("MILLPOND_SEEDS", 300),
    }
}

#[test]
fn every_span_takes_as_long_as_it_should_whatever_the_wall_does() {
    let mut all = Counted::default();
    for seed in seeds() {
        let run = || {
            let mut world = World::new(seed);
            for epoch in 1..=3 + world.random.below(5) {
                world.live(epoch);
            }
            world.counted
        };
        let counted =
            std::panic::catch_unwind(run).unwrap_or_else(|_| panic!("MILLPOND_SEED={seed} shows it again"));
        all.met += counted.met;
        all.jumps += counted.jumps;
        all.starts += counted.starts;
    }
    println!(
        "PROOF\tA9\ta wall that jumps by up to a day, forward and back, under a server that runs, sleeps, is killed, or is down: no \
         delay, visibility or deduplication time ends more than 1 s and a hundredth of it early or late, and no time comes again\t{} \
         jumps, {} starts, {} times\t0",
        all.jumps, all.starts, all.met
    );
}

#[test]
fn a_clock_follows_a_wall_that_is_a_second_off() {
    for off in [-1000i64, 1000] {
        let mut machine = Machine::new();
        let clock = machine.clock(machine.wall);
        machine.wall = machine.wall.saturating_add_signed(off);
        for _ in 0..11 {
            machine.pass(SLEW_EVERY);
            clock.slew(machine.wall);
        }
        assert_eq!(clock.now(), machine.wall);
    }
}

#[test]
fn a_clock_does_not_make_up_for_a_sleep_at_once() {
    for off in [-(HOUR as i64), HOUR as i64] {
        let mut machine = Machine::new();
        let clock = machine.clock(machine.wall);
        machine.wall = machine.wall.saturating_add_signed(off);
        machine.pass(8 * HOUR);
        let woken = clock.now();
        clock.slew(machine.wall);
        machine.pass(30 * SECOND);
        let span = clock.now() - woken;
        assert!(span.abs_diff(30 * SECOND) <= ERROR, "30 s took {span} ms of it");
    }
}
