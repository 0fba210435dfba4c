//! What a survey takes of run tables: those that are of the segments as they are.

use std::sync::Arc;

use millpond_runtime::Disk;

use super::super::run_table::RunTable;
use super::{Class, Format, Survey};
use crate::TABLE_SEGMENTS;

impl Survey {
    /// Anything else that looks like one, and one that can't be read, goes and is made again: nothing depends on it.
    pub(super) fn take_table(&mut self, disk: &dyn Disk, class: Class, group: u64, format: &Format) {
        match RunTable::open(disk, class, group, &format.store_id) {
            Ok(table) if self.is_current(&table) => {
                self.tables.insert(group, Arc::new(table));
                return;
            }
            Ok(_) => {}
            Err(error) => self.lost_tables.push(error),
        }
        self.leftovers.push(class.run_table_name(group));
    }

    /// Whether it was made of what there is now, but for segments that were let go since; and of one that is there.
    fn is_current(&self, table: &RunTable) -> bool {
        let there = self.older.iter().chain(&self.segments).map(|segment| segment.header.id);
        let mut of_group = there.filter(|id| id / TABLE_SEGMENTS == table.group()).peekable();
        let is_its_own = |id: u64| {
            let known = table.segments().iter().find(|known| known.id == id);
            known.zip(self.sealed(id)).is_some_and(|(known, (segment, end))| {
                (known.nonce, known.end) == (segment.header.nonce, end)
            })
        };
        of_group.peek().is_some() && of_group.all(is_its_own)
    }
}
