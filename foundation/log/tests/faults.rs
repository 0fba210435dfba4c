//! A disk that says no: what fails is told once and never tried again, and what has no room waits for it.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::io::ErrorKind;
use std::sync::{Arc, Mutex};

use harness::*;
use millpond_log::segment::{Options, Outlook, fsck};
use millpond_log::{Durability, Entry, Epoch, Log, LogError, Partition, Room, SegmentLog};
use millpond_runtime::Disk;
use millpond_runtime::disk::{Fault, SimulatedDisk};

const MIB: u64 = 1 << 20;

fn telling(seed: u64) -> (Options, Arc<Mutex<Vec<String>>>) {
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let tell = told.clone();
    let on_fatal = Arc::new(move |error: &LogError| tell.lock().unwrap().push(error.to_string()));
    (Options { on_fatal, ..options(seed) }, told)
}

#[test]
fn after_a_failed_write_or_sync_nothing_is_confirmed_and_nothing_tried_again() {
    for (fault, word) in [
        (Fault::SyncFails { after: 0 }, "sync queues-000000000001.segment"),
        (Fault::WriteFails { after: 0 }, "bytes at offset 4"),
    ] {
        let disk = SimulatedDisk::new(64 * MIB);
        let (options, told) = telling(1);
        let log = open_with(&disk, 7, options).unwrap();
        log.claim(Partition(0), Epoch(1), OWNER);
        submit(&log, 0, 1, 0, b"confirmed");
        log.commit_once(at(0)).unwrap();
        assert_eq!(drain(&log, 0).len(), 2);
        submit(&log, 0, 1, 1, b"not");
        disk.inject(fault);
        log.commit_once(at(1)).unwrap_err();
        let operations = disk.operations();
        submit(&log, 0, 1, 2, b"nor this");
        assert!(log.commit_once(at(2)).unwrap_err().to_string().contains("failed before"));
        assert!(log.tick(at(500)).is_err() && log.close(at(500)).is_err() && log.has_failed());
        assert_eq!(drain(&log, 0), [], "nothing is confirmed");
        assert_eq!(disk.operations(), operations, "nothing is tried again");
        let told = told.lock().unwrap();
        assert!(told.len() == 1 && told[0].contains(word) && told[0].contains("os error 5"), "{told:?}");
        let log = open(&disk.kill(), 7, 2).unwrap();
        let found = entries(&log, Partition(0));
        assert!(found.len() == 2 || found.len() == 3);
        assert_served(&log, &log, Partition(0));
    }
}

#[test]
fn what_has_no_room_waits_and_is_confirmed_when_there_is_some() {
    let disk = SimulatedDisk::new(256 * MIB);
    disk.occupy(248 * MIB);
    let (options, told) = telling(1);
    let log = open_with(&disk, 7, options).unwrap();
    log.claim(Partition(0), Epoch(1), OWNER);
    log.commit_once(at(0)).unwrap();
    // Without asking for room.
    let mut seq = 0;
    let refusal = loop {
        submit(&log, 0, 1, seq, &[7; 100_000]);
        seq += 1;
        if let Err(error) = log.commit_once(at(seq)) {
            break error;
        }
    };
    assert!(
        matches!(&refusal, LogError::Io { error, .. } if error.kind() == ErrorKind::StorageFull),
        "{refusal}"
    );
    assert!(!log.has_failed() && told.lock().unwrap().is_empty());
    assert_eq!(log.room(), Room::None);
    submit(&log, 0, 1, seq, b"small, but behind the others");
    log.commit_once(at(seq)).unwrap_err();
    assert_eq!(entries(&log, Partition(0)).len() as u64, seq, "the claim and all records but the last");
    disk.occupy(0);
    assert_eq!(log.room(), Room::Ample);
    assert!(log.commit_once(at(seq)).unwrap());
    assert_eq!(drain(&log, 0).last(), Some(&confirmed(0, 1, 0, seq + 1, 1)), "in order, none missing");
}

