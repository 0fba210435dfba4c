//! What a FIFO queue remembers of recent sends: five minutes from the first accepted one.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use millpond_delivery::{Keys, Sequence};
use millpond_runtime::Millis;

use crate::limits;

/// A deduplication id as a keyed hash, on its own and together with its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeduplicationKey {
    queue_wide: u128,
    in_group: u128,
}

impl DeduplicationKey {
    /// The keys of an id.
    pub fn of(keys: &Keys, group: &str, id: &str) -> Self {
        DeduplicationKey {
            queue_wide: keys.deduplication.of(&[id.as_bytes()]),
            in_group: keys.deduplication.of(&[id.as_bytes(), group.as_bytes()]),
        }
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Recent {
    sends: BTreeMap<u128, Sequence>,
    /// In the order of sending.
    expiries: VecDeque<(Millis, u128)>,
}

impl Recent {
    /// The first send of this id, if it is still remembered. What was sent while ids counted for the whole queue goes
    /// on counting for the whole queue after a change to groups (recorded on AWS).
    pub(super) fn first(&self, key: &DeduplicationKey, by_group: bool) -> Option<Sequence> {
        let queue_wide = self.sends.get(&key.queue_wide);
        let found = if by_group { self.sends.get(&key.in_group).or(queue_wide) } else { queue_wide };
        found.copied()
    }

    pub(super) fn remember(
        &mut self,
        key: &DeduplicationKey,
        by_group: bool,
        sequence: Sequence,
        now: Millis,
    ) {
        let hash = if by_group { key.in_group } else { key.queue_wide };
        if let Entry::Vacant(entry) = self.sends.entry(hash) {
            entry.insert(sequence);
            self.expiries.push_back((now + limits::DEDUPLICATION_WINDOW_MS, hash));
        }
    }

    pub(super) fn advance(&mut self, now: Millis) {
        while let Some((_, hash)) = self.expiries.pop_front_if(|(at, _)| *at <= now) {
            self.sends.remove(&hash);
        }
    }
}
