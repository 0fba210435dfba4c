//! Pages that states name: a checkpoint keeps those that no memory has, copies them, and gives them to who asks; and what can be read
//! nowhere is not passed over.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use harness::small::*;
use harness::*;
use millpond_log::segment::{FORMAT_NAME, Format, SegmentLog, fsck};
use millpond_log::{
    Lane, Log, LogError, PageKey, Partition, STATE_PAGE_BYTES_MAX, Sealed, Snapshot, StatePage, Store,
};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, Random, SeededRandom};

const OF: Partition = Partition(1);

/// What a page of this number holds.
fn bytes_of(number: u64, version: u64) -> Bytes {
    let mut bytes = vec![0; 3000 + number as usize * 10];
    SeededRandom::new(number << 8 | version).fill(&mut bytes);
    bytes.into()
}

fn key_of(number: u64, version: u64) -> PageKey {
    PageKey::of(7, number, &bytes_of(number, version))
}

fn new(number: u64, version: u64) -> StatePage {
    StatePage { key: key_of(number, version), bytes: Some(bytes_of(number, version)) }
}

fn kept(number: u64, version: u64) -> StatePage {
    StatePage { key: key_of(number, version), bytes: None }
}

/// Snapshots of which the one of partition 1 names these pages.
fn naming(log: &SegmentLog, pages: Vec<StatePage>) -> Vec<Snapshot> {
    let mut snapshots = snapshots(log, &[], 0);
    (snapshots[1].pages, snapshots[1].draft) = (pages, 5);
    snapshots
}

fn write(log: &SegmentLog, pages: Vec<StatePage>) -> Result<u64, LogError> {
    log.write_checkpoint(naming(log, pages))
}

fn assert_pages(log: &SegmentLog, pages: &[(u64, u64)]) {
    let named = log.snapshot(OF).unwrap().unwrap().pages;
    let expected: Vec<_> = pages.iter().map(|(number, version)| kept(*number, *version)).collect();
    assert_eq!(named, expected);
    for (number, version) in pages {
        assert!(page_of(log, OF, &key_of(*number, *version)).unwrap() == bytes_of(*number, *version));
    }
}

fn is_missing(log: &SegmentLog, number: u64, version: u64) -> bool {
    let read = page_of(log, OF, &key_of(number, version));
    read.is_err_and(|error| error.to_string().contains(&format!("no checkpoint has page {number}")))
}

fn started(disk: &SimulatedDisk) -> SegmentLog {
    let log = open_small(disk, 1);
    submit(&log, 0, 1, 0, &[3; 300]);
    log.commit_once(at(1)).unwrap();
    log
}

/// Writes over a file that a log has open.
fn rot(disk: &SimulatedDisk, name: &str) {
    let len = disk.contents(name).unwrap().len();
    disk.open(name).unwrap().write_at(&vec![7; len], 0).unwrap();
}

fn notices(log: &SegmentLog) -> Vec<Sealed> {
    let mut notices = Vec::new();
    log.sealed(Lane(0), &mut notices);
    notices
}

#[test]
fn what_no_memory_has_is_written_twice_and_then_named() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let all: Vec<_> = (0..10).map(|number| (number, 0)).collect();
    let least = Format::read(&disk).unwrap().unwrap().least_version;
    write(&log, Vec::new()).unwrap();
    assert_eq!((least, Format::read(&disk).unwrap().unwrap().least_version), (1, 4));
    let first = write(&log, (0..10).map(|number| new(number, 0)).collect()).unwrap();
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 6, "older programs refuse");
    assert!(first > 30_000, "{first}");
    assert_pages(&log, &all);
    let second = write(&log, (0..10).rev().map(|number| kept(number, 0)).collect()).unwrap();
    assert!(second > 30_000, "their copies: {second}");
    assert_pages(&log, &all);
    // Some are still in memory, some are named twice, and one has changed.
    let mut pages = vec![kept(3, 0), new(4, 0), new(9, 1), kept(4, 0), kept(8, 0), new(8, 0)];
    pages.extend([0, 1, 2, 5, 6, 7].map(|number| kept(number, 0)));
    let third = write(&log, pages).unwrap();
    assert!((3000..5000).contains(&third), "the one that is new: {third}");
    let all = [&all[..9], &[(9, 1)]].concat();
    assert_pages(&log, &all);
    assert_eq!(page_of(&log, OF, &key_of(9, 0)).unwrap(), bytes_of(9, 0), "the older checkpoint has it");
    assert!(is_missing(&log, 10, 0) && page_of(&log, Partition(0), &key_of(3, 0)).is_err());
    drop(log);
    let disk = disk.kill();
    assert!(fsck(&disk).is_whole());
    let log = open_small(&disk, 2);
    assert_pages(&log, &all);
    assert!(page_of(&log, Partition(9), &key_of(0, 0)).is_err());
    // The third before is gone.
    write(&log, all.iter().map(|(number, version)| kept(*number, *version)).collect()).unwrap();
    assert!(is_missing(&log, 9, 0));
    write(&log, Vec::new()).unwrap();
    write(&log, Vec::new()).unwrap();
    assert!(
        is_missing(&log, 9, 1)
            && files(&disk, ".pages").iter().map(|name| size(&disk, name)).sum::<usize>() < 2000
    );
}

