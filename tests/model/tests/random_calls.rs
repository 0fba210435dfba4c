//! Random calls are answered as the reference model says; a run that is not prints its seed and step.
//!
//! `MILLPOND_MODEL_STEPS` makes it longer, `MILLPOND_MODEL_SEED` runs one seed, `MILLPOND_MODEL_SHOW` shows every call.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use millpond_model::run::Run;

const STEPS: u64 = 100_000;
const STEPS_A_SEED: u64 = 2000;
const THREADS: usize = 2;

/// Says where a run was when it panicked.
struct Place {
    seed: u64,
    step: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the product and the model differ: seed {}, step {}", self.seed, self.step);
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn random_calls_are_answered_as_the_model_says() {
    let steps = number("MILLPOND_MODEL_STEPS").unwrap_or(STEPS);
    let seeds = match number("MILLPOND_MODEL_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..steps.div_ceil(STEPS_A_SEED),
    };
    let next = AtomicU64::new(seeds.start);
    let happened = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        let work = || {
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= seeds.end {
                    break;
                }
                let mut place = Place { seed, step: 0 };
                let mut run = Run::new(seed);
                for step in 0..STEPS_A_SEED {
                    place.step = step;
                    run.step();
                }
                let ended = run.end();
                happened.lock().expect("no holder of this lock panics").insert(seed, ended);
            }
        };
        (0..THREADS).for_each(|_| drop(scope.spawn(work)));
    });
    let happened = happened.into_inner().expect("no holder of this lock panics");
    let sum =
        |of: fn(&millpond_model::world::Events) -> u64| happened.values().map(|(e, _)| of(e)).sum::<u64>();
    println!(
        "{} calls, {} stops, {} kills, {} segments indexed, {} checkpoints, {} starts with one, {} blocks read",
        happened.values().map(|(_, calls)| calls).sum::<u64>(),
        sum(|e| e.stops),
        sum(|e| e.kills),
        sum(|e| e.indexed),
        sum(|e| e.checkpoints),
        sum(|e| e.from_checkpoint),
        sum(|e| e.blocks),
    );
    let steps = (seeds.end - seeds.start) * STEPS_A_SEED;
    println!("PROOF\tA12\trandom calls beside a reference model of SQS\t{steps} steps\t0 divergences");
}
