//! Finds where messages stand of which the owner has forgotten it: in the run table of their segments, or, where there is
//! none that can be read, in the sidecars themselves.

use super::SegmentLog;
use super::run_table::{take, weigh};
use super::sidecar::Ahead;
use super::store::no_sidecar;
use crate::{LogError, Sought, TABLE_SEGMENTS, TableRun};

impl SegmentLog {
    /// See [`crate::Store::runs`].
    pub(super) fn look_up(
        &self,
        sought: &Sought,
        may_block: bool,
    ) -> Result<Option<Vec<TableRun>>, LogError> {
        let table = self.tables.read().expect(UNPOISONED).get(sought.from / TABLE_SEGMENTS);
        if let Some(table) = &table {
            match table.runs(sought, may_block) {
                Ok(None) => return Ok(None),
                Ok(Some(runs)) if runs.first().is_some_and(|run| self.is_there(run.stretch.segment)) => {
                    return Ok(Some(runs));
                }
                Ok(Some(_)) => {}
                // Also if it could not be read: its blocks may stand where the device has lost them.
                Err(_) => self.tables.write().expect(UNPOISONED).lose(table),
            }
        }
        if !may_block {
            return Ok(None);
        }
        let found = self.look_into_sidecars(sought)?;
        if !found.is_empty() {
            return Ok(Some(found));
        }
        let class = self.options.class;
        let place = table.map_or_else(|| class.sidecar_name(sought.from), |table| table.name.clone());
        let Sought { resource, sequence, from, to } = *sought;
        let what =
            format!("message {sequence} of resource {resource} is in none of the segments {from} to {to}");
        Err(LogError::damaged(place, what))
    }

    fn is_there(&self, id: u64) -> bool {
        let segments = self.segments.read().expect("no holder of the list's lock panics");
        segments.binary_search_by_key(&id, |segment| segment.header.id).is_ok()
    }

    /// Slow: reads the directories of all of them. One that is damaged fails it, since what that one has could be missed.
    fn look_into_sidecars(&self, sought: &Sought) -> Result<Vec<TableRun>, LogError> {
        let segments: Vec<u64> = {
            let segments = self.segments.read().expect("no holder of the list's lock panics");
            let ids = segments.iter().map(|segment| segment.header.id);
            ids.filter(|id| (sought.from..=sought.to).contains(id)).collect()
        };
        let mut there = Vec::new();
        for id in segments {
            // Of one that has none yet owners have the rows in memory.
            let Some(sidecar) = self.sidecar(id) else { continue };
            let stretches = self.doubtful.note(id, sidecar.directory())?.stretches.into_iter();
            let own = stretches.map(|(_, stretch)| stretch).filter(|it| it.resource == sought.resource);
            let unweighed = |stretch| TableRun { stretch, bytes: 0, sole: None };
            there.extend(own.filter(|it| !it.kind.listed).map(unweighed));
        }
        there.sort_by_key(|run| (run.stretch.first, run.stretch.segment, run.stretch.at));
        let mut found = Vec::new();
        take(&there, sought, &mut found);
        for run in &mut found {
            let id = run.stretch.segment;
            let sidecar = self.sidecar(id).ok_or_else(|| no_sidecar(id))?;
            *run = self.doubtful.note(id, weigh(&mut Ahead::of(&sidecar), run.stretch))?;
        }
        Ok(found)
    }
}

const UNPOISONED: &str = "no holder of the tables' lock panics";
