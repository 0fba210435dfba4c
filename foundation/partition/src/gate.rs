//! The answer gate: nothing that comes from unconfirmed state leaves a partition.

use std::collections::VecDeque;

use millpond_log::Position;

use crate::slot::KEPT;

/// What waits for the disk, in the order of the positions that it waits for.
#[derive(Debug)]
pub(crate) struct Gate<T> {
    held: VecDeque<(Position, T)>,
}

impl<T> Default for Gate<T> {
    fn default() -> Self {
        Gate { held: VecDeque::new() }
    }
}

impl<T> Gate<T> {
    /// Holds `what` until everything below `needs` is durable. `needs` never falls from one call to the next.
    pub(crate) fn hold(&mut self, needs: Position, what: T) {
        debug_assert!(self.held.back().is_none_or(|(last, _)| *last <= needs));
        self.held.push_back((needs, what));
    }

    /// The next that may leave, now that everything below `durable` is.
    pub(crate) fn pass(&mut self, durable: Position) -> Option<T> {
        self.held.pop_front_if(|(needs, _)| *needs <= durable).map(|(_, what)| what)
    }

    /// Gives back what busy times have taken.
    pub(crate) fn rest(&mut self) {
        self.held.shrink_to(KEPT);
    }

    /// Takes everything, passed or not: the state it came from is dropped.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.held.drain(..).map(|(_, what)| what)
    }

    /// What its queue takes.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.held.capacity() * size_of::<(Position, T)>()
    }
}
