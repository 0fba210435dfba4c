//! What a suite's run has proved.

use std::time::Duration;

use super::suites::Suite;
use crate::lanes::Done;

/// What a suite says it has proved.
#[derive(Debug, PartialEq, Eq)]
pub struct Proof {
    /// Which test of the catalogue.
    pub id: String,
    pub tried: String,
    pub times: String,
    pub lost: String,
}

/// A suite that has been run.
pub struct Run {
    pub suite: Suite,
    pub proofs: Vec<Proof>,
    pub took: Duration,
    /// Whether others ran at the same time, so that it took longer than it does.
    pub beside: bool,
    /// What is wrong with it, if something is.
    pub failure: Option<String>,
}

impl Run {
    /// Reads what it has printed.
    pub fn of(done: &Done, suite: Suite) -> Run {
        let proofs = proofs_in(&done.output);
        let silent = || proofs.is_empty().then(|| "it printed no PROOF line".to_owned());
        let failure = done.failure.clone().or_else(silent).map(|why| format!("{}: {why}", suite.name));
        Run { suite, proofs, took: done.took, beside: done.beside, failure }
    }
}

/// Test runners print their dots before a proof, on the same line.
fn proofs_in(output: &str) -> Vec<Proof> {
    output.lines().filter_map(|line| proof(line.split_once("PROOF\t")?.1)).collect()
}

fn proof(line: &str) -> Option<Proof> {
    let mut cells = line.split('\t').map(|cell| cell.trim().to_owned());
    let mut next = || cells.next().filter(|cell| !cell.is_empty());
    Some(Proof { id: next()?, tried: next()?, times: next()?, lost: next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_are_found_among_dots_and_half_ones_are_not() {
        let output = "..PROOF\tA1\tkill -9\t20 cycles\t0 lost\n.PROOF\tA2\tonly this\nPROOF \tA3\tx\ty\tz\n";
        let [found] = &proofs_in(output)[..] else { panic!("not one") };
        assert_eq!(
            (found.id.as_str(), found.times.as_str(), found.lost.as_str()),
            ("A1", "20 cycles", "0 lost")
        );
    }
}
