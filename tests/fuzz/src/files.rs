//! What is read from a disk: one file is the bytes, the others are the golden ones.

use std::sync::Arc;

use millpond_catalogue::CatalogueEvent;
use millpond_log::SegmentLog;
use millpond_log::event::{Body, seal_checksums};
use millpond_log::segment::{Class, FORMAT_NAME, Format, Options, fsck};
use millpond_runtime::SeededRandom;
use millpond_runtime::disk::SimulatedDisk;

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
    open(FORMAT_NAME, data);
}

/// As much of a segment as is not zero.
pub fn segment(data: &[u8]) {
    let mut whole = data.to_vec();
    whole.resize(SEGMENT_BYTES.max(data.len()), 0);
    open(SEGMENT, &whole);
}

pub fn sidecar(data: &[u8]) {
    open(SIDECAR, data);
}

pub fn checkpoint(data: &[u8]) {
    open(CHECKPOINT, data);
}

/// Examines the directory, and starts from it.
fn open(name: &str, bytes: &[u8]) {
    let disk = SimulatedDisk::new(64 << 20);
    disk.put(FORMAT_NAME, golden!("format-2.bin"));
    let mut segment = [golden!("segment-header-1.bin").as_slice(), golden!("frames-1.bin")].concat();
    segment.resize(SEGMENT_BYTES, 0);
    disk.put(SEGMENT, &segment);
    disk.put(PAGES, golden!("checkpoint-2-pages.bin"));
    disk.put(name, bytes);
    let report = fsck(&disk);
    let starts = report.starts();
    let Ok(Some(format)) = Format::read(&disk) else { return };
    let options = Options::new(Class::Queues, Arc::new(SeededRandom::new(1)), [0; 16]);
    let opened = SegmentLog::open(Arc::new(disk), &format, options);
    assert_eq!(opened.is_ok(), starts, "fsck says what a start does: {report}");
}
