//! The ledger in a checkpoint. What is known of messages in sealed segments stands in the columns of those, which stay as they
//! are as long as no such message goes; the rest in the main column. All numbers are varints; lists begin with their length,
//! and tell each entry by what it differs in from the one before ([`Deltas`]).
//!
//! | main column | |
//! |---|---|
//! | which | the lists that there are: in flight 1, received 2, delayed 4, moving 8, pasts 16, copied forward 32, older ages 64, sends 128, pages 256 |
//! | ages | list: begin, last sent (from the begin), first, last (from the first). What follows is told by the first's first and the last's begin where nothing is before it |
//! | older ages | list of the same, told by the last of those |
//! | runs | see [`runs`] |
//! | copied forward | see there |
//! | pasts | list: sequence, resource, receives, first receive + 1 or 0 |
//! | in flight | list: sequence, nonce, since, until |
//! | delayed | list: sequence, until |
//! | moving | list: sequence |
//! | received | blocks: how many blocks are left out + 1, which of its 64 numbers it has (8 bytes), those as `received` packs them; then 0 |
//! | sends | list: sequence, time |
//! | pages | list: piece, sum: the rest of what was done with messages (see [`paged`](super::paged)) |
//!
//! Checkpoints from before there were columns are read by [`one_stream`].

mod one_stream;
mod rows;
mod runs;

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{ColumnReader, Columns, Deltas, Draft, Past};
use millpond_runtime::Millis;

use super::ages::Age;
use super::at_rest::{NUMBERS, PIECE_LEAST};
use super::flight::Flight;
use super::received::{Item, read_blocks, write_blocks};
use super::{Ledger, TIME_MAX, Tables};
use crate::Sequence;

const NONSENSE: Malformed = Malformed("a ledger in a checkpoint contradicts itself");

const IN_FLIGHT: u64 = 1;
const RECEIVED: u64 = 2;
const DELAYED: u64 = 4;
const MOVING: u64 = 8;
const PASTS: u64 = 16;
const STRAYS: u64 = 32;
const OLDER: u64 = 64;
const SENDS: u64 = 128;
/// Only where the data format has pages of states.
const PAGES: u64 = 256;
const ALL_LISTS: u64 = 511;

/// A sequence and a time that first entries are told by, since whole ones are six or seven bytes.
#[derive(Clone, Copy)]
struct Near {
    sequence: Sequence,
    time: Millis,
}

/// So much is written at once: some ten microseconds, in which nothing else is done.
const NUMBERS_AT_ONCE: u64 = 512;

impl Ledger {
    /// Puts it into a checkpoint: a large one as a copy, which is written later.
    pub(crate) fn draft(&self, into: &mut Draft) {
        let number = into.number();
        self.draft_pages(number, &mut into.now().pages);
        if self.numbers_to_write() <= NUMBERS_AT_ONCE {
            return self.write(into.now());
        }
        let copy = self.copy();
        into.later(move |columns| copy.write(columns));
    }

    /// What [`Ledger::write`] needs, as it is now. It shares all that may be large with what it is a copy of, each piece until
    /// that changes.
    pub(crate) fn copy(&self) -> Ledger {
        let Ledger { resource, live, waiting, .. } = *self;
        let (runs, apart, ages) = (self.runs.clone(), self.apart.copy(), self.ages.clone());
        Ledger { resource, runs, apart, ages, live, waiting }
    }

    /// About how many entries it has: not exactly, for that would take as long as to write them.
    fn numbers_to_write(&self) -> u64 {
        let apart = &self.apart;
        let of_runs = self.runs.parts() as u64 * 4;
        let rows = self.runs.alone().map(|run| if run.hot().is_some() { u64::from(run.count) } else { 0 });
        let busy = apart.in_flight.len() + apart.delayed.len() + apart.received.len();
        let others = apart.strays.len() + apart.pasts.len() + (apart.listed.len() + apart.sends.len()) as u64;
        of_runs + rows.sum::<u64>() + busy + others + self.ages.ordered.len() as u64
    }

