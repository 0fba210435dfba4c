//! One file for each version of each persisted format. They never change: what was written once is read for
//! ever, and what is written today is the same to the byte.
//!
//! A new version of a format adds files; `MILLPOND_BLESS=1` writes those that are missing.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::path::Path;

use harness::*;
use millpond_log::segment::{FORMAT_NAME, Format, Options, fsck};
use millpond_log::{
    Durability, Entry, Epoch, GroupRows, Lane, Log, PageKey, Partition, Past, Position, Posted, Row,
    SegmentLog, Snapshot, Sought, StatePage, Store, Stretch, TableRun,
};
use millpond_runtime::Disk;
use millpond_runtime::disk::SimulatedDisk;

const SEGMENT: &str = "queues-000000000001.segment";
const SIDECAR: &str = "queues-000000000001.sidecar";
const CHECKPOINT: &str = "queues-000000000001.checkpoint";
const PAGES: &str = "queues-000000000001.pages";
const RUN_TABLE: &str = "queues-000000000000.runs";
const SEGMENT_BYTES: usize = 1 << 20;
const HEADER_BYTES: usize = 4096;
/// Claims and records; the frame that follows them, in a block of its own; the clean stop.
const FRAMES_BYTES: usize = 4096 + 80 + 80;

fn written_today() -> SimulatedDisk {
    let disk = SimulatedDisk::new(64 << 20);
    let options = Options { segment_sizes_bytes: [SEGMENT_BYTES as u64; 4], ..options(42) };
    let log = open_with(&disk, 7, options).unwrap();
    log.claim(Partition(3), Epoch(1), OWNER);
    log.claim(Partition(5), Epoch(9), RIVAL);
    for (seq, entry) in records().into_iter().enumerate() {
        let durability = if seq == 1 { Durability::Lazy } else { Durability::Now };
        log.submit(Partition(3), entry, durability);
    }
    log.commit_once(at(7)).unwrap();
    log.tick(at(107)).unwrap();
    log.close(at(200)).unwrap();
    disk.kill()
}

fn records() -> Vec<millpond_log::Record> {
    vec![
        record(1, OWNER, 0, body_of(&[b"hello"])),
        record(1, OWNER, 1, body_of(&[])),
        record(1, OWNER, 2, body_of(&[b"two events", b"in one record"])),
    ]
}

fn golden(name: &str, today: &[u8]) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if !path.exists() && std::env::var_os("MILLPOND_BLESS").is_some() {
        std::fs::write(&path, today).unwrap();
    }
    std::fs::read(&path).unwrap()
}

#[test]
fn what_is_written_today_is_what_was_written_then() {
    let disk = written_today();
    let format = disk.contents(FORMAT_NAME).unwrap();
    let segment = disk.contents(SEGMENT).unwrap();
    let (header, frames) = segment.split_at(HEADER_BYTES);
    assert!(frames[FRAMES_BYTES..].iter().all(|byte| *byte == 0));
    assert!(golden("format-6.bin", &format) == format);
    assert!(golden("segment-header-1.bin", header) == header);
    assert!(golden("frames-1.bin", &frames[..FRAMES_BYTES]) == frames[..FRAMES_BYTES]);
}

#[test]
fn what_was_written_then_is_read_today() {
    (1..=6).for_each(|version| is_read_today(&format!("format-{version}.bin")));
}

fn is_read_today(format: &str) {
    let disk = SimulatedDisk::new(64 << 20);
    let mut segment = [golden("segment-header-1.bin", &[]), golden("frames-1.bin", &[])].concat();
    segment.resize(SEGMENT_BYTES, 0);
    disk.put(FORMAT_NAME, &golden(format, &[]));
    disk.put(SEGMENT, &segment);
    let report = fsck(&disk).to_string();
    assert_eq!(
        report,
        "store 956eeb2f2632d7bd03f166b233e3ef28, 7 partitions, readable by data format 1 and later\n\
         queues: 1 segments, 3 frames, 5 claims and records; a start would continue it in place\n\
         streams: 0 segments, 0 frames, 0 claims and records; a start would begin it\n"
    );
    let log = open(&disk, 99, 1).unwrap();
    assert_eq!(log.partitions(), 7, "P is a property of the data");
    let claim = |epoch, owner| Entry::Claim { epoch: Epoch(epoch), owner };
    let of_3: Vec<_> =
        std::iter::once(claim(1, OWNER)).chain(records().into_iter().map(Entry::Record)).collect();
    assert_eq!(entries(&log, Partition(3)), of_3);
    assert_eq!(entries(&log, Partition(5)), [claim(9, RIVAL)]);
    assert_served(&log, &log, Partition(3));
    let last = log.recovery().last_written.unwrap();
    assert_eq!((last.moment, last.boot_id), (at(200), BOOT));
    assert_eq!(disk.list().unwrap(), [FORMAT_NAME, SEGMENT]);
}

