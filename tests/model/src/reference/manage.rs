//! Queues themselves: made, changed, listed, emptied, removed; and their tags, and the tasks that move what they hold.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Model, NAME_BLOCKED_MS, Pairs, Phase, Queue, Status, Task, arn, errors, list, refused, taken, text, url,
};
use crate::world::Answer;

/// Between two purges of a queue.
const PURGE_INTERVAL_MS: u64 = 60_000;
/// How many tasks of a queue are remembered.
const TASKS_MAX: usize = 10;

impl Model {
    /// CreateQueue.
    pub fn create(&mut self, name: &str, attributes: &Pairs, tags: &Pairs, answer: &Answer) {
        if let Some(queue) = self.queues.get(name) {
            let differs = |(name, value): (&String, &String)| queue.attributes.get(name) != Some(value);
            if attributes.iter().any(differs) {
                return refused(answer, errors::EXISTS);
            }
        } else if self.blocked.get(name).is_some_and(|until| self.now < *until) {
            return refused(answer, errors::DELETED_RECENTLY);
        } else if !self.may_redrive(attributes) {
            return refused(answer, errors::INVALID_VALUE);
        } else {
            let mut queue = Queue::new(name, attributes, self.now);
            queue.tags = tags.clone();
            self.queues.insert(name.to_owned(), queue);
            // Queues whose redrive policies name it have it again.
            let is_source = |queue: &&mut Queue| queue.redrive().is_some_and(|(target, _)| target == name);
            self.queues.values_mut().filter(is_source).for_each(|queue| queue.forgot_target = false);
        }
        assert_eq!(text(taken(answer), "QueueUrl"), url(name));
    }

    /// Whether the queue that a redrive policy names is there and takes dead letters.
    fn may_redrive(&self, attributes: &Pairs) -> bool {
        let policy = attributes.get("RedrivePolicy").filter(|policy| !policy.is_empty());
        let target = |queue: &&Queue| {
            policy.is_some_and(|policy| policy.contains(&format!("\"{}\"", arn(&queue.name))))
        };
        policy.is_none() || self.queues.values().find(target).is_some_and(Queue::takes_dead_letters)
    }

    /// DeleteQueue.
    pub fn delete_queue(&mut self, name: &str, answer: &Answer) {
        if self.queue_of(name, answer).is_none() {
            return;
        }
        taken(answer);
        let queue = self.queues.remove(name).expect("it is there");
        self.blocked.insert(name.to_owned(), self.now + NAME_BLOCKED_MS);
        self.strangers
            .extend(queue.messages.into_iter().filter_map(|mut message| message.handles.pop()).take(3));
    }

    /// SetQueueAttributes. What is set to nothing is removed.
    pub fn set_attributes(&mut self, name: &str, attributes: &Pairs, answer: &Answer) {
        let now = self.now;
        if self.queue_of(name, answer).is_none() {
            return;
        }
        let policy = |pairs: &Pairs| pairs.get("RedrivePolicy").cloned();
        let is_new = policy(attributes).is_some_and(|new| Some(new) != policy(&self.queues[name].given));
        if is_new && !self.may_redrive(attributes) {
            return refused(answer, errors::INVALID_VALUE);
        }
        taken(answer);
        let queue = self.queues.get_mut(name).expect("it is there");
        let (before, given) = (queue.attributes.clone(), queue.given.clone());
        for (attribute, value) in attributes {
            for of in [&mut queue.attributes, &mut queue.given] {
                if value.is_empty() {
                    of.remove(attribute);
                } else {
                    of.insert(attribute.clone(), value.clone());
                }
            }
        }
        let modified = if queue.attributes == before { *queue.modified.start() } else { now };
        queue.modified = modified..=now;
        if queue.fifo && queue.attributes["DelaySeconds"] != before["DelaySeconds"] {
            // On a FIFO queue a new delay acts on what is there.
            let delay = queue.seconds("DelaySeconds");
            for message in queue.messages.iter_mut().filter(|message| message.receives_here == 0) {
                message.due = message.came + delay;
                message.visible_at = message.due;
            }
        }
        if queue.given != given {
            let target = queue.redrive().map(|(target, _)| target);
            let forgot = target.is_some_and(|target| !self.queues.contains_key(&target));
            self.queues.get_mut(name).expect("it is there").forgot_target = forgot;
        }
        self.advance();
    }

