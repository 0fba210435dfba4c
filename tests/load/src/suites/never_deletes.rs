//! B2: a consumer that never deletes, with a backlog of its own, beside queues that are worked off.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use millpond_runtime::Stopwatch;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::client::{Client, deletes};
use crate::histogram::Histogram;
use crate::server::Server;
use crate::{Outcome, ensure, proved};

const HEALTHY: usize = 8;
const P99_RATIO_MAX: f64 = 2.0;
/// What two measurements may differ by on a machine that does something else as well.
const P99_NOISE_MS: f64 = 20.0;
/// For a message that waits or is in flight, all it causes included.
const BYTES_A_MESSAGE_MAX: f64 = 200.0;
const FIXED_MIB: f64 = 64.0;
/// No more messages than this are in flight on a standard queue.
const IN_FLIGHT_MAX: usize = 120_000;
/// Between two receives of the consumer.
const RECEIVES_EVERY: Duration = Duration::from_millis(5);

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let (backlog, length, rounds) =
        if long { (1_000_000, Duration::from_secs(20), 5) } else { (20_000, Duration::from_millis(1200), 3) };
    let server = Server::start()?;
    let mut client = Client::open(server.address()).await?;
    let stuck = client.create_queue("never-deleted").await?;
    let mut healthy = Vec::new();
    for queue in 0..HEALTHY {
        healthy.push(client.create_queue(&format!("healthy-{queue}")).await?);
    }
    work(&client, &healthy, length / 4).await?;
    let before = server.resident_mib()?;
    fill(&client, &stuck, backlog).await?;
    let mut quiet = f64::MAX;
    let mut beside = f64::MAX;
    let mut taken = 0;
    for _ in 0..rounds {
        quiet = quiet.min(work(&client, &healthy, length).await?);
        let over = Rc::new(Cell::new(false));
        let consumer = tokio::task::spawn_local(take(client.another().await?, stuck.clone(), over.clone()));
        beside = beside.min(work(&client, &healthy, length).await?);
        over.set(true);
        taken += consumer.await??;
    }
    // The rest as fast as it comes, until no more may be in flight.
    let most = backlog.min(IN_FLIGHT_MAX);
    while taken < most {
        let messages = client.receive(&stuck, 0).await.map_or(0, |messages| messages.len());
        if messages == 0 {
            break;
        }
        taken += messages;
    }
    let grown = server.resident_mib()? - before;
    let allowed = FIXED_MIB + BYTES_A_MESSAGE_MAX * backlog as f64 / f64::from(1 << 20);
    proved(
        "B2",
        &format!(
            "a consumer that never deletes beside {HEALTHY} queues: their p99 {beside:.1} ms, without it {quiet:.1} ms; \
             {grown:.0} MiB more"
        ),
        format!("{backlog} messages, {taken} in flight"),
        "0 failed calls",
    );
    ensure(taken * 10 >= most * 9, || format!("only {taken} of {most} messages came"))?;
    ensure(grown <= allowed, || format!("{grown:.0} MiB for {backlog} messages"))?;
    ensure(beside <= P99_RATIO_MAX * quiet + P99_NOISE_MS, || {
        format!("p99 beside a consumer that never deletes is {beside:.1} ms, else {quiet:.1} ms")
    })
}

/// Sends so many messages in batches.
async fn fill(client: &Client, url: &str, messages: usize) -> Outcome {
    const SENDERS: usize = 16;
    let mut tasks = Vec::new();
    for _ in 0..SENDERS {
        let (mut client, url) = (client.another().await?, url.to_owned());
        tasks.push(tokio::task::spawn_local(async move {
            let entries: Vec<Value> =
                (0..10).map(|id| json!({"Id": id.to_string(), "MessageBody": "x"})).collect();
            let batch = json!({"QueueUrl": url, "Entries": entries});
            for _ in 0..messages / 10 / SENDERS {
                client.call("SendMessageBatch", &batch).await?;
            }
            Ok::<_, io::Error>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// Works the healthy queues for a time, and gives the p99 of a call in ms.
async fn work(client: &Client, urls: &[String], length: Duration) -> Result<f64, Box<dyn std::error::Error>> {
    let over = Rc::new(Cell::new(false));
    let mut tasks = Vec::new();
    for url in urls {
        let (mut client, url, over) = (client.another().await?, url.clone(), over.clone());
        tasks.push(tokio::task::spawn_local(async move {
            let mut latency = Histogram::default();
            while !over.get() {
                let watch = Stopwatch::start();
                client.call("SendMessage", &json!({"QueueUrl": url, "MessageBody": "x"})).await?;
                latency.record(watch.elapsed_ns());
                let watch = Stopwatch::start();
                let messages = client.receive(&url, 0).await?;
                latency.record(watch.elapsed_ns());
                if !messages.is_empty() {
                    let watch = Stopwatch::start();
                    client.call("DeleteMessageBatch", &deletes(&url, &messages)).await?;
                    latency.record(watch.elapsed_ns());
                }
            }
            Ok::<_, io::Error>(latency)
        }));
    }
    sleep(length).await;
    over.set(true);
    let mut latency = Histogram::default();
    for task in tasks {
        latency.add(&task.await??);
    }
    Ok(latency.percentile_us(0.99) / 1000.0)
}

/// Receives and never deletes; gives how many it took.
async fn take(mut client: Client, url: String, over: Rc<Cell<bool>>) -> io::Result<usize> {
    let input = json!({"QueueUrl": url, "MaxNumberOfMessages": 10});
    let mut taken = 0;
    while !over.get() {
        // Once too many are in flight it is told so, and goes on asking.
        let (_, answer) = client.try_call("ReceiveMessage", &input).await?;
        taken += answer["Messages"].as_array().map_or(0, Vec::len);
        sleep(RECEIVES_EVERY).await;
    }
    Ok(taken)
}