fn open_indexed(disk: &SimulatedDisk) -> SegmentLog {
    let indexer = std::sync::Arc::new(harness::posts::PostIndexer);
    let options = Options { segment_sizes_bytes: [64 << 10; 4], indexer, ..options(42) };
    open_with(disk, 7, options).unwrap()
}

/// A store whose first segment is sealed, with every sort of row, and a checkpoint.
fn indexed_today() -> SimulatedDisk {
    let (disk, log) = indexed();
    log.write_checkpoint(snapshots(3000)).unwrap();
    disk
}

fn indexed() -> (SimulatedDisk, SegmentLog) {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk);
    log.claim(Partition(3), Epoch(1), OWNER);
    let plain = |sequence| post(9, sequence, None);
    let past = Past { from: 8, receives: 2, first_received: Some(77) };
    let mut posts: Vec<_> = (1..=300).map(plain).collect();
    posts.push(Posted { group: Some(0), deduplication: Some(1 << 100), ..plain(400) });
    posts.push(Posted { past: Some(past), deduplication: Some(2), ..plain(401) });
    posts.push(Posted { forwarded: true, group: Some(5), ..plain(12) });
    posts.push(Posted { resource: 10, ..plain(1) });
    for (seq, posts) in posts.chunks(7).enumerate() {
        let body = harness::posts::body(1000 + seq as u64, posts, 20);
        log.submit(Partition(3), record(1, OWNER, seq as u64, body), Durability::Now);
    }
    log.commit_once(at(7)).unwrap();
    submit(&log, 5, 1, 0, &[1; 50_000]);
    log.commit_once(at(8)).unwrap();
    assert!(log.index_next().unwrap());
    (disk, log)
}

fn post(resource: u64, sequence: u64, group: Option<u64>) -> Posted {
    Posted {
        resource,
        sequence,
        sent: 500 + sequence,
        group,
        past: None,
        forwarded: false,
        deduplication: None,
    }
}

/// A store whose first segment is sealed and has messages of tenants: of three on resource 9, and one of each of 257 on
/// resource 10.
fn tenants_today() -> SimulatedDisk {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk);
    log.claim(Partition(3), Epoch(1), OWNER);
    let of_three = (1..=257).map(|sequence| {
        let group = [Some(77), Some(66), None][if sequence == 257 { 2 } else { sequence as usize % 2 }];
        post(9, sequence, group)
    });
    let of_many = (1..=257).map(|sequence| post(10, sequence, Some(sequence)));
    let posts: Vec<_> = of_three.chain(of_many).collect();
    for (seq, posts) in posts.chunks(40).enumerate() {
        let body = harness::posts::body(1000 + seq as u64, posts, 1);
        log.submit(Partition(3), record(1, OWNER, seq as u64, body), Durability::Now);
    }
    log.commit_once(at(7)).unwrap();
    submit(&log, 5, 1, 0, &[1; 50_000]);
    log.commit_once(at(8)).unwrap();
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 1);
    assert!(log.index_next().unwrap());
    let least = Format::read(&disk).unwrap().unwrap().least_version;
    assert_eq!(least, 3, "it has a group directory: older programs refuse");
    disk
}

/// Of partition 3 the state has so many bytes.
fn snapshots(bytes: usize) -> Vec<Snapshot> {
    let snapshot = |partition| Snapshot {
        partition: Partition(partition),
        position: Position(if partition == 3 { 45 } else { 0 }),
        epoch: Epoch(1),
        owner: OWNER,
        claimed_at: Position(0),
        next_owner_seq: 44,
        digest: 0xD1,
        hot_from: Position(0),
        live_bytes: if partition == 3 { [(1, 1000)].into() } else { [].into() },
        data_version: 1,
        state: (0..if partition == 3 { bytes } else { partition as usize })
            .map(|at| (at / 300) as u8 + partition as u8)
            .collect(),
        pages: Vec::new(),
        draft: 0,
    };
    (0..7).map(snapshot).collect()
}

