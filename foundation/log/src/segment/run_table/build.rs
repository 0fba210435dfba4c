//! Makes a run table from sidecars: their stretches, sorted, each with what its rows say about all of them.

use std::num::NonZeroU64;

use super::super::sidecar::{Ahead, Sidecar};
use super::format::{BLOCK_BYTES, Covered, Header};
use super::keys::{self, Key, PAGE_KEYS};
use super::leaf::{Packer, key};
use crate::{BLOCK_ROWS, LogError, Stretch, TABLE_SEGMENTS, TableRun};

/// The stretches of a group's sidecars so far.
#[derive(Default)]
pub(in crate::segment) struct Builder {
    runs: Vec<TableRun>,
    segments: Vec<Covered>,
}

impl Builder {
    /// Reads a sidecar, rows and all. They come in the order of their segments, all of one group.
    pub(in crate::segment) fn add(&mut self, sidecar: &Sidecar) -> Result<(), LogError> {
        let mut ahead = Ahead::of(sidecar);
        for (_, stretch) in sidecar.directory()?.stretches {
            if !stretch.kind.listed && stretch.count > 0 {
                self.runs.push(weigh(&mut ahead, stretch)?);
            }
        }
        let header = &sidecar.header;
        self.segments.push(Covered { id: header.segment, nonce: header.nonce, end: header.end });
        Ok(())
    }

    /// The bytes of the table. At least one sidecar was added, and `like` is one of them.
    pub(in crate::segment) fn finish(mut self, like: &Sidecar) -> Vec<u8> {
        self.runs.sort_unstable_by_key(|run| (key(run), run.stretch.segment, run.stretch.at));
        let header = Header {
            class: like.header.class,
            store_id: like.header.store_id,
            group: like.header.segment / TABLE_SEGMENTS,
            stretches: 0,
            leaves: 0,
            root_checksum: 0,
            segments: self.segments,
        };
        encode(header, self.runs)
    }
}

/// A table of sorted stretches. The header says whose.
pub(super) fn encode(mut header: Header, runs: Vec<TableRun>) -> Vec<u8> {
    let seeds = header.seeds();
    let mut bytes = vec![0; BLOCK_BYTES];
    let (mut packer, mut firsts) = (Packer::new(header.group), Vec::<Key>::new());
    for run in &runs {
        if firsts.is_empty() || !packer.add(run) {
            if !firsts.is_empty() {
                bytes.extend(packer.take(bytes.len() as u64, seeds));
            }
            assert!(packer.add(run), "a leaf takes more than one");
            firsts.push(key(run));
        }
    }
    if !firsts.is_empty() {
        bytes.extend(packer.take(bytes.len() as u64, seeds));
    }
    (header.stretches, header.leaves) = (runs.len() as u64, firsts.len() as u32);
    drop(runs);
    for page in firsts.chunks(PAGE_KEYS) {
        bytes.extend(keys::encode_page(page, bytes.len() as u64, seeds));
    }
    let root: Vec<Key> = firsts.iter().step_by(PAGE_KEYS).copied().collect();
    let root = keys::encode(&root);
    header.root_checksum = crc32c::crc32c_append(seeds.at(header.root_at()), &root);
    bytes.extend(root);
    bytes[..BLOCK_BYTES].copy_from_slice(&header.encode());
    bytes
}

/// What a table has of a stretch.
pub(in crate::segment) fn weigh(ahead: &mut Ahead<'_>, stretch: Stretch) -> Result<TableRun, LogError> {
    let (mut bytes, mut sole) = (0, None);
    let mut is_mixed = false;
    for block in 0..stretch.count.div_ceil(BLOCK_ROWS) {
        for row in ahead.rows(&stretch, block)? {
            bytes += u64::from(row.len);
            let group = row.group.and_then(NonZeroU64::new);
            is_mixed |= *sole.get_or_insert(group) != group;
        }
    }
    Ok(TableRun { stretch, bytes, sole: sole.filter(|_| !is_mixed) })
}
