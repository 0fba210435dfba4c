//! awsQuery as AWS speaks it: SQS's flattened names, SNS's members and entries, XML out.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::BTreeMap;

use millpond_shapes::{Structure, Timestamp, sns, sqs, sts};
use millpond_wire::{Answering, ApiError, Protocol, framework};
use support::form;

const SQS: Answering =
    Answering { protocol: Protocol::AwsQuery, service: Some(&sqs::SERVICE), query_mode: false };
const SNS: Answering = Answering { service: Some(&sns::SERVICE), ..SQS };

fn decoded<I: Structure + Default>(body: &str) -> I {
    form(body).decode().unwrap()
}

fn map(entries: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    Some(entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

fn xml(answering: Answering, operation: &millpond_wire::OperationInfo, output: &dyn Structure) -> String {
    String::from_utf8(answering.output(operation, output, "some-id").body).unwrap()
}

#[test]
fn sqs_attributes_are_flattened_and_numbered() {
    let input: sqs::CreateQueueInput = decoded(
        "Action=CreateQueue&Version=2012-11-05&QueueName=a%2Bb+c&Attribute.10.Value=ten&Attribute.10.Name=J&\
         Attribute.2.Name=DelaySeconds&Attribute.2.Value=45&Tag.1.Key=k&Tag.1.Value=&Attribute.01.Name=x&Unknown=1",
    );
    assert_eq!(input.queue_name.as_deref(), Some("a+b c"));
    assert_eq!(input.attributes, map(&[("DelaySeconds", "45"), ("J", "ten")]));
    assert_eq!(input.tags, map(&[("k", "")]));
}

#[test]
fn one_attribute_may_go_without_a_number() {
    let input: sqs::SetQueueAttributesInput =
        decoded("Action=SetQueueAttributes&Attribute.Name=DelaySeconds&Attribute.Value=45");
    assert_eq!(input.attributes, map(&[("DelaySeconds", "45")]));
    let input: sqs::GetQueueAttributesInput = decoded("Action=GetQueueAttributes&AttributeName=All");
    assert_eq!(input.attribute_names, Some(vec!["All".to_owned()]));
}

#[test]
fn an_sqs_batch_keeps_the_order_of_its_numbers() {
    let input: sqs::SendMessageBatchInput = decoded(
        "Action=SendMessageBatch&SendMessageBatchRequestEntry.10.Id=j&SendMessageBatchRequestEntry.2.Id=b&\
         SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.DelaySeconds=5&\
         SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n&\
         SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Binary&\
         SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.BinaryValue=AAE%3D",
    );
    let entries = input.entries.unwrap();
    let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["a", "b", "j"]);
    assert_eq!(entries[0].delay_seconds, Some(5));
    let attributes = entries[0].message_attributes.as_ref().unwrap();
    assert_eq!(attributes["n"].binary_value.as_deref(), Some(&[0, 1][..]));
}

#[test]
fn sns_maps_have_entries_and_lists_have_members() {
    let input: sns::PublishInput = decoded(
        "Action=Publish&Version=2010-03-31&TopicArn=arn&Message=hello&\
         MessageAttributes.entry.1.Name=price&MessageAttributes.entry.1.Value.DataType=Number&\
         MessageAttributes.entry.1.Value.StringValue=1.5&\
         MessageAttributes.entry.2.Name=blob&MessageAttributes.entry.2.Value.DataType=Binary&\
         MessageAttributes.entry.2.Value.BinaryValue=AAE%3D",
    );
    let attributes = input.message_attributes.unwrap();
    assert_eq!(attributes["price"].string_value.as_deref(), Some("1.5"));
    assert_eq!(attributes["blob"].binary_value.as_deref(), Some(&[0, 1][..]));

    let input: sns::CreateTopicInput = decoded(
        "Action=CreateTopic&Name=t&Attributes.entry.1.key=FifoTopic&Attributes.entry.1.value=true&\
         Tags.member.1.Key=k&Tags.member.1.Value=v&Tags.member.3.Key=l&Tags.member.3.Value=w",
    );
    assert_eq!(input.attributes, map(&[("FifoTopic", "true")]));
    assert_eq!(input.tags.unwrap().len(), 2);

    let input: sns::UntagResourceInput =
        decoded("Action=UntagResource&TagKeys.member.1=a&TagKeys.member.2=b");
    assert_eq!(input.tag_keys, Some(vec!["a".to_owned(), "b".to_owned()]));
    let input: sns::UntagResourceInput = decoded("Action=UntagResource&TagKeys=");
    assert_eq!(input.tag_keys, Some(vec![]));
}

#[test]
fn of_several_parameters_the_last_counts() {
    let input: sqs::SendMessageInput = decoded("Action=SendMessage&MessageBody=a&MessageBody=b");
    assert_eq!(input.message_body.as_deref(), Some("b"));
}

#[test]
fn an_entry_of_a_map_without_a_key_has_an_empty_one_and_one_given_twice_is_refused() {
    let input: sqs::SendMessageInput = decoded("Action=SendMessage&MessageAttribute.1.Value.DataType=String");
    assert_eq!(input.message_attributes.unwrap()[""].data_type.as_deref(), Some("String"));

    for tags in ["Tag.1.Key=a&Tag.7.Key=b&Tag.9.Key=a", "Tag.1.Value=x&Tag.2.Value=y"] {
        let body = format!("Action=TagQueue&{tags}");
        let call = support::call("POST", "/", &[("content-type", support::FORM)], body.as_bytes()).unwrap();
        let error = call.decode_into((call.operation.new_input)().as_mut()).unwrap_err();
        assert_eq!(error.shape.query_code, "InvalidParameterValue", "{tags}");
    }
}

#[test]
fn malformed_parameters_are_refused() {
    let refused = |body: &[u8]| match support::call("POST", "/", &[("content-type", support::FORM)], body) {
        Err(refusal) => refusal.error,
        Ok(call) => call.decode_into((call.operation.new_input)().as_mut()).unwrap_err(),
    };
    for body in [
        &b"Action=SendMessage&DelaySeconds=x"[..],
        b"Action=SendMessage&DelaySeconds=",
        b"Action=SendMessage&DelaySeconds=99999999999",
        b"Action=SendMessage&MessageAttribute.1.Name=a&MessageAttribute.1.Value.BinaryValue=%25",
        b"Action=SendMessage&MessageBody=%zz",
        b"Action=SendMessage&MessageBody=%2",
        b"Action=SendMessage&MessageBody=%ff",
        b"Action=SendMessage&MessageBody=\xff",
    ] {
        assert_eq!(refused(body).shape, &framework::MALFORMED_INPUT, "{}", String::from_utf8_lossy(body));
    }
    assert_eq!(refused("&a=b".repeat(10_001).as_bytes()).shape, &framework::MALFORMED_INPUT);
}

#[test]
fn an_sqs_receive_is_answered_with_repeated_elements() {
    let message = |body: &str| sqs::Message {
        message_id: Some("id".to_owned()),
        body: Some(body.to_owned()),
        attributes: map(&[("SenderId", "me"), ("SentTimestamp", "1")]),
        ..Default::default()
    };
    let output = sqs::ReceiveMessageOutput {
        messages: Some(vec![message("<a&\r\n\"\u{1}\u{fffe}\u{fffd}>"), message("")]),
    };
    assert_eq!(
        xml(SQS, &sqs::operations::RECEIVE_MESSAGE, &output),
        "<?xml version=\"1.0\"?><ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">\
         <ReceiveMessageResult>\
         <Message><MessageId>id</MessageId><Body>&lt;a&amp;&#xD;\n&quot;\u{fffd}\u{fffd}\u{fffd}&gt;</Body>\
         <Attribute><Name>SenderId</Name><Value>me</Value></Attribute>\
         <Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute></Message>\
         <Message><MessageId>id</MessageId><Body></Body>\
         <Attribute><Name>SenderId</Name><Value>me</Value></Attribute>\
         <Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute></Message>\
         </ReceiveMessageResult><ResponseMetadata><RequestId>some-id</RequestId></ResponseMetadata>\
         </ReceiveMessageResponse>"
    );
}

#[test]
fn an_operation_without_a_result_has_no_result_element() {
    assert_eq!(
        xml(SQS, &sqs::operations::DELETE_MESSAGE, &sqs::DeleteMessageOutput::default()),
        "<?xml version=\"1.0\"?><DeleteMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">\
         <ResponseMetadata><RequestId>some-id</RequestId></ResponseMetadata></DeleteMessageResponse>"
    );
    let empty = xml(SQS, &sqs::operations::RECEIVE_MESSAGE, &sqs::ReceiveMessageOutput::default());
    assert!(empty.contains("<ReceiveMessageResult></ReceiveMessageResult>"));
}

#[test]
fn sns_lists_and_maps_are_answered_with_members_and_entries() {
    let topic = |arn: &str| sns::Topic { topic_arn: Some(arn.to_owned()) };
    let output = sns::ListTopicsOutput { topics: Some(vec![topic("a"), topic("b")]), ..Default::default() };
    assert!(xml(SNS, &sns::operations::LIST_TOPICS, &output).contains(
        "<ListTopicsResult><Topics><member><TopicArn>a</TopicArn></member><member><TopicArn>b</TopicArn></member></Topics>"
    ));
    let output = sns::GetTopicAttributesOutput { attributes: map(&[("Owner", "0")]) };
    assert!(
        xml(SNS, &sns::operations::GET_TOPIC_ATTRIBUTES, &output)
            .contains("<Attributes><entry><key>Owner</key><value>0</value></entry></Attributes>")
    );
}

#[test]
fn sts_times_are_iso_8601() {
    let credentials = sts::Credentials {
        access_key_id: Some("ASIA".to_owned()),
        expiration: Some(Timestamp::from_millis(1_310_773_409_000)),
        ..Default::default()
    };
    let output = sts::GetSessionTokenOutput { credentials: Some(credentials), ..Default::default() };
    let answering = Answering { service: Some(&sts::SERVICE), ..SQS };
    assert!(
        xml(answering, &sts::operations::GET_SESSION_TOKEN, &output)
            .contains("<Expiration>2011-07-15T23:43:29Z</Expiration>")
    );
}

#[test]
fn errors_have_a_detail_where_aws_has_one() {
    let text = |shape, message: &'static str| {
        let answer = SQS.error(&ApiError::new(shape, message), "some-id");
        (answer.status, String::from_utf8(answer.body).unwrap())
    };
    let (status, missing) = text(&sqs::errors::QUEUE_DOES_NOT_EXIST, "The specified queue does not exist.");
    assert_eq!(status, 400);
    assert_eq!(
        missing,
        "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error>\
         <Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>\
         <Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error>\
         <RequestId>some-id</RequestId></ErrorResponse>"
    );
    for (shape, has_detail) in [
        (&sqs::errors::INVALID_PARAMETER_VALUE_EXCEPTION, true),
        (&sqs::errors::MISSING_REQUIRED_PARAMETER_EXCEPTION, true),
        (&sqs::errors::INVALID_ATTRIBUTE_NAME, true),
        (&sqs::errors::BATCH_REQUEST_TOO_LONG, true),
        (&sqs::errors::TOO_MANY_ENTRIES_IN_BATCH_REQUEST, false),
        (&sqs::errors::INVALID_BATCH_ENTRY_ID, false),
    ] {
        assert_eq!(text(shape, "").1.contains("<Detail/>"), has_detail, "{}", shape.name);
    }
    let (status, not_found) = text(&sqs::errors::RESOURCE_NOT_FOUND_EXCEPTION, "a<b");
    assert_eq!(status, 404);
    assert!(not_found.contains("<Code>ResourceNotFoundException</Code><Message>a&lt;b</Message>"));

    let special = ApiError::new(&sqs::errors::OVER_LIMIT, "json words").in_query("query words");
    let body = String::from_utf8(SQS.error(&special, "id").body).unwrap();
    assert!(body.contains("<Message>query words</Message>"));
}
