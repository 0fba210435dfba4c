//! One process: the owners of all partitions, on a handle of the log of its own.

use std::sync::Arc;

use millpond_log::{Lane, Log, LogError, NodeId, Partition};
use millpond_partition::{Mail, Owner, OwnerConfig, open};
use millpond_runtime::{Clock, Millis, SeededRandom};

use super::calls::{Ask, Call};
use super::state::Ledger;

/// A process that serves the ledger.
pub struct Process<L> {
    pub node: NodeId,
    pub log: Arc<L>,
    pub owners: Vec<Owner<Ledger, Call>>,
}

/// What has come out of a process.
#[derive(Default)]
pub struct Output {
    pub answers: Vec<Call>,
    pub mail: Vec<Mail>,
    pub alarms: Vec<String>,
}

impl<L: Log + 'static> Process<L> {
    /// Starts on `log` with `lanes` owners and submits the claims.
    pub fn start(
        node: u64,
        log: Arc<L>,
        lanes: usize,
        clock: Arc<dyn Clock>,
        reclaim: bool,
    ) -> Result<Self, LogError> {
        log.attach(lanes, Arc::new(|_| {}));
        let mut owners: Vec<Owner<Ledger, Call>> = (0..lanes)
            .map(|lane| {
                let config = OwnerConfig {
                    lane: Lane(lane),
                    lanes,
                    node: NodeId(node),
                    log: log.clone(),
                    clock: clock.clone(),
                    random: Arc::new(SeededRandom::new(node ^ (lane as u64) << 32)),
                    reclaim,
                };
                Owner::new(config, Arc::new(Ledger::new))
            })
            .collect();
        open(&mut owners)?;
        Ok(Process { node: NodeId(node), log, owners })
    }

    pub fn owner(&mut self, partition: Partition) -> &mut Owner<Ledger, Call> {
        let lanes = self.owners.len();
        &mut self.owners[partition.0 as usize % lanes]
    }

    pub fn partitions(&self) -> u32 {
        self.log.partitions()
    }

    pub fn state(&self, partition: Partition) -> &Ledger {
        self.owners[partition.0 as usize % self.owners.len()].state(partition)
    }

    pub fn execute(&mut self, call: Call) {
        let partition = match call.ask {
            Ask::Name { .. } => Partition(0),
            _ => call.account.partition(self.partitions()),
        };
        self.owner(partition).execute(partition, call);
    }

    pub fn deliver(&mut self, mail: Mail) {
        self.owner(mail.addressee()).deliver(mail);
    }

    pub fn poll(&mut self) {
        self.owners.iter_mut().for_each(Owner::poll);
    }

    pub fn tick(&mut self) {
        self.owners.iter_mut().for_each(Owner::tick);
    }

    pub fn next_timer(&self) -> Option<Millis> {
        self.owners.iter().filter_map(Owner::next_timer).min()
    }

    pub fn is_serving(&self) -> bool {
        self.owners.iter().all(Owner::is_serving)
    }

    /// Takes what may leave.
    pub fn output(&mut self) -> Output {
        let mut output = Output::default();
        for owner in &mut self.owners {
            output.answers.extend(owner.take_released());
            output.mail.extend(owner.take_outgoing());
            output.alarms.extend(owner.take_alarms());
        }
        output
    }
}
