//! awsJson as AWS speaks it: SQS and Kinesis examples, wrong kinds and their words, answers and errors.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::BTreeMap;

use bytes::Bytes;
use millpond_shapes::{Structure, Timestamp, kinesis, sqs};
use millpond_wire::{Answering, ApiError, Protocol, framework};
use support::json;

fn decoded<I: Structure + Default>(target: &str, body: &str) -> Result<I, ApiError> {
    json(target, body).decode()
}

fn send_message(body: &str) -> Result<sqs::SendMessageInput, ApiError> {
    decoded("AmazonSQS.SendMessage", body)
}

fn refusal(target: &str, body: &str) -> String {
    let call = json(target, body);
    let mut input = (call.operation.new_input)();
    let error = call.decode_into(input.as_mut()).unwrap_err();
    assert_eq!(error.shape, &framework::SERIALIZATION);
    error.message.into_owned()
}

const SQS: Answering =
    Answering { protocol: Protocol::AwsJson10, service: Some(&sqs::SERVICE), query_mode: true };
const KINESIS: Answering =
    Answering { protocol: Protocol::AwsJson11, service: Some(&kinesis::SERVICE), query_mode: false };

#[test]
fn a_message_with_attributes_is_read() {
    let input = send_message(
        r#" { "QueueUrl" : "http://localhost/0/q", "MessageBody": "a\"b\\\u00e9\ud83d\ude00\n/\/",
              "DelaySeconds": 0, "Unknown": {"a": [1, {"b": null}, "]}"]}, "MessageGroupId": null,
              "MessageAttributes": {"k": {"DataType": "Binary", "BinaryValue": "AAEC"}} } "#,
    )
    .unwrap();
    let attribute = sqs::MessageAttributeValue {
        data_type: Some("Binary".to_owned()),
        binary_value: Some(Bytes::from_static(&[0, 1, 2])),
        ..Default::default()
    };
    let expected = sqs::SendMessageInput {
        queue_url: Some("http://localhost/0/q".to_owned()),
        message_body: Some("a\"b\\é😀\n//".to_owned()),
        delay_seconds: Some(0),
        message_attributes: Some(BTreeMap::from([("k".to_owned(), attribute)])),
        ..Default::default()
    };
    assert_eq!(input, expected);
}

