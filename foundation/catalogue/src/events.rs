//! What the catalogue writes to the log. Tags and field numbers are never reused.

use millpond_log::Partition;
use millpond_log::event::{Event, Fields, Kind, Malformed};
use millpond_partition::{At, EventOf, ParcelId, ResourceId};
use millpond_runtime::Millis;

use crate::{Catalogue, Entry, Key, PackedPairs, Pairs, read_pairs, write_pairs};

/// The catalogue's number among the services.
pub const SERVICE: u8 = 1;
const CREATED: u8 = 1;
const CHANGED: u8 = 2;
const TAGGED: u8 = 3;
const REMOVED: u8 = 4;
const NAMES_FREED: u8 = 5;

/// One fact of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogueEvent {
    /// A resource was created.
    Created {
        /// Its name.
        key: Key,
        /// Its number.
        id: ResourceId,
        /// Its attributes.
        attributes: Pairs,
        /// Its tags.
        tags: Pairs,
        /// The parcel that tells its partition.
        delivery: ParcelId,
    },
    /// Its attributes are these now.
    Changed {
        /// Its number.
        id: ResourceId,
        /// All attributes.
        attributes: Pairs,
        /// The parcel that tells its partition.
        delivery: ParcelId,
    },
    /// Its tags are these now.
    Tagged {
        /// Its number.
        id: ResourceId,
        /// All tags.
        tags: Pairs,
    },
    /// It is gone.
    Removed {
        /// Its number.
        id: ResourceId,
        /// When its name may be used again.
        name_free_at: Millis,
    },
    /// Every name of a removed resource may be used again.
    NamesFreed,
}

impl EventOf<Catalogue> for CatalogueEvent {
    fn kind(&self) -> Kind {
        let tag = match self {
            CatalogueEvent::Created { .. } => CREATED,
            CatalogueEvent::Changed { .. } => CHANGED,
            CatalogueEvent::Tagged { .. } => TAGGED,
            CatalogueEvent::Removed { .. } => REMOVED,
            CatalogueEvent::NamesFreed => NAMES_FREED,
        };
        Kind { service: SERVICE, tag, version: 1 }
    }

    fn write(&self, fields: &mut Fields<'_>) {
        match self {
            CatalogueEvent::Created { key, id, attributes, tags, delivery } => {
                fields.number(1, id.0);
                fields.number(2, u64::from(key.service));
                fields.bytes(3, key.scope.as_bytes());
                fields.bytes(4, key.name.as_bytes());
                fields.bytes(5, &write_pairs(attributes));
                fields.bytes(6, &write_pairs(tags));
                write_delivery(fields, *delivery);
            }
            CatalogueEvent::Changed { id, attributes, delivery } => {
                fields.number(1, id.0);
                fields.bytes(5, &write_pairs(attributes));
                write_delivery(fields, *delivery);
            }
            CatalogueEvent::Tagged { id, tags } => {
                fields.number(1, id.0);
                fields.bytes(6, &write_pairs(tags));
            }
            CatalogueEvent::Removed { id, name_free_at } => {
                fields.number(1, id.0);
                fields.number(9, *name_free_at);
            }
            CatalogueEvent::NamesFreed => {}
        }
    }

    fn apply(self, catalogue: &mut Catalogue, at: At) {
        match self {
            CatalogueEvent::Created { key, id, attributes, tags, delivery } => {
                catalogue.last_id = catalogue.last_id.max(id);
                let (attributes, tags) = (PackedPairs::from(&attributes), PackedPairs::from(&tags));
                let entry = Entry { id, attributes, tags, created: at.time, modified: at.time, delivery };
                catalogue.put(key, entry, at);
            }
            CatalogueEvent::Changed { id, attributes, delivery } => catalogue.change(id, at, |entry| {
                entry.attributes = PackedPairs::from(&attributes);
                entry.modified = at.time;
                entry.delivery = delivery;
            }),
            CatalogueEvent::Tagged { id, tags } => {
                catalogue.change(id, at, |entry| entry.tags = PackedPairs::from(&tags))
            }
            CatalogueEvent::Removed { id, name_free_at } => catalogue.remove(id, name_free_at, at),
            CatalogueEvent::NamesFreed => catalogue.blocked.clear(),
        }
    }
}

fn write_delivery(fields: &mut Fields<'_>, delivery: ParcelId) {
    fields.number(7, u64::from(delivery.to.0));
    fields.number(8, delivery.number);
}

impl CatalogueEvent {
    /// Reads an event of the catalogue.
    pub fn read(event: &Event<'_>) -> Result<Self, Malformed> {
        if event.kind.version != 1 {
            return Err(Malformed("an event of the catalogue has a version that this program does not know"));
        }
        let (mut numbers, mut texts) = ([0u64; 10], [""; 5]);
        let (mut attributes, mut tags) = (Pairs::new(), Pairs::new());
        for field in event.fields() {
            match field? {
                (number @ (1 | 2 | 7 | 8 | 9), value) => numbers[number as usize] = value.number()?,
                (number @ (3 | 4), value) => texts[number as usize] = value.text()?,
                (5, value) => attributes = read_pairs(value.bytes()?)?,
                (6, value) => tags = read_pairs(value.bytes()?)?,
                _ => {
                    return Err(Malformed(
                        "an event of the catalogue has a field that this program does not know",
                    ));
                }
            }
        }
        let id = ResourceId(numbers[1]);
        let delivery = ParcelId { to: Partition(numbers[7] as u32), number: numbers[8] };
        Ok(match event.kind.tag {
            CREATED => {
                let key = Key::new(numbers[2] as u8, texts[3], texts[4]);
                CatalogueEvent::Created { key, id, attributes, tags, delivery }
            }
            CHANGED => CatalogueEvent::Changed { id, attributes, delivery },
            TAGGED => CatalogueEvent::Tagged { id, tags },
            REMOVED => CatalogueEvent::Removed { id, name_free_at: numbers[9] },
            NAMES_FREED => CatalogueEvent::NamesFreed,
            _ => {
                return Err(Malformed(
                    "an event of the catalogue has a type that this program does not know",
                ));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use millpond_log::event::{Body, BodyWriter};

    use super::*;

    #[test]
    fn events_read_as_they_were_written() {
        let delivery = ParcelId { to: Partition(6), number: 3 };
        let pairs = Pairs::from([("DelaySeconds".into(), "5".into())]);
        let id = ResourceId(1 << 40 | 5);
        let events = [
            CatalogueEvent::Created {
                key: Key::new(2, "000000000000/us-east-1", "q"),
                id,
                attributes: pairs.clone(),
                tags: Pairs::new(),
                delivery,
            },
            CatalogueEvent::Changed { id, attributes: pairs.clone(), delivery },
            CatalogueEvent::Tagged { id, tags: pairs },
            CatalogueEvent::Removed { id, name_free_at: 77 },
            CatalogueEvent::NamesFreed,
        ];
        for event in events {
            let mut body = BodyWriter::new(1);
            body.event(event.kind(), |fields| event.write(fields));
            let bytes = body.finish();
            let read = Body::parse(&bytes).unwrap().next().unwrap().unwrap();
            assert_eq!(CatalogueEvent::read(&read).unwrap(), event);
        }
    }
}
