//! In loose order a message that was handed out three times and came back stands behind all that wait at that moment, as
//! on AWS: what no consumer can handle does not keep them from what they can.
//!
//! Only the window knows of it. After a restart, or where there are very many of them, such a message is as old as its number
//! again.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lines, Window, waits};
use crate::ledger::Ledger;
use crate::{Phase, Sequence};

/// Handed out so often, and it goes to the back.
const RECEIVES: u32 = 3;
/// Messages of one resource that are held back at once.
const HELD_MAX: usize = 4096;

/// The messages that are held back. None of them is in the window.
#[derive(Debug, Default)]
pub(super) struct Behind {
    /// Before which number it must not come.
    places: BTreeMap<Sequence, Sequence>,
    /// The same by place.
    order: BTreeSet<(Sequence, Sequence)>,
}

impl Behind {
    pub(super) fn contains(&self, sequence: Sequence) -> bool {
        self.places.contains_key(&sequence)
    }

    fn insert(&mut self, sequence: Sequence, place: Sequence) {
        self.places.insert(sequence, place);
        self.order.insert((place, sequence));
    }

    pub(super) fn remove(&mut self, sequence: Sequence) {
        if let Some(place) = self.places.remove(&sequence) {
            self.order.remove(&(place, sequence));
        }
    }

    /// Takes the first one, if nothing that waits from `first` on stands before its place.
    fn pop(&mut self, first: Sequence) -> Option<Sequence> {
        let (_, sequence) = *self.order.first().filter(|(place, _)| *place <= first)?;
        self.remove(sequence);
        Some(sequence)
    }

    /// Forgets those that do not wait any more. True if none is left.
    pub(super) fn is_empty(&mut self, ledger: &Ledger) -> bool {
        self.places.retain(|sequence, place| {
            let stays = waits(ledger, *sequence);
            if !stays {
                self.order.remove(&(*place, *sequence));
            }
            stays
        });
        self.places.is_empty()
    }
}

impl Window {
    /// A message came back from `from`, and waits outside the window. True if it is held back now.
    pub(super) fn hold_back(&mut self, ledger: &Ledger, sequence: Sequence, from: Phase) -> bool {
        let Lines::Loose(tenants) = &self.lines else { return false };
        let often = matches!(from, Phase::InFlight { .. }) && ledger.received(sequence).receives >= RECEIVES;
        // A quiet tenant's message would have to wait for all that a noisy one has sent.
        if !often || tenants.any_noisy() || self.behind.places.len() >= HELD_MAX {
            return false;
        }
        self.behind.insert(sequence, ledger.end());
        true
    }

    /// Lets up to `most` come in whose turn it is: all that waited when they came back is gone, or taken before them.
    pub(super) fn let_in(&mut self, ledger: &Ledger, most: u64) {
        let Lines::Loose(tenants) = &self.lines else { return };
        if self.behind.order.is_empty() {
            return;
        }
        let here = tenants.first_waiting().unwrap_or(Sequence::MAX);
        let first = self.frontier.map_or(here, |frontier| frontier.min(here));
        let mut let_in = 0;
        while let_in < most
            && let Some(sequence) = self.behind.pop(first)
        {
            let_in += u64::from(self.turn_of(ledger, sequence));
        }
    }

    /// As [`Window::let_in`], as many as `most` is more than what is here, if nothing else is anywhere. True if one came in.
    pub(super) fn let_in_the_last(&mut self, ledger: &Ledger, most: u64) -> bool {
        let Lines::Loose(tenants) = &self.lines else { return false };
        let missing = most.saturating_sub(tenants.waiting());
        let mut let_in = 0;
        while self.frontier.is_none() || let_in > 0 {
            if let_in == missing {
                break;
            }
            let Some(sequence) = self.behind.pop(Sequence::MAX) else { break };
            let_in += u64::from(self.turn_of(ledger, sequence));
        }
        let_in > 0
    }

    /// Lets all come in.
    pub(super) fn let_all_in(&mut self, ledger: &Ledger) {
        while let Some(sequence) = self.behind.pop(Sequence::MAX) {
            self.turn_of(ledger, sequence);
        }
    }

    /// False if it is gone.
    fn turn_of(&mut self, ledger: &Ledger, sequence: Sequence) -> bool {
        let is_there = waits(ledger, sequence);
        if is_there {
            self.came_in(ledger, sequence, None);
        }
        is_there
    }
}
