//! A directory in memory that loses power, fails and fills up when a test says so, and does so again from
//! the same seed.
//!
//! It keeps what is durable apart from what a program sees. A power cut ([`SimulatedDisk::crash`]) leaves
//! what was synced and, sector by sector and name by name, as much of the rest as a seed wills. A killed
//! process ([`SimulatedDisk::kill`]) leaves everything, but nothing more durable than it was.

mod handle;
mod inode;
mod names;
mod trace;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use inode::Inode;
use names::Names;
use std::collections::{BTreeMap, BTreeSet};
use trace::Trace;

use rustix::io::Errno;

use super::Space;
use crate::random::SeededRandom;

/// Free space is handed out in units of this.
const BLOCK_BYTES: u64 = 4096;

/// A directory in memory. Clones see the same one, until it crashes: then only the handle that the crash
/// gives lives on.
#[derive(Clone)]
pub struct SimulatedDisk {
    state: Arc<Mutex<State>>,
    /// Files and disks of an earlier generation belonged to a process that is gone.
    generation: u64,
}

/// Something that goes wrong. `after` counts how many operations of that sort still succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A sync of a file or the directory fails with EIO. As on Linux, what was to be synced is then seen as
    /// clean: no later sync makes it durable, though it is still read; of names, no later sync of the same process.
    SyncFails {
        /// Syncs that still succeed.
        after: u64,
    },
    /// A write fails with EIO when half of it is done.
    WriteFails {
        /// Writes that still succeed.
        after: u64,
    },
    /// As `SyncFails`, but with ENOSPC: a file system that finds room for what was written only now.
    SyncFindsNoRoom {
        /// Syncs that still succeed.
        after: u64,
    },
    /// As `WriteFails`, but with ENOSPC.
    WriteFindsNoRoom {
        /// Writes that still succeed.
        after: u64,
    },
    /// Nothing that would change the disk succeeds any more, until it crashes.
    PowerFails {
        /// Changing operations that still succeed.
        after: u64,
    },
}

#[derive(Clone)]
struct State {
    generation: u64,
    names: Names,
    inodes: BTreeMap<u64, Inode>,
    /// Files that are open.
    handles: BTreeMap<u64, Weak<()>>,
    next_inode: u64,
    /// Files that have another name in another directory.
    named_elsewhere: BTreeSet<u64>,
    total_bytes: u64,
    occupied_bytes: u64,
    cached: bool,
    operations: u64,
    /// How many still succeed, and with what the next one fails.
    syncs_until_failure: Option<(u64, Errno)>,
    writes_until_failure: Option<(u64, Errno)>,
    operations_until_power_fails: Option<u64>,
    trace: Trace,
}

impl SimulatedDisk {
    /// An empty directory on a file system of `total_bytes`.
    pub fn new(total_bytes: u64) -> Self {
        let state = State {
            generation: 0,
            names: Names::default(),
            inodes: BTreeMap::new(),
            handles: BTreeMap::new(),
            next_inode: 0,
            named_elsewhere: BTreeSet::new(),
            total_bytes,
            occupied_bytes: 0,
            cached: true,
            operations: 0,
            syncs_until_failure: None,
            writes_until_failure: None,
            operations_until_power_fails: None,
            trace: Trace::default(),
        };
        SimulatedDisk { state: Arc::new(Mutex::new(state)), generation: 0 }
    }

    /// Lets something go wrong.
    pub fn inject(&self, fault: Fault) {
        let mut state = self.lock();
        match fault {
            Fault::SyncFails { after } => state.syncs_until_failure = Some((after, Errno::IO)),
            Fault::WriteFails { after } => state.writes_until_failure = Some((after, Errno::IO)),
            Fault::SyncFindsNoRoom { after } => state.syncs_until_failure = Some((after, Errno::NOSPC)),
            Fault::WriteFindsNoRoom { after } => state.writes_until_failure = Some((after, Errno::NOSPC)),
            Fault::PowerFails { after } => state.operations_until_power_fails = Some(after),
        }
    }

    /// Cuts the power. What was synced stays; of the rest, as much as `random` wills. Planned faults are
    /// forgotten. All handles from before are dead; the one returned is what the next process sees.
    pub fn crash(&self, random: &SeededRandom) -> SimulatedDisk {
        let mut state = self.lock();
        state.names.crash(random);
        let State { names, inodes, .. } = &mut *state;
        inodes.retain(|id, _| names.holds(*id));
        // Of the operating system's habits one is drawn for each cut: nothing more was written back, all
        // was, or some.
        let habit = random.below(8);
        for inode in inodes.values_mut() {
            match habit {
                0 => inode.crash(|_| 0, false),
                1 => inode.crash(|versions| versions, true),
                _ => {
                    let with_length = random.once_in(2);
                    inode.crash(|versions| random.below(versions as u64 + 1) as usize, with_length);
                }
            }
        }
        state.trace.note("crash", "", 0, &[]);
        self.next_generation(state)
    }

