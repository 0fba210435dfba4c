//! A row of bits, one for each message of a run.

/// See the module. Bits behind the length are zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: u32,
    ones: u32,
    /// So many words at the front are zero: most queues are emptied from there.
    zeros: usize,
}

impl Bits {
    /// How many are set.
    pub(crate) fn ones(&self) -> u32 {
        self.ones
    }

    pub(crate) fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
            self.skip_zeros();
        }
        self.len += 1;
        if bit {
            self.set(self.len - 1, true);
        }
    }

    pub(crate) fn get(&self, at: u32) -> bool {
        self.words.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Changes one bit. True if it was another before.
    pub(crate) fn set(&mut self, at: u32, bit: bool) -> bool {
        let word = &mut self.words[at as usize / 64];
        let before = *word >> (at % 64) & 1 == 1;
        if before == bit {
            return false;
        }
        *word ^= 1 << (at % 64);
        if bit {
            self.ones += 1;
            self.zeros = self.zeros.min(at as usize / 64);
        } else {
            self.ones -= 1;
            self.skip_zeros();
        }
        true
    }

    fn skip_zeros(&mut self) {
        while self.words.get(self.zeros) == Some(&0) {
            self.zeros += 1;
        }
    }

    /// The first that is set, at `from` or behind.
    pub(crate) fn next(&self, from: u32) -> Option<u32> {
        if self.ones == 0 || from >= self.len {
            return None;
        }
        let mut at = from as usize / 64;
        let mut word = self.words[at] & (u64::MAX << (from % 64));
        if at < self.zeros {
            at = self.zeros;
            word = self.words[at];
        }
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some(at as u32 * 64 + word.trailing_zeros())
    }

    /// A copy of some of them.
    pub(crate) fn slice(&self, from: u32, to: u32) -> Bits {
        let mut part = Bits::default();
        if from.is_multiple_of(64) {
            part.words = self.words[from as usize / 64..(to as usize).div_ceil(64)].to_vec();
            part.len = to - from;
            if !to.is_multiple_of(64)
                && let Some(last) = part.words.last_mut()
            {
                *last &= u64::MAX >> (64 - to % 64);
            }
            part.ones = part.words.iter().map(|word| word.count_ones()).sum();
            part.skip_zeros();
        } else {
            part.words.reserve((to - from).div_ceil(64) as usize);
            (from..to).for_each(|at| part.push(self.get(at)));
        }
        part
    }

    /// Forgets the first ones: a multiple of 64.
    pub(crate) fn drop_front(&mut self, count: u32) {
        let dropped = self.words.drain(..count as usize / 64);
        self.ones -= dropped.map(|word| word.count_ones()).sum::<u32>();
        self.len -= count;
        self.zeros = self.zeros.saturating_sub(count as usize / 64);
        self.skip_zeros();
    }

    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.words.shrink_to(2);
        (self.len, self.ones, self.zeros) = (0, 0, 0);
    }

    /// Gives back room that is not used.
    pub(crate) fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    /// The words, low bits first.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// From words and a length.
    pub(crate) fn from_words(words: Vec<u64>, len: u32) -> Option<Bits> {
        let clean = len.is_multiple_of(64) || words.last().is_none_or(|last| last >> (len % 64) == 0);
        if words.len() != (len as usize).div_ceil(64) || !clean {
            return None;
        }
        let ones = words.iter().map(|word| word.count_ones()).sum();
        let mut bits = Bits { words, len, ones, zeros: 0 };
        bits.skip_zeros();
        Some(bits)
    }

    /// All set.
    pub(crate) fn full(len: u32) -> Bits {
        let mut words = vec![u64::MAX; (len as usize).div_ceil(64)];
        if !len.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last = u64::MAX >> (64 - len % 64);
        }
        Bits { words, len, ones: len, zeros: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_found_cut_and_counted() {
        let mut bits = Bits::default();
        (0..300).for_each(|at| bits.push(at % 3 == 0));
        assert_eq!((bits.ones(), bits.next(1), bits.next(298), bits.next(400)), (100, Some(3), None, None));
        for (from, to) in [(0, 300), (0, 64), (64, 200), (7, 201), (128, 128), (5, 6)] {
            let part = bits.slice(from, to);
            let expected: Vec<bool> = (from..to).map(|at| bits.get(at)).collect();
            let found: Vec<bool> = (0..to - from).map(|at| part.get(at)).collect();
            assert_eq!(found, expected, "{from}..{to}");
            assert_eq!(part.ones() as usize, expected.iter().filter(|bit| **bit).count());
            assert_eq!(Bits::from_words(part.words().to_vec(), to - from), Some(part));
        }
        assert!(bits.set(0, false) && !bits.set(0, false));
        (0..200).for_each(|at| _ = bits.set(at, false));
        assert_eq!((bits.next(0), bits.next(130), bits.ones()), (Some(201), Some(201), 33));
        assert!(bits.set(100, true));
        assert_eq!((bits.next(0), bits.next(101)), (Some(100), Some(201)));
        let mut cut = bits.clone();
        cut.drop_front(128);
        assert_eq!(cut, bits.slice(128, 300));
        assert_eq!(
            (Bits::full(70).ones(), Bits::full(70).next(69), Bits::full(70).next(70)),
            (70, Some(69), None)
        );
    }
}
