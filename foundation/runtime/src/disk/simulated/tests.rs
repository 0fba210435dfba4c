//! What the simulated disk keeps and loses when the power goes.

use std::collections::BTreeSet;

use super::*;
use crate::disk::{Disk, File};

const MIB: u64 = 1 << 20;

fn read(file: &dyn File, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    file.read_at(&mut bytes, 0).unwrap();
    bytes
}

#[test]
fn a_power_cut_keeps_what_was_synced_and_any_part_of_the_rest() {
    let mut seen = BTreeSet::new();
    for seed in 0..400 {
        let disk = SimulatedDisk::new(MIB);
        let file = disk.create("a", 8192).unwrap();
        file.write_at(&[1; 1024], 0).unwrap();
        file.sync_data().unwrap();
        disk.sync_directory().unwrap();
        file.write_at(&[2; 1024], 512).unwrap();
        file.write_at(&[3; 512], 1024).unwrap();
        let disk = disk.crash(&SeededRandom::new(seed));
        assert!(file.len().is_err(), "the old process is gone");
        let left = read(&*disk.open("a").unwrap(), 2048);
        assert!(
            left.chunks(512).all(|sector| sector.iter().all(|b| *b == sector[0])),
            "sectors are written whole"
        );
        assert_eq!((left[0], left[1536]), (1, 0), "what was synced stays");
        seen.insert((left[512], left[1024]));
    }
    // Every version of either sector, in every combination: dropped, torn, reordered.
    assert_eq!(seen, BTreeSet::from([(1, 0), (1, 2), (1, 3), (2, 0), (2, 2), (2, 3)]));
}

#[test]
fn names_are_durable_only_after_a_sync_of_the_directory() {
    let mut seen = BTreeSet::new();
    for seed in 0..200 {
        let disk = SimulatedDisk::new(MIB);
        disk.create("old", 1).unwrap().sync_data().unwrap();
        disk.sync_directory().unwrap();
        disk.create("new", 1).unwrap().sync_data().unwrap();
        disk.rename("new", "renamed").unwrap();
        disk.remove("old").unwrap();
        seen.insert(disk.crash(&SeededRandom::new(seed)).list().unwrap().join(" "));
    }
    for possible in ["", "old", "new old", "new", "renamed", "old renamed"] {
        assert!(seen.contains(possible), "{possible:?} in {seen:?}");
    }
}

#[test]
fn a_killed_process_loses_nothing_but_syncs_nothing_either() {
    let disk = SimulatedDisk::new(MIB);
    let file = disk.create("a", 4096).unwrap();
    disk.sync_directory().unwrap();
    file.sync_data().unwrap();
    file.write_at(b"x", 0).unwrap();
    let disk = disk.kill();
    assert_eq!(read(&*disk.open("a").unwrap(), 1), b"x");
    let lost = (0..50).any(|seed| {
        let disk = disk.copy().crash(&SeededRandom::new(seed));
        read(&*disk.open("a").unwrap(), 1) == b"\0"
    });
    assert!(lost);
}

#[test]
fn a_failed_sync_is_not_made_good_by_the_next() {
    let disk = SimulatedDisk::new(MIB);
    let file = disk.create("a", 4096).unwrap();
    file.sync_data().unwrap();
    disk.sync_directory().unwrap();
    file.write_at(b"x", 0).unwrap();
    disk.inject(Fault::SyncFails { after: 0 });
    assert!(file.sync_data().is_err());
    file.sync_data().unwrap();
    assert_eq!(read(&*file, 1), b"x");
    let disk = disk.crash(&SeededRandom::new(1));
    assert_eq!(read(&*disk.open("a").unwrap(), 1), b"\0");
}

#[test]
fn space_runs_out_and_comes_back() {
    let disk = SimulatedDisk::new(MIB);
    disk.create("a", MIB / 2).unwrap();
    assert_eq!(disk.create("b", MIB).err().unwrap().kind(), io::ErrorKind::StorageFull);
    disk.occupy(MIB / 2);
    assert_eq!(disk.space().unwrap(), Space { free_bytes: 0, total_bytes: MIB });
    disk.occupy(0);
    disk.create("b", MIB / 2).unwrap();
    disk.remove("a").unwrap();
    disk.sync_directory().unwrap();
    assert_eq!(disk.space().unwrap().free_bytes, MIB / 2);
}

#[test]
fn without_power_nothing_changes_any_more() {
    let disk = SimulatedDisk::new(MIB);
    disk.inject(Fault::PowerFails { after: 2 });
    let file = disk.create("a", 10).unwrap();
    file.write_at(b"x", 0).unwrap();
    assert!(file.write_at(b"y", 0).is_err());
    assert!(file.sync_data().is_err());
    assert!(disk.sync_directory().is_err());
    assert_eq!(disk.operations(), 2);
}

#[test]
fn a_file_without_a_name_is_read_as_long_as_it_is_open() {
    let disk = SimulatedDisk::new(1 << 20);
    let file = disk.create("a", 4096).unwrap();
    file.write_at(b"still here", 0).unwrap();
    disk.remove("a").unwrap();
    disk.sync_directory().unwrap();
    let mut bytes = [0; 10];
    file.read_at(&mut bytes, 0).unwrap();
    assert_eq!(&bytes, b"still here");
    let used = disk.space().unwrap().free_bytes;
    drop(file);
    disk.sync_directory().unwrap();
    assert_eq!(disk.space().unwrap().free_bytes, used + 4096);
}
