//! Connections: accepted, spoken HTTP/1.1 with, ended. And what becomes of an answer that never left.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use millpond_api::Task;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::pipeline;
use crate::state::State;
use crate::worker::Worker;

/// How long a request's head may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait before accepting again when the process has no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections until the server stops, then waits until those that are open have ended.
pub async fn accept(listener: TcpListener, worker: Rc<Worker>) {
    let mut stopping = worker.shared.stopping.subscribe();
    let open = Rc::new(Cell::new(0usize));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                open.set(open.get() + 1);
                let (worker, open) = (worker.clone(), open.clone());
                tokio::task::spawn_local(async move {
                    serve(stream, worker).await;
                    open.set(open.get() - 1);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    while open.get() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn serve(stream: TcpStream, worker: Rc<Worker>) {
    // Answers are small and whole; waiting for more to send would only add latency.
    let _ = stream.set_nodelay(true);
    let outgoing = Rc::new(Outgoing::default());
    let io = TokioIo::new(Counted { stream, outgoing: outgoing.clone() });
    let mut stopping = worker.shared.stopping.subscribe();
    let service = {
        let (worker, outgoing) = (worker.clone(), outgoing.clone());
        service_fn(move |request| {
            let (worker, outgoing) = (worker.clone(), outgoing.clone());
            async move { Ok::<_, Infallible>(pipeline::answer(request, &worker, &outgoing).await) }
        })
    };
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .serve_connection(io, service)
    );
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopping.wait_for(|stopping| *stopping) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
    outgoing.check(&worker);
}

/// What a connection has written, and what it must have.
#[derive(Default)]
pub struct Outgoing {
    written: Cell<u64>,
    expected: RefCell<Option<Expected>>,
}

/// An answer of which one byte at least must be written.
struct Expected {
    /// What had been written before.
    before: u64,
    task: Box<dyn Task<State>>,
}

impl Outgoing {
    /// The answer of `task` is about to be written: at least its first byte must be.
    pub fn expect(&self, task: Box<dyn Task<State>>) {
        *self.expected.borrow_mut() = Some(Expected { before: self.written.get(), task });
    }

    /// The connection has gone on or ended: if not one byte of the answer was written, its effect is taken back.
    pub fn check(&self, worker: &Worker) {
        if let Some(Expected { before, task }) = self.expected.borrow_mut().take()
            && self.written.get() == before
        {
            worker.turn_back(task);
        }
    }
}

/// A stream that counts what it has written.
struct Counted {
    stream: TcpStream,
    outgoing: Rc<Outgoing>,
}

impl Counted {
    fn count(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = written {
            self.outgoing.written.set(self.outgoing.written.get() + bytes as u64);
        }
        written
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, from);
        self.count(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, from);
        self.count(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
