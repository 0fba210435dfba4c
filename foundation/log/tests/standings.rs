//! How partitions stood at a segment's end is known behind it, whatever was let go.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use harness::small::*;
use harness::*;
use millpond_log::segment::{SegmentLog, fsck};
use millpond_log::{Durability, Lane, Log, Partition};
use millpond_runtime::Disk;
use millpond_runtime::disk::SimulatedDisk;

/// From this record on of partition 0 none counts: the one before is missing.
const GAP: u64 = 5;

/// Sends until there are `count` more segments. Each record is one post, whose id is its position.
fn send(log: &SegmentLog, now: u64, count: u64) {
    let until = log.stats().segments + count;
    while log.stats().segments < until {
        let n = end(log);
        let owner_seq = if n < GAP { n } else { n + 1 };
        let body = body_of_post(n, now);
        log.submit(Partition(0), record(1, OWNER, owner_seq, body), Durability::Now);
        log.commit_once(at(now)).unwrap();
    }
}

/// Makes all sidecars, and says how far the owner of partition 0 was told.
fn index_all(log: &SegmentLog) -> u64 {
    while log.index_next().unwrap() {}
    let mut sealed = Vec::new();
    log.sealed(Lane(0), &mut sealed);
    sealed.iter().filter(|it| it.partition == Partition(0)).map(|it| it.end.0).max().unwrap_or(0)
}

fn remembered(log: &SegmentLog) -> Vec<u128> {
    let mut ids = Vec::new();
    log.remembered(0, &mut |_, _, set| ids.extend(set.iter().map(|it| it.hash))).unwrap();
    ids.sort_unstable();
    ids
}

/// Three segments, of which the first, with the gap, is let go; the second one's sidecar is not made yet when the
/// process ends.
fn let_go(between: u64) -> SimulatedDisk {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    send(&log, 0, 2);
    let told = index_all(&log);
    for _ in 0..2 {
        log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
    }
    submit(&log, 1, 1, 0, b"later");
    log.commit_once(at(between)).unwrap();
    log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
    assert_eq!(files(&disk, ".segment"), ["queues-000000000002.segment"]);
    send(&log, between, 1);
    disk.kill()
}

#[test]
fn ids_behind_a_missing_record_stay_forgotten_when_its_segment_is_gone_and_another_process_goes_on() {
    let known: Vec<_> = (0..u128::from(GAP)).collect();
    // At once, and when the ids of the segment that is gone are forgotten.
    for between in [0, 300_001] {
        let disk = let_go(between);
        let log = open_small(&disk, 2);
        assert_eq!(remembered(&log), known);
        let told = index_all(&log);
        assert!(told > GAP + 20, "{told}");
        assert_eq!(remembered(&log), known, "{between}");
    }
}

#[test]
fn a_sidecar_that_is_made_again_is_the_same_to_the_byte_also_behind_one_that_is_gone_or_damaged() {
    let disk = let_go(300_001);
    let log = open_small(&disk, 2);
    send(&log, 300_001, 2);
    index_all(&log);
    let made = ["2", "3", "4"].map(|id| format!("queues-00000000000{id}.sidecar"));
    let good = made.each_ref().map(|name| disk.contents(name).unwrap());
    log.close(at(300_002)).unwrap();
    let closed = disk.kill();
    for missing in 1..8 {
        let disk = closed.copy();
        for (at, name) in made.iter().enumerate().filter(|(at, _)| missing & 1 << at != 0) {
            if at == 0 {
                let mut bytes = good[at].clone();
                let standings_at = u64::from_le_bytes(bytes[104..112].try_into().unwrap()) as usize;
                bytes[standings_at + 20] ^= 1;
                disk.put(name, &bytes);
            } else {
                disk.remove(name).unwrap();
            }
        }
        let report = fsck(&disk);
        assert!(report.starts() && report.is_whole() == (missing & 1 == 0), "{report}");
        let log = open_small(&disk, 3);
        index_all(&log);
        for (name, good) in made.iter().zip(&good) {
            assert!(disk.contents(name).unwrap() == *good, "{name}, {missing}");
        }
    }
    // What can't be made again is missed.
    let gone = "queues-000000000001.sidecar";
    let mut bytes = closed.contents(gone).unwrap();
    let standings_at = u64::from_le_bytes(bytes[104..112].try_into().unwrap()) as usize;
    bytes[standings_at + 20] ^= 1;
    closed.put(gone, &bytes);
    let refusal = open_with(&closed, 2, small(4)).err().unwrap().to_string();
    assert!(refusal.contains(&format!("{gone} offset {standings_at}")), "{refusal}");
}
