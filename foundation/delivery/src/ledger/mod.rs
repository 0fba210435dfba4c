//! The ledger of a resource: which messages there are, and what is being done with each. It is a function of the events
//! and of time alone, changes without reading anything from the disk, and is what a checkpoint keeps.

mod ages;
mod bits;
mod run;
mod seal;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use millpond_log::{Past, Stretch};
use millpond_runtime::Millis;

use crate::{Phase, Sequence};
use ages::Ages;
use run::{Cold, Rows};
pub(crate) use run::{HotRow, Run, Tenancy};

/// A hand-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flight {
    nonce: u64,
    since: Millis,
    until: Millis,
}

/// What has been done with a message here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    /// How often it was handed out.
    pub(crate) receives: u32,
    /// When it first was.
    pub(crate) first: Millis,
    /// Another resource did not take it since it was last handed out.
    pub(crate) refused: bool,
}

/// A message that was copied forward out of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stray {
    row: StrayRow,
    waiting: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StrayRow {
    Hot(HotRow),
    /// In the listed stretch of that segment.
    Cold {
        segment: u64,
        row: u32,
    },
}

/// Strays of one sealed segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Listed {
    cold: Cold,
    live: u32,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    runs: BTreeMap<Sequence, Run>,
    strays: BTreeMap<Sequence, Stray>,
    listed: BTreeMap<u64, Listed>,
    /// Of messages whose rows are in memory.
    pasts: BTreeMap<Sequence, Past>,
    in_flight: BTreeMap<Sequence, Flight>,
    delayed: BTreeMap<Sequence, Millis>,
    moving: BTreeSet<Sequence>,
    received: BTreeMap<Sequence, Received>,
    /// When a message in flight comes back, or a delayed one falls due.
    timers: BTreeSet<(Millis, Sequence)>,
    ages: Ages,
    /// Of grouped order: when the latest messages were sent, a tenth of a second exactly, for a delay that changes.
    sends: VecDeque<(Sequence, Millis)>,
    live: u64,
    waiting: u64,
}

/// How exactly the time of a send is remembered.
const SENDS_MS: Millis = 100;
/// And for how long: no delay is longer.
const SENDS_KEPT_MS: Millis = 900_000;

/// Where a message's row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Hot(HotRow, Option<Past>),
    Cold(Stretch, u32),
}

impl Ledger {
    /// How many messages there are.
    pub(crate) fn live(&self) -> u64 {
        self.live
    }

    /// How many could be handed out, as far as their groups let them.
    pub(crate) fn waiting(&self) -> u64 {
        self.waiting
    }

    pub(crate) fn in_flight(&self) -> u64 {
        self.in_flight.len() as u64
    }

    pub(crate) fn delayed(&self) -> u64 {
        self.delayed.len() as u64
    }

    /// Takes a new message.
    pub(crate) fn accept(
        &mut self,
        sequence: Sequence,
        row: HotRow,
        past: Option<Past>,
        due: Option<Millis>,
    ) {
        let last =
            self.runs.last_entry().map(|last| (*last.key(), last.get().end(), last.get().hot().is_some()));
        let key = match last {
            Some((first, end, true)) if end == sequence => first,
            Some((first, _, true)) if self.runs[&first].is_dead() => {
                let mut run = self.runs.remove(&first).expect("it was there a moment ago");
                run.restart(sequence);
                self.runs.insert(sequence, run);
                sequence
            }
            _ => {
                self.runs.insert(sequence, Run::new(sequence));
                sequence
            }
        };
        let run = self.runs.get_mut(&key).expect("it was found or put there");
        run.push(row, due.is_none());
        self.live += 1;
        if let Some(past) = past {
            self.pasts.insert(sequence, past);
        }
        match due {
            None => self.waiting += 1,
            Some(until) => self.delay(sequence, until),
        }
    }

    /// Notes when a message was sent, for its expiry.
    pub(crate) fn note_age(&mut self, sequence: Sequence, sent: Millis, retention_ms: Millis) {
        self.ages.note(sequence, sent, retention_ms);
    }

    /// Notes when a message was sent, for a delay that changes.
    pub(crate) fn note_send(&mut self, sequence: Sequence, sent: Millis) {
        while self.sends.pop_front_if(|(_, first)| *first + SENDS_KEPT_MS < sent).is_some() {}
        if self.sends.back().is_none_or(|(_, last)| sent >= last + SENDS_MS) {
            self.sends.push_back((sequence, sent));
        }
    }

