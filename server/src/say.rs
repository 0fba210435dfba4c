//! What people are told on standard output and standard error.
//!
//! A stream that takes nothing, because its reader has gone or its disk is full, is no reason to end: the macros of the
//! standard library panic then, and so does the logger when it can't say that it couldn't log.

use std::fmt::Arguments;
use std::io::{self, Write};

/// On standard output.
pub fn say(text: Arguments<'_>) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_fmt(text).and_then(|()| stdout.flush());
}

/// On standard error: a line in the program's own name.
pub fn complain(text: Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "millpond: {text}");
}

/// Where the logger writes to.
pub struct Logbook;

impl Write for Logbook {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = io::stderr().lock().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
