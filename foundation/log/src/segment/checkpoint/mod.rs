//! What a start needs not read again: the state of each partition at a position of its log, and the segments that are
//! kept.
//!
//! A checkpoint is a manifest: it says of each partition in which pages its state stands (see [`pages`]), and only those are
//! written that the checkpoint before did not have (see [`placing`]). A state may name pages of its own, which are read when
//! they are asked for (see [`state_pages`]).

mod block;
mod find;
mod format;
mod page_files;
mod pages;
mod pair;
mod placing;
mod state_pages;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use millpond_runtime::{Disk, File};

use super::format::Format;
use super::names::Class;
use super::replace::{Replacement, or_no_room};
use crate::{LogError, PageKey, Partition, Position, Snapshot, StatePage};
use block::Block;
use page_files::{PageFiles, Rotten, Written};
use pages::{Page, Place};
use state_pages::{Named, Table};

pub(super) use find::Checkpoints;
pub(super) use format::{Header, Kept, Part, Tables, VERSION, VERSION_WITHOUT_STATE_PAGES};
pub(super) use pages::Namer;
pub(super) use pair::Pair;
pub(super) use placing::Placing;

/// A checkpoint that was found whole.
pub(super) struct Checkpoint {
    pub(super) name: String,
    pub(super) header: Header,
    pub(super) tables: Tables,
    pub(super) summary: Summary,
    /// Bytes that were written for it.
    pub(super) written_bytes: u64,
    /// Pages that do not stand where they should, and were read elsewhere.
    pub(super) rotten: Vec<String>,
    /// It was read, and not its pages' copies: they may be no better than those.
    copies_are_unread: bool,
    /// By partition.
    pages: Vec<Box<[Page]>>,
    /// By partition, what the states name.
    named: Vec<Table>,
    pub(super) files: PageFiles,
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
/// there was no room. Refused, and nothing left, if a page that a state names can be read nowhere and a start would do without.
pub(super) fn write(
    disk: &dyn Disk,
    mut header: Header,
    starts: &[Position],
    kept: Vec<Kept>,
    snapshots: &[Snapshot],
    placing: &Placing<'_>,
) -> Result<Option<Result<Checkpoint, LogError>>, LogError> {
    let (class, number) = (header.class, header.number);
    let (mut new, mut lost) = (None, BTreeSet::new());
    if placing.new_bytes > 0 {
        match page_files::write(disk, (class, number), placing)? {
            Some(Ok(Written { file, lost: unread })) => {
                (new, lost) = (Some((number, file, placing.new_bytes)), unread);
            }
            Some(Err(refused)) => return Ok(Some(Err(refused))),
            None => return Ok(None),
        }
    }
    let (pages, named) = (placing.pages.clone(), placing.named_without(&lost));
    (header.partitions, header.segments) = (snapshots.len() as u32, kept.len() as u32);
    let first = format::HEADER_BYTES + header.tables_bytes();
    let (mut parts, mut summary) = (Vec::with_capacity(snapshots.len()), Summary::default());
    let mut blocks = Vec::new();
    for (((snapshot, start), pages), named) in snapshots.iter().zip(starts).zip(&pages).zip(&named) {
        let from = blocks.len();
        block::encode(snapshot, pages, named, header.of(snapshot.partition), &mut blocks);
        parts.push(Part { start: *start, at: first + from as u64, bytes: (blocks.len() - from) as u64 });
        summary.add(snapshot);
    }
    header.size_bytes = first + blocks.len() as u64;
    let tables = Tables { parts, kept };
    let encoded = tables.encode();
    header.tables_checksum = crc32c::crc32c_append(header.seed(), &encoded);
    let manifest = [&header.encode()[..], &encoded, &blocks].concat();

    let name = class.checkpoint_name(number);
    let Some(file) = write_manifest(disk, class.unfinished_checkpoint_name(number), &name, &manifest)? else {
        if new.is_some() {
            let pages = class.pages_name(number);
            or_no_room(disk.remove(&pages)).map_err(LogError::io(format!("give up {pages}")))?;
        }
        return Ok(None);
    };
    let files = PageFiles::of(class, placing.namer, placing.before.files(), new, all_pages(&pages, &named));
    let written_bytes = header.size_bytes + placing.new_bytes;
    Ok(Some(Ok(Checkpoint {
        name,
        header,
        tables,
        summary,
        written_bytes,
        rotten: Vec::new(),
        copies_are_unread: false,
        pages,
        named,
        files,
        file,
    })))
}

/// Those in which states stand, and those that they name.
fn all_pages<'a>(pages: &'a [Box<[Page]>], named: &'a [Table]) -> impl Iterator<Item = &'a Page> {
    pages.iter().flatten().chain(named.iter().flatten().map(|named| &named.page))
}

fn write_manifest(
    disk: &dyn Disk,
    unfinished: String,
    name: &str,
    manifest: &[u8],
) -> Result<Option<Arc<dyn File>>, LogError> {
    let size_bytes = manifest.len() as u64;
    let Some(mut replacement) = Replacement::begin(disk, unfinished, name.to_owned(), size_bytes)? else {
        return Ok(None);
    };
    manifest.chunks(WRITE_BYTES).try_for_each(|bytes| replacement.append(bytes))?;
    replacement.finish()
}

/// The pages of a table, but for those that are lost.
fn readable(table: &[Named]) -> impl Iterator<Item = &Page> {
    table.iter().filter(|named| !named.is_lost).map(|named| &named.page)
}

impl Checkpoint {
    /// Opens a checkpoint and reads all of it.
    pub(super) fn open(
        disk: &dyn Disk,
        class: Class,
        number: u64,
        format: &Format,
    ) -> Result<Checkpoint, LogError> {
        let Format { store_id, partitions, .. } = format;
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
        if (header.class, header.number, &header.store_id, &header.partitions) != here {
            let what = "it is another checkpoint, or of another store";
            return Err(LogError::damaged(format!("{name} offset 0"), what));
        }
        if header.size_bytes != len || format::HEADER_BYTES + header.tables_bytes() > len {
            let what = format!("the file has {len} bytes instead of {}", header.size_bytes);
            return Err(LogError::damaged(format!("{name} offset {}", len.min(header.size_bytes)), what));
        }
        let mut checkpoint = Checkpoint {
            name,
            tables: Tables::default(),
            summary: Summary::default(),
            written_bytes: header.size_bytes,
            rotten: Vec::new(),
            copies_are_unread: true,
            pages: Vec::new(),
            named: Vec::new(),
            files: PageFiles::new(class, Namer::new(format)),
            header,
            file,
        };
        checkpoint.tables = checkpoint.read_tables()?;
        checkpoint.read_blocks()?;
        let pages = all_pages(&checkpoint.pages, &checkpoint.named);
        checkpoint.files = PageFiles::open(disk, class, Namer::new(format), pages)?;
        checkpoint.written_bytes += checkpoint.files.size_bytes(number).unwrap_or(0);
        checkpoint.read_pages()?;
        Ok(checkpoint)
    }

