//! A resource as the catalogue knows it.

use std::sync::Arc;

use millpond_partition::{ParcelId, ResourceId};
use millpond_runtime::Millis;

use crate::Pairs;

/// What a name means: the service's number, a scope (to services of AWS an account and a region) and the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The service's number, as in its events.
    pub service: u8,
    /// The namespace.
    pub scope: Arc<str>,
    /// The name.
    pub name: Arc<str>,
}

impl Key {
    /// A key.
    pub fn new(service: u8, scope: &str, name: &str) -> Self {
        Key { service, scope: scope.into(), name: name.into() }
    }
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: ResourceId,
    /// Its attributes, by name, as the service wrote them.
    pub attributes: Pairs,
    /// Its tags.
    pub tags: Pairs,
    /// When it was created.
    pub created: Millis,
    /// When its attributes last changed.
    pub modified: Millis,
    /// The parcel that takes the latest change to the resource's partition.
    pub delivery: ParcelId,
}
