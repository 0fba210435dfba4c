//! Scenarios that keep the server busy: sends, batches, receives, deletes.

use std::io;
use std::sync::Arc;

use super::floors_and_starts::first_answer_ms;
use super::{Bench, Exchange, Server};
use crate::caller::{
    BATCH_ENTRIES, MESSAGE_BYTES, delete_message_batch, receive_message, send_message, send_message_batch,
};
use crate::figures::{Bound, Call, DRAIN, Figures, SEND_MESSAGE, SEND_MESSAGE_BATCH};
use crate::floors::{Lane, WriteFloor};
use crate::load::run_out;
use crate::metrics::log_counters;
use crate::procfs;
use crate::scripts::{Delete, Drain, Receive, Repeat};

/// AWS allows 120,000 messages in flight in a queue; what is received before it is deleted needs several.
const MESSAGES_A_QUEUE_MAX: usize = 100_000;

impl Bench<'_> {
    /// SendMessage on every connection.
    pub(super) async fn send(&self, figures: &mut Figures) -> io::Result<()> {
        let server = self.start_server("send").await?;
        let url = server.queue("send").await?;
        let requests: Vec<Vec<u8>> = (0..self.arguments.connections as u64)
            .map(|seed| send_message(&url, self.arguments.bodies, seed))
            .map(|body| server.caller.request("SendMessage", &body))
            .collect();
        let call = self.repeated(&server, requests).await?;
        figures.calls.push(Call { name: SEND_MESSAGE, targets: &[0.25, 0.40], ..call });
        server.program.stop()
    }

    /// SendMessageBatch on every connection; then what the log and the memory hold, and a restart.
    pub(super) async fn batch(&self, figures: &mut Figures) -> io::Result<()> {
        let server = self.start_server("batch").await?;
        let url = server.queue("batch").await?;
        let bodies: Vec<String> = (0..self.arguments.connections as u64)
            .map(|seed| send_message_batch(&url, self.arguments.bodies, seed))
            .collect();
        let requests: Vec<Vec<u8>> =
            bodies.iter().map(|body| server.caller.request("SendMessageBatch", body)).collect();
        let lane = Lane::of(&bodies[0])?;
        let call = Call {
            name: SEND_MESSAGE_BATCH,
            messages: BATCH_ENTRIES as u64,
            lane: Some(lane),
            targets: &[0.85],
            ..self.repeated(&server, requests).await?
        };
        figures.fact("one lane: MD5 of the ten", lane.md5_us, "µs", Bound::None);
        figures.fact("one lane: SHA-256 of the body", lane.sha256_us, "µs", Bound::None);
        figures.fact("one lane: JSON", lane.json_us, "µs", Bound::None);
        if let Some(log_bytes) = call.server.log_bytes.filter(|bytes| *bytes > 0) {
            let amplification = call.server.written_bytes as f64 / log_bytes as f64;
            figures.fact("batch: device bytes a log byte", amplification, "", Bound::AtMost(1.05));
            let messages = (call.server.requests * call.messages) as f64;
            let each = log_bytes as f64 / messages;
            figures.fact("batch: log bytes a message", each, "B", Bound::None);
            let bytes = (each * BATCH_ENTRIES as f64) as usize;
            let floor = WriteFloor::of(&self.scratch.join("writes"), bytes)?;
            figures.fact("write of a batch's log bytes, new pages", floor.new_pages_us, "µs", Bound::None);
            figures.fact("write of a batch's log bytes, old pages", floor.old_pages_us, "µs", Bound::None);
        }
        figures.calls.push(call);

        let stored = log_counters(server.program.address).await?.bytes;
        server.program.stop()?;
        let program = self.start_program("batch")?;
        let name = stored.map_or_else(String::new, |bytes| format!(" on {} MiB of log", bytes >> 20));
        let first_answer = first_answer_ms(&program).await?;
        figures.fact(format!("restart{name}, to the first answer"), first_answer, "ms", Bound::None);
        let cpu_ms = procfs::cpu_ns(program.pid())? as f64 / 1e6;
        figures.fact(format!("restart{name}, CPU"), cpu_ms, "ms", Bound::AtMost(1000.0));
        program.stop()
    }

    /// Receives the whole backlog, then deletes it.
    pub(super) async fn receive(&self, figures: &mut Figures) -> io::Result<()> {
        let server = self.start_server("receive").await?;
        let queues = self.arguments.backlog_messages.div_ceil(MESSAGES_A_QUEUE_MAX);
        let mut urls = Vec::new();
        for number in 0..queues {
            urls.push(server.queue(&format!("receive-{number}")).await?);
        }
        let idle_bytes = procfs::resident_bytes(server.program.pid())?;
        let filled = self.fill(&server, &urls).await?;
        let grown = procfs::resident_bytes(server.program.pid())?.saturating_sub(idle_bytes);
        figures.fact(
            format!("memory of {filled} waiting messages"),
            grown as f64 / filled as f64,
            "B a message",
            Bound::None,
        );

        let [receive, delete] = exchanges(&server, &urls[0]).await?;
        let connections = 0..self.arguments.connections;
        let receivers = connections.map(|at| receiver(&server, &urls[at % queues])).collect();
        let (received, receivers) = self.beside_echo(&server, receivers, &[receive]).await?;
        let deleters =
            receivers.into_iter().map(|done| Delete::all_of(done, server.caller.clone())).collect();
        let (deleted, _) = self.beside_echo(&server, deleters, &[delete]).await?;
        server.program.stop()?;

        for (name, call) in [("ReceiveMessage of 10", received), ("DeleteMessageBatch of 10", deleted)] {
            figures.calls.push(Call { name, messages: BATCH_ENTRIES as u64, targets: &[0.60], ..call });
        }
        Ok(())
    }

    /// Receives and deletes in turn, on one queue.
    pub(super) async fn drain(&self, figures: &mut Figures) -> io::Result<()> {
        let server = self.start_server("drain").await?;
        let url = server.queue("drain").await?;
        let before_fill = log_counters(server.program.address).await?.bytes;
        let filled = backlog(self, &server, &url).await?;
        let after_fill = log_counters(server.program.address).await?.bytes;
        let exchanges = exchanges(&server, &url).await?;
        let (call, _) = self.beside_echo(&server, drains(self, &server, &url), &exchanges).await?;
        server.program.stop()?;

        let messages = (call.server.requests / 2 * BATCH_ENTRIES as u64) as f64;
        if let (Some(before), Some(after), Some(drained)) = (before_fill, after_fill, call.server.log_bytes) {
            let each = (after - before) as f64 / filled as f64 + drained as f64 / messages;
            let bound = Bound::AtMost(1.12 * MESSAGE_BYTES as f64);
            figures.fact("log bytes of a message over its whole life", each, "B", bound);
        }
        figures.calls.push(Call { name: DRAIN, messages: BATCH_ENTRIES as u64, targets: &[0.60], ..call });
        Ok(())
    }

    /// One request a connection, again and again.
    async fn repeated(&self, server: &Server, requests: Vec<Vec<u8>>) -> io::Result<Call> {
        let exchange = server.exchange(requests[0].clone()).await?;
        let scripts = requests.into_iter().map(Repeat::endlessly).collect();
        Ok(self.beside_echo(server, scripts, &[exchange]).await?.0)
    }

    /// Puts the backlog on the queues, evenly, and tells how many messages it was.
    async fn fill(&self, server: &Server, urls: &[Arc<str>]) -> io::Result<usize> {
        let connections = self.arguments.connections.next_multiple_of(urls.len());
        let batches = self.arguments.backlog_messages.div_ceil(connections * BATCH_ENTRIES);
        let scripts = (0..connections).map(|at| {
            let body = send_message_batch(&urls[at % urls.len()], self.arguments.bodies, at as u64);
            Repeat::times(server.caller.request("SendMessageBatch", &body), batches)
        });
        run_out(server.program.address, scripts.collect()).await?;
        Ok(connections * batches * BATCH_ENTRIES)
    }
}

