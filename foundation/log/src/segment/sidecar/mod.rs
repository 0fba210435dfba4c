//! The index of a sealed segment on disk: where its records stand, rows of its messages, and the deduplication ids
//! that it remembers. It can always be made again from its segment, as long as there is one.

mod ahead;
mod build;
mod format;
mod groups;
mod judge;
mod pages;
mod remembered;
mod rows;
mod standings;
mod table;

use std::sync::Arc;

use millpond_runtime::{Disk, File};

use super::checksum::Seeds;
use super::file::Segment;
use super::names::Class;
use crate::{InForce, LogError, Partition, Remembered, Row, Stretch};

pub(super) use ahead::Ahead;
pub(super) use build::build;
pub(super) use format::{Directory, Header, Run, Set};
pub(super) use judge::Judge;
pub(super) use pages::Pages;
pub(super) use table::PAGE_ENTRIES;

/// A sidecar whose header and directory were found right.
pub(super) struct Sidecar {
    pub(super) name: String,
    pub(super) header: Header,
    seeds: Seeds,
    file: Arc<dyn File>,
}

impl Sidecar {
    /// Opens a sidecar and checks that it is what its name says, and that its directory can be read.
    pub(super) fn open(
        disk: &dyn Disk,
        class: Class,
        segment: u64,
        store_id: &[u8; 16],
    ) -> Result<(Sidecar, Directory), LogError> {
        let name = class.sidecar_name(segment);
        let file = disk.open(&name).map_err(LogError::io(format!("open {name}")))?;
        let len = file.len().map_err(LogError::io(format!("read {name}")))?;
        let mut bytes = [0; format::HEADER_BYTES as usize];
        if len < bytes.len() as u64 {
            let what = format!("the file has {len} bytes, less than a header");
            return Err(LogError::damaged(format!("{name} offset {len}"), what));
        }
        file.read_at(&mut bytes, 0).map_err(LogError::io(format!("read the header of {name}")))?;
        let header = Header::decode(&bytes, &name)?;
        if (header.class, header.segment) != (class, segment) {
            let what = format!("it is that of segment {} of the {}", header.segment, header.class.name());
            return Err(LogError::damaged(format!("{name} offset 0"), what));
        }
        if &header.store_id != store_id {
            return Err(LogError::damaged(format!("{name} offset 0"), "it belongs to another store"));
        }
        if header.size_bytes != len || header.directory_at.checked_add(header.directory_bytes()) != Some(len)
        {
            let what = format!("the file has {len} bytes instead of {}", header.size_bytes);
            return Err(LogError::damaged(format!("{name} offset {}", len.min(header.size_bytes)), what));
        }
        let sidecar = Sidecar { name, seeds: header.seeds(), header, file };
        let directory = sidecar.directory()?;
        Ok((sidecar, directory))
    }

    /// Whether it was made from this segment, which ends at `end`.
    pub(super) fn is_of(&self, segment: &Segment, end: u64) -> bool {
        (self.header.nonce, self.header.end) == (segment.header.nonce, end)
    }

    /// What stands where.
    pub(super) fn directory(&self) -> Result<Directory, LogError> {
        let at = self.header.directory_at;
        let bytes = self.read(at, self.header.directory_bytes(), true)?.expect("it may block");
        if crc32c::crc32c_append(self.seeds.at(at), &bytes) != self.header.directory_checksum {
            return Err(self.damaged(at, "the checksum of the directory is wrong"));
        }
        Directory::decode(&bytes, &self.header).map_err(|what| self.damaged(at, what))
    }

    /// A page of a run's table; none if the device would have to be asked.
    pub(super) fn page(
        &self,
        run_at: u64,
        count: u32,
        page: u32,
        may_block: bool,
    ) -> Result<Option<Vec<u32>>, LogError> {
        let place = table::page_at(run_at, count, page);
        let (at, bytes) = place.ok_or_else(|| self.damaged(run_at, "the run has no such page"))?;
        let Some(bytes) = self.read(at, bytes, may_block)? else { return Ok(None) };
        table::decode(&bytes, at, self.seeds).map(Some).map_err(|what| self.damaged(at, what))
    }

