//! Loaders and floors: what a call costs the server, as a ratio to what it must cost at least, measured in
//! the same run. Nothing here is part of the server or links with it.

mod affinity;
mod arguments;
mod call_plot;
mod caller;
mod echo;
mod figures;
mod floors;
mod histogram;
mod http;
mod load;
mod machine;
mod metrics;
mod plot;
mod procfs;
mod program;
mod report;
mod scenarios;
mod scripts;
mod signing;

use std::process::ExitCode;

use arguments::Arguments;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("help" | "--help" | "-h") => {
            print!("{}", arguments::HELP);
            Ok(())
        }
        Some("cores") => scenarios::cores::run(&arguments[1..]),
        Some("crowds") => scenarios::crowds::run(&arguments[1..]),
        Some("index") => scenarios::index::run(&arguments[1..]),
        Some("echo") => echo::serve(&arguments[1..]),
        _ => Arguments::parse(&arguments).and_then(|arguments| scenarios::run(&arguments)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("millpond-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
