//! The ledger in a checkpoint. All numbers are varints; lists begin with their length.
//!
//! | part | an entry |
//! |---|---|
//! | runs | first (from the end of the one before), count, tenancy (0 no group, 1 and the group, 2 mixed), bits of live messages (1: all; 0 and words of 8 bytes), then 0 and the rows of live messages, or 1 and stretch, bytes, count |
//! | strays | sequence, then 0 and a row, or 1, segment and row number |
//! | listed | segment, stretch, bytes, count |
//! | pasts | sequence, resource, receives, first receive + 1 or 0 |
//! | in flight | sequence, nonce (8 bytes), since, until |
//! | delayed | sequence, until |
//! | moving | sequence |
//! | received | sequence, receives × 2 + refused, first; or, if they are many, instead of the length 2^64 - 1 and blocks of them: how many blocks are left out + 1, which of its 64 numbers it has (8 bytes), those as `received` packs them; then 0 |
//! | ages | begin, last sent, first, last: those in order, then the older ones |
//! | sends | sequence, time |

use std::num::NonZeroU64;

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{Draft, Past, Position, Stretch};

use super::ages::Age;
use super::bits::Bits;
use super::packed::{Cold, Packed, bits_of, kind_of};
use super::received::{Item, read_blocks, write_blocks};
use super::rows::{HotRow, HotRows};
use super::run::{Rows, Run, Tenancy};
use super::{Ledger, Listed, Received, Stray, Tables};

const NONSENSE: Malformed = Malformed("a ledger in a checkpoint contradicts itself");

/// So much is written at once: some ten microseconds, in which nothing else is done.
const NUMBERS_AT_ONCE: u64 = 512;

/// Instead of the length of a list: it is written in blocks.
const BLOCKS: u64 = u64::MAX;

impl Ledger {
    /// Whether so many messages came back that [`Ledger::write`] writes what was done with them in blocks.
    pub(crate) fn writes_blocks(&self, listed_max: u64) -> bool {
        self.apart.received.len() > listed_max
    }

    /// Puts it into a checkpoint: a large one as a copy, which is written later.
    pub(crate) fn draft(&self, into: &mut Draft, listed_max: u64) {
        if self.numbers_to_write() <= NUMBERS_AT_ONCE {
            return self.write(into.now(), listed_max);
        }
        let copy = self.copy();
        into.later(move |bytes| copy.write(bytes, listed_max));
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

    /// What was done with all messages with which anything was done, in order.
    fn all_received(&self) -> impl Iterator<Item = Item> + '_ {
        let flown = self.apart.in_flight.iter().map(|(sequence, flight)| (sequence, flight.received()));
        let mut flown = flown.filter(|(_, received)| !received.is_nothing()).peekable();
        let mut back = self.apart.received.iter().peekable();
        std::iter::from_fn(move || {
            let flown_first = match (flown.peek(), back.peek()) {
                (Some((flown, _)), Some((back, _))) => flown < back,
                (flown, _) => flown.is_some(),
            };
            if flown_first { flown.next() } else { back.next() }
        })
    }

    /// Writes all of it; what was received as a list if that is not longer than `listed_max`.
    pub(crate) fn write(&self, into: &mut Vec<u8>, listed_max: u64) {
        let alive = || self.runs.iter().filter(|run| !run.is_dead());
        put_varint(into, alive().count() as u64);
        let mut end = 0;
        for run in alive() {
            put_varint(into, run.first - end);
            end = run.end();
            write_run(&run, self.resource, into);
        }
        put_varint(into, self.apart.strays.len());
        for (sequence, stray) in self.apart.strays.iter() {
            put_varint(into, sequence);
            match stray.place() {
                None => {
                    put_varint(into, 0);
                    let row = self.apart.stray_rows.get(sequence);
                    write_row(row.expect("where it is not sealed its row is here"), into);
                }
                Some((segment, row)) => put_all(into, [1, segment, u64::from(row)]),
            }
        }
        put_varint(into, self.apart.listed.len() as u64);
        for (segment, listed) in &self.apart.listed {
            put_varint(into, *segment);
            write_cold(&listed.cold, into);
        }
        put_varint(into, self.apart.pasts.len());
        for (sequence, past) in self.apart.pasts.iter() {
            let first = past.first_received.map_or(0, |first| first + 1);
            put_all(into, [sequence, past.from, u64::from(past.receives), first]);
        }
        put_varint(into, self.apart.in_flight.len());
        for (sequence, flight) in self.apart.in_flight.iter() {
            put_varint(into, sequence);
            into.extend_from_slice(&flight.nonce().to_le_bytes());
            put_all(into, [flight.since(), flight.until()]);
        }
        put_varint(into, self.apart.delayed.len());
        for (sequence, until) in self.apart.delayed.range(0) {
            put_all(into, [sequence, until]);
        }
        put_varint(into, self.apart.moving.len() as u64);
        self.apart.moving.iter().for_each(|sequence| put_varint(into, *sequence));
        if self.writes_blocks(listed_max) {
            put_varint(into, BLOCKS);
            write_blocks(self.all_received(), into);
        } else {
            put_varint(into, self.all_received().count() as u64);
            for (sequence, received) in self.all_received() {
                let receives = u64::from(received.receives) << 1 | u64::from(received.refused);
                put_all(into, [sequence, receives, received.first]);
            }
        }
        put_varint(into, self.ages.ordered.len() as u64);
        self.ages.ordered.iter().for_each(|age| write_age(age, into));
        put_varint(into, self.ages.older.values().map(Vec::len).sum::<usize>() as u64);
        self.ages.older.values().flatten().for_each(|age| write_age(age, into));
        put_varint(into, self.apart.sends.len() as u64);
        for (sequence, sent) in &self.apart.sends {
            put_all(into, [*sequence, *sent]);
        }
    }

