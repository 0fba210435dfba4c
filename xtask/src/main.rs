//! What a developer can do here: `cargo xtask` alone lists it.

use std::path::PathBuf;
use std::process::ExitCode;

mod command;
mod coverage;
mod lanes;
mod programs;
mod prove;
mod shapes;
mod test;
mod tidy;
mod trim_model;

/// What a task answers: what went wrong, in words for the person who typed the command.
type Outcome = Result<(), String>;

struct Task {
    name: &'static str,
    usage: &'static str,
    run: fn(&[String]) -> Outcome,
}

const TASKS: &[Task] = &[
    Task {
        name: "serve",
        usage: "[settings]\n      Run the server as `cargo run --release -- serve` does.",
        run: |arguments| {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            command::cargo(&[&["run", "--release", "--", "serve"], arguments.as_slice()].concat())
        },
    },
    Task {
        name: "test",
        usage: "[step...]\n      All tests, for each commit; or some of its steps.",
        run: test::steps,
    },
    Task {
        name: "prove",
        usage: "[--long] [--write] [suite...]\n      The suites that try to lose something: short, as in test, or for hours. --write: into docs/proof.md.",
        run: prove::run_task,
    },
    Task {
        name: "bench",
        usage: "[scenario...]\n      Measure against floors in the same run (see docs/performance.md).",
        run: |arguments| {
            command::cargo(&["build", "--release", "--package", "millpond"])?;
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let bench = ["run", "--release", "--package", "millpond-bench", "--"];
            command::cargo(&[bench.as_slice(), arguments.as_slice()].concat())
        },
    },
    Task {
        name: "coverage",
        usage: "[--write]\n      Print which operations there are; with --write put the table into README.md.",
        run: coverage::run,
    },
    Task {
        name: "tidy",
        usage: "\n      Check the rules of the house that a compiler does not.",
        run: tidy::run,
    },
    Task {
        name: "shapes",
        usage: "[--check]\n      Generate protocol/shapes/src/*.rs from models/; with --check only compare.",
        run: shapes::run,
    },
    Task {
        name: "trim-model",
        usage: "<data dir> <data dir with the Query-form sqs model>\n      Make models/*.json from botocore's models (see xtask/src/trim_model.rs).",
        run: trim_model::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        for task in TASKS {
            println!("cargo xtask {} {}", task.name, task.usage);
        }
        return ExitCode::SUCCESS;
    };
    let outcome = match TASKS.iter().find(|task| task.name == name) {
        Some(task) => (task.run)(rest),
        None => Err("no such task; `cargo xtask` lists them".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask {name}: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root: the folder above this crate.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask is a folder of the repository").to_owned()
}
