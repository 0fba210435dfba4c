//! Run tables: whatever becomes of one, the message that is sought is found, and the table made again.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;
#[path = "harness/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use harness::small::files;
use harness::*;
use millpond_log::segment::{Format, SegmentLog, fsck};
use millpond_log::{
    Lane, Log, LogError, PageKey, Partition, Position, Sealed, Snapshot, Sought, StatePage, Store,
};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};
use tables::*;

/// Two groups whose segments are all sealed and have sidecars, and the beginning of a third.
struct Prepared {
    disk: SimulatedDisk,
    model: Model,
    /// The tables of the first two.
    made: [Vec<u8>; 2],
    sent: BTreeMap<(u64, u64), Option<u64>>,
}

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_tiny(&disk, 1);
    let mut sender = Sender::new(1);
    sender.fill(&log, 131);
    index_all(&log);
    let model = model(&disk, &log);
    log.close(at(1)).unwrap();
    let disk = disk.kill();
    let made = disk.copy();
    let log = open_tiny(&made, 2);
    merge(&log);
    let made = [0, 1].map(|group| made.contents(&table_name(group)).unwrap());
    assert!(
        made.iter().all(|table| table.len() > 4 * 4096),
        "of several leaves: {:?}",
        made.each_ref().map(Vec::len)
    );
    Prepared { disk, model, made, sent: sender.sent }
});

/// All sidecars, and then what can be merged of them. How many tables that made.
fn merge(log: &SegmentLog) -> u64 {
    index_all(log);
    let mut count = 0;
    while log.merge_next().unwrap() {
        count += 1;
    }
    count
}

/// With both tables.
fn merged() -> SimulatedDisk {
    let disk = PREPARED.disk.copy();
    merge(&open_tiny(&disk, 2));
    disk.kill()
}

fn of_groups(groups: std::ops::Range<u64>) -> Model {
    let own = PREPARED.model.iter().filter(|((group, _), _)| groups.contains(group));
    own.map(|(of, runs)| (*of, runs.clone())).collect()
}

fn is_made(disk: &SimulatedDisk, group: usize) -> bool {
    disk.contents(&table_name(group as u64)).as_ref() == Some(&PREPARED.made[group])
}

#[test]
fn every_message_is_found_in_the_table_of_its_segment() {
    let (disk, random) = (PREPARED.disk.copy(), SeededRandom::new(1));
    let log = open_tiny(&disk, 2);
    assert!(!log.merge_next().unwrap(), "no sidecar is known of yet");
    index_all(&log);
    let slowly = check(&log, &PREPARED.model, &random, 60);
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 3);
    assert_eq!(merge(&log), 2, "the third group is not whole");
    assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 5, "older programs refuse");
    assert_eq!((log.stats().run_tables, files(&disk, ".runs").len()), (2, 2));
    let count = check(&log, &of_groups(0..2), &random, 1);
    let sent = PREPARED.sent.len() as u64;
    assert!(count > 3000 && sent - count < 400 && slowly > 20, "{count} {sent} {slowly}");
    let several = PREPARED.model.values().flat_map(|runs| runs.windows(2));
    let several = several.filter(|pair| pair[0].stretch.segment == pair[1].stretch.segment).count();
    assert!(several > 20, "{several}");
    for (key, group) in &PREPARED.sent {
        let sole = PREPARED.model.iter().filter(|((_, resource), _)| *resource == key.0);
        let mut runs = sole.flat_map(|(_, runs)| runs);
        let own = runs.find(|run| {
            key.1.checked_sub(run.stretch.first).is_some_and(|row| row < run.stretch.count.into())
        });
        let is_it = |sole: Option<std::num::NonZeroU64>| sole.map(|it| it.get()) == *group;
        assert!(own.and_then(|run| run.sole).is_none_or(is_it), "{key:?}");
    }
    assert!(fsck(&disk).is_whole() && fsck(&disk).to_string().contains("2 run tables"));
    disk.set_cached(false);
    let ((_, resource), runs) = PREPARED.model.first_key_value().unwrap();
    let sought = Sought { resource: *resource, sequence: runs[0].stretch.first, from: 1, to: 63 };
    assert_eq!(log.runs(&sought, false).unwrap(), None);
    assert!(log.runs(&sought, true).unwrap().is_some());
    let nowhere = log.runs(&Sought { sequence: 1 << 62, ..sought }, true).unwrap_err().to_string();
    let what = format!("message {} of resource {resource}", 1u64 << 62);
    assert!(nowhere.contains(&what) && nowhere.contains(&table_name(0)), "{nowhere}");
    let later = log.runs(&Sought { from: 129, to: 129, sequence: 1 << 62, ..sought }, true).unwrap_err();
    assert!(later.to_string().contains("queues-000000000129.sidecar"), "{later}");
}

