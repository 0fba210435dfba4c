//! Reads a class's chain of segments as a start finds it, and says what the start must do. Changes nothing.
//!
//! The chain is followed back from the newest segment: each header names its predecessor and where that
//! ends. All but the newest must be whole, for a segment is made only when everything before it was synced.
//! In the newest, a frame that fails is a torn tail if no later frame says that it was synced, and no checkpoint covers
//! it; else it is damage.
//!
//! With a checkpoint the chain begins at the first segment that it needs read; what of older ones it keeps is in `older`.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_runtime::Disk;

use super::checkpoint::{Checkpoint, Checkpoints};
use super::engine_time::LastWritten;
use super::file::Segment;
use super::format::Format;
use super::header::{HEADER_BYTES, Predecessor};
use super::index::Layout;
use super::indexing::Sidecars;
use super::names::Class;
use super::run_table::RunTable;
use super::scan::{Frame, Scan, Tail};
use super::section::sections;
use crate::{LogError, event};

mod older;
mod tables;

/// What there is of a class.
pub(super) struct Survey {
    /// Sealed segments before the chain, oldest first: kept for their messages, and not read.
    pub(super) older: Vec<Arc<Segment>>,
    /// Segments before the chain that nothing needs: a process was about to let them go.
    pub(super) dropped: Vec<String>,
    /// Files that were segments and may be again.
    pub(super) spares: Vec<String>,
    /// The chain, oldest first.
    pub(super) segments: Vec<Arc<Segment>>,
    /// The last good frame, if the newest segment has one: not yet shown to the visitor.
    pub(super) last: Option<(Frame, Layout)>,
    /// When the last frame of the whole chain was written, and in which boot.
    pub(super) last_written: Option<LastWritten>,
    /// Where the newest segment's last good frame ends.
    pub(super) end: u64,
    /// Where the frame before that ends, or the header.
    pub(super) end_before_last: u64,
    pub(super) next_commit: u64,
    /// The last good frame's checksum.
    pub(super) previous: u32,
    /// Whether something stands behind `end` in the newest segment.
    pub(super) torn: bool,
    /// Repair segments that were never finished, files that never became what they were made for, and sidecars that are
    /// of no segment as it is: to be removed.
    pub(super) leftovers: Vec<String>,
    /// Sidecars that are damaged, and why: among the leftovers.
    pub(super) remade: Vec<LogError>,
    /// Sidecars that were found good, by segment.
    pub(super) sidecars: Sidecars,
    /// Run tables that are of the segments as they are, by group.
    pub(super) tables: BTreeMap<u64, Arc<RunTable>>,
    /// Those that are damaged, and why: among the leftovers.
    pub(super) lost_tables: Vec<LogError>,
    /// An id that no segment ever had.
    pub(super) next_id: u64,
    /// Frames read.
    pub(super) frames: u64,
    /// Bytes of those that no checkpoint covers.
    pub(super) bytes_behind: u64,
    /// What the checkpoint in use covers; 0 without one.
    covered: u64,
    /// The segment that it says the chain begins with; 0 without one.
    first: u64,
}

/// Is shown each frame but the last, in order, with its segment.
pub(super) type Visit<'a> = &'a mut dyn FnMut(&Arc<Segment>, &Frame, &Layout) -> Result<(), LogError>;

impl Survey {
    /// Whether the log ends with a clean stop, so that it can be continued in place.
    pub(super) fn is_clean(&self) -> bool {
        !self.torn && self.last.as_ref().is_some_and(|(frame, _)| frame.header.is_clean_stop())
    }

    /// Reads and checks everything. `visit` is not shown the last frame.
    pub(super) fn of(
        disk: &dyn Disk,
        class: Class,
        format: &Format,
        checkpoints: &Checkpoints,
        visit: Visit<'_>,
    ) -> Result<Survey, LogError> {
        let names = disk.list().map_err(LogError::io("list the data directory"))?;
        let mut ids: Vec<u64> = names.iter().filter_map(|name| class.segment_id(name)).collect();
        ids.sort_unstable();
        let unfinished: Vec<u64> = names.iter().filter_map(|name| class.unfinished_id(name)).collect();
        let checkpoint = checkpoints.newest.as_deref();
        let mut survey = Survey {
            older: Vec::new(),
            dropped: Vec::new(),
            spares: names.iter().filter(|name| class.spare_id(name).is_some()).cloned().collect(),
            segments: Vec::new(),
            last: None,
            last_written: None,
            end: HEADER_BYTES,
            end_before_last: HEADER_BYTES,
            next_commit: 1,
            previous: 0,
            torn: false,
            leftovers: names.iter().filter(|name| class.is_unfinished(name)).cloned().collect(),
            remade: Vec::new(),
            sidecars: Sidecars::new(),
            tables: BTreeMap::new(),
            lost_tables: Vec::new(),
            next_id: ids.iter().chain(&unfinished).max().map_or(1, |id| id + 1),
            frames: 0,
            bytes_behind: 0,
            covered: checkpoint.map_or(0, |checkpoint| checkpoint.header.covered),
            first: checkpoint.map_or(0, |checkpoint| checkpoint.header.replay_from),
        };
        let chain = ids.split_off(ids.partition_point(|id| *id < survey.first));
        if let Some(checkpoint) = checkpoint {
            survey.take_older(disk, checkpoint, &ids, checkpoints.fell_back)?;
        }
        for id in chain {
            survey.segments.push(Arc::new(Segment::open(disk, class, id, &format.store_id)?));
        }
        survey.pass_over_unfinished_repairs()?;
        if let Some(checkpoint) = checkpoint {
            survey.begin_chain(checkpoint)?;
        }
        survey.check_links(class)?;
        for at in 0..survey.segments.len() {
            survey.read(at, visit)?;
        }
        if let Some(checkpoint) = checkpoint.filter(|_| survey.next_commit <= survey.covered) {
            return Err(survey.not_covered(checkpoint));
        }
        for id in names.iter().filter_map(|name| class.sidecar_id(name)) {
            survey.take_sidecar(disk, class, id, format)?;
        }
        for group in names.iter().filter_map(|name| class.run_table_group(name)) {
            survey.take_table(disk, class, group, format);
        }
        Ok(survey)
    }

