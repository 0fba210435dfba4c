//! The command line of `millpond-bench crowds`.

use std::io;

use crate::arguments::{Arguments, number, wrong};
use crate::scenarios::index::messages::SIZE_BYTES_MIN;

pub const HELP: &str = "\
Measures many producers and consumers at once, and checks that each message comes once.

    millpond-bench crowds [SCENARIO…] [OPTIONS]

Scenarios (both if none is named); each once with SendMessage and once with SendMessageBatch of ten:
    one       all on one queue
    thousand  the same on 1,000 queues: producers take them in turn, each consumer has its share of them

A consumer receives up to ten messages and deletes them with DeleteMessageBatch, in turn. It waits (WaitTimeSeconds 1) when its
queues have brought nothing.

Options:
    --producers N        connections that send (default 64)
    --consumers N        connections that receive and delete (default 64)
    --messages N         messages that are sent (default 300000)
    --size BYTES         bytes of a message (default 1024)
    --sends KIND         singles or batches (default: both, one after the other)
    --queues N           queues of thousand (default 1000)
    --server PATH        the server's binary (default: millpond beside this one)
    --durability MODE    fsync (default), os or memory: handed to the server
    --dir DIR            where the data directories are made (default: the system's temporary directory)
    --echo-threads N     threads of the echo server (default: one a core)
    --json FILE          writes every figure there too
";

/// A name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    One,
    Thousand,
}

impl Which {
    const ALL: [Which; 2] = [Which::One, Which::Thousand];

    pub fn name(self) -> &'static str {
        match self {
            Which::One => "one",
            Which::Thousand => "thousand",
        }
    }
}

/// How messages are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sends {
    Singles,
    Batches,
}

impl Sends {
    pub fn name(self) -> &'static str {
        match self {
            Sends::Singles => "one by one",
            Sends::Batches => "in tens",
        }
    }
}

/// What is to be measured, and how.
pub struct Options {
    pub scenarios: Vec<Which>,
    pub sends: Vec<Sends>,
    pub producers: usize,
    pub consumers: usize,
    pub messages: u64,
    pub size_bytes: usize,
    many_queues: usize,
    /// What all of this program's measurements are told.
    pub common: Arguments,
}

impl Options {
    pub fn parse(given: &[String]) -> io::Result<Options> {
        let mut common = Vec::new();
        let mut options = Options {
            scenarios: Vec::new(),
            sends: vec![Sends::Singles, Sends::Batches],
            producers: 64,
            consumers: 64,
            messages: 300_000,
            size_bytes: 1024,
            many_queues: 1000,
            common: Arguments::parse(&[])?,
        };
        let mut given = given.iter();
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| wrong(format!("{argument} needs a value")));
            match argument.as_str() {
                "--producers" => options.producers = number(value()?)?,
                "--consumers" => options.consumers = number(value()?)?,
                "--messages" => options.messages = number(value()?)? as u64,
                "--size" => options.size_bytes = number(value()?)?,
                "--queues" => options.many_queues = number(value()?)?,
                "--sends" => options.sends = vec![sends(value()?)?],
                "--server" | "--durability" | "--dir" | "--echo-threads" | "--json" => {
                    common.extend([argument.clone(), value()?.clone()]);
                }
                name => match Which::ALL.into_iter().find(|which| which.name() == name) {
                    Some(which) => options.scenarios.push(which),
                    None => {
                        return Err(wrong(format!(
                            "no scenario or option is called {name}; see crowds --help"
                        )));
                    }
                },
            }
        }
        options.common = Arguments::parse(&common)?;
        if !(SIZE_BYTES_MIN..=100_000).contains(&options.size_bytes) {
            return Err(wrong(format!("a message has between {SIZE_BYTES_MIN} and 100000 bytes here")));
        }
        if options.scenarios.is_empty() {
            options.scenarios = Which::ALL.to_vec();
        }
        Ok(options)
    }

    pub fn queues(&self, which: Which) -> usize {
        match which {
            Which::One => 1,
            Which::Thousand => self.many_queues,
        }
    }
}

fn sends(text: &str) -> io::Result<Sends> {
    match text {
        "singles" => Ok(Sends::Singles),
        "batches" => Ok(Sends::Batches),
        other => Err(wrong(format!("sends are singles or batches, not {other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> io::Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn scenarios_and_options_mix() {
        let options = parsed("thousand --sends batches --queues 30 --durability os --consumers 3").unwrap();
        assert_eq!(options.scenarios, [Which::Thousand]);
        assert_eq!(options.sends, [Sends::Batches]);
        assert_eq!((options.queues(Which::One), options.queues(Which::Thousand)), (1, 30));
        assert_eq!((options.producers, options.consumers), (64, 3));
        assert_eq!(options.common.durability, "os");
        assert_eq!(parsed("").unwrap().scenarios, Which::ALL);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["two", "--sends none", "--size 4", "--messages 0", "--producers"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