#[test]
fn a_table_is_the_same_whenever_it_is_made_and_is_kept_over_a_start() {
    let disk = merged();
    assert!(is_made(&disk, 0) && is_made(&disk, 1));
    let log = open_tiny(&disk, 3);
    assert_eq!(log.stats().run_tables, 2);
    check(&log, &PREPARED.model, &SeededRandom::new(2), 97);
    assert_eq!(merge(&log), 0);
    assert!(log.recovery().damaged.is_empty());
}

type Damage = fn(&mut Vec<u8>, &SeededRandom);

const DAMAGES: [(&str, Damage); 6] = [
    ("a bit is flipped", |bytes, random| {
        let at = random.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << random.below(8);
    }),
    ("a block is zeroed", |bytes, random| {
        let at = random.below(bytes.len() as u64 / 4096) as usize * 4096;
        bytes[at..at + 4096].fill(0);
    }),
    ("the file is cut", |bytes, random| bytes.truncate(random.below(bytes.len() as u64) as usize)),
    ("it is that of another group", |bytes, _| bytes.clone_from(&PREPARED.made[1])),
    ("it goes on behind its end", |bytes, _| bytes.push(0)),
    ("two blocks change places", |bytes, random| {
        let from = random.below(bytes.len() as u64 / 4096 - 1) as usize * 4096;
        let (one, two) = (bytes[from..from + 4096].to_vec(), bytes[from + 4096..from + 8192].to_vec());
        bytes[from..from + 4096].copy_from_slice(&two);
        bytes[from + 4096..from + 8192].copy_from_slice(&one);
    }),
];

#[test]
fn a_table_that_is_damaged_at_a_start_is_named_and_made_again() {
    let (whole, random) = (merged(), SeededRandom::new(3));
    let mut seen_by_the_start = 0;
    for round in 0..36 {
        let (what, damage) = DAMAGES[round % DAMAGES.len()];
        let disk = whole.copy();
        let mut bytes = PREPARED.made[0].clone();
        damage(&mut bytes, &random);
        disk.put(&table_name(0), &bytes);
        let report = fsck(&disk);
        let said = report.to_string();
        let names_it = |said: &str| said.contains("queues-000000000000.runs offset ");
        assert!(report.starts() && !report.is_whole() && names_it(&said), "{what}: {said}");
        assert!(said.contains("it is made again"), "{what}: {said}");
        let log = open_tiny(&disk, 4);
        let damaged = &log.recovery().damaged;
        assert!(damaged.len() <= 1 && damaged.iter().all(|said| names_it(said)), "{what}: {damaged:?}");
        assert_eq!(files(&disk, ".runs").len(), 2 - damaged.len());
        seen_by_the_start += damaged.len();
        let was_seen = !damaged.is_empty();
        index_all(&log);
        check(&log, &PREPARED.model, &random, if was_seen { 300 } else { 20 });
        assert_eq!(merge(&log), 1, "{what}");
        assert!(is_made(&disk, 0) && is_made(&disk, 1));
        check(&log, &PREPARED.model, &random, 300);
        assert!(fsck(&disk).is_whole());
    }
    assert!((15..35).contains(&seen_by_the_start), "{seen_by_the_start}");
}

#[test]
fn a_table_that_rots_while_it_is_used_is_found_out_and_made_again() {
    let (whole, random) = (merged(), SeededRandom::new(4));
    for round in 0..30 {
        let disk = whole.copy();
        let log = open_tiny(&disk, 5);
        index_all(&log);
        let (what, damage) = DAMAGES[[0, 1, 3, 5][round % 4]];
        let mut bytes = PREPARED.made[0].clone();
        damage(&mut bytes, &random);
        bytes.truncate(PREPARED.made[0].len());
        disk.open(&table_name(0)).unwrap().write_at(&bytes, 0).unwrap();
        check(&log, &PREPARED.model, &random, 20);
        // The header is not read again.
        let behind_header = |bytes: &[u8]| bytes[4096..].to_vec();
        let is_right = behind_header(&bytes) == behind_header(&PREPARED.made[0]);
        assert!(is_right || log.stats().run_tables == 1 || what == "a bit is flipped", "{what}");
        let lost = 2 - log.stats().run_tables;
        assert_eq!(merge(&log), lost, "{what}");
        assert!(lost == 0 || is_made(&disk, 0));
        check(&log, &PREPARED.model, &random, 100);
        assert!(!log.has_failed() && log.stats().run_tables == 2);
    }
}

