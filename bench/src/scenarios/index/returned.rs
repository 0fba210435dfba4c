//! Messages that were received once and came back, most of them given back by their consumers, those of one queue when their
//! visibility timeouts ran out: what remembering their counts and times costs, and that it is remembered.
//!
//! A queue hands out its oldest messages first, and has 120,000 in flight at most: no more than these can have come back. So
//! a million of them are on ten queues.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use millpond_runtime::Stopwatch;

use super::calls::{self, Client};
use super::checkpoints;
use super::compare::compare;
use super::messages::{Texts, received, values};
use super::rest::{Disk, settled_memory};
use super::restart::{End, First};
use super::scripts::{CONNECTIONS, failed};
use super::{Findings, Index, Line, MIB, Place, Sort, Tally, grown_each};
use crate::caller::{BATCH_ENTRIES, Caller};
use crate::figures::Bound;
use crate::http::Reply;
use crate::load::run_out;
use crate::procfs;
use crate::scenarios::Server;
use crate::scripts::Script;

/// Messages of a queue, in whole batches.
const QUEUE_MESSAGES: u64 = 100_000;
/// One is for the receives of restarts, one for timeouts, and the others' counts are looked at.
const QUEUES_MIN: u64 = 3;
/// Longer than it takes to receive all of a queue.
const TIMEOUT_S: u64 = 60;
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A receive that answered this long ago is in the log, whoever ends the server.
const LOGGED_AFTER: Duration = Duration::from_secs(1);
/// What the design keeps of one on the disk, in bytes; here it is in memory.
const EACH_BYTES_MAX: f64 = 8.0;
const RESTART_S: f64 = 1.0;
/// Receives of ten on each queue whose counts are looked at.
const SAMPLES: usize = 10;

