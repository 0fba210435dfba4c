//! What is read from a disk: one file is the bytes, the others are the golden ones.

use std::sync::Arc;

use millpond_catalogue::CatalogueEvent;
use millpond_log::event::{Body, seal_checksums};
use millpond_log::segment::{Class, FORMAT_NAME, Format, Options, fsck};
use millpond_log::{Log as _, LogError, Partition, SegmentLog};
use millpond_runtime::SeededRandom;
use millpond_runtime::disk::SimulatedDisk;

use crate::mended::mended;

const SEGMENT: &str = "queues-000000000001.segment";
const SIDECAR: &str = "queues-000000000001.sidecar";
const CHECKPOINT: &str = "queues-000000000001.checkpoint";
const PAGES: &str = "queues-000000000001.pages";
const SEGMENT_BYTES: usize = 1 << 20;

macro_rules! golden {
    ($name:literal) => {
        include_bytes!(concat!("../../../foundation/log/tests/golden/", $name))
    };
}

/// The body of a record, its checksums made good.
pub fn event(data: &[u8]) {
    let mut body = data.to_vec();
    let _ = seal_checksums(&mut body, 0);
    let Ok(body) = Body::parse(&body) else { return };
    for event in body.flatten() {
        event.compute_checksum(0);
        event.fields().for_each(drop);
        let _ = CatalogueEvent::read(&event);
    }
}

pub fn format(data: &[u8]) {
    let _ = open(FORMAT_NAME, data);
}

/// As much of a segment as is not zero.
pub fn segment(data: &[u8]) {
    let mut whole = data.to_vec();
    whole.resize(SEGMENT_BYTES.max(data.len()), 0);
    let _ = open(SEGMENT, &whole);
}

pub fn sidecar(data: &[u8]) {
    let _ = open(SIDECAR, data);
}

/// Also one whose checksums fit. Of what it uses everything is read that it says there is.
pub fn checkpoint(data: &[u8]) {
    for bytes in [data, &mended(CHECKPOINT, data)] {
        let Some(log) = open(CHECKPOINT, bytes) else { continue };
        for partition in (0..log.partitions()).map(Partition) {
            let snapshot = log.snapshot(partition).expect("a checkpoint that is used was read whole");
            for page in snapshot.into_iter().flat_map(|snapshot| snapshot.pages) {
                match log.page(partition, &page.key) {
                    Ok(bytes) => assert_eq!(page.key.sum, crc32c::crc32c(&bytes)),
                    Err(LogError::Damaged { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }
}

/// Examines the directory, and starts from it.
fn open(name: &str, bytes: &[u8]) -> Option<SegmentLog> {
    let disk = SimulatedDisk::new(64 << 20);
    disk.put(FORMAT_NAME, golden!("format-2.bin"));
    let mut segment = [golden!("segment-header-1.bin").as_slice(), golden!("frames-1.bin")].concat();
    segment.resize(SEGMENT_BYTES, 0);
    disk.put(SEGMENT, &segment);
    // It begins with those of the second version.
    disk.put(PAGES, golden!("checkpoint-3-pages.bin"));
    disk.put(name, bytes);
    let report = fsck(&disk);
    let starts = report.starts();
    let Ok(Some(format)) = Format::read(&disk) else { return None };
    let options = Options::new(Class::Queues, Arc::new(SeededRandom::new(1)), [0; 16]);
    let opened = SegmentLog::open(Arc::new(disk), &format, options);
    assert_eq!(opened.is_ok(), starts, "fsck says what a start does: {report}");
    opened.ok()
}
