//! Which records of a segment count, so that no deduplication id of another one is remembered: it would answer for a message
//! that is not there. (Rows of such records do no harm: nobody asks for them.)

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use super::super::file::Segment;
use super::super::scan::Scan;
use super::super::section::{SectionHeader, sections};
use crate::{Entry, InForce, LogError, Partition, Position, Record};

/// So far it looks back, or one segment: what is missing and what comes behind it, until the owner hears of it, lie near.
const LOOKS_BACK_BYTES: u64 = 64 << 20;

/// What is in force on each partition, as far as it has read.
///
/// It need not begin where the log does. Of what it has not seen it believes the best, so that nothing that counts is
/// ever left out: the first records of a partition, and those of a claim that may be the one in force, count.
///
/// NOT_YET: a segment that was let go takes along what it knew of a missing record. If the process ends before the segment
/// behind has its sidecar, ids of records there that do not count are remembered for five minutes. On one machine no record
/// is ever missing: a log that can't tell what became of one ends its process. With several, sidecars must say how their
/// partitions stood at their end.
#[derive(Clone, Default)]
pub(in crate::segment) struct Judge {
    of: HashMap<Partition, InForce>,
    /// The commit that follows what it has read.
    next_commit: u64,
}

impl Judge {
    /// Who has read the segments before, of those there still are as many as are worth it: a record may be missing there.
    pub(in crate::segment) fn behind(before: &[Arc<Segment>]) -> Result<Judge, LogError> {
        let mut bytes = 0;
        let near = before.iter().rev().take_while(|segment| {
            let is_first = bytes == 0;
            bytes += segment.published_end();
            is_first || bytes <= LOOKS_BACK_BYTES
        });
        let from = before.len() - near.count();
        let mut judge = Judge::default();
        for segment in &before[from..] {
            judge.read_segment(segment)?;
        }
        Ok(judge)
    }

    fn read_segment(&mut self, segment: &Segment) -> Result<(), LogError> {
        let end = segment.published_end();
        let mut scan = Scan::new(segment, end);
        while scan.at() < end {
            // Whoever needs that segment says what is wrong with it.
            let Ok((frame, payload)) = scan.next()? else { break };
            self.begin(frame.header.commit);
            for section in sections(payload) {
                let section = section.map_err(|what| segment.unsupported(frame.offset, what))?;
                self.read(&section.header);
            }
        }
        Ok(())
    }

    /// A frame comes. Where segments between were let go, nothing is known of it.
    pub(super) fn begin(&mut self, commit: u64) {
        if commit != self.next_commit {
            self.of.clear();
        }
        self.next_commit = commit + 1;
    }

    fn read(&mut self, header: &SectionHeader) {
        if header.claim {
            return self.claim(header);
        }
        for at in 0..u64::from(header.count) {
            self.counts(header, at);
        }
    }

    /// Takes a claim.
    pub(super) fn claim(&mut self, header: &SectionHeader) {
        let claim = Entry::Claim { epoch: header.epoch, owner: header.owner };
        self.of.entry(header.partition).or_default().take(header.first, &claim);
    }

    /// Whether a section's record counts, the one with the number `at` there.
    pub(super) fn counts(&mut self, header: &SectionHeader, at: u64) -> bool {
        let owner_seq = header.first_owner_seq + at;
        let known = self.of.entry(header.partition).or_default();
        if known.epoch() <= header.epoch && !known.is(header.epoch, header.owner) {
            // Its claim was not seen.
            *known = InForce::resume(header.epoch, header.owner, header.first, owner_seq);
        }
        let (epoch, owner) = (header.epoch, header.owner);
        let record = Entry::Record(Record { epoch, owner, owner_seq, body: Bytes::new() });
        known.take(Position(header.first.0 + at), &record).counts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Epoch, NodeId};

    fn section(claim: bool, epoch: u64, owner: u64, first_owner_seq: u64) -> SectionHeader {
        SectionHeader {
            partition: Partition(0),
            claim,
            first: Position(0),
            epoch: Epoch(epoch),
            owner: NodeId(owner),
            first_owner_seq,
            count: 1,
            records_bytes: 0,
        }
    }

    #[test]
    fn a_record_behind_a_gap_and_one_of_an_earlier_claim_do_not_count() {
        let mut judge = Judge::default();
        judge.claim(&section(true, 4, 7, 0));
        assert!(judge.counts(&section(false, 4, 7, 0), 0));
        assert!(!judge.counts(&section(false, 4, 7, 2), 0), "a gap");
        assert!(!judge.counts(&section(false, 4, 7, 1), 0), "what was missing comes too late");
        judge.claim(&section(true, 5, 7, 0));
        assert!(judge.counts(&section(false, 5, 7, 0), 0));
        assert!(!judge.counts(&section(false, 4, 7, 3), 0), "of an earlier claim");
        assert!(judge.counts(&section(false, 5, 7, 1), 0));
    }

    #[test]
    fn who_begins_in_the_middle_leaves_nothing_out() {
        let mut judge = Judge::default();
        assert!(judge.counts(&section(false, 4, 7, 30), 0));
        assert!(judge.counts(&section(false, 4, 7, 31), 0));
        assert!(!judge.counts(&section(false, 4, 7, 33), 0));
        let mut judge = Judge::default();
        judge.claim(&section(true, 2, 8, 0));
        assert!(judge.counts(&section(false, 4, 7, 30), 0), "that claim was void");
        assert!(!judge.counts(&section(false, 2, 8, 0), 0));
    }

    #[test]
    fn a_segment_that_was_let_go_is_no_gap() {
        let mut judge = Judge::default();
        judge.begin(10);
        assert!(judge.counts(&section(false, 4, 7, 30), 0));
        judge.begin(11);
        assert!(!judge.counts(&section(false, 4, 7, 32), 0));
        judge.begin(20);
        assert!(judge.counts(&section(false, 4, 7, 40), 0));
    }
}
