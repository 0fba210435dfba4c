//! Copying forward: the last messages of a segment that is mostly dead are written again, so that it can be dropped by
//! the next checkpoint.

use std::collections::BTreeSet;

use bytes::Bytes;
use millpond_delivery::Sequence;
use millpond_log::{LogError, Partition, Row, RowReader};
use millpond_partition::{ResourceId, Turn};
use millpond_runtime::boot_time_ms;
use millpond_sqs::{ToForward, away_in, bring_back, forward, to_forward};

use super::trials::Outcome;
use super::{Keeper, ask};
use crate::state::State;

/// Messages in one record, and bytes but for the last.
const MESSAGES_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: u64 = 1 << 20;
/// While others write, one byte is copied for each of these many that they wrote.
const FOREGROUND_PART: u64 = 4;
/// A copy takes so much more than its message did: one part of this many.
const OVERHEAD_PART: u64 = 8;

impl Keeper {
    /// Empties segments that are mostly dead, as far as the budget and the room go. True if anything was copied.
    ///
    /// With space short the budget does not count: nothing else may give back what such segments take.
    pub(super) fn forward(&mut self, idle: bool, short: bool) -> Result<bool, LogError> {
        let before = self.copied;
        for (segment, live_bytes, _) in self.segments.sparse() {
            let foreground = self.segments.stats().bytes.saturating_sub(self.copied);
            let affordable = idle || short || self.copied + live_bytes <= foreground / FOREGROUND_PART;
            let now = boot_time_ms();
            if !affordable || !self.trials.wants(segment, now) || !self.fits(live_bytes) {
                continue;
            }
            let outcome = match self.bring_back(segment) {
                // How much of it lives is known now, and by the next checkpoint.
                Ok(Some(true)) => {
                    self.owed = self.owed.max(1);
                    Ok(true)
                }
                Ok(Some(false)) => self.empty(segment),
                Ok(None) => Ok(false),
                Err(error) => Err(error),
            };
            let outcome = match outcome {
                Ok(true) => Outcome::Emptied,
                Ok(false) => Outcome::Refused,
                Err(error @ (LogError::Damaged { .. } | LogError::Unsupported(_))) => {
                    tracing::error!(%error, segment, "messages of a segment can't be read: it is kept");
                    Outcome::Unreadable
                }
                Err(error) => return Err(error),
            };
            self.trials.note(segment, outcome, now);
        }
        Ok(self.copied > before)
    }

    /// Whether so many bytes can be copied, and what shrinks the log still finds room.
    fn fits(&self, bytes: u64) -> bool {
        bytes.saturating_add(bytes / OVERHEAD_PART) < self.segments.room_for_copies()
    }

    /// Tells the owners of messages that may stand in a segment where they do. False if they knew; none if a partition did not
    /// answer.
    fn bring_back(&self, segment: u64) -> Result<Option<bool>, LogError> {
        let mut any = false;
        for partition in self.partitions_of(segment)? {
            loop {
                let away = ask(&self.shared, partition, move |turn: &mut Turn<'_, State>| {
                    away_in(turn.state().sqs(), segment)
                });
                let Some(away) = away else { return Ok(None) };
                if away.is_empty() {
                    break;
                }
                any = true;
                for sought in away {
                    let found =
                        self.shared.storage.store.runs(&sought, true)?.expect("it may wait for the device");
                    let tell = move |turn: &mut Turn<'_, State>| {
                        bring_back(&mut turn.part(|state| millpond_api::Holds::part(state)), &found);
                    };
                    if ask(&self.shared, partition, tell).is_none() {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(any))
    }

    fn partitions_of(&self, segment: u64) -> Result<BTreeSet<Partition>, LogError> {
        let stretches = self.segments.stretches_of(segment)?;
        Ok(stretches.iter().map(|(partition, _)| *partition).collect())
    }

    /// Writes all messages of a segment again. False if one was not taken.
    fn empty(&mut self, segment: u64) -> Result<bool, LogError> {
        for partition in self.partitions_of(segment)? {
            if !self.forward_from(segment, partition)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes a partition's messages of a segment again. False if the partition did not answer or refused, if there is no
    /// room, or if a message still stands there.
    fn forward_from(&mut self, segment: u64, partition: Partition) -> Result<bool, LogError> {
        let mut after = None;
        loop {
            let Some(found) = self.look_for(partition, segment, after, MESSAGES_AT_ONCE) else {
                return Ok(false);
            };
            let Some(last) = found.last() else { break };
            after = Some((last.queue, last.sequence));
            let mut rest = &self.rows_of(found)?[..];
            while !rest.is_empty() {
                let (some, bytes) = up_to_a_record(rest);
                rest = &rest[some.len()..];
                let messages = self.read(partition, some)?;
                if !self.write(partition, bytes, messages) {
                    return Ok(false);
                }
            }
        }
        let left = self.look_for(partition, segment, None, 1);
        Ok(left.is_some_and(|left| left.is_empty()))
    }

    /// Messages of a partition that stand in a segment. None if the partition did not answer.
    fn look_for(
        &self,
        partition: Partition,
        segment: u64,
        after: Option<(ResourceId, Sequence)>,
        most: usize,
    ) -> Option<Vec<ToForward>> {
        ask(&self.shared, partition, move |turn: &mut Turn<'_, State>| {
            to_forward(turn.state().sqs(), segment, after, most)
        })
    }

    /// With the rows of the messages.
    fn rows_of(&self, found: Vec<ToForward>) -> Result<Vec<(ToForward, Row)>, LogError> {
        let mut rows = RowReader::new(&*self.shared.storage.store);
        let with_row = |wanted: ToForward| {
            let (stretch, row) = wanted.row;
            Ok((wanted, rows.row(&stretch, row)?))
        };
        found.into_iter().map(with_row).collect()
    }

    /// With the messages' events.
    fn read(
        &self,
        partition: Partition,
        rows: &[(ToForward, Row)],
    ) -> Result<Vec<(ToForward, Row, Bytes)>, LogError> {
        let events: Vec<_> = rows.iter().map(|(_, row)| row.event(partition)).collect();
        let read =
            self.shared.storage.store.read_several(&events, true)?.expect("it may wait for the device");
        Ok(rows.iter().zip(read).map(|((wanted, row), event)| (*wanted, *row, event)).collect())
    }

    /// False if they were refused, or there is no room for them.
    fn write(&mut self, partition: Partition, bytes: u64, messages: Vec<(ToForward, Row, Bytes)>) -> bool {
        if !self.fits(bytes) {
            return false;
        }
        let write = move |turn: &mut Turn<'_, State>| {
            forward(&mut turn.part(|state| millpond_api::Holds::part(state)), &messages)
        };
        let written = ask(&self.shared, partition, write);
        self.copied += written.unwrap_or(0);
        written.is_some()
    }
}

/// As many of the messages, from the first on, as one record takes, and their bytes.
fn up_to_a_record(rows: &[(ToForward, Row)]) -> (&[(ToForward, Row)], u64) {
    let mut bytes = 0;
    let more = |(_, row): &&(ToForward, Row)| {
        let fits = bytes < BYTES_AT_ONCE;
        bytes += if fits { u64::from(row.len) } else { 0 };
        fits
    };
    let count = rows.iter().take_while(more).count();
    (&rows[..count], bytes)
}
