//! Runs of sealed segments whose messages all wait, many in one piece: some ten bytes each, where a run by itself takes
//! seven times that. Each is told by what it differs in from the one before, so a table is only read from its begin, and
//! only written at its end; what is to change is taken out.

use millpond_log::event::{put_varint, take_varint};

use super::packed::{Packed, bits_of, kind_of};
use super::run::{Rows, Run, Tenancy};
use crate::{GroupKey, Sequence};

/// A table has no more runs, since a look-up reads half of them.
pub(super) const RUNS_MAX: usize = 32;

/// See the module. No two runs overlap, and it is never empty.
#[derive(Clone, Debug)]
pub(super) struct Table {
    first: Sequence,
    last: Last,
    len: u32,
    bytes: Box<[u8]>,
}

/// What a run is told by: the one before.
#[derive(Clone, Copy, Debug)]
struct Last {
    end: Sequence,
    segment: u32,
    /// The latest group that a run was of as a whole.
    group: Option<GroupKey>,
}

/// The first byte of a run has its [`Packed::kind`] in three bits and its tenancy in two,
const NO_GROUP: u8 = 0;
const MIXED: u8 = 1 << 3;
/// whose number follows,
const GROUP: u8 = 2 << 3;
/// or is the latest one;
const SAME_GROUP: u8 = 3 << 3;
const TENANCY: u8 = 3 << 3;
/// says that it begins where the one before ends, or else by how much later follows;
const ADJACENT: u8 = 1 << 5;
/// that it is all of its stretch, or else the rows before it, those of the stretch and those that count follow;
const WHOLE: u8 = 1 << 6;
/// and that its segment is the next one, or else the difference follows, its sign in the lowest bit.
const NEXT_SEGMENT: u8 = 1 << 7;

impl Table {
    /// Whether it would take a run.
    pub(super) fn has(run: &Run) -> bool {
        matches!(run.rows, Rows::Cold(_)) && run.count > 0 && run.all_wait()
    }

    /// Of runs in their order, each of which a table would take.
    pub(super) fn of(runs: &[Run]) -> Option<Table> {
        let first = runs.first()?.first;
        let last = Last { end: first, segment: 0, group: None };
        let mut table = Table { first, last, len: 0, bytes: Box::default() };
        table.extend(runs);
        Some(table)
    }

    /// Puts runs behind those that are there.
    pub(super) fn extend(&mut self, runs: &[Run]) {
        let mut more = Vec::with_capacity(16 * runs.len());
        for run in runs {
            self.last.write(run, &mut more);
        }
        let mut bytes = std::mem::take(&mut self.bytes).into_vec();
        bytes.reserve_exact(more.len());
        bytes.append(&mut more);
        self.bytes = bytes.into_boxed_slice();
        self.len += runs.len() as u32;
    }

    pub(super) fn first(&self) -> Sequence {
        self.first
    }

    /// The number behind the last one.
    pub(super) fn end(&self) -> Sequence {
        self.last.end
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn iter(&self) -> Entries<'_> {
        Entries { bytes: &self.bytes, last: Last { end: self.first, segment: 0, group: None } }
    }

    /// The run that a message is in.
    pub(super) fn containing(&self, sequence: Sequence) -> Option<Run> {
        self.iter().find(|run| run.end() > sequence).filter(|run| run.first <= sequence)
    }

    #[cfg(test)]
    pub(super) fn heap_bytes(&self) -> usize {
        self.bytes.len()
    }
}

impl Last {
    fn write(&mut self, run: &Run, into: &mut Vec<u8>) {
        let Rows::Cold(Packed { segment, at, before, count, bytes, of, kind }) = run.rows else { return };
        let (tenancy, group) = match run.tenancy {
            Tenancy::Sole(None) => (NO_GROUP, None),
            Tenancy::Mixed => (MIXED, None),
            Tenancy::Sole(group) if group == self.group => (SAME_GROUP, None),
            Tenancy::Sole(group) => (GROUP, group),
        };
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let adjacent = flag(run.first == self.end, ADJACENT);
        let whole = flag((before, count, of) == (0, run.count, run.count), WHOLE);
        let next_segment = flag(self.segment.checked_add(1) == Some(segment), NEXT_SEGMENT);
        into.push(bits_of(kind) | tenancy | adjacent | whole | next_segment);
        for number in [run.count, at, bytes] {
            put_varint(into, u64::from(number));
        }
        if adjacent == 0 {
            put_varint(into, run.first - self.end);
        }
        if whole == 0 {
            [before, count, of].into_iter().for_each(|number| put_varint(into, u64::from(number)));
        }
        if next_segment == 0 {
            let by = i64::from(segment) - i64::from(self.segment);
            put_varint(into, by.unsigned_abs() << 1 | u64::from(by < 0));
        }
        if let Some(group) = group {
            put_varint(into, group.get());
            self.group = Some(group);
        }
        (self.end, self.segment) = (run.end(), segment);
    }

    fn read(&mut self, from: &mut &[u8]) -> Option<Run> {
        let (&flags, rest) = from.split_first()?;
        *from = rest;
        let (count, at, bytes) = (take_u32(from), take_u32(from), take_u32(from));
        let has = |flag: u8| flags & flag == flag;
        let first = if has(ADJACENT) { self.end } else { self.end + take(from) };
        let whole =
            if has(WHOLE) { (0, count, count) } else { (take_u32(from), take_u32(from), take_u32(from)) };
        let segment = if has(NEXT_SEGMENT) {
            self.segment + 1
        } else {
            let by = take(from);
            let (by, back) = ((by >> 1) as u32, by & 1 == 1);
            if back { self.segment - by } else { self.segment + by }
        };
        let tenancy = match flags & TENANCY {
            NO_GROUP => Tenancy::Sole(None),
            MIXED => Tenancy::Mixed,
            SAME_GROUP => Tenancy::Sole(self.group),
            _ => {
                self.group = GroupKey::new(take(from));
                Tenancy::Sole(self.group)
            }
        };
        let (before, of_stretch, of) = whole;
        let kind = kind_of(flags);
        let packed = Packed { segment, at, before, count: of_stretch, bytes, of, kind };
        let run = Run::of(first, count, None, Rows::Cold(packed), tenancy);
        (self.end, self.segment) = (run.end(), segment);
        Some(run)
    }
}

/// Most numbers have three bytes at most, and a look-up reads a hundred of them.
fn take(from: &mut &[u8]) -> u64 {
    let low = |byte: u8| u64::from(byte & 0x7F);
    let (number, rest) = match **from {
        [a @ 0..0x80, ref rest @ ..] => (low(a), rest),
        [a, b @ 0..0x80, ref rest @ ..] => (low(a) | low(b) << 7, rest),
        [a, b, c @ 0..0x80, ref rest @ ..] => (low(a) | low(b) << 7 | low(c) << 14, rest),
        _ => return take_varint(from).expect("it was written as it is read"),
    };
    *from = rest;
    number
}

fn take_u32(from: &mut &[u8]) -> u32 {
    take(from) as u32
}

/// The runs of a table, in their order.
#[derive(Clone, Debug)]
pub(super) struct Entries<'a> {
    bytes: &'a [u8],
    last: Last,
}

impl Iterator for Entries<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        self.last.read(&mut self.bytes)
    }
}
