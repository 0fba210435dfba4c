//! What waits for the next commit, and when that is due.

use std::time::Duration;

use super::frame::{FRAME_BYTES_MAX, FRAME_HEADER_BYTES};
use super::pace::Pace;
use super::section::{RECORD_HEADER_BYTES, SECTION_HEADER_BYTES};
use crate::sync::{AtomicBool, AtomicU64, Condvar, Mutex, MutexGuard, Ordering, Stopwatch};
use crate::{Durability, Entry, Partition};

/// A commit starts at the latest so long after its first record that somebody waits for.
const NOW_WAITS: Duration = Duration::from_micros(500);
/// Or when that much is there.
const COMMIT_BYTES: u64 = 4 << 20;
/// Nobody waits for a lazy record; it is not kept back longer than this.
const LAZY_WAITS: Duration = Duration::from_millis(100);

/// A claim or record that was submitted.
pub(super) struct Pending {
    pub(super) partition: Partition,
    pub(super) entry: Entry,
    pub(super) durability: Durability,
}

impl Pending {
    /// Bytes that it takes in a frame, at most.
    fn frame_bytes(&self) -> u64 {
        let record = match &self.entry {
            Entry::Claim { .. } => 0,
            Entry::Record(record) => RECORD_HEADER_BYTES + record.body.len(),
        };
        (SECTION_HEADER_BYTES + record) as u64
    }
}

/// The largest body of a record: alone in a frame, it must fit.
pub const RECORD_BODY_BYTES_MAX: usize =
    FRAME_BYTES_MAX as usize - FRAME_HEADER_BYTES - SECTION_HEADER_BYTES - RECORD_HEADER_BYTES - 8;

/// What the log thread is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Commit,
    /// The time that was given to `wait` has passed.
    Alarm,
    Stop,
}

#[derive(Default)]
pub(super) struct Inbox {
    state: Mutex<State>,
    bell: Condvar,
    /// Somebody waits for a commit.
    now: AtomicBool,
    /// The log thread does not know of a deadline yet.
    unnoticed: AtomicBool,
    bytes: AtomicU64,
}

#[derive(Default)]
struct State {
    pending: Vec<Pending>,
    first_now: Option<Stopwatch>,
    first_lazy: Option<Stopwatch>,
    /// The log thread is in `wait`, not at work on a commit.
    listening: bool,
    /// It waits for the bell.
    asleep: bool,
    /// All threads parked while it listened.
    go: bool,
    stopping: bool,
    closed: bool,
}

impl Inbox {
    pub(super) fn put(&self, pending: Pending, pace: &Pace) {
        let bytes = pending.frame_bytes();
        let mut state = self.lock();
        if state.closed {
            // The log has failed or ended. Nothing is answered any more, and the process is about to end.
            return;
        }
        let first = match pending.durability {
            Durability::Now => &mut state.first_now,
            Durability::Lazy => &mut state.first_lazy,
        };
        let is_first = first.is_none();
        let since = first.get_or_insert_with(Stopwatch::start);
        let overdue = pending.durability == Durability::Now && !is_first && elapsed(*since) >= NOW_WAITS;
        state.pending.push(pending);
        let bytes = self.bytes.fetch_add(bytes, Ordering::SeqCst) + bytes;
        if is_first {
            self.unnoticed.store(true, Ordering::SeqCst);
            self.now.store(state.first_now.is_some(), Ordering::SeqCst);
        }
        if overdue || bytes >= COMMIT_BYTES || pace.all_parked() {
            self.ring(state);
        }
    }

    /// A runtime thread parks; `all` if it was the last. Called often: does nothing but look, most of the
    /// time.
    pub(super) fn thread_parks(&self, all: bool) {
        let commit = all && self.now.load(Ordering::SeqCst);
        if !commit && !self.unnoticed.load(Ordering::SeqCst) {
            return;
        }
        let mut state = self.lock();
        // One that is syncing looks for itself when it is done: it must not start a commit because all
        // were parked a while ago.
        state.go |= commit && state.listening;
        self.ring(state);
    }

