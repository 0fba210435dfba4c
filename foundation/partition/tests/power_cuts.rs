//! Seeded random runs on segment files over a disk that loses power, tears, reorders and fails, with coins that move
//! between partitions. Whatever was acknowledged is there when the power is back, once.
//!
//! `MILLPOND_SEEDS=20000 cargo test -p millpond-partition --test power_cuts` runs more; `MILLPOND_SEED=42` runs one.

mod ledger;

use std::fmt::Write as _;

use ledger::history::{Figures, check_rest};
use ledger::outage::{Ends, Outage};
use ledger::storm::{check_states, for_seeds};

const SEEDS: u64 = 1000;

fn run(seed: u64) -> (Figures, Ends, u64) {
    let mut outage = Outage::new(seed);
    outage.rage();
    outage.calm();
    let truth = outage.truth();
    check_states(&outage.world, &truth);
    let figures = check_rest(&outage.world, &truth);
    let mut trace = outage.world.trace;
    write!(trace, "{}", outage.world.engine.disk.trace_hash()).expect("a trace takes everything");
    (figures, outage.ends, trace.0)
}

#[test]
fn what_was_acknowledged_survives_every_power_cut_and_happens_once() {
    let (mut sum, mut ends) = (Figures::default(), Ends::default());
    let seeds = for_seeds(SEEDS, |seed| {
        let (figures, ended, _) = run(seed);
        sum += figures;
        ends += ended;
    });
    println!(
        "{seeds} seeds: {} power cuts, {} of them in a recovery; {} kills, {} processes failed by their disk, {} clean stops;",
        ends.cuts, ends.cuts_in_recovery, ends.kills, ends.errors, ends.clean
    );
    println!(
        "{} acknowledged, lost 0; {} coins moved, doubled 0; {} never answered or 5xx",
        sum.acknowledged,
        sum.moved,
        sum.asked - sum.acknowledged
    );
    println!("{} checkpoints, {} starts from one", ends.checkpoints, ends.from_checkpoint);
    let times = format!("{seeds} seeds, {} power cuts, {} acknowledged", ends.cuts, sum.acknowledged);
    println!(
        "PROOF\tA3\tpower cuts, kills and failing syncs, partitions with moves and checkpoints\t{times}\t0"
    );
    if seeds >= SEEDS {
        assert!(
            ends.cuts > seeds && ends.cuts_in_recovery > seeds / 10 && ends.kills > seeds / 4,
            "{ends:?}"
        );
        assert!(ends.checkpoints > seeds && ends.from_checkpoint > seeds, "{ends:?}");
        assert!(sum.acknowledged > 20 * seeds && sum.moved > seeds, "{sum:?}: nothing was tried");
    }
}

#[test]
fn a_seed_run_twice_gives_the_same_trace() {
    for seed in 0..20 {
        assert_eq!(run(seed), run(seed), "seed {seed}");
    }
}
