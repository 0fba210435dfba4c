//! Group directories: which groups the rows of a stretch have, and where the first and the last row of each stands.
//!
//! They stand behind all that the first version of the format has, so that whoever knows where rows stand in a sidecar of
//! that version finds them at the same place in one that was made again. A stretch has one if it saves reads:
//!
//! - it has more than one block, for else its rows are read as fast;
//! - it has more than one group, and 16 rows or more to a group. With fewer, most groups are of tenants who send little,
//!   and nearly every block has rows of theirs;
//! - it has no more than 4,096 groups: a directory is held in memory whole, 24 bytes a group.
//!
//! First a table of the stretches that have one, by where they begin: a CRC32C and the number of entries, 4 bytes each,
//! then the entries. Each has its own checksum, so that one is found without reading all. An entry:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | where the stretch's first block stands |
//! | 8 | 8 | where its group directory stands |
//! | 16 | 4 | how many groups that has |
//! | 20 | 4 | CRC32C of all before |
//!
//! A group directory:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 4 | CRC32C of all behind |
//! | 4 | 4 | how many groups |
//! | 8 | 8 | resource |
//! | 16 | 8 | sequence of the stretch's first row |
//! | 24 | 20 a group | by group: the group (8; 0 for none), how many rows, the first of them, the last (4 each) |
//!
//! Every checksum is seeded with nonce and place.

use std::collections::HashMap;
use std::num::NonZeroU64;

use super::super::bytes_at::{get_u32, get_u64, put};
use super::super::checksum::Seeds;
use super::rows::Raw;
use super::{Directory, Sidecar};
use crate::{GroupRows, LogError, Stretch};

const GROUPS_MAX: usize = 4096;
const ROWS_A_GROUP_MIN: usize = 16;

const TABLE_HEADER_BYTES: usize = 8;
const ENTRY_BYTES: usize = 24;
const ENTRY_SUM_AT: usize = 20;
const DIRECTORY_HEADER_BYTES: usize = 24;
const GROUP_BYTES: usize = 20;

/// The group directories of a sidecar on their way to the disk.
#[derive(Default)]
pub(super) struct GroupDirectories {
    found: Vec<(Stretch, Vec<GroupRows>)>,
}

impl GroupDirectories {
    /// Adds that of a stretch, if it is worth one. Stretches come in the order in which they stand.
    pub(super) fn note(&mut self, stretch: &Stretch, rows: &[Raw]) {
        if !stretch.may_have_groups() {
            return;
        }
        let most = GROUPS_MAX.min(rows.len() / ROWS_A_GROUP_MIN);
        let mut groups: HashMap<u64, GroupRows> = HashMap::new();
        for (at, row) in (0u32..).zip(rows) {
            let new = || GroupRows { group: NonZeroU64::new(row.group), count: 0, first: at, last: at };
            let group = groups.entry(row.group).or_insert_with(new);
            group.count += 1;
            group.last = at;
            if groups.len() > most {
                return;
            }
        }
        if groups.len() > 1 {
            let mut groups: Vec<_> = groups.into_values().collect();
            groups.sort_unstable_by_key(|it| it.group);
            self.found.push((*stretch, groups));
        }
    }

    /// Writes them at the end of `into`; says where they begin, 0 if there are none.
    pub(super) fn encode(&self, seeds: Seeds, into: &mut Vec<u8>) -> u64 {
        if self.found.is_empty() {
            return 0;
        }
        let begin = into.len();
        let count = self.found.len() as u32;
        let sum = crc32c::crc32c_append(seeds.at(begin as u64), &count.to_le_bytes());
        into.extend_from_slice(&sum.to_le_bytes());
        into.extend_from_slice(&count.to_le_bytes());
        let mut directory_at = begin + TABLE_HEADER_BYTES + self.found.len() * ENTRY_BYTES;
        for (stretch, groups) in &self.found {
            let at = into.len();
            into.extend_from_slice(&stretch.at.to_le_bytes());
            into.extend_from_slice(&(directory_at as u64).to_le_bytes());
            into.extend_from_slice(&(groups.len() as u32).to_le_bytes());
            let sum = crc32c::crc32c_append(seeds.at(at as u64), &into[at..]);
            into.extend_from_slice(&sum.to_le_bytes());
            directory_at += directory_bytes(groups.len());
        }
        for (stretch, groups) in &self.found {
            encode_directory(stretch, groups, seeds, into);
        }
        begin as u64
    }
}

fn directory_bytes(groups: usize) -> usize {
    DIRECTORY_HEADER_BYTES + groups * GROUP_BYTES
}

fn encode_directory(stretch: &Stretch, groups: &[GroupRows], seeds: Seeds, into: &mut Vec<u8>) {
    let at = into.len();
    into.extend_from_slice(&[0; 4]);
    into.extend_from_slice(&(groups.len() as u32).to_le_bytes());
    into.extend_from_slice(&stretch.resource.to_le_bytes());
    into.extend_from_slice(&stretch.first.to_le_bytes());
    for it in groups {
        into.extend_from_slice(&it.group.map_or(0, NonZeroU64::get).to_le_bytes());
        into.extend_from_slice(&it.count.to_le_bytes());
        into.extend_from_slice(&it.first.to_le_bytes());
        into.extend_from_slice(&it.last.to_le_bytes());
    }
    let sum = crc32c::crc32c_append(seeds.at(at as u64), &into[at + 4..]);
    put(into, at, &sum.to_le_bytes());
}

