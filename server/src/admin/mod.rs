//! The server's own pages under `/_millpond/`: health, metrics, what waits on a queue, and with `--test-clock` the clock and the reset.

mod clock;
mod health;
mod messages;
mod metrics;
mod reset;

use hyper::{Method, StatusCode};
use serde_json::json;

use crate::http::{HttpAnswer, plain};
use crate::worker::Worker;

/// What they all start with.
pub const PREFIX: &str = "/_millpond/";

/// Answers a request for one of them.
pub async fn answer(
    method: &Method,
    path: &str,
    query: Option<&str>,
    body: &[u8],
    worker: &Worker,
) -> HttpAnswer {
    let page = path.strip_prefix(PREFIX).unwrap_or_default();
    match (method, page) {
        (&Method::GET, "health") => health::answer(worker),
        (&Method::GET, "metrics") => metrics::answer(worker).await,
        (&Method::GET, "sqs/messages") => messages::answer(worker, query.unwrap_or_default()).await,
        (&Method::POST, "clock") => clock::answer(worker, body).await,
        (&Method::POST, "reset") => reset::answer(worker).await,
        (_, "health" | "metrics" | "sqs/messages" | "clock" | "reset") => {
            failed(StatusCode::METHOD_NOT_ALLOWED, "wrong method")
        }
        _ => failed(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

fn ok(body: serde_json::Value) -> HttpAnswer {
    plain(StatusCode::OK, "application/json", format!("{body}\n"))
}

fn failed(status: StatusCode, why: &str) -> HttpAnswer {
    plain(status, "application/json", format!("{}\n", json!({ "error": why })))
}

/// The pages that only a server for tests has.
fn needs_test_clock() -> HttpAnswer {
    failed(StatusCode::FORBIDDEN, "start the server with --test-clock to allow this")
}