impl Index<'_> {
    pub(super) async fn returned(&self, findings: &mut Findings) -> io::Result<()> {
        let place = Place::of("returned");
        let (mut server, idle) = self.start(place).await?;
        findings.memory("idle", idle);
        let directory = self.bench.scratch.join(place.directory);
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let enough = self.options.messages.div_ceil(QUEUE_MESSAGES).max(QUEUES_MIN);
        let queues = self.options.queues.max(enough);
        let batches = (self.options.messages / BATCH_ENTRIES as u64).next_multiple_of(queues);
        let messages = batches * BATCH_ENTRIES as u64;
        let mut urls = Vec::new();
        for number in 0..queues {
            urls.push(client.queue(&format!("returned-{number}")).await?);
        }
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        self.fill(&server, &plan, 0, batches).await?;
        let filler = self.plan(&server, vec![client.queue("filler").await?], Sort::Plain);
        self.pass_by(&server, &filler, 0).await?;
        let waiting = settled_memory(&server.program, &server.caller).await?;
        findings.memory("waiting", waiting);

        let last = urls.len() - 1;
        let (mut give_s, mut give_cpu_s) = (0.0, 0.0);
        for (number, url) in urls.iter().enumerate() {
            if number == last {
                client.set_timeout(url, TIMEOUT_S).await?;
            }
            let handles = self.take_once(&server, &urls, number, messages, findings).await?;
            if number < last {
                let (seconds, cpu_s) = self.give_back(&server, url, handles).await?;
                (give_s, give_cpu_s) = (give_s + seconds, give_cpu_s + cpu_s);
            }
        }
        let given = messages - messages / queues;
        findings.fact("messages given back a second", given as f64 / give_s, "", Bound::None);
        let each_us = give_cpu_s * 1e6 / given as f64;
        findings.fact("server CPU of giving one back", each_us, "µs", Bound::None);
        client = Client::open(server.program.address, &server.caller).await?;
        self.wait_for_timeouts(&mut client, &urls[last]).await?;
        client.set_timeout(&urls[last], 43_200).await?;

        self.pass_by(&server, &filler, 1).await?;
        let returned = settled_memory(&server.program, &server.caller).await?;
        findings.memory("returned", returned);
        let disk = Disk::of(&directory)?;
        let line = Line { waiting: messages, runs: queues * disk.segments, ..Line::NOTHING };
        let resident = returned.resident_bytes as f64 / MIB;
        findings.fact("memory with all returned", resident, "MiB", Bound::AtMost(line.mib()));
        let each = grown_each(waiting, returned, messages);
        findings.fact("memory of a returned message over waiting", each, "B", Bound::AtMost(EACH_BYTES_MAX));
        let file = disk.checkpoint_bytes as f64 / MIB;
        findings.fact("checkpoints on the disk, two", file, "MiB", Bound::None);
        checkpoints::report(&server, "returned", findings).await?;
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("returned", client.counts_of(&urls).await?, messages, 0);

        let first = || First { url: &urls[0], holds: true, line_s: RESTART_S };
        server = self.restart(server, place, End::Clean, first(), findings).await?;
        let restarted = settled_memory(&server.program, &server.caller).await?;
        findings.memory("restarted", restarted);
        let each = grown_each(idle, restarted, messages);
        findings.fact("restarted: memory of a returned message over idle", each, "B", Bound::None);
        client = Client::open(server.program.address, &server.caller).await?;
        let texts = plan.texts.clone();
        let seen = sample(&mut client, &urls[1..], &texts, 2, "second receive", findings).await?;
        findings.counts("sampled", client.counts_of(&urls).await?, messages - seen, 0);

        // A second time, so that the log has some that no checkpoint has.
        let handles = self.take_once(&server, &urls, last, messages, findings).await?;
        self.give_back(&server, &urls[last], handles).await?;
        tokio::time::sleep(LOGGED_AFTER).await;
        server = self.restart(server, place, End::Killed, first(), findings).await?;
        findings.memory("restarted after kill -9", settled_memory(&server.program, &server.caller).await?);
        client = Client::open(server.program.address, &server.caller).await?;
        let again =
            sample(&mut client, &urls[1..last], &texts, 2, "second receive, killed", findings).await?;
        let third = sample(&mut client, &urls[last..], &texts, 3, "third receive, killed", findings).await?;
        let left = messages - seen - again - third;
        findings.counts("sampled again", client.counts_of(&urls).await?, left, 0);
        server.program.stop()?;

        server = self.server(Place { one_thread: true, ..place })?;
        client = Client::open(server.program.address, &server.caller).await?;
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        compare(&server.program, &mut client, &plan, messages, findings).await?;
        findings.counts("after the receives", client.counts_of(&urls).await?, left, 0);
        server.program.stop()
    }

    /// Receives all messages of one of the queues, none of them twice, and gives their handles.
    async fn take_once(
        &self,
        server: &Server,
        urls: &[Arc<str>],
        number: usize,
        messages: u64,
        findings: &mut Findings,
    ) -> io::Result<Vec<String>> {
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let expected = client.counts(&urls[number]).await?.waiting;
        let plan = self.plan(server, vec![urls[number].clone()], Sort::Plain);
        let tally = Arc::new(Tally::new(messages, 0));
        let handles = self.take(server, &plan, &tally, expected, |_| true).await?.kept.swap_remove(0);
        findings.exactly(format!("queue {number}: messages received"), tally.distinct(), expected);
        findings.exactly(format!("queue {number}: receives"), handles.len() as u64, expected);
        Ok(handles)
    }

    /// Gives messages back; and the time and the server's CPU for it, in seconds.
    async fn give_back(
        &self,
        server: &Server,
        url: &Arc<str>,
        handles: Vec<String>,
    ) -> io::Result<(f64, f64)> {
        let part = handles.len().div_ceil(CONNECTIONS as usize).next_multiple_of(BATCH_ENTRIES).max(1);
        let one = |handles: &[String]| GiveBack {
            caller: server.caller.clone(),
            url: url.clone(),
            handles: handles.to_vec(),
            given: 0,
            request: Vec::new(),
        };
        let scripts: Vec<_> = handles.chunks(part).map(one).collect();
        let cpu_before = procfs::cpu_ns(server.program.pid())?;
        let watch = Stopwatch::start();
        run_out(server.program.address, scripts).await?;
        let seconds = watch.elapsed_ns() as f64 / 1e9;
        Ok((seconds, (procfs::cpu_ns(server.program.pid())? - cpu_before) as f64 / 1e9))
    }

    async fn wait_for_timeouts(&self, client: &mut Client, url: &str) -> io::Result<()> {
        let watch = Stopwatch::start();
        while client.counts(url).await?.in_flight > 0 {
            if watch.elapsed_ns() > 2 * TIMEOUT_S * 1_000_000_000 {
                return Err(io::Error::other("messages in flight did not come back"));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(())
    }
}

/// Receives some messages of each queue and deletes them; every one must have been received so often. Gives how many came.
async fn sample(
    client: &mut Client,
    urls: &[Arc<str>],
    texts: &Texts,
    times: u64,
    what: &str,
    findings: &mut Findings,
) -> io::Result<u64> {
    let (mut seen, mut right) = (0, 0);
    for url in urls {
        for _ in 0..SAMPLES {
            let body = format!(
                r#"{{"QueueUrl":"{url}","MaxNumberOfMessages":10,"MessageSystemAttributeNames":["ApproximateReceiveCount"]}}"#
            );
            let answer = client.call("ReceiveMessage", &body).await?;
            let counts = values(&answer.body, br#""ApproximateReceiveCount":""#);
            right += counts.iter().filter(|count| **count == times.to_string().as_bytes()).count() as u64;
            let messages = received(&answer.body, texts)?;
            seen += messages.len() as u64;
            let handles: Vec<_> = messages.into_iter().map(|message| message.handle).collect();
            client.delete(url, &handles).await?;
        }
    }
    findings.exactly(format!("{what}: messages"), seen, (urls.len() * SAMPLES * BATCH_ENTRIES) as u64);
    findings.exactly(format!("{what}: receive counts of {times}"), right, seen);
    Ok(seen)
}

/// Gives messages back, ten a call.
struct GiveBack {
    caller: Arc<Caller>,
    url: Arc<str>,
    handles: Vec<String>,
    given: usize,
    request: Vec<u8>,
}

impl Script for GiveBack {
    fn next(&mut self) -> Option<&[u8]> {
        let ten = self.handles.chunks(BATCH_ENTRIES).nth(self.given)?;
        self.given += 1;
        self.request = self.caller.request("ChangeMessageVisibilityBatch", &calls::show_body(&self.url, ten));
        Some(&self.request)
    }

    fn answered(&mut self, reply: &Reply<'_>) -> bool {
        let ten = self.handles.chunks(BATCH_ENTRIES).nth(self.given - 1).map_or(0, <[String]>::len);
        reply.status == 200 && values(reply.body, br#""Id":""#).len() == ten && !failed(reply)
    }
}
