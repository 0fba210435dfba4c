//! SQS's part of a partition's state: its queues, changed by events and by time.

mod active_tasks;
mod attempts;
mod deduplication;
mod move_tasks;
mod queue;
mod snapshot;
mod sources;
mod throughput;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use millpond_catalogue::{Directory, Key};
use millpond_delivery::{Filled, Keys, LiveBytes, PIECE_LEAST, RUNS_KEPT, RUNS_LEAST, RowAt, Sequence};
use millpond_log::event::{Event, Fields, Kind, Malformed};
use millpond_log::{PageKey, Position, Remembered, Sealed, TableRun, TableSegments};
use millpond_partition::{At, Attachment, Block, BlockRef, EventOf, ResourceId, Settlement, Turn};
use millpond_runtime::Millis;
use millpond_wire::ApiError;

pub use active_tasks::ActiveTasks;
pub use deduplication::DeduplicationKey;
pub use move_tasks::{MoveTask, Status};
pub use queue::Queue;
pub use throughput::FifoQuotas;
pub(crate) use throughput::{Action, charge};

use self::active_tasks::Moving;
use self::throughput::Throughput;
use crate::events::{MESSAGES_RECEIVED, MOVE_REQUESTED, MOVE_STARTED, SqsEvent, VISIBILITY_CHANGED};
use crate::redrive::queue_of;
use crate::{SERVICE, errors, moving};

/// See the module.
pub struct SqsState {
    keys: Keys,
    /// Boxed, since the nodes of the tree are half empty.
    queues: BTreeMap<ResourceId, Box<Queue>>,
    /// Queues with a move task that is not over.
    moving: Moving,
    /// Those of all partitions are counted here.
    active_tasks: ActiveTasks,
    /// Where a queue is found by its name.
    directory: Arc<Directory>,
    /// When queues forget the ids of sends, even if nothing happens there.
    forgetting: BTreeSet<(Millis, ResourceId)>,
    /// Queues that want blocks of rows.
    wanting: BTreeSet<ResourceId>,
    /// Segments whose runs need not be known here.
    in_tables: Arc<[TableSegments]>,
    /// A checkpoint may have named pages of a state.
    has_pages: bool,
    changed: VecDeque<ResourceId>,
    /// There only if FIFO queues have quotas.
    throughput: Option<Throughput>,
}

impl SqsState {
    /// Without queues.
    pub fn new(keys: Keys, quotas: FifoQuotas, directory: Arc<Directory>, active_tasks: ActiveTasks) -> Self {
        SqsState {
            keys,
            queues: BTreeMap::new(),
            moving: active_tasks.partition(),
            active_tasks,
            directory,
            forgetting: BTreeSet::new(),
            wanting: BTreeSet::new(),
            in_tables: Arc::default(),
            has_pages: false,
            changed: VecDeque::new(),
            throughput: (quotas == FifoQuotas::Aws).then(Throughput::default),
        }
    }

    /// The queue, or AWS's error.
    pub fn queue(&self, id: ResourceId) -> Result<&Queue, ApiError> {
        self.queues.get(&id).map(Box::as_ref).ok_or_else(errors::queue_does_not_exist)
    }

    /// Every queue of this partition.
    pub fn queues(&self) -> impl Iterator<Item = (ResourceId, &Queue)> {
        self.queues.iter().map(|(id, queue)| (*id, &**queue))
    }

    /// The move tasks of all partitions.
    pub(crate) fn active_tasks(&self) -> &ActiveTasks {
        &self.active_tasks
    }

    /// Where a message that came to a queue from this one goes back to: the queue that has its name now. Where none has,
    /// the one that it was, which then does not take it; nor does a queue that is about to be made, whose partition does
    /// not know it yet. The message stays.
    pub(crate) fn source(&self, queue: &Queue, from: ResourceId) -> ResourceId {
        let name = queue.sources.as_ref().and_then(|sources| sources.name_of(from));
        let key = name.zip(queue_of(&queue.arn)).map(|(name, (scope, _))| Key::new(SERVICE, &scope, name));
        key.and_then(|key| self.named(&key)).unwrap_or(from)
    }

    /// Where a move task's messages go: to the queue of that ARN, which may have been made again since the task began. The
    /// rest is as with [`SqsState::source`].
    pub(crate) fn destination(&self, (id, arn): &(ResourceId, String)) -> ResourceId {
        let key = queue_of(arn).map(|(scope, name)| Key::new(SERVICE, &scope, name));
        key.and_then(|key| self.named(&key)).unwrap_or(*id)
    }