    /// Reads what [`Ledger::write`] wrote.
    pub(crate) fn read(from: &mut &[u8]) -> Result<Ledger, Malformed> {
        let mut ledger = Ledger::default();
        let mut end = 0u64;
        for _ in 0..take_varint(from)? {
            let first = end.checked_add(take_varint(from)?).ok_or(NONSENSE)?;
            let run = read_run(first, &mut ledger.resource, from)?;
            end = run.end();
            ledger.live += u64::from(run.live());
            ledger.runs.insert(run);
        }
        for _ in 0..take_varint(from)? {
            let sequence = take_varint(from)?;
            let stray = match take_varint(from)? {
                0 => {
                    ledger.apart.make().stray_rows.insert(sequence, read_row(from)?);
                    Some(Stray::hot(true))
                }
                1 => Stray::cold(take_varint(from)?, take_u32(from)?, true),
                _ => None,
            };
            ledger.apart.make().strays.insert(sequence, stray.ok_or(NONSENSE)?);
        }
        ledger.live += ledger.apart.strays.len();
        for _ in 0..take_varint(from)? {
            let (segment, cold) = (take_varint(from)?, read_cold(from)?);
            ledger.apart.make().listed.insert(segment, Listed { cold, live: 0 });
        }
        if let Some(Tables { strays, listed, .. }) = ledger.apart.there() {
            for (_, stray) in strays.iter() {
                if let Some((segment, _)) = stray.place() {
                    listed.get_mut(&segment).ok_or(NONSENSE)?.live += 1;
                }
            }
        }
        for _ in 0..take_varint(from)? {
            let sequence = take_varint(from)?;
            let (from_resource, receives) = (take_varint(from)?, take_u32(from)?);
            let first_received = take_varint(from)?.checked_sub(1);
            ledger
                .apart
                .make()
                .pasts
                .insert(sequence, Past { from: from_resource, receives, first_received });
        }
        ledger.waiting = ledger.live;
        for _ in 0..take_varint(from)? {
            let sequence = take_varint(from)?;
            let (nonce, rest) = from.split_first_chunk().ok_or(NONSENSE)?;
            *from = rest;
            let (since, until) = (take_varint(from)?, take_varint(from)?);
            ledger.fly(sequence, u64::from_le_bytes(*nonce), since, until);
        }
        for _ in 0..take_varint(from)? {
            let (sequence, until) = (take_varint(from)?, take_varint(from)?);
            if !ledger.contains(sequence) {
                return Err(NONSENSE);
            }
            ledger.delay(sequence, until);
        }
        for _ in 0..take_varint(from)? {
            ledger.start_move(take_varint(from)?);
        }
        let listed = take_varint(from)?;
        if listed == BLOCKS {
            read_blocks(from, |mut items| {
                // What was done with one in flight stands with its flight.
                items.retain(|(sequence, received)| {
                    let flight = ledger.apart.make().in_flight.get_mut(*sequence);
                    flight.map(|flight| flight.note(*received)).is_none()
                });
                ledger.apart.make().received.put_block(&items);
            })?;
        }
        for _ in 0..if listed == BLOCKS { 0 } else { listed } {
            let (sequence, receives, first) = (take_varint(from)?, take_varint(from)?, take_varint(from)?);
            let received = Received { receives: (receives >> 1) as u32, first, refused: receives & 1 == 1 };
            ledger.change_received(sequence, |noted| *noted = received);
        }
        for _ in 0..take_varint(from)? {
            ledger.ages.ordered.push_back(read_age(from)?);
        }
        for _ in 0..take_varint(from)? {
            let age = read_age(from)?;
            ledger.ages.older.entry(age.begins).or_default().push(age);
        }
        for _ in 0..take_varint(from)? {
            ledger.apart.make().sends.push_back((take_varint(from)?, take_varint(from)?));
        }
        ledger.runs.settle();
        Ok(ledger)
    }
}

