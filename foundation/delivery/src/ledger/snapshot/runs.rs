//! Where messages stand, in a checkpoint.
//!
//! In the main column the runs are listed in the order of their messages, then those messages that were copied forward:
//!
//! | main column | |
//! |---|---|
//! | 0 | the end of the runs |
//! | 1 | a run in memory: how far its first message is behind the run before (its sign in the lowest bit), count × 4 + 2 if it is of several groups + 1 if all of it is there; else which are (words of 8 bytes); the rows of those that are there ([`rows`]) |
//! | 2 and more | sealed runs: how much further the segment is than that of the one before (its sign in the lowest bit) + 2, how many more runs follow in the same steps. Each is the next entry in the column of its segment |
//! | strays | how many are in memory; of each sequence and row, by those before |
//! | listed | how many segments have others; each by the one before. What they have is the next entry in their column |
//!
//! | column of a segment | a run |
//! |---|---|
//! | 1 byte | bits 0 to 2, how its rows are written ([`bits_of`]); bits 3 and 4, its group: 0 none, 1 several, 2 one; bit 5, all of it is there; bit 6, it is all of its stretch |
//! | 2 varints | first: epoch, counter |
//! | 3 varints | count, place of the stretch, bytes |
//! | 3 varints | unless it is all of its stretch: rows before it, rows of the stretch, how many the bytes are of |
//! | 8 bytes | the group, if it is of one |
//! | words of 8 bytes | which are there, if not all are |
//!
//! | column of a segment | a run that is away, the first segment of which this is |
//! |---|---|
//! | 1 byte | bit 7; bits 3 to 5 as above |
//! | 2 varints | first: epoch, counter |
//! | 3 varints | count, bytes, in which of the segments behind it stands, a bit each |
//! | | group, words: as above |
//!
//! | column of a segment | what was copied forward there |
//! |---|---|
//! | 1 byte | how the rows are written |
//! | 2 varints | first: epoch, counter |
//! | 4 varints | count, place, bytes, how many those are of |
//! | list | sequence (by the first at first), row: each by the one before |

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{ColumnReader, Columns, Deltas, Position, Stretch, unzigzag, zigzag};

use super::super::away::Away;
use super::super::bits::Bits;
use super::super::packed::{Cold, Packed, bits_of, kind_of};
use super::super::rows::{HotRow, HotRows};
use super::super::run::{Rows, Run, Tenancy};
use super::super::segments::Segments;
use super::super::{Ledger, Listed, Stray};
use super::rows::Before;
use super::{NONSENSE, Near, read_list, take_u32, write_list};
use crate::Sequence;

const END: u64 = 0;
const HOT: u64 = 1;
/// Such numbers and more say how to go on to a sealed run.
const COLD: u64 = 2;

const ALL_LIVE: u64 = 1;
const MIXED: u64 = 2;

const KIND: u8 = 7;
const OF_NO_GROUP: u8 = 0;
const OF_SEVERAL: u8 = 1 << 3;
const OF_ONE_GROUP: u8 = 2 << 3;
const GROUP: u8 = 3 << 3;
const COLD_ALL_LIVE: u8 = 1 << 5;
const WHOLE: u8 = 1 << 6;
const AWAY: u8 = 1 << 7;

/// A sequence is an epoch and a counter of so many bits: apart they take half the room.
const COUNTER_BITS: u32 = 40;

/// Writes in which segments runs are.
#[derive(Default)]
struct Steps {
    segment: u64,
    /// From each to the next.
    step: u64,
    /// So many were made and are not written.
    times: u64,
}

impl Steps {
    fn go(&mut self, segment: u64, into: &mut Vec<u8>) {
        let step = segment.wrapping_sub(self.segment);
        if step != self.step {
            self.stop(into);
        }
        self.step = step;
        self.times += 1;
        self.segment = segment;
    }

    fn stop(&mut self, into: &mut Vec<u8>) {
        if let Some(more) = self.times.checked_sub(1) {
            // A segment of a run has 32 bits.
            put_varint(into, zigzag(self.step) + COLD);
            put_varint(into, more);
        }
        self.times = 0;
    }
}