fn size(disk: &SimulatedDisk, name: &str) -> usize {
    disk.contents(name).unwrap().len()
}

#[test]
fn a_page_that_nobody_has_is_refused_and_nothing_is_left() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let refused = |pages: Vec<StatePage>, what: &str| {
        let operations = disk.operations();
        let error = write(&log, pages).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(disk.operations() == operations && !log.has_failed());
    };
    refused(vec![kept(1, 0)], "no checkpoint has page 1 of resource 7");
    assert_eq!(files(&disk, ".checkpoint"), [""; 0]);
    write(&log, vec![new(1, 0)]).unwrap();
    assert_eq!(notices(&log).len(), 1);
    for page in
        [kept(2, 0), kept(1, 1), StatePage { key: PageKey { resource: 8, ..key_of(1, 0) }, bytes: None }]
    {
        refused(vec![kept(1, 0), page], "which its state names");
    }
    let of = |bytes: &[u8]| StatePage {
        key: PageKey::of(7, 3, bytes),
        bytes: Some(Bytes::copy_from_slice(bytes)),
    };
    refused(vec![of(b"")], "its 0 bytes are not");
    refused(vec![of(&vec![0; STATE_PAGE_BYTES_MAX + 1])], "page 3 of resource 7 in partition 1");
    refused(vec![StatePage { key: key_of(3, 0), ..of(b"x") }], "not what it is named by");
    // Another partition's is not found.
    let mut of_other = naming(&log, Vec::new());
    of_other[0].pages.push(kept(1, 0));
    assert!(log.write_checkpoint(of_other).is_err() && !log.has_failed());
    assert!(notices(&log).is_empty());
    let largest = of(&[5; STATE_PAGE_BYTES_MAX]);
    let key = largest.key;
    write(&log, vec![kept(1, 0), largest]).unwrap();
    let log = open_small(&disk.kill(), 2);
    assert!(page_of(&log, OF, &key).unwrap().iter().all(|byte| *byte == 5));
}

/// Its owner is told of a checkpoint when it is published, so what it names stands in one of the two.
#[test]
fn an_owner_that_was_built_of_the_older_checkpoint_may_name_what_that_has() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, vec![new(1, 0), new(2, 0)]).unwrap();
    write(&log, vec![new(1, 1)]).unwrap();
    assert_pages(&log, &[(1, 1)]);
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    assert_pages(&log, &[(1, 0), (2, 0)]);
    write(&log, vec![kept(2, 0)]).unwrap();
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    assert!(is_missing(&log, 1, 1));
    drop(log);
    let disk = disk.kill();
    assert!(fsck(&disk).is_whole());
    assert_pages(&open_small(&disk, 2), &[(1, 0), (2, 0)]);
}

#[test]
fn behind_a_damaged_checkpoint_the_pages_of_the_older_one_are_there() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, vec![new(1, 0), new(2, 0)]).unwrap();
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    write(&log, vec![kept(1, 0), new(2, 1)]).unwrap();
    let whole = disk.kill();
    for damaged in [".checkpoint", ".pages"] {
        let disk = whole.copy();
        disk.put(files(&disk, damaged).last().unwrap(), b"nothing of it");
        let report = fsck(&disk);
        assert!(report.starts() && !report.is_whole(), "{report}");
        let log = open_small(&disk, 2);
        assert_eq!(log.recovery().checkpoint, Some(2), "{damaged}");
        assert_pages(&log, &[(1, 0), (2, 0)]);
        assert!(is_missing(&log, 2, 1));
        for _ in 0..3 {
            write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
        }
        assert_pages(&log, &[(1, 0), (2, 0)]);
        assert!(fsck(&disk.kill()).is_whole());
    }
}

