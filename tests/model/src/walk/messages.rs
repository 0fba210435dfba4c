//! Sends, deletes and visibility changes, one by one and in batches.

use md5::{Digest as _, Md5};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;
use crate::reference::INVALID;

const ENTRIES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl Walk {
    /// A message that might be sent to a queue, and the call's members.
    pub(super) fn draw(&mut self, fifo: bool) -> (Send, Value) {
        self.numbers += 1;
        let by_content = fifo && self.once_in(3);
        // What is deduplicated by its content comes again.
        let (number, length) = match self.below(30) {
            _ if by_content => (self.below(6), 10),
            0 => (self.numbers, 1100),
            1 => (self.numbers, 3000),
            _ => (self.numbers, self.below(300)),
        };
        let mut body = format!("{number} {}", "é".repeat(length as usize / 2));
        if self.once_in(300) {
            body.clear();
        }
        let mut send = Send { body, ..Send::default() };
        let mut input = json!({ "MessageBody": send.body });
        if self.once_in(4) {
            let kinds = [("String", "text"), ("Number", "12.50"), ("String.own", "ü")];
            for name in &["one", "two", "three"][..1 + self.below(3) as usize] {
                let (kind, value) = self.pick(&kinds);
                send.attributes.push(((*name).to_owned(), kind.to_owned(), value.to_owned()));
                input["MessageAttributes"][name] = json!({ "DataType": kind, "StringValue": value });
            }
        }
        if self.once_in(9) {
            send.trace = Some(format!("Root=1-{number}"));
            let trace = json!({ "AWSTraceHeader": { "DataType": "String", "StringValue": send.trace } });
            input["MessageSystemAttributes"] = trace;
        }
        if self.once_in(3) {
            let seconds = self.pick(&[0, 0, 1, 5, 60, 900]);
            if !fifo || seconds == 0 || self.once_in(10) {
                send.delay = Some(seconds * 1000);
                input["DelaySeconds"] = json!(seconds);
            }
        }
        if (fifo && !self.once_in(100)) || self.once_in(5) {
            send.group = Some(self.pick(&["x", "y", "z"]).to_owned());
            input["MessageGroupId"] = json!(send.group);
        }
        if (fifo && !by_content) || self.once_in(200) {
            let id = if self.once_in(3) { self.below(12) } else { 1000 + self.numbers };
            send.deduplication = Some(format!("id-{id}"));
            input["MessageDeduplicationId"] = json!(send.deduplication);
        }
        send.digest = Sha256::digest(&send.body).iter().map(|byte| format!("{byte:02x}")).collect();
        (send, input)
    }

    fn has_room(&self, name: &str) -> bool {
        let most = |fifo| if fifo { 2 * self.messages_max } else { self.messages_max };
        self.model.queues.get(name).is_none_or(|queue| queue.messages.len() < most(queue.fifo))
    }

    pub(super) fn send(&mut self) -> Compared {
        let name = self.any_queue();
        if self.has_room(&name) { self.send_to(&name, false) } else { Ok(()) }
    }

    /// Sends a message; at once: without a delay of its own.
    pub(super) fn send_to(&mut self, name: &str, at_once: bool) -> Compared {
        let (mut send, mut input) = self.draw(name.ends_with(".fifo"));
        if at_once {
            (send.delay, input["DelaySeconds"]) = (Some(0), json!(0));
        }
        input["QueueUrl"] = json!(url(name));
        let should = self.model.check_send(name, &send);
        let said = self.ask("SendMessage", &input);
        if alike(&said, &should)? {
            self.compare_sent(name, &send, &said.unwrap_or_default(), should.unwrap_or_default())?;
        }
        Ok(())
    }

    /// What was answered for a message that was taken, or that is a duplicate of `first`.
    fn compare_sent(
        &mut self,
        name: &str,
        send: &Send,
        answer: &Value,
        first: Option<(String, String)>,
    ) -> Compared {
        let fifo = name.ends_with(".fifo");
        same!(text(answer, "MD5OfMessageBody"), md5(send.body.as_bytes()), "MD5OfMessageBody");
        let digest = digest(&send.attributes).unwrap_or_default();
        same!(text(answer, "MD5OfMessageAttributes"), digest, "MD5OfMessageAttributes");
        let (id, number) = (text(answer, "MessageId").to_owned(), text(answer, "SequenceNumber").to_owned());
        if let Some(first) = first {
            same!((id, number), first, "a duplicate is answered as the first");
            return Ok(());
        }
        same!(number.len(), if fifo { 20 } else { 0 }, "digits of a SequenceNumber");
        for queue in self.model.queues.values() {
            let known = queue.messages.iter().any(|message| message.id.as_ref() == Some(&id));
            same!(known, false, "a new message's id is known");
        }
        let last = self.model.queues.get(name).map(|queue| queue.last_sequence.clone()).unwrap_or_default();
        same!(!fifo || number > last, true, "sequence numbers rise");
        self.model.send(name, send, &id, fifo.then_some(number.as_str()));
        Ok(())
    }

    pub(super) fn send_batch(&mut self) -> Compared {
        let name = self.any_queue();
        let fifo = name.ends_with(".fifo");
        if !self.has_room(&name) {
            return Ok(());
        }
        let count = if self.once_in(60) { self.pick(&[0, 11]) } else { 1 + self.below(10) };
        let (mut sends, mut entries) = (Vec::new(), Vec::new());
        for at in 0..count {
            let (send, mut input) = self.draw(fifo);
            input["Id"] = json!(if self.once_in(400) { "0".to_owned() } else { at.to_string() });
            entries.push(input);
            sends.push(send);
        }
        let input = json!({ "QueueUrl": url(&name), "Entries": entries });
        let mut should = self.model.queue(&name).map(|_| ());
        should = should.and_then(|()| batch_as_such(&entries));
        for send in &sends {
            // What a FIFO queue can't do without fails the whole call; an empty body is found out before.
            let lacks = self.model.lacks(&name, send).unwrap_or_default();
            if should.is_ok() && !send.body.is_empty() && lacks.is_some() && self.first_is_lack(&name, send) {
                should = Err(INVALID);
            }
        }
        let said = self.ask("SendMessageBatch", &input);
        if !alike(&said, &should)? {
            return Ok(());
        }
        let mut answers = Answers::of(said.unwrap_or_default());
        for (at, send) in sends.iter().enumerate() {
            let should = self.model.check_send(&name, send);
            if let Some(answer) = answers.next(&at.to_string(), &should)? {
                self.compare_sent(&name, send, &answer, should.unwrap_or_default())?;
            }
        }
        answers.end()
    }

    /// Whether what a FIFO queue lacks is the first thing that is wrong with a message.
    fn first_is_lack(&mut self, name: &str, send: &Send) -> bool {
        let with = Send {
            group: Some("x".to_owned()),
            deduplication: Some(format!("unused {}", self.numbers)),
            ..send.clone()
        };
        self.model.check_send(name, &with).is_ok()
    }

    /// A handle: of a message in flight, of any, now and then of another queue, of one that is gone, or of none.
    fn any_handle(&self, name: &str) -> (String, Option<&'static str>) {
        let handle_of = |message: &Message| {
            let old = &message.old_handles;
            let old = old.get(self.below(old.len().max(1) as u64) as usize).filter(|_| self.once_in(5));
            old.cloned().or_else(|| message.handle.clone())
        };
        let of = |name: &str| -> Vec<String> {
            let queue = self.model.queues.get(name);
            queue.iter().flat_map(|queue| queue.messages.iter().filter_map(handle_of)).collect()
        };
        let draw =
            |handles: &[String]| handles.get(self.below(handles.len().max(1) as u64) as usize).cloned();
        if self.once_in(50) {
            return ("AAAA".to_owned(), Some("ReceiptHandleIsInvalid"));
        }
        let other = self.any_queue();
        if other != name
            && self.once_in(30)
            && let Some(handle) = draw(&of(&other))
        {
            return (handle, Some("ReceiptHandleIsInvalid"));
        }
        draw(&of(name)).map_or(("AAAA".to_owned(), Some("ReceiptHandleIsInvalid")), |it| (it, None))
    }

    pub(super) fn delete(&mut self) -> Compared {
        let name = self.any_queue();
        let (handle, code) = self.any_handle(&name);
        let gone = self.model.queue(&name).map(|_| ());
        let should = gone.and_then(|()| self.delete_here(&name, &handle, code));
        let said = self.ask("DeleteMessage", &json!({ "QueueUrl": url(&name), "ReceiptHandle": handle }));
        alike(&said, &should).map(|_| ())
    }

    fn delete_here(&mut self, name: &str, handle: &str, code: Option<&'static str>) -> Said<()> {
        if let Some(code) = code {
            return Err(code);
        }
        self.model.delete(name, handle)?;
        self.spent.push((name.to_owned(), handle.to_owned()));
        if self.spent.len() > 50 {
            self.spent.remove(0);
        }
        Ok(())
    }

    pub(super) fn delete_batch(&mut self) -> Compared {
        let name = self.any_queue();
        let handles: Vec<_> = (0..1 + self.below(5)).map(|_| self.any_handle(&name)).collect();
        let entry =
            |(at, (handle, _)): (usize, &(String, _))| json!({ "Id": ENTRIES[at], "ReceiptHandle": handle });
        let entries: Vec<Value> = handles.iter().enumerate().map(entry).collect();
        let should = self.model.queue(&name).map(|_| ());
        let said = self.ask("DeleteMessageBatch", &json!({ "QueueUrl": url(&name), "Entries": entries }));
        if !alike(&said, &should)? {
            return Ok(());
        }
        let mut answers = Answers::of(said.unwrap_or_default());
        let before = self.model.clone();
        for (at, (handle, code)) in handles.iter().enumerate() {
            // Each by itself: in which order they are done, nobody says.
            let should = code.map_or(Ok(()), Err).and_then(|()| before.clone().delete(&name, handle));
            answers.next(ENTRIES[at], &should)?;
            let _ = self.delete_here(&name, handle, *code);
        }
        answers.end()
    }

    pub(super) fn change(&mut self) -> Compared {
        let name = self.any_queue();
        let (handle, code) = self.any_handle(&name);
        let seconds = self.pick(&[0, 0, 1, 5, 30, 300, 43_190, 43_200]);
        let gone = self.model.queue(&name).map(|_| ());
        let should = gone.and_then(|()| self.change_here(&name, &handle, code, seconds));
        let input = json!({ "QueueUrl": url(&name), "ReceiptHandle": handle, "VisibilityTimeout": seconds });
        let said = self.ask("ChangeMessageVisibility", &input);
        alike(&said, &should).map(|_| ())
    }

    fn change_here(
        &mut self,
        name: &str,
        handle: &str,
        code: Option<&'static str>,
        seconds: Millis,
    ) -> Said<()> {
        code.map_or(Ok(()), Err)?;
        self.model.change_visibility(name, handle, seconds * 1000)
    }

    pub(super) fn change_batch(&mut self) -> Compared {
        let name = self.any_queue();
        let seconds = self.pick(&[0, 5, 60]);
        let handles: Vec<_> = (0..1 + self.below(5)).map(|_| self.any_handle(&name)).collect();
        let entry = |(at, (handle, _)): (usize, &(String, _))| json!({ "Id": ENTRIES[at], "ReceiptHandle": handle, "VisibilityTimeout": seconds });
        let entries: Vec<Value> = handles.iter().enumerate().map(entry).collect();
        let should = self.model.queue(&name).map(|_| ());
        let input = json!({ "QueueUrl": url(&name), "Entries": entries });
        let said = self.ask("ChangeMessageVisibilityBatch", &input);
        if !alike(&said, &should)? {
            return Ok(());
        }
        let mut answers = Answers::of(said.unwrap_or_default());
        for (at, (handle, code)) in handles.iter().enumerate() {
            let should = self.change_here(&name, handle, *code, seconds);
            answers.next(ENTRIES[at], &should)?;
        }
        answers.end()
    }

    /// A handle of a message that is gone: deleting it again is no error, changing it is.
    pub(super) fn spent_handle(&mut self) -> Compared {
        if self.spent.is_empty() {
            return Ok(());
        }
        let (name, handle) = self.spent[self.below(self.spent.len() as u64) as usize].clone();
        let said = self.ask("DeleteMessage", &json!({ "QueueUrl": url(&name), "ReceiptHandle": handle }));
        alike(&said, &Ok(()))?;
        let input = json!({ "QueueUrl": url(&name), "ReceiptHandle": handle, "VisibilityTimeout": 5 });
        let said = self.ask("ChangeMessageVisibility", &input);
        alike(&said, &Err::<(), _>(INVALID)).map(|_| ())
    }

    /// A queue is gone, and its handles with it.
    pub(super) fn forget_handles(&mut self, name: &str) {
        self.spent.retain(|(of, _)| of != name);
    }
}

