//! What a send does: delays, groups, duplicates.

use serde_json::{Map, Value, json};

use super::{Message, Model, Queue, errors, refused, taken, text};
use crate::world::Answer;

/// One message to be sent.
#[derive(Clone, Debug, Default)]
pub struct Send {
    /// `MessageBody`.
    pub body: String,
    /// `DelaySeconds`.
    pub delay_seconds: Option<u64>,
    /// `MessageGroupId`.
    pub group: Option<String>,
    /// `MessageDeduplicationId`.
    pub deduplication: Option<String>,
}

impl Send {
    /// The members of a call, or of a batch's entry.
    pub fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("MessageBody".to_owned(), json!(self.body));
        let optional = [
            ("DelaySeconds", self.delay_seconds.map(Value::from)),
            ("MessageGroupId", self.group.clone().map(Value::from)),
            ("MessageDeduplicationId", self.deduplication.clone().map(Value::from)),
        ];
        members.extend(optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
        members
    }

    /// What is wrong with it on its own.
    fn wrong(&self, queue: &Queue) -> Option<&'static str> {
        let (delayed, grouped) = (self.delay_seconds.is_some_and(|s| s > 0), self.group.is_some());
        match queue.fifo {
            true if delayed => Some(errors::INVALID_VALUE),
            true if !grouped => Some(errors::MISSING),
            true if self.deduplication_id(queue).is_none() => Some(errors::INVALID_VALUE),
            false if self.deduplication.is_some() => Some(errors::INVALID_VALUE),
            _ => None,
        }
    }

    /// What it is deduplicated by. The text of the body stands for its hash.
    fn deduplication_id(&self, queue: &Queue) -> Option<String> {
        let by_content = queue.is("ContentBasedDeduplication", "true").then(|| format!("body {}", self.body));
        self.deduplication.as_ref().map(|id| format!("id {id}")).or(by_content)
    }
}

impl Model {
    /// SendMessage.
    pub fn send(&mut self, name: &str, send: &Send, answer: &Answer) {
        let Some(queue) = self.queue_of(name, answer) else { return };
        match send.wrong(queue) {
            Some(error) => refused(answer, error),
            None => self.sent(name, send, taken(answer)),
        }
    }

    /// SendMessageBatch; the ids are the places of the entries.
    pub fn send_batch(&mut self, name: &str, sends: &[Send], answer: &Answer) {
        let Some(queue) = self.queue_of(name, answer) else { return };
        // What no message of a FIFO queue can do without fails the whole call.
        let incomplete = |send: &Send| send.group.is_none() || send.deduplication_id(queue).is_none();
        if queue.fifo && sends.iter().any(|send| send.delay_seconds.unwrap_or(0) == 0 && incomplete(send)) {
            return refused(answer, errors::INVALID_VALUE);
        }
        let wrong: Vec<_> = sends.iter().map(|send| send.wrong(queue)).collect();
        let entries = Entries::of(taken(answer), sends.len());
        for (at, send) in sends.iter().enumerate() {
            entries.check(at, wrong[at]);
            if let Some(entry) = entries.successful(at) {
                self.sent(name, send, entry);
            }
        }
    }

    fn sent(&mut self, name: &str, send: &Send, answer: &Value) {
        let now = self.now;
        let queue = self.queues.get_mut(name).expect("it is there");
        let id = text(answer, "MessageId").to_owned();
        let mut delay = queue.seconds("DelaySeconds");
        if queue.fifo {
            let number = text(answer, "SequenceNumber").to_owned();
            let group = send.group.clone().expect("it is complete");
            let deduplication = send.deduplication_id(queue).expect("it is complete");
            if let Some(first) = queue.duplicate_of(&group, &deduplication) {
                let expected = (first.message_id.as_str(), first.sequence_number.as_str());
                assert_eq!((id.as_str(), number.as_str()), expected, "a duplicate is answered as the first");
                return;
            }
            let before = queue.accepted.iter().map(|accepted| accepted.sequence_number.as_str()).max();
            assert!(before < Some(number.as_str()), "sequence numbers rise");
            let by_group = queue.is("DeduplicationScope", "messageGroup");
            queue.accepted.push(super::queue::Accepted {
                at: now,
                group,
                deduplication,
                by_group,
                message_id: id.clone(),
                sequence_number: number,
            });
        } else {
            assert!(answer.get("SequenceNumber").is_none(), "only FIFO queues number their messages");
            delay = send.delay_seconds.map_or(delay, |seconds| seconds * 1000);
        }
        let known = |message: &Message| message.id.as_ref() == Some(&id);
        assert!(
            !self.queues.values().flat_map(|queue| &queue.messages).any(known),
            "a new message has a new id"
        );
        self.arrive(name, Message::new(&send.body, Some(id), now, now + delay, send.group.clone()));
    }
}

/// The answer to a batch whose ids are the places of the entries.
pub(super) struct Entries<'a>(Vec<Result<&'a Value, &'a str>>);

impl<'a> Entries<'a> {
    pub(super) fn of(answer: &'a Value, count: usize) -> Self {
        let mut entries = vec![None; count];
        let mut put = |entry: &'a Value, result: Result<&'a Value, &'a str>| {
            let at: usize = text(entry, "Id").parse().expect("it is a place");
            assert!(entries[at].replace(result).is_none(), "an entry is answered once");
        };
        super::list(answer, "Successful").iter().for_each(|entry| put(entry, Ok(entry)));
        super::list(answer, "Failed").iter().for_each(|entry| put(entry, Err(text(entry, "Code"))));
        Entries(entries.into_iter().map(|entry| entry.expect("every entry is answered")).collect())
    }

    /// An entry failed for the expected reason, or did not fail.
    pub(super) fn check(&self, at: usize, wrong: Option<&str>) {
        let code = self.0[at].err();
        let expected = wrong.map(|name| match name {
            errors::INVALID_VALUE => "InvalidParameterValue",
            errors::MISSING => "MissingParameter",
            other => other,
        });
        assert_eq!(code, expected, "entry {at}");
    }

    pub(super) fn successful(&self, at: usize) -> Option<&'a Value> {
        self.0[at].ok()
    }
}
