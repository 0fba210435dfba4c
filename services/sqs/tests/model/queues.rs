//! Calls about queues: made, changed, tagged, listed, emptied, removed; and the tasks that move their messages.

use std::collections::BTreeMap;

use super::message::{Millis, Phase, Task, arn, is_fifo};
use super::run::{Compared, FAIR, NAMES, Run, agree, same, url};
use super::steps::Dice;
use crate::house::{Value, json};

type Pairs = BTreeMap<String, String>;

/// Attributes that a client might ask for.
fn some_attributes(name: &str, new: bool, dice: &Dice) -> Pairs {
    let mut given = Pairs::new();
    let mut give = |attribute: &str, value: &str| given.insert(attribute.to_owned(), value.to_owned());
    if dice.once_in(3) {
        give("DelaySeconds", dice.pick(&["0", "5", "20"]));
    }
    if dice.once_in(3) {
        give("VisibilityTimeout", dice.pick(&["0", "10", "30"]));
    }
    if new || dice.once_in(3) {
        // Never the usual four days: messages leave within a 4096th part of the time that held when they were sent.
        give("MessageRetentionPeriod", dice.pick(&["60", "120", "1000"]));
    }
    if is_fifo(name) && dice.once_in(3) {
        give("ContentBasedDeduplication", dice.pick(&["true", "false"]));
    }
    if is_fifo(name) && dice.once_in(3) {
        give("DeduplicationScope", dice.pick(&["queue", "messageGroup"]));
    }
    if dice.once_in(12) {
        let permission = dice.pick(&["allowAll", "denyAll"]);
        give("RedriveAllowPolicy", &json!({ "redrivePermission": permission }).to_string());
    }
    if name != FAIR && !dice.once_in(3) {
        let targets: Vec<&str> = NAMES.into_iter().filter(|it| *it != name && *it != FAIR).collect();
        let policy = json!({
            "deadLetterTargetArn": arn(dice.pick(&targets)),
            "maxReceiveCount": dice.pick(&[1, 1, 2, 3]),
        });
        give("RedrivePolicy", &policy.to_string());
    }
    given
}

impl Run {
    pub fn create(&mut self, name: &str, dice: &Dice) -> Compared {
        let there = self.reference.queues.contains_key(name);
        let mut given =
            if there && dice.once_in(3) { Pairs::new() } else { some_attributes(name, !there, dice) };
        if is_fifo(name) {
            given.insert("FifoQueue".to_owned(), "true".to_owned());
        }
        let input = json!({ "QueueName": name, "Attributes": given });
        let reply = self.house.call("CreateQueue", &input);
        let expected = self.reference.create(name, &given);
        if let Some((reply, ())) = agree("CreateQueue", reply, expected)? {
            same("CreateQueue", &reply["QueueUrl"], &json!(url(name)))?;
        }
        Ok(())
    }

    pub fn delete_queue(&mut self, name: &str) -> Compared {
        let reply = self.house.call("DeleteQueue", &json!({ "QueueUrl": url(name) }));
        agree("DeleteQueue", reply, self.reference.delete_queue(name)).map(drop)
    }

    pub fn set(&mut self, name: &str, dice: &Dice) -> Compared {
        let mut given = some_attributes(name, false, dice);
        if dice.once_in(8) {
            given.insert(dice.pick(&["RedrivePolicy", "RedriveAllowPolicy"]).to_owned(), String::new());
        }
        let reply =
            self.house.call("SetQueueAttributes", &json!({ "QueueUrl": url(name), "Attributes": given }));
        agree("SetQueueAttributes", reply, self.reference.set(name, &given)).map(drop)
    }

    pub fn purge(&mut self, name: &str) -> Compared {
        let reply = self.house.call("PurgeQueue", &json!({ "QueueUrl": url(name) }));
        agree("PurgeQueue", reply, self.reference.purge(name)).map(drop)
    }

