//! Whose call a request is, and how it is told when it is nobody's.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use bytes::Bytes;
use millpond_wire::{Answer, Protocol, Refusal, Request, framework, recognise};
use support::{FORM, JSON_10, JSON_11, SERVICES, call};

fn refused(outcome: Result<millpond_wire::Call, Refusal>) -> (Refusal, Answer) {
    let refusal = outcome.unwrap_err();
    let answer = refusal.answering.error(&refusal.error, "id");
    (refusal, answer)
}

#[test]
fn a_json_call_is_found_by_its_target() {
    for (content_type, protocol) in [
        (JSON_10, Protocol::AwsJson10),
        ("application/x-amz-json-1.0; charset=utf-8", Protocol::AwsJson10),
        ("Application/X-Amz-Json-1.1", Protocol::AwsJson11),
        ("application/json", Protocol::AwsJson10),
    ] {
        let headers = [("content-type", content_type), ("x-amz-target", "AmazonSQS.SendMessage")];
        let call = call("POST", "/", &headers, "{}").unwrap();
        assert_eq!((call.service.id, call.operation.name), ("sqs", "SendMessage"));
        assert_eq!(call.answering.protocol, protocol);
        assert!(!call.answering.query_mode);
        assert_eq!(call.path_target, None);
    }
}

#[test]
fn a_json_call_may_go_to_the_queues_own_path() {
    let headers =
        [("content-type", JSON_10), ("x-amz-target", "AmazonSQS.SendMessage"), ("x-amzn-query-mode", "true")];
    let call = call("POST", "/123456789012/q", &headers, "{}").unwrap();
    assert_eq!(call.path_target.as_deref(), Some("/123456789012/q"));
    assert!(call.answering.query_mode);
}

#[test]
fn an_unknown_target_is_an_unknown_operation() {
    for headers in [
        &[("content-type", JSON_10), ("x-amz-target", "AmazonSQS.Nothing")][..],
        &[("content-type", JSON_10), ("x-amz-target", "DynamoDB_20120810.PutItem")],
        &[("content-type", JSON_10), ("x-amz-target", "SendMessage")],
        &[("content-type", JSON_10), ("x-amz-target", "")],
        &[("content-type", JSON_11)],
    ] {
        let (refusal, answer) = refused(call("POST", "/", headers, "{}"));
        assert_eq!(refusal.error.shape, &framework::UNKNOWN_OPERATION);
        assert_eq!((answer.status, answer.content_type), (400, headers[0].1));
        let body = String::from_utf8(answer.body).unwrap();
        assert!(
            body.starts_with(r#"{"__type":"com.amazon.coral.service#UnknownOperationException","message":""#)
        );
    }
}

#[test]
fn a_query_call_is_read_from_the_body_the_url_or_both() {
    for (method, url, headers, body) in [
        ("POST", "/", &[("content-type", FORM)][..], "Action=ListQueues&Version=2012-11-05"),
        ("POST", "/", &[], "Action=ListQueues"),
        ("GET", "/?Action=ListQueues&Version=2012-11-05", &[], ""),
        ("POST", "/?Action=ListQueues", &[("content-type", FORM)], "Version=2012-11-05"),
        ("GET", "/?Action=ListQueues", &[("content-type", "text/plain")], "Action=DeleteQueue"),
    ] {
        let call = call(method, url, headers, body).unwrap();
        assert_eq!((call.service.id, call.operation.name), ("sqs", "ListQueues"));
        assert_eq!(call.answering.protocol, Protocol::AwsQuery);
    }
    let call = call("GET", "/123456789012/q?Action=DeleteQueue", &[], "").unwrap();
    assert_eq!(call.path_target.as_deref(), Some("/123456789012/q"));
}

#[test]
fn the_version_or_the_credentials_tell_whose_action_it_is() {
    let by_version = call("GET", "/?Action=AddPermission&Version=2010-03-31", &[], "").unwrap();
    assert_eq!(by_version.service.id, "sns");

    let body = Bytes::from_static(b"Action=AddPermission");
    for name in ["sns", "sqs"] {
        let request = Request {
            method: "POST",
            path: "/",
            query: None,
            content_type: None,
            target: None,
            query_mode: None,
            body: &body,
            signing_name: Some(name),
        };
        assert_eq!(recognise(&request, SERVICES).unwrap().service.id, name);
    }
    let identity = call("POST", "/", &[], "Action=GetCallerIdentity&Version=2011-06-15").unwrap();
    assert_eq!(identity.service.id, "sts");
}

#[test]
fn what_is_no_action_is_told_so_in_xml() {
    for (url, code, message) in [
        ("/", "MissingAction", "The request must contain the parameter Action."),
        ("/?Action=", "MissingAction", "The request must contain the parameter Action."),
        ("/?Action=Nothing", "InvalidAction", "The action Nothing is not valid for this endpoint."),
        (
            "/?Action=N%3Ca%3E&Version=2012-11-05",
            "InvalidAction",
            "The action N&lt;a&gt; is not valid for this endpoint.",
        ),
        (
            "/?Action=Publish&Version=2012-11-05",
            "InvalidAction",
            "The action Publish is not valid for this endpoint.",
        ),
        (
            "/?Action=ListQueues&Version=2099-01-01",
            "InvalidAction",
            "Could not find operation ListQueues for version 2099-01-01",
        ),
        (
            "/?Action=PutRecord&Version=2013-12-02",
            "InvalidAction",
            "Could not find operation PutRecord for version 2013-12-02",
        ),
    ] {
        let (_, answer) = refused(call("GET", url, &[], ""));
        assert_eq!((answer.status, answer.content_type, answer.query_error), (400, "text/xml", None));
        let body = String::from_utf8(answer.body).unwrap();
        assert!(body.contains(&format!("<Code>{code}</Code><Message>{message}</Message>")), "{body}");
        assert!(body.contains("xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\""), "{body}");
    }
}
