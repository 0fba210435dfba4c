//! A map from sequences to small things, for sequences that mostly come in stretches: an item costs little more than its
//! own size, where a tree of single items costs twice that and its key. A copy shares the blocks, each until it changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Sequence;

/// Sequences of one block.
const BLOCK: u64 = 64;
/// Room is made for so many items at once.
const ROOM: usize = 8;

#[derive(Clone, Debug)]
struct Block<T> {
    /// Which sequences of the block have an item.
    has: u64,
    /// Their items, in order.
    items: Vec<T>,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Sparse<T> {
    blocks: BTreeMap<u64, Arc<Block<T>>>,
    len: u64,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Sparse::new()
    }
}

/// Which block, which bit of it, and the bits before that.
fn place(sequence: Sequence) -> (u64, u64, u64) {
    let bit = 1 << (sequence % BLOCK);
    (sequence / BLOCK, bit, bit - 1)
}

impl<T> Block<T> {
    fn at(&self, before: u64) -> usize {
        (self.has & before).count_ones() as usize
    }
}

impl<T> Sparse<T> {
    pub(crate) const fn new() -> Self {
        Sparse { blocks: BTreeMap::new(), len: 0 }
    }
}

impl<T: Clone> Sparse<T> {
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    pub(crate) fn get(&self, sequence: Sequence) -> Option<&T> {
        let (block, bit, before) = place(sequence);
        let block = self.blocks.get(&block).filter(|block| block.has & bit != 0)?;
        block.items.get(block.at(before))
    }

    pub(crate) fn get_mut(&mut self, sequence: Sequence) -> Option<&mut T> {
        let (block, bit, before) = place(sequence);
        let block = self.blocks.get_mut(&block).filter(|block| block.has & bit != 0)?;
        let at = block.at(before);
        Arc::make_mut(block).items.get_mut(at)
    }

    pub(crate) fn contains(&self, sequence: Sequence) -> bool {
        self.get(sequence).is_some()
    }

    pub(crate) fn insert(&mut self, sequence: Sequence, item: T) -> Option<T> {
        let (block, bit, before) = place(sequence);
        let new = || Arc::new(Block { has: 0, items: Vec::new() });
        let block = Arc::make_mut(self.blocks.entry(block).or_insert_with(new));
        let at = block.at(before);
        if block.has & bit != 0 {
            return Some(std::mem::replace(&mut block.items[at], item));
        }
        if block.items.len() == block.items.capacity() {
            // The first is often alone.
            block.items.reserve_exact(if block.has == 0 { 1 } else { ROOM });
        }
        block.items.insert(at, item);
        block.has |= bit;
        self.len += 1;
        None
    }

    pub(crate) fn remove(&mut self, sequence: Sequence) -> Option<T> {
        let (key, bit, before) = place(sequence);
        let block = Arc::make_mut(self.blocks.get_mut(&key).filter(|block| block.has & bit != 0)?);
        let item = block.items.remove(block.at(before));
        block.has &= !bit;
        self.len -= 1;
        if block.has == 0 {
            self.blocks.remove(&key);
        } else if block.items.capacity() >= 2 * block.items.len() + 2 * ROOM {
            block.items.shrink_to_fit();
        }
        Some(item)
    }

    /// The items from `first` to `last`, in order.
    pub(crate) fn range(&self, first: Sequence, last: Sequence) -> impl Iterator<Item = (Sequence, &T)> + '_ {
        let blocks = (first <= last).then(|| self.blocks.range(first / BLOCK..=last / BLOCK));
        let all = blocks.into_iter().flatten().flat_map(|(key, block)| {
            let mut left = block.has;
            let bits = std::iter::from_fn(move || {
                let bit = (left != 0).then(|| u64::from(left.trailing_zeros()))?;
                left &= left - 1;
                Some(bit)
            });
            bits.map(move |bit| key * BLOCK + bit).zip(&block.items)
        });
        all.skip_while(move |(sequence, _)| *sequence < first)
            .take_while(move |(sequence, _)| *sequence <= last)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Sequence, &T)> + '_ {
        self.range(0, Sequence::MAX)
    }

    /// The sequences from `first` to `last` that have an item, to be held while the map changes.
    pub(crate) fn keys_within(&self, first: Sequence, last: Sequence) -> Vec<Sequence> {
        self.range(first, last).map(|(sequence, _)| sequence).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use millpond_runtime::SeededRandom;

    use super::Sparse;

    #[test]
    fn it_is_a_map() {
        let random = SeededRandom::new(5);
        let (mut sparse, mut map) = (Sparse::default(), BTreeMap::new());
        for step in 0..20_000u64 {
            let sequence = (random.below(4) << 40) + random.below(300);
            if random.once_in(2) {
                assert_eq!(sparse.insert(sequence, step), map.insert(sequence, step));
            } else {
                assert_eq!(sparse.remove(sequence), map.remove(&sequence));
            }
            assert_eq!(sparse.get(sequence), map.get(&sequence));
            assert_eq!(sparse.len(), map.len() as u64);
            if step % 100 == 0 {
                let (a, b) = ((random.below(4) << 40) + random.below(300), random.below(5 << 40));
                let (first, last) = (a.min(b), a.max(b));
                let within: Vec<_> = map.range(first..=last).map(|(s, item)| (*s, item)).collect();
                assert!(sparse.range(first, last).eq(within));
                assert!(sparse.iter().eq(map.iter().map(|(s, item)| (*s, item))));
            }
        }
        assert_eq!(sparse.range(5, 4).count(), 0);
    }

    #[test]
    fn a_copy_stays_as_it_was() {
        let random = SeededRandom::new(6);
        let mut sparse = Sparse::default();
        for _ in 0..50 {
            let (copy, then): (Sparse<u64>, Vec<_>) =
                (sparse.clone(), sparse.iter().map(|(at, item)| (at, *item)).collect());
            for step in 0..200 {
                let sequence = random.below(900);
                match random.below(3) {
                    0 => _ = sparse.insert(sequence, step),
                    1 => _ = sparse.remove(sequence),
                    _ => sparse.get_mut(sequence).into_iter().for_each(|item| *item += 1000),
                }
            }
            assert!(copy.iter().map(|(at, item)| (at, *item)).eq(then));
        }
    }
}
