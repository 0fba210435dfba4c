//! Makes `models/*.json` from botocore's service models: the facts, without the documentation texts.
//!
//! Run by hand when AWS publishes something new, never in CI: unpack botocore (a Python wheel) in its newest
//! version and in 1.34.40 (the last one that has all 23 SQS operations in Query form), then
//! `cargo xtask trim-model <newest>/botocore/data <1.34.40>/botocore/data` and `cargo xtask shapes`.
//!
//! What neither version tells stands in `models/corrections/<service>.json` and is laid over the model here.

use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

use crate::{Outcome, root};

/// Service and API version of each model we keep.
const MODELS: &[(&str, &str)] =
    &[("sqs", "2012-11-05"), ("sts", "2011-06-15"), ("sns", "2010-03-31"), ("kinesis", "2013-12-02")];

/// What is kept of the metadata, a shape, a member or an operation; everything else is prose or for clients.
const KEPT: &[&str] = &[
    // metadata
    "apiVersion",
    "awsQueryCompatible",
    "endpointPrefix",
    "errorNamespace",
    "jsonVersion",
    "protocols",
    "queryErrorDetail",
    "serviceFullName",
    "serviceId",
    "targetPrefix",
    "xmlNamespace",
    // operations
    "name",
    "http",
    "method",
    "requestUri",
    "responseCode",
    "input",
    "output",
    "errors",
    "resultWrapper",
    "authtype",
    // shapes
    "type",
    "required",
    "members",
    "member",
    "key",
    "value",
    "enum",
    "min",
    "max",
    "pattern",
    "sensitive",
    "exception",
    "fault",
    "error",
    "code",
    "httpStatusCode",
    "senderFault",
    "queryDetail",
    "queryMessage",
    "namespace",
    "event",
    "eventstream",
    "union",
    "document",
    "timestampFormat",
    "payload",
    "synthetic",
    // members
    "shape",
    "location",
    "locationName",
    "flattened",
    "idempotencyToken",
    "jsonvalue",
];

pub fn run(arguments: &[String]) -> Outcome {
    let [newest, query_form] = arguments else {
        return Err("give two data directories".to_owned());
    };
    for (service, version) in MODELS {
        let mut model = read_model(Path::new(newest), service, version)?;
        if *service == "sqs" {
            let query = read_model(Path::new(query_form), service, version)?;
            add_query_facts(&mut model, &query);
        }
        let corrections = root().join("models/corrections").join(format!("{service}.json"));
        if let Ok(text) = std::fs::read_to_string(&corrections) {
            let corrections = serde_json::from_str(&text).map_err(|e| format!("{corrections:?}: {e}"))?;
            lay_over(&mut model, &corrections);
        }
        let path = root().join("models").join(format!("{service}.json"));
        std::fs::write(&path, print(&trimmed(model)?)).map_err(|e| format!("{path:?}: {e}"))?;
    }
    Ok(())
}

fn read_model(data: &Path, service: &str, version: &str) -> Result<Value, String> {
    let path = data.join(service).join(version).join("service-2.json");
    let bytes = if path.exists() {
        std::fs::read(&path).map_err(|e| format!("{path:?}: {e}"))?
    } else {
        let zipped = path.with_extension("json.gz");
        let output =
            Command::new("gzip").arg("-dc").arg(&zipped).output().map_err(|e| format!("gzip: {e}"))?;
        if !output.status.success() {
            return Err(format!("{zipped:?} cannot be unzipped"));
        }
        output.stdout
    };
    serde_json::from_slice(&bytes).map_err(|e| format!("{path:?}: {e}"))
}

/// Result wrappers, element names and error codes, where the JSON-era model of the same service lost them.
fn add_query_facts(model: &mut Value, query: &Value) {
    model["metadata"]["xmlNamespace"] = query["metadata"]["xmlNamespace"].clone();
    for (name, operation) in object(&mut model["operations"]) {
        let wrapper = &query["operations"][name]["output"]["resultWrapper"];
        if wrapper.is_string() {
            operation["output"]["resultWrapper"] = wrapper.clone();
        }
    }
    for (name, shape) in object(&mut model["shapes"]) {
        let old = &query["shapes"][name];
        copy_names(shape, old);
        if old["error"].is_object() {
            shape["error"] = old["error"].clone();
        }
        for part in ["member", "key", "value"] {
            if shape[part].is_object() {
                copy_names(&mut shape[part], &old[part]);
            }
        }
        if let Some(members) = shape.get_mut("members") {
            for (member, facts) in object(members) {
                copy_names(facts, &old["members"][member]);
            }
        }
    }
}

fn copy_names(to: &mut Value, from: &Value) {
    for key in ["locationName", "flattened"] {
        if let Some(value) = from.get(key) {
            to[key] = value.clone();
        }
    }
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().expect("a model has objects here")
}

/// Objects are merged key by key, anything else is replaced.
fn lay_over(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(under.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

fn trimmed(model: Value) -> Result<Value, String> {
    let Value::Object(mut model) = model else { return Err("the model is no object".to_owned()) };
    let mut kept = Map::new();
    kept.insert("metadata".to_owned(), facts(model.remove("metadata").unwrap_or_default()));
    for section in ["operations", "shapes"] {
        let Some(Value::Object(entries)) = model.remove(section) else {
            return Err(format!("the model has no {section}"));
        };
        // Their keys are names, not facts: none is dropped.
        let entries = entries.into_iter().map(|(name, entry)| (name, facts(entry))).collect();
        kept.insert(section.to_owned(), Value::Object(entries));
    }
    Ok(Value::Object(kept))
}

fn facts(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(key, _)| KEPT.contains(&key.as_str()));
            Value::Object(
                kept.map(|(key, value)| match (key.as_str(), value) {
                    ("members", Value::Object(members)) => {
                        let members = members.into_iter().map(|(name, member)| (name, facts(member)));
                        (key, Value::Object(members.collect()))
                    }
                    (_, value) => (key, facts(value)),
                })
                .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(facts).collect()),
        other => other,
    }
}

/// One operation or shape a line, one member a line: a change of AWS's reads well as a diff.
fn print(model: &Value) -> String {
    let mut text = String::from("{\n");
    print_entries(&mut text, model, 0);
    text.push_str("}\n");
    text
}

fn print_entries(text: &mut String, value: &Value, depth: usize) {
    let entries = value.as_object().expect("only objects are opened");
    for (i, (key, value)) in entries.iter().enumerate() {
        let indent = "  ".repeat(depth + 1);
        text.push_str(&format!("{indent}{}: ", Value::from(key.as_str())));
        let opened =
            depth == 0 || (value["members"].as_object().is_some_and(|m| !m.is_empty())) || key == "members";
        if opened && value.as_object().is_some_and(|map| !map.is_empty()) {
            text.push_str("{\n");
            print_entries(text, value, depth + 1);
            text.push_str(&format!("{indent}}}"));
        } else {
            text.push_str(&value.to_string());
        }
        text.push_str(if i + 1 < entries.len() { ",\n" } else { "\n" });
    }
}
