//! One suite's run: its output passes through, and its proofs are kept.

use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::suites::{Suite, Tier};
use crate::root;

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
    status: ExitStatus,
}

impl Run {
    /// What is wrong with it, if something is.
    pub fn failure(&self) -> Option<String> {
        let name = &self.suite.name;
        if !self.status.success() {
            return Some(format!("{name} failed: {}", self.status));
        }
        self.proofs.is_empty().then(|| format!("{name} printed no PROOF line"))
    }
}

/// Runs a suite to its end, whatever that is.
#[allow(clippy::disallowed_methods, reason = "a developer's stopwatch, no decision of the server's")]
pub fn run(suite: Suite, tier: Tier) -> Result<Run, String> {
    let invocation = suite.invocation(tier)?;
    println!("$ {} {}", invocation.program, invocation.arguments.join(" "));
    let start = Instant::now();
    let failed = |e: io::Error| format!("{}: {e}", invocation.program);
    let mut child = Command::new(&invocation.program)
        .args(&invocation.arguments)
        .envs(invocation.environment)
        .current_dir(root())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let output = pass_through(child.stdout.take().expect("stdout is piped")).map_err(failed)?;
    let status = child.wait().map_err(failed)?;
    Ok(Run { suite, proofs: proofs_in(&output), took: start.elapsed(), status })
}

/// Copies the output on as it comes, and gives all of it back.
fn pass_through(mut from: impl Read) -> io::Result<String> {
    let (mut whole, mut piece) = (Vec::new(), [0; 8192]);
    loop {
        let bytes = from.read(&mut piece)?;
        if bytes == 0 {
            return Ok(String::from_utf8_lossy(&whole).into_owned());
        }
        whole.extend_from_slice(&piece[..bytes]);
        let mut terminal = io::stdout().lock();
        terminal.write_all(&piece[..bytes])?;
        terminal.flush()?;
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
