//! Rows in memory, as a checkpoint has them: each tells what it differs in from the one before.
//!
//! | part | |
//! |---|---|
//! | 1 byte | bits 0 and 1, the position: 0 the same, 1 the next, 2 further on, 3 back; bits 2 to 4, whether offset, length, time follow; bits 5 and 6, the group: 0 none, 1 the latest one, 2 one that was there before, 3 another; bit 7 is 0 |
//! | varint | further on or back: by how much |
//! | varint | the offset, if it is not where the event before ends, or, at another position, what it was at the last one |
//! | varint | how much longer the event is, its sign in the lowest bit |
//! | varint | how much later it was sent, likewise |
//! | varint or 8 bytes | a group that was there: how many others were before it; another: all of it |

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{Position, unzigzag, zigzag};
use millpond_runtime::Millis;

use super::super::rows::HotRow;
use super::{NONSENSE, take_u32};

const SAME: u8 = 0;
const NEXT: u8 = 1;
const ON: u8 = 2;
const BACK: u8 = 3;
const POSITION: u8 = 3;
const OFFSET: u8 = 1 << 2;
const LEN: u8 = 1 << 3;
const SENT: u8 = 1 << 4;
const NO_GROUP: u8 = 0;
const LATEST_GROUP: u8 = 1 << 5;
const KNOWN_GROUP: u8 = 2 << 5;
const OTHER_GROUP: u8 = 3 << 5;
const GROUP: u8 = 3 << 5;
const UNKNOWN: u8 = 1 << 7;

/// What the next row is told by.
pub(super) struct Before {
    row: HotRow,
    /// Where the first of the rows with this position stands.
    first_offset: u32,
    /// The last that there was.
    group: Option<NonZeroU64>,
    /// All that there were: in their order where they are read, their numbers in it where they are written.
    groups: Vec<NonZeroU64>,
    numbers: BTreeMap<NonZeroU64, u64>,
}

impl Before {
    /// Before the first row, which was sent about then.
    pub(super) fn at(sent: Millis) -> Before {
        let row = HotRow { position: Position(0), offset: 0, len: 0, sent, group: None };
        Before { row, first_offset: 0, group: None, groups: Vec::new(), numbers: BTreeMap::new() }
    }

    fn offset(&self, position: u8) -> u32 {
        if position == SAME { self.row.offset.wrapping_add(self.row.len) } else { self.first_offset }
    }

    fn go_on(&mut self, position: u8, row: HotRow) {
        if position != SAME {
            self.first_offset = row.offset;
        }
        self.group = row.group.or(self.group);
        self.row = row;
    }

    /// How a group is told, and its number if it is by that.
    fn group(&mut self, group: Option<NonZeroU64>) -> (u8, u64) {
        let Some(group) = group else { return (NO_GROUP, 0) };
        if self.group == Some(group) {
            return (LATEST_GROUP, 0);
        }
        let next = self.numbers.len() as u64;
        let number = *self.numbers.entry(group).or_insert(next);
        (if number == next { OTHER_GROUP } else { KNOWN_GROUP }, number)
    }

    /// Writes the next row.
    pub(super) fn put(&mut self, row: &HotRow, into: &mut Vec<u8>) {
        let by = row.position.0.wrapping_sub(self.row.position.0);
        let position = match by {
            0 => SAME,
            1 => NEXT,
            _ if row.position > self.row.position => ON,
            _ => BACK,
        };
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let offset = flag(row.offset != self.offset(position), OFFSET);
        let len = flag(row.len != self.row.len, LEN);
        let sent = flag(row.sent != self.row.sent, SENT);
        let (group, number) = self.group(row.group);
        into.push(position | offset | len | sent | group);
        match position {
            ON => put_varint(into, by),
            BACK => put_varint(into, by.wrapping_neg()),
            _ => {}
        }
        if offset != 0 {
            put_varint(into, u64::from(row.offset));
        }
        if len != 0 {
            put_varint(into, zigzag(u64::from(row.len).wrapping_sub(u64::from(self.row.len))));
        }
        if sent != 0 {
            put_varint(into, zigzag(row.sent.wrapping_sub(self.row.sent)));
        }
        let of_group = row.group.map_or(0, NonZeroU64::get);
        match group {
            KNOWN_GROUP => put_varint(into, number),
            OTHER_GROUP => into.extend_from_slice(&of_group.to_le_bytes()),
            _ => {}
        }
        self.go_on(position, *row);
    }

