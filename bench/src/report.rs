//! The figures as tables for a reader and as JSON for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::arguments::{Arguments, Bodies};
use crate::figures::{Bound, Call, Fact, Figures};
use crate::machine::Machine;

/// Markdown, as it stands in docs/performance.md.
pub fn table(arguments: &Arguments, machine: &Machine, figures: &Figures) -> String {
    let mut text = String::new();
    let (seconds, durability) = (arguments.length.as_secs_f64(), &arguments.durability);
    let bodies = if arguments.bodies == Bodies::Json { "JSON" } else { "plain" };
    let _ = writeln!(
        text,
        "{}; {seconds} s each, durability {durability}, \
         {bodies} bodies.\n",
        machine.sentence()
    );
    if !figures.calls.is_empty() {
        calls(&mut text, figures);
    }
    if !figures.facts.is_empty() {
        text.push_str("| what | figure | target | met |\n|---|---|---|---|\n");
        for fact in &figures.facts {
            let Fact { what, value, unit, bound } = fact;
            let target = target(*bound, unit);
            let met = bound.met_by(*value).map_or("", yes_or_no);
            let _ = writeln!(text, "| {what} | {} {unit} | {target} | {met} |", short(*value));
        }
    }
    text
}

/// What a number should be, in words; nothing where it is only to be read.
pub fn target(bound: Bound, unit: &str) -> String {
    let target = match bound {
        Bound::None => String::new(),
        Bound::AtMost(most) => format!("≤ {} {unit}", short(most)),
        Bound::AtLeast(least) => format!("≥ {} {unit}", short(least)),
        Bound::Between(least, most) => format!("{} to {} {unit}", short(least), short(most)),
    };
    target.trim().to_owned()
}

/// A fact with its bounds.
pub fn fact(Fact { what, value, unit, bound }: &Fact) -> Value {
    let (at_most, at_least) = match *bound {
        Bound::None => (None, None),
        Bound::AtMost(most) => (Some(most), None),
        Bound::AtLeast(least) => (None, Some(least)),
        Bound::Between(least, most) => (Some(most), Some(least)),
    };
    json!({"what": what, "value": value, "unit": unit, "at_most": at_most, "at_least": at_least,
           "met": bound.met_by(*value)})
}

fn calls(text: &mut String, figures: &Figures) {
    text.push_str(
        "| call | a second | server CPU µs | echo µs | lane µs | of the floor | target | × small echo | \
         p50 ms | p99 ms | messages a sync | others |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for call in &figures.calls {
        let lane = call.lane.map_or_else(String::new, |lane| short(lane.total_us()));
        let targets: Vec<String> = call.targets.iter().map(|target| percent(*target)).collect();
        let small = figures.small_echo_us().map_or_else(String::new, |echo| short(call.cpu_us() / echo));
        let sync = call.messages_a_sync().map_or_else(String::new, short);
        let latency = |share| short(call.server.latency.percentile_us(share) / 1000.0);
        let _ = writeln!(
            text,
            "| {} | {:.0} | {} | {} | {lane} | {} | ≥ {} | {small} | {} | {} | {sync} | {} |",
            call.name,
            call.a_second(),
            short(call.cpu_us()),
            short(call.echo_us),
            with_range(call),
            targets.join(", then "),
            latency(0.5),
            latency(0.99),
            percent(others(call)),
        );
    }
    text.push_str("\nServer CPU by thread, µs a call:\n");
    for call in &figures.calls {
        let used: Vec<String> =
            threads(call).iter().map(|(name, us)| format!("{name} {}", short(*us))).collect();
        let _ = writeln!(text, "- {}: {}", call.name, used.join(", "));
    }
    text.push('\n');
}

/// One object with everything, floors and threads included.
pub fn json(arguments: &Arguments, machine: &Machine, figures: &Figures) -> String {
    let calls: Vec<Value> = figures
        .calls
        .iter()
        .map(|call| {
            json!({
                "call": call.name,
                "connections": call.connections,
                "a_second": call.a_second(),
                "cpu_us": call.cpu_us(),
                "echo_cpu_us": call.echo_us,
                "lane_us": call.lane.map(|lane| lane.total_us()),
                "ratio": call.ratio(),
                "rounds_server_and_echo_cpu_us": call.rounds,
                "targets": call.targets,
                "p50_us": call.server.latency.percentile_us(0.5),
                "p99_us": call.server.latency.percentile_us(0.99),
                "messages_a_sync": call.messages_a_sync(),
                "commits": call.server.commits,
                "log_bytes": call.server.log_bytes,
                "written_bytes": call.server.written_bytes,
                "requests": call.server.requests,
                "failures": call.server.failures,
                "loader_cpu_us": call.server.loader_cpu_ns as f64 / 1000.0 / call.server.requests as f64,
                "others_share_of_machine": others(call),
                "threads_us": threads(call),
            })
        })
        .collect();
    let facts: Vec<Value> = figures.facts.iter().map(fact).collect();
    let report = json!({
        "machine": {"cores": machine.cores, "cpu": machine.cpu, "kernel": machine.kernel,
                    "file_system": machine.file_system},
        "seconds": arguments.length.as_secs_f64(),
        "durability": arguments.durability,
        "calls": calls,
        "facts": facts,
    });
    format!("{report:#}\n")
}

/// Threads that did anything worth a mention, with their microseconds a call.
fn threads(call: &Call) -> Vec<(&str, f64)> {
    let calls = call.server.requests as f64 / call.requests as f64;
    let threads = call.server.threads.iter().map(|(name, ns)| (&name[..], *ns as f64 / 1000.0 / calls));
    threads.filter(|(_, us)| *us >= 0.05).collect()
}

/// The share of all cores that neither server nor loader used.
fn others(call: &Call) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    call.server.others_cpu_ns as f64 / (call.server.elapsed_ns as f64 * cores as f64)
}

/// The ratio, and between what it lay in single rounds.
fn with_range(call: &Call) -> String {
    let (least, most) = call.ratio_range();
    format!("{} ({:.0}-{:.0})", percent(call.ratio()), least * 100.0, most * 100.0)
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Three digits that mean something.
pub fn short(value: f64) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

pub fn yes_or_no(met: bool) -> &'static str {
    if met { "yes" } else { "**no**" }
}