    /// GetQueueAttributes of all attributes: the counts are exact.
    pub fn get_attributes(&mut self, name: &str, answer: &Answer) {
        let now = self.now;
        let Some(queue) = self.queue_of(name, answer) else { return };
        let [waiting, in_flight, delayed] = queue.counts(now);
        let mut expected = queue.attributes.clone();
        let own = [
            ("ApproximateNumberOfMessages", waiting.to_string()),
            ("ApproximateNumberOfMessagesNotVisible", in_flight.to_string()),
            ("ApproximateNumberOfMessagesDelayed", delayed.to_string()),
            ("CreatedTimestamp", (queue.created / 1000).to_string()),
            ("QueueArn", arn(name)),
        ];
        expected.extend(own.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let mut found = pairs(&taken(answer)["Attributes"]);
        let modified = found.remove("LastModifiedTimestamp").and_then(|seconds| seconds.parse().ok());
        assert!(modified.is_some_and(|seconds: u64| queue.modified.contains(&(seconds * 1000))), "{found:?}");
        assert_eq!(found, expected);
    }

    /// PurgeQueue.
    pub fn purge(&mut self, name: &str, answer: &Answer) {
        let now = self.now;
        let Some(queue) = self.queue_of(name, answer) else { return };
        if queue.purged.is_some_and(|purged| now < purged + PURGE_INTERVAL_MS) {
            return refused(answer, errors::PURGE_IN_PROGRESS);
        }
        taken(answer);
        queue.purged = Some(now);
        queue.remove(|_| true);
        self.run_tasks();
    }

    /// ListQueues.
    pub fn list(&self, prefix: &str, answer: &Answer) {
        let found = list(taken(answer), "QueueUrls").iter().map(|url| url.as_str().expect("it is a URL"));
        let expected = self.queues.keys().filter(|name| name.starts_with(prefix)).map(|name| url(name));
        assert_eq!(found.map(str::to_owned).collect::<BTreeSet<_>>(), expected.collect());
    }

    /// GetQueueUrl.
    pub fn get_url(&mut self, name: &str, answer: &Answer) {
        if self.queue_of(name, answer).is_some() {
            assert_eq!(text(taken(answer), "QueueUrl"), url(name));
        }
    }

    /// ListDeadLetterSourceQueues.
    pub fn list_sources(&mut self, name: &str, answer: &Answer) {
        if self.queue_of(name, answer).is_none() {
            return;
        }
        let found = list(taken(answer), "queueUrls").iter().map(|url| url.as_str().expect("it is a URL"));
        let expected = self.sources_of(name).map(|queue| url(&queue.name));
        assert_eq!(found.map(str::to_owned).collect::<BTreeSet<_>>(), expected.collect());
    }

    fn sources_of(&self, name: &str) -> impl Iterator<Item = &Queue> {
        self.queues.values().filter(move |queue| queue.redrive().is_some_and(|(target, _)| target == name))
    }

    /// TagQueue.
    pub fn tag(&mut self, name: &str, tags: &Pairs, answer: &Answer) {
        if let Some(queue) = self.queue_of(name, answer) {
            taken(answer);
            queue.tags.extend(tags.clone());
        }
    }

    /// UntagQueue.
    pub fn untag(&mut self, name: &str, keys: &[&str], answer: &Answer) {
        if let Some(queue) = self.queue_of(name, answer) {
            taken(answer);
            queue.tags.retain(|key, _| !keys.contains(&key.as_str()));
        }
    }

    /// ListQueueTags.
    pub fn list_tags(&mut self, name: &str, answer: &Answer) {
        if let Some(queue) = self.queue_of(name, answer) {
            let found = taken(answer).get("Tags").map(pairs);
            assert_eq!(found, (!queue.tags.is_empty()).then(|| queue.tags.clone()));
        }
    }

    /// StartMessageMoveTask.
    pub fn start_task(&mut self, name: &str, target: Option<&str>, answer: &Answer) {
        let is_there = |name: &str| self.queues.contains_key(name);
        if !is_there(name) || target.is_some_and(|target| !is_there(target)) {
            return refused(answer, errors::NO_RESOURCE);
        }
        let queue = &self.queues[name];
        let running = queue.tasks.first().is_some_and(|task| task.status == Status::Running);
        let same_kind = target.is_none_or(|target| target.ends_with(".fifo") == queue.fifo);
        let is_dead_letter_queue = self.sources_of(name).next().is_some();
        if running || !same_kind || !is_dead_letter_queue || target == Some(name) {
            return refused(answer, errors::INVALID_VALUE);
        }
        let handle = text(taken(answer), "TaskHandle").to_owned();
        let (started, last) = (self.now, self.last_place);
        let target = target.map(str::to_owned);
        let task = Task { handle, started, target, status: Status::Running, moved: 0, last };
        let tasks = &mut self.queues.get_mut(name).expect("it is there").tasks;
        tasks.insert(0, task);
        tasks.truncate(TASKS_MAX);
        self.run_tasks();
    }

    /// ListMessageMoveTasks.
    pub fn list_tasks(&mut self, name: &str, answer: &Answer) {
        let Some(queue) = self.queues.get(name) else { return refused(answer, errors::NO_RESOURCE) };
        let found = list(taken(answer), "Results");
        assert_eq!(found.len(), queue.tasks.len());
        for (found, task) in found.iter().zip(&queue.tasks) {
            assert_eq!(text(found, "Status"), task.status.as_str(), "{task:?}");
            let moved = found["ApproximateNumberOfMessagesMoved"].as_u64();
            assert_eq!(moved, Some(task.moved), "how many have arrived");
            assert_eq!(found["StartedTimestamp"].as_u64(), Some(task.started));
            let running = task.status == Status::Running;
            let handle = found.get("TaskHandle").and_then(Value::as_str);
            assert_eq!(handle, running.then_some(task.handle.as_str()));
            let target = task.target.as_deref().map(arn);
            assert_eq!(found.get("DestinationArn").and_then(Value::as_str), target.as_deref());
        }
    }

    /// CancelMessageMoveTask, with a handle of this queue's.
    pub fn cancel_task(&mut self, name: &str, handle: &str, answer: &Answer) {
        let task = self.queues.get_mut(name).and_then(|queue| queue.tasks.first_mut());
        match task.filter(|task| task.handle == handle && task.status == Status::Running) {
            Some(task) => {
                let moved = taken(answer)["ApproximateNumberOfMessagesMoved"].as_u64();
                assert_eq!(moved, Some(task.moved), "how many have arrived");
                task.status = Status::Cancelled;
                // What is on its way arrives first.
                self.moved_at = Some(self.now);
            }
            None => assert!(answer.is_err(), "only a task that runs is cancelled"),
        }
    }

    /// Whether no message of the queue waits behind another one or for its time.
    pub fn is_open(&self, name: &str) -> bool {
        let Some(queue) = self.queues.get(name) else { return true };
        let free: usize = queue.available(self.now).iter().map(Vec::len).sum();
        let bound = |message: &super::Message| message.phase(self.now) != Phase::InFlight;
        queue.messages.iter().filter(|message| bound(message)).count() == free
    }
}

fn pairs(value: &Value) -> Pairs {
    let members = value.as_object().expect("they are pairs").iter();
    members.map(|(name, value)| (name.clone(), value.as_str().expect("it is a text").to_owned())).collect()
}
