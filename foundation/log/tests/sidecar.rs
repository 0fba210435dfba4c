//! The index of sealed segments: it holds just what was posted, is told in order, and never serves a wrong row.
//!
//! `MILLPOND_SEEDS=10000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;

use std::collections::BTreeMap;
use std::sync::Arc;

use harness::posts::{self, PostIndexer};
use harness::*;
use millpond_log::segment::Options;
use millpond_log::{
    BLOCK_ROWS, Durability, Epoch, EventRef, Lane, Log, LogError, Partition, Position, Posted, Remembered,
    Row, Sealed, SegmentLog, Store, Stretch,
};
use millpond_runtime::disk::{Fault, SimulatedDisk};
use millpond_runtime::{Disk, SeededRandom};

const P: u32 = 3;

fn indexed(seed: u64) -> Options {
    Options { indexer: Arc::new(PostIndexer), ..options(seed) }
}

fn open_indexed(disk: &SimulatedDisk, seed: u64) -> SegmentLog {
    open_with(disk, P, indexed(seed)).unwrap()
}

fn sealed(log: &SegmentLog) -> Vec<Sealed> {
    let mut into = Vec::new();
    log.sealed(Lane(0), &mut into);
    into
}

fn rows(log: &SegmentLog, stretch: &Stretch) -> Vec<Row> {
    let blocks = 0..stretch.count.div_ceil(BLOCK_ROWS);
    blocks.flat_map(|block| log.rows(stretch, block, true).unwrap().unwrap()).collect()
}

/// What was posted: by partition, the posts of each position.
type Model = Vec<Vec<(u64, Vec<Posted>)>>;

/// Posts at random, and says what.
fn fill(log: &SegmentLog, epoch: u64, random: &SeededRandom, records: u64, model: &mut Model) {
    model.resize_with(P as usize, Vec::new);
    let mut sequences: BTreeMap<(usize, u64), u64> = BTreeMap::new();
    for partition in 0..P {
        log.claim(Partition(partition), Epoch(epoch), OWNER);
        model[partition as usize].push((0, Vec::new()));
    }
    let mut owner_seqs = [0; P as usize];
    for n in 0..records {
        let time = 1000 * epoch + n;
        let partition = random.below(u64::from(P)) as usize;
        let posts: Vec<_> = (0..random.below(4))
            .map(|_| {
                let resource = 10 + random.below(3);
                let sequence = sequences.entry((partition, resource)).or_insert(epoch << 40);
                *sequence += if random.once_in(20) { 2 } else { 1 };
                let mut post = posts::draw(random, resource, *sequence, time);
                if random.once_in(10) {
                    post.forwarded = true;
                    post.sequence = random.below(1000);
                }
                post
            })
            .collect();
        let body = posts::body(time, &posts, random.below(60) as usize);
        model[partition].push((time, posts));
        let record = record(epoch, OWNER, owner_seqs[partition], body);
        owner_seqs[partition] += 1;
        log.submit(Partition(partition as u32), record, Durability::Now);
        if random.once_in(5) {
            log.commit_once(at(n)).unwrap();
        }
    }
    log.commit_once(at(records)).unwrap();
}

