//! Which suites there are, what each runs in either tier, and how many seconds of the short one it may take.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::command::{Invocation, cargo, target, text};
use crate::lanes::{Company, Job};
use crate::programs::{self, TestProgram};
use crate::{root, test};

/// How much is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// With each commit, in [`SHORT_SECONDS_MAX`].
    Short,
    /// For a release, for hours.
    Long,
}

/// What the short tier may take in all, without what is built for it.
pub const SHORT_SECONDS_MAX: u64 = 480;

/// What suites read from their environment. In the short tier a suite does as much as it does when it is run by hand.
const SHORT: &[(&str, &str)] = &[("MILLPOND_SEEDS", "1000"), ("MILLPOND_KILL_CYCLES", "20")];
const LONG: &[(&str, &str)] = &[
    ("MILLPOND_SEEDS", "100000"),
    ("MILLPOND_KILL_CYCLES", "500"),
    ("MILLPOND_MODEL_STEPS", "20000000"),
    ("MILLPOND_MUTATIONS", "10000"),
    ("MILLPOND_EVOLUTIONS", "20000"),
    ("MILLPOND_FLIPS", "1000000"),
    ("MILLPOND_DAMAGE_FLIPS", "500"),
    ("MILLPOND_FULL_DISK_CYCLES", "20"),
    ("MILLPOND_UPKEEP_KILLS", "all"),
    ("MILLPOND_SNAPSHOTS", "50"),
    ("MILLPOND_SCHEDULES", "50"),
    ("MILLPOND_RECOVERY_MESSAGES", "10000000"),
    ("MILLPOND_KEY_KILLS", "500"),
];

/// What the crates' own tests prove: packages, seconds. `cargo xtask test` runs these tests here and nowhere else. They compute, in
/// simulated time, so that others may run beside them.
pub const CRATES: &[(&str, u64)] = &[
    ("millpond-log", 66),
    ("millpond-partition", 5),
    ("millpond-model", 5),
    ("millpond-sqs", 10),
    ("millpond-schedules", 26),
];

/// The load suites that prove something, and their seconds. All measure the server, so that nothing runs beside them.
const LOAD: &[(&str, u64)] = &[
    ("idle-polls", 15),
    ("never-deletes", 10),
    ("slow-clients", 38),
    ("overload", 14),
    ("slow-disk", 12),
    ("many", 6),
    ("stop", 12),
    ("bombs", 3),
];

/// Seconds of the parsers' fuzzing, which measures the CPU that an input takes.
const FUZZ_SECONDS: u64 = 11;

/// The Python suites that prove something, one a file; `cargo xtask test` runs them here and nowhere else.
pub const CRASH: &str = "tests/crash";
/// Of each file there: seconds, and beside whom it may run. Some hold the server to a time, CPU or memory.
const CRASH_FILES: &[(&str, u64, Company)] = &[
    ("clock", 8, TWO),
    ("damage", 10, MANY),
    ("frames_in_messages", 3, MANY),
    ("full_disk", 18, TWO),
    ("keys", 14, MANY),
    ("kill_loop", 45, MANY),
    ("kill_moves", 12, MANY),
    ("kill_points", 5, MANY),
    ("older_versions", 8, MANY),
    ("recovery_time", 7, ALONE),
    ("snapshot", 13, MANY),
    ("start_refused", 17, TWO),
    ("stop_under_load", 15, TWO),
    ("strace", 30, TWO),
    ("upkeep_faults", 22, TWO),
    ("upkeep_idle", 5, TWO),
    ("upkeep_kills", 15, TWO),
];
/// What holds for a file that is not in this list.
const CRASH_FILE: (u64, Company) = (10, TWO);
const MANY: Company = Company::Many;
const TWO: Company = Company::One;
const ALONE: Company = Company::None;

/// One of them.
pub struct Suite {
    /// Which it is on the command line.
    pub name: String,
    /// How long it may take in the short tier.
    pub share_seconds: u64,
    pub company: Company,
    command: Command,
}

