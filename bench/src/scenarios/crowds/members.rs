//! What a producer and a consumer of a crowd say, and how long they wait for each answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use millpond_runtime::Stopwatch;

use crate::caller::BATCH_ENTRIES;
use crate::histogram::Histogram;
use crate::http::Reply;
use crate::scenarios::index::calls::{delete_body, receive_body};
use crate::scenarios::index::messages::{Plan, Tally, received, values};
use crate::scripts::Script;

/// What all members share.
pub struct Crowd {
    plan: Plan,
    messages: u64,
    /// Messages of one send.
    a_send: u64,
    /// The first message that nobody has sent yet.
    next: AtomicU64,
    producers_left: AtomicU64,
    /// A receive for each queue: at once, and one that waits.
    receives: Vec<[Vec<u8>; 2]>,
    pub tally: Tally,
    since: Stopwatch,
    /// When the last delete was answered.
    last_ns: AtomicU64,
}

impl Crowd {
    pub fn new(plan: Plan, messages: u64, a_send: u64, producers: usize) -> Arc<Crowd> {
        let receive = |url: &str, wait_seconds| {
            plan.caller.request("ReceiveMessage", &receive_body(url, BATCH_ENTRIES, wait_seconds, None))
        };
        let receives = plan.urls.iter().map(|url| [receive(url, 0), receive(url, 1)]).collect();
        Arc::new(Crowd {
            plan,
            messages,
            a_send,
            next: AtomicU64::new(0),
            producers_left: AtomicU64::new(producers as u64),
            receives,
            tally: Tally::new(messages, 0),
            since: Stopwatch::start(),
            last_ns: AtomicU64::new(0),
        })
    }

    /// From the making of the crowd until the last delete was answered.
    pub fn last_ns(&self) -> u64 {
        self.last_ns.load(Ordering::Relaxed)
    }
}

/// How long calls took, by what they were.
#[derive(Clone, Default)]
pub struct Timed {
    pub send: Histogram,
    /// Receives that brought something. Those that waited for it are among them.
    pub receive: Histogram,
    pub delete: Histogram,
    pub sends: u64,
    pub receives: u64,
    /// Receives that brought nothing.
    pub empty_receives: u64,
}

impl Timed {
    pub fn add(&mut self, other: &Timed) {
        self.send.add(&other.send);
        self.receive.add(&other.receive);
        self.delete.add(&other.delete);
        self.sends += other.sends;
        self.receives += other.receives;
        self.empty_receives += other.empty_receives;
    }

    /// All calls.
    pub fn calls(&self) -> u64 {
        // After each receive that brought something comes a delete.
        self.sends + self.receives * 2 + self.empty_receives
    }
}

/// A connection of the crowd.
pub struct Member {
    crowd: Arc<Crowd>,
    role: Role,
    request: Vec<u8>,
    asked: Stopwatch,
    pub timed: Timed,
}

enum Role {
    Producer { is_done: bool },
    Consumer(Consumer),
}

struct Consumer {
    /// Numbers of its queues.
    queues: Vec<usize>,
    at: usize,
    /// Queues in a row that brought nothing.
    empty: usize,
    /// Entries of the delete that was asked for, or 0.
    deleting: usize,
    delete: Option<(Vec<u8>, usize)>,
}

impl Member {
    pub fn all(crowd: &Arc<Crowd>, producers: usize, consumers: usize) -> Vec<Member> {
        let one = |role| Member {
            crowd: crowd.clone(),
            role,
            request: Vec::new(),
            asked: Stopwatch::start(),
            timed: Timed::default(),
        };
        let produce = (0..producers).map(|_| one(Role::Producer { is_done: false }));
        let consume =
            (0..consumers).map(|at| one(Role::Consumer(Consumer::of(at, consumers, crowd.plan.urls.len()))));
        produce.chain(consume).collect()
    }
}

