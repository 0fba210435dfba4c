//! Calls about messages.

use sha2::{Digest as _, Sha256};

use super::message::{Message, Phase, is_fifo};
use super::reference::{Code, INVALID_VALUE, Outgoing, QUEUE_DOES_NOT_EXIST, Sent};
use super::run::{Compared, FAIR, Run, agree, same, url};
use super::steps::Dice;
use crate::house::{Reply, Value, json};

/// A receipt handle that a client holds.
#[derive(Clone, Debug)]
pub struct Handle {
    queue: String,
    incarnation: u64,
    uid: u64,
    handout: u64,
    text: String,
}

/// Older ones are forgotten by their clients.
const HANDLES_MAX: usize = 40;

impl Run {
    fn outgoing(&mut self, name: &str, dice: &Dice) -> Outgoing {
        let fifo = is_fifo(name);
        self.texts += 1;
        // Some are said twice, which a queue may notice; sizes differ, so that segments end in many places.
        let number = if dice.once_in(6) { 1 + dice.below(self.texts as usize) as u64 } else { self.texts };
        let body = format!("{number} {}", "x".repeat((number * 37 % 300) as usize));
        let body_hash = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Outgoing {
            delay_seconds: (!fifo && dice.once_in(4)).then(|| dice.pick(&[0, 5, 30])),
            group: (fifo || name == FAIR).then(|| dice.pick(&["g", "h", "i"]).to_owned()),
            deduplication: (fifo && !dice.once_in(8)).then(|| dice.below(60).to_string()),
            body,
            body_hash,
        }
    }

    fn entry(message: &Outgoing) -> Value {
        let mut entry = json!({ "MessageBody": message.body });
        if let Some(seconds) = message.delay_seconds {
            entry["DelaySeconds"] = json!(seconds);
        }
        if let Some(group) = &message.group {
            entry["MessageGroupId"] = json!(group);
        }
        if let Some(id) = &message.deduplication {
            entry["MessageDeduplicationId"] = json!(id);
        }
        entry
    }

    pub fn send(&mut self, name: &str, dice: &Dice) -> Compared {
        let message = self.outgoing(name, dice);
        let mut input = Run::entry(&message);
        input["QueueUrl"] = json!(url(name));
        let reply = self.house.call("SendMessage", &input);
        let expected = self.reference.send(name, &message);
        match agree("SendMessage", reply, expected)? {
            Some((reply, sent)) => self.note_sent(name, &reply, &sent),
            None => Ok(()),
        }
    }

    fn note_sent(&mut self, name: &str, reply: &Value, sent: &Sent) -> Compared {
        let id = reply["MessageId"].as_str().ok_or("a send without an id")?;
        let number = reply["SequenceNumber"].as_str();
        same("a number in order", number.is_some(), is_fifo(name))?;
        match sent {
            Sent::Again(first, first_number) => {
                self.figures.repeated += 1;
                same("the first send's id", id, first)?;
                same("the first send's number", number, Some(first_number))
            }
            Sent::New(uid) => {
                let known = self.reference.queues.values().flat_map(|queue| &queue.messages);
                if known.filter_map(|message| message.id.as_deref()).any(|known| known == id) {
                    return Err(format!("a new message has the id of another: {id}"));
                }
                self.reference.note_sent(name, *uid, id, number);
                Ok(())
            }
        }
    }

    pub fn send_batch(&mut self, name: &str, dice: &Dice) -> Compared {
        let messages: Vec<Outgoing> = (0..1 + dice.below(10)).map(|_| self.outgoing(name, dice)).collect();
        let mut entries: Vec<Value> = messages.iter().map(Run::entry).collect();
        let twice = entries.len() > 1 && dice.once_in(20);
        for (at, entry) in entries.iter_mut().enumerate() {
            entry["Id"] = json!(if twice { "same".to_owned() } else { at.to_string() });
        }
        let reply =
            self.house.call("SendMessageBatch", &json!({ "QueueUrl": url(name), "Entries": entries }));
        let content_based = self
            .reference
            .queue(name)
            .map(|queue| !queue.fifo() || queue.effective()["ContentBasedDeduplication"] == "true");
        let expected = match content_based {
            Err(code) => Err(code),
            Ok(_) if twice => Err("BatchEntryIdsNotDistinct"),
            // Without anything to deduplicate by, a FIFO queue takes none of them.
            Ok(false) if messages.iter().any(|message| message.deduplication.is_none()) => Err(INVALID_VALUE),
            Ok(_) => Ok(()),
        };
        let Some((reply, ())) = agree("SendMessageBatch", reply, expected)? else { return Ok(()) };
        for (at, message) in messages.iter().enumerate() {
            let sent = self.reference.send(name, message)?;
            self.note_sent(name, &reply["Successful"][at], &sent)?;
        }
        same("entries that failed", reply["Failed"].is_null(), true)
    }

