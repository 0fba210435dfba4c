//! How old messages are, in steps of a small part of the time that they are kept: so expiry needs no timer and no
//! row. A message leaves at the latest one step after its time.

use std::collections::{BTreeMap, VecDeque};

use millpond_runtime::Millis;

use crate::Sequence;

/// A step is this part of the retention, at most a minute and a half.
const STEPS: Millis = 4096;
const STEP_MS_MAX: Millis = 90_000;

/// Messages that were sent within one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    pub(crate) begins: Millis,
    /// When the last of them was sent.
    pub(crate) last_sent: Millis,
    pub(crate) first: Sequence,
    pub(crate) last: Sequence,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ages {
    /// In the order of sending.
    pub(crate) ordered: VecDeque<Age>,
    /// Of messages that are older than some before them, since they were moved in with the time they were first sent
    /// at: by the begin of their step.
    pub(crate) older: BTreeMap<Millis, Vec<Age>>,
}

fn step(retention_ms: Millis) -> Millis {
    (retention_ms / STEPS).clamp(1, STEP_MS_MAX)
}

impl Ages {
    /// Notes a new message.
    pub(crate) fn note(&mut self, sequence: Sequence, sent: Millis, retention_ms: Millis) {
        let step = step(retention_ms);
        let age = Age { begins: sent / step * step, last_sent: sent, first: sequence, last: sequence };
        match self.ordered.back_mut() {
            Some(newest) if sent < newest.last_sent => self.note_older(age),
            Some(newest) if age.begins <= newest.begins => {
                newest.last_sent = sent;
                newest.last = sequence;
            }
            _ => {
                // Most resources have one or two.
                if self.ordered.len() == self.ordered.capacity() {
                    self.ordered.reserve_exact(1 + self.ordered.len() / 4);
                }
                self.ordered.push_back(age);
            }
        }
    }

    fn note_older(&mut self, age: Age) {
        let ages = self.older.entry(age.begins).or_default();
        match ages.last_mut().filter(|last| last.last + 1 == age.first) {
            Some(last) => {
                last.last = age.last;
                last.last_sent = last.last_sent.max(age.last_sent);
            }
            None => ages.push(age),
        }
    }

    /// Takes the next messages that have been kept for long enough.
    pub(crate) fn pop_expired(&mut self, retention_ms: Millis, now: Millis) -> Option<(Sequence, Sequence)> {
        let expired = |age: &Age| age.last_sent + retention_ms <= now;
        if let Some(age) = self.ordered.pop_front_if(|age| expired(age)) {
            return Some((age.first, age.last));
        }
        let (&begins, ages) = self.older.iter_mut().next()?;
        let at = ages.iter().position(expired)?;
        let age = ages.swap_remove(at);
        if ages.is_empty() {
            self.older.remove(&begins);
        }
        Some((age.first, age.last))
    }

    /// Forgets the steps of messages below `first`, which are all gone.
    pub(crate) fn forget_below(&mut self, first: Sequence) {
        while self.ordered.pop_front_if(|age| age.last < first).is_some() {}
        if self.ordered.capacity() > 64 && self.ordered.len() * 4 < self.ordered.capacity() {
            self.ordered.shrink_to_fit();
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Ages::default();
    }

    /// When the next messages will have been kept for long enough.
    pub(crate) fn next_expiry(&self, retention_ms: Millis) -> Option<Millis> {
        let ordered = self.ordered.front().map(|age| age.last_sent);
        let older = self.older.values().next().and_then(|ages| ages.iter().map(|age| age.last_sent).min());
        [ordered, older].into_iter().flatten().min().map(|sent| sent + retention_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Millis = 60_000;

    #[test]
    fn messages_expire_a_step_after_their_time_at_the_latest_and_in_one_piece() {
        let mut ages = Ages::default();
        for sequence in 1..=100 {
            ages.note(sequence, 1000 + sequence, MINUTE);
        }
        assert!(ages.ordered.len() < 10);
        assert_eq!(ages.pop_expired(MINUTE, MINUTE + 1000), None);
        let mut gone = 0;
        while let Some((first, last)) = ages.pop_expired(MINUTE, MINUTE + 1100) {
            assert_eq!(first, gone + 1);
            gone = last;
        }
        assert_eq!((gone, ages.next_expiry(MINUTE)), (100, None));
    }

    #[test]
    fn a_message_that_was_moved_in_expires_by_its_first_sending() {
        let mut ages = Ages::default();
        ages.note(1, 50_000, MINUTE);
        ages.note(2, 10_000, MINUTE);
        ages.note(3, 60_000, MINUTE);
        assert_eq!(ages.next_expiry(MINUTE), Some(70_000));
        assert_eq!(ages.pop_expired(MINUTE, 70_000), Some((2, 2)));
        assert_eq!(ages.pop_expired(MINUTE, 70_000), None);
        ages.forget_below(3);
        assert_eq!(ages.pop_expired(MINUTE, 900_000), Some((3, 3)));
    }
}