    /// The messages sent at or after `since`, with their times, as far as those are remembered; and those that are
    /// not due yet.
    pub(crate) fn sent_since(&self, since: Millis) -> Vec<(Sequence, Millis)> {
        let delayed = self.delayed.keys().next().copied().unwrap_or(Sequence::MAX);
        let after = self.sends.partition_point(|(_, sent)| *sent < since);
        // The entry before may have been extended to messages sent later.
        let first = after.checked_sub(1).map_or_else(|| self.sends.front(), |at| self.sends.get(at));
        let mut from = first.map_or(delayed, |(first, _)| (*first).min(delayed));
        let mut found = Vec::new();
        while let Some(sequence) = self.next_live(from) {
            let after = self.sends.partition_point(|(first, _)| *first <= sequence);
            if let Some((_, sent)) = after.checked_sub(1).and_then(|at| self.sends.get(at)) {
                found.push((sequence, *sent));
            }
            from = sequence + 1;
        }
        found
    }

    /// A message stands somewhere else now. Nothing, if it is gone.
    pub(crate) fn forward(&mut self, sequence: Sequence, row: HotRow, past: Option<Past>) {
        let Some(waiting) = self.is_waiting(sequence) else { return };
        self.lift(sequence);
        self.strays.insert(sequence, Stray { row: StrayRow::Hot(row), waiting });
        self.live += 1;
        self.waiting += u64::from(waiting);
        if let Some(past) = past {
            self.pasts.insert(sequence, past);
        }
    }

    pub(crate) fn contains(&self, sequence: Sequence) -> bool {
        self.is_waiting(sequence).is_some()
    }

    fn run_of(&self, sequence: Sequence) -> Option<(&Run, u32)> {
        let (first, run) = self.runs.range(..=sequence).next_back()?;
        let at = sequence - first;
        (at < u64::from(run.count)).then_some((run, at as u32))
    }

    fn run_of_mut(&mut self, sequence: Sequence) -> Option<(&mut Run, u32)> {
        let (first, run) = self.runs.range_mut(..=sequence).next_back()?;
        let at = sequence - first;
        (at < u64::from(run.count)).then_some((run, at as u32))
    }

    /// Whether a message waits; none if there is no such message.
    fn is_waiting(&self, sequence: Sequence) -> Option<bool> {
        if let Some((run, at)) = self.run_of(sequence)
            && run.live.get(at)
        {
            return Some(run.waiting.get(at));
        }
        self.strays.get(&sequence).map(|stray| stray.waiting)
    }

    fn set_waiting(&mut self, sequence: Sequence, waiting: bool) {
        let changed = match self.run_of_mut(sequence) {
            Some((run, at)) if run.live.get(at) => run.waiting.set(at, waiting),
            _ => {
                let stray = self.strays.get_mut(&sequence);
                stray.is_some_and(|stray| std::mem::replace(&mut stray.waiting, waiting) != waiting)
            }
        };
        match (changed, waiting) {
            (true, true) => self.waiting += 1,
            (true, false) => self.waiting -= 1,
            (false, _) => {}
        }
    }

    pub(crate) fn phase(&self, sequence: Sequence) -> Option<Phase> {
        if self.is_waiting(sequence)? {
            return Some(Phase::Waiting);
        }
        if let Some(Flight { nonce, since, until }) = self.in_flight.get(&sequence).copied() {
            return Some(Phase::InFlight { nonce, since, until });
        }
        Some(self.delayed.get(&sequence).map_or(Phase::Moving, |until| Phase::Delayed { until: *until }))
    }

    /// Makes it wait.
    pub(crate) fn wait(&mut self, sequence: Sequence) {
        self.settle_down(sequence);
        self.set_waiting(sequence, true);
    }

    pub(crate) fn fly(&mut self, sequence: Sequence, nonce: u64, since: Millis, until: Millis) {
        if !self.contains(sequence) {
            return;
        }
        self.settle_down(sequence);
        self.set_waiting(sequence, false);
        self.in_flight.insert(sequence, Flight { nonce, since, until });
        self.timers.insert((until, sequence));
    }

