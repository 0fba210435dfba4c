//! Scenarios about one client, a few, or none: starts, idle latency, syncs.

use std::fs;
use std::io;
use std::time::Duration;

use super::{Bench, WARM_UP, check};
use crate::caller::{Caller, send_message};
use crate::echo;
use crate::figures::{Bound, Figures};
use crate::floors::DiskFloor;
use crate::histogram::Histogram;
use crate::http::Connection;
use crate::load::{Measured, Timing, measure};
use crate::procfs;
use crate::program::Program;
use crate::scripts::Repeat;

/// Starts in fresh directories; the middle one counts.
const STARTS: usize = 11;
/// What closed-loop clients are counted for the amortisation of syncs.
const SYNC_CLIENTS: usize = 32;
const MIB: f64 = 1024.0 * 1024.0;

impl Bench<'_> {
    /// From the making of the process to the first answer, in an empty directory; and the memory of an idle server.
    pub(super) async fn start(&self, figures: &mut Figures) -> io::Result<()> {
        let mut times_ms = Vec::new();
        let mut resident_mib = 0.0;
        for turn in 0..STARTS {
            let directory = format!("start-{turn}");
            let program = self.start_program(&directory)?;
            times_ms.push(first_answer_ms(&program).await?);
            if turn + 1 == STARTS {
                tokio::time::sleep(Duration::from_secs(1)).await;
                resident_mib = procfs::resident_bytes(program.pid())? as f64 / MIB;
            }
            program.stop()?;
            fs::remove_dir_all(self.scratch.join(directory))?;
        }
        times_ms.sort_by(f64::total_cmp);
        figures.fact("start to the first answer", times_ms[STARTS / 2], "ms", Bound::AtMost(50.0));
        figures.fact("memory when idle", resident_mib, "MiB", Bound::AtMost(25.0));
        Ok(())
    }

    /// One client: what a send takes beyond the sync itself.
    pub(super) async fn idle(&self, figures: &mut Figures) -> io::Result<()> {
        let server = self.start_server("idle").await?;
        let url = server.queue("idle").await?;
        let body = send_message(&url, self.arguments.bodies, 0);
        let request = server.caller.request("SendMessage", &body);
        let exchange = server.exchange(request).await?;
        let echo = echo::start(self.arguments.echo_threads, &exchange.reply)?;

        let (rounds, timing) = self.rounds();
        let mut disk = DiskFloor::default();
        let (mut sent, mut echoed) = (Measured::default(), Measured::default());
        for _ in 0..rounds {
            disk.measure(&self.scratch.join("fdatasync"), timing.length.as_nanos() as u64)?;
            let script = || vec![Repeat::endlessly(exchange.request.clone())];
            sent.add(measure(&server.program, server.has_metrics, script(), timing).await?.measured);
            let short = Timing { length: timing.length / 4, ..timing };
            echoed.add(measure(&echo, false, script(), short).await?.measured);
        }
        server.program.stop()?;
        check(&sent)?;

        for (share, name) in [(0.5, "p50"), (0.99, "p99")] {
            let mut one = |what: &str, latency: &Histogram| {
                figures.fact(format!("{what}, {name}"), latency.percentile_us(share), "µs", Bound::None);
            };
            one("fdatasync of 4 KiB in new space", &disk.new_space);
            one("fdatasync of 4 KiB over old data", &disk.old_data);
            one("one client's SendMessage", &sent.latency);
            one("one client's echo", &echoed.latency);
        }
        let beyond = sent.latency.percentile_us(0.5) - disk.new_space.percentile_us(0.5);
        figures.fact("SendMessage p50 beyond the sync in new space", beyond, "µs", Bound::AtMost(150.0));
        figures.fact("one client's SendMessage, server CPU", sent.cpu_us(), "µs", Bound::None);
        Ok(())
    }

    /// 32 clients, each waiting for its answer: how many messages share a sync.
    pub(super) async fn sync(&self, figures: &mut Figures) -> io::Result<()> {
        let server = self.start_server("sync").await?;
        let url = server.queue("sync").await?;
        let scripts = (0..SYNC_CLIENTS).map(|client| {
            let body = send_message(&url, self.arguments.bodies, client as u64);
            Repeat::endlessly(server.caller.request("SendMessage", &body))
        });
        let timing = Timing { warm_up: WARM_UP, length: self.arguments.length };
        let measured =
            measure(&server.program, server.has_metrics, scripts.collect(), timing).await?.measured;
        server.program.stop()?;
        check(&measured)?;
        let name = format!("SendMessage, {SYNC_CLIENTS} clients");
        if let Some(commits) = measured.commits.filter(|commits| *commits > 0) {
            let messages = measured.requests as f64 / commits as f64;
            figures.fact(format!("{name}: messages a sync"), messages, "", Bound::AtLeast(16.0));
        }
        figures.fact(format!("{name}: p50"), measured.latency.percentile_us(0.5), "µs", Bound::None);
        figures.fact(format!("{name}: p99"), measured.latency.percentile_us(0.99), "µs", Bound::None);
        Ok(())
    }
}

/// Milliseconds from the making of the process until a signed call was answered.
pub(super) async fn first_answer_ms(program: &Program) -> io::Result<f64> {
    let request = Caller::new(program.address).request("ListQueues", "{}");
    let mut connection = Connection::open(program.address).await?;
    connection.call(&request).await?.success()?;
    Ok(program.since_start.elapsed_ns() as f64 / 1e6)
}