    /// A repair segment whose first frame fails was not finished before the power went: its predecessor
    /// still holds all.
    fn pass_over_unfinished_repairs(&mut self) -> Result<(), LogError> {
        let is_repair = |segment: &&Arc<Segment>| segment.header.repair && segment.header.id != self.first;
        while let Some(newest) = self.segments.last().filter(is_repair) {
            let mut scan = Scan::new(newest, newest.size());
            match scan.next()? {
                Ok(_) => break,
                Err(tail) => refuse_damage(newest, &scan, tail, 0)?,
            }
            self.leftovers.push(newest.name.clone());
            self.segments.pop();
        }
        Ok(())
    }

    fn check_links(&self, class: Class) -> Result<(), LogError> {
        // What the first one of a chain follows that a checkpoint begins may be gone.
        let first = self.segments.first().filter(|_| self.first > 0);
        let mut before = first.map_or(0, |first| first.header.predecessor.id);
        for segment in &self.segments {
            let Predecessor { id, end, .. } = segment.header.predecessor;
            if id != before {
                let missing = class.segment_name(id);
                let what = if id > before && id < segment.header.id {
                    format!("the segment before it, {missing}, is missing")
                } else {
                    format!("it follows segment {id}, but segment {before} is there as well")
                };
                return Err(segment.damaged(0, what));
            }
            if id != 0 && end < HEADER_BYTES {
                return Err(segment.damaged(0, "its predecessor ends before it begins"));
            }
            before = segment.header.id;
        }
        Ok(())
    }

    fn read(&mut self, at: usize, visit: Visit<'_>) -> Result<(), LogError> {
        let segment = &self.segments[at];
        if segment.header.first_commit != self.next_commit
            || segment.header.predecessor.checksum != self.previous
        {
            let what = format!(
                "it begins with commit {}, but the segment before it ends before commit {}, or with another checksum",
                segment.header.first_commit, self.next_commit
            );
            return Err(segment.damaged(0, what));
        }
        let successor = self.segments.get(at + 1).map(|next| next.header.predecessor);
        let end = successor.map_or(segment.size(), |successor| successor.end);
        if end > segment.size() {
            return Err(segment.damaged(segment.size(), format!("its successor says that it ends at {end}")));
        }
        let mut scan = Scan::new(segment, end);
        // The newest segment's last frame is held back: it may have to be written again elsewhere.
        let mut held: Option<(Frame, Layout)> = None;
        self.end_before_last = HEADER_BYTES;
        let tail = loop {
            let before = scan.at();
            let (frame, payload) = match scan.next()? {
                Ok(found) => found,
                Err(tail) => break tail,
            };
            let layout = check(segment, &frame, payload)?;
            self.frames += 1;
            if frame.header.commit > self.covered {
                self.bytes_behind += frame.header.frame_bytes();
            }
            self.end_before_last = before;
            self.last_written =
                Some(LastWritten { moment: frame.header.moment(), boot_id: frame.header.boot_id });
            if let Some((frame, layout)) = held.replace((frame, layout)) {
                visit(segment, &frame, &layout)?;
            }
        };
        (self.end, self.next_commit, self.previous) = (scan.at(), scan.next_commit(), scan.previous());
        if successor.is_some() {
            if let Some((frame, layout)) = held {
                visit(segment, &frame, &layout)?;
            }
            segment.publish_end(end);
            if scan.at() != end {
                let what = format!("commit {} fails, though it was synced", scan.next_commit());
                return Err(segment.damaged(scan.at(), what));
            }
        } else {
            refuse_damage(segment, &scan, tail, self.covered)?;
            self.torn = tail.torn;
            self.last = held;
        }
        Ok(())
    }
}

fn refuse_damage(segment: &Segment, scan: &Scan<'_>, tail: Tail, covered: u64) -> Result<(), LogError> {
    if covered >= scan.next_commit() {
        let what = format!(
            "commit {} fails, though a checkpoint says that commit {covered} was synced",
            scan.next_commit()
        );
        return Err(segment.damaged(scan.at(), what));
    }
    if tail.synced < scan.next_commit() {
        return Ok(());
    }
    let what = format!(
        "commit {} fails, though a later frame says that commit {} was synced",
        scan.next_commit(),
        tail.synced
    );
    Err(segment.damaged(scan.at(), what))
}

/// Checks what a frame's checksums do not: that this program knows everything in it.
fn check(segment: &Segment, frame: &Frame, payload: &[u8]) -> Result<Layout, LogError> {
    let mut layout = Layout::default();
    for section in sections(payload) {
        let section = section.map_err(|what| segment.unsupported(frame.offset, what))?;
        layout.add(&section);
        for body in section.bodies() {
            let at = frame.payload_at() + body.start as u64;
            let events =
                event::Body::parse(&payload[body]).map_err(|what| segment.unsupported(at, what.0))?;
            for event in events {
                event.map_err(|what| segment.unsupported(at, what.0))?;
            }
        }
    }
    if layout.headers().len() != frame.header.sections as usize {
        return Err(segment.unsupported(frame.offset, "the number of sections is not what the frame says"));
    }
    Ok(layout)
}

#[cfg(test)]
mod tests;
