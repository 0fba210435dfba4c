//! Group directories: they say what the rows say, are never served wrongly, and no program that does not know them finds one.
//!
//! `MILLPOND_SEEDS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::Arc;

use harness::posts::{self, PostIndexer};
use harness::*;
use millpond_log::segment::{Format, Options, fsck};
use millpond_log::{
    BLOCK_ROWS, Durability, Epoch, GroupRows, Lane, Log, LogError, Partition, Posted, Row, SegmentLog, Store,
    Stretch,
};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};

const P: u32 = 3;

fn open_indexed(disk: &SimulatedDisk, seed: u64) -> SegmentLog {
    let options =
        Options { indexer: Arc::new(PostIndexer), segment_sizes_bytes: [256 << 10; 4], ..options(seed) };
    open_with(disk, P, options).unwrap()
}

/// A log whose resources have messages of so many tenants, with two segments sealed.
fn filled(disk: &SimulatedDisk, random: &SeededRandom, tenants: &[u64]) -> SegmentLog {
    let log = open_indexed(disk, 1);
    (0..P).for_each(|partition| log.claim(Partition(partition), Epoch(1), OWNER));
    let mut sequences: BTreeMap<(u32, u64), u64> = BTreeMap::new();
    let (mut owner_seqs, mut now) = ([0; P as usize], 0);
    while disk.list().unwrap().iter().filter(|name| name.ends_with(".segment")).count() < 3 {
        now += 1;
        let partition = random.below(u64::from(P)) as u32;
        let resource = random.below(tenants.len() as u64);
        let tenants = tenants[resource as usize];
        let posts: Vec<_> = (0..random.below(300))
            .map(|_| {
                let forwarded = random.once_in(50);
                let sequence = if forwarded {
                    random.below(1000)
                } else {
                    let last = sequences.entry((partition, resource)).or_insert(1 << 40);
                    *last += if random.once_in(2000) { 2 } else { 1 };
                    *last
                };
                let group = Some(random.below(tenants + 1)).filter(|group| *group > 0);
                let drawn = posts::draw(random, resource, sequence, now);
                Posted { group, forwarded, deduplication: None, past: None, ..drawn }
            })
            .collect();
        let record = record(
            1,
            OWNER,
            owner_seqs[partition as usize],
            posts::body(now, &posts, random.below(9) as usize),
        );
        owner_seqs[partition as usize] += 1;
        log.submit(Partition(partition), record, Durability::Now);
        log.commit_once(at(now)).unwrap();
    }
    log
}

fn stretches(log: &SegmentLog) -> Vec<Stretch> {
    while log.index_next().unwrap() {}
    let mut sealed = Vec::new();
    log.sealed(Lane(0), &mut sealed);
    sealed.iter().flat_map(|notice| notice.stretches.iter().map(|(stretch, _)| *stretch)).collect()
}

fn rows(log: &SegmentLog, stretch: &Stretch) -> Vec<Row> {
    let blocks = 0..stretch.count.div_ceil(BLOCK_ROWS);
    blocks.flat_map(|block| log.rows(stretch, block, true).unwrap().unwrap()).collect()
}

fn groups_of(rows: &[Row]) -> Vec<GroupRows> {
    let mut groups: BTreeMap<Option<u64>, GroupRows> = BTreeMap::new();
    for (at, row) in (0..).zip(rows) {
        let group = row.group.and_then(NonZeroU64::new);
        let it = groups.entry(row.group).or_insert(GroupRows { group, count: 0, first: at, last: at });
        (it.count, it.last) = (it.count + 1, at);
    }
    groups.into_values().collect()
}

#[test]
fn a_group_directory_says_what_the_rows_say() {
    let seeds = count_from_env("MILLPOND_SEEDS", 20);
    let (mut with, mut without) = (0, 0);
    for seed in 0..seeds {
        let disk = SimulatedDisk::new(64 << 20);
        let log = filled(&disk, &SeededRandom::new(seed), &[0, 1, 5, 10, 40, 1000]);
        let stretches = stretches(&log);
        for stretch in &stretches {
            let (groups, expected) =
                (log.groups(stretch, true).unwrap().unwrap(), groups_of(&rows(&log, stretch)));
            if groups.is_empty() {
                let many = expected.len() > stretch.count as usize / 16;
                assert!(!stretch.may_have_groups() || many || expected.len() == 1, "{stretch:?}");
                without += 1;
            } else {
                assert_eq!(groups, expected, "{stretch:?}");
                with += 1;
            }
        }
        assert!(fsck(&disk.kill()).is_whole());
        let other = Stretch { resource: 99, ..*stretches.iter().find(|it| it.may_have_groups()).unwrap() };
        assert!(log.groups(&other, true).is_err() || log.groups(&other, true).unwrap().unwrap().is_empty());
    }
    assert!(with > 3 * seeds && without > 3 * seeds, "{with} with, {without} without");
}

