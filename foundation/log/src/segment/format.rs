//! The FORMAT file: what a data directory is, and who may read it.
//!
//! Its 128 bytes keep this shape for ever, so that any version can refuse any other by name:
//!
//! | at | bytes | |
//! |---|---|---|
//! | 0 | 8 | "MILLPOND" |
//! | 8 | 4 | the version of the data format that wrote this file last |
//! | 12 | 4 | the least version that may read the directory |
//! | 16 | 16 | store id |
//! | 32 | 32 | store secret: keys of MACs, seeds of hashes |
//! | 64 | 4 | P, the number of partitions |
//! | 68 | 4 | flags: bit 0, the test clock has moved |
//! | 72 | 52 | zero |
//! | 124 | 4 | CRC32C of all before |

use std::fmt;
use std::io::ErrorKind;
use std::sync::{Mutex, PoisonError};

use millpond_runtime::{Disk, Random};

use super::bytes_at::{get, get_u32, put};
use super::room::is_no_room;
use crate::LogError;

/// The version of the data format that this program writes, and the newest that it reads.
pub const DATA_VERSION: u32 = 6;
/// The first version that knows of segments that were let go.
pub(super) const VERSION_OF_DROPPED_SEGMENTS: u32 = 2;
/// The first version that reads sidecars of version 2.
pub(super) const VERSION_OF_SIDECARS_2: u32 = 3;
/// The first version that reads checkpoints of pages.
pub(super) const VERSION_OF_PAGES: u32 = 4;
/// The first version that knows of run tables.
pub(super) const VERSION_OF_RUN_TABLES: u32 = 5;
/// The first version of the data format whose checkpoints have pages that states name.
pub const VERSION_OF_STATE_PAGES: u32 = 6;
/// The file's name.
pub const FORMAT_NAME: &str = "FORMAT";
const UNFINISHED_NAME: &str = "FORMAT.new";

const MAGIC: &[u8; 8] = b"MILLPOND";
const BYTES: usize = 128;
const SUM_AT: usize = 124;
const TEST_CLOCK_MOVED: u32 = 1;
/// More would make the frame of the opening claims too large to be one commit.
pub const PARTITIONS_MAX: u32 = 65_536;

/// What the FORMAT file says.
#[derive(Clone, PartialEq, Eq)]
pub struct Format {
    /// The least version of the data format that may read the directory.
    pub least_version: u32,
    /// Tells this store from every other.
    pub store_id: [u8; 16],
    /// For MACs and hash seeds. Never shown.
    pub store_secret: [u8; 32],
    /// P. Fixed when the directory is made.
    pub partitions: u32,
    /// Whether the test clock was ever moved: then engine time is not the wall's.
    pub test_clock_moved: bool,
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Format")
            .field("least_version", &self.least_version)
            .field("store_id", &format_args!("{:032x}", u128::from_be_bytes(self.store_id)))
            .field("partitions", &self.partitions)
            .field("test_clock_moved", &self.test_clock_moved)
            .finish_non_exhaustive()
    }
}

/// Segments without a FORMAT are somebody's data: making a new store of them would lose it.
fn none(disk: &dyn Disk) -> Result<Option<Format>, LogError> {
    let names = disk.list().map_err(LogError::io("list the data directory"))?;
    match names.iter().find(|name| name.ends_with(".segment")) {
        None => Ok(None),
        Some(segment) => {
            Err(LogError::damaged(FORMAT_NAME, format!("the file is missing, though {segment} is there")))
        }
    }
}

impl Format {
    /// Reads the FORMAT file, or makes one for a directory of `partitions` partitions.
    pub fn open_or_create(disk: &dyn Disk, partitions: u32, random: &dyn Random) -> Result<Format, LogError> {
        if let Some(format) = Format::read(disk)? {
            return Ok(format);
        }
        if !(1..=PARTITIONS_MAX).contains(&partitions) {
            return Err(LogError::Unsupported(format!(
                "{partitions} partitions: 1 to {PARTITIONS_MAX} can be had"
            )));
        }
        let mut format = Format {
            least_version: 1,
            store_id: [0; 16],
            store_secret: [0; 32],
            partitions,
            test_clock_moved: false,
        };
        random.fill(&mut format.store_id);
        random.fill(&mut format.store_secret);
        format.write(disk)?;
        Ok(format)
    }

