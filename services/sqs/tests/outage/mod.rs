//! Bad weather for SQS from one seed: clients who send, receive and delete, a disk that fails and loses power between any
//! two of its operations, upkeep that goes on all the while.

pub mod clients;

use std::collections::BTreeMap;

use millpond_log::segment::Sync;
use millpond_log::{LogError, Partition};
use millpond_runtime::disk::Fault;
use millpond_runtime::{Clock, SeededRandom};

use crate::house::{Doubt, House, Plan, Reply, Value, json};
use clients::{Asked, Clients, Message, QUEUES, VISIBILITY_MS, attributes, body, message_of, url};

const PARTITIONS: u32 = 2;

const STEPS_MAX: u64 = 250;
/// Everything happens within the five minutes of deduplication.
const TIME_MS_MAX: u64 = 250_000;
const SIZES: [[u64; 4]; 3] =
    [[8 << 10; 4], [8 << 10, 16 << 10, 16 << 10, 16 << 10], [16 << 10, 32 << 10, 64 << 10, 64 << 10]];

/// How often what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    pub clean: u64,
    pub kills: u64,
    pub cuts: u64,
    pub errors: u64,
    pub checkpoints: u64,
    pub dropped: u64,
    pub recycled: u64,
    /// Times that it was looked up where messages stand.
    pub look_ups: u64,
    pub pages_read: u64,
    /// Segments whose last messages were written again.
    pub emptied: u64,
    /// Records that nobody knew the fate of, so that their partition was built again.
    pub doubts: u64,
    /// Starts whose counts were held against what clients know.
    pub counted: u64,
}

impl std::ops::AddAssign for Ends {
    fn add_assign(&mut self, other: Ends) {
        self.clean += other.clean;
        self.kills += other.kills;
        self.cuts += other.cuts;
        self.errors += other.errors;
        self.checkpoints += other.checkpoints;
        self.dropped += other.dropped;
        self.recycled += other.recycled;
        self.look_ups += other.look_ups;
        self.pages_read += other.pages_read;
        self.emptied += other.emptied;
        self.doubts += other.doubts;
        self.counted += other.counted;
    }
}

/// See the module.
pub struct Outage {
    pub house: House,
    pub clients: Clients,
    pub ends: Ends,
    /// One step in so many has a record of unknown fate; 0: none.
    doubt_once_in: u64,
    random: SeededRandom,
    began: u64,
    trace: u64,
}

impl Outage {
    pub fn new(seed: u64) -> Outage {
        let random = SeededRandom::new(seed);
        let plan = Plan {
            seed,
            partitions: PARTITIONS,
            segment_sizes_bytes: SIZES[random.below(3) as usize],
            checkpoint_log_bytes: [4 << 10, 32 << 10],
            sync: Sync::Fsync,
        };
        let house = House::empty(plan);
        let began = house.now();
        let doubt_once_in = [0, 0, 40, 150][random.below(4) as usize];
        let (clients, ends) = (Clients::default(), Ends::default());
        Outage { house, clients, ends, doubt_once_in, random, began, trace: 0 }
    }

    /// A number that stands for all that was done to the disk and said to clients.
    pub fn trace(&self) -> u64 {
        digest_of(self.trace, &self.house.disk.trace_hash().to_string())
    }

    /// Some processes, one after another, each until its end.
    pub fn rage(&mut self) {
        for _ in 0..3 + self.random.below(4) {
            self.start(true);
            self.live();
            self.end();
        }
    }

    /// The faults end: all that is there is received.
    pub fn calm(&mut self) {
        self.start(false);
        self.house.settle();
        self.make_queues();
        self.house.settle();
        self.hear();
        self.count();
        // Parcels that were on their way arrive, and nothing is in flight any more.
        let mut drained = Vec::new();
        for round in 0..3 {
            self.house.pass(VISIBILITY_MS * 4);
            let counts: Vec<[u64; 3]> = (0..QUEUES.len()).map(|queue| self.counts(queue)).collect();
            assert!(counts.iter().all(|[_, in_flight, delayed]| in_flight + delayed == 0), "{counts:?}");
            let (counted, before) = (counts.iter().map(|[visible, ..]| visible).sum::<u64>(), drained.len());
            // A receive may find one that goes to the dead letters.
            for queue in (0..QUEUES.len()).rev() {
                let before = drained.len();
                self.drain(queue, &mut drained);
                if clients::NEVER_MOVED.contains(&queue) {
                    assert_eq!((drained.len() - before) as u64, counts[queue][0], "in {}", QUEUES[queue].0);
                }
            }
            assert_eq!((drained.len() - before) as u64, counted, "round {round}: what was counted is there");
        }
        self.clients.check_drained(&drained);
    }

