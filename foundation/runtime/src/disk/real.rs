//! A directory of the operating system, held by one process at a time.

use std::fs;
use std::io::{self, ErrorKind, IoSliceMut};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::fs::{
    AtFlags, Dir, FallocateFlags, FileType, FlockOperation, Mode, OFlags, Stat, fallocate, flock, fstat,
    fstatvfs, openat, renameat, stat, statat, unlinkat,
};
use rustix::io::{Errno, ReadWriteFlags, preadv2, retry_on_intr};

use super::{Disk, File, Space};

/// The file whose lock says that a process works in the directory. It stays when the process ends; its lock
/// does not.
const LOCK_NAME: &str = "LOCK";
/// What a file system without fallocate is given at once.
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

/// A directory of the operating system. Files are found in the directory that was opened, wherever its name has gone since:
/// one that was moved away does not go on half here and half in what has come in its place.
pub struct RealDisk {
    path: PathBuf,
    directory: fs::File,
    /// One sync of the directory at a time, together with the change that it is for.
    syncing: Mutex<()>,
    /// Held for as long as this exists.
    lock: fs::File,
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
        let name = path.join(LOCK_NAME);
        let lock = options.write(true).create(true).truncate(false).mode(0o600).open(&name);
        let lock =
            lock.map_err(|error| io::Error::new(error.kind(), format!("open {LOCK_NAME}: {error}")))?;
        let busy = || {
            let what = format!("another process is using {}", path.display());
            io::Error::new(ErrorKind::ResourceBusy, what)
        };
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|error| match error {
            Errno::WOULDBLOCK => busy(),
            other => other.into(),
        })?;
        // Somebody may have removed the file, whose lock then keeps nobody out. Not every file system can lock a directory.
        if let Err(Errno::WOULDBLOCK) = flock(&directory, FlockOperation::NonBlockingLockExclusive) {
            return Err(busy());
        }
        Ok(RealDisk { path, directory, syncing: Mutex::new(()), lock })
    }

    /// As [`RealDisk::open`], but makes the directory if it is missing, readable by its owner alone.
    pub fn open_or_create(path: &Path) -> io::Result<RealDisk> {
        if !path.exists() {
            if path.is_symlink() {
                return Err(io::Error::new(ErrorKind::NotFound, "it is a link to what is not there"));
            }
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

    fn stat(&self, name: &str) -> Result<Stat, Errno> {
        statat(&self.directory, name, AtFlags::empty())
    }
}

/// Whether both are the same file.
fn same(a: &Stat, b: &Stat) -> bool {
    (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)
}

impl Disk for RealDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.directory)? {
            let entry = entry?;
            // What is no file, or has a name that is no text, is not ours.
            let Ok(name) = entry.file_name().to_str() else { continue };
            let kind = match entry.file_type() {
                FileType::Unknown => {
                    let stat = statat(&self.directory, name, AtFlags::SYMLINK_NOFOLLOW);
                    FileType::from_raw_mode(stat?.st_mode)
                }
                known => known,
            };
            if kind == FileType::RegularFile {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn File>> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC;
        let file = retry_on_intr(|| openat(&self.directory, name, flags, Mode::empty()))?;
        Ok(Arc::new(RealFile(file.into())))
    }

    fn create(&self, name: &str, size_bytes: u64) -> io::Result<Arc<dyn File>> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::CREATE | OFlags::EXCL;
        let mode = Mode::RUSR | Mode::WUSR;
        let file = fs::File::from(retry_on_intr(|| openat(&self.directory, name, flags, mode))?);
        let allocated = allocate(&file, size_bytes);
        if let Err(error) = allocated {
            self.remove(name)?;
            return Err(match error.kind() {
                ErrorKind::QuotaExceeded => io::Error::new(ErrorKind::StorageFull, error),
                _ => error,
            });
        }
        Ok(Arc::new(RealFile(file)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(renameat(&self.directory, from, &self.directory, to)?)
    }

    fn names_of(&self, name: &str) -> io::Result<u64> {
        #[allow(clippy::useless_conversion, reason = "it has fewer bits on some machines")]
        Ok(self.stat(name)?.st_nlink.into())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.directory, name, AtFlags::empty())?)
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

    fn look_after(&self, name: &str) -> io::Result<()> {
        let gone = |path: &Path, what: &str| {
            let what = format!("{} was {what} while this process used it", path.display());
            Err(io::Error::new(ErrorKind::NotFound, what))
        };
        match stat(&self.path) {
            Ok(there) if same(&there, &fstat(&self.directory)?) => {}
            Ok(_) | Err(Errno::NOENT | Errno::NOTDIR) => {
                return gone(&self.path, "removed, moved or replaced");
            }
            // Who may no longer see the path is still in the directory.
            Err(_) => {}
        }
        match self.stat(LOCK_NAME) {
            Ok(there) if same(&there, &fstat(&self.lock)?) => {}
            Ok(_) | Err(Errno::NOENT) => return gone(&self.path.join(LOCK_NAME), "removed or replaced"),
            Err(_) => {}
        }
        match self.stat(name) {
            Err(Errno::NOENT) => gone(&self.path.join(name), "removed"),
            _ => Ok(()),
        }
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
    fn a_second_process_is_refused_though_the_lock_file_was_removed() {
        let scratch = Scratch::new("real-disk-no-lock");
        let first = RealDisk::open_or_create(&scratch.0).unwrap();
        fs::remove_file(scratch.0.join(LOCK_NAME)).unwrap();
        assert_eq!(RealDisk::open(&scratch.0).err().unwrap().kind(), ErrorKind::ResourceBusy);
        let gone = first.look_after("a").unwrap_err().to_string();
        assert!(gone.contains("LOCK was removed or replaced"), "{gone}");
    }

    #[test]
    fn a_directory_that_was_moved_keeps_its_files_together_and_it_shows() {
        let scratch = Scratch::new("real-disk-moved");
        let (here, there) = (scratch.0.join("data"), scratch.0.join("moved"));
        let disk = RealDisk::open_or_create(&here).unwrap();
        disk.create("a", 1).unwrap();
        disk.look_after("a").unwrap();
        fs::rename(&here, &there).unwrap();
        let gone = disk.look_after("a").unwrap_err().to_string();
        assert!(gone.contains("removed, moved or replaced"), "{gone}");
        fs::create_dir(&here).unwrap();
        assert_eq!(disk.look_after("a").unwrap_err().to_string(), gone, "another one has its name");
        disk.create("b", 1).unwrap();
        disk.rename("a", "c").unwrap();
        assert_eq!(disk.list().unwrap(), ["LOCK", "b", "c"]);
        disk.remove("b").unwrap();
        assert!(there.join("c").exists() && fs::read_dir(&here).unwrap().next().is_none());
        fs::remove_dir(&here).unwrap();
        fs::rename(&there, &here).unwrap();
        disk.look_after("c").unwrap();
        let gone = disk.look_after("b").unwrap_err().to_string();
        assert!(gone.contains("data/b was removed"), "{gone}");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_refused_in_plain_words() {
        let scratch = Scratch::new("real-disk-link");
        fs::create_dir(&scratch.0).unwrap();
        let link = scratch.0.join("link");
        std::os::unix::fs::symlink(scratch.0.join("nowhere"), &link).unwrap();
        let refusal = RealDisk::open_or_create(&link).err().unwrap().to_string();
        assert!(refusal.contains("a link to what is not there"), "{refusal}");
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
