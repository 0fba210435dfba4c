//! The catalogue: the state machine in partition 0 that holds every resource's name, number, partition, attributes
//! and tags. Names are decided only there. It knows no service: what may be created or changed, the services decide.
//!
//! Front-ends never ask it to route: they read the [`Directory`], a snapshot of what is durable.

mod directory;
mod entry;
mod events;
mod links;
mod pairs;
mod snapshot;

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::Arc;

use millpond_log::event::{Event, Malformed};
use millpond_log::{Epoch, Partition, Position};
use millpond_partition::{At, EventOf, ResourceId};
use millpond_runtime::Millis;

use links::Links;

pub use directory::{Directory, Snapshot};
pub use entry::{Entry, Key, Name};
pub use events::{CatalogueEvent, SERVICE};
pub use links::LinkOf;
pub use pairs::{PackedPairs, Pairs, read_pairs, write_pairs};

/// The partition that the catalogue lives in.
pub const PARTITION: Partition = Partition(0);

/// How far the counter stands below the epoch in a resource's number.
const COUNTER_BITS: u32 = 40;

/// See the module. In every partition but 0 it is empty.
pub struct Catalogue {
    /// A checkpoint is written from a copy.
    entries: imbl::OrdMap<Key, Arc<Entry>>,
    keys: BTreeMap<ResourceId, Key>,
    link_of: LinkOf,
    links: Links,
    /// Names of removed resources that may not be used again before a time.
    blocked: BTreeMap<Key, Millis>,
    last_id: ResourceId,
    /// Changes that the directory must not show before they are durable.
    unpublished: VecDeque<(Position, Change)>,
    directory: Arc<Directory>,
}

/// A change of what the directory shows: the key's entry now, or none.
pub(crate) type Change = (Key, Option<Arc<Entry>>);

impl Catalogue {
    /// An empty catalogue that publishes to `directory`.
    pub fn new(directory: Arc<Directory>, link_of: LinkOf) -> Self {
        Catalogue {
            entries: imbl::OrdMap::new(),
            keys: BTreeMap::new(),
            link_of,
            links: Links::default(),
            blocked: BTreeMap::new(),
            last_id: ResourceId(0),
            unpublished: VecDeque::new(),
            directory,
        }
    }

    /// The resource of that name.
    pub fn get(&self, key: &Key) -> Option<&Arc<Entry>> {
        self.entries.get(key)
    }

    /// The key of a resource.
    pub fn key_of(&self, id: ResourceId) -> Option<&Key> {
        self.keys.get(&id)
    }

    /// A service's resources in a scope whose names start with `prefix`, by name, after `after` if given.
    pub fn list<'a>(
        &'a self,
        service: u8,
        scope: &'a str,
        prefix: &'a str,
        after: Option<&str>,
    ) -> impl Iterator<Item = (&'a Key, &'a Arc<Entry>)> {
        let start = Key::new(service, scope, after.unwrap_or(prefix).max(prefix));
        let from = if after.is_some_and(|after| after >= prefix) {
            Bound::Excluded(start)
        } else {
            Bound::Included(start)
        };
        self.entries.range((from, Bound::Unbounded)).take_while(move |(key, _)| {
            key.service == service && &*key.scope == scope && key.name.starts_with(prefix)
        })
    }

    /// The resources that link to this name, by name.
    pub fn linked_to(&self, key: &Key) -> impl Iterator<Item = (&Key, &Arc<Entry>)> {
        self.links.to(key).filter_map(|key| self.entries.get_key_value(key))
    }

    /// Every resource.
    pub fn all(&self) -> impl Iterator<Item = (&Key, &Arc<Entry>)> {
        self.entries.iter()
    }

    /// Whether the name may not be used yet.
    pub fn is_blocked(&self, key: &Key, now: Millis) -> bool {
        self.blocked.get(key).is_some_and(|until| now < *until)
    }

    /// The number of the next resource.
    pub fn next_id(&self, epoch: Epoch) -> ResourceId {
        ResourceId(next_number(self.last_id.0, epoch))
    }

    /// Applies an event found in the log.
    pub fn replay(&mut self, event: &Event<'_>, at: At) -> Result<(), Malformed> {
        CatalogueEvent::read(event)?.apply(self, at);
        Ok(())
    }

    /// Shows the world what has become durable.
    pub fn on_durable(&mut self, durable: Position) {
        let mut changes = Vec::new();
        while let Some((_, change)) = self.unpublished.pop_front_if(|(position, _)| *position < durable) {
            changes.push(change);
        }
        if !changes.is_empty() {
            self.directory.publish(changes, self.link_of);
        }
    }

    fn put(&mut self, key: Key, entry: Entry, at: At) {
        self.place(key, Arc::new(entry), at.place.position);
    }

    fn place(&mut self, key: Key, entry: Arc<Entry>, at: Position) {
        // Thousands of names stand in one scope.
        let before = self.entries.range::<_, Key>(..&key).next_back();
        let neighbours = [before, self.entries.range::<_, Key>(&key..).next()];
        let key = neighbours.into_iter().flatten().fold(key.clone(), |key, (other, _)| key.beside(other));
        self.keys.insert(entry.id, key.clone());
        let before = self.entries.insert(key.clone(), entry.clone());
        self.links.change(self.link_of, &key, before.as_deref(), Some(&entry));
        self.unpublished.push_back((at, (key, Some(entry))));
    }

    fn change(&mut self, id: ResourceId, at: At, change: impl FnOnce(&mut Entry)) {
        let Some(key) = self.keys.get(&id).cloned() else { return };
        let Some(entry) = self.entries.get(&key) else { return };
        let mut entry = Entry::clone(entry);
        change(&mut entry);
        self.put(key, entry, at);
    }

    fn remove(&mut self, id: ResourceId, name_free_at: Millis, at: At) {
        let Some(key) = self.keys.remove(&id) else { return };
        let before = self.entries.remove(&key);
        self.links.change(self.link_of, &key, before.as_deref(), None);
        self.blocked.retain(|_, until| at.time < *until);
        if at.time < name_free_at {
            self.blocked.insert(key.clone(), name_free_at);
        }
        self.unpublished.push_back((at.place.position, (key, None)));
    }
}

/// The number after `last` under `epoch`: `epoch << 40 | counter`, so a number that was shown is never given again,
/// even where the record that gave it was lost.
pub fn next_number(last: u64, epoch: Epoch) -> u64 {
    let floor = epoch.0 << COUNTER_BITS;
    (last + 1).max(floor + 1)
}
