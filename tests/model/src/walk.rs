//! Random calls, drawn from a seed, made to the program and to the reference model, and what they say compared.

mod messages;
mod queues;
mod receives;
mod tasks;

use millpond_runtime::{Millis, SeededRandom};
use serde_json::Value;

use crate::house::{ACCOUNT, End, House, ORIGIN, Refused};
use crate::reference::{Message, Queue, Reference, Said, Send};

/// A step's end: nothing, or what differed.
pub type Compared<T = ()> = Result<T, String>;

/// Fails with what was expected, and what came.
macro_rules! same {
    ($came:expr, $should:expr, $what:expr) => {
        match (&$came, &$should) {
            (came, should) if came != should => {
                return Err(format!("{}: {came:?} came, and should be {should:?}", $what));
            }
            _ => {}
        }
    };
}
use same;

/// All names that queues ever have.
const NAMES: [&str; 8] = ["a", "b", "c", "d", "e.fifo", "f.fifo", "g.fifo", "h.fifo"];
/// A queue that has so many messages is sent no more; on a FIFO queue twice as many.
const MESSAGES_MAX: usize = 12;
/// In one walk of so many, more: not all that could be known of them is known at once.
const CROWDED_ONCE_IN: u64 = 5;
const CROWD: usize = 400;
/// All that happens stands at such a time: FIFO queues know by it when a message was sent.
const TICK_MS: Millis = 100;

/// See the module.
pub struct Walk {
    /// What is walked through.
    pub house: House,
    /// What should be.
    model: Reference,
    random: SeededRandom,
    messages_max: usize,
    numbers: u64,
    /// Handles of messages that are gone, and the queues they were of.
    spent: Vec<(String, String)>,
    /// Calls and answers.
    pub trace: Vec<String>,
}

impl Walk {
    /// At its beginning.
    pub fn new(seed: u64) -> Walk {
        let house = House::new(seed ^ 0x5EED);
        let mut model = Reference::default();
        model.advance_to(house.now());
        let random = SeededRandom::new(seed);
        let messages_max = if seed.is_multiple_of(CROWDED_ONCE_IN) { CROWD } else { MESSAGES_MAX };
        Walk { house, model, random, messages_max, numbers: 0, spent: Vec::new(), trace: Vec::new() }
    }

    /// One step.
    pub fn step(&mut self) -> Compared {
        if self.model.queues.len() < 3 {
            return self.create();
        }
        match self.below(1000) {
            0..180 if self.messages_max == MESSAGES_MAX => self.send(),
            0..240 => self.send_batch(),
            240..420 => self.receive(),
            420..440 => self.poll(),
            440..450 => self.poll_and_send(),
            450..465 => self.lose(),
            465..585 => self.delete(),
            585..620 => self.delete_batch(),
            620..670 => self.change(),
            670..690 => self.change_batch(),
            690..710 => self.spent_handle(),
            710..860 => self.pass(),
            860..890 => self.look(),
            890..893 => self.purge(),
            893..908 => self.create(),
            908..910 => self.delete_queue(),
            910..925 => self.set_attributes(),
            925..935 => self.tag(),
            935..945 => self.list(),
            945..950 => self.url(),
            950..955 => self.sources(),
            955..970 => self.move_task(),
            970..974 => self.restart(),
            974..985 => self.run(|house| house.index()),
            985..990 => self.run(House::checkpoint),
            990..995 => self.run(House::forward),
            _ => self.run(|house| house.tidy_up().expect("nothing is wrong with the disk")),
        }
    }

    fn below(&self, limit: u64) -> u64 {
        self.random.below(limit)
    }

    fn once_in(&self, n: u64) -> bool {
        self.random.once_in(n)
    }

    fn pick<T: Copy>(&self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    fn run(&mut self, what: impl FnOnce(&mut House)) -> Compared {
        what(&mut self.house);
        Ok(())
    }

    /// A queue that is there; now and then any name.
    fn any_queue(&self) -> String {
        if self.once_in(60) {
            return self.pick(&NAMES).to_owned();
        }
        let names: Vec<&String> = self.model.queues.keys().collect();
        self.pick(&names).clone()
    }

    fn ask(&mut self, operation: &str, input: &Value) -> Result<Value, Refused> {
        let said = self.house.call(operation, input);
        self.note(operation, input, &said);
        said
    }

    fn note(&mut self, operation: &str, input: &Value, said: &Result<Value, Refused>) {
        let (now, said) = (self.house.now() % 1_000_000_000, shown(said));
        self.trace.push(format!("{now} {operation} {input} => {said}"));
    }

    fn restart(&mut self) -> Compared {
        let end = self.pick(&[End::Stop, End::Kill, End::Crash]);
        self.trace.push(format!("{end:?}"));
        self.house.restart(end);
        Ok(())
    }

    fn pass(&mut self) -> Compared {
        let seconds = self.pick(&[1, 1, 2, 5, 5, 10, 10, 30, 60, 100, 300, 900]);
        let ms = if self.once_in(4) { TICK_MS * (1 + self.below(20)) } else { seconds * 1000 };
        let ms = if self.once_in(400) { 4 * 24 * 3_600_000 } else { ms };
        self.pass_ms(ms);
        Ok(())
    }

    /// Time passes, and more of it where it is not certain yet whether a message has expired.
    fn pass_ms(&mut self, ms: Millis) {
        let now = self.house.now();
        let mut to = now + ms;
        loop {
            let certain = self.model.certain_from(to).next_multiple_of(TICK_MS);
            if certain == to {
                break;
            }
            to = certain;
        }
        if to > now {
            self.house.pass(to - now);
            self.trace.push(format!("{} ms pass", to - now));
        }
        self.model.advance_to(to);
    }

    /// Whether nothing expires for so long.
    fn nothing_expires(&self, ms: Millis) -> bool {
        let expires = |queue: &Queue| {
            let retention = queue.seconds("MessageRetentionPeriod");
            queue.messages.iter().any(|message| message.sent + retention <= self.model.now + ms)
        };
        !self.model.queues.values().any(expires)
    }
}

/// An answer for the trace.
fn shown(said: &Result<Value, Refused>) -> String {
    match said {
        Ok(answer) => answer.to_string(),
        Err(refused) => format!("{}: {}", refused.code, refused.message),
    }
}

/// Whether both succeed (true) or fail alike (false).
fn alike<T>(said: &Result<Value, Refused>, should: &Said<T>) -> Compared<bool> {
    match (said, should) {
        (Ok(_), Ok(_)) => Ok(true),
        (Err(refused), Err(code)) if refused.code == *code => Ok(false),
        (came, Ok(_)) => Err(format!("{} came, and should succeed", shown(came))),
        (came, Err(code)) => Err(format!("{} came, and should be {code}", shown(came))),
    }
}

fn url(name: &str) -> String {
    format!("{ORIGIN}/{ACCOUNT}/{name}")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
