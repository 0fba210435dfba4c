//! Blocks of rows: one row for each message of a stretch.
//!
//! A stretch is blocks of 256 rows, the last of what remains. All but the last have the same size, so that a block is
//! found by its number. A block:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | CRC32C of all behind, seeded with nonce and place |
//! | 4 | 2 | how many rows |
//! | 6 | 1 | flags, as in the directory |
//! | 7 | 1 | zero |
//! | 8 | 8 | resource |
//! | 16 | 8 | sequence of the block's first row |
//! | 24 | 8 | the partition's first position in the segment |
//! | 32 | | rows |
//!
//! A row:
//!
//! | bytes | |
//! |---|---|
//! | 4 | position of the record, counted from the partition's first in the segment |
//! | 4 | where the event stands in the record's body |
//! | 4 | the event's length |
//! | 8 | when it was sent |
//! | 8 | if grouped: its group; 0 for none, so that a group of 0 is written as 1 |
//! | 8 + 4 + 8 | if moved: the resource that it was moved from (0: it was not), receives, and the first one's time (0: none) |
//! | 8 | if listed: its sequence |

use millpond_runtime::Millis;

use super::super::bytes_at::{get, get_u32, get_u64, put};
use super::super::checksum::Seeds;
use super::format::flags;
use crate::{BLOCK_ROWS, Past, Position, Row, RowKind, Stretch};

const BLOCK_HEADER_BYTES: usize = 32;

/// Bytes of a row.
fn row_bytes(kind: RowKind) -> usize {
    let column = |there: bool, bytes: usize| if there { bytes } else { 0 };
    20 + column(kind.grouped, 8) + column(kind.moved, 20) + column(kind.listed, 8)
}

/// Bytes of a block with that many rows.
fn block_bytes(kind: RowKind, rows: u32) -> u64 {
    (BLOCK_HEADER_BYTES + rows as usize * row_bytes(kind)) as u64
}

/// Where a block of a stretch stands, how many bytes and rows it has; none if the stretch has no such block.
pub(super) fn block_at(stretch: &Stretch, block: u32) -> Option<(u64, u64, u32)> {
    let before = block.checked_mul(BLOCK_ROWS).filter(|before| *before < stretch.count)?;
    let rows = (stretch.count - before).min(BLOCK_ROWS);
    let at = stretch.at.checked_add(u64::from(block) * block_bytes(stretch.kind, BLOCK_ROWS))?;
    Some((at, block_bytes(stretch.kind, rows), rows))
}

/// A row on its way to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) sequence: u64,
    pub(super) sent: Millis,
    /// 0 for none.
    pub(super) group: u64,
    /// Counted from the partition's first in the segment.
    pub(super) position: u32,
    pub(super) offset: u32,
    pub(super) len: u32,
    /// The number of its past among its resource's, from 1 on; 0 for none.
    pub(super) past: u32,
}

/// The kind of these rows.
pub(super) fn kind_of(rows: &[Raw], listed: bool) -> RowKind {
    RowKind {
        grouped: rows.iter().any(|row| row.group != 0),
        moved: rows.iter().any(|row| row.past != 0),
        listed,
    }
}

/// Writes the blocks of a stretch at the end of `into`, where its `at` is.
pub(super) fn encode(
    stretch: &Stretch,
    base: Position,
    rows: &[Raw],
    pasts: &[Past],
    seeds: Seeds,
    into: &mut Vec<u8>,
) {
    for rows in rows.chunks(BLOCK_ROWS as usize) {
        let at = into.len();
        into.extend_from_slice(&[0; 4]);
        into.extend_from_slice(&(rows.len() as u16).to_le_bytes());
        into.extend_from_slice(&[flags(stretch.kind) as u8, 0]);
        into.extend_from_slice(&stretch.resource.to_le_bytes());
        into.extend_from_slice(&rows[0].sequence.to_le_bytes());
        into.extend_from_slice(&base.0.to_le_bytes());
        for row in rows {
            encode_row(row, stretch.kind, pasts, into);
        }
        let sum = crc32c::crc32c_append(seeds.at(at as u64), &into[at + 4..]);
        put(into, at, &sum.to_le_bytes());
    }
}

fn encode_row(row: &Raw, kind: RowKind, pasts: &[Past], into: &mut Vec<u8>) {
    into.extend_from_slice(&row.position.to_le_bytes());
    into.extend_from_slice(&row.offset.to_le_bytes());
    into.extend_from_slice(&row.len.to_le_bytes());
    into.extend_from_slice(&row.sent.to_le_bytes());
    if kind.grouped {
        into.extend_from_slice(&row.group.to_le_bytes());
    }
    if kind.moved {
        let none = Past { from: 0, receives: 0, first_received: None };
        let past = row.past.checked_sub(1).map_or(none, |at| pasts[at as usize]);
        into.extend_from_slice(&past.from.to_le_bytes());
        into.extend_from_slice(&past.receives.to_le_bytes());
        into.extend_from_slice(&past.first_received.unwrap_or(0).to_le_bytes());
    }
    if kind.listed {
        into.extend_from_slice(&row.sequence.to_le_bytes());
    }
}