    fn drain(&mut self, queue: usize, drained: &mut Vec<u64>) {
        let mut in_vain = 0;
        let mut places = BTreeMap::new();
        // One that finds only what goes to the dead letters comes back empty, and frees what stands behind.
        while in_vain < 20 {
            let input =
                json!({ "QueueUrl": url(queue), "MaxNumberOfMessages": 10, "AttributeNames": ["All"] });
            *self.clients.receives.entry(queue).or_default() += 1;
            let reply = self.house.call("ReceiveMessage", &input).expect("the queue is there");
            let Some(messages) = reply["Messages"].as_array() else {
                in_vain += 1;
                continue;
            };
            for message in messages {
                let number = message_of(message["Body"].as_str().expect("a text"));
                drained.push(number);
                self.clients.check_receives(queue, number, message);
                if QUEUES[queue].1 {
                    self.clients.check_place(queue, message, &mut places);
                }
                let input = json!({ "QueueUrl": url(queue), "ReceiptHandle": message["ReceiptHandle"] });
                self.house.call("DeleteMessage", &input).expect("it was just received");
            }
        }
        assert_eq!(self.counts(queue), [0; 3], "in {}", QUEUES[queue].0);
    }

    /// What a queue says it has: visible, in flight, delayed.
    fn counts(&mut self, queue: usize) -> [u64; 3] {
        let input = json!({ "QueueUrl": url(queue), "AttributeNames": ["All"] });
        let reply = self.house.call("GetQueueAttributes", &input).expect("the queue is there");
        ["", "NotVisible", "Delayed"].map(|which| {
            let count = &reply["Attributes"][format!("ApproximateNumberOfMessages{which}")];
            count.as_str().and_then(|count| count.parse().ok()).expect("a number")
        })
    }

    /// All is at rest: what the queues say they have in all is what clients know to be there, and perhaps what they don't
    /// know the fate of.
    fn count(&mut self) {
        let counts = (0..QUEUES.len()).map(|queue| self.counts(queue).iter().sum::<u64>());
        let counted: Vec<u64> = counts.collect();
        self.clients.check_counts(&counted);
        self.ends.counted += 1;
    }

    fn start(&mut self, faults: bool) {
        self.clients.lives += 1;
        loop {
            let trap = faults && self.random.once_in(2);
            if trap {
                self.house.disk.inject(Fault::PowerFails { after: self.random.below(16) });
            }
            match self.house.start(1 + self.random.below(2) as usize) {
                Ok(()) => {
                    if faults && !trap && self.clients.lives > 1 && self.random.once_in(3) {
                        self.house.settle();
                        self.make_queues();
                        self.house.settle();
                        self.hear();
                        self.count();
                    }
                    return;
                }
                Err(LogError::Io { .. }) if trap => self.cut(),
                Err(error) => panic!("the log does not open: {error}"),
            }
        }
    }

    fn cut(&mut self) {
        self.ends.cuts += 1;
        self.house.cut(&self.random);
    }

    fn live(&mut self) {
        self.make_queues();
        let fault_at = self.random.below(STEPS_MAX * 2);
        for step in 0..self.random.below(STEPS_MAX) {
            if step == fault_at {
                let after = self.random.below(8);
                self.house.disk.inject(match self.random.below(3) {
                    0 => Fault::SyncFails { after },
                    1 => Fault::WriteFails { after },
                    _ => Fault::PowerFails { after },
                });
            }
            if self.doubt_once_in > 0 && self.random.once_in(self.doubt_once_in) {
                let partition = Partition(self.random.below(u64::from(PARTITIONS)) as u32);
                let doubt = if self.random.once_in(2) { Doubt::Stored } else { Doubt::NotStored };
                self.house.process().shaky.plan(partition, doubt);
            }
            self.act();
            self.hear();
            let (met, heard) = self.house.process().shaky.take_met_and_heard();
            self.ends.doubts += met;
            if met + heard > 0 {
                // Receives that nobody waits for may be forgotten, as if the process had ended: the one that is not
                // stored, and those behind it until its owner hears of it.
                self.clients.lives += 1;
            }
            if self.house.process().log.has_failed() {
                self.ends.errors += 1;
                break;
            }
        }
        let stats = self.house.process().log.stats();
        self.ends.dropped += stats.dropped;
        self.ends.look_ups += stats.look_ups;
        self.ends.pages_read += stats.pages_read;
        self.ends.recycled += stats.recycled;
    }

