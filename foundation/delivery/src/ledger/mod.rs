//! The ledger of a resource: which messages there are, and what is being done with each. It is a function of the events
//! and of time alone, changes without reading anything from the disk, and is what a checkpoint keeps.

mod ages;
mod apart;
mod at_rest;
mod away;
mod bits;
mod delays;
mod flight;
mod packed;
mod paged;
mod received;
mod returns;
mod rows;
mod run;
mod runs;
mod seal;
mod segments;
mod snapshot;
mod sparse;
mod stray;
mod table;

use std::borrow::Cow;

use millpond_log::{Past, Sought, Stretch};
use millpond_runtime::Millis;

use crate::{Phase, Sequence};
use ages::Ages;
use apart::{Apart, Tables};
pub use at_rest::PIECE_LEAST;
pub use away::{RUNS_KEPT, RUNS_LEAST};
use flight::Flight;
use packed::Cold;
pub(crate) use paged::received_in;
pub(crate) use received::{Received, TIME_MAX};
pub(crate) use rows::HotRow;
use run::Rows;
pub(crate) use run::{Run, Tenancy};
use runs::Runs;
pub use segments::LiveBytes;
pub(crate) use sparse::Sparse;
use stray::{Listed, Stray};

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// Whose it is: known once a segment was sealed.
    resource: u64,
    runs: Runs,
    apart: Apart,
    ages: Ages,
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
    Away(Sought),
}

impl Ledger {
    /// Gives back what is not needed while nothing happens. What was done with messages is put together where it has `least`
    /// bytes.
    pub(crate) fn rest(&mut self, least: usize) {
        self.rest_received(least);
        self.forget_pages();
        self.apart.rest();
    }

    #[cfg(test)]
    pub(crate) fn rests(&self) -> bool {
        self.apart.is_none()
    }

    /// How many messages there are.
    pub(crate) fn live(&self) -> u64 {
        self.live
    }

    /// How many could be handed out, as far as their groups let them.
    pub(crate) fn waiting(&self) -> u64 {
        self.waiting
    }

    pub(crate) fn in_flight(&self) -> u64 {
        self.apart.in_flight.len()
    }

    pub(crate) fn delayed(&self) -> u64 {
        self.apart.delayed.len()
    }

