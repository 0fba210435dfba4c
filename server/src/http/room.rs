//! Room in memory for what slow clients and slow disks leave lying: answers that are not taken, bodies of which the end has
//! not come or that were not answered yet.

use std::cell::Cell;
use std::rc::Rc;

/// Less than this is not counted: ten thousand connections may each have it.
const SMALL_BYTES: usize = 16 << 10;

/// What there is for all connections of a worker.
pub struct Room {
    free_bytes: Cell<usize>,
    /// Somebody was refused.
    was_short: Cell<bool>,
}

impl Room {
    /// Room for so much.
    pub fn of(bytes: usize) -> Rc<Room> {
        Rc::new(Room { free_bytes: Cell::new(bytes), was_short: Cell::new(false) })
    }

    /// Whether somebody was refused since this was last asked.
    pub fn was_short(&self) -> bool {
        self.was_short.take()
    }
}

/// What one connection takes of it. It is given back when this is dropped.
pub struct Share {
    room: Rc<Room>,
    bytes: Cell<usize>,
}

impl Share {
    /// None of it yet.
    pub fn of(room: &Rc<Room>) -> Share {
        Share { room: room.clone(), bytes: Cell::new(0) }
    }

    /// Takes more. If there is no room for that, nothing is taken.
    pub fn take(&self, bytes: usize) -> bool {
        if bytes < SMALL_BYTES {
            return true;
        }
        match self.room.free_bytes.get().checked_sub(bytes) {
            Some(left) => {
                self.room.free_bytes.set(left);
                self.bytes.set(self.bytes.get() + bytes);
                true
            }
            None => {
                self.room.was_short.set(true);
                false
            }
        }
    }

    /// Gives back, at most what was taken.
    pub fn give(&self, bytes: usize) {
        let given = bytes.min(self.bytes.get());
        self.bytes.set(self.bytes.get() - given);
        self.room.free_bytes.set(self.room.free_bytes.get() + given);
    }

    /// Whether nothing is taken.
    pub fn is_empty(&self) -> bool {
        self.bytes.get() == 0
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.give(usize::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_comes_back() {
        let room = Room::of(1 << 20);
        let (one, other) = (Share::of(&room), Share::of(&room));
        assert!(one.take(1 << 19) && other.take(1 << 19) && other.take(SMALL_BYTES - 1));
        assert!(!other.take(SMALL_BYTES) && room.was_short() && !room.was_short());
        one.give(SMALL_BYTES);
        assert!(other.take(SMALL_BYTES));
        drop(other);
        one.give(usize::MAX);
        assert!(one.is_empty() && one.take(1 << 20));
    }
}
