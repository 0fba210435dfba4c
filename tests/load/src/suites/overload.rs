//! B4: sixty-four times as many callers as it takes to keep the server busy, and some who never read an answer.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use millpond_runtime::Stopwatch;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::client::{Client, request};
use crate::server::Server;
use crate::{Outcome, crowd, ensure, proved};

/// Enough to keep it busy.
const FEW: usize = 32;
const MANY: usize = 64 * FEW;
const GOODPUT_SHARE_MIN: f64 = 0.8;
/// Calls that one client sends without reading an answer.
const UNREAD_CALLS: usize = 500_000;
const GROWTH_MIB_MAX: f64 = 128.0;

/// What one round gave.
struct Round {
    answered: usize,
    refused: usize,
    /// Per second of the server's CPU: what others do on the machine does not change it.
    goodput: f64,
    seconds: f64,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let (rounds, length) =
        if long { (10, Duration::from_secs(10)) } else { (3, Duration::from_millis(1000)) };
    let many = crowd(MANY);
    let server = Server::start()?;
    let mut client = Client::open(server.address()).await?;
    let url = client.create_queue("busy").await?;
    let call = request("SendMessage", &json!({"QueueUrl": url, "MessageBody": "x".repeat(1024)}));
    round(&server, &call, FEW, length).await?;
    let before = server.resident_mib()?;

    let (mut peak, mut crowded) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        peak.push(round(&server, &call, FEW, length).await?);
        crowded.push(round(&server, &call, many, length).await?);
    }
    let goodput =
        |rounds: &[Round]| rounds.iter().map(|round| round.goodput).sum::<f64>() / rounds.len() as f64;
    let share = goodput(&crowded) / goodput(&peak);
    let sum = |rounds: &[Round], of: fn(&Round) -> usize| rounds.iter().map(of).sum::<usize>();
    let rate = |rounds: &[Round]| {
        sum(rounds, |round| round.answered) as f64 / rounds.iter().map(|round| round.seconds).sum::<f64>()
    };
    let (answered, refused) = (sum(&crowded, |round| round.answered), sum(&crowded, |round| round.refused));
    proved(
        "B4",
        &format!(
            "{many} callers where {FEW} are enough: goodput {:.0} % of the peak's for the same CPU ({:.0} % by the clock)",
            share * 100.0,
            rate(&crowded) / rate(&peak) * 100.0
        ),
        format!("{answered} sends"),
        format!("{refused} refused"),
    );
    let grown = server.resident_mib()? - before;
    // A waiting message takes ten bytes; the rest is what connections hold.
    ensure(grown <= GROWTH_MIB_MAX, || format!("{grown:.0} MiB more after an overload"))?;
    ensure(share >= GOODPUT_SHARE_MIN, || format!("under overload only {:.0} % of the peak", share * 100.0))?;

    let before = server.resident_mib()?;
    let written = flood_unread(server.address(), &url).await?;
    let peak = server.peak_mib()? - before;
    // The first client has been idle for longer than it may.
    let mut client = Client::open(server.address()).await?;
    client.call("GetQueueAttributes", &json!({"QueueUrl": url})).await?;
    proved(
        "B4",
        &format!("calls sent without reading an answer: at most {peak:.0} MiB more"),
        format!("{written} calls"),
        "0 lost",
    );
    ensure(peak <= GROWTH_MIB_MAX, || format!("{peak:.0} MiB for answers that nobody reads"))
}

/// So many callers, each with one call after the other.
async fn round(
    server: &Server,
    call: &[u8],
    callers: usize,
    length: Duration,
) -> Result<Round, Box<dyn std::error::Error>> {
    let mut clients = Vec::new();
    for _ in 0..callers {
        // Who has called once may be idle for longer than it takes to open all.
        let mut client = Client::open(server.address()).await?;
        client.send(call).await?;
        clients.push(client);
    }
    let over = Rc::new(Cell::new(false));
    let (before, watch) = (server.cpu_ms()?, Stopwatch::start());
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let (over, call) = (over.clone(), call.to_vec());
            tokio::task::spawn_local(async move {
                let (mut answered, mut refused) = (0, 0);
                while !over.get() {
                    match client.send(&call).await? {
                        (200, _) => answered += 1,
                        (503, _) => refused += 1,
                        (status, answer) => return Err(std::io::Error::other(format!("{status}: {answer}"))),
                    }
                }
                Ok((answered, refused))
            })
        })
        .collect();
    sleep(length).await;
    over.set(true);
    let (mut answered, mut refused) = (0, 0);
    for task in tasks {
        let (more_answered, more_refused) = task.await??;
        answered += more_answered;
        refused += more_refused;
    }
    let cpu_seconds = (server.cpu_ms()? - before) / 1000.0;
    let seconds = watch.elapsed_ns() as f64 / 1e9;
    Ok(Round { answered, refused, goodput: answered as f64 / cpu_seconds, seconds })
}

/// Writes calls until the server takes no more; it must stop reading, or it would have to keep the answers.
async fn flood_unread(address: SocketAddr, url: &str) -> std::io::Result<usize> {
    let call = request("GetQueueAttributes", &json!({"QueueUrl": url, "AttributeNames": ["All"]}));
    let mut stream = TcpStream::connect(address).await?;
    let mut written = 0;
    while written < UNREAD_CALLS {
        match timeout(Duration::from_secs(1), stream.write_all(&call)).await {
            Ok(done) => done?,
            Err(_) => break,
        }
        written += 1;
    }
    Ok(written)
}
