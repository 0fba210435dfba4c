//! Generates `protocol/shapes/src/<service>.rs` from `models/<service>.json`.
//!
//! A structure becomes a type with optional public members, and a table that tells codecs its wire names. An
//! operation's input and output are called `<Operation>Input` and `<Operation>Output` whatever the model calls
//! them, so that one name leads from an operation to its types.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Outcome, root};

mod names;

use names::{constant, field};

const SERVICES: &[&str] = &["kinesis", "sns", "sqs", "sts"];

pub fn run(arguments: &[String]) -> Outcome {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("takes nothing or --check".to_owned()),
    };
    for service in SERVICES {
        let path = root().join("models").join(format!("{service}.json"));
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{path:?}: {e}"))?;
        let model: Value = serde_json::from_str(&text).map_err(|e| format!("{path:?}: {e}"))?;
        let source = formatted(&Generator::new(service, &model).source()?)?;

        let target = root().join("protocol/shapes/src").join(format!("{service}.rs"));
        if !check {
            std::fs::write(&target, source).map_err(|e| format!("{target:?}: {e}"))?;
        } else if std::fs::read_to_string(&target).ok().as_deref() != Some(&source) {
            return Err(format!("{target:?} does not follow from models/; run `cargo xtask shapes`"));
        }
    }
    Ok(())
}

/// A type to be written: an operation's input or output, or a structure inside one.
struct Type<'m> {
    members: Vec<(&'m str, &'m Value)>,
    required: Vec<&'m str>,
    doc: String,
}

struct Generator<'m> {
    id: &'m str,
    model: &'m Value,
    /// By name, so that the file's order does not follow the order of discovery.
    types: BTreeMap<String, Type<'m>>,
}

impl<'m> Generator<'m> {
    fn new(id: &'m str, model: &'m Value) -> Self {
        Self { id, model, types: BTreeMap::new() }
    }

    fn source(mut self) -> Result<String, String> {
        self.collect()?;
        let mut out = String::new();
        self.errors(&mut out);
        for (name, definition) in &self.types {
            self.structure(&mut out, name, definition);
        }
        self.operations(&mut out);
        self.schemas(&mut out);

        let mut source = self.header();
        for (word, import) in [("BTreeMap<", "std::collections::BTreeMap"), ("Bytes>", "bytes::Bytes")] {
            if out.contains(word) {
                let _ = writeln!(source, "use {import};");
            }
        }
        source.push_str("use crate::structure::{slot, value};\nuse crate::*;\n");
        self.service(&mut source);
        source.push_str(&out);
        Ok(source)
    }

