//! Checkpoints write what has changed, keep what stays in two files, and do without either.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use harness::small::*;
use harness::*;
use millpond_log::segment::{SegmentLog, fsck};
use millpond_log::{Log, Partition, Snapshot};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, Random, SeededRandom};

/// A state of so many bytes of noise.
fn state_of(seed: u64, bytes: usize) -> Vec<u8> {
    let mut state = vec![0; bytes];
    SeededRandom::new(seed).fill(&mut state);
    state
}

fn with_states(log: &SegmentLog, states: [&[u8]; 2]) -> Vec<Snapshot> {
    let snapshots = snapshots(log, &[], 0).into_iter().zip(states);
    snapshots.map(|(snapshot, state)| Snapshot { state: state.to_vec().into(), ..snapshot }).collect()
}

fn sizes(disk: &SimulatedDisk) -> Vec<usize> {
    files(disk, ".pages").iter().map(|name| disk.contents(name).unwrap().len()).collect()
}

fn started(disk: &SimulatedDisk) -> SegmentLog {
    let log = open_small(disk, 1);
    submit(&log, 0, 1, 0, &[3; 300]);
    log.commit_once(at(1)).unwrap();
    log
}

fn assert_states(log: &SegmentLog, states: [&[u8]; 2]) {
    for (partition, state) in (0..).zip(states) {
        let snapshot = log.snapshot(Partition(partition)).unwrap().unwrap();
        assert!(snapshot.state == state, "partition {partition}");
    }
}

#[test]
fn what_stays_is_written_twice_and_then_no_more() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let (one, two) = (state_of(1, 100_000), state_of(2, 50));
    let write = |one: &[u8]| log.write_checkpoint(with_states(&log, [one, &two])).unwrap();
    let first = write(&one);
    assert!((100_000..105_000).contains(&first), "{first}");
    let again = write(&one);
    assert!((100_000..105_000).contains(&again), "the copy: {again}");
    let third = write(&one);
    assert!(third < 5000, "only where it all stands: {third}");
    assert_eq!(sizes(&disk).len(), 2);
    // Something is put into the middle, and something is appended.
    let grown = [&one[..50_000], b"new", &one[50_000..], &[7; 100]].concat();
    let changed = write(&grown);
    assert!((1000..20_000).contains(&changed), "{changed}");
    assert_states(&log, [&grown, &two]);
    drop(log);
    let disk = disk.kill();
    assert!(fsck(&disk).is_whole());
    assert_states(&open_small(&disk, 2), [&grown, &two]);
}

#[test]
fn files_of_which_little_is_needed_are_let_go_and_never_many_are_kept() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = started(&disk);
    let random = SeededRandom::new(9);
    let (mut one, two) = (state_of(1, 60_000), state_of(2, 3000));
    let mut written = 0;
    for round in 0..200 {
        // A hundred bytes change somewhere, and ever so often all of it.
        let at = random.below(one.len() as u64 - 100) as usize;
        random.fill(&mut one[at..at + 100]);
        if round % 70 == 69 {
            random.fill(&mut one);
        }
        written += log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
        let sizes = sizes(&disk);
        // Two checkpoints need up to seventeen each, and most of them are the same.
        assert!(sizes.len() <= 24, "round {round}: {sizes:?}");
        let all = sizes.iter().sum::<usize>();
        assert!(all < 6 * (one.len() + two.len()), "round {round}: {all}");
        assert_states(&log, [&one, &two]);
    }
    let whole = 200 * (one.len() + two.len()) as u64;
    assert!(written < whole / 4, "{written} of {whole}");
    assert!(fsck(&disk).is_whole());
}

/// Three checkpoints; something has changed before the last.
fn three() -> (SimulatedDisk, [Vec<u8>; 2]) {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let (mut one, two) = (state_of(1, 20_000), state_of(2, 3000));
    for _ in 0..2 {
        log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
    }
    one[10_000] ^= 1;
    log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
    log.close(at(2)).unwrap();
    (disk.kill(), [one, two])
}

