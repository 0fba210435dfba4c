//! Runs that are away: a resource has one in every segment that it has messages in, and those that nobody is about to
//! change need not be known one by one. What has no gap between two messages, all of which stand in segments with one run
//! table, is one run here. How many messages there are and which of them wait is known of it as of any other, so every
//! event is applied without a read; only where a message stands is looked up in the table, by who is about to hand it out.

use std::borrow::Cow;

use millpond_log::{Sought, TABLE_SEGMENTS, TableRun, TableSegments};

use super::packed::{Cold, Packed};
use super::run::{Rows, Run, Tenancy};
use super::segments::Segments;
use super::{Ledger, Runs};
use crate::Sequence;

/// So many runs of a resource are never away: they are the next to be handed out.
pub const RUNS_KEPT: usize = 32;
/// Fewer runs take no more room when they are there.
pub const RUNS_LEAST: usize = 8;
/// What is known of each message is known of so many together.
pub(super) const PIECE: u32 = if cfg!(test) { 16 } else { 1024 };

/// Where the rows of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Away {
    /// None of its rows stands in another.
    pub(super) segments: Segments,
    /// Bytes of the events of all its messages.
    pub(super) bytes: u64,
}

impl Away {
    /// The part of `count` of its `of` messages.
    pub(super) fn part(self, count: u32, of: u32) -> Away {
        Away { bytes: share(self.bytes, count, of), ..self }
    }

    /// Bytes of the events of its live messages.
    pub(super) fn live_bytes(self, run: &Run) -> u64 {
        share(self.bytes, run.live(), run.count)
    }
}

fn share(bytes: u64, part: u32, of: u32) -> u64 {
    (u128::from(bytes) * u128::from(part) / u128::from(of.max(1))) as u64
}

impl Run {
    pub(super) fn away(&self) -> Option<Away> {
        if let Rows::Away(away) = self.rows { Some(away) } else { None }
    }

    /// This run and the next one as one, if they are away and need not be two.
    pub(super) fn joined(&self, next: &Run) -> Option<Run> {
        let (here, there) = (self.away()?, next.away()?);
        let wait = self.all_wait() && next.all_wait();
        let follows = self.end() == next.first && self.tenancy == next.tenancy;
        let count = self.count.checked_add(next.count)?;
        let segments = here.segments.with(there.segments)?;
        let rows = Rows::Away(Away { segments, bytes: here.bytes.saturating_add(there.bytes) });
        (wait && follows).then(|| Run::of(self.first, count, None, rows, self.tenancy))
    }

    /// None of its rows stands behind a segment of the same table, or before it.
    fn narrow(&mut self, narrower: impl Fn(Segments) -> Segments) {
        if let Rows::Away(away) = &mut self.rows {
            away.segments = narrower(away.segments);
        }
    }
}

/// One run of several that follow each other without a gap, which is away.
fn send_away(runs: &[Run]) -> Option<Run> {
    let first = runs.first()?;
    let (mut segments, mut bytes): (Option<Segments>, u64) = (None, 0);
    for run in runs {
        let Rows::Cold(packed) = &run.rows else { return None };
        let its = Segments::only(packed.segment);
        segments = Some(segments.map_or(Some(its), |all| all.with(its))?);
        bytes += share(u64::from(packed.bytes), run.count, packed.of);
    }
    let (segments, count) = (segments?, u32::try_from(runs.last()?.end() - first.first).ok()?);
    let sole = runs.iter().all(|run| run.tenancy == first.tenancy);
    let tenancy = if sole { first.tenancy } else { Tenancy::Mixed };
    Some(Run::of(first.first, count, None, Rows::Away(Away { segments, bytes }), tenancy))
}

/// The number of the run table that has a run, if nothing else keeps the run here.
pub(super) fn table_of(run: &Run, in_tables: &[TableSegments]) -> Option<u64> {
    let Rows::Cold(packed) = &run.rows else { return None };
    if !run.all_wait() {
        return None;
    }
    let segment = packed.segment();
    let at = in_tables.partition_point(|(_, last)| *last < segment);
    in_tables.get(at).filter(|(first, _)| *first <= segment).map(|_| segment / TABLE_SEGMENTS)
}

