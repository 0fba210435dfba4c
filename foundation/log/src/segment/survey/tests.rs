//! What this program does not know is refused at a start, by file and offset, however good its checksums are.

use std::sync::Arc;

use millpond_runtime::SeededRandom;
use millpond_runtime::disk::SimulatedDisk;

use super::super::checksum::Seeds;
use super::super::frame::{FRAME_HEADER_BYTES, FrameHeader};
use super::super::header::Header;
use super::super::section::SectionHeader;
use super::super::writer::seal;
use super::super::{Options, SegmentLog};
use super::*;
use crate::event::{self, BodyWriter, Kind};
use crate::{Epoch, NodeId, Partition, Position};

const FRAME_AT: u64 = HEADER_BYTES;

struct Written {
    section: SectionHeader,
    flags: u32,
    sections: u32,
    event_flags: u8,
    section_kind: Option<u8>,
}

impl Default for Written {
    fn default() -> Self {
        let section = SectionHeader {
            partition: Partition(3),
            claim: false,
            first: Position(0),
            epoch: Epoch(1),
            owner: NodeId(1),
            first_owner_seq: 0,
            count: 1,
            records_bytes: 0,
        };
        Written { section, flags: 0, sections: 1, event_flags: 0, section_kind: None }
    }
}

/// Opens a store whose only segment holds one frame, written by hand.
fn open(written: Written) -> Result<SegmentLog, LogError> {
    let disk = SimulatedDisk::new(64 << 20);
    let random = SeededRandom::new(1);
    let format = Format::open_or_create(&disk, 7, &random)?;
    let seeds = Seeds::of(99);
    let header = Header {
        class: Class::Queues,
        repair: false,
        recycled: false,
        store_id: format.store_id,
        id: 1,
        nonce: 99,
        predecessor: Predecessor::default(),
        first_commit: 1,
        size_bytes: 64 << 10,
        boot_id: [1; 16],
    };
    let mut body = BodyWriter::new(5);
    body.event(Kind { service: 1, tag: 1, version: 1 }, |fields| fields.rest(1, b"hello"));
    let mut body = body.finish();
    let body_at = (FRAME_HEADER_BYTES + super::super::section::SECTION_HEADER_BYTES + 4) as u64;
    event::seal_checksums(&mut body, seeds.at(FRAME_AT + body_at)).expect("it is well-formed");
    body[7] = written.event_flags;
    let mut section = written.section;
    section.records_bytes = 4 + body.len() as u32;
    let mut buffer = vec![0; FRAME_HEADER_BYTES];
    buffer.extend_from_slice(&section.encode());
    if let Some(kind) = written.section_kind {
        buffer[FRAME_HEADER_BYTES + 4] = kind;
    }
    buffer.extend_from_slice(&(body.len() as u32).to_le_bytes());
    buffer.extend_from_slice(&body);
    let mut frame = FrameHeader {
        commit: 1,
        synced: 0,
        engine_time: 1,
        boot_time: 1,
        boot_id: [1; 16],
        payload_bytes: 0,
        sections: written.sections,
        flags: written.flags,
        previous: 0,
        payload_checksum: 0,
    };
    seal(&mut buffer, &mut frame, seeds, FRAME_AT);
    let mut file = header.encode();
    file.extend_from_slice(&buffer);
    file.resize(64 << 10, 0);
    disk.put("queues-000000000001.segment", &file);
    let operations = disk.operations();
    let options = Options::new(Class::Queues, Arc::new(random), [1; 16]);
    let opened = SegmentLog::open(Arc::new(disk.clone()), &format, options);
    assert_eq!(disk.operations() == operations, opened.is_err(), "a refusal changes nothing");
    opened
}

#[test]
fn what_is_known_is_opened() {
    assert_eq!(open(Written::default()).expect("it is good").recovery().frames, 1);
}

#[test]
fn what_is_unknown_is_refused_by_place() {
    let section = || Written::default().section;
    let refused = [
        ("flags", Written { flags: 2, ..Written::default() }),
        ("number of sections", Written { sections: 2, ..Written::default() }),
        ("kind", Written { section_kind: Some(2), ..Written::default() }),
        ("claim with records", Written { section_kind: Some(1), ..Written::default() }),
        ("count", Written { section: SectionHeader { count: 2, ..section() }, ..Written::default() }),
        ("flags", Written { event_flags: 1, ..Written::default() }),
        (
            "partition",
            Written { section: SectionHeader { partition: Partition(7), ..section() }, ..Written::default() },
        ),
        (
            "continue",
            Written { section: SectionHeader { first: Position(1), ..section() }, ..Written::default() },
        ),
    ];
    for (word, written) in refused {
        let refusal = open(written).err().expect(word).to_string();
        assert!(
            refusal.contains(word) && refusal.contains("queues-000000000001.segment offset 4"),
            "{refusal}"
        );
    }
}