    fn named(&self, key: &Key) -> Option<ResourceId> {
        self.directory.snapshot().get(key).map(|entry| entry.id)
    }

    /// The store's keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// See [`millpond_partition::Machine::advance`].
    pub fn advance(&mut self, id: ResourceId, now: Millis) {
        if self.queues.get_mut(&id).is_some_and(|queue| queue.advance(now)) {
            self.note(id);
        }
    }

    /// See [`millpond_partition::Machine::next_due`].
    pub fn next_due(&self, id: ResourceId) -> Option<Millis> {
        self.queues.get(&id).and_then(|queue| queue.delivery.next_due())
    }

    /// See [`millpond_partition::Machine::take_changed`].
    pub fn take_changed(&mut self) -> Option<ResourceId> {
        self.changed.pop_front()
    }

    /// Applies an event found in the log.
    pub fn replay(&mut self, event: &Event<'_>, at: At) -> Result<(), Malformed> {
        let keys = self.keys;
        SqsEvent::read(event, &keys)?.apply(self, at);
        self.changed.clear();
        Ok(())
    }

    /// What another partition sends: the catalogue an event to take over as it is, a queue a message that it moves.
    pub fn receive<'e>(
        turn: &mut Turn<'_, Self>,
        event: &Event<'e>,
        mut rest: impl Iterator<Item = Result<Event<'e>, Malformed>>,
    ) -> Settlement {
        let keys = turn.state().keys;
        match SqsEvent::read(event, &keys) {
            Ok(SqsEvent::MoveRequested(request)) => match rest.next() {
                Some(Ok(message)) => moving::take_over(turn, &request, &message),
                // It was gone before it left.
                _ => Settlement::Refused,
            },
            Ok(event) => {
                turn.commit(event);
                Settlement::Accepted
            }
            // A sender of another version. The entry stays where it is until one of the two is replaced.
            Err(_) => Settlement::Later,
        }
    }

    /// See [`millpond_partition::Machine::settled`].
    pub fn settled(turn: &mut Turn<'_, Self>, event: &Event<'_>, outcome: Settlement) {
        let keys = turn.state().keys;
        if let Ok(SqsEvent::MoveRequested(request)) = SqsEvent::read(event, &keys) {
            moving::settle(turn, &request, outcome == Settlement::Accepted);
        }
    }

    /// See [`millpond_partition::Machine::attachment`].
    pub fn attachment(&self, event: &Event<'_>, partitions: u32) -> Option<Attachment> {
        if event.kind.tag != MOVE_REQUESTED {
            return None;
        }
        let Ok(SqsEvent::MoveRequested(request)) = SqsEvent::read(event, &self.keys) else { return None };
        let partition = request.from.partition(partitions);
        Some(match self.queues.get(&request.from)?.delivery.row_of(request.sequence)? {
            RowAt::Here(row) => Attachment::Event(row.event(partition)),
            RowAt::Stored(at) => Attachment::stored(partition, at),
        })
    }

    /// See [`millpond_partition::Machine::next_work`].
    pub fn next_work(&self) -> Option<Millis> {
        let moves = self.moving.iter().filter_map(|id| self.queues.get(id)?.move_tasks.due()).min();
        let forgets = self.forgetting.first().map(|(at, _)| *at);
        [moves, forgets].into_iter().flatten().min()
    }

    /// See [`millpond_partition::Machine::work`].
    pub fn work(turn: &mut Turn<'_, Self>) {
        let now = turn.now();
        turn.advance(SqsState::forget);
        let state = turn.state();
        let due = |id: &ResourceId| {
            state.queues.get(id).and_then(|queue| queue.move_tasks.due()).is_some_and(|at| at <= now)
        };
        let due: Vec<ResourceId> = state.moving.iter().copied().filter(due).collect();
        for queue in due {
            moving::go_on(turn, queue);
        }
    }

    /// A move task found nothing to do, and looks again in a moment.
    pub(crate) fn pause_move_task(&mut self, id: ResourceId, now: Millis) {
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.pause_move_task(now);
        }
    }

    /// A move task can't go on before rows have come.
    pub(crate) fn keep_move_task_waiting(&mut self, id: ResourceId, now: Millis) {
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.keep_move_task_waiting(now);
        }
    }

    /// Lets queues forget what they need not remember any more.
    fn forget(&mut self, now: Millis) {
        while let Some(&(_, id)) = self.forgetting.first().filter(|(at, _)| *at <= now) {
            self.forgetting.pop_first();
            if let Some(queue) = self.queues.get_mut(&id) {
                if let Some(lately) = &mut queue.lately {
                    lately.forgets_at = None;
                }
                queue.advance(now);
            }
            self.plan_to_forget(id, now);
        }
    }

    fn plan_to_forget(&mut self, id: ResourceId, now: Millis) {
        let Some(lately) = self.queues.get_mut(&id).and_then(|queue| queue.lately.as_mut()) else { return };
        if lately.forgets_at.is_none()
            && let Some(at) = lately.sends.next_leave()
        {
            let at = at.max(now + 1);
            lately.forgets_at = Some(at);
            self.forgetting.insert((at, id));
        }
    }

    /// Sees to it that a receive finds `most` messages, if there are so many.
    pub(crate) fn fill(&mut self, id: ResourceId, most: usize) -> Filled {
        let Some(queue) = self.queues.get_mut(&id) else { return Filled::Ready };
        let filled = queue.delivery.fill(most);
        self.wanting.insert(id);
        filled
    }

    /// The same for a move task.
    pub(crate) fn fill_until(&mut self, id: ResourceId, last: Sequence, most: usize) -> Filled {
        let Some(queue) = self.queues.get_mut(&id) else { return Filled::Ready };
        let filled = queue.delivery.fill_until(last, most);
        self.wanting.insert(id);
        filled
    }

    /// See [`millpond_partition::Machine::take_wanted`].
    pub fn take_wanted(&mut self) -> Vec<BlockRef> {
        let mut wanted = Vec::new();
        while let Some(id) = self.wanting.pop_first() {
            if let Some(queue) = self.queues.get_mut(&id) {
                wanted.append(&mut queue.delivery.take_wanted());
            }
        }
        wanted
    }

    /// See [`millpond_partition::Machine::put_block`].
    pub fn put_block(&mut self, block: BlockRef, loaded: Option<Block>) -> bool {
        let id = ResourceId(block.stretch.resource);
        let Some(queue) = self.queues.get_mut(&id) else { return loaded.is_some() };
        let is_readable = queue.delivery.put_block(block, loaded);
        if is_readable {
            // Else it would ask again at once, and for ever.
            queue.move_tasks.resume();
        }
        self.note(id);
        is_readable
    }

    /// See [`millpond_partition::Machine::lacks`]: what was done with messages that are handed out or moved.
    pub fn lacks(&self, event: &Event<'_>) -> Option<PageKey> {
        if !self.has_pages || !matches!(event.kind.tag, MESSAGES_RECEIVED | VISIBILITY_CHANGED | MOVE_STARTED)
        {
            return None;
        }
        let (queue, sequences) = match SqsEvent::read(event, &self.keys).ok()? {
            SqsEvent::MessagesReceived { queue, sequences, .. } => (queue, sequences),
            SqsEvent::VisibilityChanged { queue, sequence, .. } => (queue, vec![sequence]),
            SqsEvent::MoveStarted { queue, sequence, .. } => (queue, vec![sequence]),
            _ => return None,
        };
        let delivery = &self.queues.get(&queue)?.delivery;
        sequences.into_iter().find_map(|sequence| delivery.page_of(sequence))
    }

    /// Asks for a page of a queue's state.
    pub(crate) fn want_page(&mut self, id: ResourceId, page: PageKey) {
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.delivery.want_page(page);
            self.wanting.insert(id);
        }
    }

    /// See [`millpond_partition::Machine::seal`].
    pub fn seal(&mut self, sealed: &Sealed) {
        let (mut last, tables_are_new) = (None, self.in_tables != sealed.in_tables);
        for (stretch, _) in &sealed.stretches {
            let id = ResourceId(stretch.resource);
            if last.replace(id) != Some(id)
                && let Some(queue) = self.queues.get_mut(&id)
            {
                queue.seal(sealed);
                if !tables_are_new {
                    queue.delivery.send_away(&sealed.in_tables, RUNS_KEPT, RUNS_LEAST);
                }
            }
        }
        self.rest(PIECE_LEAST);
        if sealed.drafted > 0 {
            self.queues.values_mut().for_each(|queue| queue.delivery.let_pages_go(sealed.drafted));
        }
        if tables_are_new {
            self.in_tables = sealed.in_tables.clone();
            self.send_away(&sealed.in_tables, RUNS_KEPT, RUNS_LEAST);
        }
    }

    /// All queues give back what they don't need, see [`millpond_delivery::Delivery::rest`].
    pub fn rest(&mut self, least: usize) {
        self.queues.values_mut().for_each(|queue| queue.delivery.rest(least));
    }

    /// Forgets where messages of all queues stand, see [`millpond_delivery::Delivery::send_away`].
    pub fn send_away(&mut self, in_tables: &[TableSegments], kept: usize, least: usize) {
        self.queues.values_mut().for_each(|queue| queue.delivery.send_away(in_tables, kept, least));
    }

    /// A run table has told where messages of a queue stand.
    pub(crate) fn bring_back(&mut self, id: ResourceId, found: &[TableRun]) {
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.delivery.bring_back(found);
        }
    }

    /// See [`millpond_partition::Machine::remember`].
    pub fn remember(&mut self, id: ResourceId, remembered: Vec<Remembered>) {
        let newest = remembered.iter().map(|send| send.time).max().unwrap_or(0);
        if let Some(queue) = self.queues.get_mut(&id) {
            queue.lately.get_or_insert_default().sends.take_over(remembered);
            self.plan_to_forget(id, newest);
        }
    }

    /// See [`millpond_partition::Machine::hot_from`].
    pub fn hot_from(&self) -> Option<Position> {
        self.queues.values().filter_map(|queue| queue.delivery.hot_from()).min()
    }

    /// See [`millpond_partition::Machine::live_bytes`].
    pub fn live_bytes(&self, into: &mut BTreeMap<u64, u64>) {
        let mut bytes = LiveBytes::default();
        self.queues.values().for_each(|queue| queue.delivery.live_bytes(&mut bytes));
        for (segment, bytes) in bytes.by_segment() {
            *into.entry(segment).or_default() += bytes;
        }
    }

    fn note(&mut self, id: ResourceId) {
        if self.changed.back() != Some(&id) {
            self.changed.push_back(id);
        }
    }
}