    pub(crate) fn delay(&mut self, sequence: Sequence, until: Millis) {
        self.settle_down(sequence);
        self.set_waiting(sequence, false);
        self.delayed.insert(sequence, until);
        self.timers.insert((until, sequence));
    }

    pub(crate) fn start_move(&mut self, sequence: Sequence) {
        if !self.contains(sequence) {
            return;
        }
        self.settle_down(sequence);
        self.set_waiting(sequence, false);
        self.moving.insert(sequence);
    }

    /// Out of whatever is being done with it.
    fn settle_down(&mut self, sequence: Sequence) {
        if let Some(flight) = self.in_flight.remove(&sequence) {
            self.timers.remove(&(flight.until, sequence));
        } else if let Some(until) = self.delayed.remove(&sequence) {
            self.timers.remove(&(until, sequence));
        } else {
            self.moving.remove(&sequence);
        }
    }

    /// What was done with it here.
    pub(crate) fn received(&self, sequence: Sequence) -> Received {
        self.received.get(&sequence).copied().unwrap_or_default()
    }

    pub(crate) fn change_received(&mut self, sequence: Sequence, change: impl FnOnce(&mut Received)) {
        let mut received = self.received(sequence);
        change(&mut received);
        if received.receives == 0 && !received.refused {
            self.received.remove(&sequence);
        } else {
            self.received.insert(sequence, received);
        }
    }

    /// Removes a message for good. False if there is no such message.
    pub(crate) fn remove(&mut self, sequence: Sequence) -> bool {
        if !self.contains(sequence) {
            return false;
        }
        self.settle_down(sequence);
        self.received.remove(&sequence);
        self.take_out(sequence);
        true
    }

    fn take_out(&mut self, sequence: Sequence) {
        if self.lift(sequence) || self.live == 0 {
            self.forget_ages();
        }
    }

    /// Takes a message from where it stands. True if a run has got shorter or has gone with it.
    fn lift(&mut self, sequence: Sequence) -> bool {
        let waited = self.is_waiting(sequence).is_some_and(|waiting| waiting);
        self.pasts.remove(&sequence);
        self.live -= 1;
        self.waiting -= u64::from(waited);
        let in_run = self.run_of(sequence).is_some_and(|(run, at)| run.live.get(at));
        match self.run_of_mut(sequence).filter(|_| in_run) {
            Some((run, at)) => {
                run.live.set(at, false);
                run.waiting.set(at, false);
                let (first, cold) = (run.first, run.hot().is_none());
                run.trim();
                let (moved, dead) = (run.first != first, run.is_dead());
                if dead && (cold || self.runs.keys().next_back() != Some(&first)) {
                    self.runs.remove(&first);
                    return true;
                }
                if moved {
                    let run = self.runs.remove(&first).expect("it was there a moment ago");
                    self.runs.insert(run.first, run);
                }
                moved
            }
            None => {
                if let Some(Stray { row: StrayRow::Cold { segment, .. }, .. }) = self.strays.remove(&sequence)
                    && let Some(listed) = self.listed.get_mut(&segment)
                {
                    listed.live -= 1;
                    if listed.live == 0 {
                        self.listed.remove(&segment);
                    }
                }
                false
            }
        }
    }

    fn forget_ages(&mut self) {
        match self.next_live(0) {
            Some(first) => self.ages.forget_below(first),
            None => self.ages.clear(),
        }
    }

    /// Removes every message from `first` to `last`: whole runs at once.
    pub(crate) fn remove_range(&mut self, first: Sequence, last: Sequence) {
        let within = first..=last;
        let busy = self.in_flight.range(within.clone()).map(|(sequence, _)| *sequence);
        let busy = busy.chain(self.delayed.range(within.clone()).map(|(sequence, _)| *sequence));
        let busy = busy.chain(self.moving.range(within.clone()).copied());
        let apart: Vec<Sequence> = busy.chain(self.strays.range(within.clone()).map(|(s, _)| *s)).collect();
        for sequence in apart {
            self.remove(sequence);
        }
        let start = self.runs.range(..=first).next_back().map_or(first, |(start, _)| *start);
        let touched: Vec<Sequence> = self.runs.range(start..=last).map(|(start, _)| *start).collect();
        for start in touched {
            let Some(run) = self.runs.get(&start) else { continue };
            let newest = self.runs.keys().next_back() == Some(&start);
            if start >= first && run.end() <= last + 1 && !(newest && run.hot().is_some()) {
                self.live -= u64::from(run.live.ones());
                self.waiting -= u64::from(run.waiting.ones());
                self.runs.remove(&start);
                continue;
            }
            let mut at = first.saturating_sub(start).min(u64::from(run.count)) as u32;
            let mut gone = Vec::new();
            while let Some(next) = run.live.next(at).filter(|next| start + u64::from(*next) <= last) {
                gone.push(start + u64::from(next));
                at = next + 1;
            }
            for sequence in gone {
                self.take_out(sequence);
            }
        }
        let noted: Vec<Sequence> =
            self.received.range(within.clone()).map(|(sequence, _)| *sequence).collect();
        for sequence in noted {
            self.received.remove(&sequence);
        }
        let noted: Vec<Sequence> = self.pasts.range(within).map(|(sequence, _)| *sequence).collect();
        for sequence in noted {
            self.pasts.remove(&sequence);
        }
        self.forget_ages();
    }

