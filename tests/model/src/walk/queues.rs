//! Queues: made, changed, listed, tagged, purged, deleted.

use serde_json::{Value, json};

use super::*;
use crate::reference::{Pairs, arn};

impl Walk {
    pub(super) fn create(&mut self) -> Compared {
        let name = self.pick(&NAMES);
        let mut given = if self.once_in(3) { Pairs::new() } else { self.draw_attributes(name) };
        // Else a FIFO queue can't be made.
        if name.ends_with(".fifo") {
            given.insert("FifoQueue".to_owned(), "true".to_owned());
        }
        let tags = if self.once_in(4) { self.draw_tags() } else { Pairs::new() };
        let should = self.model.create(name, &given, &tags);
        let input = json!({ "QueueName": name, "Attributes": given, "tags": tags });
        let said = self.ask("CreateQueue", &input);
        if alike(&said, &should)? {
            same!(text(&said.unwrap_or_default(), "QueueUrl"), url(name), "QueueUrl");
        }
        Ok(())
    }

    fn draw_attributes(&mut self, name: &str) -> Pairs {
        let fifo = name.ends_with(".fifo");
        let mut given = Pairs::new();
        for _ in 0..1 + self.below(3) {
            let (attribute, value) = match self.below(if fifo { 14 } else { 10 }) {
                0 | 1 => ("DelaySeconds", self.pick(&["0", "0", "1", "5", "900"]).to_owned()),
                2 => ("VisibilityTimeout", self.pick(&["0", "1", "5", "30", "43200"]).to_owned()),
                3 => ("MessageRetentionPeriod", self.pick(&["60", "120", "600", "345600"]).to_owned()),
                4 => ("MaximumMessageSize", self.pick(&["1024", "2048", "1048576"]).to_owned()),
                5 => ("ReceiveMessageWaitTimeSeconds", self.pick(&["0", "3", "20"]).to_owned()),
                6 | 7 => ("RedrivePolicy", self.draw_policy(name)),
                8 => ("RedriveAllowPolicy", self.draw_allow()),
                9 if self.once_in(6) => return self.draw_wrong(),
                9 => continue,
                10 | 11 => ("ContentBasedDeduplication", self.pick(&["true", "true", "false"]).to_owned()),
                _ => ("DeduplicationScope", self.pick(&["queue", "messageGroup"]).to_owned()),
            };
            given.insert(attribute.to_owned(), value);
        }
        // By content, or most sends say nothing.
        if fifo && self.once_in(2) {
            given.insert("ContentBasedDeduplication".to_owned(), "true".to_owned());
        }
        given
    }

    fn draw_wrong(&self) -> Pairs {
        let wrong = [
            ("DelaySeconds", "901"),
            ("VisibilityTimeout", "-1"),
            ("MessageRetentionPeriod", "59"),
            ("MaximumMessageSize", "many"),
            ("Bogus", "1"),
            ("QueueArn", "arn"),
            ("RedrivePolicy", "{}"),
        ];
        let (name, value) = self.pick(&wrong);
        Pairs::from([(name.to_owned(), value.to_owned())])
    }

    fn draw_policy(&self, name: &str) -> String {
        if self.once_in(4) {
            return String::new();
        }
        // Mostly one that fits and is there.
        let fits: Vec<&str> = NAMES
            .into_iter()
            .filter(|it| it.ends_with(".fifo") == name.ends_with(".fifo") && *it != name)
            .filter(|it| self.model.queues.contains_key(*it))
            .collect();
        let others: Vec<&str> = NAMES.into_iter().filter(|it| *it != name).collect();
        let target = if fits.is_empty() || self.once_in(10) { self.pick(&others) } else { self.pick(&fits) };
        let count = self.pick(&[1, 1, 2, 3, 1000]);
        json!({ "deadLetterTargetArn": arn(target), "maxReceiveCount": count }).to_string()
    }

