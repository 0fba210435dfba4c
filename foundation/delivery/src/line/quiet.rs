//! The search for messages of quiet tenants behind the frontier, while there is a noisy one before it: run by run, over
//! what is of noisy tenants alone, and in a run of several tenants over what its group directory says of them.

use millpond_log::{BLOCK_ROWS, GroupRows, Stretch};

use super::fill::AHEAD;
use super::loose::Tenants;
use super::{BlockRef, Filled, Lines, Loaded, Look, Window};
use crate::Sequence;
use crate::ledger::{Found, Ledger};

/// Rows and runs that one search looks at; the next one goes on from there.
const SEEK_STEPS_MAX: u32 = 120_000;

/// The groups of a stretch that is being looked through.
#[derive(Debug)]
pub(super) struct Sought {
    segment: u64,
    at: u64,
    /// None, if only the rows tell.
    groups: Vec<GroupRows>,
    /// The rows that may be of quiet tenants, from each first one to each last one, in order and apart.
    quiet: Vec<(u32, u32)>,
    /// For what [`Tenants::noise_changes`] was then.
    noise: Option<u64>,
}

/// What is known of a message that waits behind the frontier.
enum Step {
    /// Its row tells whose it is. Up to so many blocks behind that of the row may be needed as well.
    Look { ahead: u32 },
    /// It is in the window already, or held back, or of a noisy tenant, and so are all before this one.
    Skip(Sequence),
    /// This tells.
    Needs(BlockRef),
}

impl Sought {
    pub(super) fn new(stretch: &Stretch, groups: Vec<GroupRows>) -> Sought {
        Sought { segment: stretch.segment, at: stretch.at, groups, quiet: Vec::new(), noise: None }
    }

    /// The first row, at `row` or behind, that may be of a quiet tenant, and the last one of those that follow it.
    fn quiet_rows(&mut self, row: u32, tenants: &Tenants) -> Option<(u32, u32)> {
        let noise = Some(tenants.noise_changes());
        if self.noise != noise {
            self.quiet = ranges(self.groups.iter().filter(|it| !tenants.is_noisy(it.group)));
            self.noise = noise;
        }
        let at = self.quiet.partition_point(|(_, last)| *last < row);
        self.quiet.get(at).map(|(first, last)| (*first.max(&row), *last))
    }
}

/// The rows between the first and the last of each group, in order and apart.
fn ranges<'a>(groups: impl Iterator<Item = &'a GroupRows>) -> Vec<(u32, u32)> {
    let mut ranges = Vec::new();
    for group in groups {
        if group.count == 2 {
            ranges.extend([(group.first, group.first), (group.last, group.last)]);
        } else {
            ranges.push((group.first, group.last));
        }
    }
    ranges.sort_unstable();
    ranges.dedup_by(|next, before| {
        let joins = next.0 <= before.1.saturating_add(1);
        if joins {
            before.1 = before.1.max(next.1);
        }
        joins
    });
    ranges
}

impl Window {
    /// Looks for messages of quiet tenants behind the frontier, if there is a noisy one before it.
    pub(super) fn seek_quiet(&mut self, ledger: &Ledger, most: u64) -> Filled {
        for _ in 0..SEEK_STEPS_MAX {
            let Lines::Loose(tenants) = &mut self.lines else { break };
            if !tenants.any_noisy() || tenants.quiet_waiting() >= most {
                break;
            }
            let (Some(from), Some(frontier)) = (tenants.quiet_from, self.frontier) else { break };
            let Some(next) = ledger.next_waiting(from.max(frontier)) else {
                tenants.sought_all();
                break;
            };
            let step = if self.loaded.contains(next) || self.behind.contains(next) {
                Step::Skip(next + 1)
            } else {
                seek_step(ledger, tenants, &mut self.sought, next)
            };
            let ahead = match step {
                Step::Look { ahead } => ahead,
                Step::Skip(to) => {
                    tenants.quiet_from = Some(to);
                    continue;
                }
                Step::Needs(groups) => {
                    tenants.quiet_from = Some(next);
                    self.want(groups, 0);
                    return Filled::Fetch;
                }
            };
            tenants.quiet_from = Some(next + 1);
            match self.look(ledger, next) {
                Look::Here(row) => {
                    let message = Loaded::of(&row);
                    let Lines::Loose(tenants) = &self.lines else { break };
                    if !tenants.is_noisy(message.row.group) {
                        self.load(ledger, next, message);
                    }
                }
                Look::In(block) => {
                    if let Lines::Loose(tenants) = &mut self.lines {
                        tenants.quiet_from = Some(next);
                    }
                    self.want(block, ahead);
                    return Filled::Fetch;
                }
                Look::Broken => return Filled::Broken,
            }
        }
        Filled::Ready
    }
}

fn seek_step(ledger: &Ledger, tenants: &Tenants, sought: &mut Option<Sought>, next: Sequence) -> Step {
    match ledger.sole_tenant(next) {
        Some((group, end)) if tenants.is_noisy(group) => return Step::Skip(end),
        Some(_) => return Step::Look { ahead: AHEAD },
        None => {}
    }
    let (stretch, row) = match ledger.find(next) {
        Some(Found::Cold(stretch, row)) => (stretch, row),
        Some(Found::Away(sought)) => return Step::Needs(BlockRef::runs(sought)),
        Some(Found::Hot(..)) | None => return Step::Look { ahead: 0 },
    };
    if !stretch.may_have_groups() {
        return Step::Look { ahead: AHEAD };
    }
    let Some(sought) = sought.as_mut().filter(|it| (it.segment, it.at) == (stretch.segment, stretch.at))
    else {
        return Step::Needs(BlockRef::groups(stretch));
    };
    if sought.groups.is_empty() {
        return Step::Look { ahead: AHEAD };
    }
    // What has been copied forward has its row here as well: no number of the stretch is left out.
    match sought.quiet_rows(row, tenants) {
        Some((first, last)) if first == row => {
            Step::Look { ahead: (last / BLOCK_ROWS - row / BLOCK_ROWS).min(AHEAD) }
        }
        Some((first, _)) => Step::Skip(stretch.first + u64::from(first)),
        None => Step::Skip(stretch.first + u64::from(stretch.count)),
    }
}
