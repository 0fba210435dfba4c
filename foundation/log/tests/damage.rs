//! Media that lie: a flipped bit, a lost block, a cut file, a block in the wrong place. Either the start
//! refuses, names the place and changes nothing, or everything that was confirmed is there. A wrong byte is
//! never served.
//!
//! `MILLPOND_MUTATIONS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use harness::*;
use millpond_log::segment::{FORMAT_NAME, fsck};
use millpond_log::{
    Durability, Entry, Epoch, EventRef, Log, LogError, Partition, Position, SegmentLog, Store,
};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Disk, SeededRandom};

const P: u32 = 7;
const BLOCK: usize = 4096;

#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Clean,
    /// Killed while idle: the frame that follows the last commit is there.
    Idle,
}

/// A store of several segments, and what it holds.
fn store(seed: u64, end: End) -> (SimulatedDisk, Vec<Vec<Entry>>) {
    let random = SeededRandom::new(seed);
    let disk = SimulatedDisk::new(64 << 20);
    for epoch in 1..=2 {
        let log = open(&disk, P, seed + epoch).unwrap();
        fill(&log, epoch, &random);
        match end {
            End::Clean => log.close(at(500)).unwrap(),
            End::Idle => assert!(log.tick(at(500)).unwrap()),
        }
    }
    let disk = disk.kill();
    let log = open(&disk.copy(), P, 1).unwrap();
    let found = (0..P).map(|partition| entries(&log, Partition(partition))).collect();
    (disk, found)
}