    fn shape(&self, name: &str) -> &'m Value {
        &self.model["shapes"][name]
    }

    fn target(&self, member: &Value) -> &'m Value {
        self.shape(text(member, "shape"))
    }

    fn operations_of_model(&self) -> impl Iterator<Item = (&'m str, &'m Value)> + use<'m> {
        sorted(&self.model["operations"])
    }

    fn errors_of_model(&self) -> impl Iterator<Item = (&'m str, &'m Value)> + use<'m> {
        sorted(&self.model["shapes"]).filter(|(_, shape)| shape["exception"] == true)
    }

    /// Finds every structure that an operation can reach.
    fn collect(&mut self) -> Outcome {
        for (operation, facts) in self.operations_of_model() {
            for (part, suffix) in [("input", "Input"), ("output", "Output")] {
                let shape = facts[part]["shape"].as_str();
                let doc = match shape {
                    Some(shape) => format!("What {operation} {}: AWS's `{shape}`.", verb(part)),
                    None => format!("What {operation} {}: nothing.", verb(part)),
                };
                self.add(format!("{operation}{suffix}"), shape, doc, &mut Vec::new())?;
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String, shape: Option<&'m str>, doc: String, path: &mut Vec<&'m str>) -> Outcome {
        let shape = shape.map_or(&Value::Null, |shape| self.shape(shape));
        let members: Vec<_> = entries(&shape["members"]).collect();
        let required = array(&shape["required"]).filter_map(Value::as_str).collect();
        for (_, member) in &members {
            self.reach(text(member, "shape"), path)?;
        }
        match self.types.insert(name, Type { members, required, doc: doc.clone() }) {
            Some(other) if other.doc != doc => Err(format!("two types of one name: {doc} {}", other.doc)),
            _ => Ok(()),
        }
    }

    fn reach(&mut self, name: &'m str, path: &mut Vec<&'m str>) -> Outcome {
        if path.contains(&name) {
            return Err(format!("{name} contains itself: write the Box and its Field first"));
        }
        path.push(name);
        let shape = self.shape(name);
        match text(shape, "type") {
            "list" => self.reach(text(&shape["member"], "shape"), path)?,
            "map" => self.reach(text(&shape["value"], "shape"), path)?,
            "structure" => self.add(name.to_owned(), Some(name), format!("AWS's `{name}`."), path)?,
            _ => {}
        }
        path.pop();
        Ok(())
    }

    fn header(&self) -> String {
        format!(
            "//! {name}: types and tables.
             //! Generated from `models/{id}.json` by `cargo xtask shapes`; do not edit.

             #![allow(missing_docs, reason = \"AWS's documentation tells what each member means\")]

             ",
            name = text(&self.model["metadata"], "serviceFullName"),
            id = self.id,
        )
    }

    fn service(&self, out: &mut String) {
        let facts = &self.model["metadata"];
        let protocols: Vec<&str> = array(&facts["protocols"])
            .map(|protocol| match (protocol.as_str(), facts["jsonVersion"].as_str()) {
                (Some("query"), _) => "ServiceProtocol::AwsQuery",
                (_, Some("1.0")) => "ServiceProtocol::AwsJson10",
                _ => "ServiceProtocol::AwsJson11",
            })
            .collect();
        let operations: Vec<_> = self.operations_of_model().map(|(name, _)| constant(name)).collect();
        let errors: Vec<_> = self.errors_of_model().map(|(name, _)| constant(name)).collect();
        let _ = write!(
            out,
            "
             /// {name}.
             pub static SERVICE: ServiceInfo = ServiceInfo {{
                 id: {id:?},
                 sdk_id: {sdk_id:?},
                 signing_name: {signing:?},
                 api_version: {version:?},
                 target_prefix: {prefix:?},
                 xml_namespace: {namespace:?},
                 protocols: &[{protocols}],
                 query_compatible: {compatible},
                 operations: &[{operations}],
                 errors: &[{errors}],
             }};
             ",
            id = self.id,
            name = text(facts, "serviceFullName"),
            sdk_id = text(facts, "serviceId"),
            signing = text(facts, "endpointPrefix"),
            version = text(facts, "apiVersion"),
            prefix = facts["targetPrefix"].as_str(),
            namespace = facts["xmlNamespace"].as_str(),
            protocols = protocols.join(", "),
            compatible = facts["awsQueryCompatible"].is_object(),
            operations = list_of("operations", &operations),
            errors = list_of("errors", &errors),
        );
    }

    fn errors(&self, out: &mut String) {
        out.push_str(
            "\n/// The model's errors.
             pub mod errors {
             use crate::ErrorShape;\n",
        );
        let metadata = &self.model["metadata"];
        for (name, shape) in self.errors_of_model() {
            let facts = &shape["error"];
            let namespace = facts["namespace"].as_str().or(metadata["errorNamespace"].as_str());
            let json_type = namespace.map_or(name.to_owned(), |namespace| format!("{namespace}#{name}"));
            let default_status = if shape["fault"] == true { 500 } else { 400 };
            let status = facts["httpStatusCode"].as_u64().unwrap_or(default_status);
            let detail = facts["queryDetail"].as_bool().unwrap_or(metadata["queryErrorDetail"] == true);
            let _ = write!(
                out,
                "pub static {constant}: ErrorShape = ErrorShape {{
                    name: {name:?},
                    json_type: {json_type:?},
                    query_code: {code:?},
                    json_status: {json_status},
                    query_status: {status},
                    sender_fault: {sender},
                    query_detail: {detail},
                    query_message: {message:?},
                }};\n",
                constant = constant(name),
                code = facts["code"].as_str().unwrap_or(name),
                json_status = if status < 500 { 400 } else { status },
                sender = status < 500,
                message = facts["queryMessage"].as_str(),
            );
        }
        out.push_str("}\n");
    }

    fn structure(&self, out: &mut String, name: &str, definition: &Type<'_>) {
        let mut fields = String::new();
        let mut values = String::new();
        let mut slots = String::new();
        for (index, (member, facts)) in definition.members.iter().enumerate() {
            let field = field(member);
            let _ = writeln!(fields, "pub {field}: Option<{}>,", self.rust_type(text(facts, "shape")));
            let _ = writeln!(values, "{index} => value(&self.{field}),");
            let _ = writeln!(slots, "{index} => slot(&mut self.{field}),");
        }
        let none = definition.members.is_empty();
        let argument = if none { "_member" } else { "member" };
        let matched = |arms: &str, otherwise: &str| match none {
            true => otherwise.to_owned(),
            false => format!("match member {{ {arms} _ => {otherwise}, }}"),
        };
        let _ = write!(
            out,
            "\n/// {doc}
             #[derive(Clone, Debug, Default, PartialEq)]
             pub struct {name} {{ {fields} }}

             impl Structure for {name} {{
                 fn schema(&self) -> &'static StructureSchema {{
                     &schema::{constant}
                 }}

                 fn value(&self, {argument}: usize) -> Value<'_> {{
                     {values}
                 }}

                 fn slot(&mut self, {argument}: usize) -> Slot<'_> {{
                     {slots}
                 }}
             }}
             ",
            doc = definition.doc,
            constant = constant(name),
            values = matched(&values, "Value::Absent"),
            slots = matched(&slots, "Slot::Unknown"),
        );
    }

    fn rust_type(&self, shape: &str) -> String {
        let facts = self.shape(shape);
        match text(facts, "type") {
            "string" => "String".to_owned(),
            "boolean" => "bool".to_owned(),
            "integer" => "i32".to_owned(),
            "long" => "i64".to_owned(),
            "float" => "f32".to_owned(),
            "double" => "f64".to_owned(),
            "blob" => "Bytes".to_owned(),
            "timestamp" => "Timestamp".to_owned(),
            "list" => format!("Vec<{}>", self.rust_type(text(&facts["member"], "shape"))),
            "map" => format!("BTreeMap<String, {}>", self.rust_type(text(&facts["value"], "shape"))),
            "structure" => shape.to_owned(),
            other => panic!("the model has a new type: {other}"),
        }
    }

    fn operations(&self, out: &mut String) {
        out.push_str(
            "\n/// The operations.
             pub mod operations {
             use super::{errors, schema};
             use crate::OperationInfo;\n",
        );
        for (name, facts) in self.operations_of_model() {
            let mut errors: Vec<_> =
                array(&facts["errors"]).map(|error| constant(text(error, "shape"))).collect();
            errors.sort();
            let _ = write!(
                out,
                "pub static {constant}: OperationInfo = OperationInfo {{
                    name: {name:?},
                    input: &schema::{constant}_INPUT,
                    output: &schema::{constant}_OUTPUT,
                    result_wrapper: {wrapper:?},
                    unsigned: {unsigned},
                    errors: &[{errors}],
                    new_input: || Box::new(super::{name}Input::default()),
                    new_output: || Box::new(super::{name}Output::default()),
                }};\n",
                constant = constant(name),
                wrapper = facts["output"]["resultWrapper"].as_str(),
                unsigned = facts["authtype"] == "none",
                errors = list_of("errors", &errors),
            );
        }
        out.push_str("}\n");
    }

    fn schemas(&self, out: &mut String) {
        out.push_str("\nmod schema {\nuse crate::schema::member;\nuse crate::*;\n");
        for (name, definition) in &self.types {
            let mut members = String::new();
            for (member, facts) in &definition.members {
                let target = self.target(facts);
                let flattened = facts["flattened"] == true || target["flattened"] == true;
                let mut entry = format!(
                    "member({member:?}, {:?}, {})",
                    query_name(member, facts, target, flattened),
                    self.schema(facts)
                );
                let flags =
                    [(definition.required.contains(member), ".required()"), (flattened, ".flattened()")];
                entry.extend(flags.iter().filter(|(on, _)| *on).map(|(_, call)| *call));
                let _ = writeln!(members, "{entry},");
            }
            let constant = constant(name);
            let _ = writeln!(
                out,
                "pub static {constant}: StructureSchema = StructureSchema {{ name: {name:?}, members: &[{members}] }};"
            );
        }
        out.push_str("}\n");
    }

    /// The expression for what `place` (a member, an element, a value) holds.
    fn schema(&self, place: &Value) -> String {
        let facts = self.target(place);
        match text(facts, "type") {
            "string" => "Shape::String".to_owned(),
            "boolean" => "Shape::Boolean".to_owned(),
            "integer" => "Shape::Integer".to_owned(),
            "long" => "Shape::Long".to_owned(),
            "float" => "Shape::Float".to_owned(),
            "double" => "Shape::Double".to_owned(),
            "blob" => "Shape::Blob".to_owned(),
            "timestamp" => match place["timestampFormat"].as_str().or(facts["timestampFormat"].as_str()) {
                None => "Shape::Timestamp(None)".to_owned(),
                Some("unixTimestamp") => "Shape::Timestamp(Some(TimestampFormat::EpochSeconds))".to_owned(),
                Some("iso8601") => "Shape::Timestamp(Some(TimestampFormat::Iso8601))".to_owned(),
                Some("rfc822") => "Shape::Timestamp(Some(TimestampFormat::HttpDate))".to_owned(),
                Some(other) => panic!("the model has a new timestamp format: {other}"),
            },
            "list" => format!(
                "Shape::List(&ListSchema {{ element_name: {:?}, element: {} }})",
                facts["member"]["locationName"].as_str().unwrap_or("member"),
                self.schema(&facts["member"]),
            ),
            "map" => format!(
                "Shape::Map(&MapSchema {{ key_name: {:?}, value_name: {:?}, value: {} }})",
                facts["key"]["locationName"].as_str().unwrap_or("key"),
                facts["value"]["locationName"].as_str().unwrap_or("value"),
                self.schema(&facts["value"]),
            ),
            "structure" => format!("Shape::Structure(&{})", constant(text(place, "shape"))),
            other => panic!("the model has a new type: {other}"),
        }
    }
}

