//! What is measured, step by step: each scenario has a server and an empty directory of its own.

pub mod cores;
pub mod crowds;
mod floors_and_starts;
pub mod index;
mod messages;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::arguments::Arguments;
use crate::caller::Caller;
use crate::figures::{Call, Figures};
use crate::http::Connection;
use crate::load::{Measured, Timing, measure};
use crate::machine::Machine;
use crate::program::Program;
use crate::scripts::{Repeat, Script};
use crate::{call_plot, echo, metrics, report};

/// Connections fill their windows and caches before anything counts.
const WARM_UP: Duration = Duration::from_millis(50);

/// A name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    Start,
    Idle,
    Sync,
    Send,
    Batch,
    Receive,
    Drain,
}

impl Scenario {
    pub const ALL: [Scenario; 7] = [
        Scenario::Start,
        Scenario::Idle,
        Scenario::Sync,
        Scenario::Send,
        Scenario::Batch,
        Scenario::Receive,
        Scenario::Drain,
    ];

    pub fn named(name: &str) -> Option<Scenario> {
        Scenario::ALL.into_iter().find(|scenario| scenario.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Scenario::Start => "start",
            Scenario::Idle => "idle",
            Scenario::Sync => "sync",
            Scenario::Send => "send",
            Scenario::Batch => "batch",
            Scenario::Receive => "receive",
            Scenario::Drain => "drain",
        }
    }
}

/// Runs the scenarios that were asked for and reports what they found.
pub fn run(arguments: &Arguments) -> io::Result<()> {
    let scratch = Scratch::new(&arguments.dir)?;
    let machine = Machine::here(&scratch.0);
    let bench = Bench { arguments, scratch: &scratch.0 };
    let mut figures = Figures::default();
    // One thread, so that the loader takes at most one core from what it measures.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut failure = None;
    for scenario in &arguments.scenarios {
        eprintln!("{} …", scenario.name());
        let done = runtime.block_on(async {
            match scenario {
                Scenario::Start => bench.start(&mut figures).await,
                Scenario::Idle => bench.idle(&mut figures).await,
                Scenario::Sync => bench.sync(&mut figures).await,
                Scenario::Send => bench.send(&mut figures).await,
                Scenario::Batch => bench.batch(&mut figures).await,
                Scenario::Receive => bench.receive(&mut figures).await,
                Scenario::Drain => bench.drain(&mut figures).await,
            }
        });
        if let Err(error) = done {
            failure = Some(format!("{}: {error}", scenario.name()));
            break;
        }
    }
    print!("{}", report::table(arguments, &machine, &figures));
    if let Some(path) = &arguments.json {
        fs::write(path, report::json(arguments, &machine, &figures))?;
    }
    if !figures.calls.is_empty() {
        arguments.plot("calls.svg", &call_plot::svg(&machine, &figures))?;
    }
    match failure {
        None => Ok(()),
        Some(failure) => {
            let path = scratch.keep();
            Err(io::Error::other(format!(
                "{failure}\nThe data and what the server said stay in {}",
                path.display()
            )))
        }
    }
}

/// What all scenarios share.
struct Bench<'a> {
    arguments: &'a Arguments,
    scratch: &'a Path,
}

/// A running server, and who calls it. What is not measured has a connection each time: one that is kept would be
/// closed for being idle.
struct Server {
    program: Program,
    caller: Arc<Caller>,
    has_metrics: bool,
}

impl Server {
    async fn of(program: Program) -> io::Result<Server> {
        let counters = metrics::log_counters(program.address).await?;
        let caller = Arc::new(Caller::new(program.address));
        Ok(Server { program, caller, has_metrics: counters.commits.is_some() })
    }

    /// A queue of this name.
    async fn queue(&self, name: &str) -> io::Result<Arc<str>> {
        let mut connection = Connection::open(self.program.address).await?;
        Ok(self.caller.create_queue(&mut connection, name).await?.into())
    }

    /// A request with the good reply that it got.
    async fn exchange(&self, request: Vec<u8>) -> io::Result<Exchange> {
        let mut connection = Connection::open(self.program.address).await?;
        let reply = connection.call(&request).await?;
        reply.success()?;
        Ok(Exchange { reply: echo::bytes_of(&reply), request })
    }
}

