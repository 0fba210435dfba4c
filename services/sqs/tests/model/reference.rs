//! The reference: what SQS must do, in the simplest code that does it.

use std::collections::{BTreeMap, BTreeSet};

use super::message::{Attempt, Message, Millis, Phase, Queue, Recent, Refused, Task, arn, is_fifo};

pub const QUEUE_DOES_NOT_EXIST: &str = "QueueDoesNotExist";
pub const INVALID_VALUE: &str = "InvalidParameterValueException";

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub now: Millis,
    pub queues: BTreeMap<String, Queue>,
    /// Names of deleted queues, and until when.
    blocked: BTreeMap<String, Millis>,
    last: u64,
}

/// An error's code.
pub type Code = &'static str;

/// A message that is sent.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    pub body: String,
    pub delay_seconds: Option<u64>,
    pub group: Option<String>,
    pub deduplication: Option<String>,
    /// The deduplication id that a queue makes of the body.
    pub body_hash: String,
}

/// What a send must be answered with.
#[derive(Clone, Debug)]
pub enum Sent {
    /// The id and number of an earlier one.
    Again(String, String),
    /// A new message; what the answer says is to be noted.
    New(u64),
}

/// What a receive must be answered with.
#[derive(Clone, Debug)]
pub struct HandedOut {
    pub handout: u64,
    pub uids: Vec<u64>,
}

impl Reference {
    /// Without queues.
    pub fn at(now: Millis) -> Reference {
        Reference { now, ..Reference::default() }
    }

    pub fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    pub fn advance_to(&mut self, now: Millis) {
        self.now = now;
        self.queues.values_mut().for_each(|queue| queue.advance(now));
    }

    pub fn queue(&mut self, name: &str) -> Result<&mut Queue, Code> {
        self.queues.get_mut(name).ok_or(QUEUE_DOES_NOT_EXIST)
    }

    fn name_of(&self, incarnation: u64) -> Option<String> {
        let found = self.queues.values().find(|queue| queue.incarnation == incarnation);
        found.map(|queue| queue.name.clone())
    }

    /// The queue that a redrive policy among attributes means.
    fn target_of(&self, source: &str, set: &BTreeMap<String, String>) -> Result<Option<u64>, Code> {
        let mut probe = Queue::named(source);
        probe.set.clone_from(set);
        let Some((target, _)) = probe.redrive() else { return Ok(None) };
        let target = self.queues.get(&target).ok_or(INVALID_VALUE)?;
        let fits = target.fifo() == is_fifo(source) && !target.denies_all();
        if fits { Ok(Some(target.incarnation)) } else { Err(INVALID_VALUE) }
    }

    pub fn create(&mut self, name: &str, given: &BTreeMap<String, String>) -> Result<(), Code> {
        if let Some(queue) = self.queues.get(name) {
            let has = queue.effective();
            let same = given.iter().all(|(name, value)| has.get(name) == Some(value));
            return if same { Ok(()) } else { Err("QueueNameExists") };
        }
        if self.blocked.get(name).is_some_and(|until| self.now < *until) {
            return Err("QueueDeletedRecently");
        }
        let dead_letter = self.target_of(name, given)?;
        let incarnation = self.next();
        let mut queue = Queue::named(name);
        (queue.incarnation, queue.dead_letter) = (incarnation, dead_letter);
        queue.set.clone_from(given);
        (queue.created, queue.modified) = (self.now, self.now);
        for source in self.queues.values_mut() {
            if source.redrive().is_some_and(|(target, _)| target == name) {
                source.dead_letter = Some(incarnation);
            }
        }
        self.queues.insert(name.to_owned(), queue);
        Ok(())
    }

    pub fn delete_queue(&mut self, name: &str) -> Result<(), Code> {
        self.queues.remove(name).ok_or(QUEUE_DOES_NOT_EXIST)?;
        self.blocked.insert(name.to_owned(), self.now + 60_000);
        Ok(())
    }

    pub fn set(&mut self, name: &str, given: &BTreeMap<String, String>) -> Result<(), Code> {
        let before = self.queue(name)?.set.clone();
        let mut set = before.clone();
        for (attribute, value) in given {
            if value.is_empty() {
                set.remove(attribute);
            } else {
                set.insert(attribute.clone(), value.clone());
            }
        }
        if set == before {
            return Ok(());
        }
        let found = self.target_of(name, &set);
        let unchanged = before.get("RedrivePolicy") == set.get("RedrivePolicy");
        // A policy that has lost its target since is no reason to refuse another change.
        let dead_letter = if unchanged { found.unwrap_or_default() } else { found? };
        let now = self.now;
        let queue = self.queue(name)?;
        (queue.dead_letter, queue.modified) = (dead_letter, now);
        queue.change(set, now);
        Ok(())
    }

