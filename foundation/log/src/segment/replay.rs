//! Reads confirmed entries back, for any partitions, in one pass over the segments.

use bytes::Bytes;

use super::SegmentLog;
use super::scan::Scan;
use super::section::{Section, sections};
use crate::{Entry, LogError, Partition, Position, Record, Sink};

/// Replays what is published at the call.
pub(super) fn replay(log: &SegmentLog, of: &[(Partition, Position)], sink: Sink<'_>) -> Result<(), LogError> {
    let replayable_from = log.replayable_from();
    let mut wanted = vec![None; log.index.partitions() as usize];
    let mut first_segment = None;
    for &(partition, from) in of {
        let kept = log.index.position_at(partition, replayable_from);
        if from < kept {
            return Err(LogError::Trimmed { first: kept });
        }
        wanted[partition.0 as usize] = Some(from);
        let first = log.index.first_segment(partition, from);
        if first.is_none() && from < log.index.end(partition) {
            return Err(LogError::Trimmed { first: log.index.end(partition) });
        }
        first_segment = [first_segment, first].into_iter().flatten().min();
    }
    let Some(first_segment) = first_segment else { return Ok(()) };
    let segments: Vec<_> = {
        let all = log.segments.read().expect("no holder of the list's lock panics");
        all.iter().filter(|segment| segment.header.id >= first_segment).cloned().collect()
    };
    for segment in segments {
        let end = segment.published_end();
        let mut scan = Scan::new(&segment, end);
        while scan.at() < end {
            let at = scan.at();
            match scan.next()? {
                Ok((_, payload)) => hand_on(payload, &mut wanted, sink)?,
                Err(_) => return Err(segment.damaged(at, "a frame fails that was read, or written, before")),
            }
        }
    }
    Ok(())
}

/// `wanted` is the position that comes next of each partition that is replayed.
fn hand_on(payload: &[u8], wanted: &mut [Option<Position>], sink: Sink<'_>) -> Result<(), LogError> {
    // Copied once, if anything in it is wanted; the records share it.
    let mut shared: Option<Bytes> = None;
    for section in sections(payload) {
        let section = section.expect("what was published was checked, or written here");
        let header = &section.header;
        let next = &mut wanted[header.partition.0 as usize];
        let end = Position(header.first.0 + u64::from(header.count));
        let Some(from) = next.filter(|from| end > *from) else { continue };
        if header.first > from {
            // A segment between was let go meanwhile.
            return Err(LogError::Trimmed { first: header.first });
        }
        *next = Some(end);
        let shared = shared.get_or_insert_with(|| Bytes::copy_from_slice(payload));
        hand_on_section(&section, shared, from, sink)?;
    }
    Ok(())
}

fn hand_on_section(
    section: &Section<'_>,
    payload: &Bytes,
    from: Position,
    sink: Sink<'_>,
) -> Result<(), LogError> {
    let header = &section.header;
    if header.claim {
        return sink(
            header.partition,
            header.first,
            Entry::Claim { epoch: header.epoch, owner: header.owner },
        );
    }
    for (at, body) in section.bodies().enumerate() {
        let position = Position(header.first.0 + at as u64);
        if position < from {
            continue;
        }
        let record = Record {
            epoch: header.epoch,
            owner: header.owner,
            owner_seq: header.first_owner_seq + at as u64,
            body: payload.slice(body),
        };
        sink(header.partition, position, Entry::Record(record))?;
    }
    Ok(())
}
