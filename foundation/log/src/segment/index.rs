//! Where each record stands, by partition and segment: 4 bytes a record in memory, or the table in the sidecar once the
//! segment has one. Then what is left is 24 bytes for each partition and segment.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use super::file::Segment;
use super::section::{Section, SectionHeader};
use super::sidecar::{self, PAGE_ENTRIES, Pages, Sidecar};
use crate::{LogError, Partition, Position};

/// The confirmed entries of all partitions.
pub(super) struct RecordIndex {
    /// Whoever wants this and a partition takes this first: so that no run meets another sidecar than its own.
    sealed: RwLock<HashMap<u32, Sealed>>,
    partitions: Vec<Mutex<PartitionIndex>>,
    pages: Pages,
}

/// A segment with its sidecar.
struct Sealed {
    segment: Arc<Segment>,
    sidecar: Arc<Sidecar>,
}

#[derive(Default)]
struct PartitionIndex {
    end: Position,
    /// By position. Where segments were let go, some are missing.
    runs: VecDeque<Run>,
}

/// Consecutive entries of a partition in one segment.
struct Run {
    first: Position,
    bodies: Bodies,
}

// There is one for each partition and segment.
const _: () = assert!(size_of::<Run>() <= 24);

/// Where each record's body stands in the segment; `CLAIM` for a claim.
enum Bodies {
    Here(Box<Here>),
    /// In the table of the segment's sidecar, whose first page stands at `at`.
    There {
        segment: u32,
        at: u32,
        count: u32,
    },
}

struct Here {
    segment: Arc<Segment>,
    bodies: Vec<u32>,
}

/// Where a record's body stands, as far as is known.
pub(super) enum Found {
    At(Arc<Segment>, u64),
    /// No record stands at that position.
    Nothing,
    /// The device would have to be asked.
    Uncached,
}

/// What was found last: those that are read together mostly stand together, often in one record.
pub(super) struct Near {
    partition: Partition,
    first: Position,
    segment: Arc<Segment>,
    bodies: NearBodies,
}

enum NearBodies {
    One(u32),
    Page(Arc<[u32]>),
}

impl Near {
    fn get(&self, partition: Partition, position: Position) -> Option<Found> {
        let at = position.0.checked_sub(self.first.0).filter(|_| partition == self.partition)?;
        let bodies = match &self.bodies {
            NearBodies::One(body) => std::slice::from_ref(body),
            NearBodies::Page(bodies) => bodies,
        };
        let body = bodies.get(usize::try_from(at).ok()?)?;
        Some(found(&self.segment, Some(*body)))
    }
}

/// No body stands in a segment's header.
const CLAIM: u32 = 0;

const NO_PARTITION: &str = "a section of a partition that there is not";
const NO_CONTINUATION: &str = "a section does not continue its partition";
const UNPOISONED: &str = "no holder of the sealed segments' lock panics";
const TOO_LARGE: &str = "a segment's number or its sidecar is larger than any log makes them";

/// The sections of a frame, with the place of each record's body in the payload.
#[derive(Default)]
pub(super) struct Layout {
    sections: Vec<(SectionHeader, usize)>,
    bodies: Vec<u32>,
}

impl Layout {
    /// Adds a section that was read.
    pub(super) fn add(&mut self, section: &Section<'_>) {
        self.begin(section.header.clone());
        for body in section.bodies() {
            self.body(body.start);
        }
    }

    pub(super) fn clear(&mut self) {
        self.sections.clear();
        self.bodies.clear();
    }

    /// Starts a section; its bodies follow.
    pub(super) fn begin(&mut self, header: SectionHeader) {
        self.sections.push((header, self.bodies.len()));
    }

    /// A record's body stands at `at` in the payload.
    pub(super) fn body(&mut self, at: usize) {
        self.bodies.push(at as u32);
    }

    pub(super) fn headers(&self) -> impl ExactSizeIterator<Item = &SectionHeader> {
        self.sections.iter().map(|(header, _)| header)
    }

    fn bodies_of(&self, at: usize) -> &[u32] {
        let end = self.sections.get(at + 1).map_or(self.bodies.len(), |(_, first)| *first);
        &self.bodies[self.sections[at].1..end]
    }
}

impl RecordIndex {
    pub(super) fn new(partitions: u32) -> RecordIndex {
        let partitions = (0..partitions).map(|_| Mutex::default()).collect();
        RecordIndex { sealed: RwLock::default(), partitions, pages: Pages::default() }
    }

    pub(super) fn partitions(&self) -> u32 {
        self.partitions.len() as u32
    }

