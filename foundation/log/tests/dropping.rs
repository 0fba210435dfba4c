//! What checkpoints let go and what they hold on to, case by case.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::io::ErrorKind;

use harness::small::*;
use harness::*;
use millpond_log::segment::{Format, Options, Outlook, SegmentLog, Sync, fsck};
use millpond_log::{Epoch, EventRef, Lane, Log, LogError, Partition, Position, Store};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, Moment, SeededRandom};

fn index_all(log: &SegmentLog) -> u64 {
    while log.index_next().unwrap() {}
    let mut sealed = Vec::new();
    log.sealed(Lane(0), &mut sealed);
    sealed.last().map_or(0, |notice| notice.end.0)
}

/// Six segments, of which five are sealed, and two checkpoints that need of those the second alone.
fn dropped() -> (SimulatedDisk, SegmentLog) {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 6, 0);
    let told = index_all(&log);
    for _ in 0..2 {
        log.write_checkpoint(snapshots(&log, &[(2, 700)], told)).unwrap();
    }
    (disk, log)
}

/// Of segment 2, and of those that the two segments follow that are there.
const NEEDED: [&str; 3] =
    ["queues-000000000001.sidecar", "queues-000000000002.sidecar", "queues-000000000005.sidecar"];

#[test]
fn a_segment_goes_when_nothing_lives_in_it_and_its_sidecar_when_its_ids_are_forgotten() {
    let (disk, log) = dropped();
    assert_eq!(files(&disk, ".segment"), ["queues-000000000002.segment", "queues-000000000006.segment"]);
    let waiting = ["1", "3"].map(|id| format!("queues-00000000000{id}.spare"));
    assert_eq!(files(&disk, ".spare"), waiting);
    assert_eq!(files(&disk, ".sidecar").len(), 5);
    let stats = log.stats();
    assert_eq!((stats.segments, stats.segment_bytes, stats.dropped, stats.recycled), (2, 2 * SIZE, 4, 2));
    assert_eq!((stats.sidecars, stats.checkpoints), (5, 2));
    assert_eq!(log.sparse(), [(2, 700, log.sparse()[0].2)]);
    assert!(log.sparse()[0].2 > SIZE / 2 && log.stretches_of(2).unwrap()[0].1.resource == 5);
    assert!(log.stretches_of(6).is_err());
    let (first, _) = log.bounds(Partition(0)).unwrap();
    assert!(first.0 > 20);
    let below = log.replay(&[(Partition(0), Position(0))], &mut |_, _, _| Ok(()));
    assert!(matches!(below, Err(LogError::Trimmed { first: at }) if at == first));
    let (stretch, row) = {
        let stretch = log.stretches_of(2).unwrap()[0].1;
        (stretch, log.rows(&stretch, 0, true).unwrap().unwrap()[0])
    };
    let event = |row: millpond_log::Row| EventRef {
        partition: Partition(0),
        position: row.position,
        offset: row.offset,
        len: row.len,
    };
    log.read(event(row)).unwrap();
    let gone = EventRef { position: Position(0), ..event(row) };
    assert!(log.read(gone).is_err());
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 4, "older programs refuse");

    // Remembered for five minutes, and over a restart.
    let mut ids = 0;
    log.remembered(0, &mut |_, _, set| ids += set.len() as u64).unwrap();
    log.close(at(0)).unwrap();
    let disk = disk.kill();
    let log = open_small(&disk, 2);
    assert_eq!(log.recovery().checkpoint, Some(2));
    let mut again = 0;
    log.remembered(0, &mut |_, _, set| again += set.len() as u64).unwrap();
    assert_eq!((again, ids), (first.0, first.0));
    assert_eq!(log.rows(&stretch, 0, true).unwrap().unwrap()[0], row);
    log.read(event(row)).unwrap();
    submit(&log, 1, 1, 0, b"later");
    log.commit_once(at(300_001)).unwrap();
    let told = index_all(&log).max(first.0);
    log.write_checkpoint(snapshots(&log, &[(2, 700)], told)).unwrap();
    assert_eq!(
        files(&disk, ".sidecar"),
        NEEDED,
        "and those that say how partitions stood where a segment begins"
    );
    assert_eq!(files(&disk, ".checkpoint").len(), 2);
}

