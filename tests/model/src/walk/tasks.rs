//! Move tasks: started, watched, cancelled.

use serde_json::{Value, json};

use super::*;
use crate::reference::{INVALID, Task, arn};

/// How long a task that nothing stands in the way of may take.
const TASK_MS: Millis = 20;
/// So many messages a task moves at once.
const GOING_MAX: usize = 45;
const MISSING: &str = "ResourceNotFoundException";

impl Walk {
    pub(super) fn move_task(&mut self) -> Compared {
        if !self.nothing_expires(10 * TICK_MS) {
            return Ok(());
        }
        // Mostly a queue that is somebody's dead-letter queue and has messages.
        let queues = self.model.queues.values();
        let good: Vec<String> = queues
            .filter(|queue| !queue.messages.is_empty() && !self.model.sources(&queue.name).is_empty())
            .map(|queue| queue.name.clone())
            .collect();
        let at = self.below(good.len().max(1) as u64) as usize;
        let name = good.get(at).filter(|_| !self.once_in(10)).cloned().unwrap_or_else(|| self.any_queue());
        let destination = self.once_in(2).then(|| self.any_queue());
        let should = self.may_start(&name, destination.as_deref());
        let (going, waits) = self.model.movable(&name).unwrap_or_default();
        let to_move = self.model.queues.get(&name).map_or(0, |queue| queue.counts(self.model.now)[0]);
        if going.len() > GOING_MAX {
            return Ok(());
        }
        let without_home = going.iter().filter(|message| message.source.is_none()).count();
        if should.is_ok() && destination.is_none() && without_home > 0 && without_home < going.len() {
            // How many go before the first that has nowhere to go, nobody says.
            return Ok(());
        }
        let mut input = json!({ "SourceArn": arn(&name) });
        if let Some(destination) = &destination {
            input["DestinationArn"] = json!(arn(destination));
        }
        // A task that may move only so many a second takes its time, so it is told so only if it has but one; it is over when
        // the next could leave.
        let rate = (going.len() <= 1 && self.once_in(2)).then(|| 100 + self.below(401));
        if let Some(rate) = rate {
            input["MaxNumberOfMessagesPerSecond"] = json!(rate);
        }
        let said = self.ask("StartMessageMoveTask", &input);
        if !alike(&said, &should)? {
            return Ok(());
        }
        let handle = text(&said.unwrap_or_default(), "TaskHandle").to_owned();
        let uid = destination.as_ref().map(|name| self.model.queues[name].uid);
        let homeless = destination.is_none() && without_home > 0;
        let (count, started) = (going.len(), self.model.now);
        self.house.settle();
        let moves = if homeless { 0 } else { self.model.clone().move_all(&name, going.clone(), uid) };
        self.let_run(&name, moves as u64)?;
        let moved = if homeless { 0 } else { self.model.move_all(&name, going, uid) };
        let mut task = Task {
            handle,
            status: "RUNNING",
            destination: destination.as_deref().map(arn),
            moved,
            to_move,
            started,
            failure: None,
        };
        if homeless {
            (task.status, task.failure) = ("FAILED", Some("CouldNotDetermineMessageSource"));
        } else if moved < count {
            (task.status, task.failure) = ("FAILED", Some("AWS.SimpleQueueService.NonExistentQueue"));
        } else if !waits {
            task.status = "COMPLETED";
        }
        let runs = task.status == "RUNNING";
        self.model.note_task(&name, task);
        self.wait(TASK_MS);
        self.compare_tasks(&name)?;
        if runs {
            self.cancel(&name, &input)?;
        }
        self.cancel_what_is_over(&name)?;
        // Everything else stands at a whole tick.
        let rest = 2 * TICK_MS - self.house.now() % TICK_MS;
        self.pass_ms(rest);
        self.look_at(&name)
    }

