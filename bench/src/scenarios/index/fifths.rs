//! A long fill or drain in five parts: what the last of them costs beside the first, and the memory after each.

use super::{Findings, MIB};
use crate::figures::Bound;

/// Messages are sent and taken in so many parts.
pub const FIFTHS: u64 = 5;
/// What a message of the last part may cost, as a multiple of one of the first.
pub const GROWTH_MAX: f64 = 1.1;

/// What one part was found to cost.
#[derive(Clone, Copy, Debug)]
pub struct Fifth {
    pub messages: u64,
    pub seconds: f64,
    /// The server's.
    pub cpu_s: f64,
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
        let bound = Bound::AtMost(fifth.line_mib);
        findings.fact(format!("{name}: memory at its end"), fifth.resident_mib(), "MiB", bound);
    }
    if let [first, .., last] = fifths {
        let grown = last.cpu_us() / first.cpu_us();
        let what = format!("{what}: server CPU a message, last fifth over first");
        findings.fact(what, grown, "", Bound::AtMost(GROWTH_MAX));
    }
}
