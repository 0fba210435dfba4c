//! Receives: short and long ones, named ones, and such whose answer is lost.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::messages::{digest, md5};
use super::*;

/// What a receive asks for.
struct Ask {
    count: usize,
    visibility: Option<Millis>,
    attempt: Option<String>,
    input: Value,
}

/// The most that a receive gives.
const RECEIVE_MAX: usize = 10;
/// So many messages one receive surely sends to the dead-letter queue, if it must.
const DEAD_MAX: usize = 90;
/// The longest poll.
const POLL_MS: Millis = 20_000;

impl Walk {
    /// Whether it is anybody's guess which of a standard queue's messages a receive comes upon, and which of those it sends
    /// to the dead-letter queue; or those are so many that it may leave some for the next receive.
    fn is_guess(&self, name: &str) -> bool {
        let guess = |queue: &Queue| {
            let visible = queue.counts(self.model.now)[0];
            queue.may_bury() && visible > if queue.fifo { DEAD_MAX } else { RECEIVE_MAX }
        };
        self.model.queues.get(name).is_some_and(guess)
    }

    fn draw_receive(&self, name: &str) -> Ask {
        let mut count = self.pick(&[1, 1, 2, 5, 10]);
        if self.model.queues.get(name).is_some_and(|queue| !queue.fifo && queue.may_bury()) {
            count = RECEIVE_MAX;
        }
        let seconds = self.pick(&[None, None, None, Some(0), Some(1), Some(5), Some(60), Some(43_200)]);
        let mut input = json!({
            "QueueUrl": url(name),
            "MaxNumberOfMessages": count,
            "AttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
            "WaitTimeSeconds": 0,
        });
        if let Some(seconds) = seconds {
            input["VisibilityTimeout"] = json!(seconds);
        }
        let attempt =
            (name.ends_with(".fifo") && self.once_in(3)).then(|| format!("attempt-{}", self.below(4)));
        if let Some(attempt) = &attempt {
            input["ReceiveRequestAttemptId"] = json!(attempt);
        }
        Ask { count, visibility: seconds.map(|seconds| seconds * 1000), attempt, input }
    }

