//! Upkeep of the data directory, on a thread of its own: sealed segments get their index, checkpoints are taken, the last
//! messages of segments that are mostly dead are written again, spare segments are prepared. Or of the log in memory: see
//! [`sweeping`].

mod checkpoint;
mod forward;
mod sweeping;
mod trials;

use std::io::ErrorKind;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use millpond_log::{LogError, Partition, Room, SegmentLog};
use millpond_partition::Turn;
use millpond_runtime::{Millis, Moment, boot_time_ms, threads};

use crate::shared::Shared;
use crate::state::State;
use crate::worker::{Errand, InFlight, Item};
use sweeping::Sweeper;
use trials::Trials;

/// How often the thread looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A log that has not grown for this long is idle: what would disturb others is done then.
const IDLE_AFTER_MS: Millis = 1000;
/// The frame that follows the last commit is no growth.
const FOLLOWING_FRAME_BYTES: u64 = 256;
/// In idle time a checkpoint is taken if so much was logged since the last one;
const IDLE_CHECKPOINT_BYTES: u64 = 1 << 20;
/// or, once it has been idle for so long and the last one is as long ago, if anything was: a purge writes next to nothing, and
/// leaves gigabytes behind.
const QUIET_AFTER_MS: Millis = 10_000;
/// While space is short, a checkpoint is taken this often if anything has changed: what was deleted goes with the second
/// one after it.
const SHORT_EVERY_MS: Millis = 1000;
/// But checkpoints take no more than this part of the time then.
const SHORT_PART: u64 = 10;
/// How often sidecars are looked at whose segments are gone.
const FORGET_EVERY_MS: Millis = 1000;
/// Large enough not to come from a page of small pieces.
const NUDGE_BYTES: usize = 4 << 20;
const NUDGE_EVERY_MS: Millis = 1000;
/// How long a partition may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to let things be after something has failed, and after something had no room.
const RETRY_AFTER_MS: Millis = 5000;
const NO_ROOM_RETRY_AFTER_MS: Millis = 1000;

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
    /// Segments that were to be emptied.
    trials: Trials,
    /// When the last one was taken.
    checkpointed: Millis,
    /// When the next checkpoint may be taken because space is short.
    short_from: Millis,
    /// When sidecars were last looked at whose segments are gone.
    forgot: Millis,
    retry_at: Millis,
    /// When the allocator was last nudged.
    nudged: Millis,
}

