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

/// The newest task of a queue: its status, why it failed, how many messages it has moved.
fn newest(world: &mut World, name: &str) -> (String, Option<String>, u64) {
    let tasks = call(world, "ListMessageMoveTasks", json!({ "SourceArn": arn(name) }));
    let task = &tasks["Results"][0];
    let text = |member: &str| task[member].as_str().map(str::to_owned);
    let moved = task["ApproximateNumberOfMessagesMoved"].as_u64().expect("it is a number");
    (text("Status").expect("it has one"), text("FailureReason"), moved)
}

/// Makes a queue that buries what was received once, and buries these messages.
fn bury(world: &mut World, name: &str, target: &str, bodies: &[&str]) {
    let attributes = json!({ "RedrivePolicy": redrive_policy(target, 1), "VisibilityTimeout": "0" });
    call(world, "CreateQueue", json!({ "QueueName": name, "Attributes": attributes }));
    for body in bodies {
        call(world, "SendMessage", json!({ "QueueUrl": url(name), "MessageBody": body }));
    }
    let all = json!({ "QueueUrl": url(name), "MaxNumberOfMessages": 10 });
    while call(world, "ReceiveMessage", all.clone()).get("Messages").is_some() {}
    world.pass(1000);
}

fn count(world: &mut World, name: &str) -> String {
    let all = json!({ "QueueUrl": url(name), "AttributeNames": ["All"] });
    let attributes = call(world, "GetQueueAttributes", all);
    attributes["Attributes"]["ApproximateNumberOfMessages"].as_str().expect("it is a text").to_owned()
}

#[test]
fn a_task_that_has_run_for_36_hours_ends_and_what_is_left_stays() {
    const LONGEST_MS: u64 = 36 * 3_600_000;
    for restarts in [false, true] {
        let mut world = World::new(3);
        call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
        bury(&mut world, "orders", "dead", &["a", "b", "c", "d", "e", "f", "g", "h"]);
        let began = world.now();
        let slowly = json!({ "SourceArn": arn("dead"), "MaxNumberOfMessagesPerSecond": 1 });
        call(&mut world, "StartMessageMoveTask", slowly);
        world.pass(2500);
        assert_eq!(newest(&mut world, "dead"), ("RUNNING".into(), None, 3));
        if restarts {
            world.index(u64::MAX);
            world.checkpoint();
        }
        world.sleep(began + LONGEST_MS - world.now() - 500);
        if restarts {
            world.restart(false);
        }
        world.pass(499);
        assert_eq!(newest(&mut world, "dead"), ("RUNNING".into(), None, 4), "up to the last moment");
        world.pass(1);
        let ended = ("FAILED".to_owned(), Some("TaskTimedOut".to_owned()), 4);
        assert_eq!(newest(&mut world, "dead"), ended);
        world.pass(10_000);
        assert_eq!((count(&mut world, "dead"), count(&mut world, "orders")), ("4".into(), "4".into()));
        if restarts {
            world.checkpoint();
        }
        world.restart(restarts);
        assert_eq!(newest(&mut world, "dead"), ended, "after a restart");

        call(&mut world, "StartMessageMoveTask", json!({ "SourceArn": arn("dead") }));
        world.pass(1000);
        assert_eq!(newest(&mut world, "dead"), ("COMPLETED".into(), None, 4));
    }
}

#[test]
fn a_message_goes_back_to_its_source_where_that_was_deleted_and_made_again() {
    for (indexed, checkpoints) in [(false, false), (true, false), (true, true)] {
        let mut world = World::new(4);
        call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
        bury(&mut world, "orders", "dead", &["o1", "o2"]);
        bury(&mut world, "bills", "dead", &["b1"]);
        call(&mut world, "DeleteQueue", json!({ "QueueUrl": url("orders") }));
        world.pass(60_000);
        if indexed {
            world.index(u64::MAX);
        }
        for _ in 0..2 * u32::from(checkpoints) {
            world.checkpoint();
        }
        world.restart(checkpoints);
        assert_eq!(world.events.from_checkpoint > 0, checkpoints);
        call(&mut world, "StartMessageMoveTask", json!({ "SourceArn": arn("dead") }));
        world.pass(1000);
        let failed = Some("AWS.SimpleQueueService.NonExistentQueue".to_owned());
        assert_eq!(newest(&mut world, "dead").1, failed, "while it is not there");

        bury(&mut world, "orders", "dead", &["o3"]);
        world.restart(false);
        call(&mut world, "StartMessageMoveTask", json!({ "SourceArn": arn("dead") }));
        world.pass(1000);
        assert_eq!(newest(&mut world, "dead").0, "COMPLETED");
        let counts = ["dead", "orders", "bills"].map(|name| count(&mut world, name));
        assert_eq!(counts, ["0", "3", "1"].map(str::to_owned));
    }
}

#[test]
fn a_task_goes_on_where_its_destination_was_deleted_and_made_again() {
    let mut world = World::new(6);
    call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
    bury(&mut world, "orders", "dead", &[]);
    call(&mut world, "CreateQueue", json!({ "QueueName": "other" }));
    let later = json!({ "QueueUrl": url("dead"), "MessageBody": "later", "DelaySeconds": 120 });
    call(&mut world, "SendMessage", later);
    let start = json!({ "SourceArn": arn("dead"), "DestinationArn": arn("other") });
    call(&mut world, "StartMessageMoveTask", start);
    call(&mut world, "DeleteQueue", json!({ "QueueUrl": url("other") }));
    world.pass(60_000);
    call(&mut world, "CreateQueue", json!({ "QueueName": "other" }));
    world.restart(false);
    world.pass(61_000);
    assert_eq!(newest(&mut world, "dead"), ("COMPLETED".into(), None, 1));
    assert_eq!(count(&mut world, "other"), "1");
}

