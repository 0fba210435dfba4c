//! A run: calls drawn from a seed, each made in the world, each answer held against the model.

mod manage;
mod messages;

use millpond_runtime::SeededRandom;
use serde_json::{Value, json};

use crate::reference::{MOMENT_MS, Model, url};
use crate::world::{Answer, Events, World};

/// Names of queues: those that messages are sent to come first, dead-letter queues last.
const STANDARD: [&str; 4] = ["orders", "bills", "orders-late", "dead"];
const FIFO: [&str; 4] = ["trades.fifo", "quotes.fifo", "trades-late.fifo", "dead.fifo"];
/// No queue has more messages than this for long.
const BACKLOG_MAX: usize = 400;

/// What a run has most of.
#[derive(Clone, Copy, Debug)]
struct Mood {
    /// Queues of which kinds there are.
    standard: bool,
    fifo: bool,
    /// Sends go on until there are so many messages.
    backlog: usize,
    /// Bodies are about this long.
    body: u64,
    /// How many groups there are.
    groups: u64,
}

/// See the module.
pub struct Run {
    world: World,
    model: Model,
    random: SeededRandom,
    mood: Mood,
    bodies: u64,
    shown: bool,
    calls: u64,
}

impl Run {
    /// A new world.
    pub fn new(seed: u64) -> Self {
        let random = SeededRandom::new(seed);
        let world = World::new(seed);
        let kinds = random.below(4);
        let mood = Mood {
            standard: kinds != 0,
            fifo: kinds != 1,
            backlog: [6, 25, 60, BACKLOG_MAX][random.below(4) as usize],
            body: [1, 40, 400][random.below(3) as usize],
            groups: [1, 3, 12][random.below(3) as usize],
        };
        let shown = std::env::var_os("MILLPOND_MODEL_SHOW").is_some();
        let model = Model::new(world.now());
        Run { world, model, random, mood, bodies: 0, shown, calls: 0 }
    }

    /// One step: calls, or something that happens to the process.
    pub fn step(&mut self) {
        match self.random.below(100) {
            0..30 => self.send(),
            30..52 => self.receive(),
            52..64 => self.delete(),
            64..70 => self.change(),
            70..80 => self.pass(),
            80..84 => self.count(),
            84..87 => self.set_attributes(),
            87..90 => self.task(),
            90..93 => self.manage(),
            93..96 => self.create(),
            96..98 => self.upkeep(),
            98 => self.restart(),
            _ => self.look(),
        }
        while self.model.is_blurred() {
            self.pass_seconds(MOMENT_MS / 1000);
        }
        assert_eq!(self.world.now(), self.model.now, "both have the same time");
        if self.shown {
            // A difference shows as soon as it is there.
            STANDARD.into_iter().chain(FIFO).for_each(|name| self.count_of(name));
        }
    }

    /// At the end everything is looked at.
    pub fn end(mut self) -> (Events, u64) {
        for name in STANDARD.into_iter().chain(FIFO) {
            self.count_of(name);
        }
        (self.world.events, self.calls)
    }

    fn call(&mut self, operation: &str, input: Value) -> Answer {
        self.calls += 1;
        let answer = self.world.call(operation, &input);
        if self.shown {
            let now = (self.world.now() - crate::world::START) / 1000;
            eprintln!("{now} {operation} {input}\n    {answer:?}");
        }
        answer
    }

    fn call_of(&mut self, operation: &str, name: &str, mut input: Value) -> Answer {
        input["QueueUrl"] = json!(url(name));
        self.call(operation, input)
    }

    fn pass(&mut self) {
        let seconds = self.pick(&[1, 1, 2, 5, 5, 10, 20, 30, 60, 120, 400]);
        self.pass_seconds(seconds);
    }

    fn pass_seconds(&mut self, seconds: u64) {
        if self.shown {
            eprintln!("pass {seconds}");
        }
        self.world.pass(seconds * 1000);
        self.model.advance_to(self.model.now + seconds * 1000);
    }

    fn upkeep(&mut self) {
        match self.random.below(3) {
            0 => self.world.index(1),
            1 => self.world.index(u64::MAX),
            _ => self.world.checkpoint(),
        }
    }

    fn restart(&mut self) {
        let cleanly = self.random.once_in(2);
        if self.shown {
            eprintln!("restart, cleanly: {cleanly}");
        }
        self.world.restart(cleanly);
    }

    fn pick<T: Copy>(&self, of: &[T]) -> T {
        of[self.random.below(of.len() as u64) as usize]
    }

    /// A queue's name, more often one that messages are sent to.
    fn name(&self) -> &'static str {
        let fifo = self.mood.fifo && (!self.mood.standard || self.random.once_in(2));
        let names = if fifo { &FIFO } else { &STANDARD };
        names[self.pick(&[0, 0, 0, 0, 1, 1, 2, 3, 3])]
    }

    /// Mostly a queue that is there.
    fn queue(&self) -> &'static str {
        let mut name = self.name();
        for _ in 0..4 {
            if self.model.queues.contains_key(name) {
                break;
            }
            name = self.name();
        }
        name
    }

    fn once_in(&self, n: u64) -> bool {
        self.random.once_in(n)
    }
}
