//! Logs of segments so small that checkpoints let some go, and the snapshots that make them do it.

use std::sync::Arc;

use bytes::Bytes;
use millpond_log::segment::{Options, SegmentLog};
use millpond_log::{Durability, Epoch, Log, Partition, Position, Posted, Snapshot};
use millpond_runtime::Disk;
use millpond_runtime::disk::SimulatedDisk;

use super::posts::{self, PostIndexer};
use super::{OWNER, at, open_with, options, record};

pub const SIZE: u64 = 16 << 10;

pub fn small(seed: u64) -> Options {
    Options {
        segment_sizes_bytes: [SIZE; 4],
        indexer: Arc::new(PostIndexer),
        checkpoint_log_bytes: [30_000, 60_000],
        ..options(seed)
    }
}

pub fn open_small(disk: &SimulatedDisk, seed: u64) -> SegmentLog {
    open_with(disk, 2, small(seed)).unwrap()
}

pub fn files(disk: &SimulatedDisk, suffix: &str) -> Vec<String> {
    disk.list().unwrap().into_iter().filter(|name| name.ends_with(suffix)).collect()
}

pub fn end(log: &SegmentLog) -> u64 {
    log.bounds(Partition(0)).unwrap().1.0
}

/// A record of one post of 500 bytes, whose number and id are the record's position.
pub fn body_of_post(n: u64, now: u64) -> Bytes {
    let post = Posted {
        resource: 5,
        sequence: n,
        sent: now,
        group: None,
        past: None,
        forwarded: false,
        deduplication: Some(u128::from(n)),
    };
    posts::body(1_000_000 + now, &[post], 500)
}

/// Sends to partition 0 until there are `count` more segments. Each record is one post of 500 bytes.
pub fn fill(disk: &SimulatedDisk, log: &SegmentLog, count: usize, now: u64) {
    let until = log.stats().segments as usize + count;
    while (log.stats().segments as usize) < until {
        let n = end(log);
        let body = body_of_post(n, now);
        log.submit(Partition(0), record(1, OWNER, n, body), Durability::Now);
        log.commit_once(at(now)).unwrap();
    }
    assert!(files(disk, ".segment").len() >= count);
}

/// A snapshot of each partition, in which these segments live.
pub fn snapshots(log: &SegmentLog, live: &[(u64, u64)], hot_from: u64) -> Vec<Snapshot> {
    let snapshot = |partition| Snapshot {
        partition: Partition(partition),
        position: log.bounds(Partition(partition)).unwrap().1,
        epoch: Epoch(1),
        owner: OWNER,
        claimed_at: Position(0),
        next_owner_seq: 0,
        digest: 0,
        hot_from: Position(if partition == 0 { hot_from } else { 0 }),
        live_bytes: if partition == 0 { live.iter().copied().collect() } else { [].into() },
        data_version: 1,
        // More than half of it in the pages.
        state: vec![partition as u8; 200].into(),
        pages: Vec::new(),
        draft: 0,
    };
    (0..2).map(snapshot).collect()
}
