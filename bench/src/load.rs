//! Keeps connections busy and measures, between two moments, what they got and what the server spent on it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use millpond_runtime::Stopwatch;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::histogram::Histogram;
use crate::http::Connection;
use crate::metrics::{self, LogCounters};
use crate::procfs::{self, Thread};
use crate::program::Program;
use crate::scripts::Script;

/// What happened between two moments.
#[derive(Clone, Default)]
pub struct Measured {
    pub requests: u64,
    /// Requests that were not answered as they should be.
    pub failures: u64,
    pub first_failure: Option<String>,
    pub elapsed_ns: u64,
    pub latency: Histogram,
    /// CPU of the server's process.
    pub cpu_ns: u64,
    /// The same by the names of its threads.
    pub threads: Vec<(String, u64)>,
    /// How often one of its threads gave up its core for want of work.
    pub sleeps: u64,
    /// CPU of this process.
    pub loader_cpu_ns: u64,
    /// CPU that neither of the two used.
    pub others_cpu_ns: u64,
    pub commits: Option<u64>,
    pub log_bytes: Option<u64>,
    /// Bytes the server's process sent to the device.
    pub written_bytes: u64,
}

impl Measured {
    /// The server's CPU for one request, in microseconds.
    pub fn cpu_us(&self) -> f64 {
        self.cpu_ns as f64 / 1000.0 / self.requests.max(1) as f64
    }

    /// Adds what the same server did later.
    pub fn add(&mut self, later: Measured) {
        self.requests += later.requests;
        self.failures += later.failures;
        self.first_failure = self.first_failure.take().or(later.first_failure);
        self.elapsed_ns += later.elapsed_ns;
        self.latency.add(&later.latency);
        self.cpu_ns += later.cpu_ns;
        self.sleeps += later.sleeps;
        self.loader_cpu_ns += later.loader_cpu_ns;
        self.others_cpu_ns += later.others_cpu_ns;
        self.written_bytes += later.written_bytes;
        let sum = |mine: Option<u64>, theirs: Option<u64>| mine.map_or(theirs, |mine| Some(mine + theirs?));
        self.commits = sum(self.commits, later.commits);
        self.log_bytes = sum(self.log_bytes, later.log_bytes);
        for (name, ns) in later.threads {
            procfs::add_thread(&mut self.threads, &name, ns);
        }
    }
}

/// How long to run before measuring, and then at most.
#[derive(Clone, Copy)]
pub struct Timing {
    pub warm_up: Duration,
    pub length: Duration,
}

/// What a measurement gives back.
pub struct Round<S> {
    pub measured: Measured,
    /// To go on with, unless one of them is out of work.
    pub scripts: Vec<S>,
    pub out_of_work: bool,
}

/// Runs the scripts, one connection each, until the time is over or one of them has no work left.
pub async fn measure<S: Script>(
    server: &Program,
    has_metrics: bool,
    scripts: Vec<S>,
    timing: Timing,
) -> io::Result<Round<S>> {
    let shared = Arc::new(Shared::default());
    let connections = connect(server.address, scripts, &shared).await?;
    shared.work_for(timing.warm_up).await;

    let counters_before = counters(server, has_metrics).await?;
    let before = Usage::of(server.pid())?;
    let watch = Stopwatch::start();
    shared.enter(Phase::Measuring);
    shared.work_for(timing.length).await;
    shared.enter(Phase::Over);
    let elapsed_ns = watch.elapsed_ns();
    let after = Usage::of(server.pid())?;
    let counters_after = counters(server, has_metrics).await?;

    let mut measured = after.since(&before);
    measured.elapsed_ns = elapsed_ns;
    let passed = |after: Option<u64>, before: Option<u64>| Some(after?.saturating_sub(before?));
    measured.commits = passed(counters_after.commits, counters_before.commits);
    measured.log_bytes = passed(counters_after.bytes, counters_before.bytes);

    let (mut scripts, mut out_of_work) = (Vec::new(), false);
    for connection in connections {
        let driven = connection.await??;
        out_of_work |= driven.out_of_work;
        measured.requests += driven.requests;
        measured.failures += driven.failures;
        measured.first_failure = measured.first_failure.or(driven.first_failure);
        measured.latency.add(&driven.latency);
        scripts.push(driven.script);
    }
    Ok(Round { measured, scripts, out_of_work })
}