    /// Reads the FORMAT file, if there is one.
    pub fn read(disk: &dyn Disk) -> Result<Option<Format>, LogError> {
        let file = match disk.open(FORMAT_NAME) {
            Err(error) if error.kind() == ErrorKind::NotFound => return none(disk),
            file => file.map_err(LogError::io("open FORMAT"))?,
        };
        let len = file.len().map_err(LogError::io("read FORMAT"))?;
        if len != BYTES as u64 {
            return Err(LogError::damaged(FORMAT_NAME, format!("it has {len} bytes instead of {BYTES}")));
        }
        let mut bytes = [0; BYTES];
        file.read_at(&mut bytes, 0).map_err(LogError::io("read FORMAT"))?;
        Format::decode(&bytes).map(Some)
    }

    /// Changes the FORMAT file, durably and at once, and returns what it says then. Whoever else changes it at the same
    /// time, no change is lost.
    pub fn update(disk: &dyn Disk, change: impl FnOnce(&mut Format)) -> Result<Format, LogError> {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = || LogError::damaged(FORMAT_NAME, "the file is missing");
        let mut format = Format::read(disk)?.ok_or_else(missing)?;
        change(&mut format);
        // Also if it says so already: an earlier try may have failed when all that was left was to make it durable.
        format.write(disk)?;
        Ok(format)
    }

    /// Older programs than that of `least` refuse from now on. False if there is no room to say so.
    pub(super) fn raise(disk: &dyn Disk, least: u32) -> Result<bool, LogError> {
        match Format::update(disk, |format| format.least_version = format.least_version.max(least)) {
            Err(LogError::Io { error, .. }) if is_no_room(&error) => Ok(false),
            raised => raised.map(|_| true),
        }
    }

    /// Replaces the FORMAT file, durably and at once.
    fn write(&self, disk: &dyn Disk) -> Result<(), LogError> {
        let write = || {
            match disk.remove(UNFINISHED_NAME) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let file = disk.create(UNFINISHED_NAME, BYTES as u64)?;
            file.write_at(&self.encode(), 0)?;
            file.sync_data()?;
            disk.rename_durably(UNFINISHED_NAME, FORMAT_NAME)
        };
        write().map_err(LogError::io("write FORMAT"))
    }

