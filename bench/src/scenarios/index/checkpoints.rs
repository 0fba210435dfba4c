//! What checkpoints take: bytes beside those of the log, and the time of those who decide commands.

use std::io;

use super::{Findings, MIB};
use crate::figures::Bound;
use crate::metrics::checkpoint_figures;
use crate::scenarios::Server;

/// The part of an owner's time that a checkpoint may take at once, in milliseconds.
const COPY_MS_MAX: f64 = 1.0;
/// The bytes of checkpoints, as a share of those of the log.
const SHARE_MAX: f64 = 0.02;
/// With less in the log, those that are taken because a server is idle are more than that.
const LOG_BYTES_MIN: f64 = 256.0 * MIB;

/// Of all checkpoints since the server's start.
pub async fn report(server: &Server, when: &str, findings: &mut Findings) -> io::Result<()> {
    let Some(figures) = checkpoint_figures(server.program.address).await? else { return Ok(()) };
    findings.fact(format!("{when}: checkpoints taken"), figures.taken, "", Bound::None);
    let each = figures.bytes / figures.taken.max(1.0) / MIB;
    findings.fact(format!("{when}: bytes of a checkpoint, mean"), each, "MiB", Bound::None);
    let bound = if figures.log_bytes < LOG_BYTES_MIN { Bound::None } else { Bound::AtMost(SHARE_MAX) };
    findings.fact(
        format!("{when}: bytes of checkpoints over the log's"),
        figures.bytes / figures.log_bytes.max(1.0),
        "",
        bound,
    );
    let mean_us = figures.copies_s * 1e6 / figures.copies.max(1.0);
    findings.fact(format!("{when}: copy of a partition, CPU, mean"), mean_us, "µs", Bound::None);
    let long = figures.copies - figures.short_copies;
    let what = format!("{when}: copies of more than {COPY_MS_MAX} ms, of {}", figures.copies);
    findings.fact(what, long, "", Bound::None);
    let longest_ms = figures.longest_copy_s * 1000.0;
    findings.fact(
        format!("{when}: longest copy of a partition, CPU"),
        longest_ms,
        "ms",
        Bound::AtMost(COPY_MS_MAX),
    );
    Ok(())
}