/// A flattened list is called what its elements are called; else the member's own name, then its shape's, count.
fn query_name<'m>(member: &'m str, facts: &'m Value, target: &'m Value, flattened: bool) -> &'m str {
    let element = if flattened { target["member"]["locationName"].as_str() } else { None };
    element.or(facts["locationName"].as_str()).or(target["locationName"].as_str()).unwrap_or(member)
}

fn verb(part: &str) -> &'static str {
    if part == "input" { "takes" } else { "answers" }
}

fn list_of(module: &str, constants: &[String]) -> String {
    constants.iter().map(|constant| format!("&{module}::{constant},")).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("the model lacks {key} in {value}"))
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn sorted(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let mut all: Vec<_> = entries(value).collect();
    all.sort_by_key(|(name, _)| *name);
    all.into_iter()
}

/// As `cargo fmt` would leave it, so that generated code and a formatted tree never disagree.
fn formatted(source: &str) -> Result<String, String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("rustfmt: {e}"))?;
    let mut stdin = rustfmt.stdin.take().expect("piped above");
    stdin.write_all(source.as_bytes()).map_err(|e| format!("rustfmt: {e}"))?;
    drop(stdin);
    let output = rustfmt.wait_with_output().map_err(|e| format!("rustfmt: {e}"))?;
    if !output.status.success() {
        return Err("rustfmt refused the generated code".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|e| format!("rustfmt: {e}"))
}
