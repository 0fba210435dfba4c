//! Runs other programs, and says which one failed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, root};

/// What is to be started, and where.
#[derive(Clone)]
pub struct Invocation {
    pub program: String,
    pub arguments: Vec<String>,
    pub environment: Vec<(&'static str, String)>,
    pub folder: PathBuf,
}

impl Invocation {
    /// In the repository's root.
    pub fn new(program: &str, arguments: &[&str]) -> Invocation {
        let arguments = arguments.iter().map(|word| (*word).to_owned()).collect();
        Invocation { program: program.to_owned(), arguments, environment: Vec::new(), folder: root() }
    }

    /// As a line that one can type.
    pub fn words(&self) -> String {
        format!("{} {}", self.program, self.arguments.join(" "))
    }
}

/// Runs a program in the repository's root and waits for it.
pub fn run(program: &str, arguments: &[&str]) -> Outcome {
    println!("\n$ {program} {}", arguments.join(" "));
    let status = Command::new(program).args(arguments).current_dir(root()).status();
    let status = status.map_err(|e| format!("{program} can't be started: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} {} failed: {status}", arguments.join(" "))) }
}

/// Runs cargo.
pub fn cargo(arguments: &[&str]) -> Outcome {
    run(&cargo_path(), arguments)
}

/// The cargo that has started this program.
pub fn cargo_path() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// The folder that cargo builds into.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A path as text, for a command line.
pub fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))
}
