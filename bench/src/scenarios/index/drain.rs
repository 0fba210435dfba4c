//! A backlog that is received and deleted, all of it or all but one in a thousand: the last of it must cost what the first did,
//! the space must come back, and the few that stay must stay whole.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::backlog::report_disk;
use super::calls::Client;
use super::echoes;
use super::fifths::{self, FIFTHS, Fifth, SLICES};
use super::fifths_plots;
use super::rest::{Disk, settled_disk, settled_memory};
use super::restart::{End, First};
use super::{Findings, Index, Line, MIB, Place, Sort, Tally};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;
use crate::machine::Machine;
use crate::procfs;
use crate::scenarios::Server;

/// One message in so many stays.
const STRAGGLERS: u64 = 1000;
/// The largest segments, of which four may be there however little is alive.
const SEGMENT_BYTES: u64 = 64 << 20;
const SEGMENTS: u64 = 4;
/// The least share of a segment that is alive, on average.
const LIVE_SHARE: f64 = 0.25;
/// What a message takes beside its text.
const OVERHEAD_BYTES: u64 = 64;
const RESTART_S: f64 = 1.0;

impl Index<'_> {
    /// With `stragglers`, one message in a thousand is not deleted.
    pub(super) async fn drain(
        &self,
        place: Place,
        stragglers: bool,
        findings: &mut Findings,
    ) -> io::Result<()> {
        let (mut server, idle) = self.start(place).await?;
        findings.memory("idle", idle);
        let directory = self.bench.scratch.join(place.directory);
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let urls = vec![client.queue("drain").await?];
        let url = urls[0].clone();
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        let messages = self.options.messages;
        let batches = messages / BATCH_ENTRIES as u64;
        let echoes = self.echoes(&server).await?;
        let mut sends = Vec::new();
        for number in 0..FIFTHS {
            let mut fifth = Fifth::default();
            for at in 0..SLICES {
                let (from, to) = fifths::slice(batches, number, at);
                let (seconds, cpu_s) = self.fill(&server, &plan, from, to).await?;
                let echo_us = echoes::message_us(&echoes.sends).await?;
                fifth.add((to - from) * BATCH_ENTRIES as u64, seconds, cpu_s, echo_us);
                fifth.waiting = to * BATCH_ENTRIES as u64;
            }
            sends.push(with_memory(fifth, &server, &directory, 0)?);
        }
        fifths::report(&sends, "sends", findings);
        let full = Disk::of(&directory)?;
        findings.fact("full: disk", full.total_bytes() as f64 / MIB, "MiB", Bound::None);

        let keeps = if stragglers { is_straggler } else { |_| false };
        let tally = Arc::new(Tally::new(messages, 0));
        let (mut kept, mut takes) = (Vec::new(), Vec::new());
        for number in 0..FIFTHS {
            let mut fifth = Fifth::default();
            for at in 0..SLICES {
                let (from, to) = fifths::slice(messages, number, at);
                let taken = self.take(&server, &plan, &tally, to, keeps).await?;
                kept.extend(taken.kept.into_iter().flatten());
                let echo_us = echoes::message_us(&echoes.takes).await?;
                fifth.add(to - from, taken.seconds, taken.cpu_s, echo_us);
                fifth.waiting = messages - to;
            }
            takes.push(with_memory(fifth, &server, &directory, kept.len() as u64)?);
        }
        drop(echoes);
        fifths::report(&takes, "receives and deletes", findings);
        self.plot(place, &sends, &takes, findings);
        findings.verdict("all messages", &tally.verdict(0..messages));
        let stragglers = if stragglers { messages.div_ceil(STRAGGLERS) } else { 0 };
        findings.exactly("messages not deleted", kept.len() as u64, stragglers);
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("drained", client.counts(&url).await?, 0, stragglers);

        let (disk, settled_s) = settled_disk(&directory).await?;
        report_disk(findings, "drained", &disk, messages);
        let live = stragglers * (self.options.size_bytes as u64 + OVERHEAD_BYTES);
        let most = (SEGMENTS * SEGMENT_BYTES) as f64 + live as f64 / LIVE_SHARE;
        let total = disk.total_bytes() as f64;
        findings.fact("drained: disk, all files", total / MIB, "MiB", Bound::AtMost(most / MIB));
        findings.fact(
            "drained: disk, share of the full one",
            total / full.total_bytes() as f64,
            "",
            Bound::None,
        );
        findings.fact("drained: disk is still after", settled_s, "s", Bound::None);
        let memory = settled_memory(&server.program, &server.caller).await?;
        findings.memory("drained", memory);
        let line = Line { in_flight: stragglers, runs: disk.segments, ..Line::NOTHING };
        let resident = memory.resident_bytes as f64 / MIB;
        findings.fact("memory when drained", resident, "MiB", Bound::AtMost(line.mib()));

        // Handles that are older than copies and restarts.
        client = Client::open(server.program.address, &server.caller).await?;
        client.show(&url, &kept).await?;
        for end in [End::Clean, End::Killed] {
            let first = First { url: &url, holds: stragglers > 0, line_s: RESTART_S };
            server = self.restart(server, place, end, first, findings).await?;
            client = Client::open(server.program.address, &server.caller).await?;
            findings.counts("the rest, restarted", client.counts(&url).await?, stragglers, 0);
        }

        let plan = self.plan(&server, urls, Sort::Plain);
        let left = (0..messages).step_by(STRAGGLERS as usize).take(stragglers as usize);
        let tally = Arc::new(Tally::new(messages, 0));
        // One more than there are: a receive that brings nothing is what ends it.
        self.take(&server, &plan, &tally, stragglers + 1, |_| false).await?;
        findings.verdict("the rest", &tally.verdict(left));
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("empty", client.counts(&url).await?, 0, 0);
        server.program.stop()
    }
}

impl Index<'_> {
    fn plot(&self, place: Place, sends: &[Fifth], takes: &[Fifth], findings: &mut Findings) {
        let messages = self.options.messages as f64 / 1e6;
        let size = self.options.size_bytes;
        let kept = if place.directory == "drain" { ", one in 1,000 never deleted" } else { "" };
        let what = format!("{messages} million messages of {size} B{kept}");
        let notes = [Machine::here(self.bench.scratch).sentence()];
        let name = |kind| format!("{}-{kind}.svg", place.directory);
        let title = format!("What a backlog costs from first to last: {what}");
        findings.plots.push((name("throughput"), fifths_plots::throughput(&title, &notes, sends, takes)));
        let title = format!("Memory by backlog: {what}");
        findings.plots.push((name("memory"), fifths_plots::memory(&title, &notes, sends, takes)));
    }
}

/// A part that has just ended, with the memory that the server has now and may have.
fn with_memory(fifth: Fifth, server: &Server, directory: &Path, in_flight: u64) -> io::Result<Fifth> {
    let runs = Disk::of(directory)?.segments;
    let line = Line { waiting: fifth.waiting, in_flight, runs, ..Line::NOTHING };
    let resident_bytes = procfs::memory(server.program.pid())?.resident_bytes;
    Ok(Fifth { resident_bytes, line_mib: line.mib(), ..fifth })
}

fn is_straggler(number: u64) -> bool {
    number.is_multiple_of(STRAGGLERS)
}
