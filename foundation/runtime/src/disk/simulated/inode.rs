//! A simulated file: what a program reads, what is durable, and the writes between the two.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::sync::Arc;

const PAGE_BYTES: usize = 4096;
/// The smallest thing that a device writes whole.
const SECTOR_BYTES: u64 = 512;

type Page = [u8; PAGE_BYTES];

/// Bytes in pages that are shared until they are written; what never was reads as zero.
#[derive(Clone, Default)]
struct Pages {
    len: u64,
    pages: BTreeMap<u64, Arc<Page>>,
}

impl Pages {
    fn read(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        if offset + into.len() as u64 > self.len {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        for_each_page(offset, into.len(), |page, within, range| match self.pages.get(&page) {
            Some(bytes) => into[range.clone()].copy_from_slice(&bytes[within..within + range.len()]),
            None => into[range].fill(0),
        });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8], offset: u64) {
        self.len = self.len.max(offset + bytes.len() as u64);
        for_each_page(offset, bytes.len(), |page, within, range| {
            let page = self.pages.entry(page).or_insert_with(|| Arc::new([0; PAGE_BYTES]));
            Arc::make_mut(page)[within..within + range.len()].copy_from_slice(&bytes[range]);
        });
    }

    fn truncate(&mut self, len: u64) {
        self.len = len;
        self.pages.retain(|page, _| page * (PAGE_BYTES as u64) < len);
    }
}

/// Calls `visit` with each page, the place in it, and the part of the buffer that lies there.
fn for_each_page(offset: u64, len: usize, mut visit: impl FnMut(u64, usize, std::ops::Range<usize>)) {
    let mut done = 0;
    while done < len {
        let at = offset + done as u64;
        let within = (at % PAGE_BYTES as u64) as usize;
        let some = (len - done).min(PAGE_BYTES - within);
        visit(at / PAGE_BYTES as u64, within, done..done + some);
        done += some;
    }
}

#[derive(Clone)]
struct Write {
    offset: u64,
    bytes: Arc<[u8]>,
}

#[derive(Clone, Default)]
pub(super) struct Inode {
    live: Pages,
    synced: Pages,
    unsynced: Vec<Write>,
}

impl Inode {
    pub(super) fn allocated(len: u64) -> Inode {
        Inode { live: Pages { len, ..Pages::default() }, ..Inode::default() }
    }

    pub(super) fn durable(bytes: &[u8]) -> Inode {
        let mut synced = Pages::default();
        synced.write(bytes, 0);
        Inode { live: synced.clone(), synced, unsynced: Vec::new() }
    }

    pub(super) fn len(&self) -> u64 {
        self.live.len
    }

    pub(super) fn read(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.live.read(into, offset)
    }

    pub(super) fn write(&mut self, bytes: &[u8], offset: u64) {
        self.live.write(bytes, offset);
        self.unsynced.push(Write { offset, bytes: bytes.into() });
    }

    pub(super) fn sync(&mut self) {
        for write in self.unsynced.drain(..) {
            self.synced.write(&write.bytes, write.offset);
        }
        self.synced.len = self.live.len;
    }

    /// What a failed sync does: the pages are seen as clean, so no later sync writes them.
    pub(super) fn forget_unsynced(&mut self) {
        self.unsynced.clear();
    }

    /// Leaves of each sector the synced version or that after any of the writes since: `choose` is told how
    /// many writes there were, and says after how many of them the sector reached the device.
    pub(super) fn crash(&mut self, mut choose: impl FnMut(usize) -> usize, with_length: bool) {
        let mut touched: BTreeMap<u64, Vec<&Write>> = BTreeMap::new();
        for write in &self.unsynced {
            let end = write.offset + write.bytes.len() as u64;
            for sector in write.offset / SECTOR_BYTES..end.div_ceil(SECTOR_BYTES) {
                touched.entry(sector).or_default().push(write);
            }
        }
        let len = if with_length { self.live.len } else { self.synced.len };
        let mut left = self.synced.clone();
        // Page by page or sector by sector: one choice serves a page in half of the cuts.
        let whole_pages = choose(1) == 0;
        let mut chosen: Option<(u64, usize)> = None;
        for (sector, writes) in touched {
            let page = sector * SECTOR_BYTES / PAGE_BYTES as u64;
            let kept = match chosen {
                Some((of, kept)) if whole_pages && of == page => kept.min(writes.len()),
                _ => choose(writes.len()),
            };
            chosen = Some((page, kept));
            for write in &writes[..kept] {
                let start = (sector * SECTOR_BYTES).max(write.offset);
                let end = ((sector + 1) * SECTOR_BYTES).min(write.offset + write.bytes.len() as u64);
                let bytes = &write.bytes[(start - write.offset) as usize..(end - write.offset) as usize];
                left.write(bytes, start);
            }
        }
        left.truncate(len);
        *self = Inode { live: left.clone(), synced: left, unsynced: Vec::new() };
    }
}
