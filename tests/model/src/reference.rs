//! What SQS is, in as few words as will do: queues as lists of messages, and every rule of the documentation as a search
//! through them. It knows nothing of logs, partitions, windows or events.
//!
//! Where AWS leaves open which messages a receive gives, the model is told what was given, and says whether it may be.

mod queue;

use std::collections::BTreeMap;

use millpond_runtime::Millis;

use queue::change;
pub use queue::{Message, Place, Queue, Task, arn, redrive};

/// An error's Query code, or the answer.
pub type Said<T> = Result<T, &'static str>;

pub const NO_QUEUE: &str = "AWS.SimpleQueueService.NonExistentQueue";
pub const INVALID: &str = "InvalidParameterValue";
pub const WINDOW_MS: Millis = 300_000;
/// A message is gone so late at most: the longest retention by the one, and no more than the other.
const EXPIRY_PARTS: Millis = 4096;
const EXPIRY_LATE_MS_MAX: Millis = 90_000;
const MINUTE_MS: Millis = 60_000;
const TWELVE_HOURS_MS: Millis = 43_200_000;
const TASKS_SHOWN: usize = 10;

pub type Pairs = BTreeMap<String, String>;

/// All queues of an account in a region.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub now: Millis,
    pub queues: BTreeMap<String, Queue>,
    blocked: BTreeMap<String, Millis>,
    uids: u64,
}

/// What a send asks for.
#[derive(Clone, Debug, Default)]
pub struct Send {
    pub body: String,
    pub attributes: Vec<(String, String, String)>,
    pub trace: Option<String>,
    pub delay: Option<Millis>,
    pub group: Option<String>,
    pub deduplication: Option<String>,
    /// What content-based deduplication makes of the body.
    pub digest: String,
}

impl Reference {
    pub fn queue(&mut self, name: &str) -> Said<&mut Queue> {
        self.queues.get_mut(name).ok_or(NO_QUEUE)
    }

    /// The first time at or after `at` at which it is certain of each message whether it has expired. AWS does not say how
    /// exactly it keeps the time; here it is late by no more than a small part of the longest retention.
    pub fn certain_from(&self, mut at: Millis) -> Millis {
        let mut windows: Vec<(Millis, Millis)> = Vec::new();
        for queue in self.queues.values() {
            let retention = queue.seconds("MessageRetentionPeriod");
            let late = (queue.longest / EXPIRY_PARTS).clamp(1, EXPIRY_LATE_MS_MAX);
            let begins = queue.messages.iter().map(|message| message.sent + retention);
            windows.extend(begins.map(|begins| (begins, begins + late)));
        }
        windows.sort_unstable();
        for (begins, ends) in windows {
            if (begins..ends).contains(&at) {
                at = ends;
            }
        }
        at
    }

    /// Time passes: messages expire.
    pub fn advance_to(&mut self, now: Millis) {
        self.now = now;
        for queue in self.queues.values_mut() {
            let retention = queue.seconds("MessageRetentionPeriod");
            queue.messages.retain(|message| message.sent + retention > now);
        }
    }

    /// The queue that a redrive policy names, if it may.
    fn target_of(&self, name: &str, set: &Pairs) -> Said<Option<u64>> {
        let Some(text) = set.get("RedrivePolicy") else { return Ok(None) };
        let (target, _) = redrive(text).ok_or(INVALID)?;
        let queue = self.queues.values().find(|queue| arn(&queue.name) == target).ok_or(INVALID)?;
        let fits = queue.fifo == name.ends_with(".fifo") && queue.permits(&arn(name));
        if fits { Ok(Some(queue.uid)) } else { Err(INVALID) }
    }

    pub fn create(&mut self, name: &str, given: &Pairs, tags: &Pairs) -> Said<()> {
        let fifo = name.ends_with(".fifo");
        let mut set = Pairs::new();
        if fifo {
            set.insert("FifoQueue".to_owned(), "true".to_owned());
        }
        change(&mut set, given, fifo)?;
        if let Some(queue) = self.queues.get(name) {
            let differs = set.iter().any(|(attribute, value)| queue.attribute(attribute) != *value);
            return if differs { Err("QueueAlreadyExists") } else { Ok(()) };
        }
        if self.blocked.get(name).is_some_and(|until| self.now < *until) {
            return Err("AWS.SimpleQueueService.QueueDeletedRecently");
        }
        let dead_letters = self.target_of(name, &set)?;
        self.uids += 1;
        let (uid, now) = (self.uids, self.now);
        for source in self.queues.values_mut() {
            let target = source.set.get("RedrivePolicy").and_then(|text| redrive(text));
            if target.is_some_and(|(target, _)| target == arn(name)) {
                source.dead_letters = Some(uid);
            }
        }
        let queue = Queue {
            uid,
            name: name.to_owned(),
            fifo,
            set,
            tags: tags.clone(),
            created: now,
            modified: now,
            messages: Vec::new(),
            accepted: BTreeMap::new(),
            attempts: BTreeMap::new(),
            tasks: Vec::new(),
            last_sequence: String::new(),
            purged: None,
            longest: 0,
            dead_letters,
        };
        let longest = queue.seconds("MessageRetentionPeriod");
        self.queues.insert(name.to_owned(), Queue { longest, ..queue });
        Ok(())
    }

