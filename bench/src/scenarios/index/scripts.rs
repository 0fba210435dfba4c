//! What connections say to fill queues and to empty them again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use millpond_runtime::Stopwatch;

use super::calls;
use super::messages::{Plan, Tally, Texts, received, values};
use crate::caller::{BATCH_ENTRIES, Caller};
use crate::http::Reply;
use crate::scripts::Script;

/// Connections that fill and empty queues. A divisor of 100: a FIFO plan of 1,000 groups then has each group's messages sent
/// by one connection alone, in their order.
pub const CONNECTIONS: u64 = 20;
/// A queue is taken for empty after so many receives in a row that brought nothing, each of which waited.
const EMPTY_MAX: usize = 3;

/// Sends some of a plan's batches.
pub struct Send {
    plan: Arc<Plan>,
    next: u64,
    end: u64,
    request: Vec<u8>,
    /// The answers to every so many batches are kept.
    pub keep_every: u64,
    pub kept: Vec<(u64, Vec<u8>)>,
}

impl Send {
    /// The batches from `from` to `end`, shared by all connections.
    pub fn all(plan: &Arc<Plan>, from: u64, end: u64) -> Vec<Send> {
        let first = |at| from + (at + CONNECTIONS - from % CONNECTIONS) % CONNECTIONS;
        let one = |at| Send {
            plan: plan.clone(),
            next: first(at),
            end,
            request: Vec::new(),
            keep_every: u64::MAX,
            kept: Vec::new(),
        };
        (0..CONNECTIONS).map(one).collect()
    }
}

impl Script for Send {
    fn next(&mut self) -> Option<&[u8]> {
        if self.next >= self.end {
            return None;
        }
        self.request = self.plan.request(self.next);
        self.next += CONNECTIONS;
        Some(&self.request)
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        let batch = self.next - CONNECTIONS;
        if batch % self.keep_every == self.keep_every - 1 {
            self.kept.push((batch, reply.body.to_vec()));
        }
        reply.status == 200 && values(reply.body, br#""MessageId":""#).len() == BATCH_ENTRIES
    }
}

/// What those that empty queues share.
pub struct Taking {
    pub caller: Arc<Caller>,
    pub urls: Vec<Arc<str>>,
    pub texts: Arc<Texts>,
    pub tally: Arc<Tally>,
    /// How long a receive waits for messages; with 0, a receive that brings none says nothing of the queue.
    pub wait_seconds: u32,
    /// How many different messages are to come; then nobody asks for more.
    pub expected: u64,
    /// Which messages are not deleted.
    pub keeps: fn(u64) -> bool,
    pub since: Stopwatch,
    /// When the last message came, in nanoseconds: those that wait in vain for another are idle.
    pub last_ns: AtomicU64,
}

/// Receives ten and deletes them, in turn, until all have come that are expected or every queue seems empty.
pub struct Take {
    shared: Arc<Taking>,
    queue: usize,
    visited: usize,
    empty: usize,
    /// Requests for each queue.
    receives: Arc<[Vec<u8>]>,
    delete: Option<Vec<u8>>,
    deleting: bool,
    wanted: usize,
    /// Queue and handle of those that were not deleted.
    pub kept: Vec<(usize, String)>,
}

impl Take {
    pub fn all(shared: &Arc<Taking>) -> Vec<Take> {
        let wait_seconds = shared.wait_seconds;
        let bodies =
            shared.urls.iter().map(|url| calls::receive_body(url, BATCH_ENTRIES, wait_seconds, None));
        let receives: Arc<[Vec<u8>]> =
            bodies.map(|body| shared.caller.request("ReceiveMessage", &body)).collect();
        let one = |at| Take {
            shared: shared.clone(),
            queue: at as usize * shared.urls.len() / CONNECTIONS as usize,
            visited: 0,
            empty: 0,
            receives: receives.clone(),
            delete: None,
            deleting: false,
            wanted: 0,
            kept: Vec::new(),
        };
        (0..CONNECTIONS).map(one).collect()
    }

    /// Whether a message that was received waits for its delete.
    fn owes_a_delete(&self) -> bool {
        self.delete.is_some()
    }

    fn over(&self) -> bool {
        self.visited >= self.shared.urls.len() || self.shared.tally.distinct() >= self.shared.expected
    }

    fn take(&mut self, reply: &Reply<'_>) -> bool {
        let Ok(messages) = received(reply.body, &self.shared.texts) else { return false };
        if messages.is_empty() {
            self.empty += 1;
            if self.empty >= EMPTY_MAX && self.shared.wait_seconds > 0 {
                self.empty = 0;
                self.visited += 1;
                self.queue = (self.queue + 1) % self.shared.urls.len();
            }
            return reply.status == 200;
        }
        self.empty = 0;
        self.shared.last_ns.fetch_max(self.shared.since.elapsed_ns(), Ordering::Relaxed);
        let mut handles = Vec::new();
        for message in messages {
            self.shared.tally.add(message.number);
            match message.number.is_some_and(self.shared.keeps) {
                true => self.kept.push((self.queue, message.handle)),
                false => handles.push(message.handle),
            }
        }
        if !handles.is_empty() {
            self.wanted = handles.len();
            let body = calls::delete_body(&self.shared.urls[self.queue], &handles);
            self.delete = Some(self.shared.caller.request("DeleteMessageBatch", &body));
        }
        reply.status == 200
    }
}

impl Script for Take {
    fn next(&mut self) -> Option<&[u8]> {
        self.deleting = self.owes_a_delete();
        if self.deleting {
            return self.delete.as_deref();
        }
        (!self.over()).then(|| &self.receives[self.queue][..])
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        if !self.deleting {
            return self.take(reply);
        }
        self.delete = None;
        reply.status == 200 && values(reply.body, br#""Id":""#).len() == self.wanted && !failed(reply)
    }
}

/// Sends a batch, receives ten and deletes them, in turn: nothing piles up.
pub struct Pass {
    pub send: Send,
    take: Take,
    at: Step,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Send,
    Take,
}

impl Pass {
    pub fn all(
        plan: &Arc<Plan>,
        batches: std::ops::Range<u64>,
        taking: &Arc<Taking>,
        keep_every: u64,
    ) -> Vec<Pass> {
        let both = Send::all(plan, batches.start, batches.end).into_iter().zip(Take::all(taking));
        both.map(|(send, take)| Pass { send: Send { keep_every, ..send }, take, at: Step::Take }).collect()
    }
}

impl Script for Pass {
    fn next(&mut self) -> Option<&[u8]> {
        // After a send one receive, and the delete of what it brought.
        self.at = match self.at {
            Step::Send => Step::Take,
            Step::Take if self.take.owes_a_delete() => Step::Take,
            Step::Take => Step::Send,
        };
        match self.at {
            Step::Send => self.send.next(),
            Step::Take => self.take.next().or_else(|| {
                self.at = Step::Send;
                self.send.next()
            }),
        }
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        match self.at {
            Step::Send => self.send.answered(reply),
            Step::Take => self.take.answered(reply),
        }
    }
}

/// A batch may answer 200 and name entries that failed.
pub fn failed(reply: &Reply<'_>) -> bool {
    memchr::memmem::find(reply.body, br#""Failed":[{"#).is_some()
}
