//! Files whose checksums fit what is in them, so that what stands behind the checksums is read. No device makes such a
//! file, but a Millpond with a mistake might, and a start must refuse it with a word or serve it, not panic.

use std::hash::Hasher;

use millpond_log::event::{seal_checksums, take_varint};
use siphasher::sip128::{Hasher128, SipHasher13};

const HEADER_SUM_AT: usize = 124;
const SIDECAR_MAGIC: u64 = u64::from_le_bytes(*b"MPSIDECR");
const RUN_TABLE_MAGIC: u64 = u64::from_le_bytes(*b"MPRUNTAB");
const BLOCK_BYTES: usize = 4096;
const FRAME_MAGIC: u64 = u64::from_le_bytes(*b"MPFRAME1");

/// The file of that name with its checksums made good, as far as it can be read.
pub fn mended(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let mend = match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("segment") => segment,
        Some("sidecar") => sidecar,
        Some("checkpoint") => checkpoint,
        Some("runs") => run_table,
        // It has no checksums: see `naming`.
        Some("pages") => return bytes,
        _ => format,
    };
    // Whatever is cut short keeps the sums that it has.
    let _ = mend(&mut bytes);
    bytes
}

fn format(bytes: &mut [u8]) -> Option<()> {
    let at = bytes.len().checked_sub(4)?;
    let sum = crc32c::crc32c(&bytes[..at]);
    put(bytes, at, sum)
}

/// The header, and one frame after the other as long as they follow each other.
fn segment(bytes: &mut [u8]) -> Option<()> {
    let sum = crc32c::crc32c(bytes.get(..4092)?);
    put(bytes, 4092, sum)?;
    let nonce = u64_at(bytes, 40)?;
    let seed = crc32c::crc32c(&nonce.to_le_bytes());
    let place_of = |at: usize| crc32c::crc32c_append(seed, &(at as u64).to_le_bytes());
    let mut previous = None;
    let mut at = 4096;
    loop {
        let seed = place_of(at);
        // What was a frame's beginning, but for a few bits, is one.
        if (u64_at(bytes, at)? ^ FRAME_MAGIC ^ nonce).count_ones() > 8 {
            at = (at + 1).next_multiple_of(4096);
            continue;
        }
        bytes[at..at + 8].copy_from_slice(&(FRAME_MAGIC ^ nonce).to_le_bytes());
        let payload_bytes = u32_at(bytes, at + 56)? as usize;
        let end = (at + 80).checked_add(payload_bytes)?;
        let _ = events(bytes.get_mut(..end)?, at + 80, &place_of);
        let sum = crc32c::crc32c_append(seed, bytes.get(at + 80..end)?);
        put(bytes, at + 72, sum)?;
        if let Some(previous) = previous {
            put(bytes, at + 68, previous)?;
        }
        let sum = crc32c::crc32c_append(seed, &bytes[at..at + 76]);
        put(bytes, at + 76, sum)?;
        previous = Some(sum);
        at = end.next_multiple_of(8);
    }
}

/// The events of a frame's records, section by section.
fn events(bytes: &mut [u8], mut at: usize, seed: &dyn Fn(usize) -> u32) -> Option<()> {
    loop {
        let end = (at + 48).checked_add(u32_at(bytes, at + 44)? as usize)?;
        let mut record = at + 48;
        while record < end {
            let body = record + 4;
            let behind = body.checked_add(u32_at(bytes, record)? as usize)?;
            let _ = seal_checksums(bytes.get_mut(body..behind)?, seed(body));
            record = behind;
        }
        at = end;
    }
}

/// The header, the directory, and whatever this says there is.
fn sidecar(bytes: &mut [u8]) -> Option<()> {
    let nonce = u64_at(bytes, 40)? ^ SIDECAR_MAGIC;
    let seed = crc32c::crc32c(&nonce.to_le_bytes());
    let at_place = |at: usize| crc32c::crc32c_append(seed, &(at as u64).to_le_bytes());
    let directory_at = usize::try_from(u64_at(bytes, 72)?).ok()?;
    let [runs, stretches, sets] = [80, 84, 88].map(|at| u32_at(bytes, at).unwrap_or(0) as usize);
    let _ = blocks(bytes, directory_at, [runs, stretches, sets], &at_place);
    let end = directory_at.checked_add(runs * 24 + stretches * 40 + sets * 24)?;
    if let Some(directory) = bytes.get(directory_at..end) {
        let sum = crc32c::crc32c_append(at_place(directory_at), directory);
        put(bytes, 92, sum)?;
    }
    let _ = groups(bytes, &at_place);
    let _ = standings(bytes, &at_place);
    header(bytes)
}

