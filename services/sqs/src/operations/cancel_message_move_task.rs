//! Ends a move task; what it has moved stays where it is.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::errors as shape;
use millpond_shapes::sqs::{CancelMessageMoveTaskInput, CancelMessageMoveTaskOutput};
use millpond_wire::ApiError;

use crate::errors;
use crate::events::SqsEvent;
use crate::move_task::{TaskHandle, find};
use crate::state::{SqsState, Status};

/// See the module.
pub struct CancelMessageMoveTask {
    source: ResourceId,
    task: Option<[u8; 16]>,
}

impl Operation for CancelMessageMoveTask {
    const NAME: &'static str = "CancelMessageMoveTask";
    const GROWTH: Growth = Growth::Shrinks;
    type State = SqsState;
    type Input = CancelMessageMoveTaskInput;
    type Output = CancelMessageMoveTaskOutput;
    type Reply = u64;

    fn prepare(input: CancelMessageMoveTaskInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let text = input.task_handle.ok_or_else(|| errors::missing_parameter("TaskHandle"))?;
        let handle = TaskHandle::read(&text)
            .ok_or_else(|| errors::invalid_value("Value for parameter TaskHandle is invalid."))?;
        let (_, entry, _) = find(handle.source_arn, "SourceArn", call)?;
        Ok(CancelMessageMoveTask { source: entry.id, task: handle.task })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.source.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<u64>, ApiError> {
        let queue = turn.state().queue(self.source)?;
        let task = queue.move_tasks.iter().find(|task| Some(task.id) == self.task);
        let task =
            task.ok_or_else(|| ApiError::new(&shape::RESOURCE_NOT_FOUND_EXCEPTION, "Task does not exist."))?;
        if task.status != Status::Running {
            return Err(errors::invalid_value("Only active tasks can be cancelled."));
        }
        let moved = task.moved;
        turn.commit(SqsEvent::MoveTaskCancelled { queue: self.source });
        Ok(Decided::Reply(moved))
    }

    fn reply(&self, moved: &u64, _: &ReplyContext<'_>) -> Result<CancelMessageMoveTaskOutput, ReplyError> {
        Ok(CancelMessageMoveTaskOutput { approximate_number_of_messages_moved: Some(*moved as i64) })
    }
}
