//! A copy of a directory that was made while its log went on: whatever stands behind the last whole frame goes.

use millpond_runtime::Disk;

use super::file::Segment;
use super::format::Format;
use super::names::Class;
use super::replace::Replacement;
use super::scan::Scan;
use crate::LogError;

/// So much is copied at once.
const PIECE_BYTES: u64 = 1 << 20;

/// Cuts the last segment of each class off behind its last whole frame. A frame was copied while it was written, and
/// frames behind it may have been copied whole, which would look like damage before them.
pub fn cut_off(disk: &dyn Disk) -> Result<(), LogError> {
    let Some(format) = Format::read(disk)? else { return Ok(()) };
    let names = disk.list().map_err(LogError::io("list the copy"))?;
    for class in Class::ALL {
        let Some(id) = names.iter().filter_map(|name| class.segment_id(name)).max() else { continue };
        let segment = Segment::open(disk, class, id, &format.store_id)?;
        let mut scan = Scan::new(&segment, segment.size());
        while scan.next()?.is_ok() {}
        let whole = scan.at();
        let name = class.segment_name(id);
        let copy = Replacement::begin(disk, class.unfinished_name(id), name.clone(), segment.size())?;
        let mut copy = copy.ok_or_else(|| no_room(&name))?;
        let mut at = 0;
        while at < whole {
            let mut piece = vec![0; (whole - at).min(PIECE_BYTES) as usize];
            segment.file.read_at(&mut piece, at).map_err(|error| segment.failed("read", error))?;
            copy.append(&piece)?;
            at += piece.len() as u64;
        }
        copy.finish()?.ok_or_else(|| no_room(&name))?;
    }
    Ok(())
}

fn no_room(name: &str) -> LogError {
    LogError::io(format!("write {name}"))(std::io::ErrorKind::StorageFull.into())
}
