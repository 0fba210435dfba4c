//! What one connection says, request by request.

use std::sync::Arc;

use memchr::memmem;

use crate::caller::{BATCH_ENTRIES, Caller, delete_message_batch};
use crate::http::Reply;

/// The requests of one connection.
pub trait Script: Send + 'static {
    /// The next request, or None when there is no work left.
    fn next(&mut self) -> Option<&[u8]>;

    /// Takes the reply to it; false if it is not what it should be.
    fn answered(&mut self, reply: &Reply<'_>) -> bool;
}

/// One request again and again.
pub struct Repeat {
    request: Vec<u8>,
    left: usize,
}

impl Repeat {
    pub fn endlessly(request: Vec<u8>) -> Repeat {
        Repeat { request, left: usize::MAX }
    }

    pub fn times(request: Vec<u8>, times: usize) -> Repeat {
        Repeat { request, left: times }
    }
}

impl Script for Repeat {
    fn next(&mut self) -> Option<&[u8]> {
        self.left = self.left.checked_sub(1)?;
        Some(&self.request)
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        succeeded(reply)
    }
}

/// Receives until a reply brings fewer than ten; keeps the deletes that are then due.
pub struct Receive {
    url: Arc<str>,
    request: Vec<u8>,
    dry: bool,
    /// Bodies of DeleteMessageBatch.
    deletes: Vec<String>,
}

impl Receive {
    pub fn new(url: Arc<str>, request: Vec<u8>) -> Receive {
        Receive { url, request, dry: false, deletes: Vec::new() }
    }
}

impl Script for Receive {
    fn next(&mut self) -> Option<&[u8]> {
        (!self.dry).then_some(&self.request)
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        let (delete, entries) = delete_message_batch(&self.url, reply.body);
        self.dry = entries < BATCH_ENTRIES;
        if entries > 0 {
            self.deletes.push(delete);
        }
        succeeded(reply)
    }
}

/// Deletes what was received.
pub struct Delete {
    caller: Arc<Caller>,
    deletes: Vec<String>,
    request: Vec<u8>,
}

impl Delete {
    pub fn all_of(received: Receive, caller: Arc<Caller>) -> Delete {
        Delete { caller, deletes: received.deletes, request: Vec::new() }
    }
}

impl Script for Delete {
    fn next(&mut self) -> Option<&[u8]> {
        self.request = self.caller.request("DeleteMessageBatch", &self.deletes.pop()?);
        Some(&self.request)
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        succeeded(reply)
    }
}

/// Receives ten and deletes them, in turn, until a reply brings fewer than ten.
pub struct Drain {
    caller: Arc<Caller>,
    receive: Receive,
    delete: Vec<u8>,
}

impl Drain {
    pub fn new(caller: Arc<Caller>, receive: Receive) -> Drain {
        Drain { caller, receive, delete: Vec::new() }
    }
}

impl Script for Drain {
    fn next(&mut self) -> Option<&[u8]> {
        match self.receive.deletes.pop() {
            Some(delete) => {
                self.delete = self.caller.request("DeleteMessageBatch", &delete);
                Some(&self.delete)
            }
            None => {
                self.delete.clear();
                self.receive.next()
            }
        }
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        match self.delete.is_empty() {
            true => self.receive.answered(reply),
            false => succeeded(reply),
        }
    }
}

/// A batch may answer 200 and name entries that failed.
fn succeeded(reply: &Reply<'_>) -> bool {
    // Only a batch's reply is searched; a reply with messages is long and has no such list.
    reply.status == 200 && (reply.body.len() > 4096 || memmem::find(reply.body, br#""Failed":[{"#).is_none())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    fn reply(body: &[u8]) -> Reply<'_> {
        Reply { status: 200, head: b"", body }
    }

    fn receiver() -> Receive {
        Receive::new("u".into(), b"receive".to_vec())
    }

    #[test]
    fn a_repeat_ends_after_its_times() {
        let mut script = Repeat::times(b"x".to_vec(), 2);
        assert!(script.next().is_some() && script.next().is_some());
        assert!(script.next().is_none());
        assert!(!script.answered(&reply(br#"{"Successful":[],"Failed":[{"Id":"0"}]}"#)));
        assert!(script.answered(&reply(br#"{"Successful":[{"Id":"0"}],"Failed":[]}"#)));
    }

    #[test]
    fn a_drain_deletes_what_it_received_and_ends_when_the_queue_is_empty() {
        let caller = Arc::new(Caller::new(SocketAddr::from(([127, 0, 0, 1], 1))));
        let mut script = Drain::new(caller, receiver());
        let ten = br#"{"ReceiptHandle":"h"}"#.repeat(10);
        assert_eq!(script.next(), Some(&b"receive"[..]));
        assert!(script.answered(&reply(&ten)));
        let delete = String::from_utf8(script.next().unwrap().to_vec()).unwrap();
        assert!(delete.contains("AmazonSQS.DeleteMessageBatch") && delete.contains(r#""ReceiptHandle":"h""#));
        assert!(script.answered(&reply(b"{}")));
        assert_eq!(script.next(), Some(&b"receive"[..]));
        assert!(script.answered(&reply(b"{}")));
        assert_eq!(script.next(), None);
    }
}