#[test]
fn no_file_of_pages_is_missed_and_the_next_checkpoints_make_it_good() {
    let (whole, [one, two]) = three();
    let names = files(&whole, ".pages");
    assert_eq!(names.len(), 3);
    for name in &names {
        for damage in ["missing", "empty", "cut", "a bit", "zeroed"] {
            let disk = whole.copy();
            let mut bytes = disk.contents(name).unwrap();
            match damage {
                "missing" => disk.remove(name).unwrap(),
                "empty" => disk.put(name, &[]),
                "cut" => disk.put(name, &bytes[..bytes.len() - 1]),
                "a bit" => {
                    bytes[100] ^= 1;
                    disk.put(name, &bytes);
                }
                _ => disk.put(name, &vec![0; bytes.len()]),
            }
            let what = format!("{name} {damage}");
            let report = fsck(&disk);
            assert!(report.starts() && !report.is_whole(), "{what}: {report}");
            assert!(report.to_string().contains(&format!("{name} offset ")), "{what}: {report}");
            let log = open_small(&disk, 2);
            let newest = name == names.last().unwrap();
            assert_eq!(log.recovery().checkpoint, Some(if newest { 2 } else { 3 }), "{what}");
            if !newest {
                assert_states(&log, [&one, &two]);
            }
            // What is made good, and its copy.
            for _ in 0..3 {
                log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
            }
            assert_states(&log, [&one, &two]);
            drop(log);
            let disk = disk.kill();
            assert!(fsck(&disk).is_whole(), "{what}: {}", fsck(&disk));
            assert_states(&open_small(&disk, 3), [&one, &two]);
        }
    }
}

#[test]
fn pages_that_both_files_have_lost_are_missed_by_name() {
    let (disk, _) = three();
    let [first, second, _] = files(&disk, ".pages").try_into().unwrap();
    disk.put(&first, &[]);
    disk.put(&second, &[]);
    let report = fsck(&disk);
    assert_eq!(report.classes[0].checkpoint, None, "{report}");
    assert_eq!(report.classes[0].damaged_checkpoints.len(), 2, "{report}");
    assert!(report.to_string().contains(&format!("{second} offset 0")), "{report}");
}

#[test]
fn pages_without_a_checkpoint_are_removed() {
    let (disk, [one, two]) = three();
    let orphan = "queues-000000000004.pages";
    disk.put(orphan, b"its checkpoint never came");
    disk.put("queues-000000000005.pages.new", b"nor did it become one");
    let log = open_small(&disk, 2);
    assert_eq!(files(&disk, ".new"), [""; 0]);
    assert!(disk.contents(orphan).is_none());
    assert!(fsck(&disk).is_whole());
    log.write_checkpoint(with_states(&log, [&state_of(3, 1000), &two])).unwrap();
    log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
    assert_states(&log, [&one, &two]);
    assert!(fsck(&disk).is_whole());
}

/// The power goes between the pages and what would name them, and nobody has room for them twice.
#[test]
fn pages_whose_checkpoint_never_came_take_no_room_from_the_next() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let (one, two) = (state_of(1, 100_000), state_of(2, 50));
    let orphan = "queues-000000000001.pages";
    let mut point = 0;
    let disk = loop {
        let disk = disk.kill();
        let log = open_small(&disk, 2);
        disk.inject(Fault::PowerFails { after: point });
        log.write_checkpoint(with_states(&log, [&one, &two])).ok();
        let disk = disk.kill();
        if disk.contents(orphan).is_some() {
            break disk;
        }
        point += 1;
    };
    drop(log);
    assert!(files(&disk, ".checkpoint").is_empty());
    disk.occupy(disk.space().unwrap().free_bytes - 60_000);
    let log = open_small(&disk, 3);
    log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
    assert_states(&log, [&one, &two]);
}

/// A server may run for months, and a second file rot before it is started again.
#[test]
fn what_rots_while_the_log_is_open_is_made_good_by_later_checkpoints() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let (mut one, two) = (state_of(1, 20_000), state_of(2, 3000));
    for at in [5, 10_000, 15_000] {
        one[at] ^= 1;
        log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
    }
    for nth in 0..3 {
        let name = &files(&disk, ".pages")[nth];
        // In place: the log has it open.
        disk.open(name).unwrap().write_at(&[7; 600], 0).unwrap();
        assert!(!fsck(&disk).is_whole());
        for _ in 0..6 {
            log.write_checkpoint(with_states(&log, [&one, &two])).unwrap();
        }
        assert!(fsck(&disk).is_whole(), "{name}: {}", fsck(&disk));
    }
    drop(log);
    assert_states(&open_small(&disk.kill(), 2), [&one, &two]);
}
