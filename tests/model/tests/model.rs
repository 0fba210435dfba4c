//! Random calls are answered as a reference model of SQS says, over moved time, restarts, power cuts, sealed segments,
//! checkpoints and copying forward.

use std::panic::{AssertUnwindSafe, catch_unwind};

use millpond_model::walk::Walk;

/// Steps of one walk.
const WALK: u64 = 2500;
/// Walks that are tried for one that fails sooner.
const TRIES: u64 = 200;
/// Calls of a failure that are shown.
const SHOWN: u64 = 80;
/// Characters of each.
const CHARS_SHOWN: usize = 700;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Where a walk failed, why, and what had been called.
struct Failed {
    seed: u64,
    step: u64,
    why: String,
    trace: Vec<String>,
}

/// Walks; what the house met on the way.
fn walk(seed: u64, steps: u64) -> Result<[u64; 4], Failed> {
    let mut walk = Walk::new(seed);
    for step in 0..steps {
        let stepped = catch_unwind(AssertUnwindSafe(|| walk.step()));
        let why = match stepped {
            Ok(Ok(())) => continue,
            Ok(Err(why)) => why,
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                    .unwrap_or_default()
            }
        };
        return Err(Failed { seed, step, why, trace: std::mem::take(&mut walk.trace) });
    }
    Ok(walk.house.met)
}

#[test]
fn random_calls_are_answered_as_the_model_says() {
    let steps = number("MILLPOND_MODEL_STEPS", 100_000);
    let first = number("MILLPOND_MODEL_SEED", 1);
    let mut met = [0; 4];
    for seed in first..first + steps.div_ceil(WALK) {
        match walk(seed, WALK) {
            Ok(more) => met.iter_mut().zip(more).for_each(|(met, more)| *met += more),
            Err(failed) => report(failed),
        }
    }
    let [dropped, checkpoints, copied, starts] = met;
    println!(
        "met {starts} starts, {checkpoints} checkpoints, {dropped} dropped segments, {copied} bytes copied forward"
    );
    println!("PROOF\tA12\trandom calls against a reference model\t{steps} steps\t0 divergences");
    if steps >= 100_000 {
        assert!(
            checkpoints > 100 && dropped > 100 && copied > 1000,
            "the log was sealed, dropped and copied forward"
        );
    }
}

/// Looks for the walk that fails soonest, and shows it.
fn report(mut failed: Failed) {
    let (seed, step) = (failed.seed, failed.step);
    println!("seed {seed}, step {step}: {}", failed.why);
    for seed in 1..=TRIES {
        if let Err(sooner) = walk(seed, failed.step) {
            failed = sooner;
        }
    }
    let shown = number("MILLPOND_MODEL_CALLS", SHOWN) as usize;
    let skipped = failed.trace.len().saturating_sub(shown);
    println!(
        "the shortest failing prefix: seed {}, step {}; {skipped} calls, and:",
        failed.seed, failed.step
    );
    for call in &failed.trace[skipped..] {
        println!("    {}", call.chars().take(CHARS_SHOWN).collect::<String>());
    }
    panic!("seed {}, step {}: {}", failed.seed, failed.step, failed.why);
}
