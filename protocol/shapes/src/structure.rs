//! How a codec reads and fills a structure: references to members, as an enum over the kinds there are.
//!
//! One virtual call a member, then a match; no closures, no hashing, no allocation of its own.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;

use crate::{MemberSchema, StructureSchema, Timestamp};

/// A generated structure. Members are addressed by their index in [`StructureSchema::members`].
pub trait Structure: Debug + Send {
    /// Its table.
    fn schema(&self) -> &'static StructureSchema;

    /// What the member holds now. [`Value::Absent`] for one out of range.
    fn value(&self, member: usize) -> Value<'_>;

    /// Makes the member present with an empty value, and gives it to be filled. What it held is gone, so the
    /// last of several wins. [`Slot::Unknown`] for one out of range.
    fn slot(&mut self, member: usize) -> Slot<'_>;
}

/// What a member, an element or a map's value holds: borrowed, to be written.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Not given.
    Absent,
    /// Text.
    String(&'a str),
    /// A truth value.
    Boolean(bool),
    /// A model's integer or long.
    Integer(i64),
    /// 32-bit floating point, kept apart because its shortest spelling differs.
    Float(f32),
    /// 64-bit floating point.
    Double(f64),
    /// Bytes.
    Blob(&'a [u8]),
    /// A point in time.
    Timestamp(Timestamp),
    /// A list.
    List(&'a dyn ListValue),
    /// A map.
    Map(&'a dyn MapValue),
    /// A nested structure.
    Structure(&'a dyn Structure),
}

/// A place to decode into.
#[derive(Debug)]
pub enum Slot<'a> {
    /// No such member.
    Unknown,
    /// Text.
    String(&'a mut String),
    /// A truth value.
    Boolean(&'a mut bool),
    /// A model's integer.
    Integer(&'a mut i32),
    /// A model's long.
    Long(&'a mut i64),
    /// 32-bit floating point.
    Float(&'a mut f32),
    /// 64-bit floating point.
    Double(&'a mut f64),
    /// Bytes.
    Blob(&'a mut Bytes),
    /// A point in time.
    Timestamp(&'a mut Timestamp),
    /// A list, empty.
    List(&'a mut dyn ListSlot),
    /// A map, empty.
    Map(&'a mut dyn MapSlot),
    /// A nested structure, all members absent.
    Structure(&'a mut dyn Structure),
}

/// A list to be written.
pub trait ListValue: Debug {
    /// Number of elements.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element; [`Value::Absent`] for one out of range.
    fn element(&self, index: usize) -> Value<'_>;
}

/// A list to be filled.
pub trait ListSlot: Debug {
    /// Appends an empty element and gives it to be filled.
    fn push(&mut self) -> Slot<'_>;
}

/// A map to be written.
pub trait MapValue: Debug {
    /// Number of entries.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the entries in the order of their keys.
    fn entries<'a>(&'a self, each: &mut dyn FnMut(&'a str, Value<'a>));
}

/// A map to be filled.
pub trait MapSlot: Debug {
    /// Puts an empty value under the key, in place of an older one, and gives it to be filled.
    fn insert(&mut self, key: String) -> Slot<'_>;
}

/// A type a member can have.
pub trait Field: Default + Debug + Send {
    /// Borrowed, to be written.
    fn as_value(&self) -> Value<'_>;

    /// Borrowed, to be filled.
    fn as_slot(&mut self) -> Slot<'_>;
}

/// The value of an optional member. Generated code calls it.
#[inline]
pub(crate) fn value<T: Field>(member: &Option<T>) -> Value<'_> {
    match member {
        Some(field) => field.as_value(),
        None => Value::Absent,
    }
}

/// Makes an optional member present and empty. Generated code calls it.
#[inline]
pub(crate) fn slot<T: Field>(member: &mut Option<T>) -> Slot<'_> {
    member.insert(T::default()).as_slot()
}

/// The first member the model demands and the structure lacks. Nested structures are not looked into.
pub fn missing_member(structure: &dyn Structure) -> Option<&'static MemberSchema> {
    let lacks = |index| matches!(structure.value(index), Value::Absent);
    let members = structure.schema().members.iter().enumerate();
    members.filter(|(_, member)| member.required).find(|(index, _)| lacks(*index)).map(|(_, member)| member)
}

macro_rules! scalar_fields {
    ($($type:ty: $slot:ident, $value:ident($self:ident) = $as_value:expr;)*) => { $(
        impl Field for $type {
            #[inline]
            fn as_value(&$self) -> Value<'_> {
                Value::$value($as_value)
            }

            #[inline]
            fn as_slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )* };
}

scalar_fields! {
    String: String, String(self) = self;
    bool: Boolean, Boolean(self) = *self;
    i32: Integer, Integer(self) = i64::from(*self);
    i64: Long, Integer(self) = *self;
    f32: Float, Float(self) = *self;
    f64: Double, Double(self) = *self;
    Bytes: Blob, Blob(self) = self;
    Timestamp: Timestamp, Timestamp(self) = *self;
}

impl<T: Structure + Default> Field for T {
    #[inline]
    fn as_value(&self) -> Value<'_> {
        Value::Structure(self)
    }

    #[inline]
    fn as_slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}

impl<T: Field> Field for Vec<T> {
    fn as_value(&self) -> Value<'_> {
        Value::List(self)
    }

    fn as_slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Field> ListValue for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn element(&self, index: usize) -> Value<'_> {
        self.get(index).map_or(Value::Absent, Field::as_value)
    }
}

impl<T: Field> ListSlot for Vec<T> {
    fn push(&mut self) -> Slot<'_> {
        self.push(T::default());
        self.last_mut().expect("just pushed").as_slot()
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn as_value(&self) -> Value<'_> {
        Value::Map(self)
    }

    fn as_slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Field> MapValue for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn entries<'a>(&'a self, each: &mut dyn FnMut(&'a str, Value<'a>)) {
        for (key, value) in self {
            each(key, value.as_value());
        }
    }
}

impl<T: Field> MapSlot for BTreeMap<String, T> {
    fn insert(&mut self, key: String) -> Slot<'_> {
        let value = self.entry(key).or_default();
        *value = T::default();
        value.as_slot()
    }
}
