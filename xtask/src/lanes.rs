//! Runs jobs beside each other, then two by two those that hold a server to a second, and then alone those that measure something.
//!
//! What a job says goes into a file, which is printed as one piece when the job ends: the lines of two jobs never mix, and who waits for
//! one can look into its file. It is a file and no pipe, so that a job that is interrupted together with this program can still
//! write while it tidies up.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::command::{Invocation, target};
use crate::root;

/// How many run at once: one more than the two cores of a small machine, for most wait for a disk or a clock half of their time.
pub const LANES: usize = 3;

/// Who may run at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Company {
    /// Whoever wants to.
    Many,
    /// One other such: it waits most of the time, and what it waits for must not come a second late.
    One,
    /// Nobody: it measures time, CPU or memory.
    None,
}

/// Some commands, one after the other, up to the first that fails.
pub struct Job {
    pub name: String,
    /// About how long it takes: the longest begin first.
    pub seconds: u64,
    pub company: Company,
    pub commands: Vec<Invocation>,
}

/// A job that has ended.
pub struct Done {
    pub name: String,
    pub output: String,
    pub took: Duration,
    /// Whether others may have run at the same time.
    pub beside: bool,
    /// What went wrong, if something did.
    pub failure: Option<String>,
}

/// Runs all of them to their ends, whatever those are, in so many lanes; they come in the order in which they have ended.
pub fn run(mut jobs: Vec<Job>, lanes: usize) -> Result<Vec<Done>, String> {
    jobs.sort_by_key(|job| (job.company, std::cmp::Reverse(job.seconds)));
    let mut ended = Vec::new();
    while let Some(company) = jobs.first().map(|job| job.company) {
        let behind = jobs.split_off(jobs.partition_point(|job| job.company == company));
        let at_once = match company {
            Company::Many => lanes,
            Company::One => lanes.min(2),
            Company::None => 1,
        };
        ended.extend(run_together(jobs, at_once).map_err(|e| format!("a lane: {e}"))?);
        jobs = behind;
    }
    Ok(ended)
}

fn run_together(jobs: Vec<Job>, lanes: usize) -> io::Result<Vec<Done>> {
    let beside = lanes > 1 && jobs.len() > 1;
    let (waiting, ended) = (Mutex::new(VecDeque::from(jobs)), Mutex::new(Vec::new()));
    let next = || waiting.lock().expect("no lane panics").pop_front();
    let lane = || -> io::Result<()> {
        while let Some(job) = next() {
            let done = execute(job, beside)?;
            let mut ended = ended.lock().expect("no lane panics");
            report(&done);
            ended.push(done);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..lanes).map(|_| scope.spawn(lane)).collect();
        lanes.into_iter().try_for_each(|lane| lane.join().expect("no lane panics"))
    })?;
    Ok(ended.into_inner().expect("no lane panics"))
}

/// What went wrong in any of them.
pub fn failures(ended: &[Done]) -> Vec<String> {
    ended.iter().filter_map(|done| Some(format!("{}: {}", done.name, done.failure.as_ref()?))).collect()
}

#[allow(clippy::disallowed_methods, reason = "a developer's stopwatch, no decision of the server's")]
fn execute(job: Job, beside: bool) -> io::Result<Done> {
    let path = output_of(&job.name);
    fs::create_dir_all(path.parent().expect("it is in a folder"))?;
    let mut said = File::create(&path)?;
    println!("-- {} begins: {}", job.name, path.strip_prefix(root()).unwrap_or(&path).display());
    let start = Instant::now();
    let mut failure = None;
    for command in &job.commands {
        writeln!(said, "\n$ {}", command.words())?;
        failure = ended_badly(command, &said);
        if failure.is_some() {
            break;
        }
    }
    let took = start.elapsed();
    let output = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
    Ok(Done { name: job.name, output, took, beside, failure })
}

fn ended_badly(invocation: &Invocation, said: &File) -> Option<String> {
    let run = || {
        let mut command = Command::new(&invocation.program);
        command.args(&invocation.arguments).envs(invocation.environment.iter().cloned());
        command.current_dir(&invocation.folder);
        command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said.try_clone()?).status()
    };
    match run() {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("{} failed: {status}", invocation.words())),
        Err(e) => Some(format!("{} can't be run: {e}", invocation.program)),
    }
}

/// In one piece.
fn report(done: &Done) {
    let how = if done.beside { "beside others" } else { "alone" };
    let failure = done.failure.as_ref().map_or(String::new(), |why| format!("\n!! {}: {why}\n", done.name));
    let (name, seconds, output) = (&done.name, done.took.as_secs_f64(), done.output.trim_end());
    println!("\n== {name}: {seconds:.1} s {how} ==\n{output}\n{failure}");
}

fn output_of(name: &str) -> PathBuf {
    target().join("output").join(Path::new(&name.replace('/', "-")).with_extension("txt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(name: &str, seconds: u64, company: Company, script: &str) -> Job {
        let commands = vec![Invocation::new("sh", &["-c", script])];
        Job { name: format!("lanes-test/{name}"), seconds, company, commands }
    }

    #[test]
    fn one_fails_and_all_run_to_their_ends_with_those_alone_behind_the_others() {
        let jobs = vec![
            job("alone", 9, Company::None, "echo measured"),
            job("lonely", 9, Company::One, "echo in time"),
            job("fails", 1, Company::Many, "echo out; echo err >&2; exit 3"),
            job("works", 2, Company::Many, "echo fine"),
        ];
        let ended = run(jobs, 2).unwrap();
        let of = |name: &str| ended.iter().find(|done| done.name.ends_with(name)).unwrap();
        assert!(of("fails").output.ends_with("out\nerr\n"), "{}", of("fails").output);
        assert!(of("works").output.ends_with("fine\n") && of("works").beside);
        assert!(ended[2].name.ends_with("lonely") && !ended[2].beside, "there is no other such");
        assert!(ended[3].name.ends_with("alone") && !ended[3].beside);
        let [failure] = &failures(&ended)[..] else { panic!("not one") };
        assert!(
            failure.starts_with("lanes-test/fails: sh") && failure.ends_with("exit status: 3"),
            "{failure}"
        );
    }

    #[test]
    fn a_job_ends_with_the_first_command_that_fails() {
        let mut broken = job("broken", 1, Company::Many, "exit 1");
        broken.commands.push(Invocation::new("echo", &["behind"]));
        broken.commands.insert(0, Invocation::new("no-such-program-here", &[]));
        let ended = run(vec![broken], 1).unwrap();
        assert!(ended[0].failure.as_ref().unwrap().contains("can't be run"));
        assert!(!ended[0].output.contains("behind"));
    }
}
