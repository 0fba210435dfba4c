//! The two checkpoints that are kept: pages that the states name are looked for in both.

use std::sync::Arc;

use bytes::Bytes;

use super::Checkpoint;
use super::page_files::PageFiles;
use super::state_pages::Named;
use crate::{LogError, PageKey, Partition};

/// See the module. Who holds it reads from it also when there are newer ones: a file that was let go is there until nobody has it
/// open, and is no other's.
#[derive(Clone, Default)]
pub(in crate::segment) struct Pair {
    /// The one in use.
    pub(in crate::segment) newest: Option<Arc<Checkpoint>>,
    /// The one to fall back to.
    pub(in crate::segment) older: Option<Arc<Checkpoint>>,
}

impl Pair {
    fn both(&self) -> impl Iterator<Item = &Arc<Checkpoint>> {
        self.newest.iter().chain(&self.older)
    }

    /// A page that a state names. An owner that was built of the older checkpoint may name what the newest does not have.
    pub(super) fn find(&self, partition: Partition, key: &PageKey) -> Option<&Named> {
        self.both().find_map(|checkpoint| checkpoint.named(partition, key))
    }

    /// A page's bytes, from wherever they are right. None if the device would have to be asked.
    pub(in crate::segment) fn read(
        &self,
        partition: Partition,
        key: &PageKey,
        may_block: bool,
    ) -> Result<Option<Bytes>, LogError> {
        let wanted = self.find(partition, key).ok_or_else(|| LogError::no_such_page(partition, key))?;
        let mut failed = None;
        for (checkpoint, named) in self.all_with(partition, wanted) {
            match checkpoint.page(named, may_block) {
                Err(error) => failed = failed.or(Some(error)),
                read => return read,
            }
        }
        Err(failed.expect("it was found in one of them"))
    }

    /// Those that have just that page: two of one key may differ, if somebody wants them to.
    fn all_with(&self, partition: Partition, wanted: &Named) -> impl Iterator<Item = (&Checkpoint, &Named)> {
        self.both().filter_map(move |checkpoint| {
            let named = checkpoint.named(partition, &wanted.key)?;
            (named.page.name == wanted.page.name).then_some((&**checkpoint, named))
        })
    }

    /// Whether a start would need a page, whichever checkpoint it used: then it is lost, whatever is done. Where one does without,
    /// or the log is whole, the start would make the page again of the log.
    pub(super) fn has_no_other_way(&self, partition: Partition, named: &Named, is_log_whole: bool) -> bool {
        let needs = match self.all_with(partition, named).count() {
            2 => true,
            1 => self.newest.is_some() && self.older.is_none() && !is_log_whole,
            _ => false,
        };
        named.is_lost || needs
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &PageFiles> {
        self.both().map(|checkpoint| &checkpoint.files)
    }

    pub(super) fn size_bytes(&self, file: u64) -> Option<u64> {
        self.files().find_map(|files| files.size_bytes(file))
    }
}
