//! What large backlogs cost: memory, latency, restarts and disk space, against the lines of the index on disk. Everything
//! that is received is counted on the way: nothing may be lost, doubled or out of order.

mod backlog;
pub(super) mod calls;
mod checkpoints;
mod compare;
mod dedup;
mod drain;
mod echoes;
mod fair;
mod fifths;
mod fifths_plots;
mod inflight;
pub(super) mod messages;
mod options;
mod report;
pub(super) mod rest;
mod restart;
mod returned;
mod scripts;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use millpond_runtime::Stopwatch;

use super::{Bench, Scratch, Server};
use crate::figures::{Bound, Fact};
use crate::load::run_out;
use crate::machine::Machine;
use crate::procfs::{self, Memory};
use calls::{Client, Counts};
use messages::{Plan, Sort, Tally, Texts, Verdict};
use options::{Options, Which};
use scripts::{CONNECTIONS, Pass, Send, Take, Taking};

const MIB: f64 = 1024.0 * 1024.0;
/// Batches that are sent, received and deleted before a server's memory counts as idle: by then its buffers have their sizes.
const WARM_UP_BATCHES: u64 = 2000;

/// What one scenario has found.
#[derive(Default)]
pub struct Findings {
    facts: Vec<Fact>,
    /// Counts that have one right value. A server that misses one keeps not what it promises, and its figures mean nothing.
    checks: Vec<Fact>,
    /// Names of files and what is to stand in them.
    plots: Vec<(String, String)>,
}

impl Findings {
    fn fact(&mut self, what: impl Into<String>, value: f64, unit: &'static str, bound: Bound) {
        self.facts.push(Fact { what: what.into(), value, unit, bound });
    }

    /// A count that has one right value.
    fn exactly(&mut self, what: impl Into<String>, value: u64, right: u64) {
        let right = right as f64;
        let bound = Bound::Between(right, right);
        self.checks.push(Fact { what: what.into(), value: value as f64, unit: "", bound });
    }

    fn broken(&self) -> impl Iterator<Item = &Fact> {
        self.checks.iter().filter(|check| check.bound.met_by(check.value) == Some(false))
    }

    /// The counts of one or several queues.
    fn counts(&mut self, when: &str, counts: Counts, waiting: u64, in_flight: u64) {
        self.exactly(format!("{when}: messages waiting"), counts.waiting, waiting);
        self.exactly(format!("{when}: in flight"), counts.in_flight, in_flight);
        self.exactly(format!("{when}: delayed"), counts.delayed, 0);
    }

    /// What became of messages that were all to come once.
    fn verdict(&mut self, what: &str, verdict: &Verdict) {
        self.exactly(format!("{what}: lost"), verdict.lost, 0);
        self.exactly(format!("{what}: doubled"), verdict.doubled, 0);
        self.exactly(format!("{what}: damaged or not expected"), verdict.strange, 0);
        self.exactly(format!("{what}: out of order"), verdict.disordered, 0);
    }

    fn memory(&mut self, when: &str, memory: Memory) {
        self.fact(format!("{when}: RSS"), memory.resident_bytes as f64 / MIB, "MiB", Bound::None);
        self.fact(format!("{when}: RSS, anonymous"), memory.anonymous_bytes as f64 / MIB, "MiB", Bound::None);
    }
}

/// Runs what was asked for, and tells of each scenario as it ends.
pub fn run(given: &[String]) -> io::Result<()> {
    if given.iter().any(|argument| matches!(&argument[..], "help" | "--help" | "-h")) {
        print!("{}", options::HELP);
        return Ok(());
    }
    let options = Options::parse(given)?;
    let scratch = Scratch::new(&options.common.dir)?;
    let report = report::Report::begin(&options, Machine::here(&scratch.0))?;
    let index = Index { bench: Bench { arguments: &options.common, scratch: &scratch.0 }, options: &options };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut found, mut failure) = (Vec::new(), None);
    for which in &options.scenarios {
        eprintln!("{} …", which.name());
        let mut findings = Findings::default();
        let done = runtime.block_on(index.run(*which, &mut findings));
        report.scenario(which.name(), &findings)?;
        for (name, svg) in &findings.plots {
            options.common.plot(name, svg)?;
        }
        found.push((which.name(), findings));
        if let Err(error) = done {
            failure = Some(format!("{}: {error}", which.name()));
            break;
        }
    }
    report::Report::end(&found);
    let broken: usize = found.iter().map(|(_, findings)| findings.broken().count()).sum();
    match failure {
        None if broken == 0 => Ok(()),
        None => Err(io::Error::other(format!("{broken} counts are not what they must be"))),
        Some(failure) => {
            let path = scratch.keep();
            Err(io::Error::other(format!(
                "{failure}\nThe data and what the server said stay in {}",
                path.display()
            )))
        }
    }
}

