//! Moving messages from one queue to another: to a dead-letter queue, and back by a task.
//!
//! MoveStarted takes a message out of its queue's line and puts a parcel into the outbox; the parcel carries the message's
//! own event along. The other queue sends the message to itself and accepts, or refuses; MoveSettled removes the message here, or
//! puts it back. Whatever dies in between, the outbox delivers until it has an answer, and the receiver's mark keeps it from
//! taking a parcel twice.

use millpond_delivery::{Filled, GroupKey, Sequence};
use millpond_log::event::Event;
use millpond_partition::{ResourceId, Settlement, Turn};

use crate::events::{Deduplication, MessageSent, MoveRequested, Moved, SqsEvent, TaskEnd, task_tag};
use crate::limits;
use crate::message::message_id;
use crate::operations::parcel;
use crate::state::{DeduplicationKey, SqsState, Status};

/// Of the messages at the head of the line, moves those that have been received too often, until none of them is left
/// there. Returns what may be handed out, or that rows must come first.
pub fn divert_dead_letters(
    turn: &mut Turn<'_, SqsState>,
    id: ResourceId,
    most: usize,
) -> Result<Vec<Sequence>, Filled> {
    let mut moved = 0;
    loop {
        match turn.unlogged(|state, _| state.fill(id, most)) {
            Filled::Ready => {}
            not_yet => return Err(not_yet),
        }
        let Ok(queue) = turn.state().queue(id) else { return Ok(Vec::new()) };
        let selected = queue.delivery.select(most);
        let (Some(target), Some(max_receives)) = (queue.dead_letter, queue.attributes.max_receives) else {
            return Ok(selected);
        };
        let dead = |sequence: &Sequence| {
            let message = queue.delivery.get(*sequence);
            // What it was received in another queue does not count here: or two queues that name each other would
            // pass it to and fro without anybody's doing.
            message.is_some_and(|m| m.receives_here() >= max_receives && !m.move_refused)
        };
        let dead: Vec<Sequence> = selected.iter().copied().filter(dead).collect();
        if dead.is_empty() {
            return Ok(selected);
        }
        if moved >= limits::MOVES_A_RECEIVE_MAX {
            // Enough for one record. Those that may be handed out are; the others wait for the next receive.
            return Ok(selected.into_iter().filter(|sequence| !dead.contains(sequence)).collect());
        }
        moved += dead.len();
        for sequence in dead {
            start(turn, id, sequence, target, None);
        }
    }
}

/// Takes one message out of the line and sends it off.
fn start(
    turn: &mut Turn<'_, SqsState>,
    from: ResourceId,
    sequence: Sequence,
    target: ResourceId,
    task: Option<u64>,
) {
    let Ok(queue) = turn.state().queue(from) else { return };
    let Some(message) = queue.delivery.get(sequence) else { return };
    let arn = queue.arn.to_string();
    let fifo = queue.attributes.fifo;
    let request = if task.is_some() {
        fresh(from, sequence, target, task)
    } else {
        // A FIFO dead-letter queue counts a message's age from its arrival, a standard one from its first send.
        let sent = (!fifo).then_some(message.posting.sent);
        let (receives, first_received) = (message.receives, message.first_received);
        let origin = Some((from, sequence));
        MoveRequested {
            target,
            from,
            sequence,
            source_arn: Some(&arn),
            origin,
            sent,
            receives,
            first_received,
            task,
        }
    };
    let payload = parcel(&SqsEvent::MoveRequested(request));
    turn.post(target.partition(turn.partitions()), payload);
    turn.commit(SqsEvent::MoveStarted { queue: from, sequence, by_task: task.is_some() });
}

/// A task's move is a new send: new id, new age, never received.
fn fresh<'a>(
    from: ResourceId,
    sequence: Sequence,
    target: ResourceId,
    task: Option<u64>,
) -> MoveRequested<'a> {
    let (source_arn, origin, sent, first_received) = (None, None, None, None);
    MoveRequested { target, from, sequence, source_arn, origin, sent, receives: 0, first_received, task }
}

