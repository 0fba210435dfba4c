//! The catalogue in a checkpoint. All numbers are varints, texts begin with their length.
//!
//! It is all in the column of settings: it changes when a user makes, changes or deletes a resource.
//!
//! The last number; then the entries: key (service, scope, name), number, attributes, tags, created, modified, delivery
//! (to, number); then the names that are blocked: key, until.

use std::sync::Arc;

use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_log::{ColumnReader, Draft, Partition, Position};
use millpond_partition::{ParcelId, ResourceId};

use crate::{Catalogue, Entry, Key, PackedPairs, read_pairs};

impl Catalogue {
    /// Writes all of it for a checkpoint.
    pub fn write(&self, draft: &mut Draft) {
        let into = &mut draft.now().settings;
        put_varint(into, self.last_id.0);
        put_varint(into, self.entries.len() as u64);
        if !self.entries.is_empty() {
            // One partition has the names of all queues.
            let entries = self.entries.clone();
            draft.later(move |into| {
                entries.iter().for_each(|(key, entry)| write_entry(key, entry, &mut into.settings));
            });
        }
        let into = &mut draft.now().settings;
        put_varint(into, self.blocked.len() as u64);
        for (key, until) in &self.blocked {
            write_key(key, into);
            put_varint(into, *until);
        }
    }

    /// Makes an empty catalogue what [`Catalogue::write`] wrote. The directory shows it with the next that is durable.
    pub fn restore(&mut self, from: &mut ColumnReader<'_>) -> Result<(), Malformed> {
        let from = from.settings();
        self.last_id = ResourceId(take_varint(from)?);
        for _ in 0..take_varint(from)? {
            let (key, id) = (read_key(from)?, ResourceId(take_varint(from)?));
            let (attributes, tags) = (read_pairs(take_bytes(from)?)?, read_pairs(take_bytes(from)?)?);
            let (attributes, tags) = (PackedPairs::from(&attributes), PackedPairs::from(&tags));
            let (created, modified) = (take_varint(from)?, take_varint(from)?);
            let to =
                u32::try_from(take_varint(from)?).map_err(|_| Malformed("a partition is out of range"))?;
            let delivery = ParcelId { to: Partition(to), number: take_varint(from)? };
            let entry = Arc::new(Entry { id, attributes, tags, created, modified, delivery });
            self.place(key, entry, Position(0));
        }
        for _ in 0..take_varint(from)? {
            let key = read_key(from)?;
            self.blocked.insert(key, take_varint(from)?);
        }
        Ok(())
    }
}

fn write_entry(key: &Key, entry: &Entry, into: &mut Vec<u8>) {
    write_key(key, into);
    put_varint(into, entry.id.0);
    put_bytes(into, &entry.attributes.written());
    put_bytes(into, &entry.tags.written());
    let Entry { created, modified, delivery, .. } = *entry;
    let numbers = [created, modified, u64::from(delivery.to.0), delivery.number];
    numbers.into_iter().for_each(|number| put_varint(into, number));
}

fn write_key(key: &Key, into: &mut Vec<u8>) {
    put_varint(into, u64::from(key.service));
    put_bytes(into, key.scope.as_bytes());
    put_bytes(into, key.name.as_bytes());
}

fn read_key(from: &mut &[u8]) -> Result<Key, Malformed> {
    let service = u8::try_from(take_varint(from)?).map_err(|_| Malformed("a service is out of range"))?;
    let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Malformed("a name is not UTF-8"));
    let scope = text(take_bytes(from)?)?;
    Ok(Key::new(service, scope, text(take_bytes(from)?)?))
}

fn put_bytes(into: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(into, bytes.len() as u64);
    into.extend_from_slice(bytes);
}