/// Sends fill the disk, and are refused at the reserve. Deletes go on; then space comes back, and sends
/// with it.
#[test]
fn a_full_disk_refuses_sends_takes_deletes_and_recovers() {
    let mut disk = SimulatedDisk::new(512 * MIB);
    let mut confirmed_before = 0;
    for cycle in 0..20 {
        let (options, told) = telling(cycle);
        let log = open_with(&disk, 7, options).unwrap();
        assert_eq!(entries(&log, Partition(3)).len() as u64, confirmed_before);
        log.claim(Partition(3), Epoch(cycle + 1), OWNER);
        disk.occupy(0);
        let free = disk.space().unwrap().free_bytes;
        disk.occupy(free - 6 * MIB);
        assert_eq!(log.room(), Room::Ample);
        let (seq, mut sends, mut deletes) = (std::cell::Cell::new(0), 0, 0);
        let put = |len: usize| {
            submit(&log, 3, cycle + 1, seq.get(), &vec![1; len]);
            seq.set(seq.get() + 1);
        };
        while deletes < 2000 {
            // Many are decided before the first is on the disk.
            for _ in 0..50 {
                if log.room() == Room::Ample {
                    put(8 << 10);
                    sends += 1;
                } else {
                    assert_eq!(log.room(), Room::Reserve);
                    put(20);
                    deletes += 1;
                }
            }
            while log.commit_once(at(seq.get())).unwrap() {}
        }
        assert!(sends > 100, "{sends}");
        disk.occupy(0);
        assert_eq!(log.room(), Room::Ample);
        put(8 << 10);
        log.commit_once(at(seq.get())).unwrap();
        confirmed_before += 1 + seq.get();
        assert_eq!(log.bounds(Partition(3)).unwrap().1.0, confirmed_before);
        if cycle % 2 == 0 {
            log.close(at(seq.get())).unwrap();
        }
        assert!(told.lock().unwrap().is_empty());
        disk = disk.kill();
    }
}

#[test]
fn segments_grow_and_shrink_with_the_room_there_is() {
    let disk = SimulatedDisk::new(1 << 30);
    let options = Options { segment_sizes_bytes: [MIB, 4 * MIB, 16 * MIB, 64 * MIB], ..options(1) };
    let log = open_with(&disk, 7, options).unwrap();
    log.claim(Partition(0), Epoch(1), OWNER);
    let fill = |bytes: u64, from: u64| {
        let count = bytes / 500_000;
        for seq in from..from + count {
            submit(&log, 0, 1, seq, &[3; 500_000]);
            log.commit_once(at(seq)).unwrap();
        }
        from + count
    };
    let sizes = || -> Vec<u64> {
        let names = disk.list().unwrap().into_iter().filter(|name| name.ends_with(".segment"));
        names.map(|name| disk.open(&name).unwrap().len().unwrap() / MIB).collect()
    };
    let seq = fill(100 * MIB, 0);
    assert_eq!(sizes(), [1, 4, 16, 64, 64]);
    let free = disk.space().unwrap().free_bytes;
    disk.occupy(free - 70 * MIB);
    let seq = fill(60 * MIB, seq);
    assert_eq!(sizes()[5..], [16], "the next size would touch the reserve of a twentieth");
    // Less than any usual size: one just large enough for the frame.
    let free = disk.space().unwrap().free_bytes;
    disk.occupy(disk.space().unwrap().total_bytes - 166 * MIB - 15 * MIB);
    assert!(free > 15 * MIB);
    for at_once in 0..7 {
        submit(&log, 0, 1, seq + at_once, &[3; 2_000_000]);
    }
    log.commit_once(at(0)).unwrap();
    let last = disk.list().unwrap().pop().unwrap();
    assert_eq!(disk.open(&last).unwrap().len().unwrap(), 14_024_704);
}

