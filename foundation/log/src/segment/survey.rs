//! Reads a class's chain of segments as a start finds it, and says what the start must do. Changes nothing.
//!
//! The chain is followed back from the newest segment: each header names its predecessor and where that
//! ends. All but the newest must be whole, for a segment is made only when everything before it was synced.
//! In the newest, a frame that fails is a torn tail if no later frame says that it was synced; else it is
//! damage.

use std::sync::Arc;

use millpond_runtime::Disk;

use super::engine_time::LastWritten;
use super::file::Segment;
use super::format::Format;
use super::header::{HEADER_BYTES, Predecessor};
use super::index::Layout;
use super::indexing::Sidecars;
use super::names::Class;
use super::scan::{Frame, Scan, Tail};
use super::section::sections;
use super::sidecar::Sidecar;
use crate::{LogError, event};

/// What there is of a class.
pub(super) struct Survey {
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
    /// An id that no segment ever had.
    pub(super) next_id: u64,
    /// Frames read.
    pub(super) frames: u64,
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
        visit: Visit<'_>,
    ) -> Result<Survey, LogError> {
        let names = disk.list().map_err(LogError::io("list the data directory"))?;
        let mut ids: Vec<u64> = names.iter().filter_map(|name| class.segment_id(name)).collect();
        ids.sort_unstable();
        let unfinished: Vec<u64> = names.iter().filter_map(|name| class.unfinished_id(name)).collect();
        let mut survey = Survey {
            segments: Vec::new(),
            last: None,
            last_written: None,
            end: HEADER_BYTES,
            end_before_last: HEADER_BYTES,
            next_commit: 1,
            previous: 0,
            torn: false,
            leftovers: names
                .iter()
                .filter(|name| class.unfinished_id(name).is_some() || class.is_unfinished_part(name))
                .cloned()
                .collect(),
            remade: Vec::new(),
            sidecars: Sidecars::new(),
            next_id: ids.iter().chain(&unfinished).max().map_or(1, |id| id + 1),
            frames: 0,
        };
        for id in ids {
            survey.segments.push(Arc::new(Segment::open(disk, class, id, &format.store_id)?));
        }
        survey.pass_over_unfinished_repairs()?;
        survey.check_links(class)?;
        for at in 0..survey.segments.len() {
            survey.read(at, visit)?;
        }
        for id in names.iter().filter_map(|name| class.sidecar_id(name)) {
            survey.take_sidecar(disk, class, id, format)?;
        }
        Ok(survey)
    }

    /// A sidecar that is damaged, or that of a segment as it was before it was repaired, is made again.
    fn take_sidecar(
        &mut self,
        disk: &dyn Disk,
        class: Class,
        id: u64,
        format: &Format,
    ) -> Result<(), LogError> {
        let at = self.segments.binary_search_by_key(&id, |segment| segment.header.id);
        let sealed = at.ok().and_then(|at| Some((&self.segments[at], self.segments.get(at + 1)?)));
        let is_of_sealed = |sidecar: &Sidecar| {
            sealed.is_some_and(|(segment, next)| sidecar.is_of(segment, next.header.predecessor.end))
        };
        match Sidecar::open(disk, class, id, &format.store_id) {
            Ok((sidecar, _)) if is_of_sealed(&sidecar) => {
                self.sidecars.insert(id, Arc::new(sidecar));
            }
            Ok(_) => self.leftovers.push(class.sidecar_name(id)),
            Err(error @ LogError::Damaged { .. }) => {
                self.leftovers.push(class.sidecar_name(id));
                self.remade.push(error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// A repair segment whose first frame fails was not finished before the power went: its predecessor
    /// still holds all.
    fn pass_over_unfinished_repairs(&mut self) -> Result<(), LogError> {
        while let Some(newest) = self.segments.last().filter(|segment| segment.header.repair) {
            let mut scan = Scan::new(newest, newest.size());
            match scan.next()? {
                Ok(_) => break,
                Err(tail) => refuse_damage(newest, &scan, tail)?,
            }
            self.leftovers.push(newest.name.clone());
            self.segments.pop();
        }
        Ok(())
    }

    fn check_links(&self, class: Class) -> Result<(), LogError> {
        let mut before = 0;
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
            refuse_damage(segment, &scan, tail)?;
            self.torn = tail.torn;
            self.last = held;
        }
        Ok(())
    }
}

fn refuse_damage(segment: &Segment, scan: &Scan<'_>, tail: Tail) -> Result<(), LogError> {
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
