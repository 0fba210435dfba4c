//! What is measured, step by step: each scenario has a server and an empty directory of its own.

mod floors_and_starts;
mod messages;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::arguments::Arguments;
use crate::caller::Caller;
use crate::figures::Figures;
use crate::http::Connection;
use crate::load::{Measured, Timing, measure};
use crate::machine::Machine;
use crate::program::Program;
use crate::scripts::Repeat;
use crate::{echo, metrics, report};

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

    fn name(self) -> &'static str {
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
    for scenario in &arguments.scenarios {
        eprintln!("{} …", scenario.name());
        runtime.block_on(async {
            match scenario {
                Scenario::Start => bench.start(&mut figures).await,
                Scenario::Idle => bench.idle(&mut figures).await,
                Scenario::Sync => bench.sync(&mut figures).await,
                Scenario::Send => bench.send(&mut figures).await,
                Scenario::Batch => bench.batch(&mut figures).await,
                Scenario::Receive => bench.receive(&mut figures).await,
                Scenario::Drain => bench.drain(&mut figures).await,
            }
        })?;
    }
    print!("{}", report::table(arguments, &machine, &figures));
    if let Some(path) = &arguments.json {
        fs::write(path, report::json(arguments, &machine, &figures))?;
    }
    Ok(())
}

/// What all scenarios share.
struct Bench<'a> {
    arguments: &'a Arguments,
    scratch: &'a Path,
}

/// A running server, who calls it, and a connection for what is not measured.
struct Server {
    program: Program,
    caller: Arc<Caller>,
    connection: Connection,
    has_metrics: bool,
}

impl Server {
    /// A queue of this name.
    async fn queue(&mut self, name: &str) -> io::Result<Arc<str>> {
        Ok(self.caller.create_queue(&mut self.connection, name).await?.into())
    }

    /// The bytes of a good reply to this request.
    async fn sample(&mut self, request: &[u8]) -> io::Result<Vec<u8>> {
        let reply = self.connection.call(request).await?;
        reply.success()?;
        Ok(echo::bytes_of(&reply))
    }
}

impl Bench<'_> {
    /// Starts a server on a directory of this name: an empty one, unless a server ran there before.
    fn start_program(&self, directory: &str) -> io::Result<Program> {
        let data = self.scratch.join(directory);
        let log_path = self.scratch.join(format!("{directory}.log"));
        let log = fs::OpenOptions::new().create(true).append(true).open(&log_path)?;
        let mut command = Command::new(&self.arguments.server);
        command.args(["serve", "--listen", "127.0.0.1:0", "--durability", &self.arguments.durability]);
        command.arg("--data-dir").arg(data).stderr(Stdio::from(log));
        Program::start(&mut command, b"").map_err(|error| {
            let said = fs::read_to_string(&log_path).unwrap_or_default();
            io::Error::new(error.kind(), format!("{error}\n{said}"))
        })
    }

    async fn start_server(&self, directory: &str) -> io::Result<Server> {
        let program = self.start_program(directory)?;
        let counters = metrics::log_counters(program.address).await?;
        let caller = Arc::new(Caller::new(program.address));
        let connection = Connection::open(program.address).await?;
        Ok(Server { program, caller, connection, has_metrics: counters.commits.is_some() })
    }

    /// For work that never runs out.
    fn timing(&self) -> Timing {
        let length = self.arguments.length;
        Timing { warm_up: (length / 5).min(Duration::from_secs(1)), length }
    }

    /// For work that may.
    fn timing_of_a_backlog(&self) -> Timing {
        Timing { warm_up: Duration::from_millis(50), length: self.arguments.length }
    }

    /// Half a measurement of the echo. Taken before and after the server's, so that a machine that gets slower or
    /// faster meanwhile changes both.
    async fn echo_half(&self, requests: &[Vec<u8>], reply: &[u8]) -> io::Result<Measured> {
        let program = echo::start(self.arguments.echo_threads, reply)?;
        let scripts = requests.iter().cloned().map(Repeat::endlessly).collect();
        let timing = self.timing();
        let timing = Timing { warm_up: timing.warm_up, length: timing.length / 2 };
        let (measured, _) = measure(&program, false, scripts, timing).await?;
        program.stop()?;
        Ok(measured)
    }
}

/// A directory for this run, gone when it ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(parent: &Path) -> io::Result<Scratch> {
        let path = parent.join(format!("millpond-bench-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is named by its process.
        let _ = fs::remove_dir_all(&self.0);
    }
}
