//! Ends a server and starts it again on its directory: what that costs until the first receive is answered.

use std::io;

use millpond_runtime::Stopwatch;

use super::calls::{Client, receive_body};
use super::messages::values;
use super::{Findings, Index, MIB, Place};
use crate::figures::Bound;
use crate::procfs;
use crate::scenarios::Server;

/// A server that is asked to end has this long; then it is killed, and what follows is no clean start.
const STOP_S: f64 = 10.0;

/// How a server ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// SIGTERM: it may tidy up.
    Clean,
    /// SIGKILL: it may not.
    Killed,
}

impl End {
    fn name(self) -> &'static str {
        match self {
            End::Clean => "restart",
            End::Killed => "restart after kill -9",
        }
    }
}

/// The first receive of a new server.
pub struct First<'a> {
    pub url: &'a str,
    /// Whether a message waits there.
    pub holds: bool,
    /// Seconds of CPU that the server may use till then.
    pub line_s: f64,
}

impl Index<'_> {
    /// The new server has answered a receive. What that brought is visible again.
    pub(super) async fn restart(
        &self,
        server: Server,
        place: Place,
        end: End,
        first: First<'_>,
        findings: &mut Findings,
    ) -> io::Result<Server> {
        let name = end.name();
        match end {
            End::Clean => {
                let watch = Stopwatch::start();
                server.program.stop()?;
                let stop_s = watch.elapsed_ns() as f64 / 1e9;
                findings.fact(format!("{name}: time to stop"), stop_s, "s", Bound::AtMost(STOP_S));
            }
            End::Killed => server.program.kill()?,
        }
        let server = self.server(place)?;
        let mut client = Client::open(server.program.address, &server.caller).await?;
        // The new server has another port, but a queue is known by the path of its URL.
        let answer = client.call("ReceiveMessage", &receive_body(first.url, 1, 0, Some(0))).await?;
        let cpu_s = procfs::cpu_ns(server.program.pid())? as f64 / 1e9;
        let wall_s = server.program.since_start.elapsed_ns() as f64 / 1e9;
        findings.fact(format!("{name}: CPU to the first receive"), cpu_s, "s", Bound::AtMost(first.line_s));
        findings.fact(format!("{name}: time to the first receive"), wall_s, "s", Bound::None);
        let peak = procfs::memory(server.program.pid())?.peak_bytes as f64 / MIB;
        findings.fact(format!("{name}: RSS at its peak till then"), peak, "MiB", Bound::None);
        let brought = values(&answer.body, br#""Body":""#).len() as u64;
        findings.exactly(format!("{name}: messages of the first receive"), brought, u64::from(first.holds));
        Ok(server)
    }
}
