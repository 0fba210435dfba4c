//! Simulated ends of a process and of its machine, many of them from seeds: whatever was confirmed is
//! there, in its place, and of what was not, a whole commit or nothing.
//!
//! `MILLPOND_SEEDS=100000 cargo test --release -p millpond-log --test power` for a long run;
//! `MILLPOND_SEED=42` for one seed.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::collections::BTreeMap;
use std::sync::Arc;

use harness::*;
use millpond_log::segment::{Class, Options, SegmentLog, Sync};
use millpond_log::{Durability, Entry, Epoch, Log, LogError, Outcome, Partition, Position};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};

/// What the clients of a log know.
#[derive(Default)]
struct Known {
    /// Confirmed, or read after a start: must be there for ever.
    certain: BTreeMap<u32, Vec<Entry>>,
    /// Submitted and not confirmed, in order.
    uncertain: Vec<(u32, Entry)>,
}

struct World {
    random: SeededRandom,
    disk: SimulatedDisk,
    sync: Sync,
    partitions: u32,
    sizes: [u64; 4],
    known: Known,
    now: u64,
    epoch: u64,
    owner_seqs: Vec<u64>,
}

impl World {
    fn new(seed: u64, sync: Sync) -> World {
        let random = SeededRandom::new(seed);
        let partitions = [1, 7, 16][random.below(3) as usize];
        let smallest = (8 << 10) << random.below(4);
        World {
            disk: SimulatedDisk::new(64 << 20),
            sync,
            partitions,
            sizes: [smallest, smallest * 2, smallest * 4, smallest * 8],
            known: Known::default(),
            now: 0,
            epoch: 0,
            owner_seqs: Vec::new(),
            random,
        }
    }

    fn open(&self) -> Result<SegmentLog, LogError> {
        let random = Arc::new(SeededRandom::new(self.random.below(1 << 40)));
        let options = Options {
            segment_sizes_bytes: self.sizes,
            sync: self.sync,
            ..Options::new(Class::Queues, random, BOOT)
        };
        open_with(&self.disk, self.partitions, options)
    }

    /// One process, from its start to its end.
    fn live(&mut self) {
        if self.random.once_in(3) {
            // Perhaps already during recovery.
            let within = if self.random.once_in(2) { 12 } else { 60 };
            self.disk.inject(Fault::PowerFails { after: self.random.below(within) });
        }
        match self.open() {
            Err(LogError::Io { .. }) => {}
            Err(other) => panic!("no end of a process makes a log unreadable: {other}"),
            Ok(log) => {
                self.check(&log);
                if self.work(&log) {
                    log.close(at(self.now)).ok();
                }
                self.take_news(&log);
            }
        }
        self.end();
    }

    /// Works until something fails, or until it is time to stop; says whether cleanly.
    fn work(&mut self, log: &SegmentLog) -> bool {
        self.epoch += 1;
        self.owner_seqs = vec![0; self.partitions as usize];
        for partition in 0..self.partitions {
            log.claim(Partition(partition), Epoch(self.epoch), OWNER);
            let entry = Entry::Claim { epoch: Epoch(self.epoch), owner: OWNER };
            self.known.uncertain.push((partition, entry));
        }
        let steps = self.random.below(60);
        for _ in 0..steps {
            match self.random.below(12) {
                0..=6 => self.submit(log),
                7 => {
                    self.now += self.random.below(150);
                    log.tick(at(self.now)).ok();
                }
                8 if self.random.once_in(8) => self.plan_fault(),
                _ => {
                    self.now += self.random.below(3);
                    log.commit_once(at(self.now)).ok();
                }
            }
            self.take_news(log);
            if log.has_failed() {
                return false;
            }
        }
        self.random.once_in(3)
    }

    fn submit(&mut self, log: &SegmentLog) {
        let partition = self.random.below(u64::from(self.partitions)) as u32;
        let len = match self.random.below(20) {
            0 => self.random.below(40_000),
            1..4 => 0,
            _ => self.random.below(900),
        };
        let payload: Vec<u8> = (0..len).map(|_| self.random.below(256) as u8).collect();
        let body = if self.random.once_in(4) {
            body_of(&[b"first", &payload, b"last"])
        } else {
            body_of(&[&payload])
        };
        let owner_seq = &mut self.owner_seqs[partition as usize];
        let record = record(self.epoch, OWNER, *owner_seq, body);
        *owner_seq += 1;
        let durability = if self.random.once_in(4) { Durability::Lazy } else { Durability::Now };
        self.known.uncertain.push((partition, Entry::Record(record.clone())));
        log.submit(Partition(partition), record, durability);
    }

    fn plan_fault(&self) {
        let after = self.random.below(6);
        self.disk.inject(match self.random.below(3) {
            0 => Fault::SyncFails { after },
            1 => Fault::WriteFails { after },
            _ => Fault::PowerFails { after },
        });
    }

