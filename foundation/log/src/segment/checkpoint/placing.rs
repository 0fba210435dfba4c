//! Which pages a checkpoint writes, and where the others stand.
//!
//! What stays is written twice, and no more: a page that is new is written into this checkpoint's file, and one that the
//! checkpoint before had in one file is written a second time. So the two checkpoints that are kept never rest on the same bytes
//! of the disk alone. Files of which little is needed any more are let go: what is needed of them is written again.
//!
//! A page that a state names may be in no memory. Then it is read, where it is good, when it is to be written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bytes::Bytes;

use super::Pair;
use super::pages::{Name, Namer, Page, Place, cut};
use super::state_pages::{self, Named, Table};
use crate::{LogError, PageKey, Partition, Snapshot, StatePage};

/// More files than this are not kept: those of which least is needed make room for so many that half are left.
const FILES_MAX: usize = 16;

/// Where all pages of some snapshots stand.
pub(in crate::segment) struct Placing<'a> {
    /// By partition, in the order of the state.
    pub(super) pages: Vec<Box<[Page]>>,
    /// By partition, what the states name.
    pub(super) named: Vec<Table>,
    /// What is to be written, one behind the other.
    pub(super) new: Vec<Source<'a>>,
    pub(super) new_bytes: u64,
    pub(super) namer: Namer,
    pub(super) before: &'a Pair,
    pub(super) is_log_whole: bool,
    number: u64,
    known: HashMap<Name, Page>,
}

/// What a page that is to be written is taken from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Bytes(&'a [u8]),
    /// The checkpoints before have it.
    Kept(Partition, &'a Named),
}

/// A page as it was cut.
struct Cut<'a> {
    name: Name,
    bytes: &'a [u8],
}

/// A page that a state names.
struct Wanted<'a> {
    key: PageKey,
    name: Name,
    bytes: u32,
    source: Source<'a>,
}

impl<'a> Placing<'a> {
    /// For the checkpoint of this number, which follows those of `before`, in a log that is whole if a start could do without
    /// them. Refused if a state names a page that nobody has.
    pub(in crate::segment) fn of(
        snapshots: &'a [Snapshot],
        namer: Namer,
        number: u64,
        before: &'a Pair,
        is_log_whole: bool,
    ) -> Result<Placing<'a>, LogError> {
        let cut_up = |snapshot: &'a Snapshot| -> Vec<Cut<'a>> {
            let pages = cut(&snapshot.state).into_iter().map(|page| &snapshot.state[page]);
            pages.map(|bytes| Cut { name: namer.name(bytes), bytes }).collect()
        };
        let wanted: Vec<_> =
            snapshots.iter().map(|it| wanted(it, namer, before)).collect::<Result<_, _>>()?;
        let cuts: Vec<_> = snapshots.iter().map(cut_up).collect();
        let mut placing = Placing {
            pages: Vec::with_capacity(cuts.len()),
            named: Vec::with_capacity(wanted.len()),
            new: Vec::new(),
            new_bytes: 0,
            namer,
            before,
            is_log_whole,
            number,
            known: known(&cuts, &wanted, number, before),
        };
        for cuts in &cuts {
            let pages = cuts
                .iter()
                .map(|cut| placing.place(cut.name, cut.bytes.len() as u32, Source::Bytes(cut.bytes)));
            let pages = pages.collect();
            placing.pages.push(pages);
        }
        // What is at hand comes first: then nothing is read that has the same contents.
        for page in wanted.iter().flatten().filter(|page| matches!(page.source, Source::Bytes(_))) {
            placing.place(page.name, page.bytes, page.source);
        }
        for wanted in &wanted {
            let named = wanted.iter().map(|wanted| Named {
                key: wanted.key,
                page: placing.place(wanted.name, wanted.bytes, wanted.source),
                is_lost: false,
            });
            let named = named.collect();
            placing.named.push(named);
        }
        Ok(placing)
    }

    fn place(&mut self, name: Name, bytes: u32, source: Source<'a>) -> Page {
        let placed = match self.known.get(&name).copied() {
            Some(page) if page.copy.is_some() || page.place.file == self.number => return page,
            Some(page) => Page { copy: Some(self.write(bytes, source)), ..page },
            None => Page { name, bytes, place: self.write(bytes, source), copy: None },
        };
        self.known.insert(name, placed);
        placed
    }

    fn write(&mut self, bytes: u32, source: Source<'a>) -> Place {
        let at = self.new_bytes;
        self.new.push(source);
        self.new_bytes += u64::from(bytes);
        Place { file: self.number, at }
    }

    /// What the states name, but that these pages could not be read: they stay where they were.
    pub(super) fn named_without(&self, lost: &BTreeSet<Name>) -> Vec<Table> {
        let mut named = self.named.clone();
        if lost.is_empty() {
            return named;
        }
        for (table, partition) in named.iter_mut().zip((0..).map(Partition)) {
            for named in table.iter_mut().filter(|named| lost.contains(&named.page.name)) {
                if let Some(before) = self.before.find(partition, &named.key) {
                    *named = Named { is_lost: true, ..*before };
                }
            }
        }
        named
    }
}

