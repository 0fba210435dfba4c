//! Ends at the worst moment, one a test: what a client was told must still be true afterwards. The partition's own rules
//! for logs that don't know what became of a record are in its tests (`rules_of_the_log`, `rebuilding`).

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod house;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use house::{House, Plan, Reply, Value, json};
use millpond_log::segment::Sync;
use millpond_runtime::disk::Fault;
use millpond_runtime::{Clock, Disk, SeededRandom};

/// Ways in which the page cache may be lost.
const SEEDS: u64 = 40;

fn plan(seed: u64) -> Plan {
    let sizes = [8 << 10, 16 << 10, 16 << 10, 16 << 10];
    Plan {
        seed,
        partitions: 2,
        segment_sizes_bytes: sizes,
        checkpoint_log_bytes: [4096; 2],
        sync: Sync::Fsync,
    }
}

/// With a standard and a FIFO queue.
fn house(seed: u64) -> House {
    let mut house = House::new(plan(seed));
    house.call("CreateQueue", &json!({ "QueueName": "plain" })).unwrap();
    create(&mut house, "line.fifo");
    house
}

fn create(house: &mut House, name: &str) {
    house.call("CreateQueue", &json!({ "QueueName": name, "Attributes": { "FifoQueue": "true" } })).unwrap();
}

fn url(name: &str) -> String {
    format!("http://localhost/000000000000/{name}")
}

fn to_line(body: &str, deduplication: &str) -> Value {
    json!({
        "QueueUrl": url("line.fifo"),
        "MessageBody": body,
        "MessageGroupId": "g",
        "MessageDeduplicationId": deduplication,
    })
}

fn receive(house: &mut House, name: &str) -> Vec<Value> {
    let input = json!({ "QueueUrl": url(name), "MaxNumberOfMessages": 10, "AttributeNames": ["All"] });
    house.call("ReceiveMessage", &input).unwrap()["Messages"].as_array().cloned().unwrap_or_default()
}

fn bodies(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| message["Body"].as_str().unwrap()).collect()
}

/// One more commit, which is cut off by the power at its first, second, ... operation on the disk, or not at all. Then the
/// next process starts.
fn cut_off(house: &mut House, after: u64, random: &SeededRandom) -> Vec<Reply> {
    house.disk.inject(Fault::PowerFails { after });
    let moment = house.clock.moment();
    house.process().commit(moment);
    let told = house.process().take_answers().into_values().collect();
    house.cut(random);
    house.start(1).unwrap();
    house.settle();
    told
}

#[test]
fn a_fifo_retry_answered_from_a_first_send_that_is_not_durable() {
    let mut lost = 0;
    for seed in 0..SEEDS {
        let mut house = house(seed);
        house.process().submit("SendMessage", &to_line("first", "d")).unwrap();
        house.process().submit("SendMessage", &to_line("the client tries again", "d")).unwrap();
        assert!(house.process().take_answers().is_empty(), "both wait for the disk");
        let told = cut_off(&mut house, seed % 3, &SeededRandom::new(seed));
        let there = receive(&mut house, "line.fifo");
        for answer in told {
            let id = &answer.unwrap()["MessageId"];
            assert_eq!(there.first().map(|message| &message["MessageId"]), Some(id), "seed {seed}");
        }
        lost += u64::from(there.is_empty());
        // The client's next try puts the message there, or finds it there.
        house.call("SendMessage", &to_line("first", "d")).unwrap();
        house.pass(31_000);
        assert_eq!(bodies(&receive(&mut house, "line.fifo")), ["first"]);
    }
    assert!((1..SEEDS).contains(&lost), "{lost}");
}

#[test]
fn create_queue_repeated_while_the_first_is_not_durable() {
    let mut lost = 0;
    for seed in 0..SEEDS {
        let mut house = House::new(plan(seed));
        for _ in 0..3 {
            house.process().submit("CreateQueue", &json!({ "QueueName": "plain" })).unwrap();
            // Not even the directory knows it: nobody is sent there.
            let send = json!({ "QueueUrl": url("plain"), "MessageBody": "x" });
            assert_eq!(house.process().submit("SendMessage", &send).unwrap_err().code, "QueueDoesNotExist");
        }
        let told = cut_off(&mut house, seed % 3, &SeededRandom::new(seed));
        assert!(told.is_empty(), "the queue's own partition has not heard of it");
        let listed = house.call("ListQueues", &json!({})).unwrap();
        lost += u64::from(listed["QueueUrls"].is_null());
        let made = house.call("CreateQueue", &json!({ "QueueName": "plain" })).unwrap();
        assert_eq!(made["QueueUrl"], url("plain"));
        house.call("SendMessage", &json!({ "QueueUrl": url("plain"), "MessageBody": "x" })).unwrap();
        assert_eq!(bodies(&receive(&mut house, "plain")), ["x"]);
    }
    assert!((1..SEEDS).contains(&lost), "{lost}");
}

