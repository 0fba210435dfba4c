//! Which records of a segment count, so that no deduplication id of another one is remembered: it would answer for a message
//! that is not there. (Rows of such records do no harm: nobody asks for them.)
//!
//! What counts depends on all that came before: on the claim in force, and on whether a record is missing. So each sidecar
//! says how the partitions stood at its segment's end, and who goes on behind that segment begins there. This is always
//! known, whatever was let go:
//!
//! - A segment is let go only if it has a sidecar, and all before it have one.
//! - The sidecar of a segment that is gone is kept as long as the segment that follows it is there (`dropping`).
//! - So on the way back from a segment that is there, over those that have no sidecar yet or whose sidecar is damaged, a
//!   sidecar comes before the first segment that is missing; or else the log's beginning.
//! - All that is read between is read in the order of the log. So what a sidecar says at its end is what reading everything
//!   from the log's beginning would give, by induction over the segments, and it is the same when it is made again.
//!
//! A checkpoint says this too, but at each partition's position: behind where the replay begins. What stands between could
//! not be judged.
//!
//! Sidecars of version 1 do not say it. Behind one of those the segments are read that are there and near.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use super::super::file::Segment;
use super::super::scan::Scan;
use super::super::section::{SectionHeader, sections};
use super::Sidecar;
use crate::{Entry, InForce, LogError, Partition, Position, Record};

/// So far it looks back over sidecars of version 1, or one segment: what is missing and what comes behind it, until the
/// owner hears of it, lie near.
const LOOKS_BACK_BYTES: u64 = 64 << 20;

/// What is in force on each partition, as far as it has read.
///
/// Where it did not begin with the log, it believes the best of what it has not seen, so that nothing that counts is
/// ever left out: the first records of a partition, and those of a claim that may be the one in force, count.
#[derive(Clone, Default)]
pub(in crate::segment) struct Judge {
    of: HashMap<Partition, InForce>,
    /// The commit that follows what it has read.
    next_commit: u64,
}

impl Judge {
    /// Who has read all before a segment. `before` are the segments that are still there, `sidecar` finds theirs and those of
    /// segments that are gone.
    pub(in crate::segment) fn behind(
        segment: &Segment,
        before: &[Arc<Segment>],
        sidecar: &dyn Fn(u64) -> Option<Arc<Sidecar>>,
    ) -> Result<Judge, LogError> {
        let (mut judge, mut unread, mut bytes) = (Judge::default(), Vec::new(), 0);
        let mut at = segment;
        loop {
            let predecessor = at.header.predecessor;
            let found = sidecar(predecessor.id).filter(|it| it.header.end == predecessor.end);
            let is_silent = match found.map(|it| it.standings()) {
                Some(Ok(Some(standings))) => {
                    judge =
                        Judge { of: standings.into_iter().collect(), next_commit: at.header.first_commit };
                    break;
                }
                Some(Ok(None)) => true,
                // One that is damaged is as good as none: its segment is read.
                None | Some(Err(LogError::Damaged { .. })) => false,
                Some(Err(error)) => return Err(error),
            };
            let Ok(there) = before.binary_search_by_key(&predecessor.id, |it| it.header.id) else { break };
            at = &before[there];
            if is_silent {
                bytes += at.published_end();
                if bytes > LOOKS_BACK_BYTES && !unread.is_empty() {
                    break;
                }
            }
            unread.push(at);
        }
        for segment in unread.into_iter().rev() {
            judge.read_segment(segment)?;
        }
        Ok(judge)
    }

    /// Whether it has read all before a segment.
    pub(in crate::segment) fn stands_before(&self, segment: &Segment) -> bool {
        self.next_commit == segment.header.first_commit
    }

    /// How the partitions stand, in their order.
    pub(super) fn standings(&self) -> Vec<(Partition, InForce)> {
        let mut standings: Vec<_> = self.of.iter().map(|(partition, stands)| (*partition, *stands)).collect();
        standings.sort_unstable_by_key(|(partition, _)| *partition);
        standings
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
