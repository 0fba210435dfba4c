//! Receives that a client has given a name: asked again within five minutes, they give the same messages.

use std::collections::{BTreeMap, VecDeque};

use millpond_delivery::Sequence;
use millpond_runtime::Millis;

use crate::limits;

/// A receive that had a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which hand-out it was.
    pub nonce: u64,
    /// When its messages come back.
    pub until: Millis,
    /// What it handed out.
    pub sequences: Vec<Sequence>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    attempts: BTreeMap<u128, Attempt>,
    /// In the order in which they were made.
    expiries: VecDeque<(Millis, u128, u64)>,
}

impl Attempts {
    pub(super) fn get(&self, name: u128) -> Option<&Attempt> {
        self.attempts.get(&name)
    }

    pub(super) fn remember(&mut self, name: u128, attempt: Attempt, now: Millis) {
        self.expiries.push_back((now + limits::RECEIVE_ATTEMPT_WINDOW_MS, name, attempt.nonce));
        self.attempts.insert(name, attempt);
    }

    pub(super) fn extend(&mut self, name: u128, until: Millis) -> Option<&Attempt> {
        let attempt = self.attempts.get_mut(&name)?;
        attempt.until = until;
        Some(attempt)
    }

    pub(super) fn advance(&mut self, now: Millis) {
        while let Some((_, name, nonce)) = self.expiries.pop_front_if(|(at, ..)| *at <= now) {
            // The name may have been used again since.
            if self.attempts.get(&name).is_some_and(|attempt| attempt.nonce == nonce) {
                self.attempts.remove(&name);
            }
        }
    }
}
