//! The messages of one resource, kept in the most obvious way.

use std::collections::BTreeMap;

use millpond_log::{Past, Row};
use millpond_runtime::Millis;

use crate::{Counts, Delivery, GroupKey, Incoming, Order, Phase, Posting, Sequence};

/// What changes a resource besides time: what its log would have.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Accept(Incoming),
    Forward(Incoming),
    HandOut { sequences: Vec<Sequence>, nonce: u64, deadline: Millis },
    Remove(Sequence),
    Reschedule { sequence: Sequence, nonce: u64, deadline: Millis },
    Undo { sequence: Sequence, nonce: u64 },
    StartMove(Sequence),
    ReturnMove(Sequence),
    Purge(Sequence),
    SetRetention(Millis),
    Redelay(Millis),
}

impl Event {
    /// Does it, as a user's state would. What the call says of itself is returned.
    pub(super) fn apply(&self, delivery: &mut Delivery, now: Millis) -> Option<bool> {
        match self {
            Event::Accept(incoming) => delivery.accept(*incoming, now),
            Event::Forward(incoming) => delivery.forward(*incoming),
            Event::HandOut { sequences, nonce, deadline } => {
                delivery.hand_out(sequences, *nonce, *deadline, now);
            }
            Event::Remove(sequence) => return Some(delivery.remove(*sequence)),
            Event::Reschedule { sequence, nonce, deadline } => {
                return Some(delivery.reschedule(*sequence, *nonce, *deadline, now));
            }
            Event::Undo { sequence, nonce } => return Some(delivery.undo(*sequence, *nonce)),
            Event::StartMove(sequence) => delivery.start_move(*sequence),
            Event::ReturnMove(sequence) => return Some(delivery.return_move(*sequence, true)),
            Event::Purge(last) => delivery.purge(*last),
            Event::SetRetention(retention_ms) => delivery.set_retention(*retention_ms),
            Event::Redelay(delay_ms) => delivery.redelay(*delay_ms, now),
        }
        None
    }
}

#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) posting: Posting,
    pub(super) group: Option<GroupKey>,
    pub(super) past: Option<Past>,
    pub(super) phase: Phase,
    pub(super) receives: u32,
    pub(super) first: Millis,
    pub(super) refused: bool,
    /// When it came here.
    came: Millis,
}

impl Known {
    pub(super) fn row(&self, sequence: Sequence) -> Row {
        let Posting { sent, position, offset, len } = self.posting;
        Row { sequence, position, offset, len, sent, group: self.group.map(GroupKey::get), past: self.past }
    }
}

/// See the module.
pub(super) struct Reference {
    order: Order,
    pub(super) retention_ms: Millis,
    /// By so much a message may outlive its time.
    slack_ms: Millis,
    pub(super) messages: BTreeMap<Sequence, Known>,
}

fn slack(retention_ms: Millis) -> Millis {
    (retention_ms / 4096).clamp(1, 90_000)
}

impl Reference {
    pub(super) fn new(order: Order, retention_ms: Millis) -> Reference {
        Reference { order, retention_ms, slack_ms: slack(retention_ms), messages: BTreeMap::new() }
    }

    /// Time has passed, and `delivery` knows. How late a message expires is its own affair within limits. True if
    /// something may be handed out that could not be before.
    pub(super) fn advance(&mut self, delivery: &Delivery, now: Millis) -> bool {
        let (retention_ms, slack_ms, order) = (self.retention_ms, self.slack_ms, self.order);
        let mut changed = false;
        self.messages.retain(|sequence, known| {
            let expires = known.posting.sent + retention_ms;
            let stays = delivery.phase(*sequence).is_some();
            assert!(stays || expires <= now, "{sequence} has expired {} early", expires - now);
            assert!(
                !stays || now < expires + slack_ms,
                "{sequence} has outlived its time: {known:?} at {now}"
            );
            changed |= !stays && order == Order::Grouped;
            stays
        });
        for known in self.messages.values_mut() {
            match known.phase {
                Phase::InFlight { until, .. } | Phase::Delayed { until } if until <= now => {
                    known.phase = Phase::Waiting;
                    changed = true;
                }
                _ => {}
            }
        }
        changed
    }

