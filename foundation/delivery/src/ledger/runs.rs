//! The runs of a resource in the order of their messages, in one piece: a queue has a run in every segment that it has
//! messages in, and the nodes of a tree would take more than the runs do.

use std::collections::VecDeque;

use super::Run;
use crate::Sequence;

/// See the module. No two runs overlap.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: VecDeque<Run>,
}

impl Runs {
    /// How many begin at `sequence` or before.
    fn up_to(&self, sequence: Sequence) -> usize {
        self.runs.partition_point(|run| run.first <= sequence)
    }

    fn place(&self, first: Sequence) -> Option<usize> {
        self.up_to(first).checked_sub(1).filter(|at| self.runs[*at].first == first)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Run> + '_ {
        self.runs.iter()
    }

    /// The one that a message is in, if it is in one, and those behind.
    pub(super) fn from(&self, sequence: Sequence) -> impl Iterator<Item = &Run> + '_ {
        self.runs.range(self.up_to(sequence).saturating_sub(1)..)
    }

    pub(super) fn last(&self) -> Option<&Run> {
        self.runs.back()
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Run> {
        self.runs.back_mut()
    }

    /// The run that begins there.
    pub(super) fn get(&self, first: Sequence) -> Option<&Run> {
        self.place(first).map(|at| &self.runs[at])
    }

    /// The run that a message would be in.
    pub(super) fn around(&self, sequence: Sequence) -> Option<&Run> {
        self.up_to(sequence).checked_sub(1).map(|at| &self.runs[at])
    }

    /// The same, to change it. It may begin later then, but not before.
    pub(super) fn around_mut(&mut self, sequence: Sequence) -> Option<&mut Run> {
        self.up_to(sequence).checked_sub(1).map(|at| &mut self.runs[at])
    }

    pub(super) fn insert(&mut self, run: Run) -> &mut Run {
        if self.runs.len() == self.runs.capacity() {
            // Most resources have few: twice as much would be wasted on each of them.
            self.runs.reserve_exact(1 + self.runs.len() / 4);
        }
        let at = self.up_to(run.first);
        self.runs.insert(at, run);
        &mut self.runs[at]
    }

    /// Takes out the run that begins there.
    pub(super) fn remove(&mut self, first: Sequence) -> Option<Run> {
        let run = self.runs.remove(self.place(first)?)?;
        let len = self.runs.len();
        if self.runs.capacity() > 2 * len + 8 {
            self.runs.shrink_to(len + len / 4);
        }
        Some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts<'a>(runs: impl Iterator<Item = &'a Run>) -> Vec<Sequence> {
        runs.map(|run| run.first).collect()
    }

    #[test]
    fn runs_stand_in_order_and_are_found_by_what_is_in_them() {
        let mut runs = Runs::default();
        assert_eq!((firsts(runs.from(5)), runs.around(5).is_some()), (vec![], false));
        for first in [30, 10, 20, 40] {
            assert_eq!(runs.insert(Run::new(first)).first, first);
        }
        assert_eq!(firsts(runs.iter()), [10, 20, 30, 40]);
        assert_eq!(firsts(runs.from(5)), [10, 20, 30, 40]);
        assert_eq!(firsts(runs.from(29)), [20, 30, 40]);
        assert_eq!(firsts(runs.from(99)), [40]);
        assert_eq!((runs.around(9).is_some(), runs.around(20).unwrap().first), (false, 20));
        assert_eq!((runs.get(29).is_some(), runs.get(30).is_some()), (false, true));
        assert!(runs.remove(29).is_none());
        assert_eq!(runs.remove(20).unwrap().first, 20);
        assert_eq!(firsts(runs.iter()), [10, 30, 40]);
        assert_eq!(runs.last().unwrap().first, 40);
    }

    #[test]
    fn room_that_is_not_needed_any_more_is_given_back() {
        let mut runs = Runs::default();
        for first in 0..1000 {
            runs.insert(Run::new(first));
        }
        assert!(runs.runs.capacity() <= 1250);
        for first in 0..990 {
            runs.remove(first);
        }
        assert!(runs.runs.capacity() <= 28);
    }
}
