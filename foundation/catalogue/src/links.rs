//! Which resources name which other in their attributes, found from the one that is named.

use imbl::{OrdMap, OrdSet};

use crate::{Entry, Key};

/// The name of another resource that this one's attributes name, so that it is found from there: a dead-letter queue.
pub type LinkOf = fn(&Key, &Entry) -> Option<Key>;

/// By the name that they link to: resources, whether or not that one is there.
#[derive(Clone, Default)]
pub(crate) struct Links(OrdMap<Key, OrdSet<Key>>);

impl Links {
    /// The names of those that link to this name, in order.
    pub(crate) fn to(&self, key: &Key) -> impl Iterator<Item = &Key> {
        self.0.get(key).into_iter().flatten()
    }

    #[cfg(test)]
    pub(crate) fn names(&self) -> usize {
        self.0.len()
    }

    /// A resource has come, changed or gone.
    pub(crate) fn change(&mut self, link_of: LinkOf, key: &Key, before: Option<&Entry>, now: Option<&Entry>) {
        let [before, now] = [before, now].map(|entry| entry.and_then(|entry| link_of(key, entry)));
        if before == now {
            return;
        }
        if let Some(target) = before
            && let Some(linked) = self.0.get_mut(&target)
        {
            linked.remove(key);
            if linked.is_empty() {
                self.0.remove(&target);
            }
        }
        if let Some(target) = now {
            self.0.entry(target).or_default().insert(key.clone());
        }
    }
}
