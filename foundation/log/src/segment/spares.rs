//! Files that were segments and wait to be segments again: overwriting one is cheaper than growing a new one, and its
//! syncs are steadier.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard};

use millpond_runtime::{Disk, File};

use super::file::Segment;
use super::header::{HEADER_BYTES, Header};
use super::names::Class;
use super::replace::or_no_room;
use crate::LogError;

/// No more files than this wait.
pub(super) const SPARES_MAX: usize = 2;
/// Spares that never were segments are numbered from here: no segment's id comes so far.
const FILLED_FROM: u64 = 1 << 62;

/// The files, all of one size.
pub(super) struct Spares {
    class: Class,
    size_bytes: u64,
    names: Mutex<Vec<String>>,
}

impl Spares {
    /// None yet. All will have `size_bytes`.
    pub(super) fn new(class: Class, size_bytes: u64) -> Spares {
        Spares { class, size_bytes, names: Mutex::default() }
    }

    /// Takes over what another process left; what is of no use is to be removed.
    pub(super) fn find(
        &self,
        disk: &dyn Disk,
        names: &[String],
        segments: &[Arc<Segment>],
    ) -> Result<Vec<String>, LogError> {
        let mut useless = Vec::new();
        for name in names {
            let file = disk.open(name).map_err(LogError::io(format!("open {name}")))?;
            let len = file.len().map_err(LogError::io(format!("read {name}")))?;
            let mut held = self.lock();
            let fits = len == self.size_bytes && held.len() < SPARES_MAX;
            if fits && !is_segment(&*file, segments).map_err(LogError::io(format!("read {name}")))? {
                held.push(name.clone());
            } else {
                useless.push(name.clone());
            }
        }
        Ok(useless)
    }

    pub(super) fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// What they hold.
    pub(super) fn bytes(&self) -> u64 {
        self.count() as u64 * self.size_bytes
    }

    pub(super) fn count(&self) -> usize {
        self.lock().len()
    }

    /// The name for the file of a segment that was let go, if it may wait here. It waits from `put` on.
    pub(super) fn name_for(&self, segment: &Segment, waiting: usize) -> Option<String> {
        let room = segment.size() == self.size_bytes && self.count() + waiting < SPARES_MAX;
        room.then(|| self.class.spare_name(segment.header.id))
    }

    /// A name for a spare that never was a segment.
    pub(super) fn name_for_filled(&self) -> (String, String) {
        let held = self.lock();
        let mut ids = FILLED_FROM..;
        let id = ids.find(|id| !held.contains(&self.class.spare_name(*id))).expect("few are held");
        (self.class.unfinished_spare_name(id), self.class.spare_name(id))
    }

    /// A file waits. Its name is durable.
    pub(super) fn put(&self, name: String) {
        self.lock().push(name);
    }

    /// Gives one of the files another name. One that somebody has under a name of their own, a snapshot, is left to them.
    pub(super) fn take(&self, disk: &dyn Disk, to: &str) -> io::Result<Option<Arc<dyn File>>> {
        loop {
            let Some(name) = self.lock().pop() else { return Ok(None) };
            if disk.names_of(&name)? > 1 {
                disk.remove(&name)?;
                continue;
            }
            disk.rename(&name, to)?;
            return disk.open(to).map(Some);
        }
    }

    /// Makes something; as long as there is no room for it, gives up files that wait here.
    pub(super) fn make_room<T>(
        &self,
        disk: &dyn Disk,
        mut make: impl FnMut() -> Result<Option<T>, LogError>,
    ) -> Result<Option<T>, LogError> {
        loop {
            if let Some(made) = make()? {
                return Ok(Some(made));
            }
            let Some(name) = self.lock().pop() else { return Ok(None) };
            // Nothing relies on the removal being durable; the sync may give the space back at once.
            let given_up = or_no_room(disk.remove(&name).and_then(|()| disk.sync_directory()));
            given_up.map_err(LogError::io(format!("remove {name}")))?;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.names.lock().expect("no holder of the spares' lock panics")
    }
}

/// Whether the file is a segment of the log: a power cut may have brought back a spare's name beside the segment's that
/// was made of it.
fn is_segment(file: &dyn File, segments: &[Arc<Segment>]) -> io::Result<bool> {
    let mut bytes = vec![0; HEADER_BYTES as usize];
    match file.read_at(&mut bytes, 0) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
        read => read?,
    }
    let Ok(header) = Header::decode(&bytes, "") else { return Ok(false) };
    Ok(segments.iter().any(|segment| segment.header == header))
}