/// Reads the whole group directory of a stretch, which stands at `at`.
fn decode_directory(
    bytes: &[u8],
    at: u64,
    stretch: &Stretch,
    seeds: Seeds,
) -> Result<Vec<GroupRows>, &'static str> {
    let (header, groups) =
        bytes.split_at_checked(DIRECTORY_HEADER_BYTES).ok_or("a group directory is cut short")?;
    if crc32c::crc32c_append(seeds.at(at), &bytes[4..]) != get_u32(header, 0) {
        return Err("the checksum of a group directory is wrong");
    }
    let group = |bytes: &[u8; GROUP_BYTES]| GroupRows {
        group: NonZeroU64::new(get_u64(bytes, 0)),
        count: get_u32(bytes, 8),
        first: get_u32(bytes, 12),
        last: get_u32(bytes, 16),
    };
    let groups: Vec<_> = groups.as_chunks().0.iter().map(group).collect();
    let is_it = get_u32(header, 4) as usize == groups.len()
        && (get_u64(header, 8), get_u64(header, 16)) == (stretch.resource, stretch.first);
    let rows: u64 = groups.iter().map(|it| u64::from(it.count)).sum();
    let in_rows = groups.iter().all(|it| it.first <= it.last && it.last < stretch.count);
    if !(is_it && in_rows && rows == u64::from(stretch.count)) {
        return Err("the group directory belongs to other rows");
    }
    Ok(groups)
}

/// Which group directory is whose, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TableEntry {
    stretch_at: u64,
    directory_at: u64,
    groups: u32,
}

fn decode_entry(bytes: &[u8], at: u64, seeds: Seeds) -> Result<TableEntry, &'static str> {
    if crc32c::crc32c_append(seeds.at(at), &bytes[..ENTRY_SUM_AT]) != get_u32(bytes, ENTRY_SUM_AT) {
        return Err("the checksum of an entry in the table of group directories is wrong");
    }
    Ok(TableEntry {
        stretch_at: get_u64(bytes, 0),
        directory_at: get_u64(bytes, 8),
        groups: get_u32(bytes, 16),
    })
}