#[test]
fn a_table_that_is_missing_or_not_finished_is_made() {
    let disk = merged();
    disk.remove(&table_name(1)).unwrap();
    disk.put("queues-000000000001.runs.new", &PREPARED.made[1][..5000]);
    disk.put("queues-000000000007.runs", b"of segments that never were");
    assert!(fsck(&disk).to_string().contains("queues-000000000007.runs offset 27"));
    let log = open_tiny(&disk, 3);
    assert_eq!((files(&disk, ".runs"), files(&disk, ".new")), (vec![table_name(0)], vec![]));
    assert_eq!(merge(&log), 1);
    assert!(is_made(&disk, 1));
}

#[test]
fn a_table_of_segments_as_they_were_is_made_again() {
    let disk = merged();
    // As if the segment had been another when the table was made.
    let other = {
        let disk = SimulatedDisk::new(16 << 20);
        let format = millpond_log::segment::FORMAT_NAME;
        disk.put(format, &PREPARED.disk.contents(format).unwrap());
        let log = open_tiny(&disk, 77);
        Sender::new(9).fill(&log, 66);
        merge(&log);
        disk.contents(&table_name(0)).unwrap()
    };
    disk.put(&table_name(0), &other);
    let log = open_tiny(&disk, 3);
    assert_eq!((files(&disk, ".runs"), log.recovery().damaged.len()), (vec![table_name(1)], 0));
    assert_eq!(merge(&log), 1);
    assert!(is_made(&disk, 0));
}

#[test]
fn a_group_with_a_damaged_sidecar_waits_until_that_is_made_again() {
    let disk = PREPARED.disk.copy();
    let log = open_tiny(&disk, 2);
    index_all(&log);
    let name = "queues-000000000005.sidecar";
    let right = disk.contents(name).unwrap();
    let at = log.stretches_of(5).unwrap()[0].1.at;
    disk.open(name).unwrap().write_at(&[0xFF; 40], at).unwrap();
    assert_eq!(merge(&log), 1, "the other one");
    assert_eq!(files(&disk, ".runs"), [table_name(1)]);
    assert!(!log.has_failed() && !log.merge_next().unwrap());
    assert_eq!(log.mend_next().unwrap().as_deref(), Some(name));
    assert_eq!(log.mend_next().unwrap(), None);
    assert!(disk.contents(name).unwrap() == right);
    assert_eq!(merge(&log), 1);
    assert!(is_made(&disk, 0));
    check(&log, &PREPARED.model, &SeededRandom::new(1), 50);
}

#[test]
fn a_power_cut_while_one_is_written_loses_nothing() {
    for after in 0..40 {
        let disk = PREPARED.disk.copy();
        let log = open_tiny(&disk, 2);
        index_all(&log);
        disk.inject(Fault::PowerFails { after: after / 2 });
        let merged = (log.merge_next(), log.merge_next());
        let disk = disk.crash(&SeededRandom::new(after));
        let report = fsck(&disk);
        assert!(report.is_whole(), "{after} {merged:?}: {report}");
        let kept = files(&disk, ".runs").len();
        assert!(merged.1.is_err() || kept == 2, "{after}");
        assert!(kept == 0 || Format::read(&disk).unwrap().unwrap().least_version == 5);
        let log = open_tiny(&disk, 3);
        assert_eq!(files(&disk, ".runs.new").len(), 0);
        check(&log, &PREPARED.model, &SeededRandom::new(after), 3000);
        assert_eq!(merge(&log), 2 - kept as u64);
        // The last segment may be another, but these are what they were.
        assert!(is_made(&disk, 0) && is_made(&disk, 1), "{after}");
    }
}

