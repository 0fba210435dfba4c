//! Media that lie to a log with checkpoints: any file, anywhere. Either the start refuses, names the place and changes
//! nothing, or what was confirmed is there; and what only a later read touches is right or named then. What was torn when the
//! power went is repaired, and damage before it is not taken for that.
//!
//! `MILLPOND_MUTATIONS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;
#[path = "harness/world.rs"]
mod world;

use std::collections::BTreeMap;

use harness::*;
use millpond_log::segment::{SegmentLog, Sync, fsck};
use millpond_log::{
    BLOCK_ROWS, Entry, Epoch, EventRef, Log, LogError, Partition, Position, Remembered, Row, Store, Stretch,
};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Disk, SeededRandom};
use world::{World, event_of, live_after};

const BLOCK: usize = 4096;

fn mutate(bytes: &mut Vec<u8>, random: &SeededRandom) -> String {
    let len = bytes.len() as u64;
    let block = |at: u64| (at as usize * BLOCK, (len as usize).min((at as usize + 1) * BLOCK));
    match random.below(6) {
        0..=2 => {
            let (at, bit) = (random.below(len), random.below(8));
            bytes[at as usize] ^= 1 << bit;
            format!("bit {bit} of {at} flipped")
        }
        3 => {
            let (start, end) = block(random.below(len.div_ceil(BLOCK as u64)));
            bytes[start..end].fill(0);
            format!("block at {start} zeroed")
        }
        4 => {
            let left = random.below(len);
            bytes.truncate(left as usize);
            format!("cut to {left}")
        }
        _ => {
            let blocks = len.div_ceil(BLOCK as u64);
            let ((from, from_end), (to, to_end)) = (block(random.below(blocks)), block(random.below(blocks)));
            let count = (from_end - from).min(to_end - to);
            bytes.copy_within(from..from + count, to);
            format!("block at {from} written to {to}")
        }
    }
}

/// What a good start says.
struct Truth {
    rows: Vec<(Stretch, Vec<Row>)>,
    remembered: BTreeMap<(u64, u64), Vec<Remembered>>,
}

impl Truth {
    fn of(log: &SegmentLog) -> Truth {
        while log.index_next().unwrap() {}
        let mut rows = Vec::new();
        for segment in 0..200 {
            for (_, stretch) in log.stretches_of(segment).unwrap_or_default() {
                let blocks = 0..stretch.count.div_ceil(BLOCK_ROWS);
                let all = blocks.flat_map(|block| log.rows(&stretch, block, true).unwrap().unwrap());
                rows.push((stretch, all.collect()));
            }
        }
        Truth { rows, remembered: remembered(log).unwrap() }
    }
}

fn remembered(log: &SegmentLog) -> Result<BTreeMap<(u64, u64), Vec<Remembered>>, LogError> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    log.remembered(0, &mut |partition, resource, ids| {
        found.entry((u64::from(partition.0), resource)).or_default().extend(ids);
    })?;
    found.values_mut().for_each(|ids| ids.sort());
    Ok(found)
}

/// True if all was right; an error must say where it is wrong.
fn is_right<T: PartialEq + std::fmt::Debug>(read: Result<T, LogError>, expected: &T, what: &str) -> bool {
    match read {
        Ok(read) => {
            assert!(read == *expected, "{what}: served wrong");
            true
        }
        Err(LogError::Damaged { place, .. }) => {
            assert!(place.contains(" offset "), "{what}: {place}");
            false
        }
        Err(other) => panic!("{what}: {other}"),
    }
}

/// Holds a start on a mutated disk against the truth; true if all was right.
fn check(world: &World, log: &SegmentLog, truth: &Truth, what: &str) -> bool {
    let mut right = true;
    match log.index_next() {
        Ok(_) => while let Ok(true) = log.index_next() {},
        Err(LogError::Damaged { .. }) => right = false,
        Err(other) => panic!("{what}: {other}"),
    }
    for partition in 0..world.partitions {
        let of = Partition(partition);
        let entries = &world.certain[partition as usize];
        let from = log.snapshot(of).unwrap().map_or(Position(0), |snapshot| snapshot.position);
        if let Some(snapshot) = log.snapshot(of).unwrap() {
            let live = live_after(&entries[..from.0 as usize]);
            assert!(snapshot.state == world::state_of(&live), "{what}");
        }
        let mut found = Vec::new();
        log.replay(&[(of, from)], &mut |_, _, entry| {
            found.push(unsealed(entry));
            Ok(())
        })
        .unwrap();
        assert!(found == entries[from.0 as usize..], "{what}");
        for (key, position) in live_after(entries) {
            let (offset, bytes) = event_of(&entries[position as usize], key);
            let len = bytes.len() as u32;
            let event = EventRef { partition: of, position: Position(position), offset, len };
            let read = log.read(event).map(|read| without_checksum(&read));
            right &= is_right(read, &without_checksum(&bytes), what);
        }
    }
    for (stretch, rows) in &truth.rows {
        for block in 0..stretch.count.div_ceil(BLOCK_ROWS) {
            let from = (block * BLOCK_ROWS) as usize;
            let expected = rows[from..rows.len().min(from + BLOCK_ROWS as usize)].to_vec();
            let read = match log.rows(stretch, block, true) {
                // It is still to be made.
                Err(LogError::Unsupported(_)) if !right => continue,
                read => read.map(|rows| rows.unwrap()),
            };
            right &= is_right(read, &expected, what);
        }
    }
    if right {
        // A log whose end was repaired has sealed a segment more.
        let known =
            |of: &(u64, u64), id: &Remembered| truth.remembered.get(of).is_some_and(|ids| ids.contains(id));
        let read = remembered(log).map(|mut read| {
            read.iter_mut().for_each(|(of, ids)| ids.retain(|id| known(of, id)));
            read.retain(|_, ids| !ids.is_empty());
            read
        });
        right &= is_right(read, &truth.remembered, what);
    }
    right
}

