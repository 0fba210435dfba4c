//! What travels to a partition and back: an AWS call, or something of the server's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use millpond_api::Task;
use millpond_partition::{Command, Decision, Failure, Growth, Turn};

use super::tickets::Ticket;
use crate::state::State;

/// See the module.
pub enum Errand {
    /// A call.
    Task(Box<dyn Task<State>>),
    /// The server's own.
    Probe(Probe),
}

type Decide = Box<dyn FnOnce(&mut Turn<'_, State>) -> Decision + Send>;

/// A closure that runs once on a partition.
pub struct Probe {
    decide: Option<Decide>,
    fail: Option<Box<dyn FnOnce(Failure) + Send>>,
}

impl Errand {
    /// An errand that runs a closure, and where its result arrives.
    pub fn probe<R: Send + 'static>(
        run: impl FnOnce(&mut Turn<'_, State>) -> R + Send + 'static,
    ) -> (Errand, Receiver<Result<R, Failure>>) {
        let (send, result) = sync_channel(1);
        let failed = send.clone();
        let decide: Decide = Box::new(move |turn| {
            let _ = send.try_send(Ok(run(turn)));
            Decision::Answer
        });
        let fail = Box::new(move |failure| {
            let _ = failed.try_send(Err(failure));
        });
        (Errand::Probe(Probe { decide: Some(decide), fail: Some(fail) }), result)
    }

    /// An errand that says itself when it is done.
    pub fn deciding(
        run: impl FnOnce(&mut Turn<'_, State>) -> Decision + Send + 'static,
    ) -> (Errand, Receiver<Result<(), Failure>>) {
        let (send, result) = sync_channel(1);
        let failed = send.clone();
        let decide: Decide = Box::new(move |turn| {
            let decision = run(turn);
            let _ = send.try_send(Ok(()));
            decision
        });
        let fail = Box::new(move |failure| {
            let _ = failed.try_send(Err(failure));
        });
        (Errand::Probe(Probe { decide: Some(decide), fail: Some(fail) }), result)
    }
}

impl InFlight {
    /// An errand that nobody on a worker waits for.
    pub fn unattended(errand: Errand, home: usize) -> Self {
        InFlight { errand, home, ticket: None, gone: Arc::default() }
    }
}

/// An errand on its way.
pub struct InFlight {
    pub(super) errand: Errand,
    /// The worker that it goes back to.
    pub(super) home: usize,
    /// Who waits for it there, if anybody does.
    pub(super) ticket: Option<Ticket>,
    /// Set when nobody waits any more.
    pub(super) gone: Arc<AtomicBool>,
}

impl Command<State> for InFlight {
    fn decide(&mut self, turn: &mut Turn<'_, State>) -> Decision {
        match &mut self.errand {
            Errand::Task(task) => task.decide(turn),
            Errand::Probe(probe) => probe.decide.take().map_or(Decision::Answer, |decide| decide(turn)),
        }
    }

    fn fail(&mut self, failure: Failure) {
        match &mut self.errand {
            Errand::Task(task) => task.fail(failure),
            Errand::Probe(probe) => {
                if let Some(fail) = probe.fail.take() {
                    fail(failure);
                }
            }
        }
    }

    fn growth(&self) -> Growth {
        match &self.errand {
            Errand::Task(task) => task.growth(),
            Errand::Probe(_) => Growth::Shrinks,
        }
    }

    fn abandoned(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}
