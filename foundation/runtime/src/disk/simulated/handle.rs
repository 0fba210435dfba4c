//! A simulated disk and its files, as a program uses them.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Weak};

use super::inode::Inode;
use super::{BLOCK_BYTES, SimulatedDisk, State};
use crate::disk::{Disk, File, Space};

struct SimulatedFile {
    disk: SimulatedDisk,
    inode: u64,
    /// The name it was opened by, for the trace.
    name: String,
    /// While this lives, the file does, with a name or without.
    _open: Arc<()>,
}

impl SimulatedDisk {
    fn file(&self, state: &mut State, name: &str, inode: u64) -> Arc<dyn File> {
        let open = state.handles.get(&inode).and_then(Weak::upgrade).unwrap_or_default();
        state.handles.insert(inode, Arc::downgrade(&open));
        Arc::new(SimulatedFile { disk: self.clone(), inode, name: name.to_owned(), _open: open })
    }
}

impl Disk for SimulatedDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.enter()?.names.list())
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn File>> {
        let mut state = self.enter()?;
        let inode = state.names.get(name).ok_or(ErrorKind::NotFound)?;
        Ok(self.file(&mut state, name, inode))
    }

    fn create(&self, name: &str, size_bytes: u64) -> io::Result<Arc<dyn File>> {
        let mut state = self.change("create", name, size_bytes, &[])?;
        if state.names.get(name).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        if size_bytes.next_multiple_of(BLOCK_BYTES) > state.space().free_bytes {
            return Err(ErrorKind::StorageFull.into());
        }
        let inode = state.next_inode;
        state.next_inode += 1;
        state.inodes.insert(inode, Inode::allocated(size_bytes));
        state.names.link(name, inode);
        Ok(self.file(&mut state, name, inode))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.change("rename", &format!("{from} -> {to}"), 0, &[])?;
        state.names.rename(from, to)
    }

    fn names_of(&self, name: &str) -> io::Result<u64> {
        let state = self.enter()?;
        let inode = state.names.get(name).ok_or(ErrorKind::NotFound)?;
        Ok(1 + u64::from(state.named_elsewhere.contains(&inode)))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        // The inode stays: a crash may bring the name back.
        self.change("remove", name, 0, &[])?.names.unlink(name)
    }

    fn sync_directory(&self) -> io::Result<()> {
        let mut state = self.change("sync directory", "", 0, &[])?;
        if let Err(error) = state.sync_fails() {
            state.names.forget_unsynced();
            return Err(error);
        }
        state.names.sync();
        let State { names, inodes, handles, .. } = &mut *state;
        handles.retain(|_, open| open.strong_count() > 0);
        inodes.retain(|id, _| names.holds(*id) || handles.contains_key(id));
        Ok(())
    }

    fn space(&self) -> io::Result<Space> {
        Ok(self.enter()?.space())
    }
}

impl SimulatedFile {
    fn of<'a>(&self, state: &'a mut State) -> io::Result<&'a mut Inode> {
        state.inodes.get_mut(&self.inode).ok_or_else(|| io::Error::other("the file was removed"))
    }
}

impl File for SimulatedFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.of(&mut *self.disk.enter()?)?.len())
    }

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        self.of(&mut *self.disk.enter()?)?.read(into, offset)
    }

    fn read_at_if_cached(&self, into: &mut [u8], offset: u64) -> io::Result<bool> {
        let mut state = self.disk.enter()?;
        if !state.cached {
            return Ok(false);
        }
        self.of(&mut state)?.read(into, offset)?;
        Ok(true)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut state = self.disk.change("write", &self.name, offset, bytes)?;
        if let Err(error) = state.write_fails() {
            self.of(&mut state)?.write(&bytes[..bytes.len() / 2], offset);
            return Err(error);
        }
        self.of(&mut state)?.write(bytes, offset);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.disk.change("sync", &self.name, 0, &[])?;
        let fails = state.sync_fails();
        let inode = self.of(&mut state)?;
        if fails.is_err() {
            inode.forget_unsynced();
            return fails;
        }
        inode.sync();
        Ok(())
    }
}
