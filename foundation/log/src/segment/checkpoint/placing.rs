//! Which pages a checkpoint writes, and where the others stand.
//!
//! What stays is written twice, and no more: a page that is new is written into this checkpoint's file, and one that the
//! checkpoint before had in one file is written a second time. So the two checkpoints that are kept never rest on the same bytes
//! of the disk alone. Files of which little is needed any more are let go: what is needed of them is written again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Checkpoint;
use super::pages::{Name, Namer, Page, Place, cut};
use crate::Snapshot;

/// More files than this are not kept: those of which least is needed make room for so many that half are left.
const FILES_MAX: usize = 16;

/// Where all pages of some snapshots stand.
pub(in crate::segment) struct Placing<'a> {
    /// By partition, in the order of the state.
    pub(super) pages: Vec<Box<[Page]>>,
    /// What is to be written, one behind the other.
    pub(super) new: Vec<&'a [u8]>,
    pub(super) new_bytes: u64,
    pub(super) namer: Namer,
}

/// A page as it was cut.
struct Cut<'a> {
    name: Name,
    bytes: &'a [u8],
}

impl<'a> Placing<'a> {
    /// For the checkpoint of this number, which follows `before`.
    pub(in crate::segment) fn of(
        snapshots: &'a [Snapshot],
        namer: Namer,
        number: u64,
        before: Option<&Checkpoint>,
    ) -> Placing<'a> {
        let cut_up = |snapshot: &'a Snapshot| -> Vec<Cut<'a>> {
            let pages = cut(&snapshot.state).into_iter().map(|page| &snapshot.state[page]);
            pages.map(|bytes| Cut { name: namer.name(bytes), bytes }).collect()
        };
        let all: Vec<_> = snapshots.iter().map(cut_up).collect();
        let mut known: HashMap<Name, Page> = HashMap::new();
        if let Some(before) = before {
            let wanted: BTreeSet<_> = all.iter().flatten().map(|cut| cut.name).collect();
            let there: BTreeSet<_> =
                before.pages.iter().flatten().filter(|page| wanted.contains(&page.name)).copied().collect();
            let let_go = let_go(&there, before);
            let rotten = before.rotten_places(number);
            let stays = |place: Place| !let_go.contains(&place.file) && !rotten.contains(&place);
            let stay = there.iter().filter_map(|page| page.only_where(stays));
            known.extend(stay.map(|page| (page.name, page)));
        }
        let mut placing =
            Placing { pages: Vec::with_capacity(all.len()), new: Vec::new(), new_bytes: 0, namer };
        for cuts in &all {
            let pages = cuts.iter().map(|cut| {
                let page = known.get(&cut.name).copied();
                let placed = match page {
                    Some(page) if page.copy.is_some() || page.place.file == number => return page,
                    Some(page) => Page { copy: Some(placing.write(number, cut.bytes)), ..page },
                    None => Page {
                        name: cut.name,
                        bytes: cut.bytes.len() as u32,
                        place: placing.write(number, cut.bytes),
                        copy: None,
                    },
                };
                known.insert(cut.name, placed);
                placed
            });
            let pages = pages.collect();
            placing.pages.push(pages);
        }
        placing
    }

    fn write(&mut self, file: u64, bytes: &'a [u8]) -> Place {
        let at = self.new_bytes;
        self.new.push(bytes);
        self.new_bytes += bytes.len() as u64;
        Place { file, at }
    }
}

/// Files of which less than half is needed, and those that are too many.
fn let_go(needed: &BTreeSet<Page>, before: &Checkpoint) -> BTreeSet<u64> {
    let mut bytes: BTreeMap<u64, u64> = BTreeMap::new();
    for page in needed {
        for place in page.places() {
            *bytes.entry(place.file).or_default() += u64::from(page.bytes);
        }
    }
    let size = |file: &u64| before.files.size_bytes(*file);
    let (mut stay, mut go) = (Vec::new(), BTreeSet::new());
    for (file, needed) in bytes {
        if size(&file).is_none_or(|size| needed < size / 2) {
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
