//! What the sources of a dead-letter queue's messages are called.
//!
//! A message's row has the number of the queue that it came from. A queue that was deleted and made again has another
//! number and is still the message's source: AWS knows it by its ARN.

use std::collections::BTreeMap;

use millpond_delivery::Sequence;
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_partition::ResourceId;

use super::snapshot::{put_text, take_text};

/// With so many sources, those that no message comes from are looked for, and again with twice as many.
const FORGETS_FROM: usize = 64;

/// See the module. Of messages that were here before names were noted, none is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sources(BTreeMap<ResourceId, Source>);

#[derive(Debug, PartialEq, Eq)]
struct Source {
    name: String,
    /// The last message that came from it.
    last: Sequence,
}

impl Sources {
    /// What a source is called, or was.
    pub(super) fn name_of(&self, id: ResourceId) -> Option<&str> {
        self.0.get(&id).map(|source| source.name.as_str())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A message has come from a source. `oldest` finds the oldest message that is here.
    pub(super) fn note(
        &mut self,
        id: ResourceId,
        name: &str,
        sequence: Sequence,
        oldest: impl FnOnce() -> Option<Sequence>,
    ) {
        if let Some(source) = self.0.get_mut(&id) {
            source.last = source.last.max(sequence);
            return;
        }
        if self.0.len() >= FORGETS_FROM && self.0.len().is_power_of_two() {
            let oldest = oldest();
            self.0.retain(|_, source| oldest.is_some_and(|oldest| source.last >= oldest));
        }
        self.0.insert(id, Source { name: name.to_owned(), last: sequence });
    }

    /// Writes them for a checkpoint: number, name, last message.
    pub(super) fn write(&self, into: &mut Vec<u8>) {
        put_varint(into, self.0.len() as u64);
        for (id, source) in &self.0 {
            put_varint(into, id.0);
            put_text(into, source.name.as_bytes());
            put_varint(into, source.last);
        }
    }

    /// Reads what [`Sources::write`] wrote.
    pub(super) fn read(from: &mut &[u8]) -> Result<Self, Malformed> {
        let mut sources = Sources::default();
        for _ in 0..take_varint(from)? {
            let id = ResourceId(take_varint(from)?);
            sources.0.insert(id, Source { name: take_text(from)?, last: take_varint(from)? });
        }
        Ok(sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_known_while_a_message_of_theirs_is_here_and_do_not_heap_up() {
        let mut sources = Sources::default();
        for number in 0..10_000 {
            // The last ten messages are here, each of another source.
            let oldest = || Some(number - 9);
            sources.note(ResourceId(number), &format!("q{number}"), number, oldest);
            for known in number.saturating_sub(9)..=number {
                assert_eq!(sources.name_of(ResourceId(known)), Some(&*format!("q{known}")));
            }
        }
        assert!(sources.0.len() <= FORGETS_FROM);
        let mut bytes = Vec::new();
        sources.write(&mut bytes);
        assert_eq!(Sources::read(&mut &bytes[..]), Ok(sources));
    }
}
