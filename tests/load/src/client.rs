//! A client that speaks awsJson 1.0, one kept connection each.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::http::Connection;

/// Longer than any answer may take; whoever waits longer was forgotten.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The bytes of a call.
pub fn request(operation: &str, input: &Value) -> Vec<u8> {
    let body = input.to_string();
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n\
         X-Amz-Target: AmazonSQS.{operation}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// See the module.
pub struct Client {
    address: SocketAddr,
    connection: Connection,
}

impl Client {
    /// A client with a new connection.
    pub async fn open(address: SocketAddr) -> io::Result<Client> {
        let opened = tokio::time::timeout(PATIENCE, Connection::open(address)).await;
        Ok(Client { address, connection: opened.map_err(|_| late())?? })
    }

    /// Calls, and gives status and answer.
    pub async fn try_call(&mut self, operation: &str, input: &Value) -> io::Result<(u16, Value)> {
        self.send(&request(operation, input)).await
    }

    /// The same with a call's bytes.
    pub async fn send(&mut self, request: &[u8]) -> io::Result<(u16, Value)> {
        let reply = tokio::time::timeout(PATIENCE, self.connection.call(request)).await;
        let reply = reply.map_err(|_| late())??;
        let answer = if reply.body.is_empty() { json!({}) } else { serde_json::from_slice(reply.body)? };
        Ok((reply.status, answer))
    }

    /// Calls; anything but 200 is an error.
    pub async fn call(&mut self, operation: &str, input: &Value) -> io::Result<Value> {
        match self.try_call(operation, input).await? {
            (200, answer) if answer["Failed"].as_array().is_none_or(Vec::is_empty) => Ok(answer),
            (status, answer) => Err(io::Error::other(format!("{operation} was answered {status}: {answer}"))),
        }
    }

    /// Makes a queue and gives its URL.
    pub async fn create_queue(&mut self, name: &str) -> io::Result<String> {
        let mut attributes = json!({"VisibilityTimeout": "43200"});
        if name.ends_with(".fifo") {
            attributes["FifoQueue"] = json!("true");
        }
        let answer = self.call("CreateQueue", &json!({"QueueName": name, "Attributes": attributes})).await?;
        Ok(answer["QueueUrl"].as_str().expect("a queue has a URL").to_owned())
    }

    /// Receives up to ten messages.
    pub async fn receive(&mut self, url: &str, wait_seconds: u32) -> io::Result<Vec<Value>> {
        let input = json!({"QueueUrl": url, "MaxNumberOfMessages": 10, "WaitTimeSeconds": wait_seconds});
        let mut answer = self.call("ReceiveMessage", &input).await?;
        Ok(answer["Messages"].as_array_mut().map(std::mem::take).unwrap_or_default())
    }

    /// Another client of the same server.
    pub async fn another(&self) -> io::Result<Client> {
        Client::open(self.address).await
    }
}

/// A batch delete of received messages.
pub fn deletes(url: &str, messages: &[Value]) -> Value {
    let entry = |(id, message): (usize, &Value)| json!({"Id": id.to_string(), "ReceiptHandle": message["ReceiptHandle"]});
    json!({"QueueUrl": url, "Entries": messages.iter().enumerate().map(entry).collect::<Vec<_>>()})
}

fn late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "no answer within a minute")
}
