//! Segments that have one run table, and what lives in those.

use std::collections::BTreeMap;

use millpond_log::TABLE_SEGMENTS;

/// Some segments of one run table, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segments {
    table: u32,
    has: u64,
}

// A bit for each.
const _: () = assert!(TABLE_SEGMENTS == u64::BITS as u64);

fn bit(segment: u64) -> u64 {
    1 << (segment % TABLE_SEGMENTS)
}

impl Segments {
    pub(super) fn only(segment: u32) -> Segments {
        let segment = u64::from(segment);
        Segments { table: (segment / TABLE_SEGMENTS) as u32, has: bit(segment) }
    }

    /// The first one, and which of those behind it.
    pub(super) fn new(first: u64, behind: u64) -> Option<Segments> {
        let table = u32::try_from(first / TABLE_SEGMENTS).ok()?;
        let has = u128::from(behind) << 1 | 1;
        let has = u64::try_from(has << (first % TABLE_SEGMENTS)).ok()?;
        Some(Segments { table, has })
    }

    /// The same of those that are here.
    pub(super) fn behind(self) -> u64 {
        self.has >> self.has.trailing_zeros() >> 1
    }

    pub(super) fn first(self) -> u64 {
        self.begin() + u64::from(self.has.trailing_zeros())
    }

    pub(super) fn last(self) -> u64 {
        self.begin() + u64::from(u64::BITS - 1 - self.has.leading_zeros())
    }

    pub(super) fn has(self, segment: u64) -> bool {
        segment / TABLE_SEGMENTS == u64::from(self.table) && self.has & bit(segment) != 0
    }

    /// These and those, if they have one table.
    pub(super) fn with(self, others: Segments) -> Option<Segments> {
        (self.table == others.table).then_some(Segments { has: self.has | others.has, ..self })
    }

    /// Those up to a segment of the same table.
    pub(super) fn up_to(self, segment: u64) -> Segments {
        self.those(bit(segment) | (bit(segment) - 1))
    }

    /// Those from one on.
    pub(super) fn from(self, segment: u64) -> Segments {
        self.those(!(bit(segment) - 1))
    }

    fn those(self, of: u64) -> Segments {
        let has = self.has & of;
        if has == 0 { self } else { Segments { has, ..self } }
    }

    fn begin(self) -> u64 {
        u64::from(self.table) * TABLE_SEGMENTS
    }
}

/// Bytes of live messages by the sealed segments that they stand in.
#[derive(Debug, Default)]
pub struct LiveBytes {
    /// Of all segments of a table.
    of_tables: BTreeMap<u64, Box<[u64; TABLE_SEGMENTS as usize]>>,
}

impl LiveBytes {
    /// Nothing that lives is nothing.
    pub(super) fn add(&mut self, segment: u64, bytes: u64) {
        let (of, at) = (self.table(segment / TABLE_SEGMENTS), (segment % TABLE_SEGMENTS) as usize);
        of[at] = of[at].saturating_add(bytes.max(1));
    }

    /// Of messages that stand in some of these segments: equal parts, since nobody knows better.
    pub(super) fn add_to_all(&mut self, segments: Segments, bytes: u64) {
        let each = (bytes / u64::from(segments.has.count_ones())).max(1);
        let of = self.table(u64::from(segments.table));
        let mut left = segments.has;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            of[at] = of[at].saturating_add(each);
            left &= left - 1;
        }
    }

    /// By segment. None has nothing.
    pub fn by_segment(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let all = self
            .of_tables
            .iter()
            .flat_map(|(table, bytes)| (table * TABLE_SEGMENTS..).zip(bytes.iter().copied()));
        all.filter(|(_, bytes)| *bytes > 0)
    }

    fn table(&mut self, table: u64) -> &mut [u64; TABLE_SEGMENTS as usize] {
        self.of_tables.entry(table).or_insert_with(|| Box::new([0; TABLE_SEGMENTS as usize]))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use millpond_runtime::SeededRandom;

    use super::*;

    #[test]
    fn they_are_a_set() {
        let random = SeededRandom::new(1);
        for _ in 0..2000 {
            let table = random.below(3) * 1_000_000;
            let drawn: BTreeSet<u64> =
                (0..=random.below(64)).map(|_| table * 64 + random.below(64)).collect();
            let one = |segment: &u64| Segments::only(*segment as u32);
            let set = drawn.iter().map(one).reduce(|all, next| all.with(next).unwrap()).unwrap();
            let all = |set: Segments| (table * 64..table * 64 + 64).filter(|it| set.has(*it)).collect();
            assert_eq!(drawn, all(set));
            assert_eq!((set.first(), set.last()), (*drawn.first().unwrap(), *drawn.last().unwrap()));
            assert_eq!(Segments::new(set.first(), set.behind()), Some(set));
            let middle = table * 64 + random.below(64);
            let up_to: BTreeSet<u64> = drawn.range(..=middle).copied().collect();
            assert_eq!(all(set.up_to(middle)), if up_to.is_empty() { drawn.clone() } else { up_to });
            let from: BTreeSet<u64> = drawn.range(middle..).copied().collect();
            assert_eq!(all(set.from(middle)), if from.is_empty() { drawn.clone() } else { from });
            assert_eq!(set.with(Segments::only(((table + 1) * 64) as u32)), None);
            assert!(!set.has(set.first() + 64));
        }
        assert_eq!(Segments::new(63, 1), None, "beyond the table");
        assert_eq!(Segments::new(64 << 32, 0), None);
    }

    #[test]
    fn bytes_that_may_stand_in_several_segments_are_in_each() {
        let mut bytes = LiveBytes::default();
        let two = Segments::only(100).with(Segments::only(127)).unwrap();
        bytes.add_to_all(two, 1001);
        bytes.add_to_all(Segments::only(3).with(Segments::only(4)).unwrap(), 1);
        bytes.add(127, 3);
        bytes.add(9000, 0);
        let found: Vec<_> = bytes.by_segment().collect();
        assert_eq!(found, [(3, 1), (4, 1), (100, 500), (127, 503), (9000, 1)]);
    }
}
