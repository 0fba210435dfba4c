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
const ROUNDS: usize = 60;
/// The first rounds fill caches and are not counted.
const ROUNDS_WARM: usize = 5;
/// After a round the server may still be at work on what it has answered already.
const PAUSE: Duration = Duration::from_millis(3);
/// What a longer queue may cost, as a multiple.
pub const RATIO_MAX: f64 = 1.2;

/// What one queue was found to cost.
#[derive(Default)]
pub struct Costs {
    /// Microseconds from a call to its answer.
    pub latency_us: Vec<f64>,
    /// The server's microseconds for a call, in each round.
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
        for side in &mut sides {
            side.round(program, client, round).await?;
        }
    }
    let [long, short] = sides;
    let mut report = |what: &str, long: &Costs, short: &Costs| {
        ratio(findings, &format!("{what}: latency, median"), &long.latency_us, &short.latency_us);
        ratio(findings, &format!("{what}: server CPU, median"), &long.cpu_us, &short.cpu_us);
        let cut = (long.short + short.short) as f64;
        findings.fact(format!("{what}: receives cut short"), cut, "", Bound::AtMost(0.0));
    };
    report("Receive(10) + DeleteBatch(10)", &long.tens, &short.tens);
    report("Receive(1)", &long.ones, &short.ones);
    Ok(())
}

/// Two lines to read, and the ratio that is judged.
pub fn ratio(findings: &mut Findings, what: &str, long: &[f64], short: &[f64]) {
    let (long, short) = (median(long), median(short));
    findings.fact(format!("{what}, long queue"), long, "µs", Bound::None);
    findings.fact(format!("{what}, short queue"), short, "µs", Bound::None);
    findings.fact(format!("{what}, ratio"), long / short, "", Bound::AtMost(RATIO_MAX));
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
        let mut kept = Vec::new();
        let cpu_before = procfs::fine_cpu_ns(program.pid())?;
        for _ in 0..CALLS_A_ROUND {
            let (messages, mut us) = client.receive(url, most, &self.plan.texts).await?;
            if messages.iter().any(|message| message.number.is_none()) {
                return Err(io::Error::other("a message came that nobody sent"));
            }
            costs.short += u64::from(messages.len() < most);
            let handles = messages.into_iter().map(|message| message.handle);
            if most == BATCH_ENTRIES {
                us += client.delete(url, &handles.collect::<Vec<_>>()).await?;
            } else {
                kept.extend(handles);
            }
            costs.latency_us.push(us);
        }
        tokio::time::sleep(PAUSE).await;
        let cpu_ns = procfs::fine_cpu_ns(program.pid())?.saturating_sub(cpu_before);
        costs.cpu_us.push(cpu_ns as f64 / 1000.0 / CALLS_A_ROUND as f64);
        client.delete(url, &kept).await?;
        Ok(costs)
    }
}

impl Costs {
    pub fn add(&mut self, other: Costs) {
        self.latency_us.extend(other.latency_us);
        self.cpu_us.extend(other.cpu_us);
        self.short += other.short;
    }
}

/// The middle value; of none, not a number.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_values_in_any_order() {
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
        assert!(median(&[]).is_nan());
    }
}
