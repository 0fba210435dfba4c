//! Messages that are not due yet. A queue's delay makes stretches of messages that fall due one after the other: a byte
//! each. A stretch whose time comes, or of which one message is treated apart, becomes single messages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use millpond_runtime::Millis;

use super::Sparse;
use crate::Sequence;

/// A stretch has no more messages than this: it becomes single ones at once.
const STRETCH_MAX: usize = 4096;

/// Messages of consecutive numbers.
#[derive(Clone, Debug)]
struct Stretch {
    due: Millis,
    /// By how many ms each is due later.
    later: Arc<Vec<u8>>,
}

impl Stretch {
    fn dues(&self, first: Sequence) -> impl Iterator<Item = (Sequence, Millis)> + '_ {
        (first..).zip(self.later.iter().map(|later| self.due + Millis::from(*later)))
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Delays {
    stretches: BTreeMap<Sequence, Stretch>,
    starts: BTreeSet<(Millis, Sequence)>,
    single: Sparse<Millis>,
    singles: BTreeSet<(Millis, Sequence)>,
    len: u64,
}

impl Delays {
    pub(super) const fn new() -> Self {
        Delays {
            stretches: BTreeMap::new(),
            starts: BTreeSet::new(),
            single: Sparse::new(),
            singles: BTreeSet::new(),
            len: 0,
        }
    }

    /// What a checkpoint has of them: not in which order they fall due.
    pub(super) fn copy(&self) -> Self {
        let (stretches, single, len) = (self.stretches.clone(), self.single.clone(), self.len);
        Delays { stretches, single, len, ..Delays::new() }
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    fn stretch_of(&self, sequence: Sequence) -> Option<(Sequence, &Stretch)> {
        let (first, stretch) = self.stretches.range(..=sequence).next_back()?;
        (sequence - first < stretch.later.len() as u64).then_some((*first, stretch))
    }

    pub(super) fn get(&self, sequence: Sequence) -> Option<Millis> {
        if let Some(due) = self.single.get(sequence) {
            return Some(*due);
        }
        let (first, stretch) = self.stretch_of(sequence)?;
        Some(stretch.due + Millis::from(stretch.later[(sequence - first) as usize]))
    }

    /// Takes a message that is not here yet.
    pub(super) fn insert(&mut self, sequence: Sequence, due: Millis) {
        self.len += 1;
        if let Some(mut last) = self.stretches.last_entry() {
            let first = *last.key();
            if sequence < first {
                return self.insert_single(sequence, due);
            }
            let stretch = last.get_mut();
            let follows = first + stretch.later.len() as u64 == sequence && stretch.later.len() < STRETCH_MAX;
            let later = due.checked_sub(stretch.due).and_then(|later| u8::try_from(later).ok());
            if let Some(later) = later.filter(|_| follows) {
                return Arc::make_mut(&mut stretch.later).push(later);
            }
            Arc::make_mut(&mut stretch.later).shrink_to_fit();
        }
        self.stretches.insert(sequence, Stretch { due, later: Arc::new(vec![0]) });
        self.starts.insert((due, sequence));
    }

    fn insert_single(&mut self, sequence: Sequence, due: Millis) {
        self.single.insert(sequence, due);
        self.singles.insert((due, sequence));
    }

    /// Makes single messages of a stretch.
    fn open(&mut self, first: Sequence) {
        let Some(stretch) = self.stretches.remove(&first) else { return };
        self.starts.remove(&(stretch.due, first));
        for (sequence, due) in stretch.dues(first) {
            self.insert_single(sequence, due);
        }
    }

    pub(super) fn remove(&mut self, sequence: Sequence) -> Option<Millis> {
        if let Some((first, _)) = self.stretch_of(sequence) {
            self.open(first);
        }
        let due = self.single.remove(sequence)?;
        self.singles.remove(&(due, sequence));
        self.len -= 1;
        Some(due)
    }

    /// Nothing falls due before this: either the next message, or a stretch begins to.
    pub(super) fn next(&self) -> Option<Millis> {
        let firsts = [self.starts.first(), self.singles.first()];
        firsts.into_iter().flatten().map(|(due, _)| *due).min()
    }

    /// The next message that falls due by `now`.
    pub(super) fn due(&mut self, now: Millis) -> Option<(Millis, Sequence)> {
        while let Some(&(_, first)) = self.starts.first().filter(|(due, _)| *due <= now) {
            self.open(first);
        }
        self.singles.first().copied().filter(|(due, _)| *due <= now)
    }

    /// All of them, by number, from `from` on.
    pub(super) fn range(&self, from: Sequence) -> impl Iterator<Item = (Sequence, Millis)> + '_ {
        let start = self.stretches.range(..=from).next_back().map_or(from, |(first, _)| *first);
        let of_stretches = self.stretches.range(start..).flat_map(|(first, stretch)| stretch.dues(*first));
        let mut of_stretches = of_stretches.skip_while(move |(sequence, _)| *sequence < from).peekable();
        let mut single =
            self.single.range(from, Sequence::MAX).map(|(sequence, due)| (sequence, *due)).peekable();
        std::iter::from_fn(move || match (of_stretches.peek(), single.peek()) {
            (Some(one), Some(other)) if one.0 < other.0 => of_stretches.next(),
            (Some(_), None) => of_stretches.next(),
            _ => single.next(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use millpond_runtime::SeededRandom;

    use super::Delays;

    #[test]
    fn it_is_a_map_that_knows_what_is_next() {
        for seed in 0..50 {
            let random = SeededRandom::new(seed);
            let (mut delays, mut map) = (Delays::new(), BTreeMap::new());
            let (mut now, mut next) = (0, 0);
            for _ in 0..2000 {
                match random.below(10) {
                    0 => now += random.below(200),
                    1 if next > 0 => {
                        let one = random.below(next);
                        assert_eq!(delays.remove(one), map.remove(&one));
                    }
                    2 if next > 0 => {
                        let one = random.below(next);
                        map.entry(one).or_insert_with(|| {
                            delays.insert(one, now + 300);
                            now + 300
                        });
                    }
                    _ => {
                        next += 1 + u64::from(random.once_in(20));
                        let due = now + 500 + random.below(3) * 100;
                        delays.insert(next, due);
                        map.insert(next, due);
                    }
                }
                let first = map.iter().map(|(sequence, due)| (*due, *sequence)).min();
                if let Some((due, _)) = first {
                    assert!(delays.next().is_some_and(|next| next <= due));
                }
                while let Some((due, sequence)) = delays.due(now) {
                    assert_eq!(
                        map.iter().map(|(sequence, due)| (*due, *sequence)).min(),
                        Some((due, sequence))
                    );
                    assert_eq!((delays.remove(sequence), map.remove(&sequence)), (Some(due), Some(due)));
                }
                assert!(map.values().all(|due| *due > now));
                assert_eq!(delays.len(), map.len() as u64);
                let from = random.below(next + 2);
                assert!(delays.range(from).eq(map.range(from..).map(|(sequence, due)| (*sequence, *due))));
                assert_eq!(delays.get(from), map.get(&from).copied());
            }
        }
    }
}