    pub fn receive(&mut self, name: &str, dice: &Dice) -> Compared {
        let most = dice.pick(&[1, 2, 5, 10, 10]);
        let visibility = dice.once_in(3).then(|| dice.pick(&[0, 1, 10, 60]));
        let attempt = (is_fifo(name) && dice.once_in(4)).then(|| dice.pick(&["p", "q", "r"]));
        let mut input = json!({
            "QueueUrl": url(name),
            "MaxNumberOfMessages": most,
            "AttributeNames": ["All"],
            "WaitTimeSeconds": 0,
        });
        if let Some(seconds) = visibility {
            input["VisibilityTimeout"] = json!(seconds);
        }
        if let Some(attempt) = attempt {
            input["ReceiveRequestAttemptId"] = json!(attempt);
        }
        let reply = self.house.call("ReceiveMessage", &input);
        self.compare_received(name, reply, most, visibility, attempt)
    }

    fn compare_received(
        &mut self,
        name: &str,
        reply: Reply,
        most: usize,
        visibility: Option<u64>,
        attempt: Option<&str>,
    ) -> Compared {
        if !is_fifo(name) {
            return self.receive_loosely(name, reply, most, visibility);
        }
        let expected = self.reference.receive(name, most, visibility, attempt);
        let Some((reply, expected)) = agree("ReceiveMessage", reply, expected)? else { return Ok(()) };
        let messages = reply["Messages"].as_array().cloned().unwrap_or_default();
        same("messages received", messages.len(), expected.uids.len())?;
        for (message, uid) in messages.iter().zip(&expected.uids) {
            self.check_received(name, message, *uid, expected.handout)?;
        }
        Ok(())
    }

    /// A receive that waits for a message: it gets the one that is sent meanwhile, or nothing when its time is up.
    pub fn poll(&mut self, name: &str, dice: &Dice) -> Compared {
        let Ok(queue) = self.reference.queue(name) else { return Ok(()) };
        if !queue.messages.is_empty() {
            return Ok(());
        }
        let delayed = queue.ms("DelaySeconds") > 0;
        let input = json!({
            "QueueUrl": url(name),
            "MaxNumberOfMessages": 10,
            "AttributeNames": ["All"],
            "WaitTimeSeconds": 5,
        });
        let submitted = self.house.process().submit("ReceiveMessage", &input);
        let ticket = submitted.map_err(|refused| refused.to_string())?;
        self.house.settle();
        if let Some(reply) = self.house.process().take_answer(ticket) {
            return Err(format!("a long poll on an empty queue was answered: {reply:?}"));
        }
        if !delayed {
            self.send(name, dice)?;
        }
        if self.reference.queues[name].counts()[0] == 0 {
            self.pass_to(self.reference.now + 5000);
        }
        let reply = self.house.process().take_answer(ticket).ok_or("a long poll without an answer")?;
        self.compare_received(name, reply, 10, None, None)
    }

    /// On a standard queue nobody can say which come first: any that wait may be among as many as there are.
    fn receive_loosely(
        &mut self,
        name: &str,
        reply: Reply,
        most: usize,
        visibility: Option<u64>,
    ) -> Compared {
        let there = self.reference.queue(name).map(drop);
        let Some((reply, ())) = agree("ReceiveMessage", reply, there)? else { return Ok(()) };
        let messages = reply["Messages"].as_array().cloned().unwrap_or_default();
        let mut got = Vec::new();
        for message in &messages {
            let queue = &self.reference.queues[name];
            let known = |it: &&Message| it.id.as_deref() == message["MessageId"].as_str();
            let found = queue.messages.iter().find(known);
            got.push(found.ok_or_else(|| format!("it is not there: {message}"))?.uid);
        }
        let buried = match self.reference.grave(name) {
            Some(_) => {
                let left = self.house.waiting_in(name);
                let is_left = |it: &Message| left.iter().any(|seen| it.id.as_ref() == Some(&seen.message_id));
                let queue = &self.reference.queues[name];
                let gone = queue.messages.iter().filter(|it| it.phase == Phase::Waiting && !is_left(it));
                gone.map(|message| message.uid).filter(|uid| !got.contains(uid)).collect()
            }
            None => Vec::new(),
        };
        let expected = self.reference.receive_loosely(name, most, visibility, (&got, &buried))?;
        for (message, uid) in messages.iter().zip(&expected.uids) {
            self.check_received(name, message, *uid, expected.handout)?;
        }
        Ok(())
    }

