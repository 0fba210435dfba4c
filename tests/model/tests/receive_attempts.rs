//! Symptoms of named receives that random calls have found.
#![allow(clippy::unwrap_used, reason = "a test")]

use millpond_model::reference::url;
use millpond_model::world::World;
use serde_json::json;

#[test]
fn a_repeated_receive_whose_answer_is_lost_does_not_take_back_the_first() {
    let mut world = World::new(1);
    let attributes = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" });
    world.call("CreateQueue", &json!({ "QueueName": "q.fifo", "Attributes": attributes })).unwrap();
    let url = url("q.fifo");
    let send = json!({ "QueueUrl": url, "MessageBody": "1", "MessageGroupId": "g" });
    world.call("SendMessage", &send).unwrap();
    let receive = json!({ "QueueUrl": url, "ReceiveRequestAttemptId": "attempt" });
    let first = world.call("ReceiveMessage", &receive).unwrap();
    world.call_in_vain("ReceiveMessage", &receive);
    assert_eq!(world.call("ReceiveMessage", &json!({ "QueueUrl": url })).unwrap(), json!({}));
    let handle = &first["Messages"][0]["ReceiptHandle"];
    world.call("DeleteMessage", &json!({ "QueueUrl": url, "ReceiptHandle": handle })).unwrap();
}

#[test]
fn a_receive_whose_answer_is_lost_is_taken_back() {
    let mut world = World::new(1);
    world.call("CreateQueue", &json!({ "QueueName": "q" })).unwrap();
    world.call("SendMessage", &json!({ "QueueUrl": url("q"), "MessageBody": "1" })).unwrap();
    let receive = json!({ "QueueUrl": url("q"), "AttributeNames": ["ApproximateReceiveCount"] });
    world.call_in_vain("ReceiveMessage", &receive);
    let received = world.call("ReceiveMessage", &receive).unwrap();
    assert_eq!(received["Messages"][0]["Attributes"]["ApproximateReceiveCount"], "1");
}
