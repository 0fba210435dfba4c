//! Gives each sealed segment its sidecar, the oldest first, and tells the owners.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use millpond_runtime::{Disk, Millis, Stopwatch};

use super::SegmentLog;
use super::file::Segment;
use super::format::VERSION_OF_SIDECARS_2;
use super::replace::Replacement;
use super::sidecar::{Directory, Judge, Sidecar, build};
use crate::{LogError, Partition, Position, Remembered, Sealed};

/// What had no room is tried again after so long, if there is room by then.
const RETRY_AFTER: Duration = Duration::from_millis(200);

/// How far the sealed segments have got.
pub(super) struct Indexing {
    /// Every segment before has a sidecar, and its owners know.
    pub(super) next: u64,
    /// Who has read the segment before `next`, if that one's sidecar was made here.
    judge: Option<Judge>,
    postponed: Option<Postponed>,
}

/// A file that had no room.
pub(super) struct Postponed {
    bytes: u64,
    since: Stopwatch,
}

impl Postponed {
    /// It would have had so many bytes.
    pub(super) fn of(bytes: usize) -> Postponed {
        Postponed { bytes: bytes as u64, since: Stopwatch::start() }
    }
}

/// By segment.
pub(super) type Sidecars = BTreeMap<u64, Arc<Sidecar>>;

impl Indexing {
    pub(super) fn new() -> Indexing {
        Indexing { next: 0, judge: None, postponed: None }
    }
}

impl SegmentLog {
    /// Gives the oldest sealed segment that has none its sidecar, and tells the owners of its partitions. False if there
    /// is none, or no room for it now. Waits for the device: for a thread that may.
    ///
    /// After any other error the log is dead, as after a commit that failed.
    pub fn index_next(&self) -> Result<bool, LogError> {
        let mut indexing = self.indexing.lock().expect("no holder of the indexing's lock panics");
        self.alive()?;
        let Some((segment, end)) = self.sealed_from(indexing.next) else { return Ok(false) };
        if self.lanes.get().is_none() || indexing.postponed.as_ref().is_some_and(|it| !self.is_over(it)) {
            return Ok(false);
        }
        indexing.postponed = None;
        match self.index_segment(&segment, end, &mut indexing) {
            Ok(true) => {
                indexing.next = segment.header.id + 1;
                Ok(true)
            }
            Ok(false) => Ok(false),
            Err(error) => {
                self.fail(&error);
                Err(error)
            }
        }
    }

    /// A segment's sidecar, if it has one.
    pub(super) fn sidecar(&self, segment: u64) -> Option<Arc<Sidecar>> {
        self.sidecars.read().expect(UNPOISONED).get(&segment).cloned()
    }

    /// Deduplication ids of sends at or after `since` in all sidecars.
    pub(super) fn remembered_since(
        &self,
        since: Millis,
        sink: &mut dyn FnMut(Partition, u64, Vec<Remembered>),
    ) -> Result<(), LogError> {
        let sidecars: Vec<_> = {
            let sidecars = self.sidecars.read().expect(UNPOISONED);
            sidecars.values().filter(|sidecar| sidecar.header.greatest_time >= since).cloned().collect()
        };
        for sidecar in sidecars {
            for set in sidecar.directory()?.sets {
                let mut ids = sidecar.remembered(&set)?;
                ids.retain(|id| id.time >= since);
                if !ids.is_empty() {
                    sink(set.partition, set.resource, ids);
                }
            }
        }
        Ok(())
    }

