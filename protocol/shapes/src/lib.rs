//! What AWS's operations take and answer: plain types with schema tables, generated from `models/`.
//!
//! Not here: any wire format. A codec (in `millpond-wire`) walks a [`Structure`] through its
//! [`StructureSchema`]: it asks for a member's [`Slot`] to fill it, or for its [`Value`] to write it. So one
//! codec a protocol serves every service, and a service knows no protocol.
//!
//! `sqs`, `sts`, `sns`, `kinesis` are written by `cargo xtask shapes`; the rest by hand.

mod schema;
mod structure;
mod timestamp;

pub mod kinesis;
pub mod sns;
pub mod sqs;
pub mod sts;

pub use schema::{
    ErrorShape, ListSchema, MapSchema, MemberSchema, OperationInfo, ServiceInfo, ServiceProtocol, Shape,
    StructureSchema, TimestampFormat,
};
pub use structure::{Field, ListSlot, ListValue, MapSlot, MapValue, Slot, Structure, Value, missing_member};
pub use timestamp::Timestamp;
