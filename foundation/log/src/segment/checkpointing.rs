//! Writes checkpoints, and says when one is due.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, MutexGuard};

use millpond_runtime::Millis;

use super::SegmentLog;
use super::checkpoint::{self, Checkpoint, Header, Kept, Pair, Placing};
use super::file::Segment;
use super::format::{VERSION_OF_PAGES, VERSION_OF_STATE_PAGES};
use super::options::Sync;
use super::replace::or_no_room;
use super::store::no_sidecar;
use super::writer::sync_segment;
use crate::{LogError, Partition, Position, Snapshot, Stretch};

/// The log grows by so many times the bytes that were written for checkpoints before the next is due: what those cost stays
/// a small part of what the log does.
const GROWTH: u64 = 50;
/// Below this part of a segment's bytes, what lives in it is worth being copied: a quarter.
const SPARSE_PART: u64 = 4;

/// How much was logged since the last checkpoint.
#[derive(Default)]
pub(super) struct Growth {
    /// Before this start.
    before: AtomicU64,
    /// Of what was logged since the start, so much is covered.
    covered: AtomicU64,
    /// The log is to grow by so much before the next is due: what was written for all of them so far asks for it.
    owed: AtomicU64,
}

impl Growth {
    /// So much was logged before this start, and so much written for the checkpoint that it found.
    pub(super) fn new(before: u64, written: u64) -> Growth {
        let owed = written.saturating_mul(GROWTH).into();
        Growth { before: before.into(), covered: 0.into(), owed }
    }

    /// A checkpoint was written that was begun when so much was logged since the start: what has come since counts towards the
    /// next. One that was taken early is paid for later.
    fn checkpointed(&self, logged: u64, written: u64) {
        let since = logged.saturating_sub(self.covered.swap(logged, Ordering::Relaxed));
        let grown = since + self.before.swap(0, Ordering::Relaxed);
        let owed = self.owed.load(Ordering::Relaxed).saturating_sub(grown);
        self.owed.store(owed.saturating_add(written.saturating_mul(GROWTH)), Ordering::Relaxed);
    }
}

/// Where the log stood when a checkpoint was begun.
struct Standing {
    covered: u64,
    open: Arc<Segment>,
    segments: Vec<Arc<Segment>>,
    engine_time: Millis,
    logged: u64,
}

impl SegmentLog {
    /// Writes a checkpoint of these snapshots, one for each partition, and lets go of what no checkpoint needs any more.
    /// Waits for the device: for a thread that may. Says how many bytes it wrote.
    ///
    /// A snapshot of a position that is not confirmed is refused, and nothing changes; so is one that names a page without its
    /// bytes that neither checkpoint has. If there is no space
    /// (`StorageFull`), nothing is left of the checkpoint, it is to be tried again later, and the log lives. It lives, too, if such a page
    /// can't be read that a start would make again of the log: until there was one, there is no further checkpoint. A page that
    /// a start could not make again holds nothing up; who reads it is told. After any other error the log is dead, as after a commit that failed: also if it was a sync of the log itself that found no space. A log without a frame in its open segment needs no checkpoint, and gets none.
    pub fn write_checkpoint(&self, mut snapshots: Vec<Snapshot>) -> Result<u64, LogError> {
        let mut checkpoints = self.checkpointing();
        snapshots.sort_by_key(|snapshot| snapshot.partition);
        let each_once = (0..self.index.partitions()).map(Partition);
        if !snapshots.iter().map(|snapshot| snapshot.partition).eq(each_once) {
            return Err(LogError::Unsupported(
                "a checkpoint is made of one snapshot for each partition".to_owned(),
            ));
        }
        let Some(standing) = self.standing(&snapshots)? else { return Ok(0) };
        let before = checkpoints.pair();
        let (namer, number) = (checkpoints.namer, checkpoints.next_number);
        let placing = Placing::of(&snapshots, namer, number, &before, self.is_whole())?;
        match self.write_checkpoint_at(&mut checkpoints, standing, &snapshots, &placing) {
            Ok(Ok(written_bytes)) => {
                self.tell_of_checkpoint(&snapshots);
                Ok(written_bytes)
            }
            Ok(Err(refused)) => Err(refused),
            Err(error) => {
                self.fail(&error);
                Err(error)
            }
        }
    }

    /// How many bytes may be copied forward now, so that what shrinks the log always finds room.
    pub fn room_for_copies(&self) -> u64 {
        self.gauge.for_copies(&*self.disk, self.inbox.bytes())
    }

