//! Takes steps in both worlds, and compares what clients see.

use std::collections::BTreeMap;

use millpond_log::LogError;
use millpond_log::segment::Sync;
use millpond_runtime::SeededRandom;

use super::calls::Handle;
use super::message::Queue;
use super::reference::{Code, Reference};
use super::steps::{Dice, Kind, Step};
use crate::house::{DAWN, House, Plan, Reply, Value, json};

/// Where the two differ, in words.
pub type Divergence = String;
pub type Compared = Result<(), Divergence>;

pub const NAMES: [&str; 6] = ["a", "b", "c", "a.fifo", "b.fifo", "c.fifo"];
/// The one queue whose messages have tenants, and whose order is nobody's business.
pub const FAIR: &str = "c";

/// What a run has come to.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// By operation: answered and refused.
    pub calls: BTreeMap<String, [u64; 2]>,
    pub received: u64,
    pub repeated: u64,
    pub buried: u64,
    pub moved: u64,
    pub backlog_max: u64,
    pub restarts: u64,
    pub checkpoints: u64,
    pub dropped: u64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        for (operation, [answered, refused]) in other.calls {
            let sum = self.calls.entry(operation).or_default();
            *sum = [sum[0] + answered, sum[1] + refused];
        }
        self.received += other.received;
        self.repeated += other.repeated;
        self.buried += other.buried;
        self.moved += other.moved;
        self.backlog_max = self.backlog_max.max(other.backlog_max);
        self.restarts += other.restarts;
        self.checkpoints += other.checkpoints;
        self.dropped += other.dropped;
    }
}

/// See the module.
pub struct Run {
    pub house: House,
    pub reference: Reference,
    /// What clients hold, the oldest first.
    pub handles: Vec<Handle>,
    pub texts: u64,
    pub figures: Figures,
    random: SeededRandom,
}

pub fn url(name: &str) -> String {
    format!("http://localhost/000000000000/{name}")
}

/// Compares an answer with what the reference says, and gives both if they are answers.
pub fn agree<T>(
    what: &str,
    reply: Reply,
    expected: Result<T, Code>,
) -> Result<Option<(Value, T)>, Divergence> {
    match (reply, expected) {
        (Ok(reply), Ok(expected)) => Ok(Some((reply, expected))),
        (Err(refused), Err(code)) if refused.code == code => Ok(None),
        (Ok(reply), Err(code)) => Err(format!("{what}: answered {reply}, not {code}")),
        (Err(refused), Err(code)) => Err(format!("{what}: {refused}, not {code}")),
        (Err(refused), Ok(_)) => Err(format!("{what}: refused: {refused}")),
    }
}

/// An error, if the two are not the same.
pub fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Compared {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, not {expected:?}")) }
}

impl Run {
    pub fn new(seed: u64) -> Run {
        let random = SeededRandom::new(seed);
        let sizes = [[8 << 10; 4], [16 << 10, 16 << 10, 32 << 10, 32 << 10], [64 << 10; 4]];
        let plan = Plan {
            seed,
            partitions: [1, 2, 5][random.below(3) as usize],
            segment_sizes_bytes: sizes[random.below(3) as usize],
            checkpoint_log_bytes: [8 << 10, 64 << 10],
            sync: Sync::Fsync,
        };
        let reference = Reference::at(DAWN);
        Run {
            house: House::new(plan),
            reference,
            handles: Vec::new(),
            texts: 0,
            figures: Figures::default(),
            random,
        }
    }

    /// One that shows all calls and answers.
    pub fn talking(seed: u64) -> Run {
        let mut run = Run::new(seed);
        run.house.talks = true;
        run
    }

    /// Runs all steps, and counts those that were taken before the one that differs.
    pub fn all(seed: u64, steps: &[Step], done: &mut usize) -> Result<Figures, Divergence> {
        let mut run = Run::new(seed);
        for step in steps {
            run.step(step)?;
            *done += 1;
        }
        run.look_at_all()?;
        run.count_the_log();
        run.figures.calls = std::mem::take(&mut run.house.calls);
        Ok(run.figures)
    }

    fn count_the_log(&mut self) {
        self.figures.dropped += self.house.process().log.stats().dropped;
    }

    /// The same on this run.
    pub fn all_of(&mut self, steps: &[Step]) -> Compared {
        steps.iter().try_for_each(|step| self.step(step))?;
        self.look_at_all()
    }