    /// What was done with all messages with which anything was done, but for what stands in pages, in order.
    fn all_received(&self) -> impl Iterator<Item = Item> + '_ {
        let flown = self.apart.in_flight.iter().map(|(sequence, flight)| (sequence, flight.received()));
        let mut flown = flown.filter(|(_, received)| !received.is_nothing()).peekable();
        let mut back = self.apart.received.unpaged().peekable();
        std::iter::from_fn(move || {
            let flown_first = match (flown.peek(), back.peek()) {
                (Some((flown, _)), Some((back, _))) => flown < back,
                (flown, _) => flown.is_some(),
            };
            if flown_first { flown.next() } else { back.next() }
        })
    }

    /// Which lists it has.
    fn lists(&self) -> u64 {
        let apart = &self.apart;
        let lists = [
            (IN_FLIGHT, apart.in_flight.len() > 0),
            (RECEIVED, self.all_received().next().is_some()),
            (DELAYED, apart.delayed.len() > 0),
            (MOVING, !apart.moving.is_empty()),
            (PASTS, apart.pasts.len() > 0),
            (STRAYS, apart.strays.len() > 0),
            (OLDER, !self.ages.older.is_empty()),
            (SENDS, !apart.sends.is_empty()),
            (PAGES, apart.received.pages().next().is_some()),
        ];
        lists.into_iter().map(|(list, there)| if there { list } else { 0 }).sum()
    }

    /// What first entries are told by: numbers and times near theirs.
    fn near(&self) -> Near {
        let sequence = self.ages.ordered.front().map_or(0, |age| age.first);
        Near { sequence, time: self.ages.ordered.back().map_or(0, |age| age.begins) }
    }

    /// Writes all of it.
    pub(crate) fn write(&self, into: &mut Columns) {
        let (lists, near) = (self.lists(), self.near());
        let has = |list| lists & list != 0;
        put_varint(&mut into.main, lists);
        let mut before = Deltas::default();
        put_varint(&mut into.main, self.ages.ordered.len() as u64);
        self.ages.ordered.iter().for_each(|age| before.put(numbers_of(age), &mut into.main));
        if has(OLDER) {
            put_varint(&mut into.main, self.ages.older.values().map(Vec::len).sum::<usize>() as u64);
            let older = self.ages.older.values().flatten();
            older.for_each(|age| before.put(numbers_of(age), &mut into.main));
        }
        self.write_runs(near, into);
        if has(STRAYS) {
            self.write_strays(near, into);
        }
        let (Near { sequence, time }, into) = (near, &mut into.main);
        let Tables { pasts, in_flight, delayed, moving, sends, .. } = &*self.apart;
        if has(PASTS) {
            let past = |(sequence, past): (Sequence, &Past)| {
                let first = past.first_received.map_or(0, |first| first + 1);
                [sequence, past.from, u64::from(past.receives), first]
            };
            write_list([sequence, 0, 0, time], pasts.len(), pasts.iter().map(past), into);
        }
        if has(IN_FLIGHT) {
            let flight = |(sequence, flight): (Sequence, &Flight)| {
                [sequence, flight.nonce(), flight.since(), flight.until()]
            };
            write_list([sequence, 0, time, time], in_flight.len(), in_flight.iter().map(flight), into);
        }
        if has(DELAYED) {
            let entries = delayed.range(0).map(|(sequence, until)| [sequence, until]);
            write_list([sequence, time], delayed.len(), entries, into);
        }
        if has(MOVING) {
            write_list([sequence], moving.len() as u64, moving.iter().map(|sequence| [*sequence]), into);
        }
        if has(RECEIVED) {
            write_blocks(self.all_received(), into);
        }
        if has(SENDS) {
            let entries = sends.iter().map(|(sequence, sent)| [*sequence, *sent]);
            write_list([sequence, time], sends.len() as u64, entries, into);
        }
        if has(PAGES) {
            let pages = self.apart.received.pages().map(|(piece, sum)| [piece, u64::from(sum)]);
            let len = self.apart.received.pages().count() as u64;
            write_list([sequence / NUMBERS, 0], len, pages, into);
        }
    }

    /// Reads what [`Ledger::write`] wrote of a resource.
    pub(crate) fn read(resource: u64, from: &mut ColumnReader<'_>) -> Result<Ledger, Malformed> {
        if !from.has_columns() {
            return Ledger::read_one_stream(resource, from.main());
        }
        let lists = take_varint(from.main())?;
        if lists > ALL_LISTS {
            return Err(NONSENSE);
        }
        let has = |list| lists & list != 0;
        let mut ledger = Ledger { resource, ..Ledger::default() };
        ledger.read_ages(has(OLDER), from.main())?;
        let near = ledger.near();
        ledger.read_runs(near, from)?;
        if has(STRAYS) {
            ledger.read_strays(near, from)?;
        }
        ledger.waiting = ledger.live;
        let (Near { sequence, time }, from) = (near, from.main());
        if has(PASTS) {
            read_list([sequence, 0, 0, time], from, |[sequence, of, receives, first]| {
                let receives = u32::try_from(receives).map_err(|_| NONSENSE)?;
                let past = Past { from: of, receives, first_received: first.checked_sub(1) };
                ledger.apart.make().pasts.insert(sequence, past);
                Ok(())
            })?;
        }
        if has(IN_FLIGHT) {
            read_list([sequence, 0, time, time], from, |[sequence, nonce, since, until]| {
                ledger.fly(sequence, nonce, since, until);
                Ok(())
            })?;
        }
        if has(DELAYED) {
            read_list([sequence, time], from, |[sequence, until]| {
                if !ledger.contains(sequence) {
                    return Err(NONSENSE);
                }
                ledger.delay(sequence, until);
                Ok(())
            })?;
        }
        if has(MOVING) {
            read_list([sequence], from, |[sequence]| {
                ledger.start_move(sequence);
                Ok(())
            })?;
        }
        if has(RECEIVED) {
            ledger.read_received(from)?;
        }
        if has(SENDS) {
            read_list([sequence, time], from, |[sequence, sent]| {
                if sent > TIME_MAX {
                    return Err(NONSENSE);
                }
                ledger.apart.make().sends.push_back((sequence, sent));
                Ok(())
            })?;
        }
        if has(PAGES) {
            read_list([sequence / NUMBERS, 0], from, |[piece, sum]| {
                let sum = u32::try_from(sum).map_err(|_| NONSENSE)?;
                if piece > Sequence::MAX / NUMBERS {
                    return Err(NONSENSE);
                }
                ledger.apart.make().received.put_page(piece, sum);
                Ok(())
            })?;
        }
        ledger.runs.settle();
        if let Some(apart) = ledger.apart.there() {
            // Pages are what was written as such.
            apart.received.rest(PIECE_LEAST, |_| Some(false));
        }
        ledger.apart.rest();
        Ok(ledger)
    }

    fn read_ages(&mut self, with_older: bool, from: &mut &[u8]) -> Result<(), Malformed> {
        let mut before = Deltas::default();
        for _ in 0..take_varint(from)? {
            self.ages.ordered.push_back(age_of(before.take(from)?)?);
        }
        for _ in 0..if with_older { take_varint(from)? } else { 0 } {
            let age = age_of(before.take(from)?)?;
            self.ages.older.entry(age.begins).or_default().push(age);
        }
        Ok(())
    }

    /// Takes over what was done with messages.
    fn read_received(&mut self, from: &mut &[u8]) -> Result<(), Malformed> {
        read_blocks(from, |mut items| {
            // What was done with one in flight stands with its flight.
            items.retain(|(sequence, received)| {
                let flight = self.apart.there().and_then(|apart| apart.in_flight.get_mut(*sequence));
                flight.map(|flight| flight.note(*received)).is_none()
            });
            if !items.is_empty() {
                self.apart.make().received.put_block(&items);
            }
        })
    }
}

