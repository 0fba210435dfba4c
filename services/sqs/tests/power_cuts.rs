//! Seeded random runs of SQS itself, two partitions on small segments, over a disk that loses power, tears, reorders and
//! fails: an acknowledged send is there, a deleted message stays away, order is kept, nothing comes twice.
//!
//! `MILLPOND_SEEDS=20000 cargo test -p millpond-sqs --test power_cuts` runs more; `MILLPOND_SEED=42` runs one.

mod house;
mod outage;

use outage::clients::Figures;
use outage::{Ends, Outage};

const SEEDS: u64 = 200;

fn run(seed: u64) -> (Figures, Ends, u64) {
    let mut outage = Outage::new(seed);
    outage.rage();
    outage.calm();
    (outage.clients.figures, outage.ends, outage.trace())
}

struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("MILLPOND_SEED={} fails", self.0);
        }
    }
}

#[test]
fn what_sqs_acknowledged_survives_every_power_cut_and_happens_once() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seeds = match (number("MILLPOND_SEED"), number("MILLPOND_SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, seeds) => 0..seeds.unwrap_or(SEEDS),
    };
    let (mut sum, mut ends) = (Figures::default(), Ends::default());
    for seed in seeds.clone() {
        let named = Named(seed);
        let (figures, ended, _) = run(seed);
        sum += figures;
        ends += ended;
        drop(named);
    }
    let seeds = seeds.count() as u64;
    println!("{seeds} seeds: {sum:?}, {ends:?}");
    println!(
        "PROOF\tA3\tpower cuts and kills of SQS on two partitions, with seals, forgotten runs, checkpoints, copies, recycled segments and records of unknown fate\t{seeds} seeds, {} cuts, {} kills\t0 of {} acknowledged sends, 0 of {} deletes",
        ends.cuts, ends.kills, sum.sent, sum.deleted
    );
    if seeds >= SEEDS {
        assert!(ends.cuts > seeds && ends.checkpoints > seeds && ends.dropped > seeds, "{ends:?}");
        assert!(ends.look_ups > seeds && ends.pages_read > seeds / 4, "{ends:?}");
        assert!(ends.counted > seeds && ends.emptied > seeds / 4 && ends.doubts > seeds / 2, "{ends:?}");
        assert!(sum.sent > 50 * seeds && sum.deleted > 10 * seeds && sum.drained > seeds, "{sum:?}");
    }
}

#[test]
fn a_seed_run_twice_gives_the_same_trace() {
    for seed in 0..10 {
        assert_eq!(run(seed), run(seed), "seed {seed}");
    }
}
