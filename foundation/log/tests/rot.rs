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
use millpond_log::segment::{SegmentLog, Sync, fsck};
use millpond_log::{
    BLOCK_ROWS, EventRef, Log, LogError, Partition, Position, Remembered, Row, Store, Stretch,
};
use millpond_runtime::{Disk, SeededRandom};
use world::{World, event_of, live_after};

const BLOCK: usize = 4096;

fn mutate(bytes: &mut Vec<u8>, random: &SeededRandom) -> String {
    let len = bytes.len() as u64;
    let block = |at: u64| (at as usize * BLOCK, (len as usize).min((at as usize + 1) * BLOCK));
    match random.below(5) {
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
        _ => {
            let left = random.below(len);
            bytes.truncate(left as usize);
            format!("cut to {left}")
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
    let (mut refused, mut named, mut harmless) = (0, 0, 0);
    for seed in 0..count_from_env("MILLPOND_MUTATIONS", 1200) {
        let random = SeededRandom::new(seed);
        let (world, truth) = &worlds[seed as usize % worlds.len()];
        let disk = world.disk.copy();
        let mut names = disk.list().unwrap();
        names.retain(|name| !name.ends_with(".spare"));
        let name = &names[random.below(names.len() as u64) as usize];
        let mut bytes = disk.contents(name).unwrap();
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
                if check(world, &log, truth, &what) {
                    harmless += 1;
                } else {
                    assert!(!report.is_whole(), "{what}\n{report}");
                    named += 1;
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
    assert!(
        refused > 50 && named > 50 && harmless > 50,
        "{refused} refused, {named} named, {harmless} harmless"
    );
    let tried = "flipped bits, zeroed and doubled blocks, cut files of every kind";
    let times = refused + named + harmless;
    let became = format!("{refused} refused, {named} named, {harmless} harmless");
    println!("PROOF\tA5\t{tried}\t{times} mutations: {became}\t0 served");
}
