//! CPU that the log costs, for a look: `cargo test --release -p millpond-log --test figures -- --ignored
//! --nocapture`.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::sync::Arc;

use harness::*;
use millpond_log::segment::{Class, Format, Options, SegmentLog, Sync};
use millpond_log::{Durability, Epoch, EventRef, Log, Partition, Position, Store};
use millpond_runtime::disk::RealDisk;
use millpond_runtime::{OsRandom, Stopwatch, boot_id};

/// Nanoseconds that this thread has run.
fn cpu_ns() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

fn microseconds(ns: u64, count: u64) -> f64 {
    ns as f64 / count as f64 / 1000.0
}

#[test]
#[ignore = "measures, not checks: cargo test --release -p millpond-log --test figures -- --ignored --nocapture"]
fn cpu_of_an_index() {
    for len in [100, 1024] {
        let path = std::env::temp_dir().join(format!("millpond-index-figures-{}", std::process::id()));
        let disk = Arc::new(RealDisk::open_or_create(&path).unwrap());
        let random = Arc::new(OsRandom::default());
        let format = Format::open_or_create(&*disk, 256, &*random).unwrap();
        let indexer = Arc::new(harness::posts::PostIndexer);
        let options = Options { sync: Sync::Os, indexer, ..Options::new(Class::Queues, random, boot_id()) };
        let mut log = SegmentLog::open(disk, &format, options).unwrap();
        no_wake(&log, 1);
        let mut seqs = [0; 16];
        for n in 0..200_000u64 {
            let partition = (n % 16) as usize;
            let post = millpond_log::Posted {
                resource: 1 + n % 3,
                sequence: n / 48,
                sent: n,
                group: None,
                past: None,
                forwarded: false,
                deduplication: None,
            };
            let body = harness::posts::body(n, &[post], len);
            log.submit(Partition(partition as u32), record(1, OWNER, seqs[partition], body), Durability::Now);
            seqs[partition] += 1;
            if n % 100 == 99 {
                log.commit_once(at(n)).unwrap();
            }
        }
        let (cpu, wall) = (cpu_ns(), Stopwatch::start());
        while log.index_next().unwrap() {}
        let (cpu, wall) = (cpu_ns() - cpu, wall.elapsed_ns());
        let mut sealed = Vec::new();
        log.sealed(millpond_log::Lane(0), &mut sealed);
        let rows: u64 = sealed.iter().flat_map(|it| &it.stretches).map(|(it, _)| u64::from(it.count)).sum();
        let sidecars: u64 = std::fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name().to_string_lossy().ends_with(".sidecar"))
            .map(|entry| entry.metadata().unwrap().len())
            .sum();
        println!(
            "{len} B: {rows} rows indexed at {:.2} µs of CPU ({:.2} µs of wall), {} B of sidecar each",
            microseconds(cpu, rows),
            microseconds(wall, rows),
            sidecars / rows
        );
        let mut read = 0;
        let cpu = cpu_ns();
        for (partition, stretch) in
            sealed.iter().flat_map(|it| it.stretches.iter().map(|(stretch, _)| (it.partition, stretch)))
        {
            for block in 0..stretch.count.div_ceil(millpond_log::BLOCK_ROWS) {
                for ten in log.rows(stretch, block, true).unwrap().unwrap().chunks(10) {
                    let event = |row: &millpond_log::Row| EventRef {
                        partition,
                        position: row.position,
                        offset: row.offset,
                        len: row.len,
                    };
                    let events: Vec<_> = ten.iter().map(event).collect();
                    read += log.read_several(&events, true).unwrap().unwrap().len() as u64;
                }
            }
        }
        println!(
            "{len} B: {read} read by their rows, ten at once, at {:.2} µs",
            microseconds(cpu_ns() - cpu, read)
        );
        for covered in [false, true] {
            if covered {
                let snapshot = |partition| millpond_log::Snapshot {
                    partition: Partition(partition),
                    position: log.bounds(Partition(partition)).unwrap().1,
                    epoch: Epoch(1),
                    owner: OWNER,
                    claimed_at: Position(0),
                    next_owner_seq: 0,
                    digest: 0,
                    hot_from: sealed
                        .iter()
                        .rfind(|it| it.partition.0 == partition)
                        .map_or(Position(0), |it| it.end),
                    live_bytes: (0..99).map(|segment| (segment, 1)).collect(),
                    data_version: 1,
                    state: vec![1; 2000].into(),
                    pages: Vec::new(),
                    draft: 0,
                };
                let cpu = cpu_ns();
                log.write_checkpoint((0..256).map(snapshot).collect()).unwrap();
                println!("{len} B: a checkpoint in {} µs of CPU", (cpu_ns() - cpu) / 1000);
            }
            log.close(at(900_000)).unwrap();
            drop(log);
            let disk = Arc::new(RealDisk::open_or_create(&path).unwrap());
            let random = Arc::new(OsRandom::default());
            let format = Format::open_or_create(&*disk, 256, &*random).unwrap();
            let options = Options { sync: Sync::Os, ..Options::new(Class::Queues, random, boot_id()) };
            let cpu = cpu_ns();
            log = SegmentLog::open(disk, &format, options).unwrap();
            let what = if covered { "with a checkpoint" } else { "without one" };
            println!("{len} B: reopened {what} in {} µs of CPU", (cpu_ns() - cpu) / 1000);
            no_wake(&log, 1);
        }
        drop(log);
        std::fs::remove_dir_all(&path).unwrap();
    }
}

