//! Copying forward: the last messages of a segment that is mostly dead are written again, so that it can be dropped by
//! the next checkpoint.

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use millpond_log::{LogError, Partition, Room, Row, stored_row};
use millpond_partition::Turn;
use millpond_sqs::{ToForward, forward, to_forward};

use super::Keeper;
use crate::state::State;
use crate::worker::{Errand, InFlight, Item};

/// Messages in one record, and bytes but for the last.
const MESSAGES_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: u64 = 1 << 20;
/// While others write, one byte is copied for each of these many that they wrote.
const FOREGROUND_PART: u64 = 4;
/// How long a partition may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

impl Keeper {
    /// Empties segments that are mostly dead, as far as the budget goes. True if one was emptied.
    pub(super) fn forward(&mut self, idle: bool) -> Result<bool, LogError> {
        let mut any = false;
        for (segment, live_bytes, _) in self.segments.sparse() {
            let foreground = self.segments.stats().bytes.saturating_sub(self.copied);
            let affordable = idle || self.copied + live_bytes <= foreground / FOREGROUND_PART;
            if !affordable || self.shared.storage.log.room() != Room::Ample || self.emptied.contains(&segment)
            {
                continue;
            }
            let stretches = self.segments.stretches_of(segment)?;
            let partitions: BTreeSet<Partition> = stretches.iter().map(|(partition, _)| *partition).collect();
            for partition in partitions {
                if !self.forward_from(segment, partition)? {
                    return Ok(any);
                }
            }
            self.emptied.insert(segment);
            any = true;
        }
        Ok(any)
    }

    /// Writes a partition's messages of a segment again. False if the partition did not answer.
    fn forward_from(&mut self, segment: u64, partition: Partition) -> Result<bool, LogError> {
        let mut after = None;
        loop {
            let look = move |turn: &mut Turn<'_, State>| {
                to_forward(turn.state().sqs(), segment, after, MESSAGES_AT_ONCE)
            };
            let Some(found) = self.ask(partition, look) else { return Ok(false) };
            let Some(last) = found.last() else { return Ok(true) };
            after = Some((last.queue, last.sequence));
            let mut messages = Vec::new();
            let mut bytes = 0;
            for wanted in found {
                let (row, event) = self.read(partition, &wanted)?;
                bytes += u64::from(row.len);
                messages.push((wanted, row, event));
                if bytes >= BYTES_AT_ONCE {
                    self.write(partition, std::mem::take(&mut messages));
                    bytes = 0;
                }
            }
            self.write(partition, messages);
        }
    }

    fn read(&self, partition: Partition, wanted: &ToForward) -> Result<(Row, Bytes), LogError> {
        let store = &*self.shared.storage.store;
        let (stretch, row) = wanted.row;
        let row = stored_row(store, &stretch, row, true)?.expect("it may wait for the device");
        Ok((row, store.read(row.event(partition))?))
    }

    fn write(&mut self, partition: Partition, messages: Vec<(ToForward, Row, Bytes)>) {
        let write = move |turn: &mut Turn<'_, State>| {
            forward(&mut turn.part(|state| millpond_api::Holds::part(state)), &messages)
        };
        self.copied += self.ask(partition, write).unwrap_or(0);
    }

    /// Runs something on a partition.
    fn ask<R: Send + 'static>(
        &self,
        partition: Partition,
        run: impl FnOnce(&mut Turn<'_, State>) -> R + Send + 'static,
    ) -> Option<R> {
        let lane = partition.0 as usize % self.shared.mailboxes.len();
        let (errand, result) = Errand::probe(run);
        self.shared.mailboxes[lane].push(Item::Command(partition, InFlight::unattended(errand, lane)));
        result.recv_timeout(PATIENCE).ok()?.ok()
    }
}