#[test]
fn a_group_directory_that_is_not_cached_is_not_waited_for() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = filled(&disk, &SeededRandom::new(1), &[5]);
    let stretch = stretches(&log)[0];
    disk.set_cached(false);
    assert_eq!(log.groups(&stretch, false).unwrap(), None);
    assert_eq!(log.groups(&stretch, true).unwrap().unwrap().len(), 6);
}

#[test]
fn no_flipped_bit_of_a_group_directory_is_served_and_a_damaged_one_is_made_again() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = filled(&disk, &SeededRandom::new(2), &[2, 3]);
    let all = stretches(&log);
    let of_first: Vec<_> = all.iter().filter(|it| it.segment == all[0].segment).collect();
    let expected: Vec<_> =
        of_first.iter().map(|stretch| log.groups(stretch, true).unwrap().unwrap()).collect();
    let name = "queues-000000000001.sidecar";
    let (good, file) = (disk.contents(name).unwrap(), disk.open(name).unwrap());
    // Behind them is how the partitions stood.
    let from = u64::from_le_bytes(*good[96..].first_chunk().unwrap()) as usize;
    let to = u64::from_le_bytes(*good[104..].first_chunk().unwrap()) as usize;
    assert!(from > 0 && to - from > 300, "{from} {to}");
    let (mut wrong, mut right) = (0, 0);
    for bit in from * 8..to * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        file.write_at(&bad, 0).unwrap();
        let before = wrong;
        for (stretch, expected) in of_first.iter().zip(&expected) {
            match log.groups(stretch, true) {
                Ok(groups) => {
                    assert_eq!(groups.as_ref(), Some(expected), "bit {bit}");
                    right += 1;
                }
                Err(LogError::Damaged { place, .. }) => {
                    assert!(place.starts_with(&format!("{name} offset ")), "{place}");
                    wrong += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert!(wrong > before, "bit {bit} of what is read is checked");
        if bit % 97 == 0 {
            let report = fsck(&disk.copy());
            assert!(report.starts() && !report.is_whole() && report.to_string().contains(name), "bit {bit}");
        }
    }
    assert!(wrong > 0 && right > 0, "{wrong} wrong, {right} right");
    assert_eq!(log.mend_next().unwrap().as_deref(), Some(name));
    assert!(disk.contents(name).unwrap() == good);
    let again: Vec<_> = of_first.iter().map(|stretch| log.groups(stretch, true).unwrap().unwrap()).collect();
    assert_eq!(again, expected);
}

#[test]
fn a_program_that_knows_no_group_directories_is_refused_before_there_is_one() {
    let least = |disk: &SimulatedDisk| Format::read(disk).unwrap().unwrap().least_version;
    let disk = SimulatedDisk::new(64 << 20);
    drop(filled(&disk, &SeededRandom::new(4), &[5]));
    let (mut raised, mut made) = (0, 0);
    for after in 0..24 {
        let disk = disk.copy();
        let log = open_indexed(&disk, 2);
        disk.inject(Fault::PowerFails { after });
        let done = log.index_next().is_ok();
        drop(log);
        let disk = disk.crash(&SeededRandom::new(after));
        let has_directory = disk
            .contents("queues-000000000001.sidecar")
            .is_some_and(|sidecar| sidecar.len() > 128 && sidecar[8] == 2);
        raised += u64::from(least(&disk) == 3);
        made += u64::from(has_directory);
        assert!(!(done || has_directory) || least(&disk) == 3, "power failed after {after}");
    }
    assert!(raised > made && made > 0, "{raised} raised, {made} made");
}

#[test]
fn a_sidecar_waits_for_the_room_that_format_needs() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = filled(&disk, &SeededRandom::new(5), &[5]);
    disk.inject(Fault::SyncFindsNoRoom { after: 0 });
    assert!(!log.index_next().unwrap() && !log.has_failed());
    std::thread::sleep(std::time::Duration::from_millis(210));
    assert!(!log.groups(&stretches(&log)[0], true).unwrap().unwrap().is_empty());
}
