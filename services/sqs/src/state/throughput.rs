//! FIFO queues' throughput quotas as token buckets on engine time: runtime only, never logged, full again after a start.
//!
//! A quota decides whether a call is taken, never what it commits: one that is over it commits nothing and costs nothing.

use std::collections::BTreeMap;

use millpond_delivery::GroupKey;
use millpond_partition::{ResourceId, Turn};
use millpond_runtime::Millis;
use millpond_wire::ApiError;

use super::{Queue, SqsState};
use crate::{errors, limits};

/// Which throughput quotas FIFO queues have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FifoQuotas {
    /// None.
    #[default]
    Off,
    /// AWS's.
    Aws,
}

/// What has a quota of its own; the batch of an action shares the quota of the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Send,
    Receive,
    Delete,
}

const ACTIONS: usize = 3;

/// The buckets of a partition's FIFO queues: one for each queue that is called.
#[derive(Debug, Default)]
pub(super) struct Throughput {
    queues: BTreeMap<ResourceId, [Buckets; ACTIONS]>,
}

/// Entries of a batch that are over the quota of their groups, while others are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Over(u16);

impl Over {
    /// The error of this entry, if it is one of them.
    pub(crate) fn check(self, entry: usize) -> Result<(), ApiError> {
        if self.0 & (1 << entry) == 0 { Ok(()) } else { Err(errors::request_throttled()) }
    }
}

/// Counts a call of `entries` messages against the queue's quota, before anything else is decided. `group_of` gives an
/// entry's group, if it is known; only high-throughput queues ask.
///
/// AWS documents of a high-throughput queue: its groups are hashed onto partitions, each takes 300 calls a second (3,000
/// messages in batches) of an action, and partitions are added as traffic grows, up to the region's quota. Where its
/// hash puts a group nobody knows; here each group is a partition, as if AWS had had time to split them. A batch that is
/// over in some groups only fails those entries, as a batch's entries fail elsewhere; one that is over in all of them
/// fails as a call, which SDKs repeat by themselves. A receive names no group, so only the region's quota holds for it.
pub(crate) fn charge(
    turn: &mut Turn<'_, SqsState>,
    queue: ResourceId,
    action: Action,
    entries: usize,
    group_of: impl Fn(&Queue, usize) -> Option<GroupKey>,
) -> Result<Over, ApiError> {
    // Not even the queue is looked up.
    if turn.state().throughput.is_none() {
        return Ok(Over::default());
    }
    turn.unlogged(|state, now| state.charge(queue, action, entries, group_of, now))
}

impl SqsState {
    fn charge(
        &mut self,
        id: ResourceId,
        action: Action,
        entries: usize,
        group_of: impl Fn(&Queue, usize) -> Option<GroupKey>,
        now: Millis,
    ) -> Result<Over, ApiError> {
        let (Some(throughput), Some(queue)) = (&mut self.throughput, self.queues.get(&id)) else {
            return Ok(Over::default());
        };
        if !queue.attributes.fifo {
            return Ok(Over::default());
        }
        let buckets = &mut throughput.queues.entry(id).or_default()[action as usize];
        let taken = if queue.attributes.high_throughput {
            buckets.take_by_group(entries, |entry| group_of(queue, entry), now)
        } else {
            buckets.take(limits::FIFO_CALLS_A_SECOND, now).then(Over::default)
        };
        taken.ok_or_else(errors::request_throttled)
    }
}

impl Throughput {
    /// The queue is gone.
    pub(super) fn forget(&mut self, queue: ResourceId) {
        self.queues.remove(&queue);
    }
}

/// One action of one queue.
#[derive(Debug, Default)]
struct Buckets {
    whole: Bucket,
    /// Of a high-throughput queue: groups whose bucket was not full when it was last looked at.
    groups: BTreeMap<GroupKey, Bucket>,
    /// With so many groups it is worth looking for full buckets.
    sweep_at: usize,
    swept: Option<Millis>,
}

/// A map smaller than this is not swept.
const SWEEP_MIN: usize = 64;

impl Buckets {
    fn take(&mut self, rate: u32, now: Millis) -> bool {
        let has_one = self.whole.level(rate, now) >= TOKEN;
        if has_one {
            self.whole.take(rate, now);
        }
        has_one
    }

    /// One call of the queue's, and one of each group's that is in it. None if it is over.
    fn take_by_group(
        &mut self,
        entries: usize,
        group_of: impl Fn(usize) -> Option<GroupKey>,
        now: Millis,
    ) -> Option<Over> {
        if self.whole.level(limits::FIFO_HIGH_THROUGHPUT_CALLS_A_SECOND, now) < TOKEN {
            return None;
        }
        let (mut over, mut admitted) = (Over::default(), entries == 0);
        for entry in 0..entries {
            let group = group_of(entry);
            // Ten at the most: comparing each with those before it is the cheapest way.
            let before = (0..entry).find(|before| group_of(*before) == group);
            let is_over = match (group, before) {
                // It fails by itself, or deletes nothing.
                (None, _) => false,
                (Some(_), Some(before)) => over.check(before).is_err(),
                (Some(group), None) => !self.take_of_group(group, now),
            };
            over.0 |= u16::from(is_over) << entry;
            admitted |= !is_over;
        }
        admitted.then(|| {
            self.whole.take(limits::FIFO_HIGH_THROUGHPUT_CALLS_A_SECOND, now);
            over
        })
    }

    fn take_of_group(&mut self, group: GroupKey, now: Millis) -> bool {
        let rate = limits::FIFO_CALLS_A_SECOND;
        if self.groups.len() >= self.sweep_at.max(SWEEP_MIN) && !self.groups.contains_key(&group) {
            self.sweep(now);
            // A bucket of one call is full again after 4 ms: so many groups at once are a flood.
            if self.groups.len() >= limits::FIFO_GROUPS_COUNTED_MAX {
                return false;
            }
        }
        let bucket = self.groups.entry(group).or_default();
        let has_one = bucket.level(rate, now) >= TOKEN;
        if has_one {
            bucket.take(rate, now);
        }
        has_one
    }

