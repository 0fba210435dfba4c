//! Puts a whole file in its place: durable before it has its name, and its name durable before anything relies on it.
//!
//! If there turns out to be no room for it, at whatever step, nothing of it stays, and the next try makes another file: a sync
//! that failed is never asked again of the same one.

use std::io::{self, ErrorKind};
use std::sync::Arc;

use millpond_runtime::{Disk, File};

use super::room::is_no_room;
use crate::LogError;

/// A file that is being written.
pub(super) struct Replacement<'a> {
    disk: &'a dyn Disk,
    unfinished: String,
    name: String,
    file: Arc<dyn File>,
    at: u64,
    /// There was no room for something of it.
    has_no_room: bool,
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
            disk.create(&unfinished, size_bytes)
        };
        match begin() {
            Ok(file) => Ok(Some(Replacement { disk, unfinished, name, file, at: 0, has_no_room: false })),
            Err(error) if is_no_room(&error) => Ok(None),
            Err(error) => Err(LogError::io(format!("make {name}"))(error)),
        }
    }

    /// Writes what comes next.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), LogError> {
        if self.has_no_room {
            return Ok(());
        }
        let written = self.file.write_at(bytes, self.at);
        self.at += bytes.len() as u64;
        self.has_no_room = written.as_ref().is_err_and(is_no_room);
        if self.has_no_room { Ok(()) } else { written.map_err(LogError::io(format!("write {}", self.name))) }
    }

    /// Gives the file its name, durably. None, and nothing left, if there was no room.
    pub(super) fn finish(self) -> Result<Option<Arc<dyn File>>, LogError> {
        if self.has_no_room {
            return self.give_up().map(|()| None);
        }
        let finish = || {
            self.file.sync_data()?;
            self.disk.rename_durably(&self.unfinished, &self.name)
        };
        match finish() {
            Ok(()) => Ok(Some(self.file)),
            Err(error) if is_no_room(&error) => self.give_up().map(|()| None),
            Err(error) => Err(LogError::io(format!("write {}", self.name))(error)),
        }
    }

    /// Takes away what there is of it. It has one of its two names.
    pub(super) fn give_up(self) -> Result<(), LogError> {
        let removed = match self.disk.remove(&self.unfinished) {
            Err(error) if error.kind() == ErrorKind::NotFound => self.disk.remove(&self.name),
            removed => removed,
        };
        or_no_room(removed).map_err(LogError::io(format!("give up {}", self.name)))
    }
}

/// Lets a lack of room pass, of something that is tried again anyway.
pub(super) fn or_no_room(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if is_no_room(&error) { Ok(()) } else { Err(error) })
}
