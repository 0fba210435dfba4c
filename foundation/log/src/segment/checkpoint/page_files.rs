//! The files in which pages stand, one behind the other and with nothing around them: what stands where, and what it must
//! be, the checkpoints say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::sync::Arc;

use millpond_runtime::{Disk, File};

use super::super::names::Class;
use super::super::replace::Replacement;
use super::WRITE_BYTES;
use super::pages::{Name, Namer, Page, Place};
use super::placing::{Placing, Source};
use crate::{LogError, PageKey, Partition};

/// Pages that are looked at without being kept, so many at once.
const CHECKED_AT_ONCE: usize = 32;

/// The files that a checkpoint needs, by its number whose they are.
pub(in crate::segment) struct PageFiles {
    class: Class,
    namer: Namer,
    files: BTreeMap<u64, PageFile>,
}

struct PageFile {
    /// None if it is missing.
    file: Option<Arc<dyn File>>,
    size_bytes: u64,
}

/// Places that don't hold what they should, and of each file why.
#[derive(Default)]
pub(super) struct Rotten {
    pub(super) places: BTreeSet<Place>,
    pub(super) why: BTreeMap<u64, String>,
}

/// A file of pages that was written, and which of them could be read nowhere: what stands there is not theirs.
pub(super) struct Written {
    pub(super) file: Arc<dyn File>,
    pub(super) lost: BTreeSet<Name>,
}

/// Writes the new pages into the file of the checkpoint of this number, durably. None if there was no room; refused if a page can
/// be read nowhere that a start would do without.
pub(super) fn write(
    disk: &dyn Disk,
    (class, number): (Class, u64),
    placing: &Placing<'_>,
) -> Result<Option<Result<Written, LogError>>, LogError> {
    let (name, unfinished) = (class.pages_name(number), class.unfinished_pages_name(number));
    let bytes = placing.new_bytes;
    let Some(mut replacement) = Replacement::begin(disk, unfinished, name, bytes)? else { return Ok(None) };
    let mut lost = BTreeSet::new();
    let mut buffer = Vec::with_capacity(WRITE_BYTES.min(bytes as usize));
    for page in &placing.new {
        if buffer.len() + page.bytes() > WRITE_BYTES {
            replacement.append(&buffer)?;
            buffer.clear();
        }
        let (partition, named) = match page {
            Source::Bytes(bytes) => {
                buffer.extend_from_slice(bytes);
                continue;
            }
            Source::Kept(partition, named) => (*partition, *named),
        };
        match placing.before.read(partition, &named.key, true) {
            Ok(read) => buffer.extend_from_slice(&read.unwrap_or_default()),
            Err(_) if placing.before.has_no_other_way(partition, named, placing.is_log_whole) => {
                lost.insert(named.page.name);
                buffer.resize(buffer.len() + page.bytes(), 0);
            }
            Err(error) => {
                replacement.give_up()?;
                return Ok(Some(Err(refusal(partition, &named.key, &error))));
            }
        }
    }
    replacement.append(&buffer)?;
    Ok(replacement.finish()?.map(|file| Ok(Written { file, lost })))
}

/// With one more checkpoint nobody could make the page again.
fn refusal(partition: Partition, key: &PageKey, why: &LogError) -> LogError {
    let PageKey { resource, number, .. } = key;
    LogError::damaged(
        format!("partition {}", partition.0),
        format!(
            "page {number} of resource {resource} can be read nowhere ({why}): a start would make it again of the log, \
             and until then there is no further checkpoint"
        ),
    )
}

impl PageFiles {
    /// Of nothing yet.
    pub(super) fn new(class: Class, namer: Namer) -> PageFiles {
        PageFiles { class, namer, files: BTreeMap::new() }
    }