    /// The same as [`Event::apply`]. `delivery` has done it already: a new delay is exact to the tenth of a second.
    pub(super) fn apply(&mut self, event: &Event, delivery: &Delivery, now: Millis) -> Option<bool> {
        match event {
            Event::Accept(incoming) => {
                let Incoming { sequence, posting, group, due, moved: past } = *incoming;
                let phase = if due > now { Phase::Delayed { until: due } } else { Phase::Waiting };
                let known =
                    Known { posting, group, past, phase, receives: 0, first: 0, refused: false, came: now };
                self.messages.insert(sequence, known);
            }
            Event::Forward(incoming) => {
                if let Some(known) = self.messages.get_mut(&incoming.sequence) {
                    known.posting = incoming.posting;
                }
            }
            Event::HandOut { sequences, nonce, deadline } => {
                for sequence in sequences {
                    self.hand_out(*sequence, *nonce, *deadline, now);
                }
            }
            Event::Remove(sequence) => return Some(self.messages.remove(sequence).is_some()),
            Event::Reschedule { sequence, nonce, deadline } => {
                let known = self.messages.get_mut(sequence).filter(|known| known.phase != Phase::Moving);
                let Some(known) = known else { return Some(false) };
                let (nonce, since) = match known.phase {
                    Phase::InFlight { nonce, since, .. } => (nonce, since),
                    _ => (*nonce, now),
                };
                let comes_back = *deadline <= now;
                known.phase = match comes_back {
                    true => Phase::Waiting,
                    false => Phase::InFlight { nonce, since, until: *deadline },
                };
                return Some(comes_back);
            }
            Event::Undo { sequence, nonce } => {
                let Some(known) = self.messages.get_mut(sequence) else { return Some(false) };
                let latest = matches!(known.phase, Phase::InFlight { nonce: latest, .. } if latest == *nonce);
                if latest {
                    known.receives = known.receives.saturating_sub(1);
                    known.phase = Phase::Waiting;
                }
                return Some(latest);
            }
            Event::StartMove(sequence) => {
                if let Some(known) = self.messages.get_mut(sequence) {
                    known.phase = Phase::Moving;
                }
            }
            Event::ReturnMove(sequence) => {
                let known = self.messages.get_mut(sequence).filter(|known| known.phase == Phase::Moving);
                let Some(known) = known else { return Some(false) };
                (known.phase, known.refused) = (Phase::Waiting, true);
                return Some(true);
            }
            Event::Purge(last) => self.messages.retain(|sequence, _| sequence > last),
            Event::SetRetention(retention_ms) => {
                self.retention_ms = *retention_ms;
                self.slack_ms = self.slack_ms.max(slack(*retention_ms));
            }
            Event::Redelay(delay_ms) => self.redelay(*delay_ms, delivery, now),
        }
        None
    }

    fn hand_out(&mut self, sequence: Sequence, nonce: u64, deadline: Millis, now: Millis) {
        let known = self.messages.get_mut(&sequence).filter(|known| known.phase != Phase::Moving);
        let Some(known) = known else { return };
        if known.receives == 0 {
            known.first = now;
        }
        known.receives += 1;
        known.refused = false;
        known.phase = match deadline <= now {
            true => Phase::Waiting,
            false => Phase::InFlight { nonce, since: now, until: deadline },
        };
    }

    fn redelay(&mut self, delay_ms: Millis, delivery: &Delivery, now: Millis) {
        for (sequence, known) in &mut self.messages {
            if known.receives > 0 || !matches!(known.phase, Phase::Waiting | Phase::Delayed { .. }) {
                continue;
            }
            let due = known.came + delay_ms;
            let found = delivery.phase(*sequence).expect("a delay removes nothing");
            let early = match found {
                Phase::Delayed { until } => due.checked_sub(until),
                Phase::Waiting => Some(due.saturating_sub(now)),
                _ => None,
            };
            assert!(early.is_some_and(|early| early < 100), "{sequence}: {found:?}, should be due at {due}");
            known.phase = found;
        }
    }

    pub(super) fn counts(&self) -> Counts {
        let count = |is: fn(&Phase) -> bool| self.messages.values().filter(|known| is(&known.phase)).count();
        Counts {
            waiting: count(|phase| matches!(phase, Phase::Waiting | Phase::Moving)) as u64,
            in_flight: count(|phase| matches!(phase, Phase::InFlight { .. })) as u64,
            delayed: count(|phase| matches!(phase, Phase::Delayed { .. })) as u64,
        }
    }

    /// The messages in such a phase, the oldest first.
    pub(super) fn in_phase(&self, is: fn(&Phase) -> bool) -> Vec<Sequence> {
        let found = self.messages.iter().filter(|(_, known)| is(&known.phase));
        found.map(|(sequence, _)| *sequence).collect()
    }

    pub(super) fn waiting(&self) -> Vec<Sequence> {
        self.in_phase(|phase| *phase == Phase::Waiting)
    }

    /// What may be handed out, in the order in which it should be.
    pub(super) fn available(&self) -> Vec<Sequence> {
        match self.order {
            Order::Loose => self.waiting(),
            Order::Grouped => {
                let mut prefixes: Vec<Vec<Sequence>> =
                    self.groups().into_values().map(|line| self.prefix(&line)).collect();
                prefixes.sort();
                prefixes.concat()
            }
        }
    }

    /// Every group's messages, the oldest first.
    pub(super) fn groups(&self) -> BTreeMap<Option<GroupKey>, Vec<Sequence>> {
        let mut groups: BTreeMap<_, Vec<Sequence>> = BTreeMap::new();
        for (sequence, known) in &self.messages {
            groups.entry(known.group).or_default().push(*sequence);
        }
        groups
    }

    fn prefix(&self, line: &[Sequence]) -> Vec<Sequence> {
        let waits = |sequence: &Sequence| self.messages[sequence].phase == Phase::Waiting;
        line.iter().copied().take_while(waits).collect()
    }

    /// When a message comes back or falls due.
    pub(super) fn next_timer(&self) -> Option<Millis> {
        let until = |known: &Known| match known.phase {
            Phase::InFlight { until, .. } | Phase::Delayed { until } => Some(until),
            _ => None,
        };
        self.messages.values().filter_map(until).min()
    }

    /// When the next message must have gone.
    pub(super) fn last_expiry(&self) -> Option<Millis> {
        let oldest = self.messages.values().map(|known| known.posting.sent).min();
        oldest.map(|sent| sent + self.retention_ms + self.slack_ms)
    }
}