    pub fn delete_queue(&mut self, name: &str) -> Said<()> {
        self.queues.remove(name).ok_or(NO_QUEUE)?;
        self.blocked.insert(name.to_owned(), self.now + MINUTE_MS);
        Ok(())
    }

    pub fn set_attributes(&mut self, name: &str, given: &Pairs) -> Said<()> {
        let now = self.now;
        let queue = self.queue(name)?;
        let mut set = queue.set.clone();
        change(&mut set, given, queue.fifo)?;
        if set == queue.set {
            return Ok(());
        }
        let unchanged = set.get("RedrivePolicy").and_then(|text| redrive(text))
            == queue.set.get("RedrivePolicy").and_then(|text| redrive(text));
        let found = self.target_of(name, &set);
        let dead_letters = if unchanged { found.unwrap_or_default() } else { found? };
        let queue = self.queue(name)?;
        let delay_before = queue.seconds("DelaySeconds");
        (queue.set, queue.modified, queue.dead_letters) = (set, now, dead_letters);
        let delay = queue.seconds("DelaySeconds");
        queue.longest = queue.longest.max(queue.seconds("MessageRetentionPeriod"));
        // On a FIFO queue a new delay holds for what is there.
        if queue.fifo && delay != delay_before {
            for message in queue.messages.iter_mut().filter(|message| message.receives_here == 0) {
                message.due = message.sent + delay;
            }
        }
        Ok(())
    }

    pub fn purge(&mut self, name: &str) -> Said<()> {
        let now = self.now;
        let queue = self.queue(name)?;
        if queue.purged.is_some_and(|purged| now < purged + MINUTE_MS) {
            return Err("AWS.SimpleQueueService.PurgeQueueInProgress");
        }
        (queue.purged, queue.messages) = (Some(now), Vec::new());
        Ok(())
    }

