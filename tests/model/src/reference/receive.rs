//! What a receive does: who is handed out, who is a dead letter.

use std::collections::BTreeSet;

use millpond_runtime::Millis;
use serde_json::Value;

use super::{MOMENT_MS, Message, Model, arn, list, taken, text};
use crate::world::Answer;

/// A visibility timeout that no time passes: the message is on its way to another queue.
const ON_ITS_WAY: Millis = Millis::MAX;
/// A receive moves no more dead letters than this for certain.
const LETTERS_CERTAIN_MAX: usize = 90;

/// What a receive asks for.
#[derive(Clone, Copy, Debug)]
pub struct Receive {
    /// `MaxNumberOfMessages`.
    pub most: usize,
    /// `VisibilityTimeout`.
    pub visibility_seconds: Option<u64>,
    /// `WaitTimeSeconds`.
    pub wait_seconds: Option<u64>,
}

/// How a receive came to its end.
pub struct Ended<'a> {
    /// When.
    pub at: Millis,
    /// Says whether the message of a handle is still in the queue.
    pub is_there: &'a mut dyn FnMut(&str) -> bool,
}

/// Where dead letters go.
enum Target {
    Nowhere,
    /// It is gone, or takes none: they stay, and are handed out again.
    Refuses,
    Takes(String),
}

impl Model {
    /// ReceiveMessage. Where it waits, time passes.
    pub fn receive(&mut self, name: &str, receive: Receive, mut ended: Ended<'_>, answer: &Answer) {
        let Some(queue) = self.queue_of(name, answer) else { return };
        let fifo = queue.fifo;
        let wait = receive.wait_seconds.map_or(queue.seconds("ReceiveMessageWaitTimeSeconds"), |s| s * 1000);
        let (began, deadline) = (self.now, self.now + wait);
        let found = list(taken(answer), "Messages");
        self.divert(name, receive.most);
        while self.now < ended.at {
            assert!(!self.has_for_certain(name), "a call waits only while there is nothing");
            // Where dead letters were, there may be others now.
            if !self.deliver(name) && !self.depart(name) {
                self.now = self.next_change().filter(|next| *next < ended.at).unwrap_or(ended.at);
                self.advance();
            }
            self.divert(name, receive.most);
        }
        let mut waited = self.now > began || !fifo && wait > 0;
        while self.now < deadline && self.queues[name].available(self.now).is_empty() && self.deliver(name) {
            waited = true;
            self.divert(name, receive.most);
        }
        assert!(
            self.now == deadline || !found.is_empty(),
            "without a message a call waits until its time is up"
        );
        let prefixes = self.queues[name].available(self.now);
        let there: usize = prefixes.iter().map(Vec::len).sum();
        // A standard queue's dead letters are no part of it for certain.
        let letters = self.letters(name);
        let certain = receive.most.min(there - letters.len());
        // Of what comes at one time, a call that waits may see the first only.
        let least = match waited {
            true if self.now == deadline => 0,
            true => certain.min(1),
            false => certain,
        };
        assert!(
            (least..=receive.most.min(there)).contains(&found.len()),
            "{}, and not {least} to {} of {:?}",
            found.len(),
            receive.most.min(there),
            self.queues[name].messages
        );
        let handed_out = self.queues[name].handed_out(&prefixes, found);
        let mut left = letters.clone();
        left.retain(|place| handed_out.iter().all(|at| self.queues[name].messages[*at].place != *place));
        for (at, found) in handed_out.into_iter().zip(found) {
            self.hand_out(name, at, receive.visibility_seconds, found);
        }
        if !letters.is_empty() {
            let stopped_early = found.len() == receive.most || letters.len() > LETTERS_CERTAIN_MAX;
            self.settle_letters(name, &left, stopped_early, &mut ended);
        }
        self.deliver(name);
        self.run_tasks();
    }

    fn hand_out(&mut self, name: &str, at: usize, visibility_seconds: Option<u64>, found: &Value) {
        let now = self.now;
        let queue = self.queues.get_mut(name).expect("it is there");
        let visibility =
            visibility_seconds.map_or(queue.seconds("VisibilityTimeout"), |seconds| seconds * 1000);
        let message = &mut queue.messages[at];
        message.receives_here += 1;
        message.receives += 1;
        message.first_received.get_or_insert(now);
        message.refused = false;
        (message.since, message.visible_at) = (now, now + visibility);
        message.handles.push(text(found, "ReceiptHandle").to_owned());
        let id = message.id.get_or_insert_with(|| text(found, "MessageId").to_owned());
        assert_eq!((text(found, "MessageId"), text(found, "Body")), (id.as_str(), message.body.as_str()));
        let attributes = &found["Attributes"];
        let number = |name: &str| text(attributes, name).parse::<u64>().expect("it is a number");
        assert_eq!(number("ApproximateReceiveCount"), u64::from(message.receives), "how often");
        let late = number("SentTimestamp").checked_sub(message.sent);
        let most = if message.late { MOMENT_MS } else { 1 };
        assert!(
            late.is_some_and(|late| late < most),
            "when it was sent: {late:?} later than {}",
            message.sent
        );
        assert_eq!(
            Some(number("ApproximateFirstReceiveTimestamp")),
            message.first_received,
            "first received"
        );
        let shown = |name: &str| attributes.get(name).and_then(Value::as_str).map(str::to_owned);
        let source = message.source.as_deref().map(arn);
        assert_eq!(shown("DeadLetterQueueSourceArn"), source, "where it was a dead letter of");
        assert_eq!(shown("MessageGroupId"), message.group, "its group");
    }

