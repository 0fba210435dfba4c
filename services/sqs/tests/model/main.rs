//! SQS against a reference model of it: random calls, virtual time, restarts, power cuts and checkpoints in between. Both are
//! asked the same, and clients must be told the same.
//!
//! `MILLPOND_MODEL_STEPS=1000000 cargo test --release -p millpond-sqs --test model` runs more; `MILLPOND_SEED=42` runs one seed.
//! A failure is made shorter before it is shown.

#[path = "../house/mod.rs"]
mod house;

mod calls;
mod message;
mod queues;
mod reference;
mod run;
mod shrink;
mod steps;

use millpond_runtime::SeededRandom;
use run::{Figures, Run};
use steps::Step;

/// Steps of one seed.
const STEPS_A_SEED: u64 = 1000;
const STEPS: u64 = 100_000;

fn steps_of(seed: u64) -> Vec<Step> {
    let random = SeededRandom::new(seed ^ 0x5E_ED);
    // Busy clients, or such that send much and receive little, so that there is a backlog.
    let lazy = seed % 3 == 1;
    (0..STEPS_A_SEED).map(|_| Step::draw(&random, lazy)).collect()
}

#[test]
fn random_calls_are_answered_as_the_reference_says() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = match number("MILLPOND_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("MILLPOND_MODEL_STEPS").unwrap_or(STEPS).div_ceil(STEPS_A_SEED),
    };
    let mut sum = Figures::default();
    for seed in seeds.clone() {
        let steps = steps_of(seed);
        sum += shrink::outcome(seed, &steps).unwrap_or_else(|failure| {
            let (shorter, failure) = shrink::shorten(seed, &steps, failure);
            Run::talking(seed).all_of(&shorter).err();
            panic!("MILLPOND_SEED={seed}, shown by {} steps: {failure}", shorter.len());
        });
    }
    println!("{sum:?}");
    let steps = seeds.count() as u64 * STEPS_A_SEED;
    if steps >= STEPS {
        assert!(sum.received > steps / 10 && sum.repeated > steps / 100, "{sum:?}: nothing was tried");
        assert!(sum.buried > steps / 1000 && sum.moved > steps / 1000 && sum.backlog_max > 200, "{sum:?}");
        assert!(sum.restarts > steps / 500 && sum.checkpoints > steps / 200, "{sum:?}");
        assert!(
            sum.dropped > steps / 200 && sum.calls.values().all(|[answered, _]| *answered > 0),
            "{sum:?}"
        );
    }
    println!(
        "PROOF\tA12\tsteps of SQS and its reference, with restarts, power cuts and checkpoints\t{steps}\t0 divergences"
    );
}

#[test]
fn a_seed_run_twice_does_the_same_to_the_disk() {
    for seed in 0..3 {
        let trace = || {
            let mut run = Run::new(seed);
            run.all_of(&steps_of(seed)).expect("the reference agrees");
            run.house.disk.trace_hash()
        };
        assert_eq!(trace(), trace(), "seed {seed}");
    }
}
