//! The command line.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::plot;
use crate::scenarios::Scenario;

pub const HELP: &str = "\
Measures a Millpond server against floors taken in the same run.

    millpond-bench [SCENARIO…] [OPTIONS]
    millpond-bench index …          large backlogs and what they cost; see index --help
    millpond-bench crowds …         many producers and consumers at once; see crowds --help
    millpond-bench cores …          the same calls on one core and on two; see cores --help

Scenarios (all of them if none is named):
    start     start to the first answered request, memory when idle
    idle      one SendMessage at a time, against a bare fdatasync
    sync      messages a sync with 32 clients
    send      SendMessage of 1 KiB
    batch     SendMessageBatch of 10 × 1 KiB; then a restart on what it stored
    receive   ReceiveMessage of 10, then DeleteMessageBatch of the same, one after the other
    drain     Receive(10) + DeleteMessageBatch(10) in turn, on one queue with a backlog

Options:
    --server PATH        the server's binary (default: millpond beside this one)
    --seconds N          how long each measurement lasts (default 5)
    --connections N      connections kept busy, one request each (default 64)
    --backlog N          messages put on the queues before they are received (default 400000)
    --bodies KIND        plain (letters and digits; default) or json (a document, its quotes escaped)
    --durability MODE    fsync (default), os or memory: handed to the server
    --dir DIR            where the data directories are made (default: the system's temporary directory)
    --echo-threads N     threads of the echo server (default: one a core)
    --json FILE          writes every figure there too
    --plots DIR          draws the calls beside their floors there, as SVG
";

/// What is to be measured, and how.
pub struct Arguments {
    pub scenarios: Vec<Scenario>,
    pub server: PathBuf,
    pub length: Duration,
    pub connections: usize,
    pub backlog_messages: usize,
    pub bodies: Bodies,
    pub durability: String,
    pub dir: PathBuf,
    pub echo_threads: usize,
    pub json: Option<PathBuf>,
    pub plots: Option<PathBuf>,
}

/// What a message's 1 KiB is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bodies {
    /// Letters and digits: no JSON escape.
    Plain,
    /// A JSON document: every quote in it is escaped in the request.
    Json,
}

impl Arguments {
    pub fn parse(given: &[String]) -> io::Result<Arguments> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut arguments = Arguments {
            scenarios: Vec::new(),
            server: std::env::current_exe()?.with_file_name("millpond"),
            length: Duration::from_secs(5),
            connections: 64,
            backlog_messages: 400_000,
            bodies: Bodies::Plain,
            durability: "fsync".to_owned(),
            dir: std::env::temp_dir(),
            echo_threads: cores,
            json: None,
            plots: None,
        };
        let mut given = given.iter();
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| wrong(format!("{argument} needs a value")));
            match argument.as_str() {
                "--server" => arguments.server = value()?.into(),
                "--seconds" => arguments.length = seconds(value()?)?,
                "--connections" => arguments.connections = number(value()?)?,
                "--backlog" => arguments.backlog_messages = number(value()?)?,
                "--bodies" => arguments.bodies = bodies(value()?)?,
                "--durability" => arguments.durability = value()?.clone(),
                "--dir" => arguments.dir = value()?.into(),
                "--echo-threads" => arguments.echo_threads = number(value()?)?,
                "--json" => arguments.json = Some(value()?.into()),
                "--plots" => arguments.plots = Some(value()?.into()),
                name => match Scenario::named(name) {
                    Some(scenario) => arguments.scenarios.push(scenario),
                    None => return Err(wrong(format!("no scenario or option is called {name}; see --help"))),
                },
            }
        }
        if arguments.scenarios.is_empty() {
            arguments.scenarios = Scenario::ALL.to_vec();
        }
        Ok(arguments)
    }

    /// Writes a plot, if plots are wanted.
    pub fn plot(&self, name: &str, svg: &str) -> io::Result<()> {
        self.plots.as_ref().map_or(Ok(()), |directory| plot::write(directory, name, svg))
    }
}

/// A number above zero.
pub fn number(text: &str) -> io::Result<usize> {
    match text.parse() {
        Ok(0) | Err(_) => Err(wrong(format!("{text} is not a number above 0"))),
        Ok(number) => Ok(number),
    }
}

fn seconds(text: &str) -> io::Result<Duration> {
    let seconds: f64 = text.parse().map_err(|_| wrong(format!("{text} is not a number of seconds")))?;
    if !(0.1..=3600.0).contains(&seconds) {
        return Err(wrong("a measurement lasts between 0.1 and 3600 seconds".to_owned()));
    }
    Ok(Duration::from_secs_f64(seconds))
}

fn bodies(text: &str) -> io::Result<Bodies> {
    match text {
        "plain" => Ok(Bodies::Plain),
        "json" => Ok(Bodies::Json),
        other => Err(wrong(format!("bodies are plain or json, not {other}"))),
    }
}

pub fn wrong(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> io::Result<Arguments> {
        Arguments::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn scenarios_and_options_mix() {
        let arguments = parsed("send --seconds 0.5 batch --connections 8").unwrap();
        assert_eq!(arguments.scenarios, [Scenario::Send, Scenario::Batch]);
        assert_eq!(arguments.length, Duration::from_millis(500));
        assert_eq!(arguments.connections, 8);
        assert_eq!(parsed("").unwrap().scenarios, Scenario::ALL);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["sent", "--connections 0", "--seconds", "--seconds x", "--bodies xml"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
