//! Every quota of SQS, with its unit in the name. Sources: the API's documentation and the model, unless another is named.

/// Entries in a batch.
pub const BATCH_ENTRIES_MAX: usize = 10;
/// Bytes of all messages of a batch together, whatever the queue's own limit (recorded on AWS, August 2025).
pub const BATCH_SIZE_BYTES_MAX: usize = 1_048_576;
/// Characters of an entry's id.
pub const BATCH_ENTRY_ID_CHARS_MAX: usize = 80;
/// User attributes of a message.
pub const MESSAGE_ATTRIBUTES_MAX: usize = 10;
/// Characters of an attribute's name and of its type.
pub const ATTRIBUTE_NAME_CHARS_MAX: usize = 256;
/// Characters of a queue's name, `.fifo` included.
pub const QUEUE_NAME_CHARS_MAX: usize = 80;
/// Characters of a group id, a deduplication id, a receive attempt id.
pub const GROUP_ID_CHARS_MAX: usize = 128;
/// Messages in one receive.
pub const RECEIVE_MESSAGES_MAX: i32 = 10;
/// Seconds that a receive may wait.
pub const WAIT_SECONDS_MAX: i32 = 20;
/// Seconds that a message may be kept back.
pub const DELAY_SECONDS_MAX: i32 = 900;
/// Seconds that a message may be in flight, counted from its receive.
pub const VISIBILITY_TIMEOUT_SECONDS_MAX: i32 = 43_200;
/// Messages in flight in one queue.
pub const IN_FLIGHT_MAX: u64 = 120_000;
/// Milliseconds that a deduplication id is remembered, counted from the first accepted send.
pub const DEDUPLICATION_WINDOW_MS: u64 = 300_000;
/// Calls a second of each action of a FIFO queue, or of one group of a high-throughput queue: 300 of up to 10 messages.
pub const FIFO_CALLS_A_SECOND: u32 = 300;
/// Calls a second of each action of a high-throughput FIFO queue: the quota of AWS's largest regions.
pub const FIFO_HIGH_THROUGHPUT_CALLS_A_SECOND: u32 = 70_000;
/// Groups of a high-throughput queue, counted at once for each action. Ours: it bounds memory.
pub const FIFO_GROUPS_COUNTED_MAX: usize = 65_536;
/// Milliseconds between two purges of a queue.
pub const PURGE_INTERVAL_MS: u64 = 60_000;
/// Milliseconds for which a deleted queue's name is blocked.
pub const NAME_BLOCKED_MS: u64 = 60_000;
/// Tags of a queue.
pub const TAGS_MAX: usize = 50;
/// Characters of a tag's key.
pub const TAG_KEY_CHARS_MAX: usize = 128;
/// Characters of a tag's value.
pub const TAG_VALUE_CHARS_MAX: usize = 256;
/// Queues in one answer of a list.
pub const LIST_RESULTS_MAX: i32 = 1000;
/// Bytes of a policy.
pub const POLICY_BYTES_MAX: usize = 8192;
/// Statements of a policy.
pub const POLICY_STATEMENTS_MAX: usize = 20;
/// Principals of a statement.
pub const POLICY_PRINCIPALS_MAX: usize = 50;
/// Conditions of a statement.
pub const POLICY_CONDITIONS_MAX: usize = 10;
/// Actions of a statement.
pub const POLICY_ACTIONS_MAX: usize = 7;
/// Characters of a permission's label.
pub const LABEL_CHARS_MAX: usize = 80;
/// Receives before a message is moved to a dead-letter queue.
pub const MAX_RECEIVE_COUNT_MAX: u32 = 1000;
/// Queues that a RedriveAllowPolicy may name.
pub const REDRIVE_SOURCES_MAX: usize = 10;
/// Messages that one receive may move to a dead-letter queue.
pub const MOVES_A_RECEIVE_MAX: usize = 100;
/// Messages a second that a move task may be held to.
pub const MOVE_TASK_RATE_MAX: i32 = 500;
/// Milliseconds that a move task may run (developer guide): 36 hours.
pub const MOVE_TASK_MS_MAX: u64 = 36 * 3_600_000;
/// Move tasks of an account that may run at once (developer guide).
pub const ACTIVE_MOVE_TASKS_MAX: usize = 100;
/// Move tasks that a queue's list shows, and that are remembered.
pub const MOVE_TASKS_MAX: usize = 10;
/// Milliseconds for which a receive that has a name can be asked for again.
pub const RECEIVE_ATTEMPT_WINDOW_MS: u64 = 300_000;
