//! awsJson 1.0 and 1.1, which differ in nothing but their content type.

mod decode;
mod encode;
mod reader;
mod strings;

pub(crate) use decode::decode;
pub(crate) use encode::{encode, encode_error};
