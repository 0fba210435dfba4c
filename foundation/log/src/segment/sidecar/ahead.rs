//! Reads the rows of a sidecar from its beginning to its end, in few large reads.

use super::{Sidecar, rows};
use crate::{LogError, Row, Stretch};

/// So much is read at once.
const AHEAD_BYTES: u64 = 256 << 10;

/// Blocks that are asked for in the order in which they stand.
pub(in crate::segment) struct Ahead<'a> {
    sidecar: &'a Sidecar,
    at: u64,
    bytes: Vec<u8>,
}

impl<'a> Ahead<'a> {
    pub(in crate::segment) fn of(sidecar: &'a Sidecar) -> Ahead<'a> {
        Ahead { sidecar, at: 0, bytes: Vec::new() }
    }

    /// As [`Sidecar::rows`]. Waits for the device.
    pub(in crate::segment) fn rows(&mut self, stretch: &Stretch, block: u32) -> Result<Vec<Row>, LogError> {
        let sidecar = self.sidecar;
        let place = rows::block_at(stretch, block);
        let (at, bytes, _) =
            place.ok_or_else(|| sidecar.damaged(stretch.at, "the stretch has no such block"))?;
        let held = self.at..=self.at + self.bytes.len() as u64;
        if !held.contains(&at) || at.checked_add(bytes).is_none_or(|end| !held.contains(&end)) {
            let left = sidecar.header.size_bytes.saturating_sub(at);
            self.bytes = sidecar.read(at, bytes.max(left.min(AHEAD_BYTES)), true)?.expect("it may block");
            self.at = at;
        }
        let from = (at - self.at) as usize;
        let block_bytes = &self.bytes[from..from + bytes as usize];
        rows::decode(block_bytes, at, stretch, block, sidecar.seeds).map_err(|what| sidecar.damaged(at, what))
    }
}
