//! Leaves of a run table: stretches, by resource, first sequence, segment and place, each told by what it differs in from the
//! one before.
//!
//! A leaf is a CRC32C, 4 zero bytes, the number of its stretches (8 bytes), the stretches, and zeros. A stretch:
//!
//! | bytes | |
//! |---|---|
//! | 1 | flags: bit 0 grouped, 1 moved; bits 2 and 3: its rows have no group (0), several (1), the one that follows (2), that of the stretch before (3); bit 4: it goes on where the one before ends, in the next segment |
//! | varint | unless it goes on: how much greater its resource is |
//! | varint | unless it goes on: its segment, counted from the group's first |
//! | varint | unless it goes on: its first sequence, as the difference to the end of the one before, with its sign |
//! | varint | how many rows |
//! | varint | where its first block stands in the sidecar, as the difference to the one before, with its sign |
//! | varint | bytes of the events of its rows, so too |
//! | 8 | if it follows: the group of its rows |
//!
//! What stands before the first one is all zero.

use std::num::NonZeroU64;

use super::super::bytes_at::{get_u64, put};
use super::super::checksum::Seeds;
use super::format::{BLOCK_BYTES, is_sealed, seal};
use super::keys::Key;
use crate::event::{Malformed, put_varint, take_varint};
use crate::{Deltas, RowKind, Stretch, TABLE_SEGMENTS, TableRun, unzigzag, zigzag};

const COUNT_AT: usize = 8;
const RUNS_AT: usize = 16;

const GROUPED: u8 = 1;
const MOVED: u8 = 2;
const SOLE: u8 = 3 << 2;
const NO_GROUP: u8 = 0;
const SEVERAL: u8 = 1 << 2;
const NEW_GROUP: u8 = 2 << 2;
const SAME_GROUP: u8 = 3 << 2;
const GOES_ON: u8 = 1 << 4;

/// The stretch before.
#[derive(Clone, Copy, Default)]
struct Before {
    key: Key,
    /// The segment, and the sequence, that would go on from it; none before the first.
    next: Option<(u64, u64)>,
    end: u64,
    /// Where it stands, and its bytes.
    deltas: Deltas<2>,
    /// The last group that rows had alone.
    group: Option<NonZeroU64>,
}

impl Before {
    fn pass(&mut self, run: &TableRun) {
        let stretch = &run.stretch;
        self.key = key(run);
        self.end = stretch.first.wrapping_add(u64::from(stretch.count));
        self.next = stretch.segment.checked_add(1).map(|segment| (segment, self.end));
        self.group = run.sole.flatten().or(self.group);
    }
}

/// What a stretch is found by.
pub(super) fn key(run: &TableRun) -> Key {
    (run.stretch.resource, run.stretch.first)
}

/// Packs sorted stretches of one group into leaves.
pub(super) struct Packer {
    /// The group's first segment.
    base: u64,
    before: Before,
    bytes: Vec<u8>,
    count: u64,
}

impl Packer {
    pub(super) fn new(group: u64) -> Packer {
        let base = group * TABLE_SEGMENTS;
        Packer { base, before: Before::default(), bytes: vec![0; RUNS_AT], count: 0 }
    }

    /// Adds a stretch. False, and nothing was done, if the leaf is full.
    pub(super) fn add(&mut self, run: &TableRun) -> bool {
        let (before, len) = (self.before, self.bytes.len());
        put_run(run, self.base, &mut self.before, &mut self.bytes);
        let fits = self.bytes.len() <= BLOCK_BYTES;
        if fits {
            self.count += 1;
        } else {
            self.before = before;
            self.bytes.truncate(len);
        }
        fits
    }

    /// The leaf, which will stand at `at`; the next one is begun.
    pub(super) fn take(&mut self, at: u64, seeds: Seeds) -> Vec<u8> {
        let next = Packer { base: self.base, ..Packer::new(0) };
        let Packer { mut bytes, count, .. } = std::mem::replace(self, next);
        put(&mut bytes, COUNT_AT, &count.to_le_bytes());
        bytes.resize(BLOCK_BYTES, 0);
        seal(&mut bytes, at, seeds);
        bytes
    }
}

