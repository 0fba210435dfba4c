//! What a partition promises, one promise a test: the log's rules 1 to 5, the answer gate, the outbox, the waiters.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "../ledger/mod.rs"]
mod ledger;

mod answer_gate;
mod background;
mod blocks;
mod lanes;
mod outbox;
mod rebuilding;
mod rivals;
mod room;
mod rules_of_the_log;
mod waiters;
mod what_contradicts;
