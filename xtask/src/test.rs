//! `cargo xtask test`: everything that must be green before a commit. It needs Rust and Python, and fetches the rest.
//!
//! First what all others need is made. Then they run in lanes, beside each other, and behind them in less company or alone what holds a
//! server to a time or measures something.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::command::{Invocation, cargo, cargo_path, run, target, text};
use crate::lanes::{self, Company, Done, Job, LANES};
use crate::prove::{self, CRASH, CRATES};
use crate::{Outcome, programs, root, shapes, tidy};

/// What a step is.
enum Step {
    /// It is done at its place; what is behind it needs it.
    Made(fn() -> Outcome),
    /// Its jobs run in the lanes, with those of the other steps.
    Tried(fn() -> Result<Vec<Job>, String>),
}

const STEPS: &[(&str, Step)] = &[
    ("format", Step::Made(|| cargo(&["fmt", "--all", "--check"]))),
    ("tidy", Step::Made(|| tidy::run(&[]))),
    ("shapes", Step::Made(|| shapes::run(&["--check".to_owned()]))),
    ("build", Step::Made(build)),
    ("coverage", Step::Made(|| crate::coverage::run(&["--check".to_owned()]))),
    ("lints", Step::Tried(lints)),
    ("rust", Step::Tried(rust)),
    ("clients", Step::Tried(clients)),
    ("prove", Step::Tried(prove::jobs)),
];

/// Runs all steps, or those that are named.
pub fn steps(arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.iter().find(|name| !STEPS.iter().any(|(step, _)| step == name)) {
        let names: Vec<_> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no step {unknown}; there are {}", names.join(", ")));
    }
    let (mut times, mut jobs) = (Vec::new(), Vec::new());
    for (name, step) in
        STEPS.iter().filter(|(name, _)| arguments.is_empty() || arguments.iter().any(|a| a == name))
    {
        let (done, took) = timed(|| match step {
            Step::Made(make) => make(),
            Step::Tried(try_all) => try_all().map(|more| jobs.extend(more)),
        });
        times.push(((*name).to_owned(), took, ""));
        done.map_err(|why| format!("step {name}: {why}"))?;
    }
    let (ended, took) = timed(|| lanes::run(jobs, LANES));
    let ended = ended?;
    let (proofs, others): (Vec<Done>, Vec<Done>) = ended.into_iter().partition(prove::is_suite);
    let mut failures = lanes::failures(&others);
    if !proofs.is_empty() {
        failures.extend(prove::failures(&proofs)?);
    }
    times.extend(
        others
            .into_iter()
            .map(|done| (done.name, done.took, if done.beside { "beside others" } else { "alone" })),
    );
    times.push(("all lanes".to_owned(), took, ""));
    println!("\nseconds a step:");
    for (name, took, how) in times.iter().filter(|(_, took, _)| *took > Duration::from_millis(50)) {
        println!("  {name:<14} {:>6.1}  {how}", took.as_secs_f64());
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

#[allow(clippy::disallowed_methods, reason = "a developer's stopwatch, no decision of the server's")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn cargo_with(arguments: &[&str]) -> Invocation {
    Invocation::new(&cargo_path(), arguments)
}

/// The crates with their tests, and the server; beside them, the tests' Python.
fn build() -> Outcome {
    let job =
        |name: &str, commands| Job { name: name.to_owned(), seconds: 1, company: Company::Many, commands };
    let built = vec![
        cargo_with(&["test", "--workspace", "--no-run", "--quiet"]),
        // As its users build it.
        cargo_with(&["build", "--package", "millpond"]),
    ];
    let python = environment_missing()?.map(|missing| job("python", missing));
    let jobs = [job("build", built)].into_iter().chain(python).collect();
    let failures = lanes::failures(&lanes::run(jobs, LANES)?);
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// One job, for both need cargo, which lets in one at a time.
fn lints() -> Result<Vec<Job>, String> {
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    let examples = ["test", "--workspace", "--doc", "--quiet"];
    let commands = vec![cargo_with(&lints), cargo_with(&examples)];
    Ok(vec![Job { name: "lints".to_owned(), seconds: 90, company: Company::Many, commands }])
}

/// The tests of all crates but those that `prove` runs.
fn rust() -> Result<Vec<Job>, String> {
    let programs = programs::build(&["--workspace"])?;
    let own = programs.iter().filter(|program| CRATES.iter().all(|(package, _)| program.package != *package));
    let commands = own.map(|program| program.invocation(&["--quiet"])).collect::<Result<_, _>>()?;
    Ok(vec![Job { name: "rust".to_owned(), seconds: 15, company: Company::Many, commands }])
}

/// Folders of Python tests, about how many seconds they take, and beside whom they may run. Some hold the server to times, as that a
/// poll is answered at once.
const FOLDERS: &[(&str, u64, Company)] = &[
    ("tests/clients", 150, Company::Many),
    ("tests/index", 110, Company::Many),
    ("tests/cli", 15, Company::Many),
    ("tests/sqs", 60, Company::One),
];
/// The same of all other folders.
const OTHER_FOLDERS: (u64, Company) = (30, Company::One);

/// The Python suite but for what `prove` runs, against the server that was built last.
fn clients() -> Result<Vec<Job>, String> {
    let (python, server) = (virtual_environment()?, target().join("debug/millpond"));
    let job = |name: &str, (seconds, company), which: &[&str]| {
        let mut tests = Invocation::new(text(&python)?, &[&["-m", "pytest", "-q"], which].concat());
        tests.environment.push(("MILLPOND_BIN", text(&server)?.to_owned()));
        Ok(Job { name: name.to_owned(), seconds, company, commands: vec![tests] })
    };
    let known = FOLDERS.iter().map(|(folder, seconds, company)| job(folder, (*seconds, *company), &[folder]));
    let ignored = FOLDERS.iter().map(|(folder, ..)| *folder).chain([CRASH]);
    let others: Vec<&str> =
        ["tests"].into_iter().chain(ignored.flat_map(|folder| ["--ignore", folder])).collect();
    known.chain([job("tests", OTHER_FOLDERS, &others)]).collect()
}

/// The interpreter of the virtual environment, made anew where the requirements have changed.
pub fn virtual_environment() -> Result<PathBuf, String> {
    for command in environment_missing()?.unwrap_or_default() {
        run(&command.program, &command.arguments.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    Ok(target().join("python/bin/python"))
}

/// What makes it, unless it is there.
fn environment_missing() -> Result<Option<Vec<Invocation>>, String> {
    let requirements = root().join("tests/requirements.txt");
    let wanted =
        std::fs::read_to_string(&requirements).map_err(|e| format!("{}: {e}", requirements.display()))?;
    let folder = target().join("python");
    let (python, installed) = (folder.join("bin/python"), folder.join("installed.txt"));
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(None);
    }
    let (python, requirements) = (text(&python)?, text(&requirements)?);
    Ok(Some(vec![
        Invocation::new("python3", &["-m", "venv", "--clear", text(&folder)?]),
        Invocation::new(python, &["-m", "pip", "install", "--quiet", "--requirement", requirements]),
        Invocation::new("cp", &[requirements, text(&installed)?]),
    ]))
}
