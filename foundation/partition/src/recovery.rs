//! Opening: the newest checkpoint and one pass over the log behind it build the state of every partition, then each is
//! claimed with a higher epoch.

use millpond_log::{Epoch, LogError};

use crate::slot::Phase;
use crate::{Command, Machine, Owner};

/// Builds the states of all owners' partitions from the log and submits their claims. They serve once the log has
/// confirmed those ([`Owner::poll`], [`Owner::is_serving`]).
pub fn open<M: Machine, C: Command<M>>(owners: &mut [Owner<M, C>]) -> Result<(), LogError> {
    let Some(first) = owners.first() else { return Ok(()) };
    let log = first.config.log.clone();
    let lanes = first.config.lanes;
    let mut from = Vec::with_capacity(log.partitions() as usize);
    for owner in owners.iter_mut() {
        for at in 0..owner.slots.len() {
            owner.restore(at)?;
            from.push((owner.slots[at].partition(), owner.slots[at].replayed));
        }
        owner.remember(None)?;
    }
    log.replay(&from, &mut |partition, position, entry| {
        let owner = &mut owners[partition.0 as usize % lanes];
        let at = owner.slot_of(partition);
        owner.slots[at].replay(position, &entry, &*log)
    })?;
    for owner in owners {
        for at in 0..owner.slots.len() {
            let slot = &mut owner.slots[at];
            debug_assert!(matches!(slot.phase, Phase::Claiming(_)));
            let epoch = Epoch(slot.in_force.epoch().0 + 1);
            owner.claim(at, epoch);
        }
    }
    Ok(())
}
