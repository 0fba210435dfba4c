//! Stretches of the sealed segments of a group, sorted by resource, in a file: an owner that has forgotten where the messages
//! of a queue stand finds them again with two reads, seldom three. Nothing depends on one being there.

mod build;
mod format;
mod keys;
mod leaf;

use std::sync::Arc;

use millpond_runtime::{Disk, File};

use super::checksum::Seeds;
use super::names::Class;
use super::replace::Replacement;
use crate::{LogError, RUNS_AT_ONCE, Sought, Stretch, TableRun};
use format::{BLOCK_BYTES, Header};
use keys::{Key, PAGE_KEYS, holder};

pub(super) use build::{build, weigh};
pub(super) use format::Covered;

/// A run table whose header and root were found right.
pub(super) struct RunTable {
    pub(super) name: String,
    header: Header,
    seeds: Seeds,
    /// What each index page begins with.
    root: Vec<Key>,
    file: Arc<dyn File>,
}

impl RunTable {
    /// Writes a group's table, durably. None if there was no room.
    pub(super) fn make(
        disk: &dyn Disk,
        class: Class,
        group: u64,
        store_id: &[u8; 16],
        bytes: &[u8],
    ) -> Result<Option<RunTable>, LogError> {
        let (unfinished, name) = (class.unfinished_run_table_name(group), class.run_table_name(group));
        let replacement = Replacement::begin(disk, unfinished, name, bytes.len() as u64)?;
        let Some(mut replacement) = replacement else { return Ok(None) };
        replacement.append(bytes)?;
        match replacement.finish()? {
            Some(_) => RunTable::open(disk, class, group, store_id).map(Some),
            None => Ok(None),
        }
    }

    /// Opens a table and checks that it is what its name says.
    pub(super) fn open(
        disk: &dyn Disk,
        class: Class,
        group: u64,
        store_id: &[u8; 16],
    ) -> Result<RunTable, LogError> {
        let name = class.run_table_name(group);
        let file = disk.open(&name).map_err(LogError::io(format!("open {name}")))?;
        let len = file.len().map_err(LogError::io(format!("read {name}")))?;
        if len < BLOCK_BYTES as u64 {
            let what = format!("the file has {len} bytes, less than a header");
            return Err(LogError::damaged(format!("{name} offset {len}"), what));
        }
        let mut bytes = [0; BLOCK_BYTES];
        file.read_at(&mut bytes, 0).map_err(LogError::io(format!("read the header of {name}")))?;
        let header = Header::decode(&bytes, &name)?;
        if (header.class, header.group) != (class, group) {
            let what = format!("it is that of group {} of the {}", header.group, header.class.name());
            return Err(LogError::damaged(format!("{name} offset 0"), what));
        }
        if &header.store_id != store_id {
            return Err(LogError::damaged(format!("{name} offset 0"), "it belongs to another store"));
        }
        if header.size_bytes() != len {
            let what = format!("the file has {len} bytes instead of {}", header.size_bytes());
            return Err(LogError::damaged(format!("{name} offset {}", len.min(header.size_bytes())), what));
        }
        let mut table = RunTable { name, seeds: header.seeds(), header, root: Vec::new(), file };
        table.root = table.read_root()?;
        Ok(table)
    }

    pub(super) fn group(&self) -> u64 {
        self.header.group
    }

    /// The segments whose stretches it has, in order.
    pub(super) fn segments(&self) -> &[Covered] {
        &self.header.segments
    }

    /// The stretches of a resource from the one on that a message stands in; none if it stands in none of those sought in, or
    /// if the device would have to be asked.
    pub(super) fn runs(&self, sought: &Sought, may_block: bool) -> Result<Option<Vec<TableRun>>, LogError> {
        let mut found = Vec::new();
        let key = (sought.resource, sought.sequence);
        let Some(page) = holder(&self.root, key) else { return Ok(Some(found)) };
        let Some(keys) = self.page(page as u32, may_block)? else { return Ok(None) };
        let at = holder(&keys, key).ok_or_else(|| {
            self.damaged(self.header.page_at(page as u32), "it begins later than the root says")
        })?;
        let mut number = (page * PAGE_KEYS + at) as u32;
        loop {
            let Some(leaf) = self.leaf(number, Some(sought.resource), may_block)? else { return Ok(None) };
            number += 1;
            if !take(&leaf, sought, &mut found) || number == self.header.leaves {
                return Ok(Some(found));
            }
        }
    }

