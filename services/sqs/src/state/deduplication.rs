//! What a FIFO queue remembers of recent sends: five minutes from the first accepted one.
//!
//! The latest are in a tree; a generation of them becomes a sorted list of 32 bytes an id and a filter of one, and leaves
//! whole when its newest is too old. Of sends in sealed segments the sidecars remember the same, so a checkpoint has only
//! the others. It is written from a copy, which shares all of this but for the trees to which something is put meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_delivery::{Keys, Sequence};
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{Deltas, Draft, Remembered};
use millpond_runtime::Millis;

use crate::limits;

/// A deduplication id as a keyed hash, on its own and together with its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeduplicationKey {
    queue_wide: u128,
    in_group: u128,
}

impl DeduplicationKey {
    /// The hash that counts.
    pub(crate) fn hash(&self, by_group: bool) -> u128 {
        if by_group { self.in_group } else { self.queue_wide }
    }

    /// The keys of an id.
    pub fn of(keys: &Keys, group: &str, id: &str) -> Self {
        DeduplicationKey {
            queue_wide: keys.deduplication.of(&[id.as_bytes()]),
            in_group: keys.deduplication.of(&[id.as_bytes(), group.as_bytes()]),
        }
    }
}

/// A generation is closed when it is this large,
const GENERATION_MAX: usize = 65_536;
/// or spans this long.
const GENERATION_MS: Millis = 20_000;

/// The latest are in trees by the first bits of their hash, so that none has more than some thousand.
const FIRST_BITS: u32 = 6;
/// So many are written at once, as long as nothing else is done.
const SENDS_AT_ONCE: usize = 512;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent {
    open: Open,
    open_since: Millis,
    open_newest: Millis,
    /// Oldest first.
    closed: Vec<Arc<Generation>>,
    /// Messages below this number stand in sealed segments.
    sealed_below: Sequence,
    now: Millis,
}

type Tree = BTreeMap<u128, (Sequence, Millis)>;

/// Those that are in no generation.
#[derive(Clone, Debug, Default)]
struct Open {
    trees: BTreeMap<u8, Arc<Tree>>,
    len: usize,
}

impl Open {
    fn tree_of(hash: u128) -> u8 {
        (hash >> (u128::BITS - FIRST_BITS)) as u8
    }

    fn get(&self, hash: u128) -> Option<(Sequence, Millis)> {
        self.trees.get(&Open::tree_of(hash))?.get(&hash).copied()
    }

    fn insert(&mut self, hash: u128, send: (Sequence, Millis)) {
        let tree = self.trees.entry(Open::tree_of(hash)).or_default();
        self.len += usize::from(Arc::make_mut(tree).insert(hash, send).is_none());
    }

    /// By hash.
    fn iter(&self) -> impl Iterator<Item = Remembered> + '_ {
        let sends = self.trees.values().flat_map(|tree| tree.iter());
        sends.map(|(&hash, &(sequence, time))| Remembered { hash, sequence, time })
    }
}

#[derive(Debug)]
struct Generation {
    newest: Millis,
    /// By hash.
    sends: Vec<Remembered>,
    filter: Filter,
}

/// Tells most hashes that are not in a list, by two of eight bits an entry.
#[derive(Debug)]
struct Filter(Vec<u64>);

impl Filter {
    fn of(sends: &[Remembered]) -> Filter {
        let mut filter = Filter(vec![0; (sends.len() / 8).next_power_of_two()]);
        for send in sends {
            for at in filter.places(send.hash) {
                filter.0[at / 64] |= 1 << (at % 64);
            }
        }
        filter
    }

    fn may_have(&self, hash: u128) -> bool {
        self.places(hash).iter().all(|at| self.0[at / 64] >> (at % 64) & 1 == 1)
    }

    fn places(&self, hash: u128) -> [usize; 2] {
        let mask = self.0.len() * 64 - 1;
        [hash as usize & mask, (hash >> 64) as usize & mask]
    }
}