    fn ring(&self, mut state: MutexGuard<'_, State>) {
        if std::mem::take(&mut state.asleep) {
            drop(state);
            self.bell.notify_one();
        }
    }

    /// Waits until a commit is due, or until `alarm` has passed.
    pub(super) fn wait(&self, pace: &Pace, alarm: Option<Duration>) -> Due {
        let began = Stopwatch::start();
        let mut state = self.lock();
        state.listening = true;
        loop {
            self.unnoticed.store(false, Ordering::SeqCst);
            let alarm = alarm.map(|alarm| left(began, alarm));
            let (due, until) = self.look(&state, pace, alarm);
            if let Some(due) = due {
                state.listening = false;
                return due;
            }
            state.asleep = true;
            state = match until {
                Some(left) => self.bell.wait_timeout(state, left).expect(UNPOISONED).0,
                None => self.bell.wait(state).expect(UNPOISONED),
            };
            state.asleep = false;
        }
    }

    /// What is due, or how long nothing will be.
    fn look(&self, state: &State, pace: &Pace, alarm: Option<Duration>) -> (Option<Due>, Option<Duration>) {
        if state.stopping {
            return (Some(Due::Stop), None);
        }
        let ready = state.go || pace.all_parked() || self.bytes() >= COMMIT_BYTES;
        let now = state.first_now.map(|since| if ready { Duration::ZERO } else { left(since, NOW_WAITS) });
        let lazy = state.first_lazy.map(|since| left(since, LAZY_WAITS));
        let due = if [now, lazy].contains(&Some(Duration::ZERO)) {
            Some(Due::Commit)
        } else if alarm == Some(Duration::ZERO) {
            Some(Due::Alarm)
        } else {
            None
        };
        (due, [now, lazy, alarm].into_iter().flatten().min())
    }

    /// The oldest submissions that fit into one frame.
    pub(super) fn take(&self) -> Vec<Pending> {
        let mut state = self.lock();
        let mut bytes = FRAME_HEADER_BYTES as u64 + 8;
        let fits = state.pending.iter().take_while(|pending| {
            bytes += pending.frame_bytes();
            bytes <= FRAME_BYTES_MAX
        });
        let count = fits.count();
        let rest = state.pending.split_off(count);
        let taken = std::mem::replace(&mut state.pending, rest);
        self.settle(&mut state);
        taken
    }

    /// Puts back what could not be written, in front.
    pub(super) fn give_back(&self, mut taken: Vec<Pending>) {
        let mut state = self.lock();
        taken.append(&mut state.pending);
        state.pending = taken;
        self.settle(&mut state);
    }

    fn settle(&self, state: &mut State) {
        let waiting = |durability| state.pending.iter().any(|p| p.durability == durability);
        let (now, lazy) = (waiting(Durability::Now), waiting(Durability::Lazy));
        state.first_now = now.then(|| state.first_now.unwrap_or_else(Stopwatch::start));
        state.first_lazy = lazy.then(|| state.first_lazy.unwrap_or_else(Stopwatch::start));
        state.go = false;
        self.now.store(now, Ordering::SeqCst);
        self.bytes.store(state.pending.iter().map(Pending::frame_bytes).sum(), Ordering::SeqCst);
    }

    /// Bytes that wait.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Lets `wait` return Stop from now on.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        self.ring(state);
    }

    /// Takes nothing more.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.pending.clear();
        self.settle(&mut state);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(UNPOISONED)
    }
}

const UNPOISONED: &str = "no holder of the inbox's lock panics";

fn left(since: Stopwatch, span: Duration) -> Duration {
    span.saturating_sub(elapsed(since))
}

fn elapsed(since: Stopwatch) -> Duration {
    Duration::from_nanos(since.elapsed_ns())
}
