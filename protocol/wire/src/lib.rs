//! AWS's wire protocols: from an HTTP request to a call and its input, from an output or an error to an answer.
//!
//! Not here: sockets, authentication, and anything one service does. A service gives and takes
//! [`Structure`]s and [`ApiError`]s and never learns which protocol carried its call.
//!
//! ```text
//! recognise(request, services) -> Call            whose call is it, over which protocol
//! call.decode::<SendMessageInput>() -> input      or the ApiError that says what is wrong with it
//! call.answering.output(operation, &output, id)   -> Answer
//! call.answering.error(&error, id)                -> Answer
//! ```

mod answer;
mod call;
mod error;
mod json;
mod query;
mod recognise;
mod timestamp;

pub mod framework;

pub use answer::{Answer, Answering, Protocol};
pub use call::Call;
pub use error::{ApiError, Refusal};
pub use millpond_shapes::{ErrorShape, OperationInfo, ServiceInfo, Structure};
pub use recognise::{Request, recognise};
