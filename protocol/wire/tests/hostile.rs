//! Bytes nobody would send in good faith: answered with an error, quickly, and never with a panic.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use support::{FORM, JSON_10, SERVICES, Seeded, call, form_encoded, parameters_of};

/// Flips, cuts, doubles or drops a few bytes.
fn mutated(random: &mut Seeded, original: &[u8]) -> Vec<u8> {
    const INTERESTING: &[u8] = b"\0\"\\{}[],:&=%+.0e-\x7f\x80\xc3\xed\xf4\xff u";
    let mut bytes = original.to_vec();
    for _ in 0..=random.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = random.below(256) as u8,
            1 => bytes[at] = INTERESTING[random.below(INTERESTING.len())],
            2 => bytes.truncate(at),
            3 => {
                bytes.remove(at);
            }
            _ => {
                let end = at + random.below(bytes.len() - at);
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
        }
    }
    bytes
}

#[test]
fn mutated_json_is_read_or_refused() {
    let mut random = Seeded::new(1);
    for service in SERVICES.iter().filter(|service| service.target_prefix.is_some()) {
        for operation in service.operations {
            let mut input = (operation.new_input)();
            random.fill(input.as_mut());
            let target = format!("{}.{}", service.target_prefix.unwrap(), operation.name);
            let headers = [("content-type", JSON_10), ("x-amz-target", target.as_str())];
            let empty = call("POST", "/", &headers, "{}").unwrap();
            let original = empty.answering.output(operation, input.as_ref(), "").body;
            for _ in 0..300 {
                let body = mutated(&mut random, &original);
                let call = call("POST", "/", &headers, body).unwrap();
                let _ = call.decode_into((operation.new_input)().as_mut());
            }
        }
    }
}

#[test]
fn mutated_forms_are_read_or_refused() {
    let mut random = Seeded::new(2);
    for service in SERVICES.iter().filter(|service| service.target_prefix.is_none() || service.id == "sqs") {
        for operation in service.operations {
            let mut input = (operation.new_input)();
            random.fill(input.as_mut());
            let mut parameters = vec![("Action".to_owned(), operation.name.to_owned())];
            parameters_of("", input.as_ref(), &mut parameters);
            let original = form_encoded(&parameters).into_bytes();
            for _ in 0..300 {
                let body = mutated(&mut random, &original);
                if let Ok(call) = call("POST", "/", &[("content-type", FORM)], body) {
                    let _ = call.decode_into((call.operation.new_input)().as_mut());
                }
            }
        }
    }
}

#[test]
fn thousands_of_parameters_of_one_prefix_are_read_in_their_order() {
    let entry = |i: usize| {
        format!("&SendMessageBatchRequestEntry.{i}.Id=x&SendMessageBatchRequestEntry.{i}.MessageBody=y")
    };
    let entries: String = (1..4_990).rev().map(entry).collect();
    let call = call("POST", "/", &[], format!("Action=SendMessageBatch{entries}")).unwrap();
    let input: millpond_shapes::sqs::SendMessageBatchInput = call.decode().unwrap();
    assert_eq!(input.entries.unwrap().len(), 4_989);
}

#[test]
fn numbers_beyond_reason_are_no_elements() {
    for number in ["0", "-1", "1.5x", "999999999999999999999999", "1e3", "", "+1", "²"] {
        let body = format!("Action=SendMessageBatch&SendMessageBatchRequestEntry.{number}.Id=x");
        let call = call("POST", "/", &[], body).unwrap();
        let input: millpond_shapes::sqs::SendMessageBatchInput = call.decode().unwrap();
        assert!(input.entries.is_none_or(|entries| entries.len() <= 1), "{number}");
    }
}