    /// Looks at messages that a task has moved: they are new ones, whose ids and times nobody has been told.
    pub fn learn(&mut self, name: &str) -> Compared {
        // Both let go of what is too old.
        self.look(name)?;
        let seen = self.house.waiting_in(name);
        let queue = self.reference.queue(name)?;
        let known: Vec<String> = queue.messages.iter().filter_map(|message| message.id.clone()).collect();
        let mut new: Vec<_> = seen.into_iter().filter(|seen| !known.contains(&seen.message_id)).collect();
        for message in queue.messages.iter_mut().filter(|message| message.id.is_none()) {
            let at = new.iter().position(|seen| seen.body == message.body);
            let seen = new.remove(at.ok_or_else(|| format!("it has not arrived: {message:?}"))?);
            if seen.sent.abs_diff(message.sent) >= 400 {
                return Err(format!("moved at {}, not about {}", seen.sent, message.sent));
            }
            (message.sent, message.number) = (seen.sent, seen.sequence_number);
            if name.ends_with(".fifo") {
                // So that no two messages collide there.
                message.deduplication = Some(seen.message_id.clone());
            }
            message.id = Some(seen.message_id);
        }
        same("messages that nobody knows", new.len(), 0)
    }

    fn check_received(&mut self, name: &str, received: &Value, uid: u64, handout: u64) -> Compared {
        let queue = self.reference.queue(name)?;
        let (fifo, incarnation) = (queue.fifo(), queue.incarnation);
        let at = queue.at(uid).ok_or("it is gone")?;
        let expected = &mut queue.messages[at];
        same("body", received["Body"].as_str(), Some(&*expected.body))?;
        same("id", received["MessageId"].as_str(), expected.id.as_deref())?;
        let attributes = &received["Attributes"];
        let text = |name: &str| attributes[name].as_str().map(str::to_owned);
        same("deduplication id", &text("MessageDeduplicationId"), &expected.deduplication)?;
        if expected.number.is_none() && fifo {
            expected.number = text("SequenceNumber");
        }
        same("number", &text("SequenceNumber"), &expected.number)?;
        same("group", &text("MessageGroupId"), &expected.group)?;
        same("source", &text("DeadLetterQueueSourceArn"), &expected.source_arn)?;
        let number = |name: &str| text(name).and_then(|text| text.parse::<u64>().ok());
        same("sent", number("SentTimestamp"), Some(expected.sent))?;
        let receives = u64::from(expected.receives_here + expected.receives_before);
        same("receives", number("ApproximateReceiveCount"), Some(receives))?;
        same("first received", number("ApproximateFirstReceiveTimestamp"), expected.first)?;
        self.figures.received += 1;
        self.figures.buried += u64::from(expected.source_arn.is_some());
        let text = received["ReceiptHandle"].as_str().ok_or("no handle")?.to_owned();
        self.handles.push(Handle { queue: name.to_owned(), incarnation, uid, handout, text });
        if self.handles.len() > HANDLES_MAX {
            self.handles.remove(0);
        }
        Ok(())
    }

    /// What must come of a handle that is used at its queue.
    fn with_handle(
        &mut self,
        handle: &Handle,
        act: impl FnOnce(&mut super::reference::Reference) -> Result<(), Code>,
    ) -> Result<(), Code> {
        match self.reference.queues.get(&handle.queue) {
            None => Err(QUEUE_DOES_NOT_EXIST),
            Some(queue) if queue.incarnation != handle.incarnation => Err("ReceiptHandleIsInvalid"),
            Some(_) => act(&mut self.reference),
        }
    }