#[test]
fn sidecars_of_segments_that_are_gone_leave_also_while_nothing_is_written() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 6, 0);
    let told = index_all(&log);
    log.write_checkpoint(snapshots(&log, &[(1, 9), (2, 9), (3, 9), (4, 9), (5, 9)], told)).unwrap();
    log.write_checkpoint(snapshots(&log, &[(2, 700)], told)).unwrap();
    assert_eq!(files(&disk, ".segment").len(), 2);
    let now = |engine: u64, boot: u64| Moment { engine: 1_000_000 + engine, boot };
    assert!(!log.forget_sidecars(now(300_000, 300_000)).unwrap(), "not five minutes yet");
    assert!(!log.forget_sidecars(now(900_000, 0)).unwrap(), "a restart would not find it so late");
    assert!(!log.forget_sidecars(now(300_000, 900_000)).unwrap(), "it is not so late");
    assert!(log.forget_sidecars(now(300_001, 300_001)).unwrap(), "the older checkpoint still speaks of them");
    assert_eq!(files(&disk, ".sidecar").len(), 5);
    log.write_checkpoint(snapshots(&log, &[(2, 700)], told)).unwrap();
    assert_eq!(files(&disk, ".sidecar").len(), 5, "the last frame is no later");
    let operations = disk.operations();
    assert!(!log.forget_sidecars(now(300_000, 300_000)).unwrap());
    assert_eq!(disk.operations(), operations);
    assert!(!log.forget_sidecars(now(300_001, 300_001)).unwrap());
    assert_eq!(files(&disk, ".sidecar"), NEEDED);
    log.close(at(300_002)).unwrap();
    assert!(fsck(&disk.kill()).is_whole());
}

#[test]
fn damage_to_deduplication_ids_is_found_before_a_start_changes_anything() {
    let (disk, log) = dropped();
    submit(&log, 1, 1, 0, b"the last");
    log.commit_once(at(0)).unwrap();
    let mut ids = 0;
    log.remembered(0, &mut |_, _, set| ids += set.len() as u64).unwrap();
    let good = disk.kill();
    let damage = |name: &str| {
        let disk = good.copy();
        let mut bytes = disk.contents(name).unwrap();
        // The sets stand before how the partitions stood, which the header tells the place of.
        let standings_at = u64::from_le_bytes(bytes[104..112].try_into().unwrap()) as usize;
        bytes[standings_at - 20] ^= 4;
        disk.put(name, &bytes);
        disk
    };
    // Its segment is there.
    let disk = damage("queues-000000000002.sidecar");
    let report = fsck(&disk);
    assert!(report.starts() && !report.is_whole(), "{report}");
    let log = open_small(&disk, 2);
    assert!(log.recovery().damaged[0].contains("queues-000000000002.sidecar offset "));
    let mut again = 0;
    log.remembered(0, &mut |_, _, set| again += set.len() as u64).unwrap();
    assert_eq!(again, ids);
    // Its segment is gone.
    let disk = damage("queues-000000000003.sidecar");
    let operations = disk.operations();
    let refusal = open_with(&disk, 2, small(3)).err().unwrap().to_string();
    assert!(refusal.contains("queues-000000000003.sidecar offset "), "{refusal}");
    assert_eq!(disk.operations(), operations, "a refusal changes nothing");
    assert!(!fsck(&disk).starts());
    // Nobody asks for ids so old.
    let bytes = disk.contents("queues-000000000003.sidecar").unwrap();
    let disk = good.copy();
    let log = open_small(&disk, 4);
    submit(&log, 1, 2, 0, b"later");
    log.commit_once(at(300_001)).unwrap();
    log.close(at(300_001)).unwrap();
    let disk = disk.kill();
    disk.put("queues-000000000003.sidecar", &bytes);
    open_small(&disk, 5);
}

