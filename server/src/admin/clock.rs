//! `POST /_millpond/clock`: moves time forward, so that a test can pass a visibility timeout or a retention in a blink.
//!
//! Body: `{"advance_ms": N}` or `{"advance_seconds": N}`. What falls due on the way happens in its order, each at its
//! own time, before the call returns. The clock never goes back.

use hyper::StatusCode;
use millpond_runtime::{Clock, Millis};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{failed, needs_test_clock, ok};
use crate::clock::EngineClock;
use crate::http::HttpAnswer;
use crate::worker::{Item, Worker};

/// A century: more is a mistake.
const ADVANCE_MS_MAX: u64 = 100 * 366 * 86_400_000;

/// Answers.
pub async fn answer(worker: &Worker, body: &[u8]) -> HttpAnswer {
    let shared = &worker.shared;
    let Some(clock) = &shared.test_clock else { return needs_test_clock() };
    let advance = match parse(body) {
        Ok(advance) => advance,
        Err(why) => return failed(StatusCode::BAD_REQUEST, why),
    };
    // One at a time: two moves at once would have no order.
    let _alone = shared.moving.lock().await;
    if let Err(error) = shared.storage.note_moved_clock() {
        return failed(StatusCode::INTERNAL_SERVER_ERROR, &error);
    }
    // Whoever asked may go away on the way: then time runs on from where it has come to.
    let held = Held(clock);
    let end = clock.now() + advance;
    while let Some(due) = next_timer(worker).await.filter(|due| *due <= end) {
        clock.hold_at(due.max(clock.now()));
        tick(worker).await;
    }
    clock.hold_at(end.max(clock.now()));
    tick(worker).await;
    drop(held);
    if worker.probe(millpond_catalogue::PARTITION, |turn| turn.note_time()).await.is_err() {
        return failed(StatusCode::SERVICE_UNAVAILABLE, "the time was moved, but a restart may forget it");
    }
    ok(json!({ "now_ms": clock.now() }))
}

/// The clock while it is moved by hand.
struct Held<'a>(&'a EngineClock);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.go_on();
    }
}

/// Whole milliseconds.
fn parse(body: &[u8]) -> Result<Millis, &'static str> {
    const WANTED: &str =
        "a JSON object with advance_ms or advance_seconds is wanted, a number that is not negative";
    let body: Value = serde_json::from_slice(body).map_err(|_| WANTED)?;
    let number = |name: &str| body.get(name).and_then(Value::as_f64).filter(|n| n.is_finite() && *n >= 0.0);
    let ms = match (number("advance_ms"), number("advance_seconds")) {
        (Some(ms), None) => ms,
        (None, Some(seconds)) => seconds * 1000.0,
        _ => return Err(WANTED),
    };
    if ms <= ADVANCE_MS_MAX as f64 { Ok(ms as Millis) } else { Err("the clock moves by a century at most") }
}

/// The earliest timer of any worker.
async fn next_timer(worker: &Worker) -> Option<Millis> {
    let mut earliest: Option<Millis> = None;
    for mailbox in &worker.shared.mailboxes {
        let (send, answer) = oneshot::channel();
        mailbox.push(Item::NextTimer(send));
        let next = answer.await.ok().flatten();
        earliest = match (earliest, next) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    earliest
}

/// Lets every worker do what is due.
async fn tick(worker: &Worker) {
    for mailbox in &worker.shared.mailboxes {
        let (send, answer) = oneshot::channel();
        mailbox.push(Item::Tick(send));
        let _ = answer.await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_time_forward_is_taken() {
        assert_eq!(parse(br#"{"advance_seconds": 1.5}"#), Ok(1500));
        assert_eq!(parse(br#"{"advance_ms": 7}"#), Ok(7));
        for body in
            ["", "{}", "[]", r#"{"advance_ms": -1}"#, r#"{"advance_ms": "1"}"#, r#"{"advance_ms": 1e300}"#]
        {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
    }
}