/// Holds what was told against what was posted; returns how many rows that were.
fn check(log: &SegmentLog, notices: &[Sealed], model: &Model) -> usize {
    let mut told: Vec<u64> = vec![0; P as usize];
    let mut found = 0;
    assert!(notices.is_sorted_by_key(|notice| notice.segment), "in the order of the segments");
    for notice in notices {
        let partition = notice.partition;
        let first = std::mem::replace(&mut told[partition.0 as usize], notice.end.0);
        let records = &model[partition.0 as usize][first as usize..notice.end.0 as usize];
        let mut plain: BTreeMap<u64, Vec<Row>> = BTreeMap::new();
        let mut listed: BTreeMap<u64, BTreeMap<u64, Row>> = BTreeMap::new();
        for (at, (_, posts)) in records.iter().enumerate() {
            let position = Position(first + at as u64);
            for (n, post) in posts.iter().enumerate() {
                let row = Row {
                    sequence: post.sequence,
                    position,
                    offset: n as u32,
                    len: 0,
                    sent: post.sent,
                    group: post.group,
                    past: post.past,
                };
                if post.forwarded {
                    listed.entry(post.resource).or_default().insert(post.sequence, row);
                } else {
                    plain.entry(post.resource).or_default().push(row);
                }
            }
        }
        let (mut got_plain, mut got_listed) = (BTreeMap::<u64, Vec<Row>>::new(), BTreeMap::new());
        for (stretch, sequences) in &notice.stretches {
            let mut rows = rows(log, stretch);
            assert_eq!((rows.len() as u32, rows[0].sequence), (stretch.count, stretch.first));
            for row in &mut rows {
                let event = EventRef { partition, position: row.position, offset: row.offset, len: row.len };
                let bytes = log.read(event).unwrap();
                let event = millpond_log::event::Event::parse(&bytes, row.offset).unwrap();
                let post = millpond_log::Indexer::index(&PostIndexer, &event, 0).unwrap().unwrap();
                assert_eq!((post.resource, post.sequence), (stretch.resource, row.sequence));
                // The model counts posts, each behind another event. Of two that are the same the later one is told of.
                let body = &model[partition.0 as usize][row.position.0 as usize].1;
                (row.offset, row.len) = (body.iter().rposition(|it| *it == post).unwrap() as u32, 0);
            }
            found += rows.len();
            match sequences {
                None => {
                    assert!(rows.is_sorted_by(|row, next| row.sequence + 1 == next.sequence));
                    got_plain.entry(stretch.resource).or_default().extend(rows);
                }
                Some(sequences) => {
                    assert!(rows.iter().map(|row| row.sequence).eq(sequences.iter().copied()));
                    let rows: BTreeMap<_, _> = rows.into_iter().map(|row| (row.sequence, row)).collect();
                    assert!(got_listed.insert(stretch.resource, rows).is_none(), "one listed stretch");
                }
            }
        }
        assert_eq!(got_plain, plain);
        assert_eq!(got_listed, listed);
    }
    found
}

fn index_all(log: &SegmentLog) -> usize {
    std::iter::from_fn(|| log.index_next().unwrap().then_some(())).count()
}

fn segments_of(disk: &SimulatedDisk, suffix: &str) -> Vec<String> {
    disk.list().unwrap().into_iter().filter(|name| name.ends_with(suffix)).collect()
}

#[test]
fn a_sidecar_holds_what_was_posted_and_owners_are_told_in_order() {
    for seed in 0..count_from_env("MILLPOND_SEEDS", 40) {
        let random = SeededRandom::new(seed);
        let mut disk = SimulatedDisk::new(64 << 20);
        let mut model = Model::new();
        for epoch in 1..4 {
            let log = open_indexed(&disk, seed * 10 + epoch);
            assert_eq!(sealed(&log), []);
            fill(&log, epoch, &random, 400, &mut model);
            let count = index_all(&log);
            assert_eq!(count, segments_of(&disk, ".segment").len() - 1, "all but the open one");
            let notices = sealed(&log);
            assert!(check(&log, &notices, &model) > 100);
            for partition in (0..P).map(Partition) {
                assert_served(&log, &log, partition);
            }
            if random.once_in(2) {
                log.close(at(9999)).unwrap();
            }
            disk = disk.kill();
        }
    }
}

#[test]
fn what_is_not_cached_is_not_waited_for() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut model = Model::new();
    fill(&log, 1, &SeededRandom::new(1), 500, &mut model);
    index_all(&log);
    let notices = sealed(&log);
    let stretch = notices[0].stretches[0].0;
    disk.set_cached(false);
    assert_eq!(log.rows(&stretch, 0, false).unwrap(), None);
    let row = log.rows(&stretch, 0, true).unwrap().unwrap()[0];
    let event = EventRef {
        partition: notices[0].partition,
        position: row.position,
        offset: row.offset,
        len: row.len,
    };
    assert_eq!(log.read_if_cached(event).unwrap(), None);
    assert_eq!(log.read_several(&[event], false).unwrap(), None);
    log.read(event).unwrap();
    disk.set_cached(true);
    assert!(log.read_if_cached(event).unwrap().is_some());
    let beyond = stretch.count.div_ceil(BLOCK_ROWS);
    assert!(log.rows(&stretch, beyond, true).is_err() && log.rows(&stretch, u32::MAX, true).is_err());
    let elsewhere = Stretch { at: u64::MAX, ..stretch };
    assert!(log.rows(&elsewhere, 0, true).is_err());
    let unknown = Stretch { segment: 999, ..stretch };
    assert!(log.rows(&unknown, 0, true).is_err());
    let other = Stretch { resource: stretch.resource + 1, ..stretch };
    assert!(matches!(log.rows(&other, 0, true), Err(LogError::Damaged { .. })));
}