/// What the scenarios share.
struct Index<'a> {
    bench: Bench<'a>,
    options: &'a Options,
}

impl Index<'_> {
    async fn run(&self, which: Which, findings: &mut Findings) -> io::Result<()> {
        match which {
            Which::Backlog => self.backlog(Place::of("backlog"), self.options.queues, findings).await,
            Which::Queues => {
                let queues = self.options.scaled(options::QUEUES).max(1);
                self.backlog(Place::of("queues"), queues, findings).await
            }
            Which::Wide => {
                let queues = self.options.scaled(options::WIDE_QUEUES).max(1);
                self.backlog(Place::of("wide"), queues, findings).await
            }
            Which::Empty => self.drain(Place::of("empty"), false, findings).await,
            Which::Drain => self.drain(Place::of("drain"), true, findings).await,
            Which::Dedup => self.dedup(findings).await,
            Which::Fair => self.fair(findings).await,
            Which::Inflight => self.inflight(findings).await,
            Which::Returned => self.returned(findings).await,
        }
    }

    /// A server at an empty place, its buffers warm, and its memory when idle.
    async fn start(&self, place: Place) -> io::Result<(Server, Memory)> {
        let server = self.server(place)?;
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let plan = self.plan(&server, vec![client.queue("warm-up").await?], Sort::Plain);
        let batches = self.options.scaled(WARM_UP_BATCHES).max(CONNECTIONS);
        let tally = self.pass(&server, &plan, 0..batches, u64::MAX).await?.tally;
        if tally.distinct() != batches * 10 {
            return Err(io::Error::other("not every message of the warm-up came"));
        }
        let idle = rest::settled_memory(&server.program, &server.caller).await?;
        Ok((server, idle))
    }

    fn server(&self, place: Place) -> io::Result<Server> {
        let mut settings = Vec::new();
        if place.test_clock {
            settings.push("--test-clock");
        }
        if place.one_thread {
            settings.extend(["--threads", "1"]);
        }
        let program = self.bench.start_program_with(place.directory, &settings)?;
        let caller = Arc::new(crate::caller::Caller::new(program.address));
        Ok(Server { program, caller, has_metrics: false })
    }

    fn plan(&self, server: &Server, urls: Vec<Arc<str>>, sort: Sort) -> Arc<Plan> {
        self.plan_of(server, urls, sort, self.options.size_bytes)
    }

    fn plan_of(&self, server: &Server, urls: Vec<Arc<str>>, sort: Sort, size_bytes: usize) -> Arc<Plan> {
        let texts = Arc::new(Texts::new(size_bytes));
        Arc::new(Plan { caller: server.caller.clone(), texts, urls, sort })
    }

    /// Sends these batches; gives the time and the server's CPU for it, in seconds.
    async fn fill(&self, server: &Server, plan: &Arc<Plan>, from: u64, end: u64) -> io::Result<(f64, f64)> {
        let cpu_before = procfs::cpu_ns(server.program.pid())?;
        let watch = Stopwatch::start();
        run_out(server.program.address, Send::all(plan, from, end)).await?;
        let seconds = watch.elapsed_ns() as f64 / 1e9;
        let cpu_ns = procfs::cpu_ns(server.program.pid())? - cpu_before;
        Ok((seconds, cpu_ns as f64 / 1e9))
    }

    /// Receives and deletes what is on the queues of a plan until `expected` different messages have come in all.
    async fn take(
        &self,
        server: &Server,
        plan: &Arc<Plan>,
        tally: &Arc<Tally>,
        expected: u64,
        keeps: fn(u64) -> bool,
    ) -> io::Result<Taken> {
        let cpu_before = procfs::cpu_ns(server.program.pid())?;
        let taking = self.taking(plan, tally, expected, 1, keeps);
        let mut kept = vec![Vec::new(); plan.urls.len()];
        for take in run_out(server.program.address, Take::all(&taking)).await? {
            take.kept.into_iter().for_each(|(queue, handle)| kept[queue].push(handle));
        }
        let cpu_ns = procfs::cpu_ns(server.program.pid())? - cpu_before;
        let seconds = taking.last_ns.load(Ordering::Relaxed) as f64 / 1e9;
        Ok(Taken { kept, seconds, cpu_s: cpu_ns as f64 / 1e9 })
    }

    /// Sends batches and takes their messages at once.
    async fn pass(
        &self,
        server: &Server,
        plan: &Arc<Plan>,
        batches: std::ops::Range<u64>,
        keep_every: u64,
    ) -> io::Result<Passed> {
        let groups = if let Sort::Fifo { groups } = plan.sort { groups } else { 0 };
        let tally = Arc::new(Tally::new(batches.end * 10, groups));
        let messages = (batches.end - batches.start) * 10;
        let taking = self.taking(plan, &tally, messages, 0, |_| false);
        let passes = Pass::all(plan, batches, &taking, keep_every);
        let passes = run_out(server.program.address, passes).await?;
        self.take(server, plan, &tally, messages, |_| false).await?;
        Ok(Passed { tally, kept: passes.into_iter().flat_map(|pass| pass.send.kept).collect() })
    }

    fn taking(
        &self,
        plan: &Plan,
        tally: &Arc<Tally>,
        expected: u64,
        wait_seconds: u32,
        keeps: fn(u64) -> bool,
    ) -> Arc<Taking> {
        Arc::new(Taking {
            caller: plan.caller.clone(),
            urls: plan.urls.clone(),
            texts: plan.texts.clone(),
            tally: tally.clone(),
            wait_seconds,
            expected,
            keeps,
            since: Stopwatch::start(),
            last_ns: AtomicU64::new(0),
        })
    }
}

