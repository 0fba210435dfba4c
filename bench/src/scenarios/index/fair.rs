//! One message of a tenant behind a short and behind a long line of one other's, or of several: after how many receives it
//! comes, and what those cost.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::calls::Client;
use super::compare::{Costs, mean, median, ratio};
use super::{Findings, Index, Place, Plan, Server, Sort};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;
use crate::procfs;
use crate::program::Program;

/// The short line. Large enough that its tenant counts as one with a backlog.
const SHORT: u64 = 1000;
/// Messages of the quiet tenant, for each size of receive.
const TURNS: usize = 300;
/// A server that has not brought the message after so many receives is not fair.
const CALLS_MAX: usize = 50;
/// By the second receive it should be there.
const CALLS_TARGET: f64 = 2.0;
/// So many noisy tenants send in turn. Of ten, none has more than a tenth of what is in flight, and none is noisy.
const NOISY: [u64; 3] = [1, 2, 9];
/// After a call the server may still be at work on what it has answered already.
const PAUSE: Duration = Duration::from_millis(1);
/// The long line's cost over the short one's.
const RATIO: Bound = Bound::Between(0.8, 1.2);

/// A queue on which a noisy tenant's messages stay as many as they are.
struct Side {
    plan: Arc<Plan>,
    next_message: u64,
    costs: Costs,
    /// Receives until the quiet message came, in each turn.
    calls: Vec<f64>,
    /// The slowest of all receives.
    slowest_us: f64,
}

impl Index<'_> {
    pub(super) async fn fair(&self, findings: &mut Findings) -> io::Result<()> {
        // With more threads the two queues would belong to different ones, and the connection to one of them.
        let (server, _) = self.start(Place { one_thread: true, ..Place::of("fair") }).await?;
        for noisy in NOISY {
            self.fair_among(&server, noisy, findings).await?;
        }
        server.program.stop()
    }

    async fn fair_among(&self, server: &Server, noisy: u64, findings: &mut Findings) -> io::Result<()> {
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let of = if noisy == 1 { String::new() } else { format!(" of {noisy} tenants") };
        let mut sides = Vec::new();
        for waiting in [SHORT, self.options.messages] {
            let url = client.queue(&format!("fair-{noisy}-{waiting}")).await?;
            let plan = self.plan(server, vec![url], Sort::Tenants(noisy));
            self.fill(server, &plan, 0, waiting / BATCH_ENTRIES as u64).await?;
            sides.push((waiting, Side::new(plan, waiting)));
        }
        // The connection may have been idle for too long meanwhile.
        client = Client::open(server.program.address, &server.caller).await?;
        // Whether a tenant is noisy shows when its messages are received: the first turn finds that out, and searches all.
        let most = if noisy == 1 { 1 } else { BATCH_ENTRIES };
        for (waiting, side) in &mut sides {
            side.turn(&server.program, &mut client, most).await?;
            let what = format!("Receive({most}) behind {waiting}{of}");
            let calls = side.calls[0];
            findings.fact(format!("{what}: receives until the first one came"), calls, "", Bound::None);
            findings.fact(format!("{what}: the slowest of those"), side.slowest_us, "µs", Bound::None);
            findings.fact(
                format!("{what}: server CPU of all of those"),
                side.costs.cpu_us[0] * calls,
                "µs",
                Bound::None,
            );
            side.clear();
        }
        for most in [1, BATCH_ENTRIES] {
            for _ in 0..TURNS {
                for (_, side) in &mut sides {
                    side.turn(&server.program, &mut client, most).await?;
                }
            }
            report(findings, most, &of, &mut sides);
        }
        client = Client::open(server.program.address, &server.caller).await?;
        for (waiting, side) in &sides {
            let counts = client.counts(&side.plan.urls[0]).await?;
            findings.counts(&format!("{waiting}{of} that are noisy, at the end"), counts, *waiting, 0);
        }
        Ok(())
    }
}

fn report(findings: &mut Findings, most: usize, of: &str, sides: &mut [(u64, Side)]) {
    for (waiting, side) in &*sides {
        let what = format!("Receive({most}) behind {waiting}{of}");
        let calls = &side.calls;
        findings.fact(format!("{what}: receives until it came, mean"), mean(calls), "", Bound::None);
        let worst = calls.iter().copied().fold(0.0, f64::max);
        let bound = Bound::AtMost(CALLS_TARGET);
        findings.fact(format!("{what}: receives until it came, most"), worst, "", bound);
        findings.fact(format!("{what}: latency, median"), median(&side.costs.latency_us), "µs", Bound::None);
        findings.fact(format!("{what}: server CPU, mean"), mean(&side.costs.cpu_us), "µs", Bound::None);
    }
    if let [(_, short), (_, long)] = &*sides {
        let what = format!("Receive({most}){of}, long line over short");
        let latency = ratio(&long.costs.latency_us, &short.costs.latency_us);
        findings.fact(format!("{what}: latency"), latency, "", RATIO);
        let cpu = mean(&long.costs.cpu_us) / mean(&short.costs.cpu_us);
        findings.fact(format!("{what}: server CPU"), cpu, "", RATIO);
    }
    for (_, side) in sides {
        side.clear();
    }
}

impl Side {
    fn new(plan: Arc<Plan>, waiting: u64) -> Side {
        Side { plan, next_message: waiting, costs: Costs::default(), calls: Vec::new(), slowest_us: 0.0 }
    }

    fn clear(&mut self) {
        self.costs = Costs::default();
        self.calls.clear();
        self.slowest_us = 0.0;
    }

    /// The quiet tenant sends one message; it is received, and what came with it is replaced.
    async fn turn(&mut self, program: &Program, client: &mut Client, most: usize) -> io::Result<()> {
        let url = self.plan.urls[0].clone();
        let body = format!(r#"{{"QueueUrl":"{url}","MessageBody":"quiet","MessageGroupId":"quiet"}}"#);
        client.call("SendMessage", &body).await?;
        tokio::time::sleep(PAUSE).await;

        let (mut quiet, mut calls) = (0, 0);
        let (mut handles, mut times_us) = (Vec::new(), Vec::new());
        let cpu_before = procfs::fine_cpu_ns(program.pid())?;
        while quiet == 0 && calls < CALLS_MAX {
            let (messages, us) = client.receive(&url, most, &self.plan.texts).await?;
            calls += 1;
            times_us.push(us);
            quiet += messages.iter().filter(|message| message.number.is_none()).count();
            handles.extend(messages.into_iter().map(|message| message.handle));
        }
        tokio::time::sleep(PAUSE).await;
        let cpu_ns = procfs::fine_cpu_ns(program.pid())?.saturating_sub(cpu_before);
        self.costs.cpu_us.push(cpu_ns as f64 / 1000.0 / calls as f64);
        self.costs.latency_us.push(median(&times_us));
        self.slowest_us = times_us.iter().copied().fold(self.slowest_us, f64::max);
        self.calls.push(calls as f64);
        if quiet != 1 {
            return Err(io::Error::other(format!("{quiet} quiet messages came within {calls} receives")));
        }

        client.delete(&url, &handles).await?;
        let end = self.next_message + handles.len() as u64 - 1;
        while self.next_message < end {
            let next = end.min(self.next_message + BATCH_ENTRIES as u64);
            client.send(&self.plan.request_of(0, self.next_message..next)).await?;
            self.next_message = next;
        }
        Ok(())
    }
}
