//! One call at a time, each timed: what the scenarios ask between their loads.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use millpond_runtime::Stopwatch;
use serde_json::Value;

use super::messages::{Received, Texts, received, values};
use crate::caller::Caller;
use crate::http::Connection;

/// A client with one kept connection.
pub struct Client {
    caller: Arc<Caller>,
    connection: Connection,
}

/// What was answered, and after how long.
pub struct Answer {
    pub body: Vec<u8>,
    pub us: f64,
}

/// How many messages of a queue wait, are in flight and are delayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub waiting: u64,
    pub in_flight: u64,
    pub delayed: u64,
}

impl Client {
    pub async fn open(address: SocketAddr, caller: &Arc<Caller>) -> io::Result<Client> {
        Ok(Client { caller: caller.clone(), connection: Connection::open(address).await? })
    }

    /// A call that must succeed.
    pub async fn call(&mut self, operation: &str, body: &str) -> io::Result<Answer> {
        let request = self.caller.request(operation, body);
        self.send(&request).await
    }

    /// The same of a request that is ready.
    pub async fn send(&mut self, request: &[u8]) -> io::Result<Answer> {
        let watch = Stopwatch::start();
        let reply = self.connection.call(request).await?;
        let us = watch.elapsed_ns() as f64 / 1000.0;
        let body = reply.success()?.to_vec();
        if memchr::memmem::find(&body, br#""Failed":[{"#).is_some() {
            return Err(io::Error::other(format!("entries failed: {}", String::from_utf8_lossy(&body))));
        }
        Ok(Answer { body, us })
    }

    /// Makes a queue whose messages stay invisible for hours once received.
    pub async fn queue(&mut self, name: &str) -> io::Result<Arc<str>> {
        let fifo = if name.ends_with(".fifo") { r#","FifoQueue":"true""# } else { "" };
        let body = format!(r#"{{"QueueName":"{name}","Attributes":{{"VisibilityTimeout":"43200"{fifo}}}}}"#);
        let reply: Value = serde_json::from_slice(&self.call("CreateQueue", &body).await?.body)?;
        let url = reply["QueueUrl"].as_str();
        url.map(Arc::from).ok_or_else(|| io::Error::other("CreateQueue answered without a QueueUrl"))
    }

    /// How long messages of a queue that are received from now on stay invisible.
    pub async fn set_timeout(&mut self, url: &str, seconds: u64) -> io::Result<()> {
        let body = format!(r#"{{"QueueUrl":"{url}","Attributes":{{"VisibilityTimeout":"{seconds}"}}}}"#);
        self.call("SetQueueAttributes", &body).await.map(drop)
    }

    pub async fn counts(&mut self, url: &str) -> io::Result<Counts> {
        let body = format!(r#"{{"QueueUrl":"{url}","AttributeNames":["All"]}}"#);
        let reply: Value = serde_json::from_slice(&self.call("GetQueueAttributes", &body).await?.body)?;
        let count = |which: &str| {
            let text = reply["Attributes"][format!("ApproximateNumberOfMessages{which}")].as_str();
            let number = text.and_then(|text| text.parse::<u64>().ok());
            number.ok_or_else(|| io::Error::other(format!("GetQueueAttributes gave no count{which}")))
        };
        Ok(Counts { waiting: count("")?, in_flight: count("NotVisible")?, delayed: count("Delayed")? })
    }

    /// The sum over several queues.
    pub async fn counts_of(&mut self, urls: &[Arc<str>]) -> io::Result<Counts> {
        let mut sum = Counts { waiting: 0, in_flight: 0, delayed: 0 };
        for url in urls {
            let counts = self.counts(url).await?;
            sum.waiting += counts.waiting;
            sum.in_flight += counts.in_flight;
            sum.delayed += counts.delayed;
        }
        Ok(sum)
    }

    /// Receives without waiting.
    pub async fn receive(
        &mut self,
        url: &str,
        most: usize,
        texts: &Texts,
    ) -> io::Result<(Vec<Received>, f64)> {
        let answer = self.call("ReceiveMessage", &receive_body(url, most, 0, None)).await?;
        Ok((received(&answer.body, texts)?, answer.us))
    }

    /// Deletes all of them, ten a call, and gives the time of the slowest call.
    pub async fn delete(&mut self, url: &str, handles: &[String]) -> io::Result<f64> {
        let mut slowest_us = 0.0f64;
        for ten in handles.chunks(10) {
            slowest_us = slowest_us.max(self.call("DeleteMessageBatch", &delete_body(url, ten)).await?.us);
        }
        Ok(slowest_us)
    }

    /// Lets messages in flight be seen again.
    pub async fn show(&mut self, url: &str, handles: &[String]) -> io::Result<()> {
        for ten in handles.chunks(10) {
            let answer = self.call("ChangeMessageVisibilityBatch", &show_body(url, ten)).await?;
            if values(&answer.body, br#""Id":""#).len() != ten.len() {
                return Err(io::Error::other("a change of visibility did not answer for every message"));
            }
        }
        Ok(())
    }

    /// Moves the test clock.
    pub async fn advance(&mut self, seconds: u64) -> io::Result<()> {
        let body = format!(r#"{{"advance_seconds": {seconds}}}"#);
        let length = body.len();
        let request = format!(
            "POST /_millpond/clock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        self.send(request.as_bytes()).await.map(drop)
    }

    /// The gauges of the server's own page whose names tell of memory or of what it remembers.
    pub async fn gauges(&mut self) -> io::Result<Vec<(String, f64)>> {
        const WORDS: [&str; 5] = ["memory", "resident", "heap", "allocated", "deduplication"];
        let request = b"GET /_millpond/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let page = self.send(request).await?.body;
        let page = String::from_utf8_lossy(&page).into_owned();
        let lines = page.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter(|line| WORDS.iter().any(|word| line.contains(word)));
        Ok(lines
            .filter_map(|line| {
                let (name, value) = line.rsplit_once(' ')?;
                Some((name.to_owned(), value.parse().ok()?))
            })
            .collect())
    }
}

/// The body of a ReceiveMessage.
pub fn receive_body(url: &str, most: usize, wait_seconds: u32, visibility_seconds: Option<u32>) -> String {
    let visibility =
        visibility_seconds.map_or_else(String::new, |seconds| format!(r#","VisibilityTimeout":{seconds}"#));
    format!(
        r#"{{"QueueUrl":"{url}","MaxNumberOfMessages":{most},"WaitTimeSeconds":{wait_seconds}{visibility}}}"#
    )
}

/// The body of a DeleteMessageBatch.
pub fn delete_body(url: &str, handles: &[String]) -> String {
    format!(r#"{{"QueueUrl":"{url}","Entries":[{}]}}"#, entries(handles, ""))
}

/// The body of a ChangeMessageVisibilityBatch that lets messages be seen again.
pub fn show_body(url: &str, handles: &[String]) -> String {
    let entries = entries(handles, r#","VisibilityTimeout":0"#);
    format!(r#"{{"QueueUrl":"{url}","Entries":[{entries}]}}"#)
}

fn entries(handles: &[String], more: &str) -> String {
    let mut text = String::new();
    for (entry, handle) in handles.iter().enumerate() {
        let comma = if entry == 0 { "" } else { "," };
        let _ = write!(text, r#"{comma}{{"Id":"{entry}","ReceiptHandle":"{handle}"{more}}}"#);
    }
    text
}
