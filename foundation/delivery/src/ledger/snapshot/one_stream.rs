//! The ledger in a checkpoint from before there were columns: read, and not written any more. All numbers are varints; lists
//! begin with their length.
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
//! | received | sequence, receives × 2 + refused, first; or, if they are many, instead of the length 2^64 - 1 and blocks of them: how many blocks are left out + 1, which of its 64 numbers it has (8 bytes), those as [`received`](super::super::received) packs them; then 0 |
//! | ages | begin, last sent, first, last: those in order, then the older ones |
//! | sends | sequence, time |

use std::num::NonZeroU64;

use millpond_log::event::{Malformed, take_varint};
use millpond_log::{Past, Position, Stretch};

use super::super::ages::Age;
use super::super::bits::Bits;
use super::super::packed::{Cold, Packed, kind_of};
use super::super::rows::{HotRow, HotRows};
use super::super::run::{Rows, Run, Tenancy};
use super::super::{Ledger, Listed, Received, Stray, Tables};
use super::{NONSENSE, take_u32};

/// Instead of the length of a list: it is written in blocks.
const BLOCKS: u64 = u64::MAX;

impl Ledger {
    /// What a checkpoint from before there were columns has of a resource.
    pub(super) fn read_one_stream(resource: u64, from: &mut &[u8]) -> Result<Ledger, Malformed> {
        let mut ledger = Ledger { resource, ..Ledger::default() };
        let mut end = 0u64;
        for _ in 0..take_varint(from)? {
            let first = end.checked_add(take_varint(from)?).ok_or(NONSENSE)?;
            let run = read_run(first, from)?;
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
            ledger.read_received(from)?;
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

fn read_run(first: u64, from: &mut &[u8]) -> Result<Run, Malformed> {
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
            Rows::Cold(Packed::new(&cold, first).ok_or(NONSENSE)?)
        }
        _ => return Err(NONSENSE),
    };
    Ok(Run::of(first, count, live, rows, tenancy))
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

fn read_cold(from: &mut &[u8]) -> Result<Cold, Malformed> {
    let (segment, resource, first) = (take_varint(from)?, take_varint(from)?, take_varint(from)?);
    let count = take_u32(from)?;
    let bits = u8::try_from(take_varint(from)?).ok().filter(|bits| *bits < 8);
    let kind = kind_of(bits.ok_or(NONSENSE)?);
    let stretch = Stretch { segment, resource, first, count, kind, at: take_varint(from)? };
    Ok(Cold { stretch, bytes: take_varint(from)?, of: take_u32(from)? })
}

fn read_age(from: &mut &[u8]) -> Result<Age, Malformed> {
    let (begins, last_sent) = (take_varint(from)?, take_varint(from)?);
    Ok(Age { begins, last_sent, first: take_varint(from)?, last: take_varint(from)? })
}