fn write_list<const N: usize>(
    near: [u64; N],
    len: u64,
    entries: impl Iterator<Item = [u64; N]>,
    into: &mut Vec<u8>,
) {
    put_varint(into, len);
    let mut before = Deltas::from(near);
    entries.for_each(|entry| before.put(entry, into));
}

fn read_list<const N: usize>(
    near: [u64; N],
    from: &mut &[u8],
    mut sink: impl FnMut([u64; N]) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    let (len, mut before) = (take_varint(from)?, Deltas::from(near));
    for _ in 0..len {
        sink(before.take(from)?)?;
    }
    Ok(())
}

fn numbers_of(age: &Age) -> [u64; 4] {
    let Age { begins, last_sent, first, last } = *age;
    [begins, last_sent.wrapping_sub(begins), first, last.wrapping_sub(first)]
}

fn age_of([begins, last_sent, first, last]: [u64; 4]) -> Result<Age, Malformed> {
    let (last_sent, last) = (begins.wrapping_add(last_sent), first.wrapping_add(last));
    let fits = begins.max(last_sent) <= TIME_MAX && first <= last && last < Sequence::MAX;
    if fits { Ok(Age { begins, last_sent, first, last }) } else { Err(NONSENSE) }
}

fn take_u32(from: &mut &[u8]) -> Result<u32, Malformed> {
    u32::try_from(take_varint(from)?).map_err(|_| NONSENSE)
}