    fn look_at_all(&mut self) -> Compared {
        NAMES.iter().try_for_each(|name| self.look(name))
    }

    fn step(&mut self, step: &Step) -> Compared {
        let dice = step.dice();
        if self.house.talks && !step.kind.is_a_call() {
            eprintln!("{:?}", step.kind);
        }
        let there: Vec<&str> =
            NAMES.into_iter().filter(|name| self.reference.queues.contains_key(*name)).collect();
        let anywhere = there.is_empty() || step.kind == Kind::Create || dice.once_in(20);
        let name = if anywhere { dice.pick(&NAMES) } else { dice.pick(&there) };
        match step.kind {
            Kind::Create => self.create(name, &dice),
            Kind::Delete => self.delete_queue(name),
            Kind::Set => self.set(name, &dice),
            Kind::Look => self.look(name),
            Kind::Tag => self.tag(name, &dice),
            Kind::List => self.list(&dice),
            Kind::Sources => self.sources(name),
            Kind::Send => self.send(name, &dice),
            Kind::SendBatch => self.send_batch(name, &dice),
            Kind::Receive => self.receive(name, &dice),
            Kind::Poll => self.poll(name, &dice),
            Kind::Finish => self.finish(&dice),
            Kind::FinishBatch => self.finish_batch(name, &dice),
            Kind::Change => self.change(&dice),
            Kind::ChangeBatch => self.change_batch(name, &dice),
            Kind::Purge => self.purge(name),
            Kind::Pass => {
                self.pass_to(self.reference.now + 1000 * dice.pick(&[1, 1, 5, 10, 30, 61]));
                Ok(())
            }
            Kind::Move => self.move_back(name, &dice),
            Kind::Upkeep => self.upkeep(&dice).map_err(|error| error.to_string()),
            Kind::Restart => self.restart(&dice).map_err(|error| error.to_string()),
        }
    }

    /// Time passes in both worlds.
    pub fn pass_to(&mut self, now: u64) {
        self.house.pass(now - self.house.now());
        self.reference.advance_to(now);
    }

    fn upkeep(&mut self, dice: &Dice) -> Result<(), LogError> {
        let process = self.house.process();
        match dice.below(4) {
            0 => {
                process.index()?;
            }
            1 => process.log.prepare_spare().map(drop)?,
            2 => {
                process.forward()?;
            }
            _ => {
                while process.index()? {}
                self.figures.checkpoints += u64::from(process.checkpoint()?);
            }
        }
        self.house.settle();
        Ok(())
    }

    fn restart(&mut self, dice: &Dice) -> Result<(), LogError> {
        self.count_the_log();
        self.figures.restarts += 1;
        match dice.below(3) {
            0 => self.house.close()?,
            1 => self.house.kill(),
            _ => self.house.cut(&self.random),
        }
        self.house.start(1 + dice.below(3))?;
        self.house.settle();
        self.handles.retain(|_| !dice.once_in(10));
        Ok(())
    }

    /// The queue's attributes and counts.
    pub fn look(&mut self, name: &str) -> Compared {
        let input = json!({ "QueueUrl": url(name), "AttributeNames": ["All"] });
        let reply = self.house.call("GetQueueAttributes", &input);
        let expected = self.reference.queue(name).map(|queue| shown(queue));
        let backlog = self.reference.queues.get(name).map_or(0, |queue| queue.messages.len() as u64);
        self.figures.backlog_max = self.figures.backlog_max.max(backlog);
        let Some((reply, expected)) = agree("GetQueueAttributes", reply, expected)? else { return Ok(()) };
        let found: BTreeMap<String, String> =
            serde_json::from_value(reply["Attributes"].clone()).map_err(|error| error.to_string())?;
        same(&format!("attributes of {name}"), found, expected)
    }
}

fn shown(queue: &Queue) -> BTreeMap<String, String> {
    let mut all = queue.effective();
    let [waiting, flying, delayed] = queue.counts();
    all.extend([
        ("ApproximateNumberOfMessages".to_owned(), waiting.to_string()),
        ("ApproximateNumberOfMessagesDelayed".to_owned(), delayed.to_string()),
        ("ApproximateNumberOfMessagesNotVisible".to_owned(), flying.to_string()),
        ("CreatedTimestamp".to_owned(), (queue.created / 1000).to_string()),
        ("LastModifiedTimestamp".to_owned(), (queue.modified / 1000).to_string()),
        ("QueueArn".to_owned(), super::message::arn(&queue.name)),
    ]);
    all
}
