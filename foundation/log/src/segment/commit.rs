//! One commit after another: takes what waits, has it written and synced, publishes it, and tells the owners.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard};

use millpond_runtime::{Millis, Moment};

use super::SegmentLog;
use super::file::Segment;
use super::inbox::Pending;
use super::options::Sync;
use super::section::SectionHeader;
use super::writer::{Kind, Refused, Writer, sync_segment};
use crate::{Completion, Durability, Entry, LogError, Outcome};

/// So long after the last commit that somebody waited for, a synced frame follows it: from then on, damage
/// to that commit is told from a torn tail.
const FOLLOWED_AFTER: Millis = 100;
/// The directory and its free space are looked at this often while commits are made.
const LOOKED_AT_EVERY: Millis = 100;

/// The log's end, and what is due there.
pub(super) struct Committing {
    writer: Writer,
    /// When the frame that follows the last commit is due, on the boot clock.
    follow_at: Option<Millis>,
    look_at: Millis,
    closed: bool,
}

/// What a log did since its start, and what there is of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Frames that held something.
    pub commits: u64,
    /// Claims and records in them.
    pub entries: u64,
    /// Bytes of all frames.
    pub bytes: u64,
    /// Frames that were empty: they follow a commit, or mark a clean stop.
    pub empty_frames: u64,
    /// Segments that there are.
    pub segments: u64,
    /// Bytes of their files.
    pub segment_bytes: u64,
    /// Sidecars that there are.
    pub sidecars: u64,
    /// Run tables that there are.
    pub run_tables: u64,
    /// Checkpoints that there are.
    pub checkpoints: u64,
    /// Segments that were let go since the start.
    pub dropped: u64,
    /// How many of those wait, or waited, to be segments again.
    pub recycled: u64,
    /// Times that it was looked up where messages stand.
    pub look_ups: u64,
    /// Pages of states that were read because somebody asked for them.
    pub pages_read: u64,
}

#[derive(Default)]
pub(super) struct Counters {
    commits: AtomicU64,
    entries: AtomicU64,
    bytes: AtomicU64,
    empty_frames: AtomicU64,
    checkpoints: AtomicU64,
    dropped: AtomicU64,
    recycled: AtomicU64,
    look_ups: AtomicU64,
    pages_read: AtomicU64,
}

