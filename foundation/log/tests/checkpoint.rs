//! Many lives of a log with checkpoints, from seeds: whatever happens to the process and its machine, the newest
//! checkpoint and the replay of the rest are what was confirmed, and every live message can be read.
//!
//! `MILLPOND_SEEDS=10000 cargo test --release -p millpond-log --test checkpoint` for a long run; `MILLPOND_SEED=42` for
//! one seed.
#![allow(clippy::unwrap_used, reason = "a test")]

mod harness;
#[path = "harness/world.rs"]
mod world;

use harness::count_from_env;
use millpond_log::segment::Sync;
use world::World;

fn seeds(usual: u64) -> impl Iterator<Item = u64> {
    let one = std::env::var("MILLPOND_SEED").ok().and_then(|text| text.parse().ok());
    match one {
        Some(seed) => seed..seed + 1,
        None => 0..count_from_env("MILLPOND_SEEDS", usual),
    }
}

fn all(usual: u64, run: impl Fn(u64) -> World + std::panic::RefUnwindSafe) -> [u64; 4] {
    let mut sums = [0; 4];
    for seed in seeds(usual) {
        let world = std::panic::catch_unwind(|| run(seed));
        let world = world.unwrap_or_else(|_| panic!("MILLPOND_SEED={seed} shows it again"));
        let counts = [world.checkpoints, world.fell_back, world.dropped, world.recycled];
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    sums
}

#[test]
fn a_log_that_only_ends_is_what_its_checkpoint_and_the_rest_say() {
    let [checkpoints, _, dropped, recycled] = all(60, |seed| World::new(seed, Sync::Fsync).run(false, false));
    assert!(checkpoints > 100 && dropped > 100 && recycled > 50, "{checkpoints} {dropped} {recycled}");
}

#[test]
fn no_end_of_a_process_or_its_machine_loses_anything() {
    let [checkpoints, _, dropped, recycled] = all(250, |seed| World::new(seed, Sync::Fsync).run(true, false));
    assert!(checkpoints > 100 && dropped > 100 && recycled > 50, "{checkpoints} {dropped} {recycled}");
    let (seeds, tried) =
        (seeds(250).count(), "power cuts, kills and full disks, a log that drops and recycles segments");
    let times = format!("{seeds} seeds, {checkpoints} checkpoints, {dropped} segments dropped");
    println!("PROOF\tA3\t{tried}\t{times}\t0");
}

#[test]
fn without_syncs_the_end_of_a_process_loses_nothing_and_power_nothing_that_a_checkpoint_covers() {
    let [checkpoints, ..] = all(100, |seed| World::new(seed, Sync::Os).run(false, false));
    assert!(checkpoints > 100, "{checkpoints}");
}

#[test]
fn a_checkpoint_or_sidecar_that_rots_is_found_and_done_without() {
    let [checkpoints, fell_back, dropped, _] = all(150, |seed| World::new(seed, Sync::Fsync).run(true, true));
    assert!(checkpoints > 100 && fell_back > 50 && dropped > 50, "{checkpoints} {fell_back} {dropped}");
}
