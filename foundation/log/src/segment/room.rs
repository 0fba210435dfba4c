//! Whether there is room for what makes the log grow, known without asking the file system each time.

use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use millpond_runtime::Disk;

use crate::Room;

/// At least this much is kept back for what shrinks the state.
const RESERVE_BYTES_MIN: u64 = 4 << 20;
/// And at most this part of the file system.
const RESERVE_PART_MAX: u64 = 20;
/// Two segments are kept back, where the file system is large enough.
const RESERVE_SEGMENTS: u64 = 2;
/// What must fit in one piece for anything to be taken at all.
const SMALL_FRAME_BYTES: u64 = 64 << 10;

/// Whether this says that there is no room.
pub(super) fn is_no_room(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// What is known of the free space.
pub(super) struct Gauge {
    segment_bytes_max: u64,
    free: AtomicU64,
    total: AtomicU64,
    /// What is allocated in the open segment and not written yet.
    rest: AtomicU64,
    /// What files hold that wait to be segments again.
    spare: AtomicU64,
    /// A segment could not be allocated.
    starved: AtomicBool,
}

impl Gauge {
    pub(super) fn new(segment_bytes_max: u64) -> Gauge {
        Gauge {
            segment_bytes_max,
            free: AtomicU64::new(u64::MAX),
            total: AtomicU64::new(u64::MAX),
            rest: AtomicU64::new(0),
            spare: AtomicU64::new(0),
            starved: AtomicBool::new(false),
        }
    }

    /// Asks the file system. If it does not say, what was known stays.
    pub(super) fn refresh(&self, disk: &dyn Disk) {
        if let Ok(space) = disk.space() {
            self.free.store(space.free_bytes, Ordering::Relaxed);
            self.total.store(space.total_bytes, Ordering::Relaxed);
        }
    }

    pub(super) fn set_rest(&self, rest: u64) {
        self.rest.store(rest, Ordering::Relaxed);
    }

    pub(super) fn set_spare(&self, spare: u64) {
        self.spare.store(spare, Ordering::Relaxed);
    }

    pub(super) fn set_starved(&self, starved: bool) {
        self.starved.store(starved, Ordering::Relaxed);
    }

    pub(super) fn free(&self) -> u64 {
        self.free.load(Ordering::Relaxed)
    }

    pub(super) fn reserve(&self) -> u64 {
        let part = self.total.load(Ordering::Relaxed) / RESERVE_PART_MAX;
        (RESERVE_SEGMENTS * self.segment_bytes_max).min(part).max(RESERVE_BYTES_MIN)
    }

    /// The room there is when `pending` bytes wait to be written. While there is plenty, commits keep it up
    /// to date; as soon as there is not, each call asks, so that space that comes back is seen without one.
    pub(super) fn room(&self, disk: &dyn Disk, pending: u64) -> Room {
        let room = self.known(pending);
        if room == Room::Ample && !self.starved.load(Ordering::Relaxed) {
            return room;
        }
        self.refresh(disk);
        self.known(pending)
    }

    /// How many bytes may be copied although they make the log grow: half of the reserve is left to what shrinks it.
    pub(super) fn for_copies(&self, disk: &dyn Disk, pending: u64) -> u64 {
        self.refresh(disk);
        let free = self.free().saturating_add(self.spare.load(Ordering::Relaxed));
        let rest = self.rest.load(Ordering::Relaxed);
        free.saturating_add(rest).saturating_sub(pending + self.reserve() / 2)
    }

    fn known(&self, pending: u64) -> Room {
        // At worst a segment is made of a spare file.
        let free = self.free().saturating_add(self.spare.load(Ordering::Relaxed));
        let rest = self.rest.load(Ordering::Relaxed);
        let to_allocate = pending.saturating_sub(rest);
        // A frame lies in one piece: in what is left of the open segment, or in a new one behind its header.
        let piece = rest.max(free.saturating_sub(super::header::HEADER_BYTES));
        if piece < pending + SMALL_FRAME_BYTES {
            Room::None
        } else if free <= self.reserve() + to_allocate {
            Room::Reserve
        } else {
            Room::Ample
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_runtime::disk::SimulatedDisk;

    const MIB: u64 = 1 << 20;

    #[test]
    fn growth_ends_at_the_reserve_and_everything_when_no_frame_fits() {
        let disk = SimulatedDisk::new(64 * MIB);
        let gauge = Gauge::new(64 * MIB);
        gauge.refresh(&disk);
        assert_eq!(gauge.reserve(), RESERVE_BYTES_MIN, "a twentieth of the disk is less");
        assert_eq!(gauge.room(&disk, 0), Room::Ample);
        assert_eq!(gauge.room(&disk, 60 * MIB), Room::Reserve, "what waits will be allocated");
        disk.occupy(60 * MIB);
        assert_eq!(gauge.room(&disk, 0), Room::Ample, "what is known is not asked again");
        gauge.refresh(&disk);
        assert_eq!(gauge.room(&disk, 0), Room::Reserve);
        disk.occupy(64 * MIB);
        assert_eq!(gauge.room(&disk, 0), Room::None);
        gauge.set_rest(MIB);
        assert_eq!(gauge.room(&disk, 0), Room::Reserve, "the open segment still takes some");
        disk.occupy(0);
        assert_eq!(gauge.room(&disk, 0), Room::Ample, "space that comes back is seen at once");
    }

    #[test]
    fn copies_leave_half_of_the_reserve() {
        let disk = SimulatedDisk::new(64 * MIB);
        let gauge = Gauge::new(64 * MIB);
        disk.occupy(61 * MIB);
        assert_eq!(gauge.for_copies(&disk, 0), MIB);
        gauge.set_rest(MIB);
        assert_eq!(gauge.for_copies(&disk, MIB / 2), 3 * MIB / 2);
        disk.occupy(63 * MIB);
        assert_eq!(gauge.for_copies(&disk, 0), 0);
    }

    #[test]
    fn the_reserve_of_a_large_disk_is_two_segments() {
        let gauge = Gauge::new(64 * MIB);
        gauge.refresh(&SimulatedDisk::new(1 << 40));
        assert_eq!(gauge.reserve(), 128 * MIB);
        gauge.refresh(&SimulatedDisk::new(1 << 30));
        assert_eq!(gauge.reserve(), (1 << 30) / 20);
    }
}
