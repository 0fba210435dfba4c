//! Messages that carry a number, so that each can be missed, found twice or found damaged; and the tally of those that came.

use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use memchr::memmem;
use millpond_runtime::{Random, SeededRandom};

use crate::caller::{BATCH_ENTRIES, Caller};

/// A message begins with its number in this many digits.
const DIGITS: usize = 12;
/// The least that a message's number and something to check need.
pub const SIZE_BYTES_MIN: usize = 16;
/// Behind the number stands a piece of a long text, from a place that the number tells.
const PLACES: u64 = 64 << 10;

/// The texts of numbered messages of one size.
pub struct Texts {
    letters: String,
    size_bytes: usize,
}

impl Texts {
    pub fn new(size_bytes: usize) -> Texts {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";
        let random = SeededRandom::new(size_bytes as u64);
        let letters = (0..PLACES as usize + size_bytes).map(|_| ALPHABET[(random.number() >> 58) as usize]);
        Texts { letters: letters.map(char::from).collect(), size_bytes }
    }

    pub fn size_bytes(&self) -> usize {
        self.size_bytes
    }

    fn rest(&self, number: u64) -> &str {
        let place = (number.wrapping_mul(7919) % PLACES) as usize;
        &self.letters[place..place + self.size_bytes - DIGITS]
    }

    /// The number of a message that is as it was sent.
    fn number_of(&self, text: &[u8]) -> Option<u64> {
        let (digits, rest) = text.split_at_checked(DIGITS)?;
        let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        (rest == self.rest(number).as_bytes()).then_some(number)
    }
}

/// What the entries of a batch have beside their text.
#[derive(Clone)]
pub enum Sort {
    /// Nothing.
    Plain,
    /// One of so many tenants of a standard queue, in turn.
    Tenants(u64),
    /// A FIFO queue's: one of so many groups, and its number as its deduplication id.
    Fifo { groups: u64 },
}

/// All that is to be sent: message n is entry n % 10 of batch n / 10, and the batches go to the queues in turn.
pub struct Plan {
    pub caller: Arc<Caller>,
    pub texts: Arc<Texts>,
    pub urls: Vec<Arc<str>>,
    pub sort: Sort,
}

impl Plan {
    pub fn request(&self, batch: u64) -> Vec<u8> {
        let first = batch * BATCH_ENTRIES as u64;
        self.request_of(batch, first..first + BATCH_ENTRIES as u64)
    }

