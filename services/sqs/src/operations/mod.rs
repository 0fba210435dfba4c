//! One operation a file.

mod add_permission;
mod cancel_message_move_task;
mod change_message_visibility;
mod change_message_visibility_batch;
pub mod clear;
mod create_queue;
mod delete_message;
mod delete_message_batch;
mod delete_queue;
mod get_queue_attributes;
mod get_queue_url;
mod list_dead_letter_source_queues;
mod list_message_move_tasks;
mod list_queue_tags;
mod list_queues;
mod purge_queue;
mod receive_message;
mod remove_permission;
mod send_message;
mod send_message_batch;
mod set_queue_attributes;
mod start_message_move_task;
mod tag_queue;
mod untag_queue;

pub use add_permission::AddPermission;
pub use cancel_message_move_task::CancelMessageMoveTask;
pub use change_message_visibility::ChangeMessageVisibility;
pub use change_message_visibility_batch::ChangeMessageVisibilityBatch;
pub use create_queue::CreateQueue;
pub use delete_message::DeleteMessage;
pub use delete_message_batch::DeleteMessageBatch;
pub use delete_queue::DeleteQueue;
pub use get_queue_attributes::GetQueueAttributes;
pub use get_queue_url::GetQueueUrl;
pub use list_dead_letter_source_queues::ListDeadLetterSourceQueues;
pub use list_message_move_tasks::ListMessageMoveTasks;
pub use list_queue_tags::ListQueueTags;
pub use list_queues::ListQueues;
pub use purge_queue::PurgeQueue;
pub use receive_message::ReceiveMessage;
pub use remove_permission::RemovePermission;
pub use send_message::SendMessage;
pub use send_message_batch::SendMessageBatch;
pub use set_queue_attributes::SetQueueAttributes;
pub use start_message_move_task::StartMessageMoveTask;
pub use tag_queue::TagQueue;
pub use untag_queue::UntagQueue;

/// The partition of the catalogue.
const CATALOGUE: millpond_log::Partition = millpond_catalogue::PARTITION;

/// What the catalogue sends to a queue's partition: one event, encoded as in the log.
pub(crate) fn parcel(event: &crate::events::SqsEvent<'_>) -> bytes::Bytes {
    let mut body = millpond_log::event::BodyWriter::new(0);
    body.event(event.kind(), |fields| event.write(fields));
    body.finish().into()
}
