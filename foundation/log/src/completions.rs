//! News on their way to the owners' threads: for each lane a queue of completions and one of sealed segments. A lane is
//! woken when one of them stops being empty.

use crate::sync::Mutex;
use crate::{Completion, Lane, Outcome, Partition, Position, Sealed, Wake};

/// The lanes of a log.
pub(crate) struct Lanes {
    lanes: Vec<Mutex<Vec<Completion>>>,
    sealed: Vec<Mutex<Vec<Sealed>>>,
    wake: Wake,
}

impl Lanes {
    pub(crate) fn new(lanes: usize, wake: Wake) -> Self {
        assert!(lanes > 0, "somebody owns the partitions");
        Lanes {
            lanes: (0..lanes).map(|_| Mutex::default()).collect(),
            sealed: (0..lanes).map(|_| Mutex::default()).collect(),
            wake,
        }
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
            if !waiting.last_mut().is_some_and(|last| merge(last, &completion)) {
                waiting.push(completion);
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

    /// Delivers what was sealed, in its order.
    pub(crate) fn push_sealed(&self, sealed: impl IntoIterator<Item = Sealed>) {
        let mut to_wake = Vec::new();
        for sealed in sealed {
            let lane = self.lane_of(sealed.partition);
            let mut waiting = self.sealed[lane].lock().expect("no holder of a lane's lock panics");
            if waiting.is_empty() {
                to_wake.push(Lane(lane));
            }
            waiting.push(sealed);
        }
        for lane in to_wake {
            (self.wake)(lane);
        }
    }

    pub(crate) fn drain_sealed(&self, lane: Lane, into: &mut Vec<Sealed>) {
        into.append(&mut self.sealed[lane.0].lock().expect("no holder of a lane's lock panics"));
    }
}

/// Makes one of two confirmations, if `next` confirms just the records behind those of `last`.
fn merge(last: &mut Completion, next: &Completion) -> bool {
    let Outcome::Confirmed { epoch, first_owner_seq, count, first } = &mut last.outcome else { return false };
    let expected = Outcome::Confirmed {
        epoch: *epoch,
        first_owner_seq: *first_owner_seq + *count,
        count: confirmed(next),
        first: Position(first.0 + *count),
    };
    let merged = last.partition == next.partition && next.outcome == expected;
    if merged {
        *count += confirmed(next);
    }
    merged
}

fn confirmed(completion: &Completion) -> u64 {
    if let Outcome::Confirmed { count, .. } = completion.outcome { count } else { 0 }
}
