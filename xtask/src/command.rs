//! Runs other programs, and says which one failed.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, root};

/// Runs a program in the repository's root and waits for it.
pub fn run(program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Outcome {
    println!("\n$ {program} {}", arguments.join(" "));
    let mut command = Command::new(program);
    command.args(arguments).envs(environment.iter().copied()).current_dir(root());
    let status = command.status().map_err(|e| format!("{program} can't be started: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} {} failed: {status}", arguments.join(" "))) }
}

/// Runs cargo.
pub fn cargo(arguments: &[&str]) -> Outcome {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    run(&cargo, arguments, &[])
}

/// The folder that cargo builds into.
pub fn target() -> std::path::PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A path as text, for a command line.
pub fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))
}