#[test]
fn what_is_needed_stays() {
    for case in 0..4 {
        let disk = SimulatedDisk::new(16 << 20);
        let log = open_small(&disk, 1);
        fill(&disk, &log, 6, 0);
        let told = if case == 0 { 0 } else { index_all(&log) };
        match case {
            // No owner knows of a sidecar.
            0 => drop(log.write_checkpoint(snapshots(&log, &[], 0)).unwrap()),
            // The rows are in the state.
            1 => drop(log.write_checkpoint(snapshots(&log, &[], 0)).unwrap()),
            // A partition's position.
            2 => {
                let mut snapshots = snapshots(&log, &[], told);
                snapshots[0].position = Position(0);
                log.write_checkpoint(snapshots).unwrap();
            }
            // The older checkpoint replays from the first.
            _ => {
                let mut old = snapshots(&log, &[], 0);
                old[0].position = Position(0);
                log.write_checkpoint(old).unwrap();
                log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
                log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
                assert_eq!(files(&disk, ".segment").len(), 1, "but not for ever");
                continue;
            }
        }
        assert_eq!(files(&disk, ".segment").len(), 6, "case {case}");
    }
}

/// Until there are two, the whole log is what a start falls back to.
#[test]
fn the_first_checkpoint_lets_nothing_go() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 3, 0);
    let told = index_all(&log);
    log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
    drop(log);
    for kind in [".checkpoint", ".pages"] {
        let disk = disk.copy().kill();
        disk.put(&files(&disk, kind)[0], b"damaged");
        let log = open_small(&disk, 2);
        assert_eq!((log.recovery().checkpoint, log.recovery().damaged.len()), (None, 1));
        assert_eq!(log.bounds(Partition(0)).unwrap().0, Position(0), "{kind}");
        // It is no older one, and the next is the first again.
        index_all(&log);
        for left in [4, 1] {
            log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
            assert_eq!(files(&disk, ".segment").len(), left, "{kind}");
        }
    }
}

#[test]
fn a_file_is_used_again_and_what_it_held_is_no_torn_tail() {
    let (disk, log) = dropped();
    fill(&disk, &log, 2, 0);
    assert_eq!(files(&disk, ".spare").len(), 0, "both were used");
    for partition in [Partition(0), Partition(1)] {
        let (first, _) = log.bounds(partition).unwrap();
        log.replay(&[(partition, first)], &mut |_, _, _| Ok(())).unwrap();
    }
    log.close(at(1)).unwrap();
    let disk = disk.kill();
    let bytes = disk.contents(files(&disk, ".segment").last().unwrap()).unwrap();
    assert!(bytes[13] == 2 && bytes[SIZE as usize / 2..].iter().any(|byte| *byte != 0));
    assert!(matches!(fsck(&disk).classes[0].outlook, Outlook::Continue));
    let log = open_small(&disk, 3);
    assert!(log.recovery().clean && !log.recovery().torn);
    // But a frame of its own is.
    log.claim(Partition(0), Epoch(2), OWNER);
    disk.inject(Fault::SyncFails { after: 0 });
    assert!(log.commit_once(at(2)).is_err());
    assert!(open_small(&disk.kill(), 4).recovery().clean.eq(&false));
}

