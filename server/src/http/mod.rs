//! HTTP: connections, who may send what, bodies, and the pipeline from a request to its answer.

mod access;
mod body;
mod caller;
mod connection;
mod patience;
mod pipeline;
mod request_id;
mod room;

pub use access::Access;
pub use connection::accept;
pub use pipeline::{HttpAnswer, plain};