    /// Ends the process: all handles from before are dead, and nothing is lost from the page cache.
    pub fn kill(&self) -> SimulatedDisk {
        let mut state = self.lock();
        state.trace.note("kill", "", 0, &[]);
        state.names.next_process();
        self.next_generation(state)
    }

    fn next_generation(&self, mut state: MutexGuard<'_, State>) -> SimulatedDisk {
        state.generation += 1;
        state.syncs_until_failure = None;
        state.writes_until_failure = None;
        state.operations_until_power_fails = None;
        SimulatedDisk { state: self.state.clone(), generation: state.generation }
    }

    /// Another disk with the same contents, synced and not.
    pub fn copy(&self) -> SimulatedDisk {
        let state = self.lock().clone();
        SimulatedDisk { generation: state.generation, state: Arc::new(Mutex::new(state)) }
    }

    /// A file's bytes, as a program would read them.
    pub fn contents(&self, name: &str) -> Option<Vec<u8>> {
        let state = self.lock();
        let inode = &state.inodes[&state.names.get(name)?];
        let mut bytes = vec![0; inode.len() as usize];
        inode.read(&mut bytes, 0).expect("a file has its length");
        Some(bytes)
    }

    /// Makes a file, or replaces its bytes, durably and without a trace: the hand of a test.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        let mut state = self.lock();
        let id = state.next_inode;
        state.next_inode += 1;
        state.inodes.insert(id, Inode::durable(bytes));
        state.names.put(name, id);
    }

    /// Gives a file another name in another directory.
    pub fn name_elsewhere(&self, name: &str) {
        let mut state = self.lock();
        let id = state.names.get(name).expect("a test names a file that is there");
        state.named_elsewhere.insert(id);
    }

    /// Lets other programs take `bytes` of the file system, in all.
    pub fn occupy(&self, bytes: u64) {
        self.lock().occupied_bytes = bytes;
    }

    /// Whether reads find their bytes in the page cache.
    pub fn set_cached(&self, cached: bool) {
        self.lock().cached = cached;
    }

    /// How many changing operations there were.
    pub fn operations(&self) -> u64 {
        self.lock().operations
    }

    /// A number that stands for everything that was done to the disk, in order, with all bytes.
    pub fn trace_hash(&self) -> u64 {
        self.lock().trace.hash()
    }

    /// Keeps the trace in words from here on, for a test that wants to see where two runs part.
    pub fn keep_trace(&self) {
        self.lock().trace.keep();
    }

    /// The trace in words.
    pub fn trace(&self) -> Vec<String> {
        self.lock().trace.lines().to_vec()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of a simulated disk's lock panics")
    }

    fn enter(&self) -> io::Result<MutexGuard<'_, State>> {
        let state = self.lock();
        state.alive(self.generation)?;
        Ok(state)
    }

    /// As `enter`, for an operation that changes the disk.
    fn change(&self, what: &str, name: &str, number: u64, bytes: &[u8]) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.enter()?;
        state.count(what, name, number, bytes)?;
        Ok(state)
    }
}

impl State {
    fn alive(&self, generation: u64) -> io::Result<()> {
        let gone = || io::Error::other("the process that opened this is gone");
        (generation == self.generation).then_some(()).ok_or_else(gone)
    }

    /// Counts and traces an operation that changes the disk, if there is power for it.
    fn count(&mut self, what: &str, name: &str, number: u64, bytes: &[u8]) -> io::Result<()> {
        if due(&mut self.operations_until_power_fails) {
            self.operations_until_power_fails = Some(0);
            return Err(io::Error::other("the power is off"));
        }
        self.operations += 1;
        self.trace.note(what, name, number, bytes);
        Ok(())
    }

    fn sync_fails(&mut self) -> io::Result<()> {
        fault_due(&mut self.syncs_until_failure)
    }

    fn write_fails(&mut self) -> io::Result<()> {
        fault_due(&mut self.writes_until_failure)
    }

    fn space(&self) -> Space {
        let used: u64 = self.inodes.values().map(|inode| inode.len().next_multiple_of(BLOCK_BYTES)).sum();
        let free_bytes = self.total_bytes.saturating_sub(used + self.occupied_bytes);
        Space { free_bytes, total_bytes: self.total_bytes }
    }
}

/// Counts down to a fault, which strikes once.
fn due(countdown: &mut Option<u64>) -> bool {
    match countdown {
        Some(0) => {
            *countdown = None;
            true
        }
        Some(n) => {
            *n -= 1;
            false
        }
        None => false,
    }
}

/// As `due`, for a fault that is an error.
fn fault_due(countdown: &mut Option<(u64, Errno)>) -> io::Result<()> {
    let Some((left, errno)) = countdown.take() else { return Ok(()) };
    let Some(left) = left.checked_sub(1) else { return Err(errno.into()) };
    *countdown = Some((left, errno));
    Ok(())
}

#[cfg(test)]
mod tests;