impl Generation {
    fn of(sends: Vec<Remembered>) -> Option<Generation> {
        let newest = sends.iter().map(|send| send.time).max()?;
        Some(Generation { newest, filter: Filter::of(&sends), sends })
    }

    fn find(&self, hash: u128) -> Option<&Remembered> {
        if !self.filter.may_have(hash) {
            return None;
        }
        self.sends.binary_search_by_key(&hash, |send| send.hash).ok().map(|at| &self.sends[at])
    }
}

fn expired(time: Millis, now: Millis) -> bool {
    time.saturating_add(limits::DEDUPLICATION_WINDOW_MS) <= now
}

impl Recent {
    /// The first send of this id, if it is still remembered. A send goes on counting for what it counted for when it was
    /// made: for the whole queue after a change to groups (recorded on AWS), and for its group after a change back, or a
    /// retry over that change would be sent twice.
    pub(super) fn first(&self, key: &DeduplicationKey) -> Option<Sequence> {
        self.find(key.in_group).or_else(|| self.find(key.queue_wide))
    }

    fn find(&self, hash: u128) -> Option<Sequence> {
        let open = self.open.get(hash).filter(|(_, time)| !expired(*time, self.now));
        open.map(|(sequence, _)| sequence).or_else(|| {
            let sends = self.closed.iter().filter_map(|generation| generation.find(hash));
            sends.filter(|send| !expired(send.time, self.now)).map(|send| send.sequence).next()
        })
    }

    pub(super) fn remember(
        &mut self,
        key: &DeduplicationKey,
        by_group: bool,
        sequence: Sequence,
        now: Millis,
    ) {
        let hash = key.hash(by_group);
        if self.find(hash).is_some() {
            return;
        }
        if self.open.len == 0 {
            self.open_since = now;
        }
        self.open_newest = now;
        self.open.insert(hash, (sequence, now));
        if self.open.len >= GENERATION_MAX {
            self.close();
        }
    }

    fn close(&mut self) {
        let sends = std::mem::take(&mut self.open).iter().collect();
        self.closed.extend(Generation::of(sends).map(Arc::new));
    }

    /// Takes over what a sealed segment remembers.
    pub(super) fn take_over(&mut self, sends: Vec<Remembered>) {
        self.closed.extend(Generation::of(sends).map(Arc::new));
        self.closed.sort_by_key(|generation| generation.newest);
    }

    /// The messages below this number are in sealed segments.
    pub(super) fn sealed(&mut self, below: Sequence) {
        self.sealed_below = self.sealed_below.max(below);
    }

    pub(super) fn advance(&mut self, now: Millis) {
        self.now = self.now.max(now);
        if expired(self.open_newest, now) {
            self.open = Open::default();
        } else if self.open.len > 0 && self.open_since + GENERATION_MS <= now {
            self.close();
        }
        self.closed.retain(|generation| !expired(generation.newest, now));
        if self.closed.is_empty() {
            self.closed.shrink_to_fit();
        }
    }

    /// When the next ids leave.
    pub(super) fn next_leave(&self) -> Option<Millis> {
        let closed = self.closed.iter().map(|generation| generation.newest).min();
        let open = (self.open.len > 0).then_some(self.open_newest);
        closed.or(open).map(|newest| newest.saturating_add(limits::DEDUPLICATION_WINDOW_MS))
    }

    /// Puts what no sidecar remembers into a checkpoint.
    pub(super) fn draft(&self, into: &mut Draft) {
        let closed = self.closed.iter().map(|generation| generation.sends.len());
        if self.open.len + closed.sum::<usize>() <= SENDS_AT_ONCE {
            return self.write(&mut into.now().main);
        }
        let copy = self.clone();
        into.later(move |columns| copy.write(&mut columns.main));
    }

