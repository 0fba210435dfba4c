//! What a simulation has in mind for each submission to a log in memory.

use std::collections::{BTreeMap, VecDeque};

use crate::{Completion, Entry, Partition};

/// What becomes of a submission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// Stored, and confirmed at its position.
    #[default]
    Confirmed,
    /// Stored now; confirmed only by `release`, behind what is confirmed meanwhile.
    ConfirmedLate,
    /// Stored, but answered Unknown.
    StoredUnknown,
    /// Not stored, and answered Unknown.
    Lost,
    /// Answered Unknown, and stored by a later `appear`, even if the process has ended by then.
    Delayed,
    /// Not stored, and answered Fenced.
    Fenced,
    /// Not stored, and answered Gap.
    Gap {
        /// The owner_seq that the log says it expected.
        got: u64,
    },
    /// Not stored, and never answered.
    Silent,
}

/// Submissions that wait, and the fates planned for those to come.
pub(super) struct Script {
    pub(super) stepped: bool,
    plans: BTreeMap<Partition, VecDeque<Fate>>,
    waiting: VecDeque<(Partition, Entry, Fate)>,
    held: Vec<Completion>,
}

impl Script {
    pub(super) fn new(stepped: bool) -> Self {
        Script { stepped, plans: BTreeMap::new(), waiting: VecDeque::new(), held: Vec::new() }
    }

    pub(super) fn plan(&mut self, partition: Partition, fates: &[Fate]) {
        self.plans.entry(partition).or_default().extend(fates);
    }

    /// Gives the submission its fate. Returned if it meets it at once.
    pub(super) fn submit(&mut self, partition: Partition, entry: Entry) -> Option<(Partition, Entry, Fate)> {
        let fate = self.plans.get_mut(&partition).and_then(VecDeque::pop_front).unwrap_or_default();
        if !self.stepped {
            return Some((partition, entry, fate));
        }
        self.waiting.push_back((partition, entry, fate));
        None
    }

    pub(super) fn take_oldest(&mut self, count: usize) -> Vec<(Partition, Entry, Fate)> {
        let count = count.min(self.waiting.len());
        self.waiting.drain(..count).collect()
    }

    pub(super) fn take_next_of(&mut self, partition: Partition) -> Option<(Partition, Entry, Fate)> {
        let at = self.waiting.iter().position(|(of, _, _)| *of == partition)?;
        self.waiting.remove(at)
    }

    pub(super) fn pending(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn hold(&mut self, completion: Completion) {
        self.held.push(completion);
    }

    pub(super) fn take_held(&mut self) -> Vec<Completion> {
        std::mem::take(&mut self.held)
    }
}