#[test]
fn deduplication_ids_are_remembered_from_a_time_on() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut model = Model::new();
    fill(&log, 1, &SeededRandom::new(2), 600, &mut model);
    index_all(&log);
    let mut ends = vec![0; P as usize];
    sealed(&log).iter().for_each(|notice| ends[notice.partition.0 as usize] = notice.end.0);
    let again = disk.copy();
    for log in [log, open_indexed(&again, 2)] {
        for since in [0, 1200, 1400, 9999] {
            let mut expected = BTreeMap::<(u32, u64), Vec<Remembered>>::new();
            for (partition, records) in model.iter().enumerate() {
                for (time, posts) in &records[..ends[partition] as usize] {
                    for post in posts {
                        let Some(hash) = post.deduplication.filter(|_| *time >= since) else { continue };
                        let id = Remembered { hash, sequence: post.sequence, time: *time };
                        expected.entry((partition as u32, post.resource)).or_default().push(id);
                    }
                }
            }
            let mut got = BTreeMap::<(u32, u64), Vec<Remembered>>::new();
            log.remembered(since, &mut |partition, resource, ids| {
                assert!(ids.is_sorted());
                got.entry((partition.0, resource)).or_default().extend(ids);
            })
            .unwrap();
            got.values_mut().chain(expected.values_mut()).for_each(|ids| ids.sort());
            assert_eq!(got, expected);
            assert!(since > 1300 || got.len() > 3);
        }
    }
}

/// Or a retry is answered with a message that is not there.
#[test]
fn an_id_whose_record_does_not_count_is_not_remembered() {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open_indexed(&disk, 1);
    let mut next = 0;
    let mut post = |log: &SegmentLog, epoch: u64, owner_seq: u64| {
        next += 1;
        let deduplication = Some(u128::from(next));
        let post = Posted { deduplication, ..posts::draw(&SeededRandom::new(next), 10, next, next) };
        let body = posts::body(next, &[post], 100);
        log.submit(Partition(0), record(epoch, OWNER, owner_seq, body), Durability::Now);
        log.commit_once(at(next)).unwrap();
        u128::from(next)
    };
    let segments = || segments_of(&disk, ".segment").len();
    log.claim(Partition(0), Epoch(1), OWNER);
    let (mut counts, mut owner_seq, mut epoch) = (Vec::new(), 0, 1);
    // One record is lost in the midst of the first segment, another where the second one begins.
    for lost_at in [1, 2] {
        while segments() < lost_at || lost_at == 1 && owner_seq < 10 {
            counts.push(post(&log, epoch, owner_seq));
            owner_seq += 1;
        }
        for _ in 0..5 {
            owner_seq += 1;
            post(&log, epoch, owner_seq);
        }
        epoch += 1;
        log.claim(Partition(0), Epoch(epoch), OWNER);
        owner_seq = 0;
        counts.push(post(&log, epoch, owner_seq));
        // What was given up may still come.
        post(&log, epoch - 1, 10);
        owner_seq += 1;
    }
    while segments() < 4 {
        counts.push(post(&log, epoch, owner_seq));
        owner_seq += 1;
    }
    assert_eq!(index_all(&log), 3);
    let check = |log: &SegmentLog, when: &str| {
        let mut remembered = Vec::new();
        log.remembered(0, &mut |_, _, ids| remembered.extend(ids.into_iter().map(|id| id.hash))).unwrap();
        remembered.sort_unstable();
        let last = *remembered.last().unwrap();
        let sealed: Vec<u128> = counts.iter().copied().filter(|id| *id <= last).collect();
        assert_eq!(remembered, sealed, "{when}");
    };
    check(&log, "at the seal");
    log.close(at(9_000)).unwrap();
    drop(log);
    for name in segments_of(&disk, ".sidecar") {
        disk.remove(&name).unwrap();
    }
    let log = open_indexed(&disk.kill(), 2);
    assert_eq!(index_all(&log), 3);
    check(&log, "made again");
}

