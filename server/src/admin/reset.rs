//! `POST /_millpond/reset`: empties the server. Every resource is removed, and every name is free at once.

use hyper::StatusCode;
use millpond_api::Holds;
use millpond_partition::Decision;
use serde_json::json;

use super::{failed, needs_test_clock, ok};
use crate::http::HttpAnswer;
use crate::worker::Worker;

/// Answers.
pub async fn answer(worker: &Worker) -> HttpAnswer {
    if worker.shared.test_clock.is_none() {
        return needs_test_clock();
    }
    let cleared = worker
        .probe(millpond_catalogue::PARTITION, |turn| millpond_sqs::clear(&mut turn.part(Holds::part)))
        .await;
    let Ok(parcels) = cleared else { return failed(StatusCode::SERVICE_UNAVAILABLE, "try again") };
    let removed = parcels.len();
    // True here is not enough: each resource's own partition must have heard.
    for parcel in parcels {
        let delivered = worker
            .probe_until_delivered(millpond_catalogue::PARTITION, move |_| Decision::AfterDelivery(parcel))
            .await;
        if delivered.is_err() {
            return failed(StatusCode::SERVICE_UNAVAILABLE, "try again");
        }
    }
    ok(json!({ "removed": removed }))
}