fn take_bytes<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], Malformed> {
    let len = take_varint(from)? as usize;
    let (bytes, rest) = from.split_at_checked(len).ok_or(Malformed("a text is cut short"))?;
    *from = rest;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use millpond_log::EventRef;
    use millpond_partition::{At, EventOf};

    use super::*;
    use crate::{CatalogueEvent, Directory, Pairs};

    const SCOPE: &str = "000000000000/us-east-1";

    fn link_of(key: &Key, entry: &Entry) -> Option<Key> {
        entry.attributes.pairs().get("to").map(|name| Key::new(key.service, &key.scope, name))
    }

    #[test]
    fn a_catalogue_reads_as_it_was_written_and_shows_what_it_has() {
        let directory = Arc::new(Directory::default());
        let mut catalogue = Catalogue::new(directory.clone(), link_of);
        let place = EventRef { partition: Partition(0), position: Position(3), offset: 0, len: 0 };
        let at = |time| At { place, time };
        for number in 1..4 {
            CatalogueEvent::Created {
                key: Key::new(2, "000000000000/us-east-1", &format!("q{number}")),
                id: ResourceId(number),
                attributes: Pairs::from([("DelaySeconds".into(), "5".into())]),
                tags: Pairs::from([("a".into(), "b".into())]),
                delivery: ParcelId { to: Partition(number as u32), number: 7 },
            }
            .apply(&mut catalogue, at(5));
        }
        let scopes: Vec<_> = catalogue.all().map(|(key, _)| key.scope.clone()).collect();
        assert!(scopes.iter().all(|scope| Arc::ptr_eq(scope, &scopes[0])), "one text for all");
        CatalogueEvent::Removed { id: ResourceId(2), name_free_at: 60_000 }.apply(&mut catalogue, at(9));
        let mut draft = Draft::default();
        catalogue.write(&mut draft);
        let all: Vec<_> = catalogue.all().map(|(key, entry)| (key.clone(), entry.clone())).collect();
        CatalogueEvent::Removed { id: ResourceId(1), name_free_at: 60_000 }.apply(&mut catalogue, at(9));
        let bytes = draft.finish().settings;
        let shown = Arc::new(Directory::default());
        let mut read = Catalogue::new(shown.clone(), link_of);
        read.restore(&mut ColumnReader::of_one_stream(&bytes)).unwrap();
        let blocked = Key::new(2, "000000000000/us-east-1", "q2");
        assert!(read.is_blocked(&blocked, 10) && !read.is_blocked(&blocked, 60_000));
        assert!(read.all().eq(all.iter().map(|(key, entry)| (key, entry))), "as it was");
        assert_eq!(read.last_id, catalogue.last_id);
        read.on_durable(Position(1));
        assert_eq!(shown.snapshot().iter().count(), 2);
        let mut cut = ColumnReader::of_one_stream(&bytes[..bytes.len() - 1]);
        assert!(Catalogue::new(directory, link_of).restore(&mut cut).is_err());
    }

    #[test]
    fn what_links_to_a_name_is_found_from_it_through_changes_removals_and_restores() {
        let mut catalogue = Catalogue::new(Arc::default(), link_of);
        let place = EventRef { partition: Partition(0), position: Position(3), offset: 0, len: 0 };
        let at = At { place, time: 5 };
        let delivery = ParcelId { to: Partition(1), number: 7 };
        let to = |name: &str| Pairs::from([("to".into(), name.into())]);
        for (number, target) in [(1, "x"), (2, "x"), (3, "y")] {
            let key = Key::new(2, SCOPE, &format!("q{number}"));
            let (id, tags) = (ResourceId(number), Pairs::new());
            CatalogueEvent::Created { key, id, attributes: to(target), tags, delivery }
                .apply(&mut catalogue, at);
        }
        let linked = |catalogue: &Catalogue, name: &str| {
            let target = Key::new(2, SCOPE, name);
            catalogue.linked_to(&target).map(|(key, _)| key.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            (linked(&catalogue, "x"), linked(&catalogue, "y")),
            (vec!["q1".into(), "q2".into()], vec!["q3".into()])
        );
        let attributes = to("y");
        CatalogueEvent::Changed { id: ResourceId(1), attributes, delivery }.apply(&mut catalogue, at);
        CatalogueEvent::Removed { id: ResourceId(3), name_free_at: 9 }.apply(&mut catalogue, at);
        let mut draft = Draft::default();
        catalogue.write(&mut draft);
        let bytes = draft.finish().settings;
        let mut read = Catalogue::new(Arc::default(), link_of);
        read.restore(&mut ColumnReader::of_one_stream(&bytes)).unwrap();
        for mut catalogue in [catalogue, read] {
            catalogue.on_durable(Position(4));
            let shown = catalogue.directory.snapshot();
            let shown = ["x", "y", "z"].map(|name| {
                let target = Key::new(2, SCOPE, name);
                shown.linked_to(&target).map(|(key, _)| key.name.to_string()).collect::<Vec<_>>()
            });
            assert_eq!(
                shown,
                ["x", "y", "z"].map(|name| linked(&catalogue, name)),
                "the directory shows the same"
            );
            assert_eq!(
                (linked(&catalogue, "x"), linked(&catalogue, "y")),
                (vec!["q2".into()], vec!["q1".into()])
            );
            assert!(linked(&catalogue, "z").is_empty() && catalogue.links.names() == 2);
        }
    }
}