    pub fn purge(&mut self, name: &str) -> Result<(), Code> {
        let now = self.now;
        let queue = self.queue(name)?;
        if queue.purged.is_some_and(|purged| now < purged + 60_000) {
            return Err("PurgeQueueInProgress");
        }
        queue.purged = Some(now);
        queue.messages.clear();
        Ok(())
    }

    pub fn send(&mut self, name: &str, message: &Outgoing) -> Result<Sent, Code> {
        let (now, uid) = (self.now, self.next());
        let queue = self.queue(name)?;
        let fifo = queue.fifo();
        let mut deduplication = message.deduplication.clone();
        if fifo {
            if deduplication.is_none() {
                if queue.effective()["ContentBasedDeduplication"] != "true" {
                    return Err(INVALID_VALUE);
                }
                deduplication = Some(message.body_hash.clone());
            }
            let group = message.group.as_deref().expect("it is given");
            if let Some(first) = queue.first_send(group, deduplication.as_deref().expect("it was made")) {
                return Ok(Sent::Again(first.id.clone(), first.number.clone()));
            }
        } else if deduplication.is_some() {
            return Err(INVALID_VALUE);
        }
        let delay =
            message.delay_seconds.filter(|_| !fifo).map_or_else(|| queue.ms("DelaySeconds"), |s| s * 1000);
        queue.messages.push(Message {
            uid,
            body: message.body.clone(),
            id: None,
            number: None,
            group: message.group.clone(),
            deduplication,
            sent: now,
            arrived: now,
            phase: if delay > 0 { Phase::Delayed(now + delay) } else { Phase::Waiting },
            receives_here: 0,
            receives_before: 0,
            first: None,
            source_arn: None,
            from: None,
            refused: Refused::No,
        });
        Ok(Sent::New(uid))
    }

    /// What a send was answered with.
    pub fn note_sent(&mut self, name: &str, uid: u64, id: &str, number: Option<&str>) {
        let now = self.now;
        let queue = self.queue(name).expect("it was just sent to");
        let at = queue.at(uid).expect("it was just sent");
        (queue.messages[at].id, queue.messages[at].number) = (Some(id.to_owned()), number.map(str::to_owned));
        if let (Some(group), Some(deduplication)) =
            (&queue.messages[at].group, &queue.messages[at].deduplication)
        {
            let key = queue.key_of(group, deduplication);
            let number = number.unwrap_or_default().to_owned();
            queue.recent.push(Recent { key, at: now, id: id.to_owned(), number });
        }
    }

    /// A receive. `attempt`: the client's name for it.
    pub fn receive(
        &mut self,
        name: &str,
        most: usize,
        visibility: Option<u64>,
        attempt: Option<&str>,
    ) -> Result<HandedOut, Code> {
        let (now, handout) = (self.now, self.next());
        let queue = self.queue(name)?;
        let visibility = visibility.map_or_else(|| queue.ms("VisibilityTimeout"), |seconds| seconds * 1000);
        let until = now + visibility;
        if let Some(same) = attempt.and_then(|name| queue.same_attempt(name)) {
            for uid in &same.uids {
                let at = queue.at(*uid).expect("it is in flight");
                queue.hide(at, same.handout, until, now);
            }
            let attempt = queue.attempts.iter_mut().find(|it| it.name == same.name).expect("it was found");
            attempt.until = until;
            return Ok(HandedOut { handout: same.handout, uids: same.uids });
        }
        let (uids, dead) = queue.divert(most);
        queue.hand_out(&uids, handout, until, now);
        if let Some(name) = attempt.filter(|_| !uids.is_empty()) {
            queue.attempts.retain(|attempt| attempt.name != name);
            let uids = uids.clone();
            queue.attempts.push(Attempt { name: name.to_owned(), made: now, handout, until, uids });
        }
        queue.advance(now);
        self.bury(name, &dead);
        Ok(HandedOut { handout, uids })
    }

    /// The dead-letter queue that a receive would move messages to, if it would take them.
    pub fn grave(&self, name: &str) -> Option<String> {
        let target = self.queues.get(name)?.dead_letter.and_then(|target| self.name_of(target))?;
        (!self.queues[&target].denies_all()).then_some(target)
    }

