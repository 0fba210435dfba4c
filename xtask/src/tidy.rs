//! `cargo xtask tidy`: the rules of the house that a compiler does not check.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Outcome, root};

/// The floors, from the ground up. A crate imports from its own floor's rooms below it, never from a floor above.
const FLOORS: &[&str] = &["foundation", "protocol", "services", "server"];
/// A hand-written file with more lines is asked whether it is still one thing.
const LINES_MAX: usize = 600;

/// Checks them all.
pub fn run(_: &[String]) -> Outcome {
    let mut wrong = Vec::new();
    check_imports(&mut wrong)?;
    check_files(&mut wrong)?;
    if wrong.is_empty() {
        println!("tidy: floors, module docs and file sizes are as they should be");
        return Ok(());
    }
    Err(wrong.join("\n"))
}

/// Imports go down only, and services never import each other.
fn check_imports(wrong: &mut Vec<String>) -> Outcome {
    for (floor, name) in FLOORS.iter().enumerate() {
        for manifest in manifests(&root().join(name))? {
            let text = read(&manifest)?;
            let dependencies = text.split("[dependencies]").nth(1).unwrap_or_default();
            let dependencies = dependencies.split("\n[").next().unwrap_or_default();
            for line in dependencies.lines().filter(|line| line.starts_with("millpond-")) {
                let import = line.split(['.', ' ', '=']).next().unwrap_or_default();
                let Some(theirs) = floor_of(import)? else { continue };
                let sideways = *name == "services" && theirs == floor;
                if theirs > floor || sideways {
                    wrong.push(format!(
                        "{}: {import} stands on a floor that may not be imported",
                        shown(&manifest)
                    ));
                }
            }
        }
    }
    Ok(())
}

fn floor_of(package: &str) -> Result<Option<usize>, String> {
    let line = format!("name = \"{package}\"\n");
    for (floor, name) in FLOORS.iter().enumerate() {
        for manifest in manifests(&root().join(name))? {
            if read(&manifest)?.contains(&line) {
                return Ok(Some(floor));
            }
        }
    }
    Ok(None)
}

fn manifests(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    if folder.join("Cargo.toml").exists() {
        found.push(folder.join("Cargo.toml"));
    }
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    found.extend(entries.flatten().map(|entry| entry.path().join("Cargo.toml")).filter(|path| path.exists()));
    Ok(found)
}

/// Every file says in its first line what it is; none is too long to be one thing.
fn check_files(wrong: &mut Vec<String>) -> Outcome {
    for room in [
        "foundation",
        "protocol",
        "services",
        "server",
        "tests/model",
        "tests/schedules",
        "tests/load",
        "tests/fuzz",
        "bench",
        "xtask",
    ] {
        for file in rust_files(&root().join(room))? {
            let text = read(&file)?;
            if !text.starts_with("//!") && !text.starts_with("// Generated") {
                wrong.push(format!("{}: does not open with one sentence on what it is", shown(&file)));
            }
            let generated =
                file.starts_with(root().join("protocol/shapes/src")) && text.contains("cargo xtask shapes");
            if !generated && text.lines().count() > LINES_MAX {
                wrong.push(format!("{}: more than {LINES_MAX} lines; is it still one thing?", shown(&file)));
            }
        }
    }
    Ok(())
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