    fn draw_allow(&self) -> String {
        match self.below(4) {
            0 => String::new(),
            1 => json!({ "redrivePermission": "allowAll" }).to_string(),
            2 => json!({ "redrivePermission": "denyAll" }).to_string(),
            _ => {
                let sources = [arn(self.pick(&NAMES)), arn(self.pick(&NAMES))];
                json!({ "redrivePermission": "byQueue", "sourceQueueArns": sources }).to_string()
            }
        }
    }

    fn draw_tags(&self) -> Pairs {
        let keys = ["team", "Team", "é", "empty"];
        let value = |key: &&str| if *key == "empty" { String::new() } else { self.below(3).to_string() };
        keys.iter().filter(|_| self.once_in(2)).map(|key| ((*key).to_owned(), value(key))).collect()
    }

    pub(super) fn delete_queue(&mut self) -> Compared {
        let name = self.any_queue();
        let should = self.model.delete_queue(&name);
        if should.is_ok() {
            self.forget_handles(&name);
        }
        let said = self.ask("DeleteQueue", &json!({ "QueueUrl": url(&name) }));
        alike(&said, &should).map(|_| ())
    }

    pub(super) fn set_attributes(&mut self) -> Compared {
        let name = self.any_queue();
        let mut given = self.draw_attributes(&name);
        // A FIFO queue knows only to a tenth of a second when what a task moved was sent.
        let untimely = |message: &Message| !message.sent.is_multiple_of(TICK_MS);
        if self.model.queues.get(&name).is_some_and(|queue| queue.fifo && queue.messages.iter().any(untimely))
        {
            given.remove("DelaySeconds");
        }
        let should = match self.model.queue(&name) {
            Ok(_) => self.model.set_attributes(&name, &given),
            Err(code) => Err(code),
        };
        let said = self.ask("SetQueueAttributes", &json!({ "QueueUrl": url(&name), "Attributes": given }));
        self.pass_ms(0);
        alike(&said, &should).map(|_| ())
    }

    /// Everything that GetQueueAttributes shows.
    pub(super) fn look(&mut self) -> Compared {
        let name = self.any_queue();
        self.look_at(&name)
    }

    pub(super) fn look_at(&mut self, name: &str) -> Compared {
        let now = self.model.now;
        let input = json!({ "QueueUrl": url(name), "AttributeNames": ["All"] });
        let said = self.ask("GetQueueAttributes", &input);
        let should = self.model.queue(name).map(|queue| {
            let mut all = queue.set.clone();
            for attribute in [
                "DelaySeconds",
                "ReceiveMessageWaitTimeSeconds",
                "MaximumMessageSize",
                "MessageRetentionPeriod",
                "VisibilityTimeout",
                "SqsManagedSseEnabled",
                "ContentBasedDeduplication",
                "DeduplicationScope",
                "FifoThroughputLimit",
            ] {
                let value = queue.attribute(attribute);
                if !value.is_empty() {
                    all.insert(attribute.to_owned(), value);
                }
            }
            let counts = queue.counts(now);
            for (count, which) in counts.iter().zip(["", "NotVisible", "Delayed"]) {
                all.insert(format!("ApproximateNumberOfMessages{which}"), count.to_string());
            }
            all.insert("QueueArn".to_owned(), arn(&queue.name));
            all.insert("CreatedTimestamp".to_owned(), (queue.created / 1000).to_string());
            all.insert("LastModifiedTimestamp".to_owned(), (queue.modified / 1000).to_string());
            all
        });
        if alike(&said, &should)? {
            let came = &said.unwrap_or_default()["Attributes"];
            let should = should.unwrap_or_default();
            for (attribute, value) in &should {
                same!(came[attribute].as_str(), Some(value.as_str()), attribute);
            }
            same!(came.as_object().map(serde_json::Map::len), Some(should.len()), "how many attributes");
        }
        Ok(())
    }