#[test]
fn a_sidecar_that_is_lost_or_damaged_is_made_again_the_same() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut model = Model::new();
    fill(&log, 1, &SeededRandom::new(3), 1500, &mut model);
    index_all(&log);
    log.close(at(9999)).unwrap();
    let disk = disk.kill();
    let names = segments_of(&disk, ".sidecar");
    let good: Vec<_> = names.iter().map(|name| disk.contents(name).unwrap()).collect();
    assert!(names.len() > 2);
    for (n, (name, good)) in names.iter().zip(&good).enumerate() {
        let mut bad = good.clone();
        let last = bad.len() - 1;
        match n % 4 + 1 {
            3 => disk.remove(name).unwrap(),
            2 => bad[last] ^= 1,
            1 => bad[60] ^= 1,
            _ => bad.truncate(last),
        }
        if n % 4 != 2 {
            disk.put(name, &bad);
        }
    }
    disk.put("queues-000000000001.sidecar.new", b"half");
    disk.put("queues-000000000099.sidecar", b"of nothing");
    let log = open_indexed(&disk, 2);
    assert!(
        segments_of(&disk, ".new").is_empty()
            && !segments_of(&disk, ".sidecar").contains(&"queues-000000000099.sidecar".into())
    );
    index_all(&log);
    for (name, good) in names.iter().zip(&good) {
        assert!(disk.contents(name).unwrap() == *good, "{name}");
    }
    check(&log, &sealed(&log), &model);
}

#[test]
fn no_flipped_bit_of_a_sidecar_is_served() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut model = Model::new();
    fill(&log, 1, &SeededRandom::new(4), 500, &mut model);
    index_all(&log);
    let notices = sealed(&log);
    let random = SeededRandom::new(5);
    let (mut wrong, mut right) = (0, 0);
    let all: Vec<_> = notices.iter().flat_map(|notice| notice.stretches.iter().map(|(it, _)| *it)).collect();
    let expected: Vec<_> = all.iter().map(|stretch| rows(&log, stretch)).collect();
    let names = segments_of(&disk, ".sidecar");
    for _ in 0..400 {
        let name = &names[random.below(names.len() as u64) as usize];
        let good = disk.contents(name).unwrap();
        let mut bad = good.clone();
        bad[random.below(good.len() as u64) as usize] ^= 1 << random.below(8);
        let file = disk.open(name).unwrap();
        file.write_at(&bad, 0).unwrap();
        for (stretch, expected) in all.iter().zip(&expected) {
            match log.rows(stretch, 0, true) {
                Ok(rows) => {
                    assert!(rows.unwrap() == expected[..expected.len().min(BLOCK_ROWS as usize)]);
                    right += 1;
                }
                Err(LogError::Damaged { place, .. }) => {
                    assert!(place.starts_with(name.as_str()), "{place}");
                    wrong += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        let remembered = log.remembered(0, &mut |_, _, _| {});
        assert!(matches!(remembered, Ok(()) | Err(LogError::Damaged { .. })));
        // Each page of the records table is read anew by another process.
        let other = open_indexed(&disk.copy(), 9);
        index_all(&other);
        for partition in (0..P).map(Partition) {
            for position in 0..other.bounds(partition).unwrap().1.0 {
                let event = EventRef { partition, position: Position(position), offset: 2, len: 18 };
                let expected = log.read(event).ok();
                if let Ok(read) = other.read(event) {
                    assert_eq!(Some(read), expected);
                }
            }
        }
        file.write_at(&good, 0).unwrap();
    }
    assert!(wrong > 50 && right > 50, "{wrong} wrong, {right} right");
}

#[test]
fn a_sidecar_that_has_no_room_waits_for_it() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut model = Model::new();
    fill(&log, 1, &SeededRandom::new(6), 500, &mut model);
    disk.occupy(64 << 20);
    assert!(!log.index_next().unwrap());
    let operations = disk.operations();
    for _ in 0..3 {
        assert!(!log.index_next().unwrap() && !log.has_failed());
    }
    assert_eq!(disk.operations(), operations, "tried once");
    assert_eq!(sealed(&log), []);
    disk.occupy(0);
    std::thread::sleep(std::time::Duration::from_millis(210));
    assert!(index_all(&log) > 1);
    check(&log, &sealed(&log), &model);
}

#[test]
fn what_the_indexer_does_not_know_is_named_and_ends_the_log() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut writer = millpond_log::event::BodyWriter::new(5);
    writer.event(posts::POST, |fields| fields.number(33, 1));
    log.submit(Partition(0), record(1, OWNER, 0, writer.finish().into()), Durability::Now);
    let mut seq = 1;
    while segments_of(&disk, ".segment").len() < 2 {
        submit(&log, 0, 1, seq, &[1; 4000]);
        log.commit_once(at(seq)).unwrap();
        seq += 1;
    }
    let refusal = log.index_next().unwrap_err();
    let text = refusal.to_string();
    assert!(matches!(refusal, LogError::Unsupported(_)) && log.has_failed());
    assert!(
        text.contains("queues-000000000001.segment offset 42") && text.contains("does not have"),
        "{text}"
    );
    assert!(log.index_next().unwrap_err().to_string().contains("failed before"));
}