#[test]
fn a_file_that_somebody_reads_is_not_used_again() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 3, 0);
    let told = index_all(&log);
    log.write_checkpoint(snapshots(&log, &[], told)).unwrap();
    let mut nested = Some(snapshots(&log, &[], told));
    log.replay(&[(Partition(0), Position(0))], &mut |_, _, _| {
        if let Some(snapshots) = nested.take() {
            log.write_checkpoint(snapshots)?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!((log.stats().dropped, log.stats().recycled), (2, 0));
    assert_eq!(files(&disk, ".spare").len(), 0);
}

#[test]
fn a_file_that_a_copy_of_the_directory_has_is_not_used_again() {
    let (disk, log) = dropped();
    let copied = files(&disk, ".spare");
    assert_eq!(copied.len(), 2);
    disk.name_elsewhere(&copied[1]);
    fill(&disk, &log, 1, 0);
    assert!(files(&disk, ".spare").is_empty(), "one is left to the copy, and one used");
    log.close(at(1)).unwrap();
    assert!(fsck(&disk.kill()).is_whole());
}

#[test]
fn a_snapshot_of_what_is_not_confirmed_is_refused_and_changes_nothing() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    log.write_checkpoint(snapshots(&log, &[], 0)).unwrap();
    assert!(files(&disk, ".checkpoint").is_empty(), "a log without a frame needs none");
    fill(&disk, &log, 1, 0);
    let operations = disk.operations();
    let mut ahead = snapshots(&log, &[], 0);
    ahead[0].position.0 += 1;
    let refusal = log.write_checkpoint(ahead).unwrap_err().to_string();
    assert!(refusal.contains("partition 0"), "{refusal}");
    assert!(log.write_checkpoint(snapshots(&log, &[], 0)[1..].to_vec()).is_err());
    assert!(!log.has_failed() && disk.operations() == operations);
}

#[test]
fn a_checkpoint_without_room_is_put_off_and_one_that_fails_ends_the_log() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 2, 0);
    disk.occupy(16 << 20);
    let full = log.write_checkpoint(snapshots(&log, &[], 0)).unwrap_err();
    assert!(matches!(full, LogError::Io { error, .. } if error.kind() == ErrorKind::StorageFull));
    assert!(!log.has_failed() && files(&disk, ".new").is_empty());
    disk.occupy(0);
    log.write_checkpoint(snapshots(&log, &[], 0)).unwrap();
    disk.inject(Fault::SyncFails { after: 0 });
    assert!(log.write_checkpoint(snapshots(&log, &[], 0)).is_err() && log.has_failed());
    assert!(log.commit_once(at(1)).is_err() || log.index_next().is_err());
}

#[test]
fn a_checkpoint_is_due_when_the_log_has_grown_by_enough() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    let grow = |log: &SegmentLog, bytes: u64| {
        while log.bytes_since_checkpoint() < bytes {
            assert!(!log.checkpoint_due());
            fill_one(log);
        }
        assert!(log.checkpoint_due());
    };
    grow(&log, 30_000);
    log.write_checkpoint(snapshots(&log, &[], 0)).unwrap();
    assert_eq!(log.bytes_since_checkpoint(), 0);
    let [manifest, pages] = ["checkpoint", "pages"].map(|of| format!("queues-000000000001.{of}"));
    let size = [manifest, pages].map(|name| disk.contents(&name).unwrap().len() as u64).iter().sum::<u64>();
    assert!((700..1200).contains(&size), "50 times as much lies between the bounds: {size}");
    for _ in 0..20 {
        fill_one(&log);
    }
    let since = log.bytes_since_checkpoint();
    log.close(at(1)).unwrap();
    let log = open_small(&disk.kill(), 2);
    assert!((since..since + 200).contains(&log.bytes_since_checkpoint()), "a start knows");
    grow(&log, size * 50);
}

fn fill_one(log: &SegmentLog) {
    submit(log, 0, 1, 0, &[3; 300]);
    log.commit_once(at(0)).unwrap();
}