    pub(super) fn receive(&mut self) -> Compared {
        let name = self.any_queue();
        if self.is_guess(&name) {
            return Ok(());
        }
        let ask = self.draw_receive(&name);
        let said = self.ask("ReceiveMessage", &ask.input);
        let should = self.model.queue(&name).map(|_| ());
        if alike(&said, &should)? {
            self.compare_received(&name, &ask, &said.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Compares what a receive gave with what it might have given, and does the same to the model.
    fn compare_received(&mut self, name: &str, ask: &Ask, answer: &Value) -> Compared {
        let now = self.model.now;
        let found = answer["Messages"].as_array().cloned().unwrap_or_default();
        same!(answer["Messages"].is_array(), !found.is_empty(), "an empty list is absent");
        let Ok(queue) = self.model.queue(name) else { return Ok(()) };
        let until = now + ask.visibility.unwrap_or_else(|| queue.seconds("VisibilityTimeout"));

        let repeated = ask.attempt.as_deref().and_then(|attempt| queue.same_attempt(attempt, now).cloned());
        if let (Some(same), Some(attempt)) = (repeated, &ask.attempt) {
            let ids = |message: &Value| {
                (text(message, "MessageId").to_owned(), text(message, "ReceiptHandle").to_owned())
            };
            let came: Vec<_> = found.iter().map(ids).collect();
            same!(came, same.given, "a receive that is asked for again");
            queue.repeat_attempt(attempt, until);
            return Ok(());
        }

        let dead = self.model.take_dead(name, ask.count);
        let Ok(queue) = self.model.queue(name) else { return Ok(()) };
        let prefixes = queue.available(now);
        let total: usize = prefixes.iter().map(Vec::len).sum();
        let shown = queue.shown(now);
        let taken = find(queue, &found)?;
        same!(
            taken.len(),
            ask.count.min(total),
            format!("as many as there are and were asked for of {shown}")
        );
        same!(taken.iter().collect::<BTreeSet<_>>().len(), taken.len(), "no message twice");
        for prefix in &prefixes {
            let of_it: Vec<usize> = taken.iter().copied().filter(|at| prefix.contains(at)).collect();
            same!(
                of_it[..],
                prefix[..of_it.len()],
                format!("a group's messages in order and without a gap of {shown}")
            );
        }
        let may = |at: &usize| prefixes.iter().any(|prefix| prefix.contains(at));
        same!(taken.iter().all(may), true, format!("only what may be received of {shown}"));
        let mut given = Vec::new();
        let mut handles: BTreeSet<&str> = BTreeSet::new();
        for (&at, message) in taken.iter().zip(&found) {
            let handle = text(message, "ReceiptHandle");
            same!(handles.insert(handle), true, "handles differ");
            queue.hand_out(at, handle, until, now);
            compare_message(queue, at, message)?;
            given.push((text(message, "MessageId").to_owned(), handle.to_owned()));
        }
        if let Some(attempt) = ask.attempt.as_deref().filter(|_| !given.is_empty()) {
            queue.note_attempt(attempt, given, until, now);
        }
        self.model.bury(name, dead);
        self.pass_ms(0);
        Ok(())
    }

    /// A receive that waits, on a queue where time will bring something, or nothing.
    pub(super) fn poll(&mut self) -> Compared {
        let name = self.any_queue();
        let Some(queue) = self.model.queues.get(&name).filter(|queue| !queue.may_bury()) else {
            return Ok(());
        };
        let mut ask = self.draw_receive(&name);
        let wait = if self.once_in(3) {
            ask.input["WaitTimeSeconds"] = Value::Null;
            queue.seconds("ReceiveMessageWaitTimeSeconds")
        } else {
            let seconds = self.pick(&[1, 5, 20]);
            ask.input["WaitTimeSeconds"] = json!(seconds);
            seconds * 1000
        };
        if !self.nothing_expires(wait) {
            return Ok(());
        }
        let (began, deadline) = (self.model.now, self.model.now + wait);
        let repeats = ask.attempt.as_deref().is_some_and(|it| queue.same_attempt(it, began).is_some());
        let should = if repeats { began } else { queue.next_visible(began, deadline).unwrap_or(deadline) };
        let began = self.house.begin(ACCOUNT, "ReceiveMessage", &ask.input);
        let ticket = began.map_err(|refused| refused.message)?;
        self.house.settle();
        let said = loop {
            if let Some(said) = self.house.answer(ticket) {
                break said;
            }
            let now = self.house.now();
            if now >= deadline {
                return Err("a poll is not answered when its time is up".to_owned());
            }
            let next = self.house.next_timer().unwrap_or(deadline).clamp(now + 1, deadline);
            self.house.pass(next - now);
        };
        self.note("ReceiveMessage", &ask.input, &said);
        same!(self.house.now(), should, "when a poll is answered");
        self.model.advance_to(should);
        let answer = said.map_err(|refused| refused.message)?;
        self.compare_received(&name, &ask, &answer)
    }

    /// A receive that waits is answered by a send.
    pub(super) fn poll_and_send(&mut self) -> Compared {
        let name = self.any_queue();
        let now = self.model.now;
        let empty = |queue: &&Queue| {
            let delays = queue.fifo && queue.seconds("DelaySeconds") > 0;
            !queue.may_bury() && !delays && queue.available(now).concat().is_empty()
        };
        if self.model.queues.get(&name).filter(empty).is_none() || !self.nothing_expires(POLL_MS) {
            return Ok(());
        }
        let mut ask = self.draw_receive(&name);
        ask.input["WaitTimeSeconds"] = json!(POLL_MS / 1000);
        if let Some(attempt) = ask.attempt.take() {
            self.trace.push(format!("without {attempt}"));
            ask.input["ReceiveRequestAttemptId"] = Value::Null;
        }
        let began = self.house.begin(ACCOUNT, "ReceiveMessage", &ask.input);
        let ticket = began.map_err(|refused| refused.message)?;
        self.house.settle();
        self.send_to(&name, true)?;
        let waits = self.model.queues[&name].available(now).concat().is_empty();
        match self.house.answer(ticket) {
            Some(said) => {
                self.note("ReceiveMessage", &ask.input, &said);
                let answer = said.map_err(|refused| refused.message)?;
                same!(waits, false, "a poll is answered");
                self.compare_received(&name, &ask, &answer)
            }
            // A duplicate, or one behind a message in flight: it comes back with nothing.
            None => {
                same!(waits, true, "a poll goes on waiting");
                self.house.lose_answer(ticket);
                let deadline = now + POLL_MS;
                let next = self.model.queues[&name].next_visible(now, deadline).unwrap_or(deadline);
                self.pass_ms(next - now);
                let said = self.house.answer(ticket).ok_or("a poll is not answered when it should be")?;
                self.note("ReceiveMessage", &ask.input, &said);
                self.compare_received(&name, &ask, &said.map_err(|refused| refused.message)?)
            }
        }
    }

    /// A receive whose answer reaches nobody: it is as if it had not been, but for what it sent to a dead-letter queue.
    pub(super) fn lose(&mut self) -> Compared {
        let name = self.any_queue();
        if self.is_guess(&name) {
            return Ok(());
        }
        let ask = self.draw_receive(&name);
        let Ok(queue) = self.model.queue(&name) else { return Ok(()) };
        let before = queue.clone();
        let now = self.model.now;
        let until = now + ask.visibility.unwrap_or_else(|| before.seconds("VisibilityTimeout"));
        if until == now || before.messages.iter().any(|message| message.refused) {
            // Its messages are back before the answer is lost, and nothing is taken back. And that a message was refused by
            // its dead-letter queue is forgotten when it is handed out.
            return Ok(());
        }
        let began = self.house.begin(ACCOUNT, "ReceiveMessage", &ask.input);
        let ticket = began.map_err(|refused| refused.message)?;
        self.house.settle();
        self.house.lose_answer(ticket);
        self.trace.push(format!("{now} ReceiveMessage {} => lost", ask.input));
        if let Some(attempt) = &ask.attempt
            && before.same_attempt(attempt, now).is_some()
        {
            // The first answer reached its caller: its messages stay with it.
            let queue = self.model.queue(&name).map_err(str::to_owned)?;
            queue.repeat_attempt(attempt, until);
            return Ok(());
        }
        let dead = self.model.take_dead(&name, ask.count);
        // What was handed out and taken back is asked for anew by whoever names the receive again.
        let queue = self.model.queue(&name).map_err(str::to_owned)?;
        if !queue.available(now).concat().is_empty()
            && let Some(attempt) = &ask.attempt
        {
            queue.attempts.remove(attempt);
        }
        self.model.bury(&name, dead);
        self.pass_ms(0);
        Ok(())
    }
}

/// Where the messages found are in the model.
fn find(queue: &Queue, found: &[Value]) -> Compared<Vec<usize>> {
    let mut taken = Vec::new();
    for message in found {
        let (id, body) = (text(message, "MessageId"), text(message, "Body"));
        let group = message["Attributes"]["MessageGroupId"].as_str();
        let by_id = queue.messages.iter().position(|it| it.id.as_deref() == Some(id));
        let unknown = || {
            let is = |(at, it): &(usize, &Message)| {
                it.id.is_none() && it.body == body && it.group.as_deref() == group && !taken.contains(at)
            };
            queue.messages.iter().enumerate().find(is).map(|(at, _)| at)
        };
        taken.push(by_id.or_else(unknown).ok_or_else(|| format!("only what is there, not {message}"))?);
    }
    Ok(taken)
}

/// Compares all that a received message says of itself.
fn compare_message(queue: &mut Queue, at: usize, found: &Value) -> Compared {
    let fifo = queue.fifo;
    let message = &mut queue.messages[at];
    let id = text(found, "MessageId").to_owned();
    // A move task makes messages anew.
    if message.id.is_none() {
        message.id = Some(id.clone());
        message.deduplication = fifo.then(|| id.clone());
    }
    let attributes = &found["Attributes"];
    if fifo && message.sequence.is_none() {
        message.sequence = Some(text(attributes, "SequenceNumber").to_owned());
        same!(text(attributes, "SequenceNumber").len(), 20, "digits of a SequenceNumber");
    }
    let message = message.clone();
    same!(Some(id), message.id, "MessageId");
    same!(text(found, "Body"), message.body, "Body");
    same!(text(found, "MD5OfBody"), md5(message.body.as_bytes()), "MD5OfBody");
    let digest = digest(&message.attributes).unwrap_or_default();
    same!(text(found, "MD5OfMessageAttributes"), digest, "MD5OfMessageAttributes");
    for (name, kind, value) in &message.attributes {
        let shown = &found["MessageAttributes"][name];
        same!((text(shown, "DataType"), text(shown, "StringValue")), (kind.as_str(), value.as_str()), name);
    }
    let mut should = vec![
        ("ApproximateFirstReceiveTimestamp", message.first_received.map(|at| at.to_string())),
        ("ApproximateReceiveCount", Some(message.receives.to_string())),
        ("AWSTraceHeader", message.trace),
        ("DeadLetterQueueSourceArn", message.source.map(|(arn, _)| arn)),
        ("MessageDeduplicationId", message.deduplication),
        ("MessageGroupId", message.group),
        ("SenderId", Some(ACCOUNT.to_owned())),
        ("SentTimestamp", Some(message.sent.to_string())),
        ("SequenceNumber", message.sequence.filter(|_| fifo)),
    ];
    should.retain(|(_, value)| value.is_some());
    for (name, value) in &should {
        same!(attributes[*name].as_str(), value.as_deref(), name);
    }
    same!(attributes.as_object().map(serde_json::Map::len), Some(should.len()), "how many attributes");
    Ok(())
}