fn fill(log: &SegmentLog, epoch: u64, random: &SeededRandom) {
    for partition in 0..P {
        log.claim(Partition(partition), Epoch(epoch), OWNER);
    }
    let mut seqs = [0; P as usize];
    for commit in 0..12 {
        for _ in 0..1 + random.below(6) {
            let partition = random.below(u64::from(P)) as usize;
            let payload = vec![commit as u8; random.below(3000) as usize];
            let record = record(epoch, OWNER, seqs[partition], body_of(&[&payload, b"and more"]));
            seqs[partition] += 1;
            log.submit(Partition(partition as u32), record, Durability::Now);
        }
        log.commit_once(at(commit)).unwrap();
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &SeededRandom) -> String {
    let len = bytes.len() as u64;
    let blocks = len.div_ceil(BLOCK as u64);
    let block = |at: u64| (at as usize * BLOCK, (len as usize).min((at as usize + 1) * BLOCK));
    match random.below(5) {
        0 | 1 => {
            // Most of a segment is empty: half of the flips are aimed at its beginning.
            let at = random.below(if random.once_in(2) { len } else { len.min(16 << 10) });
            let bit = random.below(8);
            bytes[at as usize] ^= 1 << bit;
            format!("bit {bit} of {at} flipped")
        }
        2 => {
            let (start, end) = block(random.below(blocks));
            bytes[start..end].fill(0);
            format!("block at {start} zeroed")
        }
        3 => {
            let left = random.below(len);
            bytes.truncate(left as usize);
            format!("cut to {left}")
        }
        _ => {
            let ((from, from_end), (to, to_end)) = (block(random.below(blocks)), block(random.below(blocks)));
            let count = (from_end - from).min(to_end - to);
            bytes.copy_within(from..from + count, to);
            format!("block at {from} written to {to}")
        }
    }
}

#[test]
fn damage_is_refused_or_harmless_and_changes_nothing() {
    let stores: Vec<_> =
        (0..4).map(|seed| store(seed, if seed % 2 == 0 { End::Clean } else { End::Idle })).collect();
    let (mut refused, mut harmless) = (0, 0);
    let count = count_from_env("MILLPOND_MUTATIONS", 2000);
    for seed in 0..count {
        let random = SeededRandom::new(seed);
        let (disk, expected) = &stores[seed as usize % stores.len()];
        let disk = disk.copy();
        let names = disk.list().unwrap();
        let name = &names[random.below(names.len() as u64) as usize];
        let mut bytes = disk.contents(name).unwrap();
        let before = bytes.clone();
        let what = format!("seed {seed}: {name}: {}", mutate(&mut bytes, &random));
        disk.put(name, &bytes);
        let operations = disk.operations();
        let report = fsck(&disk);
        assert_eq!(disk.operations(), operations, "{what}");
        match open(&disk, P, seed) {
            Ok(log) => {
                assert!(report.starts(), "{what}\n{report}");
                for (partition, expected) in expected.iter().enumerate() {
                    let partition = Partition(partition as u32);
                    assert!(entries(&log, partition) == *expected, "{what}");
                    assert_served(&log, &log, partition);
                }
                assert!(name != FORMAT_NAME || bytes == before, "{what}");
                harmless += 1;
            }
            Err(LogError::Damaged { place, what: why }) => {
                assert!(!report.starts(), "{what}\n{report}");
                assert!(place.contains(".segment offset ") || place == FORMAT_NAME, "{place}: {why}");
                assert_eq!(disk.operations(), operations, "{what}: {why}");
                refused += 1;
            }
            Err(other) => panic!("{what}: {other}"),
        }
    }
    println!(
        "PROOF\tA5\tflipped bits, zeroed, cut and doubled blocks in logs without checkpoints\t{count}\t0 served wrong, 0 missed"
    );
    assert!(refused > count / 10 && harmless > count / 10, "{refused} refused, {harmless} harmless");
}

#[test]
fn a_missing_segment_is_refused_unless_nothing_followed_it() {
    let (disk, _) = store(3, End::Idle);
    let names: Vec<_> = disk.list().unwrap().into_iter().filter(|name| name.ends_with(".segment")).collect();
    assert!(names.len() > 2);
    for name in &names[..names.len() - 1] {
        let disk = disk.copy();
        disk.remove(name).unwrap();
        let refusal = open(&disk, P, 1).err().unwrap().to_string();
        assert!(refusal.contains(name) && refusal.contains("missing"), "{refusal}");
    }
    let other = SimulatedDisk::new(64 << 20);
    open(&other, P, 99).unwrap();
    for name in &names {
        other.put(name, &disk.contents(name).unwrap());
    }
    let refusal = open(&other, P, 1).err().unwrap().to_string();
    assert!(refusal.contains("another store"), "{refusal}");
}

#[test]
fn a_wrong_byte_is_never_served() {
    let random = SeededRandom::new(5);
    let disk = SimulatedDisk::new(64 << 20);
    let log = open(&disk, P, 1).unwrap();
    fill(&log, 1, &random);
    let mut events = Vec::new();
    for partition in (0..P).map(Partition) {
        for (position, entry) in entries(&log, partition).into_iter().enumerate() {
            let Entry::Record(record) = entry else { continue };
            for (offset, bytes) in events_of(&record.body) {
                let position = Position(position as u64);
                events.push((EventRef { partition, position, offset, len: bytes.len() as u32 + 4 }, bytes));
            }
        }
    }
    let names: Vec<_> = disk.list().unwrap().into_iter().filter(|name| name.ends_with(".segment")).collect();
    let (mut wrong, mut right) = (0, 0);
    for _ in 0..150 {
        let name = &names[random.below(names.len() as u64) as usize];
        let good = disk.contents(name).unwrap();
        let mut bad = good.clone();
        while bad.len() < good.len() || bad == good {
            bad = good.clone();
            mutate(&mut bad, &random);
        }
        // The running log has the file open: the bytes change under it.
        let file = disk.open(name).unwrap();
        file.write_at(&bad, 0).unwrap();
        for (event, bytes) in &events {
            match log.read(*event) {
                Ok(read) => {
                    assert_eq!(&without_checksum(&read), bytes);
                    right += 1;
                }
                Err(LogError::Damaged { place, .. }) => {
                    assert!(place.contains(name), "{place}");
                    wrong += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        file.write_at(&good, 0).unwrap();
    }
    assert!(wrong > 50 && right > 50, "{wrong} wrong, {right} right");
}

#[test]
fn a_body_that_holds_a_well_formed_frame_is_only_a_body() {
    // The client cannot know the nonce and the place that its bytes will get, so it sends what a frame of
    // this very segment looks like, in every alignment.
    for seed in 0..40 {
        let disk = SimulatedDisk::new(64 << 20);
        let log = open(&disk, P, seed).unwrap();
        log.claim(Partition(0), Epoch(1), OWNER);
        submit(&log, 0, 1, 0, b"a record");
        log.commit_once(at(0)).unwrap();
        let name = disk.list().unwrap().into_iter().find(|name| name.ends_with(".segment")).unwrap();
        let frame = disk.contents(&name).unwrap()[4096..4096 + 400].to_vec();
        for shift in 0..8 {
            let forged = [&vec![0; shift], &frame[..], &frame[..]].concat();
            submit(&log, 0, 1, 1 + shift as u64, &forged);
        }
        log.commit_once(at(1)).unwrap();
        let expected = entries(&log, Partition(0));
        // And so that it is looked for: a torn frame that holds it, and nothing that was confirmed.
        submit(&log, 0, 1, 9, &[&frame[..], &[1; 3000]].concat());
        disk.inject(millpond_runtime::disk::Fault::PowerFails { after: 1 });
        log.commit_once(at(2)).unwrap_err();
        let disk = disk.crash(&SeededRandom::new(seed));
        let log = open(&disk, P, seed + 1000).unwrap();
        let found = entries(&log, Partition(0));
        assert!(found.starts_with(&expected) && found.len() <= expected.len() + 1);
        assert_served(&log, &log, Partition(0));
    }
}
