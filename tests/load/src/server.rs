//! The server under test, in a directory of its own, and what it costs.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::procfs;
use crate::program::Program;

/// The binary under test, from `MILLPOND_BIN`.
fn binary() -> PathBuf {
    std::env::var_os("MILLPOND_BIN").map_or_else(|| PathBuf::from("target/debug/millpond"), PathBuf::from)
}

/// How many times the CPU of a release build it may take: one that is built to be debugged takes several times as much.
pub fn slowness() -> u32 {
    if binary().components().any(|part| part.as_os_str() == "debug") { 8 } else { 1 }
}

/// See the module.
pub struct Server {
    program: Program,
    data: TempDir,
}

impl Server {
    /// Starts it in a new directory.
    pub fn start() -> io::Result<Server> {
        let data = tempfile::Builder::new().prefix("millpond-load-").tempdir()?;
        Ok(Server { program: run(Command::new(binary()), &data)?, data })
    }

    /// Starts it in a new directory, each sync of which is held up for so long. `strace` does that: the process is still a
    /// child of ours, and ends as it would without.
    pub fn start_on_slow_disk(sync_takes: Duration) -> io::Result<Server> {
        let data = tempfile::Builder::new().prefix("millpond-load-").tempdir()?;
        let mut command = Command::new("strace");
        command.args(["-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e"]);
        command.arg(format!("inject=fdatasync:delay_enter={}", sync_takes.as_micros()));
        command.arg(binary());
        Ok(Server { program: run(command, &data)?, data })
    }

    /// Starts it again in its directory, once it has ended.
    pub fn start_again(self) -> io::Result<Server> {
        let Server { program, data } = self;
        program.stop()?;
        Ok(Server { program: run(Command::new(binary()), &data)?, data })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.program.address
    }

    /// CPU it has used, in milliseconds.
    pub fn cpu_ms(&self) -> io::Result<f64> {
        Ok(procfs::fine_cpu_ns(self.program.pid())? as f64 / 1e6)
    }

    /// What it holds in RAM, in MiB.
    pub fn resident_mib(&self) -> io::Result<f64> {
        Ok(procfs::resident_bytes(self.program.pid())? as f64 / f64::from(1 << 20))
    }

    /// The most it ever held in RAM, in MiB.
    pub fn peak_mib(&self) -> io::Result<f64> {
        Ok(procfs::memory(self.program.pid())?.peak_bytes as f64 / f64::from(1 << 20))
    }

    /// Asks it to end.
    pub fn terminate(&self) -> io::Result<()> {
        let pid = Pid::from_raw(self.program.pid() as i32).expect("a child has a pid");
        Ok(kill_process(pid, Signal::TERM)?)
    }

    /// Whether it is still there and not a corpse.
    pub fn is_running(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.pid())).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    }
}

fn run(mut command: Command, data: &TempDir) -> io::Result<Program> {
    command.env("MILLPOND_LOG", "error");
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data.path());
    Program::start(&mut command, b"")
}
