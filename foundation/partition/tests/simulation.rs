//! Seeded random runs of whole processes on a log that loses, delays, reorders and forgets, with rivals on the same
//! log, mail that is lost and doubled, crashes and restarts. What clients were told is checked against the log.
//!
//! `MILLPOND_SEEDS=20000 cargo test -p millpond-partition --test simulation` runs more; `MILLPOND_SEED=42` runs one.

mod ledger;

use ledger::history::{Figures, check_rest};
use ledger::storm::{Storm, check_states, for_seeds};

const SEEDS: u64 = 1000;

fn run(seed: u64) -> (Figures, u64) {
    let mut storm = Storm::new(seed);
    storm.rage();
    storm.calm();
    let truth = storm.truth();
    check_states(&storm.world, &truth);
    (check_rest(&storm.world, &truth), storm.world.trace.0)
}

#[test]
fn what_was_acknowledged_is_kept_and_happens_once_whatever_the_log_and_the_mail_do() {
    let mut sum = Figures::default();
    let seeds = for_seeds(SEEDS, |seed| sum += run(seed).0);
    println!("{seeds} seeds: {sum:?}");
    if seeds >= SEEDS {
        assert!(
            sum.acknowledged > 10 * seeds && sum.failed > seeds && sum.moved > seeds,
            "{sum:?}: nothing was tried"
        );
    }
}

#[test]
fn a_seed_run_twice_gives_the_same_trace() {
    let mut traces = std::collections::BTreeSet::new();
    for seed in 0..20 {
        let (first, second) = (run(seed), run(seed));
        assert_eq!(first, second, "seed {seed}");
        traces.insert(first.1);
    }
    assert_eq!(traces.len(), 20, "different seeds give different runs");
}