impl Counters {
    pub(super) fn read(&self) -> Stats {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Stats {
            commits: get(&self.commits),
            entries: get(&self.entries),
            bytes: get(&self.bytes),
            empty_frames: get(&self.empty_frames),
            checkpoints: get(&self.checkpoints),
            dropped: get(&self.dropped),
            recycled: get(&self.recycled),
            look_ups: get(&self.look_ups),
            pages_read: get(&self.pages_read),
            ..Stats::default()
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(super) fn set_checkpoints(&self, count: u64) {
        self.checkpoints.store(count, Ordering::Relaxed);
    }

    pub(super) fn count_look_up(&self) {
        self.look_ups.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_page(&self) {
        self.pages_read.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_dropped(&self, segments: u64, recycled: u64) {
        self.dropped.fetch_add(segments, Ordering::Relaxed);
        self.recycled.fetch_add(recycled, Ordering::Relaxed);
    }

    fn count(&self, entries: u64, bytes: u64) {
        let frames = if entries > 0 { &self.commits } else { &self.empty_frames };
        frames.fetch_add(1, Ordering::Relaxed);
        self.entries.fetch_add(entries, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Committing {
    pub(super) fn new(writer: Writer) -> Committing {
        Committing { writer, follow_at: None, look_at: 0, closed: false }
    }

    pub(super) fn writer(&self) -> &Writer {
        &self.writer
    }
}

impl SegmentLog {
    /// Commits what waits, up to 16 MiB of it, and tells the owners. False if nothing waited.
    ///
    /// If there is no space for it (`StorageFull`), everything goes on waiting and the log lives. After any
    /// other error the log is dead: nothing that was not confirmed will be, and the process should end.
    pub fn commit_once(&self, now: Moment) -> Result<bool, LogError> {
        self.commit(&mut *self.committing()?, Kind::default(), now)
    }

    /// Does what time makes due: the frame that follows the last commit.
    pub fn tick(&self, now: Moment) -> Result<bool, LogError> {
        let mut committing = self.committing()?;
        if committing.follow_at.is_none_or(|at| now.boot < at) || self.options.sync == Sync::Os {
            return Ok(false);
        }
        let batch = self.inbox.take();
        if batch.iter().any(|pending| pending.durability == Durability::Now) {
            // A commit like any other came first; the frame follows that.
            self.append(&mut committing, batch, Kind::default(), now)?;
        } else {
            self.append(&mut committing, batch, Kind { apart: true, ..Kind::default() }, now)?;
            committing.follow_at = None;
        }
        Ok(true)
    }

    /// When to call [`SegmentLog::tick`] next, on the boot clock.
    pub fn next_tick(&self) -> Option<Millis> {
        if self.options.sync == Sync::Os {
            // Nothing is promised that a frame could prove.
            return None;
        }
        self.lock().follow_at
    }

    /// Commits what waits and marks a clean stop. Nothing is taken after it.
    pub fn close(&self, now: Moment) -> Result<(), LogError> {
        let mut committing = self.committing()?;
        if committing.closed {
            return Ok(());
        }
        while self.commit(&mut committing, Kind::default(), now)? {}
        if let (Some(open), Sync::Os) = (&committing.writer.open, self.options.sync) {
            // First what the last frame will say was synced.
            sync_segment(open).inspect_err(|error| self.fail(error))?;
            committing.writer.synced = committing.writer.next_commit - 1;
        }
        if committing.writer.open.is_some() {
            let apart = committing.follow_at.is_some();
            self.append(&mut committing, Vec::new(), Kind { apart, clean_stop: true, sync: true }, now)?;
        }
        committing.closed = true;
        self.inbox.close();
        Ok(())
    }

    fn commit(&self, committing: &mut Committing, kind: Kind, now: Moment) -> Result<bool, LogError> {
        let batch = self.inbox.take();
        if batch.is_empty() {
            return Ok(false);
        }
        self.append(committing, batch, kind, now)?;
        Ok(true)
    }

    fn append(
        &self,
        committing: &mut Committing,
        mut batch: Vec<Pending>,
        mut kind: Kind,
        now: Moment,
    ) -> Result<(), LogError> {
        // Stable: the entries of a partition keep their order.
        batch.sort_by_key(|pending| pending.partition);
        kind.sync |= batch.iter().any(|pending| matches!(pending.entry, Entry::Claim { .. }));
        let writer = &mut committing.writer;
        let before = writer.open.as_ref().map(|open| (open.header.id, writer.at));
        let (segment, payload_at) = match writer.write(&batch, kind, now, &self.options, &self.gauge) {
            Ok(written) => written,
            Err(Refused::NoSpace(error)) => {
                self.inbox.give_back(batch);
                self.gauge.set_starved(true);
                return Err(error);
            }
            Err(Refused::Fatal(error)) => {
                self.fail(&error);
                return Err(error);
            }
        };
        let began = match before {
            Some((id, at)) if id == segment.header.id => at,
            _ => {
                self.segments.write().expect("no holder of the list's lock panics").push(segment.clone());
                super::header::HEADER_BYTES
            }
        };
        let look = now.boot >= committing.look_at;
        if look {
            // Before the commit is told: nobody must hear of what no later process will find.
            committing.look_at = now.boot + LOOKED_AT_EVERY;
            let looked = self.disk.look_after(&segment.name);
            looked
                .map_err(LogError::io("look after the data directory"))
                .inspect_err(|error| self.fail(error))?;
        }
        self.stats.count(batch.len() as u64, committing.writer.at - began);
        self.publish(&committing.writer, &segment, payload_at);
        if batch.iter().any(|pending| pending.durability == Durability::Now) {
            committing.follow_at = Some(now.boot + FOLLOWED_AFTER);
        }
        self.gauge.set_starved(false);
        if look {
            self.gauge.refresh(&*self.disk);
        }
        Ok(())
    }

    /// First where the entries stand, then how far the segment is good, then the news.
    fn publish(&self, writer: &Writer, segment: &Arc<Segment>, payload_at: u64) {
        self.index
            .publish(segment, payload_at, &writer.layout)
            .expect("the writer gives each partition's entries their positions one after another");
        segment.publish_end(writer.at);
        self.gauge.set_rest(writer.rest());
        if let Some(lanes) = self.lanes.get() {
            lanes.push(writer.layout.headers().map(completion));
        }
    }

    /// Ends the log.
    pub(super) fn fail(&self, error: &LogError) {
        if self.failure.set(error.to_string()).is_ok() {
            self.inbox.close();
            (self.options.on_fatal)(error);
        }
    }

    pub(super) fn committing(&self) -> Result<MutexGuard<'_, Committing>, LogError> {
        let committing = self.lock();
        self.alive()?;
        Ok(committing)
    }

    /// An error if the log has failed.
    pub(super) fn alive(&self) -> Result<(), LogError> {
        let Some(why) = self.failure.get() else { return Ok(()) };
        let error = std::io::Error::other(format!("it has failed before: {why}"));
        Err(LogError::Io { doing: "write the log".to_owned(), error })
    }

    fn lock(&self) -> MutexGuard<'_, Committing> {
        self.committing.lock().expect("no holder of the writer's lock panics")
    }
}

fn completion(section: &SectionHeader) -> Completion {
    let outcome = if section.claim {
        Outcome::Claimed { epoch: section.epoch, position: section.first }
    } else {
        Outcome::Confirmed {
            epoch: section.epoch,
            first_owner_seq: section.first_owner_seq,
            count: u64::from(section.count),
            first: section.first,
        }
    };
    Completion { partition: section.partition, outcome }
}
