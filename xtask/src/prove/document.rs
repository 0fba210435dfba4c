//! docs/proof.md: what each suite has printed when it was last run, with what it was run on.
//!
//! Suites are written one by one: the long tier takes a day, and who changes what one suite tries need not run the others.

use std::fs;
use std::process::Command;

use super::run::Run;
use super::suites::Tier;
use super::table;
use crate::{Outcome, root};

const PROOFS: [&str; 5] = ["test", "what was tried", "how often", "what was lost", "suite"];
const SUITES: [&str; 4] = ["suite", "commit", "machine", "seconds"];

/// Each tier has a place of its own.
fn markers(tier: Tier) -> (&'static str, &'static str) {
    match tier {
        Tier::Short => ("<!-- short: printed by `cargo xtask prove --write` -->\n", "<!-- end of short -->"),
        Tier::Long => {
            ("<!-- long: printed by `cargo xtask prove --long --write` -->\n", "<!-- end of long -->")
        }
    }
}

/// Puts what these suites have proved into the place of what they had. One that failed leaves it as it is.
pub fn write(runs: &[Run], tier: Tier) -> Outcome {
    let path = root().join("docs/proof.md");
    let page = fs::read_to_string(&path).map_err(|e| format!("docs/proof.md: {e}"))?;
    let (begin, end) = markers(tier);
    let (before, rest) = page.split_once(begin).ok_or("docs/proof.md has no place for the table")?;
    let (section, after) = rest.split_once(end).ok_or("docs/proof.md has no end of the table")?;
    let mut section = Section::read(section);
    for run in runs.iter().filter(|run| run.failure.is_none()) {
        section.take(run, &commit()?);
    }
    let fresh = format!("{before}{begin}{}{end}{after}", section.text());
    fs::write(&path, fresh).map_err(|e| format!("docs/proof.md: {e}"))
}

/// One tier's part of the page.
#[derive(Debug, Default, PartialEq, Eq)]
struct Section {
    proofs: Vec<[String; 5]>,
    suites: Vec<[String; 4]>,
}

impl Section {
    fn read(text: &str) -> Section {
        let rows: Vec<_> = text.lines().map(cells).collect();
        let of_width = |row: &Vec<String>, heads: &[&str]| row.len() == heads.len() && row != heads;
        let proofs = rows.iter().filter(|row| of_width(row, &PROOFS));
        let suites = rows.iter().filter(|row| of_width(row, &SUITES) && !row[1].is_empty());
        Section {
            proofs: proofs.filter_map(|row| row.clone().try_into().ok()).collect(),
            suites: suites.filter_map(|row| row.clone().try_into().ok()).collect(),
        }
    }

    fn take(&mut self, run: &Run, commit: &str) {
        let name = &run.suite.name;
        self.proofs.retain(|[.., suite]| suite != name);
        self.suites.retain(|[suite, ..]| suite != name);
        let rows = table::proofs(std::slice::from_ref(run)).into_iter().skip(1);
        self.proofs.extend(rows.map(|[id, tried, times, lost]| [id, tried, times, lost, name.clone()]));
        let seconds = format!("{:.0}", run.took.as_secs_f64());
        self.suites.push([name.clone(), commit.to_owned(), machine(), seconds]);
        self.proofs.sort_by_key(|[id, .., suite]| (table::place(id), suite.clone()));
        self.suites.sort();
    }

    fn text(&self) -> String {
        if self.suites.is_empty() {
            return String::new();
        }
        let seconds: u64 = self.suites.iter().filter_map(|[.., seconds]| seconds.parse::<u64>().ok()).sum();
        let all = ["all", "", "", &seconds.to_string()].map(str::to_owned);
        let suites: Vec<_> = self.suites.iter().cloned().chain([all]).collect();
        format!("{}\n{}", table::markdown(&PROOFS, &self.proofs), table::markdown(&SUITES, &suites))
    }
}

/// A row of a table as [`table::markdown`] writes it; nothing for any other line.
fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
    inner.map_or(Vec::new(), |inner| inner.split(" | ").map(|cell| cell.trim().replace("\\|", "|")).collect())
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
    // What distributors add says nothing to others.
    let version = kernel.trim().split('-').next().unwrap_or_default();
    format!("{cores} cores, Linux {version}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Section {
        let proof = ["A1", "this | that", "20 kills", "0", "kills"].map(str::to_owned);
        let suite = ["kills", "36326fb", "2 cores", "47"].map(str::to_owned);
        Section { proofs: vec![proof], suites: vec![suite] }
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(Section::read(&section().text()), section());
        assert_eq!(Section::read(""), Section::default());
    }

    #[test]
    fn the_seconds_of_all_suites_are_added() {
        let mut section = section();
        section.suites.push(["cuts", "36326fb", "2 cores", "3"].map(str::to_owned));
        assert!(section.text().ends_with("| all |  |  | 50 |\n"), "{}", section.text());
    }
}
