//! Deduplication ids of FIFO sends: what each keeps in memory while it counts, what stays when it does not any more, and what
//! a restart among them costs. The messages themselves are received and deleted at once.

use std::io;

use super::calls::Client;
use super::messages::values;
use super::rest::settled_memory;
use super::restart::{End, First};
use super::{FIFO_SEND_BYTES_MAX, Findings, Index, Line, MIB, Place, Plan, Sort, grown_each};
use crate::caller::BATCH_ENTRIES;
use crate::figures::Bound;

const GROUPS: u64 = 1000;
/// The ids are measured, not the texts.
const SIZE_BYTES: usize = 100;
/// So long is an id remembered, and a little longer.
const WINDOW_S: u64 = 5 * 60 + 2;
/// Batches that are sent again, to see whether they are known.
const SAMPLES: u64 = 50;
/// Of those only the last ones: the first may have left the window on a slow machine.
const SAMPLES_LAST: usize = 10;
/// What of an expired id may stay in memory.
const LEFT_BYTES_MAX: f64 = 16.0;
const RESTART_S: f64 = 1.0;
const RESTART_S_A_SEND: f64 = 0.1e-6;

/// Batches, and what was answered to them.
type Samples = Vec<(u64, Vec<u8>)>;

impl Index<'_> {
    pub(super) async fn dedup(&self, findings: &mut Findings) -> io::Result<()> {
        let messages = self.options.messages;
        let batches = messages / BATCH_ENTRIES as u64;
        let keep_every = (batches / SAMPLES).max(1);

        // The same without ids: what messages leave behind themselves.
        let (server, idle) = self.start(Place::of("dedup-without")).await?;
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let plan = self.plan_of(&server, vec![client.queue("without").await?], Sort::Plain, SIZE_BYTES);
        self.pass(&server, &plan, 0..batches, u64::MAX).await?;
        let without = settled_memory(&server.program, &server.caller).await?;
        findings.memory("without ids", without);
        let without = grown_each(idle, without, messages);
        findings.fact("left by a message without an id", without, "B", Bound::None);
        server.program.stop()?;

        let place = Place { test_clock: true, ..Place::of("dedup") };
        let (mut server, idle) = self.start(place).await?;
        findings.memory("idle", idle);
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let urls = vec![client.queue("ids.fifo").await?];
        let url = urls[0].clone();
        let sort = Sort::Fifo { groups: GROUPS };
        let plan = self.plan_of(&server, urls.clone(), sort.clone(), SIZE_BYTES);
        let passed = self.pass(&server, &plan, 0..batches, keep_every).await?;
        findings.verdict("FIFO messages", &passed.tally.verdict(0..messages));
        client = Client::open(server.program.address, &server.caller).await?;
        findings.counts("ids remembered", client.counts(&url).await?, 0, 0);
        let remembered = settled_memory(&server.program, &server.caller).await?;
        findings.memory("ids remembered", remembered);
        report_gauges(findings, "ids remembered", &mut client).await?;
        let each = grown_each(idle, remembered, messages) - without;
        findings.fact("memory of an id", each, "B", Bound::AtMost(FIFO_SEND_BYTES_MAX as f64));
        let line = Line { fifo_sends: messages, groups: GROUPS, ..Line::NOTHING };
        let resident = remembered.resident_bytes as f64 / MIB;
        findings.fact("memory with all ids", resident, "MiB", Bound::AtMost(line.mib()));
        self.known(findings, "ids remembered", &mut client, &plan, &passed.kept).await?;

        client.advance(WINDOW_S).await?;
        let expired = settled_memory(&server.program, &server.caller).await?;
        findings.memory("ids expired", expired);
        client = Client::open(server.program.address, &server.caller).await?;
        report_gauges(findings, "ids expired", &mut client).await?;
        let left = grown_each(idle, expired, messages) - without;
        findings.fact("memory left by an expired id", left, "B", Bound::AtMost(LEFT_BYTES_MAX));

        let passed = self.pass(&server, &plan, batches..batches * 2, keep_every).await?;
        findings.verdict("FIFO messages, again", &passed.tally.verdict(messages..messages * 2));
        let again = settled_memory(&server.program, &server.caller).await?;
        findings.memory("as many ids again", again);
        let line_s = RESTART_S + messages as f64 * RESTART_S_A_SEND;
        for end in [End::Clean, End::Killed] {
            let first = First { url: &url, holds: false, line_s };
            server = self.restart(server, place, end, first, findings).await?;
            let plan = self.plan_of(&server, urls.clone(), sort.clone(), SIZE_BYTES);
            client = Client::open(server.program.address, &server.caller).await?;
            self.known(findings, "ids after a restart", &mut client, &plan, &passed.kept).await?;
            findings.counts("ids after a restart", client.counts(&url).await?, 0, 0);
            let memory = settled_memory(&server.program, &server.caller).await?;
            findings.memory("ids after a restart", memory);
        }

        client = Client::open(server.program.address, &server.caller).await?;
        client.advance(WINDOW_S).await?;
        let memory = settled_memory(&server.program, &server.caller).await?;
        findings.memory("ids expired after a restart", memory);
        let plan = self.plan_of(&server, urls, sort, SIZE_BYTES);
        client = Client::open(server.program.address, &server.caller).await?;
        client.send(&plan.request(batches)).await?;
        let counts = client.counts(&url).await?;
        findings.counts("expired ids sent again", counts, BATCH_ENTRIES as u64, 0);
        server.program.stop()
    }

    /// Sends batches again; each is answered with the first one's ids and numbers.
    async fn known(
        &self,
        findings: &mut Findings,
        when: &str,
        client: &mut Client,
        plan: &Plan,
        samples: &Samples,
    ) -> io::Result<()> {
        let mut samples: Vec<_> = samples.iter().collect();
        samples.sort_by_key(|(batch, _)| *batch);
        let last = &samples[samples.len().saturating_sub(SAMPLES_LAST)..];
        let mut strangers = 0;
        for (batch, first) in last {
            let second = client.send(&plan.request(*batch)).await?.body;
            let same = [&br#""MessageId":""#[..], br#""SequenceNumber":""#].iter().all(|field| {
                let (one, other) = (values(first, field), values(&second, field));
                one == other && one.len() == BATCH_ENTRIES
            });
            strangers += u64::from(!same);
        }
        findings.exactly(
            format!("{when}: batches sent again that were tried"),
            last.len() as u64,
            SAMPLES_LAST as u64,
        );
        findings.exactly(format!("{when}: batches sent again and taken for new"), strangers, 0);
        Ok(())
    }
}

async fn report_gauges(findings: &mut Findings, when: &str, client: &mut Client) -> io::Result<()> {
    for (name, value) in client.gauges().await? {
        findings.fact(format!("{when}: {name}"), value, "", Bound::None);
    }
    Ok(())
}
