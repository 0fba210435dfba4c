//! What threads do to each other. A scenario asserts what must hold at its end; that it has one is half of the test.

mod commits;
mod hops;
mod polls;

pub use commits::{Commits, commits, completions_of_two_lanes, lazy_records_are_committed_in_time};
pub use hops::{busy_worker, hops};
pub use polls::{Polls, polls};

use polls::Call;

/// What arrives in a worker's mailbox.
pub(crate) enum Item {
    /// Something.
    Number(u64),
    /// A command for its partition.
    Command(Call),
    /// All clients have gone: the worker ends.
    End,
}

fn spawn<R: Send + 'static>(run: impl FnOnce() -> R + Send + 'static) -> shuttle::thread::JoinHandle<R> {
    shuttle::thread::spawn(run)
}

fn join<R>(thread: shuttle::thread::JoinHandle<R>) -> R {
    thread.join().expect("a thread of a scenario ends")
}