    fn hear(&mut self) {
        let now = self.house.now();
        for (ticket, reply) in self.house.process().take_answers() {
            self.trace = digest_of(self.trace, &format!("{ticket} {reply:?}"));
            self.clients.hear(ticket, &reply, now);
        }
    }

    fn make_queues(&mut self) {
        for (queue, (name, ..)) in QUEUES.iter().enumerate() {
            let input = json!({ "QueueName": name, "Attributes": attributes(queue) });
            let _ = self.submit("CreateQueue", &input, Asked::Other);
            if QUEUES[queue].2.is_none() {
                // Those that name it come after it.
                self.house.settle();
            }
        }
    }

    fn submit(&mut self, operation: &str, input: &Value, asked: Asked) -> Reply {
        let ticket = self.house.process().submit(operation, input)?;
        self.clients.pending.insert(ticket, asked);
        Ok(Value::Null)
    }

    fn act(&mut self) {
        let moment = self.house.clock.moment();
        match self.random.below(40) {
            0..8 => self.send(),
            8..10 => self.send_batch(),
            10..12 => self.retry(),
            12..18 => self.receive(),
            18..23 => self.delete(),
            23 => self.change(),
            24..30 => drop(self.house.process().commit(moment)),
            30 => drop(self.house.process().log.commit_once(moment)),
            31..34 => self.deliver(),
            34 => self.pass(),
            35 => self.move_back(),
            36 => {
                // A failure shows in the log itself.
                let _ = self.house.process().log.tick(moment);
                self.house.process().poll();
            }
            _ => self.keep_up(),
        }
    }

    fn send(&mut self) {
        let queue = 2 + self.random.below(4) as usize;
        self.clients.last += 1;
        let number = self.clients.last;
        let fifo = QUEUES[queue].1;
        let group = (fifo || self.random.once_in(4)).then(|| format!("g{}", self.random.below(3)));
        self.clients.messages.insert(number, Message::new(queue, group));
        self.send_again(number);
    }

    fn entry(&self, number: u64) -> Value {
        let message = &self.clients.messages[&number];
        let mut entry = json!({ "MessageBody": body(number) });
        if let Some(group) = &message.group {
            entry["MessageGroupId"] = json!(group);
        }
        if QUEUES[message.queue].1 {
            entry["MessageDeduplicationId"] = json!(number.to_string());
        }
        entry
    }

    fn send_again(&mut self, number: u64) {
        let mut input = self.entry(number);
        input["QueueUrl"] = json!(url(self.clients.messages[&number].queue));
        // The queue may not be there yet, if its own creation was lost.
        let _ = self.submit("SendMessage", &input, Asked::Send(vec![number]));
    }

    fn send_batch(&mut self) {
        let queue = 2 + self.random.below(4) as usize;
        let fifo = QUEUES[queue].1;
        let numbers: Vec<u64> = (0..2 + self.random.below(5)).map(|at| self.clients.last + 1 + at).collect();
        self.clients.last += numbers.len() as u64;
        for number in &numbers {
            let group = fifo.then(|| format!("g{}", self.random.below(3)));
            self.clients.messages.insert(*number, Message::new(queue, group));
        }
        let entries: Vec<Value> = numbers
            .iter()
            .map(|number| {
                let mut entry = self.entry(*number);
                entry["Id"] = json!(number.to_string());
                entry
            })
            .collect();
        let input = json!({ "QueueUrl": url(queue), "Entries": entries });
        let _ = self.submit("SendMessageBatch", &input, Asked::Send(numbers));
    }

