//! Lists a dead-letter queue's move tasks, the newest first.
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html>

use millpond_api::{CallContext, Decided, Operation, ReplyContext, ReplyError};
use millpond_log::Partition;
use millpond_partition::{Growth, ResourceId, Turn};
use millpond_shapes::sqs::{
    ListMessageMoveTasksInput, ListMessageMoveTasksOutput, ListMessageMoveTasksResultEntry,
};
use millpond_wire::ApiError;

use crate::batch::unless_empty;
use crate::events::TaskEnd;
use crate::move_task::{find_by_arn, task_handle};
use crate::state::{MoveTask, SqsState, Status};
use crate::{errors, limits};

/// See the module.
pub struct ListMessageMoveTasks {
    source: ResourceId,
    source_arn: String,
    most: usize,
}

impl Operation for ListMessageMoveTasks {
    const NAME: &'static str = "ListMessageMoveTasks";
    const GROWTH: Growth = Growth::Reads;
    type State = SqsState;
    type Input = ListMessageMoveTasksInput;
    type Output = ListMessageMoveTasksOutput;
    type Reply = Vec<MoveTask>;

    fn prepare(input: ListMessageMoveTasksInput, call: &CallContext<'_>) -> Result<Self, ApiError> {
        let (_, entry, source_arn) = find_by_arn(input.source_arn, "SourceArn", call)?;
        let most = input.max_results.unwrap_or(1);
        if !(1..=limits::MOVE_TASKS_MAX as i32).contains(&most) {
            let reason = "You must enter a value between 1 and 10 for MaxResults.";
            return Err(errors::invalid_parameter("MaxResults", most, reason));
        }
        Ok(ListMessageMoveTasks { source: entry.id, source_arn, most: most as usize })
    }

    fn partition(&self, partitions: u32) -> Partition {
        self.source.partition(partitions)
    }

    fn decide(&mut self, turn: &mut Turn<'_, SqsState>) -> Result<Decided<Self::Reply>, ApiError> {
        let queue = turn.state().queue(self.source)?;
        Ok(Decided::Reply(queue.move_tasks.iter().take(self.most).cloned().collect()))
    }

    fn reply(
        &self,
        tasks: &Self::Reply,
        _: &ReplyContext<'_>,
    ) -> Result<ListMessageMoveTasksOutput, ReplyError> {
        let shown = tasks.iter().map(|task| self.shown(task)).collect();
        Ok(ListMessageMoveTasksOutput { results: unless_empty(shown) })
    }
}

impl ListMessageMoveTasks {
    fn shown(&self, task: &MoveTask) -> ListMessageMoveTasksResultEntry {
        let (status, failure) = match task.status {
            Status::Running => ("RUNNING", None),
            Status::Cancelling => ("CANCELLING", None),
            Status::Ended(TaskEnd::Completed) => ("COMPLETED", None),
            Status::Ended(TaskEnd::Cancelled) => ("CANCELLED", None),
            Status::Ended(TaskEnd::NoTarget) => ("FAILED", Some("AWS.SimpleQueueService.NonExistentQueue")),
            Status::Ended(TaskEnd::NoSource) => ("FAILED", Some("CouldNotDetermineMessageSource")),
            // The developer guide has the 36 hours, and nothing of what the list says then (?).
            Status::Ended(TaskEnd::TimedOut) => ("FAILED", Some("TaskTimedOut")),
        };
        let running = task.status == Status::Running;
        ListMessageMoveTasksResultEntry {
            task_handle: running.then(|| task_handle(&task.id, &self.source_arn)),
            status: Some(status.to_owned()),
            source_arn: Some(self.source_arn.clone()),
            destination_arn: task.target.as_ref().map(|(_, arn)| arn.clone()),
            max_number_of_messages_per_second: task.rate.map(|rate| rate as i32),
            approximate_number_of_messages_moved: Some(task.moved as i64),
            approximate_number_of_messages_to_move: Some(task.to_move as i64),
            failure_reason: failure.map(str::to_owned),
            started_timestamp: Some(task.started as i64),
        }
    }
}