/// What AWS says of a batch before it looks at the entries.
fn batch_as_such(entries: &[Value]) -> Said<()> {
    if entries.is_empty() {
        return Err("AWS.SimpleQueueService.EmptyBatchRequest");
    }
    if entries.len() > 10 {
        return Err("AWS.SimpleQueueService.TooManyEntriesInBatchRequest");
    }
    let mut ids: Vec<&str> = entries.iter().map(|entry| text(entry, "Id")).collect();
    ids.sort_unstable();
    ids.dedup();
    let distinct = ids.len() == entries.len();
    if distinct { Ok(()) } else { Err("AWS.SimpleQueueService.BatchEntryIdsNotDistinct") }
}

/// The answers to a batch's entries.
struct Answers {
    successful: Vec<Value>,
    failed: Vec<Value>,
}

impl Answers {
    fn of(mut answer: Value) -> Answers {
        let mut take = |name: &str| answer[name].as_array_mut().map(std::mem::take).unwrap_or_default();
        let (successful, mut failed) = (take("Successful"), take("Failed"));
        let successful = successful.into_iter().rev().collect();
        failed.reverse();
        Answers { successful, failed }
    }

    /// The answer to the next entry, if it should have succeeded and has.
    fn next<T>(&mut self, id: &str, should: &Said<T>) -> Compared<Option<Value>> {
        let list = if should.is_ok() { &mut self.successful } else { &mut self.failed };
        let answer = list.pop().unwrap_or_default();
        let code = should.as_ref().err().copied();
        same!((text(&answer, "Id"), answer["Code"].as_str()), (id, code), format!("entry {id}"));
        Ok(should.is_ok().then_some(answer))
    }

    fn end(self) -> Compared {
        same!((self.successful.len(), self.failed.len()), (0, 0), "answers to no entry");
        Ok(())
    }
}

pub(super) fn md5(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// AWS's digest of attributes.
pub(super) fn digest(attributes: &[(String, String, String)]) -> Option<String> {
    let mut sorted: Vec<_> = attributes.iter().collect();
    sorted.sort();
    let mut bytes = Vec::new();
    let put = |bytes: &mut Vec<u8>, text: &str| {
        bytes.extend((text.len() as u32).to_be_bytes());
        bytes.extend(text.as_bytes());
    };
    for (name, kind, value) in sorted {
        put(&mut bytes, name);
        put(&mut bytes, kind);
        bytes.push(1);
        put(&mut bytes, value);
    }
    (!bytes.is_empty()).then(|| md5(&bytes))
}
