//! Lets go of what no checkpoint needs: segments, which become spares or are removed, older checkpoints, sidecars whose
//! deduplication ids are forgotten, and run tables of segments that are gone.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use millpond_runtime::{Millis, Moment};

use super::SegmentLog;
use super::checkpoint::{Checkpoints, Summary};
use super::file::Segment;
use super::format::Format;
use super::replace::or_no_room;
use super::room::is_no_room;
use super::sidecar::Header;
use crate::{LogError, TABLE_SEGMENTS};

/// A send is deduplicated for so long; its id is remembered as long, also when its segment is gone.
pub(super) const REMEMBERED_FOR: Millis = 5 * 60 * 1000;

impl SegmentLog {
    /// Sealed segments in which nothing lives, that no partition needs, and that stand before the segment that a replay
    /// may have to begin with.
    pub(super) fn droppable(
        &self,
        segments: &[Arc<Segment>],
        summary: &Summary,
        replay_from: u64,
    ) -> BTreeSet<u64> {
        let needed = self.index.segments_behind(&summary.needs_from);
        // What owners are still to be told of is kept.
        let told = self.indexing.lock().expect("no holder of the indexing's lock panics").next;
        segments
            .iter()
            .map(|segment| segment.header.id)
            .filter(|id| *id < replay_from.min(told) && !needed.contains(id))
            .filter(|id| summary.live_bytes.get(id).is_none_or(|bytes| *bytes == 0))
            .filter(|id| self.sidecar(*id).is_some())
            .collect()
    }

    /// A program older than `version` would not read what is about to be written, or miss what was let go. False if
    /// there is no room to say so.
    pub(super) fn let_older_programs_refuse(&self, version: u32) -> Result<bool, LogError> {
        if self.least_version.load(Ordering::Relaxed) < version {
            if !Format::raise(&*self.disk, version)? {
                return Ok(false);
            }
            self.least_version.fetch_max(version, Ordering::Relaxed);
        }
        Ok(true)
    }

    /// The checkpoint that does not keep them is durable.
    pub(super) fn drop_segments(&self, ids: BTreeSet<u64>) -> Result<(), LogError> {
        if ids.is_empty() {
            return Ok(());
        }
        let dropped: Vec<_> = {
            let mut segments = self.segments.write().expect("no holder of the list's lock panics");
            segments.extract_if(.., |segment| ids.contains(&segment.header.id)).collect()
        };
        self.index.forget(&ids);
        let mut spares = Vec::new();
        for segment in &dropped {
            // Nobody can get hold of it any more; who has it already reads on from a file without a name.
            let unread = Arc::strong_count(segment) == 1;
            match self.spares.name_for(segment, spares.len()).filter(|_| unread) {
                Some(spare) => match self.disk.rename(&segment.name, &spare) {
                    Ok(()) => spares.push(spare),
                    Err(error) if is_no_room(&error) => self.remove(&segment.name)?,
                    Err(error) => return Err(segment.failed("rename", error)),
                },
                None => self.remove(&segment.name)?,
            }
        }
        let mut recycled = spares.len();
        if !spares.is_empty() {
            // A file that may still have a segment's name after a power cut must not be written over.
            match self.disk.sync_directory() {
                Ok(()) => spares.into_iter().for_each(|spare| self.spares.put(spare)),
                Err(error) if is_no_room(&error) => {
                    recycled = 0;
                    spares.iter().try_for_each(|spare| self.remove(spare))?;
                }
                Err(error) => return Err(LogError::io("sync the data directory")(error)),
            }
            self.gauge.set_spare(self.spares.bytes());
        }
        self.stats.count_dropped(dropped.len() as u64, recycled as u64);
        Ok(())
    }

