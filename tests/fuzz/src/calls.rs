//! What an operation reads of its input, as the pipeline calls it: on the connection's thread, beside a queue that exists.

use std::sync::{Arc, LazyLock};

use millpond_api::{CallContext, Caller, Holds, Origin, Registered};
use millpond_catalogue::{Catalogue, CatalogueEvent, Directory, Key, Pairs};
use millpond_delivery::Keys;
use millpond_log::{EventRef, Partition, Position};
use millpond_partition::{At, EventOf as _, ParcelId, ResourceId};
use millpond_sqs::SqsState;
use millpond_wire::Call;
use serde_json::{Value, json};

use crate::parsers;

const URL: &str = "http://localhost:4566/000000000000/q";

/// A partition that no task reaches here.
struct Nowhere;

impl Holds<Catalogue> for Nowhere {
    fn part(&mut self) -> &mut Catalogue {
        unreachable!("tasks are prepared, not run")
    }
}

impl Holds<SqsState> for Nowhere {
    fn part(&mut self) -> &mut SqsState {
        unreachable!("tasks are prepared, not run")
    }
}

struct World {
    directory: Arc<Directory>,
    keys: Keys,
    caller: Caller,
    origin: Origin,
    operations: Vec<Registered<Nowhere>>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let directory = Arc::new(Directory::default());
    let mut catalogue = Catalogue::new(directory.clone(), millpond_sqs::dead_letter_of);
    let fifo = Pairs::from([("FifoQueue".to_owned(), "true".to_owned())]);
    for (position, name, attributes) in [(0, "q", Pairs::new()), (1, "q.fifo", fifo)] {
        let place = EventRef { partition: Partition(0), position: Position(position), offset: 0, len: 0 };
        let created = CatalogueEvent::Created {
            key: Key::new(millpond_sqs::SERVICE, "000000000000/us-east-1", name),
            id: ResourceId(position + 1),
            attributes,
            tags: Pairs::new(),
            delivery: ParcelId { to: Partition(1), number: position },
        };
        created.apply(&mut catalogue, At { place, time: 1 });
    }
    catalogue.on_durable(Position(2));
    World {
        directory,
        keys: Keys::derive(&[7; 32]),
        caller: Caller { account: "000000000000".into(), region: "us-east-1".into(), access_key: None },
        origin: Origin("http://localhost:4566".into()),
        operations: millpond_sqs::operations(),
    }
});

/// Whether a call is admitted to its partition; if not, it must be told so.
fn start(call: &Call) -> bool {
    let world = &*WORLD;
    let Some(registered) = world.operations.iter().find(|it| it.name == call.operation.name) else {
        return false;
    };
    let context = CallContext {
        operation: registered.name,
        caller: &world.caller,
        origin: &world.origin,
        path: call.path_target.as_deref(),
        trace: None,
        directory: &world.directory,
        keys: &world.keys,
        partitions: 7,
    };
    match (registered.start)(call, &context) {
        Ok(_) => true,
        Err(error) => {
            call.answering.error(&error, "id");
            false
        }
    }
}

fn start_with(operation: &str, input: &Value) -> bool {
    let call = parsers::json_call(format!("AmazonSQS.{operation}\n{input}").as_bytes());
    start(&call.expect("there is such an operation"))
}

/// As for `json`.
pub fn call(data: &[u8]) {
    if let Some(call) = parsers::json_call(data)
        && call.service.id == "sqs"
    {
        start(&call);
    }
}

pub fn policy(data: &[u8]) {
    attribute("Policy", data);
}

pub fn redrive(data: &[u8]) {
    attribute("RedrivePolicy", data);
    attribute("RedriveAllowPolicy", data);
}

fn attribute(name: &str, data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    start_with("CreateQueue", &json!({"QueueName": "new", "Attributes": {name: text}}));
    start_with("SetQueueAttributes", &json!({"QueueUrl": URL, "Attributes": {name: text}}));
}

/// Nobody knows the keys: what is not sealed with them is refused. But libFuzzer, which reads seals out of comparisons.
fn is_forged(admitted: bool) -> bool {
    admitted && std::env::var_os("MILLPOND_FUZZ_TARGET").is_none()
}

pub fn receipt_handle(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    assert!(
        !start_with("DeleteMessage", &json!({"QueueUrl": URL, "ReceiptHandle": text})),
        "a forged handle"
    );
    let visibility = json!({"QueueUrl": URL, "ReceiptHandle": text, "VisibilityTimeout": 1});
    assert!(!is_forged(start_with("ChangeMessageVisibility", &visibility)), "a forged handle");
}

pub fn page_token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // No token at all is the list's beginning.
    let is_admitted = start_with("ListQueues", &json!({"NextToken": text, "MaxResults": 10}));
    assert!(!is_forged(is_admitted) || text.is_empty(), "a forged token");
}

pub fn move_task_handle(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    start_with("CancelMessageMoveTask", &json!({"TaskHandle": text}));
}

pub fn queue_url(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    start_with("GetQueueAttributes", &json!({"QueueUrl": text, "AttributeNames": ["All"]}));
    start_with("GetQueueUrl", &json!({"QueueName": text}));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_is_admitted() {
        assert!(start_with("GetQueueAttributes", &json!({"QueueUrl": URL})));
        let document = include_bytes!("../../../fuzz/corpus/policy/one");
        let document = std::str::from_utf8(document).unwrap();
        assert!(start_with("CreateQueue", &json!({"QueueName": "new", "Attributes": {"Policy": document}})));
        let send = include_bytes!("../../../fuzz/corpus/call/sendmessage");
        assert!(start(&parsers::json_call(send).unwrap()));
    }
}
