//! What SQS is, in as few words as will do: queues as lists of messages, and every rule of the documentation as a search
//! through them. It knows nothing of logs, partitions, windows or events.
//!
//! Where AWS leaves open which messages a receive gives, the model is told what was given, and says whether it may be.

use std::collections::BTreeMap;

use millpond_runtime::Millis;

/// An error's Query code, or the answer.
pub type Said<T> = Result<T, &'static str>;

pub const NO_QUEUE: &str = "AWS.SimpleQueueService.NonExistentQueue";
pub const INVALID: &str = "InvalidParameterValue";
pub const WINDOW_MS: Millis = 300_000;
const MINUTE_MS: Millis = 60_000;
const TWELVE_HOURS_MS: Millis = 43_200_000;
const TASKS_SHOWN: usize = 10;

pub type Pairs = BTreeMap<String, String>;

/// One message.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Not known before it is received, if a move task made it anew.
    pub id: Option<String>,
    pub sequence: Option<String>,
    pub body: String,
    /// Name, type and value.
    pub attributes: Vec<(String, String, String)>,
    pub trace: Option<String>,
    pub group: Option<String>,
    pub deduplication: Option<String>,
    pub sent: Millis,
    pub due: Millis,
    /// Until when it is in flight, and since when.
    pub flight: Option<(Millis, Millis)>,
    /// How often it was received, in all queues and in this one.
    pub receives: u32,
    pub receives_here: u32,
    pub first_received: Option<Millis>,
    pub handle: Option<String>,
    pub old_handles: Vec<String>,
    /// The queue whose dead-letter queue this is: its ARN, and which of all that had that name.
    pub source: Option<(String, u64)>,
    /// The dead-letter queue did not take it: it is delivered once more.
    pub refused: bool,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Visible,
    InFlight,
    Delayed,
}

impl Message {
    pub fn place(&self, now: Millis) -> Place {
        match self.flight {
            Some((until, _)) if until > now => Place::InFlight,
            _ if self.due > now => Place::Delayed,
            _ => Place::Visible,
        }
    }

    fn has_handle(&self, handle: &str) -> bool {
        self.handle.as_deref() == Some(handle) || self.old_handles.iter().any(|old| old == handle)
    }
}

/// A receive that had a name.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub made: Millis,
    until: Millis,
    /// Ids and handles.
    pub given: Vec<(String, String)>,
}

/// A move task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub handle: String,
    pub status: &'static str,
    pub destination: Option<String>,
    pub moved: usize,
    pub to_move: usize,
    pub started: Millis,
    pub failure: Option<&'static str>,
}

/// One queue.
#[derive(Clone, Debug)]
pub struct Queue {
    pub uid: u64,
    pub name: String,
    pub fifo: bool,
    pub set: Pairs,
    pub tags: Pairs,
    pub created: Millis,
    pub modified: Millis,
    pub messages: Vec<Message>,
    /// By group, where ids count by group: when it was accepted, its id and its sequence number.
    accepted: BTreeMap<(Option<String>, String), (Millis, String, String)>,
    pub attempts: BTreeMap<String, Attempt>,
    pub tasks: Vec<Task>,
    pub last_sequence: String,
    purged: Option<Millis>,
    /// Which queue its redrive policy means.
    pub dead_letters: Option<u64>,
}

/// All queues of an account in a region.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub now: Millis,
    pub queues: BTreeMap<String, Queue>,
    blocked: BTreeMap<String, Millis>,
    uids: u64,
}

/// What an attribute is if it is not set.
pub fn default_of(name: &str, fifo: bool) -> Option<&'static str> {
    Some(match name {
        "DelaySeconds" | "ReceiveMessageWaitTimeSeconds" => "0",
        "MaximumMessageSize" => "1048576",
        "MessageRetentionPeriod" => "345600",
        "VisibilityTimeout" => "30",
        "SqsManagedSseEnabled" => "true",
        "ContentBasedDeduplication" if fifo => "false",
        "DeduplicationScope" if fifo => "queue",
        "FifoThroughputLimit" if fifo => "perQueue",
        _ => return None,
    })
}

/// A queue's ARN.
pub fn arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:000000000000:{name}")
}

