//! Media that lie to a log with checkpoints: any file, anywhere. Either the start refuses, names the place and changes
//! nothing, or what was confirmed is there; and what only a later read touches is right or named then.
//!
//! `MILLPOND_MUTATIONS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;
#[path = "harness/world.rs"]
mod world;

use std::collections::BTreeMap;

use harness::*;
use millpond_log::segment::{Report, SegmentLog, Sync, fsck};
use millpond_log::{
    BLOCK_ROWS, EventRef, GroupRows, Log, LogError, Partition, Position, Remembered, Row, Store, Stretch,
};
use millpond_runtime::SeededRandom;
use world::{World, event_of, live_after};

const BLOCK: usize = 4096;

/// `other`: a file that a block of may have been written here.
fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &SeededRandom) -> String {
    let len = bytes.len() as u64;
    let block = |at: u64| (at as usize * BLOCK, (len as usize).min((at as usize + 1) * BLOCK));
    let some_block = || block(random.below(len.div_ceil(BLOCK as u64)));
    match random.below(8) {
        0..4 => {
            // Most of a segment or a spare is empty or old: half of the flips are aimed at its beginning.
            let limit = if random.once_in(2) { len } else { len.min(8 << 10) };
            let (at, bit) = (random.below(limit), random.below(8));
            bytes[at as usize] ^= 1 << bit;
            format!("bit {bit} of {at} flipped")
        }
        4 => {
            let (start, end) = some_block();
            bytes[start..end].fill(0);
            format!("block at {start} zeroed")
        }
        5 => {
            let left = random.below(len);
            bytes.truncate(left as usize);
            format!("cut to {left}")
        }
        6 => {
            let ((from, from_end), (to, to_end)) = (some_block(), some_block());
            let count = (from_end - from).min(to_end - to);
            bytes.copy_within(from..from + count, to);
            format!("block at {from} written to {to}")
        }
        _ => {
            let (to, to_end) = some_block();
            let from = random.below(other.len().div_ceil(BLOCK) as u64) as usize * BLOCK;
            let count = (to_end - to).min(other.len() - from);
            bytes[to..to + count].copy_from_slice(&other[from..from + count]);
            format!("block at {from} of another file written to {to}")
        }
    }
}

/// The kinds of files, by how their names end. Each is damaged as often as the others.
const KINDS: [&str; 6] = ["FORMAT", ".segment", ".sidecar", ".checkpoint", ".pages", ".spare"];

/// What came of the damage to one kind of file.
#[derive(Clone, Copy, Debug, Default)]
struct Outcomes {
    refused: u64,
    named: u64,
    fell_back: u64,
    /// A page was read from its copy.
    mended: u64,
    harmless: u64,
}

/// A file of some kind, and any file.
fn choose(world: &World, kind: &str, random: &SeededRandom) -> Option<(String, String)> {
    let names = world.files(kind);
    let pick = |names: &[String]| names[random.below(names.len() as u64) as usize].clone();
    (!names.is_empty()).then(|| (pick(&names), pick(&world.files(""))))
}

/// What a good start says.
struct Truth {
    rows: Vec<(Stretch, Vec<Row>)>,
    groups: Vec<(Stretch, Vec<GroupRows>)>,
    remembered: BTreeMap<(u64, u64), Vec<Remembered>>,
}

