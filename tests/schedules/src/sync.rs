//! What the code under test takes for std's primitives and for time.
//!
//! Time stands still, unless a scenario starts a [`Clock`]: then it jumps from one alarm to the next, at any moment.
//! Where it stands still, a deadline never helps: whoever relies on being woken must be woken.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LockResult;
use std::time::Duration;

pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, Ordering::SeqCst};
pub(crate) use shuttle::sync::{Mutex, MutexGuard, RwLock};

/// A condition variable whose timeouts are alarms of the scenario's clock.
#[derive(Default)]
pub(crate) struct Condvar {
    inner: std::sync::Arc<shuttle::sync::Condvar>,
}

impl Condvar {
    pub(crate) fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.inner.wait(guard)
    }

    pub(crate) fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        span: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, shuttle::sync::WaitTimeoutResult)> {
        let alarm = CLOCK.with_borrow(Clone::clone).map(|clock| clock.set_alarm(span, self.inner.clone()));
        let woken = self.inner.wait_timeout(guard, span);
        drop(alarm);
        woken
    }

    pub(crate) fn notify_one(&self) {
        self.inner.notify_one();
    }
}

// A schedule's threads are coroutines on one thread of the system, and tests run on several.
thread_local! {
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// A scenario's time.
#[derive(Clone)]
pub struct Clock {
    shared: Rc<Shared>,
}

struct Shared {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    now: Duration,
    alarms: Vec<(u64, Duration, std::sync::Arc<shuttle::sync::Condvar>)>,
    last: u64,
    ended: bool,
}

impl Clock {
    /// Time runs until the guard is dropped: a thread takes it to the next alarm, whenever the schedule lets it.
    pub fn start() -> Running {
        let clock = Clock { shared: Rc::new(Shared { state: RefCell::default() }) };
        CLOCK.set(Some(clock));
        Running { thread: Some(shuttle::thread::spawn(run)) }
    }

    fn set_alarm(&self, span: Duration, bell: std::sync::Arc<shuttle::sync::Condvar>) -> Alarm {
        let mut state = self.shared.state.borrow_mut();
        state.last += 1;
        let alarm = (state.last, state.now + span, bell);
        state.alarms.push(alarm);
        Alarm { clock: self.clone(), number: state.last }
    }
}

/// Takes time to the next alarm and rings, until whoever set it has heard: it may not be waiting yet.
fn run() {
    loop {
        let bell = CLOCK.with_borrow(|clock| {
            let clock = clock.as_ref().expect("it was set before the thread was started");
            let mut state = clock.shared.state.borrow_mut();
            if state.ended {
                return Err(());
            }
            let next =
                state.alarms.iter().min_by_key(|(_, at, _)| *at).map(|(_, at, bell)| (*at, bell.clone()));
            Ok(next.map(|(at, bell)| {
                state.now = state.now.max(at);
                bell
            }))
        });
        match bell {
            Err(()) => return,
            Ok(Some(bell)) => bell.notify_all(),
            Ok(None) => {}
        }
        shuttle::thread::yield_now();
    }
}

/// See [`Clock::start`].
pub struct Running {
    thread: Option<shuttle::thread::JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        CLOCK.with_borrow(|clock| {
            if let Some(clock) = clock {
                clock.shared.state.borrow_mut().ended = true;
            }
        });
        // A schedule that has failed runs nothing any more.
        if let Some(thread) = self.thread.take().filter(|_| !std::thread::panicking()) {
            let _ = thread.join();
        }
        CLOCK.set(None);
    }
}

struct Alarm {
    clock: Clock,
    number: u64,
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.clock.shared.state.borrow_mut().alarms.retain(|(number, ..)| *number != self.number);
    }
}

/// Measures a scenario's time.
#[derive(Clone, Copy)]
pub(crate) struct Stopwatch(Duration);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Stopwatch(now())
    }

    pub(crate) fn elapsed_ns(self) -> u64 {
        (now() - self.0).as_nanos() as u64
    }
}

fn now() -> Duration {
    CLOCK.with_borrow(|clock| clock.as_ref().map_or(Duration::ZERO, |clock| clock.shared.state.borrow().now))
}
