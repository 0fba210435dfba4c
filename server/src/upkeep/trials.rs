//! Which segments copying forward has tried to empty since the last checkpoint, and what came of it.

use std::collections::BTreeMap;

use millpond_runtime::Millis;

/// When a segment is tried again that could not be emptied.
const AGAIN_AFTER_MS: Millis = 5000;

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All that lived in it is written again: the next checkpoint tells whether that is so.
    Emptied,
    /// Something was refused, or not taken.
    Refused,
    /// Something in it can't be read: it stays as it is.
    Unreadable,
}

/// See the module. Times are the boot clock's.
#[derive(Debug, Default)]
pub(super) struct Trials(BTreeMap<u64, (Outcome, Millis)>);

impl Trials {
    /// Whether the segment is worth a try.
    pub(super) fn wants(&self, segment: u64, now: Millis) -> bool {
        match self.0.get(&segment) {
            None => true,
            Some((Outcome::Refused, at)) => now >= at + AGAIN_AFTER_MS,
            Some((Outcome::Emptied | Outcome::Unreadable, _)) => false,
        }
    }

    /// Notes what came of one.
    pub(super) fn note(&mut self, segment: u64, outcome: Outcome, now: Millis) {
        self.0.insert(segment, (outcome, now));
    }

    /// What could not be read may be readable now.
    pub(super) fn mended(&mut self) {
        self.0.retain(|_, (outcome, _)| *outcome != Outcome::Unreadable);
    }

    /// A checkpoint was taken: it knows better what still lives where.
    pub(super) fn checkpointed(&mut self) {
        self.0.retain(|_, (outcome, _)| *outcome != Outcome::Emptied);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_is_tried_again_and_what_was_emptied_when_a_checkpoint_still_finds_life_in_it() {
        let mut trials = Trials::default();
        trials.note(1, Outcome::Refused, 100);
        trials.note(2, Outcome::Emptied, 100);
        trials.note(3, Outcome::Unreadable, 100);
        let wanted = |trials: &Trials, now| [1, 2, 3, 4].map(|segment| trials.wants(segment, now));
        assert_eq!(wanted(&trials, 5099), [false, false, false, true]);
        assert_eq!(wanted(&trials, 5100), [true, false, false, true]);
        trials.checkpointed();
        assert_eq!(wanted(&trials, 5099), [false, true, false, true]);
        trials.mended();
        assert_eq!(wanted(&trials, 5099), [false, true, true, true]);
    }
}