/// The table of group directories, and each of them.
fn groups(bytes: &mut [u8], seed: &dyn Fn(usize) -> u32) -> Option<()> {
    let table_at = usize::try_from(u64_at(bytes, 96)?).ok().filter(|at| *at > 0)?;
    sum_behind(bytes, table_at, table_at.checked_add(8)?, seed)?;
    for number in 0..u32_at(bytes, table_at + 4)? as usize {
        let entry = table_at + 8 + number * 24;
        let sum = crc32c::crc32c_append(seed(entry), bytes.get(entry..entry + 20)?);
        put(bytes, entry + 20, sum)?;
        let at = usize::try_from(u64_at(bytes, entry + 8)?).ok()?;
        let end = at.checked_add(24 + u32_at(bytes, entry + 16)? as usize * 20)?;
        let _ = sum_behind(bytes, at, end, seed);
    }
    Some(())
}

/// How the partitions stood.
fn standings(bytes: &mut [u8], seed: &dyn Fn(usize) -> u32) -> Option<()> {
    let at = usize::try_from(u64_at(bytes, 104)?).ok().filter(|at| *at > 0)?;
    sum_behind(bytes, at, at.checked_add(8 + u32_at(bytes, 112)? as usize * 32)?, seed)
}

/// A checksum of what stands behind it, seeded with its place.
fn sum_behind(bytes: &mut [u8], at: usize, end: usize, seed: &dyn Fn(usize) -> u32) -> Option<()> {
    let sum = crc32c::crc32c_append(seed(at), bytes.get(at + 4..end)?);
    put(bytes, at, sum)
}

/// Blocks of rows and sets of deduplication ids: each says where it begins, and how much of it there is.
fn blocks(
    bytes: &mut [u8],
    directory_at: usize,
    [runs, stretches, sets]: [usize; 3],
    seed: &dyn Fn(usize) -> u32,
) -> Option<()> {
    let stretches_at = directory_at + runs * 24;
    for number in 0..stretches {
        let entry = stretches_at + number * 40;
        let (mut rows, flags) = (u32_at(bytes, entry + 4)?, u32_at(bytes, entry + 32)?);
        let row_bytes = [(1, 8), (2, 20), (4, 8)].iter().filter(|(flag, _)| flags & flag != 0);
        let row_bytes = 20 + row_bytes.map(|(_, bytes)| bytes).sum::<usize>();
        let mut at = usize::try_from(u64_at(bytes, entry + 24)?).ok()?;
        while rows > 0 {
            let here = rows.min(256);
            let end = at.checked_add(32 + here as usize * row_bytes)?;
            sum_behind(bytes, at, end, seed)?;
            (rows, at) = (rows - here, end);
        }
    }
    for number in 0..sets {
        let entry = stretches_at + stretches * 40 + number * 24;
        let ids = u32_at(bytes, entry + 4)? as usize;
        let at = usize::try_from(u64_at(bytes, entry + 16)?).ok()?;
        sum_behind(bytes, at, at.checked_add(8 + ids * 32)?, seed)?;
    }
    Some(())
}

/// The header, the tables, and each partition's block.
fn checkpoint(bytes: &mut [u8]) -> Option<()> {
    let seed = crc32c::crc32c_append(crc32c::crc32c(bytes.get(16..32)?), bytes.get(32..40)?);
    let [partitions, segments] = [72, 76].map(|at| u32_at(bytes, at).unwrap_or(0) as usize);
    for partition in 0..partitions {
        let entry = 128 + partition * 24;
        let place = |at| u64_at(bytes, at).and_then(|number| usize::try_from(number).ok());
        let (at, length) = (place(entry + 8)?, place(entry + 16)?);
        let seed = crc32c::crc32c_append(seed, &(partition as u32).to_le_bytes());
        if let Some(block) = at.checked_add(length).and_then(|end| bytes.get(at + 4..end)) {
            let sum = crc32c::crc32c_append(seed, block);
            put(bytes, at, sum)?;
        }
    }
    let tables = bytes.get(128..128 + (partitions + segments).checked_mul(24)?)?;
    let sum = crc32c::crc32c_append(seed, tables);
    put(bytes, 80, sum)?;
    header(bytes)
}

/// The header, each block, and the root behind them. The file has the length that its leaves ask for.
fn run_table(bytes: &mut [u8]) -> Option<()> {
    let segments = (u32_at(bytes, 60)? as usize).min(64);
    let mut nonce = RUN_TABLE_MAGIC ^ u64_at(bytes, 32)?;
    for number in 0..segments {
        nonce = nonce.rotate_left(1) ^ u64_at(bytes, 128 + number * 24 + 8)?;
    }
    let seed = crc32c::crc32c(&nonce.to_le_bytes());
    let at_place = |at: usize| crc32c::crc32c_append(seed, &(at as u64).to_le_bytes());
    let root_at = bytes.len() / BLOCK_BYTES * BLOCK_BYTES;
    for at in (BLOCK_BYTES..root_at).step_by(BLOCK_BYTES) {
        sum_behind(bytes, at, at + BLOCK_BYTES, &at_place)?;
    }
    let sum = crc32c::crc32c_append(at_place(root_at), &bytes[root_at..]);
    put(bytes, 64, sum)?;
    let len = bytes.len() as u64;
    bytes.get_mut(40..48)?.copy_from_slice(&len.to_le_bytes());
    let sum = crc32c::crc32c(bytes.get(..BLOCK_BYTES - 4)?);
    put(bytes, BLOCK_BYTES - 4, sum)
}

