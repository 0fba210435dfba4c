//! `GET /_millpond/health`: the server is up, and which version it is.

use serde_json::json;

use super::ok;
use crate::http::HttpAnswer;
use crate::worker::Worker;

/// Answers.
pub fn answer(worker: &Worker) -> HttpAnswer {
    let services: Vec<_> = worker.shared.services.models.iter().map(|model| model.id).collect();
    ok(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "services": services }))
}
