//! A directory of the operating system, held by one process at a time.

use std::fs;
use std::io::{self, ErrorKind, IoSliceMut};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::fs::{FallocateFlags, FlockOperation, fallocate, flock, fstatvfs};
use rustix::io::{Errno, ReadWriteFlags, preadv2};

use super::{Disk, File, Space};

/// The file whose lock says that a process works in the directory. It stays when the process ends; its lock
/// does not.
const LOCK_NAME: &str = "LOCK";
/// What a file system without fallocate is given at once.
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

/// A directory of the operating system.
pub struct RealDisk {
    path: PathBuf,
    directory: fs::File,
    /// One sync of the directory at a time, together with the change that it is for.
    syncing: Mutex<()>,
    /// Held for as long as this exists.
    _lock: fs::File,
}

impl RealDisk {
    /// Takes a directory that exists. `ResourceBusy` if another process holds it.
    pub fn open(path: &Path) -> io::Result<RealDisk> {
        // The path must stay right when the process changes its working directory.
        let path = path.canonicalize()?;
        let directory = fs::File::open(&path)?;
        if !directory.metadata()?.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        let mut options = fs::OpenOptions::new();
        let lock = options.write(true).create(true).truncate(false).mode(0o600).open(path.join(LOCK_NAME))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|error| match error {
            Errno::WOULDBLOCK => {
                let what = format!("another process is using {}", path.display());
                io::Error::new(ErrorKind::ResourceBusy, what)
            }
            other => other.into(),
        })?;
        Ok(RealDisk { path, directory, syncing: Mutex::new(()), _lock: lock })
    }

    /// As [`RealDisk::open`], but makes the directory if it is missing, readable by its owner alone.
    pub fn open_or_create(path: &Path) -> io::Result<RealDisk> {
        if !path.exists() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
            // Or a power cut might take the directory, with all that was synced in it.
            if let Some(parent) = path.canonicalize()?.parent() {
                fs::File::open(parent)?.sync_all()?;
            }
        }
        RealDisk::open(path)
    }

    fn syncing(&self) -> MutexGuard<'_, ()> {
        self.syncing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Disk for RealDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            // What is no file, or has a name that is no text, is not ours.
            if let (true, Ok(name)) = (entry.file_type()?.is_file(), entry.file_name().into_string()) {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn File>> {
        let file = fs::OpenOptions::new().read(true).write(true).open(self.path.join(name))?;
        Ok(Arc::new(RealFile(file)))
    }

    fn create(&self, name: &str, size_bytes: u64) -> io::Result<Arc<dyn File>> {
        let path = self.path.join(name);
        let file = fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        let allocated = allocate(&file, size_bytes);
        if let Err(error) = allocated {
            fs::remove_file(&path)?;
            return Err(match error.kind() {
                ErrorKind::QuotaExceeded => io::Error::new(ErrorKind::StorageFull, error),
                _ => error,
            });
        }
        Ok(Arc::new(RealFile(file)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    fn names_of(&self, name: &str) -> io::Result<u64> {
        Ok(fs::metadata(self.path.join(name))?.nlink())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    fn sync_directory(&self) -> io::Result<()> {
        let _alone = self.syncing();
        self.directory.sync_all()
    }

    fn rename_durably(&self, from: &str, to: &str) -> io::Result<()> {
        let _alone = self.syncing();
        self.rename(from, to)?;
        self.directory.sync_all()
    }

    fn space(&self) -> io::Result<Space> {
        let stat = fstatvfs(&self.directory)?;
        Ok(Space { free_bytes: stat.f_bavail * stat.f_frsize, total_bytes: stat.f_blocks * stat.f_frsize })
    }
}

/// Gives the file its length, and the blocks for it where the file system can promise them.
fn allocate(file: &fs::File, size_bytes: u64) -> io::Result<()> {
    if size_bytes == 0 {
        return Ok(());
    }
    loop {
        match fallocate(file, FallocateFlags::empty(), 0, size_bytes) {
            Ok(()) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => break,
            Err(error) => return Err(error.into()),
        }
    }
    let mut at = 0;
    while at < size_bytes {
        let some = (size_bytes - at).min(ZEROS.len() as u64);
        file.write_all_at(&ZEROS[..some as usize], at)?;
        at += some;
    }
    Ok(())
}

struct RealFile(fs::File);

impl File for RealFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    // The standard library continues short reads and writes, and repeats interrupted calls.

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.0.read_exact_at(into, offset)
    }

    fn read_at_if_cached(&self, into: &mut [u8], offset: u64) -> io::Result<bool> {
        let mut done = 0;
        while done < into.len() {
            let mut rest = [IoSliceMut::new(&mut into[done..])];
            match preadv2(&self.0, &mut rest, offset + done as u64, ReadWriteFlags::NOWAIT) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(some) => done += some,
                Err(Errno::INTR) => {}
                // Not cached, or the file system cannot tell.
                Err(Errno::AGAIN | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory that goes away with the test.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Scratch {
            let path = std::env::temp_dir().join(format!("millpond-{name}-{}", std::process::id()));
            Scratch(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_is_written_is_read_and_new_space_is_zero() {
        let scratch = Scratch::new("real-disk-rw");
        let disk = RealDisk::open_or_create(&scratch.0).unwrap();
        let file = disk.create("a", 10_000).unwrap();
        assert_eq!(file.len().unwrap(), 10_000);
        file.write_at(b"hello", 9_000).unwrap();
        file.sync_data().unwrap();
        disk.rename("a", "b").unwrap();
        disk.sync_directory().unwrap();
        let mut bytes = [7; 7];
        let file = disk.open("b").unwrap();
        file.read_at(&mut bytes, 8_999).unwrap();
        assert_eq!(&bytes, b"\0hello\0");
        if file.read_at_if_cached(&mut bytes, 9_000).unwrap() {
            assert_eq!(&bytes, b"hello\0\0");
        }
        assert_eq!(file.read_at(&mut bytes, 9_995).unwrap_err().kind(), ErrorKind::UnexpectedEof);
        assert_eq!(disk.list().unwrap(), ["LOCK", "b"]);
        assert_eq!(disk.create("b", 1).err().map(|e| e.kind()), Some(ErrorKind::AlreadyExists));
        let space = disk.space().unwrap();
        assert!(space.free_bytes <= space.total_bytes && space.total_bytes > 0);
    }

    #[test]
    fn a_second_process_is_refused_and_let_in_when_the_first_has_gone() {
        let scratch = Scratch::new("real-disk-lock");
        let first = RealDisk::open_or_create(&scratch.0).unwrap();
        let second = RealDisk::open(&scratch.0).err().unwrap();
        assert_eq!(second.kind(), ErrorKind::ResourceBusy);
        assert!(second.to_string().contains("another process is using"), "{second}");
        drop(first);
        RealDisk::open(&scratch.0).unwrap();
    }

    #[test]
    fn a_file_that_does_not_fit_is_not_left_behind() {
        let scratch = Scratch::new("real-disk-full");
        let disk = RealDisk::open_or_create(&scratch.0).unwrap();
        // More than any file system here has; ext4 says that the file is too large, others that the disk is
        // full.
        assert!(disk.create("huge", 1 << 60).is_err());
        assert_eq!(disk.list().unwrap(), ["LOCK"]);
    }

    #[test]
    fn a_missing_directory_is_an_error_and_is_not_made() {
        let scratch = Scratch::new("real-disk-missing");
        assert_eq!(RealDisk::open(&scratch.0).err().unwrap().kind(), ErrorKind::NotFound);
        assert!(!scratch.0.exists());
    }
}
