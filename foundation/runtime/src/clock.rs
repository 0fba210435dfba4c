//! Engine time: one clock in milliseconds for every deadline the server keeps, never read from the wall.
//!
//! Engine time starts at the later of the wall and the last time in the log, runs on the boot clock
//! (which counts suspended time and never jumps), and is slewed towards the wall by at most 1 %.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::time::{ClockId, clock_gettime};

/// Milliseconds: an instant of engine time since the Unix epoch, or a span.
pub type Millis = u64;
/// Milliseconds of the wall clock since the Unix epoch. Only signatures, `Date` headers and TLS use it.
pub type WallTime = u64;

/// A source of engine time.
pub trait Clock: Send + Sync {
    /// The engine's time now. Never goes back.
    fn now(&self) -> Millis;
    /// Milliseconds since the machine started, suspended time included. Stands in the log beside engine time, and
    /// measures spans that the test clock must not stretch.
    fn boot(&self) -> Millis;

    /// Both, read together.
    fn moment(&self) -> Moment {
        Moment { engine: self.now(), boot: self.boot() }
    }
}

/// An instant on both clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Engine time.
    pub engine: Millis,
    /// The boot clock.
    pub boot: Millis,
}

/// Milliseconds since this machine started, suspended time included.
pub fn boot_time_ms() -> Millis {
    to_ms(clock_gettime(ClockId::Boottime))
}

/// The wall clock. For signatures and `Date` headers; deadlines use a [`Clock`].
pub fn wall_time_ms() -> WallTime {
    to_ms(clock_gettime(ClockId::Realtime))
}

/// The kernel's id of this boot, so that a later start can tell whether the boot clock went on without a break.
pub fn boot_id() -> [u8; 16] {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let mut id = [0u8; 16];
    let digits: Vec<u8> = text.bytes().filter_map(|b| (b as char).to_digit(16)).map(|d| d as u8).collect();
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    id
}

fn to_ms(at: rustix::time::Timespec) -> u64 {
    at.tv_sec.max(0) as u64 * 1000 + at.tv_nsec as u64 / 1_000_000
}

/// How fast engine time may be pulled towards the wall: one part in this many (1 %).
const SLEW: u64 = 100;
/// What passes between two pulls beyond this doesn't count: a machine that has slept for a night doesn't make up for it at once.
const PULLED_OVER_MAX: Millis = 20_000;

/// The clock of a running server, over the kernel's boot clock or that of a simulated machine.
pub struct BootClock<B = fn() -> Millis> {
    boot_clock: B,
    base: Mutex<Base>,
    latest: AtomicU64,
    moved: AtomicU64,
}

/// Engine time was `engine` when the boot clock stood at `boot`.
#[derive(Clone, Copy)]
struct Base {
    engine: Millis,
    boot: Millis,
}

impl BootClock {
    /// Starts at `start`, which the caller has worked out from the wall and the log.
    pub fn starting_at(start: Millis) -> Self {
        BootClock::over(boot_time_ms, start)
    }
}

impl<B: Fn() -> Millis> BootClock<B> {
    /// The same over another boot clock.
    pub fn over(boot_clock: B, start: Millis) -> Self {
        BootClock {
            base: Mutex::new(Base { engine: start, boot: boot_clock() }),
            boot_clock,
            latest: AtomicU64::new(start),
            moved: AtomicU64::new(0),
        }
    }

    /// Moves engine time forward for good. Only the test clock does this.
    pub fn move_forward(&self, by: Millis) {
        self.moved.fetch_add(by, Ordering::SeqCst);
    }

    /// Pulls engine time towards the wall by at most 1 % of the time passed since the last call, and 200 ms. A moved
    /// clock keeps its lead: the wall is compared with the time it would show unmoved.
    pub fn slew(&self, wall: WallTime) {
        let mut base = self.base.lock().expect("no holder of the clock's lock panics");
        let boot = (self.boot_clock)();
        let passed = boot.saturating_sub(base.boot);
        let unslewed = base.engine + passed;
        let most = passed.min(PULLED_OVER_MAX) / SLEW;
        // Slowing down never stops the clock: `most` is a hundredth of what has passed.
        let engine = unslewed.saturating_sub(most).max(wall.min(unslewed + most));
        *base = Base { engine, boot };
    }
}

impl<B: Fn() -> Millis + Send + Sync> Clock for BootClock<B> {
    fn now(&self) -> Millis {
        let base = *self.base.lock().expect("no holder of the clock's lock panics");
        let now =
            base.engine + (self.boot_clock)().saturating_sub(base.boot) + self.moved.load(Ordering::SeqCst);
        // A slew that was too eager may not show: time never goes back.
        self.latest.fetch_max(now, Ordering::SeqCst).max(now)
    }

    fn boot(&self) -> Millis {
        (self.boot_clock)()
    }
}

/// A clock moved by hand, for simulations and tests.
#[derive(Default)]
pub struct ManualClock(AtomicU64);

impl ManualClock {
    /// A clock that shows `start`.
    pub fn at(start: Millis) -> Self {
        ManualClock(AtomicU64::new(start))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Millis) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }

    /// Moves the clock to `to`, if that lies ahead.
    pub fn advance_to(&self, to: Millis) {
        self.0.fetch_max(to, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }

    /// Runs with engine time: in a simulation the machine started at 0.
    fn boot(&self) -> Millis {
        self.now()
    }
}

/// Measures how long something took, in nanoseconds. For metrics only: no decision may depend on it.
#[derive(Clone, Copy)]
pub struct Stopwatch(u64);

impl Stopwatch {
    /// Starts measuring.
    pub fn start() -> Self {
        Stopwatch(monotonic_ns())
    }

    /// Nanoseconds since the start.
    pub fn elapsed_ns(self) -> u64 {
        monotonic_ns().saturating_sub(self.0)
    }
}

/// The CPU time that this thread has used, in nanoseconds. For metrics only: no decision may depend on it.
pub fn thread_cpu_ns() -> u64 {
    to_ns(clock_gettime(ClockId::ThreadCPUTime))
}

fn monotonic_ns() -> u64 {
    to_ns(clock_gettime(ClockId::Monotonic))
}

fn to_ns(at: rustix::time::Timespec) -> u64 {
    at.tv_sec as u64 * 1_000_000_000 + at.tv_nsec as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_starts_where_it_is_told_and_moves_by_hand() {
        let clock = BootClock::starting_at(1_000_000);
        let first = clock.now();
        assert!((1_000_000..1_001_000).contains(&first));
        clock.move_forward(3_600_000);
        assert!(clock.now() >= first + 3_600_000);
    }

    #[test]
    fn a_wall_that_jumps_moves_engine_time_by_at_most_a_hundredth() {
        let clock = BootClock::starting_at(1_000_000);
        let before = clock.now();
        clock.slew(99_000_000);
        assert!(clock.now() < before + 1000, "a jump of the wall must not show");
        clock.slew(0);
        assert!(clock.now() >= before, "time never goes back");
    }
}
