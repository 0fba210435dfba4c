//! The same calls on two queues of one server, in turn: what the longer queue costs beside the shorter one.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::Findings;
use super::calls::Client;
use super::messages::{Plan, Sort, Texts};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;
use crate::procfs;
use crate::program::Program;

/// Calls of a queue before it is the other's turn.
const CALLS_A_ROUND: usize = 10;
/// Even, as are those that are not counted.
const ROUNDS: usize = 120;
/// The first rounds fill caches and are not counted.
const ROUNDS_WARM: usize = 6;
/// After a round the server may still be at work on what it has answered already.
const PAUSE: Duration = Duration::from_millis(3);
/// What a longer queue may cost, as a multiple.
const RATIO_MAX: f64 = 1.2;

/// What one queue was found to cost.
#[derive(Default)]
pub struct Costs {
    /// Microseconds from a receive to its answer, the median of each round.
    pub latency_us: Vec<f64>,
    /// Of all of them.
    every_us: Vec<f64>,
    /// The medians of the deletes: mostly the device's.
    pub delete_us: Vec<f64>,
    /// The server's microseconds for a call, in each round. Their mean is what counts: what is done once for many calls, as
    /// reading ahead, is in few rounds.
    pub cpu_us: Vec<f64>,
    /// Receives that brought less than there was.
    pub short: u64,
}

/// A queue whose number of messages stays as it is: before each round as many are sent as it takes.
struct Side {
    /// One or more queues; each round is another's.
    plan: Plan,
    next_message: u64,
    tens: Costs,
    ones: Costs,
}

/// Compares ReceiveMessage of 10 with its DeleteMessageBatch, and ReceiveMessage of 1, on `long` and on a queue that is empty
/// between the rounds. The server must have one thread: with more, the two queues belong to different ones, and a call that came
/// in at the wrong one costs twice as much.
pub async fn compare(
    program: &Program,
    client: &mut Client,
    plan: &Plan,
    next_message: u64,
    findings: &mut Findings,
) -> io::Result<()> {
    let empty = client.queue("almost-empty").await?;
    let side = |urls: Vec<Arc<str>>| Side {
        plan: Plan {
            caller: plan.caller.clone(),
            texts: Arc::new(Texts::new(plan.texts.size_bytes())),
            urls,
            sort: Sort::Plain,
        },
        next_message,
        tens: Costs::default(),
        ones: Costs::default(),
    };
    let mut sides = [side(plan.urls.clone()), side(vec![empty])];
    for round in 0..ROUNDS + ROUNDS_WARM {
        // Neither is always the first.
        sides.reverse();
        for side in &mut sides {
            side.round(program, client, round).await?;
        }
    }
    // An even number of turns has brought them back to where they began.
    let [long, short] = sides;
    latencies(findings, "Receive(10)", &long.tens, &short.tens);
    cpu(findings, "Receive(10) + DeleteBatch(10)", &long.tens, &short.tens);
    for (which, side) in [("long", &long), ("short", &short)] {
        let what = format!("DeleteBatch(10): latency, {which} queue");
        findings.fact(what, median(&side.tens.delete_us), "µs", Bound::None);
    }
    latencies(findings, "Receive(1)", &long.ones, &short.ones);
    cpu(findings, "Receive(1)", &long.ones, &short.ones);
    let cut = long.tens.short + long.ones.short + short.tens.short + short.ones.short;
    findings.fact("receives that brought less than there was", cut as f64, "", Bound::AtMost(0.0));
    Ok(())
}

/// What there is to read, and the ratio that is judged.
fn latencies(findings: &mut Findings, what: &str, long: &Costs, short: &Costs) {
    for (which, costs) in [("long", long), ("short", short)] {
        let what = format!("{what}: latency, {which} queue");
        findings.fact(what.clone(), median(&costs.latency_us), "µs", Bound::None);
        findings.fact(format!("{what}, p99"), percentile(&costs.every_us, 0.99), "µs", Bound::None);
    }
    let ratio = ratio(&long.latency_us, &short.latency_us);
    findings.fact(format!("{what}: latency, ratio"), ratio, "", Bound::AtMost(RATIO_MAX));
}