/// Where a scenario's server runs, and how.
#[derive(Clone, Copy)]
struct Place {
    directory: &'static str,
    test_clock: bool,
    /// Not one a core.
    one_thread: bool,
}

impl Place {
    fn of(directory: &'static str) -> Place {
        Place { directory, test_clock: false, one_thread: false }
    }
}

/// What it took to receive and delete messages.
struct Taken {
    /// The handles of those that were not deleted, queue by queue.
    kept: Vec<Vec<String>>,
    /// Until the last one came.
    seconds: f64,
    /// The server's.
    cpu_s: f64,
}

/// What became of messages that were sent and taken at once.
struct Passed {
    tally: Arc<Tally>,
    /// Batches and the answers to them.
    kept: Vec<(u64, Vec<u8>)>,
}

/// Memory that a server may have, in bytes: the line of docs and design, all its terms.
struct Line {
    waiting: u64,
    in_flight: u64,
    runs: u64,
    fifo_sends: u64,
    groups: u64,
}

impl Line {
    const NOTHING: Line = Line { waiting: 0, in_flight: 0, runs: 0, fifo_sends: 0, groups: 0 };

    /// The marginal part.
    fn bytes(&self) -> u64 {
        5 * self.waiting
            + 64 * self.in_flight
            + 24 * self.runs
            + FIFO_SEND_BYTES_MAX * self.fifo_sends
            + 48 * self.groups
    }

    /// With the constant part.
    fn mib(&self) -> f64 {
        40.0 + self.bytes() as f64 / MIB
    }
}

/// Memory that a send's deduplication id may take while it is remembered.
const FIFO_SEND_BYTES_MAX: u64 = 64;

/// What memory has grown by, for each of so many things.
fn grown_each(from: Memory, to: Memory, things: u64) -> f64 {
    (to.anonymous_bytes as f64 - from.anonymous_bytes as f64) / things.max(1) as f64
}