    /// Whether a frame's entries continue the partitions, so that `publish` will take them.
    pub(super) fn check(&self, layout: &Layout) -> Result<(), &'static str> {
        let mut ends = BTreeMap::new();
        for header in layout.headers() {
            let partition = self.partitions.get(header.partition.0 as usize).ok_or(NO_PARTITION)?;
            let end = ends.entry(header.partition).or_insert_with(|| lock(partition).end);
            if header.first != *end {
                return Err(NO_CONTINUATION);
            }
            end.0 += u64::from(header.count);
        }
        Ok(())
    }

    /// Adds a frame's entries, whose payload begins at `payload_at`. They must continue the partitions.
    pub(super) fn publish(
        &self,
        segment: &Arc<Segment>,
        payload_at: u64,
        layout: &Layout,
    ) -> Result<(), &'static str> {
        for (at, header) in layout.headers().enumerate() {
            let partition = self.partitions.get(header.partition.0 as usize).ok_or(NO_PARTITION)?;
            let mut partition = lock(partition);
            if header.first != partition.end {
                return Err(NO_CONTINUATION);
            }
            partition.end.0 += u64::from(header.count);
            if partition.runs.back().is_none_or(|run| run.segment() != segment.header.id) {
                // The segment before takes no more.
                if let Some(Run { bodies: Bodies::Here(full), .. }) = partition.runs.back_mut() {
                    full.bodies.shrink_to_fit();
                }
                let here = Here { segment: segment.clone(), bodies: Vec::new() };
                partition.runs.push_back(Run { first: header.first, bodies: Bodies::Here(Box::new(here)) });
            }
            let last = partition.runs.back_mut().expect("it is there, or was pushed");
            let Bodies::Here(here) = &mut last.bodies else {
                return Err("a section in a segment that was sealed");
            };
            let bodies = &mut here.bodies;
            if header.claim {
                bodies.push(CLAIM);
            }
            bodies.extend(layout.bodies_of(at).iter().map(|body| payload_at as u32 + body));
        }
        Ok(())
    }

    /// The segment in which an entry stands, and where a record's body does.
    pub(super) fn find(
        &self,
        partition: Partition,
        position: Position,
        may_block: bool,
        near: &mut Option<Near>,
    ) -> Result<Found, LogError> {
        if let Some(found) = near.as_ref().and_then(|near| near.get(partition, position)) {
            return Ok(found);
        }
        let (segment, sidecar, at, count, entry) = {
            let sealed = self.sealed.read().expect(UNPOISONED);
            let partition_index = self.partition(partition);
            let after = partition_index.runs.partition_point(|run| run.first <= position);
            let Some(run) = after.checked_sub(1).map(|at| &partition_index.runs[at]) else {
                return Ok(Found::Nothing);
            };
            let entry = position.0 - run.first.0;
            match &run.bodies {
                Bodies::Here(here) => {
                    let body = usize::try_from(entry).ok().and_then(|entry| here.bodies.get(entry));
                    if let Some(body) = body {
                        let (segment, bodies) = (here.segment.clone(), NearBodies::One(*body));
                        *near = Some(Near { partition, first: position, segment, bodies });
                    }
                    return Ok(found(&here.segment, body.copied()));
                }
                Bodies::There { count, .. } if entry >= u64::from(*count) => return Ok(Found::Nothing),
                // The device is asked without the locks.
                Bodies::There { segment, at, count } => {
                    let Some(Sealed { segment, sidecar }) = sealed.get(segment) else {
                        return Ok(Found::Nothing);
                    };
                    (segment.clone(), sidecar.clone(), u64::from(*at), *count, entry as u32)
                }
            }
        };
        let page = entry / PAGE_ENTRIES;
        let id = segment.header.id;
        let bodies = match self.pages.get(id, partition, page) {
            Some(bodies) => bodies,
            None => {
                let Some(bodies) = sidecar.page(at, count, page, may_block)? else {
                    return Ok(Found::Uncached);
                };
                let bodies: Arc<[u32]> = bodies.into();
                self.pages.put(id, partition, page, bodies.clone());
                bodies
            }
        };
        let within = entry % PAGE_ENTRIES;
        let found = found(&segment, bodies.get(within as usize).copied());
        let first = Position(position.0 - u64::from(within));
        *near = Some(Near { partition, first, segment, bodies: NearBodies::Page(bodies) });
        Ok(found)
    }

    /// From now on the segment's sidecar tells where its records stand, and memory does not.
    pub(super) fn hand_over(
        &self,
        segment: &Arc<Segment>,
        sidecar: &Arc<Sidecar>,
        runs: &[sidecar::Run],
    ) -> Result<(), &'static str> {
        const OTHERS: &str = "it holds other records than its segment";
        let mut sealed = self.sealed.write().expect(UNPOISONED);
        let id = put(&mut sealed, segment, sidecar)?;
        for run in runs {
            let partition = self.partitions.get(run.partition.0 as usize).ok_or(NO_PARTITION)?;
            let mut partition = lock(partition);
            let at = partition.runs.binary_search_by_key(&run.first, |run| run.first);
            let held = at.ok().map(|at| &mut partition.runs[at]);
            let held = held.filter(|held| held.segment() == segment.header.id);
            let held = held.filter(|held| held.bodies.count() == u64::from(run.count));
            held.ok_or(OTHERS)?.bodies = there(id, run)?;
        }
        Ok(())
    }

    /// The partitions begin at these positions: what stands before is not published, but taken from sidecars.
    pub(super) fn begin_at(&self, starts: impl Iterator<Item = Position>) {
        for (partition, start) in self.partitions.iter().zip(starts) {
            lock(partition).end = start;
        }
    }

    /// Adds the entries of a segment that was not read.
    pub(super) fn take_older(
        &self,
        segment: &Arc<Segment>,
        sidecar: &Arc<Sidecar>,
        runs: &[sidecar::Run],
    ) -> Result<(), &'static str> {
        let mut sealed = self.sealed.write().expect(UNPOISONED);
        let id = put(&mut sealed, segment, sidecar)?;
        for run in runs {
            let mut partition =
                self.partitions.get(run.partition.0 as usize).map(lock).ok_or(NO_PARTITION)?;
            let at = partition.runs.partition_point(|held| held.first < run.first);
            let before = at.checked_sub(1).map_or(Position(0), |at| partition.runs[at].end());
            let behind = partition.runs.get(at).map_or(partition.end, |held| held.first);
            if run.first < before || run.end() > behind {
                return Err("the records of a segment stand in another as well");
            }
            partition.runs.insert(at, Run { first: run.first, bodies: there(id, run)? });
        }
        Ok(())
    }

    /// Forgets the entries of segments that are let go.
    pub(super) fn forget(&self, segments: &BTreeSet<u64>) {
        let mut sealed = self.sealed.write().expect(UNPOISONED);
        for partition in &self.partitions {
            lock(partition).runs.retain(|run| !segments.contains(&run.segment()));
        }
        sealed.retain(|id, _| !segments.contains(&u64::from(*id)));
    }

    /// The segments in which entries at or behind these positions stand, one for each partition.
    pub(super) fn segments_behind(&self, positions: &[Position]) -> BTreeSet<u64> {
        let mut found = BTreeSet::new();
        for (partition, from) in self.partitions.iter().zip(positions) {
            let partition = lock(partition);
            let behind = partition.runs.iter().rev().take_while(|run| run.end() > *from);
            found.extend(behind.map(|run| run.segment()));
        }
        found
    }

    /// The segments in which a partition has entries, all of them before its position here.
    pub(super) fn segments_before(&self, positions: &[Position]) -> BTreeSet<u64> {
        let mut found = BTreeSet::new();
        for (partition, to) in self.partitions.iter().zip(positions) {
            let partition = lock(partition);
            let before = partition.runs.iter().take_while(|run| run.end() <= *to);
            found.extend(before.map(|run| run.segment()));
        }
        found
    }

    /// The partition's position where a segment begins.
    pub(super) fn position_at(&self, partition: Partition, segment: u64) -> Position {
        let partition = self.partition(partition);
        let at = partition.runs.partition_point(|run| run.segment() < segment);
        partition.runs.get(at).map_or(partition.end, |run| run.first)
    }

    /// The first segment in which an entry at or behind `from` stands.
    pub(super) fn first_segment(&self, partition: Partition, from: Position) -> Option<u64> {
        let partition = self.partition(partition);
        if from >= partition.end {
            return None;
        }
        let after = partition.runs.partition_point(|run| run.first <= from);
        partition.runs.get(after.saturating_sub(1)).map(|run| run.segment())
    }

    /// The position of the next entry.
    pub(super) fn end(&self, partition: Partition) -> Position {
        self.partition(partition).end
    }

    /// The positions of the next entries of all partitions.
    pub(super) fn ends(&self) -> Vec<Position> {
        self.partitions.iter().map(|partition| lock(partition).end).collect()
    }

    fn partition(&self, partition: Partition) -> MutexGuard<'_, PartitionIndex> {
        lock(&self.partitions[partition.0 as usize])
    }
}