/// Reads a block that stands at `at`.
pub(super) fn decode(
    bytes: &[u8],
    at: u64,
    stretch: &Stretch,
    block: u32,
    seeds: Seeds,
) -> Result<Vec<Row>, &'static str> {
    let count = block_at(stretch, block).map(|(_, _, rows)| rows).ok_or("the stretch has no such block")?;
    if bytes.len() as u64 != block_bytes(stretch.kind, count) {
        return Err("the block is cut short");
    }
    if crc32c::crc32c_append(seeds.at(at), &bytes[4..]) != get_u32(bytes, 0) {
        return Err("the checksum of a block of rows is wrong");
    }
    let (header, rows) = bytes.split_at(BLOCK_HEADER_BYTES);
    let first = get_u64(header, 16);
    let before = u64::from(block * BLOCK_ROWS);
    let in_place = stretch.kind.listed || stretch.first.checked_add(before) == Some(first);
    let is_it = u32::from(u16::from_le_bytes(get(header, 4))) == count
        && (u32::from(header[6]), header[7]) == (flags(stretch.kind), 0)
        && get_u64(header, 8) == stretch.resource;
    if !(is_it && in_place) {
        return Err("the block belongs to other rows");
    }
    let base = get_u64(header, 24);
    let row = |(i, bytes)| decode_row(bytes, stretch.kind, base, first.wrapping_add(i as u64));
    Ok(rows.chunks_exact(row_bytes(stretch.kind)).enumerate().map(row).collect())
}

fn decode_row(bytes: &[u8], kind: RowKind, base: u64, sequence: u64) -> Row {
    let mut row = Row {
        sequence,
        position: Position(base.wrapping_add(u64::from(get_u32(bytes, 0)))),
        offset: get_u32(bytes, 4),
        len: get_u32(bytes, 8),
        sent: get_u64(bytes, 12),
        group: None,
        past: None,
    };
    let mut at = 20;
    if kind.grouped {
        row.group = Some(get_u64(bytes, at)).filter(|group| *group != 0);
        at += 8;
    }
    if kind.moved {
        let from = get_u64(bytes, at);
        let first_received = Some(get_u64(bytes, at + 12)).filter(|time| *time != 0);
        row.past = (from != 0).then(|| Past { from, receives: get_u32(bytes, at + 8), first_received });
        at += 20;
    }
    if kind.listed {
        row.sequence = get_u64(bytes, at);
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEEDS: u64 = 77;

    fn stretch(kind: RowKind, first: u64, count: usize) -> Stretch {
        Stretch { segment: 1, resource: 9, first, count: count as u32, kind, at: 128 }
    }

    fn written(kind: RowKind, rows: &[Raw], pasts: &[Past]) -> (Stretch, Vec<u8>) {
        let stretch = stretch(kind, rows[0].sequence, rows.len());
        let mut file = vec![0; 128];
        encode(&stretch, Position(1000), rows, pasts, Seeds::of(SEEDS), &mut file);
        (stretch, file)
    }

    fn raw(listed: bool) -> impl Strategy<Value = Vec<Raw>> {
        let row = (any::<[u32; 3]>(), any::<u64>(), 0u64..3, 0u32..3, 1u64..1000);
        proptest::collection::vec(row, 1..600).prop_map(move |rows| {
            let mut sequence = 5;
            let row = |([position, offset, len], sent, group, past, step): ([u32; 3], u64, u64, u32, u64)| {
                sequence += if listed { step } else { 1 };
                Raw { sequence, sent, group, position, offset, len, past }
            };
            rows.into_iter().map(row).collect()
        })
    }

    proptest! {
        #[test]
        fn rows_read_as_written((listed, rows) in any::<bool>().prop_flat_map(|listed| (Just(listed), raw(listed)))) {
            let pasts = [
                Past { from: 3, receives: 4, first_received: Some(5) },
                Past { from: 6, receives: 0, first_received: None },
            ];
            let kind = kind_of(&rows, listed);
            let (stretch, file) = written(kind, &rows, &pasts);
            let mut read = Vec::new();
            for block in 0..stretch.count.div_ceil(BLOCK_ROWS) {
                let (at, bytes, _) = block_at(&stretch, block).unwrap();
                let bytes = &file[at as usize..(at + bytes) as usize];
                read.extend(decode(bytes, at, &stretch, block, Seeds::of(SEEDS)).unwrap());
                prop_assert!(decode(bytes, at + 8, &stretch, block, Seeds::of(SEEDS)).is_err(), "in a wrong place");
                prop_assert!(decode(bytes, at, &stretch, block, Seeds::of(SEEDS + 1)).is_err(), "of another segment");
            }
            prop_assert!(block_at(&stretch, stretch.count.div_ceil(BLOCK_ROWS)).is_none());
            let expected: Vec<_> = rows.iter().map(|row| Row {
                sequence: row.sequence,
                position: Position(1000 + u64::from(row.position)),
                offset: row.offset,
                len: row.len,
                sent: row.sent,
                group: Some(row.group).filter(|group| *group != 0),
                past: row.past.checked_sub(1).map(|at| pasts[at as usize]),
            }).collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            count: u32,
            block: u32,
            flags: [bool; 3],
        ) {
            let [grouped, moved, listed] = flags;
            let stretch = stretch(RowKind { grouped, moved, listed }, u64::MAX, count as usize);
            let _ = decode(&bytes, 0, &stretch, block, Seeds::of(1));
        }
    }

    #[test]
    fn no_flipped_bit_passes() {
        let rows: Vec<_> = (0..3)
            .map(|i| Raw { sequence: 5 + i, sent: 7, group: i, position: 1, offset: 2, len: 3, past: 0 })
            .collect();
        let (stretch, file) = written(kind_of(&rows, false), &rows, &[]);
        for bit in 128 * 8..file.len() * 8 {
            let mut file = file.clone();
            file[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(&file[128..], 128, &stretch, 0, Seeds::of(SEEDS)).is_err(), "bit {bit}");
        }
    }
}
