//! A backlog of which one in a thousand is not deleted: the space of the others must come back, and the few must stay whole.

use std::io;
use std::sync::Arc;

use millpond_runtime::Stopwatch;

use super::backlog::report_disk;
use super::calls::Client;
use super::rest::{Disk, settled_disk, settled_memory};
use super::restart::{End, First};
use super::{Findings, Index, Line, MIB, Place, Sort, Tally};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;
use crate::procfs;

/// One message in so many stays.
const STRAGGLERS: u64 = 1000;
/// The largest segments, of which four may be there however little is alive.
const SEGMENT_BYTES: u64 = 64 << 20;
const SEGMENTS: u64 = 4;
/// The least share of a segment that is alive, on average.
const LIVE_SHARE: f64 = 0.25;
/// The messages are sent and taken in so many parts, and the last is compared with the first.
const FIFTHS: u64 = 5;
/// What a message takes beside its text.
const OVERHEAD_BYTES: u64 = 64;
const RESTART_S: f64 = 1.0;

impl Index<'_> {
    pub(super) async fn drain(&self, findings: &mut Findings) -> io::Result<()> {
        let place = Place::of("drain");
        let (mut server, idle) = self.start(place).await?;
        findings.memory("idle", idle);
        let directory = self.bench.scratch.join(place.directory);
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let urls = vec![client.queue("drain").await?];
        let url = urls[0].clone();
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        let messages = self.options.messages;
        let batches = messages / BATCH_ENTRIES as u64;
        let mut sends = Fifths::default();
        for fifth in 0..FIFTHS {
            let (from, to) = (batches * fifth / FIFTHS, batches * (fifth + 1) / FIFTHS);
            sends.note((to - from) * BATCH_ENTRIES as u64, self.fill(&server, &plan, from, to).await?);
        }
        sends.report("sends", findings);
        let full = Disk::of(&directory)?;
        findings.fact("full: disk", full.total_bytes() as f64 / MIB, "MiB", Bound::None);

        let tally = Arc::new(Tally::new(messages, 0));
        let (mut kept, mut takes) = (Vec::new(), Fifths::default());
        for fifth in 0..FIFTHS {
            let (from, to) = (messages * fifth / FIFTHS, messages * (fifth + 1) / FIFTHS);
            let cpu_before = procfs::fine_cpu_ns(server.program.pid())?;
            let watch = Stopwatch::start();
            kept.extend(self.take(&server, &plan, &tally, to, is_straggler).await?.swap_remove(0));
            let seconds = watch.elapsed_ns() as f64 / 1e9;
            let cpu_ns = procfs::fine_cpu_ns(server.program.pid())?.saturating_sub(cpu_before);
            takes.note(to - from, (seconds, cpu_ns as f64 / 1e9));
        }
        takes.report("receives and deletes", findings);
        findings.verdict("all messages", &tally.verdict(0..messages));
        let stragglers = messages.div_ceil(STRAGGLERS);
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
            let first = First { url: &url, holds: true, line_s: RESTART_S };
            server = self.restart(server, place, end, first, findings).await?;
            client = Client::open(server.program.address, &server.caller).await?;
            findings.counts("the rest, restarted", client.counts(&url).await?, stragglers, 0);
        }

        let plan = self.plan(&server, urls, Sort::Plain);
        let tally = Arc::new(Tally::new(messages, 0));
        // One more than there are: a receive that brings nothing is what ends it.
        self.take(&server, &plan, &tally, stragglers + 1, |_| false).await?;
        findings.verdict("the rest", &tally.verdict((0..messages).step_by(STRAGGLERS as usize)));
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("empty", client.counts(&url).await?, 0, 0);
        server.program.stop()
    }
}

/// What each fifth of the messages cost.
#[derive(Default)]
struct Fifths(Vec<(u64, f64, f64)>);

impl Fifths {
    fn note(&mut self, messages: u64, (seconds, cpu_s): (f64, f64)) {
        self.0.push((messages, seconds, cpu_s));
    }

    /// The last one beside the first.
    fn report(&self, what: &str, findings: &mut Findings) {
        let [Some((first, first_s, first_cpu)), Some((last, last_s, last_cpu))] =
            [self.0.first(), self.0.last()]
        else {
            return;
        };
        let (first, last) = (*first as f64, *last as f64);
        findings.fact(format!("{what} a second, first fifth"), first / first_s, "", Bound::None);
        findings.fact(format!("{what} a second, last fifth"), last / last_s, "", Bound::None);
        findings.fact(
            format!("{what}: server CPU a message, first fifth"),
            first_cpu * 1e6 / first,
            "µs",
            Bound::None,
        );
        let grown = (last_cpu / last) / (first_cpu / first);
        findings.fact(
            format!("{what}: server CPU a message, last fifth over first"),
            grown,
            "",
            Bound::AtMost(1.1),
        );
    }
}

fn is_straggler(number: u64) -> bool {
    number.is_multiple_of(STRAGGLERS)
}
