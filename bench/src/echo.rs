//! The first floor: a bare hyper server that reads a request and sends back one fixed reply.
//!
//! It is a process of its own (`millpond-bench echo`), given the bytes of a real reply, so that both servers read and
//! write the same bytes and their CPU is counted in the same way. It parses nothing, stores nothing and syncs nothing.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::pin::Pin;
use std::process::Command;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, DATE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use memchr::memmem;
use millpond_runtime::threads;
use tokio::net::TcpListener;

use crate::arguments::number;
use crate::http::Reply;
use crate::program::{LISTENING, Program};

/// Starts an echo server that answers everything with `reply`.
pub fn start(threads: usize, reply: &[u8]) -> io::Result<Program> {
    Program::start(Command::new(std::env::current_exe()?).arg("echo").arg(threads.to_string()), reply)
}

/// A reply's bytes as `start` takes them.
pub fn bytes_of(reply: &Reply<'_>) -> Vec<u8> {
    [reply.head, reply.body].concat()
}

/// The sub-command: serves until it is ended. `arguments` is the number of threads.
pub fn serve(arguments: &[String]) -> io::Result<()> {
    let threads = arguments.first().map_or(Ok(1), |text| number(text))?;
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let answer = Answer::parse(&bytes)?;
    let listener = std::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    listener.set_nonblocking(true)?;
    println!("{LISTENING}{}", listener.local_addr()?);
    for thread in 1..threads {
        let (listener, answer) = (listener.try_clone()?, answer.clone());
        threads::spawn(&format!("echo-{thread}"), move || {
            accept(listener, answer).expect("the listener works on every thread")
        })?;
    }
    accept(listener, answer)
}

/// One thread: accepts, and serves what it has accepted.
fn accept(listener: std::net::TcpListener, answer: Answer) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let answer = answer.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| echo(request, answer.clone()));
                // An error here is a client that has gone.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    })
}

async fn echo(request: Request<Incoming>, answer: Answer) -> Result<Response<Whole>, Infallible> {
    let mut body = request.into_body();
    // Reads it all, as any server must before it answers.
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        drop(frame);
    }
    let mut response = Response::new(Whole(Some(answer.body)));
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// The reply that every request gets; its status is 200.
#[derive(Clone)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn parse(bytes: &[u8]) -> io::Result<Answer> {
        let malformed = || io::Error::new(io::ErrorKind::InvalidData, "standard input holds no HTTP reply");
        let head_bytes = memmem::find(bytes, b"\r\n\r\n").ok_or_else(malformed)?;
        let head = std::str::from_utf8(&bytes[..head_bytes]).map_err(|_| malformed())?;
        let mut headers = HeaderMap::new();
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(':').ok_or_else(malformed)?;
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed())?;
            let value = HeaderValue::from_str(value.trim()).map_err(|_| malformed())?;
            // These hyper sets itself, as it does in the server.
            if ![CONTENT_LENGTH, DATE, CONNECTION, TRANSFER_ENCODING].contains(&name) {
                headers.append(name, value);
            }
        }
        Ok(Answer { headers, body: Bytes::copy_from_slice(&bytes[head_bytes + 4..]) })
    }
}

/// A body that is there at once.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hyper_sets_itself_is_left_to_it() {
        let reply = b"HTTP/1.1 200 OK\r\nDate: now\r\nx-amzn-RequestId: 1\r\nContent-Length: 2\r\n\r\n{}";
        let answer = Answer::parse(reply).unwrap();
        assert_eq!(answer.headers.len(), 1);
        assert_eq!(answer.headers["x-amzn-requestid"], "1");
        assert_eq!(&answer.body[..], b"{}");
        assert!(Answer::parse(b"").is_err());
    }
}
