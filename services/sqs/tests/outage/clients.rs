//! What clients have asked, what they were told, and whether that can be true.

use std::collections::{BTreeMap, BTreeSet};

use millpond_runtime::Millis;

use crate::house::{Reply, Value, json};

/// The queues: name, whether it keeps order, and its dead-letter queue.
pub const QUEUES: [(&str, bool, Option<&str>); 6] = [
    ("dead", false, None),
    ("dead.fifo", true, None),
    ("standard", false, Some("dead")),
    ("plain", false, None),
    ("moving.fifo", true, Some("dead.fifo")),
    ("strict.fifo", true, None),
];
/// The one of them whose order is held against the strictest rule: what is received too often stays there.
const STRICT: usize = 5;
/// Those that nothing is moved out of.
pub const NEVER_MOVED: [usize; 2] = [3, STRICT];
pub const MAX_RECEIVES: u64 = 3;
pub const VISIBILITY_MS: Millis = 20_000;

/// The URL of a queue.
pub fn url(queue: usize) -> String {
    format!("http://localhost/000000000000/{}", QUEUES[queue].0)
}

/// A message that somebody wanted to send, by its body.
#[derive(Debug, Default)]
pub struct Message {
    pub queue: usize,
    pub group: Option<String>,
    /// A send was answered: its id, and its number in a FIFO queue.
    pub sent: Option<(String, Option<String>)>,
    pub delete_tried: bool,
    pub deleted: bool,
    /// Until then nobody else may get it: in a FIFO queue always, in a standard one as long as the process lives.
    hidden_until: Option<(Millis, u64)>,
    /// The last call that changed its visibility.
    changed: u64,
    /// So many answers brought it; and in the same life of the process.
    heard: u64,
    heard_now: (u64, u64),
}

impl Message {
    pub fn new(queue: usize, group: Option<String>) -> Message {
        Message { queue, group, ..Message::default() }
    }
}

/// A handle that was received.
#[derive(Clone, Debug)]
pub struct Held {
    pub message: u64,
    pub queue: usize,
    pub handle: String,
    /// Until then it is the latest for certain, as long as the same process lives.
    until: Millis,
    life: u64,
}

/// When somebody asked for messages.
#[derive(Clone, Copy, Debug)]
pub struct AskedAt {
    time: Millis,
    call: u64,
    /// A receive whose record meets with an end is forgotten with it, also if the answer is heard behind.
    life: u64,
}

/// A call that is not answered yet.
pub enum Asked {
    Send(Vec<u64>),
    Receive { queue: usize, asked: AskedAt },
    Delete(Held),
    Other,
}

/// See the module.
#[derive(Default)]
pub struct Clients {
    pub messages: BTreeMap<u64, Message>,
    pub pending: BTreeMap<u64, Asked>,
    pub held: Vec<Held>,
    /// How many processes there have been.
    pub lives: u64,
    pub last: u64,
    /// Receives of each queue that were asked for.
    pub receives: BTreeMap<usize, u64>,
    calls: u64,
    pub figures: Figures,
}

/// What a run has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub sent: u64,
    pub received: u64,
    pub deleted: u64,
    pub unanswered: u64,
    pub drained: u64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.sent += other.sent;
        self.received += other.received;
        self.deleted += other.deleted;
        self.unanswered += other.unanswered;
        self.drained += other.drained;
    }
}

pub fn body(message: u64) -> String {
    // Of many sizes, so that segments end in many places.
    format!("{message} {}", "x".repeat((message * 37 % 400) as usize))
}

pub fn message_of(body: &str) -> u64 {
    body.split(' ').next().and_then(|number| number.parse().ok()).expect("a body that somebody sent")
}

impl Clients {
    /// Somebody asks now.
    pub fn asked_at(&mut self, time: Millis) -> AskedAt {
        AskedAt { time, call: self.next_call(), life: self.lives }
    }

    /// Numbers the calls.
    fn next_call(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }

    /// The process is gone: who waits is told nothing.
    pub fn abandon(&mut self) {
        self.figures.unanswered += self.pending.len() as u64;
        self.pending.clear();
    }