/// Takes over a message that another queue moves here.
pub fn take_over(
    turn: &mut Turn<'_, SqsState>,
    request: &MoveRequested<'_>,
    message: &Event<'_>,
) -> Settlement {
    let keys = *turn.state().keys();
    let Ok(message) = SqsEvent::read(message, &keys) else { return Settlement::Later };
    let Some(message) = message.into_message() else { return Settlement::Later };
    if (message.queue, message.sequence) != (request.from, request.sequence) {
        // Not the one that is asked for: it will be, once it is sent again.
        return Settlement::Later;
    }
    turn.advance(|state, now| state.advance(request.target, now));
    let Ok(queue) = turn.state().queue(request.target) else { return Settlement::Refused };
    if request.source_arn.is_some_and(|arn| !queue.attributes.redrive_allow.permits(arn)) {
        return Settlement::Refused;
    }
    // A message that was moved before keeps the id that it had then.
    let origin = request.origin.map(|here| message.moved.and_then(|moved| moved.origin).unwrap_or(here));
    let (fifo, by_group) = (queue.attributes.fifo, queue.attributes.deduplicates_by_group);
    let sequence = queue.next_sequence(turn.epoch());
    // So that no two messages collide there, its id becomes what it is deduplicated by.
    let (queue_of_id, number) = origin.unwrap_or((request.target, sequence));
    let id = message_id(&keys.message_ids, queue_of_id, number);
    let group: Option<(&str, GroupKey)> = message.group;
    let deduplication = fifo.then(|| Deduplication {
        id: &id,
        key: DeduplicationKey::of(&keys, group.map_or("", |(name, _)| name), &id),
        by_group,
    });
    let moved = Moved { origin, ..request.past() };
    let taken = MessageSent {
        queue: request.target,
        sequence,
        due: None,
        deduplication,
        moved: Some(moved),
        ..message
    };
    turn.commit(SqsEvent::MessageSent(taken));
    Settlement::Accepted
}

/// The other queue has answered.
pub fn settle(turn: &mut Turn<'_, SqsState>, request: &MoveRequested<'_>, taken: bool) {
    let MoveRequested { from, sequence, task, .. } = *request;
    let Ok(queue) = turn.state().queue(from) else { return };
    // Purged, deleted or expired before it left: no fault of the other queue's.
    let is_here = queue.delivery.phase(sequence).is_some();
    let running = queue.move_tasks.active().is_some_and(|active| task == Some(task_tag(&active.id)));
    if !taken && is_here {
        tracing::warn!(
            queue = &*queue.arn,
            "a message was not taken by the queue that it should be moved to; it stays"
        );
    }
    turn.commit(SqsEvent::MoveSettled { queue: from, sequence, taken, task });
    if !taken && is_here && running {
        turn.commit(SqsEvent::MoveTaskEnded { queue: from, end: TaskEnd::NoTarget });
    }
}

/// One step of a queue's move task.
pub fn go_on(turn: &mut Turn<'_, SqsState>, id: ResourceId) {
    turn.advance(|state, now| state.advance(id, now));
    let Ok(queue) = turn.state().queue(id) else { return };
    let Some(task) = queue.move_tasks.active() else { return };
    if task.is_running() && turn.now() >= task.ends_at() {
        return turn.commit(SqsEvent::MoveTaskEnded { queue: id, end: TaskEnd::TimedOut });
    }
    let (last, most) = (task.last, task.may_send());
    let cancelling = task.status == Status::Cancelling;
    let filled =
        if cancelling { Filled::Ready } else { turn.unlogged(|state, _| state.fill_until(id, last, most)) };
    if filled != Filled::Ready {
        return turn.advance(|state, now| state.keep_move_task_waiting(id, now));
    }
    let Ok(queue) = turn.state().queue(id) else { return };
    let Some(task) = queue.move_tasks.active() else { return };
    let next = if cancelling { Vec::new() } else { queue.delivery.select_until(last, most) };
    if next.is_empty() {
        // What stands behind a message in flight, or is delayed, is waited for; what is in flight itself is not.
        let over = task.status == Status::Cancelling || !queue.delivery.any_until(task.last);
        if task.is_quiet() && over {
            let cancelled = task.status == Status::Cancelling;
            let end = if cancelled { TaskEnd::Cancelled } else { TaskEnd::Completed };
            turn.commit(SqsEvent::MoveTaskEnded { queue: id, end });
        } else {
            turn.advance(|state, now| state.pause_move_task(id, now));
        }
        return;
    }
    let fixed = task.target.as_ref().map(|target| turn.state().destination(target));
    let tag = task_tag(&task.id);
    for sequence in next {
        let Ok(queue) = turn.state().queue(id) else { return };
        let past = queue.delivery.get(sequence).and_then(|message| message.past);
        // What a task brought here was never received before it came: it is no dead letter, and has no source.
        let own = past
            .filter(|past| past.receives > 0)
            .map(|past| turn.state().source(queue, ResourceId(past.from)));
        let Some(target) = fixed.or(own) else {
            turn.commit(SqsEvent::MoveTaskEnded { queue: id, end: TaskEnd::NoSource });
            return;
        };
        start(turn, id, sequence, target, Some(tag));
    }
}
