//! B1: ten thousand long polls wait, and messages wake them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use millpond_runtime::Stopwatch;
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::client::{Client, request};
use crate::histogram::Histogram;
use crate::server::Server;
use crate::{Outcome, crowd, ensure, proved};

const POLLS: usize = 10_000;
const QUEUES: usize = 500;
const RESIDENT_MIB_MAX: f64 = 300.0;
/// Of one core.
const IDLE_CPU_SHARE_MAX: f64 = 0.02;
const WAKE_MS_MAX: f64 = 50.0;
/// Where the machine is so busy that a lone poll is late, a crowd's may be this many times later.
const WAKE_RATIO_MAX: f64 = 5.0;
const SENDS_EVERY: Duration = Duration::from_millis(5);

/// What those that poll have seen.
struct Seen {
    clock: Stopwatch,
    wakes: RefCell<Histogram>,
    received: Cell<usize>,
    waiting: Cell<usize>,
    broken: RefCell<Option<String>>,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let (idle, sends) =
        if long { (Duration::from_secs(10), 3600 * 200) } else { (Duration::from_secs(4), 800) };
    let polls = crowd(POLLS);
    let server = Server::start()?;
    let mut client = Client::open(server.address()).await?;

    let lone_url = client.create_queue("lone").await?;
    let lone = seen();
    tokio::task::spawn_local(poll(client.another().await?, lone_url.clone(), lone.clone()));
    send(&mut client, &[lone_url], 200, &lone).await?;

    let mut urls = Vec::new();
    for queue in 0..QUEUES {
        urls.push(client.create_queue(&format!("queue-{queue}")).await?);
    }
    let many = seen();
    for at in 0..polls {
        tokio::task::spawn_local(poll(client.another().await?, urls[at % QUEUES].clone(), many.clone()));
    }
    while many.waiting.get() < polls {
        sleep(Duration::from_millis(10)).await;
    }
    // All have been sent; the server has taken them when it has nothing to do.
    sleep(Duration::from_secs(1)).await;
    let (before, watch) = (server.cpu_ms()?, Stopwatch::start());
    sleep(idle).await;
    let idle_share = (server.cpu_ms()? - before) / (watch.elapsed_ns() as f64 / 1e6);
    let resident = server.resident_mib()?;
    send(&mut client, &urls, sends, &many).await?;

    let p99_ms = |seen: &Seen| seen.wakes.borrow().percentile_us(0.99) / 1000.0;
    let (alone, crowded) = (p99_ms(&lone), p99_ms(&many));
    let lost = sends - many.received.get();
    proved(
        "B1",
        &format!(
            "{polls} idle long polls on {QUEUES} queues, then 200 messages a second: {resident:.0} MiB, idle {:.2} % of a core, \
             wake-up p99 {crowded:.1} ms (a lone poll's {alone:.1} ms)",
            idle_share * 100.0
        ),
        format!("{sends} messages"),
        format!("{lost} wake-ups lost"),
    );
    if let Some(broken) = many.broken.take() {
        return Err(broken.into());
    }
    ensure(lost == 0, || format!("{lost} of {sends} messages woke nobody"))?;
    ensure(resident <= RESIDENT_MIB_MAX, || format!("{resident:.0} MiB for {polls} long polls"))?;
    ensure(idle_share <= IDLE_CPU_SHARE_MAX, || {
        format!("idle, it uses {:.1} % of a core", idle_share * 100.0)
    })?;
    ensure(crowded <= WAKE_MS_MAX.max(WAKE_RATIO_MAX * alone), || {
        format!("a message wakes one of {polls} polls in {crowded:.1} ms, a lone one in {alone:.1} ms (p99)")
    })
}

fn seen() -> Rc<Seen> {
    Rc::new(Seen {
        clock: Stopwatch::start(),
        wakes: RefCell::default(),
        received: Cell::new(0),
        waiting: Cell::new(0),
        broken: RefCell::default(),
    })
}

/// Polls for ever. What a message says is when it was sent.
async fn poll(mut client: Client, url: String, seen: Rc<Seen>) {
    let call = request("ReceiveMessage", &json!({"QueueUrl": url, "WaitTimeSeconds": 20}));
    seen.waiting.set(seen.waiting.get() + 1);
    loop {
        let answer = match client.send(&call).await {
            Ok((200, answer)) => answer,
            Ok((status, answer)) => {
                *seen.broken.borrow_mut() = Some(format!("a long poll was answered {status}: {answer}"));
                return;
            }
            Err(error) => {
                *seen.broken.borrow_mut() = Some(format!("a long poll: {error}"));
                return;
            }
        };
        for message in answer["Messages"].as_array().into_iter().flatten() {
            let sent: u64 = message["Body"].as_str().and_then(|body| body.parse().ok()).unwrap_or(0);
            seen.wakes.borrow_mut().record(seen.clock.elapsed_ns() - sent);
            seen.received.set(seen.received.get() + 1);
        }
    }
}

/// Sends so many messages, 200 a second, and waits until they have come.
async fn send(client: &mut Client, urls: &[String], messages: usize, seen: &Seen) -> Outcome {
    let mut ticks = interval(SENDS_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for at in 0..messages {
        ticks.tick().await;
        // Neighbours in time are far from each other in the list.
        let url = &urls[at * 7919 % urls.len()];
        let body = seen.clock.elapsed_ns().to_string();
        client.call("SendMessage", &json!({"QueueUrl": url, "MessageBody": body})).await?;
    }
    for _ in 0..500 {
        if seen.received.get() == messages {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}