    /// Forgets groups whose bucket is full again. Once a millisecond is enough: nothing fills in between.
    fn sweep(&mut self, now: Millis) {
        if self.swept == Some(now) {
            return;
        }
        self.swept = Some(now);
        let rate = limits::FIFO_CALLS_A_SECOND;
        self.groups.retain(|_, bucket| bucket.level(rate, now) < full(rate));
        self.sweep_at = (self.groups.len() * 2).min(limits::FIFO_GROUPS_COUNTED_MAX);
    }
}

/// A token, in the unit of a bucket's level. A thousand, so that calls a second are units a millisecond.
const TOKEN: u64 = 1000;

/// What a bucket holds: a second's calls, which may come all at once.
fn full(rate: u32) -> u64 {
    u64::from(rate) * TOKEN
}

/// Full when it is made. It notes what is missing, so that the rate may change with the queue's attributes.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    missing: u64,
    at: Millis,
}

impl Bucket {
    fn level(&self, rate: u32, now: Millis) -> u64 {
        let refilled = now.saturating_sub(self.at).saturating_mul(u64::from(rate));
        full(rate).saturating_sub(self.missing.saturating_sub(refilled))
    }

    /// Takes a token that is there.
    fn take(&mut self, rate: u32, now: Millis) {
        self.missing = full(rate) - self.level(rate, now) + TOKEN;
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of `calls` are taken.
    fn taken(buckets: &mut Buckets, calls: usize, now: Millis) -> usize {
        (0..calls).filter(|_| buckets.take(limits::FIFO_CALLS_A_SECOND, now)).count()
    }

    fn key(group: u64) -> GroupKey {
        GroupKey::new(group + 1).expect("it is no zero")
    }

    fn of_group(buckets: &mut Buckets, group: u64, now: Millis) -> bool {
        buckets.take_by_group(1, |_| Some(key(group)), now).is_some()
    }

    #[test]
    fn three_hundred_calls_a_second_and_no_more() {
        let mut buckets = Buckets::default();
        assert_eq!(taken(&mut buckets, 400, 5_000), 300);
        assert_eq!(taken(&mut buckets, 400, 5_003), 0);
        assert_eq!(taken(&mut buckets, 400, 5_004), 1, "a call every 3⅓ ms");
        assert_eq!(taken(&mut buckets, 400, 5_500), 149);
        assert_eq!(taken(&mut buckets, 400, 60_000), 300, "what is not used is not saved up");
        let over_ten_seconds: usize = (0..10_000).map(|ms| taken(&mut buckets, 3, 70_000 + ms)).sum();
        assert_eq!(over_ten_seconds, 300 + 2_999);
    }

    #[test]
    fn each_group_of_a_high_throughput_queue_has_its_own_bucket() {
        let mut buckets = Buckets::default();
        assert_eq!((0..400).filter(|_| of_group(&mut buckets, 1, 0)).count(), 300);
        assert_eq!((0..400).filter(|_| of_group(&mut buckets, 2, 0)).count(), 300);
    }

    #[test]
    fn all_groups_together_keep_to_the_regions_quota() {
        let mut buckets = Buckets::default();
        let taken = (0..90_000).filter(|call| of_group(&mut buckets, call % 1000, 0)).count();
        assert_eq!(taken, 70_000);
    }

    #[test]
    fn a_batch_costs_each_of_its_groups_one_call_and_fails_where_a_group_is_over() {
        let mut buckets = Buckets::default();
        let groups = [Some(key(1)), Some(key(2)), Some(key(1)), None];
        let batch = |buckets: &mut Buckets, now| buckets.take_by_group(4, |entry| groups[entry], now);
        for _ in 0..290 {
            assert!(of_group(&mut buckets, 1, 0));
        }
        for _ in 0..10 {
            assert_eq!(batch(&mut buckets, 0), Some(Over(0)));
        }
        assert_eq!(batch(&mut buckets, 0), Some(Over(0b101)));
        let whole = buckets.whole.missing;
        assert_eq!(buckets.take_by_group(2, |_| Some(key(1)), 0), None, "all of it is over");
        assert_eq!(buckets.whole.missing, whole, "and costs nothing");
        assert_eq!(batch(&mut buckets, 1000), Some(Over(0)));
    }

    #[test]
    fn groups_are_forgotten_once_their_buckets_are_full_again() {
        let mut buckets = Buckets::default();
        for call in 0..200_000 {
            assert!(of_group(&mut buckets, call, call / 20));
        }
        assert!(buckets.groups.len() < 1000, "{} groups", buckets.groups.len());
    }

    #[test]
    fn a_flood_of_groups_takes_bounded_memory() {
        let mut buckets = Buckets::default();
        let taken = (0..100_000).filter(|group| buckets.take_of_group(key(*group), 0)).count();
        assert_eq!(taken, limits::FIFO_GROUPS_COUNTED_MAX);
        assert_eq!(buckets.groups.len(), limits::FIFO_GROUPS_COUNTED_MAX);
        assert!(buckets.take_of_group(key(100_001), 10));
    }

    #[test]
    fn a_queue_that_becomes_a_high_throughput_one_keeps_what_it_has_used() {
        let mut buckets = Buckets::default();
        taken(&mut buckets, 300, 0);
        assert!(of_group(&mut buckets, 1, 0));
        assert_eq!(buckets.whole.missing, 301 * TOKEN);
        assert_eq!(taken(&mut buckets, 10, 3), 0, "and back again");
    }
}
