//! What the scenarios found, as a table for a reader and as lines of JSON for a program.

use std::fs::File;
use std::io::{self, Write};

use serde_json::json;

use super::Findings;
use super::options::Options;
use crate::machine::Machine;
use crate::report::{fact, short, target, yes_or_no};

/// Where it goes.
pub struct Report {
    lines: Option<File>,
}

impl Report {
    pub fn begin(options: &Options, machine: Machine) -> io::Result<Report> {
        let Machine { cores, cpu, kernel, file_system } = &machine;
        let Options { messages, size_bytes, scale, .. } = options;
        let load = load_average();
        println!(
            "{cores} cores of {cpu}, Linux {kernel}, {file_system}; load average before {load}; {messages} messages of \
             {size_bytes} B, durability {}.",
            options.common.durability
        );
        if *scale < 1.0 {
            println!("Scaled by {scale}: bytes a message and bytes on disk can't be judged at this size.");
        }
        println!("\n| scenario | what | measured | target | ok |\n|---|---|---|---|---|");
        let report = Report { lines: options.common.json.as_ref().map(File::create).transpose()? };
        report.line(&json!({
            "machine": {"cores": cores, "cpu": cpu, "kernel": kernel, "file_system": file_system},
            "load_average": load, "messages": messages, "size_bytes": size_bytes, "scale": scale,
            "queues": options.queues, "durability": options.common.durability,
        }))?;
        Ok(report)
    }

    /// A scenario has ended, well or not.
    pub fn scenario(&self, name: &str, findings: &Findings) -> io::Result<()> {
        for found in findings.facts.iter().chain(findings.broken()) {
            let target = target(found.bound, found.unit);
            let met = found.bound.met_by(found.value).map_or("", yes_or_no);
            println!(
                "| {name} | {} | {} {} | {target} | {met} |",
                found.what,
                short(found.value),
                found.unit
            );
        }
        let (checks, broken) = (findings.checks.len(), findings.broken().count());
        if checks > 0 {
            let met = yes_or_no(broken == 0);
            println!("| {name} | exact counts, right ones | {} of {checks} | all | {met} |", checks - broken);
        }
        for found in findings.facts.iter().chain(&findings.checks) {
            let mut line = fact(found);
            line["scenario"] = name.into();
            self.line(&line)?;
        }
        Ok(())
    }

    /// All scenarios have ended.
    pub fn end(found: &[(&str, Findings)]) {
        let judged =
            found.iter().flat_map(|(name, findings)| findings.facts.iter().map(move |fact| (name, fact)));
        let judged: Vec<_> =
            judged.filter_map(|(name, fact)| Some((name, fact, fact.bound.met_by(fact.value)?))).collect();
        let missed = judged.iter().filter(|(_, _, met)| !met);
        let count = missed.clone().count();
        println!("\n{} of {} targets are missed{}", count, judged.len(), if count == 0 { "." } else { ":" });
        for (name, fact, _) in missed {
            let target = target(fact.bound, fact.unit);
            println!("- {name}: {}: {} {}, not {target}", fact.what, short(fact.value), fact.unit);
        }
    }

    fn line(&self, value: &serde_json::Value) -> io::Result<()> {
        self.lines.as_ref().map_or(Ok(()), |mut lines| writeln!(lines, "{value}"))
    }
}

/// How busy the machine has been for a minute.
fn load_average() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(f64::NAN)
}