#[test]
fn a_lack_of_room_puts_it_off() {
    let mut put_off = 0;
    for (fault, count) in [
        ((|after| Fault::WriteFindsNoRoom { after }) as fn(u64) -> Fault, 4),
        (|after| Fault::SyncFindsNoRoom { after }, 8),
    ] {
        for after in 0..count {
            let disk = PREPARED.disk.copy();
            let log = open_tiny(&disk, 2);
            index_all(&log);
            disk.inject(fault(after));
            let made = merge(&log);
            assert!(!log.has_failed(), "{:?}", fault(after));
            let left = files(&disk, ".new");
            assert!(left.iter().all(|name| name == "FORMAT.new"), "{:?}: {left:?}", fault(after));
            assert_eq!(files(&disk, ".runs").len() as u64, made);
            if made < 2 {
                put_off += 1;
                check(&log, &PREPARED.model, &SeededRandom::new(after), 1000);
                std::thread::sleep(Duration::from_millis(210));
                assert_eq!(merge(&log), 2 - made);
            }
            let disk = disk.crash(&SeededRandom::new(after));
            assert!(is_made(&disk, 0) && is_made(&disk, 1) && fsck(&disk).is_whole());
        }
    }
    assert!((6..12).contains(&put_off), "{put_off}");
    let disk = PREPARED.disk.copy();
    let log = open_tiny(&disk, 2);
    index_all(&log);
    disk.occupy(disk.space().unwrap().free_bytes - 4096);
    assert_eq!(merge(&log), 0);
    assert!(!log.has_failed() && files(&disk, ".runs").is_empty());
}

#[test]
fn a_write_that_fails_ends_the_log_and_a_start_goes_on() {
    let disk = PREPARED.disk.copy();
    let log = open_tiny(&disk, 2);
    index_all(&log);
    disk.inject(Fault::WriteFails { after: 1 });
    assert!(matches!(log.merge_next(), Err(LogError::Io { .. })) && log.has_failed());
    let disk = disk.crash(&SeededRandom::new(1));
    assert_eq!(merge(&open_tiny(&disk, 3)), 2);
}

/// Bytes of the frames of each sealed segment, as a log knows them of which a little lives everywhere.
fn frames(log: &SegmentLog, disk: &SimulatedDisk) -> BTreeMap<u64, u64> {
    let little = sealed(disk).into_iter().map(|id| (id, 1)).collect();
    log.write_checkpoint(snapshots(log, &little)).unwrap();
    log.sparse().into_iter().map(|(id, _, frames)| (id, frames)).collect()
}

/// The state of partition 1 names a page in the draft of this number.
fn naming(mut snapshots: Vec<Snapshot>, draft: u64) -> Vec<Snapshot> {
    let bytes = bytes::Bytes::from_static(b"a page");
    snapshots[1].pages.push(StatePage { key: PageKey::of(1, 1, &bytes), bytes: Some(bytes) });
    snapshots[1].draft = draft;
    snapshots
}

#[test]
fn owners_are_told_which_segments_their_runs_may_be_forgotten_of() {
    let disk = merged();
    let log = open_tiny(&disk, 3);
    assert!(log.in_tables().is_empty(), "no checkpoint knows what lives");
    index_all(&log);
    let mut live = frames(&log, &disk);
    assert!(log.in_tables().is_empty());
    live.values_mut().for_each(|bytes| *bytes = bytes.div_ceil(2));
    *live.get_mut(&10).unwrap() -= 1;
    live.extend([(70, 1), (71, 1)]);
    log.write_checkpoint(snapshots(&log, &live)).unwrap();
    let expected = [(1, 9), (11, 63), (64, 69), (72, 127)];
    assert_eq!(log.in_tables()[..], expected);
    let mut told = Vec::new();
    log.sealed(Lane(0), &mut told);
    // The checkpoint's news are for all, also for those who have nothing in what is sealed; and are told once.
    let of_tables =
        told.iter().filter(|notice| notice.stretches.is_empty() && notice.in_tables[..] == expected);
    let partitions: Vec<u32> = of_tables.map(|notice| notice.partition.0).collect();
    assert!(
        partitions.iter().copied().eq(0..partitions.len() as u32) && partitions.len() > 1,
        "{partitions:?}"
    );
    told.clear();
    log.write_checkpoint(snapshots(&log, &live)).unwrap();
    log.sealed(Lane(0), &mut told);
    assert_eq!(told, []);
    // Whose pages stand in a checkpoint is told that, and the same of tables.
    log.write_checkpoint(naming(snapshots(&log, &live), 8)).unwrap();
    log.sealed(Lane(0), &mut told);
    let said: Vec<_> = told.iter().map(|notice| (notice.partition.0, notice.drafted)).collect();
    assert!(said == [(1, 8)] && told[0].in_tables[..] == expected);
    Sender::new(2).fill(&log, log.stats().segments + 1);
    index_all(&log);
    log.sealed(Lane(0), &mut told);
    assert!(!told.is_empty() && told.iter().all(|notice| notice.in_tables[..] == expected));
    told.clear();
    log.sealed_again(Partition(1), Position(0), &mut told).unwrap();
    let is_known = |notice: &Sealed| notice.in_tables[..] == expected && notice.drafted == 0;
    assert!(told.len() > 100 && told.iter().all(is_known));
    told.clear();
    // What is gone does not part what is left.
    live.retain(|id, _| ![70, 71].contains(id));
    log.write_checkpoint(naming(snapshots(&log, &live), 9)).unwrap();
    log.sealed(Lane(0), &mut told);
    told.retain(|notice| notice.stretches.is_empty());
    let said: Vec<_> = told.iter().map(|notice| (notice.partition.0, notice.drafted)).collect();
    assert_eq!(said, [(0, 0), (1, 9)], "one notice for both");
    assert!(!sealed(&disk).contains(&70));
    assert_eq!(log.in_tables()[..], [(1, 9), (11, 63), (64, 127)]);
    // One that is lost says nothing.
    let mut bytes = PREPARED.made[0].clone();
    bytes[4096..].fill(7);
    disk.open(&table_name(0)).unwrap().write_at(&bytes, 0).unwrap();
    check(&log, &of_groups(0..1), &SeededRandom::new(1), 900);
    assert_eq!(log.in_tables()[..], [(64, 127)]);
}

