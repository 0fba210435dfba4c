//! What the tests of the logs share: bodies to write, a subject to write them to, and what to expect of it.
#![allow(clippy::unwrap_used, reason = "a test")]
#![allow(dead_code, reason = "each test file uses some of it")]

pub mod named;
pub mod posts;
pub mod small;

use std::sync::Arc;

use bytes::Bytes;
use millpond_log::event::{BodyWriter, Kind};
use millpond_log::segment::{Class, Format, Options, SegmentLog, Sync};
use millpond_log::{
    Completion, Durability, Entry, Epoch, EventRef, Lane, Log, LogError, NodeId, Outcome, PageKey, Partition,
    Position, Record, Store, event,
};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Moment, SeededRandom};

pub const KIND: Kind = Kind { service: 1, tag: 2, version: 1 };
pub const OWNER: NodeId = NodeId(0xA);
pub const RIVAL: NodeId = NodeId(0xB);
pub const BOOT: [u8; 16] = [0xB0; 16];
/// Small, so that a test meets many segments.
pub const SMALL_SEGMENTS: [u64; 4] = [16 << 10, 32 << 10, 64 << 10, 128 << 10];

/// A record's body with one event for each payload.
pub fn body_of(payloads: &[&[u8]]) -> Bytes {
    let mut writer = BodyWriter::new(1_000);
    for payload in payloads {
        writer.event(KIND, |fields| {
            fields.number(1, payload.len() as u64);
            fields.rest(2, payload);
        });
    }
    writer.finish().into()
}

pub fn record(epoch: u64, owner: NodeId, owner_seq: u64, body: Bytes) -> Record {
    Record { epoch: Epoch(epoch), owner, owner_seq, body }
}

/// As it was submitted: a log may have filled in the events' checksums.
pub fn unsealed(entry: Entry) -> Entry {
    let Entry::Record(mut record) = entry else { return entry };
    let mut bytes = record.body.to_vec();
    let offsets: Vec<usize> =
        event::Body::parse(&record.body).unwrap().map(|event| event.unwrap().offset as usize).collect();
    for at in offsets {
        bytes[at + 8..at + 12].fill(0);
    }
    record.body = bytes.into();
    Entry::Record(record)
}

/// The events of a body: where they stand, and their bytes without the checksum.
pub fn events_of(body: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let events = event::Body::parse(body).unwrap();
    events.map(|event| event.unwrap()).map(|event| (event.offset, without_checksum(event.bytes))).collect()
}

pub fn without_checksum(event: &[u8]) -> Vec<u8> {
    [&event[..8], &event[12..]].concat()
}

/// All entries of a partition, as they were submitted.
pub fn entries(log: &dyn Log, partition: Partition) -> Vec<Entry> {
    let mut found = Vec::new();
    log.replay(&[(partition, Position(0))], &mut |of, position, entry| {
        assert_eq!((of, position), (partition, Position(found.len() as u64)));
        found.push(unsealed(entry));
        Ok(())
    })
    .unwrap();
    found
}

/// Reads every event of every record back through the store.
pub fn assert_served(log: &dyn Log, store: &dyn Store, partition: Partition) {
    for (at, entry) in entries(log, partition).into_iter().enumerate() {
        let Entry::Record(record) = entry else { continue };
        for (offset, bytes) in events_of(&record.body) {
            let len = bytes.len() as u32 + 4;
            let event = EventRef { partition, position: Position(at as u64), offset, len };
            assert_eq!(without_checksum(&store.read(event).unwrap()), bytes);
        }
    }
}

pub fn drain(log: &dyn Log, lane: usize) -> Vec<Completion> {
    let mut news = Vec::new();
    log.completions(Lane(lane), &mut news);
    news
}

pub fn no_wake(log: &dyn Log, lanes: usize) {
    log.attach(lanes, Arc::new(|_| {}));
}

pub fn confirmed(partition: u32, epoch: u64, first_owner_seq: u64, count: u64, first: u64) -> Completion {
    let outcome = Outcome::Confirmed { epoch: Epoch(epoch), first_owner_seq, count, first: Position(first) };
    Completion { partition: Partition(partition), outcome }
}

pub fn claimed(partition: u32, epoch: u64, position: u64) -> Completion {
    let outcome = Outcome::Claimed { epoch: Epoch(epoch), position: Position(position) };
    Completion { partition: Partition(partition), outcome }
}

pub fn options(seed: u64) -> Options {
    Options {
        segment_sizes_bytes: SMALL_SEGMENTS,
        ..Options::new(Class::Queues, Arc::new(SeededRandom::new(seed)), BOOT)
    }
}

pub fn at(ms: u64) -> Moment {
    Moment { engine: 1_000_000 + ms, boot: ms }
}

/// Opens the log of a simulated disk, with one lane.
pub fn open_with(disk: &SimulatedDisk, partitions: u32, options: Options) -> Result<SegmentLog, LogError> {
    let format = Format::open_or_create(disk, partitions, &*options.random)?;
    let log = SegmentLog::open(Arc::new(disk.clone()), &format, options)?;
    no_wake(&log, 1);
    Ok(log)
}

pub fn open(disk: &SimulatedDisk, partitions: u32, seed: u64) -> Result<SegmentLog, LogError> {
    open_with(disk, partitions, options(seed))
}

pub fn options_with_sync(seed: u64, sync: Sync) -> Options {
    Options { sync, ..options(seed) }
}

pub fn submit(log: &dyn Log, partition: u32, epoch: u64, owner_seq: u64, text: &[u8]) {
    log.submit(Partition(partition), record(epoch, OWNER, owner_seq, body_of(&[text])), Durability::Now);
}

/// A page that a state names, read in both ways that there are.
pub fn page_of(log: &SegmentLog, partition: Partition, key: &PageKey) -> Result<Bytes, LogError> {
    let cached = Store::page(log, partition, key, false);
    let read = Log::page(log, partition, key);
    if let (Ok(read), Ok(Some(cached))) = (&read, cached) {
        assert!(read == &cached);
    }
    read
}

/// A number from the environment, for longer runs by hand.
pub fn count_from_env(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
