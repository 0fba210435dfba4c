//! One queue: its attributes, its messages, what it has sent lately.

use millpond_catalogue::{PackedPairs, Pairs, next_number};
use millpond_delivery::{Delivery, Incoming, Order, Phase, Posting, Sequence};
use millpond_log::{Epoch, Sealed};
use millpond_partition::{At, ResourceId};
use millpond_runtime::Millis;

use super::DeduplicationKey;
use super::attempts::{Attempt, Attempts};
use super::deduplication::Recent;
use super::move_tasks::MoveTasks;
use super::sources::Sources;
use crate::attributes::QueueAttributes;
use crate::events::{MessageSent, SqsEvent};
use crate::index::past;
use crate::names::queue_arn;
use crate::redrive::queue_of;

/// See the module.
#[derive(Debug)]
pub struct Queue {
    /// Its number.
    pub id: ResourceId,
    /// Its ARN, which its name is the end of.
    pub arn: Box<str>,
    /// The attributes that were set.
    pub set: PackedPairs,
    /// What they mean.
    pub attributes: QueueAttributes,
    /// When it was created.
    pub created: Millis,
    /// When its attributes last changed.
    pub modified: Millis,
    /// When it was last purged.
    pub purged: Option<Millis>,
    /// The queue that its redrive policy names.
    pub dead_letter: Option<ResourceId>,
    /// Tasks that move its messages elsewhere.
    pub move_tasks: MoveTasks,
    /// Its messages.
    pub delivery: Delivery,
    /// Where they came from, if it is a dead-letter queue.
    pub(super) sources: Option<Box<Sources>>,
    /// Only a FIFO queue remembers anything.
    pub(super) lately: Option<Box<Lately>>,
    pub(super) last_sequence: Sequence,
}

// There may be very many of them.
const _: () = assert!(size_of::<Queue>() <= 384);

/// What a FIFO queue remembers of the last minutes.
#[derive(Debug, Default)]
pub(super) struct Lately {
    pub(super) sends: Recent,
    pub(super) attempts: Attempts,
    /// When the state looks at what is remembered of sends, even if nothing happens.
    pub(super) forgets_at: Option<Millis>,
}

