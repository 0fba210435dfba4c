//! What a run found: calls with their floors, and single facts with their bounds.

use crate::floors::Lane;
use crate::load::Measured;

/// Everything found so far.
#[derive(Default)]
pub struct Figures {
    pub calls: Vec<Call>,
    pub facts: Vec<Fact>,
}

impl Figures {
    /// CPU of the echo of a SendMessage's bytes, in microseconds: the unit that other servers are measured in.
    pub fn small_echo_us(&self) -> Option<f64> {
        self.calls.iter().find(|call| call.name == SEND_MESSAGE).map(|call| call.echo_us)
    }

    pub fn fact(&mut self, what: impl Into<String>, value: f64, unit: &'static str, bound: Bound) {
        self.facts.push(Fact { what: what.into(), value, unit, bound });
    }
}

/// The call whose echo is the unit.
pub const SEND_MESSAGE: &str = "SendMessage 1 KiB";
/// Calls that more than one part of the bench asks.
pub const SEND_MESSAGE_BATCH: &str = "SendMessageBatch 10 × 1 KiB";
pub const DRAIN: &str = "Receive(10) + DeleteBatch(10)";

/// A call under full load, beside its floors.
pub struct Call {
    pub name: &'static str,
    pub connections: usize,
    pub server: Measured,
    /// Requests that make one of these: 2 where a receive and its delete are counted as one.
    pub requests: u64,
    /// Messages that one of these carries.
    pub messages: u64,
    /// CPU of the bare echo of the same bytes, in microseconds.
    pub echo_us: f64,
    pub lane: Option<Lane>,
    /// CPU of server and echo in each round, in microseconds: how far apart they lie is the noise.
    pub rounds: Vec<(f64, f64)>,
    /// Shares of the floor to be reached, one after the other.
    pub targets: &'static [f64],
}

impl Call {
    /// The server's CPU for one of these, in microseconds.
    pub fn cpu_us(&self) -> f64 {
        self.server.cpu_us() * self.requests as f64
    }

    /// The least CPU it could take, in microseconds.
    pub fn floor_us(&self) -> f64 {
        self.echo_us + self.lane.map_or(0.0, |lane| lane.total_us())
    }

    /// How near it comes to that: 1 is the floor itself.
    pub fn ratio(&self) -> f64 {
        self.floor_us() / self.cpu_us()
    }

    /// The least and the most of the ratio in any round.
    pub fn ratio_range(&self) -> (f64, f64) {
        let lane_us = self.lane.map_or(0.0, |lane| lane.total_us());
        let ratios = self.rounds.iter().map(|(server, echo)| (echo + lane_us) / server);
        ratios.fold((f64::MAX, 0.0), |(least, most), ratio| (ratio.min(least), ratio.max(most)))
    }

    pub fn a_second(&self) -> f64 {
        self.server.requests as f64 / self.requests as f64 / (self.server.elapsed_ns as f64 / 1e9)
    }

    /// Messages that one sync covered.
    pub fn messages_a_sync(&self) -> Option<f64> {
        let messages = self.server.requests / self.requests * self.messages;
        self.server.commits.filter(|commits| *commits > 0).map(|commits| messages as f64 / commits as f64)
    }
}

/// One number, and what it should be.
pub struct Fact {
    pub what: String,
    pub value: f64,
    pub unit: &'static str,
    pub bound: Bound,
}

/// What a number should be.
#[derive(Clone, Copy)]
pub enum Bound {
    /// There to be read beside others.
    None,
    AtMost(f64),
    AtLeast(f64),
    /// Two things that should cost the same, within their noise.
    Between(f64, f64),
}

impl Bound {
    pub fn met_by(self, value: f64) -> Option<bool> {
        match self {
            Bound::None => None,
            Bound::AtMost(most) => Some(value <= most),
            Bound::AtLeast(least) => Some(value >= least),
            Bound::Between(least, most) => Some((least..=most).contains(&value)),
        }
    }
}
