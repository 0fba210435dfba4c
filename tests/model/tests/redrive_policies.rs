//! Symptoms of redrive policies that random calls have found.

use millpond_model::reference::{redrive_policy, url};
use millpond_model::world::World;
use serde_json::{Value, json};

fn call(world: &mut World, operation: &str, input: Value) -> Value {
    world.call(operation, &input).unwrap_or_else(|error| panic!("{operation} {input}: {error}"))
}

#[test]
fn a_dead_letter_queue_that_permits_again_gets_letters_also_of_a_queue_that_changed_meanwhile() {
    let mut world = World::new(3);
    call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
    let attributes = json!({ "RedrivePolicy": redrive_policy("dead", 1), "VisibilityTimeout": "0" });
    call(&mut world, "CreateQueue", json!({ "QueueName": "orders", "Attributes": attributes }));
    let set = |world: &mut World, name: &str, attributes: Value| {
        call(world, "SetQueueAttributes", json!({ "QueueUrl": url(name), "Attributes": attributes }));
    };
    let permission = |which: &str| json!({ "redrivePermission": which }).to_string();
    set(&mut world, "dead", json!({ "RedriveAllowPolicy": permission("denyAll") }));
    set(&mut world, "orders", json!({ "DelaySeconds": "0", "MessageRetentionPeriod": "3600" }));
    set(&mut world, "dead", json!({ "RedriveAllowPolicy": permission("allowAll") }));

    call(&mut world, "SendMessage", json!({ "QueueUrl": url("orders"), "MessageBody": "letter" }));
    for _ in 0..2 {
        call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url("orders") }));
    }
    let found = call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url("dead") }));
    assert_eq!(found["Messages"][0]["Body"], "letter");
}