/// The two members of a redrive policy, if it has both as they must be.
pub fn redrive(text: &str) -> Option<(String, u32)> {
    let policy: serde_json::Value = serde_json::from_str(text).ok()?;
    let count = policy.get("maxReceiveCount")?.as_u64().filter(|count| (1..=1000).contains(count))?;
    let target = policy.get("deadLetterTargetArn")?.as_str()?;
    target.starts_with("arn:").then(|| (target.to_owned(), count as u32))
}

impl Queue {
    pub fn attribute(&self, name: &str) -> String {
        let set = self.set.get(name).cloned();
        set.or_else(|| default_of(name, self.fifo).map(str::to_owned)).unwrap_or_default()
    }

    pub fn seconds(&self, name: &str) -> Millis {
        self.attribute(name).parse::<Millis>().expect("a number was checked") * 1000
    }

    fn by_group(&self) -> bool {
        self.attribute("DeduplicationScope") == "messageGroup"
    }

    pub fn max_receives(&self) -> Option<u32> {
        self.set.get("RedrivePolicy").and_then(|text| redrive(text)).map(|(_, count)| count)
    }

    /// Whether a source may move its messages here.
    fn permits(&self, source: &str) -> bool {
        let Some(text) = self.set.get("RedriveAllowPolicy") else { return true };
        let policy: serde_json::Value = serde_json::from_str(text).expect("it was checked");
        match policy["redrivePermission"].as_str() {
            Some("allowAll") => true,
            Some("byQueue") => {
                policy["sourceQueueArns"].as_array().is_some_and(|arns| arns.iter().any(|it| it == source))
            }
            _ => false,
        }
    }

    /// Visible, in flight, delayed.
    pub fn counts(&self, now: Millis) -> [usize; 3] {
        let count = |place| self.messages.iter().filter(|it| it.place(now) == place).count();
        [Place::Visible, Place::InFlight, Place::Delayed].map(count)
    }

    /// What may be received: each group's longest visible prefix. On a standard queue every message stands for itself.
    pub fn available(&self, now: Millis) -> Vec<Vec<usize>> {
        let mut groups: Vec<(Option<&str>, bool, Vec<usize>)> = Vec::new();
        for (at, message) in self.messages.iter().enumerate() {
            let group = message.group.as_deref().filter(|_| self.fifo);
            let known = groups.iter_mut().find(|(of, ..)| self.fifo && *of == group);
            let visible = message.place(now) == Place::Visible;
            match known {
                Some((_, open, prefix)) => {
                    *open &= visible;
                    prefix.extend(open.then_some(at));
                }
                None => groups.push((group, visible, visible.then_some(at).into_iter().collect())),
            }
        }
        groups.into_iter().map(|(.., prefix)| prefix).collect()
    }

    fn is_dead(&self, message: &Message) -> bool {
        self.max_receives().is_some_and(|most| message.receives_here >= most)
            && self.dead_letters.is_some()
            && !message.refused
    }

    /// Whether a receive may come upon a message that was received too often.
    pub fn may_bury(&self) -> bool {
        self.messages.iter().any(|message| self.is_dead(message))
    }

    /// Takes out what a receive of `count` messages finds to have been received too often, oldest first.
    fn take_dead(&mut self, count: usize, now: Millis) -> Vec<Message> {
        let mut taken: Vec<usize> = Vec::new();
        loop {
            let mut hidden = self.clone();
            for at in &taken {
                hidden.messages[*at].flight = Some((Millis::MAX, now));
            }
            let selected: Vec<usize> = hidden.available(now).concat().into_iter().take(count).collect();
            let dead: Vec<usize> =
                selected.into_iter().filter(|at| hidden.is_dead(&hidden.messages[*at])).collect();
            if dead.is_empty() {
                break;
            }
            taken.extend(dead);
        }
        // They are on their way while this receive looks, and block their groups.
        for at in &taken {
            self.messages[*at].flight = Some((Millis::MAX, now));
        }
        taken.iter().map(|at| self.messages[*at].clone()).collect()
    }