    pub(super) fn purge(&mut self) -> Compared {
        let name = self.any_queue();
        let should = self.model.purge(&name);
        let said = self.ask("PurgeQueue", &json!({ "QueueUrl": url(&name) }));
        alike(&said, &should).map(|_| ())
    }

    pub(super) fn tag(&mut self) -> Compared {
        let name = self.any_queue();
        let tags = self.draw_tags();
        let adds = self.once_in(2);
        let there = self.model.queue(&name);
        if adds {
            let should = there.map(|queue| queue.tags.extend(tags.clone()));
            let said = self.ask("TagQueue", &json!({ "QueueUrl": url(&name), "Tags": tags }));
            alike(&said, &should)?;
        } else {
            let should = there.map(|queue| queue.tags.retain(|key, _| !tags.contains_key(key)));
            let keys: Vec<&String> = tags.keys().collect();
            let said = self.ask("UntagQueue", &json!({ "QueueUrl": url(&name), "TagKeys": keys }));
            alike(&said, &should)?;
        }
        let should = self.model.queue(&name).map(|queue| queue.tags.clone());
        let said = self.ask("ListQueueTags", &json!({ "QueueUrl": url(&name) }));
        if alike(&said, &should)? {
            let should = should.map(|tags| if tags.is_empty() { Value::Null } else { json!(tags) });
            same!(said.unwrap_or_default()["Tags"], should.unwrap_or_default(), "Tags");
        }
        Ok(())
    }

    /// All pages of a list, and in one.
    pub(super) fn list(&mut self) -> Compared {
        let prefix = self.pick(&["", "", "a", "e", "x"]);
        let names = self.model.queues.keys().filter(|name| name.starts_with(prefix));
        let should: Vec<String> = names.map(|name| url(name)).collect();
        let input = json!({ "QueueNamePrefix": prefix });
        self.compare_list("ListQueues", "QueueUrls", input, should)
    }

    pub(super) fn sources(&mut self) -> Compared {
        let name = self.any_queue();
        let input = json!({ "QueueUrl": url(&name) });
        if !self.model.queues.contains_key(&name) {
            let said = self.ask("ListDeadLetterSourceQueues", &input);
            return alike(&said, &self.model.queue(&name).map(|_| ())).map(|_| ());
        }
        let should = self.model.sources(&name).iter().map(|name| url(name)).collect();
        self.compare_list("ListDeadLetterSourceQueues", "queueUrls", input, should)
    }

    fn compare_list(&mut self, operation: &str, list: &str, input: Value, should: Vec<String>) -> Compared {
        let of = |answer: &Value| -> Vec<String> {
            let urls = answer[list].as_array().into_iter().flatten();
            urls.map(|url| url.as_str().unwrap_or_default().to_owned()).collect()
        };
        let whole = self.ask(operation, &input).map_err(|refused| refused.message)?;
        let mut came = of(&whole);
        came.sort();
        same!(came, should, operation);
        same!(whole["NextToken"], Value::Null, "a token that was not asked for");
        let (mut pages, most) = (Vec::new(), 1 + self.below(4) as usize);
        let mut input = input;
        input["MaxResults"] = json!(most);
        loop {
            let page = self.ask(operation, &input).map_err(|refused| refused.message)?;
            let urls = of(&page);
            same!(urls.len() <= most, true, "a page's length");
            pages.extend(urls);
            if page["NextToken"].is_null() {
                break;
            }
            same!(pages.len() < should.len(), true, "a token leads to more");
            input["NextToken"] = page["NextToken"].clone();
        }
        pages.sort();
        same!(pages, should, "all pages");
        Ok(())
    }

    pub(super) fn url(&mut self) -> Compared {
        let name = self.any_queue();
        let should = self.model.queue(&name).map(|_| ());
        let said = self.ask("GetQueueUrl", &json!({ "QueueName": name }));
        if alike(&said, &should)? {
            same!(text(&said.unwrap_or_default(), "QueueUrl"), url(&name), "QueueUrl");
        }
        Ok(())
    }
}
