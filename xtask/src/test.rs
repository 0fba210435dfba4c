//! `cargo xtask test`: everything that must be green before a commit. It needs Rust and Python, and fetches the rest.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::command::{cargo, run, target, text};
use crate::prove::{self, CRASH, CRATES};
use crate::{Outcome, root, shapes, tidy};

/// One step: what it is called, and what it does.
type Step = (&'static str, fn() -> Outcome);

const STEPS: &[Step] = &[
    ("format", || cargo(&["fmt", "--all", "--check"])),
    ("tidy", || tidy::run(&[])),
    ("shapes", || shapes::run(&["--check".to_owned()])),
    ("lints", || cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
    ("rust", rust),
    ("build", || cargo(&["build", "--package", "millpond"])),
    ("coverage", || crate::coverage::run(&["--check".to_owned()])),
    ("clients", || clients(&["tests", "--ignore", CRASH])),
    ("prove", prove::short_tier),
];

/// Runs all steps, or those that are named.
pub fn steps(arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name)) {
        let names: Vec<_> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no step {unknown}; there are {}", names.join(", ")));
    }
    let mut times = Vec::new();
    for (name, step) in
        STEPS.iter().filter(|(name, _)| arguments.is_empty() || arguments.iter().any(|a| a == name))
    {
        let (done, took) = timed(step);
        times.push((name, took));
        done.map_err(|why| format!("step {name}: {why}"))?;
    }
    println!("\nseconds a step:");
    for (name, took) in times {
        println!("  {name:<10} {:>6.1}", took.as_secs_f64());
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a developer's stopwatch, no decision of the server's")]
fn timed(step: &fn() -> Outcome) -> (Outcome, Duration) {
    let start = Instant::now();
    let done = step();
    (done, start.elapsed())
}

/// The tests of all crates but those that `prove` runs.
fn rust() -> Outcome {
    let mut arguments = vec!["test", "--workspace", "--quiet"];
    CRATES.iter().for_each(|(package, _)| arguments.extend(["--exclude", package]));
    cargo(&arguments)
}

/// Runs the Python suite, in a virtual environment of its own, against the server that was built last.
fn clients(arguments: &[&str]) -> Outcome {
    let python = virtual_environment()?;
    let server = target().join("debug/millpond");
    let mut command = vec!["-m", "pytest", "-q"];
    command.extend(arguments);
    run(text(&python)?, &command, &[("MILLPOND_BIN", text(&server)?)])
}

/// The interpreter of the virtual environment, made anew where the requirements have changed.
pub fn virtual_environment() -> Result<PathBuf, String> {
    let requirements = root().join("tests/requirements.txt");
    let wanted =
        std::fs::read_to_string(&requirements).map_err(|e| format!("{}: {e}", requirements.display()))?;
    let folder = target().join("python");
    let (python, installed) = (folder.join("bin/python"), folder.join("installed.txt"));
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    run("python3", &["-m", "venv", "--clear", text(&folder)?], &[])?;
    run(text(&python)?, &["-m", "pip", "install", "--quiet", "--requirement", text(&requirements)?], &[])?;
    std::fs::write(&installed, wanted).map_err(|e| format!("{}: {e}", installed.display()))?;
    Ok(python)
}
