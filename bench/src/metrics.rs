//! What a Millpond server counts itself, read from its metrics page.

use std::io;
use std::net::SocketAddr;

use crate::http::Connection;

/// The log's counters. None where the server does not show them.
#[derive(Clone, Copy, Default)]
pub struct LogCounters {
    pub commits: Option<u64>,
    pub bytes: Option<u64>,
}

/// Reads the counters; all None if there is no such page.
pub async fn log_counters(address: SocketAddr) -> io::Result<LogCounters> {
    let mut connection = Connection::open(address).await?;
    let request = format!("GET /_millpond/metrics HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let reply = connection.call(request.as_bytes()).await?;
    if reply.status != 200 {
        return Ok(LogCounters::default());
    }
    let text = String::from_utf8_lossy(reply.body);
    Ok(LogCounters {
        commits: sum(&text, "millpond_log_commits_total"),
        bytes: sum(&text, "millpond_log_commit_bytes_total"),
    })
}

/// What the server counts of its checkpoints.
pub struct CheckpointFigures {
    pub taken: f64,
    pub bytes: f64,
    /// The longest time for which a worker only copied a partition, in seconds of its CPU.
    pub longest_copy_s: f64,
    /// How many copies there were, and of how many it took a millisecond at most.
    pub copies: f64,
    pub short_copies: f64,
    /// The worker's CPU for all of them.
    pub copies_s: f64,
    /// Of the log, not of checkpoints.
    pub log_bytes: f64,
}

/// Reads them; none if the server does not show them.
pub async fn checkpoint_figures(address: SocketAddr) -> io::Result<Option<CheckpointFigures>> {
    let mut connection = Connection::open(address).await?;
    let request = format!("GET /_millpond/metrics HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let page = String::from_utf8_lossy(connection.call(request.as_bytes()).await?.success()?).into_owned();
    let figures = || {
        Some(CheckpointFigures {
            taken: total(&page, "millpond_checkpoints_total")?,
            bytes: total(&page, "millpond_checkpoint_bytes_total")?,
            longest_copy_s: total(&page, "millpond_checkpoint_copy_longest_seconds")?,
            copies: total(&page, "millpond_checkpoint_copy_seconds_count")?,
            short_copies: total(&page, r#"millpond_checkpoint_copy_seconds_bucket{le="0.001"}"#)?,
            copies_s: total(&page, "millpond_checkpoint_copy_seconds_sum")?,
            log_bytes: total(&page, "millpond_log_commit_bytes_total")?,
        })
    };
    Ok(figures())
}

/// The sum of a counter over its labels.
fn sum(page: &str, name: &str) -> Option<u64> {
    total(page, name).map(|total| total as u64)
}

fn total(page: &str, name: &str) -> Option<f64> {
    let mut total = None;
    for line in page.lines() {
        let Some(rest) = line.strip_prefix(name) else { continue };
        if !rest.starts_with(['{', ' ']) {
            continue;
        }
        // A value may be followed by a time stamp; a label's value may hold spaces.
        let values = rest.rsplit_once('}').map_or(rest, |(_, values)| values);
        if let Some(value) = values.split_whitespace().next().and_then(|value| value.parse::<f64>().ok()) {
            total = Some(total.unwrap_or(0.0) + value);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_summed_over_their_labels() {
        let page = "# TYPE a_total counter\na_total{class=\"q x\"} 3\na_total{class=\"s\"} 4 1700000000\nb_total 5\na_total_more 9\n";
        assert_eq!(sum(page, "a_total"), Some(7));
        assert_eq!(sum(page, "b_total"), Some(5));
        assert_eq!(sum(page, "c_total"), None);
        assert_eq!(total("longest_seconds 0.0005\n", "longest_seconds"), Some(0.0005));
    }
}
