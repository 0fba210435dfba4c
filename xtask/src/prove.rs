//! `cargo xtask prove`: the suites that try to lose something. The short tier runs within `cargo xtask test`.

use crate::Outcome;
use crate::command::{cargo, run};
use crate::test::clients;

/// Seeds of each simulation, and kill cycles.
const SHORT: (&str, &str) = ("1000", "20");
const LONG: (&str, &str) = ("20000", "500");

/// How many times the random schedules of a commit.
const LONG_SCHEDULES: &str = "50";

/// Tries the orders in which threads can meet; `more` multiplies the random ones.
pub fn schedules(more: Option<&str>) -> Outcome {
    let tests = ["test", "--package", "millpond-schedules", "--quiet"];
    let Some(more) = more else { return cargo(&tests) };
    let cargo_path = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    run(&cargo_path, &[&tests[..], &["--release"]].concat(), &[("MILLPOND_SCHEDULES", more)])
}

/// Runs the tier.
pub fn run_tier(seeds: &str, cycles: &str, release: bool) -> Outcome {
    let cargo_path = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut simulations = vec![
        "test",
        "--package",
        "millpond-log",
        "--package",
        "millpond-partition",
        "--package",
        "millpond-sqs",
    ];
    if release {
        simulations.push("--release");
    }
    simulations.extend(["--", "--nocapture"]);
    run(&cargo_path, &simulations, &[("MILLPOND_SEEDS", seeds)])?;
    cargo(&["build", "--package", "millpond"])?;
    clients(&["-s", "tests/crash"], &[("MILLPOND_KILL_CYCLES", cycles)])
}

/// See the module.
pub fn run_task(arguments: &[String]) -> Outcome {
    match arguments {
        [] => {
            schedules(None)?;
            run_tier(SHORT.0, SHORT.1, false)
        }
        [long] if long == "--long" => {
            schedules(Some(LONG_SCHEDULES))?;
            run_tier(LONG.0, LONG.1, true)
        }
        _ => Err("only --long is understood".to_owned()),
    }
}
