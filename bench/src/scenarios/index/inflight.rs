//! Messages that are all in flight: what each keeps in memory.

use std::io;
use std::sync::Arc;

use super::calls::Client;
use super::checkpoints;
use super::rest::{Disk, settled_memory};
use super::{Findings, Index, Line, MIB, Place, Plan, Sort, Tally, grown_each};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;
use crate::scenarios::Server;

/// A queue allows 120,000.
const IN_FLIGHT: u64 = 100_000;
/// Bytes of other messages that are sent and deleted before memory is looked at: more than the largest segment holds, so that
/// what is measured stands in sealed segments alone.
const FILLER_BYTES: u64 = 80 << 20;

impl Index<'_> {
    pub(super) async fn inflight(&self, findings: &mut Findings) -> io::Result<()> {
        let (server, idle) = self.start(Place::of("inflight")).await?;
        findings.memory("idle", idle);
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let filler = self.plan(&server, vec![client.queue("filler").await?], Sort::Plain);
        let urls = vec![client.queue("inflight").await?];
        let url = urls[0].clone();
        let plan = self.plan(&server, urls, Sort::Plain);
        let batches = self.options.scaled(IN_FLIGHT).next_multiple_of(100) / BATCH_ENTRIES as u64;
        let messages = batches * BATCH_ENTRIES as u64;

        self.pass_by(&server, &filler, 0).await?;
        let before = settled_memory(&server.program, &server.caller).await?;
        findings.memory("before", before);

        self.fill(&server, &plan, 0, batches).await?;
        self.pass_by(&server, &filler, 1).await?;
        let waiting = settled_memory(&server.program, &server.caller).await?;
        findings.memory("waiting", waiting);

        let tally = Arc::new(Tally::new(messages, 0));
        let kept = self.take(&server, &plan, &tally, messages, |_| true).await?.kept.swap_remove(0);
        findings.verdict("all messages", &tally.verdict(0..messages));
        let in_flight = settled_memory(&server.program, &server.caller).await?;
        findings.memory("in flight", in_flight);
        checkpoints::report(&server, "in flight", findings).await?;
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("in flight", client.counts(&url).await?, 0, messages);

        let disk = Disk::of(&self.bench.scratch.join("inflight"))?;
        let line = Line { waiting: messages, in_flight: messages, runs: disk.segments, ..Line::NOTHING };
        let resident = in_flight.resident_bytes as f64 / MIB;
        findings.fact("memory in flight", resident, "MiB", Bound::AtMost(line.mib()));
        let over_waiting = grown_each(waiting, in_flight, messages);
        findings.fact("memory of one in flight over waiting", over_waiting, "B", Bound::AtMost(64.0));
        let over_idle = grown_each(before, in_flight, messages);
        findings.fact("memory of one in flight over none", over_idle, "B", Bound::AtMost(64.0 + 5.0));

        client.delete(&url, &kept).await?;
        findings.counts("deleted", client.counts(&url).await?, 0, 0);
        let deleted = settled_memory(&server.program, &server.caller).await?;
        findings.memory("deleted", deleted);
        server.program.stop()
    }

    /// Messages that come and go, for the `nth` time: when they have, what was there before stands in sealed segments.
    pub(super) async fn pass_by(&self, server: &Server, plan: &Arc<Plan>, nth: u64) -> io::Result<()> {
        let messages = self.options.scaled(FILLER_BYTES) / self.options.size_bytes as u64;
        let batches = messages.div_ceil(BATCH_ENTRIES as u64);
        let passed = self.pass(server, plan, batches * nth..batches * (nth + 1), u64::MAX).await?;
        match passed.tally.distinct() == batches * BATCH_ENTRIES as u64 {
            true => Ok(()),
            false => Err(io::Error::other("not every message that was to pass by came")),
        }
    }
}
