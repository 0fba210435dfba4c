//! A log whose last frame nothing follows, when its media lie: damage to that frame is taken for what a power cut leaves, and
//! repaired; damage before it is refused by name and offset, and nothing is changed.
//!
//! `MILLPOND_MUTATIONS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::collections::BTreeMap;

use harness::*;
use millpond_log::{Entry, Epoch, Log, LogError, Partition, SegmentLog};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Disk, SeededRandom};

const BLOCK: usize = 4096;
const P: u32 = 3;

/// A log whose last frame nothing follows: whether it is whole or torn, only its own bytes can tell.
struct Torn {
    disk: SimulatedDisk,
    /// Where that frame is.
    name: String,
    start: usize,
    end: usize,
    /// All entries, by partition, without it and with it.
    before: Vec<Vec<Entry>>,
    after: Vec<Vec<Entry>>,
}

impl Torn {
    fn of(seed: u64) -> Torn {
        let random = SeededRandom::new(seed);
        let disk = SimulatedDisk::new(64 << 20);
        let log = open(&disk, P, seed).unwrap();
        (0..P).for_each(|partition| log.claim(Partition(partition), Epoch(1), OWNER));
        let mut owner_seqs = [0; P as usize];
        let mut write = |commit: u64| {
            for _ in 0..1 + random.below(4) {
                let partition = random.below(u64::from(P)) as usize;
                submit(
                    &log,
                    partition as u32,
                    1,
                    owner_seqs[partition],
                    &vec![7; random.below(2000) as usize],
                );
                owner_seqs[partition] += 1;
            }
            log.commit_once(at(commit)).unwrap();
        };
        (0..30).for_each(&mut write);
        assert!(log.tick(at(500)).unwrap(), "a frame follows");
        let all = |log: &SegmentLog| (0..P).map(|of| entries(log, Partition(of))).collect::<Vec<_>>();
        let (before, files) = (all(&log), contents(&disk));
        write(600);
        let after = all(&log);
        let now = contents(&disk);
        let (name, bytes) = now.iter().find(|(name, bytes)| files.get(*name) != Some(*bytes)).unwrap();
        let old = files.get(name).cloned().unwrap_or_default();
        let differs = |at: &usize| bytes.get(*at) != old.get(*at);
        let start = (0..bytes.len()).find(differs).unwrap();
        let end = 1 + (0..bytes.len()).rfind(differs).unwrap();
        let name = name.clone();
        drop(log);
        Torn { disk: disk.kill(), name, start, end, before, after }
    }

    /// Damages the last frame, or something before it. Whether a start takes it for torn, and repairs it; none if what was
    /// damaged is of no frame.
    fn mutate(&self, seed: u64, random: &SeededRandom) -> Option<bool> {
        let disk = self.disk.copy();
        let good = disk.contents(&self.name).unwrap();
        // Half of them in the frame itself.
        let tail = random.once_in(2);
        let range = if tail { self.start..self.end } else { FRAMES_FROM..self.start };
        let (mut bad, mut how) = (good.clone(), String::new());
        while bad[range.clone()] == good[range.clone()] {
            bad.clone_from(&good);
            let at = |random: &SeededRandom| range.start + random.below(range.len() as u64) as usize;
            match random.below(3) {
                0 => {
                    let at = at(random);
                    bad[at] ^= 1 << random.below(8);
                    how = format!("a bit of {at} flipped");
                }
                1 => {
                    let from = at(random);
                    bad[from..range.end.min(from + BLOCK)].fill(0);
                    how = format!("zeroed at {from}");
                }
                _ => {
                    let (from, to) = (at(random), at(random));
                    let count = (range.end - from.max(to)).min(BLOCK);
                    bad.copy_within(from..from + count, to);
                    how = format!("{count} bytes from {from} written to {to}");
                }
            }
        }
        // No power cut makes a file shorter.
        let cut = tail && random.once_in(4);
        if cut {
            bad.truncate(self.start + random.below(range.len() as u64) as usize);
        }
        disk.put(&self.name, &bad);
        let (files, operations) = (contents(&disk), disk.operations());
        let what = format!("seed {seed}: {} from {} to {}: {how}", self.name, range.start, range.end);
        match open(&disk, P, seed) {
            Ok(log) => {
                let found: Vec<_> = (0..P).map(|of| entries(&log, Partition(of))).collect();
                if !tail {
                    assert!(found == self.after, "{what}: damage before the end is no torn end");
                    return None;
                }
                assert!(!cut && (found == self.before || found == self.after), "{what}: nothing else");
                // Zeros are what stands where nothing was written.
                let nothing = bad[range].iter().all(|byte| *byte == 0);
                assert!(nothing || log.recovery().torn || found == self.after, "{what}: it is said");
                Some(true)
            }
            Err(LogError::Damaged { place, what: why }) => {
                assert!(!tail || cut, "{what}: {place}: {why}: what nobody was told of is repaired");
                assert!(place.contains(&self.name) && place.contains(" offset "), "{place}: {why}");
                assert_eq!(disk.operations(), operations, "{what}: {why}");
                assert!(contents(&disk) == files, "{what}: nothing is changed");
                Some(false)
            }
            Err(other) => panic!("{what}: {other}"),
        }
    }
}

/// Behind a segment's header.
const FRAMES_FROM: usize = 4096;

fn contents(disk: &SimulatedDisk) -> BTreeMap<String, Vec<u8>> {
    disk.list().unwrap().into_iter().map(|name| (name.clone(), disk.contents(&name).unwrap())).collect()
}

#[test]
fn a_torn_end_is_repaired_and_damage_before_it_is_refused() {
    let torn: Vec<_> = (0..4).map(Torn::of).collect();
    let mutations = count_from_env("MILLPOND_MUTATIONS", 500);
    let (mut repaired, mut refused, mut harmless) = (0, 0, 0);
    for seed in 0..mutations {
        let of = &torn[seed as usize % torn.len()];
        match of.mutate(seed, &SeededRandom::new(seed)) {
            Some(true) => repaired += 1,
            Some(false) => refused += 1,
            None => harmless += 1,
        }
    }
    assert!(repaired > mutations / 5 && refused > mutations / 5, "{repaired} repaired, {refused} refused");
    let count =
        format!("{mutations} mutations: {repaired} repaired, {refused} refused, {harmless} between frames");
    println!("PROOF\tA5\tdamage to a last frame that nothing follows, and before it\t{count}\t0 confused");
}