    /// A block of a stretch; none if the device would have to be asked.
    pub(super) fn rows(
        &self,
        stretch: &Stretch,
        block: u32,
        may_block: bool,
    ) -> Result<Option<Vec<Row>>, LogError> {
        let place = rows::block_at(stretch, block);
        let (at, bytes, _) =
            place.ok_or_else(|| self.damaged(stretch.at, "the stretch has no such block"))?;
        let Some(bytes) = self.read(at, bytes, may_block)? else { return Ok(None) };
        rows::decode(&bytes, at, stretch, block, self.seeds).map(Some).map_err(|what| self.damaged(at, what))
    }

    /// The sequences of a listed stretch.
    pub(super) fn sequences(&self, stretch: &Stretch) -> Result<Arc<[u64]>, LogError> {
        let mut sequences = Vec::with_capacity(stretch.count as usize);
        for block in 0..stretch.count.div_ceil(crate::BLOCK_ROWS) {
            let rows = self.rows(stretch, block, true)?.expect("it may block");
            sequences.extend(rows.iter().map(|row| row.sequence));
        }
        Ok(sequences.into())
    }

    /// A set of deduplication ids.
    pub(super) fn remembered(&self, set: &Set) -> Result<Vec<Remembered>, LogError> {
        let bytes = self.read(set.at, remembered::set_bytes(set.count), true)?.expect("it may block");
        remembered::decode(&bytes, set.at, self.seeds).map_err(|what| self.damaged(set.at, what))
    }

    /// How the partitions stood at the segment's end. None if it does not say, as in version 1.
    pub(super) fn standings(&self) -> Result<Option<Vec<(Partition, InForce)>>, LogError> {
        let (at, bytes) = (self.header.standings_at, standings::standings_bytes(self.header.standings));
        if at == 0 {
            return Ok(None);
        }
        let bytes = self.read(at, bytes, true)?.expect("it may block");
        standings::decode(&bytes, at, self.seeds).map(Some).map_err(|what| self.damaged(at, what))
    }

    /// Reads and checks everything in it.
    pub(super) fn verify(&self, directory: &Directory) -> Result<(), LogError> {
        for run in &directory.runs {
            for page in 0..run.count.div_ceil(PAGE_ENTRIES) {
                self.page(run.at, run.count, page, true)?;
            }
        }
        for (_, stretch) in &directory.stretches {
            for block in 0..stretch.count.div_ceil(crate::BLOCK_ROWS) {
                self.rows(stretch, block, true)?;
            }
        }
        self.standings()?;
        self.verify_sets(directory)?;
        self.verify_groups(directory)
    }

    /// Reads and checks the deduplication ids.
    pub(super) fn verify_sets(&self, directory: &Directory) -> Result<(), LogError> {
        directory.sets.iter().try_for_each(|set| self.remembered(set).map(drop))
    }

    fn read(&self, at: u64, bytes: u64, may_block: bool) -> Result<Option<Vec<u8>>, LogError> {
        if at.checked_add(bytes).is_none_or(|end| end > self.header.size_bytes) {
            return Err(self.damaged(at, "the file ends before"));
        }
        let mut buffer = vec![0; bytes as usize];
        let done = if may_block {
            self.file.read_at(&mut buffer, at).map(|()| true)
        } else {
            self.file.read_at_if_cached(&mut buffer, at)
        };
        let done = done.map_err(LogError::io(format!("read {}", self.name)))?;
        Ok(done.then_some(buffer))
    }

    fn damaged(&self, offset: u64, what: &str) -> LogError {
        LogError::damaged(format!("{} offset {offset}", self.name), what)
    }
}
