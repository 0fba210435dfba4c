//! Calls about queues.

use serde_json::json;

use super::{FIFO, Run, STANDARD};
use crate::reference::{Pairs, arn, redrive_policy};

impl Run {
    /// Some attributes, each of few values, so that a second call often gives the same.
    fn attributes(&self, name: &str) -> Pairs {
        let fifo = name.ends_with(".fifo");
        let mut drawn = vec![
            ("DelaySeconds", self.pick(&["0", "0", "10", "60"]).to_owned()),
            ("VisibilityTimeout", self.pick(&["0", "10", "30", "120"]).to_owned()),
            // The product drops what was sent in one step as one, a step being less than a second up to here.
            ("MessageRetentionPeriod", self.pick(&["60", "300", "3600", "3600"]).to_owned()),
            ("ReceiveMessageWaitTimeSeconds", self.pick(&["0", "0", "3"]).to_owned()),
        ];
        if fifo {
            drawn.push(("ContentBasedDeduplication", self.pick(&["true", "true", "false"]).to_owned()));
            drawn.push(("DeduplicationScope", self.pick(&["queue", "messageGroup"]).to_owned()));
        }
        drawn.retain(|_| self.once_in(3));
        let names = if fifo { FIFO } else { STANDARD };
        let (dead, late) = (names[3], names[2]);
        if name == dead {
            if self.once_in(6) {
                let permission = self.pick(&["allowAll", "allowAll", "denyAll"]);
                drawn.push(("RedriveAllowPolicy", json!({ "redrivePermission": permission }).to_string()));
            }
        } else if self.once_in(2) {
            // Letters of the late queue's sources go on from there.
            let target = if name != late && self.once_in(4) { late } else { dead };
            drawn.push(("RedrivePolicy", redrive_policy(target, self.pick(&[1, 2, 3]))));
        }
        drawn.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    pub(super) fn create(&mut self) {
        let name = self.name();
        let mut attributes = self.attributes(name);
        if name.ends_with(".fifo") {
            attributes.insert("FifoQueue".to_owned(), "true".to_owned());
        }
        if !self.model.queues.contains_key(name) {
            attributes.entry("MessageRetentionPeriod".to_owned()).or_insert_with(|| "3600".to_owned());
        }
        let tags = if self.once_in(3) { self.tags() } else { Pairs::new() };
        let input = json!({ "QueueName": name, "Attributes": attributes, "tags": tags });
        let answer = self.call("CreateQueue", input);
        self.model.create(name, &attributes, &tags, &answer);
    }

    pub(super) fn set_attributes(&mut self) {
        let name = self.queue();
        let mut attributes = self.attributes(name);
        if self.once_in(12) {
            attributes.insert("RedrivePolicy".to_owned(), String::new());
        }
        if attributes.is_empty() {
            return;
        }
        let answer = self.call_of("SetQueueAttributes", name, json!({ "Attributes": attributes }));
        self.model.set_attributes(name, &attributes, &answer);
    }

    pub(super) fn count(&mut self) {
        self.count_of(self.queue());
    }

    pub(super) fn count_of(&mut self, name: &str) {
        let answer = self.call_of("GetQueueAttributes", name, json!({ "AttributeNames": ["All"] }));
        self.model.get_attributes(name, &answer);
    }

    /// What empties queues or removes them, and tags.
    pub(super) fn manage(&mut self) {
        let name = self.queue();
        match self.random.below(8) {
            0 => {
                let answer = self.call_of("DeleteQueue", name, json!({}));
                self.model.delete_queue(name, &answer);
            }
            1..3 => {
                let answer = self.call_of("PurgeQueue", name, json!({}));
                self.model.purge(name, &answer);
            }
            3..6 => {
                let tags = self.tags();
                let answer = self.call_of("TagQueue", name, json!({ "Tags": tags }));
                self.model.tag(name, &tags, &answer);
            }
            _ => {
                let keys = [self.pick(&["a", "b", "c"]), self.pick(&["a", "b", "c"])];
                let answer = self.call_of("UntagQueue", name, json!({ "TagKeys": keys }));
                self.model.untag(name, &keys, &answer);
            }
        }
    }

    fn tags(&self) -> Pairs {
        let count = 1 + self.random.below(2);
        (0..count)
            .map(|_| (self.pick(&["a", "b", "c"]).to_owned(), self.pick(&["", "1", "2"]).to_owned()))
            .collect()
    }

    /// Calls that only ask.
    pub(super) fn look(&mut self) {
        let name = self.queue();
        match self.random.below(4) {
            0 => {
                let prefix = self.pick(&["", "orders", "t", "dead"]);
                let answer = self.call("ListQueues", json!({ "QueueNamePrefix": prefix }));
                self.model.list(prefix, &answer);
            }
            1 => {
                let answer = self.call("GetQueueUrl", json!({ "QueueName": name }));
                self.model.get_url(name, &answer);
            }
            2 => {
                let answer = self.call_of("ListDeadLetterSourceQueues", name, json!({}));
                self.model.list_sources(name, &answer);
            }
            _ => {
                let answer = self.call_of("ListQueueTags", name, json!({}));
                self.model.list_tags(name, &answer);
            }
        }
    }

    /// Tasks are started, looked at and cancelled.
    pub(super) fn task(&mut self) {
        let names = if self.mood.fifo && (!self.mood.standard || self.once_in(2)) { FIFO } else { STANDARD };
        let name = names[self.pick(&[3, 3, 3, 2, 0])];
        // In which order groups arrive is open, but decides which dead letters a receive comes upon.
        let starts = !name.ends_with(".fifo") || self.mood.groups == 1;
        match self.random.below(6) {
            0..3 if starts => {
                let target = self.once_in(3).then(|| self.name());
                let mut input = json!({ "SourceArn": arn(name) });
                if let Some(target) = target {
                    input["DestinationArn"] = json!(arn(target));
                }
                let answer = self.call("StartMessageMoveTask", input);
                self.model.start_task(name, target, &answer);
            }
            0..5 => {
                let answer =
                    self.call("ListMessageMoveTasks", json!({ "SourceArn": arn(name), "MaxResults": 10 }));
                self.model.list_tasks(name, &answer);
            }
            _ => {
                let task = self.model.queues.get(name).and_then(|queue| queue.tasks.first());
                let Some(handle) = task.map(|task| task.handle.clone()) else { return };
                let answer = self.call("CancelMessageMoveTask", json!({ "TaskHandle": handle }));
                self.model.cancel_task(name, &handle, &answer);
            }
        }
    }
}
