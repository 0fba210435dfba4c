//! A task that is away from its connection's thread: if nobody comes for it, it goes back to its partition.

use std::sync::Arc;

use millpond_api::Task;

use super::Item;
use crate::shared::Shared;
use crate::state::State;

/// See the module.
pub struct Kept {
    task: Option<Box<dyn Task<State>>>,
    home: usize,
    shared: Arc<Shared>,
}

impl Kept {
    pub(super) fn new(task: Box<dyn Task<State>>, home: usize, shared: Arc<Shared>) -> Self {
        Kept { task: Some(task), home, shared }
    }

    /// The task.
    pub fn task(&self) -> &dyn Task<State> {
        &**self.task.as_ref().expect("it is here until it is released")
    }

    /// Takes it, to answer with it.
    pub fn release(mut self) -> Box<dyn Task<State>> {
        self.task.take().expect("it is released once")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(task) = self.task.take().filter(|task| task.must_be_sent()) {
            self.shared.mailboxes[self.home].push(Item::TurnBack(task));
        }
    }
}