impl Source<'_> {
    pub(super) fn bytes(&self) -> usize {
        match self {
            Source::Bytes(bytes) => bytes.len(),
            Source::Kept(_, named) => named.page.bytes as usize,
        }
    }
}

/// The pages that a snapshot's state names, by key.
fn wanted<'a>(snapshot: &'a Snapshot, namer: Namer, before: &'a Pair) -> Result<Vec<Wanted<'a>>, LogError> {
    let partition = snapshot.partition;
    let of_memory = |key: PageKey, bytes: &'a Bytes| {
        state_pages::check(partition, &key, bytes)?;
        Ok(Wanted { key, name: namer.name(bytes), bytes: bytes.len() as u32, source: Source::Bytes(bytes) })
    };
    let of_disk = |key: PageKey| {
        let named = before.find(partition, &key).ok_or_else(|| LogError::no_such_page(partition, &key))?;
        let Page { name, bytes, .. } = named.page;
        Ok(Wanted { key, name, bytes, source: Source::Kept(partition, named) })
    };
    let pages = state_pages::in_order(&snapshot.pages).into_iter();
    pages
        .map(|StatePage { key, bytes }| {
            bytes.as_ref().map_or_else(|| of_disk(*key), |it| of_memory(*key, it))
        })
        .collect()
}

/// Where pages stand already and may stay.
fn known(
    cuts: &[Vec<Cut<'_>>],
    wanted: &[Vec<Wanted<'_>>],
    number: u64,
    before: &Pair,
) -> HashMap<Name, Page> {
    let Some(newest) = &before.newest else { return HashMap::new() };
    let names = cuts.iter().flatten().map(|cut| cut.name);
    let names: BTreeSet<_> = names.chain(wanted.iter().flatten().map(|page| page.name)).collect();
    let there = newest.readable_pages().filter(|page| names.contains(&page.name));
    let mut there: BTreeMap<Name, Page> = there.map(|page| (page.name, *page)).collect();
    let mut rotten = newest.rotten_places(number);
    // What only the older one has is looked at now: its turn does not come.
    let kept = wanted.iter().flatten().filter_map(|page| match page.source {
        Source::Kept(_, named) => (!named.is_lost).then_some(named.page),
        Source::Bytes(_) => None,
    });
    for page in kept {
        if let Some(older) = before.older.as_ref().filter(|_| !there.contains_key(&page.name)) {
            there.insert(page.name, page);
            rotten.append(&mut older.rotten_places_of(&page));
        }
    }
    let let_go = let_go(there.values(), |file| before.size_bytes(file));
    let stays = |place: Place| !let_go.contains(&place.file) && !rotten.contains(&place);
    let stay = there.values().filter_map(|page| page.only_where(stays));
    stay.map(|page| (page.name, page)).collect()
}

/// Files of which less than half is needed, and those that are too many.
fn let_go<'a>(needed: impl Iterator<Item = &'a Page>, size: impl Fn(u64) -> Option<u64>) -> BTreeSet<u64> {
    let mut bytes: BTreeMap<u64, u64> = BTreeMap::new();
    for page in needed {
        for place in page.places() {
            *bytes.entry(place.file).or_default() += u64::from(page.bytes);
        }
    }
    let (mut stay, mut go) = (Vec::new(), BTreeSet::new());
    for (file, needed) in bytes {
        if size(file).is_none_or(|size| needed < size / 2) {
            go.insert(file);
        } else {
            stay.push((needed, file));
        }
    }
    if stay.len() > FILES_MAX {
        stay.sort_unstable();
        go.extend(stay[..stay.len() - FILES_MAX / 2].iter().map(|(_, file)| *file));
    }
    go
}
