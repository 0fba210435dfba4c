//! Tasks that move messages out of a dead-letter queue: the one that runs, and those before it.

use std::collections::VecDeque;

use millpond_delivery::Sequence;
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_partition::ResourceId;
use millpond_runtime::Millis;

use super::snapshot::{put_option, put_text, take_option, take_text};
use crate::events::{MoveTaskStarted, TaskEnd, task_tag};
use crate::limits;

/// How many messages may be on their way at once.
const OUTSTANDING_MAX: u64 = 200;
/// How many leave in one record.
const MOVES_A_STEP: usize = 50;
/// How much a task with a rate may be late and make up for: timers are a millisecond late, again and again.
const CATCH_UP_MS: Millis = 20;
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
    /// It waits for rows, and goes on then when they have come.
    after_rows: Option<Millis>,
    /// It found nothing to do.
    paused: bool,
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
            after_rows: None,
            paused: false,
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
                Some(rate) => {
                    // Not every message after as many whole milliseconds: for 350 a second that would be 500.
                    let (rate, sent) = (u64::from(rate.max(1)), task.moved + task.outstanding);
                    let interval = sent * 1000 / rate - (sent - 1) * 1000 / rate;
                    task.due.max(now.saturating_sub(CATCH_UP_MS)) + interval
                }
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

    /// Writes them for a checkpoint: id, start, target and its ARN, rate, messages to move and moved, status (0 running,
    /// 1 cancelling, 2 and more ended), last message, messages on their way, when it goes on.
    pub(super) fn write(&self, into: &mut Vec<u8>) {
        put_varint(into, self.0.len() as u64);
        for task in &self.0 {
            into.extend_from_slice(&task.id);
            put_varint(into, task.started);
            put_option(into, task.target.as_ref().map(|(id, _)| id.0));
            put_text(into, task.target.as_ref().map_or(&[], |(_, arn)| arn.as_bytes()));
            put_option(into, task.rate.map(u64::from));
            let status = match task.status {
                Status::Running => 0,
                Status::Cancelling => 1,
                Status::Ended(end) => 2 + end as u64,
            };
            for number in [task.to_move, task.moved, status, task.last, task.outstanding, task.due] {
                put_varint(into, number);
            }
        }
    }

    /// Reads what [`MoveTasks::write`] wrote.
    pub(super) fn read(from: &mut &[u8]) -> Result<Self, Malformed> {
        let mut tasks = MoveTasks::default();
        for _ in 0..take_varint(from)? {
            let (id, rest) = from.split_first_chunk().ok_or(Malformed("a task's id is cut short"))?;
            let id = *id;
            *from = rest;
            let started = take_varint(from)?;
            let (target, arn) = (take_option(from)?, take_text(from)?);
            let rate = take_option(from)?.map(|rate| rate as u32);
            let (to_move, moved) = (take_varint(from)?, take_varint(from)?);
            let status = match take_varint(from)? {
                0 => Status::Running,
                1 => Status::Cancelling,
                end => {
                    let end = TaskEnd::of(end - 2);
                    Status::Ended(end.ok_or(Malformed("a task ended in a way that nobody knows"))?)
                }
            };
            let (last, outstanding) = (take_varint(from)?, take_varint(from)?);
            // When it was to go on is no reason to wait now.
            let due = take_varint(from)?.min(started);
            let target = target.map(|target| (ResourceId(target), arn));
            tasks.0.push_back(MoveTask {
                id,
                started,
                target,
                rate,
                to_move,
                moved,
                status,
                last,
                outstanding,
                due,
                after_rows: None,
                paused: false,
            });
        }
        Ok(tasks)
    }

    /// When the task next has something to do.
    pub fn due(&self) -> Option<Millis> {
        let deadline = |task: &MoveTask| if task.is_running() { task.ends_at() } else { Millis::MAX };
        self.active().map(|task| task.due.min(deadline(task)))
    }

    /// The task can't go on before rows have come.
    pub(super) fn wait_for_rows(&mut self, now: Millis) {
        if let Some(task) = self.active_mut() {
            task.after_rows.get_or_insert(task.due);
            // Should they not come, it asks again.
            task.due = now + LONG_PAUSE_MS;
        }
    }

    /// What the task waited for is there.
    pub(super) fn resume(&mut self) {
        if let Some(task) = self.active_mut()
            && let Some(due) = task.after_rows.take()
        {
            task.due = due;
        }
    }

    /// The task found nothing to do: it looks again when time gives the queue something, and now and then.
    pub(super) fn pause(&mut self, now: Millis, next_due: Option<Millis>) {
        if let Some(task) = self.active_mut() {
            let again = if task.outstanding > 0 { now + PAUSE_MS } else { now + LONG_PAUSE_MS };
            task.due = next_due.map_or(again, |due| due.clamp(now + 1, again.max(now + 1)));
            task.paused = true;
        }
    }

    /// Something has happened to the messages: a task that found nothing to do looks again.
    pub(super) fn look_again(&mut self, now: Millis) {
        if let Some(task) = self.active_mut()
            && std::mem::take(&mut task.paused)
        {
            task.due = task.due.min(now);
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

    /// Whether it moves messages, and nobody has cancelled it.
    pub fn is_running(&self) -> bool {
        self.status == Status::Running
    }

    /// When it ends, whatever is left to be moved.
    pub fn ends_at(&self) -> Millis {
        self.started + limits::MOVE_TASK_MS_MAX
    }

    /// Whether no message is on its way.
    pub fn is_quiet(&self) -> bool {
        self.outstanding == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGAN: Millis = 1_000_000;

    fn task(rate: u32) -> MoveTasks {
        let mut tasks = MoveTasks::default();
        let task = [7; 16];
        let started =
            MoveTaskStarted { queue: ResourceId(1), task, target: None, rate: Some(rate), last: 9, count: 9 };
        tasks.start(started, BEGAN);
        tasks
    }

    #[test]
    fn a_rate_that_does_not_divide_a_second_is_kept_and_not_exceeded() {
        for rate in [1, 3, 7, 300, 334, 350, 400, 499, 500] {
            let mut tasks = task(rate);
            for late in [0, 1] {
                let sent = |tasks: &MoveTasks| tasks.active().unwrap().outstanding;
                let (before, from) = (sent(&tasks), tasks.due().unwrap());
                while tasks.due().unwrap() < from + 10_000 {
                    tasks.sent(tasks.due().unwrap() + late);
                }
                assert_eq!(sent(&tasks) - before, u64::from(rate) * 10, "{rate} a second, {late} ms late");
            }
        }
    }

    #[test]
    fn a_task_that_could_not_move_for_a_while_does_not_make_up_for_it() {
        let mut tasks = task(100);
        let now = BEGAN + 60_000;
        let mut sent = 0;
        while tasks.due().unwrap() <= now {
            tasks.sent(now);
            sent += 1;
        }
        assert_eq!(sent, 1 + CATCH_UP_MS / 10);
    }
}
