//! What front-ends see of the catalogue: an immutable snapshot of what is durable, swapped as a whole.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};

use crate::links::Links;
use crate::{Change, Entry, Key, LinkOf};

/// The current snapshot, shared by all threads.
#[derive(Default)]
pub struct Directory {
    current: ArcSwap<Snapshot>,
}

/// See the module.
#[derive(Clone, Default)]
pub struct Snapshot {
    entries: imbl::OrdMap<Key, Arc<Entry>>,
    links: Links,
}

impl Directory {
    /// The snapshot now. Cheap; don't keep it.
    pub fn snapshot(&self) -> Guard<Arc<Snapshot>> {
        self.current.load()
    }

    pub(crate) fn publish(&self, changes: Vec<Change>, link_of: LinkOf) {
        let Snapshot { mut entries, mut links } = Snapshot::clone(&self.current.load());
        for (key, entry) in changes {
            let before = match &entry {
                Some(entry) => entries.insert(key.clone(), entry.clone()),
                None => entries.remove(&key),
            };
            links.change(link_of, &key, before.as_deref(), entry.as_deref());
        }
        self.current.store(Arc::new(Snapshot { entries, links }));
    }
}

impl Snapshot {
    /// The resource of that name.
    pub fn get(&self, key: &Key) -> Option<&Arc<Entry>> {
        self.entries.get(key)
    }

    /// The resources that link to this name, by name.
    pub fn linked_to(&self, key: &Key) -> impl Iterator<Item = (&Key, &Arc<Entry>)> {
        self.links.to(key).filter_map(|key| self.entries.get_key_value(key))
    }

    /// Every resource, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Arc<Entry>)> {
        self.entries.iter()
    }
}