    /// Run tables of which no segment is there any more.
    pub(super) fn drop_tables(&self) -> Result<(), LogError> {
        let there: BTreeSet<u64> = {
            let segments = self.segments.read().expect("no holder of the list's lock panics");
            segments.iter().map(|segment| segment.header.id / TABLE_SEGMENTS).collect()
        };
        let gone = self.tables.write().expect("no holder of the tables' lock panics").retain(&there);
        for group in gone {
            match self.remove(&self.options.class.run_table_name(group)) {
                // Somebody else has removed it. Nothing depends on one: the log goes on.
                Err(LogError::Io { error, .. }) if error.kind() == ErrorKind::NotFound => {}
                done => done?,
            }
        }
        Ok(())
    }

    /// Removes a file that nothing needs. One that can't be removed for lack of room is left to the next start.
    fn remove(&self, name: &str) -> Result<(), LogError> {
        or_no_room(self.disk.remove(name)).map_err(LogError::io(format!("remove {name}")))
    }

    /// The two newest are kept, and the files in which their pages stand.
    pub(super) fn drop_checkpoints(&self, checkpoints: &mut Checkpoints) -> Result<(), LogError> {
        let names = self.disk.list().map_err(LogError::io("list the data directory"))?;
        let kept = [&checkpoints.newest, &checkpoints.older];
        let is_kept = |name: &str| kept.iter().any(|it| it.as_ref().is_some_and(|it| it.name == name));
        let number = |name: &str| self.options.class.pages_number(name);
        let has_pages = |file: u64| kept.iter().any(|it| it.as_ref().is_some_and(|it| it.files.has(file)));
        for name in names.iter().filter(|name| number(name).is_some_and(|file| !has_pages(file))) {
            self.remove(name)?;
        }
        checkpoints.files = 0;
        for name in names.iter().filter(|name| self.options.class.checkpoint_number(name).is_some()) {
            if is_kept(name) {
                checkpoints.files += 1;
            } else {
                self.remove(name)?;
            }
        }
        self.stats.set_checkpoints(checkpoints.files);
        Ok(())
    }

    /// Lets go of the sidecars of segments that are gone once nothing is deduplicated by them any more, also while
    /// nothing is written. True if a checkpoint that is kept speaks of such a segment: its sidecar can go after the next.
    pub fn forget_sidecars(&self, now: Moment) -> Result<bool, LogError> {
        let checkpoints = self.checkpointing();
        let last = self.committing()?.writer().last;
        // A restart goes on from the last frame by the boot clock, and may find engine time no later than that.
        let restarted = last.engine.saturating_add(now.boot.saturating_sub(last.boot));
        let kept = [&checkpoints.newest, &checkpoints.older];
        let is_kept = |id: u64| kept.iter().any(|it| it.as_ref().is_some_and(|it| it.kept(id).is_some()));
        let mut held_back = false;
        self.drop_sidecars_if(now.engine.min(restarted), |id| {
            held_back |= is_kept(id);
            !is_kept(id)
        })?;
        Ok(held_back)
    }

    /// Those of segments that are gone, once nothing is deduplicated by them any more and nothing begins behind them.
    pub(super) fn drop_sidecars(&self, now: Millis) -> Result<(), LogError> {
        self.drop_sidecars_if(now, |_| true)
    }

    fn drop_sidecars_if(&self, now: Millis, mut may_go: impl FnMut(u64) -> bool) -> Result<(), LogError> {
        // Also that of the segment before one that is there: it says how the partitions stood where that begins.
        let needed: BTreeSet<u64> = {
            let segments = self.segments.read().expect("no holder of the list's lock panics");
            segments.iter().flat_map(|it| [it.header.id, it.header.predecessor.id]).collect()
        };
        let forgotten: Vec<_> = {
            let mut sidecars = self.sidecars.write().expect("no holder of the sidecars' lock panics");
            let mut is_forgotten = |id: &u64, header: &Header| {
                !needed.contains(id)
                    && (header.sets == 0 || header.greatest_time.saturating_add(REMEMBERED_FOR) < now)
                    && may_go(*id)
            };
            sidecars.extract_if(.., |id, sidecar| is_forgotten(id, &sidecar.header)).collect()
        };
        for (_, sidecar) in forgotten {
            self.remove(&sidecar.name)?;
        }
        Ok(())
    }
}
