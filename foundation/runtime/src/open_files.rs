//! How many files and connections the process may have open at once.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The kernel's error number for a process that has no file descriptor left.
const EMFILE: i32 = rustix::io::Errno::MFILE.raw_os_error();

/// The limit in force; none if there is none.
pub fn limit() -> Option<u64> {
    getrlimit(Resource::Nofile).current
}

/// Raises the limit as far as the process may. An error if it may be raised, and that fails.
pub fn raise_limit() -> std::io::Result<()> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let is_highest = current.is_none() || current == maximum;
    if is_highest {
        return Ok(());
    }
    Ok(setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?)
}

/// Whether the error says that the process has too many files open.
pub fn is_exhausted(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(EMFILE)
}