/// A checkpoint that names the pages in its own file as they are. A checkpoint of the first version names none.
pub fn naming(checkpoint: &[u8], pages: &[u8], format: &[u8]) -> Vec<u8> {
    let mut bytes = checkpoint.to_vec();
    let _ = name_pages(&mut bytes, pages, format);
    let _ = self::checkpoint(&mut bytes);
    bytes
}

fn name_pages(bytes: &mut [u8], pages: &[u8], format: &[u8]) -> Option<()> {
    let mut hasher = SipHasher13::new();
    hasher.write(b"pages of checkpoints");
    hasher.write(format.get(32..64)?);
    let key = hasher.finish128().as_bytes();
    let version = u32_at(bytes, 8)?;
    if version < 2 {
        return Some(());
    }
    for partition in 0..u32_at(bytes, 72)? as usize {
        let block = usize::try_from(u64_at(bytes, 128 + partition * 24 + 8)?).ok()?;
        let mut at = block + 72 + u32_at(bytes, block + 4)? as usize * 16;
        for _ in 0..varint(bytes, &mut at)? {
            name_page(bytes, &mut at, pages, &key)?;
        }
        if version < 3 {
            continue;
        }
        for _ in 0..varint(bytes, &mut at)? {
            let _key = [(); 2].map(|()| varint(bytes, &mut at));
            let sum_at = at;
            at += 4;
            if let Some(page) = name_page(bytes, &mut at, pages, &key)? {
                put(bytes, sum_at, crc32c::crc32c(page))?;
            }
        }
    }
    Some(())
}

/// Names the page that stands at this place, if it is in the checkpoint's own file.
fn name_page<'a>(
    bytes: &mut [u8],
    at: &mut usize,
    pages: &'a [u8],
    key: &[u8; 16],
) -> Option<Option<&'a [u8]>> {
    let name = *at;
    *at += 16;
    let [length, ago, from] = [(); 3].map(|()| varint(bytes, at));
    if ago? & 1 == 1 {
        let _copy = [(); 2].map(|()| varint(bytes, at));
    }
    let (length, from) = (usize::try_from(length?).ok()?, usize::try_from(from?).ok()?);
    let page = pages.get(from..from.checked_add(length)?).filter(|_| ago.is_some_and(|ago| ago < 2));
    if let Some(page) = page {
        let named = SipHasher13::new_with_key(key).hash(page).as_bytes();
        bytes.get_mut(name..name + 16)?.copy_from_slice(&named);
    }
    Some(page)
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut rest = bytes.get(*at..)?;
    let before = rest.len();
    let number = take_varint(&mut rest).ok()?;
    *at += before - rest.len();
    Some(number)
}

/// That of a sidecar or a checkpoint. The file has the length that it says.
fn header(bytes: &mut [u8]) -> Option<()> {
    let len = bytes.len() as u64;
    bytes.get_mut(64..72)?.copy_from_slice(&len.to_le_bytes());
    let sum = crc32c::crc32c(bytes.get(..HEADER_SUM_AT)?);
    put(bytes, HEADER_SUM_AT, sum)
}

fn put(bytes: &mut [u8], at: usize, sum: u32) -> Option<()> {
    bytes.get_mut(at..at.checked_add(4)?)?.copy_from_slice(&sum.to_le_bytes());
    Some(())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::directory;

    #[test]
    fn a_file_that_is_whole_is_mended_already() {
        for (name, bytes) in ["v1", "v2", "v4"].into_iter().flat_map(directory) {
            assert_eq!(mended(name, bytes), *bytes, "{name}");
        }
    }

    #[test]
    fn a_checkpoint_names_the_pages_of_its_states_as_they_are() {
        let golden = |name: &str| {
            std::fs::read(format!("{}/../../foundation/log/tests/golden/{name}", env!("CARGO_MANIFEST_DIR")))
                .unwrap()
        };
        let (checkpoint, pages) = (golden("checkpoint-3.bin"), golden("checkpoint-3-pages.bin"));
        let format = golden("format-6.bin");
        assert!(naming(&checkpoint, &pages, &format) == checkpoint);
        let mut other = pages.clone();
        *other.last_mut().unwrap() ^= 1;
        let named = naming(&checkpoint, &other, &format);
        let changed = named.iter().zip(&checkpoint).filter(|(one, other)| one != other).count();
        assert!((20..40).contains(&changed), "a name, a sum, and the checksums over them: {changed}");
    }

    #[test]
    fn a_flipped_bit_behind_a_checksum_gets_another_one() {
        for (name, bytes) in ["v1", "v2", "v4"].into_iter().flat_map(directory) {
            // Some of a segment is in no frame.
            let is_mended = |eighth: usize| {
                let mut flipped = bytes.clone();
                flipped[bytes.len() * eighth / 8] ^= 1;
                let mended = mended(name, &flipped);
                mended.iter().zip(bytes).filter(|(one, other)| one != other).count() > 1
            };
            assert!(name.ends_with(".pages") || (1..8).any(is_mended), "{name}");
        }
    }
}