    /// The number below which messages stand in sealed segments; how many sends; of each, in the order of their messages, so
    /// that the latest stand behind what was there: number and time by those of the one before, and the hash.
    fn write(&self, into: &mut Vec<u8>) {
        let closed = self.closed.iter().flat_map(|generation| generation.sends.iter().copied());
        let mut unsealed: Vec<_> = (self.open.iter().chain(closed))
            .filter(|send| send.sequence >= self.sealed_below && !expired(send.time, self.now))
            .collect();
        unsealed.sort_unstable_by_key(|send| (send.sequence, send.time, send.hash));
        put_varint(into, self.sealed_below);
        put_varint(into, unsealed.len() as u64);
        let mut before = Deltas::from([self.sealed_below, 0]);
        for Remembered { hash, sequence, time } in unsealed {
            before.put([sequence, time], into);
            into.extend_from_slice(&hash.to_le_bytes());
        }
    }

    /// Reads what [`Recent::draft`] has put there; or, from before there were columns, the hash first, and number and time.
    pub(super) fn read(in_columns: bool, from: &mut &[u8]) -> Result<Self, Malformed> {
        let mut recent = Recent { sealed_below: take_varint(from)?, ..Recent::default() };
        let mut sends = Vec::new();
        let mut before = Deltas::from([recent.sealed_below, 0]);
        for _ in 0..take_varint(from)? {
            let (hash, [sequence, time]) = if in_columns {
                let numbers = before.take(from)?;
                (take_hash(from)?, numbers)
            } else {
                (take_hash(from)?, [take_varint(from)?, take_varint(from)?])
            };
            sends.push(Remembered { hash, sequence, time });
        }
        sends.sort_unstable();
        recent.closed.extend(Generation::of(sends).map(Arc::new));
        Ok(recent)
    }
}

fn take_hash(from: &mut &[u8]) -> Result<u128, Malformed> {
    let (hash, rest) = from.split_first_chunk().ok_or(Malformed("a hash is cut short"))?;
    *from = rest;
    Ok(u128::from_le_bytes(*hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Millis = limits::DEDUPLICATION_WINDOW_MS;

    fn key(id: u64) -> DeduplicationKey {
        DeduplicationKey::of(&Keys::derive(&[3; 32]), "g", &id.to_string())
    }

    #[test]
    fn an_id_is_remembered_to_the_millisecond_whatever_became_of_its_generation() {
        let mut recent = Recent::default();
        for id in 0..200u64 {
            recent.advance(id * 1000);
            recent.remember(&key(id), false, id + 1, id * 1000);
        }
        assert!(recent.closed.len() > 5);
        for now in [200_000, WINDOW - 1, WINDOW, WINDOW + 77_777, WINDOW + 198_999] {
            recent.advance(now);
            for id in 0..200u64 {
                let expected = (now < id * 1000 + WINDOW).then_some(id + 1);
                assert_eq!(recent.first(&key(id)), expected, "{id} at {now}");
            }
        }
        recent.advance(WINDOW + 199_000);
        assert_eq!((recent.closed.len(), recent.open.len, recent.next_leave()), (0, 0, None));
    }

    #[test]
    fn a_checkpoint_has_what_no_sealed_segment_remembers() {
        let mut recent = Recent::default();
        for id in 0..100u64 {
            recent.remember(&key(id), id % 2 == 0, id + 1, 5);
        }
        (1000..2000).for_each(|id| recent.remember(&key(id), false, id + 1, 5));
        recent.sealed(51);
        let mut draft = Draft::default();
        recent.draft(&mut draft);
        let open = recent.open.iter().collect::<Vec<_>>();
        (100..200).for_each(|id| recent.remember(&key(id), false, id + 1, 6));
        recent.sealed(90);
        let bytes = draft.finish().main;
        let mut read = Recent::read(true, &mut &bytes[..]).unwrap();
        assert_eq!(read.first(&key(49)), None);
        assert_eq!(read.first(&key(51)), Some(52));
        read.take_over(open.into_iter().filter(|send| send.sequence < 51).collect());
        for id in 0..100 {
            assert_eq!(read.first(&key(id)), Some(id + 1));
        }
        assert_eq!(read.first(&key(100)), None, "what came later is not in it");
    }
}
