//! Commands that wait for a resource to have something: long polls. Runtime only, never logged.

use std::collections::{BTreeMap, BTreeSet};

use millpond_runtime::Millis;

use crate::ResourceId;

/// The waiters of one partition, by resource, oldest first.
pub(crate) struct Waiters<C> {
    resources: BTreeMap<ResourceId, Line<C>>,
    timers: BTreeSet<(Millis, ResourceId, Timer)>,
    last_ticket: u64,
}

struct Line<C> {
    waiting: BTreeMap<u64, (Millis, C)>,
    due: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// Time gives the resource something.
    Due,
    /// This waiter's time is up.
    Until(u64),
}

/// A waiter taken out of its line, to be asked.
pub(crate) struct Waiter<C> {
    pub(crate) ticket: u64,
    pub(crate) command: C,
}

impl<C> Default for Waiters<C> {
    fn default() -> Self {
        Waiters { resources: BTreeMap::new(), timers: BTreeSet::new(), last_ticket: 0 }
    }
}

impl<C> Waiters<C> {
    /// Puts a command at the end of the line.
    pub(crate) fn join(&mut self, on: ResourceId, until: Millis, command: C) {
        self.last_ticket += 1;
        self.rejoin(on, until, Waiter { ticket: self.last_ticket, command });
    }

    /// Puts a waiter back where it stood.
    pub(crate) fn rejoin(&mut self, on: ResourceId, until: Millis, waiter: Waiter<C>) {
        let line = self.resources.entry(on).or_insert_with(|| Line { waiting: BTreeMap::new(), due: None });
        line.waiting.insert(waiter.ticket, (until, waiter.command));
        self.timers.insert((until, on, Timer::Until(waiter.ticket)));
    }

    /// Takes the oldest waiter out of the line.
    pub(crate) fn take_first(&mut self, on: ResourceId) -> Option<Waiter<C>> {
        let (&ticket, _) = self.resources.get(&on)?.waiting.first_key_value()?;
        self.take(on, ticket)
    }

    fn take(&mut self, on: ResourceId, ticket: u64) -> Option<Waiter<C>> {
        let line = self.resources.get_mut(&on)?;
        let (until, command) = line.waiting.remove(&ticket)?;
        self.timers.remove(&(until, on, Timer::Until(ticket)));
        if line.waiting.is_empty() {
            if let Some(due) = line.due {
                self.timers.remove(&(due, on, Timer::Due));
            }
            self.resources.remove(&on);
        }
        Some(Waiter { ticket, command })
    }

    /// Whether anybody waits for the resource.
    pub(crate) fn any(&self, on: ResourceId) -> bool {
        self.resources.contains_key(&on)
    }

    /// Notes when time will next give the resource something.
    pub(crate) fn set_due(&mut self, on: ResourceId, due: Option<Millis>) {
        let Some(line) = self.resources.get_mut(&on) else { return };
        if line.due == due {
            return;
        }
        if let Some(old) = line.due {
            self.timers.remove(&(old, on, Timer::Due));
        }
        if let Some(new) = due {
            self.timers.insert((new, on, Timer::Due));
        }
        line.due = due;
    }

    /// The earliest time at which anything happens here.
    pub(crate) fn next_timer(&self) -> Option<Millis> {
        self.timers.first().map(|(at, ..)| *at)
    }

    /// The next thing that has fallen due: the resource, and the waiter whose time is up, if it is that.
    pub(crate) fn pop_due(&mut self, now: Millis) -> Option<(ResourceId, Option<Waiter<C>>)> {
        let &(at, on, timer) = self.timers.first()?;
        if at > now {
            return None;
        }
        self.timers.pop_first();
        match timer {
            Timer::Due => {
                if let Some(line) = self.resources.get_mut(&on) {
                    line.due = None;
                }
                Some((on, None))
            }
            Timer::Until(ticket) => Some((on, self.take(on, ticket))),
        }
    }

    /// Takes all of them: the state they wait for is dropped.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = C> + use<C> {
        self.timers.clear();
        std::mem::take(&mut self.resources)
            .into_values()
            .flat_map(|line| line.waiting.into_values().map(|(_, c)| c))
    }
}
