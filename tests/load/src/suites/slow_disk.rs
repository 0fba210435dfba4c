//! B4: a disk so slow that what is sent piles up before it. The pile has a limit; beyond it callers are told to come again.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use memchr::memmem;
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::client::{Client, PATIENCE, request};
use crate::http::Connection;
use crate::server::Server;
use crate::{Outcome, crowd, ensure, proved};

/// Before each sync of the log.
const SYNC_TAKES: Duration = Duration::from_millis(300);
const MESSAGE_BYTES: usize = 1_000_000;
/// Callers come in waves: each wave has sent its bodies before the next one comes.
const WAVES: usize = 6;
/// 128 MiB of bodies, three times over, the read buffers of all connections, and the frames on their way.
const GROWTH_MIB_MAX: f64 = 768.0;

/// What the callers were told.
#[derive(Default)]
struct Told {
    over: Cell<bool>,
    accepted: Cell<usize>,
    refused: Cell<usize>,
    /// Refused without a word on when to come again.
    unhinted: Cell<usize>,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let (callers, length) =
        if long { (2_000, Duration::from_secs(60)) } else { (600, Duration::from_millis(1500)) };
    let callers = crowd(callers);
    let server = Server::start_on_slow_disk(SYNC_TAKES)?;
    let mut client = Client::open(server.address()).await?;
    let url = client.create_queue("large").await?;
    let call: Rc<[u8]> =
        request("SendMessage", &json!({"QueueUrl": url, "MessageBody": "x".repeat(MESSAGE_BYTES)})).into();
    let before = server.resident_mib()?;
    let told = Rc::new(Told::default());
    let mut tasks = Vec::new();
    for _ in 0..WAVES {
        for _ in 0..callers / WAVES {
            let connection = Connection::open(server.address()).await?;
            tasks.push(tokio::task::spawn_local(send(connection, call.clone(), told.clone())));
        }
        sleep(length / WAVES as u32).await;
    }
    told.over.set(true);
    for task in tasks {
        task.await??;
    }
    let grown = server.peak_mib()? - before;
    let (accepted, refused) = (told.accepted.get(), told.refused.get());
    let attributes = json!({"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]});
    let answer = client.call("GetQueueAttributes", &attributes).await?;
    let stored = answer["Attributes"]["ApproximateNumberOfMessages"].as_str().and_then(|it| it.parse().ok());
    let stored: usize = stored.unwrap_or(0);
    proved(
        "B4",
        &format!(
            "{callers} callers with messages of 1 MB, a sync taking {} ms: {refused} told to come again, at most \
             {grown:.0} MiB more",
            SYNC_TAKES.as_millis()
        ),
        format!("{accepted} accepted"),
        format!("{} lost", accepted.saturating_sub(stored)),
    );
    ensure(stored == accepted, || format!("{accepted} sends were acknowledged, {stored} are there"))?;
    ensure(refused > 0, || "nobody was refused: the disk was not slow".to_owned())?;
    ensure(told.unhinted.get() == 0, || format!("{} 503 without Retry-After", told.unhinted.get()))?;
    ensure(grown <= GROWTH_MIB_MAX, || format!("{grown:.0} MiB more while the disk was slow"))
}

/// Sends again and again on one connection, which no refusal ends.
async fn send(mut connection: Connection, call: Rc<[u8]>, told: Rc<Told>) -> io::Result<()> {
    let add = |count: &Cell<usize>| count.set(count.get() + 1);
    while !told.over.get() {
        let reply = timeout(PATIENCE, connection.call(&call)).await;
        let reply =
            reply.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no answer within a minute"))??;
        match reply.status {
            200 => add(&told.accepted),
            503 => {
                add(&told.refused);
                if memmem::find(&reply.head.to_ascii_lowercase(), b"\r\nretry-after: ").is_none() {
                    add(&told.unhinted);
                }
                sleep(Duration::from_millis(200)).await;
            }
            status => return Err(io::Error::other(format!("a send was answered {status}"))),
        }
    }
    Ok(())
}