#[test]
#[ignore = "measures, not checks: cargo test --release -p millpond-log --test figures -- --ignored --nocapture"]
fn cpu_of_a_message() {
    const COUNT: u64 = 200_000;
    for (sync, at_once) in
        [(Sync::Fsync, 1), (Sync::Fsync, 100), (Sync::Fsync, 1000), (Sync::Os, 100), (Sync::Os, 1000)]
    {
        let count = if at_once == 1 { 5000 } else { COUNT };
        let path = std::env::temp_dir().join(format!("millpond-figures-{}", std::process::id()));
        let open = || {
            let disk = Arc::new(RealDisk::open_or_create(&path).unwrap());
            let random = Arc::new(OsRandom::default());
            let format = Format::open_or_create(&*disk, 256, &*random).unwrap();
            let log = SegmentLog::open(
                disk,
                &format,
                Options { sync, ..Options::new(Class::Queues, random, boot_id()) },
            );
            let log = log.unwrap();
            no_wake(&log, 1);
            log
        };
        let log = open();
        for partition in 0..256 {
            log.claim(Partition(partition), Epoch(1), OWNER);
        }
        log.commit_once(at(0)).unwrap();
        let body = body_of(&[&[7; 1024]]);
        let mut seqs = [0; 16];
        let (cpu, wall) = (cpu_ns(), Stopwatch::start());
        for n in 0..count {
            let partition = (n % 16) as usize;
            log.submit(
                Partition(partition as u32),
                record(1, OWNER, seqs[partition], body.clone()),
                Durability::Now,
            );
            seqs[partition] += 1;
            if n % at_once == at_once - 1 {
                log.commit_once(at(n)).unwrap();
                drain(&log, 0);
            }
        }
        let write = (microseconds(cpu_ns() - cpu, count), microseconds(wall.elapsed_ns(), count));
        let (offset, bytes) = events_of(&body).remove(0);
        let cpu = cpu_ns();
        for n in 0..count {
            let event = EventRef {
                partition: Partition((n % 16) as u32),
                position: Position(1 + n / 16),
                offset,
                len: bytes.len() as u32 + 4,
            };
            log.read(event).unwrap();
        }
        let read = microseconds(cpu_ns() - cpu, count);
        let stats = log.stats();
        log.close(at(count)).unwrap();
        drop(log);
        let cpu = cpu_ns();
        let log = open();
        let opening = (cpu_ns() - cpu) / 1_000_000;
        let cpu = cpu_ns();
        let all: Vec<_> = (0..256).map(|p| (Partition(p), Position(0))).collect();
        log.replay(&all, &mut |_, _, _| Ok(())).unwrap();
        let replaying = (cpu_ns() - cpu) / 1_000_000;
        println!(
            "{sync:?}, {at_once} a commit: {:.2} µs of CPU a message written ({:.2} µs of wall), {read:.2} read; {} B of log a \
             message; {count} reopened in {opening} ms of CPU, replayed in {replaying}",
            write.0,
            write.1,
            stats.bytes / count
        );
        drop(log);
        std::fs::remove_dir_all(&path).unwrap();
    }
}

