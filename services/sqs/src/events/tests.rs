//! Each event reads as it was written, and costs what it may.

use millpond_delivery::Keys;
use millpond_log::event::{Body, BodyWriter};

use super::*;

fn written(event: &SqsEvent<'_>) -> Vec<u8> {
    let mut body = BodyWriter::new(1_800_000_000_000);
    body.event(event.kind(), |to| event.write(to));
    body.finish()
}

fn plain(body: &str) -> MessageSent<'_> {
    MessageSent {
        queue: ResourceId(1 << 40 | 7),
        sequence: 1 << 40 | 9,
        body_md5: [5; 16],
        sender_account: 123_456_789_012,
        due: None,
        attributes: &[],
        trace: None,
        group: None,
        deduplication: None,
        moved: None,
        body,
    }
}

#[test]
fn events_read_as_they_were_written() {
    let keys = Keys::derive(&[3; 32]);
    let queue = ResourceId(1 << 40 | 7);
    let attributes = Pairs::from([("DelaySeconds".to_owned(), "5".to_owned())]);
    let past = Moved {
        from: queue,
        source_arn: Some("arn"),
        origin: Some((queue, 4)),
        sent: Some(3),
        receives: 2,
        first_received: None,
    };
    let request = MoveRequested {
        target: queue,
        from: ResourceId(3),
        sequence: 8,
        source_arn: None,
        origin: None,
        sent: None,
        receives: 0,
        first_received: Some(1),
        task: Some(5),
    };
    let task = MoveTaskStarted {
        queue,
        task: [7; 16],
        target: Some((ResourceId(2), "arn".into())),
        rate: Some(9),
        last: 5,
        count: 4,
    };
    let full = MessageSent {
        due: Some(77),
        attributes: b"xyz",
        trace: Some("Root=1"),
        group: Some(("g", millpond_delivery::group_key(&keys, "g"))),
        deduplication: Some(Deduplication {
            id: "d",
            key: DeduplicationKey::of(&keys, "g", "d"),
            by_group: true,
        }),
        moved: Some(past),
        ..plain("héllo")
    };
    let events = [
        SqsEvent::QueueOpened {
            queue,
            scope: "000000000000/us-east-1".into(),
            name: "q".into(),
            attributes: attributes.clone(),
            created: 5,
            dead_letter: None,
        },
        SqsEvent::QueueChanged { queue, attributes, modified: 6, dead_letter: Some(queue) },
        SqsEvent::QueueClosed { queue },
        SqsEvent::MessageSent(plain("x")),
        SqsEvent::MessageSent(full),
        SqsEvent::MessagesReceived {
            queue,
            nonce: u64::MAX,
            until: 9,
            sequences: vec![5, 3, 1 << 50, u64::MAX],
            attempt: Some(u128::MAX),
        },
        SqsEvent::MessagesReceived { queue, nonce: 1, until: 9, sequences: vec![], attempt: None },
        SqsEvent::ReceiveRepeated { queue, attempt: 7, until: 3 },
        SqsEvent::MessagesDeleted { queue, sequences: vec![1] },
        SqsEvent::VisibilityChanged { queue, sequence: 4, nonce: 8, until: 5 },
        SqsEvent::QueuePurged { queue, last: 8 },
        SqsEvent::ReceiveUndone { queue, nonce: 3, sequences: vec![2, 3] },
        SqsEvent::MoveStarted { queue, sequence: 3, by_task: true },
        SqsEvent::MoveSettled { queue, sequence: 3, taken: true, task: None },
        SqsEvent::MoveSettled { queue, sequence: 3, taken: false, task: Some(task_tag(&[9; 16])) },
        SqsEvent::MoveRequested(request),
        SqsEvent::MoveTaskStarted(task.clone()),
        SqsEvent::MoveTaskStarted(MoveTaskStarted { target: None, rate: None, ..task }),
        SqsEvent::MoveTaskCancelled { queue },
        SqsEvent::MoveTaskEnded { queue, end: TaskEnd::NoSource },
        SqsEvent::MoveTaskEnded { queue, end: TaskEnd::TimedOut },
    ];
    for event in events {
        let bytes = written(&event);
        let read = Body::parse(&bytes).unwrap().next().unwrap().unwrap();
        assert_eq!(SqsEvent::read(&read, &keys).unwrap(), event);
    }
}

#[test]
fn a_plain_message_costs_at_most_64_bytes_beside_its_body() {
    // The record's length in the frame is 4 bytes more.
    let overhead = written(&SqsEvent::MessageSent(plain(&"x".repeat(1024)))).len() + 4 - 1024;
    assert!(overhead <= 64, "{overhead} bytes");
}
