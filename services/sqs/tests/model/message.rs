//! A message and a queue as the reference knows them: plain lists, looked through from the front each time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub type Millis = u64;

/// What is being done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    Delayed(Millis),
    Flying { handout: u64, since: Millis, until: Millis },
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Message {
    /// Tells it from every other.
    pub uid: u64,
    pub body: String,
    /// Not known of a message that a task has just moved.
    pub id: Option<String>,
    pub number: Option<String>,
    pub group: Option<String>,
    pub deduplication: Option<String>,
    pub sent: Millis,
    pub arrived: Millis,
    pub phase: Phase,
    pub receives_here: u32,
    pub receives_before: u32,
    pub first: Option<Millis>,
    pub source_arn: Option<String>,
    /// The incarnation of the queue that it was moved from.
    pub from: Option<u64>,
    /// The dead-letter queue did not take it, and it has not been received since.
    pub refused: Refused,
}

/// Whether a message came back from the way to the dead letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refused {
    #[default]
    No,
    Yes,
    /// On a standard queue nobody can see which of several did.
    Perhaps,
}

/// A deduplication id, of the whole queue or of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Wide(String),
    InGroup(String, String),
}

/// A send that is remembered.
#[derive(Clone, Debug)]
pub struct Recent {
    pub key: Key,
    pub at: Millis,
    pub id: String,
    pub number: String,
}

/// A receive that had a name.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub name: String,
    pub made: Millis,
    pub handout: u64,
    pub until: Millis,
    pub uids: Vec<u64>,
}

/// What has become of a move task, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub status: &'static str,
    pub to_move: u64,
    pub moved: u64,
    pub failure: Option<&'static str>,
}

/// A queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// One made again under the same name is another.
    pub incarnation: u64,
    pub name: String,
    pub set: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
    pub created: Millis,
    pub modified: Millis,
    pub purged: Option<Millis>,
    /// The incarnation of the queue that its redrive policy meant when it was last looked up.
    pub dead_letter: Option<u64>,
    pub messages: Vec<Message>,
    pub recent: Vec<Recent>,
    pub attempts: Vec<Attempt>,
    pub tasks: VecDeque<Task>,
}

pub const DEFAULTS: [(&str, &str); 6] = [
    ("DelaySeconds", "0"),
    ("MaximumMessageSize", "1048576"),
    ("MessageRetentionPeriod", "345600"),
    ("ReceiveMessageWaitTimeSeconds", "0"),
    ("SqsManagedSseEnabled", "true"),
    ("VisibilityTimeout", "30"),
];
pub const FIFO_DEFAULTS: [(&str, &str); 3] = [
    ("ContentBasedDeduplication", "false"),
    ("DeduplicationScope", "queue"),
    ("FifoThroughputLimit", "perQueue"),
];
const WINDOW_MS: Millis = 300_000;
/// So many dead letters leave with one receive.
const MOVES_A_RECEIVE_MAX: usize = 100;

pub fn arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:000000000000:{name}")
}

pub fn is_fifo(name: &str) -> bool {
    name.ends_with(".fifo")
}

impl Queue {
    pub fn fifo(&self) -> bool {
        is_fifo(&self.name)
    }

    /// Every settable attribute with its value.
    pub fn effective(&self) -> BTreeMap<String, String> {
        let fifo = if self.fifo() { &FIFO_DEFAULTS[..] } else { &[] };
        let defaults =
            DEFAULTS.iter().chain(fifo).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut all: BTreeMap<_, _> = defaults.collect();
        all.extend(self.set.clone());
        all
    }

    pub fn ms(&self, attribute: &str) -> Millis {
        self.effective()[attribute].parse::<Millis>().expect("a number") * 1000
    }

    /// The name of the dead-letter queue, and the count.
    pub fn redrive(&self) -> Option<(String, u32)> {
        let policy: serde_json::Value = serde_json::from_str(self.set.get("RedrivePolicy")?).expect("JSON");
        let target = policy["deadLetterTargetArn"].as_str().expect("a text");
        let name = target.rsplit(':').next().expect("an ARN has a name").to_owned();
        Some((name, policy["maxReceiveCount"].as_u64().expect("a number") as u32))
    }

    pub fn denies_all(&self) -> bool {
        self.set.get("RedriveAllowPolicy").is_some_and(|policy| policy.contains("denyAll"))
    }

