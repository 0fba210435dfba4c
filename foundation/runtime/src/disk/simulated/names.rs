//! A simulated directory: the names a program sees, those that are durable, and the changes between the two.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};

use crate::random::SeededRandom;

#[derive(Clone, Default)]
pub(super) struct Names {
    live: BTreeMap<String, u64>,
    synced: BTreeMap<String, u64>,
    unsynced: Vec<Change>,
    /// A sync has failed since the process began.
    failed: bool,
}

#[derive(Clone)]
enum Change {
    Link(String, u64),
    Unlink(String),
    Rename(String, String, u64),
}

impl Change {
    fn apply(&self, to: &mut BTreeMap<String, u64>) {
        match self {
            Change::Link(name, inode) => {
                to.insert(name.clone(), *inode);
            }
            Change::Unlink(name) => {
                to.remove(name);
            }
            Change::Rename(from, name, inode) => {
                // After a crash the old name may stand for another file, or for none.
                if to.get(from) == Some(inode) {
                    to.remove(from);
                }
                to.insert(name.clone(), *inode);
            }
        }
    }
}

impl Names {
    pub(super) fn get(&self, name: &str) -> Option<u64> {
        self.live.get(name).copied()
    }

    pub(super) fn list(&self) -> Vec<String> {
        self.live.keys().cloned().collect()
    }

    /// Whether a file has a name, had one that is still durable, or may get one back in a crash.
    pub(super) fn holds(&self, inode: u64) -> bool {
        let pending = self.unsynced.iter().any(|change| match change {
            Change::Link(_, of) | Change::Rename(_, _, of) => *of == inode,
            Change::Unlink(_) => false,
        });
        pending || self.live.values().chain(self.synced.values()).any(|of| *of == inode)
    }

    pub(super) fn link(&mut self, name: &str, inode: u64) {
        self.change(Change::Link(name.to_owned(), inode));
    }

    pub(super) fn unlink(&mut self, name: &str) -> io::Result<()> {
        self.get(name).ok_or(ErrorKind::NotFound)?;
        self.change(Change::Unlink(name.to_owned()));
        Ok(())
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let inode = self.get(from).ok_or(ErrorKind::NotFound)?;
        self.change(Change::Rename(from.to_owned(), to.to_owned(), inode));
        Ok(())
    }

    fn change(&mut self, change: Change) {
        change.apply(&mut self.live);
        self.unsynced.push(change);
    }

    pub(super) fn put(&mut self, name: &str, inode: u64) {
        self.live.insert(name.to_owned(), inode);
        self.synced.insert(name.to_owned(), inode);
    }

    pub(super) fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            change.apply(&mut self.synced);
        }
    }

    /// What a failed sync does: what was changed is seen, and no later sync of this process makes it durable.
    pub(super) fn forget_unsynced(&mut self) {
        self.unsynced.clear();
        self.failed = true;
    }

    /// Another process finds what is seen. Its sync covers that: a file system whose metadata could not be written takes
    /// nothing more until it was repaired.
    pub(super) fn next_process(&mut self) {
        if !std::mem::take(&mut self.failed) {
            return;
        }
        let gone = self.synced.keys().filter(|name| !self.live.contains_key(*name));
        let gone = gone.map(|name| Change::Unlink(name.clone()));
        let other = self.live.iter().filter(|(name, inode)| self.synced.get(*name) != Some(inode));
        let other = other.map(|(name, inode)| Change::Link(name.clone(), *inode));
        self.unsynced = gone.chain(other).collect();
    }

    /// Keeps of the changes since the last sync none, all, the first few, or any.
    pub(super) fn crash(&mut self, random: &SeededRandom) {
        let count = self.unsynced.len() as u64;
        let habit = random.below(4);
        let first = random.below(count + 1);
        for (at, change) in self.unsynced.drain(..).enumerate() {
            let kept = match habit {
                0 => false,
                1 => true,
                2 => (at as u64) < first,
                _ => random.once_in(2),
            };
            if kept {
                change.apply(&mut self.synced);
            }
        }
        self.live = self.synced.clone();
        self.failed = false;
    }
}
