//! A process ends, or the power goes, at each point of a checkpoint and of the start behind it.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use bytes::Bytes;
use harness::small::*;
use harness::*;
use millpond_log::segment::{SegmentLog, fsck};
use millpond_log::{LogError, PageKey, Snapshot, StatePage};
use millpond_runtime::SeededRandom;
use millpond_runtime::disk::{Fault, SimulatedDisk};

/// Six segments more than a fresh log has, and a checkpoint that keeps none of them.
fn prepared() -> SimulatedDisk {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_small(&disk, 1);
    fill(&disk, &log, 6, 0);
    log.write_checkpoint(snapshots(&log, &[], 0)).unwrap();
    log.close(at(1)).unwrap();
    drop(log);
    disk.kill()
}

/// A state names a page, which is in memory or not.
fn naming(log: &SegmentLog, hot_from: u64, is_away: bool) -> Vec<Snapshot> {
    let (mut snapshots, bytes) = (snapshots(log, &[(2, 700)], hot_from), Bytes::from_static(&[5; 3000]));
    let key = PageKey::of(1, 2, &bytes);
    snapshots[1].pages.push(StatePage { key, bytes: Some(bytes).filter(|_| !is_away) });
    snapshots
}

#[test]
fn every_point_of_a_checkpoint_can_be_its_last() {
    let prepared = prepared();
    let script = |disk: &SimulatedDisk| -> Result<u64, LogError> {
        let log = open_with(disk, 2, small(2))?;
        while log.index_next()? {}
        let before = end(&log);
        for is_away in [false, true] {
            log.write_checkpoint(naming(&log, before.min(120), is_away))?;
        }
        for _ in 0..60 {
            submit(&log, 0, 1, 0, &[3; 500]);
            log.commit_once(at(0))?;
        }
        log.close(at(2))?;
        Ok(end(&log))
    };
    let whole = prepared.copy();
    let before = whole.operations();
    let last = script(&whole).unwrap();
    let count = whole.operations() - before;
    assert!(count > 80 && files(&whole, ".segment").len() < 8, "{count} {:?}", files(&whole, ".segment"));
    for point in 0..count {
        for way in 0..4 {
            let random = SeededRandom::new(point * 4 + way);
            let disk = prepared.copy();
            disk.inject(Fault::PowerFails { after: point });
            script(&disk).ok();
            let disk = if way == 0 { disk.kill() } else { disk.crash(&random) };
            let report = fsck(&disk);
            assert!(report.starts(), "point {point}: {report}");
            let again = script(&disk).unwrap_or_else(|error| panic!("point {point} way {way}: {error}"));
            assert!(again >= last, "{again} {last}");
            let report = fsck(&disk.kill());
            assert!(report.starts(), "point {point}: {report}");
        }
    }
}

/// A process is killed at each point of a checkpoint, so that what it did last is in the page cache alone; the next one reads
/// it there, and the power goes at each point of its start.
#[test]
fn a_power_cut_in_the_start_after_a_kill_in_a_checkpoint_leaves_a_directory_that_opens() {
    let prepared = prepared();
    let script = |disk: &SimulatedDisk| -> Result<(), LogError> {
        let log = open_with(disk, 2, small(2))?;
        while log.index_next()? {}
        let told = end(&log).min(120);
        for is_away in [false, true] {
            log.write_checkpoint(naming(&log, told, is_away))?;
        }
        Ok(())
    };
    let operations = |of: &SimulatedDisk, run: &dyn Fn(&SimulatedDisk)| {
        let disk = of.copy();
        let before = disk.operations();
        run(&disk);
        disk.operations() - before
    };
    let points = operations(&prepared, &|disk| script(disk).unwrap());
    for point in 0..points {
        let killed = prepared.copy();
        killed.inject(Fault::PowerFails { after: point });
        script(&killed).ok();
        let killed = killed.kill();
        let cuts = operations(&killed, &|disk| drop(open_small(disk, 3)));
        for cut in 0..cuts {
            for way in 0..40 {
                let disk = killed.copy();
                disk.inject(Fault::PowerFails { after: cut });
                open_with(&disk, 2, small(3)).ok();
                let disk = disk.crash(&SeededRandom::new(way));
                let report = fsck(&disk);
                assert!(report.starts(), "point {point}, cut {cut}, way {way}: {report}");
            }
        }
    }
}
