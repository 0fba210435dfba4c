//! A directory that was copied while its log went on.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use harness::*;
use millpond_log::segment::{SegmentLog, cut_off, fsck};
use millpond_runtime::Disk;
use millpond_runtime::disk::SimulatedDisk;

#[test]
fn a_copy_of_a_log_that_goes_on_ends_with_its_last_whole_frame() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_with(&disk, 2, options(1)).unwrap();
    let send = |log: &SegmentLog| {
        submit(log, 0, 1, 0, &[3; 300]);
        log.commit_once(at(0)).unwrap();
    };
    (0..100).for_each(|_| send(&log));
    let last = disk.list().unwrap().into_iter().rfind(|name| name.ends_with(".segment")).unwrap();
    let frames: Vec<Vec<u8>> = (0..3)
        .map(|_| {
            send(&log);
            disk.contents(&last).unwrap()
        })
        .collect();
    let differ = |old: &[u8], new: &[u8]| old.iter().zip(new).position(|(old, new)| old != new).unwrap();
    let (second, third) = (differ(&frames[0], &frames[1]), differ(&frames[1], &frames[2]));
    // The second frame was copied before it was there, the third after.
    let mut torn = frames[2].clone();
    torn[second..third].copy_from_slice(&frames[0][second..third]);
    let copy = disk.copy();
    copy.put(&last, &torn);
    cut_off(&copy).unwrap();
    assert_eq!(copy.contents(&last).unwrap()[..second], frames[0][..second]);
    assert!(copy.contents(&last).unwrap()[second..].iter().all(|byte| *byte == 0));
    assert!(fsck(&copy).is_whole());
    let log = open_with(&copy, 2, options(5)).unwrap();
    assert!(log.recovery().damaged.is_empty());
}
