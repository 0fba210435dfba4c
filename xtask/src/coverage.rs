//! `cargo xtask coverage`: the README's table of operations, printed from the code.

use std::fs;
use std::process::Command;

use crate::command::{cargo, target};
use crate::{Outcome, root};

const BEGIN: &str = "<!-- coverage: printed by `cargo xtask coverage --write` -->\n";
const END: &str = "<!-- end of coverage -->";

/// Prints the table, writes it into the README, or checks that it stands there.
pub fn run(arguments: &[String]) -> Outcome {
    cargo(&["build", "--quiet", "--package", "millpond"])?;
    let printed = Command::new(target().join("debug/millpond")).arg("coverage").output();
    let printed = printed.map_err(|e| format!("the server can't be started: {e}"))?;
    let table = String::from_utf8_lossy(&printed.stdout).into_owned();
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).map_err(|e| format!("README.md: {e}"))?;
    let (before, rest) = readme.split_once(BEGIN).ok_or("README.md has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("README.md has no end of the table")?;
    let fresh = format!("{before}{BEGIN}{table}{END}{after}");
    match arguments.first().map(String::as_str) {
        None => print!("{table}"),
        Some("--write") => fs::write(&path, fresh).map_err(|e| format!("README.md: {e}"))?,
        Some("--check") if fresh == readme => {}
        Some("--check") => {
            return Err(
                "README.md's table is not what the code prints: cargo xtask coverage --write".to_owned()
            );
        }
        Some(_) => return Err("only --write and --check are understood".to_owned()),
    }
    Ok(())
}