#[test]
fn what_rots_is_written_again_from_its_copy() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    let all = || (0..5).map(|number| kept(number, 0)).collect();
    write(&log, (0..5).map(|number| new(number, 0)).collect()).unwrap();
    write(&log, all()).unwrap();
    for nth in 0..4 {
        let names = files(&disk, ".pages");
        rot(&disk, &names[nth % names.len()]);
        assert_eq!(page_of(&log, OF, &key_of(4, 0)).unwrap(), bytes_of(4, 0));
        let report = fsck(&disk);
        assert!(report.starts() && report.to_string().contains("a start would read its copy"), "{report}");
        for _ in 0..6 {
            write(&log, all()).unwrap();
        }
        assert!(fsck(&disk).is_whole(), "{}", fsck(&disk));
    }
    drop(log);
    assert_pages(&open_small(&disk.kill(), 2), &[0, 1, 2, 3, 4].map(|number| (number, 0)));
}

#[test]
fn a_file_of_which_little_is_needed_is_let_go_though_a_page_stands_in_it() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, (0..20).map(|number| new(number, 0)).collect()).unwrap();
    write(&log, (0..20).map(|number| kept(number, 0)).collect()).unwrap();
    for _ in 0..3 {
        write(&log, vec![kept(3, 0), kept(17, 0)]).unwrap();
        assert_pages(&log, &[(3, 0), (17, 0)]);
    }
    let left: usize = files(&disk, ".pages").iter().map(|name| size(&disk, name)).sum();
    assert!(left < 2 * 8000, "{left}");
    assert_eq!(files(&disk, ".pages"), ["queues-000000000003.pages", "queues-000000000004.pages"]);
    assert!(fsck(&disk.kill()).is_whole());
}

#[test]
fn never_many_files_are_kept() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = started(&disk);
    let random = SeededRandom::new(3);
    let mut versions = BTreeMap::new();
    for round in 0..120 {
        let before = versions.clone();
        for _ in 0..3 {
            let number = random.below(30);
            versions.insert(number, round);
            if random.once_in(9) {
                versions.remove(&number);
            }
        }
        let pages = versions.iter().map(|(number, version)| match before.get(number) == Some(version) {
            true => kept(*number, *version),
            false => new(*number, *version),
        });
        write(&log, pages.collect()).unwrap();
        let named: Vec<_> = versions.iter().map(|(number, version)| (*number, *version)).collect();
        assert_pages(&log, &named);
        let sizes: Vec<_> = files(&disk, ".pages").iter().map(|name| size(&disk, name)).collect();
        assert!(sizes.len() <= 24 && sizes.iter().sum::<usize>() < 6 * 30 * 3500, "round {round}: {sizes:?}");
    }
    assert!(fsck(&disk.kill()).is_whole());
}

/// The older checkpoint and the log behind it make again what the newest has lost: one more would end that.
#[test]
fn while_a_start_would_do_without_a_page_that_is_unreadable_there_is_no_further_checkpoint() {
    for before in 0..2 {
        let disk = SimulatedDisk::new(16 << 20);
        let log = started(&disk);
        for _ in 0..before {
            write(&log, vec![new(2, 0)]).unwrap();
        }
        write(&log, vec![new(1, 0), new(2, 0)]).unwrap();
        rot(&disk, files(&disk, ".pages").last().unwrap());
        let there = (files(&disk, ""), disk.contents(FORMAT_NAME));
        for _ in 0..2 {
            notices(&log);
            let refused = write(&log, vec![kept(1, 0), new(2, 0)]).unwrap_err();
            let refused = refused.to_string();
            assert!(
                refused.contains(".pages offset ") && refused.contains("no further checkpoint"),
                "{refused}"
            );
            assert!(!log.has_failed() && notices(&log).is_empty());
            assert_eq!((files(&disk, ""), disk.contents(FORMAT_NAME)), there);
        }
        let restarted = disk.copy();
        let log_again = open_small(&restarted.kill(), 2);
        assert_eq!(log_again.recovery().checkpoint, (before > 0).then_some(1));
        // Or somebody had it after all.
        write(&log, vec![new(1, 0), new(2, 0)]).unwrap();
        write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
        assert_pages(&log, &[(1, 0), (2, 0)]);
    }
}