#[test]
fn a_handle_received_for_a_send_that_is_lost_and_the_number_given_to_another_message() {
    let mut lost = 0;
    for seed in 0..SEEDS {
        let mut house = house(seed);
        house
            .process()
            .submit("SendMessage", &json!({ "QueueUrl": url("plain"), "MessageBody": "a" }))
            .unwrap();
        // A receive on a standard queue waits for nothing of its own, but it waits for the send that it has seen.
        house.process().submit("ReceiveMessage", &json!({ "QueueUrl": url("plain") })).unwrap();
        assert!(house.process().take_answers().is_empty());
        let told = cut_off(&mut house, seed % 3, &SeededRandom::new(seed));
        house.call("SendMessage", &json!({ "QueueUrl": url("plain"), "MessageBody": "b" })).unwrap();
        house.pass(31_000);
        let there = receive(&mut house, "plain");
        lost += u64::from(!bodies(&there).contains(&"a"));
        for answer in told.into_iter().filter_map(|answer| answer.unwrap()["Messages"].as_array().cloned()) {
            // Whoever has the handle deletes that message, and no other.
            let input = json!({ "QueueUrl": url("plain"), "ReceiptHandle": answer[0]["ReceiptHandle"] });
            house.call("DeleteMessage", &input).unwrap();
            house.pass(31_000);
            assert_eq!(bodies(&receive(&mut house, "plain")), ["b"]);
        }
    }
    assert!((1..SEEDS).contains(&lost), "{lost}");
}

#[test]
fn a_checkpoint_raced_with_a_failing_sync() {
    for seed in 0..SEEDS {
        let random = SeededRandom::new(seed);
        let mut house = house(seed);
        house.call("SendMessage", &to_line("durable", "1")).unwrap();
        house.process().submit("SendMessage", &to_line("not durable", "2")).unwrap();
        // The snapshots are of states that have seen it.
        assert!(!house.process().checkpoint().unwrap(), "what is not durable is in no checkpoint");
        let (fault, moment) = (Fault::SyncFails { after: 0 }, house.clock.moment());
        house.disk.inject(fault);
        house.process().commit(moment);
        assert!(house.process().log.has_failed());
        assert!(!house.process().checkpoint().unwrap_or(false));
        assert!(house.process().take_answers().is_empty());
        if seed % 2 == 0 {
            house.kill();
        }
        house.cut(&random);
        house.start(1).unwrap();
        house.settle();
        assert_eq!(house.process().log.stats().checkpoints, 0);
        let there = receive(&mut house, "line.fifo");
        assert_eq!(bodies(&there)[0], "durable");
        // The other way round: the checkpoint's own sync fails, and whatever it left behind is no checkpoint.
        house.process().checkpoint().unwrap();
        house.call("SendMessage", &to_line("later", "3")).unwrap();
        house.process().checkpoint().unwrap();
        house.disk.inject(Fault::SyncFails { after: seed % 4 });
        for _ in 0..2 {
            let _ = house.process().checkpoint();
        }
        house.cut(&random);
        house.start(2).unwrap();
        house.settle();
        house.pass(31_000);
        let there = receive(&mut house, "line.fifo");
        assert_eq!((bodies(&there)[0], bodies(&there).last()), ("durable", Some(&"later")));
    }
}

/// The last frame is in the page cache alone: the next process reads it there, answers from it, and then the power goes.
#[test]
fn power_loss_after_kill_9() {
    let mut kept = 0;
    for seed in 0..SEEDS {
        let random = SeededRandom::new(seed);
        let mut house = house(seed);
        house.process().submit("SendMessage", &to_line("in the page cache", "1")).unwrap();
        house.disk.inject(Fault::PowerFails { after: 1 });
        let moment = house.clock.moment();
        house.process().commit(moment);
        assert!(house.process().take_answers().is_empty());
        house.kill();
        house.start(1).unwrap();
        house.settle();
        let told = receive(&mut house, "line.fifo");
        house.cut(&random);
        house.start(1).unwrap();
        house.settle();
        house.pass(31_000);
        let there = receive(&mut house, "line.fifo");
        assert_eq!(bodies(&there), bodies(&told), "what was handed out is there");
        kept += told.len() as u64;
    }
    assert_eq!(kept, SEEDS);
}

/// A body is text; an attribute may have any bytes.
#[test]
fn a_message_that_contains_a_well_formed_frame() {
    for seed in 0..SEEDS {
        let random = SeededRandom::new(seed);
        let mut house = house(seed);
        house.call("SendMessage", &to_line("before", "0")).unwrap();
        // A client that could read the disk sends what it finds there, in every alignment.
        let names = house.disk.list().unwrap();
        let name = names.into_iter().find(|it| it.ends_with(".segment")).unwrap();
        let frames = house.disk.contents(&name).unwrap()[4096..5600].to_vec();
        let forged = |shift: usize, behind: usize| {
            let bytes = [vec![0; shift], frames.clone(), frames.clone(), vec![1; behind]].concat();
            let mut input = to_line("a frame", &format!("{shift}-{behind}"));
            let value = json!({ "DataType": "Binary", "BinaryValue": STANDARD.encode(bytes) });
            input["MessageAttributes"] = json!({ "frame": value });
            input
        };
        for shift in 0..8 {
            house.call("SendMessage", &forged(shift, 0)).unwrap();
        }
        // And so that it is looked for: in a frame that is torn.
        house.process().submit("SendMessage", &forged(0, 2000)).unwrap();
        let told = cut_off(&mut house, 1, &random);
        let there = receive(&mut house, "line.fifo");
        assert!((9 + told.len()..=10).contains(&there.len()), "seed {seed}: {}", there.len());
        assert_eq!(bodies(&there)[..2], ["before", "a frame"]);
        house.call("SendMessage", &to_line("after", "a")).unwrap();
        house.kill();
        house.start(1).unwrap();
        house.settle();
    }
}