    /// A client repeats a FIFO send, answered or not.
    fn retry(&mut self) {
        let number = 1 + self.random.below(self.clients.last.max(1));
        if self.clients.messages.get(&number).is_some_and(|message| QUEUES[message.queue].1) {
            self.send_again(number);
        }
    }

    fn receive(&mut self) {
        let queue = self.random.below(QUEUES.len() as u64) as usize;
        let most = [1, 3, 10][self.random.below(3) as usize];
        let input = json!({ "QueueUrl": url(queue), "MaxNumberOfMessages": most, "AttributeNames": ["SequenceNumber", "ApproximateReceiveCount"] });
        *self.clients.receives.entry(queue).or_default() += 1;
        let asked = self.clients.asked_at(self.house.now());
        let _ = self.submit("ReceiveMessage", &input, Asked::Receive { queue, asked });
    }

    fn delete(&mut self) {
        if self.clients.held.is_empty() {
            return;
        }
        let at = self.random.below(self.clients.held.len() as u64) as usize;
        let held = self.clients.held.swap_remove(at);
        self.clients.messages.get_mut(&held.message).expect("it was received").delete_tried = true;
        let url = url(held.queue);
        if self.random.once_in(2) {
            let input = json!({ "QueueUrl": url, "ReceiptHandle": held.handle });
            let _ = self.submit("DeleteMessage", &input, Asked::Delete(held));
        } else {
            let entries = json!([{ "Id": "a", "ReceiptHandle": held.handle }]);
            let input = json!({ "QueueUrl": url, "Entries": entries });
            let _ = self.submit("DeleteMessageBatch", &input, Asked::Delete(held));
        }
    }

    fn change(&mut self) {
        let Some(held) = self.clients.held.last().cloned() else { return };
        let seconds = [0, 1, 30][self.random.below(3) as usize];
        let url = url(held.queue);
        let input = json!({ "QueueUrl": url, "ReceiptHandle": held.handle, "VisibilityTimeout": seconds });
        self.clients.unhide(held.message);
        let _ = self.submit("ChangeMessageVisibility", &input, Asked::Other);
    }

    fn deliver(&mut self) {
        let waiting = self.house.process().mail().len() as u64;
        if waiting == 0 {
            return;
        }
        let at = self.random.below(waiting) as usize;
        let Some(mail) = self.house.process().mail().remove(at) else { return };
        if self.random.once_in(8) {
            self.house.process().mail().push_back(mail.clone());
        }
        if !self.random.once_in(16) {
            self.house.process().deliver(mail);
        }
    }

    fn pass(&mut self) {
        let by = [5, 600, 10_000][self.random.below(3) as usize];
        if self.house.now() + by < self.began + TIME_MS_MAX {
            self.house.clock.advance(by);
        }
        self.house.process().tick();
    }

    fn move_back(&mut self) {
        let queue = self.random.below(2) as usize;
        let arn = format!("arn:aws:sqs:us-east-1:000000000000:{}", QUEUES[queue].0);
        let _ = self.submit("StartMessageMoveTask", &json!({ "SourceArn": arn }), Asked::Other);
    }

    /// Some of what is done in the background. A failure shows in the log itself.
    fn keep_up(&mut self) {
        let process = self.house.process();
        if self.random.once_in(3) {
            process.send_away();
        }
        if self.random.once_in(3) {
            process.rest();
        }
        match self.random.below(8) {
            0..3 => drop(process.index()),
            3..6 => self.ends.checkpoints += u64::from(process.checkpoint().unwrap_or(false)),
            6 => drop(process.log.prepare_spare()),
            _ => self.ends.emptied += process.forward().unwrap_or(0),
        }
    }

    /// A process ends, in one way or another.
    fn end(&mut self) {
        self.clients.abandon();
        match self.random.below(8) {
            0 => {
                self.ends.clean += u64::from(self.house.close().is_ok());
            }
            1..3 => {
                self.ends.kills += 1;
                self.house.kill();
            }
            3 => {
                self.ends.kills += 1;
                self.house.kill();
                self.cut();
            }
            _ => self.cut(),
        }
        self.house.clock.advance(self.random.below(3000));
    }
}

/// A number for a trace: FNV-1a of the text.
fn digest_of(before: u64, text: &str) -> u64 {
    text.bytes().fold(before ^ 0xCBF2_9CE4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
