//! Fills files with zeros while nothing else is to be done, so that the next segments are written over blocks that were
//! written before: their syncs cost half, and are steadier.

use std::io::ErrorKind;
use std::sync::Arc;

use millpond_runtime::File;

use super::SegmentLog;
use super::replace::or_no_room;
use super::room::is_no_room;
use crate::LogError;

/// So much is written in one step.
const STEP_BYTES: u64 = 1 << 20;
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];
/// Files are filled until so many spares wait, of whatever sort.
const FILLED_UP_TO: usize = 2;

/// A file that is being filled.
pub(super) struct Filling {
    unfinished: String,
    name: String,
    file: Arc<dyn File>,
    at: u64,
}

impl SegmentLog {
    /// Does one step, of 1 MiB, towards having two spares for the next segments. False if there is nothing to do: there
    /// are two, segments are not large yet, or space is short. For a thread that may wait for the device, while nothing
    /// else is to be done.
    ///
    /// After an error the log is dead, as after a commit that failed.
    pub fn prepare_spare(&self) -> Result<bool, LogError> {
        let mut filling = self.filling.lock().expect("no holder of the filling's lock panics");
        self.alive()?;
        let done = self.fill(&mut filling);
        done.inspect_err(|error| self.fail(error))
    }

    fn fill(&self, filling: &mut Option<Filling>) -> Result<bool, LogError> {
        self.gauge.refresh(&*self.disk);
        let size = self.spares.size_bytes();
        // Of a file that is begun the space is taken already; it goes back if others need it.
        let left = self.gauge.reserve() + size;
        let need = if filling.is_some() { left } else { left + size };
        let large = self.segments.read().expect("no holder of the list's lock panics");
        let large = large.last().is_some_and(|open| open.size() == size);
        if self.spares.count() >= FILLED_UP_TO || !large || self.gauge.free() < need {
            let Some(given_up) = filling.take() else { return Ok(false) };
            self.give_up(&given_up)?;
            return Ok(false);
        }
        let mut file = match filling.take() {
            Some(file) => file,
            None => match self.begin_filling(size)? {
                Some(file) => file,
                None => return Ok(false),
            },
        };
        match file.step(size) {
            Ok(true) => *filling = Some(file),
            Ok(false) => return self.put_filled(file),
            Err(error) if is_no_room(&error) => return self.give_up(&file).map(|()| false),
            Err(error) => return Err(LogError::io(format!("write {}", file.unfinished))(error)),
        }
        Ok(true)
    }

    fn begin_filling(&self, size: u64) -> Result<Option<Filling>, LogError> {
        let (unfinished, name) = self.spares.name_for_filled();
        match self.disk.create(&unfinished, size) {
            Ok(file) => Ok(Some(Filling { unfinished, name, file, at: 0 })),
            Err(error) if is_no_room(&error) => Ok(None),
            Err(error) => Err(LogError::io(format!("make {unfinished}"))(error)),
        }
    }

    /// False if there was no room after all.
    fn put_filled(&self, filled: Filling) -> Result<bool, LogError> {
        let finish = || {
            filled.file.sync_data()?;
            self.disk.rename_durably(&filled.unfinished, &filled.name)
        };
        match finish() {
            Ok(()) => {}
            Err(error) if is_no_room(&error) => return self.give_up(&filled).map(|()| false),
            Err(error) => return Err(LogError::io(format!("make {}", filled.name))(error)),
        }
        self.spares.put(filled.name);
        self.gauge.set_spare(self.spares.bytes());
        Ok(true)
    }

    /// Takes away the file, which has one of its two names.
    fn give_up(&self, filling: &Filling) -> Result<(), LogError> {
        let removed = match self.disk.remove(&filling.unfinished) {
            Err(error) if error.kind() == ErrorKind::NotFound => self.disk.remove(&filling.name),
            removed => removed,
        };
        or_no_room(removed).map_err(LogError::io(format!("remove {}", filling.unfinished)))
    }
}

impl Filling {
    /// Whether there is more to fill.
    fn step(&mut self, size: u64) -> std::io::Result<bool> {
        let end = size.min(self.at + STEP_BYTES);
        while self.at < end {
            let some = (end - self.at).min(ZEROS.len() as u64);
            self.file.write_at(&ZEROS[..some as usize], self.at)?;
            self.at += some;
        }
        // Not all at the end: a long sync would be in the way of commits.
        if self.at < size {
            self.file.sync_data()?;
        }
        Ok(self.at < size)
    }
}
