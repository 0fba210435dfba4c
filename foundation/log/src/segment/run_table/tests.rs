//! Tables of made-up stretches against a plain list of them, and with every byte of a file damaged.

use std::num::NonZeroU64;

use millpond_runtime::SeededRandom;
use millpond_runtime::disk::SimulatedDisk;

use super::build::encode;
use super::*;
use crate::{RowKind, TABLE_SEGMENTS};

const STORE: [u8; 16] = [9; 16];

fn header(group: u64) -> Header {
    let segments = group * TABLE_SEGMENTS..(group + 1) * TABLE_SEGMENTS;
    Header {
        class: Class::Queues,
        store_id: STORE,
        group,
        stretches: 0,
        leaves: 0,
        root_checksum: 0,
        segments: segments.map(|id| Covered { id, nonce: id * 77, end: 5000 + id }).collect(),
    }
}

/// Sorted stretches of up to so many resources, none of which overlap.
fn drawn(random: &SeededRandom, group: u64, resources: u64) -> Vec<TableRun> {
    let mut runs = Vec::new();
    let mut resource = random.below(3);
    for number in 0..resources {
        let mut sequence = match number % 5 {
            0 => 1,
            1 => u64::MAX - 100_000,
            _ => random.below(1 << 50),
        };
        for segment in group * TABLE_SEGMENTS..(group + 1) * TABLE_SEGMENTS {
            while random.once_in(2) {
                let count = 1 + random.below(40) as u32;
                let kind = RowKind { grouped: random.once_in(2), moved: random.once_in(9), listed: false };
                let stretch =
                    Stretch { segment, resource, first: sequence, count, kind, at: random.below(1 << 20) };
                let sole = match random.below(3) {
                    0 => None,
                    1 => Some(None),
                    _ => Some(NonZeroU64::new(1 + random.below(3))),
                };
                runs.push(TableRun { stretch, bytes: random.below(1 << 20), sole });
                sequence += u64::from(count) + if random.once_in(7) { random.below(500) } else { 0 };
            }
        }
        resource += 1 + random.below(1 << random.below(40));
    }
    runs
}

fn table(disk: &SimulatedDisk, group: u64, bytes: &[u8]) -> Result<RunTable, LogError> {
    disk.put(&Class::Queues.run_table_name(group), bytes);
    RunTable::open(disk, Class::Queues, group, &STORE)
}

/// What a look-up must bring, from a plain list.
fn expected(runs: &[TableRun], sought: &Sought) -> Vec<TableRun> {
    let own = runs.iter().filter(|run| {
        run.stretch.resource == sought.resource && (sought.from..=sought.to).contains(&run.stretch.segment)
    });
    let found: Vec<TableRun> = own
        .skip_while(|run| run.stretch.first + u64::from(run.stretch.count) <= sought.sequence)
        .take(RUNS_AT_ONCE)
        .copied()
        .collect();
    let has = found.first().is_some_and(|run| run.stretch.first <= sought.sequence);
    if has { found } else { Vec::new() }
}

fn whole(group: u64) -> (u64, u64) {
    (group * TABLE_SEGMENTS, (group + 1) * TABLE_SEGMENTS - 1)
}

#[test]
fn every_message_is_found_and_no_other() {
    for (seed, resources) in [(1, 1), (2, 7), (3, 60), (4, 2000)] {
        let (random, disk) = (SeededRandom::new(seed), SimulatedDisk::new(64 << 20));
        let runs = drawn(&random, seed, resources);
        let bytes = encode(header(seed), runs.clone());
        let table = table(&disk, seed, &bytes).unwrap();
        table.verify().unwrap();
        assert_eq!(bytes.len() as u64, table.header.size_bytes());
        assert!(seed < 4 || table.header.pages() > 1);
        for run in runs.iter().filter(|_| seed < 4 || random.once_in(100)) {
            let Stretch { resource, first, count, segment, .. } = run.stretch;
            let behind = first + u64::from(count);
            for sequence in
                [first.wrapping_sub(1), first, first + random.below(count.into()), behind - 1, behind]
            {
                let (mut from, mut to) = whole(seed);
                if random.once_in(3) {
                    (from, to) = (
                        segment - random.below(segment - from + 1),
                        segment + random.below(to - segment + 1),
                    );
                }
                let sought = Sought { resource, sequence, from, to };
                let found = table.runs(&sought, true).unwrap().unwrap();
                // A plain list takes as long as it is long.
                let near = runs.partition_point(|it| it.stretch.resource < resource);
                let end = runs.partition_point(|it| it.stretch.resource <= resource);
                assert_eq!(found, expected(&runs[near..end], &sought), "{sought:?}");
                let strange = Sought { resource: resource ^ 1 << 60, ..sought };
                assert!(table.runs(&strange, true).unwrap().unwrap().is_empty());
            }
        }
    }
}

