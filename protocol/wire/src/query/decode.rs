//! Fills an input from parameters: dotted names are members, numbers are elements.
//!
//! `Attribute.1.Name` is a flattened map's first key, `Entries.member.2.Id` a member of a list's second element.
//! SQS's own examples leave the number out where there is one element (`Attribute.Name=…`); flattened lists and
//! maps take that too.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use millpond_shapes::{ListSchema, ListSlot, MapSchema, MapSlot, MemberSchema, Shape, Slot, Structure};

use super::Parameters;
use super::parameters::{Under, malformed};
use crate::{ApiError, framework, timestamp};

/// Reads what the schema names; other parameters are the protocol's, or unknown, and skipped.
pub(crate) fn decode(parameters: &Parameters, input: &mut dyn Structure) -> Result<(), ApiError> {
    structure(parameters.all(), input)
}

/// A value's place: the parameter of exactly its name, and those below it.
#[derive(Clone, Copy)]
struct Place<'a> {
    name: &'a str,
    exact: Option<&'a str>,
    below: Under<'a>,
}

impl<'a> Place<'a> {
    fn of(under: Under<'a>, name: &'a str) -> Self {
        Self { name, exact: under.get(name), below: under.below(name) }
    }

    fn is_absent(&self) -> bool {
        self.exact.is_none() && self.below.is_empty()
    }
}

fn structure(under: Under<'_>, into: &mut dyn Structure) -> Result<(), ApiError> {
    for (index, member) in into.schema().members.iter().enumerate() {
        let place = Place::of(under, member.query_name);
        if place.is_absent() {
            continue;
        }
        match member.shape {
            Shape::List(list) => {
                if let Slot::List(slot) = into.slot(index) {
                    elements(place, member, list, slot)?;
                }
            }
            Shape::Map(map) => {
                if let Slot::Map(slot) = into.slot(index) {
                    entries(place, member.flattened, map, slot)?;
                }
            }
            Shape::Structure(_) => {
                if let (Slot::Structure(nested), false) = (into.slot(index), place.below.is_empty()) {
                    structure(place.below, nested)?;
                }
            }
            // A scalar has nothing below it.
            _ if place.exact.is_none() => {}
            _ => fill(place, into.slot(index))?,
        }
    }
    Ok(())
}

fn elements(
    place: Place<'_>,
    member: &MemberSchema,
    schema: &ListSchema,
    list: &mut dyn ListSlot,
) -> Result<(), ApiError> {
    let numbered = if member.flattened { place.below } else { place.below.below(schema.element_name) };
    let numbers = numbered.numbers();
    for number in &numbers {
        let number = number.to_string();
        fill(Place::of(numbered, &number), list.push())?;
    }
    // One element, not numbered. An empty parameter is how SDKs send an empty list.
    let lone = place.exact.is_some_and(|value| !value.is_empty()) || !place.below.is_empty();
    if numbers.is_empty() && member.flattened && lone {
        fill(place, list.push())?;
    }
    Ok(())
}

fn entries(
    place: Place<'_>,
    flattened: bool,
    schema: &MapSchema,
    map: &mut dyn MapSlot,
) -> Result<(), ApiError> {
    let numbered = if flattened { place.below } else { place.below.below("entry") };
    let numbers = numbered.numbers();
    let mut keys = BTreeSet::new();
    for number in &numbers {
        let number = number.to_string();
        let key = entry(numbered.below(&number), schema, map)?;
        if !keys.insert(key) {
            // Neither value is what the client means for sure. That AWS refuses it is known, its words are not (?).
            let (name, member) = (place.name, schema.key_name);
            return Err(ApiError::new(
                &framework::INVALID_PARAMETER_VALUE,
                format!(
                    "Value {key} for parameter {name}.{number}.{member} is invalid. Reason: It is given twice."
                ),
            ));
        }
    }
    if numbers.is_empty() && flattened && !place.below.is_empty() {
        entry(place.below, schema, map)?;
    }
    Ok(())
}

/// Gives back the key.
fn entry<'a>(under: Under<'a>, schema: &MapSchema, map: &mut dyn MapSlot) -> Result<&'a str, ApiError> {
    // Without a key it has an empty one, which the service refuses in its own words.
    let key = under.get(schema.key_name).unwrap_or_default();
    let slot = map.insert(key.to_owned());
    let value = Place::of(under, schema.value_name);
    // A key alone has an empty value.
    if !value.is_absent() {
        fill(value, slot)?;
    }
    Ok(key)
}

/// An element or a map's value, or a member that holds a scalar.
fn fill(place: Place<'_>, slot: Slot<'_>) -> Result<(), ApiError> {
    let text = place.exact.unwrap_or("");
    match slot {
        Slot::String(string) => text.clone_into(string),
        Slot::Boolean(truth) => *truth = parsed(place, boolean(text))?,
        Slot::Integer(number) => *number = parsed(place, text.parse().ok())?,
        Slot::Long(number) => *number = parsed(place, text.parse().ok())?,
        Slot::Float(number) => *number = parsed(place, text.parse().ok().filter(|n: &f32| n.is_finite()))?,
        Slot::Double(number) => *number = parsed(place, text.parse().ok().filter(|n: &f64| n.is_finite()))?,
        Slot::Blob(bytes) => *bytes = parsed(place, STANDARD.decode(text).ok())?.into(),
        Slot::Timestamp(time) => *time = parsed(place, timestamp::parse_query(text))?,
        Slot::Structure(nested) => structure(place.below, nested)?,
        // No model nests lists or maps in lists or maps; they would stay empty here.
        Slot::List(_) | Slot::Map(_) | Slot::Unknown => {}
    }
    Ok(())
}

fn parsed<T>(place: Place<'_>, value: Option<T>) -> Result<T, ApiError> {
    match value {
        Some(value) => Ok(value),
        None => malformed(format!("The value of the parameter {} is malformed.", place.name)),
    }
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}
