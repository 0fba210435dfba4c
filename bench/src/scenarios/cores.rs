//! The same calls on a server with one core and with two, in turn within one run: what the second core brings, and which threads
//! use it.

mod report;

use std::io;

use super::messages::{backlog, drains, exchanges};
use super::{Bench, Exchange, Scratch, Server, check};
use crate::affinity::on_cores;
use crate::arguments::{Arguments, wrong};
use crate::caller::{send_message, send_message_batch};
use crate::load::{Measured, measure};
use crate::machine::Machine;
use crate::program::Program;
use crate::scripts::{Repeat, Script};
use crate::{echo, figures};

pub const HELP: &str = "\
Measures the same calls on a server with one core and with two.

    millpond-bench cores [SCENARIO…] [OPTIONS]

Scenarios (all of them if none is named): send, batch and drain, as without `cores`. Each has three servers that take turns:
    one core, one worker      all its threads on one core
    two cores, one worker     the log's thread may run beside the worker
    two cores, two workers    what `millpond serve` does on two cores
and beside them bare echo servers with as many threads as cores.

Options: --server, --seconds, --connections, --backlog, --bodies, --durability, --dir, --json and --plots, as in the other help.
--seconds is for each server.
";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Send,
    Batch,
    Drain,
}

impl Which {
    const ALL: [Which; 3] = [Which::Send, Which::Batch, Which::Drain];

    fn name(self) -> &'static str {
        match self {
            Which::Send => "send",
            Which::Batch => "batch",
            Which::Drain => "drain",
        }
    }

    /// For a reader.
    fn title(self) -> &'static str {
        match self {
            Which::Send => figures::SEND_MESSAGE,
            Which::Batch => figures::SEND_MESSAGE_BATCH,
            Which::Drain => figures::DRAIN,
        }
    }
}

/// What a server has.
#[derive(Clone, Copy)]
struct Setting {
    cores: usize,
    workers: usize,
}

const SETTINGS: [Setting; 3] =
    [Setting { cores: 1, workers: 1 }, Setting { cores: 2, workers: 1 }, Setting { cores: 2, workers: 2 }];

impl Setting {
    fn name(self) -> &'static str {
        match (self.cores, self.workers) {
            (1, _) => "one core, one worker",
            (_, 1) => "two cores, one worker",
            _ => "two cores, two workers",
        }
    }
}

/// What one call was found to cost on every server.
struct Found {
    which: Which,
    servers: Vec<(Setting, Measured)>,
    echoes: Vec<EchoFound>,
}

/// A bare echo with one thread a core. A receive with its delete is two requests and two echoes.
struct EchoFound {
    cores: usize,
    requests: Vec<Measured>,
}

impl Found {
    /// Requests that make one call.
    fn requests(&self) -> f64 {
        if self.which == Which::Drain { 2.0 } else { 1.0 }
    }

    fn cpu_us(&self, measured: &Measured) -> f64 {
        measured.cpu_us() * self.requests()
    }

    fn a_second(&self, measured: &Measured) -> f64 {
        a_second(measured) / self.requests()
    }

    /// CPU of the echo on so many cores, in microseconds.
    fn echo_us(&self, cores: usize) -> f64 {
        let echo = self.echoes.iter().find(|echo| echo.cores == cores);
        echo.map_or(f64::NAN, EchoFound::cpu_us)
    }
}

impl EchoFound {
    fn cpu_us(&self) -> f64 {
        self.requests.iter().map(Measured::cpu_us).sum()
    }

    fn a_second(&self) -> f64 {
        1.0 / self.requests.iter().map(|measured| 1.0 / a_second(measured)).sum::<f64>()
    }
}

fn a_second(measured: &Measured) -> f64 {
    measured.requests as f64 * 1e9 / measured.elapsed_ns as f64
}

/// How many cores a process kept busy.
fn cores_busy(cpu_ns: u64, measured: &Measured) -> f64 {
    cpu_ns as f64 / measured.elapsed_ns as f64
}

/// Runs what was asked for.
pub fn run(given: &[String]) -> io::Result<()> {
    if given.iter().any(|argument| matches!(&argument[..], "help" | "--help" | "-h")) {
        print!("{HELP}");
        return Ok(());
    }
    let (scenarios, arguments) = parse(given)?;
    let scratch = Scratch::new(&arguments.dir)?;
    let machine = Machine::here(&scratch.0);
    let bench = Bench { arguments: &arguments, scratch: &scratch.0 };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut found = Vec::new();
    for which in scenarios {
        eprintln!("{} …", which.name());
        found.push(runtime.block_on(one(&bench, which))?);
    }
    print!("{}", report::table(&arguments, &machine, &found));
    if let Some(path) = &arguments.json {
        std::fs::write(path, report::json(&arguments, &machine, &found))?;
    }
    arguments.plot("cores.svg", &report::plot(&machine, &found))
}