    /// An answer has come.
    pub fn hear(&mut self, ticket: u64, reply: &Reply, now: Millis) {
        let Some(asked) = self.pending.remove(&ticket) else { return };
        let reply = match reply {
            Ok(reply) => reply,
            // A handle whose time is up, or a service that is not available.
            Err(_) => return,
        };
        match asked {
            Asked::Send(messages) => {
                let several = reply["Successful"].as_array();
                for (at, message) in messages.into_iter().enumerate() {
                    self.acknowledge(message, several.map_or(reply, |entries| &entries[at]));
                }
            }
            Asked::Receive { queue, asked } => {
                let messages = reply["Messages"].as_array().cloned().unwrap_or_default();
                let batch: Vec<u64> =
                    messages.iter().map(|it| message_of(it["Body"].as_str().expect("a text"))).collect();
                for (place, message) in messages.iter().enumerate() {
                    self.check_received(queue, message, &batch[..place], asked, now);
                }
            }
            Asked::Delete(held) => {
                let failed = reply["Failed"].as_array().map_or(0, Vec::len);
                // A handle whose time is up deletes nothing, if its message was moved to the dead letters meanwhile.
                let is_there = held.life == self.lives && now < held.until;
                if failed == 0 && (is_there || NEVER_MOVED.contains(&held.queue)) {
                    self.figures.deleted += 1;
                    self.messages.get_mut(&held.message).expect("it was received").deleted = true;
                }
            }
            Asked::Other => {}
        }
    }

    fn acknowledge(&mut self, number: u64, answer: &Value) {
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let sent = (text("MessageId").expect("a send has an id"), text("SequenceNumber"));
        let message = self.messages.get_mut(&number).expect("it was asked for");
        if let Some(first) = &message.sent {
            assert_eq!(*first, sent, "message {number}: a retry is answered as the first send");
        } else {
            self.figures.sent += 1;
        }
        message.sent = Some(sent);
    }

    /// `heard`: when the receive was answered.
    fn check_received(
        &mut self,
        queue: usize,
        received: &Value,
        before: &[u64],
        asked: AskedAt,
        heard: Millis,
    ) {
        let text = |name: &str| received[name].as_str().expect("a text");
        let number = message_of(text("Body"));
        assert_eq!(text("Body"), body(number), "the body is what was sent");
        let message = self.messages.get(&number).unwrap_or_else(|| panic!("{number} was never sent"));
        assert!(!message.deleted, "{number} was deleted, and comes again");
        let fifo = QUEUES[queue].1;
        if let Some((until, life)) = message.hidden_until
            && (fifo || life == self.lives)
        {
            assert!(heard >= until, "{number} is in flight until {until}, and comes again at {heard}");
        }
        if queue == STRICT {
            self.check_order(number, received, before);
        }
        self.check_receives(queue, number, received);
        self.figures.received += 1;
        let message = self.messages.get_mut(&number).expect("it was found");
        message.heard += 1;
        if asked.life == self.lives {
            let before = message.heard_now;
            message.heard_now = (self.lives, if before.0 == self.lives { before.1 + 1 } else { 1 });
        }
        let AskedAt { time, call, life } = asked;
        // Its visibility may have been changed by an older handle since.
        let until = if call > message.changed { time + VISIBILITY_MS } else { 0 };
        message.hidden_until = Some((until, life));
        let handle = text("ReceiptHandle").to_owned();
        self.held.push(Held { message: number, queue, handle, until, life });
    }

    /// A receive that keeps an order is answered when it is durable, so each that was heard counts for ever; any other as long as
    /// the process lives. And nothing counts that nobody asked for.
    pub fn check_receives(&self, queue: usize, number: u64, received: &Value) {
        if !NEVER_MOVED.contains(&queue) {
            return;
        }
        let count = received["Attributes"]["ApproximateReceiveCount"].as_str().expect("it has a count");
        let count: u64 = count.parse().expect("a number");
        let message = &self.messages[&number];
        let (life, heard_now) = message.heard_now;
        let heard = match queue {
            STRICT => message.heard,
            _ if life == self.lives => heard_now,
            _ => 0,
        };
        assert!(count > heard, "{number} was received {heard} times before, and is told {count}");
        assert!(count <= self.receives[&queue], "{number} is told {count}: nobody asked so often");
    }

