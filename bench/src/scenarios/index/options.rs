//! The command line of `millpond-bench index`.

use std::io;

use super::messages::SIZE_BYTES_MIN;
use crate::arguments::{Arguments, number, wrong};

pub const HELP: &str = "\
Measures what large backlogs cost a Millpond server, and checks that nothing is lost on the way.

    millpond-bench index [SCENARIO…] [OPTIONS]

Scenarios (all of them if none is named):
    backlog   messages wait: memory, sends, disk space, receives beside an almost empty queue, restarts
    queues    the same with the messages on 1,000 queues
    wide      the same with the messages on 10,000 queues
    empty     all are deleted: what each fifth of them costs, memory, disk space, restarts
    drain     the same, but one in 1,000 is never deleted; at last those are received
    dedup     deduplication ids of FIFO sends: memory while they count and after, restarts
    fair      one message of a tenant behind 1,000, and behind all, of one other's, of two and of nine
    inflight  100,000 messages in flight: memory
    returned  all were received and came back, at most 100,000 a queue: memory, receives beside an almost empty queue,
              checkpoints, restarts, receive counts

Options:
    --messages N         messages of all but inflight (default 1000000)
    --size BYTES         bytes of a message (default 1024)
    --queues N           queues of backlog (default 1)
    --scale F            all of these numbers times F, for a quick look (default 1). Bounds on bytes a message mean
                         little then: what a server needs once is shared by few
    --server PATH        the server's binary (default: millpond beside this one)
    --durability MODE    fsync (default) or os: handed to the server
    --dir DIR            where the data directories are made (default: the system's temporary directory)
    --json FILE          writes every figure there too, a JSON object on each line, as soon as its scenario ends
    --plots DIR          draws what empty and drain find there, as SVG
";

/// Queues of the scenario with many, and of that with very many.
pub const QUEUES: u64 = 1000;
pub const WIDE_QUEUES: u64 = 10_000;

/// A name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Backlog,
    Queues,
    Wide,
    Empty,
    Drain,
    Dedup,
    Fair,
    Inflight,
    Returned,
}

impl Which {
    const ALL: [Which; 9] = [
        Which::Backlog,
        Which::Queues,
        Which::Wide,
        Which::Empty,
        Which::Drain,
        Which::Dedup,
        Which::Fair,
        Which::Inflight,
        Which::Returned,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Which::Backlog => "backlog",
            Which::Queues => "queues",
            Which::Wide => "wide",
            Which::Empty => "empty",
            Which::Drain => "drain",
            Which::Dedup => "dedup",
            Which::Fair => "fair",
            Which::Inflight => "inflight",
            Which::Returned => "returned",
        }
    }
}

/// What is to be measured, and how.
pub struct Options {
    pub scenarios: Vec<Which>,
    /// Already scaled, and whole batches.
    pub messages: u64,
    pub size_bytes: usize,
    pub queues: u64,
    pub scale: f64,
    /// What all of this program's measurements are told.
    pub common: Arguments,
}

impl Options {
    pub fn parse(given: &[String]) -> io::Result<Options> {
        let mut common = Vec::new();
        let mut options = Options {
            scenarios: Vec::new(),
            messages: 1_000_000,
            size_bytes: 1024,
            queues: 1,
            scale: 1.0,
            common: Arguments::parse(&[])?,
        };
        let mut given = given.iter();
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| wrong(format!("{argument} needs a value")));
            match argument.as_str() {
                "--messages" => options.messages = number(value()?)? as u64,
                "--size" => options.size_bytes = number(value()?)?,
                "--queues" => options.queues = number(value()?)? as u64,
                "--scale" => options.scale = scale(value()?)?,
                "--server" | "--durability" | "--dir" | "--json" | "--plots" => {
                    common.extend([argument.clone(), value()?.clone()]);
                }
                name => match Which::ALL.into_iter().find(|which| which.name() == name) {
                    Some(which) => options.scenarios.push(which),
                    None => {
                        return Err(wrong(format!(
                            "no scenario or option is called {name}; see index --help"
                        )));
                    }
                },
            }
        }
        options.common = Arguments::parse(&common)?;
        if options.common.durability == "memory" {
            return Err(wrong("a server without a data directory has no index on disk".to_owned()));
        }
        if !(SIZE_BYTES_MIN..=100_000).contains(&options.size_bytes) {
            return Err(wrong(format!("a message has between {SIZE_BYTES_MIN} and 100000 bytes here")));
        }
        if options.scenarios.is_empty() {
            options.scenarios = Which::ALL.to_vec();
        }
        // The first and the last tenth are whole batches too.
        options.messages = options.scaled(options.messages).next_multiple_of(1000);
        Ok(options)
    }

    /// A number times the scale.
    pub fn scaled(&self, full: u64) -> u64 {
        (full as f64 * self.scale).round() as u64
    }
}

fn scale(text: &str) -> io::Result<f64> {
    match text.parse() {
        Ok(scale) if (0.001..=1000.0).contains(&scale) => Ok(scale),
        _ => Err(wrong("a scale is a number between 0.001 and 1000".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> io::Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_are_scaled_and_the_rest_is_handed_on() {
        let options = parsed("backlog --scale 0.05 --queues 3 --durability os drain").unwrap();
        assert_eq!(options.scenarios, [Which::Backlog, Which::Drain]);
        assert_eq!((options.messages, options.queues, options.size_bytes), (50_000, 3, 1024));
        assert_eq!(options.common.durability, "os");
        assert_eq!(parsed("").unwrap().scenarios, Which::ALL);
        assert_eq!(parsed("--messages 5").unwrap().messages, 1000);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["backlogs", "--scale 0", "--scale x", "--size 4", "--durability memory", "--messages"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