#[test]
fn a_checkpoint_is_what_it_was_then_and_is_read_today() {
    let disk = indexed_today();
    let checkpoint = disk.contents(CHECKPOINT).unwrap();
    let pages = disk.contents(PAGES).unwrap();
    assert!(golden("checkpoint-2.bin", &checkpoint) == checkpoint);
    assert!(golden("checkpoint-2-pages.bin", &pages) == pages);
    for (version, bytes) in [(1, 3), (2, 3000)] {
        let disk = disk.copy();
        disk.remove(PAGES).unwrap();
        disk.put(CHECKPOINT, &golden(&format!("checkpoint-{version}.bin"), &[]));
        if version == 2 {
            disk.put(PAGES, &golden("checkpoint-2-pages.bin", &[]));
        }
        let disk = disk.kill();
        let report = fsck(&disk);
        assert!(report.is_whole(), "{report}");
        let report = report.to_string();
        assert!(report.contains("use checkpoint 1 and write the last frame again"), "{report}");
        let log = open(&disk, 7, 1).unwrap();
        assert_eq!(log.recovery().checkpoint, Some(1));
        for snapshot in snapshots(bytes) {
            assert_eq!(log.snapshot(snapshot.partition).unwrap(), Some(snapshot));
        }
        // And what follows is of today.
        log.write_checkpoint(snapshots(bytes)).unwrap();
        let disk = disk.kill();
        assert!(fsck(&disk).is_whole());
        assert_eq!(open(&disk, 7, 1).unwrap().recovery().checkpoint, Some(2));
    }
}

/// What the states of [`snapshots`] name: partition, resource, number, and how much it holds.
const STATE_PAGES: [(u32, u64, u64, usize); 6] = [
    (3, 9, 1, 700),
    (3, 9, 300, 20_000),
    (3, 9, 301, 1),
    (3, 1 << 40, 0, 5000),
    (3, u64::MAX, u64::MAX, 90),
    (5, 0, 0, 700),
];

fn with_state_pages(mut snapshots: Vec<Snapshot>, bytes_from: usize) -> Vec<Snapshot> {
    for (at, (partition, resource, number, length)) in STATE_PAGES.into_iter().enumerate() {
        let bytes = bytes::Bytes::from_iter((0..length).map(|it| (it / 100) as u8 + resource as u8));
        let key = PageKey::of(resource, number, &bytes);
        let page = StatePage { key, bytes: Some(bytes).filter(|_| at >= bytes_from) };
        snapshots[partition as usize].pages.push(page);
    }
    snapshots
}

#[test]
fn a_checkpoint_whose_states_name_pages_is_what_it_was_then_and_is_read_today() {
    let (disk, log) = indexed();
    log.write_checkpoint(with_state_pages(snapshots(3000), 0)).unwrap();
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 6, "older programs refuse");
    // And one that keeps most of them, and copies these.
    log.write_checkpoint(with_state_pages(snapshots(3000), 4)).unwrap();
    let read = |name: &str| disk.contents(name).unwrap();
    let [second, copies] = [CHECKPOINT, PAGES].map(|name| name.replace("01.", "02."));
    let files = [
        (CHECKPOINT, "checkpoint-3.bin"),
        (PAGES, "checkpoint-3-pages.bin"),
        (&second, "checkpoint-3-kept.bin"),
        (&copies, "checkpoint-3-kept-pages.bin"),
    ];
    for (name, then) in files {
        assert!(golden(then, &read(name)) == read(name), "{then}");
    }
    for newest in [1, 2] {
        let disk = disk.copy();
        files.iter().for_each(|(name, then)| disk.put(name, &golden(then, &[])));
        if newest == 1 {
            [&second, &copies].iter().for_each(|name| disk.remove(name).unwrap());
        }
        let disk = disk.kill();
        let report = fsck(&disk);
        assert!(report.is_whole(), "{report}");
        let log = open(&disk, 7, 1).unwrap();
        assert_eq!(log.recovery().checkpoint, Some(newest));
        let (named, whole) = (with_state_pages(snapshots(3000), 6), with_state_pages(snapshots(3000), 0));
        for (named, whole) in named.into_iter().zip(whole) {
            for page in whole.pages {
                assert_eq!(Some(page_of(&log, whole.partition, &page.key).unwrap()), page.bytes);
            }
            assert_eq!(log.snapshot(named.partition).unwrap(), Some(named));
        }
    }
}

