//! Starts to move the messages of a dead-letter queue: back to their sources, or to another queue.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_catalogue::Entry;
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{StartMessageMoveTaskInput, StartMessageMoveTaskOutput};
use millpond_wire::ApiError;

use crate::attributes::AttributeName;
use crate::dead_letters::sources_of;
use crate::events::{MoveTaskStarted, SqsEvent};
use crate::move_task::{find_by_arn, task_handle};
use crate::state::SqsState;
use crate::{errors, limits};

/// See the module.
pub struct StartMessageMoveTask {
    source: ResourceId,
    source_arn: String,
    target: Option<(ResourceId, String)>,
    rate: Option<u32>,
}

impl Operation for StartMessageMoveTask {
    const NAME: &'static str = "StartMessageMoveTask";
    const GROWTH: Growth = Growth::Grows;
    type State = SqsState;
    type Input = StartMessageMoveTaskInput;
    type Output = StartMessageMoveTaskOutput;
    type Reply = [u8; 16];

    fn prepare(input: StartMessageMoveTaskInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (key, source, source_arn) = find_by_arn(input.source_arn, "SourceArn", call)?;
        if let Some(rate) = input.max_number_of_messages_per_second
            && !(1..=limits::MOVE_TASK_RATE_MAX).contains(&rate)
        {
            let reason = "You must enter a value between 1 and 500 for MaxNumberOfMessagesPerSecond.";
            return Err(errors::invalid_parameter("MaxNumberOfMessagesPerSecond", rate, reason));
        }
        let target = match input.destination_arn {
            None => None,
            Some(arn) => Some(find_by_arn(Some(arn), "DestinationArn", call)?),
        };
        if sources_of(call.directory.snapshot().linked_to(&key), &key).next().is_none() {
            return Err(errors::invalid_value("Source queue must be configured as a Dead Letter Queue."));
        }
        if target.as_ref().is_some_and(|(_, entry, _)| is_fifo(entry) != is_fifo(&source)) {
            return Err(errors::invalid_value("Source and destination queues must be of the same type."));
        }
        if target.as_ref().is_some_and(|(_, entry, _)| entry.id == source.id) {
            return Err(errors::invalid_value(
                "Source queue arn and destination queue arn cannot be the same.",
            ));
        }
        Ok(StartMessageMoveTask {
            source: source.id,
            source_arn,
            target: target.map(|(_, entry, arn)| (entry.id, arn)),
            rate: input.max_number_of_messages_per_second.map(|rate| rate as u32),
        })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.source.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<[u8; 16]>, ApiError> {
        turn.advance(|state, now| state.advance(self.source, now));
        let (left, right) = (turn.nonce(), turn.nonce());
        let queue = turn.state().queue(self.source)?;
        if queue.move_tasks.active().is_some() {
            return Err(errors::invalid_value(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
            ));
        }
        let active = turn.state().active_tasks().clone();
        // Until the task is among those that are counted.
        let permit = active.permit(&queue.arn).ok_or_else(too_many_tasks)?;
        let counts = queue.delivery.counts();
        let task = (u128::from(left) << 64 | u128::from(right)).to_be_bytes();
        let started = MoveTaskStarted {
            queue: self.source,
            task,
            target: self.target.clone(),
            rate: self.rate,
            last: queue.last_sequence(),
            // What is delayed is waited for.
            count: counts.waiting + counts.delayed,
        };
        turn.commit(SqsEvent::MoveTaskStarted(started));
        drop(permit);
        Ok(Decided::Reply(task))
    }

    fn reply(&self, task: &[u8; 16], _: &ReplyContext<'_>) -> Result<StartMessageMoveTaskOutput, ReplyError> {
        Ok(StartMessageMoveTaskOutput { task_handle: Some(task_handle(task, &self.source_arn)) })
    }
}

/// The developer guide has the quota; code and words are ours (?).
fn too_many_tasks() -> ApiError {
    let most = limits::ACTIVE_MOVE_TASKS_MAX;
    let message =
        format!("There are {most} active message movement tasks in this account, and no more are allowed.");
    ApiError::new(&shape::OVER_LIMIT, message)
}

fn is_fifo(entry: &Entry) -> bool {
    entry.attributes.pairs().contains_key(AttributeName::FifoQueue.as_str())
}