    /// Lets the newest task of a queue run until it has moved so many messages: all at once, but not at once, for it may
    /// have to read where they are.
    fn let_run(&mut self, name: &str, moves: u64) -> Compared {
        for _ in 0..TASK_MS {
            let task = self.house.call("ListMessageMoveTasks", &json!({ "SourceArn": arn(name) }));
            let task = task.map_err(|refused| refused.message)?;
            let moved = task["Results"][0]["ApproximateNumberOfMessagesMoved"].as_u64().unwrap_or_default();
            if moved == moves {
                break;
            }
            same!(moved, 0, "moved messages, some before others");
            self.wait(1);
        }
        Ok(())
    }

    /// Time passes a millisecond at a time.
    fn wait(&mut self, ms: Millis) {
        for _ in 0..ms {
            self.house.pass(1);
        }
        self.model.advance_to(self.house.now());
    }

    fn may_start(&mut self, name: &str, destination: Option<&str>) -> Said<()> {
        let source = self.model.queues.get(name).ok_or(MISSING)?;
        let target = destination.map(|name| self.model.queues.get(name).ok_or(MISSING)).transpose()?;
        if self.model.sources(name).is_empty() {
            return Err(INVALID);
        }
        let fits = target.is_none_or(|target| target.fifo == source.fifo && target.name != source.name);
        if fits { Ok(()) } else { Err(INVALID) }
    }

    /// A task that waits: a second one is refused, and it can be ended.
    fn cancel(&mut self, name: &str, start: &Value) -> Compared {
        let said = self.ask("StartMessageMoveTask", start);
        alike(&said, &Err::<(), _>(INVALID))?;
        let task = self.model.queue(name).map_err(str::to_owned)?.tasks[0].clone();
        let said = self.ask("CancelMessageMoveTask", &json!({ "TaskHandle": task.handle }));
        alike(&said, &Ok(()))?;
        let moved = &said.unwrap_or_default()["ApproximateNumberOfMessagesMoved"];
        same!(moved.as_u64(), Some(task.moved as u64), "ApproximateNumberOfMessagesMoved");
        self.wait(3);
        self.model.queue(name).map_err(str::to_owned)?.tasks[0].status = "CANCELLED";
        self.compare_tasks(name)
    }

    fn cancel_what_is_over(&mut self, name: &str) -> Compared {
        let handle = self.model.queue(name).map_err(str::to_owned)?.tasks[0].handle.clone();
        let said = self.ask("CancelMessageMoveTask", &json!({ "TaskHandle": handle }));
        alike(&said, &Err::<(), _>(INVALID)).map(|_| ())
    }

    /// The list of a queue's tasks.
    fn compare_tasks(&mut self, name: &str) -> Compared {
        let most = 1 + self.below(10) as usize;
        let said = self.ask("ListMessageMoveTasks", &json!({ "SourceArn": arn(name), "MaxResults": most }));
        let answer = said.map_err(|refused| refused.message)?;
        let came: Vec<Value> = answer["Results"].as_array().cloned().unwrap_or_default();
        let tasks = &self.model.queue(name).map_err(str::to_owned)?.tasks;
        same!(came.len(), most.min(tasks.len()), "how many tasks");
        for (came, task) in came.iter().zip(tasks) {
            let mut should = json!({
                "Status": task.status,
                "SourceArn": arn(name),
                "ApproximateNumberOfMessagesMoved": task.moved,
                "ApproximateNumberOfMessagesToMove": task.to_move,
                "StartedTimestamp": task.started,
            });
            if task.status == "RUNNING" {
                should["TaskHandle"] = json!(task.handle);
            }
            for (member, value) in
                [("DestinationArn", task.destination.as_deref()), ("FailureReason", task.failure)]
            {
                if let Some(value) = value {
                    should[member] = json!(value);
                }
            }
            let mut came = came.clone();
            came.as_object_mut().map(|task| task.remove("MaxNumberOfMessagesPerSecond"));
            same!(came, should, "a task");
        }
        Ok(())
    }
}
