//! Every operation of every model through every codec: what is written is read back.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use millpond_shapes::{ServiceProtocol, Value};
use millpond_wire::{Answering, Protocol};
use support::{JSON_10, SERVICES, Seeded, call, form_encoded, json, parameters_of};

#[test]
fn json_round_trips() {
    for service in SERVICES.iter().filter(|service| service.target_prefix.is_some()) {
        let answering =
            Answering { protocol: Protocol::AwsJson10, service: Some(service), query_mode: false };
        for operation in service.operations {
            for seed in 0..20 {
                let mut sent = (operation.new_input)();
                Seeded::new(seed).fill(sent.as_mut());
                let body = answering.output(operation, sent.as_ref(), "id").body;

                let target = format!("{}.{}", service.target_prefix.unwrap(), operation.name);
                let mut received = (operation.new_input)();
                json(&target, body.clone()).decode_into(received.as_mut()).unwrap();
                assert_eq!(
                    format!("{received:?}"),
                    format!("{sent:?}"),
                    "{}",
                    String::from_utf8_lossy(&body)
                );
            }
        }
    }
}

#[test]
fn query_round_trips() {
    for service in SERVICES.iter().filter(|service| service.speaks(ServiceProtocol::AwsQuery)) {
        for operation in service.operations {
            for seed in 0..20 {
                let mut sent = (operation.new_input)();
                Seeded::new(seed).fill(sent.as_mut());
                let mut parameters = vec![
                    ("Version".to_owned(), service.api_version.to_owned()),
                    ("Action".to_owned(), operation.name.to_owned()),
                ];
                parameters_of("", sent.as_ref(), &mut parameters);
                let body = form_encoded(&parameters);

                let call = call("POST", "/", &[], body.clone()).unwrap();
                assert_eq!(call.service.id, service.id);
                let mut received = (operation.new_input)();
                call.decode_into(received.as_mut()).unwrap();
                assert_eq!(format!("{received:?}"), format!("{sent:?}"), "{body}");
            }
        }
    }
}

#[test]
fn query_answers_are_well_formed() {
    for service in SERVICES.iter().filter(|service| service.speaks(ServiceProtocol::AwsQuery)) {
        let answering = Answering { protocol: Protocol::AwsQuery, service: Some(service), query_mode: false };
        for operation in service.operations {
            for seed in 0..20 {
                let mut output = (operation.new_output)();
                Seeded::new(seed).fill(output.as_mut());
                let answer = answering.output(operation, output.as_ref(), "id");
                let text = String::from_utf8(answer.body).unwrap();
                assert!(is_well_formed(&text), "{text}");
                assert!(text.contains("<RequestId>id</RequestId>"));
            }
        }
    }
}

/// Tags close in order, and text has no character that needs an escape.
fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\"?>").unwrap();
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let Some(end) = tag.find('>') else { return false };
        if text.contains(['>', '"', '\r']) || text.split('&').skip(1).any(|entity| !entity.contains(';')) {
            return false;
        }
        let name = &tag[1..end];
        match name.strip_prefix('/') {
            Some(closed) => {
                if open.pop() != Some(closed) {
                    return false;
                }
            }
            None if name.ends_with('/') => {}
            None => open.push(name.split(' ').next().unwrap()),
        }
        rest = &tag[end + 1..];
    }
    open.is_empty() && rest.is_empty()
}

#[test]
fn tables_are_in_order_and_answer_by_name() {
    for service in SERVICES {
        for operation in service.operations {
            assert_eq!(service.operation(operation.name).unwrap().name, operation.name);
            for structure in [(operation.new_input)(), (operation.new_output)()] {
                let members = structure.schema().members;
                for (index, member) in members.iter().enumerate() {
                    assert_eq!(structure.schema().member(member.name), Some(index));
                }
                assert!(matches!(structure.value(members.len()), Value::Absent));
            }
        }
        assert!(service.operation("NoSuchOperation").is_none());
        assert!(service.errors.is_sorted_by_key(|error| error.name));
    }
    assert!(
        call("POST", "/", &[("content-type", JSON_10), ("x-amz-target", "AmazonSQS.Nothing")], "{}").is_err()
    );
}
