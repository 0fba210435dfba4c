//! What a survey takes from a checkpoint: where the chain begins, and what is kept from before it.

use std::sync::Arc;

use millpond_runtime::{Disk, Millis};

use super::super::dropping::REMEMBERED_FOR;
use super::super::sidecar::Sidecar;
use super::{Checkpoint, Class, Format, LogError, Segment, Survey};

impl Survey {
    /// Opens the segments before the chain that the checkpoint keeps. If a newer one is damaged, that may have let some
    /// of them go.
    pub(super) fn take_older(
        &mut self,
        disk: &dyn Disk,
        checkpoint: &Checkpoint,
        there: &[u64],
        fell_back: bool,
    ) -> Result<(), LogError> {
        let (class, store_id) = (checkpoint.header.class, &checkpoint.header.store_id);
        let names = |id: &u64| class.segment_name(*id);
        self.dropped = there.iter().filter(|id| checkpoint.kept(**id).is_none()).map(names).collect();
        for kept in checkpoint.tables.kept.iter().filter(|kept| kept.id < self.first) {
            if there.binary_search(&kept.id).is_err() {
                if fell_back {
                    continue;
                }
                let what = format!("the segment is missing, though {} keeps it", checkpoint.name);
                return Err(LogError::damaged(format!("{} offset 0", names(&kept.id)), what));
            }
            let segment = Segment::open(disk, class, kept.id, store_id)?;
            if segment.header.nonce != kept.nonce || kept.end > segment.size() {
                let what = format!("it is not the one that {} keeps", checkpoint.name);
                return Err(segment.damaged(0, what));
            }
            segment.publish_end(kept.end);
            self.older.push(Arc::new(segment));
        }
        Ok(())
    }

    /// The chain begins where the checkpoint says. That it goes on far enough shows when it was read.
    pub(super) fn begin_chain(&mut self, checkpoint: &Checkpoint) -> Result<(), LogError> {
        let first = self.segments.first().filter(|segment| segment.header.id == self.first);
        let Some(first) = first else {
            let name = checkpoint.header.class.segment_name(self.first);
            let what = format!("the segment is missing, though {} needs it", checkpoint.name);
            return Err(LogError::damaged(format!("{name} offset 0"), what));
        };
        if checkpoint.kept(self.first).is_none_or(|kept| kept.nonce != first.header.nonce) {
            return Err(first.damaged(0, format!("it is not the one that {} keeps", checkpoint.name)));
        }
        self.next_commit = first.header.first_commit;
        self.previous = first.header.predecessor.checksum;
        Ok(())
    }

    pub(super) fn not_covered(&self, checkpoint: &Checkpoint) -> LogError {
        let what = format!(
            "the log ends before commit {}, though {} says that commit {} was synced",
            self.next_commit, checkpoint.name, self.covered
        );
        match self.segments.last() {
            Some(newest) => newest.damaged(self.end, what),
            None => checkpoint.damaged(0, &what),
        }
    }

    /// A sidecar that is damaged where a start relies on it, or that of a segment as it was before it was repaired, is made again. One whose segment
    /// was let go cannot be: it is kept for its deduplication ids.
    pub(super) fn take_sidecar(
        &mut self,
        disk: &dyn Disk,
        class: Class,
        id: u64,
        format: &Format,
    ) -> Result<(), LogError> {
        let name = class.sidecar_name(id);
        let lone = id < self.first && self.older.binary_search_by_key(&id, |it| it.header.id).is_err();
        let sealed = self.sealed(id);
        let opened = Sidecar::open(disk, class, id, &format.store_id);
        // Owners ask for these before anything could make them again.
        let opened = opened.and_then(|(sidecar, directory)| {
            let is_remembered =
                sidecar.header.greatest_time.saturating_add(REMEMBERED_FOR) >= self.last_time();
            if is_remembered {
                sidecar.verify_sets(&directory)?;
            }
            // What is sealed next goes on from them.
            sidecar.standings().map(|_| sidecar)
        });
        match opened {
            Ok(sidecar) if lone || sealed.is_some_and(|(it, end)| sidecar.is_of(it, end)) => {
                self.sidecars.insert(id, Arc::new(sidecar));
            }
            Ok(_) => self.leftovers.push(name),
            Err(LogError::Damaged { place, what }) if lone => {
                let lost = format!(
                    "{what}; the deduplication ids of the last {} minutes that it holds are lost: remove the file to \
                     start without them",
                    REMEMBERED_FOR / 60_000
                );
                return Err(LogError::Damaged { place, what: lost });
            }
            Err(error @ LogError::Damaged { .. }) => {
                self.leftovers.push(name);
                self.remade.push(error);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// A start's engine time is no earlier.
    fn last_time(&self) -> Millis {
        self.last_written.map_or(0, |last| last.moment.engine)
    }

    /// A sealed segment, and where it ends.
    pub(super) fn sealed(&self, id: u64) -> Option<(&Segment, u64)> {
        if let Ok(at) = self.older.binary_search_by_key(&id, |segment| segment.header.id) {
            return Some((&self.older[at], self.older[at].published_end()));
        }
        let at = self.segments.binary_search_by_key(&id, |segment| segment.header.id).ok()?;
        Some((&self.segments[at], self.segments.get(at + 1)?.header.predecessor.end))
    }
}