impl Ledger {
    pub(super) fn write_runs(&self, near: Near, into: &mut Columns) {
        let (mut end, mut steps) = (0, Steps::default());
        for run in self.runs.iter().filter(|run| !run.is_dead()) {
            match &run.rows {
                Rows::Hot(rows) => {
                    steps.stop(&mut into.main);
                    put_varint(&mut into.main, HOT);
                    let behind = if end == 0 { near.sequence } else { end };
                    put_varint(&mut into.main, zigzag(run.first.wrapping_sub(behind)));
                    write_hot(&run, rows, near, &mut into.main);
                }
                Rows::Cold(packed) => {
                    steps.go(packed.segment(), &mut into.main);
                    write_cold(&run, packed, into.segment(packed.segment()));
                }
                Rows::Away(away) => {
                    let segment = away.segments.first();
                    steps.go(segment, &mut into.main);
                    write_away(&run, *away, into.segment(segment));
                }
            }
            end = run.end();
        }
        steps.stop(&mut into.main);
        put_varint(&mut into.main, END);
    }

    pub(super) fn read_runs(&mut self, near: Near, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        let (mut end, mut segment) = (0, 0u64);
        loop {
            match take_varint(from.main())? {
                END => return Ok(()),
                HOT => {
                    let behind = if end == 0 { near.sequence } else { end };
                    let first = behind.wrapping_add(unzigzag(take_varint(from.main())?));
                    end = self.put_run(read_hot(first, near, from.main())?, end)?;
                }
                step => {
                    let (step, more) = (unzigzag(step - COLD), take_varint(from.main())?);
                    for _ in 0..=more {
                        segment = segment.wrapping_add(step);
                        end = self.put_run(read_cold(segment, from.segment(segment)?)?, end)?;
                    }
                }
            }
        }
    }

    /// Puts a run behind those that are there, and gives where it ends.
    fn put_run(&mut self, run: Run, end: Sequence) -> Result<Sequence, Malformed> {
        if run.first < end || run.is_dead() {
            return Err(NONSENSE);
        }
        let end = run.end();
        self.live += u64::from(run.live());
        self.runs.insert(run);
        Ok(end)
    }

    pub(super) fn write_strays(&self, near: Near, into: &mut Columns) {
        let mut sealed: BTreeMap<u64, Vec<[u64; 2]>> = BTreeMap::new();
        for (sequence, stray) in self.apart.strays.iter() {
            if let Some((segment, row)) = stray.place() {
                sealed.entry(segment).or_default().push([sequence, u64::from(row)]);
            }
        }
        let rows = &self.apart.stray_rows;
        put_varint(&mut into.main, rows.len());
        let (mut last, mut before) = (Deltas::from([near.sequence]), Before::at(near.time));
        for (sequence, row) in rows.iter() {
            last.put([sequence], &mut into.main);
            before.put(row, &mut into.main);
        }
        let listed = || self.apart.listed.iter().filter(|(segment, _)| sealed.contains_key(segment));
        write_list([0], listed().count() as u64, listed().map(|(segment, _)| [*segment]), &mut into.main);
        for (segment, listed) in listed() {
            write_listed(&listed.cold, &sealed[segment], into.segment(*segment));
        }
    }

    pub(super) fn read_strays(&mut self, near: Near, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        let main = from.main();
        let (mut last, mut before) = (Deltas::from([near.sequence]), Before::at(near.time));
        for _ in 0..take_varint(main)? {
            let ([sequence], row) = (last.take(main)?, before.take(main)?);
            self.put_stray(sequence, Stray::hot(true))?;
            self.apart.make().stray_rows.insert(sequence, row);
        }
        let mut segments = Vec::new();
        read_list([0], main, |[segment]| {
            segments.push(segment);
            Ok(())
        })?;
        for segment in segments {
            let mut live = 0;
            let cold = read_listed(segment, self.resource, from.segment(segment)?, |sequence, row| {
                live += 1;
                self.put_stray(sequence, Stray::cold(segment, row, true).ok_or(NONSENSE)?)
            })?;
            let twice = self.apart.make().listed.insert(segment, Listed { cold, live });
            if twice.is_some() || live == 0 {
                return Err(NONSENSE);
            }
        }
        Ok(())
    }

    fn put_stray(&mut self, sequence: Sequence, stray: Stray) -> Result<(), Malformed> {
        if self.contains(sequence) {
            return Err(NONSENSE);
        }
        self.apart.make().strays.insert(sequence, stray);
        self.live += 1;
        Ok(())
    }
}

