//! One flat directory of files: the real one, or one in memory that can lose power.
//!
//! The contract is that of a POSIX file system at its least: what was written is durable once
//! [`File::sync_data`] has returned, and a name is durable once [`Disk::sync_directory`] has. Everything
//! else may be lost, reordered or torn when the power goes.

mod real;
mod simulated;

use std::io;
use std::sync::Arc;

pub use real::RealDisk;
pub use simulated::{Fault, SimulatedDisk};

/// A directory.
pub trait Disk: Send + Sync {
    /// The names of its files, sorted.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Opens a file that exists, for reading and writing.
    fn open(&self, name: &str) -> io::Result<Arc<dyn File>>;
    /// Makes a new file whose `size_bytes` are allocated and read as zero. `AlreadyExists` if the name is
    /// taken; `StorageFull` (and no file) if there is no room.
    fn create(&self, name: &str, size_bytes: u64) -> io::Result<Arc<dyn File>>;
    /// Gives a file another name, replacing what had it.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// How many names a file has, those in other directories included.
    fn names_of(&self, name: &str) -> io::Result<u64>;
    /// Removes a name.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes creations, renames and removals so far durable.
    fn sync_directory(&self) -> io::Result<()>;
    /// Gives a file another name and makes that durable. No other sync of the directory comes between: one that fails
    /// there would be told of it, and this one's would then succeed although the name is not on the disk.
    fn rename_durably(&self, from: &str, to: &str) -> io::Result<()> {
        self.rename(from, to)?;
        self.sync_directory()
    }
    /// What room the file system has.
    fn space(&self) -> io::Result<Space>;
    /// An error if what is written would not be found by the next process: the directory is no longer where it was opened,
    /// is no longer kept from others, or the file `name` is not in it any more.
    fn look_after(&self, name: &str) -> io::Result<()> {
        let _ = name;
        Ok(())
    }
}

/// A file. All methods take `&self`: positions are given, none is kept.
#[allow(clippy::len_without_is_empty, reason = "nothing asks whether a file is empty")]
pub trait File: Send + Sync {
    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Fills `into` from `offset`. `UnexpectedEof` if the file ends before.
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()>;
    /// As `read_at`, but gives up with `false` where the device would have to be asked.
    fn read_at_if_cached(&self, into: &mut [u8], offset: u64) -> io::Result<bool>;
    /// Writes all of `bytes` at `offset`.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Makes what was written so far durable (`fdatasync`).
    fn sync_data(&self) -> io::Result<()>;
}

/// Room on a file system, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// What this user may still allocate.
    pub free_bytes: u64,
    /// The file system's size.
    pub total_bytes: u64,
}
