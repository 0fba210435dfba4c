//! The runs of a resource in the order of their messages, in one piece: a queue has a run in every segment that it has
//! messages in, and the nodes of a tree would take more than the runs do. Where runs of sealed segments just wait, they
//! stand together in [`Table`]s, and are shown as copies.

use std::borrow::Cow;
use std::collections::VecDeque;

use millpond_log::TableSegments;

use super::Run;
use super::away::{self, PIECE};
use super::table::{Entries, RUNS_MAX, Table};
use crate::Sequence;

/// See the module. No two runs overlap.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    parts: VecDeque<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Run(Run),
    Table(Table),
}

// A table costs no run any room.
const _: () = assert!(size_of::<Part>() == size_of::<Run>());

impl Part {
    fn of(mut runs: Vec<Run>) -> Option<Part> {
        if runs.len() == 1 { runs.pop().map(Part::Run) } else { Table::of(&runs).map(Part::Table) }
    }

    fn first(&self) -> Sequence {
        match self {
            Part::Run(run) => run.first,
            Part::Table(table) => table.first(),
        }
    }

    fn runs(&self) -> RunsOf<'_> {
        match self {
            Part::Run(run) => RunsOf::One(Some(run)),
            Part::Table(table) => RunsOf::Table(table.iter()),
        }
    }

    /// How many runs it has.
    fn len(&self) -> usize {
        match self {
            Part::Run(_) => 1,
            Part::Table(table) => table.len(),
        }
    }

    /// How many runs it would bring into a table. None, if it can't be in one.
    fn settled(&self) -> Option<usize> {
        match self {
            Part::Run(run) => Table::has(run).then_some(1),
            Part::Table(table) => Some(table.len()),
        }
    }

    /// Whether the part behind can be put to it.
    fn takes(&self, next: &Part) -> bool {
        let both = self.settled().zip(next.settled());
        both.is_some_and(|(here, there)| here + there <= RUNS_MAX)
    }

    fn take(&mut self, next: Part) {
        match (&mut *self, next) {
            (Part::Table(table), Part::Run(run)) => table.extend(&[run]),
            (Part::Table(table), Part::Table(next)) => table.extend(&next.iter().collect::<Vec<_>>()),
            (Part::Run(run), next) => {
                let mut runs = vec![run.clone()];
                runs.extend(next.runs().map(Cow::into_owned));
                *self = Part::of(runs).expect("it was there a moment ago");
            }
        }
    }
}

/// The runs of a part, in their order.
enum RunsOf<'a> {
    One(Option<&'a Run>),
    Table(Entries<'a>),
}

impl<'a> Iterator for RunsOf<'a> {
    type Item = Cow<'a, Run>;

    fn next(&mut self) -> Option<Cow<'a, Run>> {
        match self {
            RunsOf::One(run) => run.take().map(Cow::Borrowed),
            RunsOf::Table(entries) => entries.next().map(Cow::Owned),
        }
    }
}

impl Runs {
    /// How many parts begin at `sequence` or before.
    fn up_to(&self, sequence: Sequence) -> usize {
        self.parts.partition_point(|part| part.first() <= sequence)
    }

    /// Runs that stand alone, and tables.
    pub(super) fn parts(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Cow<'_, Run>> + '_ {
        self.parts.iter().flat_map(Part::runs)
    }

    /// The one that a message is in, if it is in one, and those behind.
    pub(super) fn from(&self, sequence: Sequence) -> impl Iterator<Item = Cow<'_, Run>> + '_ {
        let runs = self.parts.range(self.up_to(sequence).saturating_sub(1)..).flat_map(Part::runs);
        runs.skip_while(move |run| run.end() <= sequence && run.first < sequence)
    }

    /// Those that stand alone, the last one first: all that are in memory are.
    pub(super) fn alone(&self) -> impl Iterator<Item = &Run> + '_ {
        self.parts.iter().rev().filter_map(|part| match part {
            Part::Run(run) => Some(run),
            Part::Table(_) => None,
        })
    }

