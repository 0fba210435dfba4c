//! Completions on their way to the owners' threads: a queue for each lane, woken when it stops being empty.

use std::sync::Mutex;

use crate::{Completion, Lane, Outcome, Partition, Wake};

/// The lanes of a log.
pub(crate) struct Lanes {
    lanes: Vec<Mutex<Vec<Completion>>>,
    wake: Wake,
}

impl Lanes {
    pub(crate) fn new(lanes: usize, wake: Wake) -> Self {
        assert!(lanes > 0, "somebody owns the partitions");
        Lanes { lanes: (0..lanes).map(|_| Mutex::default()).collect(), wake }
    }

    fn lane_of(&self, partition: Partition) -> usize {
        partition.0 as usize % self.lanes.len()
    }

    /// Delivers completions in their order. A lane is woken once, and only if it had nothing to drain before.
    pub(crate) fn push(&self, completions: impl IntoIterator<Item = Completion>) {
        let mut to_wake = Vec::new();
        for completion in completions {
            let lane = self.lane_of(completion.partition);
            let mut waiting = self.lanes[lane].lock().expect("no holder of a lane's lock panics");
            if waiting.is_empty() {
                to_wake.push(Lane(lane));
            }
            match waiting.last_mut() {
                Some(last) if extends(last, &completion) => extend(last, &completion),
                _ => waiting.push(completion),
            }
        }
        // Without a lock: the owner may run at once and drain.
        for lane in to_wake {
            (self.wake)(lane);
        }
    }

    pub(crate) fn drain(&self, lane: Lane, into: &mut Vec<Completion>) {
        into.append(&mut self.lanes[lane.0].lock().expect("no holder of a lane's lock panics"));
    }
}

/// Whether `next` confirms just the records behind those of `last`.
fn extends(last: &Completion, next: &Completion) -> bool {
    let Outcome::Confirmed { epoch, first_owner_seq, count, first } = last.outcome else { return false };
    matches!(next.outcome, Outcome::Confirmed { epoch: e, first_owner_seq: seq, first: at, .. }
        if next.partition == last.partition && e == epoch && seq == first_owner_seq + count && at.0 == first.0 + count)
}

fn extend(last: &mut Completion, next: &Completion) {
    if let (Outcome::Confirmed { count, .. }, Outcome::Confirmed { count: more, .. }) =
        (&mut last.outcome, &next.outcome)
    {
        *count += more;
    }
}
