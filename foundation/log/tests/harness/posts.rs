//! Events that put messages on resources, as a service would write them, and the indexer that reads them.

use bytes::Bytes;
use millpond_log::event::{BodyWriter, Event, Kind, Malformed, Value};
use millpond_log::{Indexer, Past, Posted};
use millpond_runtime::{Millis, SeededRandom};

pub const POST: Kind = Kind { service: 3, tag: 1, version: 1 };

/// Reads what [`body`] writes.
pub struct PostIndexer;

impl Indexer for PostIndexer {
    fn index(&self, event: &Event<'_>, _: Millis) -> Result<Option<Posted>, Malformed> {
        if event.kind != POST {
            return Ok(None);
        }
        let mut numbers = [0; 8];
        let (mut deduplication, mut group, mut past) = (None, None, None);
        for field in event.fields() {
            match field? {
                (number @ 1..=4, value) => numbers[number as usize] = value.number()?,
                (5, value) => group = Some(value.number()?),
                (6, value) => deduplication = Some(u128::from_le_bytes(*value.fixed16()?)),
                (7, value) => past = Some((value.number()?, 0, 0)),
                (8, value) => past = past.map(|(from, _, first)| (from, value.number().unwrap_or(0), first)),
                (9, value) => {
                    past = past.map(|(from, receives, _)| (from, receives, value.number().unwrap_or(0)));
                }
                (10, Value::Bytes(_)) => {}
                _ => return Err(Malformed("a field that a post does not have")),
            }
        }
        Ok(Some(Posted {
            resource: numbers[1],
            sequence: numbers[2],
            sent: numbers[3],
            group,
            past: past.map(|(from, receives, first)| Past {
                from,
                receives: receives as u32,
                first_received: (first != 0).then_some(first),
            }),
            forwarded: numbers[4] != 0,
            deduplication,
        }))
    }
}

/// A record of these posts, decided at `time`, each with a body of `len` bytes.
pub fn body(time: Millis, posts: &[Posted], len: usize) -> Bytes {
    let mut writer = BodyWriter::new(time);
    for post in posts {
        writer.event(Kind { service: 0, tag: 9, version: 1 }, |fields| fields.number(1, 1));
        writer.event(POST, |fields| {
            fields.number(1, post.resource);
            fields.number(2, post.sequence);
            fields.number(3, post.sent);
            if post.forwarded {
                fields.number(4, 1);
            }
            if let Some(group) = post.group {
                fields.number(5, group);
            }
            if let Some(hash) = post.deduplication {
                fields.fixed16(6, &hash.to_le_bytes());
            }
            if let Some(past) = post.past {
                fields.number(7, past.from);
                fields.number(8, u64::from(past.receives));
                fields.number(9, past.first_received.unwrap_or(0));
            }
            fields.rest(10, &vec![7; len]);
        });
    }
    writer.finish().into()
}

/// A message that a service might send.
pub fn draw(random: &SeededRandom, resource: u64, sequence: u64, time: Millis) -> Posted {
    Posted {
        resource,
        sequence,
        sent: time,
        group: random.once_in(3).then(|| 1 + random.below(9)),
        past: random.once_in(5).then(|| Past {
            from: 1 + random.below(5),
            receives: random.below(3) as u32,
            first_received: random.once_in(2).then(|| 1 + random.below(99)),
        }),
        forwarded: false,
        deduplication: random.once_in(4).then(|| u128::from(random.below(u64::MAX))),
    }
}
