//! What is read of a request before anything is known of queues.

use bytes::Bytes;
use millpond_auth::{AccountId, Arn, CredentialScope, Region};
use millpond_shapes::{ServiceInfo, kinesis, sns, sqs, sts};
use millpond_sqs::QueuePath;
use millpond_wire::{Call, Request, recognise};

use crate::queues_file as file;

pub const SERVICES: &[&ServiceInfo] = &[&sqs::SERVICE, &sns::SERVICE, &sts::SERVICE, &kinesis::SERVICE];

/// The first line is the operation (`AmazonSQS.SendMessage`), the rest the body.
pub fn json(data: &[u8]) {
    drop(json_call(data));
}

/// The call of such bytes, decoded once.
pub fn json_call(data: &[u8]) -> Option<Call> {
    let (target, body) = line(data)?;
    recognised(&Request {
        method: "POST",
        path: "/",
        query: None,
        content_type: Some("application/x-amz-json-1.0"),
        target: Some(target),
        query_mode: Some("true"),
        body: &Bytes::copy_from_slice(body),
        signing_name: None,
    })
}

/// The first line is method, path and query, the rest the form.
pub fn query(data: &[u8]) {
    let Some((url, body)) = line(data) else { return };
    let (method, url) = url.split_once(' ').unwrap_or(("POST", url));
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    recognised(&Request {
        method,
        path,
        query,
        content_type: Some("application/x-www-form-urlencoded"),
        target: None,
        query_mode: None,
        body: &Bytes::copy_from_slice(body),
        signing_name: Some("sqs"),
    });
}

/// What is wrong must be told in the call's own protocol.
fn recognised(request: &Request<'_>) -> Option<Call> {
    match recognise(request, SERVICES) {
        Ok(call) => {
            let mut input = (call.operation.new_input)();
            if let Err(error) = call.decode_into(input.as_mut()) {
                call.answering.error(&error, "id");
            }
            Some(call)
        }
        Err(refusal) => {
            refusal.answering.error(&refusal.error, "id");
            None
        }
    }
}

/// The first line is the header `Authorization`, the second the URL's query.
pub fn credential(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (header, query) = text.split_once('\n').unwrap_or((text, ""));
    for (header, query) in [(Some(header), None), (None, Some(query)), (Some(header), Some(query))] {
        for dated in [false, true] {
            if let Ok(Some(scope)) = CredentialScope::of(header, query, dated) {
                let default = AccountId::parse("000000000000").expect("it is one");
                assert_eq!(scope.account(default).as_str().len(), 12);
            }
        }
    }
}

pub fn arn(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = Arn::parse(text);
    let _ = AccountId::parse(text);
    let _ = QueuePath::parse(text);
    if let Ok(region) = Region::parse(text) {
        region.partition();
    }
}

pub fn queues_file(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = file::parse(text, "000000000000/us-east-1");
}

fn line(data: &[u8]) -> Option<(&str, &[u8])> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&data[..end]).ok()?, &data[end + 1..]))
}