/// Runs the scripts until none has any work left, and gives them back.
pub async fn run_out<S: Script>(address: SocketAddr, scripts: Vec<S>) -> io::Result<Vec<S>> {
    let shared = Arc::new(Shared::default());
    shared.enter(Phase::Measuring);
    let mut done = Vec::new();
    for connection in connect(address, scripts, &shared).await? {
        let driven = connection.await??;
        if let Some(failure) = driven.first_failure {
            return Err(io::Error::other(failure));
        }
        done.push(driven.script);
    }
    Ok(done)
}

async fn counters(server: &Program, has_metrics: bool) -> io::Result<LogCounters> {
    if has_metrics { metrics::log_counters(server.address).await } else { Ok(LogCounters::default()) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Warming,
    Measuring,
    Over,
}

/// What the connections and the one who measures tell each other.
#[derive(Default)]
struct Shared {
    phase: AtomicU8,
    out_of_work: Notify,
}

impl Shared {
    fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Warming,
            1 => Phase::Measuring,
            _ => Phase::Over,
        }
    }

    fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Lets the connections work for a time, or until one has stopped.
    async fn work_for(&self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.out_of_work.notified() => self.out_of_work.notify_one(),
        }
    }
}

/// What one connection did.
struct Driven<S> {
    script: S,
    out_of_work: bool,
    requests: u64,
    failures: u64,
    first_failure: Option<String>,
    latency: Histogram,
}

type Driving<S> = JoinHandle<io::Result<Driven<S>>>;

/// Opens all connections before the first of them speaks.
async fn connect<S: Script>(
    address: SocketAddr,
    scripts: Vec<S>,
    shared: &Arc<Shared>,
) -> io::Result<Vec<Driving<S>>> {
    let mut connections = Vec::new();
    for script in scripts {
        connections.push((Connection::open(address).await?, script));
    }
    let drive = |(connection, script)| {
        let shared = shared.clone();
        tokio::spawn(async move {
            let driven = drive(connection, script, &shared).await;
            // Out of work, out of time or broken: in each case there is nothing more to wait for.
            shared.out_of_work.notify_one();
            driven
        })
    };
    Ok(connections.into_iter().map(drive).collect())
}

async fn drive<S: Script>(mut connection: Connection, script: S, shared: &Shared) -> io::Result<Driven<S>> {
    let mut driven = Driven {
        script,
        out_of_work: false,
        requests: 0,
        failures: 0,
        first_failure: None,
        latency: Histogram::default(),
    };
    while shared.phase() != Phase::Over {
        let Some(request) = driven.script.next() else {
            driven.out_of_work = true;
            break;
        };
        let watch = Stopwatch::start();
        let reply = connection.call(request).await?;
        let ns = watch.elapsed_ns();
        let fine = driven.script.answered(&reply);
        if shared.phase() == Phase::Measuring {
            driven.requests += 1;
            driven.latency.record(ns);
            if !fine {
                driven.failures += 1;
                let body = String::from_utf8_lossy(&reply.body[..reply.body.len().min(300)]);
                driven.first_failure.get_or_insert_with(|| format!("answered {}: {body}", reply.status));
            }
        }
    }
    Ok(driven)
}

/// What the server, the loader and the machine had used up at one moment.
struct Usage {
    cpu_ns: u64,
    threads: Vec<Thread>,
    sleeps: u64,
    loader_cpu_ns: u64,
    machine_ns: u64,
    written_bytes: u64,
}

impl Usage {
    fn of(pid: u32) -> io::Result<Usage> {
        Ok(Usage {
            cpu_ns: procfs::cpu_ns(pid)?,
            threads: procfs::threads(pid)?,
            sleeps: procfs::sleeps(pid)?,
            loader_cpu_ns: procfs::cpu_ns(std::process::id())?,
            machine_ns: procfs::machine_busy_ns()?,
            written_bytes: procfs::written_bytes(pid)?,
        })
    }

    fn since(self, before: &Usage) -> Measured {
        let cpu_ns = self.cpu_ns - before.cpu_ns;
        let loader_cpu_ns = self.loader_cpu_ns - before.loader_cpu_ns;
        Measured {
            cpu_ns,
            threads: procfs::threads_since(&before.threads, &self.threads),
            sleeps: self.sleeps.saturating_sub(before.sleeps),
            loader_cpu_ns,
            others_cpu_ns: (self.machine_ns - before.machine_ns).saturating_sub(cpu_ns + loader_cpu_ns),
            written_bytes: self.written_bytes - before.written_bytes,
            ..Measured::default()
        }
    }
}
