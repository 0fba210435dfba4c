//! Scenarios about one client, a few, or none: starts, idle latency, syncs.

use std::fs;
use std::io;
use std::time::Duration;

use super::Bench;
use crate::caller::{Caller, send_message};
use crate::figures::{Bound, Figures};
use crate::floors;
use crate::histogram::Histogram;
use crate::http::Connection;
use crate::load::{Measured, measure};
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
        let mut server = self.start_server("idle").await?;
        let url = server.queue("idle").await?;
        let request = server.caller.request("SendMessage", &send_message(&url, self.arguments.bodies, 0));
        let reply = server.sample(&request).await?;

        let mut disk = self.fdatasync_half()?;
        let scripts = vec![Repeat::endlessly(request.clone())];
        let (measured, _) = measure(&server.program, server.has_metrics, scripts, self.timing()).await?;
        disk.add(&self.fdatasync_half()?);
        let echo = self.echo_half(&[request], &reply).await?;
        server.program.stop()?;
        check(&measured)?;

        for (share, name) in [(0.5, "p50"), (0.99, "p99")] {
            figures.fact(format!("fdatasync of 4 KiB, {name}"), disk.percentile_us(share), "µs", Bound::None);
            let sent = measured.latency.percentile_us(share);
            figures.fact(format!("one client's SendMessage, {name}"), sent, "µs", Bound::None);
        }
        figures.fact("one client's echo, p50", echo.latency.percentile_us(0.5), "µs", Bound::None);
        let beyond = measured.latency.percentile_us(0.5) - disk.percentile_us(0.5);
        figures.fact("SendMessage p50 beyond the sync", beyond, "µs", Bound::AtMost(150.0));
        figures.fact("one client's SendMessage, server CPU", measured.cpu_us(), "µs", Bound::None);
        Ok(())
    }

    /// 32 clients, each waiting for its answer: how many messages share a sync.
    pub(super) async fn sync(&self, figures: &mut Figures) -> io::Result<()> {
        let mut server = self.start_server("sync").await?;
        let url = server.queue("sync").await?;
        let scripts = (0..SYNC_CLIENTS).map(|client| {
            let body = send_message(&url, self.arguments.bodies, client as u64);
            Repeat::endlessly(server.caller.request("SendMessage", &body))
        });
        let scripts = scripts.collect();
        let (measured, _) = measure(&server.program, server.has_metrics, scripts, self.timing()).await?;
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

    fn fdatasync_half(&self) -> io::Result<Histogram> {
        floors::fdatasync(&self.scratch.join("fdatasync"), self.arguments.length.as_nanos() as u64 / 4)
    }
}

/// Milliseconds from the making of the process until a signed call was answered.
pub(super) async fn first_answer_ms(program: &Program) -> io::Result<f64> {
    let request = Caller::new(program.address).request("ListQueues", "{}");
    let mut connection = Connection::open(program.address).await?;
    connection.call(&request).await?.success()?;
    Ok(program.since_start.elapsed_ns() as f64 / 1e6)
}

/// A figure of failed calls means nothing.
pub(super) fn check(measured: &Measured) -> io::Result<()> {
    let Some(failure) = &measured.first_failure else { return Ok(()) };
    Err(io::Error::other(format!("{} of {} calls failed: {failure}", measured.failures, measured.requests)))
}