/// 10,000 resources with a few messages each in every one of 63 segments.
#[test]
#[ignore = "measures, not checks: cargo test --release -p millpond-log --test figures -- --ignored --nocapture"]
fn cpu_of_run_tables() {
    const RESOURCES: u64 = 10_000;
    let path = std::env::temp_dir().join(format!("millpond-table-figures-{}", std::process::id()));
    let disk = Arc::new(RealDisk::open_or_create(&path).unwrap());
    let random = Arc::new(OsRandom::default());
    let format = Format::open_or_create(&*disk, 256, &*random).unwrap();
    let indexer = Arc::new(harness::posts::PostIndexer);
    let segment_sizes_bytes = [4 << 20; 4];
    let options = Options {
        segment_sizes_bytes,
        sync: Sync::Os,
        indexer,
        ..Options::new(Class::Queues, random, boot_id())
    };
    let log = SegmentLog::open(disk, &format, options).unwrap();
    no_wake(&log, 1);
    let mut sent = 0u64;
    while log.stats().segments < 65 {
        let (resource, round) = (sent % RESOURCES, sent / RESOURCES);
        let partition = resource % 256;
        let post = |sequence| millpond_log::Posted {
            resource: 1 + resource,
            sequence,
            sent,
            group: None,
            past: None,
            forwarded: false,
            deduplication: None,
        };
        // Resources differ in how much is sent to them.
        let few = 1 + resource % 4;
        let posts: Vec<_> = (round * few..(round + 1) * few).map(post).collect();
        let body = harness::posts::body(sent, &posts, 100);
        let owner_seq = round * RESOURCES / 256 + resource / 256;
        log.submit(Partition(partition as u32), record(1, OWNER, owner_seq, body), Durability::Now);
        sent += 1;
        if sent.is_multiple_of(500) {
            log.commit_once(at(sent)).unwrap();
            log.completions(millpond_log::Lane(0), &mut Vec::new());
        }
    }
    while log.index_next().unwrap() {}
    let stretches: Vec<_> =
        (1..64).flat_map(|id| log.stretches_of(id).unwrap()).map(|(_, stretch)| stretch).collect();
    let (cpu, last) = (cpu_ns(), stretches[stretches.len() - 1]);
    let sought = millpond_log::Sought { resource: last.resource, sequence: last.first, from: 1, to: 63 };
    log.runs(&sought, true).unwrap().unwrap();
    println!("a look-up without a run table: {:.0} µs of CPU", microseconds(cpu_ns() - cpu, 1));
    let (cpu, wall) = (cpu_ns(), Stopwatch::start());
    assert!(log.merge_next().unwrap());
    let (cpu, wall) = (cpu_ns() - cpu, wall.elapsed_ns());
    let bytes = std::fs::metadata(path.join("queues-000000000000.runs")).unwrap().len();
    println!(
        "{} stretches merged in {:.0} ms of CPU ({:.0} ms of wall): {:.2} B each",
        stretches.len(),
        cpu as f64 / 1e6,
        wall as f64 / 1e6,
        bytes as f64 / stretches.len() as f64
    );
    let some = stretches.iter().step_by(61);
    for may_block in [false, true] {
        let (cpu, mut count) = (cpu_ns(), 0);
        for stretch in some.clone() {
            let (resource, sequence) = (stretch.resource, stretch.first);
            let sought = millpond_log::Sought { resource, sequence, from: 1, to: 63 };
            let found = log.runs(&sought, may_block).unwrap().unwrap();
            assert_eq!(found[0].stretch, *stretch);
            count += 1;
        }
        println!("a look-up: {:.2} µs of CPU (may wait: {may_block})", microseconds(cpu_ns() - cpu, count));
    }
    std::fs::remove_dir_all(&path).unwrap();
}
