//! Tasks that move messages out of a dead-letter queue: the one that runs, and those before it.

use std::collections::VecDeque;

use millpond_delivery::Sequence;
use millpond_partition::ResourceId;
use millpond_runtime::Millis;

use crate::events::{MoveTaskStarted, TaskEnd, task_tag};
use crate::limits;

/// How many messages may be on their way at once.
const OUTSTANDING_MAX: u64 = 200;
/// How many leave in one record.
const MOVES_A_STEP: usize = 50;
/// How long a task waits for messages on their way.
const PAUSE_MS: Millis = 50;
/// How long it waits for messages that stand behind others or are delayed, if nothing falls due before.
const LONG_PAUSE_MS: Millis = 60_000;

/// What has become of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It moves messages.
    Running,
    /// It waits for those that are on their way.
    Cancelling,
    /// It is over.
    Ended(TaskEnd),
}

/// One task.
#[derive(Clone, Debug)]
pub struct MoveTask {
    /// Its id.
    pub id: [u8; 16],
    /// When it began.
    pub started: Millis,
    /// Where to, unless each message goes back to its own source.
    pub target: Option<(ResourceId, String)>,
    /// Messages a second, at most.
    pub rate: Option<u32>,
    /// How many messages there were.
    pub to_move: u64,
    /// How many have arrived.
    pub moved: u64,
    /// What has become of it.
    pub status: Status,
    /// The last message that was there at the start.
    pub last: Sequence,
    /// How many are on their way.
    outstanding: u64,
    /// When it goes on.
    due: Millis,
}

/// See the module. Newest first.
#[derive(Debug, Default)]
pub struct MoveTasks(VecDeque<MoveTask>);

impl MoveTasks {
    /// All that are remembered, newest first.
    pub fn iter(&self) -> impl Iterator<Item = &MoveTask> {
        self.0.iter()
    }

    /// The one that is not over.
    pub fn active(&self) -> Option<&MoveTask> {
        self.0.front().filter(|task| !matches!(task.status, Status::Ended(_)))
    }

    fn active_mut(&mut self) -> Option<&mut MoveTask> {
        self.0.front_mut().filter(|task| !matches!(task.status, Status::Ended(_)))
    }

    pub(super) fn start(&mut self, started: MoveTaskStarted, now: Millis) {
        self.0.truncate(limits::MOVE_TASKS_MAX - 1);
        self.0.push_front(MoveTask {
            id: started.task,
            started: now,
            target: started.target,
            rate: started.rate,
            to_move: started.count,
            moved: 0,
            status: Status::Running,
            last: started.last,
            outstanding: 0,
            due: now,
        });
    }

    pub(super) fn cancel(&mut self, now: Millis) {
        if let Some(task) = self.active_mut() {
            task.status = Status::Cancelling;
            task.due = now;
        }
    }

    pub(super) fn end(&mut self, end: TaskEnd) {
        if let Some(task) = self.active_mut() {
            task.status = Status::Ended(end);
        }
    }

    pub(super) fn sent(&mut self, now: Millis) {
        if let Some(task) = self.active_mut() {
            task.outstanding += 1;
            task.due = match task.rate {
                Some(rate) => task.due.max(now) + 1000 / Millis::from(rate.max(1)),
                None if task.outstanding < OUTSTANDING_MAX => now,
                None => now + PAUSE_MS,
            };
        }
    }

    /// A message is settled that the task of this tag had sent, be the task over or not.
    pub(super) fn settled(&mut self, tag: u64, taken: bool, now: Millis) {
        if let Some(task) = self.0.iter_mut().find(|task| task_tag(&task.id) == tag) {
            task.outstanding = task.outstanding.saturating_sub(1);
            task.moved += u64::from(taken);
            if task.rate.is_none() {
                task.due = now;
            }
        }
    }

    /// When the task next has something to do.
    pub fn due(&self) -> Option<Millis> {
        self.active().map(|task| task.due)
    }

    /// The task found nothing to do: it looks again when time gives the queue something, and now and then.
    pub(super) fn pause(&mut self, now: Millis, next_due: Option<Millis>) {
        if let Some(task) = self.active_mut() {
            let again = if task.outstanding > 0 { now + PAUSE_MS } else { now + LONG_PAUSE_MS };
            task.due = next_due.map_or(again, |due| due.clamp(now + 1, again.max(now + 1)));
        }
    }
}

impl MoveTask {
    /// How many messages may leave now.
    pub fn may_send(&self) -> usize {
        match self.rate {
            Some(_) => 1,
            None => MOVES_A_STEP.min(OUTSTANDING_MAX.saturating_sub(self.outstanding) as usize),
        }
    }

    /// Whether no message is on its way.
    pub fn is_quiet(&self) -> bool {
        self.outstanding == 0
    }
}