#[test]
fn the_sidecar_of_a_segment_is_what_it_was_then_and_is_read_today() {
    let disk = indexed_today();
    let sidecar = disk.contents(SIDECAR).unwrap();
    assert!(golden("sidecar-2.bin", &sidecar) == sidecar);
    for name in ["sidecar-1.bin", "sidecar-2.bin"] {
        let disk = disk.copy();
        disk.put(SIDECAR, &golden(name, &[]));
        let disk = disk.kill();
        let report = fsck(&disk);
        assert!(report.is_whole() && report.to_string().contains("1 sidecars"), "{name}: {report}");
        let log = open(&disk, 7, 1).unwrap();
        assert!(log.index_next().unwrap());
        assert!(disk.contents(SIDECAR).unwrap() == golden(name, &[]), "it is kept as it is");
        let mut sealed = Vec::new();
        log.sealed(Lane(0), &mut sealed);
        let stretches = sealed[0].stretches.iter();
        let found: Vec<_> = stretches.map(|(it, _)| (it.resource, it.first, it.count)).collect();
        assert_eq!(found, [(9, 1, 300), (9, 400, 2), (9, 12, 1), (10, 1, 1)]);
        let rows = log.rows(&sealed[0].stretches[1].0, 0, true).unwrap().unwrap();
        assert_eq!((rows[0].group, rows[1].past.unwrap().from), (Some(1), 8));
    }
}

/// What a sidecar of [`tenants_today`] gives: which stretches, all of their rows, and the groups of the first.
fn tenants_in(log: &SegmentLog) -> (Vec<Stretch>, Vec<Row>, Vec<GroupRows>) {
    assert!(log.index_next().unwrap());
    let mut sealed = Vec::new();
    log.sealed(Lane(0), &mut sealed);
    let stretches: Vec<_> = sealed[0].stretches.iter().map(|(stretch, _)| *stretch).collect();
    let blocks = stretches.iter().flat_map(|stretch| [(stretch, 0), (stretch, 1)]);
    let rows = blocks.flat_map(|(stretch, block)| log.rows(stretch, block, true).unwrap().unwrap());
    let rows = rows.collect();
    assert_eq!(log.groups(&stretches[1], true).unwrap(), Some(Vec::new()), "too many groups");
    let groups = log.groups(&stretches[0], true).unwrap().unwrap();
    (stretches, rows, groups)
}

#[test]
fn the_sidecar_of_tenants_is_what_it_was_then_and_is_read_today() {
    let disk = tenants_today();
    let sidecar = disk.contents(SIDECAR).unwrap();
    assert!(golden("sidecar-2-tenants.bin", &sidecar) == sidecar);
    disk.put(SIDECAR, &golden("sidecar-2-tenants.bin", &[]));
    let disk = disk.kill();
    assert!(fsck(&disk).to_string().contains("1 sidecars"));
    let (_, rows, groups) = tenants_in(&open_indexed(&disk));
    assert_eq!(rows.len(), 514);
    let found: Vec<_> =
        groups.iter().map(|it| (it.group.map(|it| it.get()), it.count, it.first, it.last)).collect();
    assert_eq!(found, [(None, 1, 256, 256), (Some(66), 128, 0, 254), (Some(77), 128, 1, 255)]);
}

/// Owners keep where rows stand, over any number of starts.
#[test]
fn a_sidecar_of_the_first_version_is_made_again_with_its_rows_where_they_were() {
    let disk = tenants_today().kill();
    let today = disk.contents(SIDECAR).unwrap();
    let (stretches, rows, groups) = tenants_in(&open_indexed(&disk.copy()));
    let mut first = golden("sidecar-1-tenants.bin", &[]);
    disk.put(SIDECAR, &first);
    let log = open_indexed(&disk);
    assert_eq!(tenants_in(&log), (stretches.clone(), rows.clone(), Vec::new()));
    first[stretches[0].at as usize + 40] ^= 1;
    disk.open(SIDECAR).unwrap().write_at(&first, 0).unwrap();
    assert!(log.rows(&stretches[0], 0, true).is_err());
    assert_eq!(log.mend_next().unwrap().as_deref(), Some(SIDECAR));
    assert!(disk.contents(SIDECAR).unwrap() == today);
    let read = |stretch| [0, 1].map(|block| log.rows(stretch, block, true).unwrap().unwrap()).concat();
    assert!(stretches.iter().flat_map(read).eq(rows));
    assert_eq!(log.groups(&stretches[0], true).unwrap(), Some(groups));
}

