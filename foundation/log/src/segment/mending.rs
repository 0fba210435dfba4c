//! Makes sidecars again that were found damaged when something was read from them: a start checks only what it relies on.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::SegmentLog;
use super::file::Segment;
use super::indexing::Made;
use super::sidecar::build;
use crate::LogError;

/// Segments whose sidecar gave something damaged.
#[derive(Default)]
pub(super) struct Doubtful(Mutex<BTreeSet<u64>>);

impl Doubtful {
    /// Notes what a read from a segment's sidecar has found.
    pub(super) fn note<T>(&self, segment: u64, read: Result<T, LogError>) -> Result<T, LogError> {
        if matches!(read, Err(LogError::Damaged { .. })) {
            self.put(segment);
        }
        read
    }

    pub(super) fn put(&self, segment: u64) {
        self.0.lock().expect(UNPOISONED).insert(segment);
    }

    fn take(&self) -> Option<u64> {
        self.0.lock().expect(UNPOISONED).pop_first()
    }
}

impl SegmentLog {
    /// Makes a sidecar again that was found damaged, and says which. None if there is none, if its segment is gone, or if
    /// there is no room now. Waits for the device: for a thread that may.
    ///
    /// An error of what is damaged leaves everything as it is; after any other the log is dead, as after a commit that failed.
    pub fn mend_next(&self) -> Result<Option<String>, LogError> {
        let _alone = self.indexing.lock().expect("no holder of the indexing's lock panics");
        self.alive()?;
        let Some(id) = self.doubtful.take() else { return Ok(None) };
        let Some((segment, end)) = self.sealed_with_id(id) else { return Ok(None) };
        let mut judge = self.judge_of(&segment)?;
        let bytes = build(&segment, end, &*self.options.indexer, &mut judge)?;
        let made = self.make_sidecar(&segment, &bytes).inspect_err(|error| self.fail(error))?;
        let Some(Made { sidecar, directory }) = made else {
            self.doubtful.put(id);
            return Ok(None);
        };
        self.index
            .hand_over(&segment, &sidecar, &directory.runs)
            .map_err(|what| LogError::damaged(format!("{} offset 0", sidecar.name), what))?;
        let name = sidecar.name.clone();
        self.sidecars.write().expect(UNPOISONED).insert(id, sidecar);
        Ok(Some(name))
    }

    fn sealed_with_id(&self, id: u64) -> Option<(Arc<Segment>, u64)> {
        let segments = self.segments.read().expect(UNPOISONED);
        let at = segments.binary_search_by_key(&id, |segment| segment.header.id).ok()?;
        let (segment, _successor) = (segments.get(at)?, segments.get(at + 1)?);
        Some((segment.clone(), segment.published_end()))
    }
}

const UNPOISONED: &str = "no holder of this lock panics";
