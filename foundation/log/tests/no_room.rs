//! What finds no room while a sidecar or a checkpoint is made, at any of its writes and syncs, waits; and no sync that failed is
//! asked again of the same file.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::io::ErrorKind;
use std::sync::Arc;

use bytes::Bytes;
use harness::posts::{self, PostIndexer};
use harness::*;
use millpond_log::segment::{Format, Options, SegmentLog, Sync, fsck};
use millpond_log::{
    Durability, Epoch, Lane, Log, LogError, PageKey, Partition, Position, Posted, Snapshot, StatePage,
};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};

const SIZE: u64 = 16 << 10;

fn small(seed: u64) -> Options {
    Options { segment_sizes_bytes: [SIZE; 4], indexer: Arc::new(PostIndexer), ..options(seed) }
}

/// Posts until there are six segments.
fn fill(log: &SegmentLog) {
    while log.stats().segments < 6 {
        let n = log.bounds(Partition(0)).unwrap().1.0;
        let post = Posted {
            resource: 5,
            sequence: n,
            sent: 0,
            group: None,
            past: None,
            forwarded: false,
            deduplication: Some(u128::from(n)),
        };
        let body = posts::body(1_000_000, &[post], 500);
        log.submit(Partition(0), record(1, OWNER, n, body), Durability::Now);
        log.commit_once(at(0)).unwrap();
    }
}

fn snapshots(log: &SegmentLog, hot_from: u64) -> Vec<Snapshot> {
    let snapshot = |partition| Snapshot {
        partition: Partition(partition),
        position: log.bounds(Partition(partition)).unwrap().1,
        epoch: Epoch(1),
        owner: OWNER,
        claimed_at: Position(0),
        next_owner_seq: 0,
        digest: 0,
        hot_from: Position(if partition == 0 { hot_from } else { 0 }),
        live_bytes: if partition == 0 { [(2, 700)].into() } else { [].into() },
        data_version: 1,
        state: vec![partition as u8; 700].into(),
        pages: Vec::new(),
        draft: 0,
    };
    (0..2).map(snapshot).collect()
}

/// A state of partition 1 names a page, which the first checkpoint is given.
fn naming(log: &SegmentLog, hot_from: u64, is_first: bool) -> Vec<Snapshot> {
    let (mut snapshots, bytes) = (snapshots(log, hot_from), Bytes::from_static(&[5; 3000]));
    let key = PageKey::of(1, 2, &bytes);
    snapshots[1].pages.push(StatePage { key, bytes: Some(bytes).filter(|_| is_first) });
    snapshots
}

/// Makes every sidecar and two checkpoints, trying again what found no room. How often that was.
fn keep(log: &SegmentLog, told: &mut u64) -> Result<u64, LogError> {
    let (mut again, mut checkpoints) = (0, 0);
    let indexed = |told: &mut u64| -> Result<(), LogError> {
        while log.index_next()? {}
        let mut sealed = Vec::new();
        log.sealed(Lane(0), &mut sealed);
        *told = sealed.last().map_or(*told, |notice| notice.end.0);
        Ok(())
    };
    while log.stats().sidecars < 5 {
        indexed(told)?;
        if log.stats().sidecars < 5 {
            again += 1;
            std::thread::sleep(std::time::Duration::from_millis(210));
        }
    }
    while checkpoints < 2 {
        match log.write_checkpoint(naming(log, *told, checkpoints == 0)) {
            Ok(_) => checkpoints += 1,
            Err(LogError::Io { error, .. }) if error.kind() == ErrorKind::StorageFull => again += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(again)
}

#[test]
fn at_every_write_and_sync_of_sidecars_and_checkpoints_a_lack_of_room_only_puts_off() {
    let prepared = SimulatedDisk::new(16 << 20);
    {
        let log = open_with(&prepared, 2, small(1)).unwrap();
        fill(&log);
        log.close(at(1)).unwrap();
    }
    let prepared = prepared.kill();
    let (mut struck, mut put_off) = (0, 0);
    for fault in [(|after| Fault::WriteFindsNoRoom { after }) as fn(u64) -> Fault, |after| {
        Fault::SyncFindsNoRoom { after }
    }] {
        for after in 0..40 {
            let disk = prepared.copy();
            let log = open_with(&disk, 2, small(2)).unwrap();
            let (first, end) = log.bounds(Partition(0)).unwrap();
            assert_eq!(first, Position(0));
            disk.inject(fault(after));
            let again = keep(&log, &mut 0).unwrap_or_else(|error| panic!("{:?}: {error}", fault(after)));
            assert!(!log.has_failed() && again <= 1, "{:?}: {again}", fault(after));
            put_off += again;
            assert_eq!(files(&disk, ".new"), 0, "{:?}: something unfinished is left", fault(after));
            assert_eq!(files(&disk, ".pages"), 2, "{:?}: pages, and their copies", fault(after));
            struck += 1;
            // What was told to be durable is, also when the power goes now.
            let disk = disk.crash(&SeededRandom::new(after));
            let report = fsck(&disk);
            assert!(report.is_whole(), "{:?}: {report}", fault(after));
            assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 6, "{:?}", fault(after));
            let log = open_with(&disk, 2, small(3)).unwrap();
            assert_eq!(log.recovery().checkpoint, Some(2), "{:?}", fault(after));
            let named = PageKey::of(1, 2, &[5; 3000]);
            assert_eq!(page_of(&log, Partition(1), &named).unwrap()[..], [5; 3000], "{:?}", fault(after));
            assert_eq!(log.bounds(Partition(0)).unwrap().1, end);
            let mut ids = 0;
            log.remembered(0, &mut |_, _, set| ids += set.len() as u64).unwrap();
            assert!(ids > 80, "{ids}");
            fill_one(&log);
        }
    }
    assert!(struck == 80 && put_off > 20, "{struck} {put_off}");
}

fn fill_one(log: &SegmentLog) {
    submit(log, 1, 1, 0, b"it goes on");
    log.commit_once(at(2)).unwrap();
}

fn files(disk: &SimulatedDisk, suffix: &str) -> usize {
    disk.list().unwrap().iter().filter(|name| name.ends_with(suffix)).count()
}

#[test]
fn a_sync_of_the_log_itself_that_finds_no_room_ends_it() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_with(&disk, 2, Options { sync: Sync::Os, ..small(1) }).unwrap();
    fill(&log);
    disk.inject(Fault::SyncFindsNoRoom { after: 0 });
    log.write_checkpoint(snapshots(&log, 0)).unwrap_err();
    assert!(log.has_failed(), "that sync must not be repeated");
    assert_eq!(files(&disk, ".checkpoint"), 0);
}

#[test]
fn a_spare_that_finds_no_room_while_it_is_filled_is_given_up() {
    const MIB: u64 = 1 << 20;
    for fault in [Fault::WriteFindsNoRoom { after: 20 }, Fault::SyncFindsNoRoom { after: 3 }] {
        let disk = SimulatedDisk::new(256 * MIB);
        let log = open_with(&disk, 2, Options { segment_sizes_bytes: [2 * MIB; 4], ..small(1) }).unwrap();
        fill_one(&log);
        disk.inject(fault);
        let mut steps = 0;
        while log.prepare_spare().unwrap() {
            steps += 1;
        }
        assert!(!log.has_failed() && (1..4).contains(&steps), "{fault:?} {steps}");
        assert_eq!(files(&disk, ".spare.new"), 0);
        while log.prepare_spare().unwrap() {}
        assert_eq!(files(&disk, ".spare"), 2);
    }
}
