//! Makes a run table from sidecars: their stretches, sorted, each with what its rows say about all of them.

use std::num::NonZeroU64;
use std::sync::Arc;

use super::super::checksum::Seeds;
use super::super::sidecar::{Ahead, Sidecar};
use super::format::{BLOCK_BYTES, Covered, Header};
use super::keys::{self, Key, PAGE_KEYS};
use super::leaf::{Packer, key};
use crate::{BLOCK_ROWS, LogError, Stretch, TABLE_SEGMENTS, TableRun};

/// Stretches that are sorted at once, some 16 MB of them: where there are more, the sidecars are read several times. Tests want
/// that to be so.
const SORTED_AT_ONCE: usize = if cfg!(debug_assertions) { 500 } else { 1 << 18 };
/// Of so many stretches one tells where the resources lie.
const SAMPLE: usize = 64;

/// A sidecar that can't be read.
pub(in crate::segment) type Unread = (Arc<Sidecar>, LogError);

/// The bytes of a table of these sidecars, of which there is at least one: all of a group's, in the order of the segments. Or the one
/// that can't be read.
pub(in crate::segment) fn build(sidecars: &[Arc<Sidecar>]) -> Result<Vec<u8>, Unread> {
    let like = &sidecars[0].header;
    let covered = |sidecar: &Arc<Sidecar>| {
        let header = &sidecar.header;
        Covered { id: header.segment, nonce: header.nonce, end: header.end }
    };
    let header = Header {
        class: like.class,
        store_id: like.store_id,
        group: like.segment / TABLE_SEGMENTS,
        stretches: 0,
        leaves: 0,
        root_checksum: 0,
        segments: sidecars.iter().map(covered).collect(),
    };
    let (mut sample, mut count) = (Vec::new(), 0);
    for sidecar in sidecars {
        for stretch in stretches(sidecar).map_err(|error| (sidecar.clone(), error))? {
            if count % SAMPLE == 0 {
                sample.push(stretch.resource);
            }
            count += 1;
        }
    }
    sample.sort_unstable();
    let parts = count.div_ceil(SORTED_AT_ONCE).max(1);
    let mut ends: Vec<Option<u64>> =
        (1..parts).map(|part| Some(sample[part * sample.len() / parts])).collect();
    ends.push(None);
    ends.dedup();
    let (mut encoder, mut from) = (Encoder::new(header), 0);
    for end in ends {
        let mut runs = Vec::new();
        for sidecar in sidecars {
            let wanted = |resource| resource >= from && end.is_none_or(|end| resource < end);
            read(sidecar, wanted, &mut runs).map_err(|error| (sidecar.clone(), error))?;
        }
        runs.sort_unstable_by_key(|run| (key(run), run.stretch.segment, run.stretch.at));
        runs.iter().for_each(|run| encoder.add(run));
        from = end.unwrap_or(from);
    }
    Ok(encoder.finish())
}

fn stretches(sidecar: &Sidecar) -> Result<impl Iterator<Item = Stretch>, LogError> {
    let stretches = sidecar.directory()?.stretches.into_iter().map(|(_, stretch)| stretch);
    Ok(stretches.filter(|stretch| !stretch.kind.listed && stretch.count > 0))
}

/// Reads what a sidecar has of some resources, rows and all.
fn read(sidecar: &Sidecar, wanted: impl Fn(u64) -> bool, into: &mut Vec<TableRun>) -> Result<(), LogError> {
    let mut ahead = Ahead::of(sidecar);
    for stretch in stretches(sidecar)?.filter(|stretch| wanted(stretch.resource)) {
        into.push(weigh(&mut ahead, stretch)?);
    }
    Ok(())
}

/// A table of sorted stretches. The header says whose.
#[cfg(test)]
pub(super) fn encode(header: Header, runs: Vec<TableRun>) -> Vec<u8> {
    let mut encoder = Encoder::new(header);
    runs.iter().for_each(|run| encoder.add(run));
    encoder.finish()
}

/// Writes stretches that come sorted.
struct Encoder {
    header: Header,
    seeds: Seeds,
    bytes: Vec<u8>,
    packer: Packer,
    /// What the leaves begin with.
    firsts: Vec<Key>,
    stretches: u64,
}

impl Encoder {
    fn new(header: Header) -> Encoder {
        let (seeds, packer) = (header.seeds(), Packer::new(header.group));
        Encoder { header, seeds, bytes: vec![0; BLOCK_BYTES], packer, firsts: Vec::new(), stretches: 0 }
    }

    fn add(&mut self, run: &TableRun) {
        if self.firsts.is_empty() || !self.packer.add(run) {
            self.end_leaf();
            assert!(self.packer.add(run), "a leaf takes more than one");
            self.firsts.push(key(run));
        }
        self.stretches += 1;
    }

    fn end_leaf(&mut self) {
        if !self.firsts.is_empty() {
            self.bytes.extend(self.packer.take(self.bytes.len() as u64, self.seeds));
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.end_leaf();
        let Encoder { mut header, seeds, mut bytes, firsts, stretches, .. } = self;
        (header.stretches, header.leaves) = (stretches, firsts.len() as u32);
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
