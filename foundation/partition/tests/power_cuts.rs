//! Seeded random runs on segment files over a disk that loses power, tears, reorders and fails, with coins that move
//! between partitions. Segments are sealed and get their sidecars, checkpoints are put together while all that goes on and
//! let go of segments, whose files are used again; now and then nobody knows what became of a record, and its partition
//! is built again. Whatever was acknowledged is there when the power is back, once.
//!
//! `MILLPOND_SEEDS=20000 cargo test -p millpond-partition --test power_cuts` runs more; `MILLPOND_SEED=42` runs one.

mod ledger;

use std::fmt::Write as _;

use ledger::history::{Figures, check_rest};
use ledger::outage::{Ends, Outage};
use ledger::storm::{check_states, check_stored, for_seeds};
use ledger::upkeep::Kept;

const SEEDS: u64 = 1000;

fn run(seed: u64) -> (Figures, Ends, Kept, u64) {
    let mut outage = Outage::new(seed);
    outage.rage();
    outage.calm();
    let truth = outage.truth();
    check_states(&outage.world, &truth);
    check_stored(&outage.world);
    let figures = check_rest(&outage.world, &truth);
    let mut trace = outage.world.trace;
    write!(trace, "{}", outage.world.engine.disk.trace_hash()).expect("a trace takes everything");
    (figures, outage.ends, outage.kept, trace.0)
}

/// A coin on its way was copied forward, the record of the copy was not stored, and another one came to stand at its place:
/// the parcel that was sent again took that along, another coin.
#[test]
fn a_parcel_takes_nothing_along_from_a_place_that_is_not_on_the_disk() {
    run(27012);
}

#[test]
fn what_was_acknowledged_survives_every_power_cut_and_happens_once() {
    let (mut sum, mut ends, mut kept) = (Figures::default(), Ends::default(), Kept::default());
    let seeds = for_seeds(SEEDS, |seed| {
        let (figures, ended, done, _) = run(seed);
        sum += figures;
        ends += ended;
        kept += done;
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
    println!(
        "{} sidecars, {} checkpoints, {} segments let go, {} of them recycled, {} emptied by copies, {} doubtful records",
        kept.sidecars, kept.checkpoints, kept.dropped, kept.recycled, kept.forwarded, kept.doubts
    );
    println!(
        "PROOF\tA3\tpower cuts and kills in {seeds} runs of partitions, with seals, checkpoints, dropped and recycled segments\t{}\t0 of {} acknowledged",
        ends.cuts + ends.kills,
        sum.acknowledged
    );
    if seeds >= SEEDS {
        assert!(
            ends.cuts > seeds && ends.cuts_in_recovery > seeds / 10 && ends.kills > seeds / 4,
            "{ends:?}"
        );
        assert!(
            kept.checkpoints > seeds
                && kept.dropped > seeds
                && kept.recycled > seeds / 4
                && kept.forwarded > seeds,
            "{kept:?}"
        );
        assert!(kept.sidecars > seeds && kept.doubts > seeds / 2, "{kept:?}");
        assert!(sum.acknowledged > 20 * seeds && sum.moved > seeds, "{sum:?}: nothing was tried");
    }
}

#[test]
fn a_seed_run_twice_gives_the_same_trace() {
    for seed in 0..20 {
        assert_eq!(run(seed), run(seed), "seed {seed}");
    }
}