    /// What time does.
    pub fn advance(&mut self, now: Millis) {
        let retention = self.ms("MessageRetentionPeriod");
        self.messages.retain(|message| message.sent + retention > now);
        for message in &mut self.messages {
            match message.phase {
                Phase::Delayed(until) | Phase::Flying { until, .. } if until <= now => {
                    message.phase = Phase::Waiting;
                }
                _ => {}
            }
        }
        self.recent.retain(|recent| recent.at + WINDOW_MS > now);
        self.attempts.retain(|attempt| attempt.made + WINDOW_MS > now);
    }

    /// Waiting, in flight, delayed.
    pub fn counts(&self) -> [usize; 3] {
        let count = |of: fn(&Phase) -> bool| self.messages.iter().filter(|it| of(&it.phase)).count();
        [
            count(|phase| *phase == Phase::Waiting),
            count(|phase| matches!(phase, Phase::Flying { .. })),
            count(|phase| matches!(phase, Phase::Delayed(_))),
        ]
    }

    pub fn at(&self, uid: u64) -> Option<usize> {
        self.messages.iter().position(|message| message.uid == uid)
    }

    /// What a receive of `most` finds, in order, if those that are `moving` are on their way elsewhere.
    pub fn select(&self, most: usize, moving: &BTreeSet<u64>) -> Vec<u64> {
        let waits = |message: &&Message| message.phase == Phase::Waiting && !moving.contains(&message.uid);
        if !self.fifo() {
            return self.messages.iter().filter(waits).take(most).map(|message| message.uid).collect();
        }
        let mut groups: Vec<&Option<String>> = Vec::new();
        for message in &self.messages {
            if !groups.contains(&&message.group) {
                groups.push(&message.group);
            }
        }
        let prefixes = groups.into_iter().flat_map(|group| {
            self.messages.iter().filter(move |message| message.group == *group).take_while(waits)
        });
        prefixes.take(most).map(|message| message.uid).collect()
    }

    /// What a receive finds, and what it comes upon that must go to the dead-letter queue, in this order.
    pub fn divert(&self, most: usize) -> (Vec<u64>, Vec<u64>) {
        let (mut moving, mut dead) = (BTreeSet::new(), Vec::new());
        loop {
            let selected = self.select(most, &moving);
            let (Some((_, max)), Some(_)) = (self.redrive(), self.dead_letter) else {
                return (selected, dead);
            };
            let is_dead = |uid: &u64| {
                let message = &self.messages[self.at(*uid).expect("it was selected")];
                message.receives_here >= max && message.refused == Refused::No
            };
            let found: Vec<u64> = selected.iter().copied().filter(is_dead).collect();
            if found.is_empty() || dead.len() >= MOVES_A_RECEIVE_MAX {
                return (selected.into_iter().filter(|uid| !found.contains(uid)).collect(), dead);
            }
            moving.extend(&found);
            dead.extend(found);
        }
    }

    /// Whether a receive would move a message to the dead letters: for certain, or perhaps.
    pub fn is_dead(&self, message: &Message) -> (bool, bool) {
        let (Some((_, max)), Some(_)) = (self.redrive(), self.dead_letter) else { return (false, false) };
        let counts = message.receives_here >= max;
        (counts && message.refused == Refused::No, counts && message.refused != Refused::Yes)
    }

    /// The first send that this one repeats.
    pub fn first_send(&self, group: &str, id: &str) -> Option<&Recent> {
        let find = |key: Key| self.recent.iter().find(|recent| recent.key == key);
        let in_group = find(Key::InGroup(group.to_owned(), id.to_owned())).filter(|_| self.by_group());
        in_group.or_else(|| find(Key::Wide(id.to_owned())))
    }

    pub fn by_group(&self) -> bool {
        self.effective().get("DeduplicationScope").is_some_and(|scope| scope == "messageGroup")
    }

    pub fn key_of(&self, group: &str, id: &str) -> Key {
        if self.by_group() { Key::InGroup(group.to_owned(), id.to_owned()) } else { Key::Wide(id.to_owned()) }
    }

    /// Attributes have changed.
    pub fn change(&mut self, set: BTreeMap<String, String>, now: Millis) {
        let before = self.ms("DelaySeconds");
        self.set = set;
        let delay = self.ms("DelaySeconds");
        // A new delay acts on what is there in a FIFO queue, and only on later sends in a standard one.
        if self.fifo() && delay != before {
            for message in self.messages.iter_mut().filter(|message| message.receives_here == 0) {
                if !matches!(message.phase, Phase::Flying { .. }) {
                    message.phase = Phase::Delayed(message.arrived + delay);
                }
            }
        }
        self.advance(now);
    }
}
