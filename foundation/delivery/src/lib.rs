//! Delivery: messages that wait, are handed out for a time, come back or are finished; as one state machine that
//! knows no service. Its users are queues: SQS's own, later those on streams.
//!
//! It is driven by its user's events and by time. It keeps postings (where a message's event stands in the log),
//! never a body. NOT_YET: every posting is in memory; the index on disk bounds that to a window.

mod handle;
mod keys;
mod line;
mod message;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use millpond_runtime::Millis;

pub use handle::{HANDLE_BYTES, Handle, HandleError};
pub use keys::{GroupKey, KeyedHash, Keys};
use line::Lines;
pub use message::{Incoming, Message, MovedIn, Phase, Posting, Sequence};

/// How messages of one resource may overtake each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Freely: any waiting message may be handed out.
    Loose,
    /// Within a group never: only the longest run of waiting messages at a group's head may be handed out.
    Grouped,
}

/// How many messages are in which phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Could be handed out, or stand behind one of their group that was.
    pub waiting: u64,
    /// Handed out.
    pub in_flight: u64,
    /// Not due yet.
    pub delayed: u64,
}

/// The messages of one resource.
#[derive(Debug)]
pub struct Delivery {
    messages: BTreeMap<Sequence, Message>,
    lines: Lines,
    /// When a message in flight comes back, or a delayed one falls due.
    timers: BTreeSet<(Millis, Sequence)>,
    /// Messages that are older than some before them, since they were moved in with the time they were first sent at.
    older: BTreeSet<(Millis, Sequence)>,
    latest_sent: Millis,
    in_flight: u64,
    delayed: u64,
    retention_ms: Millis,
}

impl Delivery {
    /// Without messages. `retention_ms` is how long a message is kept after it was sent.
    pub fn new(order: Order, retention_ms: Millis) -> Self {
        Delivery {
            messages: BTreeMap::new(),
            lines: Lines::new(order),
            timers: BTreeSet::new(),
            older: BTreeSet::new(),
            latest_sent: 0,
            in_flight: 0,
            delayed: 0,
            retention_ms,
        }
    }

    /// How many messages there are. Exact at the time of the last [`Delivery::advance`].
    pub fn counts(&self) -> Counts {
        let waiting = self.messages.len() as u64 - self.in_flight - self.delayed;
        Counts { waiting, in_flight: self.in_flight, delayed: self.delayed }
    }

    /// A message that is kept.
    pub fn get(&self, sequence: Sequence) -> Option<&Message> {
        self.messages.get(&sequence)
    }

    /// Every message, oldest first.
    pub fn messages(&self) -> impl Iterator<Item = (Sequence, &Message)> {
        self.messages.iter().map(|(sequence, message)| (*sequence, message))
    }

    /// Does what time does: expired messages go, timed-out ones come back, due ones come in. True if a
    /// message may be waiting now that was not before.
    pub fn advance(&mut self, now: Millis) -> bool {
        self.lines.advance(now);
        let mut changed = self.expire(now);
        while let Some(&(at, sequence)) = self.timers.first() {
            if at > now {
                break;
            }
            self.set_phase(sequence, Phase::Waiting);
            changed = true;
        }
        changed
    }

    /// Messages are sent in the order of their sequences, so the oldest are first; but for those that were moved in.
    fn expire(&mut self, now: Millis) -> bool {
        let mut changed = false;
        while let Some(&(sent, sequence)) = self.older.first() {
            if sent + self.retention_ms > now {
                break;
            }
            self.remove(sequence);
            changed = true;
        }
        while let Some((&sequence, message)) = self.messages.first_key_value() {
            if message.posting.sent + self.retention_ms > now {
                break;
            }
            self.remove(sequence);
            changed = true;
        }
        changed
    }