fn put_run(run: &TableRun, base: u64, before: &mut Before, into: &mut Vec<u8>) {
    let stretch = &run.stretch;
    let goes_on = before.key.0 == stretch.resource && before.next == Some((stretch.segment, stretch.first));
    let group = match run.sole {
        None => SEVERAL,
        Some(None) => NO_GROUP,
        Some(sole) if sole == before.group => SAME_GROUP,
        Some(_) => NEW_GROUP,
    };
    let flag = |set: bool, flag: u8| if set { flag } else { 0 };
    let kind = stretch.kind;
    into.push(flag(kind.grouped, GROUPED) | flag(kind.moved, MOVED) | group | flag(goes_on, GOES_ON));
    if !goes_on {
        put_varint(into, stretch.resource - before.key.0);
        put_varint(into, stretch.segment - base);
        put_varint(into, zigzag(stretch.first.wrapping_sub(before.end)));
    }
    put_varint(into, u64::from(stretch.count));
    before.deltas.put([stretch.at, run.bytes], into);
    if let (NEW_GROUP, Some(sole)) = (group, run.sole.flatten()) {
        into.extend_from_slice(&sole.get().to_le_bytes());
    }
    before.pass(run);
}

/// The stretches of a group's leaf that stands at `at`; at least one. If only those of a resource are wanted: these, and the one
/// behind them.
pub(super) fn decode(
    block: &[u8; BLOCK_BYTES],
    at: u64,
    group: u64,
    only: Option<u64>,
    seeds: Seeds,
) -> Result<Vec<TableRun>, &'static str> {
    if !is_sealed(block, at, seeds) {
        return Err("the checksum of a leaf is wrong");
    }
    let (mut before, mut rest) = (Before::default(), &block[RUNS_AT..]);
    let count = get_u64(block, COUNT_AT);
    if !(1..=BLOCK_BYTES as u64).contains(&count) {
        return Err("the number of stretches in a leaf is wrong");
    }
    let (mut runs, mut last) = (Vec::new(), (0, 0));
    for _ in 0..count {
        let run = take_run(group * TABLE_SEGMENTS, &mut before, &mut rest).map_err(|what| what.0)?;
        if key(&run) < last {
            return Err("the stretches of a leaf are not in order");
        }
        last = key(&run);
        if only.is_none_or(|resource| resource <= last.0) {
            runs.push(run);
        }
        if only.is_some_and(|resource| resource < last.0) {
            break;
        }
    }
    Ok(runs)
}

