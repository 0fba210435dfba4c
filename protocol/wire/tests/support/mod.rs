//! What the suites share: requests, seeded random inputs, and a client's side of awsQuery.

#![allow(dead_code, reason = "each suite uses its part")]

use bytes::Bytes;
use millpond_shapes::{ListValue, Shape, Slot, Structure, Timestamp, Value, kinesis, sns, sqs, sts};
use millpond_wire::{Call, Refusal, Request, ServiceInfo, recognise};

pub const SERVICES: &[&ServiceInfo] = &[&sqs::SERVICE, &sns::SERVICE, &sts::SERVICE, &kinesis::SERVICE];

pub const JSON_10: &str = "application/x-amz-json-1.0";
pub const JSON_11: &str = "application/x-amz-json-1.1";
pub const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

pub fn call(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Vec<u8>>,
) -> Result<Call, Refusal> {
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let body = Bytes::from(body.into());
    let header = |name: &str| headers.iter().find(|(found, _)| *found == name).map(|(_, value)| *value);
    let request = Request {
        method,
        path,
        query,
        content_type: header("content-type"),
        target: header("x-amz-target"),
        query_mode: header("x-amzn-query-mode"),
        body: &body,
        signing_name: None,
    };
    recognise(&request, SERVICES)
}

pub fn json(target: &str, body: impl Into<Vec<u8>>) -> Call {
    call("POST", "/", &[("content-type", JSON_10), ("x-amz-target", target)], body).unwrap()
}

pub fn form(body: impl Into<Vec<u8>>) -> Call {
    call("POST", "/", &[("content-type", FORM)], body).unwrap()
}

/// xorshift64*: enough to vary tests, the same on every machine.
pub struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    fn text(&mut self, length_max: usize) -> String {
        const CHARACTERS: [char; 16] =
            ['a', 'Z', '0', ' ', '+', '%', '&', '=', '.', '"', '\\', '/', '\r', '\n', 'é', '😀'];
        (0..self.below(length_max)).map(|_| CHARACTERS[self.below(CHARACTERS.len())]).collect()
    }

    /// Some of the members, and of those inside them. At least the first: in Query, a structure that says nothing
    /// cannot arrive.
    pub fn fill(&mut self, structure: &mut dyn Structure) {
        for (index, member) in structure.schema().members.iter().enumerate() {
            if index == 0 || self.below(4) > 0 {
                self.fill_slot(structure.slot(index), member.shape);
            }
        }
    }

    fn fill_slot(&mut self, slot: Slot<'_>, shape: Shape) {
        match (slot, shape) {
            (Slot::String(text), _) => *text = self.text(12),
            (Slot::Boolean(truth), _) => *truth = self.below(2) == 0,
            (Slot::Integer(number), _) => *number = self.below(usize::MAX) as i32,
            (Slot::Long(number), _) => {
                *number = (self.below(usize::MAX) as i64) << 31 | self.below(99) as i64
            }
            (Slot::Float(number), _) => *number = self.below(100_000) as f32 / 7.0,
            (Slot::Double(number), _) => *number = self.below(100_000) as f64 / 7.0,
            (Slot::Blob(bytes), _) => *bytes = (0..self.below(20)).map(|_| self.below(256) as u8).collect(),
            (Slot::Timestamp(time), _) => *time = Timestamp::from_millis(self.below(1 << 31) as i64 * 1009),
            (Slot::List(list), Shape::List(schema)) => {
                for _ in 0..1 + self.below(12) {
                    self.fill_slot(list.push(), schema.element);
                }
            }
            (Slot::Map(map), Shape::Map(schema)) => {
                for _ in 0..1 + self.below(4) {
                    let key = self.text(8);
                    self.fill_slot(map.insert(key), schema.value);
                }
            }
            (Slot::Structure(nested), _) => self.fill(nested),
            (slot, shape) => panic!("{slot:?} does not fit {shape:?}"),
        }
    }
}

/// The parameters an SDK would send for this input, by the rules of awsQuery.
pub fn parameters_of(prefix: &str, structure: &dyn Structure, out: &mut Vec<(String, String)>) {
    for (index, member) in structure.schema().members.iter().enumerate() {
        let name = format!("{prefix}{}", member.query_name);
        match (structure.value(index), member.shape) {
            (Value::List(list), Shape::List(schema)) => {
                let base = if member.flattened { name } else { format!("{name}.{}", schema.element_name) };
                for element in 0..list.len() {
                    parameter(&format!("{base}.{}", element + 1), ListValue::element(list, element), out);
                }
            }
            (Value::Map(map), Shape::Map(schema)) => {
                let base = if member.flattened { name } else { format!("{name}.entry") };
                let mut number = 0;
                map.entries(&mut |key, value| {
                    number += 1;
                    out.push((format!("{base}.{number}.{}", schema.key_name), key.to_owned()));
                    parameter(&format!("{base}.{number}.{}", schema.value_name), value, out);
                });
            }
            (value, _) => parameter(&name, value, out),
        }
    }
}

fn parameter(name: &str, value: Value<'_>, out: &mut Vec<(String, String)>) {
    use base64::Engine as _;
    let text = match value {
        Value::Absent => return,
        Value::String(text) => text.to_owned(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Double(number) => number.to_string(),
        Value::Blob(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes),
        Value::Timestamp(time) => format!("{}.{:03}", time.millis / 1000, time.millis % 1000),
        Value::Structure(nested) => return parameters_of(&format!("{name}."), nested, out),
        Value::List(_) | Value::Map(_) => panic!("no model nests these"),
    };
    out.push((name.to_owned(), text));
}

pub fn form_encoded(parameters: &[(String, String)]) -> String {
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs: Vec<_> =
        parameters.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.join("&")
}