    /// Takes a new message.
    pub(crate) fn accept(
        &mut self,
        sequence: Sequence,
        row: HotRow,
        past: Option<Past>,
        due: Option<Millis>,
    ) {
        let run = match self.runs.last_mut() {
            Some(last) if last.hot().is_some() && (last.end() == sequence || last.is_dead()) => {
                if last.end() != sequence {
                    last.restart(sequence);
                }
                self.runs.last_mut().expect("it was there a moment ago")
            }
            _ => self.runs.insert(Run::new(sequence)),
        };
        run.push(row, due.is_none());
        self.live += 1;
        if let Some(past) = past {
            self.apart.make().pasts.insert(sequence, past);
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
        let sends = &mut self.apart.make().sends;
        while sends.pop_front_if(|(_, first)| *first + SENDS_KEPT_MS < sent).is_some() {}
        if sends.back().is_none_or(|(_, last)| sent >= last + SENDS_MS) {
            sends.push_back((sequence, sent));
        }
    }

    /// The messages sent at or after `since`, with their times, as far as those are remembered; and those that are
    /// not due yet.
    pub(crate) fn sent_since(&self, since: Millis) -> Vec<(Sequence, Millis)> {
        let delayed = self.not_due().next().unwrap_or(Sequence::MAX);
        let after = self.apart.sends.partition_point(|(_, sent)| *sent < since);
        // The entry before may have been extended to messages sent later.
        let first =
            after.checked_sub(1).map_or_else(|| self.apart.sends.front(), |at| self.apart.sends.get(at));
        let mut from = first.map_or(delayed, |(first, _)| (*first).min(delayed));
        let mut found = Vec::new();
        while let Some(sequence) = self.next_live(from) {
            let after = self.apart.sends.partition_point(|(first, _)| *first <= sequence);
            if let Some((_, sent)) = after.checked_sub(1).and_then(|at| self.apart.sends.get(at)) {
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
        let apart = self.apart.make();
        apart.strays.insert(sequence, Stray::hot(waiting));
        apart.stray_rows.insert(sequence, row);
        if let Some(past) = past {
            apart.pasts.insert(sequence, past);
        }
        self.live += 1;
        self.waiting += u64::from(waiting);
    }

    pub(crate) fn contains(&self, sequence: Sequence) -> bool {
        self.is_waiting(sequence).is_some()
    }

    fn run_of(&self, sequence: Sequence) -> Option<(Cow<'_, Run>, u32)> {
        let run = self.runs.around(sequence)?;
        let at = (sequence - run.first) as u32;
        Some((run, at))
    }

    fn run_of_mut(&mut self, sequence: Sequence) -> Option<(&mut Run, u32)> {
        let run = self.runs.around_mut(sequence)?;
        let at = (sequence - run.first) as u32;
        Some((run, at))
    }

    /// Whether a message waits; none if there is no such message.
    fn is_waiting(&self, sequence: Sequence) -> Option<bool> {
        if let Some((run, at)) = self.run_of(sequence)
            && run.lives(at)
        {
            return Some(run.waits(at));
        }
        self.apart.strays.get(sequence).map(|stray| stray.waits())
    }

    fn set_waiting(&mut self, sequence: Sequence, waiting: bool) {
        let changed = match self.run_of_mut(sequence) {
            Some((run, at)) if run.lives(at) => run.set_waiting(at, waiting),
            _ => {
                let stray = self.apart.there().and_then(|apart| apart.strays.get_mut(sequence));
                stray.is_some_and(|stray| stray.set_waiting(waiting))
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
        if let Some(flight) = self.apart.in_flight.get(sequence) {
            let (nonce, since, until) = (flight.nonce(), flight.since(), flight.until());
            return Some(Phase::InFlight { nonce, since, until });
        }
        Some(self.apart.delayed.get(sequence).map_or(Phase::Moving, |until| Phase::Delayed { until }))
    }

    /// Makes it wait.
    pub(crate) fn wait(&mut self, sequence: Sequence) {
        self.come_back(sequence);
        self.set_waiting(sequence, true);
    }

    pub(crate) fn fly(&mut self, sequence: Sequence, nonce: u64, since: Millis, until: Millis) {
        if !self.contains(sequence) {
            return;
        }
        debug_assert_eq!(self.page_of(sequence), None, "the page was read before");
        let flown = self.settle_down(sequence);
        self.set_waiting(sequence, false);
        let apart = self.apart.make();
        let received = flown.or_else(|| apart.received.remove(sequence)).unwrap_or_default();
        apart.in_flight.insert(sequence, Flight::new(nonce, since, until, received));
        apart.returns.begin(since);
        apart.returns.insert(until, sequence);
    }

    pub(crate) fn delay(&mut self, sequence: Sequence, until: Millis) {
        self.come_back(sequence);
        self.set_waiting(sequence, false);
        self.apart.make().delayed.insert(sequence, until);
    }

    pub(crate) fn start_move(&mut self, sequence: Sequence) {
        if !self.contains(sequence) {
            return;
        }
        self.come_back(sequence);
        self.set_waiting(sequence, false);
        let apart = self.apart.make();
        // It stays in memory until it is known what became of the message.
        apart.received.wake_piece_of(sequence);
        apart.moving.insert(sequence);
    }

    /// Out of whatever is being done with it, to stay for now.
    fn come_back(&mut self, sequence: Sequence) {
        if let Some(received) = self.settle_down(sequence) {
            self.apart.make().note_received(sequence, received);
        }
    }

    /// Out of whatever is being done with it. Returns what was done with a message that was in flight: nobody else knows.
    fn settle_down(&mut self, sequence: Sequence) -> Option<Received> {
        let apart = self.apart.there()?;
        if let Some(flight) = apart.in_flight.remove(sequence) {
            apart.returns.remove(flight.until(), sequence);
            if apart.returns.is_stale(apart.in_flight.len()) {
                let in_flight = apart.in_flight.iter();
                apart.returns.renew(in_flight.map(|(sequence, flight)| (flight.until(), sequence)));
            }
            return Some(flight.received());
        }
        if apart.delayed.remove(sequence).is_none() {
            apart.moving.remove(&sequence);
        }
        None
    }

    /// What was done with it here.
    pub(crate) fn received(&self, sequence: Sequence) -> Received {
        debug_assert_eq!(self.page_of(sequence), None, "the page was read before");
        match self.apart.in_flight.get(sequence) {
            Some(flight) => flight.received(),
            None => self.apart.received.get(sequence).unwrap_or_default(),
        }
    }

    pub(crate) fn change_received(&mut self, sequence: Sequence, change: impl FnOnce(&mut Received)) {
        let mut received = self.received(sequence);
        change(&mut received);
        let apart = self.apart.make();
        match apart.in_flight.get_mut(sequence) {
            Some(flight) => flight.note(received),
            None => apart.note_received(sequence, received),
        }
    }

    /// Removes a message for good. False if there is no such message.
    pub(crate) fn remove(&mut self, sequence: Sequence) -> bool {
        if !self.contains(sequence) {
            return false;
        }
        self.settle_down(sequence);
        if let Some(apart) = self.apart.there() {
            apart.received.remove(sequence);
        }
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
        if let Some(apart) = self.apart.there() {
            apart.pasts.remove(sequence);
        }
        self.live -= 1;
        self.waiting -= u64::from(waited);
        let in_run = self.run_of(sequence).is_some_and(|(run, at)| run.lives(at));
        match self.run_of_mut(sequence).filter(|_| in_run) {
            Some((run, at)) => {
                run.take_out(at);
                let (before, cold) = (run.first, run.hot().is_none());
                run.trim();
                let (first, dead) = (run.first, run.is_dead());
                if dead && (cold || self.runs.last().is_none_or(|last| last.first != first)) {
                    self.runs.remove(first);
                    return true;
                }
                first != before
            }
            None => {
                self.remove_stray(sequence);
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
        let busy = self.apart.in_flight.keys_within(first, last).into_iter();
        let not_due = self.apart.delayed.range(first).map(|(sequence, _)| sequence);
        let busy = busy.chain(not_due.take_while(|sequence| *sequence <= last));
        let busy = busy.chain(self.apart.moving.range(first..=last).copied());
        let apart: Vec<Sequence> = busy.chain(self.apart.strays.keys_within(first, last)).collect();
        for sequence in apart {
            self.remove(sequence);
        }
        // What is away may be much more than that, and is told by its ends.
        self.runs.cut(first);
        self.runs.cut(last.saturating_add(1));
        let touched = self.runs.from(first).take_while(|run| run.first <= last);
        let touched: Vec<Sequence> = touched.map(|run| run.first).collect();
        for start in touched {
            let Some(run) = self.runs.get(start) else { continue };
            let newest = self.runs.last().is_some_and(|last| last.first == start);
            if start >= first && run.end() <= last + 1 && !(newest && run.hot().is_some()) {
                let (live, waiting) = (run.live(), run.waiting());
                drop(run);
                self.live -= u64::from(live);
                self.waiting -= u64::from(waiting);
                self.runs.remove(start);
                continue;
            }
            let mut at = first.saturating_sub(start).min(u64::from(run.count)) as u32;
            let mut gone = Vec::new();
            while let Some(next) = run.next_live(at).filter(|next| start + u64::from(*next) <= last) {
                gone.push(start + u64::from(next));
                at = next + 1;
            }
            drop(run);
            for sequence in gone {
                self.take_out(sequence);
            }
        }
        if let Some(apart) = self.apart.there() {
            apart.received.remove_range(first, last);
            for sequence in apart.pasts.keys_within(first, last) {
                apart.pasts.remove(sequence);
            }
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

    /// Nothing comes back or falls due before this.
    pub(crate) fn next_timer(&self) -> Option<Millis> {
        [self.apart.returns.next(), self.apart.delayed.next()].into_iter().flatten().min()
    }

    /// The next message that comes back or falls due by `now`.
    pub(crate) fn due(&mut self, now: Millis) -> Option<Sequence> {
        let Tables { in_flight, returns, delayed, .. } = self.apart.there()?;
        let back = returns.due(now, |sequence| in_flight.get(sequence).map(Flight::until));
        [back, delayed.due(now)].into_iter().flatten().min().map(|(_, sequence)| sequence)
    }

    /// The first message that waits, at `from` or behind.
    pub(crate) fn next_waiting(&self, from: Sequence) -> Option<Sequence> {
        let of_run = self.next_of_runs(from, Run::next_waiting);
        let mut before = self.apart.strays.range(from, of_run.unwrap_or(Sequence::MAX));
        before.find(|(_, stray)| stray.waits()).map(|(sequence, _)| sequence).or(of_run)
    }

    /// Behind the newest message, as far as it was not copied forward.
    pub(crate) fn end(&self) -> Sequence {
        self.runs.end()
    }

    /// The first message that there is, at `from` or behind.
    pub(crate) fn next_live(&self, from: Sequence) -> Option<Sequence> {
        let of_run = self.next_of_runs(from, Run::next_live);
        let of_strays = self.apart.strays.range(from, Sequence::MAX).next().map(|(sequence, _)| sequence);
        [of_run, of_strays].into_iter().flatten().min()
    }

    fn next_of_runs(&self, from: Sequence, next: impl Fn(&Run, u32) -> Option<u32>) -> Option<Sequence> {
        self.runs.from(from).find_map(|run| {
            let at = from.saturating_sub(run.first).min(u64::from(run.count)) as u32;
            next(&run, at).map(|at| run.first + u64::from(at))
        })
    }

    /// The end of the run that a message stands in, if the whole run has one tenancy: where to look on for others. What was
    /// copied forward out of the run may be another's, and is looked at before.
    pub(crate) fn sole_tenant(&self, sequence: Sequence) -> Option<(Option<crate::GroupKey>, Sequence)> {
        let (run, at) = self.run_of(sequence)?;
        let Tenancy::Sole(group) = run.tenancy else { return None };
        let mut copied = self.apart.strays.range(sequence, run.end());
        let copied = copied.find(|(_, stray)| stray.waits()).map(|(sequence, _)| sequence);
        run.lives(at).then(|| (group, copied.unwrap_or(run.end())))
    }

    /// Where a message's row is.
    pub(crate) fn find(&self, sequence: Sequence) -> Option<Found> {
        if let Some((run, at)) = self.run_of(sequence)
            && run.lives(at)
        {
            return Some(match &run.rows {
                Rows::Hot(rows) => Found::Hot(*rows.get(at), self.apart.pasts.get(sequence).copied()),
                Rows::Cold(packed) => {
                    let cold = packed.unpack(self.resource, run.first);
                    Found::Cold(cold.stretch, packed.row(at))
                }
                Rows::Away(_) => Found::Away(self.sought(&run, sequence)?),
            });
        }
        self.find_stray(sequence)
    }

    /// Messages in flight, by number.
    pub(crate) fn flying(&self) -> impl Iterator<Item = Sequence> + '_ {
        self.apart.in_flight.iter().map(|(sequence, _)| sequence)
    }

    /// Messages that are not due yet, by number.
    pub(crate) fn not_due(&self) -> impl Iterator<Item = Sequence> + '_ {
        self.apart.delayed.range(0).map(|(sequence, _)| sequence)
    }
}