    fn target(&self, name: &str) -> (Target, u32) {
        let queue = &self.queues[name];
        let Some((target, max_receives)) = queue.redrive() else { return (Target::Nowhere, 0) };
        let target = match self.queues.get(&target) {
            Some(queue) if queue.takes_dead_letters() => Target::Takes(target),
            None if queue.forgot_target => Target::Nowhere,
            _ => Target::Refuses,
        };
        (target, max_receives)
    }

    /// Whether a message can be received that is no dead letter.
    fn has_for_certain(&self, name: &str) -> bool {
        self.queues[name].available(self.now).iter().flatten().count() > self.letters(name).len()
    }

    /// The places of a standard queue's visible dead letters. Which of them a receive comes upon is open, as their order is.
    fn letters(&self, name: &str) -> Vec<u64> {
        let (target, max_receives) = self.target(name);
        let queue = &self.queues[name];
        if queue.fifo || matches!(target, Target::Nowhere) {
            return Vec::new();
        }
        let visible = queue.available(self.now).concat().into_iter().map(|at| &queue.messages[at]);
        visible.filter(|message| message.receives_here >= max_receives).map(|message| message.place).collect()
    }

    /// A receive that found nothing on a standard queue has come upon all its dead letters. False if there are none.
    fn depart(&mut self, name: &str) -> bool {
        let letters = self.letters(name);
        let (Target::Takes(target), _) = self.target(name) else { return false };
        letters.iter().for_each(|place| self.bury(name, *place, &target));
        !letters.is_empty()
    }

    /// What became of a standard queue's dead letters that were not handed out.
    fn settle_letters(&mut self, name: &str, letters: &[u64], stopped_early: bool, ended: &mut Ended<'_>) {
        let (target, _) = self.target(name);
        let now = self.now;
        for place in letters {
            let queue = self.queues.get_mut(name).expect("it is there");
            let message = queue.messages.iter_mut().find(|message| message.place == *place);
            let message = message.expect("it is there");
            let Target::Takes(target) = &target else {
                message.refused = true;
                continue;
            };
            let handle = message.handles.last().expect("it was received");
            if (ended.is_there)(handle) {
                assert!(stopped_early || message.refused, "a dead letter goes");
                (message.since, message.visible_at) = (now, now);
                continue;
            }
            self.bury(name, *place, target);
        }
    }

    fn bury(&mut self, name: &str, place: u64, target: &str) {
        let now = self.now;
        let queue = self.queues.get_mut(name).expect("it is there");
        let fifo = queue.fifo;
        let letter = queue.remove(|message| message.place == place).remove(0);
        let arrived = Message {
            // A FIFO dead-letter queue counts a message's age from its arrival.
            sent: if fifo { now } else { letter.sent },
            late: !fifo && letter.late,
            receives: letter.receives,
            first_received: letter.first_received,
            source: Some(name.to_owned()),
            ..Message::new(&letter.body, letter.id, now, now, letter.group)
        };
        self.arrive(target, arrived);
    }

    /// The dead letters that a receive on a FIFO queue comes upon set off, until it would find none among so many. Until
    /// they have arrived they stand in their groups' way.
    fn divert(&mut self, name: &str, most: usize) {
        let now = self.now;
        let (target, max_receives) = self.target(name);
        let queue = self.queues.get_mut(name).expect("it is there");
        if !queue.fifo || matches!(target, Target::Nowhere) {
            return;
        }
        loop {
            let selected = queue.available(now).concat();
            let dead = |at: &usize| {
                let message = &queue.messages[*at];
                message.receives_here >= max_receives && !message.refused
            };
            let dead: Vec<usize> = selected.into_iter().take(most).filter(dead).collect();
            if dead.is_empty() {
                return;
            }
            for at in dead {
                queue.messages[at].visible_at = ON_ITS_WAY;
                queue.leaving.push(queue.messages[at].place);
            }
        }
    }

    /// They arrive, or are refused and are there again. False if there are none.
    fn deliver(&mut self, name: &str) -> bool {
        let now = self.now;
        let (target, _) = self.target(name);
        let queue = self.queues.get_mut(name).expect("it is there");
        let places = std::mem::take(&mut queue.leaving);
        for message in queue.messages.iter_mut().filter(|message| places.contains(&message.place)) {
            (message.visible_at, message.refused) = (now, true);
        }
        if let Target::Takes(target) = target {
            places.iter().for_each(|place| self.bury(name, *place, &target));
        }
        !places.is_empty()
    }
}

impl super::Queue {
    /// Which messages were received: visible ones, each once, of a group without a gap and in order.
    fn handed_out(&self, prefixes: &[Vec<usize>], found: &[Value]) -> Vec<usize> {
        if self.fifo {
            let mut left: Vec<_> = prefixes.iter().map(|prefix| prefix.as_slice()).collect();
            let next = |found: &Value| {
                let group = text(&found["Attributes"], "MessageGroupId");
                let of_group = |at: usize| self.messages[at].group.as_deref() == Some(group);
                let prefix = left.iter_mut().find(|prefix| prefix.first().is_some_and(|at| of_group(*at)));
                *prefix
                    .and_then(|prefix| prefix.split_off_first())
                    .expect("a group's visible messages, in order")
            };
            return found.iter().map(next).collect();
        }
        let visible: BTreeSet<usize> = prefixes.iter().flatten().copied().collect();
        let mut seen = BTreeSet::new();
        let one = |found: &Value| {
            let body = text(found, "Body");
            let at = self.messages.iter().position(|message| message.body == body);
            let at = at.unwrap_or_else(|| panic!("only what is there: {body}"));
            assert!(visible.contains(&at), "only what is visible: {body}");
            assert!(seen.insert(at), "each once: {body}");
            at
        };
        found.iter().map(one).collect()
    }
}
