//! `cargo xtask prove`: the suites that try to lose something, and the table of what they tried and lost.
//!
//! A suite is any command. Of what it prints, the lines `PROOF<TAB>id<TAB>what was tried<TAB>how often<TAB>what was lost` are
//! the proof; a suite that prints none has proved nothing, and fails.

mod document;
mod run;
mod suites;
mod table;

use crate::Outcome;
use crate::lanes::{self, Done, Job, LANES};
use run::Run;
pub use suites::{CRASH, CRATES};
use suites::{Suite, Tier};

/// See the module.
pub fn run_task(arguments: &[String]) -> Outcome {
    let (mut tier, mut write, mut names) = (Tier::Short, false, Vec::new());
    for argument in arguments {
        match argument.as_str() {
            "--long" => tier = Tier::Long,
            "--write" => write = true,
            option if option.starts_with('-') => return Err(format!("{option} is not understood")),
            name => names.push(name),
        }
    }
    let suites = named(suites::all()?, &names)?;
    // What is written down as a suite's seconds are its own, and what runs for hours has no hurry.
    let lanes = if write || tier == Tier::Long { 1 } else { LANES };
    let ended = lanes::run(jobs_of(&suites, tier)?, lanes)?;
    let runs = runs(suites, &ended, tier);
    if write {
        document::write(&runs, tier)?;
    }
    let failures: Vec<String> = runs.into_iter().filter_map(|run| run.failure).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// The short tier, to be run with others.
pub fn jobs() -> Result<Vec<Job>, String> {
    jobs_of(&suites::all()?, Tier::Short)
}

/// Whether that was one of the suites.
pub fn is_suite(done: &Done) -> bool {
    suites::all().is_ok_and(|suites| suites.iter().any(|suite| suite.name == done.name))
}

/// Prints what the short tier has proved, among others that have ended, and gives what went wrong.
pub fn failures(ended: &[Done]) -> Result<Vec<String>, String> {
    Ok(runs(suites::all()?, ended, Tier::Short).into_iter().filter_map(|run| run.failure).collect())
}

fn jobs_of(suites: &[Suite], tier: Tier) -> Result<Vec<Job>, String> {
    let programs = suites::build(suites, tier)?;
    suites.iter().map(|suite| suite.job(tier, &programs)).collect()
}

/// Those that have ended, in their own order, and prints the tables of them.
fn runs(suites: Vec<Suite>, ended: &[Done], tier: Tier) -> Vec<Run> {
    let run = |suite: Suite| Some(Run::of(ended.iter().find(|done| done.name == suite.name)?, suite));
    let runs: Vec<Run> = suites.into_iter().filter_map(run).collect();
    let table = table::proofs(&runs);
    println!("\n{}\n{}", table::aligned(&table), table::seconds(&runs, tier));
    runs
}

fn named(all: Vec<Suite>, names: &[&str]) -> Result<Vec<Suite>, String> {
    if let Some(unknown) = names.iter().find(|name| all.iter().all(|suite| suite.name != **name)) {
        let known: Vec<&str> = all.iter().map(|suite| suite.name.as_str()).collect();
        return Err(format!("there is no suite {unknown}; there are {}", known.join(", ")));
    }
    Ok(all.into_iter().filter(|suite| names.is_empty() || names.contains(&suite.name.as_str())).collect())
}
