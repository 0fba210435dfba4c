//! Which schedules a scenario is run under: all with few surprises, and random ones with many.
//!
//! Without a surprise a thread runs until it waits or ends, and then the next in turn. A surprise is another choice: a
//! thread is interrupted, or not the next one goes on. Almost every mistake needs one or two at the wrong point, so
//! small scenarios are run under *every* schedule with up to a number of surprises.

use shuttle::scheduler::{PctScheduler, RandomScheduler, Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, MaxSteps, Runner};

/// A schedule that takes longer has two threads that wake each other for ever.
const STEPS_MAX: usize = 20_000;

/// Runs a scenario under every schedule with at most so many surprises.
pub fn all(surprises_max: usize, scenario: impl Fn() + Send + Sync + 'static) {
    let surprises_max = surprises_max + usize::from(factor() >= 10);
    let schedules = Runner::new(Bounded::new(surprises_max), config()).run(scenario);
    println!("{schedules} schedules, all with up to {surprises_max} surprises");
    proved("every order in which threads can meet, with few surprises", schedules);
}

/// Runs a scenario under random schedules: half of them preempt anywhere, half at a few points only.
pub fn random(count: usize, scenario: impl Fn() + Clone + Send + Sync + 'static) {
    let count = count * factor();
    let anywhere =
        Runner::new(RandomScheduler::new_from_seed(seed(), count / 2), config()).run(scenario.clone());
    let at_few_points =
        Runner::new(PctScheduler::new_from_seed(seed(), 4, count / 2), config()).run(scenario);
    proved("random orders in which threads can meet", anywhere + at_few_points);
}

/// What `cargo xtask prove` collects. A lost wake-up, a deadlock or a broken promise has panicked before.
fn proved(tried: &str, schedules: usize) {
    println!("PROOF\tA14\t{tried}\t{schedules} schedules\t0 failures");
}

/// `MILLPOND_SCHEDULES=20` runs twenty times as many random schedules; from 10 on, all with one surprise more.
fn factor() -> usize {
    number("MILLPOND_SCHEDULES").unwrap_or(1).max(1) as usize
}

/// The same schedules each time, unless `MILLPOND_SEED` names others.
fn seed() -> u64 {
    number("MILLPOND_SEED").unwrap_or(1)
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")))
}

fn config() -> Config {
    let mut config = Config::default();
    config.max_steps = MaxSteps::FailAfter(STEPS_MAX);
    config.stack_size = 256 * 1024;
    // The warning is about weaker orderings; see the crate's description.
    config.silence_warnings = true;
    config
}

/// Depth first through all schedules with a bounded number of surprises.
struct Bounded {
    surprises_max: usize,
    /// The choices of the schedule that is being run: what there is to choose from, and which it is.
    path: Vec<(Vec<TaskId>, usize)>,
    depth: usize,
    surprises: usize,
    begun: bool,
}

impl Bounded {
    fn new(surprises_max: usize) -> Self {
        Bounded { surprises_max, path: Vec::new(), depth: 0, surprises: 0, begun: false }
    }

    /// Whom to choose from: first the one that is no surprise.
    fn options(&self, runnable: &[TaskId], current: Option<TaskId>, is_yielding: bool) -> Vec<TaskId> {
        let place = |id: &TaskId| usize::from(*id);
        let current = current.map_or(0, usize::from);
        let mut options = runnable.to_vec();
        // In turn after the current thread, which itself comes first if it goes on, and last if it yields.
        options.sort_unstable_by_key(|id| (place(id) < current + usize::from(is_yielding), place(id)));
        // Threads that yield to each other would never end if that could surprise.
        if is_yielding || self.surprises >= self.surprises_max {
            options.truncate(1);
        }
        options
    }
}

impl Scheduler for Bounded {
    fn new_execution(&mut self) -> Option<Schedule> {
        if self.begun {
            while self.path.pop_if(|(options, chosen)| *chosen + 1 == options.len()).is_some() {}
            self.path.last_mut()?.1 += 1;
        }
        self.begun = true;
        (self.depth, self.surprises) = (0, 0);
        Some(Schedule::new(0))
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        is_yielding: bool,
    ) -> Option<TaskId> {
        let runnable: Vec<TaskId> = runnable.iter().map(|task| task.id()).collect();
        if self.depth == self.path.len() {
            self.path.push((self.options(&runnable, current, is_yielding), 0));
        }
        let (options, chosen) = &self.path[self.depth];
        let next = options[*chosen];
        assert!(runnable.contains(&next), "a scenario does the same under the same schedule");
        self.surprises += usize::from(*chosen > 0);
        self.depth += 1;
        Some(next)
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
