//! A resource as the catalogue knows it.

use std::ops::Deref;
use std::sync::Arc;

use millpond_partition::{ParcelId, ResourceId};
use millpond_runtime::Millis;

use crate::PackedPairs;

/// What a name means: the service's number, a scope (to services of AWS an account and a region) and the name.
/// One pointer, since it stands in several maps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<Name>);

/// What a [`Key`] is made of.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The service's number, as in its events.
    pub service: u8,
    /// The namespace.
    pub scope: Arc<str>,
    /// The name.
    pub name: Box<str>,
}

impl Deref for Key {
    type Target = Name;

    fn deref(&self) -> &Name {
        &self.0
    }
}

impl Key {
    /// A key.
    pub fn new(service: u8, scope: &str, name: &str) -> Self {
        Key(Arc::new(Name { service, scope: scope.into(), name: name.into() }))
    }

    /// The same key, with the scope's text in common with the other's if it is the same.
    pub(crate) fn beside(self, other: &Key) -> Self {
        if self.scope != other.scope || Arc::ptr_eq(&self.scope, &other.scope) {
            return self;
        }
        Key(Arc::new(Name { service: self.service, scope: other.scope.clone(), name: self.name.clone() }))
    }
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: ResourceId,
    /// Its attributes, by name, as the service wrote them.
    pub attributes: PackedPairs,
    /// Its tags.
    pub tags: PackedPairs,
    /// When it was created.
    pub created: Millis,
    /// When its attributes last changed.
    pub modified: Millis,
    /// The parcel that takes the latest change to the resource's partition.
    pub delivery: ParcelId,
}