    /// Reads what each partition says, but for the states.
    fn read_blocks(&mut self) -> Result<(), LogError> {
        for partition in 0..self.header.partitions {
            let Block { snapshot, pages, named, .. } = self.block(Partition(partition))?;
            let part = &self.tables.parts[partition as usize];
            if snapshot.position < part.start {
                return Err(self.damaged(part.at, "the log that it needs is not kept"));
            }
            self.summary.add(&snapshot);
            self.pages.push(pages);
            self.named.push(named);
        }
        Ok(())
    }

    /// Reads all pages, and forgets places where they are not.
    fn read_pages(&mut self) -> Result<(), LogError> {
        let (mut buffer, mut rotten) = (Vec::new(), Rotten::default());
        for pages in &self.pages {
            buffer.clear();
            self.files.read(pages, &mut buffer, &mut rotten)?;
        }
        for named in &self.named {
            let mut pages: Vec<_> = readable(named).copied().collect();
            self.files.check(&mut pages, &mut rotten)?;
        }
        let named = self.named.iter_mut().flatten().filter(|named| !named.is_lost);
        for page in self.pages.iter_mut().flatten().chain(named.map(|named| &mut named.page)) {
            // One of each was read.
            *page = page.only_where(|place| !rotten.places.contains(&place)).unwrap_or(*page);
        }
        self.rotten = rotten.why.into_values().collect();
        Ok(())
    }

