//! Which suites there are, what each runs in either tier, and how many seconds of the short one it may take.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::command::{cargo, target, text};
use crate::{Outcome, root, test};

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

/// What the crates' own tests prove: packages, seconds. `cargo xtask test` runs these tests here and nowhere else.
pub const CRATES: &[(&str, u64)] = &[
    ("millpond-log", 66),
    ("millpond-partition", 5),
    ("millpond-model", 5),
    ("millpond-sqs", 10),
    ("millpond-schedules", 26),
];

/// The load suites that prove something, and their seconds.
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

/// Seconds of the parsers' fuzzing.
const FUZZ_SECONDS: u64 = 11;

/// The Python suites that prove something, one a file; `cargo xtask test` runs them here and nowhere else.
pub const CRASH: &str = "tests/crash";
/// Seconds of a file there that is not in this list.
const CRASH_SECONDS: u64 = 10;
const CRASH_SHARES: &[(&str, u64)] = &[
    ("clock", 8),
    ("damage", 10),
    ("frames_in_messages", 3),
    ("full_disk", 18),
    ("keys", 14),
    ("kill_loop", 45),
    ("kill_moves", 12),
    ("kill_points", 5),
    ("older_versions", 8),
    ("recovery_time", 7),
    ("snapshot", 13),
    ("start_refused", 17),
    ("stop_under_load", 15),
    ("strace", 30),
    ("upkeep_faults", 22),
    ("upkeep_idle", 5),
    ("upkeep_kills", 15),
];

/// One of them.
pub struct Suite {
    /// Which it is on the command line.
    pub name: String,
    /// How long it may take in the short tier.
    pub share_seconds: u64,
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

/// What is to be started.
pub struct Invocation {
    pub program: String,
    pub arguments: Vec<String>,
    pub environment: Vec<(&'static str, String)>,
}

/// All of them, in the order in which they run.
pub fn all() -> Result<Vec<Suite>, String> {
    let mut suites = Vec::new();
    for (package, share_seconds) in CRATES {
        let name = package.trim_start_matches("millpond-").to_owned();
        suites.push(Suite { name, share_seconds: *share_seconds, command: Command::Crate(package) });
    }
    for (name, share_seconds) in LOAD {
        let name = (*name).to_owned();
        suites.push(Suite { name, share_seconds: *share_seconds, command: Command::Load });
    }
    suites.push(Suite { name: "fuzz".to_owned(), share_seconds: FUZZ_SECONDS, command: Command::Fuzz });
    for stem in crash_files()? {
        let name = stem.trim_start_matches("test_").to_owned();
        let share = CRASH_SHARES.iter().find(|(file, _)| *file == name);
        let share_seconds = share.map_or(CRASH_SECONDS, |(_, seconds)| *seconds);
        suites.push(Suite { name, share_seconds, command: Command::Crash(format!("{CRASH}/{stem}.py")) });
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

/// Builds what these suites run, so that their seconds are their own.
pub fn build(suites: &[Suite], tier: Tier) -> Outcome {
    let release: &[&str] = if tier == Tier::Long { &["--release"] } else { &[] };
    let mut programs = BTreeSet::new();
    for suite in suites {
        match &suite.command {
            // One by one, as they run: together they would be built with other features.
            Command::Crate(package) => {
                cargo(&[&["test", "--no-run", "--quiet", "--package", package], release].concat())?;
            }
            Command::Load => programs.extend(["millpond", "millpond-load"]),
            Command::Fuzz => programs.extend(["millpond-fuzz"]),
            Command::Crash(_) => programs.extend(["millpond"]),
        }
    }
    if programs.is_empty() {
        return Ok(());
    }
    let packages = programs.into_iter().flat_map(|package| ["--package", package]);
    cargo(
        &["build", "--quiet"].into_iter().chain(packages).chain(release.iter().copied()).collect::<Vec<_>>(),
    )
}

impl Suite {
    /// What it runs.
    pub fn invocation(&self, tier: Tier) -> Result<Invocation, String> {
        let long = tier == Tier::Long;
        let settings = if long { LONG } else { SHORT };
        let mut environment: Vec<_> =
            settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        environment.push(("MILLPOND_BIN", text(&profile(tier).join("millpond"))?.to_owned()));
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Ok(match &self.command {
            Command::Crate(package) => {
                let mut arguments = owned(&["test", "--quiet", "--package", package]);
                arguments.extend(long.then(|| "--release".to_owned()));
                arguments.extend(owned(&["--", "--nocapture"]));
                let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
                Invocation { program: cargo, arguments, environment }
            }
            Command::Load => {
                let program = text(&profile(tier).join("millpond-load"))?.to_owned();
                let mut arguments = vec![self.name.clone()];
                arguments.extend(long.then(|| "--long".to_owned()));
                Invocation { program, arguments, environment }
            }
            Command::Fuzz => {
                let program = text(&profile(tier).join("millpond-fuzz"))?.to_owned();
                Invocation {
                    program,
                    arguments: long.then(|| "--long".to_owned()).into_iter().collect(),
                    environment,
                }
            }
            Command::Crash(file) => {
                let program = text(&test::virtual_environment()?)?.to_owned();
                let arguments = owned(&["-m", "pytest", "-q", "-s", file]);
                Invocation { program, arguments, environment }
            }
        })
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
}