    /// Whether the log has grown so much since the last checkpoint that the next should be written.
    pub fn checkpoint_due(&self) -> bool {
        let [least, most] = self.options.checkpoint_log_bytes;
        self.bytes_since_checkpoint() >= self.growth.owed.load(Ordering::Relaxed).clamp(least, most)
    }

    /// Bytes of the log that no checkpoint covers.
    pub fn bytes_since_checkpoint(&self) -> u64 {
        let covered = self.growth.covered.load(Ordering::Relaxed);
        let since = self.stats.bytes().saturating_sub(covered);
        self.growth.before.load(Ordering::Relaxed) + since
    }

    /// Sealed segments with so few live messages that those are worth being copied forward, as the newest checkpoint knows
    /// them: id, bytes of live messages, bytes of frames.
    pub fn sparse(&self) -> Vec<(u64, u64, u64)> {
        let Some(checkpoint) = self.checkpoint() else { return Vec::new() };
        let needed = self.index.segments_behind(&checkpoint.summary.hot_from);
        let segments = self.segments.read().expect(UNPOISONED);
        let (_, sealed) = segments.split_last().expect("a log with a checkpoint has a segment");
        let sealed = sealed.iter().filter(|segment| !needed.contains(&segment.header.id));
        let sizes = sealed.filter_map(|segment| {
            let live = *checkpoint.summary.live_bytes.get(&segment.header.id)?;
            let frames = segment.published_end().saturating_sub(super::header::HEADER_BYTES);
            (live > 0 && live < frames / SPARSE_PART).then_some((segment.header.id, live, frames))
        });
        sizes.collect()
    }

    /// Whether nothing lives in a sealed segment, as the newest checkpoint knows it: then it goes with one of the next.
    pub fn any_dead(&self) -> bool {
        let Some(checkpoint) = self.checkpoint() else { return false };
        let needed = self.index.segments_behind(&checkpoint.summary.hot_from);
        let segments = self.segments.read().expect(UNPOISONED);
        let live = |id: u64| checkpoint.summary.live_bytes.get(&id).is_some_and(|bytes| *bytes > 0);
        let (_, sealed) = segments.split_last().expect("a log with a checkpoint has a segment");
        sealed.iter().map(|segment| segment.header.id).any(|id| !needed.contains(&id) && !live(id))
    }

    /// The stretches of a sealed segment that has a sidecar.
    pub fn stretches_of(&self, segment: u64) -> Result<Vec<(Partition, Stretch)>, LogError> {
        match self.sidecar(segment) {
            Some(sidecar) => Ok(sidecar.directory()?.stretches),
            None => Err(no_sidecar(segment)),
        }
    }

    /// The checkpoint in use.
    pub(super) fn checkpoint(&self) -> Option<Arc<Checkpoint>> {
        self.kept.read().expect("no holder of the checkpoints' lock panics").newest.clone()
    }

    /// Both, also while the next one is written.
    pub(super) fn kept(&self) -> Pair {
        self.kept.read().expect("no holder of the checkpoints' lock panics").clone()
    }