#[test]
fn an_unclean_end_costs_a_small_segment_only() {
    let mut disk = SimulatedDisk::new(1 << 30);
    for life in 1..6 {
        let options = Options { segment_sizes_bytes: [MIB, 4 * MIB, 16 * MIB, 64 * MIB], ..options(life) };
        let log = open_with(&disk, 7, options).unwrap();
        log.claim(Partition(0), Epoch(life), OWNER);
        log.commit_once(at(life)).unwrap();
        disk = disk.kill();
        let report = fsck(&disk);
        assert!(matches!(report.classes[0].outlook, Outlook::Repair { torn: false, .. }), "{report}");
        assert_eq!(disk.list().unwrap().len() as u64, 1 + life);
    }
    assert!(disk.space().unwrap().free_bytes > (1 << 30) - 6 * MIB);
}

#[test]
fn the_frame_that_follows_comes_once_and_brings_the_lazy_records() {
    let disk = SimulatedDisk::new(64 * MIB);
    let log = open(&disk, 7, 1).unwrap();
    assert_eq!(log.next_tick(), None);
    log.claim(Partition(0), Epoch(1), OWNER);
    log.commit_once(at(10)).unwrap();
    assert_eq!(log.next_tick(), Some(110));
    submit(&log, 0, 1, 0, b"now");
    log.commit_once(at(50)).unwrap();
    assert_eq!(log.next_tick(), Some(150), "each commit puts it off");
    log.submit(Partition(0), record(1, OWNER, 1, body_of(&[b"lazy"])), Durability::Lazy);
    assert!(!log.tick(at(149)).unwrap() && log.tick(at(150)).unwrap());
    assert_eq!(drain(&log, 0).last(), Some(&confirmed(0, 1, 0, 2, 1)));
    let operations = disk.operations();
    assert_eq!(log.next_tick(), None);
    assert!(!log.tick(at(10_000)).unwrap() && !log.commit_once(at(10_000)).unwrap());
    assert_eq!(disk.operations(), operations, "an idle log writes nothing");
    log.submit(Partition(0), record(1, OWNER, 2, body_of(&[b"lazy"])), Durability::Lazy);
    log.commit_once(at(10_001)).unwrap();
    assert_eq!(log.next_tick(), None, "nobody was told of it");
}

#[test]
fn a_clean_stop_is_continued_in_place() {
    let mut disk = SimulatedDisk::new(64 * MIB);
    for life in 1..6 {
        let options = Options { segment_sizes_bytes: [MIB; 4], ..options(life) };
        let log = open_with(&disk, 7, options).unwrap();
        assert!(log.recovery().clean && !log.recovery().torn);
        assert_eq!(log.recovery().last_written.is_some(), life > 1);
        log.claim(Partition(0), Epoch(life), OWNER);
        log.commit_once(at(life)).unwrap();
        log.close(at(life)).unwrap();
        submit(&log, 0, life, 0, b"too late");
        assert!(!log.commit_once(at(life)).unwrap());
        drop::<SegmentLog>(log);
        disk = disk.kill();
        assert_eq!(disk.list().unwrap(), ["FORMAT", "queues-000000000001.segment"]);
        assert!(matches!(fsck(&disk).classes[0].outlook, Outlook::Continue));
    }
    let claims: Vec<_> = (1..6).map(|life| Entry::Claim { epoch: Epoch(life), owner: OWNER }).collect();
    assert_eq!(entries(&open(&disk, 7, 9).unwrap(), Partition(0)), claims);
}

#[test]
fn nothing_is_appended_where_something_torn_stands_behind_a_clean_stop() {
    let disk = SimulatedDisk::new(64 * MIB);
    let log = open(&disk, 7, 1).unwrap();
    log.claim(Partition(0), Epoch(1), OWNER);
    log.commit_once(at(0)).unwrap();
    log.close(at(1)).unwrap();
    let name = "queues-000000000001.segment";
    let mut bytes = disk.contents(name).unwrap();
    *bytes.last_mut().unwrap() = 1;
    disk.put(name, &bytes);
    assert!(matches!(fsck(&disk).classes[0].outlook, Outlook::Repair { torn: true, .. }));
    let log = open(&disk, 7, 2).unwrap();
    assert!(log.recovery().torn && !log.recovery().clean);
    assert!(disk.list().unwrap().contains(&"queues-000000000002.segment".to_owned()));
    assert_eq!(entries(&log, Partition(0)).len(), 1);
}