    /// Those in which these pages stand. One that is not there is missed when it is read.
    pub(super) fn open<'a>(
        disk: &dyn Disk,
        class: Class,
        namer: Namer,
        pages: impl Iterator<Item = &'a Page>,
    ) -> Result<PageFiles, LogError> {
        let mut found = PageFiles { class, namer, files: BTreeMap::new() };
        for place in pages.flat_map(Page::places) {
            if found.has(place.file) {
                continue;
            }
            let name = class.pages_name(place.file);
            let opened = disk.open(&name).and_then(|file| file.len().map(|size| (file, size)));
            let file = match opened {
                Ok((file, size_bytes)) => PageFile { file: Some(file), size_bytes },
                Err(error) if error.kind() == ErrorKind::NotFound => PageFile { file: None, size_bytes: 0 },
                Err(error) => return Err(LogError::io(format!("open {name}"))(error)),
            };
            found.files.insert(place.file, file);
        }
        Ok(found)
    }

    /// Those of `before` that these pages still need, and the one that was written last.
    pub(super) fn of<'a, 'b>(
        class: Class,
        namer: Namer,
        before: impl Iterator<Item = &'b PageFiles>,
        new: Option<(u64, Arc<dyn File>, u64)>,
        pages: impl Iterator<Item = &'a Page>,
    ) -> PageFiles {
        let needed: BTreeSet<u64> = pages.flat_map(Page::places).map(|place| place.file).collect();
        let there = before.flat_map(|before| &before.files);
        let there = there
            .map(|(number, it)| (*number, PageFile { file: it.file.clone(), size_bytes: it.size_bytes }));
        let new = new.map(|(number, file, size_bytes)| (number, PageFile { file: Some(file), size_bytes }));
        let files = there.chain(new).filter(|(number, _)| needed.contains(number)).collect();
        PageFiles { class, namer, files }
    }

    pub(super) fn size_bytes(&self, number: u64) -> Option<u64> {
        self.files.get(&number).map(|file| file.size_bytes)
    }

    /// Whether it needs the file of this number.
    pub(in crate::segment) fn has(&self, number: u64) -> bool {
        self.files.contains_key(&number)
    }

    /// Reads pages behind `into`. One that does not stand where it should is read from its copy.
    pub(super) fn read(
        &self,
        pages: &[Page],
        into: &mut Vec<u8>,
        rotten: &mut Rotten,
    ) -> Result<(), LogError> {
        let mut left = pages;
        while let Some((first, rest)) = left.split_first() {
            // Those that were written together mostly still stand together.
            let (mut count, mut bytes) = (1, u64::from(first.bytes));
            for page in rest {
                let follows = page.place.file == first.place.file && page.place.at == first.place.at + bytes;
                if !follows || bytes as usize >= WRITE_BYTES {
                    break;
                }
                (count, bytes) = (count + 1, bytes + u64::from(page.bytes));
            }
            let (together, behind) = left.split_at(count);
            let from = into.len();
            if self.read_place(first.place, bytes, into).is_err() || !self.are(together, &into[from..]) {
                into.truncate(from);
                together.iter().try_for_each(|page| self.read_one(page, into, rotten))?;
            }
            left = behind;
        }
        Ok(())
    }

    /// Looks whether each of these can be read at one of its places.
    pub(super) fn check(&self, pages: &mut [Page], rotten: &mut Rotten) -> Result<(), LogError> {
        // In the order of the disk, a few at once.
        pages.sort_unstable_by_key(|page| page.place);
        let mut buffer = Vec::new();
        pages.chunks(CHECKED_AT_ONCE).try_for_each(|some| {
            buffer.clear();
            self.read(some, &mut buffer, rotten)
        })
    }

    /// Reads a page at one of its places.
    pub(super) fn read_page(&self, page: &Page) -> Result<Vec<u8>, LogError> {
        let mut bytes = Vec::with_capacity(page.bytes as usize);
        self.read_one(page, &mut bytes, &mut Rotten::default())?;
        Ok(bytes)
    }

    /// Reads a page where it should be, if the device need not be asked for that.
    pub(super) fn read_page_if_cached(&self, page: &Page) -> Option<Vec<u8>> {
        let PageFile { file, size_bytes } = self.files.get(&page.place.file)?;
        let mut bytes = vec![0; page.bytes as usize];
        let is_there = page.place.at + u64::from(page.bytes) <= *size_bytes
            && file.as_ref()?.read_at_if_cached(&mut bytes, page.place.at).is_ok_and(|cached| cached);
        (is_there && self.namer.name(&bytes) == page.name).then_some(bytes)
    }

    /// Whether these are the pages' bytes.
    fn are(&self, pages: &[Page], mut bytes: &[u8]) -> bool {
        pages.iter().all(|page| {
            let (of, rest) = bytes.split_at(page.bytes as usize);
            bytes = rest;
            self.namer.name(of) == page.name
        })
    }

    fn read_one(&self, page: &Page, into: &mut Vec<u8>, rotten: &mut Rotten) -> Result<(), LogError> {
        let mut failed = None;
        for place in page.places() {
            match self.read_right(page, place, into) {
                Ok(()) => return Ok(()),
                Err(error) => failed = Some(rotten.note(place, error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Reads a page from a place behind `into`, if it is there.
    fn read_right(&self, page: &Page, place: Place, into: &mut Vec<u8>) -> Result<(), LogError> {
        let from = into.len();
        let read = self.read_place(place, u64::from(page.bytes), into);
        if read.is_ok() && self.namer.name(&into[from..]) == page.name {
            return Ok(());
        }
        into.truncate(from);
        let name = self.class.pages_name(place.file);
        let at = format!("{name} offset {}", place.at);
        Err(match read {
            Ok(()) => LogError::damaged(at, "a page of a checkpoint is another"),
            Err(kind @ (ErrorKind::UnexpectedEof | ErrorKind::NotFound)) => {
                let what = if kind == ErrorKind::NotFound { "is missing" } else { "ends before" };
                LogError::damaged(at, format!("the file {what}, and a checkpoint has a page there"))
            }
            Err(kind) => LogError::io(format!("read {name}"))(kind.into()),
        })
    }

    fn read_place(&self, place: Place, bytes: u64, into: &mut Vec<u8>) -> Result<(), ErrorKind> {
        let Some(PageFile { file: Some(file), size_bytes }) = self.files.get(&place.file) else {
            return Err(ErrorKind::NotFound);
        };
        if place.at + bytes > *size_bytes {
            return Err(ErrorKind::UnexpectedEof);
        }
        let from = into.len();
        into.resize(from + bytes as usize, 0);
        let read: io::Result<()> = file.read_at(&mut into[from..], place.at);
        read.map_err(|error| {
            into.truncate(from);
            error.kind()
        })
    }

    /// The file whose turn it is when each checkpoint looks at one of them.
    pub(super) fn turn(&self, checkpoint: u64) -> Option<u64> {
        let nth = checkpoint.checked_rem(self.files.len() as u64)?;
        self.files.keys().nth(nth as usize).copied()
    }

    /// Looks at every place of these pages in these files.
    pub(super) fn verify<'a>(
        &self,
        pages: impl Iterator<Item = &'a Page>,
        is_asked: impl Fn(u64) -> bool,
        rotten: &mut Rotten,
    ) {
        let mut buffer = Vec::new();
        for page in pages {
            for place in page.places().filter(|place| is_asked(place.file)) {
                buffer.clear();
                if let Err(error) = self.read_right(page, place, &mut buffer) {
                    rotten.note(place, error);
                }
            }
        }
    }
}

impl Rotten {
    /// Notes a place, and gives back why.
    fn note(&mut self, place: Place, error: LogError) -> LogError {
        self.places.insert(place);
        self.why.entry(place.file).or_insert_with(|| error.to_string());
        error
    }
}
