//! `millpond`: the server. Listeners, the request pipeline, configuration, and the wiring of services to partitions.

// They panic where nobody reads any more: `say` does not.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod admin;
mod clock;
mod config;
mod http;
mod metrics;
mod queues_file;
mod say;
mod serve;
mod services;
mod shared;
mod snapshot;
mod startup;
mod state;
mod storage;
mod sync;
mod upkeep;
mod worker;

use std::process::ExitCode;

use mimalloc::MiMalloc;

use tracing_subscriber::EnvFilter;

use say::{Logbook, complain, say};

/// A request allocates some dozens of times, now and then ten kilobytes at once: see docs/adr/0005.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let matches = config::command().get_matches();
    let (name, matches) = matches.subcommand().expect("clap demands a subcommand");
    let done = match name {
        "serve" => config::read(matches).and_then(|(config, _)| {
            start_logging(&config)?;
            serve::serve(&config)
        }),
        "config" => config::read(matches).map(|(_, shown)| say(format_args!("{shown}"))),
        "coverage" => {
            say(format_args!("{}", services::Services::new().coverage()));
            Ok(())
        }
        "fsck" => {
            let path =
                matches.get_one::<String>("data-dir").cloned().unwrap_or_else(config::default_data_dir);
            match storage::fsck(path.as_ref()) {
                Ok(examined) => return ExitCode::from(examined as u8),
                Err(why) => Err(why),
            }
        }
        "snapshot" => {
            let from =
                matches.get_one::<String>("data-dir").cloned().unwrap_or_else(config::default_data_dir);
            let to = matches.get_one::<String>("to").expect("clap demands it");
            snapshot::snapshot(from.as_ref(), to.as_ref())
        }
        _ => unreachable!("clap knows these subcommands only"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            complain(format_args!("{why}"));
            ExitCode::FAILURE
        }
    }
}

/// Logs go to standard error, so that what `serve` announces stands alone on standard output.
fn start_logging(config: &config::Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|e| format!("log is {:?}: {e}", config.log))?;
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| Logbook).with_target(false);
    if config.log_json {
        builder.json().init()
    } else {
        builder.init()
    }
    Ok(())
}
