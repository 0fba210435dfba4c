//! `GET /_millpond/metrics`: counters in Prometheus's text format, queue depths as they are now.

use hyper::StatusCode;
use millpond_log::Partition;

use crate::http::{HttpAnswer, plain};
use crate::worker::Worker;

/// Answers.
pub async fn answer(worker: &Worker) -> HttpAnswer {
    let shared = &worker.shared;
    let partitions: std::collections::BTreeSet<Partition> =
        shared.directory.snapshot().iter().map(|(_, entry)| entry.id.partition(shared.partitions)).collect();
    let mut depths = Vec::new();
    for partition in partitions {
        let found = worker.probe(partition, |turn| {
            let queues: Vec<_> = turn.state().sqs().queues().map(|(id, _)| id).collect();
            for id in queues {
                turn.part(|state| millpond_api::Holds::part(state))
                    .advance(|sqs: &mut millpond_sqs::SqsState, now| sqs.advance(id, now));
            }
            let queues = turn.state().sqs().queues();
            queues.map(|(_, queue)| (queue.arn.to_string(), queue.delivery.counts())).collect::<Vec<_>>()
        });
        depths.extend(found.await.unwrap_or_default());
    }
    shared.metrics.set_depths(depths.into_iter().flat_map(|(arn, counts)| {
        [("visible", counts.waiting), ("in_flight", counts.in_flight), ("delayed", counts.delayed)]
            .map(|(state, count)| (arn.clone(), state, count))
    }));
    if let Some(stats) = shared.storage.stats() {
        shared.metrics.set_log(stats);
    }
    plain(StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8", shared.metrics.text())
}
