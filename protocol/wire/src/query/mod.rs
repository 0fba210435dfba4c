//! awsQuery: form parameters in, XML out.

mod decode;
mod encode;
mod parameters;

pub(crate) use decode::decode;
pub(crate) use encode::{encode, encode_error};
pub(crate) use parameters::Parameters;
