//! Pages of records tables in memory: of each run the one that was asked for last, and not many in all.

use std::sync::{Arc, Mutex};

use crate::Partition;

/// Pages that are kept, in all: 512, 4 KiB each.
const SHARDS: usize = 16;
const PAGES_IN_SHARD: usize = 32;

/// The pages. In shards, so that threads seldom meet.
#[derive(Default)]
pub(in crate::segment) struct Pages {
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Default)]
struct Shard {
    held: Vec<Held>,
    /// Counts what was asked for.
    asked: u64,
}

struct Held {
    run: (u64, Partition),
    page: u32,
    entries: Arc<[u32]>,
    last_asked: u64,
}

impl Pages {
    /// The page, if it is held.
    pub(in crate::segment) fn get(
        &self,
        segment: u64,
        partition: Partition,
        page: u32,
    ) -> Option<Arc<[u32]>> {
        let mut shard = self.shard(segment, partition).lock().expect(UNPOISONED);
        shard.asked += 1;
        let asked = shard.asked;
        let held =
            shard.held.iter_mut().find(|held| held.run == (segment, partition) && held.page == page)?;
        held.last_asked = asked;
        Some(held.entries.clone())
    }

    /// Holds a page instead of another of its run, or of the one that nobody has asked for the longest.
    pub(in crate::segment) fn put(&self, segment: u64, partition: Partition, page: u32, entries: Arc<[u32]>) {
        let mut shard = self.shard(segment, partition).lock().expect(UNPOISONED);
        let new = Held { run: (segment, partition), page, entries, last_asked: shard.asked };
        if let Some(held) = shard.held.iter_mut().find(|held| held.run == new.run) {
            *held = new;
        } else if shard.held.len() < PAGES_IN_SHARD {
            shard.held.push(new);
        } else if let Some(oldest) = shard.held.iter_mut().min_by_key(|held| held.last_asked) {
            *oldest = new;
        }
    }

    fn shard(&self, segment: u64, partition: Partition) -> &Mutex<Shard> {
        // Neighbouring segments and partitions are asked for together.
        &self.shards[(segment.wrapping_add(u64::from(partition.0)) % SHARDS as u64) as usize]
    }
}

const UNPOISONED: &str = "no holder of the pages' lock panics";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_of_a_run_is_held_and_not_many_in_all() {
        let pages = Pages::default();
        let entries: Arc<[u32]> = [1, 2, 3].into();
        for page in 0..3 {
            pages.put(1, Partition(1), page, entries.clone());
        }
        assert!(pages.get(1, Partition(1), 2).is_some() && pages.get(1, Partition(1), 1).is_none());
        for segment in 2..4000 {
            pages.put(segment, Partition(1), 0, entries.clone());
            assert!(pages.get(1, Partition(1), 2).is_some(), "what is asked for stays");
        }
        assert_eq!(Arc::strong_count(&entries) - 1, SHARDS * PAGES_IN_SHARD);
    }
}
