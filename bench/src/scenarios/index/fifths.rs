//! A long fill or drain in five parts: what the last of them costs beside the first, and the memory after each. Every part is cut
//! into slices, with an echo after each of them.

use super::{Findings, MIB};
use crate::figures::Bound;

/// Messages are sent and taken in so many parts.
pub const FIFTHS: u64 = 5;
/// Slices of each part.
pub const SLICES: u64 = 10;
/// What a message of the last part may cost, as a multiple of one of the first.
pub const GROWTH_MAX: f64 = 1.1;

/// What one part was found to cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fifth {
    pub messages: u64,
    pub seconds: f64,
    /// The server's.
    pub cpu_s: f64,
    /// Of the bare echo of a message's share of its calls, in microseconds: the sum over all slices.
    pub echo_us: f64,
    /// Messages that wait when it is over.
    pub waiting: u64,
    /// Memory of the server in RAM at that moment, nothing settled yet.
    pub resident_bytes: u64,
    /// What the design allows then.
    pub line_mib: f64,
}

impl Fifth {
    pub fn a_second(&self) -> f64 {
        self.messages as f64 / self.seconds
    }

    /// The server's microseconds for one message.
    pub fn cpu_us(&self) -> f64 {
        self.cpu_s * 1e6 / self.messages as f64
    }

    /// The same in echoes of the same bytes.
    pub fn in_echoes(&self) -> f64 {
        self.cpu_us() / (self.echo_us / SLICES as f64)
    }

    /// What a slice took: messages, seconds, the server's seconds of CPU, and the echo's microseconds of it.
    pub fn add(&mut self, messages: u64, seconds: f64, cpu_s: f64, echo_us: f64) {
        self.messages += messages;
        self.seconds += seconds;
        self.cpu_s += cpu_s;
        self.echo_us += echo_us;
    }

    pub fn resident_mib(&self) -> f64 {
        self.resident_bytes as f64 / MIB
    }
}

/// Tells of every part, and judges the last one by the first.
pub fn report(fifths: &[Fifth], what: &str, findings: &mut Findings) {
    for (at, fifth) in fifths.iter().enumerate() {
        let name = format!("{what}, fifth {}", at + 1);
        findings.fact(format!("{name}: a second"), fifth.a_second(), "", Bound::None);
        findings.fact(format!("{name}: server CPU a message"), fifth.cpu_us(), "µs", Bound::None);
        findings.fact(format!("{name}: the same in echoes"), fifth.in_echoes(), "", Bound::None);
        let bound = Bound::AtMost(fifth.line_mib);
        findings.fact(format!("{name}: memory at its end"), fifth.resident_mib(), "MiB", bound);
    }
    if let [first, .., last] = fifths {
        let what = format!("{what}: server CPU a message, last fifth over first");
        findings.fact(what.clone(), last.cpu_us() / first.cpu_us(), "", Bound::None);
        let grown = last.in_echoes() / first.in_echoes();
        findings.fact(format!("{what}, in echoes"), grown, "", Bound::AtMost(GROWTH_MAX));
    }
}

/// The bounds of a slice of a part, of so many things in all.
pub fn slice(all: u64, fifth: u64, slice: u64) -> (u64, u64) {
    let slices = FIFTHS * SLICES;
    let at = fifth * SLICES + slice;
    (all * at / slices, all * (at + 1) / slices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_lie_side_by_side() {
        let mut end = 0;
        for fifth in 0..FIFTHS {
            for at in 0..SLICES {
                let (from, to) = slice(1234, fifth, at);
                assert_eq!(from, end);
                end = to;
            }
        }
        assert_eq!(end, 1234);
    }

    #[test]
    fn a_fifth_on_a_slow_machine_costs_as_many_echoes() {
        let (mut fast, mut slow) = (Fifth::default(), Fifth::default());
        for _ in 0..SLICES {
            fast.add(10, 1.0, 30e-6, 1.0);
            slow.add(10, 2.0, 60e-6, 2.0);
        }
        assert!((fast.in_echoes() - 3.0).abs() < 1e-9);
        assert!((slow.in_echoes() - 3.0).abs() < 1e-9);
        assert!((slow.cpu_us() - 6.0).abs() < 1e-9);
    }
}
