//! Receives that a client has given a name: asked again within five minutes, they give the same messages.

use std::collections::{BTreeMap, VecDeque};

use millpond_delivery::Sequence;
use millpond_log::event::{Malformed, put_varint, take_varint};
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

    /// Writes them for a checkpoint: when each is forgotten, its name, nonce, end, and messages.
    pub(super) fn write(&self, into: &mut Vec<u8>) {
        let kept = || {
            let latest = |(_, name, nonce): &&(Millis, u128, u64)| {
                self.attempts.get(name).is_some_and(|attempt| attempt.nonce == *nonce)
            };
            self.expiries.iter().filter(latest)
        };
        put_varint(into, kept().count() as u64);
        for (at, name, _) in kept() {
            let attempt = &self.attempts[name];
            put_varint(into, *at);
            into.extend_from_slice(&name.to_le_bytes());
            into.extend_from_slice(&attempt.nonce.to_le_bytes());
            put_varint(into, attempt.until);
            put_varint(into, attempt.sequences.len() as u64);
            attempt.sequences.iter().for_each(|sequence| put_varint(into, *sequence));
        }
    }

    /// Reads what [`Attempts::write`] wrote.
    pub(super) fn read(from: &mut &[u8]) -> Result<Self, Malformed> {
        let mut attempts = Attempts::default();
        for _ in 0..take_varint(from)? {
            let at = take_varint(from)?;
            let (name, rest) = from.split_first_chunk().ok_or(Malformed("a name is cut short"))?;
            let (nonce, rest) = rest.split_first_chunk().ok_or(Malformed("a nonce is cut short"))?;
            *from = rest;
            let (name, nonce) = (u128::from_le_bytes(*name), u64::from_le_bytes(*nonce));
            let until = take_varint(from)?;
            let mut sequences = Vec::new();
            for _ in 0..take_varint(from)? {
                sequences.push(take_varint(from)?);
            }
            attempts.expiries.push_back((at, name, nonce));
            attempts.attempts.insert(name, Attempt { nonce, until, sequences });
        }
        Ok(attempts)
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
