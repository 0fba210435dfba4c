//! Which checkpoints there are, and which of them a start uses: the newest that can be read whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use millpond_runtime::Disk;

use super::super::format::Format;
use super::super::names::Class;
use super::{Checkpoint, Namer, Pair};
use crate::LogError;

/// The checkpoints of a class.
#[derive(Default)]
pub(in crate::segment) struct Checkpoints {
    /// The one in use.
    pub(in crate::segment) newest: Option<Arc<Checkpoint>>,
    /// The one to fall back to.
    pub(in crate::segment) older: Option<Arc<Checkpoint>>,
    /// A newer one is damaged. It may have let segments go that the one in use names.
    pub(in crate::segment) fell_back: bool,
    /// What is damaged, the newest first.
    pub(in crate::segment) damaged: Vec<LogError>,
    /// A number that no checkpoint ever had.
    pub(in crate::segment) next_number: u64,
    /// Files that hold checkpoints.
    pub(in crate::segment) files: u64,
    /// Files of pages that no checkpoint names: the one that wrote them never came, or is gone. They may have the room that the
    /// next one needs. None while something is damaged: somebody may want to mend that.
    pub(in crate::segment) needless: Vec<String>,
    pub(in crate::segment) namer: Namer,
}

impl Checkpoints {
    /// Reads checkpoints from the newest on, until two are found whole.
    pub(in crate::segment) fn find(
        disk: &dyn Disk,
        class: Class,
        format: &Format,
    ) -> Result<Checkpoints, LogError> {
        let names = disk.list().map_err(LogError::io("list the data directory"))?;
        let mut numbers: Vec<u64> = names.iter().filter_map(|name| class.checkpoint_number(name)).collect();
        numbers.sort_unstable();
        let mut found = Checkpoints {
            next_number: numbers.last().map_or(1, |number| number + 1),
            files: numbers.len() as u64,
            namer: Namer::new(format),
            ..Checkpoints::default()
        };
        for number in numbers.into_iter().rev() {
            match Checkpoint::open(disk, class, number, format) {
                Ok(checkpoint) if found.newest.is_none() => {
                    found.fell_back = !found.damaged.is_empty();
                    found.newest = Some(Arc::new(checkpoint));
                }
                Ok(checkpoint) => {
                    found.older = Some(Arc::new(checkpoint));
                    break;
                }
                Err(error @ LogError::Damaged { .. }) => found.damaged.push(error),
                Err(error) => return Err(error),
            }
        }
        if found.damaged.is_empty() {
            let needed = |file| found.newest.iter().chain(&found.older).any(|it| it.files.has(file));
            let is_needless = |name: &String| class.pages_number(name).is_some_and(|file| !needed(file));
            found.needless = names.into_iter().filter(is_needless).collect();
        }
        Ok(found)
    }

    /// The two that are kept.
    pub(in crate::segment) fn pair(&self) -> Pair {
        Pair { newest: self.newest.clone(), older: self.older.clone() }
    }

    /// Pages that can be read nowhere, though the checkpoints that name them are used.
    pub(in crate::segment) fn lost_pages(&self) -> Vec<LogError> {
        let whole = self.newest.iter().chain(&self.older);
        let lost = whole.flat_map(|checkpoint| checkpoint.lost_pages());
        let lost: BTreeMap<String, LogError> = lost.map(|error| (error.to_string(), error)).collect();
        lost.into_values().collect()
    }

    /// Pages that are not where the checkpoints that are whole have them, or a copy.
    pub(in crate::segment) fn rotten_pages(&self) -> Vec<String> {
        let whole = self.newest.iter().chain(&self.older);
        // They share most of them.
        let rotten: BTreeSet<String> = whole.flat_map(|checkpoint| checkpoint.rotten_pages()).collect();
        rotten.into_iter().collect()
    }
}
