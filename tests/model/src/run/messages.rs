//! Calls about messages.

use serde_json::{Map, Value, json};

use super::Run;
use crate::reference::{Ended, Queue, Receive, Send, url};

impl Run {
    fn draw(&mut self, fifo: bool) -> Send {
        self.bodies += 1;
        let repeated = fifo && self.once_in(4);
        let number = if repeated { self.random.below(6) } else { 1000 + self.bodies };
        let length = self.random.below(2 * self.mood.body) as usize;
        let delay = self.pick(&[None, None, None, Some(0), Some(5), Some(20), Some(120)]);
        let group = format!("g{}", self.random.below(self.mood.groups));
        let groups = if fifo { !self.once_in(40) } else { self.once_in(3) };
        let deduplicates = if fifo { !self.once_in(5) } else { self.once_in(60) };
        let id = if self.once_in(3) { self.random.below(20) } else { 1000 + self.bodies };
        Send {
            body: if repeated {
                format!("again {number}")
            } else {
                format!("{number} {}", "x".repeat(length))
            },
            delay_seconds: delay.filter(|delay| !fifo || *delay == 0 || self.once_in(30)),
            group: groups.then_some(group),
            deduplication: deduplicates.then(|| format!("d{id}")),
        }
    }

    pub(super) fn send(&mut self) {
        let name = self.queue();
        let there = self.model.queues.get(name).map_or(0, |queue| queue.messages.len());
        if there >= self.mood.backlog && !self.once_in(8) {
            return self.receive();
        }
        let fifo = name.ends_with(".fifo");
        if !self.once_in(4) {
            let send = self.draw(fifo);
            let answer = self.call_of("SendMessage", name, Value::Object(send.members()));
            return self.model.send(name, &send, &answer);
        }
        let count = 1 + self.random.below(10) as usize;
        let sends: Vec<Send> = (0..count).map(|_| self.draw(fifo)).collect();
        let entries = entries(sends.iter().map(Send::members));
        let answer = self.call_of("SendMessageBatch", name, json!({ "Entries": entries }));
        self.model.send_batch(name, &sends, &answer);
    }

    pub(super) fn receive(&mut self) {
        let name = self.queue();
        // Of dead letters that stand behind each other a call that waits comes upon more or fewer, as they arrive. And
        // what comes back goes to it or to a move task, whichever comes first.
        let may_wait =
            |queue: &Queue| (!queue.fifo || queue.redrive().is_none()) && !queue.has_running_task();
        let waits = self.model.queues.get(name).is_none_or(may_wait);
        let receive = Receive {
            most: self.pick(&[1, 1, 2, 3, 10, 10]),
            visibility_seconds: self.pick(&[None, None, None, Some(0), Some(5), Some(30), Some(600)]),
            wait_seconds: if waits {
                self.pick(&[None, None, Some(0), Some(0), Some(1), Some(20)])
            } else {
                Some(0)
            },
        };
        let mut input = json!({ "MaxNumberOfMessages": receive.most, "AttributeNames": ["All"] });
        if let Some(seconds) = receive.visibility_seconds {
            input["VisibilityTimeout"] = json!(seconds);
        }
        if let Some(seconds) = receive.wait_seconds {
            input["WaitTimeSeconds"] = json!(seconds);
        }
        let answer = self.call_of("ReceiveMessage", name, input);
        let at = self.world.now();
        let world = &mut self.world;
        let mut is_there = |handle: &str| {
            let input = json!({ "QueueUrl": url(name), "ReceiptHandle": handle, "VisibilityTimeout": 0 });
            world.call("ChangeMessageVisibility", &input).is_ok()
        };
        self.model.receive(name, receive, Ended { at, is_there: &mut is_there }, &answer);
    }

    /// A handle: mostly of a message that is there; also of one that is gone, of another queue, and none at all.
    fn handle(&self, name: &str) -> Option<String> {
        let one =
            |of: &[String]| (!of.is_empty()).then(|| of[self.random.below(of.len() as u64) as usize].clone());
        let queue = self.model.queues.get(name);
        match self.random.below(24) {
            0 => Some("no handle".to_owned()),
            1 => one(&self.model.strangers),
            2 => self.model.queues.values().find_map(|other| {
                let handle = || other.messages.iter().find_map(|message| message.handles.last().cloned());
                (other.name != name).then(handle).flatten()
            }),
            3..5 => one(&queue?.gone),
            _ => {
                let received: Vec<_> = queue?.messages.iter().filter(|m| !m.handles.is_empty()).collect();
                if received.is_empty() {
                    return None;
                }
                let handles = &received[self.random.below(received.len() as u64) as usize].handles;
                if self.once_in(4) { one(handles) } else { handles.last().cloned() }
            }
        }
    }

    fn handles(&self, name: &str) -> Vec<String> {
        let count = 1 + self.random.below(10);
        (0..count).filter_map(|_| self.handle(name)).collect()
    }

    pub(super) fn delete(&mut self) {
        let name = self.queue();
        if self.once_in(3) {
            let handles = self.handles(name);
            if !handles.is_empty() {
                let entries = entries(handles.iter().map(|handle| members(handle)));
                let answer = self.call_of("DeleteMessageBatch", name, json!({ "Entries": entries }));
                self.model.delete_batch(name, &handles, &answer);
            }
        } else if let Some(handle) = self.handle(name) {
            let answer = self.call_of("DeleteMessage", name, Value::Object(members(&handle)));
            self.model.delete(name, &handle, &answer);
        }
    }

    fn timeout(&self) -> u64 {
        self.pick(&[0, 0, 5, 10, 60, 300, 43_200])
    }

    pub(super) fn change(&mut self) {
        let name = self.queue();
        if self.once_in(3) {
            let changes: Vec<_> =
                self.handles(name).into_iter().map(|handle| (handle, self.timeout())).collect();
            if !changes.is_empty() {
                let entries = entries(changes.iter().map(|(handle, seconds)| timed(handle, *seconds)));
                let answer =
                    self.call_of("ChangeMessageVisibilityBatch", name, json!({ "Entries": entries }));
                self.model.change_batch(name, &changes, &answer);
            }
        } else if let Some(handle) = self.handle(name) {
            let seconds = self.timeout();
            let answer =
                self.call_of("ChangeMessageVisibility", name, Value::Object(timed(&handle, seconds)));
            self.model.change(name, &handle, seconds, &answer);
        }
    }
}

fn members(handle: &str) -> Map<String, Value> {
    Map::from_iter([("ReceiptHandle".to_owned(), json!(handle))])
}

fn timed(handle: &str, seconds: u64) -> Map<String, Value> {
    let mut members = members(handle);
    members.insert("VisibilityTimeout".to_owned(), json!(seconds));
    members
}

/// The entries of a batch; the ids are their places.
fn entries(of: impl Iterator<Item = Map<String, Value>>) -> Vec<Value> {
    let with_id = |(at, mut members): (usize, Map<String, Value>)| {
        members.insert("Id".to_owned(), json!(at.to_string()));
        Value::Object(members)
    };
    of.enumerate().map(with_id).collect()
}