#[test]
fn an_account_has_a_hundred_tasks_at_once_in_all_partitions_also_after_a_restart() {
    let mut world = World::new(5);
    let names: Vec<String> = (0..101).map(|number| format!("dead-{number}")).collect();
    for name in &names {
        call(&mut world, "CreateQueue", json!({ "QueueName": name }));
        bury(&mut world, &format!("of-{name}"), name, &[]);
        // A task waits for what is delayed.
        let send = json!({ "QueueUrl": url(name), "MessageBody": "later", "DelaySeconds": 900 });
        call(&mut world, "SendMessage", send);
    }
    let start = |world: &mut World, name: &str| {
        let input = json!({ "SourceArn": arn(name), "DestinationArn": arn(&format!("of-{name}")) });
        world.call("StartMessageMoveTask", &input).map(|output| output["TaskHandle"].clone())
    };
    let handles: Vec<Value> = names[..100].iter().map(|name| start(&mut world, name).unwrap()).collect();
    let (first, last) = (&names[0], &names[100]);
    assert_eq!(start(&mut world, last), Err("OverLimit".to_owned()));
    assert_eq!(start(&mut world, first), Err("InvalidParameterValueException".to_owned()), "it runs already");
    world.checkpoint();
    world.restart(false);
    assert_eq!(start(&mut world, last), Err("OverLimit".to_owned()));

    call(&mut world, "CancelMessageMoveTask", json!({ "TaskHandle": handles[50] }));
    world.pass(1000);
    start(&mut world, last).unwrap();
    assert_eq!(start(&mut world, &names[50]), Err("OverLimit".to_owned()));
    call(&mut world, "DeleteQueue", json!({ "QueueUrl": url(first) }));
    start(&mut world, &names[50]).unwrap();
    world.pass(900_000);
    start(&mut world, last).unwrap();
}

#[test]
fn what_comes_back_out_of_a_sealed_segment_is_moved_at_that_moment() {
    let mut world = World::new(7);
    for name in ["dead", "others"] {
        call(&mut world, "CreateQueue", json!({ "QueueName": name }));
    }
    bury(&mut world, "orders", "dead", &[]);
    call(&mut world, "SendMessage", json!({ "QueueUrl": url("dead"), "MessageBody": "comes back" }));
    // The task waits for it.
    let later = json!({ "QueueUrl": url("dead"), "MessageBody": "later", "DelaySeconds": 120 });
    call(&mut world, "SendMessage", later);
    call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url("dead"), "VisibilityTimeout": 10 }));
    let comes_back = world.now() + 10_000;
    for _ in 0..64 {
        call(
            &mut world,
            "SendMessage",
            json!({ "QueueUrl": url("others"), "MessageBody": "x".repeat(1 << 10) }),
        );
    }
    world.index(u64::MAX);
    let start = json!({ "SourceArn": arn("dead"), "DestinationArn": arn("orders") });
    call(&mut world, "StartMessageMoveTask", start);

    let blocks = world.events.blocks;
    world.pass(comes_back - world.now());
    assert!(world.events.blocks > blocks, "its row was no longer in memory");
    assert_eq!(count(&mut world, "orders"), "1");
}

#[test]
fn a_dead_letter_that_a_task_could_not_move_still_goes_to_its_dead_letter_queue() {
    let mut world = World::new(8);
    call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
    call(&mut world, "CreateQueue", json!({ "QueueName": "gone" }));
    bury(&mut world, "late", "dead", &[]);
    bury(&mut world, "orders", "late", &[]);
    call(&mut world, "SendMessage", json!({ "QueueUrl": url("late"), "MessageBody": "poison" }));
    call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url("late"), "VisibilityTimeout": 10 }));
    // The task waits for it.
    let later = json!({ "QueueUrl": url("late"), "MessageBody": "later", "DelaySeconds": 120 });
    call(&mut world, "SendMessage", later);
    let start = json!({ "SourceArn": arn("late"), "DestinationArn": arn("gone") });
    call(&mut world, "StartMessageMoveTask", start);
    call(&mut world, "DeleteQueue", json!({ "QueueUrl": url("gone") }));
    world.pass(10_000);
    assert_eq!(newest(&mut world, "late").0, "FAILED");

    let received = call(&mut world, "ReceiveMessage", json!({ "QueueUrl": url("late") }));
    assert_eq!(received.get("Messages"), None, "it was received as often as it may be");
    assert_eq!(count(&mut world, "dead"), "1");
}

#[test]
fn a_task_ends_when_the_last_message_that_it_waits_for_expires() {
    let mut world = World::new(9);
    call(&mut world, "CreateQueue", json!({ "QueueName": "dead" }));
    bury(&mut world, "orders", "dead", &[]);
    let short = json!({ "MessageRetentionPeriod": "60" });
    call(&mut world, "SetQueueAttributes", json!({ "QueueUrl": url("dead"), "Attributes": short }));
    let later = json!({ "QueueUrl": url("dead"), "MessageBody": "later", "DelaySeconds": 900 });
    call(&mut world, "SendMessage", later);
    world.pass(30_000);
    call(&mut world, "StartMessageMoveTask", json!({ "SourceArn": arn("dead") }));
    world.pass(29_999);
    assert_eq!(newest(&mut world, "dead"), ("RUNNING".into(), None, 0));
    world.pass(1);
    assert_eq!(newest(&mut world, "dead"), ("COMPLETED".into(), None, 0));
}
