//! What becomes of what a call did whose answer reached nobody.

use millpond_model::reference::url;
use millpond_model::world::World;
use serde_json::{Value, json};

fn call(world: &mut World, operation: &str, input: Value) -> Value {
    world.call(operation, &input).unwrap_or_else(|error| panic!("{operation} {input}: {error}"))
}

#[test]
fn a_repeated_receive_whose_answer_is_lost_does_not_take_back_the_first() {
    let mut world = World::new(1);
    let fifo = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" });
    call(&mut world, "CreateQueue", json!({ "QueueName": "q.fifo", "Attributes": fifo }));
    let url = url("q.fifo");
    call(&mut world, "SendMessage", json!({ "QueueUrl": url, "MessageBody": "1", "MessageGroupId": "g" }));
    let receive = json!({ "QueueUrl": url, "ReceiveRequestAttemptId": "attempt" });
    let first = call(&mut world, "ReceiveMessage", receive.clone());
    world.call_in_vain("ReceiveMessage", &receive);
    assert_eq!(call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url })), json!({}));
    let handle: &Value = &first["Messages"][0]["ReceiptHandle"];
    call(&mut world, "DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": handle }));
}

#[test]
fn a_receive_whose_answer_is_lost_is_taken_back() {
    let mut world = World::new(1);
    call(&mut world, "CreateQueue", json!({ "QueueName": "q" }));
    call(&mut world, "SendMessage", json!({ "QueueUrl": url("q"), "MessageBody": "1" }));
    let receive = json!({ "QueueUrl": url("q"), "AttributeNames": ["ApproximateReceiveCount"] });
    world.call_in_vain("ReceiveMessage", &receive);
    let received = call(&mut world, "ReceiveMessage", receive);
    assert_eq!(received["Messages"][0]["Attributes"]["ApproximateReceiveCount"], "1");
}