impl Truth {
    fn of(log: &SegmentLog) -> Truth {
        while log.index_next().unwrap() {}
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        for segment in 0..200 {
            for (_, stretch) in log.stretches_of(segment).unwrap_or_default() {
                let blocks = 0..stretch.count.div_ceil(BLOCK_ROWS);
                let all = blocks.flat_map(|block| log.rows(&stretch, block, true).unwrap().unwrap());
                rows.push((stretch, all.collect()));
                let found = log.groups(&stretch, true).unwrap().unwrap();
                if !found.is_empty() {
                    groups.push((stretch, found));
                }
            }
        }
        Truth { rows, groups, remembered: remembered(log).unwrap() }
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
            named::check(log, &snapshot, &live);
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
    for (stretch, groups) in &truth.groups {
        let read = match log.groups(stretch, true) {
            Err(LogError::Unsupported(_)) if !right => continue,
            read => read.map(|groups| groups.unwrap()),
        };
        right &= is_right(read, groups, what);
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
        let mut world = World::new(seed, Sync::Fsync);
        world.tenants = true;
        let world = world.run(false, false);
        let log = world.open().unwrap();
        let truth = Truth::of(&log);
        let (segments, sidecars) = (world.files(".segment").len(), world.files(".sidecar").len());
        let few = world.files(".checkpoint").len() < 2 || world.files(".spare").is_empty();
        if few || segments < 4 || sidecars <= segments || worlds.len() == 6 {
            continue;
        }
        if seed % 2 == 0 {
            log.close(at(world.now)).unwrap();
        }
        drop(log);
        worlds.push((world, truth));
    }
    assert_eq!(worlds.len(), 6);
    assert!(worlds.iter().filter(|(_, truth)| !truth.groups.is_empty()).count() > 2);
    for (world, _) in &mut worlds {
        world.disk = world.disk.kill();
    }
    let count = count_from_env("MILLPOND_MUTATIONS", 1200);
    let mut outcomes = [Outcomes::default(); KINDS.len()];
    for seed in 0..count {
        let random = SeededRandom::new(seed);
        let (world, truth) = &worlds[random.below(worlds.len() as u64) as usize];
        let kind = seed as usize % KINDS.len();
        let (name, other) = choose(world, KINDS[kind], &random).expect("each world has files of each kind");
        outcomes[kind].meet(world, truth, (&name, &other), seed);
    }
    for (kind, outcome) in KINDS.iter().zip(outcomes) {
        println!("{kind}: {outcome:?}");
    }
    println!(
        "PROOF\tA5\tflipped bits, zeroed, cut and misplaced blocks in every kind of file\t{count}\t0 served wrong, 0 missed"
    );
    if count >= 500 {
        let part = count / 100;
        let [format, segment, sidecar, checkpoint, pages, spare] = outcomes;
        assert!(format.refused > part && segment.refused > part && segment.harmless > part, "{outcomes:?}");
        assert!(sidecar.named > part && sidecar.harmless > part, "{outcomes:?}");
        assert!(pages.refused == 0 && pages.fell_back > part && pages.mended > part, "{outcomes:?}");
        assert!(checkpoint.fell_back > part && spare.harmless > part, "{outcomes:?}");
    }
}

impl Outcomes {
    /// Damages a file of a world, and starts on it.
    fn meet(&mut self, world: &World, truth: &Truth, (name, other): (&str, &str), seed: u64) {
        let random = SeededRandom::new(seed << 8 | 1);
        let disk = world.disk.copy();
        let before = disk.contents(name).unwrap();
        let mut bytes = before.clone();
        let done = mutate(&mut bytes, &disk.contents(other).unwrap(), &random);
        let what = format!("seed {seed}: {name}: {done}");
        disk.put(name, &bytes);
        let operations = disk.operations();
        let report = fsck(&disk);
        assert_eq!(disk.operations(), operations, "{what}");
        let mut mutated = World::new(seed, Sync::Fsync);
        (mutated.disk, mutated.partitions, mutated.sizes) = (disk.clone(), world.partitions, world.sizes);
        match mutated.open() {
            Ok(log) => {
                assert!(report.starts(), "{what}\n{report}");
                let is_changed = bytes != before;
                assert!(name != "FORMAT" || !is_changed, "{what}: every bit of it counts");
                if is_changed && name.ends_with(".checkpoint") {
                    let newest = world.files(".checkpoint").last().is_some_and(|newest| newest == name);
                    self.fell_back += u64::from(newest);
                    check_fallback(&log, name, newest, &what);
                }
                if name.ends_with(".pages") {
                    self.meet_pages(world, &log, &report, &what);
                }
                if check(world, &log, truth, &what) {
                    self.harmless += 1;
                } else {
                    assert!(!report.is_whole(), "{what}\n{report}");
                    self.named += 1;
                }
            }
            Err(LogError::Damaged { place, what: why }) => {
                assert!(!report.starts(), "{what}: {why}\n{report}");
                assert!(place.contains(" offset ") || place == "FORMAT", "{place}: {why}");
                assert_eq!(disk.operations(), operations, "{what}: {why}");
                self.refused += 1;
            }
            Err(other) => panic!("{what}: {other}"),
        }
    }
}

impl Outcomes {
    /// Of a file of pages nothing is missed that is damaged, and a start reads the copy or the older checkpoint.
    fn meet_pages(&mut self, world: &World, log: &SegmentLog, report: &Report, what: &str) {
        let class = &report.classes[0];
        let newest = world.files(".checkpoint").pop().unwrap();
        let fell_back = log.recovery().damaged.iter().any(|damaged| damaged.contains(".pages"));
        let uses = log.recovery().checkpoint.map(|number| format!("queues-{number:012}.checkpoint"));
        if uses.as_ref() != Some(&newest) {
            assert!(fell_back && !class.damaged_checkpoints.is_empty(), "{what}: {report}");
            self.fell_back += 1;
        } else if !class.rotten_pages.is_empty() {
            assert!(class.rotten_pages.iter().all(|page| page.contains(" offset ")), "{what}: {report}");
            self.mended += 1;
        }
    }
}

/// A newest checkpoint that is damaged is named, and the older one is used; an older one is not even missed.
fn check_fallback(log: &SegmentLog, name: &str, newest: bool, what: &str) {
    let recovery = log.recovery();
    let number = name.split(['-', '.']).nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap();
    if newest {
        let named = recovery.damaged.iter().any(|damaged| damaged.contains(name));
        assert!(named && recovery.checkpoint.is_some_and(|used| used < number), "{what}: {recovery:?}");
    } else {
        assert!(recovery.checkpoint.is_some_and(|used| used > number), "{what}: {recovery:?}");
    }
}