    fn encode(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, 8, &DATA_VERSION.to_le_bytes());
        put(&mut bytes, 12, &self.least_version.to_le_bytes());
        put(&mut bytes, 16, &self.store_id);
        put(&mut bytes, 32, &self.store_secret);
        put(&mut bytes, 64, &self.partitions.to_le_bytes());
        put(&mut bytes, 68, &(if self.test_clock_moved { TEST_CLOCK_MOVED } else { 0 }).to_le_bytes());
        let sum = crc32c::crc32c(&bytes[..SUM_AT]);
        put(&mut bytes, SUM_AT, &sum.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8; BYTES]) -> Result<Format, LogError> {
        if &bytes[..8] != MAGIC {
            return Err(LogError::damaged(FORMAT_NAME, "it does not begin with MILLPOND"));
        }
        if crc32c::crc32c(&bytes[..SUM_AT]) != get_u32(bytes, SUM_AT) {
            return Err(LogError::damaged(FORMAT_NAME, "its checksum is wrong"));
        }
        let (least_version, flags) = (get_u32(bytes, 12), get_u32(bytes, 68));
        if least_version > DATA_VERSION {
            return Err(LogError::Unsupported(format!(
                "the data directory was written by a newer Millpond: it needs data format {least_version}, \
                 this program reads up to {DATA_VERSION}"
            )));
        }
        // A newer program may write here without raising the least version only what an older one may ignore.
        if get_u32(bytes, 8) <= DATA_VERSION
            && (flags & !TEST_CLOCK_MOVED != 0 || bytes[72..SUM_AT].iter().any(|b| *b != 0))
        {
            return Err(LogError::Unsupported("FORMAT has flags that this program does not know".to_owned()));
        }
        let partitions = get_u32(bytes, 64);
        if !(1..=PARTITIONS_MAX).contains(&partitions) {
            return Err(LogError::damaged(FORMAT_NAME, format!("it speaks of {partitions} partitions")));
        }
        Ok(Format {
            least_version,
            store_id: get(bytes, 16),
            store_secret: get(bytes, 32),
            partitions,
            test_clock_moved: flags & TEST_CLOCK_MOVED != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use millpond_runtime::SeededRandom;
    use millpond_runtime::disk::SimulatedDisk;

    use super::*;

    fn disk_with(bytes: &[u8]) -> SimulatedDisk {
        let disk = SimulatedDisk::new(1 << 20);
        disk.put(FORMAT_NAME, bytes);
        disk
    }

    #[test]
    fn it_is_made_once_and_read_ever_after() {
        let disk = SimulatedDisk::new(1 << 20);
        let made = Format::open_or_create(&disk, 7, &SeededRandom::new(1)).unwrap();
        let read = Format::open_or_create(&disk, 256, &SeededRandom::new(2)).unwrap();
        assert_eq!((made.partitions, &made), (7, &read));
        assert!(!format!("{made:?}").contains("secret"), "the secret is never shown");
        let moved = Format { test_clock_moved: true, ..made };
        moved.write(&disk).unwrap();
        assert_eq!(Format::read(&disk).unwrap(), Some(moved));
    }

    #[test]
    fn a_change_keeps_what_others_changed() {
        let disk = SimulatedDisk::new(1 << 20);
        Format::open_or_create(&disk, 7, &SeededRandom::new(1)).unwrap();
        Format::update(&disk, |format| format.test_clock_moved = true).unwrap();
        let format = Format::update(&disk, |format| format.least_version = 2).unwrap();
        assert!(format.test_clock_moved && Format::read(&disk).unwrap() == Some(format));
        disk.remove(FORMAT_NAME).unwrap();
        assert!(Format::update(&disk, |_| {}).is_err());
    }

    #[test]
    fn a_change_that_was_seen_but_not_synced_is_made_durable_by_the_next_try() {
        for seed in 0..20 {
            let disk = SimulatedDisk::new(1 << 20);
            Format::open_or_create(&disk, 7, &SeededRandom::new(1)).unwrap();
            // The file's own sync succeeds, the directory's does not.
            disk.inject(millpond_runtime::disk::Fault::SyncFindsNoRoom { after: 1 });
            assert!(Format::update(&disk, |format| format.least_version = 2).is_err());
            assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 2, "it is seen");
            Format::update(&disk, |format| format.least_version = 2).unwrap();
            let disk = disk.crash(&SeededRandom::new(seed));
            assert_eq!(Format::read(&disk).unwrap().unwrap().least_version, 2);
        }
    }

    #[test]
    fn a_power_cut_leaves_the_old_one_or_the_new_one() {
        for seed in 0..200 {
            let disk = SimulatedDisk::new(1 << 20);
            let made = Format::open_or_create(&disk, 7, &SeededRandom::new(1)).unwrap();
            let moved = Format { test_clock_moved: true, ..made.clone() };
            disk.inject(millpond_runtime::disk::Fault::PowerFails { after: seed % 6 });
            let done = moved.write(&disk).is_ok();
            let disk = disk.crash(&SeededRandom::new(seed));
            let left = Format::read(&disk).unwrap().unwrap();
            assert!(left == moved || left == made && !done);
            left.write(&disk).unwrap();
        }
    }

    #[test]
    fn a_newer_directory_and_a_damaged_file_are_refused() {
        let disk = SimulatedDisk::new(1 << 20);
        let made = Format::open_or_create(&disk, 7, &SeededRandom::new(1)).unwrap();
        let good = made.encode();
        let newer = Format { least_version: 9, ..made }.encode();
        let refusal = Format::read(&disk_with(&newer)).unwrap_err().to_string();
        assert!(refusal.contains("newer Millpond") && refusal.contains("data format 9"), "{refusal}");
        for bit in 0..BYTES * 8 {
            let mut bytes = good;
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(Format::read(&disk_with(&bytes)), Err(LogError::Damaged { .. })), "bit {bit}");
        }
        assert!(matches!(Format::read(&disk_with(&good[..64])), Err(LogError::Damaged { .. })));
        let lost = disk_with(&good);
        lost.remove(FORMAT_NAME).unwrap();
        lost.put("queues-000000000001.segment", b"");
        assert!(Format::open_or_create(&lost, 7, &SeededRandom::new(1)).is_err());
    }
}