fn take_run(base: u64, before: &mut Before, rest: &mut &[u8]) -> Result<TableRun, Malformed> {
    let (&flags, behind) = rest.split_first().ok_or(Malformed("a stretch is cut short"))?;
    *rest = behind;
    if flags & !(GROUPED | MOVED | SOLE | GOES_ON) != 0 {
        return Err(Malformed("a stretch of a kind that this program does not know"));
    }
    let (resource, segment, first) = if flags & GOES_ON != 0 {
        let (segment, first) = before.next.ok_or(Malformed("a stretch goes on from none"))?;
        (before.key.0, segment, first)
    } else {
        let resource = before.key.0.checked_add(take_varint(rest)?);
        let segment = base.saturating_add(take_varint(rest)?);
        let first = before.end.wrapping_add(unzigzag(take_varint(rest)?));
        (resource.ok_or(Malformed("a resource is too large"))?, segment, first)
    };
    if segment / TABLE_SEGMENTS != base / TABLE_SEGMENTS {
        return Err(Malformed("a stretch of a segment that is not in the group"));
    }
    let count = u32::try_from(take_varint(rest)?).ok().filter(|count| *count > 0);
    let [at, bytes] = before.deltas.take(rest)?;
    let no_group = Malformed("a group is missing");
    let sole = match flags & SOLE {
        NO_GROUP => Some(None),
        NEW_GROUP => {
            let (group, behind) = rest.split_first_chunk().ok_or(no_group.clone())?;
            *rest = behind;
            Some(Some(NonZeroU64::new(u64::from_le_bytes(*group)).ok_or(no_group)?))
        }
        SAME_GROUP => Some(Some(before.group.ok_or(no_group)?)),
        _ => None,
    };
    let kind = RowKind { grouped: flags & GROUPED != 0, moved: flags & MOVED != 0, listed: false };
    let count = count.ok_or(Malformed("a stretch has no rows, or too many"))?;
    let run = TableRun { stretch: Stretch { segment, resource, first, count, kind, at }, bytes, sole };
    before.pass(&run);
    Ok(run)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GROUP: u64 = 3;

    fn run() -> impl Strategy<Value = TableRun> {
        let near = (0u64..4, 0u64..TABLE_SEGMENTS, prop_oneof![0u64..50, Just(u64::MAX - 1), any::<u64>()]);
        let sole =
            prop_oneof![Just(None), Just(Some(0)), (1u64..3).prop_map(Some), any::<u64>().prop_map(Some)];
        let far = (1..=u32::MAX, any::<[bool; 2]>(), any::<u64>(), any::<u64>(), sole);
        (near, far, any::<u64>(), any::<bool>()).prop_map(
            |((resource, segment, first), (count, [grouped, moved], at, bytes, sole), wild, is_wild)| {
                let resource = if is_wild { wild } else { resource };
                let segment = GROUP * TABLE_SEGMENTS + segment;
                let kind = RowKind { grouped, moved, listed: false };
                let sole = sole.map(NonZeroU64::new);
                TableRun { stretch: Stretch { segment, resource, first, count, kind, at }, bytes, sole }
            },
        )
    }

    fn packed(runs: &[TableRun]) -> Vec<Vec<u8>> {
        let (mut packer, mut leaves) = (Packer::new(GROUP), Vec::new());
        for run in runs {
            if !packer.add(run) {
                leaves.push(packer.take((leaves.len() as u64 + 1) * 4096, Seeds::of(5)));
                assert!(packer.add(run));
            }
        }
        leaves.push(packer.take((leaves.len() as u64 + 1) * 4096, Seeds::of(5)));
        leaves
    }

    fn read(leaf: &[u8], at: u64) -> Result<Vec<TableRun>, &'static str> {
        decode(leaf.try_into().unwrap(), at, GROUP, None, Seeds::of(5))
    }

    proptest! {
        #[test]
        fn stretches_read_as_written(mut runs in proptest::collection::vec(run(), 1..400)) {
            runs.sort_unstable_by_key(key);
            // One that goes on is short.
            let last = runs[runs.len() - 1];
            let end = last.stretch.first.wrapping_add(u64::from(last.stretch.count));
            if last.stretch.segment + 1 < (GROUP + 1) * TABLE_SEGMENTS && end > last.stretch.first {
                let stretch = Stretch { segment: last.stretch.segment + 1, first: end, ..last.stretch };
                runs.push(TableRun { stretch, ..last });
            }
            let mut found = Vec::new();
            for (number, leaf) in packed(&runs).iter().enumerate() {
                let at = (number as u64 + 1) * 4096;
                found.extend(read(leaf, at).unwrap());
                prop_assert!(read(leaf, at + 4096).is_err(), "in a wrong place");
            }
            prop_assert_eq!(found, runs);
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 1..200),
            count in 0u8..20,
        ) {
            let mut block = [0; BLOCK_BYTES];
            block[RUNS_AT..RUNS_AT + bytes.len()].copy_from_slice(&bytes);
            block[COUNT_AT] = count;
            seal(&mut block, 0, Seeds::of(5));
            let _ = read(&block, 0);
        }
    }

    #[test]
    fn a_stretch_that_goes_on_takes_few_bytes() {
        let kind = RowKind::default();
        let run = |segment: u64, first| {
            let stretch = Stretch { segment: 192 + segment, resource: 9, first, count: 10, kind, at: 5000 };
            TableRun { stretch, bytes: 3000, sole: Some(None) }
        };
        let mut packer = Packer::new(GROUP);
        packer.add(&run(0, 1));
        let before = packer.bytes.len();
        packer.add(&run(1, 11));
        assert_eq!(packer.bytes.len() - before, 4, "and two more where place and bytes differ");
    }

    #[test]
    fn no_flipped_bit_passes() {
        let kind = RowKind { grouped: true, ..RowKind::default() };
        let stretch = Stretch { segment: 200, resource: 9, first: 7, count: 3, kind, at: 128 };
        let leaf = &packed(&[TableRun { stretch, bytes: 99, sole: Some(NonZeroU64::new(4)) }])[0];
        for bit in 0..leaf.len() * 8 {
            let mut leaf = leaf.clone();
            leaf[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&leaf, 4096).is_err(), "bit {bit}");
        }
    }
}
