//! One queue, as the model knows it: its attributes, and its messages in the order of their arrival.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use millpond_runtime::Millis;

use super::message::{Message, Phase};
use super::tasks::{Status, Task};

/// For how long a deduplication id counts.
const DEDUPLICATION_WINDOW_MS: Millis = 300_000;
/// How many handles of messages that are gone are remembered.
const GONE_MAX: usize = 1000;
/// What a new queue has without being told.
const DEFAULTS: [(&str, &str); 6] = [
    ("DelaySeconds", "0"),
    ("MaximumMessageSize", "1048576"),
    ("MessageRetentionPeriod", "345600"),
    ("ReceiveMessageWaitTimeSeconds", "0"),
    ("SqsManagedSseEnabled", "true"),
    ("VisibilityTimeout", "30"),
];
const FIFO_DEFAULTS: [(&str, &str); 3] = [
    ("ContentBasedDeduplication", "false"),
    ("DeduplicationScope", "queue"),
    ("FifoThroughputLimit", "perQueue"),
];

/// Attributes or tags.
pub type Pairs = BTreeMap<String, String>;

/// An accepted send with a deduplication id.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// When it was accepted.
    pub at: Millis,
    /// Its group.
    pub group: String,
    /// What it was deduplicated by.
    pub deduplication: String,
    /// It counts for its group only.
    pub by_group: bool,
    /// The answer's message id,
    pub message_id: String,
    /// and its sequence number.
    pub sequence_number: String,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Whether it is a FIFO queue.
    pub fifo: bool,
    /// All that can be set, defaults included.
    pub attributes: Pairs,
    /// Those of them that were given.
    pub given: Pairs,
    /// The queue that the redrive policy names was not there when the attributes were last changed.
    pub forgot_target: bool,
    /// Its tags.
    pub tags: Pairs,
    /// When it was created.
    pub created: Millis,
    /// When it was last changed. What sets an attribute to what it is may count, or not.
    pub modified: RangeInclusive<Millis>,
    /// When it was last purged.
    pub purged: Option<Millis>,
    /// Its messages.
    pub messages: Vec<Message>,
    /// The places of those that are on their way to the dead-letter queue, in the order in which they set off.
    pub leaving: Vec<u64>,
    /// Sends with a deduplication id, as long as that counts.
    pub accepted: Vec<Accepted>,
    /// Handles of messages that are gone.
    pub gone: Vec<String>,
    /// Tasks that move its messages, the newest first.
    pub tasks: Vec<Task>,
}

impl Queue {
    /// A new queue.
    pub fn new(name: &str, given: &Pairs, now: Millis) -> Self {
        let fifo = name.ends_with(".fifo");
        let defaults = DEFAULTS.iter().chain(FIFO_DEFAULTS.iter().filter(|_| fifo));
        let mut attributes: Pairs =
            defaults.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        attributes.extend(given.clone());
        Queue {
            name: name.to_owned(),
            fifo,
            attributes,
            given: given.clone(),
            forgot_target: false,
            tags: Pairs::new(),
            created: now,
            modified: now..=now,
            purged: None,
            messages: Vec::new(),
            leaving: Vec::new(),
            accepted: Vec::new(),
            gone: Vec::new(),
            tasks: Vec::new(),
        }
    }

    /// An attribute in seconds, as milliseconds.
    pub fn seconds(&self, attribute: &str) -> Millis {
        self.attributes[attribute].parse::<Millis>().expect("it is a number") * 1000
    }

    /// Whether an attribute is set to this.
    pub fn is(&self, attribute: &str, value: &str) -> bool {
        self.attributes.get(attribute).is_some_and(|set| set == value)
    }

    /// What time does: old messages go, and old sends are forgotten.
    pub fn advance(&mut self, now: Millis) {
        let retention = self.seconds("MessageRetentionPeriod");
        self.remove(|message| message.sent + retention <= now);
        self.accepted.retain(|accepted| now < accepted.at + DEDUPLICATION_WINDOW_MS);
    }

    /// Messages go. Their handles are remembered.
    pub fn remove(&mut self, gone: impl Fn(&Message) -> bool) -> Vec<Message> {
        let removed: Vec<_> = self.messages.extract_if(.., |message| gone(message)).collect();
        self.gone.extend(removed.iter().flat_map(|message| message.handles.iter().cloned()));
        let surplus = self.gone.len().saturating_sub(GONE_MAX);
        self.gone.drain(..surplus);
        removed
    }

    /// When time next does something to a message.
    pub fn next_change(&self, now: Millis) -> Option<Millis> {
        let retention = self.seconds("MessageRetentionPeriod");
        let times = self.messages.iter().flat_map(|m| [m.due, m.visible_at, m.sent + retention]);
        times.filter(|time| now < *time).min()
    }

    /// Numbers of the messages that can be received: of each group the longest visible prefix, the group first whose head
    /// came first. On a standard queue each message is a group of its own.
    pub fn available(&self, now: Millis) -> Vec<Vec<usize>> {
        let mut groups: Vec<(Option<&str>, bool, Vec<usize>)> = Vec::new();
        for (at, message) in self.messages.iter().enumerate() {
            let group = message.group.as_deref().filter(|_| self.fifo);
            let is_visible = message.phase(now) == Phase::Waiting;
            match groups.iter_mut().find(|(known, ..)| group.is_some() && *known == group) {
                Some((_, open, prefix)) => {
                    *open &= is_visible;
                    if *open {
                        prefix.push(at);
                    }
                }
                None => groups.push((group, is_visible, if is_visible { vec![at] } else { Vec::new() })),
            }
        }
        groups.into_iter().map(|(.., prefix)| prefix).filter(|prefix| !prefix.is_empty()).collect()
    }

    /// How many messages are waiting, in flight and delayed.
    pub fn counts(&self, now: Millis) -> [usize; 3] {
        [Phase::Waiting, Phase::InFlight, Phase::Delayed]
            .map(|phase| self.messages.iter().filter(|message| message.phase(now) == phase).count())
    }

    /// The send that one with this deduplication id is a duplicate of.
    pub fn duplicate_of(&self, group: &str, deduplication: &str) -> Option<&Accepted> {
        self.accepted.iter().find(|accepted| {
            // For what it counted for when it was sent, whatever the queue has become.
            let counts = !accepted.by_group || accepted.group == group;
            counts && accepted.deduplication == deduplication
        })
    }

    /// The dead-letter queue's name, and how often a message is received before it goes there.
    pub fn redrive(&self) -> Option<(String, u32)> {
        let policy: serde_json::Value = serde_json::from_str(self.attributes.get("RedrivePolicy")?).ok()?;
        let arn = policy["deadLetterTargetArn"].as_str()?;
        Some((arn.rsplit(':').next()?.to_owned(), policy["maxReceiveCount"].as_u64()? as u32))
    }

    /// Whether a task moves its messages.
    pub fn has_running_task(&self) -> bool {
        self.tasks.first().is_some_and(|task| task.status == Status::Running)
    }

    /// Whether it takes dead letters.
    pub fn takes_dead_letters(&self) -> bool {
        !self.attributes.get("RedriveAllowPolicy").is_some_and(|policy| policy.contains("denyAll"))
    }
}