    /// Where pages are not that should be, copies included.
    pub(super) fn rotten_pages(&self) -> Vec<String> {
        self.rotten.iter().cloned().chain(self.verify(|_| true).why.into_values()).collect()
    }

    /// Places where they are not that the checkpoint of this number is to make good. Each looks at one file, so that also a
    /// server that runs for months meets what has rotted; and the first one after a start at all copies.
    fn rotten_places(&self, number: u64) -> BTreeSet<Place> {
        let turn = self.files.turn(number);
        self.verify(|file| self.copies_are_unread || Some(file) == turn).places
    }

    /// The places in these files where they are not.
    fn verify(&self, is_asked: impl Fn(u64) -> bool) -> Rotten {
        let mut rotten = Rotten::default();
        self.files.verify(self.readable_pages(), is_asked, &mut rotten);
        rotten
    }

    /// Places of a page where it is not.
    fn rotten_places_of(&self, page: &Page) -> BTreeSet<Place> {
        let mut rotten = Rotten::default();
        self.files.verify(std::iter::once(page), |_| true, &mut rotten);
        rotten.places
    }

    /// All pages but those that are lost.
    fn readable_pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().flatten().chain(self.named.iter().flat_map(|named| readable(named)))
    }

    /// Why those are lost that can still not be read.
    fn lost_pages(&self) -> Vec<LogError> {
        let lost = self.named.iter().flatten().filter(|named| named.is_lost);
        lost.filter_map(|named| self.files.read_page(&named.page).err()).collect()
    }

    /// A page that a partition's state names.
    fn named(&self, partition: Partition, key: &PageKey) -> Option<&Named> {
        state_pages::find(self.named.get(partition.0 as usize)?, key)
    }

    /// A page's bytes. None if the device would have to be asked.
    fn page(&self, named: &Named, may_block: bool) -> Result<Option<Bytes>, LogError> {
        let Named { key, page, .. } = named;
        let read = match may_block {
            true => Some(self.files.read_page(page)?),
            false => self.files.read_page_if_cached(page),
        };
        if read.as_ref().is_some_and(|bytes| crc32c::crc32c(bytes) != key.sum) {
            let PageKey { resource, number, .. } = key;
            return Err(
                self.damaged(0, &format!("page {number} of resource {resource} is named by another sum"))
            );
        }
        Ok(read.map(Bytes::from))
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
        let Block { mut snapshot, state_bytes, rest, named, .. } = self.block(partition)?;
        snapshot.pages = named.iter().map(|named| StatePage { key: named.key, bytes: None }).collect();
        let pages = &self.pages[partition.0 as usize];
        if pages.is_empty() {
            return Ok(Snapshot { state: rest, ..snapshot });
        }
        let mut state = Vec::with_capacity(state_bytes as usize);
        self.files.read(pages, &mut state, &mut Rotten::default())?;
        state.extend_from_slice(&rest);
        Ok(Snapshot { state: state.into(), ..snapshot })
    }

    fn block(&self, partition: Partition) -> Result<Block, LogError> {
        let part = &self.tables.parts[partition.0 as usize];
        let bytes = Bytes::from(self.read(part.at, part.bytes)?);
        block::decode(bytes, self.header.of(partition)).map_err(|what| self.damaged(part.at, what))
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
