//! The engine clock of a running server: the boot clock, or that one moved by hand in steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use millpond_runtime::{BootClock, Clock, Millis, wall_time_ms};

/// See the module.
pub struct EngineClock {
    boot: BootClock,
    /// While the clock is being moved it stands here, so that timers fire at their own times, in order.
    held_at: AtomicU64,
}

const NOT_HELD: u64 = u64::MAX;

impl EngineClock {
    /// Starts at `start`.
    pub fn starting_at(start: Millis) -> Arc<Self> {
        Arc::new(EngineClock { boot: BootClock::starting_at(start), held_at: AtomicU64::new(NOT_HELD) })
    }

    /// Pulls engine time towards the wall.
    pub fn slew(&self) {
        self.boot.slew(wall_time_ms());
    }

    /// Holds the clock at a time ahead.
    pub fn hold_at(&self, at: Millis) {
        self.held_at.store(at, Ordering::SeqCst);
    }

    /// Lets the clock run on from where it is held.
    pub fn go_on(&self) {
        let held = self.held_at.load(Ordering::SeqCst);
        if held != NOT_HELD {
            self.boot.move_forward(held.saturating_sub(self.boot.now()));
            self.held_at.store(NOT_HELD, Ordering::SeqCst);
        }
    }
}

impl Clock for EngineClock {
    fn now(&self) -> Millis {
        match self.held_at.load(Ordering::SeqCst) {
            NOT_HELD => self.boot.now(),
            held => held,
        }
    }

    fn boot(&self) -> Millis {
        self.boot.boot()
    }
}