/// Two checkpoints name pages 1 and 2, and what they have of the first is gone.
fn with_a_lost_page() -> (SimulatedDisk, SegmentLog) {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, vec![new(1, 0), new(2, 0)]).unwrap();
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    let bytes = bytes_of(1, 0);
    for name in files(&disk, ".pages") {
        let held = disk.contents(&name).unwrap();
        let at = held.windows(bytes.len()).position(|some| some == bytes).unwrap();
        disk.open(&name).unwrap().write_at(&[7; 100], at as u64 + 50).unwrap();
    }
    (disk, log)
}

#[test]
fn a_page_that_is_lost_holds_nothing_else_up_and_is_missed_by_who_reads_it() {
    let (disk, log) = with_a_lost_page();
    let is_lost = |log: &SegmentLog| {
        let read = page_of(log, OF, &key_of(1, 0)).unwrap_err();
        assert!(
            matches!(&read, LogError::Damaged { place, .. } if place.contains(".pages offset ")),
            "{read}"
        );
        page_of(log, OF, &key_of(2, 0)).unwrap() == bytes_of(2, 0)
    };
    assert!(is_lost(&log));
    for _ in 0..4 {
        write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
        assert!(is_lost(&log));
    }
    drop(log);
    let disk = disk.kill();
    let report = fsck(&disk);
    assert!(report.starts() && !report.is_whole(), "{report}");
    assert!(report.to_string().contains("what stands there is refused when it is read"), "{report}");
    let log = open_small(&disk, 2);
    assert_eq!(log.recovery().checkpoint, Some(6));
    assert!(log.recovery().damaged.iter().any(|what| what.contains(".pages offset ")));
    assert_eq!(log.snapshot(OF).unwrap().unwrap().pages, [kept(1, 0), kept(2, 0)]);
    for _ in 0..3 {
        write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
        assert!(is_lost(&log));
    }
    // Who has it makes it good.
    write(&log, vec![new(1, 0), kept(2, 0)]).unwrap();
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    assert_pages(&log, &[(1, 0), (2, 0)]);
    drop(log);
    assert!(fsck(&disk.kill()).is_whole());
}

#[test]
fn a_device_that_could_not_be_read_for_a_while_has_lost_nothing() {
    let (disk, log) = with_a_lost_page();
    let rotten: Vec<_> =
        files(&disk, ".pages").into_iter().map(|name| (disk.contents(&name), name)).collect();
    for _ in 0..2 {
        write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    }
    for (bytes, name) in rotten {
        let mut bytes = bytes.unwrap();
        let held = bytes_of(1, 0);
        let at = bytes.windows(50).position(|some| some == &held[..50]).unwrap();
        bytes[at..at + held.len()].copy_from_slice(&held);
        disk.open(&name).unwrap().write_at(&bytes, 0).unwrap();
    }
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    write(&log, vec![kept(1, 0), kept(2, 0)]).unwrap();
    assert_pages(&log, &[(1, 0), (2, 0)]);
    drop(log);
    assert!(fsck(&disk.kill()).is_whole());
}

#[test]
fn what_the_newest_checkpoint_has_lost_is_read_where_the_older_one_has_it() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, (0..20).map(|number| new(number, 0)).collect()).unwrap();
    write(&log, (0..20).map(|number| kept(number, 0)).collect()).unwrap();
    // Its two files are let go, and it stands in one.
    write(&log, vec![kept(3, 0)]).unwrap();
    // Behind the states.
    disk.open("queues-000000000003.pages").unwrap().write_at(&[7; 1000], 500).unwrap();
    assert_pages(&log, &[(3, 0)]);
    write(&log, vec![kept(3, 0)]).unwrap();
    write(&log, vec![kept(3, 0)]).unwrap();
    assert_pages(&log, &[(3, 0)]);
    assert!(fsck(&disk.kill()).is_whole());
}