/// Makes runs away that may be, where `least` of them become one.
pub(super) fn send_all_away(runs: Vec<Run>, least: usize, in_tables: &[TableSegments]) -> Vec<Run> {
    let together = |run: &Run, next: &Run| {
        let table = table_of(run, in_tables);
        table.is_some() && table == table_of(next, in_tables) && run.end() == next.first
    };
    let mut sent = Vec::with_capacity(runs.len());
    for some in runs.chunk_by(together) {
        let may = some.len() >= least && table_of(&some[0], in_tables).is_some();
        match send_away(some).filter(|_| may) {
            Some(run) => sent.push(run),
            None => sent.extend_from_slice(some),
        }
    }
    sent
}

impl Ledger {
    /// Forgets where the runs are that run tables have, but for the first `kept`; where at least `least` of them become one.
    pub(crate) fn send_away(&mut self, in_tables: &[TableSegments], kept: usize, least: usize) {
        self.runs.send_away(in_tables, kept, least);
        self.runs.join();
    }

    /// What to look for, to learn where the messages are that are away and may stand in this segment. None, if there are none.
    pub(crate) fn away_in(&self, segment: u64) -> Option<Sought> {
        let here = |run: &&Run| run.away().is_some_and(|away| away.segments.has(segment));
        let run = self.runs.alone().find(here)?;
        self.sought(run, run.first + u64::from(run.next_live(0)?))
    }

    pub(super) fn sought(&self, run: &Run, sequence: Sequence) -> Option<Sought> {
        let segments = run.away()?.segments;
        Some(Sought { resource: self.resource, sequence, from: segments.first(), to: segments.last() })
    }

    /// A run table has told where messages stand.
    pub(crate) fn bring_back(&mut self, found: &[TableRun]) {
        for run in found {
            self.runs.bring_back(run);
        }
        self.runs.settle();
    }
}

