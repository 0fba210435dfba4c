//! The suites, each with the name it has on the command line.

mod bombs;
mod idle_polls;
mod many;
mod never_deletes;
mod overload;
mod slow_clients;
mod slow_disk;
mod stop;

use std::pin::Pin;

use crate::Outcome;

type Running = Pin<Box<dyn Future<Output = Outcome>>>;
type Suite = (&'static str, fn(bool) -> Running);

const SUITES: &[Suite] = &[
    ("idle-polls", |long| Box::pin(idle_polls::run(long))),
    ("never-deletes", |long| Box::pin(never_deletes::run(long))),
    ("overload", |long| Box::pin(overload::run(long))),
    ("slow-disk", |long| Box::pin(slow_disk::run(long))),
    ("many", |long| Box::pin(many::run(long))),
    ("slow-clients", |long| Box::pin(slow_clients::run(long))),
    ("stop", |long| Box::pin(stop::run(long))),
    ("bombs", |long| Box::pin(bombs::run(long))),
];

/// The suite of a name.
pub fn find(name: &str) -> Option<Suite> {
    SUITES.iter().copied().find(|(known, _)| *known == name)
}

/// All of them.
pub fn names() -> Vec<&'static str> {
    SUITES.iter().map(|(name, _)| *name).collect()
}
