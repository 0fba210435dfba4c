//! Writes XML: a result, or an error.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use millpond_shapes::{MemberSchema, OperationInfo, ServiceInfo, Shape, Structure, TimestampFormat, Value};

use crate::{ApiError, timestamp};

const DECLARATION: &[u8] = b"<?xml version=\"1.0\"?>";

/// `<OpResponse><OpResult>…</OpResult><ResponseMetadata>…`; without the result element where the model has none.
pub(crate) fn encode(
    service: Option<&ServiceInfo>,
    operation: &OperationInfo,
    output: &dyn Structure,
    request_id: &str,
) -> Vec<u8> {
    let mut xml = Xml { out: Vec::with_capacity(512) };
    xml.out.extend_from_slice(DECLARATION);
    xml.open_root(&[operation.name, "Response"], service);
    if let Some(wrapper) = operation.result_wrapper {
        xml.open(wrapper);
        xml.structure(output);
        xml.close(wrapper);
    }
    xml.open("ResponseMetadata");
    xml.text_element("RequestId", request_id);
    xml.close("ResponseMetadata");
    xml.close_root(&[operation.name, "Response"]);
    xml.out
}

pub(crate) fn encode_error(service: Option<&ServiceInfo>, error: &ApiError, request_id: &str) -> Vec<u8> {
    let mut xml = Xml { out: Vec::with_capacity(512) };
    xml.out.extend_from_slice(DECLARATION);
    xml.open_root(&["ErrorResponse"], service);
    xml.open("Error");
    xml.text_element("Type", if error.shape.sender_fault { "Sender" } else { "Receiver" });
    xml.text_element("Code", error.shape.query_code);
    xml.text_element("Message", error.query_text());
    if error.shape.query_detail {
        xml.out.extend_from_slice(b"<Detail/>");
    }
    xml.close("Error");
    xml.text_element("RequestId", request_id);
    xml.close_root(&["ErrorResponse"]);
    xml.out
}

struct Xml {
    out: Vec<u8>,
}

impl Xml {
    fn open(&mut self, name: &str) {
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    fn close(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    fn open_root(&mut self, name: &[&str], service: Option<&ServiceInfo>) {
        self.out.push(b'<');
        self.out.extend_from_slice(name.concat().as_bytes());
        if let Some(namespace) = service.and_then(|service| service.xml_namespace) {
            self.out.extend_from_slice(b" xmlns=\"");
            self.out.extend_from_slice(namespace.as_bytes());
            self.out.push(b'"');
        }
        self.out.push(b'>');
    }

    fn close_root(&mut self, name: &[&str]) {
        self.close(&name.concat());
    }

    fn text_element(&mut self, name: &str, text: &str) {
        self.open(name);
        escape(&mut self.out, text);
        self.close(name);
    }

    fn structure(&mut self, structure: &dyn Structure) {
        for (index, member) in structure.schema().members.iter().enumerate() {
            self.member(member, structure.value(index));
        }
    }

    fn member(&mut self, member: &MemberSchema, value: Value<'_>) {
        let name = member.query_name;
        match (value, member.shape) {
            (Value::Absent, _) => {}
            (Value::List(list), Shape::List(schema)) => {
                if !member.flattened {
                    self.open(name);
                }
                let element_name = if member.flattened { name } else { schema.element_name };
                for index in 0..list.len() {
                    self.element(element_name, list.element(index), schema.element);
                }
                if !member.flattened {
                    self.close(name);
                }
            }
            (Value::Map(map), Shape::Map(schema)) => {
                if !member.flattened {
                    self.open(name);
                }
                let entry_name = if member.flattened { name } else { "entry" };
                map.entries(&mut |key, value| {
                    self.open(entry_name);
                    self.text_element(schema.key_name, key);
                    self.element(schema.value_name, value, schema.value);
                    self.close(entry_name);
                });
                if !member.flattened {
                    self.close(name);
                }
            }
            (value, shape) => self.element(name, value, shape),
        }
    }

    fn element(&mut self, name: &str, value: Value<'_>, shape: Shape) {
        self.open(name);
        match value {
            Value::Structure(nested) => self.structure(nested),
            scalar => self.scalar(scalar, shape),
        }
        self.close(name);
    }

    fn scalar(&mut self, value: Value<'_>, shape: Shape) {
        match value {
            Value::String(text) => escape(&mut self.out, text),
            Value::Boolean(truth) => self.print(format_args!("{truth}")),
            Value::Integer(number) => self.print(format_args!("{number}")),
            Value::Float(number) => self.print(format_args!("{number}")),
            Value::Double(number) => self.print(format_args!("{number}")),
            Value::Blob(bytes) => self.out.extend_from_slice(STANDARD.encode(bytes).as_bytes()),
            Value::Timestamp(time) => timestamp::write_query(&mut self.out, time, format_of(shape)),
            // No model nests lists or maps in lists or maps.
            Value::Absent | Value::List(_) | Value::Map(_) | Value::Structure(_) => {}
        }
    }

    fn print(&mut self, printed: std::fmt::Arguments<'_>) {
        self.out.write_fmt(printed).expect("a vector takes any bytes");
    }
}

fn format_of(shape: Shape) -> Option<TimestampFormat> {
    match shape {
        Shape::Timestamp(format) => format,
        _ => None,
    }
}

/// Text for an element. A bare CR would be read as LF by every parser, and the message's MD5 no longer match.
/// What XML 1.0 cannot hold at all, not even as a reference, becomes U+FFFD.
fn escape(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (replacement, length): (&[u8], usize) = match byte {
            b'&' => (b"&amp;", 1),
            b'<' => (b"&lt;", 1),
            b'>' => (b"&gt;", 1),
            b'"' => (b"&quot;", 1),
            b'\r' => (b"&#xD;", 1),
            b'\t' | b'\n' => continue,
            0..0x20 => (REPLACEMENT, 1),
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
            0xEF if matches!(bytes[at..], [_, 0xBF, 0xBE | 0xBF, ..]) => (REPLACEMENT, 3),
            _ => continue,
        };
        out.extend_from_slice(&bytes[run..at]);
        out.extend_from_slice(replacement);
        run = at + length;
    }
    out.extend_from_slice(&bytes[run..]);
}

const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();
