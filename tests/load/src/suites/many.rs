//! B5: one group with everything in it, very many groups, very many queues. A call costs what it costs among few.

use std::io;
use std::time::Duration;

use millpond_runtime::Stopwatch;
use serde_json::{Value, json};

use crate::client::{Client, deletes};
use crate::histogram::Histogram;
use crate::server::Server;
use crate::{Outcome, ensure, proved};

const RATIO_MAX: f64 = 3.0;
/// A p99 below this is no stall, whatever the small case has.
const STALL_MS: f64 = 50.0;
/// Batches of ten that are measured.
const BATCHES: usize = 100;
const SENDERS: usize = 8;

/// What calls cost.
struct Cost {
    /// CPU of the server, for a call.
    cpu_us: f64,
    p99_ms: f64,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let (groups, queues) = if long { (1_000_000, 10_000) } else { (20_000, 1_000) };
    let server = Server::start()?;
    let mut client = Client::open(server.address()).await?;
    let small = client.create_queue("small.fifo").await?;
    let few = cycles(&server, &mut client, &small, |_| "one".to_owned()).await?;

    let hot = client.create_queue("hot.fifo").await?;
    fill(&client, &hot, groups, |_| "one".to_owned()).await?;
    let hot = cycles(&server, &mut client, &hot, |_| "one".to_owned()).await?;
    compare(&format!("a group with {groups} messages"), &few, &hot, BATCHES * 3)?;

    let many = client.create_queue("many.fifo").await?;
    fill(&client, &many, groups, |at| format!("group-{at}")).await?;
    let many = cycles(&server, &mut client, &many, |at| format!("later-{at}")).await?;
    compare(&format!("{groups} groups"), &few, &many, BATCHES * 3)?;

    many_queues(&server, &mut client, queues).await
}

fn compare(what: &str, small: &Cost, large: &Cost, calls: usize) -> Outcome {
    let ratio = large.cpu_us / small.cpu_us;
    let stalls = large.p99_ms > STALL_MS && large.p99_ms > RATIO_MAX * small.p99_ms;
    let lost = usize::from(ratio > RATIO_MAX || stalls);
    proved(
        "B5",
        &format!(
            "{what}: a call takes {ratio:.1} times the CPU it takes among few, p99 {:.1} ms against {:.1} ms",
            large.p99_ms, small.p99_ms
        ),
        format!("{calls} calls"),
        format!("{lost} stalls"),
    );
    ensure(ratio <= RATIO_MAX, || {
        format!("{what}: a call takes {:.0} µs, else {:.0} µs", large.cpu_us, small.cpu_us)
    })?;
    ensure(!stalls, || format!("{what}: p99 {:.0} ms, else {:.0} ms", large.p99_ms, small.p99_ms))
}

fn batch(url: &str, first: usize, group: impl Fn(usize) -> String) -> Value {
    let entry = |at: usize| {
        json!({
            "Id": at.to_string(), "MessageBody": "x", "MessageGroupId": group(first + at),
            "MessageDeduplicationId": (first + at).to_string(),
        })
    };
    json!({"QueueUrl": url, "Entries": (0..10).map(entry).collect::<Vec<_>>()})
}

/// Fills a queue, in no order among senders.
async fn fill(client: &Client, url: &str, messages: usize, group: fn(usize) -> String) -> Outcome {
    let mut tasks = Vec::new();
    for sender in 0..SENDERS {
        let (mut client, url) = (client.another().await?, url.to_owned());
        tasks.push(tokio::task::spawn_local(async move {
            for at in (sender * 10..messages).step_by(SENDERS * 10) {
                client.call("SendMessageBatch", &batch(&url, at, group)).await?;
            }
            Ok::<_, io::Error>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// Sends, receives and deletes by ten; before it starts, once for nothing.
async fn cycles(
    server: &Server,
    client: &mut Client,
    url: &str,
    group: fn(usize) -> String,
) -> Result<Cost, Box<dyn std::error::Error>> {
    const FROM: usize = 1 << 40;
    let mut latency = Histogram::default();
    let mut before = 0.0;
    for round in 0..=BATCHES {
        if round == 1 {
            (before, latency) = (server.cpu_ms()?, Histogram::default());
        }
        let watch = Stopwatch::start();
        client.call("SendMessageBatch", &batch(url, FROM + round * 10, group)).await?;
        latency.record(watch.elapsed_ns());
        let watch = Stopwatch::start();
        let messages = client.receive(url, 0).await?;
        latency.record(watch.elapsed_ns());
        if messages.is_empty() {
            return Err(format!("nothing came from {url}").into());
        }
        let watch = Stopwatch::start();
        client.call("DeleteMessageBatch", &deletes(url, &messages)).await?;
        latency.record(watch.elapsed_ns());
    }
    let cpu_us = (server.cpu_ms()? - before) * 1000.0 / (BATCHES * 3) as f64;
    Ok(Cost { cpu_us, p99_ms: latency.percentile_us(0.99) / 1000.0 })
}

/// The first hundred queues against the last hundred: to make one, to use it, to be found in the list.
async fn many_queues(server: &Server, client: &mut Client, queues: usize) -> Outcome {
    const FEW: usize = 100;
    let few = use_queues(server, client, 0, FEW).await?;
    let mut tasks = Vec::new();
    for sender in 0..SENDERS {
        let mut client = client.another().await?;
        tasks.push(tokio::task::spawn_local(async move {
            for at in (FEW + sender..queues - FEW).step_by(SENDERS) {
                client.create_queue(&format!("queue-{at}")).await?;
            }
            Ok::<_, io::Error>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    // What the making of so many leaves to upkeep is not these calls' cost.
    come_to_rest(server).await?;
    let many = use_queues(server, client, queues - FEW, queues).await?;
    compare(&format!("{queues} queues"), &few, &many, FEW * 4)?;
    // The checkpoint that is taken in idle time is taken once.
    tokio::time::sleep(Duration::from_secs(2)).await;
    come_to_rest(server).await?;
    let before = server.cpu_ms()?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle_ms = server.cpu_ms()? - before;
    ensure(idle_ms < 100.0, || {
        format!("with {queues} queues and nothing to do it uses {idle_ms:.0} ms a second")
    })
}

/// Waits until the server does nothing, for a while at most.
async fn come_to_rest(server: &Server) -> io::Result<()> {
    for _ in 0..60 {
        let before = server.cpu_ms()?;
        tokio::time::sleep(Duration::from_millis(250)).await;
        if server.cpu_ms()? - before < 5.0 {
            break;
        }
    }
    Ok(())
}

async fn use_queues(
    server: &Server,
    client: &mut Client,
    from: usize,
    to: usize,
) -> Result<Cost, Box<dyn std::error::Error>> {
    let mut latency = Histogram::default();
    let before = server.cpu_ms()?;
    for at in from..to {
        let watch = Stopwatch::start();
        let url = client.create_queue(&format!("queue-{at}")).await?;
        latency.record(watch.elapsed_ns());
        let watch = Stopwatch::start();
        client.call("SendMessage", &json!({"QueueUrl": url, "MessageBody": "x"})).await?;
        latency.record(watch.elapsed_ns());
        client.receive(&url, 0).await?;
        let watch = Stopwatch::start();
        client
            .call("ListQueues", &json!({"QueueNamePrefix": format!("queue-{at}"), "MaxResults": 10}))
            .await?;
        latency.record(watch.elapsed_ns());
    }
    let cpu_us = (server.cpu_ms()? - before) * 1000.0 / ((to - from) * 4) as f64;
    Ok(Cost { cpu_us, p99_ms: latency.percentile_us(0.99) / 1000.0 })
}
