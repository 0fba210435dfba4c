//! One core beside two, as a table for a reader, as JSON for a program and as a plot.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Found, cores_busy};
use crate::arguments::Arguments;
use crate::load::Measured;
use crate::machine::Machine;
use crate::plot::{Bar, Bars, Group};
use crate::report::short;

/// What a server's threads are, each with the beginning of its name. Others are few and do little.
const THREADS: [(&str, &str); 3] = [("worker 0", "worker-0"), ("worker 1", "worker-1"), ("the log", "log-")];

/// Markdown, as it stands in docs/performance.md.
pub fn table(arguments: &Arguments, machine: &Machine, found: &[Found]) -> String {
    let mut text = format!(
        "{}; {} s each, {} connections, durability {}.\n\n",
        machine.sentence(),
        arguments.length.as_secs_f64(),
        arguments.connections,
        arguments.durability
    );
    text.push_str(
        "| call | server | a second | CPU µs | of it worker 0 | worker 1 | the log | others | × echo | cores busy | \
         loader's cores | others' cores | sleeps a call | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for call in found {
        for (setting, measured) in &call.servers {
            let threads: Vec<String> = by_thread(call, measured).iter().map(|us| short(*us)).collect();
            let _ = writeln!(
                text,
                "| {} | {} | {:.0} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                call.which.title(),
                setting.name(),
                call.a_second(measured),
                short(call.cpu_us(measured)),
                threads.join(" | "),
                short(call.cpu_us(measured) / call.echo_us(setting.cores)),
                short(cores_busy(measured.cpu_ns, measured)),
                short(cores_busy(measured.loader_cpu_ns, measured)),
                short(cores_busy(measured.others_cpu_ns, measured)),
                short(sleeps(call, measured)),
                short(measured.latency.percentile_us(0.5) / 1000.0),
                short(measured.latency.percentile_us(0.99) / 1000.0),
            );
        }
        for echo in &call.echoes {
            let _ = writeln!(
                text,
                "| {} | bare echo, {} | {:.0} | {} | | | | | 1 | | | | | | |",
                call.which.title(),
                if echo.cores == 1 { "one core" } else { "two cores" },
                echo.a_second(),
                short(echo.cpu_us())
            );
        }
    }
    text
}

/// One object with everything.
pub fn json(arguments: &Arguments, machine: &Machine, found: &[Found]) -> String {
    let server = |call: &Found, cores: usize, workers: usize, measured: &Measured| {
        let threads: Vec<_> =
            THREADS.iter().map(|(name, _)| *name).chain(["others"]).zip(by_thread(call, measured)).collect();
        json!({
            "cores": cores, "workers": workers, "a_second": call.a_second(measured),
            "cpu_us": call.cpu_us(measured), "threads_us": threads, "echo_cpu_us": call.echo_us(cores),
            "cores_busy": cores_busy(measured.cpu_ns, measured),
            "cores_of_the_loader": cores_busy(measured.loader_cpu_ns, measured),
            "cores_of_others": cores_busy(measured.others_cpu_ns, measured),
            "sleeps": sleeps(call, measured), "p50_us": measured.latency.percentile_us(0.5),
            "p99_us": measured.latency.percentile_us(0.99),
        })
    };
    let calls: Vec<Value> = found
        .iter()
        .map(|call| {
            let servers = call.servers.iter();
            let servers: Vec<Value> = servers
                .map(|(setting, measured)| server(call, setting.cores, setting.workers, measured))
                .collect();
            let echoes = call.echoes.iter();
            let echoes: Vec<Value> = echoes
                .map(
                    |echo| json!({"cores": echo.cores, "a_second": echo.a_second(), "cpu_us": echo.cpu_us()}),
                )
                .collect();
            json!({"call": call.which.title(), "servers": servers, "echoes": echoes})
        })
        .collect();
    let report = json!({
        "machine": {"cores": machine.cores, "cpu": machine.cpu, "kernel": machine.kernel,
                    "file_system": machine.file_system},
        "seconds": arguments.length.as_secs_f64(), "durability": arguments.durability, "calls": calls,
    });
    format!("{report:#}\n")
}

/// Server CPU of each call by thread.
pub fn plot(machine: &Machine, found: &[Found]) -> String {
    let group = |call: &Found| {
        let bars = call.servers.iter().map(|(setting, measured)| Bar {
            name: setting.name().to_owned(),
            parts: by_thread(call, measured),
            mark: None,
            value: format!(
                "{} µs, {} k/s",
                short(call.cpu_us(measured)),
                short(call.a_second(measured) / 1000.0)
            ),
        });
        Group { name: call.which.title().to_owned(), bars: bars.collect() }
    };
    let bars = Bars {
        title: "One core and two: server CPU of a call by thread".to_owned(),
        notes: vec![
            machine.sentence(),
            "At the end of each bar its sum, and calls a second while a loader shares the cores.".to_owned(),
        ],
        axis: "server CPU, µs a call".to_owned(),
        parts: THREADS.iter().map(|(name, _)| *name).chain(["others"]).collect(),
        mark: "",
        groups: found.iter().map(group).collect(),
    };
    bars.svg()
}

/// Microseconds a call of each of [`THREADS`], and of all others.
fn by_thread(call: &Found, measured: &Measured) -> Vec<f64> {
    let mut ns = [0; THREADS.len() + 1];
    for (name, thread_ns) in &measured.threads {
        let at = THREADS.iter().position(|(_, start)| name.starts_with(start));
        ns[at.unwrap_or(THREADS.len())] += thread_ns;
    }
    let calls = measured.requests as f64 / call.requests();
    ns.into_iter().map(|ns| ns as f64 / 1000.0 / calls).collect()
}

/// How often a thread of the server gave up its core for want of work, a call.
fn sleeps(call: &Found, measured: &Measured) -> f64 {
    measured.sleeps as f64 / (measured.requests as f64 / call.requests())
}
