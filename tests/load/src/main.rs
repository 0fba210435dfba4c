//! Crowds, slow clients and bombs against the real server: `millpond-load [--long] suite...` starts one for each suite.
//!
//! A suite asserts CPU time, memory and ratios within one run, since a busy machine changes neither much; where it
//! must ask for seconds it asks for several times what was promised.

mod client;
mod server;
mod suites;
// The loaders' own, compiled here a second time.
#[allow(dead_code, reason = "a suite needs less than the loaders do")]
#[path = "../../../bench/src/histogram.rs"]
mod histogram;
#[allow(dead_code, reason = "a suite needs less than the loaders do")]
#[path = "../../../bench/src/http.rs"]
mod http;
#[allow(dead_code, reason = "a suite needs less than the loaders do")]
#[path = "../../../bench/src/procfs.rs"]
mod procfs;
#[allow(dead_code, reason = "a suite needs less than the loaders do")]
#[path = "../../../bench/src/program.rs"]
mod program;

use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, setrlimit};

/// What a suite answers: what was broken, in words.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Connections of the largest crowd, the server's half of all files, and some to spare.
const OPEN_FILES_WANTED: u64 = 65_536;

fn main() -> ExitCode {
    let (options, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let long = options.iter().any(|option| option == "--long");
    raise_open_files();
    let suites: Vec<_> = names.iter().filter_map(|name| suites::find(name)).collect();
    if suites.is_empty() || suites.len() != names.len() || options.len() > usize::from(long) {
        eprintln!("millpond-load [--long] suite...\n  {}", suites::names().join("\n  "));
        return ExitCode::FAILURE;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("the kernel gives a thread its epoll");
    for (name, run) in suites {
        let tasks = tokio::task::LocalSet::new();
        if let Err(broken) = tasks.block_on(&runtime, run(long)) {
            eprintln!("{name}: {broken}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Who may raise even the hard limit does; the server inherits it.
fn raise_open_files() {
    let wanted = Rlimit { current: Some(OPEN_FILES_WANTED), maximum: Some(OPEN_FILES_WANTED) };
    if setrlimit(Resource::Nofile, wanted).is_err()
        && let Err(error) = millpond_runtime::open_files::raise_limit()
    {
        eprintln!("the limit of open files stays: {error}");
    }
}

/// How many connections a crowd may have: the server keeps half of its files for its log.
fn crowd(wanted: usize) -> usize {
    let limit = millpond_runtime::open_files::limit().unwrap_or(OPEN_FILES_WANTED) as usize;
    wanted.min((limit / 2).saturating_sub(500))
}

/// What `cargo xtask prove` collects.
fn proved(id: &str, tried: &str, times: impl std::fmt::Display, lost: impl std::fmt::Display) {
    println!("PROOF\t{id}\t{tried}\t{times}\t{lost}");
}

/// Says why not, if it is not so.
fn ensure(so: bool, otherwise: impl FnOnce() -> String) -> Outcome {
    if so { Ok(()) } else { Err(otherwise().into()) }
}