    /// A receive on a standard queue, where any may come: these have, and those have gone to the dead letters as far as
    /// can be seen. An error, if that can't be.
    pub fn receive_loosely(
        &mut self,
        name: &str,
        most: usize,
        visibility: Option<u64>,
        (got, buried): (&[u64], &[u64]),
    ) -> Result<HandedOut, String> {
        let (now, handout, grave) = (self.now, self.next(), self.grave(name));
        let queue = self.queues.get_mut(name).ok_or("there is no such queue")?;
        let until = now + visibility.map_or_else(|| queue.ms("VisibilityTimeout"), |seconds| seconds * 1000);
        for (uids, is_wrong) in [(got, true), (buried, false)] {
            for uid in uids {
                let message = &queue.messages[queue.at(*uid).ok_or("it is gone")?];
                let (certainly, perhaps) = queue.is_dead(message);
                if message.phase != Phase::Waiting || (if is_wrong { certainly } else { !perhaps }) {
                    return Err(format!("not this one: {message:?}"));
                }
            }
        }
        let is_left = |message: &&Message| {
            message.phase == Phase::Waiting && !got.contains(&message.uid) && !buried.contains(&message.uid)
        };
        let left: Vec<u64> = queue.messages.iter().filter(is_left).map(|message| message.uid).collect();
        let all_seen = got.len() < most;
        for uid in left {
            let at = queue.at(uid).expect("it is left");
            let (_, perhaps) = queue.is_dead(&queue.messages[at]);
            if all_seen && (!perhaps || grave.is_some()) {
                return Err(format!("fewer than there are: not {:?}", queue.messages[at]));
            }
            if perhaps && grave.is_none() {
                queue.messages[at].refused = if all_seen { Refused::Yes } else { Refused::Perhaps };
            }
        }
        queue.hand_out(got, handout, until, now);
        queue.advance(now);
        self.bury(name, buried);
        Ok(HandedOut { handout, uids: got.to_vec() })
    }

    /// The dead-letter queue takes these, or refuses them.
    fn bury(&mut self, name: &str, dead: &[u64]) {
        let now = self.now;
        let source = &self.queues[name];
        let (fifo, incarnation) = (source.fifo(), source.incarnation);
        let target = self.grave(name);
        for uid in dead {
            let source = self.queues.get_mut(name).expect("it is there");
            let at = source.at(*uid).expect("it was there a moment ago");
            let Some(target) = &target else {
                source.messages[at].refused = Refused::Yes;
                continue;
            };
            let message = source.messages.remove(at);
            let moved = Message {
                sent: if fifo { now } else { message.sent },
                receives_before: message.receives_before + message.receives_here,
                source_arn: Some(arn(name)),
                // So that no two messages collide there, it is the message's id.
                deduplication: message.id.clone().filter(|_| fifo),
                ..message
            };
            self.arrive(target, Message { from: Some(incarnation), ..moved });
        }
    }

    fn arrive(&mut self, target: &str, message: Message) {
        let (now, uid) = (self.now, self.next());
        let queue = self.queues.get_mut(target).expect("it is there");
        queue.messages.push(Message {
            // Handles that it had elsewhere, or here before, are not its own.
            uid,
            arrived: now,
            phase: Phase::Waiting,
            receives_here: 0,
            refused: Refused::No,
            number: None,
            ..message
        });
        queue.advance(now);
    }

    /// Deletes by a handle of the message: an error, if its time is up in a FIFO queue.
    pub fn finish(&mut self, name: &str, uid: u64, handout: u64) -> Result<(), Code> {
        let queue = self.queue(name)?;
        let fifo = queue.fifo();
        let Some(at) = queue.at(uid) else { return Ok(()) };
        let current =
            matches!(queue.messages[at].phase, Phase::Flying { handout: latest, .. } if latest == handout);
        if fifo && !current {
            return Err(INVALID_VALUE);
        }
        queue.messages.remove(at);
        Ok(())
    }

    pub fn change_visibility(
        &mut self,
        name: &str,
        uid: u64,
        handout: u64,
        seconds: u64,
    ) -> Result<(), Code> {
        let now = self.now;
        let queue = self.queue(name)?;
        let fifo = queue.fifo();
        let at = queue.at(uid).ok_or(INVALID_VALUE)?;
        match queue.messages[at].phase {
            Phase::Flying { handout: latest, .. } if latest == handout || !fifo => {}
            Phase::Waiting if !fifo => {}
            _ => return Err(INVALID_VALUE),
        }
        queue.hide(at, handout, now + seconds * 1000, now);
        Ok(())
    }

