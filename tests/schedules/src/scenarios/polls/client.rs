//! A client's end of a call: it waits for its answer, or goes away.

use std::sync::atomic::Ordering;

use crate::sync::{AtomicBool, Condvar, Mutex, MutexGuard};

/// See the module.
#[derive(Default)]
pub(super) struct Client {
    state: Mutex<State>,
    bell: Condvar,
    gone: AtomicBool,
}

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Waiting,
    Answered(Option<u64>),
    Gone,
}

impl Client {
    /// Waits for the answer: a message, if there was one.
    pub(super) fn answer(&self) -> Option<u64> {
        let mut state = self.lock();
        loop {
            if let State::Answered(given) = *state {
                return given;
            }
            state = self.bell.wait(state).expect("no holder of this lock panics");
        }
    }

    /// Goes away. What has come before that nobody reads: it must go back.
    pub(super) fn leave(&self) -> Option<u64> {
        self.gone.store(true, Ordering::SeqCst);
        match std::mem::replace(&mut *self.lock(), State::Gone) {
            State::Answered(given) => given,
            State::Waiting | State::Gone => None,
        }
    }

    /// Brings the answer. False if the client has gone: what is in it must go back.
    pub(super) fn bring(&self, given: Option<u64>) -> bool {
        let mut state = self.lock();
        assert!(!matches!(*state, State::Answered(_)), "a call is answered once");
        if matches!(*state, State::Gone) {
            return false;
        }
        *state = State::Answered(given);
        self.bell.notify_one();
        true
    }

    pub(super) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock panics")
    }
}
