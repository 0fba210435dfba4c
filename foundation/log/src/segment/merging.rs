//! Merges the directories of 64 sidecars into a run table, the oldest first, and says which runs owners may forget for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::SegmentLog;
use super::format::VERSION_OF_RUN_TABLES;
use super::header::HEADER_BYTES;
use super::indexing::Postponed;
use super::run_table::{self, RunTable};
use super::sidecar::Sidecar;
use crate::{LogError, Position, Sealed, Snapshot, TABLE_SEGMENTS, TableSegments};

/// Fewer segments are not worth a table.
const SEGMENTS_MIN: usize = 2;
/// A segment of which at least this part lives is not emptied soon, so that its runs are worth being forgotten: twice that
/// below which it is (`sparse`).
const WORTH_PART: u64 = 2;

/// The run tables that there are.
pub(super) struct Tables {
    held: BTreeMap<u64, Arc<RunTable>>,
    /// Groups whose table was found damaged since the start. There is a file, which the next one replaces.
    lost: BTreeSet<u64>,
}

impl Tables {
    pub(super) fn new(held: BTreeMap<u64, Arc<RunTable>>) -> Tables {
        Tables { held, lost: BTreeSet::new() }
    }

    pub(super) fn count(&self) -> u64 {
        self.held.len() as u64
    }

    pub(super) fn get(&self, group: u64) -> Option<Arc<RunTable>> {
        self.held.get(&group).cloned()
    }

    /// A table was found damaged: it is to be made again, once.
    pub(super) fn lose(&mut self, table: &Arc<RunTable>) {
        let group = table.group();
        if self.held.get(&group).is_some_and(|held| Arc::ptr_eq(held, table)) {
            self.held.remove(&group);
            self.lost.insert(group);
        }
    }

    /// Forgets all but those of these groups; returned are the groups whose file can go.
    pub(super) fn retain(&mut self, groups: &BTreeSet<u64>) -> BTreeSet<u64> {
        let mut gone: BTreeSet<u64> =
            self.held.extract_if(.., |group, _| !groups.contains(group)).map(|(group, _)| group).collect();
        gone.extend(self.lost.extract_if(.., |group| !groups.contains(group)));
        gone
    }

    fn put(&mut self, table: RunTable) {
        self.lost.remove(&table.group());
        self.held.insert(table.group(), Arc::new(table));
    }
}

/// How far the merging has got.
#[derive(Default)]
pub(super) struct Merging {
    postponed: Option<Postponed>,
    /// Which runs the owners of all partitions were told last that they may forget.
    told: Arc<[TableSegments]>,
    /// A sidecar of this group could not be read: until there is another one, the group waits.
    set_aside: BTreeMap<u64, Arc<Sidecar>>,
}

impl SegmentLog {
    /// Merges the sidecars of the oldest group of segments that is sealed as a whole and has no run table. False if there is
    /// none, or no room for it now. Waits for the device: for a thread that may.
    ///
    /// A group with a sidecar that can't be read waits until that was made again. If the table can't be written, but for lack of
    /// room, the log is dead, as after a commit that failed.
    pub fn merge_next(&self) -> Result<bool, LogError> {
        let mut merging = self.merging.lock().expect("no holder of the merging's lock panics");
        self.alive()?;
        if merging.postponed.as_ref().is_some_and(|it| !self.is_over(it)) {
            return Ok(false);
        }
        merging.postponed = None;
        while let Some((group, sidecars)) = self.next_group(&merging) {
            let bytes = match run_table::build(&sidecars) {
                Ok(bytes) => bytes,
                Err((sidecar, error)) => {
                    let segment = sidecar.header.segment;
                    merging.set_aside.insert(group, sidecar);
                    match self.doubtful.note(segment, Err::<(), _>(error)) {
                        Err(LogError::Damaged { .. }) | Ok(()) => continue,
                        Err(error) => return Err(error),
                    }
                }
            };
            merging.set_aside.remove(&group);
            let made = self.make_table(group, &sidecars[0].header.store_id, &bytes);
            let Some(table) = made.inspect_err(|error| self.fail(error))? else {
                merging.postponed = Some(Postponed::of(bytes.len()));
                return Ok(false);
            };
            self.tables.write().expect(UNPOISONED).put(table);
            return Ok(true);
        }
        Ok(false)
    }