#[test]
fn of_several_members_the_last_counts() {
    let input = send_message(r#"{"MessageBody":"a","DelaySeconds":1,"MessageBody":"b"}"#).unwrap();
    assert_eq!(input.message_body.as_deref(), Some("b"));
    let input: sqs::CreateQueueInput = decoded(
        "AmazonSQS.CreateQueue",
        r#"{"Attributes":{"a":"1","b":"2"},"Attributes":{"a":"3","a":"4"}}"#,
    )
    .unwrap();
    assert_eq!(input.attributes.unwrap(), BTreeMap::from([("a".to_owned(), "4".to_owned())]));
}

#[test]
fn an_empty_object_and_null_are_an_empty_input() {
    for body in ["{}", " {\n} ", "null"] {
        assert_eq!(send_message(body).unwrap(), sqs::SendMessageInput::default());
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let deep_unknown = format!("{{\"x\":{}1{}}}", "[".repeat(64), "]".repeat(64));
    let million = format!("{{\"x\":{}", "[".repeat(1_000_000));
    let million_objects = format!("{{\"x\":{}", "{\"a\":".repeat(1_000_000));
    for body in [
        "",
        " ",
        "x",
        "{",
        "}",
        "{}}",
        "{} x",
        "[]",
        "1",
        "\"\"",
        "{\"MessageBody\"}",
        "{\"MessageBody\":}",
        "{\"MessageBody\":\"a\",}",
        "{,}",
        "{\"MessageBody\":\"a\" \"b\":1}",
        "{MessageBody:\"a\"}",
        "{'a':1}",
        r#"{"MessageBody":"\ud800"}"#,
        r#"{"MessageBody":"\udc00\ud800"}"#,
        r#"{"MessageBody":"\ud800\u0041"}"#,
        r#"{"MessageBody":"\u12"}"#,
        r#"{"MessageBody":"\u+123"}"#,
        r#"{"MessageBody":"\x"}"#,
        r#"{"MessageBody":"\"#,
        "{\"MessageBody\":\"\0\"}",
        "{\"MessageBody\":\"a\nb\"}",
        "{\"MessageBody\":\"a",
        "{\"a\":tru}",
        "{\"a\":nul}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":{\"b\":1,}}",
        "{\"a\":[}",
        "{\"a\":{]}",
        "\u{feff}{}",
        deep_unknown.as_str(),
        million.as_str(),
        million_objects.as_str(),
    ] {
        refusal("AmazonSQS.SendMessage", body);
    }
    let error =
        json("AmazonSQS.SendMessage", *b"{\"MessageBody\":\"\xff\"}").decode::<sqs::SendMessageInput>();
    assert_eq!(error.unwrap_err().shape, &framework::SERIALIZATION);
}

#[test]
fn an_escaped_nul_is_a_character_and_sixty_levels_are_few_enough() {
    let input = send_message(r#"{"MessageBody":"\u0000"}"#).unwrap();
    assert_eq!(input.message_body.as_deref(), Some("\0"));
    send_message(&format!("{{\"x\":{}1{}}}", "[".repeat(63), "]".repeat(63))).unwrap();
    send_message(&format!("{{\"x\":{}1{}}}", "{\"y\":[".repeat(31), "]}".repeat(31))).unwrap();
}

#[test]
fn wrong_kinds_are_refused_in_the_words_of_the_framework() {
    const BIG: &str = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to";
    for (body, message) in [
        (r#"{"MessageBody":true}"#, "class java.lang.Boolean can not be converted to an String".to_owned()),
        (r#"{"MessageBody":1}"#, format!("{BIG} an String")),
        (r#"{"MessageBody":[]}"#, "Start of list found where not expected".to_owned()),
        (r#"{"MessageBody":{}}"#, "Start of structure or map found where not expected.".to_owned()),
        (r#"{"DelaySeconds":"5"}"#, "class java.lang.String can not be converted to an Integer".to_owned()),
        (r#"{"DelaySeconds":9999999999}"#, "9999999999 can not be converted to an Integer".to_owned()),
        (r#"{"DelaySeconds":1e999}"#, "1e999 can not be converted to an Integer".to_owned()),
        (r#"{"MessageAttributes":"a"}"#, "Expected map or null".to_owned()),
        (r#"{"MessageAttributes":[]}"#, "Start of list found where not expected".to_owned()),
        (r#"{"MessageAttributes":{"a":1}}"#, "Expected null".to_owned()),
        (r#"{"MessageAttributes":{"a":{"BinaryValue":1}}}"#, format!("{BIG} a Blob")),
        (
            r#"{"MessageAttributes":{"a":{"BinaryValue":"23456"}}}"#,
            "'23456' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but \
             found: 5"
                .to_owned(),
        ),
        (
            r#"{"MessageAttributes":{"a":{"BinaryValue":"ab-d"}}}"#,
            "'ab-d' can not be converted to a Blob: Invalid Base64 character: '-'".to_owned(),
        ),
    ] {
        assert_eq!(refusal("AmazonSQS.SendMessage", body), message, "{body}");
    }
    assert_eq!(
        refusal("Kinesis_20131202.PutRecords", r#"{"Records":{}}"#),
        "Start of structure or map found where not expected."
    );
    assert_eq!(refusal("Kinesis_20131202.PutRecords", r#"{"Records":1}"#), "Expected list or null");
    assert_eq!(
        refusal("Kinesis_20131202.GetShardIterator", r#"{"Timestamp":"2024"}"#),
        "class java.lang.String can not be converted to milliseconds since epoch"
    );
}

#[test]
fn a_fraction_of_an_integer_is_dropped() {
    for (text, number) in [("1.9", 1), ("-1.9", -1), ("1e2", 100), ("0", 0), ("-0", 0)] {
        let input = send_message(&format!("{{\"DelaySeconds\":{text}}}")).unwrap();
        assert_eq!(input.delay_seconds, Some(number));
    }
}

#[test]
fn kinesis_records_are_read_and_answered_in_json_1_1() {
    let call = support::call(
        "POST",
        "/",
        &[("content-type", support::JSON_11), ("x-amz-target", "Kinesis_20131202.PutRecords")],
        r#"{"StreamName":"s","Records":[{"Data":"aGVsbG8=","PartitionKey":"k"},null,{"Data":"","PartitionKey":"é"}]}"#,
    )
    .unwrap();
    assert_eq!(call.answering.protocol, Protocol::AwsJson11);
    let input: kinesis::PutRecordsInput = call.decode().unwrap();
    let records = input.records.unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].data.as_deref(), Some(&b"hello"[..]));
    assert_eq!(records[1].partition_key.as_deref(), Some("é"));

    let output = kinesis::PutRecordsOutput {
        failed_record_count: Some(1),
        records: Some(vec![
            kinesis::PutRecordsResultEntry { shard_id: Some("shardId-0".to_owned()), ..Default::default() },
            kinesis::PutRecordsResultEntry {
                error_code: Some("InternalFailure".to_owned()),
                ..Default::default()
            },
        ]),
        ..Default::default()
    };
    let answer = KINESIS.output(call.operation, &output, "id");
    assert_eq!(answer.content_type, "application/x-amz-json-1.1");
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        r#"{"FailedRecordCount":1,"Records":[{"ShardId":"shardId-0"},{"ErrorCode":"InternalFailure"}]}"#
    );
}

#[test]
fn timestamps_are_seconds_with_a_fraction() {
    let input: kinesis::GetShardIteratorInput =
        decoded("Kinesis_20131202.GetShardIterator", r#"{"Timestamp":1459799926.480}"#).unwrap();
    assert_eq!(input.timestamp, Some(Timestamp::from_millis(1_459_799_926_480)));
    let record = kinesis::Record {
        approximate_arrival_timestamp: Some(Timestamp::from_millis(1_459_799_926_480)),
        ..Default::default()
    };
    let output = kinesis::GetRecordsOutput { records: Some(vec![record]), ..Default::default() };
    let body = KINESIS.output(&kinesis::operations::GET_RECORDS, &output, "id").body;
    assert_eq!(
        String::from_utf8(body).unwrap(),
        r#"{"Records":[{"ApproximateArrivalTimestamp":1459799926.48}]}"#
    );
}

#[test]
fn an_answer_leaves_out_what_is_absent_and_escapes_what_it_must() {
    let empty = SQS.output(&sqs::operations::RECEIVE_MESSAGE, &sqs::ReceiveMessageOutput::default(), "id");
    assert_eq!((empty.status, empty.body.as_slice()), (200, &b"{}"[..]));

    let message = sqs::Message {
        body: Some("\"\\\u{8}\u{c}\n\r\t\u{1}\u{7f}é😀</x>\u{2028}".to_owned()),
        attributes: Some(BTreeMap::from([("a\"b".to_owned(), "1".to_owned())])),
        ..Default::default()
    };
    let output = sqs::ReceiveMessageOutput { messages: Some(vec![message]) };
    let body = SQS.output(&sqs::operations::RECEIVE_MESSAGE, &output, "id").body;
    assert_eq!(
        String::from_utf8(body).unwrap(),
        "{\"Messages\":[{\"Body\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u{7f}é😀</x>\u{2028}\",\"Attributes\":{\"a\\\"b\":\"1\"}}]}"
    );
}

#[test]
fn errors_carry_the_query_code_always_and_the_query_status_when_asked() {
    let error = ApiError::new(&sqs::errors::PURGE_QUEUE_IN_PROGRESS, "Only one \"PurgeQueue\"");
    let answer = SQS.error(&error, "id");
    assert_eq!(answer.status, 403);
    assert_eq!(answer.query_error.as_deref(), Some("AWS.SimpleQueueService.PurgeQueueInProgress;Sender"));
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        r#"{"__type":"com.amazonaws.sqs#PurgeQueueInProgress","message":"Only one \"PurgeQueue\""}"#
    );
    let answer = Answering { query_mode: false, ..SQS }.error(&error, "id");
    assert_eq!(answer.status, 400);
    assert!(answer.query_error.is_some());

    let fault = SQS.error(&ApiError::new(&framework::INTERNAL_FAILURE, ""), "id");
    assert_eq!((fault.status, fault.query_error.as_deref()), (500, Some("InternalFailure;Receiver")));

    let missing = ApiError::new(&kinesis::errors::RESOURCE_NOT_FOUND_EXCEPTION, "Stream s not found.");
    let answer = KINESIS.error(&missing, "id");
    assert_eq!((answer.status, answer.query_error), (400, None));
    assert_eq!(
        String::from_utf8(answer.body).unwrap(),
        r#"{"__type":"ResourceNotFoundException","message":"Stream s not found."}"#
    );
}
