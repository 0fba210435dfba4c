//! `cargo xtask prove`: the suites that try to lose something. The short tier runs within `cargo xtask test`.

use crate::Outcome;
use crate::command::{cargo, run};
use crate::test::clients;

/// Seeds of each simulation, and kill cycles.
const SHORT: (&str, &str) = ("1000", "20");
const LONG: (&str, &str) = ("20000", "500");

/// Runs the tier.
pub fn run_tier(seeds: &str, cycles: &str, release: bool) -> Outcome {
    let cargo_path = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut simulations = vec!["test", "--package", "millpond-log", "--package", "millpond-partition"];
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
        [] => run_tier(SHORT.0, SHORT.1, false),
        [long] if long == "--long" => run_tier(LONG.0, LONG.1, true),
        _ => Err("only --long is understood".to_owned()),
    }
}
