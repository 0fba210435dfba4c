//! docs/proof.md: the table as it was last printed, with what it was printed on.

use std::fs;
use std::process::Command;

use super::run::Run;
use super::suites::Tier;
use super::table::{self, Table};
use crate::{Outcome, root};

/// Each tier has a place of its own.
fn markers(tier: Tier) -> (&'static str, &'static str) {
    match tier {
        Tier::Short => ("<!-- short: printed by `cargo xtask prove --write` -->\n", "<!-- end of short -->"),
        Tier::Long => {
            ("<!-- long: printed by `cargo xtask prove --long --write` -->\n", "<!-- end of long -->")
        }
    }
}

/// Puts the table into its place.
pub fn write(table: &Table, runs: &[Run], tier: Tier) -> Outcome {
    let path = root().join("docs/proof.md");
    let page = fs::read_to_string(&path).map_err(|e| format!("docs/proof.md: {e}"))?;
    let (begin, end) = markers(tier);
    let (before, rest) = page.split_once(begin).ok_or("docs/proof.md has no place for the table")?;
    let (_, after) = rest.split_once(end).ok_or("docs/proof.md has no end of the table")?;
    let seconds: f64 = runs.iter().map(|run| run.took.as_secs_f64()).sum();
    let origin = format!("Commit {}, {}, {seconds:.0} s.\n\n", commit()?, machine());
    let fresh = format!("{before}{begin}{origin}{}{end}{after}", table::markdown(table));
    fs::write(&path, fresh).map_err(|e| format!("docs/proof.md: {e}"))
}

fn commit() -> Result<String, String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(root()).output();
        output
            .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
            .map_err(|e| format!("git: {e}"))
    };
    let changed = !git(&["status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs"])?.is_empty();
    Ok(git(&["rev-parse", "--short", "HEAD"])? + if changed { " with changes" } else { "" })
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{cores} cores, Linux {}", kernel.trim())
}
