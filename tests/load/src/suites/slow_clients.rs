//! B3: clients that are slow on purpose: with a head, a body, an answer, or with saying anything at all.

use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use millpond_runtime::Stopwatch;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

use crate::client::{Client, deletes, request};
use crate::server::Server;
use crate::{Outcome, crowd, ensure, proved};

/// A healthy client gives up after this long.
const HEALTHY_SECONDS: u64 = 5;
const HEALTHY_SHARE_MIN: f64 = 0.95;
const RECOVERY_SECONDS_MAX: f64 = 5.0;
const HEAD_SECONDS_MAX: f64 = 10.0;
const BODY_SECONDS_MAX: f64 = 30.0;
/// What a busy machine may add to either.
const LATE_SECONDS: f64 = 10.0;
/// For all slow clients together.
const GROWTH_MIB_MAX: f64 = 512.0;
/// Of a large body, before it stops.
const LARGE_BYTES: usize = 4 << 20;

/// What a slow client saw.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Answered(u16),
    HungUp,
    StillOpen,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let each = crowd(if long { 4_000 * 3 } else { 1_000 * 3 }) / 3;
    let (readers, large, flood) = if long { (4_000, 2_000, 20_000) } else { (400, 200, 3_000) };
    let server = Server::start()?;
    let before = server.resident_mib()?;
    let healthy = Healthy::start(&server).await?;

    // All at once: heads and bodies that drip, and connections that say nothing.
    let head = all(each, |_| drip(server.address(), b"POST / HTTP/1.1\r\nHost: a\r\nX-", HEAD_SECONDS_MAX));
    let small_body = announced(1000, 1);
    let body = all(each, |_| drip(server.address(), small_body, BODY_SECONDS_MAX));
    let silent = all(each, |_| drip(server.address(), b"", HEAD_SECONDS_MAX));
    let large_body = announced(LARGE_BYTES * 2, LARGE_BYTES);
    let large_bodies = all(large, |_| drip(server.address(), large_body, BODY_SECONDS_MAX));
    let (head, body, silent, large_bodies) = tokio::try_join!(head, body, silent, large_bodies)?;
    let cut = |ends: &[(End, f64)], at_most: f64, as_it_should: fn(End) -> bool| {
        ends.iter().filter(|(end, after)| !as_it_should(*end) || *after > at_most + LATE_SECONDS).count()
    };
    let hung_up = |end| matches!(end, End::HungUp | End::Answered(408));
    let refused = |end| matches!(end, End::Answered(400..500));
    let refused_or_no_room = |end| matches!(end, End::Answered(400..500 | 503));
    let late = [
        cut(&head, HEAD_SECONDS_MAX, hung_up),
        cut(&body, BODY_SECONDS_MAX, refused),
        cut(&silent, HEAD_SECONDS_MAX, hung_up),
        cut(&large_bodies, BODY_SECONDS_MAX, refused_or_no_room),
    ];
    // A flood of connections, as many as there can be, gone again at once.
    let flooded = flood_connections(server.address(), crowd(flood)).await?;
    let recovery = recovery(server.address()).await?;
    slow_readers(&server, readers).await?;
    let recovery = recovery.max(self::recovery(server.address()).await?);
    let (asked, answered) = healthy.stop().await?;
    let grown = server.peak_mib()? - before;
    let share = answered as f64 / asked as f64;
    proved(
        "B3",
        &format!(
            "{each} slow heads, {each} slow bodies, {large} of 8 MiB, {each} silent, {readers} who take no answer, \
             {flooded} connections at once; at most {grown:.0} MiB more, healthy calls answered {:.1} %, recovery \
             {recovery:.1} s",
            share * 100.0
        ),
        format!("{} slow clients, {asked} healthy calls", 3 * each + large + readers + flooded),
        format!("{} not cut, {} healthy calls lost", late.iter().sum::<usize>(), asked - answered),
    );
    ensure(late == [0; 4], || {
        format!(
            "not cut in time: {} heads, {} bodies, {} silent, {} large bodies",
            late[0], late[1], late[2], late[3]
        )
    })?;
    ensure(share >= HEALTHY_SHARE_MIN, || format!("of {asked} healthy calls only {answered} were answered"))?;
    ensure(recovery <= RECOVERY_SECONDS_MAX, || format!("after a flood a call took {recovery:.1} s"))?;
    ensure(grown <= GROWTH_MIB_MAX, || format!("{grown:.0} MiB more for slow clients"))
}

/// Starts so many, and waits for all.
async fn all<T: 'static, F: Future<Output = io::Result<T>> + 'static>(
    count: usize,
    one: impl Fn(usize) -> F,
) -> io::Result<Vec<T>> {
    let tasks: Vec<_> = (0..count).map(|at| tokio::task::spawn_local(one(at))).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await??);
    }
    Ok(done)
}

