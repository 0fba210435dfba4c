//! A run that fails, made shorter: nothing behind the step that shows it, and then, piece by piece, nothing that it can do
//! without.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::run::{Figures, Run};
use super::steps::Step;

/// So many shorter runs are tried.
const TRIES_MAX: usize = 400;

/// Where a run failed, and how.
#[derive(Clone, Debug)]
pub struct Failure {
    at: usize,
    what: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

/// Runs these steps.
pub fn outcome(seed: u64, steps: &[Step]) -> Result<Figures, Failure> {
    let mut done = 0;
    let run = catch_unwind(AssertUnwindSafe(|| Run::all(seed, steps, &mut done)));
    match run {
        Ok(Ok(figures)) => Ok(figures),
        Ok(Err(what)) => Err(Failure { at: done, what }),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(Failure { at: done, what: text.unwrap_or_else(|| "a panic".to_owned()) })
        }
    }
}

/// Fewer steps that fail as well, perhaps otherwise.
pub fn shorten(seed: u64, steps: &[Step], failure: Failure) -> (Vec<Step>, Failure) {
    // Every try that fails says why; only the last is of interest.
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut shortest = steps[..steps.len().min(failure.at + 1)].to_vec();
    let mut why = failure;
    let (mut piece, mut tries) = (shortest.len() / 2, 0);
    while piece > 0 && tries < TRIES_MAX {
        let mut from = 0;
        while from < shortest.len() && tries < TRIES_MAX {
            let mut fewer = shortest.clone();
            fewer.drain(from..(from + piece).min(shortest.len()));
            tries += 1;
            match outcome(seed, &fewer) {
                Err(failure) => {
                    fewer.truncate(failure.at + 1);
                    (shortest, why) = (fewer, failure);
                }
                Ok(_) => from += piece,
            }
        }
        piece /= 2;
    }
    std::panic::set_hook(quiet);
    (shortest, why)
}
