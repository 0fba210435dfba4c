//! A call on its way to its partition and back.

use millpond_api::{Answered, ReplyContext, Task};
use millpond_partition::{Command, Decision, Failure, Growth, Turn};
use millpond_shapes::OperationInfo;
use millpond_wire::{Answering, ApiError};

use super::answer::{Refused, Reply};
use super::state::State;

/// See the module.
pub struct Flight {
    pub ticket: u64,
    what: What,
}

enum What {
    Call {
        task: Box<dyn Task<State>>,
        answering: Answering,
        operation: &'static OperationInfo,
    },
    /// The house's own: run once, and answered with nothing.
    Chore(Option<Chore>),
}

/// Something that is done on a partition.
pub type Chore = Box<dyn FnOnce(&mut Turn<'_, State>)>;

impl Flight {
    pub fn call(
        ticket: u64,
        task: Box<dyn Task<State>>,
        answering: Answering,
        operation: &'static OperationInfo,
    ) -> Flight {
        Flight { ticket, what: What::Call { task, answering, operation } }
    }

    pub fn chore(chore: Chore) -> Flight {
        Flight { ticket: 0, what: What::Chore(Some(chore)) }
    }

    /// What the client is told; nothing of a chore.
    pub fn answer(&self, context: &ReplyContext<'_>) -> Option<Reply> {
        let What::Call { task, answering, operation } = &self.what else { return None };
        Some(match task.answer(context) {
            Ok(output) => {
                let answer = answering.output(operation, &*output, "a request");
                Ok(serde_json::from_slice(&answer.body).expect("an answer is JSON"))
            }
            Err(Answered::Error(error)) => Err(refused(&error)),
            // The disk fails. A server would answer 500; the client does not know what has happened.
            Err(Answered::Fault(fault)) => {
                Err(Refused { code: "Fault".to_owned(), message: fault.to_string() })
            }
        })
    }
}

pub fn refused(error: &ApiError) -> Refused {
    Refused { code: error.shape.name.to_owned(), message: error.message.to_string() }
}

impl Command<State> for Flight {
    fn decide(&mut self, turn: &mut Turn<'_, State>) -> Decision {
        match &mut self.what {
            What::Call { task, .. } => task.decide(turn),
            What::Chore(chore) => {
                if let Some(chore) = chore.take() {
                    chore(turn);
                }
                Decision::Answer
            }
        }
    }

    fn fail(&mut self, failure: Failure) {
        if let What::Call { task, .. } = &mut self.what {
            task.fail(failure);
        }
    }

    fn growth(&self) -> Growth {
        match &self.what {
            What::Call { task, .. } => task.growth(),
            What::Chore(_) => Growth::Shrinks,
        }
    }
}