impl Runs {
    fn bring_back(&mut self, found: &TableRun) {
        let TableRun { stretch, bytes, sole } = *found;
        let end = stretch.first.saturating_add(u64::from(stretch.count));
        let overlaps = self.from(stretch.first).take_while(|run| run.first < end);
        let overlaps: Vec<Sequence> =
            overlaps.filter(|run| run.away().is_some()).map(|run| run.first).collect();
        for first in overlaps {
            let Some(run) = self.get(first).map(Cow::into_owned) else { continue };
            let (from, to) = (stretch.first.max(run.first), end.min(run.end()));
            let cold = Cold { stretch, bytes, of: stretch.count };
            let Some(packed) = Packed::new(&cold, from).filter(|_| from < to) else { continue };
            let (from, to) = ((from - run.first) as u32, (to - run.first) as u32);
            let mut here = run.slice(from, to);
            here.rows = Rows::Cold(packed);
            here.tenancy = sole.map_or(Tenancy::Mixed, Tenancy::Sole);
            self.remove(first);
            for part in [run.slice(0, from), here, run.slice(to, run.count)] {
                if part.count > 0 && !part.is_dead() {
                    self.insert(part);
                }
            }
        }
        // A resource's messages stand in the segments in their order.
        let segment = stretch.segment;
        let same_table = |run: &Run| {
            run.away().is_some_and(|away| away.segments.first() / TABLE_SEGMENTS == segment / TABLE_SEGMENTS)
        };
        for run in self.alone_mut().filter(|run| same_table(run)) {
            if run.end() <= stretch.first {
                run.narrow(|segments| segments.up_to(segment));
            } else if run.first >= end {
                run.narrow(|segments| segments.from(segment));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use millpond_log::{RowKind, Stretch};

    use super::*;

    /// Ten messages in each segment from 100 on.
    fn runs(segments: u32) -> Runs {
        let mut runs = Runs::default();
        (0..segments).for_each(|number| _ = runs.insert(run(number, 10)));
        runs.settle();
        runs
    }

    fn run(number: u32, count: u32) -> Run {
        let packed = Packed::new(&cold(number), first(number)).unwrap();
        Run::of(first(number), count, None, Rows::Cold(packed), Tenancy::Sole(None))
    }

    fn first(number: u32) -> Sequence {
        1000 + u64::from(number) * 10
    }

    fn cold(number: u32) -> Cold {
        let kind = RowKind::default();
        let stretch = Stretch {
            segment: 100 + u64::from(number),
            resource: 7,
            first: first(number),
            count: 10,
            kind,
            at: 64,
        };
        Cold { stretch, bytes: 500, of: 10 }
    }

    fn found(number: u32) -> TableRun {
        TableRun { stretch: cold(number).stretch, bytes: 500, sole: Some(None) }
    }

    /// First and last segment, and bytes.
    type Place = (u32, u32, u64);

    fn shape(runs: &Runs) -> Vec<(Sequence, u32, Option<Place>)> {
        let place = |run: &Run| {
            run.away().map(|away| (away.segments.first() as u32, away.segments.last() as u32, away.bytes))
        };
        runs.iter().map(|run| (run.first, run.count, place(&run))).collect()
    }

    #[test]
    fn what_a_table_has_is_one_run_but_for_the_first_ones() {
        // Segments 100 to 127 have one table, 128 to 191 another, some of which are not worth keeping.
        let (mut runs, in_tables) = (runs(92), [(64, 127), (128, 149), (152, 191)]);
        runs.send_away(&in_tables, 4, 8);
        let shape = shape(&runs);
        let away: Vec<_> = shape.iter().filter_map(|(_, count, place)| Some((*count, (*place)?))).collect();
        assert_eq!(
            away,
            [(170, (133, 149, 8500)), (400, (152, 191, 20_000))],
            "the first table of runs stays"
        );
        assert_eq!(shape.iter().map(|(_, count, _)| u64::from(*count)).sum::<u64>(), 920);
        let before = shape;
        runs.send_away(&in_tables, 4, 8);
        assert_eq!(self::shape(&runs), before, "what is away stays so");
    }

    #[test]
    fn few_runs_and_those_with_gaps_stay() {
        let mut runs = Runs::default();
        for number in 0..40 {
            runs.insert(run(number, if number % 7 == 0 { 9 } else { 10 }));
        }
        runs.settle();
        runs.send_away(&[(64, 127), (128, 191)], 0, 8);
        assert!(shape(&runs).iter().all(|(.., place)| place.is_none()));
        runs.send_away(&[(64, 127), (128, 191)], 0, 7);
        let away: Vec<_> = shape(&runs)
            .into_iter()
            .filter_map(|(first, count, place)| Some((first, count, place?)))
            .collect();
        assert_eq!(
            away,
            [
                (1010, 69, (101, 107, 3450)),
                (1080, 69, (108, 114, 3450)),
                (1150, 69, (115, 121, 3450)),
                (1290, 69, (129, 135, 3450))
            ]
        );
    }

    #[test]
    fn what_is_told_is_known_again_and_the_rest_stays_away() {
        let mut runs = runs(28);
        runs.send_away(&[(64, 127)], 0, 2);
        assert_eq!(shape(&runs), [(1000, 280, Some((100, 127, 14_000)))]);
        assert!(runs.around_mut(1057).unwrap().set_waiting(9, false), "in a piece of its own");
        for number in [5, 6] {
            runs.bring_back(&found(number));
        }
        runs.settle();
        let shape = shape(&runs);
        let known: Vec<_> = shape.iter().filter(|(.., place)| place.is_none()).collect();
        assert_eq!(known.iter().map(|(_, count, _)| count).sum::<u32>(), 20);
        assert!(!runs.around(1057).unwrap().waits(7));
        let away: Vec<_> =
            shape.iter().filter_map(|(first, count, place)| Some((*first, *count, (*place)?))).collect();
        assert_eq!(away.iter().map(|(_, count, _)| count).sum::<u32>(), 260);
        assert_eq!(away.last().map(|(first, _, (from, to, _))| (*first, *from, *to)), Some((1070, 106, 127)));
        // Once it waits again, it goes away with the others.
        assert!(runs.around_mut(1057).unwrap().set_waiting(7, true));
        runs.settle();
        runs.send_away(&[(64, 127)], 0, 2);
        runs.join();
        assert_eq!(self::shape(&runs), [(1000, 280, Some((100, 127, 14_000)))]);
    }

    #[test]
    fn segments_without_a_message_are_none_of_its() {
        // None of the messages is in segments 110 to 119.
        let mut runs = Runs::default();
        for number in 0..20 {
            let segment = u64::from(if number < 10 { number } else { number + 10 }) + 100;
            let stretch = Stretch { segment, ..cold(number).stretch };
            let packed = Packed::new(&Cold { stretch, bytes: 500, of: 10 }, first(number)).unwrap();
            runs.insert(Run::of(first(number), 10, None, Rows::Cold(packed), Tenancy::Sole(None)));
        }
        runs.settle();
        runs.send_away(&[(64, 109), (120, 127)], 0, 2);
        assert_eq!(shape(&runs)[0], (1000, 180, Some((100, 127, 9000))));
        let segments = runs.iter().next().unwrap().away().unwrap().segments;
        assert!((64..128).filter(|it| segments.has(*it)).eq((100..110).chain(120..128)));
    }
}