    /// Reads and checks everything in it.
    pub(super) fn verify(&self) -> Result<(), LogError> {
        let (mut stretches, mut last) = (0, (0, 0));
        for (page, begins) in (0..).zip(&self.root) {
            let keys = self.page(page, true)?.expect("it may block");
            if keys[0] != *begins {
                return Err(self.damaged(self.header.page_at(page), "it begins where the root does not say"));
            }
            for (number, begins) in (page * PAGE_KEYS as u32..).zip(keys) {
                let leaf = self.leaf(number, None, true)?.expect("it may block");
                let first = leaf::key(&leaf[0]);
                if first != begins || first < last {
                    let at = self.header.leaf_at(number);
                    return Err(self.damaged(at, "it begins where its index page does not say"));
                }
                last = leaf::key(&leaf[leaf.len() - 1]);
                stretches += leaf.len() as u64;
            }
        }
        match stretches == self.header.stretches {
            true => Ok(()),
            false => Err(self.damaged(0, "it has not as many stretches as it says")),
        }
    }

    fn read_root(&self) -> Result<Vec<Key>, LogError> {
        let (at, pages) = (self.header.root_at(), self.header.pages());
        let mut bytes = vec![0; pages as usize * keys::KEY_BYTES];
        self.file.read_at(&mut bytes, at).map_err(LogError::io(format!("read {}", self.name)))?;
        if crc32c::crc32c_append(self.seeds.at(at), &bytes) != self.header.root_checksum {
            return Err(self.damaged(at, "the checksum of the root is wrong"));
        }
        keys::decode(&bytes).map_err(|what| self.damaged(at, what))
    }

    fn page(&self, page: u32, may_block: bool) -> Result<Option<Vec<Key>>, LogError> {
        let at = self.header.page_at(page);
        let Some(block) = self.read(at, may_block)? else { return Ok(None) };
        let keys = keys::decode_page(&block, at, self.seeds).map_err(|what| self.damaged(at, what))?;
        let expected = PAGE_KEYS.min((self.header.leaves - page * PAGE_KEYS as u32) as usize);
        match keys.len() == expected {
            true => Ok(Some(keys)),
            false => Err(self.damaged(at, "an index page has not as many keys as there are leaves")),
        }
    }

    fn leaf(&self, leaf: u32, only: Option<u64>, may_block: bool) -> Result<Option<Vec<TableRun>>, LogError> {
        let at = self.header.leaf_at(leaf);
        let Some(block) = self.read(at, may_block)? else { return Ok(None) };
        let runs = leaf::decode(&block, at, self.header.group, only, self.seeds);
        runs.map(Some).map_err(|what| self.damaged(at, what))
    }

    /// A block; none if the device would have to be asked.
    fn read(&self, at: u64, may_block: bool) -> Result<Option<[u8; BLOCK_BYTES]>, LogError> {
        let mut block = [0; BLOCK_BYTES];
        let done = if may_block {
            self.file.read_at(&mut block, at).map(|()| true)
        } else {
            self.file.read_at_if_cached(&mut block, at)
        };
        let done = done.map_err(LogError::io(format!("read {}", self.name)))?;
        Ok(done.then_some(block))
    }

    fn damaged(&self, offset: u64, what: &str) -> LogError {
        LogError::damaged(format!("{} offset {offset}", self.name), what)
    }
}

/// Whether a stretch that is not listed has this message.
fn has(stretch: &Stretch, sequence: u64) -> bool {
    sequence.checked_sub(stretch.first).is_some_and(|row| row < u64::from(stretch.count))
}

/// Takes what is sought from sorted stretches, the next ones. False if that was all.
pub(super) fn take(runs: &[TableRun], sought: &Sought, found: &mut Vec<TableRun>) -> bool {
    let is_sought = |run: &TableRun| {
        run.stretch.resource == sought.resource && (sought.from..=sought.to).contains(&run.stretch.segment)
    };
    let begin = if found.is_empty() {
        let its_own = |run: &TableRun| is_sought(run) && has(&run.stretch, sought.sequence);
        let Some(at) = runs.iter().rposition(its_own) else { return false };
        at
    } else {
        0
    };
    let runs = &runs[begin..];
    found.extend(runs.iter().filter(|run| is_sought(run)).take(RUNS_AT_ONCE - found.len()));
    found.len() < RUNS_AT_ONCE && runs.iter().all(|run| run.stretch.resource == sought.resource)
}

#[cfg(test)]
mod tests;