    /// When time will next make a message wait.
    pub fn next_due(&self) -> Option<Millis> {
        let timer = self.timers.first().map(|(at, _)| *at);
        // A head in flight that expires frees its group.
        let expiry = match self.lines.order() {
            Order::Loose => None,
            Order::Grouped => {
                self.messages.first_key_value().map(|(_, message)| message.posting.sent + self.retention_ms)
            }
        };
        match (timer, expiry) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Takes a new message, which waits or, if `due` lies ahead, is delayed.
    pub fn accept(&mut self, incoming: Incoming, now: Millis) {
        let Incoming { sequence, posting, group, due, moved } = incoming;
        if self.messages.contains_key(&sequence) {
            return;
        }
        if posting.sent < self.latest_sent {
            self.older.insert((posting.sent, sequence));
        }
        self.latest_sent = self.latest_sent.max(posting.sent);
        let message = Message {
            posting,
            group,
            phase: Phase::Waiting,
            receives: moved.map_or(0, |moved| moved.receives),
            first_received: moved.and_then(|moved| moved.first_received),
            receives_elsewhere: moved.map_or(0, |moved| moved.receives),
            moved_from: moved.map(|moved| moved.from),
            move_refused: false,
        };
        self.messages.insert(sequence, message);
        self.lines.join(group, sequence, due > now, now);
        if due > now {
            self.set_phase(sequence, Phase::Delayed { until: due });
        } else {
            self.lines.refresh(&self.messages, group);
        }
    }

    /// Up to `most` messages that may be handed out now, in the order in which they should be.
    pub fn select(&self, most: usize) -> Vec<Sequence> {
        self.lines.select(&self.messages, most)
    }

    /// Up to `most` messages that may be moved elsewhere now, none of them after `last`. Order is kept where there is one;
    /// a tenant's noise does not matter.
    pub fn select_until(&self, last: Sequence, most: usize) -> Vec<Sequence> {
        match self.lines.order() {
            Order::Loose => {
                let waiting =
                    self.messages.range(..=last).filter(|(_, message)| message.phase == Phase::Waiting);
                waiting.map(|(sequence, _)| *sequence).take(most).collect()
            }
            Order::Grouped => {
                let mut selected = self.select(most);
                selected.retain(|sequence| *sequence <= last);
                selected
            }
        }
    }

    /// Whether a message up to `last` waits or will, as far as it is not in flight.
    pub fn any_until(&self, last: Sequence) -> bool {
        let here = |phase| matches!(phase, Phase::Waiting | Phase::Delayed { .. });
        self.messages.range(..=last).any(|(_, message)| here(message.phase))
    }

    /// Hands messages out until `deadline`, under `nonce`.
    pub fn hand_out(&mut self, sequences: &[Sequence], nonce: u64, deadline: Millis, now: Millis) {
        for &sequence in sequences {
            let Some(message) = self.messages.get_mut(&sequence) else { continue };
            if message.phase == Phase::Moving {
                continue;
            }
            message.receives += 1;
            message.first_received.get_or_insert(now);
            message.move_refused = false;
            self.set_phase(sequence, Phase::InFlight { nonce, since: now, until: deadline });
        }
        for sequence in sequences {
            if let Some(message) = self.messages.get(sequence) {
                self.lines.judge(message.group, self.in_flight);
            }
        }
        // With no time at all they wait again at once.
        if deadline <= now {
            self.advance(now);
        }
    }

    /// Changes until when a message is handed out; a waiting one is taken out of the line again. At `now` or
    /// before, it comes back. True if it may be waiting now.
    pub fn reschedule(&mut self, sequence: Sequence, nonce: u64, deadline: Millis, now: Millis) -> bool {
        let Some(message) = self.messages.get(&sequence).filter(|message| message.phase != Phase::Moving)
        else {
            return false;
        };
        if deadline <= now {
            self.set_phase(sequence, Phase::Waiting);
            return true;
        }
        let (nonce, since) = match message.phase {
            Phase::InFlight { nonce, since, .. } => (nonce, since),
            _ => (nonce, now),
        };
        self.set_phase(sequence, Phase::InFlight { nonce, since, until: deadline });
        false
    }

    /// Takes back a hand-out that reached nobody, if it is still the latest one.
    pub fn undo(&mut self, sequence: Sequence, nonce: u64) -> bool {
        let Some(message) = self.messages.get_mut(&sequence) else { return false };
        if !matches!(message.phase, Phase::InFlight { nonce: latest, .. } if latest == nonce) {
            return false;
        }
        message.receives = message.receives.saturating_sub(1);
        if message.receives == 0 {
            message.first_received = None;
        }
        self.set_phase(sequence, Phase::Waiting);
        true
    }

    /// A message is on its way to another resource: nobody gets it here meanwhile.
    pub fn start_move(&mut self, sequence: Sequence) {
        self.set_phase(sequence, Phase::Moving);
    }

    /// The other resource did not take it: it waits again. True if it may be waiting now.
    pub fn return_move(&mut self, sequence: Sequence) -> bool {
        let Some(message) = self.messages.get_mut(&sequence) else { return false };
        if message.phase != Phase::Moving {
            return false;
        }
        message.move_refused = true;
        self.set_phase(sequence, Phase::Waiting);
        true
    }

    /// Removes a message for good.
    pub fn remove(&mut self, sequence: Sequence) -> bool {
        let Some(message) = self.messages.remove(&sequence) else { return false };
        self.older.remove(&(message.posting.sent, sequence));
        self.leave_phase(sequence, message.phase);
        // Out of its phase, so that the counts of its line are right; then out of the line.
        self.lines.moved(message.group, sequence, message.phase, Phase::Moving);
        self.lines.leave(message.group, sequence);
        self.lines.refresh(&self.messages, message.group);
        true
    }

    /// Removes every message up to and with `last`.
    pub fn purge(&mut self, last: Sequence) {
        while let Some((&sequence, _)) = self.messages.first_key_value() {
            if sequence > last {
                break;
            }
            self.remove(sequence);
        }
    }

    /// Changes how long messages are kept, those that are there included.
    pub fn set_retention(&mut self, retention_ms: Millis) {
        self.retention_ms = retention_ms;
    }

    /// Lets a new delay act on the messages that are there and were never handed out: each falls due `delay_ms`
    /// after it was sent.
    pub fn redelay(&mut self, delay_ms: Millis, now: Millis) {
        let untouched = |message: &Message| {
            message.receives == 0 && matches!(message.phase, Phase::Waiting | Phase::Delayed { .. })
        };
        let again: Vec<(Sequence, Millis)> = self
            .messages
            .iter()
            .rev()
            .take_while(|(_, m)| m.posting.sent + delay_ms > now || matches!(m.phase, Phase::Delayed { .. }))
            .filter(|(_, message)| untouched(message))
            .map(|(sequence, message)| (*sequence, message.posting.sent + delay_ms))
            .collect();
        for (sequence, due) in again.into_iter().rev() {
            let phase = if due > now { Phase::Delayed { until: due } } else { Phase::Waiting };
            self.set_phase(sequence, phase);
        }
    }

    fn set_phase(&mut self, sequence: Sequence, phase: Phase) {
        let Some(message) = self.messages.get_mut(&sequence) else { return };
        let group = message.group;
        let before = std::mem::replace(&mut message.phase, phase);
        self.leave_phase(sequence, before);
        self.lines.moved(group, sequence, before, phase);
        match phase {
            Phase::Waiting | Phase::Moving => {}
            Phase::InFlight { until, .. } => {
                self.in_flight += 1;
                self.timers.insert((until, sequence));
            }
            Phase::Delayed { until } => {
                self.delayed += 1;
                self.timers.insert((until, sequence));
            }
        }
        self.lines.refresh(&self.messages, group);
    }

    fn leave_phase(&mut self, sequence: Sequence, phase: Phase) {
        match phase {
            Phase::Waiting | Phase::Moving => {}
            Phase::InFlight { until, .. } => {
                self.in_flight -= 1;
                self.timers.remove(&(until, sequence));
            }
            Phase::Delayed { until } => {
                self.delayed -= 1;
                self.timers.remove(&(until, sequence));
            }
        }
    }
}