/// Puts the backlog on one queue.
pub(super) async fn backlog(bench: &Bench<'_>, server: &Server, url: &Arc<str>) -> io::Result<usize> {
    bench.fill(server, std::slice::from_ref(url)).await
}

/// Receives and deletes on every connection.
pub(super) fn drains(bench: &Bench<'_>, server: &Server, url: &Arc<str>) -> Vec<Drain> {
    let connections = 0..bench.arguments.connections;
    connections.map(|_| Drain::new(server.caller.clone(), receiver(server, url))).collect()
}

/// A receive and the delete of what it brought.
pub(super) async fn exchanges(server: &Server, url: &str) -> io::Result<[Exchange; 2]> {
    let receive = server.caller.request("ReceiveMessage", &receive_message(url));
    let receive = server.exchange(receive).await?;
    let (body, entries) = delete_message_batch(url, &receive.reply);
    if entries < BATCH_ENTRIES {
        return Err(io::Error::other(format!("a receive of {BATCH_ENTRIES} brought {entries}")));
    }
    let delete = server.caller.request("DeleteMessageBatch", &body);
    let delete = server.exchange(delete).await?;
    Ok([receive, delete])
}

fn receiver(server: &Server, url: &Arc<str>) -> Receive {
    Receive::new(url.clone(), server.caller.request("ReceiveMessage", &receive_message(url)))
}
