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
