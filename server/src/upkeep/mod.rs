//! Upkeep of the data directory, on a thread of its own: sealed segments get their index, checkpoints are taken, the last
//! messages of segments that are mostly dead are written again, spare segments are prepared.

mod checkpoint;
mod forward;

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use millpond_log::{LogError, SegmentLog};
use millpond_runtime::{Millis, boot_time_ms, threads};

use crate::shared::Shared;

/// How often the thread looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A log that has not grown for this long is idle: what would disturb others is done then.
const IDLE_AFTER_MS: Millis = 1000;
/// In idle time a checkpoint is taken if so much was logged since the last one.
const IDLE_CHECKPOINT_BYTES: u64 = 1 << 20;
/// Large enough not to come from a page of small pieces.
const NUDGE_BYTES: usize = 4 << 20;
const NUDGE_EVERY_MS: Millis = 1000;
/// How long to let things be after something has failed.
const RETRY_AFTER_MS: Millis = 5000;

/// The thread.
pub struct Upkeep {
    stop: Sender<()>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the thread knows.
struct Keeper {
    shared: Arc<Shared>,
    segments: Arc<SegmentLog>,
    /// Bytes in the log when it last grew, and when that was.
    grown: (u64, Millis),
    /// Bytes that were written to copy messages forward.
    copied: u64,
    /// Something was done that only the next checkpoint brings home: it is taken in idle time, however little was logged.
    owed: u32,
    /// Segments whose messages were all written again.
    emptied: BTreeSet<u64>,
    retry_at: Millis,
    /// When the allocator was last nudged.
    nudged: Millis,
}

impl Upkeep {
    /// Starts it, where there is a directory to keep.
    pub fn start(shared: &Arc<Shared>) -> Result<Option<Upkeep>, String> {
        let Some(segments) = shared.storage.segments().cloned() else { return Ok(None) };
        let (stop, stopped) = channel();
        let bytes = segments.stats().bytes;
        let mut keeper = Keeper {
            shared: shared.clone(),
            segments,
            grown: (bytes, boot_time_ms()),
            copied: 0,
            owed: 0,
            emptied: BTreeSet::new(),
            retry_at: 0,
            nudged: 0,
        };
        let thread = threads::spawn("upkeep", move || keeper.run(&stopped));
        let thread = thread.map_err(|e| format!("cannot start a thread: {e}"))?;
        Ok(Some(Upkeep { stop, thread: Mutex::new(Some(thread)) }))
    }

    /// Takes a last checkpoint, so that the next start has little to read. While the workers still run.
    pub fn finish(&self) {
        let _ = self.stop.send(());
        let thread = self.thread.lock().expect("no holder of this lock panics").take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Keeper {
    fn run(&mut self, stopped: &Receiver<()>) {
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOK_EVERY) {
            if boot_time_ms() < self.retry_at || self.segments.has_failed() {
                continue;
            }
            if let Err(error) = self.look() {
                // Nothing depends on it at once, and nothing is lost: it is tried again.
                tracing::error!(%error, "upkeep of the data directory");
                self.retry_at = boot_time_ms() + RETRY_AFTER_MS;
            }
        }
        let last = self.index_all().and_then(|()| {
            if self.segments.bytes_since_checkpoint() > 0 { self.checkpoint() } else { Ok(()) }
        });
        if let Err(error) = last {
            tracing::error!(%error, "upkeep of the data directory");
        }
    }

    /// Does what is due.
    fn look(&mut self) -> Result<(), LogError> {
        let now = boot_time_ms();
        let bytes = self.segments.stats().bytes;
        // The frame that follows the last commit is no growth.
        if bytes > self.grown.0 + 256 {
            self.grown = (bytes, now);
        }
        let idle = now >= self.grown.1 + IDLE_AFTER_MS;
        if now >= self.nudged + NUDGE_EVERY_MS {
            self.nudged = now;
            nudge_the_allocator();
        }
        self.index_all()?;
        let since = self.segments.bytes_since_checkpoint();
        if self.segments.checkpoint_due() || (idle && since >= IDLE_CHECKPOINT_BYTES) {
            self.checkpoint()?;
            // What it let go of, the older one that is kept beside it may still hold.
            self.owed = 1;
        } else if idle && self.owed > 0 {
            self.checkpoint()?;
            self.owed -= 1;
        }
        let forwarded = self.forward(idle)?;
        if forwarded {
            self.owed = 2;
        } else if idle {
            self.segments.prepare_spare()?;
        }
        Ok(())
    }

    fn index_all(&self) -> Result<(), LogError> {
        while self.segments.index_next()? {}
        Ok(())
    }
}

/// The allocator returns large pieces to the system some time after they were freed, but only when another one is: on a
/// server that has gone idle, never.
fn nudge_the_allocator() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(NUDGE_BYTES)));
}
