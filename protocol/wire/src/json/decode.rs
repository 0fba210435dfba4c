//! Fills an input from JSON. Wrong kinds are refused in the words of AWS's framework.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use millpond_shapes::{ListSlot, MapSlot, Slot, Structure, Timestamp};

use super::reader::{Kind, Reader, refuse};
use crate::ApiError;
use crate::error::shortened;
use crate::timestamp::millis_from_seconds;

/// Reads the whole body into `input`. Null is absent; unknown members are skipped; of several members or
/// keys of one name the last counts.
pub(crate) fn decode(body: &[u8], input: &mut dyn Structure) -> Result<(), ApiError> {
    let mut reader = Reader::new(body)?;
    match reader.kind()? {
        Kind::Null => reader.null()?,
        Kind::Object => structure(&mut reader, input)?,
        kind => return wrong_kind(kind, &Slot::Structure(input)),
    }
    reader.end()
}

fn structure(reader: &mut Reader<'_>, into: &mut dyn Structure) -> Result<(), ApiError> {
    let schema = into.schema();
    reader.open_object()?;
    let mut first = true;
    while let Some(key) = reader.key(first)? {
        first = false;
        match schema.member(&key) {
            None => reader.skip()?,
            Some(_) if reader.kind()? == Kind::Null => reader.null()?,
            Some(member) => fill(reader, into.slot(member))?,
        }
    }
    Ok(())
}

fn fill(reader: &mut Reader<'_>, slot: Slot<'_>) -> Result<(), ApiError> {
    let kind = reader.kind()?;
    match (kind, slot) {
        (Kind::String, Slot::String(text)) => *text = reader.string()?.into_owned(),
        (Kind::Boolean, Slot::Boolean(truth)) => *truth = reader.boolean()?,
        (Kind::Number, Slot::Integer(number)) => *number = integer(reader.number()?, "an Integer")?,
        (Kind::Number, Slot::Long(number)) => *number = integer(reader.number()?, "an Long")?,
        (Kind::Number, Slot::Float(number)) => *number = float(reader.number()?)? as f32,
        (Kind::Number, Slot::Double(number)) => *number = float(reader.number()?)?,
        (Kind::Number, Slot::Timestamp(time)) => *time = timestamp(reader.number()?)?,
        (Kind::String, Slot::Blob(bytes)) => *bytes = blob(&reader.string()?)?,
        (Kind::List, Slot::List(list)) => elements(reader, list)?,
        (Kind::Object, Slot::Map(map)) => entries(reader, map)?,
        (Kind::Object, Slot::Structure(nested)) => structure(reader, nested)?,
        (kind, slot) => return wrong_kind(kind, &slot),
    }
    Ok(())
}

fn elements(reader: &mut Reader<'_>, list: &mut dyn ListSlot) -> Result<(), ApiError> {
    reader.open_list()?;
    let mut first = true;
    while reader.another(first)? {
        first = false;
        match reader.kind()? {
            Kind::Null => reader.null()?,
            _ => fill(reader, list.push())?,
        }
    }
    Ok(())
}

fn entries(reader: &mut Reader<'_>, map: &mut dyn MapSlot) -> Result<(), ApiError> {
    reader.open_object()?;
    let mut first = true;
    while let Some(key) = reader.key(first)? {
        first = false;
        match reader.kind()? {
            Kind::Null => reader.null()?,
            _ => fill(reader, map.insert(key.into_owned()))?,
        }
    }
    Ok(())
}

/// AWS's framework drops a fraction silently (its number type is called TruncatingBigNumber).
fn integer<T: TryFrom<i64>>(text: &str, kind: &str) -> Result<T, ApiError> {
    let number = match text.parse::<i64>() {
        Ok(number) => Some(number),
        Err(_) if text.contains(['.', 'e', 'E']) => text.parse::<f64>().ok().and_then(whole),
        Err(_) => None,
    };
    match number.and_then(|number| T::try_from(number).ok()) {
        Some(number) => Ok(number),
        None => refuse(format!("{} can not be converted to {kind}", shortened(text))),
    }
}

/// The whole part, if 64 bits hold it.
fn whole(number: f64) -> Option<i64> {
    // 2^63 is exact as a float; i64::MAX is not.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (-LIMIT..LIMIT).contains(&number).then_some(number as i64)
}

fn float(text: &str) -> Result<f64, ApiError> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => refuse(format!("{} can not be converted to an Double", shortened(text))),
    }
}

fn timestamp(text: &str) -> Result<Timestamp, ApiError> {
    match text.parse::<f64>().ok().and_then(millis_from_seconds) {
        Some(millis) => Ok(Timestamp::from_millis(millis)),
        None => refuse(format!("{} can not be converted to milliseconds since epoch", shortened(text))),
    }
}

fn blob(text: &str) -> Result<Bytes, ApiError> {
    match STANDARD.decode(text) {
        Ok(bytes) => Ok(bytes.into()),
        Err(_) => {
            refuse(format!("'{}' can not be converted to a Blob: {}", shortened(text), blob_fault(text)))
        }
    }
}

#[cold]
fn blob_fault(text: &str) -> String {
    let alphabet = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '/';
    let padding = text.len() - text.trim_end_matches('=').len();
    if !text.len().is_multiple_of(4) {
        return format!("Base64 encoded length is expected a multiple of 4 bytes but found: {}", text.len());
    }
    match text[..text.len() - padding.min(2)].chars().find(|c| !alphabet(*c)) {
        Some(character) => format!("Invalid Base64 character: '{character}'"),
        // AWS's own spelling.
        None => "Invalid last non-pad Base64 character dectected".to_owned(),
    }
}

#[cold]
fn wrong_kind<T>(found: Kind, expected: &Slot<'_>) -> Result<T, ApiError> {
    let class = match found {
        Kind::Boolean => "java.lang.Boolean",
        Kind::String => "java.lang.String",
        _ => "com.amazon.coral.value.json.numbers.TruncatingBigNumber",
    };
    let to = match (found, expected) {
        (Kind::List, _) => return refuse("Start of list found where not expected"),
        (Kind::Object, _) => return refuse("Start of structure or map found where not expected."),
        (_, Slot::List(_)) => return refuse("Expected list or null"),
        (_, Slot::Map(_)) => return refuse("Expected map or null"),
        (_, Slot::Structure(_) | Slot::Unknown) => return refuse("Expected null"),
        (_, Slot::String(_)) => "an String",
        (_, Slot::Boolean(_)) => "an Boolean",
        (_, Slot::Integer(_)) => "an Integer",
        (_, Slot::Long(_)) => "an Long",
        (_, Slot::Float(_)) => "an Float",
        (_, Slot::Double(_)) => "an Double",
        (_, Slot::Timestamp(_)) => "milliseconds since epoch",
        (_, Slot::Blob(_)) => "a Blob",
    };
    refuse(format!("class {class} can not be converted to {to}"))
}