fn cpu(findings: &mut Findings, what: &str, long: &Costs, short: &Costs) {
    for (which, costs) in [("long", long), ("short", short)] {
        findings.fact(format!("{what}: server CPU, {which} queue"), mean(&costs.cpu_us), "µs", Bound::None);
    }
    let ratio = mean(&long.cpu_us) / mean(&short.cpu_us);
    findings.fact(format!("{what}: server CPU, ratio"), ratio, "", Bound::AtMost(RATIO_MAX));
}

/// The middle of the rounds' ratios: those of a round were measured one right after the other, so that a machine that gets
/// slower meanwhile changes both.
pub fn ratio(long: &[f64], short: &[f64]) -> f64 {
    median(&long.iter().zip(short).map(|(long, short)| long / short).collect::<Vec<_>>())
}

impl Side {
    async fn round(&mut self, program: &Program, client: &mut Client, round: usize) -> io::Result<()> {
        let counts = round >= ROUNDS_WARM;
        let tens = self.measure(program, client, round, BATCH_ENTRIES).await?;
        let ones = self.measure(program, client, round, 1).await?;
        if counts {
            self.tens.add(tens);
            self.ones.add(ones);
        }
        Ok(())
    }

    /// Tens are deleted within the measurement, single ones after it.
    async fn measure(
        &mut self,
        program: &Program,
        client: &mut Client,
        round: usize,
        most: usize,
    ) -> io::Result<Costs> {
        let url = &self.plan.urls[round % self.plan.urls.len()];
        for _ in 0..CALLS_A_ROUND * most / BATCH_ENTRIES {
            let numbers = self.next_message..self.next_message + BATCH_ENTRIES as u64;
            client.send(&self.plan.request_of(round as u64, numbers)).await?;
            self.next_message += BATCH_ENTRIES as u64;
        }
        tokio::time::sleep(PAUSE).await;
        let mut costs = Costs::default();
        let (mut receives_us, mut deletes_us, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let cpu_before = procfs::fine_cpu_ns(program.pid())?;
        for _ in 0..CALLS_A_ROUND {
            let (messages, us) = client.receive(url, most, &self.plan.texts).await?;
            if messages.iter().any(|message| message.number.is_none()) {
                return Err(io::Error::other("a message came that nobody sent"));
            }
            costs.short += u64::from(messages.len() < most);
            let handles = messages.into_iter().map(|message| message.handle);
            if most == BATCH_ENTRIES {
                deletes_us.push(client.delete(url, &handles.collect::<Vec<_>>()).await?);
            } else {
                kept.extend(handles);
            }
            receives_us.push(us);
        }
        tokio::time::sleep(PAUSE).await;
        let cpu_ns = procfs::fine_cpu_ns(program.pid())?.saturating_sub(cpu_before);
        costs.cpu_us.push(cpu_ns as f64 / 1000.0 / CALLS_A_ROUND as f64);
        costs.latency_us.push(median(&receives_us));
        costs.every_us.extend(receives_us);
        costs.delete_us.push(median(&deletes_us));
        client.delete(url, &kept).await?;
        Ok(costs)
    }
}

impl Costs {
    pub fn add(&mut self, other: Costs) {
        self.latency_us.extend(other.latency_us);
        self.every_us.extend(other.every_us);
        self.delete_us.extend(other.delete_us);
        self.cpu_us.extend(other.cpu_us);
        self.short += other.short;
    }
}

/// The middle value; of none, not a number.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_values_in_any_order() {
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn a_round_in_which_all_was_slow_says_nothing() {
        assert_eq!(ratio(&[10.0, 1000.0, 11.0], &[10.0, 1000.0, 10.0]), 1.0);
    }
}
