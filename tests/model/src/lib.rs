//! A reference model of SQS, written from what AWS documents, and the program's own operations in process, on the segment
//! log of a simulated disk: random calls must be answered alike by both.

pub mod house;
mod reference;
#[path = "../../../server/src/state.rs"]
#[allow(dead_code, reason = "the server's own file")]
mod state;
pub mod walk;
