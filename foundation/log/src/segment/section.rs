//! A frame's payload: sections, one for each run of records of one owner in one partition, or for a claim.
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | partition |
//! | 4 | 1 | what it is: 0 records, 1 a claim |
//! | 5 | 3 | zero |
//! | 8 | 8 | position of the first |
//! | 16 | 8 | epoch |
//! | 24 | 8 | owner |
//! | 32 | 8 | owner_seq of the first record; 0 for a claim |
//! | 40 | 4 | how many records; 1 for a claim |
//! | 44 | 4 | bytes of the records that follow; 0 for a claim |
//!
//! A record is a u32 length and its body.

use super::bytes_at::{get_u32, get_u64, put};
use crate::{Epoch, NodeId, Partition, Position};

pub(super) const SECTION_HEADER_BYTES: usize = 48;
pub(super) const RECORD_HEADER_BYTES: usize = 4;
const RECORDS: u8 = 0;
const CLAIM: u8 = 1;

/// What a section says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SectionHeader {
    pub(super) partition: Partition,
    pub(super) claim: bool,
    pub(super) first: Position,
    pub(super) epoch: Epoch,
    pub(super) owner: NodeId,
    pub(super) first_owner_seq: u64,
    pub(super) count: u32,
    pub(super) records_bytes: u32,
}

impl SectionHeader {
    pub(super) fn encode(&self) -> [u8; SECTION_HEADER_BYTES] {
        let mut bytes = [0; SECTION_HEADER_BYTES];
        put(&mut bytes, 0, &self.partition.0.to_le_bytes());
        bytes[4] = if self.claim { CLAIM } else { RECORDS };
        put(&mut bytes, 8, &self.first.0.to_le_bytes());
        put(&mut bytes, 16, &self.epoch.0.to_le_bytes());
        put(&mut bytes, 24, &self.owner.0.to_le_bytes());
        put(&mut bytes, 32, &self.first_owner_seq.to_le_bytes());
        put(&mut bytes, 40, &self.count.to_le_bytes());
        put(&mut bytes, 44, &self.records_bytes.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8; SECTION_HEADER_BYTES]) -> Result<SectionHeader, &'static str> {
        if bytes[4] > CLAIM || bytes[5..8] != [0; 3] {
            return Err("a section of a kind that this program does not know");
        }
        Ok(SectionHeader {
            partition: Partition(get_u32(bytes, 0)),
            claim: bytes[4] == CLAIM,
            first: Position(get_u64(bytes, 8)),
            epoch: Epoch(get_u64(bytes, 16)),
            owner: NodeId(get_u64(bytes, 24)),
            first_owner_seq: get_u64(bytes, 32),
            count: get_u32(bytes, 40),
            records_bytes: get_u32(bytes, 44),
        })
    }
}

/// A section of a payload.
#[derive(Clone, Debug)]
pub(super) struct Section<'a> {
    pub(super) header: SectionHeader,
    /// Where its records begin in the payload.
    at: usize,
    records: &'a [u8],
}

impl<'a> Section<'a> {
    /// Where each record's body stands in the payload. Sections from [`sections`] have only whole ones.
    pub(super) fn bodies(&self) -> impl Iterator<Item = std::ops::Range<usize>> + use<'a> {
        let (mut rest, mut at) = (self.records, self.at);
        std::iter::from_fn(move || {
            let (len, behind) = rest.split_first_chunk()?;
            let len = u32::from_le_bytes(*len) as usize;
            rest = &behind[len..];
            let start = at + RECORD_HEADER_BYTES;
            at = start + len;
            Some(start..at)
        })
    }

    fn check(&self) -> Result<(), &'static str> {
        let header = &self.header;
        if header.claim {
            let bare = header.count == 1 && header.records_bytes == 0 && header.first_owner_seq == 0;
            return if bare { Ok(()) } else { Err("a claim with records") };
        }
        let (mut rest, mut count) = (self.records, 0);
        while !rest.is_empty() {
            let (len, behind) = rest.split_first_chunk().ok_or("a record is cut short")?;
            rest = behind.get(u32::from_le_bytes(*len) as usize..).ok_or("a record is cut short")?;
            count += 1;
        }
        if count == header.count && count > 0 { Ok(()) } else { Err("a section's count is wrong") }
    }
}

/// The sections of a payload whose checksum is right. What is wrong here was written wrong.
pub(super) fn sections(payload: &[u8]) -> impl Iterator<Item = Result<Section<'_>, &'static str>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at == payload.len() {
            return None;
        }
        let section = section_at(payload, at);
        at = match &section {
            Ok(section) => section.at + section.records.len(),
            Err(_) => payload.len(),
        };
        Some(section)
    })
}

fn section_at(payload: &[u8], at: usize) -> Result<Section<'_>, &'static str> {
    let (header, behind) = payload[at..].split_first_chunk().ok_or("a section is cut short")?;
    let header = SectionHeader::decode(header)?;
    let records = behind.get(..header.records_bytes as usize).ok_or("a section is cut short")?;
    let section = Section { header, at: at + SECTION_HEADER_BYTES, records };
    section.check()?;
    Ok(section)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(payload in proptest::collection::vec(any::<u8>(), 0..200)) {
            for section in sections(&payload).flatten() {
                prop_assert!(section.bodies().all(|body| body.end <= payload.len()));
            }
        }

        #[test]
        fn sections_read_as_written(bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 1..9)) {
            let records: Vec<u8> = bodies.iter().flat_map(|b| [&(b.len() as u32).to_le_bytes()[..], b].concat()).collect();
            let header = SectionHeader {
                partition: Partition(3),
                claim: false,
                first: Position(4),
                epoch: Epoch(5),
                owner: NodeId(6),
                first_owner_seq: 7,
                count: bodies.len() as u32,
                records_bytes: records.len() as u32,
            };
            let claim = SectionHeader { claim: true, first_owner_seq: 0, count: 1, records_bytes: 0, ..header.clone() };
            let payload = [&claim.encode()[..], &header.encode(), &records].concat();
            let read: Vec<_> = sections(&payload).map(Result::unwrap).collect();
            prop_assert_eq!(&read[0].header, &claim);
            prop_assert_eq!(&read[1].header, &header);
            let read: Vec<_> = read[1].bodies().map(|body| payload[body].to_vec()).collect();
            prop_assert_eq!(read, bodies);
        }
    }
}
