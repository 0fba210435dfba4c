//! Messages that wait, on one queue or on many: what they cost while they do, and what they cost those that are received.

use std::io;

use super::calls::Client;
use super::checkpoints;
use super::compare::compare;
use super::rest::{Disk, settled_memory};
use super::restart::{End, First};
use super::{Findings, Index, Line, MIB, Place, Sort, grown_each};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;
use crate::procfs;

/// Restarts at any backlog, in seconds of CPU.
const RESTART_S: f64 = 1.0;

impl Index<'_> {
    pub(super) async fn backlog(&self, place: Place, queues: u64, findings: &mut Findings) -> io::Result<()> {
        let (mut server, idle) = self.start(place).await?;
        findings.memory("idle", idle);
        let directory = self.bench.scratch.join(place.directory);
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let mut urls = Vec::new();
        for number in 0..queues {
            urls.push(client.queue(&format!("backlog-{number}")).await?);
        }
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        let messages = self.options.messages;
        let batches = messages / BATCH_ENTRIES as u64;
        let (tenth, last) = (batches / 10, batches - batches / 10);

        let busy_before = procfs::machine_busy_ns()?;
        let loader_before = procfs::cpu_ns(std::process::id())?;
        let (first_s, first_cpu) = self.fill(&server, &plan, 0, tenth).await?;
        let (middle_s, middle_cpu) = self.fill(&server, &plan, tenth, last).await?;
        let (last_s, last_cpu) = self.fill(&server, &plan, last, batches).await?;
        let (seconds, cpu_s) = (first_s + middle_s + last_s, first_cpu + middle_cpu + last_cpu);
        let loader_s = (procfs::cpu_ns(std::process::id())? - loader_before) as f64 / 1e9;
        let busy_s = (procfs::machine_busy_ns()? - busy_before) as f64 / 1e9;
        let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
        let others = (busy_s - loader_s - cpu_s).max(0.0) / (seconds * cores) * 100.0;

        let tenth = (tenth * BATCH_ENTRIES as u64) as f64;
        findings.fact("sends a second, first tenth", tenth / first_s, "", Bound::None);
        findings.fact("sends a second, last tenth", tenth / last_s, "", Bound::None);
        let each = |cpu_s: f64, sent: f64| cpu_s * 1e6 / sent;
        findings.fact("server CPU a send, all", each(cpu_s, messages as f64), "µs", Bound::None);
        let grown = last_cpu / first_cpu;
        findings.fact("server CPU a send, last tenth over first", grown, "", Bound::AtMost(1.2));
        findings.fact("the machine's share that others took", others, "%", Bound::None);

        let unsettled = procfs::memory(server.program.pid())?;
        findings.memory("after the sends", unsettled);
        let waiting = settled_memory(&server.program, &server.caller).await?;
        findings.memory("waiting", waiting);
        let disk = Disk::of(&directory)?;
        let line = Line { waiting: messages, runs: queues * disk.segments, ..Line::NOTHING };
        let resident = waiting.resident_bytes as f64 / MIB;
        findings.fact("memory with the backlog", resident, "MiB", Bound::AtMost(line.mib()));
        let peak = waiting.peak_bytes as f64 / MIB;
        findings.fact("memory at its peak", peak, "MiB", Bound::None);
        // The constant is not a message's, but buffers grow with the first ones: it has to fit into the line.
        let spare = 40.0 * MIB - idle.resident_bytes as f64;
        let most = (line.bytes() as f64 + spare) / messages as f64;
        let each = grown_each(idle, waiting, messages);
        findings.fact("memory of a waiting message over idle", each, "B", Bound::AtMost(most));
        report_disk(findings, "waiting", &disk, messages);
        checkpoints::report(&server, "after the sends", findings).await?;
        // A connection that was idle for so long may be closed.
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("after the sends", client.counts_of(&urls).await?, messages, 0);

        let first = || First { url: &urls[0], holds: true, line_s: RESTART_S };
        server = self.restart(server, place, End::Clean, first(), findings).await?;
        findings.memory("restarted", settled_memory(&server.program, &server.caller).await?);
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("restarted", client.counts_of(&urls).await?, messages, 0);

        server.program.stop()?;
        server = self.server(Place { one_thread: true, ..place })?;
        client = Client::open(server.program.address, &server.caller).await?;
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        compare(&server.program, &mut client, &plan, messages, findings).await?;
        findings.counts("after the receives", client.counts_of(&urls).await?, messages, 0);
        server.program.stop()?;

        server = self.server(place)?;
        // What was just sent is in no checkpoint.
        let plan = self.plan(&server, urls.clone(), Sort::Plain);
        let more = (batches / 20).max(1);
        self.fill(&server, &plan, batches * 2, batches * 2 + more).await?;
        let messages = messages + more * BATCH_ENTRIES as u64;
        server = self.restart(server, place, End::Killed, first(), findings).await?;
        let memory = settled_memory(&server.program, &server.caller).await?;
        findings.memory("restarted after kill -9", memory);
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("restarted after kill -9", client.counts_of(&urls).await?, messages, 0);
        server.program.stop()
    }
}

/// Space by the kind of file.
pub fn report_disk(findings: &mut Findings, when: &str, disk: &Disk, messages: u64) {
    let kinds = [
        ("segments", disk.segment_bytes),
        ("sidecars", disk.sidecar_bytes),
        ("checkpoints", disk.checkpoint_bytes),
        ("spares", disk.spare_bytes),
        ("other files", disk.other_bytes),
    ];
    for (kind, bytes) in kinds {
        findings.fact(format!("{when}: disk, {kind}"), bytes as f64 / MIB, "MiB", Bound::None);
    }
    findings.fact(format!("{when}: number of segments"), disk.segments as f64, "", Bound::None);
    let sidecars = disk.sidecar_bytes as f64 / messages.max(1) as f64;
    findings.fact(format!("{when}: sidecar bytes a message"), sidecars, "B", Bound::None);
}
