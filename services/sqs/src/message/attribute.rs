//! Message attributes: the rules for them, their digest, and their bytes in the log.

use std::collections::BTreeMap;

use bytes::Bytes;
use md5::{Digest, Md5};
use millpond_log::event::{Malformed, put_varint, take_varint};
use millpond_shapes::sqs::{MessageAttributeValue, MessageSystemAttributeValue};
use millpond_wire::ApiError;

use crate::{errors, limits};

/// One attribute, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type with any label: `String`, `Number.int`.
    pub data_type: String,
    /// Its value: UTF-8, or for a binary type anything.
    pub value: Bytes,
}

/// What both kinds of attribute value have.
struct Given {
    string: Option<String>,
    binary: Option<Bytes>,
    data_type: Option<String>,
    has_lists: bool,
}

impl From<MessageAttributeValue> for Given {
    fn from(v: MessageAttributeValue) -> Self {
        let has_lists = v.string_list_values.is_some_and(|l| !l.is_empty())
            || v.binary_list_values.is_some_and(|l| !l.is_empty());
        Given { string: v.string_value, binary: v.binary_value, data_type: v.data_type, has_lists }
    }
}

impl From<MessageSystemAttributeValue> for Given {
    fn from(v: MessageSystemAttributeValue) -> Self {
        let has_lists = v.string_list_values.is_some_and(|l| !l.is_empty())
            || v.binary_list_values.is_some_and(|l| !l.is_empty());
        Given { string: v.string_value, binary: v.binary_value, data_type: v.data_type, has_lists }
    }
}

impl Attribute {
    /// Checks a message's own attributes. They come in the order of their names' bytes, as the digest wants them.
    pub fn parse_all(given: BTreeMap<String, MessageAttributeValue>) -> Result<Vec<Attribute>, ApiError> {
        if given.len() > limits::MESSAGE_ATTRIBUTES_MAX {
            let (count, most) = (given.len(), limits::MESSAGE_ATTRIBUTES_MAX);
            return Err(errors::invalid_value(format!(
                "Number of message attributes [{count}] exceeds the allowed maximum [{most}]."
            )));
        }
        given
            .into_iter()
            .map(|(name, value)| {
                check_name(&name)?;
                Attribute::parse(name, value.into(), "user")
            })
            .collect()
    }

    /// Checks the system attributes: there is one, the trace header.
    pub fn parse_system(
        given: BTreeMap<String, MessageSystemAttributeValue>,
    ) -> Result<Option<Attribute>, ApiError> {
        let mut trace = None;
        for (name, value) in given {
            if name != "AWSTraceHeader" {
                return Err(errors::invalid_value(format!(
                    "Message system attribute name '{name}' is invalid. The only system attribute is AWSTraceHeader."
                )));
            }
            let attribute = Attribute::parse(name, value.into(), "system")?;
            if attribute.data_type != "String" {
                return Err(errors::invalid_value(
                    "Message (system) attribute 'AWSTraceHeader' must be of type 'String'.",
                ));
            }
            trace = Some(attribute);
        }
        Ok(trace)
    }

    fn parse(name: String, given: Given, kind: &str) -> Result<Attribute, ApiError> {
        if given.has_lists {
            return Err(errors::invalid_value(format!(
                "Message ({kind}) attribute '{name}' has list values, which are not implemented."
            )));
        }
        let data_type = given.data_type.unwrap_or_default();
        let base = data_type.split('.').next().unwrap_or_default();
        let legal_label = data_type.len() <= limits::ATTRIBUTE_NAME_CHARS_MAX && !data_type.ends_with('.');
        if !matches!(base, "String" | "Number" | "Binary") || !legal_label {
            return Err(errors::invalid_value(format!(
                "The type of message ({kind}) attribute '{name}' is invalid. You must use only the following supported type \
                 prefixes: Binary, Number, String."
            )));
        }
        // The answer of Query could not show it, and the digest covers it.
        if let Some(error) = super::outgoing::illegal_characters(&data_type) {
            return Err(error);
        }
        let empty = |of: &str| {
            errors::invalid_value(format!(
                "Message ({kind}) attribute '{name}' must contain a non-empty value of type '{of}'."
            ))
        };
        let value = if base == "Binary" {
            given.binary.filter(|value| !value.is_empty()).ok_or_else(|| empty("Binary"))?
        } else {
            let text = given.string.filter(|value| !value.is_empty()).ok_or_else(|| empty(base))?;
            if base == "Number" && !is_number(&text) {
                return Err(errors::invalid_value(format!(
                    "Can't cast the value of message ({kind}) attribute '{name}' to a number."
                )));
            }
            if let Some(error) = super::outgoing::illegal_characters(&text) {
                return Err(error);
            }
            text.into()
        };
        Ok(Attribute { name, data_type, value })
    }

    /// Whether the value is bytes rather than text.
    pub fn is_binary(&self) -> bool {
        self.data_type.starts_with("Binary")
    }

    /// What the attribute counts of the message's size.
    pub fn size_bytes(&self) -> usize {
        self.name.len() + self.data_type.len() + self.value.len()
    }