    /// A SendMessage of this message, which has nothing beside its text.
    pub fn single(&self, number: u64) -> Vec<u8> {
        let url = &self.urls[(number % self.urls.len() as u64) as usize];
        let rest = self.texts.rest(number);
        let body = format!(r#"{{"QueueUrl":"{url}","MessageBody":"{number:0DIGITS$}{rest}"}}"#);
        self.caller.request("SendMessage", &body)
    }

    /// A batch of these messages, at most ten, to the queue of batch number `turn`.
    pub fn request_of(&self, turn: u64, numbers: Range<u64>) -> Vec<u8> {
        let url = &self.urls[(turn % self.urls.len() as u64) as usize];
        let mut body = String::with_capacity((self.texts.size_bytes + 128) * BATCH_ENTRIES);
        let _ = write!(body, r#"{{"QueueUrl":"{url}","Entries":["#);
        for (entry, number) in numbers.enumerate() {
            let comma = if entry == 0 { "" } else { "," };
            let rest = self.texts.rest(number);
            let _ = write!(body, r#"{comma}{{"Id":"{entry}","MessageBody":"{number:0DIGITS$}{rest}""#);
            let _ = match self.sort {
                Sort::Plain => Ok(()),
                Sort::Tenants(tenants) => {
                    write!(body, r#","MessageGroupId":"noisy-{}""#, number % tenants)
                }
                Sort::Fifo { groups } => write!(
                    body,
                    r#","MessageGroupId":"group-{}","MessageDeduplicationId":"order-{number}-of-today""#,
                    number % groups
                ),
            };
            body.push('}');
        }
        self.caller.request("SendMessageBatch", &(body + "]}"))
    }
}

/// A message as a receive brought it.
pub struct Received {
    /// None if it is not as anything that was sent.
    pub number: Option<u64>,
    pub handle: String,
}

/// The messages in a ReceiveMessage's reply.
pub fn received(reply: &[u8], texts: &Texts) -> io::Result<Vec<Received>> {
    let bodies = values(reply, br#""Body":""#);
    let handles = values(reply, br#""ReceiptHandle":""#);
    if bodies.len() != handles.len() {
        return Err(io::Error::other("a receive's reply has not as many bodies as handles"));
    }
    let both = bodies.into_iter().zip(handles);
    Ok(both
        .map(|(body, handle)| Received {
            number: texts.number_of(body),
            handle: String::from_utf8_lossy(handle).into_owned(),
        })
        .collect())
}

/// The string values of a field. No value that is asked for has an escape in it.
pub fn values<'a>(reply: &'a [u8], before: &[u8]) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    let mut rest = reply;
    while let Some(at) = memmem::find(rest, before) {
        let value = &rest[at + before.len()..];
        let end = memchr::memchr(b'"', value).unwrap_or(value.len());
        found.push(&value[..end]);
        rest = &value[end..];
    }
    found
}

/// How often each message came, and whether those of a group came in order.
pub struct Tally {
    times: Vec<AtomicU8>,
    distinct: AtomicU64,
    strange: AtomicU64,
    /// One more than the number that each group's last message had.
    last: Vec<AtomicU64>,
    disordered: AtomicU64,
}

impl Tally {
    /// Of messages 0 to `messages`, in so many groups that each keep their order (0: nothing has an order).
    pub fn new(messages: u64, groups: u64) -> Tally {
        Tally {
            times: (0..messages).map(|_| AtomicU8::new(0)).collect(),
            distinct: AtomicU64::new(0),
            strange: AtomicU64::new(0),
            last: (0..groups).map(|_| AtomicU64::new(0)).collect(),
            disordered: AtomicU64::new(0),
        }
    }

    pub fn add(&self, number: Option<u64>) {
        let known = number.and_then(|number| Some((number, self.times.get(usize::try_from(number).ok()?)?)));
        let Some((number, times)) = known else {
            self.strange.fetch_add(1, Ordering::Relaxed);
            return;
        };
        if times.fetch_add(1, Ordering::Relaxed) == 0 {
            self.distinct.fetch_add(1, Ordering::Relaxed);
        }
        if !self.last.is_empty() {
            let last = &self.last[(number % self.last.len() as u64) as usize];
            if last.swap(number + 1, Ordering::Relaxed) > number {
                self.disordered.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// How many different messages have come.
    pub fn distinct(&self) -> u64 {
        self.distinct.load(Ordering::Relaxed)
    }

    /// What is wrong with those that should have come.
    pub fn verdict(&self, expected: impl Iterator<Item = u64>) -> Verdict {
        let mut verdict = Verdict {
            strange: self.strange.load(Ordering::Relaxed),
            disordered: self.disordered.load(Ordering::Relaxed),
            ..Verdict::default()
        };
        let mut wanted = 0;
        for number in expected {
            wanted += 1;
            match self.times[number as usize].load(Ordering::Relaxed) {
                0 => verdict.lost += 1,
                1 => {}
                _ => verdict.doubled += 1,
            }
        }
        // What came and was not expected.
        verdict.strange += self.distinct() - (wanted - verdict.lost);
        verdict
    }
}

/// See [`Tally::verdict`].
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub lost: u64,
    pub doubled: u64,
    /// Damaged, or never sent, or not expected.
    pub strange: u64,
    pub disordered: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_its_number_only_while_it_is_whole() {
        let texts = Texts::new(100);
        let text = format!("{:012}{}", 70_001, texts.rest(70_001));
        assert_eq!(text.len(), 100);
        assert_eq!(texts.number_of(text.as_bytes()), Some(70_001));
        for at in [0, 11, 12, 99] {
            let mut damaged = text.clone().into_bytes();
            damaged[at] ^= 1;
            assert_eq!(texts.number_of(&damaged), None, "{at}");
        }
        assert_eq!(texts.number_of(&text.as_bytes()[..99]), None);
        assert_eq!(texts.number_of(b""), None);
    }

    #[test]
    fn what_a_plan_sends_is_known_again() {
        let caller = Arc::new(Caller::new(([127, 0, 0, 1], 1).into()));
        let urls = vec!["u0".into(), "u1".into()];
        for sort in [Sort::Plain, Sort::Tenants(2), Sort::Fifo { groups: 7 }] {
            let plan =
                Plan { caller: caller.clone(), texts: Arc::new(Texts::new(40)), urls: urls.clone(), sort };
            let request = plan.request(3);
            let body = &request[memmem::find(&request, b"\r\n\r\n").unwrap() + 4..];
            let body: serde_json::Value = serde_json::from_slice(body).unwrap();
            assert_eq!(body["QueueUrl"], "u1");
            let texts = body["Entries"].as_array().unwrap().iter().map(|entry| entry["MessageBody"].as_str());
            let numbers: Vec<_> =
                texts.map(|text| plan.texts.number_of(text.unwrap().as_bytes()).unwrap()).collect();
            assert_eq!(numbers, (30..40).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_tally_tells_what_is_lost_doubled_strange_and_out_of_order() {
        let tally = Tally::new(10, 2);
        for number in [0, 2, 1, 3, 3, 7, 5] {
            tally.add(Some(number));
        }
        tally.add(None);
        tally.add(Some(10));
        let verdict = tally.verdict(0..6);
        assert_eq!(verdict, Verdict { lost: 1, doubled: 1, strange: 3, disordered: 2 });
    }

    #[test]
    fn bodies_and_handles_are_read_in_pairs() {
        let reply = br#"{"Messages":[{"MD5OfBody":"0","Body":"x","ReceiptHandle":"A"},{"ReceiptHandle":"B","Body":""}]}"#;
        let found = received(reply, &Texts::new(20)).unwrap();
        assert_eq!(found.iter().map(|one| &one.handle[..]).collect::<Vec<_>>(), ["A", "B"]);
        assert!(found.iter().all(|one| one.number.is_none()));
        assert!(received(br#"{"Body":"x"}"#, &Texts::new(20)).is_err());
    }
}