    /// A named receive, if its messages are all as it left them.
    pub fn same_attempt(&self, name: &str, now: Millis) -> Option<&Attempt> {
        let attempt = self.attempts.get(name).filter(|it| it.made + WINDOW_MS > now)?;
        let untouched = |(id, handle): &(String, String)| {
            self.messages.iter().any(|message| {
                message.id.as_ref() == Some(id)
                    && message.handle.as_ref() == Some(handle)
                    && message.flight.is_some_and(|(until, _)| until == attempt.until && until > now)
            })
        };
        attempt.given.iter().all(untouched).then_some(attempt)
    }

    /// When something can next be received, up to `until`.
    pub fn next_visible(&self, now: Millis, until: Millis) -> Option<Millis> {
        let retention = self.seconds("MessageRetentionPeriod");
        let times = self
            .messages
            .iter()
            .flat_map(|it| [it.due, it.flight.map_or(0, |(until, _)| until), it.sent + retention]);
        let times = times.filter(|at| (now..=until).contains(at)).chain([now]);
        let mut times: Vec<Millis> = times.collect();
        times.sort_unstable();
        times.into_iter().find(|at| {
            let mut then = self.clone();
            then.messages.retain(|message| message.sent + retention > *at);
            then.available(*at).iter().any(|prefix| !prefix.is_empty())
        })
    }
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
            dead_letters,
        };
        self.queues.insert(name.to_owned(), queue);
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
        // On a FIFO queue a new delay holds for what is there.
        if queue.fifo && delay != delay_before {
            for message in queue.messages.iter_mut().filter(|message| message.receives_here == 0) {
                message.due = message.sent + delay;
            }
        }
        self.advance_to(now);
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
        self.advance_to(now);
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

impl Queue {
    /// Notes a receive that was given.
    pub fn hand_out(&mut self, at: usize, handle: &str, until: Millis, now: Millis) {
        let message = &mut self.messages[at];
        message.old_handles.extend(message.handle.replace(handle.to_owned()));
        message.flight = Some((until, now));
        message.receives += 1;
        message.receives_here += 1;
        message.first_received.get_or_insert(now);
        message.refused = false;
    }

    /// Notes a receive that had a name.
    pub fn note_attempt(&mut self, name: &str, given: Vec<(String, String)>, until: Millis, now: Millis) {
        self.attempts.insert(name.to_owned(), Attempt { made: now, until, given });
    }

    /// A named receive is asked for again: its messages stay away for longer.
    pub fn repeat_attempt(&mut self, name: &str, until: Millis) {
        let Some(attempt) = self.attempts.get_mut(name) else { return };
        attempt.until = until;
        for (id, _) in &attempt.given {
            let of = self.messages.iter_mut().find(|message| message.id.as_ref() == Some(id));
            if let Some(message) = of {
                message.flight = message.flight.map(|(_, since)| (until, since));
            }
        }
    }
}

/// Sets attributes: each is checked by itself.
fn change(set: &mut Pairs, given: &Pairs, fifo: bool) -> Said<()> {
    for (name, value) in given {
        let number = |low: u32, high: u32| {
            let fits = value.parse::<u32>().is_ok_and(|number| (low..=high).contains(&number));
            if fits { Ok(()) } else { Err("InvalidAttributeValue") }
        };
        let one_of = |values: [&str; 2]| {
            if values.contains(&value.as_str()) { Ok(()) } else { Err("InvalidAttributeValue") }
        };
        match name.as_str() {
            "RedrivePolicy" | "RedriveAllowPolicy" if value.is_empty() => {
                set.remove(name);
                continue;
            }
            "DelaySeconds" => number(0, 900),
            "MaximumMessageSize" => number(1024, 1_048_576),
            "MessageRetentionPeriod" => number(60, 1_209_600),
            "ReceiveMessageWaitTimeSeconds" => number(0, 20),
            "VisibilityTimeout" => number(0, 43_200),
            "ContentBasedDeduplication" if fifo => one_of(["true", "false"]),
            "DeduplicationScope" if fifo => one_of(["queue", "messageGroup"]),
            "FifoQueue" if fifo => Ok(()),
            "RedrivePolicy" => redrive(value).map(|_| ()).ok_or(INVALID),
            "RedriveAllowPolicy" => Ok(()),
            _ => Err("InvalidAttributeName"),
        }?;
        set.insert(name.clone(), value.clone());
    }
    Ok(())
}