    /// Reads it.
    pub(super) fn take(&mut self, from: &mut &[u8]) -> Result<HotRow, Malformed> {
        let (&head, rest) = from.split_first().filter(|(head, _)| **head & UNKNOWN == 0).ok_or(NONSENSE)?;
        *from = rest;
        let (has, position) = (|flag: u8| head & flag != 0, head & POSITION);
        let at = self.row.position.0;
        let at = match position {
            SAME => Some(at),
            NEXT => at.checked_add(1),
            ON => at.checked_add(take_varint(from)?),
            _ => at.checked_sub(take_varint(from)?),
        };
        let offset = if has(OFFSET) { take_u32(from)? } else { self.offset(position) };
        let len = match has(LEN) {
            true => u64::from(self.row.len).wrapping_add(unzigzag(take_varint(from)?)),
            false => u64::from(self.row.len),
        };
        let sent = if has(SENT) { unzigzag(take_varint(from)?) } else { 0 };
        let group = match head & GROUP {
            NO_GROUP => None,
            LATEST_GROUP => Some(self.group.ok_or(NONSENSE)?),
            KNOWN_GROUP => {
                let number = usize::try_from(take_varint(from)?).map_err(|_| NONSENSE)?;
                Some(*self.groups.get(number).ok_or(NONSENSE)?)
            }
            _ => {
                let (bytes, rest) = from.split_first_chunk().ok_or(NONSENSE)?;
                *from = rest;
                let group = NonZeroU64::new(u64::from_le_bytes(*bytes)).ok_or(NONSENSE)?;
                self.groups.push(group);
                Some(group)
            }
        };
        let row = HotRow {
            position: Position(at.ok_or(NONSENSE)?),
            offset,
            len: u32::try_from(len).map_err(|_| NONSENSE)?,
            sent: self.row.sent.wrapping_add(sent),
            group,
        };
        self.go_on(position, row);
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use millpond_runtime::SeededRandom;

    use super::*;

    fn written(rows: &[HotRow]) -> Vec<u8> {
        let (mut before, mut bytes) = (Before::at(0), Vec::new());
        rows.iter().for_each(|row| before.put(row, &mut bytes));
        bytes
    }

    fn read(mut from: &[u8]) -> Result<Vec<HotRow>, Malformed> {
        let (mut before, mut rows) = (Before::at(0), Vec::new());
        while !from.is_empty() {
            rows.push(before.take(&mut from)?);
        }
        Ok(rows)
    }

    /// Of 1,000 messages of about 1 KiB, each a little later than the one before, so many a call, with so many groups and
    /// with calls for other queues in between.
    fn bytes_each(a_call: u64, groups: u64, others: u64) -> f64 {
        let random = SeededRandom::new(a_call);
        let (mut rows, mut sent) = (Vec::new(), 1_700_000_000_000);
        let keys: Vec<_> = (0..groups).map(|_| NonZeroU64::new(random.below(u64::MAX) | 1)).collect();
        for call in 0..1000 / a_call {
            sent += random.below(40);
            let position = Position((1 << 20) + call * (1 + others));
            let mut offset = 0;
            for _ in 0..a_call {
                let len = 1075 + random.below(50) as u32;
                let group = (groups > 0).then(|| keys[random.below(groups) as usize]).flatten();
                rows.push(HotRow { position, offset, len, sent, group });
                offset += len;
            }
        }
        let bytes = written(&rows);
        assert_eq!(read(&bytes), Ok(rows));
        bytes.len() as f64 / 1000.0
    }

    #[test]
    fn a_plain_row_takes_two_to_five_bytes() {
        // Calls one after the other, among 1,000 of other queues, and with groups.
        for (a_call, groups, others, expected) in [
            (1, 0, 0, 2.9),
            (10, 0, 0, 2.1),
            (1, 0, 1000, 4.9),
            (10, 0, 1000, 2.3),
            (1, 100, 0, 4.7),
            (1, 1000, 0, 8.5),
        ] {
            let bytes = bytes_each(a_call, groups, others);
            assert!((bytes - expected).abs() < 0.2, "{a_call} a call, {groups} groups: {bytes}");
        }
    }

    /// One like the one before, or not at all like it.
    fn any_row(random: &SeededRandom, before: &HotRow) -> HotRow {
        let any = |near: u64, far: u64| match random.below(6) {
            0 => random.below(far),
            1 => [0, far - 1][random.below(2) as usize],
            2 => near.wrapping_sub(random.below(5)) % far,
            3 => near,
            _ => near.wrapping_add(random.below(3)) % far,
        };
        let u32_max = 1 << 32;
        HotRow {
            position: Position(any(before.position.0, u64::MAX)),
            offset: any(u64::from(before.offset.wrapping_add(before.len)), u32_max) as u32,
            len: any(u64::from(before.len), u32_max) as u32,
            sent: any(before.sent, u64::MAX),
            group: NonZeroU64::new(random.below(4) * 0x4_0080),
        }
    }

    #[test]
    fn any_rows_are_read_as_they_were_written() {
        for seed in 0..300 {
            let random = SeededRandom::new(seed);
            let mut rows = vec![Before::at(0).row];
            (0..random.below(60)).for_each(|_| rows.push(any_row(&random, rows.last().unwrap())));
            let bytes = written(&rows);
            assert_eq!(read(&bytes), Ok(rows));
            assert!(read(&bytes[..bytes.len() - 1]).map_or(0, |rows| rows.len()) < bytes.len());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused_and_never_a_panic() {
        for seed in 0..3000 {
            let random = SeededRandom::new(seed);
            let some = |_| (random.below(256) as u8) >> random.below(8);
            let bytes: Vec<u8> = (0..random.below(60)).map(some).collect();
            if let Ok(rows) = read(&bytes) {
                assert_eq!(read(&written(&rows)), Ok(rows));
            }
        }
    }
}
