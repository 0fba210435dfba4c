//! Random calls of SQS beside a reference model.
//!
//! [`world`] is the product: every operation of `millpond-sqs`, the owners of some partitions, a log of small segments on
//! a simulated disk, a clock moved by hand. [`reference`] is what AWS documents, in lists and maps that keep nothing but
//! the messages. [`run`] draws calls from a seed, makes each in the world, and holds the answer against the model.

pub mod reference;
pub mod run;
pub mod world;

#[allow(dead_code, reason = "the server shows more of it")]
#[path = "../../../server/src/state.rs"]
mod state;
