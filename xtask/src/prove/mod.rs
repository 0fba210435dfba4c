//! `cargo xtask prove`: the suites that try to lose something, and the table of what they tried and lost.
//!
//! A suite is any command. Of what it prints, the lines `PROOF<TAB>id<TAB>what was tried<TAB>how often<TAB>what was lost` are
//! the proof; a suite that prints none has proved nothing, and fails.

mod document;
mod run;
mod suites;
mod table;

use crate::Outcome;
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
    suites::build(&suites, tier)?;
    let mut runs = Vec::new();
    for suite in suites {
        println!("\n== {} ({} s) ==", suite.name, suite.share_seconds);
        runs.push(run::run(suite, tier)?);
    }
    let table = table::proofs(&runs);
    println!("\n{}\n{}", table::aligned(&table), table::seconds(&runs, tier));
    if write {
        document::write(&runs, tier)?;
    }
    let failures: Vec<String> = runs.iter().filter_map(run::Run::failure).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// The short tier, once.
pub fn short_tier() -> Outcome {
    run_task(&[])
}

fn named(all: Vec<Suite>, names: &[&str]) -> Result<Vec<Suite>, String> {
    if let Some(unknown) = names.iter().find(|name| all.iter().all(|suite| suite.name != **name)) {
        let known: Vec<&str> = all.iter().map(|suite| suite.name.as_str()).collect();
        return Err(format!("there is no suite {unknown}; there are {}", known.join(", ")));
    }
    Ok(all.into_iter().filter(|suite| names.is_empty() || names.contains(&suite.name.as_str())).collect())
}
