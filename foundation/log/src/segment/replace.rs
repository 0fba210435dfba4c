//! Puts a whole file in its place: durable before it has its name, and its name durable before anything relies on it.

use std::io::ErrorKind;
use std::sync::Arc;

use millpond_runtime::{Disk, File};

use crate::LogError;

/// A file that is being written.
pub(super) struct Replacement<'a> {
    disk: &'a dyn Disk,
    unfinished: String,
    name: String,
    file: Arc<dyn File>,
    at: u64,
}

impl<'a> Replacement<'a> {
    /// Makes a file of `size_bytes`, called `unfinished` until it is whole. None, and nothing left, if there is no room.
    pub(super) fn begin(
        disk: &'a dyn Disk,
        unfinished: String,
        name: String,
        size_bytes: u64,
    ) -> Result<Option<Replacement<'a>>, LogError> {
        let begin = || {
            match disk.remove(&unfinished) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            match disk.create(&unfinished, size_bytes) {
                Err(error) if error.kind() == ErrorKind::StorageFull => Ok(None),
                file => file.map(Some),
            }
        };
        let file = begin().map_err(LogError::io(format!("make {name}")))?;
        Ok(file.map(|file| Replacement { disk, unfinished, name, file, at: 0 }))
    }

    /// Writes what comes next.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), LogError> {
        self.file.write_at(bytes, self.at).map_err(LogError::io(format!("write {}", self.name)))?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Gives the file its name, durably.
    pub(super) fn finish(self) -> Result<Arc<dyn File>, LogError> {
        let finish = || {
            self.file.sync_data()?;
            self.disk.rename(&self.unfinished, &self.name)?;
            self.disk.sync_directory()
        };
        finish().map_err(LogError::io(format!("write {}", self.name)))?;
        Ok(self.file)
    }
}
