//! What a start needs not read again: the state of each partition at a position of its log, and the segments that are
//! kept.

mod block;
mod find;
mod format;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use millpond_runtime::{Disk, File};

use super::names::Class;
use super::replace::Replacement;
use crate::{LogError, Partition, Position, Snapshot};

pub(super) use find::Checkpoints;
pub(super) use format::{Header, Kept, Part, Tables};

/// A checkpoint that was found whole.
pub(super) struct Checkpoint {
    pub(super) name: String,
    pub(super) header: Header,
    pub(super) tables: Tables,
    pub(super) summary: Summary,
    file: Arc<dyn File>,
}

/// What all partitions say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Bytes of live messages by segment.
    pub(super) live_bytes: BTreeMap<u64, u64>,
    /// From here on the partition needs the log, or messages of which it has the rows itself.
    pub(super) needs_from: Vec<Position>,
    /// Rows of messages from here on are in the state.
    pub(super) hot_from: Vec<Position>,
    pub(super) positions: Vec<Position>,
}

impl Summary {
    /// Of snapshots in the order of their partitions.
    pub(super) fn add(&mut self, snapshot: &Snapshot) {
        for (segment, bytes) in &snapshot.live_bytes {
            let sum = self.live_bytes.entry(*segment).or_default();
            *sum = sum.saturating_add(*bytes);
        }
        self.needs_from.push(snapshot.position.min(snapshot.hot_from));
        self.hot_from.push(snapshot.hot_from);
        self.positions.push(snapshot.position);
    }
}

/// Bytes that are written at once.
const WRITE_BYTES: usize = 1 << 20;

/// Writes a checkpoint, durably. `header` and the tables' `start`s are given; sizes and places are filled in. None if
/// there was no room.
pub(super) fn write(
    disk: &dyn Disk,
    mut header: Header,
    starts: &[Position],
    kept: Vec<Kept>,
    snapshots: &[Snapshot],
) -> Result<Option<Checkpoint>, LogError> {
    (header.partitions, header.segments) = (snapshots.len() as u32, kept.len() as u32);
    let mut at = format::HEADER_BYTES + header.tables_bytes();
    let (mut parts, mut summary) = (Vec::with_capacity(snapshots.len()), Summary::default());
    for (snapshot, start) in snapshots.iter().zip(starts) {
        let bytes = block::block_bytes(snapshot);
        parts.push(Part { start: *start, at, bytes });
        at += bytes;
        summary.add(snapshot);
    }
    header.size_bytes = at;
    let tables = Tables { parts, kept };
    let mut buffer = tables.encode();
    header.tables_checksum = crc32c::crc32c_append(header.seed(), &buffer);
    buffer.splice(0..0, header.encode());

    let (name, unfinished) =
        (header.class.checkpoint_name(header.number), header.class.unfinished_checkpoint_name(header.number));
    let Some(mut replacement) = Replacement::begin(disk, unfinished, name.clone(), header.size_bytes)? else {
        return Ok(None);
    };
    for snapshot in snapshots {
        block::encode(snapshot, header.seed(), &mut buffer);
        if buffer.len() >= WRITE_BYTES {
            replacement.append(&buffer)?;
            buffer.clear();
        }
    }
    replacement.append(&buffer)?;
    let Some(file) = replacement.finish()? else { return Ok(None) };
    Ok(Some(Checkpoint { name, header, tables, summary, file }))
}

impl Checkpoint {
    /// Opens a checkpoint and reads all of it.
    pub(super) fn open(
        disk: &dyn Disk,
        class: Class,
        number: u64,
        store_id: &[u8; 16],
        partitions: u32,
    ) -> Result<Checkpoint, LogError> {
        let name = class.checkpoint_name(number);
        let file = disk.open(&name).map_err(LogError::io(format!("open {name}")))?;
        let len = file.len().map_err(LogError::io(format!("read {name}")))?;
        let mut bytes = [0; format::HEADER_BYTES as usize];
        if len < bytes.len() as u64 {
            let what = format!("the file has {len} bytes, less than a header");
            return Err(LogError::damaged(format!("{name} offset {len}"), what));
        }
        file.read_at(&mut bytes, 0).map_err(LogError::io(format!("read the header of {name}")))?;
        let header = Header::decode(&bytes, &name)?;
        let here = (class, number, store_id, partitions);
        if (header.class, header.number, &header.store_id, header.partitions) != here {
            let what = "it is another checkpoint, or of another store";
            return Err(LogError::damaged(format!("{name} offset 0"), what));
        }
        if header.size_bytes != len || format::HEADER_BYTES + header.tables_bytes() > len {
            let what = format!("the file has {len} bytes instead of {}", header.size_bytes);
            return Err(LogError::damaged(format!("{name} offset {}", len.min(header.size_bytes)), what));
        }
        let mut checkpoint =
            Checkpoint { name, header, tables: Tables::default(), summary: Summary::default(), file };
        checkpoint.tables = checkpoint.read_tables()?;
        for partition in 0..partitions {
            let snapshot = checkpoint.snapshot(Partition(partition))?;
            if snapshot.position < checkpoint.tables.parts[partition as usize].start {
                let at = checkpoint.tables.parts[partition as usize].at;
                return Err(checkpoint.damaged(at, "the log that it needs is not kept"));
            }
            checkpoint.summary.add(&snapshot);
        }
        Ok(checkpoint)
    }

    fn read_tables(&self) -> Result<Tables, LogError> {
        let at = format::HEADER_BYTES;
        let bytes = self.read(at, self.header.tables_bytes())?;
        if crc32c::crc32c_append(self.header.seed(), &bytes) != self.header.tables_checksum {
            return Err(self.damaged(at, "the checksum of the tables is wrong"));
        }
        let tables = Tables::decode(&bytes, &self.header).map_err(|what| self.damaged(at, what))?;
        if !tables.kept.is_sorted_by(|kept, next| kept.id < next.id)
            || tables.kept.binary_search_by_key(&self.header.replay_from, |kept| kept.id).is_err()
        {
            return Err(self.damaged(at, "its segments are not in order"));
        }
        Ok(tables)
    }

    /// What it keeps of a partition.
    pub(super) fn snapshot(&self, partition: Partition) -> Result<Snapshot, LogError> {
        let part = &self.tables.parts[partition.0 as usize];
        let bytes = Bytes::from(self.read(part.at, part.bytes)?);
        block::decode(bytes, partition, self.header.seed()).map_err(|what| self.damaged(part.at, what))
    }

    /// Each partition's position where the first segment to be replayed begins.
    pub(super) fn starts(&self) -> impl Iterator<Item = Position> {
        self.tables.parts.iter().map(|part| part.start)
    }

    /// A segment that it keeps.
    pub(super) fn kept(&self, id: u64) -> Option<&Kept> {
        let at = self.tables.kept.binary_search_by_key(&id, |kept| kept.id).ok()?;
        self.tables.kept.get(at)
    }

    pub(super) fn damaged(&self, offset: u64, what: &str) -> LogError {
        LogError::damaged(format!("{} offset {offset}", self.name), what)
    }

    fn read(&self, at: u64, bytes: u64) -> Result<Vec<u8>, LogError> {
        if at.checked_add(bytes).is_none_or(|end| end > self.header.size_bytes) {
            return Err(self.damaged(at, "the file ends before"));
        }
        let mut buffer = vec![0; bytes as usize];
        self.file.read_at(&mut buffer, at).map_err(LogError::io(format!("read {}", self.name)))?;
        Ok(buffer)
    }
}
