//! What a developer can do here: `cargo xtask` alone lists it.

use std::path::PathBuf;
use std::process::ExitCode;

mod shapes;
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
