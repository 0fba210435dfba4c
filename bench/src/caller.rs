//! SQS requests as an SDK puts them on the wire: awsJson 1.0, signed, with the headers botocore sends.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;

use memchr::memmem;
use millpond_runtime::{Random, SeededRandom};

use crate::arguments::Bodies;
use crate::http::Connection;
use crate::signing::Signer;

/// Bytes of a message.
pub const MESSAGE_BYTES: usize = 1024;
/// Entries of a batch: AWS's most.
pub const BATCH_ENTRIES: usize = 10;

const CONTENT_TYPE: &str = "application/x-amz-json-1.0";
const USER_AGENT: &str = "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.5 \
                          md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.43.11";

/// Who calls, and whom.
pub struct Caller {
    signer: Signer,
    host: String,
}

impl Caller {
    pub fn new(address: SocketAddr) -> Caller {
        let signer = Signer::new("AKIAMILLPONDBENCH", "a secret that nobody checks");
        Caller { signer, host: address.to_string() }
    }

    /// The bytes of one signed request.
    pub fn request(&self, operation: &str, body: &str) -> Vec<u8> {
        let target = format!("AmazonSQS.{operation}");
        let authorization = self.signer.authorization(&self.host, CONTENT_TYPE, &target, body.as_bytes());
        let (host, date, length) = (&self.host, &self.signer.date, body.len());
        format!(
            "POST / HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: identity\r\nContent-Type: {CONTENT_TYPE}\r\n\
             X-Amz-Target: {target}\r\nx-amzn-query-mode: true\r\nUser-Agent: {USER_AGENT}\r\n\
             X-Amz-Date: {date}\r\nAuthorization: {authorization}\r\n\
             amz-sdk-invocation-id: 0b7d6f0e-5a53-4a34-9d1c-6c1f3c3c2a11\r\namz-sdk-request: attempt=1\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }

    /// Makes a queue whose messages stay invisible for hours once received, and gives its URL.
    pub async fn create_queue(&self, connection: &mut Connection, name: &str) -> io::Result<String> {
        let body = format!(r#"{{"QueueName":"{name}","Attributes":{{"VisibilityTimeout":"43200"}}}}"#);
        let reply = connection.call(&self.request("CreateQueue", &body)).await?;
        let reply: serde_json::Value = serde_json::from_slice(reply.success()?)?;
        let url = reply["QueueUrl"].as_str();
        url.map(str::to_owned).ok_or_else(|| io::Error::other("CreateQueue answered without a QueueUrl"))
    }
}

/// The body of a SendMessage.
pub fn send_message(url: &str, bodies: Bodies, seed: u64) -> String {
    format!(r#"{{"QueueUrl":"{url}","MessageBody":"{}"}}"#, message(bodies, seed))
}

/// The body of a SendMessageBatch of ten.
pub fn send_message_batch(url: &str, bodies: Bodies, seed: u64) -> String {
    let mut body = format!(r#"{{"QueueUrl":"{url}","Entries":["#);
    for entry in 0..BATCH_ENTRIES {
        let comma = if entry == 0 { "" } else { "," };
        let message = message(bodies, seed * 100 + entry as u64);
        let _ = write!(body, r#"{comma}{{"Id":"{entry}","MessageBody":"{message}"}}"#);
    }
    body + "]}"
}

/// The body of a ReceiveMessage of ten that does not wait.
pub fn receive_message(url: &str) -> String {
    format!(r#"{{"QueueUrl":"{url}","MaxNumberOfMessages":{BATCH_ENTRIES},"WaitTimeSeconds":0}}"#)
}

/// The body of a DeleteMessageBatch for every message in a ReceiveMessage's reply, and how many they are.
pub fn delete_message_batch(url: &str, received: &[u8]) -> (String, usize) {
    const BEFORE: &[u8] = br#""ReceiptHandle":""#;
    let mut body = format!(r#"{{"QueueUrl":"{url}","Entries":["#);
    let mut entries = 0;
    let mut rest = received;
    // A handle is base64 or the like, and a message of ours never holds these words: no JSON parser is needed.
    while let Some(at) = memmem::find(rest, BEFORE) {
        let handle = &rest[at + BEFORE.len()..];
        let end = memchr::memchr(b'"', handle).unwrap_or(handle.len());
        let comma = if entries == 0 { "" } else { "," };
        let text = String::from_utf8_lossy(&handle[..end]);
        let _ = write!(body, r#"{comma}{{"Id":"{entries}","ReceiptHandle":"{text}"}}"#);
        entries += 1;
        rest = &handle[end..];
    }
    (body + "]}", entries)
}

/// A message of 1 KiB, escaped as it stands in a JSON request. No two seeds give the same.
fn message(bodies: Bodies, seed: u64) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";
    let random = SeededRandom::new(seed);
    let mut letters = (0..).map(|_| ALPHABET[(random.number() >> 58) as usize] as char);
    match bodies {
        Bodies::Plain => letters.by_ref().take(MESSAGE_BYTES).collect(),
        Bodies::Json => {
            // 32 fields of 32 bytes each before escaping, as in {"field_00":"eighteen letters…"
            let mut text = String::with_capacity(MESSAGE_BYTES * 5 / 4);
            for field in 0..32 {
                let open = if field == 0 { '{' } else { ',' };
                let (value_bytes, close) = if field == 31 { (17, "}") } else { (18, "") };
                let value: String = letters.by_ref().take(value_bytes).collect();
                let _ = write!(text, r#"{open}\"field_{field:02}\":\"{value}\"{close}"#);
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_a_kib_once_unescaped_and_all_different() {
        for bodies in [Bodies::Plain, Bodies::Json] {
            let body: serde_json::Value =
                serde_json::from_str(&send_message_batch("http://h/1/q", bodies, 7)).unwrap();
            let mut seen = std::collections::BTreeSet::new();
            for entry in body["Entries"].as_array().unwrap() {
                let message = entry["MessageBody"].as_str().unwrap();
                assert_eq!(message.len(), MESSAGE_BYTES);
                assert!(seen.insert(message.to_owned()));
                if bodies == Bodies::Json {
                    serde_json::from_str::<serde_json::Value>(message).unwrap();
                }
            }
            assert_eq!(seen.len(), BATCH_ENTRIES);
        }
    }

    #[test]
    fn receipt_handles_are_found_in_a_reply() {
        let reply =
            br#"{"Messages":[{"MessageId":"1","ReceiptHandle":"AA+/=","Body":"x"},{"ReceiptHandle":"BB"}]}"#;
        let (body, entries) = delete_message_batch("u", reply);
        assert_eq!(entries, 2);
        let expected = r#"{"QueueUrl":"u","Entries":[{"Id":"0","ReceiptHandle":"AA+/="},{"Id":"1","ReceiptHandle":"BB"}]}"#;
        assert_eq!(body, expected);
        assert_eq!(delete_message_batch("u", b"{}").1, 0);
    }
}