    pub fn tag(&mut self, name: &str, dice: &Dice) -> Compared {
        let key = dice.pick(&["k", "l", "m"]);
        let queue = self.reference.queue(name);
        if dice.once_in(3) {
            let reply = self.house.call("UntagQueue", &json!({ "QueueUrl": url(name), "TagKeys": [key] }));
            agree("UntagQueue", reply, queue.map(|queue| queue.tags.remove(key)))?;
        } else {
            let value = dice.pick(&["1", "2", ""]);
            let input = json!({ "QueueUrl": url(name), "Tags": { key: value } });
            let tagged = queue.map(|queue| queue.tags.insert(key.to_owned(), value.to_owned()));
            agree("TagQueue", self.house.call("TagQueue", &input), tagged)?;
        }
        let reply = self.house.call("ListQueueTags", &json!({ "QueueUrl": url(name) }));
        let expected = self.reference.queue(name).map(|queue| queue.tags.clone());
        let Some((reply, expected)) = agree("ListQueueTags", reply, expected)? else { return Ok(()) };
        let found: Option<Pairs> =
            serde_json::from_value(reply["Tags"].clone()).map_err(|it| it.to_string())?;
        same("tags", found.unwrap_or_default(), expected)
    }

    pub fn list(&mut self, dice: &Dice) -> Compared {
        let prefix = dice.pick(&["", "a", "b.", "x"]);
        let expected: Vec<Value> = self
            .reference
            .queues
            .keys()
            .filter(|name| name.starts_with(prefix))
            .map(|name| json!(url(name)))
            .collect();
        let input = json!({ "QueueNamePrefix": prefix });
        self.pages("ListQueues", "QueueUrls", input, dice.once_in(2), &expected)
    }

    pub fn sources(&mut self, name: &str) -> Compared {
        let input = json!({ "QueueUrl": url(name) });
        if let Err(code) = self.reference.queue(name).map(drop) {
            return agree(
                "sources",
                self.house.call("ListDeadLetterSourceQueues", &input),
                Err::<(), _>(code),
            )
            .map(drop);
        }
        let is_source =
            |queue: &&super::message::Queue| queue.redrive().is_some_and(|(target, _)| target == name);
        let queues = self.reference.queues.values().filter(is_source);
        let expected: Vec<Value> = queues.map(|queue| json!(url(&queue.name))).collect();
        self.pages("ListDeadLetterSourceQueues", "queueUrls", input, true, &expected)
    }

    fn pages(
        &mut self,
        operation: &str,
        member: &str,
        mut input: Value,
        by_two: bool,
        expected: &[Value],
    ) -> Compared {
        let mut found = Vec::new();
        if by_two {
            input["MaxResults"] = json!(2);
        }
        for _ in 0..10 {
            let reply = self.house.call(operation, &input).map_err(|refused| refused.to_string())?;
            found.extend(reply[member].as_array().cloned().unwrap_or_default());
            if reply["NextToken"].is_null() {
                return same(operation, &found[..], expected);
            }
            input["NextToken"] = reply["NextToken"].clone();
        }
        Err(format!("{operation} does not come to an end"))
    }

    /// A task whose course the clock decides: it waits for nothing that comes back or falls due meanwhile.
    pub fn move_back(&mut self, name: &str, dice: &Dice) -> Compared {
        let to = dice.once_in(2).then(|| dice.pick(&NAMES)).filter(|to| *to != FAIR);
        // Mostly from where others send their dead letters.
        let policies = self.reference.queues.values().filter_map(|queue| queue.redrive());
        let graves: Vec<String> = policies.map(|(target, _)| target).collect();
        let name =
            if graves.is_empty() || dice.once_in(8) { name } else { &*graves[dice.below(graves.len())] };
        // On a standard queue nobody can say which goes first: all go, and within the second.
        let rate = dice.once_in(3).then(|| if is_fifo(name) { dice.pick(&[1, 500]) } else { 500 });
        let second = self.reference.now;
        // All that the task does is done between two full seconds, so that nothing else falls on the same moment.
        self.pass_to(second + 500);
        let expected = self.may_move(name, to);
        let waits = self.reference.queues.get(name).is_some_and(|queue| {
            let may_wait = |phase| match phase {
                Phase::Waiting => false,
                Phase::Delayed(_) => true,
                Phase::Flying { .. } => queue.fifo() || rate.is_some(),
            };
            queue.messages.iter().any(|message| may_wait(message.phase))
        });
        let many = self.reference.queues.get(name).is_some_and(|queue| queue.messages.len() > 100);
        let rate = rate.filter(|_| !many);
        if (waits || !self.may_see_it(name, to)) && expected.is_ok() {
            self.pass_to(second + 1000);
            return Ok(());
        }
        let mut input = json!({ "SourceArn": arn(name) });
        if let Some(to) = to {
            input["DestinationArn"] = json!(arn(to));
        }
        if let Some(rate) = rate {
            input["MaxNumberOfMessagesPerSecond"] = json!(rate);
        }
        let reply = self.house.call("StartMessageMoveTask", &input);
        if let Some((reply, ())) = agree("StartMessageMoveTask", reply, expected)? {
            let count = self.reference.queues[name].counts()[0] as u64;
            let cancel_after = (rate == Some(1) && to.is_some() && count >= 4).then_some(2500);
            self.see_to_its_end(name, (to, rate, cancel_after), count, &reply)?;
        }
        let rest = 1000 - self.reference.now % 1000;
        self.pass_to(self.reference.now + rest);
        Ok(())
    }

