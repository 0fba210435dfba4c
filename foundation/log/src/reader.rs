//! What counts in a partition's log: rule 1 of the log, applied alike by every reader on every engine.
//!
//! A log keeps what it is given, by whomever. Which of it counts is decided here alone, from the entries in
//! the order of their positions.

use crate::{Entry, Epoch, NodeId, Position};

/// The claim in force on a partition, and the record that must come next under it.
///
/// Feed it every entry, from the partition's first position or from where a checkpoint left it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    claim: Option<Claim>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Claim {
    epoch: Epoch,
    owner: NodeId,
    position: Position,
    next_owner_seq: u64,
    /// A record is missing: nothing more counts until the next claim.
    broken: bool,
}

/// What an entry is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A claim that is in force from here on.
    ClaimInForce,
    /// A claim whose epoch is not above that of every claim before it. Changes nothing.
    ClaimVoid,
    /// A record to apply.
    Counts,
    /// A record of a claim that is not, or no longer, in force.
    Stale,
    /// A record that stood before under this claim.
    Duplicate,
    /// A record behind one that is missing.
    AfterGap {
        /// The owner_seq that is missing.
        expected: u64,
    },
}

impl Verdict {
    /// Whether a record is to be applied.
    pub fn counts(self) -> bool {
        self == Verdict::Counts
    }
}

impl InForce {
    /// Before the first entry: no claim is in force.
    pub fn new() -> Self {
        InForce::default()
    }

    /// As a checkpoint left it: the claim that was in force, where it stood, and the owner_seq that came
    /// next. A partition that had met a gap takes no checkpoint before its next claim, so there is none to
    /// resume from.
    pub fn resume(epoch: Epoch, owner: NodeId, claimed_at: Position, next_owner_seq: u64) -> Self {
        InForce { claim: Some(Claim { epoch, owner, position: claimed_at, next_owner_seq, broken: false }) }
    }

    /// The same, but a record was missing.
    pub(crate) fn broken(mut self) -> Self {
        self.claim.iter_mut().for_each(|claim| claim.broken = true);
        self
    }

    /// Takes the next entry and says what it is worth.
    pub fn take(&mut self, position: Position, entry: &Entry) -> Verdict {
        let record = match entry {
            Entry::Claim { epoch, owner } => return self.claim(position, *epoch, *owner),
            Entry::Record(record) => record,
        };
        let Some(claim) = &mut self.claim else { return Verdict::Stale };
        if (record.epoch, record.owner) != (claim.epoch, claim.owner) {
            Verdict::Stale
        } else if record.owner_seq < claim.next_owner_seq {
            Verdict::Duplicate
        } else if claim.broken || record.owner_seq > claim.next_owner_seq {
            // The missing record may turn up later. It must not count then: its successors were passed over,
            // and a reader that came by between has seen neither.
            claim.broken = true;
            Verdict::AfterGap { expected: claim.next_owner_seq }
        } else {
            claim.next_owner_seq += 1;
            Verdict::Counts
        }
    }

    fn claim(&mut self, position: Position, epoch: Epoch, owner: NodeId) -> Verdict {
        // The claim in force has the greatest epoch so far, since a void claim's is never greater.
        if self.claim.is_some_and(|held| epoch <= held.epoch) {
            return Verdict::ClaimVoid;
        }
        self.claim = Some(Claim { epoch, owner, position, next_owner_seq: 0, broken: false });
        Verdict::ClaimInForce
    }

    /// The epoch in force; 0 before the first claim. The next claim should be one higher.
    pub fn epoch(&self) -> Epoch {
        self.claim.map_or(Epoch(0), |claim| claim.epoch)
    }

    /// Whose claim is in force.
    pub fn owner(&self) -> Option<NodeId> {
        self.claim.map(|claim| claim.owner)
    }

    /// Where the claim in force stands.
    pub fn claimed_at(&self) -> Option<Position> {
        self.claim.map(|claim| claim.position)
    }

    /// The owner_seq of the next record that counts.
    pub fn next_owner_seq(&self) -> u64 {
        self.claim.map_or(0, |claim| claim.next_owner_seq)
    }

    /// Whether a record is missing, so that nothing counts until the next claim.
    pub fn is_broken(&self) -> bool {
        self.claim.is_some_and(|claim| claim.broken)
    }

    /// Whether `owner` holds the claim in force, with `epoch`.
    pub fn is(&self, epoch: Epoch, owner: NodeId) -> bool {
        self.claim.is_some_and(|claim| (claim.epoch, claim.owner) == (epoch, owner))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::Record;

    fn claim(epoch: u64, owner: u64) -> Entry {
        Entry::Claim { epoch: Epoch(epoch), owner: NodeId(owner) }
    }

    fn record(epoch: u64, owner: u64, owner_seq: u64) -> Entry {
        Entry::Record(Record { epoch: Epoch(epoch), owner: NodeId(owner), owner_seq, body: Bytes::new() })
    }

    fn verdicts(entries: &[Entry]) -> Vec<Verdict> {
        let mut in_force = InForce::new();
        entries.iter().enumerate().map(|(at, entry)| in_force.take(Position(at as u64), entry)).collect()
    }

    use Verdict::*;

    #[test]
    fn records_count_in_order_under_the_claim_in_force() {
        let log = [
            record(1, 7, 0),
            claim(1, 7),
            record(1, 7, 0),
            record(1, 7, 1),
            record(1, 8, 2),
            record(2, 7, 2),
        ];
        assert_eq!(verdicts(&log), [Stale, ClaimInForce, Counts, Counts, Stale, Stale]);
    }

    #[test]
    fn of_rival_claims_the_greater_epoch_wins_and_of_equals_the_first() {
        let log = [claim(1, 7), claim(1, 8), record(1, 8, 0), record(1, 7, 0), claim(3, 8), claim(2, 7)];
        assert_eq!(verdicts(&log), [ClaimInForce, ClaimVoid, Stale, Counts, ClaimInForce, ClaimVoid]);
    }

    #[test]
    fn a_fenced_owner_that_goes_on_writing_changes_nothing() {
        let log =
            [claim(1, 7), record(1, 7, 0), claim(2, 8), record(1, 7, 1), record(2, 8, 0), record(1, 7, 2)];
        assert_eq!(verdicts(&log), [ClaimInForce, Counts, ClaimInForce, Stale, Counts, Stale]);
    }

    #[test]
    fn after_a_gap_nothing_counts_until_the_next_claim() {
        let gap = AfterGap { expected: 1 };
        let log = [
            claim(1, 7),
            record(1, 7, 0),
            record(1, 7, 2),
            record(1, 7, 1),
            record(1, 7, 0),
            record(1, 7, 3),
            claim(2, 7),
            record(2, 7, 0),
        ];
        assert_eq!(verdicts(&log), [ClaimInForce, Counts, gap, gap, Duplicate, gap, ClaimInForce, Counts]);
    }

    #[test]
    fn a_duplicate_is_dropped_and_the_next_record_counts() {
        let log = [claim(1, 7), record(1, 7, 0), record(1, 7, 0), record(1, 7, 1)];
        assert_eq!(verdicts(&log), [ClaimInForce, Counts, Duplicate, Counts]);
    }

    #[test]
    fn it_goes_on_where_a_checkpoint_left_it() {
        let mut in_force = InForce::resume(Epoch(3), NodeId(7), Position(40), 5);
        assert_eq!(in_force.take(Position(46), &record(3, 7, 5)), Counts);
        assert_eq!((in_force.claimed_at(), in_force.next_owner_seq()), (Some(Position(40)), 6));
    }
}
