//! When messages in flight come back. Those of the next moment are in order; the others lie in buckets by the quarter of a
//! second, eight bytes each, and are put in order when their bucket comes up.
//!
//! A message that is finished earlier stays in its bucket as something stale; when most of what lies there is stale, the
//! buckets are made anew.

use std::collections::{BTreeMap, BTreeSet};

use millpond_runtime::Millis;

use crate::Sequence;

/// How much time a bucket has.
const BUCKET_MS: Millis = 256;
/// Fewer stale entries are never worth the work.
const STALE_MIN: u64 = 1024;

/// See the module.
#[derive(Debug)]
pub(super) struct Returns {
    /// Buckets before this one have been opened.
    opened: u64,
    near: BTreeSet<(Millis, Sequence)>,
    far: BTreeMap<u64, Vec<Sequence>>,
    /// Entries of `far`, and how many of them are stale.
    entries: u64,
    stale: u64,
}

impl Returns {
    pub(super) const fn new() -> Self {
        Returns { opened: 0, near: BTreeSet::new(), far: BTreeMap::new(), entries: 0, stale: 0 }
    }

    /// It is `now` at least: with nothing to come, earlier buckets need not be opened one day.
    pub(super) fn begin(&mut self, now: Millis) {
        if self.far.is_empty() {
            self.opened = self.opened.max(now / BUCKET_MS + 1);
        }
    }

    pub(super) fn insert(&mut self, at: Millis, sequence: Sequence) {
        let bucket = at / BUCKET_MS;
        if bucket < self.opened {
            self.near.insert((at, sequence));
            return;
        }
        self.far.entry(bucket).or_default().push(sequence);
        self.entries += 1;
    }

    pub(super) fn remove(&mut self, at: Millis, sequence: Sequence) {
        if !self.near.remove(&(at, sequence)) {
            self.stale += 1;
        }
    }

    /// Most of it is stale: it is to be made anew of what is in flight, which are so many.
    pub(super) fn is_stale(&self, in_flight: u64) -> bool {
        in_flight == 0 || (self.stale >= STALE_MIN && self.stale * 2 > self.entries)
    }

    /// Makes it anew.
    pub(super) fn renew(&mut self, all: impl Iterator<Item = (Millis, Sequence)>) {
        *self = Returns { opened: self.opened, ..Returns::new() };
        all.for_each(|(at, sequence)| self.insert(at, sequence));
    }

    /// Nothing comes back before this: either the next message, or the time when the next bucket is to be opened.
    pub(super) fn next(&self) -> Option<Millis> {
        let far = self.far.keys().next().map(|bucket| bucket * BUCKET_MS);
        let near = self.near.first().map(|(at, _)| *at);
        [near, far].into_iter().flatten().min()
    }

    /// The next message that comes back by `now`. `until` is when a message does, if it is in flight.
    pub(super) fn due(
        &mut self,
        now: Millis,
        until: impl Fn(Sequence) -> Option<Millis>,
    ) -> Option<(Millis, Sequence)> {
        // What comes back in this bucket from now on stands in order at once.
        self.opened = self.opened.max(now / BUCKET_MS + 1);
        while let Some(entry) = self.far.first_entry().filter(|entry| *entry.key() <= now / BUCKET_MS) {
            let (bucket, sequences) = entry.remove_entry();
            self.entries -= sequences.len() as u64;
            for sequence in sequences {
                let at = until(sequence).filter(|at| at / BUCKET_MS == bucket);
                // One that was put off and back again stands here twice.
                if !at.is_some_and(|at| self.near.insert((at, sequence))) {
                    self.stale -= 1;
                }
            }
        }
        self.near.first().copied().filter(|(at, _)| *at <= now)
    }
}