    fn take_news(&mut self, log: &SegmentLog) {
        for news in drain(log, 0) {
            let certain = self.known.certain.entry(news.partition.0).or_default();
            let (count, first) = match news.outcome {
                Outcome::Claimed { position, .. } => (1, position),
                Outcome::Confirmed { count, first, .. } => (count, first),
                other => panic!("{other:?}"),
            };
            assert_eq!(first, Position(certain.len() as u64), "confirmed where it stands");
            for _ in 0..count {
                let at = self.known.uncertain.iter().position(|(of, _)| *of == news.partition.0).unwrap();
                certain.push(self.known.uncertain.remove(at).1);
            }
        }
    }

    fn end(&mut self) {
        self.disk = if self.random.once_in(3) { self.disk.kill() } else { self.disk.crash(&self.random) };
    }

    /// What a start finds.
    fn check(&mut self, log: &SegmentLog) {
        let mut extra: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
        for partition in 0..self.partitions {
            let found = entries(log, Partition(partition));
            let certain = self.known.certain.entry(partition).or_default();
            assert!(
                found.len() >= certain.len(),
                "partition {partition}: {} of {}",
                found.len(),
                certain.len()
            );
            assert!(found[..certain.len()] == certain[..], "partition {partition}");
            extra.insert(partition, found[certain.len()..].to_vec());
            assert_served(log, log, Partition(partition));
        }
        let mut expected: BTreeMap<u32, Vec<Entry>> = (0..self.partitions).map(|p| (p, Vec::new())).collect();
        let uncertain = std::mem::take(&mut self.known.uncertain);
        let mut matches = extra == expected;
        // All that was submitted before some moment, and nothing after it: one commit was being made.
        for (partition, entry) in uncertain {
            if matches {
                break;
            }
            expected.get_mut(&partition).unwrap().push(entry);
            matches = extra == expected;
        }
        assert!(matches, "what was not confirmed is there as one commit or not at all");
        for (partition, entries) in extra {
            self.known.certain.get_mut(&partition).unwrap().extend(entries);
        }
    }

    fn run(mut self) -> u64 {
        for _ in 0..3 + self.random.below(5) {
            self.live();
        }
        // Whatever happened, a start without faults succeeds.
        let log = self.open().unwrap();
        self.check(&log);
        self.disk.trace_hash()
    }
}

fn seeds() -> impl Iterator<Item = u64> {
    let one = std::env::var("MILLPOND_SEED").ok().and_then(|text| text.parse().ok());
    match one {
        Some(seed) => seed..seed + 1,
        None => 0..count_from_env("MILLPOND_SEEDS", 300),
    }
}

fn with_seed<T>(seed: u64, run: impl FnOnce() -> T + std::panic::UnwindSafe) -> T {
    std::panic::catch_unwind(run).unwrap_or_else(|_| panic!("MILLPOND_SEED={seed} shows it again"))
}

#[test]
fn nothing_confirmed_is_lost_and_commits_are_whole() {
    for seed in seeds() {
        with_seed(seed, || World::new(seed, Sync::Fsync).run());
    }
    println!("PROOF\tA3\tpower cuts, kills and failing syncs, the log alone\t{} seeds\t0", seeds().count());
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    let mut different = std::collections::BTreeSet::new();
    for seed in seeds().take(40) {
        let first = World::new(seed, Sync::Fsync).run();
        assert_eq!(World::new(seed, Sync::Fsync).run(), first, "seed {seed}");
        different.insert(first);
    }
    assert!(different.len() > 30 || seeds().count() == 1);
}

/// Without syncs a power cut takes what it will, but leaves a beginning of each partition, claims at least,
/// and never damage. The end of the process alone takes nothing that was confirmed.
#[test]
fn without_syncs_the_end_of_a_process_loses_nothing_and_power_only_an_end() {
    for seed in seeds() {
        with_seed(seed, || os_world(seed));
    }
}

fn os_world(seed: u64) {
    let mut world = World::new(seed, Sync::Os);
    for _ in 0..4 {
        let log = world.open().unwrap();
        world.check(&log);
        let closed = world.work(&log) && log.close(at(world.now)).is_ok();
        world.take_news(&log);
        let power = world.random.once_in(2);
        if !power {
            world.disk = world.disk.kill();
            continue;
        }
        world.disk = world.disk.crash(&world.random);
        let log = world.open().unwrap();
        for partition in 0..world.partitions {
            let found = entries(&log, Partition(partition));
            let certain = world.known.certain.entry(partition).or_default();
            let all: Vec<Entry> = {
                let uncertain = world.known.uncertain.iter().filter(|(of, _)| *of == partition);
                certain.iter().cloned().chain(uncertain.map(|(_, entry)| entry.clone())).collect()
            };
            assert!(all.starts_with(&found), "a beginning");
            let last_claim = certain.iter().rposition(|entry| matches!(entry, Entry::Claim { .. }));
            assert!(found.len() >= last_claim.map_or(0, |at| at + 1), "no number is given twice");
            assert!(!closed || found.len() >= certain.len(), "a clean stop is synced");
            *certain = found;
        }
        world.known.uncertain.clear();
        drop(log);
        world.disk = world.disk.kill();
    }
}

