//! How many move tasks run for an account: each partition counts its own, where all of them can see it.
//!
//! It follows from the partitions' states and is nowhere written down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use millpond_partition::ResourceId;

use crate::limits;
use crate::names::account_of_arn;

/// By account.
type Counts = Mutex<BTreeMap<String, usize>>;

/// What the partitions of one data directory count. A partition whose state was dropped counts no more.
#[derive(Clone, Default)]
pub struct ActiveTasks(Arc<Mutex<Vec<Weak<Counts>>>>);

/// While it is held, no other task is started: two partitions can't both start the hundredth.
pub(crate) struct Permit<'a> {
    _partitions: MutexGuard<'a, Vec<Weak<Counts>>>,
}

impl ActiveTasks {
    /// None if the account of this queue has as many tasks as it may.
    pub(crate) fn permit(&self, arn: &str) -> Option<Permit<'_>> {
        let partitions = lock(&self.0);
        let account = account_of_arn(arn);
        let count = |counts: Arc<Counts>| lock(&counts).get(account).copied().unwrap_or(0);
        let active: usize = partitions.iter().filter_map(Weak::upgrade).map(count).sum();
        (active < limits::ACTIVE_MOVE_TASKS_MAX).then_some(Permit { _partitions: partitions })
    }

    /// A partition's own part.
    pub(super) fn partition(&self) -> Moving {
        let counts = Arc::<Counts>::default();
        let mut partitions = lock(&self.0);
        partitions.retain(|partition| partition.strong_count() > 0);
        partitions.push(Arc::downgrade(&counts));
        Moving { queues: BTreeSet::new(), counts }
    }
}

/// The queues of a partition with a move task that is not over.
pub(super) struct Moving {
    queues: BTreeSet<ResourceId>,
    counts: Arc<Counts>,
}

impl Moving {
    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &ResourceId> {
        self.queues.iter()
    }

    /// Whether the queue of this ARN has such a task now.
    pub(super) fn set(&mut self, queue: ResourceId, arn: &str, moving: bool) {
        let changed = if moving { self.queues.insert(queue) } else { self.queues.remove(&queue) };
        if !changed {
            return;
        }
        let mut counts = lock(&self.counts);
        let count = counts.entry(account_of_arn(arn).to_owned()).or_default();
        *count = if moving { *count + 1 } else { count.saturating_sub(1) };
        counts.retain(|_, count| *count > 0);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_a_hundred_tasks_in_all_partitions_together_and_a_dropped_partition_has_none() {
        let arn = |account: u64, name: u64| format!("arn:aws:sqs:us-east-1:{account:012}:q{name}");
        let all = ActiveTasks::default();
        let (mut one, mut other) = (all.partition(), all.partition());
        for number in 0..100 {
            assert!(all.permit(&arn(1, 0)).is_some(), "{number} run");
            let partition = if number % 2 == 0 { &mut one } else { &mut other };
            partition.set(ResourceId(number), &arn(1, number), true);
            partition.set(ResourceId(number), &arn(1, number), true);
        }
        assert!(all.permit(&arn(1, 0)).is_none() && all.permit(&arn(2, 0)).is_some());
        one.set(ResourceId(0), &arn(1, 0), false);
        assert!(all.permit(&arn(1, 0)).is_some());
        one.set(ResourceId(200), &arn(1, 0), true);
        assert!(all.permit(&arn(1, 0)).is_none());
        drop(other);
        assert!(all.permit(&arn(1, 0)).is_some());
    }
}