#[test]
fn what_a_checkpoint_covers_is_damage_when_it_fails_and_no_torn_tail() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    log.claim(Partition(0), Epoch(1), OWNER);
    log.commit_once(at(0)).unwrap();
    submit(&log, 0, 1, 0, b"the last");
    log.commit_once(at(1)).unwrap();
    let name = "queues-000000000001.segment";
    let torn = |disk: &SimulatedDisk| {
        let mut bytes = disk.contents(name).unwrap();
        let last = bytes.iter().rposition(|byte| *byte != 0).unwrap();
        bytes[last] ^= 1;
        disk.put(name, &bytes);
    };
    let without = disk.copy().kill();
    torn(&without);
    assert!(open_small(&without, 2).recovery().torn, "without a checkpoint it may be torn");
    log.write_checkpoint(snapshots(&log, &[], 0)).unwrap();
    let disk = disk.kill();
    torn(&disk);
    let report = fsck(&disk);
    let operations = disk.operations();
    let refusal = open_with(&disk, 2, small(3)).err().unwrap().to_string();
    assert!(refusal.contains(name) && refusal.contains("checkpoint says that commit 2"), "{refusal}");
    assert!(!report.starts() && report.to_string().contains(&refusal), "{report}");
    assert_eq!(disk.operations(), operations, "a refusal changes nothing");
    // Gone altogether, it is missed as well.
    disk.remove(name).unwrap();
    let refusal = open_with(&disk, 2, small(3)).err().unwrap().to_string();
    assert!(refusal.contains(name) && refusal.contains("missing"), "{refusal}");
}

#[test]
fn a_segment_that_a_checkpoint_keeps_is_missed() {
    let (disk, log) = dropped();
    log.close(at(0)).unwrap();
    let good = disk.kill();
    for (name, word) in
        [("queues-000000000002.segment", "keeps it"), ("queues-000000000006.segment", "needs it")]
    {
        let disk = good.copy();
        disk.remove(name).unwrap();
        let refusal = open_with(&disk, 2, small(3)).err().unwrap();
        assert!(matches!(refusal, LogError::Damaged { .. }));
        let refusal = refusal.to_string();
        assert!(refusal.contains(name) && refusal.contains(word), "{refusal}");
        assert!(!fsck(&disk).starts());
    }
    // Behind a newer checkpoint that is damaged, the second may have been let go.
    let disk = good.copy();
    disk.put("queues-000000000003.checkpoint", b"damaged");
    disk.remove("queues-000000000002.segment").unwrap();
    let log = open_small(&disk, 4);
    assert_eq!((log.recovery().checkpoint, log.recovery().damaged.len()), (Some(2), 1));
    fill_one(&log);
    index_all(&log);
    log.write_checkpoint(snapshots(&log, &[], 0)).unwrap();
    let numbers = ["2", "4"].map(|number| format!("queues-00000000000{number}.checkpoint"));
    assert_eq!(
        files(&disk, ".checkpoint"),
        numbers,
        "the damaged one is gone, and its number is not used again"
    );
    // With no checkpoint that can be read, what was let go is missed.
    let disk = good.copy();
    for name in files(&disk, ".checkpoint") {
        disk.put(&name, b"damaged");
    }
    let refusal = open_with(&disk, 2, small(5)).err().unwrap().to_string();
    assert!(refusal.contains("missing"), "{refusal}");
}

#[test]
fn without_syncs_a_power_cut_leaves_what_a_checkpoint_covers() {
    for seed in 0..100 {
        let random = SeededRandom::new(seed);
        let disk = SimulatedDisk::new(16 << 20);
        let options = |seed| Options { sync: Sync::Os, ..small(seed) };
        let log = open_with(&disk, 2, options(1)).unwrap();
        let mut covered = 0;
        for _ in 0..random.below(60) {
            fill_one(&log);
            if random.once_in(10) {
                log.write_checkpoint(snapshots(&log, &[], index_all(&log))).unwrap();
                covered = end(&log);
            }
        }
        drop(log);
        let log = open_with(&disk.crash(&random), 2, options(2)).unwrap();
        assert!(end(&log) >= covered, "seed {seed}");
        let from = log.snapshot(Partition(0)).unwrap().map_or(0, |snapshot| snapshot.position.0);
        assert_eq!(from, covered);
        log.replay(&[(Partition(0), Position(from))], &mut |_, _, _| Ok(())).unwrap();
    }
}