impl EventOf<SqsState> for SqsEvent<'_> {
    fn kind(&self) -> Kind {
        SqsEvent::kind(self)
    }

    fn write(&self, fields: &mut Fields<'_>) {
        SqsEvent::write(self, fields);
    }

    fn apply(self, state: &mut SqsState, at: At) {
        let id = match &self {
            SqsEvent::QueueOpened { queue, scope, name, attributes, created, dead_letter } => {
                let opened = Queue::new(*queue, scope, name, attributes, *created, *dead_letter);
                state.queues.entry(*queue).or_insert(Box::new(opened));
                return;
            }
            SqsEvent::QueueClosed { queue } => {
                if let Some(closed) = state.queues.remove(queue) {
                    state.moving.set(*queue, &closed.arn, false);
                }
                if let Some(throughput) = &mut state.throughput {
                    throughput.forget(*queue);
                }
                // Its waiters are told that it is gone.
                return state.note(*queue);
            }
            SqsEvent::MessageSent(sent) => sent.queue,
            SqsEvent::MessageForwarded { message, .. } => message.queue,
            SqsEvent::MoveTaskStarted(started) => started.queue,
            SqsEvent::MoveRequested(_) => return,
            SqsEvent::QueueChanged { queue, .. }
            | SqsEvent::MessagesReceived { queue, .. }
            | SqsEvent::MessagesDeleted { queue, .. }
            | SqsEvent::VisibilityChanged { queue, .. }
            | SqsEvent::QueuePurged { queue, .. }
            | SqsEvent::MoveStarted { queue, .. }
            | SqsEvent::MoveSettled { queue, .. }
            | SqsEvent::MoveTaskCancelled { queue }
            | SqsEvent::MoveTaskEnded { queue, .. }
            | SqsEvent::ReceiveRepeated { queue, .. }
            | SqsEvent::ReceiveUndone { queue, .. } => *queue,
        };
        if let Some(queue) = state.queues.get_mut(&id) {
            queue.advance(at.time);
            let remembers = matches!(&self, SqsEvent::MessageSent(sent) if sent.deduplication.is_some());
            queue.apply(self, at);
            state.moving.set(id, &queue.arn, queue.move_tasks.active().is_some());
            state.note(id);
            if remembers {
                state.plan_to_forget(id, at.time);
            }
        }
    }
}