/// A store whose first 63 segments are sealed, with stretches of every sort in some.
fn merged_today() -> SimulatedDisk {
    let disk = SimulatedDisk::new(64 << 20);
    let indexer = std::sync::Arc::new(harness::posts::PostIndexer);
    let options = Options { segment_sizes_bytes: [8 << 10; 4], indexer, ..options(42) };
    let log = open_with(&disk, 7, options).unwrap();
    let past = Past { from: 8, receives: 2, first_received: Some(77) };
    for seq in 0..64 {
        let first = 1 + 3 * seq + if seq >= 40 { 1 << 40 } else { 0 };
        let posts = [
            post(9, first, None),
            post(9, first + 1, None),
            post(9, first + 2, None),
            // There are two stretches of it in each segment.
            post(10, 10 * seq, Some(5)),
            post(10, 10 * seq + 5, Some(1 + seq % 2)),
            post(10, 10 * seq + 6, Some(2)),
            Posted { sequence: u64::MAX - 63 + seq, past: Some(past), ..post(u64::MAX, 1, None) },
            Posted { forwarded: true, ..post(9, seq / 2, None) },
        ];
        let body = harness::posts::body(1000 + seq, &posts, if seq % 9 == 8 { 300 } else { 20 });
        log.submit(Partition(3), record(1, OWNER, seq, body), Durability::Now);
        log.commit_once(at(seq)).unwrap();
        while log.stats().segments < seq + 2 {
            submit(&log, 5, 1, 0, &[1; 3000]);
            log.commit_once(at(seq)).unwrap();
        }
    }
    while log.index_next().unwrap() {}
    assert!(log.merge_next().unwrap() && !log.merge_next().unwrap());
    disk
}

#[test]
fn a_run_table_is_what_it_was_then_and_is_read_today() {
    let disk = merged_today();
    let table = disk.contents(RUN_TABLE).unwrap();
    assert!(golden("run-table-1.bin", &table) == table);
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 5, "older programs refuse");
    disk.put(RUN_TABLE, &golden("run-table-1.bin", &[]));
    let disk = disk.kill();
    let report = fsck(&disk);
    assert!(report.is_whole() && report.to_string().contains("1 run tables"), "{report}");
    let log = open(&disk, 7, 1).unwrap();
    assert_eq!(log.stats().run_tables, 1);
    disk.set_cached(false);
    let runs = |resource, sequence| {
        let found = log.runs(&Sought { resource, sequence, from: 1, to: 63 }, true).unwrap().unwrap();
        found.into_iter().map(|TableRun { stretch, bytes, sole }| {
            let Stretch { segment, first, count, kind, .. } = stretch;
            let sole = sole.map(|group| group.map(|group| group.get()));
            (segment, first, count, kind.grouped, kind.moved, bytes, sole)
        })
    };
    let plain = runs(9, (1 << 40) + 1 + 3 * 45).next().unwrap();
    assert_eq!(plain, (46, (1 << 40) + 1 + 3 * 44, 6, false, false, 3 * 331 + 3 * 47, Some(None)));
    let tenants: Vec<_> = runs(10, 600).collect();
    let expected = [
        (61, 600, 1, true, false, 43, Some(Some(5))),
        (61, 605, 2, true, false, 86, None),
        (62, 610, 1, true, false, 43, Some(Some(5))),
        (62, 615, 2, true, false, 86, Some(Some(2))),
    ];
    assert_eq!(tenants, expected);
    assert_eq!(runs(u64::MAX, u64::MAX - 30).len(), 26, "to the last of the group");
}

#[test]
fn a_plain_message_costs_sixteen_bytes_of_the_log() {
    let disk = SimulatedDisk::new(64 << 20);
    let options = Options { segment_sizes_bytes: [4 << 20; 4], ..options(1) };
    let log = open_with(&disk, 7, options).unwrap();
    let body = body_of(&[&[1; 1024]]);
    for seq in 0..1000 {
        log.submit(Partition(0), record(1, OWNER, seq, body.clone()), Durability::Now);
    }
    log.commit_once(at(0)).unwrap();
    let fields = body.len() as u64 - 12;
    let overhead = log.stats().bytes - 1000 * fields;
    assert!(overhead <= 1000 * 16 + 136, "{overhead}");
    assert!(log.stats().bytes < 1000 * (1024 + 64));
}