/// Sends the beginning and then a byte a second, and tells how that ended, after how many seconds.
async fn drip(address: SocketAddr, beginning: &'static [u8], at_most: f64) -> io::Result<(End, f64)> {
    let watch = Stopwatch::start();
    let (mut read, mut write) = TcpStream::connect(address).await?.into_split();
    let says_nothing = beginning.is_empty();
    let dripping = async {
        if write.write_all(beginning).await.is_err() || says_nothing {
            return std::future::pending().await;
        }
        loop {
            sleep(Duration::from_secs(1)).await;
            if write.write_all(b" ").await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let mut head = [0; 12];
    let reading = async {
        match read.read_exact(&mut head).await {
            Ok(_) => End::Answered(
                std::str::from_utf8(&head[9..]).ok().and_then(|status| status.parse().ok()).unwrap_or(0),
            ),
            Err(_) => End::HungUp,
        }
    };
    let ended = async {
        tokio::select! {
            end = reading => end,
            () = dripping => End::StillOpen,
        }
    };
    let patience = Duration::from_secs_f64(at_most + 2.0 * LATE_SECONDS);
    let end = timeout(patience, ended).await.unwrap_or(End::StillOpen);
    Ok((end, watch.elapsed_ns() as f64 / 1e9))
}

/// Opens so many connections and closes them.
async fn flood_connections(address: SocketAddr, connections: usize) -> io::Result<usize> {
    let mut open = Vec::new();
    for _ in 0..connections {
        match timeout(Duration::from_secs(5), TcpStream::connect(address)).await {
            Ok(Ok(stream)) => open.push(stream),
            _ => break,
        }
    }
    Ok(open.len())
}

/// How long a new client waits for its first answer.
async fn recovery(address: SocketAddr) -> io::Result<f64> {
    let watch = Stopwatch::start();
    Client::open(address).await?.call("ListQueues", &json!({})).await?;
    Ok(watch.elapsed_ns() as f64 / 1e9)
}

/// A call with a body of so many bytes, of which so many come.
fn announced(bytes: usize, come: usize) -> &'static [u8] {
    let head = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-amz-json-1.0\r\n\
         X-Amz-Target: AmazonSQS.ListQueues\r\nContent-Length: {bytes}\r\n\r\n"
    );
    [head.into_bytes(), vec![b' '; come]].concat().leak()
}

/// Clients that ask for more answers of 1 MiB than the kernel keeps for them, and take none.
async fn slow_readers(server: &Server, readers: usize) -> Outcome {
    let mut client = Client::open(server.address()).await?;
    let url = client.create_queue("large").await?;
    let large = json!({"QueueUrl": url, "MessageBody": "x".repeat(1 << 20)});
    let receive = request("ReceiveMessage", &json!({"QueueUrl": url, "VisibilityTimeout": 0}));
    client.call("SendMessage", &large).await?;
    let mut open = Vec::new();
    for _ in 0..readers {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(4096)?;
        let mut stream = socket.connect(server.address()).await?;
        stream.write_all(&receive.repeat(16)).await?;
        open.push(stream);
    }
    sleep(Duration::from_secs(3)).await;
    Ok(())
}

/// Clients who do what they should all the while: some with a connection that they keep, some with a new one each time.
struct Healthy {
    over: Rc<Cell<bool>>,
    counts: Rc<(Cell<usize>, Cell<usize>)>,
    tasks: Vec<tokio::task::JoinHandle<io::Result<()>>>,
}

impl Healthy {
    async fn start(server: &Server) -> io::Result<Healthy> {
        let (over, counts) = (Rc::new(Cell::new(false)), Rc::new((Cell::new(0), Cell::new(0))));
        let url = Client::open(server.address()).await?.create_queue("healthy").await?;
        let mut tasks = Vec::new();
        for number in 0..8 {
            let (over, counts, url, address) = (over.clone(), counts.clone(), url.clone(), server.address());
            tasks.push(tokio::task::spawn_local(async move {
                let mut kept = None;
                while !over.get() {
                    let cycle = cycle(address, &url, &mut kept);
                    let done = timeout(Duration::from_secs(HEALTHY_SECONDS), cycle).await;
                    let is_fine = done.is_ok_and(|done| done.is_ok());
                    counts.0.set(counts.0.get() + 1);
                    counts.1.set(counts.1.get() + usize::from(is_fine));
                    if !is_fine || number % 2 == 0 {
                        kept = None;
                    }
                    sleep(Duration::from_millis(20)).await;
                }
                Ok(())
            }));
        }
        Ok(Healthy { over, counts, tasks })
    }

    async fn stop(self) -> io::Result<(usize, usize)> {
        self.over.set(true);
        for task in self.tasks {
            task.await??;
        }
        Ok((self.counts.0.get(), self.counts.1.get()))
    }
}

async fn cycle(address: SocketAddr, url: &str, kept: &mut Option<Client>) -> io::Result<()> {
    let client = match kept {
        Some(client) => client,
        none => none.insert(Client::open(address).await?),
    };
    client.call("SendMessage", &json!({"QueueUrl": url, "MessageBody": "x"})).await?;
    let messages: Vec<Value> = client.receive(url, 0).await?;
    if !messages.is_empty() {
        client.call("DeleteMessageBatch", &deletes(url, &messages)).await?;
    }
    Ok(())
}
