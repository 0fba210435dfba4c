//! What front-ends see of the catalogue: an immutable snapshot of what is durable, swapped as a whole.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};

use crate::{Change, Entry, Key};

/// The current snapshot, shared by all threads.
#[derive(Default)]
pub struct Directory {
    current: ArcSwap<Snapshot>,
}

/// See the module.
#[derive(Default)]
pub struct Snapshot {
    entries: imbl::OrdMap<Key, Arc<Entry>>,
}

impl Directory {
    /// The snapshot now. Cheap; don't keep it.
    pub fn snapshot(&self) -> Guard<Arc<Snapshot>> {
        self.current.load()
    }

    pub(crate) fn publish(&self, changes: Vec<Change>) {
        let mut entries = self.current.load().entries.clone();
        for (key, entry) in changes {
            match entry {
                Some(entry) => entries.insert(key, entry),
                None => entries.remove(&key),
            };
        }
        self.current.store(Arc::new(Snapshot { entries }));
    }
}

impl Snapshot {
    /// The resource of that name.
    pub fn get(&self, key: &Key) -> Option<&Arc<Entry>> {
        self.entries.get(key)
    }

    /// Every resource, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Arc<Entry>)> {
        self.entries.iter()
    }
}
