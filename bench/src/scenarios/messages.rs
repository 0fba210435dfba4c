//! Scenarios that keep the server busy: sends, batches, receives, deletes.

use std::io;
use std::sync::Arc;

use super::floors_and_starts::{check, first_answer_ms};
use super::{Bench, Server};
use crate::caller::{
    BATCH_ENTRIES, MESSAGE_BYTES, delete_message_batch, receive_message, send_message, send_message_batch,
};
use crate::figures::{Bound, Call, Figures, SEND_MESSAGE};
use crate::floors::Lane;
use crate::load::{measure, run_out};
use crate::metrics::log_counters;
use crate::procfs;
use crate::scripts::{Delete, Drain, Receive, Repeat};

/// AWS allows 120,000 messages in flight in a queue; what is received before it is deleted needs several.
const MESSAGES_A_QUEUE_MAX: usize = 100_000;

impl Bench<'_> {
    /// SendMessage on every connection.
    pub(super) async fn send(&self, figures: &mut Figures) -> io::Result<()> {
        let mut server = self.start_server("send").await?;
        let url = server.queue("send").await?;
        let requests: Vec<Vec<u8>> = (0..self.arguments.connections as u64)
            .map(|seed| send_message(&url, self.arguments.bodies, seed))
            .map(|body| server.caller.request("SendMessage", &body))
            .collect();
        figures.calls.push(Call {
            name: SEND_MESSAGE,
            targets: &[0.25, 0.40],
            ..self.repeated(&mut server, &requests).await?
        });
        server.program.stop()
    }

    /// SendMessageBatch on every connection; then what the log and the memory hold, and a restart.
    pub(super) async fn batch(&self, figures: &mut Figures) -> io::Result<()> {
        let mut server = self.start_server("batch").await?;
        let url = server.queue("batch").await?;
        let bodies: Vec<String> = (0..self.arguments.connections as u64)
            .map(|seed| send_message_batch(&url, self.arguments.bodies, seed))
            .collect();
        let requests: Vec<Vec<u8>> =
            bodies.iter().map(|body| server.caller.request("SendMessageBatch", body)).collect();
        let lane = Lane::of(&bodies[0])?;
        let call = Call {
            name: "SendMessageBatch 10 × 1 KiB",
            messages: BATCH_ENTRIES as u64,
            lane: Some(lane),
            targets: &[0.85],
            ..self.repeated(&mut server, &requests).await?
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
        let mut server = self.start_server("receive").await?;
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

        let samples = self.samples(&mut server, &urls[0]).await?;
        let connections = self.arguments.connections;
        let receivers: Vec<Receive> =
            (0..connections).map(|at| receiver(&server, &urls[at % queues])).collect();
        let receive_echo_us = self.echo_us(&samples.receive).await?;
        let (received, receivers) =
            measure(&server.program, server.has_metrics, receivers, self.timing_of_a_backlog()).await?;
        let delete_echo_us = self.echo_us(&samples.delete).await?;
        let deleters =
            receivers.into_iter().map(|done| Delete::all_of(done, server.caller.clone())).collect();
        let (deleted, _) =
            measure(&server.program, server.has_metrics, deleters, self.timing_of_a_backlog()).await?;
        server.program.stop()?;

        for (name, measured, echo_us) in [
            ("ReceiveMessage of 10", received, receive_echo_us),
            ("DeleteMessageBatch of 10", deleted, delete_echo_us),
        ] {
            check(&measured)?;
            figures.calls.push(Call {
                name,
                connections,
                server: measured,
                requests: 1,
                messages: BATCH_ENTRIES as u64,
                echo_us,
                lane: None,
                targets: &[0.60],
            });
        }
        Ok(())
    }

    /// Receives and deletes in turn, on one queue.
    pub(super) async fn drain(&self, figures: &mut Figures) -> io::Result<()> {
        let mut server = self.start_server("drain").await?;
        let url = server.queue("drain").await?;
        let before_fill = log_counters(server.program.address).await?.bytes;
        let filled = self.fill(&server, std::slice::from_ref(&url)).await?;
        let after_fill = log_counters(server.program.address).await?.bytes;
        let samples = self.samples(&mut server, &url).await?;
        let echo_us = self.echo_us(&samples.receive).await? + self.echo_us(&samples.delete).await?;
        let connections = self.arguments.connections;
        let drains =
            (0..connections).map(|_| Drain::new(server.caller.clone(), receiver(&server, &url))).collect();
        let (measured, _) =
            measure(&server.program, server.has_metrics, drains, self.timing_of_a_backlog()).await?;
        server.program.stop()?;
        check(&measured)?;

        let messages = (measured.requests / 2 * BATCH_ENTRIES as u64) as f64;
        if let (Some(before), Some(after), Some(drained)) = (before_fill, after_fill, measured.log_bytes) {
            let each = (after - before) as f64 / filled as f64 + drained as f64 / messages;
            let bound = Bound::AtMost(1.12 * MESSAGE_BYTES as f64);
            figures.fact("log bytes of a message over its whole life", each, "B", bound);
        }
        figures.calls.push(Call {
            name: "Receive(10) + DeleteBatch(10)",
            connections,
            server: measured,
            requests: 2,
            messages: BATCH_ENTRIES as u64,
            echo_us,
            lane: None,
            targets: &[0.60],
        });
        Ok(())
    }

    /// One request a connection, again and again, between two halves of its echo.
    async fn repeated(&self, server: &mut Server, requests: &[Vec<u8>]) -> io::Result<Call> {
        let reply = server.sample(&requests[0]).await?;
        let before = self.echo_half(requests, &reply).await?;
        let scripts = requests.iter().cloned().map(Repeat::endlessly).collect();
        let (measured, _) = measure(&server.program, server.has_metrics, scripts, self.timing()).await?;
        let echo = before.plus(self.echo_half(requests, &reply).await?);
        check(&measured)?;
        Ok(Call {
            name: "",
            connections: requests.len(),
            server: measured,
            requests: 1,
            messages: 1,
            echo_us: echo.cpu_us(),
            lane: None,
            targets: &[],
        })
    }

    /// CPU of the echo for one exchange, on every connection.
    async fn echo_us(&self, exchange: &Exchange) -> io::Result<f64> {
        let requests = vec![exchange.request.clone(); self.arguments.connections];
        Ok(self.echo_half(&requests, &exchange.reply).await?.cpu_us())
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

    /// A receive and the delete of what it brought, as they went over the wire.
    async fn samples(&self, server: &mut Server, url: &str) -> io::Result<Samples> {
        let request = server.caller.request("ReceiveMessage", &receive_message(url));
        let receive = Exchange { reply: server.sample(&request).await?, request };
        let (body, entries) = delete_message_batch(url, &receive.reply);
        if entries < BATCH_ENTRIES {
            return Err(io::Error::other(format!("a receive of {BATCH_ENTRIES} brought {entries}")));
        }
        let request = server.caller.request("DeleteMessageBatch", &body);
        let delete = Exchange { reply: server.sample(&request).await?, request };
        Ok(Samples { receive, delete })
    }
}

struct Samples {
    receive: Exchange,
    delete: Exchange,
}

/// A request and its reply, whole.
struct Exchange {
    request: Vec<u8>,
    reply: Vec<u8>,
}

fn receiver(server: &Server, url: &Arc<str>) -> Receive {
    Receive::new(url.clone(), server.caller.request("ReceiveMessage", &receive_message(url)))
}