/// Notes a segment's sidecar. Its number there is returned.
fn put(
    sealed: &mut HashMap<u32, Sealed>,
    segment: &Arc<Segment>,
    sidecar: &Arc<Sidecar>,
) -> Result<u32, &'static str> {
    let id = u32::try_from(segment.header.id).map_err(|_| TOO_LARGE)?;
    sealed.insert(id, Sealed { segment: segment.clone(), sidecar: sidecar.clone() });
    Ok(id)
}

fn there(segment: u32, run: &sidecar::Run) -> Result<Bodies, &'static str> {
    let at = u32::try_from(run.at).map_err(|_| TOO_LARGE)?;
    Ok(Bodies::There { segment, at, count: run.count })
}

impl Run {
    fn segment(&self) -> u64 {
        match &self.bodies {
            Bodies::Here(here) => here.segment.header.id,
            Bodies::There { segment, .. } => u64::from(*segment),
        }
    }

    fn end(&self) -> Position {
        Position(self.first.0 + self.bodies.count())
    }
}

impl Bodies {
    fn count(&self) -> u64 {
        match self {
            Bodies::Here(here) => here.bodies.len() as u64,
            Bodies::There { count, .. } => u64::from(*count),
        }
    }
}

fn found(segment: &Arc<Segment>, body: Option<u32>) -> Found {
    match body {
        None | Some(CLAIM) => Found::Nothing,
        Some(body) => Found::At(segment.clone(), u64::from(body)),
    }
}

fn lock(partition: &Mutex<PartitionIndex>) -> MutexGuard<'_, PartitionIndex> {
    partition.lock().expect("no holder of a partition's index panics")
}