impl Sidecar {
    /// The groups of a stretch's rows, without any if it has no group directory; none if the device would have to be asked.
    pub(in crate::segment) fn groups(
        &self,
        stretch: &Stretch,
        may_block: bool,
    ) -> Result<Option<Vec<GroupRows>>, LogError> {
        if self.header.groups_at == 0 || !stretch.may_have_groups() {
            return Ok(Some(Vec::new()));
        }
        let Some(count) = self.group_directories(may_block)? else { return Ok(None) };
        let (mut from, mut to) = (0, count);
        while from < to {
            let middle = from + (to - from) / 2;
            let Some(entry) = self.table_entry(middle, may_block)? else { return Ok(None) };
            if entry.stretch_at == stretch.at {
                return self.group_directory(&entry, stretch, may_block);
            }
            if entry.stretch_at < stretch.at {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        Ok(Some(Vec::new()))
    }

    /// Reads and checks all of them.
    pub(super) fn verify_groups(&self, directory: &Directory) -> Result<(), LogError> {
        if self.header.groups_at == 0 {
            return Ok(());
        }
        for number in 0..self.group_directories(true)?.expect("it may block") {
            let entry = self.table_entry(number, true)?.expect("it may block");
            let of = directory.stretches.binary_search_by_key(&entry.stretch_at, |(_, stretch)| stretch.at);
            let (_, stretch) = of.ok().and_then(|of| directory.stretches.get(of)).ok_or_else(|| {
                self.damaged(entry.directory_at, "the group directory of a stretch that there is not")
            })?;
            self.group_directory(&entry, stretch, true)?;
        }
        Ok(())
    }

    /// How many there are.
    fn group_directories(&self, may_block: bool) -> Result<Option<u32>, LogError> {
        let at = self.header.groups_at;
        let Some(bytes) = self.read(at, TABLE_HEADER_BYTES as u64, may_block)? else { return Ok(None) };
        if crc32c::crc32c_append(self.seeds.at(at), &bytes[4..]) != get_u32(&bytes, 0) {
            return Err(self.damaged(at, "the checksum of the number of group directories is wrong"));
        }
        Ok(Some(get_u32(&bytes, 4)))
    }

    fn table_entry(&self, number: u32, may_block: bool) -> Result<Option<TableEntry>, LogError> {
        let before = TABLE_HEADER_BYTES as u64 + u64::from(number) * ENTRY_BYTES as u64;
        let at = self.header.groups_at.saturating_add(before);
        let Some(bytes) = self.read(at, ENTRY_BYTES as u64, may_block)? else { return Ok(None) };
        decode_entry(&bytes, at, self.seeds).map(Some).map_err(|what| self.damaged(at, what))
    }

    fn group_directory(
        &self,
        entry: &TableEntry,
        stretch: &Stretch,
        may_block: bool,
    ) -> Result<Option<Vec<GroupRows>>, LogError> {
        let at = entry.directory_at;
        let bytes = directory_bytes(entry.groups as usize) as u64;
        let Some(bytes) = self.read(at, bytes, may_block)? else { return Ok(None) };
        decode_directory(&bytes, at, stretch, self.seeds).map(Some).map_err(|what| self.damaged(at, what))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{BLOCK_ROWS, RowKind};

    const SEEDS: u64 = 77;

    fn stretch(count: usize) -> Stretch {
        let kind = RowKind { grouped: true, moved: false, listed: false };
        Stretch { segment: 1, resource: 9, first: 5, count: count as u32, kind, at: 128 }
    }

    fn rows(groups: &[u64]) -> Vec<Raw> {
        let row = |group: &u64| Raw {
            sequence: 0,
            sent: 7,
            group: *group,
            position: 1,
            offset: 2,
            len: 3,
            past: 0,
        };
        groups.iter().map(row).collect()
    }

    /// The group directory of rows with these groups, if they are worth one.
    fn noted(groups: &[u64]) -> Option<Vec<GroupRows>> {
        let mut directories = GroupDirectories::default();
        directories.note(&stretch(groups.len()), &rows(groups));
        directories.found.pop().map(|(_, groups)| groups)
    }

    #[test]
    fn a_stretch_has_a_group_directory_only_where_that_saves_reads() {
        let alternating = |count: u64, groups: u64| (0..count).map(|at| at % groups).collect::<Vec<_>>();
        let block = u64::from(BLOCK_ROWS);
        assert_eq!(noted(&alternating(block, 2)), None, "one block");
        assert!(noted(&alternating(block + 1, 2)).is_some());
        assert_eq!(noted(&alternating(block + 1, 1)), None, "one group");
        assert!(noted(&alternating(1600, 100)).is_some());
        assert_eq!(noted(&alternating(1600, 101)), None, "fewer than 16 rows a group");
        assert!(noted(&alternating(100_000, 4096)).is_some());
        assert_eq!(noted(&alternating(100_000, 4097)), None, "too many to be held in memory");
        let mut directories = GroupDirectories::default();
        let groups = alternating(1600, 2);
        for kind in [
            RowKind { grouped: true, moved: false, listed: true },
            RowKind { grouped: false, moved: false, listed: false },
        ] {
            directories.note(&Stretch { kind, ..stretch(1600) }, &rows(&groups));
        }
        let mut file = Vec::new();
        assert_eq!((directories.encode(Seeds::of(SEEDS), &mut file), file.len()), (0, 0));
    }

    #[test]
    fn no_flipped_bit_passes() {
        let groups: Vec<_> = (0..600).map(|at| at % 3).collect();
        let stretch = stretch(groups.len());
        let mut file = vec![0; 128];
        encode_directory(&stretch, &noted(&groups).unwrap(), Seeds::of(SEEDS), &mut file);
        assert!(decode_directory(&file[128..], 128, &stretch, Seeds::of(SEEDS)).is_ok());
        for bit in 128 * 8..file.len() * 8 {
            let mut file = file.clone();
            file[bit / 8] ^= 1 << (bit % 8);
            assert!(decode_directory(&file[128..], 128, &stretch, Seeds::of(SEEDS)).is_err(), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn a_group_directory_says_where_the_rows_of_each_group_stand(
            groups in proptest::collection::vec(0u64..12, 257..700),
        ) {
            let stretch = stretch(groups.len());
            let found = noted(&groups).unwrap();
            prop_assert!(found.is_sorted_by(|a, b| a.group < b.group));
            for it in &found {
                let own = |of: &u64| *of == it.group.map_or(0, NonZeroU64::get);
                prop_assert_eq!(groups.iter().filter(|of| own(of)).count(), it.count as usize);
                prop_assert_eq!(groups.iter().position(own), Some(it.first as usize));
                prop_assert_eq!(groups.iter().rposition(own), Some(it.last as usize));
            }
            let mut file = vec![0; 128];
            encode_directory(&stretch, &found, Seeds::of(SEEDS), &mut file);
            prop_assert_eq!(file.len() - 128, directory_bytes(found.len()));
            let read = |at, stretch: &Stretch, seeds| decode_directory(&file[128..], at, stretch, Seeds::of(seeds));
            prop_assert_eq!(read(128, &stretch, SEEDS).unwrap(), found);
            prop_assert!(read(136, &stretch, SEEDS).is_err(), "in a wrong place");
            prop_assert!(read(128, &stretch, SEEDS + 1).is_err(), "of another segment");
            for other in [
                Stretch { first: 6, ..stretch },
                Stretch { resource: 8, ..stretch },
                Stretch { count: stretch.count + 1, ..stretch },
            ] {
                prop_assert!(read(128, &other, SEEDS).is_err(), "of other rows");
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 24..90)) {
            let _ = decode_directory(&bytes, 0, &stretch(300), Seeds::of(1));
            let _ = decode_entry(&bytes, 0, Seeds::of(1));
        }
    }
}