    /// Whether the task will come to the same end whichever message goes first.
    fn may_see_it(&self, name: &str, to: Option<&str>) -> bool {
        let all = &self.reference.queues;
        let Some(queue) = all.get(name).filter(|queue| !queue.fifo() && to.is_none()) else { return true };
        let there = |incarnation: u64| all.values().any(|queue| queue.incarnation == incarnation);
        queue.messages.iter().all(|message| message.from.is_some_and(there))
    }

    fn may_move(&mut self, name: &str, to: Option<&str>) -> Result<(), &'static str> {
        let there = |name: &str| self.reference.queues.contains_key(name);
        if !there(name) || to.is_some_and(|to| !there(to)) {
            return Err(NO_SUCH_ARN);
        }
        let is_source =
            |queue: &super::message::Queue| queue.redrive().is_some_and(|(target, _)| target == name);
        let has_sources = self.reference.queues.values().any(is_source);
        let fits = to.is_none_or(|to| is_fifo(to) == is_fifo(name) && to != name);
        if has_sources && fits { Ok(()) } else { Err(super::reference::INVALID_VALUE) }
    }

    fn see_to_its_end(
        &mut self,
        name: &str,
        (to, rate, cancel_after): (Option<&str>, Option<u64>, Option<Millis>),
        count: u64,
        started: &Value,
    ) -> Compared {
        let began = self.reference.now;
        let takes = match (cancel_after, rate) {
            (Some(after), _) => after,
            (None, Some(1)) => (count + 2) * 1000,
            // A task that must ask for rows gets those of one segment in a millisecond.
            (None, _) => 450,
        };
        self.house.pass(takes);
        let task = self.reference.move_back(name, to, rate, cancel_after);
        if cancel_after.is_some() {
            let input = json!({ "TaskHandle": started["TaskHandle"] });
            let reply = self.house.call("CancelMessageMoveTask", &input);
            // It may have ended by itself, if messages have expired.
            let expected =
                if task.status == "CANCELLED" { Ok(()) } else { Err(super::reference::INVALID_VALUE) };
            if let Some((reply, ())) = agree("CancelMessageMoveTask", reply, expected)? {
                same("moved", &reply["ApproximateNumberOfMessagesMoved"], &json!(task.moved))?;
            }
            self.house.pass(20);
        }
        self.reference.advance_to(self.house.now());
        debug_assert!(self.reference.now >= began);
        let unknown =
            |queue: &&super::message::Queue| queue.messages.iter().any(|message| message.id.is_none());
        let names = self.reference.queues.values().filter(unknown).map(|queue| queue.name.clone());
        for name in names.collect::<Vec<_>>() {
            self.learn(&name)?;
        }
        self.figures.moved += task.moved;
        let queue = self.reference.queue(name)?;
        queue.tasks.push_front(task);
        queue.tasks.truncate(10);
        self.list_tasks(name)
    }

    fn list_tasks(&mut self, name: &str) -> Compared {
        let input = json!({ "SourceArn": arn(name), "MaxResults": 10 });
        let reply = self.house.call("ListMessageMoveTasks", &input).map_err(|refused| refused.to_string())?;
        let shown = |task: &Value| {
            let number = |member: &str| task[member].as_u64().unwrap_or_default();
            (
                task["Status"].as_str().unwrap_or_default().to_owned(),
                number("ApproximateNumberOfMessagesToMove"),
                number("ApproximateNumberOfMessagesMoved"),
                task["FailureReason"].as_str().map(str::to_owned),
            )
        };
        let found: Vec<_> = reply["Results"].as_array().into_iter().flatten().map(shown).collect();
        let said =
            |task: &Task| (task.status.to_owned(), task.to_move, task.moved, task.failure.map(str::to_owned));
        let expected: Vec<_> = self.reference.queues[name].tasks.iter().map(said).collect();
        same("move tasks", found, expected)
    }
}

/// The code for an ARN of no queue.
const NO_SUCH_ARN: &str = "ResourceNotFoundException";