/// The process is killed before its last sync, or that sync fails: the next one reads the frame from the
/// page cache and answers from it. Then the power goes.
#[test]
fn what_a_start_has_read_from_the_page_cache_survives_a_power_cut() {
    for seed in 0..200 {
        for fault in [Fault::PowerFails { after: 1 }, Fault::SyncFails { after: 0 }] {
            for clean_stop in [false, true] {
                page_cache_alone(seed, fault, clean_stop);
            }
        }
    }
}

fn page_cache_alone(seed: u64, fault: Fault, clean_stop: bool) {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open(&disk, 2, seed).unwrap();
    log.claim(Partition(0), Epoch(1), OWNER);
    submit(&log, 0, 1, 0, b"synced");
    log.commit_once(at(0)).unwrap();
    if !clean_stop {
        submit(&log, 0, 1, 1, b"in the page cache alone");
    }
    disk.inject(fault);
    let failed = if clean_stop { log.close(at(1)).err() } else { log.commit_once(at(1)).err() };
    assert!(failed.is_some() && log.has_failed());
    let disk = disk.kill();
    let log = open(&disk, 2, seed + 1).unwrap();
    let read = entries(&log, Partition(0));
    assert_eq!(read.len(), if clean_stop { 2 } else { 3 });
    if seed.is_multiple_of(2) {
        log.claim(Partition(0), Epoch(2), OWNER);
        log.commit_once(at(2)).unwrap();
    }
    let disk = disk.crash(&SeededRandom::new(seed));
    let log = open(&disk, 2, seed + 2).unwrap();
    assert!(entries(&log, Partition(0)).starts_with(&read), "seed {seed} {fault:?}");
}

/// A process is killed when FORMAT has its name, but no sync of the directory; the next one reads it, makes
/// a segment, and the power goes before that is done. FORMAT must not be gone then while the segment is
/// there.
#[test]
fn a_format_file_that_the_page_cache_alone_knew_is_not_lost_under_a_segment() {
    for seed in 0..600 {
        let random = SeededRandom::new(seed);
        let disk = SimulatedDisk::new(16 << 20);
        disk.inject(Fault::PowerFails { after: 5 });
        assert!(open(&disk, 3, seed).is_err());
        let disk = disk.kill();
        disk.inject(Fault::PowerFails { after: random.below(12) });
        if let Ok(log) = open(&disk, 3, seed) {
            log.claim(Partition(0), Epoch(1), OWNER);
            log.commit_once(at(0)).ok();
        }
        let disk = disk.crash(&random);
        open(&disk, 3, seed).unwrap();
    }
}

/// A scripted workload is cut off after each of its operations on the disk, and again during the recovery
/// from that.
#[test]
fn every_point_of_a_workload_can_be_its_last() {
    let script = |disk: &SimulatedDisk, known: &mut Vec<Entry>, epoch: u64| -> Result<(), LogError> {
        let log = open(disk, 3, 7)?;
        let before = entries(&log, Partition(1));
        assert!(before.starts_with(known), "what was confirmed is there");
        *known = before;
        let partition = Partition(1);
        log.claim(partition, Epoch(epoch), OWNER);
        let mut pending = vec![Entry::Claim { epoch: Epoch(epoch), owner: OWNER }];
        for seq in 0..30 {
            let record = record(epoch, OWNER, seq, body_of(&[&vec![seq as u8; 1500]]));
            pending.push(Entry::Record(record.clone()));
            log.submit(partition, record, Durability::Now);
            let mut done = Ok(true);
            if seq % 3 == 0 {
                done = log.commit_once(at(seq));
            }
            if done.is_ok() && seq % 10 == 0 {
                // Commits first what has come since.
                done = log.tick(at(seq + 1000));
            }
            if !drain(&log, 0).is_empty() {
                known.append(&mut pending);
            }
            done?;
        }
        log.close(at(2000))?;
        known.append(&mut pending);
        Ok(())
    };
    let two_lives = |disk: &SimulatedDisk, known: &mut Vec<Entry>| {
        script(disk, known, 1)?;
        script(disk, known, 2)
    };
    let all = SimulatedDisk::new(16 << 20);
    two_lives(&all, &mut Vec::new()).unwrap();
    let operations = all.operations();
    assert!(operations > 60, "{operations}");
    for point in 0..operations {
        for way in 0..3 {
            let random = SeededRandom::new(point * 3 + way);
            let disk = SimulatedDisk::new(16 << 20);
            disk.inject(Fault::PowerFails { after: point });
            let mut known = Vec::new();
            two_lives(&disk, &mut known).ok();
            let mut disk = if way == 0 { disk.kill() } else { disk.crash(&random) };
            // The recovery is cut off as well, a few times, each time a little later.
            for after in (way..12).step_by(3) {
                disk.inject(Fault::PowerFails { after });
                script(&disk, &mut known, 100 + after).ok();
                disk = if after % 2 == 0 { disk.kill() } else { disk.crash(&random) };
            }
            script(&disk, &mut known, 200).unwrap();
            assert!(disk.list().unwrap().iter().all(|name| !name.ends_with(".new")), "nothing is left over");
        }
    }
}
