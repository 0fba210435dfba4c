//! A step is dice: what they mean depends on what is there when it is taken. So any list of steps can be run, and a list
//! that fails can be made shorter.

use millpond_runtime::SeededRandom;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Create,
    Delete,
    Set,
    Look,
    Tag,
    List,
    Sources,
    Send,
    SendBatch,
    Receive,
    Poll,
    Finish,
    FinishBatch,
    Change,
    ChangeBatch,
    Purge,
    Pass,
    Move,
    Upkeep,
    Restart,
}

impl Kind {
    pub fn is_a_call(self) -> bool {
        !matches!(self, Kind::Pass | Kind::Upkeep | Kind::Restart)
    }
}

/// How often, of a hundred and some.
const WEIGHTS: [(Kind, u64); 20] = [
    (Kind::Create, 4),
    (Kind::Delete, 1),
    (Kind::Set, 4),
    (Kind::Look, 5),
    (Kind::Tag, 2),
    (Kind::List, 1),
    (Kind::Sources, 1),
    (Kind::Send, 22),
    (Kind::SendBatch, 5),
    (Kind::Receive, 22),
    (Kind::Poll, 3),
    (Kind::Finish, 9),
    (Kind::FinishBatch, 4),
    (Kind::Change, 6),
    (Kind::ChangeBatch, 2),
    (Kind::Purge, 1),
    (Kind::Pass, 12),
    (Kind::Move, 5),
    (Kind::Upkeep, 8),
    (Kind::Restart, 1),
];

/// See the module.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub kind: Kind,
    dice: u64,
}

impl Step {
    /// `lazy`: clients receive little.
    pub fn draw(random: &SeededRandom, lazy: bool) -> Step {
        let weights = WEIGHTS.map(|(kind, weight)| match kind {
            Kind::SendBatch if lazy => (kind, weight * 6),
            Kind::Receive | Kind::Finish | Kind::Pass if lazy => (kind, weight.div_ceil(3)),
            Kind::Purge | Kind::Delete if lazy => (kind, 0),
            _ => (kind, weight),
        });
        let mut left = random.below(weights.iter().map(|(_, weight)| weight).sum());
        let kind = weights.iter().find(|(_, weight)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        Step { kind: kind.expect("the weights add up").0, dice: random.below(u64::MAX) }
    }

    pub fn dice(&self) -> Dice {
        Dice(SeededRandom::new(self.dice))
    }
}

/// The dice of one step.
pub struct Dice(SeededRandom);

impl Dice {
    pub fn below(&self, limit: usize) -> usize {
        self.0.below(limit.max(1) as u64) as usize
    }

    pub fn once_in(&self, n: u64) -> bool {
        self.0.once_in(n)
    }

    pub fn pick<T: Copy>(&self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