/// CRC32C hinders nobody from making two pages of one sum, of other contents and another length.
#[test]
fn another_page_of_the_same_key_is_not_taken_for_it() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    // The sum of what ends with the sum of what is before is always the same.
    let [one, other] = [3000, 5000].map(|length| {
        let bytes = vec![length as u8; length];
        Bytes::from([&bytes[..], &crc32c::crc32c(&bytes).to_le_bytes()].concat())
    });
    let key = PageKey::of(7, 1, &one);
    assert_eq!(key, PageKey::of(7, 1, &other));
    let given = |bytes: &Bytes| StatePage { key, bytes: Some(bytes.clone()) };
    write(&log, vec![given(&one), new(2, 0)]).unwrap();
    write(&log, vec![given(&other), kept(2, 0)]).unwrap();
    assert_eq!(page_of(&log, OF, &key).unwrap(), other);
    let name = files(&disk, ".pages").pop().unwrap();
    let at = disk.contents(&name).unwrap().windows(other.len()).position(|some| some == other).unwrap();
    disk.open(&name).unwrap().write_at(&[7; 100], at as u64).unwrap();
    assert!(page_of(&log, OF, &key).is_err());
    let refused = write(&log, vec![StatePage { key, bytes: None }, kept(2, 0)]).unwrap_err();
    assert!(refused.to_string().contains("a start would make it again"), "{refused}");
    let log = open_small(&disk.kill(), 2);
    assert_eq!((log.recovery().checkpoint, page_of(&log, OF, &key).unwrap()), (Some(1), one));
}

#[test]
fn who_reads_pages_while_checkpoints_come_and_go_reads_what_they_were() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = started(&disk);
    write(&log, (0..8).map(|number| new(number, 0)).collect()).unwrap();
    let [found, missing] = [const { AtomicU64::new(0) }; 2];
    let is_over = || found.load(Ordering::Relaxed) > 50 && missing.load(Ordering::Relaxed) > 50;
    std::thread::scope(|scope| {
        for seed in 0..2 {
            let (log, found, missing, is_over) = (&log, &found, &missing, &is_over);
            scope.spawn(move || {
                let random = SeededRandom::new(seed);
                while !is_over() {
                    let (number, version) = (1 + random.below(7), random.below(9));
                    match page_of(log, OF, &key_of(number, version)) {
                        Ok(bytes) => {
                            assert!(bytes == bytes_of(number, version));
                            found.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(error) => {
                            assert!(error.to_string().contains("no checkpoint has page"), "{error}");
                            missing.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    // It is in each of them.
                    assert!(page_of(log, OF, &key_of(0, 0)).unwrap() == bytes_of(0, 0));
                }
            });
        }
        for version in 1..20_000 {
            let more = (1..8).map(|number| new(number, version % 9));
            write(&log, more.chain([kept(0, 0)]).collect()).unwrap();
            if version > 60 && is_over() {
                break;
            }
        }
    });
}

#[test]
fn without_the_device_a_page_is_read_if_it_is_in_the_page_cache() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, vec![new(1, 0)]).unwrap();
    let read = |number| Store::page(&log, OF, &key_of(number, 0), false);
    assert_eq!(read(1).unwrap(), Some(bytes_of(1, 0)));
    assert!(read(2).is_err());
    disk.set_cached(false);
    assert_eq!(read(1).unwrap(), None);
    assert_eq!(Store::page(&log, OF, &key_of(1, 0), true).unwrap(), Some(bytes_of(1, 0)));
}

#[test]
fn owners_are_told_what_stands_in_a_checkpoint_once_it_does() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = started(&disk);
    write(&log, Vec::new()).unwrap();
    assert!(notices(&log).is_empty(), "there are no pages");
    let mut undrafted = naming(&log, vec![new(1, 0)]);
    undrafted[1].draft = 0;
    log.write_checkpoint(undrafted).unwrap();
    assert!(notices(&log).is_empty());
    disk.inject(Fault::WriteFindsNoRoom { after: 1 });
    let refused = write(&log, vec![new(1, 1)]).unwrap_err();
    assert!(matches!(refused, LogError::Io { error, .. } if error.kind() == ErrorKind::StorageFull));
    assert!(notices(&log).is_empty() && is_missing(&log, 1, 1));
    write(&log, vec![new(1, 1)]).unwrap();
    let told = notices(&log);
    assert_eq!(told.len(), 1);
    let Sealed { partition, stretches, drafted, .. } = &told[0];
    assert_eq!((*partition, stretches.len(), *drafted), (OF, 0, 5));
    disk.inject(Fault::SyncFails { after: 0 });
    assert!(write(&log, vec![new(1, 2)]).is_err() && log.has_failed());
    assert!(notices(&log).is_empty());
}
