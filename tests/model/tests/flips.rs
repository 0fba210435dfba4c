//! Receipt handles, page tokens and task handles with flipped bits: none is taken, none reaches another queue or account.
//!
//! `MILLPOND_FLIPS=1000000` for a long run.
#![allow(clippy::unwrap_used, reason = "a test")]

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use millpond_model::world::{ACCOUNT, ORIGIN, REGION, World};
use millpond_runtime::SeededRandom;
use serde_json::{Value, json};

const OTHER: &str = "111111111111";
/// Bits that are flipped at once, at most.
const BITS_MAX: u64 = 3;

fn url(account: &str, name: &str) -> String {
    format!("{ORIGIN}/{account}/{name}")
}

fn arn(account: &str, name: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{account}:{name}")
}

/// Two accounts with the same queues; each has messages in flight and a task that waits.
struct Stage {
    world: World,
    random: SeededRandom,
    /// By queue of the first account: receipt handles.
    handles: Vec<(&'static str, String)>,
    tokens: Vec<(&'static str, Value, String)>,
    /// By account.
    tasks: [String; 2],
    /// How often a flipped handle was another spelling of the caller's own task's.
    spellings: u64,
}

impl Stage {
    fn new() -> Stage {
        let mut world = World::new(8);
        let mut handles = Vec::new();
        for account in [ACCOUNT, OTHER] {
            let mut create = |name: &str, attributes: Value| {
                let input = json!({ "QueueName": name, "Attributes": attributes });
                world.call_as(account, "CreateQueue", &input).unwrap();
            };
            let redrive = json!({ "deadLetterTargetArn": arn(account, "dead"), "maxReceiveCount": 5 });
            create("dead", json!({}));
            for name in ["plain", "a", "b", "c"] {
                create(name, json!({ "RedrivePolicy": redrive.to_string() }));
            }
            create("order.fifo", json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" }));
            for name in ["plain", "order.fifo"] {
                for body in 0..10 {
                    let mut send = json!({ "QueueUrl": url(account, name), "MessageBody": body.to_string() });
                    if name.ends_with(".fifo") {
                        send["MessageGroupId"] = json!("g");
                    }
                    world.call_as(account, "SendMessage", &send).unwrap();
                }
                let receive = json!({ "QueueUrl": url(account, name), "MaxNumberOfMessages": 10, "VisibilityTimeout": 900 });
                let received = world.call_as(account, "ReceiveMessage", &receive).unwrap();
                for message in received["Messages"].as_array().unwrap().iter().filter(|_| account == ACCOUNT)
                {
                    handles.push((name, message["ReceiptHandle"].as_str().unwrap().to_owned()));
                }
            }
            // What is delayed keeps a task waiting.
            let send = json!({ "QueueUrl": url(account, "dead"), "MessageBody": "1", "DelaySeconds": 900 });
            world.call_as(account, "SendMessage", &send).unwrap();
        }
        assert_eq!(handles.len(), 20);
        let mut tokens = Vec::new();
        let dead = json!({ "QueueUrl": url(ACCOUNT, "dead"), "MaxResults": 2 });
        for (operation, input) in
            [("ListQueues", json!({ "MaxResults": 2 })), ("ListDeadLetterSourceQueues", dead)]
        {
            let page = world.call(operation, &input).unwrap();
            tokens.push((operation, input, page["NextToken"].as_str().unwrap().to_owned()));
        }
        let tasks = [ACCOUNT, OTHER].map(|account| start(&mut world, account));
        Stage { world, random: SeededRandom::new(8), handles, tokens, tasks, spellings: 0 }
    }

    fn below(&self, limit: usize) -> usize {
        self.random.below(limit as u64) as usize
    }

    /// A text with one to three bits flipped: in its characters, or in what they stand for.
    fn flip(&self, text: &str, engine: &impl base64::Engine) -> String {
        loop {
            let inside = self.random.once_in(2);
            let mut bytes = if inside { engine.decode(text).unwrap() } else { text.as_bytes().to_vec() };
            for _ in 0..1 + self.random.below(BITS_MAX) {
                let at = self.below(bytes.len());
                // Characters stay ASCII.
                bytes[at] ^= 1 << self.random.below(if inside { 8 } else { 7 });
            }
            let flipped = if inside { engine.encode(bytes) } else { String::from_utf8(bytes).unwrap() };
            if flipped != text {
                return flipped;
            }
        }
    }

    /// A flipped handle, and a whole one on another queue.
    fn receipt(&mut self) {
        let (name, handle) = self.handles[self.below(self.handles.len())].clone();
        let others = ["plain", "order.fifo", "a", "dead"];
        let (on, handle) = match self.below(4) {
            0 => (others.into_iter().find(|other| *other != name).unwrap(), handle),
            1 => (others[self.below(4)], self.flip(&handle, &STANDARD)),
            _ => (name, self.flip(&handle, &STANDARD)),
        };
        let mut input = json!({ "QueueUrl": url(ACCOUNT, on), "ReceiptHandle": handle });
        let entry = json!({ "Id": "0", "ReceiptHandle": handle, "VisibilityTimeout": 0 });
        let operation = match self.below(4) {
            0 => {
                input["VisibilityTimeout"] = json!(0);
                "ChangeMessageVisibility"
            }
            1 => "DeleteMessage",
            batch => {
                input = json!({ "QueueUrl": url(ACCOUNT, on), "Entries": [entry] });
                ["DeleteMessageBatch", "ChangeMessageVisibilityBatch"][batch - 2]
            }
        };
        let code = match self.world.call(operation, &input) {
            Ok(answer) => answer["Failed"][0]["Code"].as_str().unwrap_or_default().to_owned(),
            Err(refused) => refused,
        };
        assert_eq!(code, "ReceiptHandleIsInvalid", "{operation} {input}");
    }

    /// A flipped token, a whole one of the other list, and a whole one in the hand of the other account.
    fn token(&mut self) {
        let at = self.below(self.tokens.len());
        let (operation, mut input, token) = self.tokens[at].clone();
        let mut account = ACCOUNT;
        let token = match self.below(6) {
            0 => self.tokens[1 - at].2.clone(),
            1 => {
                account = OTHER;
                if at == 1 {
                    input["QueueUrl"] = json!(url(OTHER, "dead"));
                }
                token
            }
            _ => self.flip(&token, &URL_SAFE_NO_PAD),
        };
        input["NextToken"] = json!(token);
        let code = self.world.call_as(account, operation, &input);
        assert_eq!(code, Err("InvalidParameterValueException".to_owned()), "{account} {operation} {input}");
    }

    /// A flipped task handle, the other account's own, and one made of the parts of both.
    fn task(&mut self) {
        let mixed = |task: &str, source: &str| {
            let read = |handle: &str| -> Value {
                serde_json::from_slice(&STANDARD.decode(handle).unwrap()).unwrap()
            };
            STANDARD.encode(
                json!({ "taskId": read(task)["taskId"], "sourceArn": read(source)["sourceArn"] }).to_string(),
            )
        };
        let [own, other] = &self.tasks;
        let handle = match self.below(6) {
            0 => other.clone(),
            1 => mixed(own, other),
            2 => mixed(other, own),
            3 => self.flip(other, &STANDARD),
            _ => self.flip(own, &STANDARD),
        };
        let input = json!({ "TaskHandle": handle });
        match self.world.call("CancelMessageMoveTask", &input) {
            // As AWS's, it is plain base64: what spells the same task otherwise is the caller's own.
            Ok(_) => {
                self.spellings += 1;
                self.world.pass(2);
                self.tasks[0] = start(&mut self.world, ACCOUNT);
            }
            Err(refused) => {
                let known = ["InvalidParameterValueException", "ResourceNotFoundException"];
                assert!(known.contains(&&*refused), "{refused} {input}");
            }
        }
        let list = json!({ "SourceArn": arn(OTHER, "dead") });
        let task = self.world.call_as(OTHER, "ListMessageMoveTasks", &list).unwrap();
        assert_eq!(task["Results"][0]["TaskHandle"].as_str(), Some(&*self.tasks[1]), "{input}");
    }

    /// Nothing is gone, and nothing has come back.
    fn check(&mut self) {
        for name in ["plain", "order.fifo"] {
            let input = json!({ "QueueUrl": url(ACCOUNT, name), "AttributeNames": ["All"] });
            let attributes = self.world.call("GetQueueAttributes", &input).unwrap();
            assert_eq!(attributes["Attributes"]["ApproximateNumberOfMessagesNotVisible"], "10");
        }
        for (name, handle) in self.handles.clone() {
            let input = json!({ "QueueUrl": url(ACCOUNT, name), "ReceiptHandle": handle });
            self.world.call("DeleteMessage", &input).unwrap();
        }
        for (operation, mut input, token) in self.tokens.clone() {
            input["NextToken"] = json!(token);
            self.world.call(operation, &input).unwrap();
        }
        self.world.call_as(OTHER, "CancelMessageMoveTask", &json!({ "TaskHandle": self.tasks[1] })).unwrap();
    }
}

/// Starts a task that waits.
fn start(world: &mut World, account: &str) -> String {
    let input = json!({ "SourceArn": arn(account, "dead") });
    let started = world.call_as(account, "StartMessageMoveTask", &input).unwrap();
    started["TaskHandle"].as_str().unwrap().to_owned()
}

#[test]
fn no_flipped_handle_or_token_is_taken() {
    let flips = std::env::var("MILLPOND_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let mut stage = Stage::new();
    for _ in 0..flips {
        match stage.below(4) {
            0 => stage.token(),
            1 => stage.task(),
            _ => stage.receipt(),
        }
    }
    stage.check();
    println!("{} were other spellings of the caller's own task's handle", stage.spellings);
    println!("PROOF\tC8\tflipped receipt handles, page tokens and task handles\t{flips} flips\t0 taken");
}
