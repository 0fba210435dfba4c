//! Whether a delivery and the naive model of it have the same.

use std::collections::BTreeMap;

use millpond_log::Position;

use super::*;

impl Walk {
    pub(super) fn compare(&self) {
        let (delivery, reference) = (&self.delivery, &self.reference);
        assert_eq!(delivery.counts(), reference.counts());
        assert_eq!(delivery.ledger.waiting(), reference.waiting().len() as u64);
        let visible = reference.in_phase(|phase| matches!(phase, Phase::Waiting | Phase::Moving));
        assert_eq!(delivery.visible().collect::<Vec<_>>(), visible);
        let flying = reference.in_phase(|phase| matches!(phase, Phase::InFlight { .. }));
        assert_eq!(delivery.flying().collect::<Vec<_>>(), flying);
        let not_due = reference.in_phase(|phase| matches!(phase, Phase::Delayed { .. }));
        assert_eq!(delivery.not_due().collect::<Vec<_>>(), not_due);
        let until = self.any_until();
        let any = reference.waiting().iter().chain(&not_due).any(|sequence| *sequence <= until);
        assert_eq!(delivery.any_until(until), any);
        for (&sequence, known) in &reference.messages {
            assert_eq!(delivery.phase(sequence), Some(known.phase), "{sequence}");
            let first = (known.receives > 0).then_some(known.first);
            let received = match delivery.page_of(sequence) {
                Some(key) => received_in(&self.checkpoint.pages[&key], &key, sequence).unwrap(),
                None => delivery.received(sequence),
            };
            assert_eq!(received, (known.receives, first));
            let row = match delivery.row_of(sequence).expect("every message has a row") {
                RowAt::Here(row) => row,
                RowAt::Stored(StoredAt::Row(stretch, row)) => self.disk.row(stretch, row),
                RowAt::Stored(StoredAt::Sought(sought)) => {
                    assert_eq!(sought.sequence, sequence);
                    let stretch = self.disk.runs(&sought)[0].stretch;
                    self.disk.row(stretch, (sequence - stretch.first) as u32)
                }
            };
            assert_eq!(row, known.row(sequence));
        }
        self.compare_segments();
    }

    fn compare_segments(&self) {
        let told = &self.disk.sealed[..self.disk.told];
        let end = told.last().map_or(Position(0), |last| last.end);
        let positions = self.reference.messages.values().map(|known| known.posting.position);
        assert_eq!(self.delivery.hot_from(), positions.filter(|position| *position >= end).min());
        let live = live_bytes(&self.delivery);
        assert!(live.values().all(|bytes| *bytes > 0));
        let mut by_segment: BTreeMap<u64, Vec<Sequence>> = BTreeMap::new();
        for (sequence, known) in &self.reference.messages {
            let at = told.partition_point(|segment| segment.end <= known.posting.position);
            if let Some(segment) = told.get(at) {
                by_segment.entry(segment.id).or_default().push(*sequence);
            }
        }
        let away = |segment: u64| self.delivery.away_in(segment).is_some();
        let needed = live.keys().filter(|segment| by_segment.contains_key(segment) || !away(**segment));
        assert!(needed.eq(by_segment.keys()), "segments that are needed: {live:?}, {by_segment:?}");
        for segment in told.iter().map(|segment| segment.id) {
            let all = by_segment.remove(&segment).unwrap_or_default();
            let (from, most) = (self.below(2) * self.any(), 1 + self.below(40) as usize);
            assert!(all.iter().all(|sequence| self.delivery.stands_in(*sequence, segment)));
            let found = self.delivery.in_segment(segment, from, most);
            if away(segment) {
                assert!(found.iter().all(|(sequence, ..)| *sequence >= from && all.contains(sequence)));
                continue;
            }
            let expected: Vec<Sequence> =
                all.into_iter().filter(|sequence| *sequence >= from).take(most).collect();
            assert_eq!(found.iter().map(|(sequence, ..)| *sequence).collect::<Vec<_>>(), expected);
            for (sequence, stretch, row) in found {
                let known = &self.reference.messages[&sequence];
                assert_eq!(self.disk.row(stretch, row), known.row(sequence));
            }
        }
    }
}
