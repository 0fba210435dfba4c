//! Symptoms of move tasks that random calls have found.

use millpond_model::reference::{arn, redrive_policy, url};
use millpond_model::world::World;
use serde_json::{Value, json};

fn call(world: &mut World, operation: &str, input: Value) -> Value {
    world.call(operation, &input).unwrap_or_else(|error| panic!("{operation} {input}: {error}"))
}

#[test]
fn a_message_that_a_task_brought_does_not_go_back_to_where_the_task_took_it_from() {
    let mut world = World::new(1);
    call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
    for (name, target) in [("late", "dead"), ("orders", "late")] {
        let attributes = json!({ "RedrivePolicy": redrive_policy(target, 1) });
        call(&mut world, "CreateQueue", json!({ "QueueName": name, "Attributes": attributes }));
    }
    call(&mut world, "SendMessage", json!({ "QueueUrl": url("dead"), "MessageBody": "no dead letter" }));
    let to_late = json!({ "SourceArn": arn("dead"), "DestinationArn": arn("late") });
    call(&mut world, "StartMessageMoveTask", to_late);
    world.pass(1000);

    call(&mut world, "StartMessageMoveTask", json!({ "SourceArn": arn("late") }));
    world.pass(1000);
    let tasks = call(&mut world, "ListMessageMoveTasks", json!({ "SourceArn": arn("late") }));
    let task = &tasks["Results"][0];
    assert_eq!(
        (&task["Status"], &task["FailureReason"]),
        (&json!("FAILED"), &json!("CouldNotDetermineMessageSource"))
    );
    let received = call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url("late") }));
    assert_eq!(received["Messages"][0]["Body"], "no dead letter");
}

#[test]
fn a_move_task_goes_on_as_soon_as_a_delete_frees_the_messages_behind() {
    let mut world = World::new(2);
    let fifo = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" });
    call(&mut world, "CreateQueue", json!({ "QueueName": "dead.fifo", "Attributes": fifo }));
    let mut attributes = fifo.clone();
    attributes["RedrivePolicy"] = json!(redrive_policy("dead.fifo", 1));
    call(&mut world, "CreateQueue", json!({ "QueueName": "orders.fifo", "Attributes": attributes }));
    for body in ["head", "behind"] {
        let send = json!({ "QueueUrl": url("dead.fifo"), "MessageBody": body, "MessageGroupId": "g" });
        call(&mut world, "SendMessage", send);
    }
    let held = json!({ "QueueUrl": url("dead.fifo"), "VisibilityTimeout": 600 });
    let held = call(&mut world, "ReceiveMessage", held);
    let start = json!({ "SourceArn": arn("dead.fifo"), "DestinationArn": arn("orders.fifo") });
    call(&mut world, "StartMessageMoveTask", start);
    world.pass(1000);
    let status = |world: &mut World| {
        let tasks = call(world, "ListMessageMoveTasks", json!({ "SourceArn": arn("dead.fifo") }));
        tasks["Results"][0]["Status"].clone()
    };
    assert_eq!(status(&mut world), "RUNNING", "it waits for the head of the group");

    let handle = held["Messages"][0]["ReceiptHandle"].clone();
    call(&mut world, "DeleteMessage", json!({ "QueueUrl": url("dead.fifo"), "ReceiptHandle": handle }));
    world.pass(1000);
    assert_eq!(status(&mut world), "COMPLETED");
}