#[test]
fn a_table_goes_with_the_last_of_its_segments() {
    let disk = merged();
    let log = open_tiny(&disk, 3);
    index_all(&log);
    let mut live = frames(&log, &disk);
    live.retain(|id, _| [7, 9, 80, 90, 100].contains(id) || *id > 127);
    for _ in 0..2 {
        log.write_checkpoint(snapshots(&log, &live)).unwrap();
    }
    let left = sealed(&disk);
    assert!(left.starts_with(&[7, 9, 80, 90, 100]), "{left:?}");
    assert!(is_made(&disk, 0) && is_made(&disk, 1));
    // Runs of what is gone may follow.
    let seek = |log: &SegmentLog, id: u64| {
        for (_, stretch) in log.stretches_of(id).unwrap() {
            let (from, to) = (id / 64 * 64, id / 64 * 64 + 63);
            let sought = Sought { resource: stretch.resource, sequence: stretch.first, from, to };
            if !stretch.kind.listed {
                assert_eq!(log.runs(&sought, true).unwrap().unwrap()[0].stretch, stretch);
            }
        }
    };
    [7, 9, 80, 90, 100].into_iter().for_each(|id| seek(&log, id));
    let gone = PREPARED.model[&(0, 2)][0].stretch;
    let sought = Sought { resource: 2, sequence: gone.first, from: 1, to: 63 };
    assert!(matches!(log.runs(&sought, true), Err(LogError::Damaged { .. })), "it is gone");
    log.close(at(2)).unwrap();
    // Also over a start, and made again of what is left.
    let disk = disk.kill();
    disk.remove(&table_name(1)).unwrap();
    let log = open_tiny(&disk, 4);
    assert!(log.recovery().damaged.is_empty() && log.stats().run_tables == 1);
    assert_eq!(merge(&log), 1);
    assert!(disk.contents(&table_name(1)).unwrap() != PREPARED.made[1]);
    [7, 9, 80, 90, 100].into_iter().for_each(|id| seek(&log, id));
    live.remove(&7);
    live.remove(&9);
    for _ in 0..2 {
        log.write_checkpoint(snapshots(&log, &live)).unwrap();
    }
    assert_eq!(files(&disk, ".runs"), [table_name(1)]);
    // A power cut may bring it back.
    log.close(at(3)).unwrap();
    let disk = disk.kill();
    disk.put(&table_name(0), &PREPARED.made[0]);
    assert!(fsck(&disk).is_whole());
    let log = open_tiny(&disk, 5);
    assert_eq!(files(&disk, ".runs"), [table_name(1)]);
    assert!(log.recovery().damaged.is_empty());
}

#[test]
fn a_table_that_somebody_removed_while_it_was_used_does_not_end_the_log_when_it_would_go() {
    let disk = merged();
    let log = open_tiny(&disk, 3);
    index_all(&log);
    disk.remove(&table_name(0)).unwrap();
    let mut live = frames(&log, &disk);
    live.retain(|id, _| *id > 63);
    for _ in 0..2 {
        log.write_checkpoint(snapshots(&log, &live)).unwrap();
    }
    assert!(sealed(&disk)[0] > 63, "the segments of the first table are gone");
    log.close(at(2)).unwrap();
}