impl Bench<'_> {
    /// Starts a server on a directory of this name: an empty one, unless a server ran there before.
    fn start_program(&self, directory: &str) -> io::Result<Program> {
        self.start_program_with(directory, &[])
    }

    /// The same with these further settings.
    fn start_program_with(&self, directory: &str, settings: &[&str]) -> io::Result<Program> {
        let data = self.scratch.join(directory);
        let log_path = self.scratch.join(format!("{directory}.log"));
        let log = fs::OpenOptions::new().create(true).append(true).open(&log_path)?;
        let mut command = Command::new(&self.arguments.server);
        command.args(["serve", "--listen", "127.0.0.1:0", "--durability", &self.arguments.durability]);
        command.args(settings).arg("--data-dir").arg(data).stderr(Stdio::from(log));
        Program::start(&mut command, b"").map_err(|error| {
            let said = fs::read_to_string(&log_path).unwrap_or_default();
            io::Error::new(error.kind(), format!("{error}\n{said}"))
        })
    }

    async fn start_server(&self, directory: &str) -> io::Result<Server> {
        Server::of(self.start_program(directory)?).await
    }

    /// The length of a measurement, in rounds of half a second.
    fn rounds(&self) -> (u32, Timing) {
        let length = self.arguments.length;
        let rounds = ((length.as_secs_f64() * 2.0).ceil() as u32).max(3);
        (rounds, Timing { warm_up: WARM_UP, length: length / rounds })
    }

    /// Measures the server's CPU beside that of the echo, in short rounds that alternate: a machine that gets slower
    /// or faster meanwhile changes both. With two exchanges, one of each in turn is what the server is asked.
    async fn beside_echo<S: Script>(
        &self,
        server: &Server,
        mut scripts: Vec<S>,
        exchanges: &[Exchange],
    ) -> io::Result<(Call, Vec<S>)> {
        let connections = scripts.len();
        let mut echoes = Vec::new();
        for Exchange { request, reply } in exchanges {
            let copies = (0..connections).map(|_| Repeat::endlessly(request.clone())).collect();
            echoes.push((echo::start(self.arguments.echo_threads, reply)?, copies, Measured::default()));
        }
        let (rounds, timing) = self.rounds();
        let mut total = Measured::default();
        let mut by_round = Vec::new();
        for _ in 0..rounds {
            let mut echo_us = 0.0;
            for (program, copies, total) in &mut echoes {
                let round = measure(program, false, std::mem::take(copies), timing).await?;
                *copies = round.scripts;
                echo_us += round.measured.cpu_us();
                total.add(round.measured);
            }
            let round = measure(&server.program, server.has_metrics, scripts, timing).await?;
            scripts = round.scripts;
            // Work that ends early leaves a round too short to be one.
            if round.measured.elapsed_ns * 2 > timing.length.as_nanos() as u64 || total.requests == 0 {
                by_round.push((round.measured.cpu_us() * exchanges.len() as f64, echo_us));
                total.add(round.measured);
            }
            if round.out_of_work {
                break;
            }
        }
        check(&total)?;
        let call = Call {
            name: "",
            connections,
            server: total,
            requests: exchanges.len() as u64,
            messages: 1,
            echo_us: echoes.iter().map(|(_, _, total)| total.cpu_us()).sum(),
            lane: None,
            rounds: by_round,
            targets: &[],
        };
        Ok((call, scripts))
    }
}

/// A request and its reply, as they went over the wire.
struct Exchange {
    request: Vec<u8>,
    reply: Vec<u8>,
}

/// A figure of failed calls means nothing.
fn check(measured: &Measured) -> io::Result<()> {
    if measured.requests == 0 {
        return Err(io::Error::other("nothing was answered while measuring: is the backlog too small?"));
    }
    let Some(failure) = &measured.first_failure else { return Ok(()) };
    Err(io::Error::other(format!("{} of {} calls failed: {failure}", measured.failures, measured.requests)))
}

/// A directory for this run, gone when it ends well.
struct Scratch(PathBuf);

impl Scratch {
    fn new(parent: &Path) -> io::Result<Scratch> {
        let path = parent.join(format!("millpond-bench-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }

    fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // What cannot be removed is named by its process.
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