    /// What the partition's owner was told of segments that reach behind a position, or is about to be.
    pub(super) fn notices_behind(
        &self,
        partition: Partition,
        behind: Position,
        into: &mut Vec<Sealed>,
    ) -> Result<(), LogError> {
        let segments: Vec<u64> = {
            let segments = self.segments.read().expect("no holder of the list's lock panics");
            segments.iter().map(|segment| segment.header.id).collect()
        };
        let (before, in_tables) = (into.len(), self.in_tables());
        for sidecar in segments.into_iter().filter_map(|segment| self.sidecar(segment)) {
            let told = sidecar.directory().and_then(|mut directory| {
                directory.runs.retain(|run| run.partition == partition && run.end() > behind);
                directory.stretches.retain(|(of, _)| *of == partition);
                notices(&sidecar, &directory)
            });
            match told {
                Ok(told) => into.extend(told),
                // Its rows stay in memory: the log itself has them as well.
                Err(LogError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        into[before..].iter_mut().for_each(|notice| notice.in_tables = in_tables.clone());
        Ok(())
    }

    /// The oldest sealed segment from `from` on, and where it ends.
    fn sealed_from(&self, from: u64) -> Option<(Arc<Segment>, u64)> {
        let segments = self.segments.read().expect("no holder of the list's lock panics");
        let at = segments.partition_point(|segment| segment.header.id < from);
        let (segment, _successor) = (segments.get(at)?, segments.get(at + 1)?);
        Some((segment.clone(), segment.published_end()))
    }

    /// Who can tell what counts in a segment.
    pub(super) fn judge_of(&self, segment: &Segment) -> Result<Judge, LogError> {
        let before: Vec<_> = {
            let segments = self.segments.read().expect("no holder of the list's lock panics");
            segments.iter().take_while(|it| it.header.id < segment.header.id).cloned().collect()
        };
        Judge::behind(segment, &before, &|id| self.sidecar(id))
    }

    /// Writes a segment's sidecar, durably. None if there was no room.
    pub(super) fn make_sidecar(&self, segment: &Segment, bytes: &[u8]) -> Result<Option<Made>, LogError> {
        let make = || match self.let_older_programs_refuse(VERSION_OF_SIDECARS_2)? {
            true => Made::of(&*self.disk, segment, bytes),
            false => Ok(None),
        };
        let made = self.spares.make_room(&*self.disk, make);
        self.gauge.set_spare(self.spares.bytes());
        made
    }

    pub(super) fn is_over(&self, postponed: &Postponed) -> bool {
        postponed.since.elapsed_ns() >= RETRY_AFTER.as_nanos() as u64
            && self.disk.space().is_ok_and(|space| space.free_bytes >= postponed.bytes)
    }

    fn index_segment(
        &self,
        segment: &Arc<Segment>,
        end: u64,
        indexing: &mut Indexing,
    ) -> Result<bool, LogError> {
        let known = indexing.judge.take();
        if let Some(sidecar) = self.sidecar(segment.header.id) {
            // What was found damaged since the start is made again, as it would be at the next one.
            match sidecar
                .directory()
                .and_then(|directory| notices(&sidecar, &directory).map(|it| (directory, it)))
            {
                Ok((directory, notices)) => {
                    return self.publish_sidecar(segment, &sidecar, &directory, notices).map(|()| true);
                }
                Err(LogError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let mut judge = match known.filter(|judge| judge.stands_before(segment)) {
            Some(judge) => judge,
            None => self.judge_of(segment)?,
        };
        let bytes = build(segment, end, &*self.options.indexer, &mut judge)?;
        let Some(Made { sidecar, directory }) = self.make_sidecar(segment, &bytes)? else {
            indexing.postponed = Some(Postponed::of(bytes.len()));
            return Ok(false);
        };
        self.sidecars.write().expect(UNPOISONED).insert(segment.header.id, sidecar.clone());
        let notices = notices(&sidecar, &directory)?;
        self.publish_sidecar(segment, &sidecar, &directory, notices)?;
        indexing.judge = Some(judge);
        Ok(true)
    }

    /// First where the records are found, then the news.
    fn publish_sidecar(
        &self,
        segment: &Arc<Segment>,
        sidecar: &Arc<Sidecar>,
        directory: &Directory,
        notices: Vec<Sealed>,
    ) -> Result<(), LogError> {
        self.index
            .hand_over(segment, sidecar, &directory.runs)
            .map_err(|what| LogError::damaged(format!("{} offset 0", sidecar.name), what))?;
        if let Some(lanes) = self.lanes.get() {
            // What the checkpoint was made of that was in use at the start knew of the others.
            let hot =
                |it: &Sealed| self.hot_from.get(it.partition.0 as usize).is_none_or(|from| it.end > *from);
            let mut news: Vec<_> = notices.into_iter().filter(hot).collect();
            if !news.is_empty() {
                let in_tables = self.in_tables();
                news.iter_mut().for_each(|notice| notice.in_tables = in_tables.clone());
            }
            lanes.push_sealed(news);
        }
        Ok(())
    }
}

/// A sidecar that was made.
pub(super) struct Made {
    pub(super) sidecar: Arc<Sidecar>,
    pub(super) directory: Directory,
}

impl Made {
    /// Writes a segment's sidecar, durably. None if there was no room.
    pub(super) fn of(disk: &dyn Disk, segment: &Segment, bytes: &[u8]) -> Result<Option<Made>, LogError> {
        let (class, id) = (segment.header.class, segment.header.id);
        let (unfinished, name) = (class.unfinished_sidecar_name(id), class.sidecar_name(id));
        let replacement = Replacement::begin(disk, unfinished, name, bytes.len() as u64)?;
        let Some(mut replacement) = replacement else { return Ok(None) };
        replacement.append(bytes)?;
        if replacement.finish()?.is_none() {
            return Ok(None);
        }
        let (sidecar, directory) = Sidecar::open(disk, class, id, &segment.header.store_id)?;
        Ok(Some(Made { sidecar: Arc::new(sidecar), directory }))
    }
}

/// What the owners of the segment's partitions are told.
fn notices(sidecar: &Sidecar, directory: &Directory) -> Result<Vec<Sealed>, LogError> {
    let mut notices = Vec::with_capacity(directory.runs.len());
    let mut rest = &directory.stretches[..];
    for run in &directory.runs {
        let (own, behind) = rest.split_at(rest.partition_point(|(of, _)| *of <= run.partition));
        rest = behind;
        let mut stretches = Vec::with_capacity(own.len());
        for (_, stretch) in own {
            let sequences = stretch.kind.listed.then(|| sidecar.sequences(stretch)).transpose()?;
            stretches.push((*stretch, sequences));
        }
        let (segment, partition) = (sidecar.header.segment, run.partition);
        notices.push(Sealed {
            segment,
            partition,
            end: run.end(),
            stretches,
            in_tables: Arc::default(),
            drafted: 0,
        });
    }
    Ok(notices)
}

const UNPOISONED: &str = "no holder of the sidecars' lock panics";