    fn some_handle(&self, dice: &Dice) -> Option<Handle> {
        // Mostly a recent one.
        let from = if dice.once_in(3) { 0 } else { self.handles.len().saturating_sub(6) };
        self.handles.get(from + dice.below(self.handles.len() - from)).cloned()
    }

    pub fn finish(&mut self, dice: &Dice) -> Compared {
        let Some(handle) = self.some_handle(dice) else { return Ok(()) };
        let input = json!({ "QueueUrl": url(&handle.queue), "ReceiptHandle": handle.text });
        let reply = self.house.call("DeleteMessage", &input);
        let expected = self
            .with_handle(&handle, |reference| reference.finish(&handle.queue, handle.uid, handle.handout));
        agree("DeleteMessage", reply, expected).map(drop)
    }

    pub fn change(&mut self, dice: &Dice) -> Compared {
        let Some(handle) = self.some_handle(dice) else { return Ok(()) };
        let seconds = dice.pick(&[0, 1, 10, 60]);
        let input = json!({
            "QueueUrl": url(&handle.queue),
            "ReceiptHandle": handle.text,
            "VisibilityTimeout": seconds,
        });
        let reply = self.house.call("ChangeMessageVisibility", &input);
        let expected = self.with_handle(&handle, |reference| {
            reference.change_visibility(&handle.queue, handle.uid, handle.handout, seconds)
        });
        agree("ChangeMessageVisibility", reply, expected).map(drop)
    }

    /// Some handles of a queue, no message twice.
    fn some_handles(&self, name: &str, dice: &Dice) -> Vec<Handle> {
        let mut chosen: Vec<Handle> = Vec::new();
        for handle in self.handles.iter().rev().filter(|handle| handle.queue == name) {
            if chosen.len() < 10 && !dice.once_in(3) && chosen.iter().all(|other| other.uid != handle.uid) {
                chosen.push(handle.clone());
            }
        }
        chosen
    }

    pub fn finish_batch(&mut self, name: &str, dice: &Dice) -> Compared {
        self.batch("DeleteMessageBatch", name, dice, &[], |reference, handle, _| {
            reference.finish(&handle.queue, handle.uid, handle.handout)
        })
    }

    pub fn change_batch(&mut self, name: &str, dice: &Dice) -> Compared {
        self.batch(
            "ChangeMessageVisibilityBatch",
            name,
            dice,
            &[0, 1, 10, 60],
            |reference, handle, seconds| {
                reference.change_visibility(&handle.queue, handle.uid, handle.handout, seconds)
            },
        )
    }

    fn batch(
        &mut self,
        operation: &str,
        name: &str,
        dice: &Dice,
        timeouts: &[u64],
        act: impl Fn(&mut super::reference::Reference, &Handle, u64) -> Result<(), Code>,
    ) -> Compared {
        let handles: Vec<(Handle, u64)> = self
            .some_handles(name, dice)
            .into_iter()
            .map(|handle| (handle, if timeouts.is_empty() { 0 } else { dice.pick(timeouts) }))
            .collect();
        let entries: Vec<Value> = handles
            .iter()
            .enumerate()
            .map(|(at, (handle, seconds))| {
                let mut entry = json!({ "Id": at.to_string(), "ReceiptHandle": handle.text });
                if !timeouts.is_empty() {
                    entry["VisibilityTimeout"] = json!(seconds);
                }
                entry
            })
            .collect();
        let reply = self.house.call(operation, &json!({ "QueueUrl": url(name), "Entries": entries }));
        let there = self.reference.queue(name).map(drop);
        let expected = there.and(if handles.is_empty() { Err("EmptyBatchRequest") } else { Ok(()) });
        let Some((reply, ())) = agree(operation, reply, expected)? else { return Ok(()) };
        let ids = |member: &str| -> Vec<String> {
            let entries = reply[member].as_array().into_iter().flatten();
            entries.filter_map(|entry| entry["Id"].as_str().map(str::to_owned)).collect()
        };
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for (at, (handle, seconds)) in handles.iter().enumerate() {
            let outcome = self.with_handle(handle, |reference| act(reference, handle, *seconds));
            if outcome.is_ok() { &mut done } else { &mut failed }.push(at.to_string());
        }
        same(&format!("{operation}: entries done"), ids("Successful"), done)?;
        same(&format!("{operation}: entries failed"), ids("Failed"), failed)
    }
}