/// The scenarios are named as those without `cores`, but some of those are none here.
fn parse(given: &[String]) -> io::Result<(Vec<Which>, Arguments)> {
    let arguments = Arguments::parse(given)?;
    let named = |which: &Which| given.iter().any(|argument| argument == which.name());
    let known = arguments
        .scenarios
        .iter()
        .filter(|scenario| Which::ALL.iter().any(|which| which.name() == scenario.name()));
    let mut scenarios: Vec<Which> = Which::ALL.into_iter().filter(named).collect();
    if scenarios.is_empty() {
        scenarios = Which::ALL.to_vec();
    } else if known.count() != arguments.scenarios.len() {
        return Err(wrong("cores has the scenarios send, batch and drain; see cores --help".to_owned()));
    }
    Ok((scenarios, arguments))
}

async fn one(bench: &Bench<'_>, which: Which) -> io::Result<Found> {
    let mut servers = Vec::new();
    for (at, setting) in SETTINGS.into_iter().enumerate() {
        let workers = setting.workers.to_string();
        let directory = format!("{}-{at}", which.name());
        let start = || bench.start_program_with(&directory, &["--threads", &workers]);
        servers.push((setting, Server::of(on_cores(setting.cores, start)?).await?));
    }
    match which {
        Which::Send | Which::Batch => {
            let (mut scripts, mut exchange) = (Vec::new(), None);
            for (_, server) in &servers {
                let requests = requests(bench, server, which).await?;
                exchange = Some(server.exchange(requests[0].clone()).await?);
                scripts.push(requests.into_iter().map(Repeat::endlessly).collect());
            }
            let exchanges: Vec<Exchange> = exchange.into_iter().collect();
            in_turn(bench, which, servers, scripts, exchanges).await
        }
        Which::Drain => {
            let (mut scripts, mut asked) = (Vec::new(), Vec::new());
            for (_, server) in &servers {
                let url = server.queue("drain").await?;
                backlog(bench, server, &url).await?;
                asked = exchanges(server, &url).await?.into();
                scripts.push(drains(bench, server, &url));
            }
            in_turn(bench, which, servers, scripts, asked).await
        }
    }
}

/// One request for each connection.
async fn requests(bench: &Bench<'_>, server: &Server, which: Which) -> io::Result<Vec<Vec<u8>>> {
    let url = server.queue(which.name()).await?;
    let bodies = bench.arguments.bodies;
    let request = |seed| match which {
        Which::Batch => server.caller.request("SendMessageBatch", &send_message_batch(&url, bodies, seed)),
        _ => server.caller.request("SendMessage", &send_message(&url, bodies, seed)),
    };
    Ok((0..bench.arguments.connections as u64).map(request).collect())
}

/// Short rounds in which every server and every echo has its turn.
async fn in_turn<S: Script>(
    bench: &Bench<'_>,
    which: Which,
    servers: Vec<(Setting, Server)>,
    mut scripts: Vec<Vec<S>>,
    exchanges: Vec<Exchange>,
) -> io::Result<Found> {
    let mut echoes: Vec<(Program, &Exchange)> = Vec::new();
    let mut found = Found { which, servers: Vec::new(), echoes: Vec::new() };
    for cores in [1, 2] {
        for exchange in &exchanges {
            echoes.push((on_cores(cores, || echo::start(cores, &exchange.reply))?, exchange));
        }
        found.echoes.push(EchoFound { cores, requests: vec![Measured::default(); exchanges.len()] });
    }
    found.servers.extend(servers.iter().map(|(setting, _)| (*setting, Measured::default())));
    let (rounds, timing) = bench.rounds();
    'rounds: for _ in 0..rounds {
        let totals = found.echoes.iter_mut().flat_map(|echo| &mut echo.requests);
        for ((program, exchange), total) in echoes.iter().zip(totals) {
            let copies =
                (0..bench.arguments.connections).map(|_| Repeat::endlessly(exchange.request.clone()));
            total.add(measure(program, false, copies.collect(), timing).await?.measured);
        }
        for (at, (_, server)) in servers.iter().enumerate() {
            let given = std::mem::take(&mut scripts[at]);
            let round = measure(&server.program, server.has_metrics, given, timing).await?;
            scripts[at] = round.scripts;
            // Work that ends early leaves a round too short to be one.
            let total = &mut found.servers[at].1;
            if round.measured.elapsed_ns * 2 > timing.length.as_nanos() as u64 || total.requests == 0 {
                total.add(round.measured);
            }
            if round.out_of_work {
                break 'rounds;
            }
        }
    }
    for (_, measured) in &found.servers {
        check(measured)?;
    }
    for (_, server) in servers {
        server.program.stop()?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> io::Result<(Vec<Which>, Arguments)> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn only_calls_that_keep_a_server_busy_are_asked_for() {
        assert_eq!(parsed("").unwrap().0, Which::ALL);
        assert_eq!(parsed("drain send --seconds 1").unwrap().0, [Which::Send, Which::Drain]);
        assert!(parsed("send idle").is_err());
        assert!(parsed("nonsense").is_err());
    }
}
