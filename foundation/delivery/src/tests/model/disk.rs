//! A log of small segments with their sidecars, as far as one resource sees it.

use std::collections::BTreeMap;

use millpond_log::{BLOCK_ROWS, GroupRows, Position, Row, RowKind, Sought, Stretch, TableRun};
use millpond_partition::{Block, BlockRef, Part};

use crate::tests::RESOURCE;
use crate::{Delivery, GroupKey, Sequence};

/// See the module.
#[derive(Default)]
pub(super) struct Disk {
    position: u64,
    offset: u32,
    /// Rows of the segment that is being written, and whether they were copied forward.
    open: Vec<(Row, bool)>,
    pub(super) sealed: Vec<Segment>,
    /// So many of the sealed segments the resource knows to be sealed.
    pub(super) told: usize,
    /// As if its sidecars were of a version that had no group directories.
    pub(super) without_groups: bool,
}

/// A sealed segment.
pub(super) struct Segment {
    pub(super) id: u64,
    pub(super) end: Position,
    stretches: Vec<(Stretch, Option<Vec<Sequence>>)>,
    /// By where a stretch begins.
    rows: BTreeMap<u64, Vec<Row>>,
}

impl Disk {
    /// A place for the next event: in a record of its own, or in one with the last.
    pub(super) fn place(&mut self, new_record: bool) -> (Position, u32) {
        if new_record || self.open.is_empty() {
            (self.position, self.offset) = (self.position + 1, 0);
        } else {
            self.offset += 1;
        }
        (Position(self.position), self.offset)
    }

    pub(super) fn write(&mut self, row: Row, forwarded: bool) {
        self.open.push((row, forwarded));
    }

    /// Begins a new segment.
    pub(super) fn cut(&mut self) {
        let mut listed: BTreeMap<Sequence, Row> = BTreeMap::new();
        let mut plain: Vec<Row> = Vec::new();
        for (row, forwarded) in std::mem::take(&mut self.open) {
            if forwarded {
                listed.insert(row.sequence, row);
            } else {
                plain.push(row);
            }
        }
        let id = self.sealed.len() as u64 + 1;
        // Some records of others, or none.
        self.position += id % 2;
        let end = Position(self.position + 1);
        let mut segment = Segment { id, end, stretches: Vec::new(), rows: BTreeMap::new() };
        for rows in plain.chunk_by(|row, next| row.sequence + 1 == next.sequence) {
            segment.add(rows.to_vec(), false);
        }
        if !listed.is_empty() {
            segment.add(listed.into_values().collect(), true);
        }
        self.sealed.push(segment);
    }

    /// Tells of the next sealed segment.
    pub(super) fn tell(&mut self, delivery: &mut Delivery) {
        if let Some(segment) = self.sealed.get(self.told) {
            segment.tell(delivery);
            self.told += 1;
        }
    }

    pub(super) fn load(&self, block: BlockRef) -> Block {
        match block.part {
            Part::Rows(number) => {
                let rows = self.rows(block.stretch);
                let from = (number * BLOCK_ROWS) as usize;
                Block::Rows(rows[from..rows.len().min(from + BLOCK_ROWS as usize)].to_vec())
            }
            Part::Groups if self.without_groups => Block::Groups(Vec::new()),
            Part::Groups => Block::Groups(groups_of(self.rows(block.stretch))),
            Part::Page => unreachable!("it is in a checkpoint"),
            Part::Runs => {
                let Stretch { segment: from, resource, first: sequence, at: to, .. } = block.stretch;
                Block::Runs(self.runs(&Sought { resource, sequence, from, to }))
            }
        }
    }

    /// As a run table has them, a few at once.
    pub(super) fn runs(&self, sought: &Sought) -> Vec<TableRun> {
        let segments = &self.sealed[sought.from as usize - 1..sought.to as usize];
        let stretches = segments.iter().flat_map(|segment| &segment.stretches);
        let plain = stretches.filter(|(stretch, _)| !stretch.kind.listed).map(|(stretch, _)| *stretch);
        let from = plain.skip_while(|it| it.first + u64::from(it.count) <= sought.sequence);
        let found: Vec<TableRun> =
            from.take(1 + sought.sequence as usize % 5).map(|it| self.run(it)).collect();
        assert!(
            found.first().is_some_and(|run| run.stretch.first <= sought.sequence),
            "{sought:?}: {found:?}"
        );
        found
    }

    fn run(&self, stretch: Stretch) -> TableRun {
        let rows = self.rows(stretch);
        let group = |row: &Row| row.group.and_then(GroupKey::new);
        let sole = rows.iter().all(|row| group(row) == group(&rows[0]));
        let bytes = rows.iter().map(|row| u64::from(row.len)).sum();
        TableRun { stretch, bytes, sole: sole.then(|| group(&rows[0])) }
    }

    fn rows(&self, stretch: Stretch) -> &[Row] {
        &self.sealed[stretch.segment as usize - 1].rows[&stretch.at]
    }

    pub(super) fn row(&self, stretch: Stretch, row: u32) -> Row {
        self.rows(stretch)[row as usize]
    }
}

impl Segment {
    fn tell(&self, delivery: &mut Delivery) {
        for (stretch, listed) in &self.stretches {
            delivery.seal(*stretch, listed.as_deref(), self.end);
        }
        delivery.rest(1);
    }

    fn add(&mut self, rows: Vec<Row>, listed: bool) {
        let kind = RowKind {
            grouped: rows.iter().any(|row| row.group.is_some()),
            moved: rows.iter().any(|row| row.past.is_some()),
            listed,
        };
        let at = 64 + self.rows.len() as u64 * 1000;
        let (first, count) = (rows[0].sequence, rows.len() as u32);
        let stretch = Stretch { segment: self.id, resource: RESOURCE, first, count, kind, at };
        self.stretches.push((stretch, listed.then(|| rows.iter().map(|row| row.sequence).collect())));
        self.rows.insert(at, rows);
    }
}

/// As in a sidecar.
fn groups_of(rows: &[Row]) -> Vec<GroupRows> {
    let mut groups: BTreeMap<Option<GroupKey>, GroupRows> = BTreeMap::new();
    for (at, row) in (0..).zip(rows) {
        let group = row.group.and_then(GroupKey::new);
        let it = groups.entry(group).or_insert(GroupRows { group, count: 0, first: at, last: at });
        (it.count, it.last) = (it.count + 1, at);
    }
    let worth = groups.len() > 1 && groups.len() <= rows.len() / 16;
    groups.into_values().filter(|_| worth).collect()
}