    pub(super) fn checkpointing(&self) -> MutexGuard<'_, checkpoint::Checkpoints> {
        self.checkpoints.lock().expect("no holder of the checkpoints' lock panics")
    }

    /// Where the log stands. None if it has no frame.
    fn standing(&self, snapshots: &[Snapshot]) -> Result<Option<Standing>, LogError> {
        let committing = self.committing()?;
        let ends = self.index.ends();
        if let Some((snapshot, end)) = snapshots.iter().zip(&ends).find(|(it, end)| it.position > **end) {
            return Err(LogError::Unsupported(format!(
                "a snapshot of partition {} at position {}, but the log is confirmed to {}",
                snapshot.partition.0, snapshot.position.0, end.0
            )));
        }
        let replayable = self.replayable_from();
        let gone = |it: &&Snapshot| it.position < self.index.position_at(it.partition, replayable);
        if let Some(snapshot) = snapshots.iter().find(gone) {
            return Err(LogError::Unsupported(format!(
                "a snapshot of partition {} at position {}, but the log behind it is not kept",
                snapshot.partition.0, snapshot.position.0
            )));
        }
        let writer = committing.writer();
        let Some(open) = writer.open.clone().filter(|_| writer.at > super::header::HEADER_BYTES) else {
            return Ok(None);
        };
        Ok(Some(Standing {
            covered: writer.next_commit - 1,
            open,
            segments: self.segments.read().expect(UNPOISONED).clone(),
            engine_time: writer.last.engine,
            logged: self.stats.bytes(),
        }))
    }

    /// How many bytes were written for it, or why nothing was.
    fn write_checkpoint_at(
        &self,
        checkpoints: &mut checkpoint::Checkpoints,
        standing: Standing,
        snapshots: &[Snapshot],
        placing: &Placing<'_>,
    ) -> Result<Result<u64, LogError>, LogError> {
        if self.options.sync == Sync::Os {
            // Older segments were synced when their successors were made.
            sync_segment(&standing.open)?;
        }
        let replay_from = snapshots
            .iter()
            .filter_map(|snapshot| self.index.first_segment(snapshot.partition, snapshot.position))
            .fold(standing.open.header.id, u64::min);
        let starts: Vec<Position> =
            snapshots.iter().map(|it| self.index.position_at(it.partition, replay_from)).collect();
        let mut summary = checkpoint::Summary::default();
        snapshots.iter().for_each(|snapshot| summary.add(snapshot));
        // Only when the newer of two replays needs it no more, and the older one neither. Where there is none that is the whole log,
        // or damage to the one checkpoint would be the end.
        let older = checkpoints.newest.as_ref().map_or(0, |older| older.header.replay_from);
        let segments = standing.segments;
        let droppable = self.droppable(&segments, &summary, replay_from.min(older));
        let (version, least) = match snapshots.iter().all(|snapshot| snapshot.pages.is_empty()) {
            true => (checkpoint::VERSION_WITHOUT_STATE_PAGES, VERSION_OF_PAGES),
            false => (checkpoint::VERSION, VERSION_OF_STATE_PAGES),
        };
        let needed = snapshots.iter().map(|snapshot| snapshot.data_version).fold(least, u32::max);
        if !self.let_older_programs_refuse(needed)? {
            return Ok(Err(no_room()));
        }
        let keep = segments.iter().filter(|segment| !droppable.contains(&segment.header.id));
        let kept: Vec<_> = keep
            .map(|segment| Kept {
                id: segment.header.id,
                end: segment.published_end(),
                nonce: segment.header.nonce,
            })
            .collect();
        // Or it would look as if somebody read them.
        drop(segments);
        let header = Header {
            version,
            class: self.options.class,
            store_id: standing.open.header.store_id,
            number: checkpoints.next_number,
            covered: standing.covered,
            replay_from,
            engine_time: standing.engine_time,
            size_bytes: 0,
            partitions: 0,
            segments: 0,
            tables_checksum: 0,
        };
        let written = self.spares.make_room(&*self.disk, || {
            let (header, kept) = (header.clone(), kept.clone());
            checkpoint::write(&*self.disk, header, &starts, kept, snapshots, placing)
        })?;
        self.gauge.set_spare(self.spares.bytes());
        let checkpoint = match written {
            Some(Ok(checkpoint)) => Arc::new(checkpoint),
            Some(Err(refused)) => return Ok(Err(refused)),
            None => return Ok(Err(no_room())),
        };
        let written_bytes = checkpoint.written_bytes;
        checkpoints.next_number += 1;
        checkpoints.older = checkpoints.newest.replace(checkpoint);
        *self.kept.write().expect("no holder of the checkpoints' lock panics") = checkpoints.pair();
        self.growth.checkpointed(standing.logged, written_bytes);
        // First, so that rows of what is let go now can still be read until the next checkpoint.
        self.drop_sidecars(standing.engine_time)?;
        self.drop_segments(droppable)?;
        self.drop_tables()?;
        self.drop_checkpoints(checkpoints)?;
        // A name that comes back is removed by the next start: nothing relies on this.
        or_no_room(self.disk.sync_directory()).map_err(LogError::io("sync the data directory"))?;
        Ok(Ok(written_bytes))
    }
}

fn no_room() -> LogError {
    LogError::Io { doing: "find room for a checkpoint".to_owned(), error: ErrorKind::StorageFull.into() }
}

const UNPOISONED: &str = "no holder of the list's lock panics";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_logged_while_a_checkpoint_is_written_counts_once() {
        let growth = Growth::new(1000, 100);
        let owed = || growth.owed.load(Ordering::Relaxed);
        assert_eq!(owed(), 5000);
        growth.checkpointed(3000, 10);
        assert_eq!(owed(), 5000 - 4000 + 500);
        growth.checkpointed(3400, 1);
        assert_eq!(owed(), 1500 - 400 + 50);
        growth.checkpointed(9000, 1);
        assert_eq!(owed(), 50);
    }
}
