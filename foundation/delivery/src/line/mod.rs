//! Which message is next.

mod grouped;
mod loose;

use std::collections::BTreeMap;

use millpond_runtime::Millis;

use crate::{GroupKey, Message, Order, Phase, Sequence};
use grouped::Groups;
use loose::Tenants;

type Messages = BTreeMap<Sequence, Message>;

/// The lines of one resource, in its order.
#[derive(Debug)]
pub(crate) enum Lines {
    Loose(Tenants),
    Grouped(Groups),
}

fn waits(messages: &Messages, sequence: Sequence) -> bool {
    messages.get(&sequence).is_some_and(|message| message.phase == Phase::Waiting)
}

impl Lines {
    pub(crate) fn new(order: Order) -> Self {
        match order {
            Order::Loose => Lines::Loose(Tenants::default()),
            Order::Grouped => Lines::Grouped(Groups::default()),
        }
    }

    pub(crate) fn order(&self) -> Order {
        match self {
            Lines::Loose(_) => Order::Loose,
            Lines::Grouped(_) => Order::Grouped,
        }
    }

    /// A new message stands at the end. In loose order a delayed one joins when it falls due.
    pub(crate) fn join(&mut self, group: Option<GroupKey>, sequence: Sequence, delayed: bool, now: Millis) {
        match self {
            Lines::Loose(tenants) => tenants.join(group, sequence, delayed, now),
            Lines::Grouped(groups) => groups.join(group, sequence),
        }
    }

    /// A message is gone.
    pub(crate) fn leave(&mut self, group: Option<GroupKey>, sequence: Sequence) {
        match self {
            Lines::Loose(tenants) => tenants.leave(group, sequence),
            Lines::Grouped(groups) => groups.leave(group, sequence),
        }
    }

    /// A message's phase has changed: from one to another.
    pub(crate) fn moved(&mut self, group: Option<GroupKey>, sequence: Sequence, from: Phase, to: Phase) {
        if let Lines::Loose(tenants) = self {
            tenants.moved(group, sequence, from, to);
        }
    }

    /// Keeps true what is derived from the phases of a group's messages, after one has changed or is gone.
    pub(crate) fn refresh(&mut self, messages: &Messages, group: Option<GroupKey>) {
        match self {
            Lines::Loose(tenants) => tenants.refresh(messages, group),
            Lines::Grouped(groups) => groups.refresh(messages, group),
        }
    }

    pub(crate) fn advance(&mut self, now: Millis) {
        if let Lines::Loose(tenants) = self {
            tenants.advance(now);
        }
    }

    /// Messages were handed out to a group's consumers; this many are in flight altogether.
    pub(crate) fn judge(&mut self, group: Option<GroupKey>, in_flight: u64) {
        if let Lines::Loose(tenants) = self {
            tenants.judge(group, in_flight);
        }
    }

    pub(crate) fn select(&self, messages: &Messages, most: usize) -> Vec<Sequence> {
        match self {
            Lines::Loose(tenants) => tenants.select(messages, most),
            Lines::Grouped(groups) => groups.select(messages, most),
        }
    }
}