    /// Nobody gets a message while an earlier one of its group is neither deleted nor handed out before it.
    fn check_order(&self, number: u64, received: &Value, before: &[u64]) {
        let place = received["Attributes"]["SequenceNumber"].as_str().expect("it has a number");
        let group = &self.messages[&number].group;
        for (other, message) in &self.messages {
            let earlier = message.queue == STRICT
                && message.group == *group
                && message.sent.as_ref().is_some_and(|(_, at)| at.as_deref() < Some(place));
            assert!(
                !earlier || message.delete_tried || before.contains(other),
                "{number} comes before {other}, which was sent first and is not deleted"
            );
        }
    }

    /// Something was tried that shows the message earlier again.
    pub fn unhide(&mut self, number: u64) {
        let call = self.next_call();
        let message = self.messages.get_mut(&number).expect("it was received");
        (message.hidden_until, message.changed) = (None, call);
        self.held.iter_mut().filter(|held| held.message == number).for_each(|held| held.until = 0);
    }

    /// What is received at rest keeps the order of its group, under the numbers that its senders were told.
    pub fn check_place(&self, queue: usize, received: &Value, places: &mut BTreeMap<String, String>) {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let number = message_of(received["Body"].as_str().expect("a text"));
        let place = text(&received["Attributes"]["SequenceNumber"]);
        let group = text(&received["Attributes"]["MessageGroupId"]);
        let message = &self.messages[&number];
        assert_eq!(message.group.as_ref(), Some(&group), "the group of {number}");
        // What was moved and moved back has a new number.
        if let (true, Some((id, told))) = (NEVER_MOVED.contains(&queue), &message.sent) {
            assert_eq!(received["MessageId"].as_str(), Some(&**id));
            assert_eq!(told.as_ref(), Some(&place), "the number of {number}");
        }
        let before = places.insert(group, place.clone());
        assert!(before.as_ref() < Some(&place), "{number} at {place} comes behind {before:?} of its group");
    }

    /// At rest: each queue's count holds what must be there and no more than what may be.
    pub fn check_counts(&self, counted: &[u64]) {
        let must = |message: &&Message| message.sent.is_some() && !message.delete_tried;
        let may = |message: &&Message| !message.deleted;
        let all = counted.iter().sum::<u64>();
        let (least, most) =
            (self.messages.values().filter(must).count(), self.messages.values().filter(may).count());
        assert!((least as u64..=most as u64).contains(&all), "{counted:?}: from {least} to {most} are there");
        for queue in NEVER_MOVED {
            let here = |message: &&Message| message.queue == queue;
            let least = self.messages.values().filter(here).filter(must).count() as u64;
            let most = self.messages.values().filter(here).filter(may).count() as u64;
            let count = counted[queue];
            assert!(
                (least..=most).contains(&count),
                "{count} in {}: from {least} to {most}",
                QUEUES[queue].0
            );
        }
    }

    /// All that is left was received, once: nothing lost, nothing doubled.
    pub fn check_drained(&mut self, drained: &[u64]) {
        let mut seen = BTreeSet::new();
        for message in drained {
            assert!(seen.insert(*message), "{message} is there twice");
        }
        for (number, message) in &self.messages {
            let there = seen.contains(number);
            assert!(
                there || message.sent.is_none() || message.delete_tried,
                "{number} was acknowledged and is lost"
            );
            assert!(!there || !message.deleted, "{number} was deleted and is there");
        }
        self.figures.drained = drained.len() as u64;
    }
}

/// The attributes that a queue is made with.
pub fn attributes(queue: usize) -> Value {
    let (_, fifo, dead) = QUEUES[queue];
    let mut attributes = json!({ "VisibilityTimeout": (VISIBILITY_MS / 1000).to_string() });
    if fifo {
        attributes["FifoQueue"] = json!("true");
    }
    if let Some(dead) = dead {
        let arn = format!("arn:aws:sqs:us-east-1:000000000000:{dead}");
        let policy = json!({ "deadLetterTargetArn": arn, "maxReceiveCount": MAX_RECEIVES });
        attributes["RedrivePolicy"] = json!(policy.to_string());
    }
    attributes
}
