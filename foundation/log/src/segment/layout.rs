//! Lays a batch of submissions out as a frame's payload.

use super::checksum::Seeds;
use super::frame::FRAME_HEADER_BYTES;
use super::inbox::Pending;
use super::index::Layout;
use super::section::{RECORD_HEADER_BYTES, SECTION_HEADER_BYTES, SectionHeader};
use crate::{Entry, Epoch, NodeId, Position, event};

/// Bytes of the payload that the batch becomes, whose entries of a partition stand together.
pub(super) fn payload_bytes(batch: &[Pending]) -> u64 {
    let mut bytes = 0;
    let mut before = None;
    for pending in batch {
        if !before.is_some_and(|before| continues(before, pending)) {
            bytes += SECTION_HEADER_BYTES;
        }
        if let Entry::Record(record) = &pending.entry {
            bytes += RECORD_HEADER_BYTES + record.body.len();
        }
        before = Some(pending);
    }
    bytes as u64
}

/// Writes the batch behind the place of a frame's header in `frame`, for a payload that begins at
/// `payload_at` in its segment. Moves `ends`, the positions of the partitions' next entries, on.
pub(super) fn lay_out(
    batch: &[Pending],
    ends: &mut [Position],
    seeds: Seeds,
    payload_at: u64,
    frame: &mut Vec<u8>,
    layout: &mut Layout,
) {
    layout.clear();
    frame.clear();
    frame.resize(FRAME_HEADER_BYTES, 0);
    let mut rest = batch;
    while let Some(first) = rest.first() {
        let count = 1 + rest.windows(2).take_while(|pair| continues(&pair[0], &pair[1])).count();
        let (section, behind) = rest.split_at(count);
        rest = behind;
        let end = &mut ends[first.partition.0 as usize];
        let mut header = section_header(first, *end, count);
        end.0 += count as u64;
        let records: usize = section.iter().map(record_bytes).sum();
        header.records_bytes = records as u32;
        frame.extend_from_slice(&header.encode());
        layout.begin(header);
        for pending in section {
            let Entry::Record(record) = &pending.entry else { continue };
            frame.extend_from_slice(&(record.body.len() as u32).to_le_bytes());
            let at = frame.len();
            let in_payload = at - FRAME_HEADER_BYTES;
            layout.body(in_payload);
            frame.extend_from_slice(&record.body);
            event::seal_checksums(&mut frame[at..], seeds.at(payload_at + in_payload as u64))
                .expect("owners submit bodies that a BodyWriter made");
        }
    }
}

/// Whether `next` is the record behind `before`, so that they share a section.
fn continues(before: &Pending, next: &Pending) -> bool {
    let (Entry::Record(before_record), Entry::Record(next_record)) = (&before.entry, &next.entry) else {
        return false;
    };
    let of = |record: &crate::Record| (record.epoch, record.owner);
    before.partition == next.partition
        && of(before_record) == of(next_record)
        && before_record.owner_seq.checked_add(1) == Some(next_record.owner_seq)
}

fn record_bytes(pending: &Pending) -> usize {
    match &pending.entry {
        Entry::Claim { .. } => 0,
        Entry::Record(record) => RECORD_HEADER_BYTES + record.body.len(),
    }
}

fn section_header(of: &Pending, first: Position, count: usize) -> SectionHeader {
    let (claim, epoch, owner, first_owner_seq): (bool, Epoch, NodeId, u64) = match &of.entry {
        Entry::Claim { epoch, owner } => (true, *epoch, *owner, 0),
        Entry::Record(record) => (false, record.epoch, record.owner, record.owner_seq),
    };
    SectionHeader {
        partition: of.partition,
        claim,
        first,
        epoch,
        owner,
        first_owner_seq,
        count: count as u32,
        records_bytes: 0,
    }
}