/// A producer whose connection breaks has nothing more to send either: consumers must not wait for it.
impl Drop for Member {
    fn drop(&mut self) {
        if let Role::Producer { is_done: false } = self.role {
            self.crowd.producers_left.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Consumer {
    /// Consumer `at` of so many. A queue may have several, and a consumer several queues.
    fn of(at: usize, consumers: usize, queues: usize) -> Consumer {
        let queues =
            if queues < consumers { vec![at % queues] } else { (at..queues).step_by(consumers).collect() };
        Consumer { queues, at: 0, empty: 0, deleting: 0, delete: None }
    }

    fn next<'a>(&'a mut self, crowd: &'a Crowd, request: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        self.deleting = 0;
        if let Some((delete, entries)) = self.delete.take() {
            self.deleting = entries;
            *request = delete;
            return Some(request);
        }
        // Nobody sends any more, and every queue was waited at in vain: what is missing is lost.
        let given_up =
            crowd.producers_left.load(Ordering::Relaxed) == 0 && self.empty > self.queues.len() * 2 + 1;
        if given_up || crowd.tally.distinct() >= crowd.messages {
            return None;
        }
        let waits = usize::from(self.empty + 1 >= self.queues.len());
        Some(&crowd.receives[self.queues[self.at]][waits])
    }

    /// The messages of a receive, and whether they are as they should be.
    fn take(&mut self, crowd: &Crowd, reply: &Reply<'_>) -> Option<usize> {
        let messages = received(reply.body, &crowd.plan.texts).ok()?;
        let brought = messages.len();
        let queue = self.queues[self.at];
        // A queue that gives all it may has perhaps more.
        if brought < BATCH_ENTRIES {
            self.at = (self.at + 1) % self.queues.len();
        }
        if brought == 0 {
            self.empty += 1;
            return Some(0);
        }
        self.empty = 0;
        messages.iter().for_each(|message| crowd.tally.add(message.number));
        let handles: Vec<String> = messages.into_iter().map(|message| message.handle).collect();
        let body = delete_body(&crowd.plan.urls[queue], &handles);
        self.delete = Some((crowd.plan.caller.request("DeleteMessageBatch", &body), brought));
        Some(brought)
    }
}

impl Script for Member {
    fn next(&mut self) -> Option<&[u8]> {
        let crowd = &*self.crowd;
        let request = match &mut self.role {
            Role::Producer { is_done } => {
                let first = crowd.next.fetch_add(crowd.a_send, Ordering::Relaxed);
                if first >= crowd.messages {
                    *is_done = true;
                    crowd.producers_left.fetch_sub(1, Ordering::Relaxed);
                    return None;
                }
                self.request = match crowd.a_send {
                    1 => crowd.plan.single(first),
                    _ => crowd.plan.request(first / crowd.a_send),
                };
                &self.request[..]
            }
            Role::Consumer(consumer) => consumer.next(crowd, &mut self.request)?,
        };
        self.asked = Stopwatch::start();
        Some(request)
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        let ns = self.asked.elapsed_ns();
        let crowd = &*self.crowd;
        let fine = match &mut self.role {
            Role::Producer { .. } => {
                self.timed.sends += 1;
                self.timed.send.record(ns);
                values(reply.body, br#""MessageId":""#).len() as u64 == crowd.a_send
            }
            Role::Consumer(consumer) if consumer.deleting > 0 => {
                self.timed.delete.record(ns);
                crowd.last_ns.fetch_max(crowd.since.elapsed_ns(), Ordering::Relaxed);
                values(reply.body, br#""Id":""#).len() == consumer.deleting
                    && memchr::memmem::find(reply.body, br#""Failed":[{"#).is_none()
            }
            Role::Consumer(consumer) => match consumer.take(crowd, reply) {
                None => false,
                Some(0) => {
                    self.timed.empty_receives += 1;
                    true
                }
                Some(_) => {
                    self.timed.receives += 1;
                    self.timed.receive.record(ns);
                    true
                }
            },
        };
        fine && reply.status == 200
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Caller;
    use crate::scenarios::index::messages::{Sort, Texts};

    fn crowd(messages: u64, a_send: u64, queues: usize) -> Arc<Crowd> {
        let caller = Arc::new(Caller::new(([127, 0, 0, 1], 1).into()));
        let urls = (0..queues).map(|number| format!("u{number}").into()).collect();
        let plan = Plan { caller, texts: Arc::new(Texts::new(20)), urls, sort: Sort::Plain };
        Crowd::new(plan, messages, a_send, 1)
    }

    fn reply(body: &[u8]) -> Reply<'_> {
        Reply { status: 200, head: b"", body }
    }

    fn text(request: &[u8]) -> String {
        String::from_utf8(request.to_vec()).unwrap()
    }

    #[test]
    fn every_queue_has_a_consumer_and_every_consumer_a_queue() {
        for (consumers, queues) in [(64, 1), (64, 1000), (3, 3), (5, 7), (7, 5)] {
            let all: Vec<_> = (0..consumers).map(|at| Consumer::of(at, consumers, queues).queues).collect();
            assert!(all.iter().all(|own| !own.is_empty()));
            assert!((0..queues).all(|queue| all.iter().any(|own| own.contains(&queue))));
        }
    }

    #[test]
    fn a_message_goes_from_a_producer_to_a_consumer_and_is_counted_once() {
        let crowd = crowd(1, 1, 1);
        let mut members = Member::all(&crowd, 1, 1);
        let mut consumer = members.pop().unwrap();
        let mut producer = members.pop().unwrap();
        let sent = text(producer.next().unwrap());
        assert!(sent.contains("AmazonSQS.SendMessage\r\n"));
        assert!(producer.answered(&reply(br#"{"MessageId":"1"}"#)));
        assert!(producer.next().is_none());

        assert!(text(consumer.next().unwrap()).contains(r#""WaitTimeSeconds":1"#));
        let body = sent.split(r#""MessageBody":""#).nth(1).unwrap().split('"').next().unwrap();
        let message = format!(r#"{{"Messages":[{{"Body":"{body}","ReceiptHandle":"h"}}]}}"#);
        assert!(consumer.answered(&reply(message.as_bytes())));
        assert!(text(consumer.next().unwrap()).contains("AmazonSQS.DeleteMessageBatch\r\n"));
        assert!(consumer.answered(&reply(br#"{"Successful":[{"Id":"0"}],"Failed":[]}"#)));
        assert!(consumer.next().is_none());
        assert_eq!(crowd.tally.verdict(0..1), Default::default());
        assert_eq!(consumer.timed.calls() + producer.timed.calls(), 3);
    }

    #[test]
    fn a_consumer_waits_only_when_all_its_queues_were_empty_and_gives_up_what_is_lost() {
        let crowd = crowd(10, 10, 3);
        let mut members = Member::all(&crowd, 1, 1);
        let mut consumer = members.pop().unwrap();
        let mut producer = members.pop().unwrap();
        let mut waits = Vec::new();
        producer.next().unwrap();
        for _ in 0..3 {
            waits.push(text(consumer.next().unwrap()).contains(r#""WaitTimeSeconds":1"#));
            assert!(consumer.answered(&reply(b"{}")));
        }
        assert_eq!(waits, [false, false, true]);
        assert!(producer.next().is_none());
        let mut more = 0;
        while consumer.next().is_some() {
            assert!(consumer.answered(&reply(b"{}")));
            more += 1;
        }
        assert_eq!(more, 5);
        assert_eq!(crowd.tally.verdict(0..10).lost, 10);
    }
}