#[test]
fn damage_anywhere_is_refused_or_named_or_harmless() {
    let mut worlds = Vec::new();
    for seed in 0..200 {
        let world = World::new(seed, Sync::Fsync).run(false, false);
        let log = world.open().unwrap();
        let truth = Truth::of(&log);
        let (segments, sidecars) = (world.files(".segment").len(), world.files(".sidecar").len());
        if world.files(".checkpoint").len() < 2 || segments < 4 || sidecars <= segments || worlds.len() == 6 {
            continue;
        }
        if seed % 2 == 0 {
            log.close(at(world.now)).unwrap();
        }
        drop(log);
        worlds.push((world, truth));
    }
    assert_eq!(worlds.len(), 6);
    for (world, _) in &mut worlds {
        world.disk = world.disk.kill();
    }
    let torn: Vec<_> = (0..4).map(Torn::of).collect();
    let mutations = count_from_env("MILLPOND_MUTATIONS", 1200);
    let (mut refused, mut named, mut harmless) = (0, 0, 0);
    let (mut fell_back, mut remade, mut mended, mut repaired) = (0, 0, 0, 0);
    for seed in 0..mutations {
        let random = SeededRandom::new(seed);
        if seed % 6 == 5 {
            let torn = &torn[(seed / 6) as usize % torn.len()];
            match torn.mutate(seed, &random) {
                Some(true) => repaired += 1,
                Some(false) => refused += 1,
                None => harmless += 1,
            }
            continue;
        }
        let (world, truth) = &worlds[seed as usize % worlds.len()];
        let disk = world.disk.copy();
        let kind = KINDS[random.below(KINDS.len() as u64) as usize];
        let names: Vec<String> =
            disk.list().unwrap().into_iter().filter(|name| name.ends_with(kind)).collect();
        let Some(name) = names.get(random.below(names.len().max(1) as u64) as usize) else { continue };
        let good = disk.contents(name).unwrap();
        let mut bytes = good.clone();
        let what = format!("seed {seed}: {name}: {}", mutate(&mut bytes, &random));
        disk.put(name, &bytes);
        let operations = disk.operations();
        let report = fsck(&disk);
        assert_eq!(disk.operations(), operations, "{what}");
        let mut mutated = World::new(seed, Sync::Fsync);
        (mutated.disk, mutated.partitions, mutated.sizes) = (disk.clone(), world.partitions, world.sizes);
        match mutated.open() {
            Ok(log) => {
                assert!(report.starts(), "{what}\n{report}");
                let older = || names[0].trim_end_matches(kind).rsplit_once('-').unwrap().1.parse().ok();
                if kind == ".checkpoint" && *name == names[1] && bytes != good {
                    assert_eq!(log.recovery().checkpoint, older(), "{what}: the older one is used");
                    fell_back += 1;
                }
                remade += u64::from(kind == ".sidecar" && !log.recovery().damaged.is_empty());
                if check(world, &log, truth, &what) {
                    harmless += 1;
                } else {
                    assert!(!report.is_whole() && kind != ".spare", "{what}\n{report}");
                    named += 1;
                    let segment = name.replace(".sidecar", ".segment");
                    if kind == ".sidecar" && disk.contents(&segment).is_some() {
                        while log.mend_next().unwrap().is_some() {}
                        assert!(check(world, &log, truth, &what), "{what}: a sidecar is made again");
                        mended += 1;
                    }
                }
            }
            Err(LogError::Damaged { place, what: why }) => {
                assert!(!report.starts(), "{what}: {why}\n{report}");
                assert!(place.contains(" offset ") || place == "FORMAT", "{place}: {why}");
                assert_eq!(disk.operations(), operations, "{what}: {why}");
                refused += 1;
            }
            Err(other) => panic!("{what}: {other}"),
        }
    }
    println!(
        "{fell_back} fell back to the older checkpoint, {remade} sidecars were made again, {mended} later"
    );
    let times = refused + named + harmless + repaired;
    let tried = "flipped bits, zeroed and doubled blocks, cut files of every kind";
    let became = format!("{refused} refused, {named} named, {harmless} harmless, {repaired} repaired");
    println!("PROOF\tA5\t{tried}\t{times} mutations: {became}\t0 served");
    if mutations >= 500 {
        assert!(refused > 20 && named > 20 && harmless > 20, "every outcome is met");
        assert!(fell_back > 5 && remade > 5 && repaired > 20, "every repair is met");
    }
}

/// Kinds of files, by the ends of their names.
const KINDS: [&str; 5] = ["FORMAT", ".segment", ".sidecar", ".checkpoint", ".spare"];
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
                assert!(log.recovery().torn || found == self.after, "{what}: it is said");
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