enum Command {
    /// Tests of a package.
    Crate(&'static str),
    /// A suite of tests/load.
    Load,
    /// All targets of tests/fuzz.
    Fuzz,
    /// A file of Python tests.
    Crash(String),
}

/// All of them, in the order in which they run.
pub fn all() -> Result<Vec<Suite>, String> {
    let mut suites = Vec::new();
    let mut add = |name: &str, share_seconds, company, command| {
        suites.push(Suite { name: name.to_owned(), share_seconds, company, command });
    };
    for (package, seconds) in CRATES {
        add(package.trim_start_matches("millpond-"), *seconds, MANY, Command::Crate(package));
    }
    for (name, seconds) in LOAD {
        add(name, *seconds, ALONE, Command::Load);
    }
    add("fuzz", FUZZ_SECONDS, ALONE, Command::Fuzz);
    for stem in crash_files()? {
        let name = stem.trim_start_matches("test_");
        let known = CRASH_FILES.iter().find(|(file, ..)| *file == name);
        let (seconds, company) = known.map_or(CRASH_FILE, |(_, seconds, company)| (*seconds, *company));
        add(name, seconds, company, Command::Crash(format!("{CRASH}/{stem}.py")));
    }
    Ok(suites)
}

fn crash_files() -> Result<Vec<String>, String> {
    let folder = root().join(CRASH);
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let stems = names.filter_map(|name| name.strip_suffix(".py").map(str::to_owned));
    let mut stems: Vec<String> = stems.filter(|stem| stem.starts_with("test_")).collect();
    stems.sort();
    Ok(stems)
}

/// Builds what these suites run, so that their seconds are their own, and gives the crates' test programs.
pub fn build(suites: &[Suite], tier: Tier) -> Result<Vec<TestProgram>, String> {
    let release: &[&str] = if tier == Tier::Long { &["--release"] } else { &[] };
    let (mut packages, mut crates) = (BTreeSet::new(), BTreeSet::new());
    for suite in suites {
        match &suite.command {
            Command::Crate(package) => crates.extend([*package]),
            Command::Load => packages.extend(["millpond", "millpond-load"]),
            Command::Fuzz => packages.extend(["millpond-fuzz"]),
            Command::Crash(_) => packages.extend(["millpond"]),
        }
    }
    let selected = |packages: BTreeSet<&'static str>| {
        let packages = packages.into_iter().flat_map(|package| ["--package", package]);
        packages.chain(release.iter().copied()).collect::<Vec<_>>()
    };
    if !packages.is_empty() {
        cargo(&[&["build", "--quiet"], selected(packages).as_slice()].concat())?;
    }
    match crates.len() {
        0 => Ok(Vec::new()),
        // As `cargo xtask test` has built them.
        all if all == CRATES.len() => programs::build(&[&["--workspace"], release].concat()),
        _ => programs::build(&selected(crates)),
    }
}

impl Suite {
    /// What it runs.
    pub fn job(&self, tier: Tier, programs: &[TestProgram]) -> Result<Job, String> {
        let long: &[&str] = if tier == Tier::Long { &["--long"] } else { &[] };
        let built = |name: &str| profile(tier).join(name);
        let mut commands = match &self.command {
            Command::Crate(package) => {
                let own = programs.iter().filter(|program| program.package == *package);
                own.map(|program| program.invocation(&["--quiet", "--nocapture"]))
                    .collect::<Result<_, _>>()?
            }
            Command::Load => {
                let arguments = [&[self.name.as_str()], long].concat();
                vec![Invocation::new(text(&built("millpond-load"))?, &arguments)]
            }
            Command::Fuzz => vec![Invocation::new(text(&built("millpond-fuzz"))?, long)],
            Command::Crash(file) => {
                let python = test::virtual_environment()?;
                vec![Invocation::new(text(&python)?, &["-m", "pytest", "-q", "-s", file])]
            }
        };
        let server = text(&built("millpond"))?.to_owned();
        for command in &mut commands {
            let settings = if tier == Tier::Long { LONG } else { SHORT };
            command.environment.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
            command.environment.push(("MILLPOND_BIN", server.clone()));
        }
        Ok(Job { name: self.name.clone(), seconds: self.share_seconds, company: self.company, commands })
    }
}

/// The folder of the programs that a tier runs.
fn profile(tier: Tier) -> PathBuf {
    target().join(if tier == Tier::Long { "release" } else { "debug" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_add_up_to_the_short_tier() {
        let seconds: u64 = all().unwrap().iter().map(|suite| suite.share_seconds).sum();
        assert!(seconds <= SHORT_SECONDS_MAX, "{seconds} s: something must move to the long tier");
    }

    #[test]
    fn every_file_that_is_listed_is_there() {
        let files = crash_files().unwrap();
        for (name, ..) in CRASH_FILES {
            assert!(files.contains(&format!("test_{name}")), "{name}");
        }
    }
}