    /// Segments whose runs owners may forget, since their run tables tell them: as the newest checkpoint knows them, they will
    /// not be let go, or emptied, soon. In order and apart.
    pub fn in_tables(&self) -> Arc<[TableSegments]> {
        let Some(checkpoint) = self.checkpoint() else { return Arc::default() };
        let live = &checkpoint.summary.live_bytes;
        let segments = self.segments.read().expect("no holder of the list's lock panics");
        let tables = self.tables.read().expect(UNPOISONED);
        let mut ranges: Vec<TableSegments> = Vec::new();
        let mut goes_on = false;
        for segment in segments.iter() {
            let (id, group) = (segment.header.id, segment.header.id / TABLE_SEGMENTS);
            let frames = segment.published_end().saturating_sub(HEADER_BYTES);
            let is_worth = tables.held.contains_key(&group)
                && live.get(&id).is_some_and(|live| live.saturating_mul(WORTH_PART) >= frames);
            match ranges.last_mut().filter(|(first, _)| goes_on && first / TABLE_SEGMENTS == group) {
                Some((_, last)) if is_worth => *last = id,
                None if is_worth => ranges.push((id, id)),
                _ => {}
            }
            goes_on = is_worth;
        }
        ranges.into()
    }

    /// A checkpoint of these snapshots, one for each partition, was published. Tells all owners which runs they may forget, if that
    /// is not what they were told last: also those of partitions that have nothing in the segments that are sealed now. And
    /// those of states with pages of their own that these stand in a checkpoint.
    pub(super) fn tell_of_checkpoint(&self, snapshots: &[Snapshot]) {
        let Some(lanes) = self.lanes.get() else { return };
        let in_tables = self.in_tables();
        let are_new = {
            let mut merging = self.merging.lock().expect("no holder of the merging's lock panics");
            let are_new = merging.told != in_tables;
            merging.told = in_tables.clone();
            are_new
        };
        let segment = in_tables.last().map_or(0, |(_, last)| *last);
        let drafted = |snapshot: &Snapshot| if snapshot.pages.is_empty() { 0 } else { snapshot.draft };
        let told = snapshots.iter().filter(|snapshot| are_new || drafted(snapshot) > 0);
        lanes.push_sealed(told.map(|snapshot| Sealed {
            segment,
            partition: snapshot.partition,
            end: Position(0),
            stretches: Vec::new(),
            in_tables: in_tables.clone(),
            drafted: drafted(snapshot),
        }));
    }

    /// The oldest group that is to be merged, and the sidecars of its segments, at least one.
    fn next_group(&self, merging: &Merging) -> Option<(u64, Vec<Arc<Sidecar>>)> {
        let told = self.indexing.lock().expect("no holder of the indexing's lock panics").next;
        let segments: Vec<u64> = {
            let segments = self.segments.read().expect("no holder of the list's lock panics");
            segments.iter().map(|segment| segment.header.id).collect()
        };
        let tables = self.tables.read().expect(UNPOISONED);
        let is_wanted = |ids: &&[u64]| {
            let group = ids[0] / TABLE_SEGMENTS;
            // The file of one that was lost is there and must become right, however few it is of.
            let is_worth = ids.len() >= SEGMENTS_MIN || tables.lost.contains(&group);
            is_worth && (group + 1) * TABLE_SEGMENTS <= told && !tables.held.contains_key(&group)
        };
        let groups = segments.chunk_by(|one, next| one / TABLE_SEGMENTS == next / TABLE_SEGMENTS);
        groups.filter(is_wanted).find_map(|ids| {
            let group = ids[0] / TABLE_SEGMENTS;
            let sidecars: Vec<_> = ids.iter().map(|id| self.sidecar(*id)).collect::<Option<_>>()?;
            let waits = merging
                .set_aside
                .get(&group)
                .is_some_and(|unread| sidecars.iter().any(|sidecar| Arc::ptr_eq(sidecar, unread)));
            (!waits).then_some((group, sidecars))
        })
    }

    /// Writes a group's run table, durably. None if there was no room.
    fn make_table(
        &self,
        group: u64,
        store_id: &[u8; 16],
        bytes: &[u8],
    ) -> Result<Option<RunTable>, LogError> {
        let make = || match self.let_older_programs_refuse(VERSION_OF_RUN_TABLES)? {
            true => RunTable::make(&*self.disk, self.options.class, group, store_id, bytes),
            false => Ok(None),
        };
        let made = self.spares.make_room(&*self.disk, make);
        self.gauge.set_spare(self.spares.bytes());
        made
    }
}

const UNPOISONED: &str = "no holder of the tables' lock panics";