impl Upkeep {
    /// Starts it.
    pub fn start(shared: &Arc<Shared>) -> Result<Upkeep, String> {
        let (stop, stopped) = channel();
        let thread = match (shared.storage.segments(), shared.storage.memory()) {
            (Some(segments), _) => {
                let mut keeper = Keeper::new(shared.clone(), segments.clone());
                threads::spawn("upkeep", move || keeper.run(&stopped))
            }
            (None, memory) => {
                let mut sweeper = memory.map(|log| Sweeper::new(shared.clone(), log.clone()));
                threads::spawn("upkeep", move || {
                    if let Some(sweeper) = &mut sweeper {
                        sweeper.run(&stopped);
                    }
                })
            }
        };
        let thread = thread.map_err(|e| format!("cannot start a thread: {e}"))?;
        Ok(Upkeep { stop, thread: Mutex::new(Some(thread)) })
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
    fn new(shared: Arc<Shared>, segments: Arc<SegmentLog>) -> Keeper {
        let stats = segments.stats();
        // What died shortly before the last process ended may still be there; and what is damaged is made good by the next
        // checkpoints, before something else is.
        let is_owed = stats.segments > 1 || !segments.recovery().damaged.is_empty();
        Keeper {
            shared,
            grown: (stats.bytes, boot_time_ms()),
            copied: 0,
            owed: if is_owed { 2 } else { 0 },
            trials: Trials::default(),
            checkpointed: boot_time_ms(),
            short_from: 0,
            forgot: 0,
            retry_at: 0,
            nudged: 0,
            segments,
        }
    }

    fn run(&mut self, stopped: &Receiver<()>) {
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOK_EVERY) {
            if boot_time_ms() < self.retry_at || self.segments.has_failed() {
                continue;
            }
            match self.look() {
                Ok(()) => {}
                // Nothing depends on it at once, and nothing is lost: it is tried again.
                Err(LogError::Io { error, doing }) if error.kind() == ErrorKind::StorageFull => {
                    tracing::warn!("the disk is full: {doing} is put off");
                    self.retry_at = boot_time_ms() + NO_ROOM_RETRY_AFTER_MS;
                }
                Err(error) => {
                    tracing::error!(%error, "upkeep of the data directory");
                    self.retry_at = boot_time_ms() + RETRY_AFTER_MS;
                }
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
        if bytes > self.grown.0 + FOLLOWING_FRAME_BYTES {
            self.grown = (bytes, now);
        }
        let idle = now >= self.grown.1 + IDLE_AFTER_MS;
        if now >= self.nudged + NUDGE_EVERY_MS {
            self.nudged = now;
            nudge_the_allocator();
        }
        self.index_all()?;
        while self.segments.merge_next()? {
            tracing::debug!("the sidecars of 64 segments were merged into a run table");
        }
        self.mend()?;
        let short = self.shared.storage.log.room() != Room::Ample;
        let pressing = short && now >= self.short_from;
        let since = self.segments.bytes_since_checkpoint();
        let is_due = self.segments.checkpoint_due()
            || (idle && since >= IDLE_CHECKPOINT_BYTES)
            || (pressing && since > FOLLOWING_FRAME_BYTES);
        let quiet = now >= self.grown.1.max(self.checkpointed) + QUIET_AFTER_MS;
        if is_due || (quiet && since > FOLLOWING_FRAME_BYTES) {
            self.take_checkpoint(now)?;
            // What dies from now on the next one sees, and what that one's elder still needs goes with the one after.
            if is_due || self.segments.any_dead() {
                self.owed = 2;
            }
        } else if self.owed > 0 && (idle || pressing) {
            self.take_checkpoint(now)?;
            self.owed -= 1;
        }
        if self.forward(idle, short)? {
            self.owed = 2;
        } else if idle {
            self.segments.prepare_spare()?;
        }
        self.forget(now)
    }

    /// Makes indexes again that were found damaged.
    fn mend(&mut self) -> Result<(), LogError> {
        while let Some(name) = self.segments.mend_next()? {
            self.trials.mended();
            tracing::warn!("{name} was damaged: it was made again from its segment");
        }
        Ok(())
    }

    fn take_checkpoint(&mut self, now: Millis) -> Result<(), LogError> {
        self.checkpoint()?;
        let done = boot_time_ms();
        self.checkpointed = done;
        self.short_from = done + SHORT_EVERY_MS.max((done - now) * SHORT_PART);
        self.trials.checkpointed();
        Ok(())
    }

    /// Lets go of sidecars whose segments are gone, also while nothing is written.
    fn forget(&mut self, now: Millis) -> Result<(), LogError> {
        if now < self.forgot + FORGET_EVERY_MS {
            return Ok(());
        }
        self.forgot = now;
        let moment = Moment { engine: self.shared.clock.now(), boot: now };
        if self.segments.forget_sidecars(moment)? {
            self.owed = self.owed.max(1);
        }
        Ok(())
    }

    fn index_all(&self) -> Result<(), LogError> {
        while self.segments.index_next()? {}
        Ok(())
    }
}

/// Runs something on a partition. None if it does not answer in time.
fn ask<R: Send + 'static>(
    shared: &Shared,
    partition: Partition,
    run: impl FnOnce(&mut Turn<'_, State>) -> R + Send + 'static,
) -> Option<R> {
    let lane = partition.0 as usize % shared.mailboxes.len();
    let (errand, result) = Errand::probe(run);
    shared.mailboxes[lane].push(Item::Command(partition, InFlight::unattended(errand, lane)));
    result.recv_timeout(PATIENCE).ok()?.ok()
}

/// The allocator returns large pieces to the system some time after they were freed, but only when another one is: on a
/// server that has gone idle, never.
fn nudge_the_allocator() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(NUDGE_BYTES)));
}
