//! A run table beside the segments that it is of: the directory is examined and opened, and messages are sought in it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use millpond_log::event::{BodyWriter, Event, Kind, Malformed};
use millpond_log::segment::{Class, Format, Options, fsck};
use millpond_log::{
    Durability, Epoch, Indexer, Lane, Log as _, NodeId, Partition, Position, Posted, Record, SegmentLog,
    Snapshot, Sought, Store as _,
};
use millpond_runtime::disk::SimulatedDisk;
use millpond_runtime::{Millis, Moment, SeededRandom};

use crate::mended::mended;

const NAME: &str = "queues-000000000000.runs";
const SEGMENT_BYTES: u64 = 8 << 10;
/// The newest that has a whole group before it.
const SEGMENTS: u64 = 66;
const KEPT: [u64; 3] = [5, 6, 40];
const NOW: Moment = Moment { engine: 1_000, boot: 1 };
/// Resource, first sequence, and group.
const POST: Kind = Kind { service: 3, tag: 1, version: 1 };

struct Posts;

impl Indexer for Posts {
    fn index(&self, event: &Event<'_>, _: Millis) -> Result<Option<Posted>, Malformed> {
        let mut numbers = [0; 3];
        for field in event.fields().take(3) {
            let (number, value) = field?;
            numbers[usize::from(number) - 1] = value.number()?;
        }
        let [resource, sequence, group] = numbers;
        let group = Some(group).filter(|group| *group > 0);
        let (sent, past, forwarded, deduplication) = (0, None, false, None);
        Ok(Some(Posted { resource, sequence, sent, group, past, forwarded, deduplication }))
    }
}

fn open(disk: &SimulatedDisk) -> SegmentLog {
    let random = Arc::new(SeededRandom::new(7));
    let format = Format::open_or_create(disk, 1, &*random).expect("it can be made");
    let options = Options {
        segment_sizes_bytes: [SEGMENT_BYTES; 4],
        indexer: Arc::new(Posts),
        ..Options::new(Class::Queues, random, [0; 16])
    };
    let log = SegmentLog::open(Arc::new(disk.clone()), &format, options).expect("it starts");
    log.attach(1, Arc::new(|_| {}));
    log
}

/// Posts of 40 resources.
fn record(owner_seq: u64) -> Record {
    let mut writer = BodyWriter::new(NOW.engine);
    for resource in 1..=40 {
        writer.event(POST, |fields| {
            fields.number(1, resource * resource);
            fields.number(2, owner_seq * resource % 3 + owner_seq);
            fields.number(3, owner_seq * resource % 4);
            fields.rest(4, &[7; 60]);
        });
    }
    Record { epoch: Epoch(1), owner: NodeId(1), owner_seq, body: writer.finish().into() }
}

/// Few segments that have a run table, which is not there.
static DIRECTORY: LazyLock<(SimulatedDisk, Vec<u8>)> = LazyLock::new(|| {
    let disk = SimulatedDisk::new(16 << 20);
    let log = open(&disk);
    for owner_seq in 0.. {
        log.submit(Partition(0), record(owner_seq), Durability::Now);
        log.commit_once(NOW).expect("there is room");
        if log.stats().segments == SEGMENTS {
            break;
        }
    }
    while log.index_next().expect("there is room") {}
    let mut sealed = Vec::new();
    log.sealed(Lane(0), &mut sealed);
    for _ in 0..2 {
        let live: BTreeMap<u64, u64> = KEPT.into_iter().map(|id| (id, 1)).collect();
        let position = log.bounds(Partition(0)).expect("it is there").1;
        let snapshot = Snapshot {
            partition: Partition(0),
            position,
            epoch: Epoch(1),
            owner: NodeId(1),
            claimed_at: Position(0),
            next_owner_seq: 0,
            digest: 0,
            hot_from: sealed.last().map_or(Position(0), |last| last.end),
            live_bytes: live,
            data_version: 1,
            state: [1; 9].as_slice().into(),
            pages: Vec::new(),
            draft: 0,
        };
        log.write_checkpoint(vec![snapshot]).expect("there is room");
    }
    assert!(log.merge_next().expect("there is room"));
    log.close(NOW).expect("it stops");
    let disk = disk.kill();
    let table = disk.contents(NAME).expect("it was made");
    (disk, table)
});

pub fn run_table(data: &[u8]) {
    for bytes in [data, &mended(NAME, data)] {
        let disk = DIRECTORY.0.copy();
        disk.put(NAME, bytes);
        let report = fsck(&disk);
        assert!(report.starts(), "nothing depends on it: {report}");
        let log = open(&disk);
        for resource in (1..=40).step_by(6).map(|resource| resource * resource) {
            for sequence in [7, 60, u64::MAX] {
                let _ = log.runs(&Sought { resource, sequence, from: KEPT[0], to: KEPT[2] }, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corpus_has_the_table_that_is_made_today() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/run-table/v1");
        if !path.exists() && std::env::var_os("MILLPOND_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &DIRECTORY.1).unwrap();
        }
        assert!(std::fs::read(path).unwrap() == DIRECTORY.1, "or else little of it is read");
        assert!(mended(NAME, &DIRECTORY.1) == DIRECTORY.1);
        let disk = DIRECTORY.0.copy();
        disk.put(NAME, &DIRECTORY.1);
        assert!(fsck(&disk).is_whole() && open(&disk).stats().run_tables == 1);
    }
}