/// One checkpoint with drops, and a segment made of a spare, cut off after each operation on the disk.
#[test]
fn spares_are_filled_while_idle_and_not_when_space_is_short() {
    const MIB: u64 = 1 << 20;
    let disk = SimulatedDisk::new(256 * MIB);
    let options =
        |seed, largest| Options { segment_sizes_bytes: [64 << 10, largest, largest, largest], ..small(seed) };
    let log = open_with(&disk, 2, options(1, 3 * MIB)).unwrap();
    fill_one(&log);
    assert!(!log.prepare_spare().unwrap(), "segments are small yet");
    fill(&disk, &log, 1, 0);
    assert_eq!(log.stats().segments, 2);
    for step in 0..6 {
        assert!(log.prepare_spare().unwrap(), "step {step}");
        assert_eq!(files(&disk, ".spare").len(), (step + 1) / 3);
    }
    assert!(!log.prepare_spare().unwrap(), "two are enough");
    fill(&disk, &log, 1, 0);
    assert_eq!(files(&disk, ".spare").len(), 1, "one was used");
    assert!(log.prepare_spare().unwrap());
    assert_eq!(files(&disk, ".spare.new").len(), 1);
    disk.occupy(250 * MIB);
    assert!(!log.prepare_spare().unwrap());
    assert_eq!(files(&disk, ".spare.new").len(), 0, "what was begun is given back");
    disk.occupy(0);
    assert!(log.prepare_spare().unwrap());
    log.close(at(1)).unwrap();
    let disk = disk.kill();
    let log = open_with(&disk, 2, options(2, 3 * MIB)).unwrap();
    assert_eq!((files(&disk, ".spare").len(), files(&disk, ".new").len()), (1, 0));
    let (first, end) = log.bounds(Partition(0)).unwrap();
    let mut read = 0;
    log.replay(&[(Partition(0), first)], &mut |_, _, _| {
        read += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(read, end.0);
    // Of another size they are of no use.
    log.close(at(2)).unwrap();
    drop(log);
    let disk = disk.kill();
    open_with(&disk, 2, options(3, 4 * MIB)).unwrap();
    assert_eq!(files(&disk, ".spare").len(), 0);
}

#[test]
fn a_checkpoint_without_room_takes_that_of_the_spares() {
    let (disk, log) = dropped();
    assert_eq!(files(&disk, ".spare").len(), 2);
    fill(&disk, &log, 1, 0);
    disk.occupy(disk.space().unwrap().free_bytes);
    let told = index_all(&log);
    assert!(told > 0 && files(&disk, ".spare").is_empty(), "a sidecar has taken that of one");
    log.write_checkpoint(snapshots(&log, &[(2, 700)], told)).unwrap();
    assert!(!log.has_failed());
    log.close(at(1)).unwrap();
    assert!(fsck(&disk.kill()).is_whole());
}

#[test]
fn a_replay_that_meets_a_gap_says_so() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 5, 0);
    let told = index_all(&log);
    let behind = snapshots(&log, &[], told);
    log.write_checkpoint(behind.clone()).unwrap();
    log.write_checkpoint(behind).unwrap();
    let (first, end) = log.bounds(Partition(0)).unwrap();
    for from in [0, 1, first.0 - 1] {
        let refused =
            log.replay(&[(Partition(0), Position(from))], &mut |_, _, _| panic!("nothing is handed on"));
        assert!(matches!(refused, Err(LogError::Trimmed { .. })));
    }
    let mut next = first.0;
    log.replay(&[(Partition(0), first), (Partition(1), Position(0))], &mut |_, position, _| {
        assert_eq!(position.0, next);
        next += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(next, end.0);
}