    /// A move task, from its start to its end. With a rate one message leaves after another; after `cancel_after` it is
    /// cancelled.
    pub fn move_back(
        &mut self,
        name: &str,
        to: Option<&str>,
        rate: Option<u64>,
        cancel_after: Option<Millis>,
    ) -> Task {
        let began = self.now;
        let to_move = self.queues[name].counts()[0] as u64;
        let mut task = Task { status: "COMPLETED", to_move, moved: 0, failure: None };
        let (at_once, every) = rate.map_or((50, 1), |rate| (1, 1000 / rate));
        let last = self.queues[name].messages.last().map(|message| message.uid);
        for round in 0.. {
            if cancel_after.is_some_and(|after| round * every > after) {
                task.status = "CANCELLED";
                break;
            }
            self.advance_to(began + round * every);
            let queue = &self.queues[name];
            let mut next = queue.select(at_once, &BTreeSet::new());
            next.retain(|uid| queue.at(*uid) <= last.and_then(|last| queue.at(last)).or(Some(usize::MAX)));
            if next.is_empty() {
                break;
            }
            if self.move_some(name, to, &next, &mut task) {
                break;
            }
        }
        task
    }

    /// True if the task is over.
    fn move_some(&mut self, name: &str, to: Option<&str>, uids: &[u64], task: &mut Task) -> bool {
        let incarnation = self.queues[name].incarnation;
        let mut over = false;
        for uid in uids {
            let at = self.queues[name].at(*uid).expect("it was selected");
            let from = self.queues[name].messages[at].from;
            let target = match (to, from) {
                (Some(to), _) => Some(to.to_owned()),
                (None, Some(from)) => self.name_of(from),
                (None, None) => {
                    // It stops here, before the answers come to what has left.
                    (task.status, task.failure) = ("FAILED", Some("CouldNotDetermineMessageSource"));
                    return true;
                }
            };
            let Some(target) = target else {
                over = true;
                (task.status, task.failure) = ("FAILED", Some("AWS.SimpleQueueService.NonExistentQueue"));
                self.queues.get_mut(name).expect("it is there").messages[at].refused = Refused::Yes;
                continue;
            };
            let message = self.queues.get_mut(name).expect("it is there").messages.remove(at);
            task.moved += 1;
            let fifo = is_fifo(&target);
            let fresh = Message {
                id: None,
                deduplication: message.deduplication.clone().filter(|_| !fifo),
                sent: self.now,
                receives_before: 0,
                first: None,
                source_arn: None,
                from: Some(incarnation),
                ..message
            };
            self.arrive(&target, fresh);
        }
        over
    }
}

impl Queue {
    fn named(name: &str) -> Queue {
        Queue {
            incarnation: 0,
            name: name.to_owned(),
            set: BTreeMap::new(),
            tags: BTreeMap::new(),
            created: 0,
            modified: 0,
            purged: None,
            dead_letter: None,
            messages: Vec::new(),
            recent: Vec::new(),
            attempts: Vec::new(),
            tasks: std::collections::VecDeque::new(),
        }
    }

    fn hand_out(&mut self, uids: &[u64], handout: u64, until: Millis, now: Millis) {
        for uid in uids {
            let at = self.at(*uid).expect("it was selected");
            let message = &mut self.messages[at];
            message.receives_here += 1;
            message.first.get_or_insert(now);
            message.refused = Refused::No;
            message.phase = Phase::Flying { handout, since: now, until };
        }
    }

    /// A receive of this name whose messages are all still in flight as it left them.
    fn same_attempt(&self, name: &str) -> Option<Attempt> {
        let attempt = self.attempts.iter().find(|attempt| attempt.name == name)?;
        let untouched = |uid: &u64| {
            let phase = self.at(*uid).map(|at| self.messages[at].phase);
            matches!(phase, Some(Phase::Flying { handout, until, .. }) if (handout, until) == (attempt.handout, attempt.until))
        };
        attempt.uids.iter().all(untouched).then(|| attempt.clone())
    }

    /// Takes a message out of the line until a time, or puts it back.
    fn hide(&mut self, at: usize, handout: u64, until: Millis, now: Millis) {
        let phase = &mut self.messages[at].phase;
        *phase = match *phase {
            _ if until <= now => Phase::Waiting,
            Phase::Flying { handout, since, .. } => Phase::Flying { handout, since, until },
            _ => Phase::Flying { handout, since: now, until },
        };
    }
}
