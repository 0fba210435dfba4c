//! What an operation is: prepared on the connection's thread, decided by its partition, answered on the connection's
//! thread again. No behaviour of any service, no protocol, no I/O.
//!
//! A service writes an [`Operation`] a file. [`operation`] erases its types, so that the pipeline, the partition and
//! the answer gate carry every operation of every service as one [`Task`].

mod context;
mod operation;
mod task;

pub use context::{CallContext, Caller, Origin, ReplyContext, ReplyError};
pub use operation::{Decided, Holds, Local, Operation};
pub use task::{Answered, Registered, Started, Task, local, operation, task};