    /// The attributes' bytes for the log: a count, then name, type and value of each with its length.
    pub fn write_all(attributes: &[Attribute]) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_varint(&mut bytes, attributes.len() as u64);
        for attribute in attributes {
            for part in [attribute.name.as_bytes(), attribute.data_type.as_bytes(), &attribute.value] {
                put_varint(&mut bytes, part.len() as u64);
                bytes.extend_from_slice(part);
            }
        }
        bytes
    }

    /// Reads what [`Attribute::write_all`] wrote.
    pub fn read_all(mut from: &[u8]) -> Result<Vec<Attribute>, Malformed> {
        let count = take_varint(&mut from)?;
        let mut attributes = Vec::new();
        for _ in 0..count {
            let mut part = || -> Result<Vec<u8>, Malformed> {
                let len = take_varint(&mut from)? as usize;
                let (part, rest) =
                    from.split_at_checked(len).ok_or(Malformed("a message attribute is cut short"))?;
                from = rest;
                Ok(part.to_vec())
            };
            let text =
                |bytes| String::from_utf8(bytes).map_err(|_| Malformed("a message attribute is not UTF-8"));
            let (name, data_type) = (text(part()?)?, text(part()?)?);
            attributes.push(Attribute { name, data_type, value: part()?.into() });
        }
        Ok(attributes)
    }

    /// As the API shows it.
    pub fn shown(&self) -> MessageAttributeValue {
        let mut value =
            MessageAttributeValue { data_type: Some(self.data_type.clone()), ..Default::default() };
        if self.is_binary() {
            value.binary_value = Some(self.value.clone());
        } else {
            value.string_value = Some(String::from_utf8_lossy(&self.value).into_owned());
        }
        value
    }
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.is_empty() {
        // AWS's words in many reports of clients that spelled the parameter wrongly (aws-sdk-php issue 694).
        return Err(errors::invalid_value("The request must contain non-empty message attribute name."));
    }
    let legal =
        |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c) || ('\u{C0}'..='\u{17F}').contains(&c);
    let lower = name.to_ascii_lowercase();
    let reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    if name.chars().count() > limits::ATTRIBUTE_NAME_CHARS_MAX || reserved || dots || !name.chars().all(legal)
    {
        return Err(errors::invalid_value(format!(
            "Message (user) attribute name '{name}' is invalid. It can contain A-Z, a-z, 0-9, \
            underscore, hyphen, and period, up to 256 of them; it can't start or end with a period, have periods in succession, \
            or start with AWS. or Amazon."
        )));
    }
    Ok(())
}

/// Up to 38 significant digits, between 1e-128 and 1e126 in magnitude.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    let Ok(exponent) = exponent.parse::<i32>() else { return false };
    if digits().count() == 0 || !digits().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let significant: Vec<u8> = digits().skip_while(|b| *b == b'0').collect();
    let significant = significant.iter().rposition(|b| *b != b'0').map_or(0, |last| last + 1);
    let Some(lead) = digits().position(|b| b != b'0') else { return true };
    let magnitude = i64::from(exponent) + whole.len() as i64 - 1 - lead as i64;
    significant <= 38 && (-128..=126).contains(&magnitude)
}

/// MD5 of attributes as SDKs compute it: by name; name, type and value each with its length (32 bits, big-endian), and
/// before the value one byte, 1 for text and 2 for bytes. None if there are none.
pub fn digest<'a>(attributes: impl IntoIterator<Item = &'a Attribute>) -> Option<[u8; 16]> {
    let mut md5 = Md5::new();
    let mut any = false;
    for attribute in attributes {
        any = true;
        for text in [&attribute.name, &attribute.data_type] {
            md5.update((text.len() as u32).to_be_bytes());
            md5.update(text.as_bytes());
        }
        md5.update([if attribute.is_binary() { 2 } else { 1 }]);
        md5.update((attribute.value.len() as u32).to_be_bytes());
        md5.update(&attribute.value);
    }
    any.then(|| md5.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, data_type: &str, value: &'static str) -> Attribute {
        Attribute { name: name.into(), data_type: data_type.into(), value: value.into() }
    }

    fn hex(digest: Option<[u8; 16]>) -> String {
        digest.unwrap().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests_are_those_that_aws_was_recorded_with() {
        let one = [attribute("Foo", "String", "Bar")];
        assert_eq!(hex(digest(&one)), "ae7155c6026991b6d54b11589678bf9c");
        let two = [attribute("attr1", "Number", "99.12"), attribute("attr2", "Number", "109.12")];
        assert_eq!(hex(digest(&two[..1])), "d302007e9aa062660afc85fd0a482472");
        assert_eq!(hex(digest(&two)), "9b720b3af309c1c4b0d395c53b08c502");
        let book = [
            attribute("Author", "String", "John Grisham"),
            attribute("Title", "String", "The Whistler"),
            attribute("WeeksOn", "Number", "6"),
        ];
        assert_eq!(hex(digest(&book)), "d25a6aea97eb8f585bfa92d314504a92");
        assert_eq!(digest(&[]), None);
    }

    #[test]
    fn attributes_read_as_they_were_written() {
        let attributes = vec![attribute("a", "String.x", "v"), attribute("b", "Binary", "\u{0}\u{1}")];
        let bytes = Attribute::write_all(&attributes);
        assert_eq!(Attribute::read_all(&bytes).unwrap(), attributes);
        assert!(Attribute::read_all(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn numbers_have_38_digits_and_a_bounded_magnitude() {
        for text in ["0", "-1", "+1.50", "1e126", "1E-128", "00012", &"9".repeat(38), "0.000"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", ".", "x", "1e127", "1e-129", "1.2.3", "0x1", "1e", "NaN", &"9".repeat(39)] {
            assert!(!is_number(text), "{text}");
        }
    }
}
