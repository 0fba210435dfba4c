//! Calls beside their floors, as a plot.

use crate::figures::{Call, Figures};
use crate::machine::Machine;
use crate::plot::{Bar, Bars, Group};
use crate::report::short;

/// Each call's CPU in echoes of its own bytes, with what it may cost at most.
pub fn svg(machine: &Machine, figures: &Figures) -> String {
    let bars = Bars {
        title: "What a call costs the server, in bare echoes of the same bytes".to_owned(),
        notes: vec![
            machine.sentence(),
            "An echo is a hyper server that reads the same request, sends back the same reply, and does nothing else."
                .to_owned(),
        ],
        axis: "server CPU of a call / CPU of its echo".to_owned(),
        parts: vec!["the echo itself", "one core's MD5, SHA-256 and JSON of a batch", "all else that the server does"],
        mark: "most it may be",
        groups: vec![Group { name: String::new(), bars: figures.calls.iter().map(bar).collect() }],
    };
    bars.svg()
}

fn bar(call: &Call) -> Bar {
    let all = call.cpu_us() / call.echo_us;
    let lane = call.lane.map_or(0.0, |lane| lane.total_us() / call.echo_us);
    // A server that beats one lane has less of it in its bar.
    let lane_part = lane.min((all - 1.0).max(0.0));
    Bar {
        name: call.name.to_owned(),
        parts: vec![all.min(1.0), lane_part, (all - 1.0 - lane_part).max(0.0)],
        mark: call.targets.last().map(|share| (1.0 + lane) / share),
        value: format!("{} ({} µs)", short(all), short(call.cpu_us())),
    }
}