fn write_run(run: &Run, resource: u64, into: &mut Vec<u8>) {
    put_varint(into, u64::from(run.count));
    match run.tenancy {
        Tenancy::Sole(None) => put_varint(into, 0),
        Tenancy::Sole(Some(group)) => put_all(into, [1, group.get()]),
        Tenancy::Mixed => put_varint(into, 2),
    }
    let live = run.live_bits();
    put_varint(into, u64::from(live.is_none()));
    if let Some(live) = live {
        live.words().iter().for_each(|word| into.extend_from_slice(&word.to_le_bytes()));
    }
    match &run.rows {
        Rows::Hot(rows) => {
            put_varint(into, 0);
            let live = (0..).zip(rows.iter()).filter(|(at, _)| run.lives(*at));
            live.for_each(|(_, row)| write_row(row, into));
        }
        Rows::Cold(packed) => {
            put_varint(into, 1);
            write_cold(&packed.unpack(resource, run.first), into);
        }
    }
}

fn read_run(first: u64, resource: &mut u64, from: &mut &[u8]) -> Result<Run, Malformed> {
    let count = take_u32(from)?;
    first.checked_add(u64::from(count)).ok_or(NONSENSE)?;
    let tenancy = match take_varint(from)? {
        0 => Tenancy::Sole(None),
        1 => Tenancy::Sole(Some(NonZeroU64::new(take_varint(from)?).ok_or(NONSENSE)?)),
        2 => Tenancy::Mixed,
        _ => return Err(NONSENSE),
    };
    let live = match take_varint(from)? {
        1 => None,
        _ => {
            let bytes = (count as usize).div_ceil(64) * 8;
            let (words, rest) = from.split_at_checked(bytes).ok_or(NONSENSE)?;
            *from = rest;
            let words = words.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word)).collect();
            Some(Bits::from_words(words, count).ok_or(NONSENSE)?)
        }
    };
    let rows = match take_varint(from)? {
        0 => {
            let mut rows = HotRows::default();
            let gone = HotRow { position: Position(0), offset: 0, len: 0, sent: 0, group: None };
            for at in 0..count {
                rows.push(if live.as_ref().is_none_or(|live| live.get(at)) { read_row(from)? } else { gone });
            }
            Rows::Hot(Box::new(rows))
        }
        1 => {
            let cold = read_cold(from)?;
            *resource = cold.stretch.resource;
            Rows::Cold(Packed::new(&cold, first).ok_or(NONSENSE)?)
        }
        _ => return Err(NONSENSE),
    };
    Ok(Run::of(first, count, live, rows, tenancy))
}

fn write_row(row: &HotRow, into: &mut Vec<u8>) {
    let group = row.group.map_or(0, NonZeroU64::get);
    put_all(into, [row.position.0, u64::from(row.offset), u64::from(row.len), row.sent]);
    put_varint(into, group);
}

fn read_row(from: &mut &[u8]) -> Result<HotRow, Malformed> {
    Ok(HotRow {
        position: Position(take_varint(from)?),
        offset: take_u32(from)?,
        len: take_u32(from)?,
        sent: take_varint(from)?,
        group: NonZeroU64::new(take_varint(from)?),
    })
}

fn write_cold(cold: &Cold, into: &mut Vec<u8>) {
    let Stretch { segment, resource, first, count, kind, at } = cold.stretch;
    let kind = u64::from(bits_of(kind));
    put_all(into, [segment, resource, first, u64::from(count), kind, at, cold.bytes, u64::from(cold.of)]);
}

fn read_cold(from: &mut &[u8]) -> Result<Cold, Malformed> {
    let (segment, resource, first) = (take_varint(from)?, take_varint(from)?, take_varint(from)?);
    let count = take_u32(from)?;
    let bits = u8::try_from(take_varint(from)?).ok().filter(|bits| *bits < 8);
    let kind = kind_of(bits.ok_or(NONSENSE)?);
    let stretch = Stretch { segment, resource, first, count, kind, at: take_varint(from)? };
    Ok(Cold { stretch, bytes: take_varint(from)?, of: take_u32(from)? })
}

fn write_age(age: &Age, into: &mut Vec<u8>) {
    put_all(into, [age.begins, age.last_sent, age.first, age.last]);
}

fn read_age(from: &mut &[u8]) -> Result<Age, Malformed> {
    let (begins, last_sent) = (take_varint(from)?, take_varint(from)?);
    Ok(Age { begins, last_sent, first: take_varint(from)?, last: take_varint(from)? })
}

fn put_all<const N: usize>(into: &mut Vec<u8>, numbers: [u64; N]) {
    numbers.into_iter().for_each(|number| put_varint(into, number));
}

fn take_u32(from: &mut &[u8]) -> Result<u32, Malformed> {
    u32::try_from(take_varint(from)?).map_err(|_| NONSENSE)
}
