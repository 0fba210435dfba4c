//! Bare echoes of the calls that a long run makes, asked again and again while it goes on: a machine that gets slower meanwhile
//! slows them too, and what is left of a difference is the server's own.

use std::io;
use std::time::Duration;

use super::calls::Client;
use super::messages::Sort;
use super::{Index, Server};
use crate::load::{Timing, measure};
use crate::program::Program;
use crate::scenarios::Exchange;
use crate::scenarios::messages::exchanges;
use crate::scripts::Repeat;
use crate::{caller, echo};

/// Short beside what is measured, and often.
const TIMING: Timing = Timing { warm_up: Duration::from_millis(20), length: Duration::from_millis(200) };

/// Echoes of a send, and of a receive with its delete. Each is of ten messages.
pub struct Echoes {
    pub sends: Vec<Echo>,
    pub takes: Vec<Echo>,
}

/// An echo server that gives one reply.
pub struct Echo {
    program: Program,
    request: Vec<u8>,
    connections: u64,
}

impl Index<'_> {
    /// Takes the calls' bytes from a queue of its own.
    pub(super) async fn echoes(&self, server: &Server) -> io::Result<Echoes> {
        let mut client = Client::open(server.program.address, &server.caller).await?;
        let url = client.queue("echoed").await?;
        let plan = self.plan(server, vec![url.clone()], Sort::Plain);
        let send = server.exchange(plan.request(0)).await?;
        let takes = exchanges(server, &url).await?;
        let start = |exchange: Exchange| {
            let program = echo::start(self.bench.arguments.echo_threads, &exchange.reply)?;
            Ok(Echo { program, request: exchange.request, connections: super::scripts::CONNECTIONS })
        };
        Ok(Echoes {
            sends: vec![start(send)?],
            takes: takes.into_iter().map(start).collect::<io::Result<_>>()?,
        })
    }
}

/// CPU that the echoes of one message need, in microseconds.
pub async fn message_us(echoes: &[Echo]) -> io::Result<f64> {
    let mut total_us = 0.0;
    for echo in echoes {
        let scripts = (0..echo.connections).map(|_| Repeat::endlessly(echo.request.clone())).collect();
        total_us += measure(&echo.program, false, scripts, TIMING).await?.measured.cpu_us();
    }
    Ok(total_us / caller::BATCH_ENTRIES as f64)
}
