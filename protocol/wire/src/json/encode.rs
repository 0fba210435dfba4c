//! Writes JSON: an output, or an error.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use millpond_shapes::{Structure, Value};

use super::strings;
use crate::{ApiError, timestamp};

/// The most that is reserved on a guess: what a full receive takes, and a little more.
const RESERVED_BYTES_MAX: usize = 2 << 20;

/// The output. Absent members are left out; one without members is `{}`.
pub(crate) fn encode(output: &dyn Structure) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    structure(&mut out, output);
    out
}

pub(crate) fn encode_error(error: &ApiError) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    out.extend_from_slice(b"{\"__type\":");
    strings::write(&mut out, error.shape.json_type);
    out.extend_from_slice(b",\"message\":");
    strings::write(&mut out, &error.message);
    out.push(b'}');
    out
}

fn structure(out: &mut Vec<u8>, structure: &dyn Structure) {
    out.push(b'{');
    let mut first = true;
    for (index, member) in structure.schema().members.iter().enumerate() {
        let found = structure.value(index);
        if matches!(found, Value::Absent) {
            continue;
        }
        comma(out, &mut first);
        // A model's names are letters and digits: nothing to escape.
        out.push(b'"');
        out.extend_from_slice(member.name.as_bytes());
        out.extend_from_slice(b"\":");
        value(out, found);
    }
    out.push(b'}');
}

fn comma(out: &mut Vec<u8>, first: &mut bool) {
    if !std::mem::take(first) {
        out.push(b',');
    }
}

fn value(out: &mut Vec<u8>, value_: Value<'_>) {
    match value_ {
        Value::Absent => out.extend_from_slice(b"null"),
        Value::String(text) => strings::write(out, text),
        Value::Boolean(truth) => out.extend_from_slice(if truth { b"true" } else { b"false" }),
        Value::Integer(number) => print(out, format_args!("{number}")),
        Value::Float(number) => float(out, number.into(), format_args!("{number}")),
        Value::Double(number) => float(out, number, format_args!("{number}")),
        Value::Blob(bytes) => {
            out.push(b'"');
            let start = out.len();
            out.resize(start + bytes.len().div_ceil(3) * 4, 0);
            STANDARD.encode_slice(bytes, &mut out[start..]).expect("made as long as base64 of it is");
            out.push(b'"');
        }
        Value::Timestamp(time) => timestamp::write_epoch_seconds(out, time),
        Value::List(list) => {
            out.push(b'[');
            let start = out.len();
            for index in 0..list.len() {
                if index > 0 {
                    out.push(b',');
                }
                value(out, list.element(index));
                if index == 0 {
                    // Elements tend to be alike: room for all of them now saves moving the buffer at each doubling.
                    let rest = (out.len() - start + 1).saturating_mul(list.len() - 1);
                    out.reserve(rest.min(RESERVED_BYTES_MAX));
                }
            }
            out.push(b']');
        }
        Value::Map(map) => {
            out.push(b'{');
            let mut first = true;
            map.entries(&mut |key, found| {
                comma(out, &mut first);
                strings::write(out, key);
                out.push(b':');
                value(out, found);
            });
            out.push(b'}');
        }
        Value::Structure(nested) => structure(out, nested),
    }
}

/// JSON has no word for what is no finite number; AWS writes a string.
fn float(out: &mut Vec<u8>, number: f64, printed: std::fmt::Arguments<'_>) {
    if number.is_finite() {
        print(out, printed);
    } else if number.is_nan() {
        out.extend_from_slice(b"\"NaN\"");
    } else {
        out.extend_from_slice(if number > 0.0 { b"\"Infinity\"" } else { b"\"-Infinity\"" });
    }
}

fn print(out: &mut Vec<u8>, printed: std::fmt::Arguments<'_>) {
    out.write_fmt(printed).expect("a vector takes any bytes");
}