#[test]
fn a_sync_that_fails_ends_the_log_and_the_next_start_makes_the_sidecar() {
    let good = SimulatedDisk::new(64 << 20);
    let mut model = Model::new();
    {
        let log = open_indexed(&good, 1);
        fill(&log, 1, &SeededRandom::new(7), 300, &mut model);
        log.close(at(9999)).unwrap();
    }
    for after in 0..2 {
        for fault in [Fault::SyncFails { after }, Fault::WriteFails { after: 0 }] {
            let disk = good.copy().kill();
            let log = open_indexed(&disk, 2);
            disk.inject(fault);
            assert!(log.index_next().is_err() && log.has_failed() && log.commit_once(at(0)).is_err());
            assert_eq!(sealed(&log), [], "nobody is told");
            let log = open_indexed(&disk.kill(), 3);
            index_all(&log);
            check(&log, &sealed(&log), &model);
        }
    }
}

#[test]
fn the_power_may_fail_at_any_moment_of_the_indexing() {
    let good = SimulatedDisk::new(64 << 20);
    let mut model = Model::new();
    {
        let log = open_indexed(&good, 1);
        fill(&log, 1, &SeededRandom::new(8), 300, &mut model);
        log.close(at(9999)).unwrap();
    }
    let good = good.kill();
    for after in 0..30 {
        for seed in 0..4 {
            let random = SeededRandom::new(after * 4 + seed);
            let disk = good.copy();
            disk.inject(Fault::PowerFails { after });
            if let Ok(log) = open_with(&disk, P, indexed(2)) {
                while let Ok(true) = log.index_next() {}
            }
            let disk = if seed == 0 { disk.kill() } else { disk.crash(&random) };
            let log = open_indexed(&disk, 3);
            index_all(&log);
            check(&log, &sealed(&log), &model);
            assert_served(&log, &log, Partition(0));
            assert!(segments_of(&disk, ".new").is_empty());
        }
    }
}

#[test]
fn a_sidecar_that_is_found_damaged_when_it_is_read_is_made_again() {
    let disk = SimulatedDisk::new(64 << 20);
    let log = open_indexed(&disk, 1);
    let mut model = Model::new();
    fill(&log, 1, &SeededRandom::new(6), 500, &mut model);
    index_all(&log);
    let notices = sealed(&log);
    let (stretch, _) = notices[0].stretches.iter().find(|(stretch, _)| !stretch.kind.listed).unwrap();
    let expected = rows(&log, stretch);
    log.close(at(9999)).unwrap();
    let disk = disk.kill();
    let name = &segments_of(&disk, ".sidecar")[0];
    let good = disk.contents(name).unwrap();
    // A row, and the whole table that says where records stand.
    let mut bad = good.clone();
    bad[stretch.at as usize + 40] ^= 1;
    bad[130] ^= 1;
    disk.put(name, &bad);
    let log = open_indexed(&disk, 2);
    index_all(&log);
    assert!(log.recovery().damaged.is_empty(), "a start does not read so much");
    assert_eq!(log.mend_next().unwrap(), None, "nothing was found yet");
    let row = expected[0];
    let event = EventRef {
        partition: notices[0].partition,
        position: row.position,
        offset: row.offset,
        len: row.len,
    };
    for read in [
        (|log: &SegmentLog, stretch: &Stretch, _| log.rows(stretch, 0, true).map(drop)) as fn(&_, &_, _) -> _,
        |log, _, event| log.read(event).map(drop),
    ] {
        disk.open(name).unwrap().write_at(&bad, 0).unwrap();
        let log = open_indexed(&disk.copy(), 3);
        index_all(&log);
        assert!(matches!(read(&log, stretch, event), Err(LogError::Damaged { .. })));
        assert_eq!(log.mend_next().unwrap().as_ref(), Some(name));
        assert_eq!(log.mend_next().unwrap(), None);
        assert_eq!(rows(&log, stretch), expected);
        log.read(event).unwrap();
    }
}
