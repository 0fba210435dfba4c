//! A line of long polls at an owner: clients join and leave it from their own threads, messages and time arrive from others,
//! and a log confirms late. Nobody is forgotten, nothing is handed out twice, and what nobody took is still there.

mod call;
mod client;
mod owner;

use std::sync::Arc;

use millpond_runtime::ManualClock;

use call::Ask;
pub(crate) use call::Call;
use client::Client;
use owner::Worker;

use super::{Item, join, spawn};
use crate::mailbox::Mailbox;

/// Who does what.
#[derive(Clone, Copy)]
pub struct Polls {
    /// Clients that wait until they have a message.
    pub staying: usize,
    /// Clients that go away at any moment; what was handed to one is taken back.
    pub leaving: usize,
    /// Clients whose time is up at any moment.
    pub short_of_time: usize,
    /// Messages, each from a client of its own.
    pub messages: u64,
    /// Whether the log confirms in its own time, from its own thread.
    pub late_log: bool,
}

/// When the time of those who are short of it is up.
const SOON: u64 = 1_000;
/// Later than anything here.
const NEVER: u64 = u64::MAX;

/// See the module. There must be a message for everybody who stays, even if those short of time each take one.
pub fn polls(of: Polls) {
    let mailbox = Arc::new(Mailbox::default());
    let clock = Arc::new(ManualClock::at(1));
    let worker = Worker::start(mailbox.clone(), clock.clone(), of.late_log);

    let mut staying = Vec::new();
    for _ in 0..of.staying {
        staying.push(spawn_client(&mailbox, Ask::Poll { until: NEVER }, |client| client.answer()));
    }
    let mut leaving = Vec::new();
    for _ in 0..of.leaving {
        let to = mailbox.clone();
        leaving.push(spawn_client(&mailbox, Ask::Poll { until: NEVER }, move |client| {
            if let Some(message) = client.leave() {
                to.push(Item::Command(Call::of_nobody(Ask::Put { message })));
            }
        }));
    }
    let mut short = Vec::new();
    for _ in 0..of.short_of_time {
        short.push(spawn_client(&mailbox, Ask::Poll { until: SOON }, |client| client.answer()));
    }
    let mut putting = Vec::new();
    for message in 0..of.messages {
        putting.push(spawn_client(&mailbox, Ask::Put { message }, |client| client.answer()));
    }
    let timing = (of.short_of_time > 0).then(|| {
        let mailbox = mailbox.clone();
        spawn(move || {
            clock.advance_to(SOON);
            // The worker's alarm rings.
            mailbox.wake();
        })
    });

    let given: Vec<Option<u64>> = staying.into_iter().map(join).collect();
    assert!(given.iter().all(Option::is_some), "who stays gets a message: {given:?}");
    let mut seen: Vec<u64> = given.into_iter().flatten().collect();
    seen.extend(short.into_iter().filter_map(join));
    leaving.into_iter().for_each(join);
    for thread in putting {
        join(thread);
    }
    timing.into_iter().for_each(join);
    mailbox.push(Item::End);
    seen.extend(worker.end());
    seen.sort_unstable();
    assert!(
        seen.iter().copied().eq(0..of.messages),
        "each message is with one client, or on the queue: {seen:?}"
    );
}

fn spawn_client<R: Send + 'static>(
    mailbox: &Arc<Mailbox>,
    ask: Ask,
    then: impl FnOnce(&Client) -> R + Send + 'static,
) -> shuttle::thread::JoinHandle<R> {
    let mailbox = mailbox.clone();
    spawn(move || {
        let client = Arc::new(Client::default());
        mailbox.push(Item::Command(Call::new(ask, client.clone())));
        then(&client)
    })
}
