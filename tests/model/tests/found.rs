//! What the random calls found, each by its symptom.
#![allow(clippy::unwrap_used, reason = "a test")]

use millpond_model::house::{ACCOUNT, House, ORIGIN};
use serde_json::{Value, json};

/// A house with a FIFO queue that holds one message, and the queue's URL.
fn with_a_message() -> (House, String) {
    let mut house = House::new(1);
    let attributes = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" });
    house.call("CreateQueue", &json!({ "QueueName": "q.fifo", "Attributes": attributes })).unwrap();
    let url = format!("{ORIGIN}/{ACCOUNT}/q.fifo");
    let input = json!({ "QueueUrl": url, "MessageBody": "1", "MessageGroupId": "g" });
    house.call("SendMessage", &input).unwrap();
    (house, url)
}

#[test]
fn a_repeated_receive_whose_answer_is_lost_does_not_take_back_the_first() {
    let (mut house, url) = with_a_message();
    let receive = json!({ "QueueUrl": url, "ReceiveRequestAttemptId": "attempt" });
    let first = house.call("ReceiveMessage", &receive).unwrap();
    let again = house.begin(ACCOUNT, "ReceiveMessage", &receive).unwrap();
    house.settle();
    house.lose_answer(again);
    assert_eq!(house.call("ReceiveMessage", &json!({ "QueueUrl": url })).unwrap(), json!({}));
    let handle: &Value = &first["Messages"][0]["ReceiptHandle"];
    house.call("DeleteMessage", &json!({ "QueueUrl": url, "ReceiptHandle": handle })).unwrap();
}

#[test]
fn what_a_move_task_brought_is_no_dead_letter_for_the_next_one() {
    let mut house = House::new(1);
    let arn = |name: &str| format!("arn:aws:sqs:us-east-1:{ACCOUNT}:{name}");
    let url = |name: &str| format!("{ORIGIN}/{ACCOUNT}/{name}");
    let policy =
        |target: &str| json!({ "deadLetterTargetArn": arn(target), "maxReceiveCount": 1 }).to_string();
    house.call("CreateQueue", &json!({ "QueueName": "other" })).unwrap();
    house.call("CreateQueue", &json!({ "QueueName": "dead" })).unwrap();
    for (name, target) in [("source", "dead"), ("another", "other")] {
        let attributes = json!({ "RedrivePolicy": policy(target) });
        house.call("CreateQueue", &json!({ "QueueName": name, "Attributes": attributes })).unwrap();
    }
    house.call("SendMessage", &json!({ "QueueUrl": url("source"), "MessageBody": "1" })).unwrap();
    let receive = json!({ "QueueUrl": url("source"), "VisibilityTimeout": 0 });
    house.call("ReceiveMessage", &receive).unwrap();
    house.call("ReceiveMessage", &receive).unwrap();
    // Out of the dead-letter queue by hand, to a queue that is another's dead-letter queue.
    let start = json!({ "SourceArn": arn("dead"), "DestinationArn": arn("other") });
    house.call("StartMessageMoveTask", &start).unwrap();
    house.pass(10);
    house.call("StartMessageMoveTask", &json!({ "SourceArn": arn("other") })).unwrap();
    house.pass(10);
    let tasks = house.call("ListMessageMoveTasks", &json!({ "SourceArn": arn("other") })).unwrap();
    assert_eq!(tasks["Results"][0]["Status"], "FAILED");
    assert_eq!(tasks["Results"][0]["FailureReason"], "CouldNotDetermineMessageSource");
    let counts = json!({ "QueueUrl": url("other"), "AttributeNames": ["ApproximateNumberOfMessages"] });
    let counts = house.call("GetQueueAttributes", &counts).unwrap();
    assert_eq!(counts["Attributes"]["ApproximateNumberOfMessages"], "1");
}
