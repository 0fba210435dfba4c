//! Threads with a name, whose panic ends the process: a server that lost a thread must not go on answering.

use std::thread::JoinHandle;

/// Starts a thread. If it panics, the process ends with status 101 after the panic's message was printed.
#[allow(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err() {
            std::process::exit(101);
        }
    })
}
