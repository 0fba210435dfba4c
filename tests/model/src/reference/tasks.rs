//! Move tasks: messages of a dead-letter queue go back to their sources, or to another queue.

use millpond_runtime::Millis;

use super::Model;
use super::message::{Message, Phase};

/// Tasks need less than this for what they can do at one time.
pub const MOMENT_MS: Millis = 1000;

/// What has become of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It moves messages, or waits for some.
    Running,
    /// Nothing is left to be moved.
    Completed,
    /// By a call.
    Cancelled,
    /// There was nowhere to move a message to.
    Failed,
}

impl Status {
    /// AWS's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Running => "RUNNING",
            Status::Completed => "COMPLETED",
            Status::Cancelled => "CANCELLED",
            Status::Failed => "FAILED",
        }
    }
}

/// One task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its handle.
    pub handle: String,
    /// When it was started.
    pub started: Millis,
    /// The destination's name, unless each message goes to its own source.
    pub target: Option<String>,
    /// What has become of it.
    pub status: Status,
    /// How many messages it has moved.
    pub moved: u64,
    /// Messages that came later are not moved.
    pub last: u64,
}

impl Model {
    /// Tasks do what they can now.
    pub(super) fn run_tasks(&mut self) {
        let running = self.queues.values().filter(|queue| queue.has_running_task());
        let names: Vec<String> = running.map(|queue| queue.name.clone()).collect();
        for name in names {
            self.run_task(&name);
        }
    }

    fn run_task(&mut self, name: &str) {
        let now = self.now;
        let queue = &self.queues[name];
        let task = &queue.tasks[0];
        let (fixed, last) = (task.target.clone(), task.last);
        let going: Vec<(u64, Option<String>)> = queue
            .available(now)
            .concat()
            .into_iter()
            .map(|at| &queue.messages[at])
            .filter(|message| message.place <= last)
            .map(|message| (message.place, fixed.clone().or(message.source.clone())))
            .collect();
        for (place, target) in going {
            let Some(target) = target else {
                self.end_task(name, Status::Failed);
                return;
            };
            // A queue is known by its name, also where it was made again.
            if !self.queues.contains_key(&target) {
                // It stays; so do those that have left with it arrive.
                self.end_task(name, Status::Failed);
                continue;
            }
            let queue = self.queues.get_mut(name).expect("it is there");
            let message = queue.remove(|message| message.place == place).remove(0);
            queue.tasks[0].moved += 1;
            let fresh = Message::new(&message.body, None, now, now, message.group);
            self.arrive(&target, Message { late: true, ..fresh });
            self.moved_at = Some(now);
        }
        let queue = &self.queues[name];
        let more = |m: &Message| m.place <= last && m.phase(now) != Phase::InFlight;
        if !queue.messages.iter().any(more) {
            self.end_task(name, Status::Completed);
        }
    }

    /// Tasks take a moment for what they do at one time. Whether such a moment has begun, so that nobody should look closely.
    pub fn is_blurred(&self) -> bool {
        let near = |time: Millis| time.abs_diff(self.now) < MOMENT_MS;
        let blurred = |queue: &super::Queue| {
            let retention = queue.seconds("MessageRetentionPeriod");
            let late = queue.messages.iter().filter(|message| message.late);
            late.into_iter().any(|m| near(m.sent + retention) || m.due > m.came && near(m.due))
        };
        self.moved_at == Some(self.now) || self.queues.values().any(blurred)
    }

    fn end_task(&mut self, name: &str, status: Status) {
        self.moved_at = Some(self.now);
        let task = &mut self.queues.get_mut(name).expect("it is there").tasks[0];
        if task.status == Status::Running {
            task.status = status;
        }
    }
}