    /// The next messages that have been kept for long enough.
    pub(crate) fn pop_expired(&mut self, retention_ms: Millis, now: Millis) -> Option<(Sequence, Sequence)> {
        self.ages.pop_expired(retention_ms, now)
    }

    pub(crate) fn next_expiry(&self, retention_ms: Millis) -> Option<Millis> {
        self.ages.next_expiry(retention_ms).filter(|_| self.live > 0)
    }

    /// The next message whose time is up.
    pub(crate) fn next_timer(&self) -> Option<(Millis, Sequence)> {
        self.timers.first().copied()
    }

    /// The first message that waits, at `from` or behind.
    pub(crate) fn next_waiting(&self, from: Sequence) -> Option<Sequence> {
        let of_run = self.next_of_runs(from, |run| &run.waiting);
        let mut before = self.strays.range(from..=of_run.unwrap_or(Sequence::MAX));
        before.find(|(_, stray)| stray.waiting).map(|(sequence, _)| *sequence).or(of_run)
    }

    /// The first message that there is, at `from` or behind.
    pub(crate) fn next_live(&self, from: Sequence) -> Option<Sequence> {
        let of_run = self.next_of_runs(from, |run| &run.live);
        let of_strays = self.strays.range(from..).next().map(|(sequence, _)| *sequence);
        [of_run, of_strays].into_iter().flatten().min()
    }

    fn next_of_runs(&self, from: Sequence, bits: impl Fn(&Run) -> &bits::Bits) -> Option<Sequence> {
        let start = self.runs.range(..=from).next_back().map_or(from, |(first, _)| *first);
        self.runs.range(start..).find_map(|(first, run)| {
            let at = from.saturating_sub(*first).min(u64::from(run.count)) as u32;
            bits(run).next(at).map(|at| first + u64::from(at))
        })
    }

    /// The end of the run that a message stands in, if the whole run has one tenancy: where to look on for others.
    pub(crate) fn sole_tenant(&self, sequence: Sequence) -> Option<(Option<crate::GroupKey>, Sequence)> {
        let (run, at) = self.run_of(sequence)?;
        match run.tenancy {
            Tenancy::Sole(group) if run.live.get(at) => Some((group, run.end())),
            _ => None,
        }
    }

    /// Where a message's row is.
    pub(crate) fn find(&self, sequence: Sequence) -> Option<Found> {
        if let Some((run, at)) = self.run_of(sequence)
            && run.live.get(at)
        {
            return Some(match &run.rows {
                Rows::Hot(rows) => Found::Hot(rows[at as usize], self.pasts.get(&sequence).copied()),
                Rows::Cold(cold) => Found::Cold(cold.stretch, (sequence - cold.stretch.first) as u32),
            });
        }
        match self.strays.get(&sequence)?.row {
            StrayRow::Hot(row) => Some(Found::Hot(row, self.pasts.get(&sequence).copied())),
            StrayRow::Cold { segment, row } => {
                Some(Found::Cold(self.listed.get(&segment)?.cold.stretch, row))
            }
        }
    }

    /// Messages in flight, by number.
    pub(crate) fn flying(&self) -> impl Iterator<Item = Sequence> + '_ {
        self.in_flight.keys().copied()
    }

    /// Messages that are not due yet, by number.
    pub(crate) fn not_due(&self) -> impl Iterator<Item = Sequence> + '_ {
        self.delayed.keys().copied()
    }
}