#[test]
fn what_is_not_cached_is_not_waited_for() {
    let disk = SimulatedDisk::new(1 << 20);
    let runs = drawn(&SeededRandom::new(1), 0, 3);
    let table = table(&disk, 0, &encode(header(0), runs.clone())).unwrap();
    let Stretch { resource, first, .. } = runs[0].stretch;
    let sought = Sought { resource, sequence: first, from: 0, to: 63 };
    disk.set_cached(false);
    assert_eq!(table.runs(&sought, false).unwrap(), None);
    assert!(table.runs(&sought, true).unwrap().is_some());
    disk.set_cached(true);
    assert!(table.runs(&sought, false).unwrap().is_some());
}

#[test]
fn a_table_without_stretches_is_read() {
    let disk = SimulatedDisk::new(1 << 20);
    let table = table(&disk, 0, &encode(header(0), Vec::new())).unwrap();
    table.verify().unwrap();
    let sought = Sought { resource: 1, sequence: 1, from: 0, to: 63 };
    assert_eq!(table.runs(&sought, true).unwrap(), Some(Vec::new()));
}

/// Whatever is wrong with the file: it is found, and what a look-up brings is right or refused.
fn is_found(disk: &SimulatedDisk, bytes: &[u8], runs: &[TableRun], what: &str) {
    let Ok(table) = table(disk, 1, bytes) else { return };
    let (from, to) = whole(1);
    for run in runs.iter().step_by(1 + runs.len() / 6) {
        let sought = Sought { resource: run.stretch.resource, sequence: run.stretch.first, from, to };
        if let Ok(found) = table.runs(&sought, true) {
            assert_eq!(found, Some(expected(runs, &sought)), "{what}");
        }
    }
    let error = table.verify().expect_err(what);
    assert!(error.to_string().contains("queues-000000000001.runs offset "), "{what}: {error}");
}

#[test]
fn every_flipped_byte_cut_and_misplaced_block_is_found() {
    let random = SeededRandom::new(5);
    let disk = SimulatedDisk::new(1 << 20);
    let runs = drawn(&random, 1, 8);
    let bytes = encode(header(1), runs.clone());
    assert!(bytes.len() > 4 * BLOCK_BYTES, "two leaves at least");
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << random.below(8);
        is_found(&disk, &flipped, &runs, &format!("byte {at}"));
    }
    for len in (0..bytes.len()).step_by(16) {
        assert!(table(&disk, 1, &bytes[..len]).is_err(), "cut to {len}");
    }
    let mut other = header(1);
    other.segments[9].nonce ^= 1;
    let other = encode(other, runs.clone());
    for to in (0..bytes.len() - BLOCK_BYTES).step_by(BLOCK_BYTES) {
        for from in (0..bytes.len() - BLOCK_BYTES).step_by(BLOCK_BYTES) {
            let mut moved = bytes.clone();
            moved.copy_within(from..from + BLOCK_BYTES, to);
            if from != to {
                is_found(&disk, &moved, &runs, &format!("block {from} at {to}"));
            }
            moved.clone_from(&bytes);
            moved[to..to + BLOCK_BYTES].copy_from_slice(&other[from..from + BLOCK_BYTES]);
            is_found(&disk, &moved, &runs, &format!("block {from} of another at {to}"));
        }
    }
    disk.put("queues-000000000002.runs", &bytes);
    let refusal = RunTable::open(&disk, Class::Queues, 2, &STORE).err().unwrap().to_string();
    assert!(refusal.contains("it is that of group 1"), "{refusal}");
    disk.put("queues-000000000001.runs", &bytes);
    let refusal = RunTable::open(&disk, Class::Queues, 1, &[8; 16]).err().unwrap().to_string();
    assert!(refusal.contains("another store"), "{refusal}");
}
