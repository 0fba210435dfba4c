//! Removes every queue and frees every name at once: for `POST /_millpond/reset`, which AWS does not have.

use millpond_catalogue::{Catalogue, CatalogueEvent};
use millpond_partition::{ParcelId, Turn};

use super::parcel;
use crate::SERVICE;
use crate::events::SqsEvent;

/// Removes all queues. Returns the parcels that must be delivered before it is true everywhere.
pub fn clear(turn: &mut Turn<'_, Catalogue>) -> Vec<ParcelId> {
    let queues: Vec<_> =
        turn.state().all().filter(|(key, _)| key.service == SERVICE).map(|(_, entry)| entry.id).collect();
    let parcels = queues
        .into_iter()
        .map(|id| {
            let delivery =
                turn.post(id.partition(turn.partitions()), parcel(&SqsEvent::QueueClosed { queue: id }));
            turn.commit(CatalogueEvent::Removed { id, name_free_at: 0 });
            delivery
        })
        .collect();
    turn.commit(CatalogueEvent::NamesFreed);
    parcels
}
