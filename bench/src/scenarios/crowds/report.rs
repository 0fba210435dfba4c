//! What crowds were found to cost, as tables for a reader and as JSON for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Row;
use super::options::Options;
use crate::histogram::Histogram;
use crate::machine::Machine;
use crate::report::{percent, short, yes_or_no};

/// Markdown, as it stands in docs/performance.md.
pub fn table(options: &Options, machine: &Machine, rows: &[Row]) -> String {
    let Options { producers, consumers, size_bytes, .. } = options;
    let mut text = format!(
        "{}; {producers} producers and {consumers} consumers, messages of {size_bytes} B, durability {}.\n\n",
        machine.sentence(),
        options.common.durability
    );
    text.push_str(
        "| queues | sent | messages | a second | server CPU µs a message | a call, × small echo | messages a receive | \
         messages a sync | send p50, p99 ms | receive p50, p99 ms | delete p50, p99 ms | memory at its peak, then at rest, MiB | others | \
         each came once |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let timed = &row.timed;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {:.0} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            row.queues,
            row.sends.name(),
            row.messages,
            row.messages as f64 / row.seconds,
            short(row.cpu_us()),
            short(in_echoes(row)),
            short(row.messages as f64 / timed.receives.max(1) as f64),
            messages_a_sync(row).map_or_else(String::new, short),
            percentiles(&timed.send),
            percentiles(&timed.receive),
            percentiles(&timed.delete),
            format_args!("{}, {}", mib(row.peak_bytes), mib(row.settled_bytes)),
            percent(row.others),
            yes_or_no(row.is_whole()),
        );
    }
    text.push_str("\nServer CPU by thread, µs a message:\n");
    for row in rows {
        let used = row.threads.iter().map(|(name, ns)| (name, each_us(*ns, row)));
        let used: Vec<_> =
            used.filter(|(_, us)| *us >= 0.05).map(|(name, us)| format!("{name} {}", short(us))).collect();
        let _ = writeln!(text, "- {} queues, {}: {}", row.queues, row.sends.name(), used.join(", "));
    }
    text
}

/// One object with everything.
pub fn json(options: &Options, machine: &Machine, rows: &[Row]) -> String {
    let latency = |histogram: &Histogram| json!({"p50_us": histogram.percentile_us(0.5), "p99_us": histogram.percentile_us(0.99)});
    let row = |row: &Row| {
        let threads: Vec<_> = row.threads.iter().map(|(name, ns)| (name, each_us(*ns, row))).collect();
        json!({
            "scenario": row.which.name(), "queues": row.queues, "sent": row.sends.name(),
            "messages": row.messages, "seconds": row.seconds, "cpu_us_a_message": row.cpu_us(),
            "calls": row.timed.calls(), "sends": row.timed.sends, "receives": row.timed.receives,
            "empty_receives": row.timed.empty_receives, "cpu_of_a_call_in_small_echoes": in_echoes(row),
            "small_echo_us": row.small_echo_us, "commits": row.commits, "send": latency(&row.timed.send),
            "receive": latency(&row.timed.receive), "delete": latency(&row.timed.delete),
            "threads_us_a_message": threads, "peak_bytes": row.peak_bytes, "settled_bytes": row.settled_bytes, "others_share_of_machine": row.others,
            "lost": row.verdict.lost, "doubled": row.verdict.doubled, "strange": row.verdict.strange,
            "left": row.left.waiting + row.left.in_flight + row.left.delayed,
        })
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    let report = json!({
        "machine": {"cores": machine.cores, "cpu": machine.cpu, "kernel": machine.kernel,
                    "file_system": machine.file_system},
        "producers": options.producers, "consumers": options.consumers, "size_bytes": options.size_bytes,
        "durability": options.common.durability, "rows": rows,
    });
    format!("{report:#}\n")
}

/// The server's CPU for one call of any kind, in echoes of a SendMessage.
fn in_echoes(row: &Row) -> f64 {
    row.cpu_ns as f64 / 1000.0 / row.timed.calls() as f64 / row.small_echo_us
}

fn messages_a_sync(row: &Row) -> Option<f64> {
    row.commits.filter(|commits| *commits > 0).map(|commits| row.messages as f64 / commits as f64)
}

fn each_us(ns: u64, row: &Row) -> f64 {
    ns as f64 / 1000.0 / row.messages as f64
}

fn percentiles(histogram: &Histogram) -> String {
    let ms = |share| short(histogram.percentile_us(share) / 1000.0);
    format!("{}, {}", ms(0.5), ms(0.99))
}

fn mib(bytes: u64) -> String {
    short(bytes as f64 / f64::from(1 << 20))
}
