//! What becomes of the ledger when a segment is sealed, and what it needs of the segments.

use millpond_log::{Position, Stretch};

use super::{Ledger, LiveBytes, Rows, Tables};
use crate::Sequence;

impl Ledger {
    /// The rows of these consecutive messages are in a sidecar now.
    pub(crate) fn seal(&mut self, stretch: Stretch) {
        self.resource = stretch.resource;
        let (begin, end) = (stretch.first, stretch.first + u64::from(stretch.count));
        let touched = self.runs.from(begin).take_while(|run| run.first < end);
        let touched: Vec<Sequence> =
            touched.filter(|run| run.hot().is_some() && run.end() > begin).map(|run| run.first).collect();
        for first in touched {
            let run = self.runs.remove(first).expect("it was there a moment ago");
            let from = begin.saturating_sub(first).min(u64::from(run.count)) as u32;
            let to = (end - first).min(u64::from(run.count)) as u32;
            let mut parts = Vec::with_capacity(3);
            if (from, to) == (0, run.count) {
                let mut run = run;
                run.chill(stretch);
                parts.push(run);
            } else {
                let mut sealed = run.slice(from, to);
                sealed.chill(stretch);
                parts.push(run.slice(0, from));
                parts.push(sealed);
                parts.push(run.slice(to, run.count));
            }
            parts.retain(|part| part.count > 0 && !part.is_dead());
            for part in parts {
                self.runs.insert(part);
            }
        }
        self.runs.settle();
        if let Some(Tables { pasts, strays, .. }) = self.apart.there() {
            // A message that was copied forward keeps its past until its new segment is sealed.
            for sequence in pasts.keys_within(begin, end.saturating_sub(1)) {
                if !strays.contains(sequence) {
                    pasts.remove(sequence);
                }
            }
        }
    }

    /// The lowest position of a row that is in memory.
    pub(crate) fn hot_from(&self) -> Option<Position> {
        let of_runs = self.runs.alone().filter_map(|run| {
            let first_live = run.next_live(0)?;
            run.hot().map(|rows| rows.get(first_live).position)
        });
        let of_strays = self.apart.stray_rows.iter().map(|(_, row)| row.position);
        of_runs.chain(of_strays).min()
    }

    /// Adds the bytes of live messages to those of their sealed segments.
    pub(crate) fn live_bytes(&self, into: &mut LiveBytes) {
        for run in self.runs.iter().filter(|run| !run.is_dead()) {
            match &run.rows {
                Rows::Hot(_) => {}
                Rows::Cold(packed) => {
                    let cold = packed.unpack(self.resource, run.first);
                    into.add(packed.segment(), cold.live_bytes(run.live()));
                }
                Rows::Away(away) => into.add_to_all(away.segments, away.live_bytes(&run)),
            }
        }
        for (segment, listed) in &self.apart.listed {
            into.add(*segment, listed.cold.live_bytes(listed.live));
        }
    }

    /// The live messages that stand in a sealed segment, from `from` on, `most` of them.
    pub(crate) fn in_segment(&self, segment: u64, from: Sequence, most: usize) -> Vec<Sequence> {
        let mut found: Vec<Sequence> = Vec::new();
        for run in self.runs.iter() {
            let Rows::Cold(packed) = &run.rows else { continue };
            if packed.segment() != segment || run.end() <= from {
                continue;
            }
            let mut at = from.saturating_sub(run.first) as u32;
            while let Some(next) = run.next_live(at).filter(|_| found.len() < most) {
                found.push(run.first + u64::from(next));
                at = next + 1;
            }
        }
        let strays = self.apart.strays.range(from, Sequence::MAX);
        let strays = strays.filter(|(_, stray)| stray.place().is_some_and(|(of, _)| of == segment));
        found.extend(strays.map(|(sequence, _)| sequence).take(most));
        found.sort_unstable();
        found.truncate(most);
        found
    }
}
