//! A server in a process of its own, started on a free port and ended by its pid.

use std::io::{self, BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use millpond_runtime::{Stopwatch, threads};
use rustix::process::{Pid, Signal, kill_process};

/// What a server prints, before its address, once it takes connections.
pub const LISTENING: &str = "listening on http://";
/// How long a server may take to end after SIGTERM.
const END_MS_MAX: u64 = 10_000;

/// A running server. Dropped, it is ended.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// Runs since just before the process was made.
    pub since_start: Stopwatch,
}

impl Program {
    /// Starts it, gives it `input`, and returns when it has said where it listens.
    pub fn start(command: &mut Command, input: &[u8]) -> io::Result<Program> {
        let since_start = Stopwatch::start();
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| {
            let name = command.get_program().display();
            io::Error::new(error.kind(), format!("cannot start {name}: {error}"))
        })?;
        child.stdin.take().expect("stdin is piped").write_all(input)?;
        let mut lines = BufReader::new(child.stdout.take().expect("stdout is piped"));
        match address_in(&mut lines) {
            Ok(address) => {
                // A full pipe would stop the server.
                threads::spawn("drain", move || drop(io::copy(&mut lines, &mut io::sink())))?;
                Ok(Program { child, address, since_start })
            }
            Err(error) => {
                let _ = child.kill();
                child.wait()?;
                Err(error)
            }
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut would end the process: it has no chance to say anything to its disk.
    pub fn kill(mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end and waits until it has.
    pub fn stop(mut self) -> io::Result<()> {
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        let pid = Pid::from_raw(self.child.id() as i32).expect("a child has a pid");
        kill_process(pid, Signal::TERM)?;
        let waiting = Stopwatch::start();
        while self.child.try_wait()?.is_none() {
            if waiting.elapsed_ns() > END_MS_MAX * 1_000_000 {
                eprintln!("the server did not end {END_MS_MAX} ms after SIGTERM; it is killed");
                self.child.kill()?;
                self.child.wait()?;
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // There is nobody left to tell.
        let _ = self.end();
    }
}

fn address_in(lines: &mut BufReader<ChildStdout>) -> io::Result<SocketAddr> {
    let mut line = String::new();
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Err(io::Error::other("the server ended before it listened"));
        }
        if let Some((_, rest)) = line.split_once(LISTENING) {
            let end = rest.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(rest.len());
            let address = rest[..end].parse();
            return address.map_err(|_| io::Error::other(format!("no address in: {line}")));
        }
    }
}
