//! Connections: accepted, spoken HTTP/1.1 with, ended. And what becomes of an answer that never left.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use millpond_api::Task;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{MissedTickBehavior, interval};

use super::caller::Remembered;
use super::patience::{OpenConnections, Order, Patience};
use super::pipeline;
use crate::state::State;
use crate::worker::Worker;

/// How long a call that waits may go on once the server has been asked to stop; one that comes after that, at most
/// twice as long.
const STOP_GRACE: Duration = Duration::from_secs(1);
/// What hyper reads of a connection at once, heads included. Its default is three times that, for each client that sends a
/// large body.
const READ_BYTES_MAX: usize = 128 << 10;
/// How long to wait before accepting again when the process has no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections until the server stops, then waits until those that are open have ended.
pub async fn accept(listener: TcpListener, worker: Rc<Worker>) {
    let mut stopping = worker.shared.stopping.subscribe();
    let open = OpenConnections::of_one_of(worker.shared.mailboxes.len());
    let mut second = interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept(), if open.count() < worker.shared.connections_max => accepted,
            _ = second.tick(), if !open.is_empty() => {
                open.wane();
                continue;
            }
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::task::spawn_local(serve(stream, worker.clone(), open.open()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    open.finish();
    let mut grace = interval(STOP_GRACE);
    while !open.is_empty() {
        tokio::select! {
            _ = grace.tick() => worker.give_up(),
            () = tokio::time::sleep(Duration::from_millis(5)) => open.look(),
        }
    }
}

async fn serve(stream: TcpStream, worker: Rc<Worker>, patience: Rc<Patience>) {
    // Answers are small and whole; waiting for more to send would only add latency.
    let _ = stream.set_nodelay(true);
    let connection =
        Rc::new(Connection { patience, outgoing: Outgoing::default(), remembered: Remembered::default() });
    let io = TokioIo::new(Watched { stream, connection: connection.clone() });
    let service = {
        let (worker, connection) = (worker.clone(), connection.clone());
        service_fn(move |request| {
            let (worker, connection) = (worker.clone(), connection.clone());
            async move {
                connection.patience.head_is_there();
                let answer = pipeline::answer(request, &worker, &connection).await;
                connection.patience.answered();
                Ok::<_, Infallible>(answer)
            }
        })
    };
    let mut http = pin!(http1::Builder::new().max_buf_size(READ_BYTES_MAX).serve_connection(io, service));
    let mut finishing = false;
    poll_fn(|context| {
        match connection.patience.order(context) {
            Order::Cut => return Poll::Ready(()),
            Order::Finish if !finishing => {
                finishing = true;
                http.as_mut().graceful_shutdown();
            }
            Order::Finish | Order::GoOn => {}
        }
        http.as_mut().poll(context).map(drop)
    })
    .await;
    connection.outgoing.check(&worker);
}

/// What a request may know of its connection, and what it must tell it.
pub struct Connection {
    /// How long it may take.
    pub patience: Rc<Patience>,
    /// The answer that is being written.
    pub outgoing: Outgoing,
    /// What earlier requests said.
    pub remembered: Remembered,
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

/// A stream that tells its connection what comes and what leaves.
struct Watched {
    stream: TcpStream,
    connection: Rc<Connection>,
}

impl Watched {
    fn count(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = written {
            let outgoing = &self.connection.outgoing;
            outgoing.written.set(outgoing.written.get() + bytes as u64);
            self.connection.patience.bytes_left(bytes);
        }
        written
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let most = self.connection.patience.read_bytes_max().filter(|most| *most < into.remaining());
        let read = match most {
            None => Pin::new(&mut self.stream).poll_read(context, into),
            Some(most) => {
                let mut little = ReadBuf::new(into.initialize_unfilled_to(most));
                let read = Pin::new(&mut self.stream).poll_read(context, &mut little);
                let bytes = little.filled().len();
                into.advance(bytes);
                read
            }
        };
        if into.filled().len() > before {
            self.connection.patience.bytes_came();
        }
        read
    }
}

impl AsyncWrite for Watched {
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