impl Queue {
    pub(super) fn new(
        id: ResourceId,
        scope: &str,
        name: &str,
        set: &Pairs,
        created: Millis,
        dead_letter: Option<ResourceId>,
    ) -> Self {
        let attributes = QueueAttributes::of(set);
        let order = if attributes.fifo { Order::Grouped } else { Order::Loose };
        Queue {
            id,
            arn: queue_arn(scope, name).into(),
            set: set.into(),
            delivery: Delivery::new(order, attributes.retention_ms),
            lately: attributes.fifo.then(Box::default),
            attributes,
            created,
            modified: created,
            purged: None,
            dead_letter,
            move_tasks: MoveTasks::default(),
            sources: None,
            last_sequence: 0,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.arn.rsplit_once(':').map_or(&*self.arn, |(_, name)| name)
    }

    /// The number of the next message.
    pub fn next_sequence(&self, epoch: Epoch) -> Sequence {
        next_number(self.last_sequence, epoch)
    }

    /// The number of the last message.
    pub fn last_sequence(&self) -> Sequence {
        self.last_sequence
    }

    /// The first send with this deduplication id, within the window.
    pub fn already_sent(&self, key: &DeduplicationKey) -> Option<Sequence> {
        self.lately.as_ref()?.sends.first(key)
    }

    /// An earlier receive of this name, if all its messages are still in flight as it left them.
    pub fn same_attempt(&self, name: u128) -> Option<&Attempt> {
        let attempt = self.lately.as_ref()?.attempts.get(name)?;
        let untouched = |sequence: &Sequence| {
            let phase = self.delivery.phase(*sequence);
            matches!(phase, Some(Phase::InFlight { nonce, until, .. }) if (nonce, until) == (attempt.nonce, attempt.until))
        };
        attempt.sequences.iter().all(untouched).then_some(attempt)
    }

    /// A segment with messages of this queue was sealed.
    pub(super) fn seal(&mut self, sealed: &Sealed) {
        for (stretch, listed) in &sealed.stretches {
            if stretch.resource != self.id.0 {
                continue;
            }
            self.delivery.seal(*stretch, listed.as_deref(), sealed.end);
            if let (None, Some(lately)) = (listed, &mut self.lately) {
                lately.sends.sealed(stretch.first + u64::from(stretch.count));
            }
        }
    }

    /// A move task found nothing to do. What it waits for may also expire.
    pub(super) fn pause_move_task(&mut self, now: Millis) {
        let next = [self.delivery.next_due(), self.delivery.next_expiry()];
        self.move_tasks.pause(now, next.into_iter().flatten().min());
    }

    /// A move task can't go on before rows have come.
    pub(super) fn keep_move_task_waiting(&mut self, now: Millis) {
        self.move_tasks.wait_for_rows(now);
    }

    pub(super) fn advance(&mut self, now: Millis) -> bool {
        if let Some(lately) = &mut self.lately {
            lately.sends.advance(now);
            lately.attempts.advance(now);
        }
        self.delivery.advance(now)
    }

    pub(super) fn apply(&mut self, event: SqsEvent<'_>, at: At) {
        if matches!(
            event,
            SqsEvent::QueueChanged { .. }
                | SqsEvent::MessagesReceived { .. }
                | SqsEvent::MessagesDeleted { .. }
                | SqsEvent::VisibilityChanged { .. }
                | SqsEvent::QueuePurged { .. }
        ) {
            self.move_tasks.look_again(at.time);
        }
        match event {
            SqsEvent::QueueOpened { .. } | SqsEvent::QueueClosed { .. } | SqsEvent::MoveRequested(_) => {}
            SqsEvent::QueueChanged { attributes, modified, dead_letter, .. } => {
                self.dead_letter = dead_letter;
                self.change(attributes, modified, at.time);
            }
            SqsEvent::MoveStarted { sequence, by_task, .. } => {
                self.delivery.start_move(sequence);
                if by_task {
                    self.move_tasks.sent(at.time);
                }
            }
            SqsEvent::MoveSettled { sequence, taken, task, .. } => {
                if taken {
                    self.delivery.remove(sequence);
                } else {
                    // What a task can't move is no dead letter that nobody takes.
                    self.delivery.return_move(sequence, task.is_none());
                }
                if let Some(task) = task {
                    self.move_tasks.settled(task, taken, at.time);
                }
            }
            SqsEvent::MoveTaskStarted(started) => self.move_tasks.start(started, at.time),
            SqsEvent::MoveTaskCancelled { .. } => self.move_tasks.cancel(at.time),
            SqsEvent::MoveTaskEnded { end, .. } => self.move_tasks.end(end),
            SqsEvent::MessageSent(sent) => self.sent(&sent, at),
            SqsEvent::MessageForwarded { message, sent } => {
                self.note_source(&message);
                self.delivery.forward(incoming(&message, sent, at));
            }
            SqsEvent::MessagesReceived { nonce, until, sequences, attempt, .. } => {
                self.delivery.hand_out(&sequences, nonce, until, at.time);
                if let Some(name) = attempt {
                    let attempts = &mut self.lately.get_or_insert_default().attempts;
                    attempts.remember(name, Attempt { nonce, until, sequences }, at.time);
                }
            }
            SqsEvent::ReceiveRepeated { attempt, until, .. } => {
                let extended = self.lately.as_mut().and_then(|lately| lately.attempts.extend(attempt, until));
                for sequence in extended.into_iter().flat_map(|attempt| &attempt.sequences) {
                    self.delivery.reschedule(*sequence, 0, until, at.time);
                }
            }
            SqsEvent::MessagesDeleted { sequences, .. } => {
                for sequence in sequences {
                    self.delivery.remove(sequence);
                }
            }
            SqsEvent::VisibilityChanged { sequence, nonce, until, .. } => {
                self.delivery.reschedule(sequence, nonce, until, at.time);
            }
            SqsEvent::QueuePurged { last, .. } => {
                self.purged = Some(at.time);
                self.delivery.purge(last);
            }
            SqsEvent::ReceiveUndone { nonce, sequences, .. } => {
                for sequence in sequences {
                    self.delivery.undo(sequence, nonce);
                }
            }
        }
    }

    fn sent(&mut self, sent: &MessageSent<'_>, at: At) {
        self.last_sequence = self.last_sequence.max(sent.sequence);
        self.note_source(sent);
        let first_sent = sent.moved.and_then(|moved| moved.sent).unwrap_or(at.time);
        self.delivery.accept(incoming(sent, first_sent, at), at.time);
        if let Some(deduplication) = &sent.deduplication {
            let sends = &mut self.lately.get_or_insert_default().sends;
            sends.remember(&deduplication.key, deduplication.by_group, sent.sequence, at.time);
        }
    }

    fn note_source(&mut self, message: &MessageSent<'_>) {
        let Some(moved) = &message.moved else { return };
        if let Some((_, name)) = moved.source_arn.and_then(queue_of) {
            let sources = self.sources.get_or_insert_default();
            sources.note(moved.from, name, message.sequence, || self.delivery.oldest());
        }
    }

    fn change(&mut self, set: Pairs, modified: Millis, now: Millis) {
        let before = std::mem::replace(&mut self.attributes, QueueAttributes::of(&set));
        self.set = PackedPairs::from(&set);
        self.modified = modified;
        if self.attributes.retention_ms != before.retention_ms {
            self.delivery.set_retention(self.attributes.retention_ms);
        }
        // A new delay acts on what is there in a FIFO queue, and only on later sends in a standard one.
        if self.attributes.fifo && self.attributes.delay_ms != before.delay_ms {
            self.delivery.redelay(self.attributes.delay_ms, now);
        }
        self.delivery.advance(now);
    }
}

/// A message as delivery takes it.
fn incoming(message: &MessageSent<'_>, sent: Millis, at: At) -> Incoming {
    Incoming {
        sequence: message.sequence,
        posting: Posting { sent, position: at.place.position, offset: at.place.offset, len: at.place.len },
        // In a FIFO queue what keeps its order, in a standard one the tenant.
        group: message.group.map(|(_, key)| key),
        due: message.due.unwrap_or(at.time),
        moved: message.moved.as_ref().map(past),
    }
}
