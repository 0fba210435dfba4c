//! B8: SIGTERM under load. What was asked is answered, what was acknowledged is there after a start.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use millpond_runtime::Stopwatch;
use serde_json::json;
use tokio::time::sleep;

use crate::client::{Client, deletes};
use crate::server::Server;
use crate::{Outcome, ensure, proved};

const SENDERS: usize = 32;
const POLLS: usize = 200;
const STOP_SECONDS_MAX: f64 = 10.0;

#[derive(Default)]
struct History {
    stopping: Cell<bool>,
    acknowledged: RefCell<BTreeSet<String>>,
    /// Calls that had begun before the signal and got no answer.
    unanswered: Cell<usize>,
    /// Calls that ended after it.
    finished: Cell<usize>,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let (stops, length) = if long { (50, Duration::from_secs(5)) } else { (4, Duration::from_millis(400)) };
    let mut server = Server::start()?;
    let (mut acknowledged, mut lost, mut unanswered, mut finished, mut repeated, mut out_of_order) =
        (0, 0, 0, 0, 0, 0);
    let mut slowest = 0.0f64;
    for stop in 0..stops {
        let mut client = Client::open(server.address()).await?;
        let standard = client.create_queue("stop").await?;
        let fifo = client.create_queue("stop.fifo").await?;
        let empty = client.create_queue("empty").await?;
        let history = Rc::new(History::default());
        let mut tasks = Vec::new();
        for sender in 0..SENDERS {
            let url = if sender % 2 == 0 { &standard } else { &fifo };
            let sending =
                send(client.another().await?, url.clone(), format!("{stop}-{sender}"), history.clone());
            tasks.push(tokio::task::spawn_local(sending));
        }
        for _ in 0..POLLS {
            let polling = poll(client.another().await?, empty.clone(), history.clone());
            tasks.push(tokio::task::spawn_local(polling));
        }
        sleep(length).await;
        history.stopping.set(true);
        server.terminate()?;
        let watch = Stopwatch::start();
        for task in tasks {
            task.await?;
        }
        while server.is_running() && watch.elapsed_ns() < 60_000_000_000 {
            sleep(Duration::from_millis(5)).await;
        }
        slowest = slowest.max(watch.elapsed_ns() as f64 / 1e9);
        server = server.start_again()?;
        let mut client = Client::open(server.address()).await?;
        let received = [drain(&mut client, &standard).await?, drain(&mut client, &fifo).await?];
        let mut unique = BTreeSet::new();
        received.iter().flatten().for_each(|body| repeated += usize::from(!unique.insert(body.clone())));
        out_of_order += disorder(&received[1]);
        let history = Rc::into_inner(history).expect("all tasks have ended");
        acknowledged += history.acknowledged.borrow().len();
        lost += history.acknowledged.borrow().difference(&unique).count();
        unanswered += history.unanswered.get();
        finished += history.finished.get();
    }
    proved(
        "B8",
        &format!(
            "SIGTERM under {SENDERS} senders and {POLLS} long polls: {finished} calls in flight, ended within {slowest:.1} s"
        ),
        format!("{stops} stops, {acknowledged} acknowledged sends"),
        format!("{lost} lost, {unanswered} unanswered, {repeated} repeated, {out_of_order} out of order"),
    );
    ensure(lost == 0, || format!("{lost} acknowledged messages are gone after a stop"))?;
    ensure(unanswered == 0, || format!("{unanswered} calls in flight at a SIGTERM got no answer"))?;
    ensure(repeated == 0 && out_of_order == 0, || format!("{repeated} twice, {out_of_order} out of order"))?;
    ensure(slowest <= STOP_SECONDS_MAX, || format!("a stop took {slowest:.1} s"))
}

/// Sends until the server stops. A connection has one group, in which bodies count up.
async fn send(mut client: Client, url: String, name: String, history: Rc<History>) {
    for number in 0.. {
        let body = format!("{name}-{number}");
        let mut input = json!({"QueueUrl": url, "MessageBody": body});
        if url.ends_with(".fifo") {
            input["MessageGroupId"] = json!(name);
            input["MessageDeduplicationId"] = json!(body);
        }
        let before = !history.stopping.get();
        match client.try_call("SendMessage", &input).await {
            Ok((200, _)) => drop(history.acknowledged.borrow_mut().insert(body)),
            Ok(_) => {}
            Err(_) => return history.ended(before, false),
        }
        history.ended(before, true);
        if history.stopping.get() {
            return;
        }
    }
}

async fn poll(mut client: Client, url: String, history: Rc<History>) {
    let before = !history.stopping.get();
    let answered = client.try_call("ReceiveMessage", &json!({"QueueUrl": url, "WaitTimeSeconds": 20})).await;
    history.ended(before, answered.is_ok());
}

impl History {
    /// A call that began before the signal, or after it, has ended with an answer or without.
    fn ended(&self, before: bool, answered: bool) {
        if self.stopping.get() && before {
            self.finished.set(self.finished.get() + 1);
            self.unanswered.set(self.unanswered.get() + usize::from(!answered));
        }
    }
}

async fn drain(client: &mut Client, url: &str) -> io::Result<Vec<String>> {
    let mut bodies = Vec::new();
    loop {
        let messages = client.receive(url, 0).await?;
        if messages.is_empty() {
            return Ok(bodies);
        }
        bodies.extend(messages.iter().filter_map(|message| message["Body"].as_str().map(str::to_owned)));
        client.call("DeleteMessageBatch", &deletes(url, &messages)).await?;
    }
}

/// How many bodies come after a later one of their group.
fn disorder(bodies: &[String]) -> usize {
    let mut last = std::collections::BTreeMap::new();
    let numbers = bodies.iter().filter_map(|body| body.rsplit_once('-'));
    let numbers = numbers.filter_map(|(group, number)| Some((group, number.parse::<u64>().ok()?)));
    numbers
        .filter(|(group, number)| last.insert(*group, *number).is_some_and(|before| before > *number))
        .count()
}
