//! The crates' test programs: built by one call of cargo for all, and started without it, so that they can run while cargo does something else.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::command::{Invocation, cargo_path, text};
use crate::root;

/// One of them.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestProgram {
    /// Its crate's folder.
    folder: PathBuf,
    /// A library's own tests come first, then a program's, then the files of `tests/`.
    rank: usize,
    name: String,
    pub package: String,
    path: PathBuf,
}

impl TestProgram {
    /// As cargo would start it.
    pub fn invocation(&self, arguments: &[&str]) -> Result<Invocation, String> {
        let mut invocation = Invocation::new(text(&self.path)?, arguments);
        invocation.environment.push(("CARGO_MANIFEST_DIR", text(&self.folder)?.to_owned()));
        invocation.folder.clone_from(&self.folder);
        Ok(invocation)
    }
}

/// Builds those of the selected packages, and gives them in the order in which cargo would run them.
pub fn build(selection: &[&str]) -> Result<Vec<TestProgram>, String> {
    let arguments = ["test", "--no-run", "--quiet", "--message-format", "json-render-diagnostics"];
    println!("\n$ cargo {} {}", arguments.join(" "), selection.join(" "));
    let mut cargo = Command::new(cargo_path());
    let cargo = cargo.args(arguments).args(selection).current_dir(root()).stderr(Stdio::inherit());
    let built = cargo.output().map_err(|e| format!("cargo can't be started: {e}"))?;
    if !built.status.success() {
        return Err(format!("cargo test --no-run failed: {}", built.status));
    }
    let mut programs: Vec<_> = String::from_utf8_lossy(&built.stdout).lines().filter_map(named_in).collect();
    programs.sort();
    // Nothing to run would be green.
    if programs.is_empty() { Err("cargo has named no test program".to_owned()) } else { Ok(programs) }
}

/// The program that one of cargo's messages names, if it is about one.
fn named_in(message: &str) -> Option<TestProgram> {
    let message: Value = serde_json::from_str(message).ok()?;
    if !message["profile"]["test"].as_bool()? {
        return None;
    }
    let (kind, name) = (message["target"]["kind"][0].as_str()?, message["target"]["name"].as_str()?);
    let manifest = Path::new(message["manifest_path"].as_str()?);
    let package = message["package_id"].as_str()?.rsplit(['/', '#']).find(|word| !is_version(word))?;
    Some(TestProgram {
        folder: manifest.parent()?.to_owned(),
        rank: ["lib", "bin", "test"].iter().position(|known| *known == kind).unwrap_or(usize::MAX),
        name: name.to_owned(),
        package: package.split('@').next()?.to_owned(),
        path: message["executable"].as_str()?.into(),
    })
}

/// Where a package is called as its folder, its id ends with a version and no name.
fn is_version(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, test: bool, executable: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","package_id":"{id}","manifest_path":"/m/foundation/log/Cargo.toml",
            "target":{{"kind":["test"],"name":"power"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
        )
    }

    #[test]
    fn a_test_program_is_found_with_its_package() {
        let found = |id| named_in(&message(id, true, r#""/t/power-1""#)).unwrap();
        let program = found("path+file:///m/foundation/log#millpond-log@0.1.0");
        assert_eq!(
            (program.package.as_str(), program.folder.as_path()),
            ("millpond-log", Path::new("/m/foundation/log"))
        );
        assert_eq!(program.invocation(&["-q"]).unwrap().words(), "/t/power-1 -q");
        assert_eq!(found("path+file:///m/xtask#0.1.0").package, "xtask");
    }

    #[test]
    fn what_is_no_test_program_is_passed_over() {
        let id = "path+file:///m/foundation/log#millpond-log@0.1.0";
        assert_eq!(named_in(&message(id, false, r#""/t/millpond""#)), None);
        assert_eq!(named_in(&message(id, true, "null")), None);
        assert_eq!(named_in(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(named_in("nonsense"), None);
    }
}