fn write_hot(run: &Run, rows: &HotRows, near: Near, into: &mut Vec<u8>) {
    let (live, mixed) = (run.live_bits(), run.tenancy == Tenancy::Mixed);
    let flags = if live.is_none() { ALL_LIVE } else { 0 } | if mixed { MIXED } else { 0 };
    put_varint(into, u64::from(run.count) << 2 | flags);
    write_bits(live, into);
    let mut before = Before::at(near.time);
    let live = (0..).zip(rows.iter()).filter(|(at, _)| run.lives(*at));
    live.for_each(|(_, row)| before.put(row, into));
}

fn read_hot(first: Sequence, near: Near, from: &mut &[u8]) -> Result<Run, Malformed> {
    let number = take_varint(from)?;
    let count = u32::try_from(number >> 2).map_err(|_| NONSENSE)?;
    first.checked_add(u64::from(count)).ok_or(NONSENSE)?;
    let live = read_bits(number & ALL_LIVE != 0, count, from)?;
    let (mut rows, mut before, mut group) = (HotRows::default(), Before::at(near.time), None);
    let gone = HotRow { position: Position(0), offset: 0, len: 0, sent: 0, group: None };
    for at in 0..count {
        let row = if live.as_ref().is_none_or(|live| live.get(at)) { before.take(from)? } else { gone };
        group = row.group.or(group);
        rows.push(row);
    }
    let tenancy = if number & MIXED != 0 { Tenancy::Mixed } else { Tenancy::Sole(group) };
    Ok(Run::of(first, count, live, Rows::Hot(Box::new(rows)), tenancy))
}

fn write_cold(run: &Run, packed: &Packed, into: &mut Vec<u8>) {
    let Packed { at, before, count, bytes, of, kind, .. } = *packed;
    let whole = (before, count, of) == (0, run.count, run.count);
    into.push(bits_of(kind) | flags_of(run) | if whole { WHOLE } else { 0 });
    write_sequence(run.first, into);
    put_all([run.count, at, bytes], into);
    if !whole {
        put_all([before, count, of], into);
    }
    write_messages(run, into);
}

fn write_away(run: &Run, away: Away, into: &mut Vec<u8>) {
    into.push(AWAY | flags_of(run));
    write_sequence(run.first, into);
    put_varint(into, u64::from(run.count));
    put_varint(into, away.bytes);
    put_varint(into, away.segments.behind());
    write_messages(run, into);
}

/// Whose a run's messages are, and whether all are there.
fn flags_of(run: &Run) -> u8 {
    let group = match run.tenancy {
        Tenancy::Sole(None) => OF_NO_GROUP,
        Tenancy::Mixed => OF_SEVERAL,
        Tenancy::Sole(Some(_)) => OF_ONE_GROUP,
    };
    group | if run.live_bits().is_none() { COLD_ALL_LIVE } else { 0 }
}

/// What [`flags_of`] says that follows.
fn write_messages(run: &Run, into: &mut Vec<u8>) {
    if let Tenancy::Sole(Some(key)) = run.tenancy {
        into.extend_from_slice(&key.get().to_le_bytes());
    }
    write_bits(run.live_bits(), into);
}

fn read_messages(flags: u8, count: u32, from: &mut &[u8]) -> Result<(Tenancy, Option<Bits>), Malformed> {
    let tenancy = match flags & GROUP {
        OF_NO_GROUP => Tenancy::Sole(None),
        OF_SEVERAL => Tenancy::Mixed,
        OF_ONE_GROUP => {
            let (key, rest) = from.split_first_chunk().ok_or(NONSENSE)?;
            *from = rest;
            Tenancy::Sole(Some(NonZeroU64::new(u64::from_le_bytes(*key)).ok_or(NONSENSE)?))
        }
        _ => return Err(NONSENSE),
    };
    Ok((tenancy, read_bits(flags & COLD_ALL_LIVE != 0, count, from)?))
}

fn read_away(flags: u8, segment: u64, from: &mut &[u8]) -> Result<Run, Malformed> {
    let first = read_sequence(from)?;
    let (count, bytes, behind) = (take_u32(from)?, take_varint(from)?, take_varint(from)?);
    first.checked_add(u64::from(count)).ok_or(NONSENSE)?;
    let segments = Segments::new(segment, behind).ok_or(NONSENSE)?;
    let away = Away { segments, bytes };
    if flags & !(AWAY | GROUP | COLD_ALL_LIVE) != 0 {
        return Err(NONSENSE);
    }
    let (tenancy, live) = read_messages(flags, count, from)?;
    Ok(Run::of(first, count, live, Rows::Away(away), tenancy))
}

