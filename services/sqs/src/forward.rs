//! Copying forward: the last messages of a segment that is mostly dead are written again, so that the segment can go.

use millpond_delivery::Sequence;
use millpond_log::event::Event;
use millpond_log::{Row, Sought, Stretch, TableRun};
use millpond_partition::{ResourceId, Turn};

use crate::events::SqsEvent;
use crate::state::SqsState;

/// A message that should be written again.
#[derive(Clone, Copy, Debug)]
pub struct ToForward {
    /// The queue.
    pub queue: ResourceId,
    /// Its number.
    pub sequence: Sequence,
    /// Where its row is.
    pub row: (Stretch, u32),
}

/// The messages of a partition that stand in a sealed segment, at most `most`, behind `after`.
pub fn to_forward(
    state: &SqsState,
    segment: u64,
    after: Option<(ResourceId, Sequence)>,
    most: usize,
) -> Vec<ToForward> {
    let mut found = Vec::new();
    for (id, queue) in state.queues() {
        let from = match after {
            Some((last, _)) if id < last => continue,
            Some((last, sequence)) if id == last => sequence + 1,
            _ => 0,
        };
        let here = queue.delivery.in_segment(segment, from, most - found.len());
        found.extend(here.into_iter().map(|(sequence, stretch, row)| ToForward {
            queue: id,
            sequence,
            row: (stretch, row),
        }));
        if found.len() >= most {
            break;
        }
    }
    found
}

/// What to look for to learn where messages of a partition stand that may stand in a sealed segment: of each queue, the first
/// such.
pub fn away_in(state: &SqsState, segment: u64) -> Vec<Sought> {
    state.queues().filter_map(|(_, queue)| queue.delivery.away_in(segment)).collect()
}

/// A run table has told it.
pub fn bring_back(turn: &mut Turn<'_, SqsState>, found: &[TableRun]) {
    if let Some(queue) = found.first().map(|run| ResourceId(run.stretch.resource)) {
        turn.unlogged(|state, _| state.bring_back(queue, found));
    }
}

/// Writes messages again whose rows and events were read, as far as they are still there. Returns the bytes written.
pub fn forward(turn: &mut Turn<'_, SqsState>, messages: &[(ToForward, Row, bytes::Bytes)]) -> u64 {
    let keys = *turn.state().keys();
    let mut written = 0;
    for (wanted, row, bytes) in messages {
        let Ok(queue) = turn.state().queue(wanted.queue) else { continue };
        // It may have been deleted, or written again, since it was looked for.
        if !queue.delivery.stands_in(wanted.sequence, wanted.row.0.segment) {
            continue;
        }
        let Ok(event) = Event::parse(bytes, 0) else { continue };
        let Ok(Some(message)) = SqsEvent::read(&event, &keys).map(SqsEvent::into_message) else { continue };
        let message = crate::events::MessageSent { due: None, ..message };
        turn.commit(SqsEvent::MessageForwarded { message, sent: row.sent });
        written += u64::from(row.len);
    }
    written
}