    /// The same, the first one first, to change what does not move them.
    pub(super) fn alone_mut(&mut self) -> impl Iterator<Item = &mut Run> + '_ {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Run(run) => Some(run),
            Part::Table(_) => None,
        })
    }

    /// Behind the last message of the last one.
    pub(super) fn end(&self) -> Sequence {
        self.parts.back().map_or(0, |part| match part {
            Part::Run(run) => run.end(),
            Part::Table(table) => table.end(),
        })
    }

    /// The last one, if it stands alone.
    pub(super) fn last(&self) -> Option<&Run> {
        if let Some(Part::Run(run)) = self.parts.back() { Some(run) } else { None }
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Run> {
        if let Some(Part::Run(run)) = self.parts.back_mut() { Some(run) } else { None }
    }

    /// The run that begins there.
    pub(super) fn get(&self, first: Sequence) -> Option<Cow<'_, Run>> {
        self.from(first).next().filter(|run| run.first == first)
    }

    /// The run that a message is in.
    pub(super) fn around(&self, sequence: Sequence) -> Option<Cow<'_, Run>> {
        match self.parts.get(self.up_to(sequence).checked_sub(1)?)? {
            Part::Run(run) => (sequence < run.end()).then_some(Cow::Borrowed(run)),
            Part::Table(table) => table.containing(sequence).map(Cow::Owned),
        }
    }

    /// The same, to change it: it stands alone then. It may begin later afterwards, but not before.
    pub(super) fn around_mut(&mut self, sequence: Sequence) -> Option<&mut Run> {
        let mut at = self.up_to(sequence).checked_sub(1)?;
        match &self.parts[at] {
            Part::Table(table) => {
                table.containing(sequence)?;
                at = self.open(at, sequence);
            }
            Part::Run(run) if run.away().is_some() && run.count > PIECE && sequence < run.end() => {
                let piece = sequence - (sequence - run.first) % u64::from(PIECE);
                self.cut(piece);
                self.cut(piece + u64::from(PIECE));
                at = self.up_to(sequence) - 1;
            }
            Part::Run(_) => {}
        }
        match &mut self.parts[at] {
            Part::Run(run) => (sequence < run.end()).then_some(run),
            Part::Table(_) => None,
        }
    }

    pub(super) fn insert(&mut self, run: Run) -> &mut Run {
        let mut at = self.up_to(run.first);
        if let Some(Part::Table(table)) = at.checked_sub(1).map(|before| &self.parts[before])
            && table.end() > run.first
        {
            at = self.open(at - 1, run.first);
        }
        self.put(at, Part::Run(run));
        match &mut self.parts[at] {
            Part::Run(run) => run,
            Part::Table(_) => unreachable!("it was put there a moment ago"),
        }
    }

    /// Takes out the run that begins there.
    pub(super) fn remove(&mut self, first: Sequence) -> Option<Run> {
        self.get(first)?;
        let mut at = self.up_to(first) - 1;
        if let Part::Table(_) = self.parts[at] {
            at = self.open(at, first);
        }
        let removed = self.parts.remove(at);
        let len = self.parts.len();
        if self.parts.capacity() > 2 * len + 8 {
            self.parts.shrink_to(len + len / 4);
        }
        match removed {
            Some(Part::Run(run)) => Some(run),
            _ => None,
        }
    }

    fn put(&mut self, at: usize, part: Part) {
        if self.parts.len() == self.parts.capacity() {
            // Most resources have few: twice as much would be wasted on each of them.
            self.parts.reserve_exact(1 + self.parts.len() / 4);
        }
        self.parts.insert(at, part);
    }

    /// Makes two tables of one, of the runs before a message and behind it; or none, if it is the first table: then the
    /// others are the next to change. Gives the place where the run that the message is in stands alone, or where one would.
    fn open(&mut self, at: usize, sequence: Sequence) -> usize {
        let behind = self.parts.split_off(at + 1);
        if let Some(Part::Table(table)) = self.parts.pop_back() {
            if self.parts.iter().all(|part| matches!(part, Part::Run(_))) {
                self.parts.reserve_exact(table.len() + behind.len());
                self.parts.extend(table.iter().map(Part::Run));
            } else {
                let (before, rest): (Vec<_>, Vec<_>) = table.iter().partition(|run| run.end() <= sequence);
                let (within, after) = rest.into_iter().partition(|run| run.first <= sequence);
                self.parts.reserve_exact(3 + behind.len());
                self.parts.extend([before, within, after].into_iter().filter_map(Part::of));
            }
        }
        self.parts.extend(behind);
        let next = self.up_to(sequence);
        next - usize::from(self.around(sequence).is_some())
    }

    /// Makes two of a run that is away, the second of which begins there.
    pub(super) fn cut(&mut self, sequence: Sequence) {
        let Some(at) = self.up_to(sequence).checked_sub(1) else { return };
        let Part::Run(run) = &self.parts[at] else { return };
        if run.away().is_none() || !(run.first + 1..run.end()).contains(&sequence) {
            return;
        }
        let middle = (sequence - run.first) as u32;
        let (before, behind) = (run.slice(0, middle), run.slice(middle, run.count));
        // Either may be without a message that is still there.
        match (before.is_dead(), behind.is_dead()) {
            (true, _) => self.parts[at] = Part::Run(behind),
            (false, true) => self.parts[at] = Part::Run(before),
            (false, false) => {
                self.parts[at] = Part::Run(behind);
                self.put(at, Part::Run(before));
            }
        }
    }

    /// Makes one of runs that are away and need not be two any more.
    pub(super) fn join(&mut self) {
        let mut at = 0;
        while at + 1 < self.parts.len() {
            let both = match (&self.parts[at], &self.parts[at + 1]) {
                (Part::Run(run), Part::Run(next)) => run.joined(next),
                _ => None,
            };
            match both {
                Some(both) => {
                    self.parts[at] = Part::Run(both);
                    self.parts.remove(at + 1);
                }
                None => at += 1,
            }
        }
    }

    /// See [`super::Ledger::send_away`].
    pub(super) fn send_away(&mut self, in_tables: &[TableSegments], kept: usize, least: usize) {
        let (mut at, mut before) = (0, 0);
        while at < self.parts.len() && before < kept {
            before += self.parts[at].len();
            at += 1;
        }
        let may_go = |part: &Part| {
            part.settled().is_some() && part.runs().any(|run| away::table_of(&run, in_tables).is_some())
        };
        if !self.parts.range(at..).any(may_go) {
            return;
        }
        let rest = self.parts.split_off(at);
        let runs = rest.iter().flat_map(Part::runs).map(Cow::into_owned).collect();
        self.parts.extend(away::send_all_away(runs, least, in_tables).into_iter().map(Part::Run));
        self.settle();
    }

    /// Puts runs that just wait into tables, but for the first: it is the next to be handed out.
    pub(super) fn settle(&mut self) {
        for part in &mut self.parts {
            if let Part::Run(run) = part {
                run.settle();
            }
        }
        let first_is_table = matches!(self.parts.front(), Some(Part::Table(_)));
        let mut at = usize::from(!first_is_table);
        while at + 1 < self.parts.len() {
            if self.parts[at].takes(&self.parts[at + 1]) {
                let next = self.parts.remove(at + 1).expect("it is one of them");
                self.parts[at].take(next);
            } else {
                at += 1;
            }
        }
        let len = self.parts.len();
        if self.parts.capacity() > 1 + len + len / 4 {
            self.parts.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use millpond_log::{RowKind, Stretch};
    use millpond_runtime::SeededRandom;

    use super::super::packed::Cold;
    use super::super::packed::Packed;
    use super::super::rows::HotRow;
    use super::super::run::Rows;
    use super::super::run::Tenancy;
    use super::*;
    use crate::GroupKey;

    fn firsts<'a>(runs: impl Iterator<Item = Cow<'a, Run>>) -> Vec<Sequence> {
        runs.map(|run| run.first).collect()
    }

    fn cold(first: Sequence, count: u32, segment: u64, at: u64) -> Run {
        let kind = RowKind { grouped: false, moved: false, listed: false };
        let stretch = Stretch { segment, resource: 7, first, count, kind, at };
        let cold = Cold { stretch, bytes: 1100 * u64::from(count), of: count };
        let packed = Packed::new(&cold, first).unwrap();
        Run::of(first, count, None, Rows::Cold(packed), Tenancy::Sole(None))
    }

    impl Runs {
        /// All that it takes, as an allocator hands it out.
        fn bytes(&self) -> usize {
            let tables = self.parts.iter().map(|part| match part {
                Part::Run(_) => 0,
                Part::Table(table) => table.heap_bytes().next_multiple_of(16),
            });
            size_of::<Runs>() + self.parts.capacity() * size_of::<Part>() + tables.sum::<usize>()
        }
    }

    #[test]
    fn runs_stand_in_order_and_are_found_by_what_is_in_them() {
        let mut runs = Runs::default();
        assert_eq!((firsts(runs.from(5)), runs.around(5).is_some()), (vec![], false));
        for first in [30, 10, 20, 40] {
            assert_eq!(runs.insert(cold(first, 5, 1, 0)).first, first);
        }
        for settled in [false, true] {
            assert_eq!(firsts(runs.iter()), [10, 20, 30, 40]);
            assert_eq!(firsts(runs.from(5)), [10, 20, 30, 40]);
            assert_eq!(firsts(runs.from(24)), [20, 30, 40]);
            assert_eq!(firsts(runs.from(29)), [30, 40]);
            assert_eq!(firsts(runs.from(99)), [] as [u64; 0]);
            assert_eq!((runs.around(9).is_some(), runs.around(25).is_some()), (false, false));
            assert_eq!(runs.around(24).unwrap().first, 20);
            assert_eq!((runs.get(29).is_some(), runs.get(30).is_some()), (false, true));
            assert!(runs.remove(29).is_none());
            assert_eq!(runs.last().map(|run| run.first), (!settled).then_some(40));
            runs.settle();
        }
        assert_eq!(runs.remove(20).unwrap().first, 20);
        assert_eq!(firsts(runs.iter()), [10, 30, 40]);
        assert_eq!(runs.insert(cold(35, 5, 1, 0)).first, 35);
        assert_eq!(firsts(runs.iter()), [10, 30, 35, 40]);
    }

    #[test]
    fn room_that_is_not_needed_any_more_is_given_back() {
        let mut runs = Runs::default();
        for first in 0..1000 {
            runs.insert(Run::new(first));
        }
        assert!(runs.parts.capacity() <= 1250);
        for first in 0..990 {
            runs.remove(first);
        }
        assert!(runs.parts.capacity() <= 28);
    }

    #[test]
    fn a_settled_run_takes_less_than_24_bytes() {
        // One sealed after the other, large ones and small ones; and of a queue with a few only.
        for (runs_count, count, bytes_max) in [(1000, 65_000, 16), (1000, 6, 16), (18, 6, 24)] {
            let mut runs = Runs::default();
            for segment in 1..=runs_count {
                let place = segment * 7919 % 1_000_000;
                runs.insert(cold((segment - 1) * u64::from(count), count, segment, place));
                runs.settle();
            }
            assert_eq!(runs.iter().count() as u64, runs_count);
            let bytes = runs.bytes() as u64;
            assert!(bytes <= bytes_max * runs_count, "{runs_count} of {count}: {bytes}");
        }
    }

    #[test]
    fn the_first_run_and_those_in_use_stand_alone() {
        let mut runs = Runs::default();
        (0..50).for_each(|number| _ = runs.insert(cold(number * 10, 10, number, 64)));
        runs.settle();
        let alone = |runs: &Runs| runs.alone().map(|run| run.first).collect::<Vec<_>>();
        assert_eq!((alone(&runs), runs.parts.len()), (vec![0], 3));
        assert!(runs.around_mut(405).unwrap().set_waiting(5, false));
        assert_eq!((alone(&runs), runs.parts.len()), (vec![400, 0], 5));
        assert!(runs.around_mut(15).unwrap().set_waiting(5, false));
        assert_eq!((alone(&runs).len(), runs.parts.len()), (34, 36), "what comes next stands alone, too");
        runs.settle();
        assert_eq!(alone(&runs), [400, 10, 0]);
        for message in [15, 405] {
            assert!(runs.around_mut(message).unwrap().set_waiting(5, true));
        }
        runs.settle();
        assert_eq!(alone(&runs), [0]);
    }

    /// What a table makes of runs nobody notices.
    #[test]
    fn a_plain_map_gives_the_same_answers() {
        for seed in 0..200 {
            let random = SeededRandom::new(seed);
            let mut runs = Runs::default();
            let mut twin: BTreeMap<Sequence, Run> = BTreeMap::new();
            let mut end = 0;
            for _ in 0..300 {
                let containing = |twin: &BTreeMap<Sequence, Run>, sequence: Sequence| {
                    let (first, run) = twin.range(..=sequence).next_back()?;
                    (sequence < run.end()).then_some(*first)
                };
                let sequence = somewhere(&random, &twin);
                match random.below(12) {
                    0..5 => {
                        let first = end + [0, 0, 0, 1, 9, 1 << 40][random.below(6) as usize];
                        let run = some(&random, first);
                        end = run.end().max(end + 1);
                        assert_eq!(*runs.insert(run.clone()), run);
                        twin.insert(first, run);
                    }
                    5 => assert_eq!(runs.remove(sequence), twin.remove(&sequence)),
                    6 => {
                        let first = containing(&twin, sequence);
                        let removed = first.and_then(|first| twin.remove(&first));
                        assert_eq!(first.and_then(|first| runs.remove(first)), removed);
                    }
                    7 => {
                        // Where there is room between two.
                        let next = twin.range(sequence..).next().map_or(u64::MAX, |(first, _)| *first);
                        if containing(&twin, sequence).is_none() && sequence + 3 <= next && sequence < end {
                            let run = cold(sequence, 3, 1 + random.below(9), 5);
                            runs.insert(run.clone());
                            twin.insert(sequence, run);
                        }
                    }
                    8 | 9 => {
                        let change = |run: &mut Run, at: u32| {
                            let at = (sequence - run.first) as u32 % at.max(1);
                            if run.lives(at) {
                                run.set_waiting(at, sequence.is_multiple_of(3))
                            } else {
                                false
                            }
                        };
                        let first = containing(&twin, sequence);
                        let plain = first.and_then(|first| twin.get_mut(&first));
                        let expected = plain.map(|run| change(run, run.count));
                        assert_eq!(runs.around_mut(sequence).map(|run| change(run, run.count)), expected);
                    }
                    _ => runs.settle(),
                }
                // Marks that say nothing may be forgotten.
                let same = |run: &Run, twin: &Run| {
                    let plain = |run: &Run| {
                        let mut run = run.clone();
                        run.settle();
                        run
                    };
                    plain(run) == plain(twin)
                };
                assert!(runs.iter().map(|run| run.first).eq(twin.keys().copied()), "seed {seed}");
                assert!(runs.iter().zip(twin.values()).all(|(run, twin)| same(&run, twin)), "seed {seed}");
                let sequence = somewhere(&random, &twin);
                let around = containing(&twin, sequence);
                assert_eq!(runs.around(sequence).map(|run| run.first), around);
                let from = around.unwrap_or(sequence);
                assert!(
                    runs.from(sequence).map(|run| run.first).eq(twin.range(from..).map(|(first, _)| *first))
                );
                assert_eq!(runs.get(sequence).is_some(), twin.contains_key(&sequence));
                let hot = twin.values().rev().filter(|run| run.hot().is_some());
                assert!(runs.alone().filter(|run| run.hot().is_some()).eq(hot));
                let behind = runs.parts.iter().filter(|part| matches!(part, Part::Table(_)));
                assert!(
                    behind
                        .clone()
                        .all(|part| part.settled().is_some_and(|len| (2..=RUNS_MAX).contains(&len)))
                );
            }
        }
    }

    /// In a run or near one.
    fn somewhere(random: &SeededRandom, runs: &BTreeMap<Sequence, Run>) -> Sequence {
        let run = runs.values().nth(random.below(runs.len().max(1) as u64) as usize);
        match run {
            Some(run) if random.once_in(3) => run.first,
            Some(run) => (run.first + random.below(u64::from(run.count) + 4)).saturating_sub(2),
            None => random.below(50),
        }
    }

    fn some(random: &SeededRandom, first: Sequence) -> Run {
        let count = 1 + random.below(if random.once_in(3) { 100_000 } else { 10 }) as u32;
        let group = GroupKey::new(random.below(3));
        let tenancy = if random.once_in(4) { Tenancy::Mixed } else { Tenancy::Sole(group) };
        if random.once_in(10) {
            let row = HotRow { position: millpond_log::Position(1), offset: 2, len: 3, sent: 4, group };
            return Run::of(first, 2, None, Rows::Hot(Box::new([row; 2].into_iter().collect())), tenancy);
        }
        let before = if random.once_in(4) { random.below(first.min(1000) + 1) } else { 0 };
        let kind = RowKind { grouped: random.once_in(2), moved: random.once_in(2), listed: false };
        let stretch = Stretch {
            segment: 1 + random.below(if random.once_in(3) { u64::from(u32::MAX) } else { 5 }),
            resource: 7,
            first: first - before,
            count: count + before as u32,
            kind,
            at: random.below(1 << random.below(33)),
        };
        let of = if random.once_in(4) { count / 2 } else { count };
        let packed = Packed::new(&Cold { stretch, bytes: random.below(1 << 32), of }, first).unwrap();
        Run::of(first, count, None, Rows::Cold(packed), tenancy)
    }
}
