//! Many producers and many consumers at once, on one queue or on a thousand: what a message costs on its whole way, and how long
//! each call takes. Every message is counted: one that is lost or doubled makes the command fail.

mod members;
mod options;
mod report;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use millpond_runtime::Stopwatch;

use super::index::calls::{Client, Counts};
use super::index::messages::{Plan, Sort, Texts, Verdict};
use super::index::rest::settled_memory;
use super::{Bench, Scratch, Server};
use crate::caller::{BATCH_ENTRIES, send_message};
use crate::load::{Timing, measure, run_out};
use crate::machine::Machine;
use crate::program::Program;
use crate::scripts::Repeat;
use crate::{echo, metrics, procfs};
use members::{Crowd, Member, Timed};
use options::{Options, Sends, Which};

/// The echo is measured before the crowd comes and after it has gone.
const ECHO: Timing = Timing { warm_up: Duration::from_millis(50), length: Duration::from_secs(1) };

/// What one crowd was found to cost.
pub struct Row {
    which: Which,
    sends: Sends,
    queues: usize,
    messages: u64,
    /// From the first call to the answer to the last delete.
    seconds: f64,
    cpu_ns: u64,
    threads: Vec<(String, u64)>,
    /// The share of all cores that neither server nor loader used.
    others: f64,
    /// CPU of the echo of a SendMessage.
    small_echo_us: f64,
    commits: Option<u64>,
    /// Memory in RAM: the most it ever was, and what is left once nothing moves any more.
    peak_bytes: u64,
    settled_bytes: u64,
    timed: Timed,
    verdict: Verdict,
    left: Counts,
}

impl Row {
    /// Whether every message came once, and none is left.
    fn is_whole(&self) -> bool {
        self.verdict == Verdict::default() && self.left == Counts { waiting: 0, in_flight: 0, delayed: 0 }
    }

    fn cpu_us(&self) -> f64 {
        self.cpu_ns as f64 / 1000.0 / self.messages as f64
    }
}

/// Runs what was asked for.
pub fn run(given: &[String]) -> io::Result<()> {
    if given.iter().any(|argument| matches!(&argument[..], "help" | "--help" | "-h")) {
        print!("{}", options::HELP);
        return Ok(());
    }
    let options = Options::parse(given)?;
    let scratch = Scratch::new(&options.common.dir)?;
    let machine = Machine::here(&scratch.0);
    let bench = Bench { arguments: &options.common, scratch: &scratch.0 };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut rows, mut failure) = (Vec::new(), None);
    for which in &options.scenarios {
        for sends in &options.sends {
            let name = format!("{}, sent {}", which.name(), sends.name());
            eprintln!("{name} …");
            match runtime.block_on(crowd(&bench, &options, *which, *sends)) {
                Ok(row) => rows.push(row),
                Err(error) => failure = failure.or(Some(format!("{name}: {error}"))),
            }
        }
    }
    print!("{}", report::table(&options, &machine, &rows));
    if let Some(path) = &options.common.json {
        std::fs::write(path, report::json(&options, &machine, &rows))?;
    }
    let broken = rows.iter().find(|row| !row.is_whole());
    let broken =
        broken.map(|row| format!("{}: {:?}, {:?} are left", row.which.name(), row.verdict, row.left));
    match failure.or(broken) {
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

async fn crowd(bench: &Bench<'_>, options: &Options, which: Which, sends: Sends) -> io::Result<Row> {
    let directory = format!("{}-{}", which.name(), sends.name().replace(' ', "-"));
    let server = bench.start_server(&directory).await?;
    let address = server.program.address;
    let mut client = Client::open(address, &server.caller).await?;
    let queues = options.queues(which);
    let mut urls = Vec::new();
    for number in 0..queues {
        urls.push(client.queue(&format!("crowd-{number}")).await?);
    }
    let echo = small_echo(bench, &server, &mut client).await?;
    let echo_before = echo_us(&echo, options.producers).await?;

    let plan = Plan {
        caller: server.caller.clone(),
        texts: Arc::new(Texts::new(options.size_bytes)),
        urls: urls.clone(),
        sort: Sort::Plain,
    };
    let messages = options.messages.next_multiple_of(BATCH_ENTRIES as u64);
    let a_send = if sends == Sends::Batches { BATCH_ENTRIES as u64 } else { 1 };
    let crowd = Crowd::new(plan, messages, a_send, options.producers);
    let members = Member::all(&crowd, options.producers, options.consumers);

    let pid = server.program.pid();
    let commits_before = metrics::log_counters(address).await?.commits;
    let busy_before = procfs::machine_busy_ns()?;
    let loader_before = procfs::cpu_ns(std::process::id())?;
    let threads_before = procfs::threads(pid)?;
    let cpu_before = procfs::cpu_ns(pid)?;
    let watch = Stopwatch::start();
    let members = run_out(address, members).await?;
    // Consumers that wait in vain for one more message hardly use anything.
    let cpu_ns = procfs::cpu_ns(pid)? - cpu_before;
    let elapsed_ns = watch.elapsed_ns();
    let threads = procfs::threads_since(&threads_before, &procfs::threads(pid)?);
    let loader_ns = procfs::cpu_ns(std::process::id())? - loader_before;
    let others_ns = (procfs::machine_busy_ns()? - busy_before).saturating_sub(cpu_ns + loader_ns);
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
    let commits_after = metrics::log_counters(address).await?.commits;
    let echo_after = echo_us(&echo, options.producers).await?;

    let peak_bytes = procfs::memory(pid)?.peak_bytes;
    let settled_bytes = settled_memory(&server.program, &server.caller).await?.resident_bytes;
    client = Client::open(address, &server.caller).await?;
    let left = client.counts_of(&urls).await?;
    server.program.stop()?;
    let mut timed = Timed::default();
    members.iter().for_each(|member| timed.add(&member.timed));
    Ok(Row {
        which,
        sends,
        queues,
        messages,
        seconds: crowd.last_ns() as f64 / 1e9,
        cpu_ns,
        threads,
        others: others_ns as f64 / (elapsed_ns as f64 * cores),
        small_echo_us: (echo_before + echo_after) / 2.0,
        commits: commits_after.zip(commits_before).map(|(after, before)| after - before),
        peak_bytes,
        settled_bytes,
        timed,
        verdict: crowd.tally.verdict(0..messages),
        left,
    })
}

/// An echo of a SendMessage, which goes to a queue of its own.
async fn small_echo(
    bench: &Bench<'_>,
    server: &Server,
    client: &mut Client,
) -> io::Result<(Program, Vec<u8>)> {
    let url = client.queue("echoed").await?;
    let body = send_message(&url, bench.arguments.bodies, 0);
    let exchange = server.exchange(server.caller.request("SendMessage", &body)).await?;
    Ok((echo::start(bench.arguments.echo_threads, &exchange.reply)?, exchange.request))
}

async fn echo_us((program, request): &(Program, Vec<u8>), connections: usize) -> io::Result<f64> {
    let scripts = (0..connections).map(|_| Repeat::endlessly(request.clone())).collect();
    Ok(measure(program, false, scripts, ECHO).await?.measured.cpu_us())
}
