//! One queue of the model: its messages, which of them may be received, and its attributes.

use std::collections::BTreeMap;

use millpond_runtime::Millis;

use super::{INVALID, Pairs, Said, WINDOW_MS};

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

    pub(super) fn has_handle(&self, handle: &str) -> bool {
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
    pub(super) accepted: BTreeMap<(Option<String>, String), (Millis, String, String)>,
    pub attempts: BTreeMap<String, Attempt>,
    pub tasks: Vec<Task>,
    pub last_sequence: String,
    pub(super) purged: Option<Millis>,
    /// The longest that it has ever kept its messages.
    pub(super) longest: Millis,
    /// Which queue its redrive policy means.
    pub dead_letters: Option<u64>,
}

impl Queue {
    pub fn attribute(&self, name: &str) -> String {
        let set = self.set.get(name).cloned();
        set.or_else(|| default_of(name, self.fifo).map(str::to_owned)).unwrap_or_default()
    }

    pub fn seconds(&self, name: &str) -> Millis {
        self.attribute(name).parse::<Millis>().expect("a number was checked") * 1000
    }

    pub(super) fn by_group(&self) -> bool {
        self.attribute("DeduplicationScope") == "messageGroup"
    }

    pub fn max_receives(&self) -> Option<u32> {
        self.set.get("RedrivePolicy").and_then(|text| redrive(text)).map(|(_, count)| count)
    }

    /// Whether a source may move its messages here.
    pub(super) fn permits(&self, source: &str) -> bool {
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

    /// In a line: each message's body, where it is, and how often it was received here.
    pub fn shown(&self, now: Millis) -> String {
        let messages = self.messages.iter().map(|message| {
            let (body, place) = (message.body.split(' ').next().unwrap_or_default(), message.place(now));
            format!("{body} {place:?} {} {:?}", message.receives_here, message.group)
        });
        format!(
            "{} (at most {:?}): {}",
            self.name,
            self.max_receives(),
            messages.collect::<Vec<_>>().join(", ")
        )
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
    pub(super) fn take_dead(&mut self, count: usize, now: Millis) -> Vec<Message> {
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

/// Sets attributes: each is checked by itself.
pub(super) fn change(set: &mut Pairs, given: &Pairs, fifo: bool) -> Said<()> {
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
