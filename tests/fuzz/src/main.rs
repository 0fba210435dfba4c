//! Mutates the corpus from a seed: `millpond-fuzz [--long] [target...]`. What breaks a target is kept and named.

mod mutate;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use millpond_fuzz::{TARGETS, Target};
use millpond_runtime::SeededRandom;
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

/// CPU for each target: with each commit, and for a release, unless `MILLPOND_FUZZ_SECONDS` says otherwise.
const SECONDS: (f64, f64) = (0.5, 600.0);
/// CPU for one input.
const HANG_SECONDS: f64 = 1.0;
/// What an input may add to what the process holds.
const GROWTH_BYTES_MAX: u64 = 256 << 20;
/// Whoever wants more at once gets none, and ends the process.
const ADDRESSES_BYTES_MAX: u64 = 4 << 30;

thread_local! {
    /// Target, number and bytes of the input that is being tried.
    static AT_WORK: RefCell<(&'static str, u64, Vec<u8>)> = RefCell::default();
}

/// Where a panic ends the process, as in a release, its input is kept before.
fn keep_what_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        AT_WORK.with_borrow(|(name, input, data)| {
            eprintln!("{name} panics: {}", keep(name, *input, data).display());
        });
        usual(info);
    }));
}

fn main() -> ExitCode {
    let (options, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let long = options.iter().any(|option| option == "--long");
    let told = std::env::var("MILLPOND_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let seconds = told.unwrap_or(if long { SECONDS.1 } else { SECONDS.0 });
    let seed = std::env::var("MILLPOND_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let targets: Vec<&Target> = TARGETS
        .iter()
        .filter(|(name, _)| names.is_empty() || names.iter().any(|named| named == name))
        .collect();
    let limit = Rlimit { current: Some(ADDRESSES_BYTES_MAX), maximum: Some(ADDRESSES_BYTES_MAX) };
    if targets.is_empty() || setrlimit(Resource::As, limit).is_err() {
        eprintln!("millpond-fuzz [--long] [target...]");
        return ExitCode::FAILURE;
    }
    keep_what_panics();
    let (mut inputs, mut broken) = (0, 0);
    for target in &targets {
        let (tried, failures) = fuzz(target, seed, seconds);
        eprintln!("{}: {tried} inputs, {failures} failures", target.0);
        inputs += tried;
        broken += failures;
    }
    println!(
        "PROOF\tC5\t{} parsers and readers of files, {seconds} s of CPU each, seed {seed}: none panics, takes 1 s or {} MiB\t{inputs} inputs\t{broken} failures",
        targets.len(),
        GROWTH_BYTES_MAX >> 20
    );
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The corpus as it is, and then changed, for so long. Gives inputs and failures.
fn fuzz((name, target): &Target, seed: u64, seconds: f64) -> (u64, u64) {
    let corpus = corpus(name);
    let random = SeededRandom::new(seed);
    let (begun, before) = (cpu_seconds(), peak_bytes());
    let (mut inputs, mut failures) = (0, 0);
    while cpu_seconds() - begun < seconds && failures < 10 {
        let mut data = match corpus.get(inputs as usize) {
            Some(kept) => kept.clone(),
            None => corpus[random.below(corpus.len() as u64) as usize].clone(),
        };
        if inputs >= corpus.len() as u64 {
            let other = &corpus[random.below(corpus.len() as u64) as usize];
            mutate::mutate(&mut data, other, &random);
        }
        inputs += 1;
        let start = cpu_seconds();
        AT_WORK.set((name, inputs, data));
        let run = || AT_WORK.with_borrow(|(_, _, data)| target(data));
        let went_through = catch_unwind(AssertUnwindSafe(run)).is_ok();
        let (_, _, data) = AT_WORK.take();
        if !went_through {
            // It has been kept, and told.
            failures += 1;
            continue;
        }
        let why = match () {
            () if cpu_seconds() - start > HANG_SECONDS => "takes too long",
            () if inputs % 256 == 0 && peak_bytes().saturating_sub(before) > GROWTH_BYTES_MAX => {
                "takes too much memory"
            }
            () => continue,
        };
        failures += 1;
        eprintln!("{name} {why}: {}", keep(name, inputs, &data).display());
    }
    (inputs, failures)
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &PathBuf| std::fs::read(path).expect("the corpus can be read");
    let kept: Vec<Vec<u8>> = paths.iter().map(read).collect();
    assert!(!kept.is_empty(), "{name} has no corpus");
    kept
}

/// Where libFuzzer would put it.
fn keep(name: &str, input: u64, data: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/artifacts").join(name);
    let path = folder.join(format!("input-{input}"));
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, data));
    if let Err(error) = kept {
        eprintln!("{}: {error}", path.display());
    }
    path
}

fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most this process ever held in RAM.
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