fn read_cold(segment: u64, from: &mut &[u8]) -> Result<Run, Malformed> {
    let (&flags, rest) = from.split_first().ok_or(NONSENSE)?;
    *from = rest;
    if flags & AWAY != 0 {
        return read_away(flags, segment, from);
    }
    let first = read_sequence(from)?;
    let (run_count, at, bytes) = (take_u32(from)?, take_u32(from)?, take_u32(from)?);
    let whole = flags & WHOLE != 0;
    let (before, count, of) = match whole {
        true => (0, run_count, run_count),
        false => (take_u32(from)?, take_u32(from)?, take_u32(from)?),
    };
    let fits = before.checked_add(run_count).is_some_and(|end| end <= count);
    // Its stretch begins at a number, and ends at one.
    let begin = first.checked_sub(u64::from(before)).filter(|_| fits).ok_or(NONSENSE)?;
    begin.checked_add(u64::from(count)).ok_or(NONSENSE)?;
    let (tenancy, live) = read_messages(flags, run_count, from)?;
    let segment = u32::try_from(segment).map_err(|_| NONSENSE)?;
    let packed = Packed { segment, at, before, count, bytes, of, kind: kind_of(flags & KIND) };
    Ok(Run::of(first, run_count, live, Rows::Cold(packed), tenancy))
}

fn write_listed(cold: &Cold, strays: &[[u64; 2]], into: &mut Vec<u8>) {
    let Stretch { first, count, kind, at, .. } = cold.stretch;
    into.push(bits_of(kind));
    write_sequence(first, into);
    [u64::from(count), at, cold.bytes, u64::from(cold.of)]
        .into_iter()
        .for_each(|number| put_varint(into, number));
    put_varint(into, strays.len() as u64);
    let mut before = Deltas::from([first, 0]);
    strays.iter().for_each(|stray| before.put(*stray, into));
}

fn read_listed(
    segment: u64,
    resource: u64,
    from: &mut &[u8],
    mut sink: impl FnMut(Sequence, u32) -> Result<(), Malformed>,
) -> Result<Cold, Malformed> {
    let (&bits, rest) = from.split_first().filter(|(bits, _)| **bits <= KIND).ok_or(NONSENSE)?;
    *from = rest;
    let (first, count) = (read_sequence(from)?, take_u32(from)?);
    let stretch = Stretch { segment, resource, first, count, kind: kind_of(bits), at: take_varint(from)? };
    let cold = Cold { stretch, bytes: take_varint(from)?, of: take_u32(from)? };
    let (len, mut before) = (take_varint(from)?, Deltas::from([first, 0]));
    for _ in 0..len {
        let [sequence, row] = before.take(from)?;
        sink(sequence, u32::try_from(row).ok().filter(|row| *row < count).ok_or(NONSENSE)?)?;
    }
    Ok(cold)
}

fn write_sequence(sequence: Sequence, into: &mut Vec<u8>) {
    put_varint(into, sequence >> COUNTER_BITS);
    put_varint(into, sequence & ((1 << COUNTER_BITS) - 1));
}

fn read_sequence(from: &mut &[u8]) -> Result<Sequence, Malformed> {
    let (epoch, counter) = (take_varint(from)?, take_varint(from)?);
    let fits = epoch < 1 << (u64::BITS - COUNTER_BITS) && counter < 1 << COUNTER_BITS;
    fits.then_some(epoch << COUNTER_BITS | counter).ok_or(NONSENSE)
}

/// Nothing, if all messages are there.
fn write_bits(live: Option<&Bits>, into: &mut Vec<u8>) {
    for word in live.into_iter().flat_map(Bits::words) {
        into.extend_from_slice(&word.to_le_bytes());
    }
}

fn read_bits(all: bool, count: u32, from: &mut &[u8]) -> Result<Option<Bits>, Malformed> {
    if all {
        return Ok(None);
    }
    let (words, rest) = from.split_at_checked((count as usize).div_ceil(64) * 8).ok_or(NONSENSE)?;
    *from = rest;
    let words = words.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word)).collect();
    Ok(Some(Bits::from_words(words, count).ok_or(NONSENSE)?))
}

fn put_all<const N: usize>(numbers: [u32; N], into: &mut Vec<u8>) {
    numbers.into_iter().for_each(|number| put_varint(into, u64::from(number)));
}