    /// Whether a FIFO queue can take a message at all.
    pub fn lacks(&mut self, name: &str, send: &Send) -> Said<Option<&'static str>> {
        let queue = self.queue(name)?;
        if queue.fifo && send.group.is_none() {
            return Ok(Some("MissingParameter"));
        }
        let by_content = queue.attribute("ContentBasedDeduplication") == "true";
        Ok((queue.fifo && send.deduplication.is_none() && !by_content).then_some(INVALID))
    }

    /// Checks a send. The first that it is a duplicate of, if there is one: its id and sequence number.
    pub fn check_send(&mut self, name: &str, send: &Send) -> Said<Option<(String, String)>> {
        let lacks = self.lacks(name, send)?;
        let now = self.now;
        let queue = self.queue(name)?;
        if send.body.is_empty() {
            return Err("MissingParameter");
        }
        let size = send.attributes.iter().map(|(name, kind, value)| name.len() + kind.len() + value.len());
        let most = queue.attribute("MaximumMessageSize").parse().expect("a number was checked");
        if send.body.len() + size.sum::<usize>() > most {
            return Err(INVALID);
        }
        if !queue.fifo {
            return if send.deduplication.is_some() { Err(INVALID) } else { Ok(None) };
        }
        if send.delay.is_some_and(|delay| delay > 0) {
            return Err(INVALID);
        }
        if let Some(code) = lacks {
            return Err(code);
        }
        let id = send.deduplication.clone().unwrap_or_else(|| send.digest.clone());
        let find = |group: Option<String>| {
            let first = queue.accepted.get(&(group, id.clone()));
            first.filter(|(at, ..)| at + WINDOW_MS > now).map(|(_, id, number)| (id.clone(), number.clone()))
        };
        // What was sent while ids counted in the whole queue goes on doing so.
        let in_group = if queue.by_group() { find(send.group.clone()) } else { None };
        Ok(in_group.or_else(|| find(None)))
    }

    /// Puts a message, checked and no duplicate, on a queue.
    pub fn send(&mut self, name: &str, send: &Send, id: &str, sequence: Option<&str>) {
        let now = self.now;
        let Ok(queue) = self.queue(name) else { return };
        let deduplication =
            queue.fifo.then(|| send.deduplication.clone().unwrap_or_else(|| send.digest.clone()));
        if let (Some(key), Some(sequence)) = (&deduplication, sequence) {
            let group = send.group.clone().filter(|_| queue.by_group());
            queue.accepted.insert((group, key.clone()), (now, id.to_owned(), sequence.to_owned()));
            queue.last_sequence = sequence.to_owned();
        }
        let delay = send.delay.filter(|_| !queue.fifo).unwrap_or_else(|| queue.seconds("DelaySeconds"));
        queue.messages.push(Message {
            id: Some(id.to_owned()),
            sequence: sequence.map(str::to_owned),
            body: send.body.clone(),
            attributes: send.attributes.clone(),
            trace: send.trace.clone(),
            group: send.group.clone(),
            deduplication,
            sent: now,
            due: now + delay,
            ..Message::default()
        });
    }

    /// A receive of up to `count` messages came upon these that were received too often. What becomes of them is up to
    /// [`Reference::bury`], behind the receive.
    pub fn take_dead(&mut self, name: &str, count: usize) -> Vec<Message> {
        let now = self.now;
        self.queue(name).map(|queue| queue.take_dead(count, now)).unwrap_or_default()
    }

    /// The dead arrive at the dead-letter queue, or stay if it takes none.
    pub fn bury(&mut self, name: &str, dead: Vec<Message>) {
        let now = self.now;
        let Ok(source) = self.queue(name) else { return };
        let (uid, target) = (source.uid, source.dead_letters);
        let here = |queue: &mut Queue, message: &Message| {
            let same = |it: &Message| it.handle == message.handle && it.body == message.body;
            queue.messages.iter().position(same).expect("it is on its way")
        };
        for message in dead {
            let takes = |queue: &&mut Queue| Some(queue.uid) == target && queue.permits(&arn(name));
            let taken = self.queues.values_mut().find(takes).map(|queue| {
                queue.messages.push(Message {
                    sent: if queue.fifo { now } else { message.sent },
                    due: now,
                    flight: None,
                    receives_here: 0,
                    handle: None,
                    old_handles: Vec::new(),
                    sequence: None,
                    source: Some((arn(name), uid)),
                    // So that no two collide there.
                    deduplication: message.id.clone().filter(|_| queue.fifo),
                    refused: false,
                    ..message.clone()
                });
            });
            let Ok(source) = self.queue(name) else { return };
            let at = here(source, &message);
            if taken.is_some() {
                source.messages.remove(at);
            } else {
                (source.messages[at].flight, source.messages[at].refused) = (None, true);
            }
        }
    }

    /// Deletes by handle. An error names what AWS says.
    pub fn delete(&mut self, name: &str, handle: &str) -> Said<()> {
        let now = self.now;
        let queue = self.queue(name)?;
        let Some(at) = queue.messages.iter().position(|message| message.has_handle(handle)) else {
            return Ok(());
        };
        let message = &queue.messages[at];
        let current = message.handle.as_deref() == Some(handle) && message.place(now) == Place::InFlight;
        if queue.fifo && !current {
            return Err(INVALID);
        }
        queue.messages.remove(at);
        Ok(())
    }

    pub fn change_visibility(&mut self, name: &str, handle: &str, timeout: Millis) -> Said<()> {
        let now = self.now;
        let queue = self.queue(name)?;
        let fifo = queue.fifo;
        let message = queue.messages.iter_mut().find(|message| message.has_handle(handle)).ok_or(INVALID)?;
        let in_flight = message.place(now) == Place::InFlight;
        if fifo && !(in_flight && message.handle.as_deref() == Some(handle)) {
            return Err(INVALID);
        }
        let since = message.flight.filter(|_| in_flight).map_or(now, |(_, since)| since);
        if now + timeout > since + TWELVE_HOURS_MS {
            return Err(INVALID);
        }
        message.flight = Some((now + timeout, since));
        Ok(())
    }

    /// What a move task of this queue can move at once, and whether something stands in its way.
    pub fn movable(&mut self, name: &str) -> Said<(Vec<Message>, bool)> {
        let now = self.now;
        let queue = self.queue(name)?;
        let going = queue.available(now).concat();
        let [visible, _, delayed] = queue.counts(now);
        let waits = visible > going.len() || delayed > 0;
        Ok((going.into_iter().map(|at| queue.messages[at].clone()).collect(), waits))
    }

    /// A move task moves messages, to one queue or each to its own. How many it moved.
    pub fn move_all(&mut self, name: &str, going: Vec<Message>, destination: Option<u64>) -> usize {
        let (now, mut moved) = (self.now, 0);
        for message in going {
            let to = destination.or(message.source.as_ref().map(|(_, uid)| *uid));
            let taken = self.queues.values_mut().find(|queue| Some(queue.uid) == to).map(|queue| {
                queue.messages.push(Message {
                    body: message.body.clone(),
                    attributes: message.attributes.clone(),
                    trace: message.trace.clone(),
                    group: message.group.clone(),
                    sent: now,
                    due: now,
                    ..Message::default()
                });
            });
            let Ok(source) = self.queue(name) else { break };
            let same = |it: &Message| it.id == message.id && it.body == message.body;
            let at = source.messages.iter().position(same).expect("it is here");
            if taken.is_some() {
                source.messages.remove(at);
                moved += 1;
            } else {
                source.messages[at].refused = true;
            }
        }
        moved
    }

    pub fn note_task(&mut self, name: &str, task: Task) {
        if let Ok(queue) = self.queue(name) {
            queue.tasks.insert(0, task);
            queue.tasks.truncate(TASKS_SHOWN);
        }
    }

    /// The queues whose dead-letter queue this is.
    pub fn sources(&self, name: &str) -> Vec<String> {
        let names = |queue: &&Queue| {
            let target = queue.set.get("RedrivePolicy").and_then(|text| redrive(text));
            target.is_some_and(|(target, _)| target == arn(name))
        };
        self.queues.values().filter(names).map(|queue| queue.name.clone()).collect()
    }
}
