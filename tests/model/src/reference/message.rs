//! One message, as the model knows it.

use millpond_runtime::Millis;

/// What is being done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It could be received, or stands behind one of its group that was.
    Waiting,
    /// It was received, and is not visible.
    InFlight,
    /// It is not due yet.
    Delayed,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Message {
    /// Which of all that ever came to a queue.
    pub place: u64,
    /// What tells it from all others on a standard queue.
    pub body: String,
    /// None while nobody has seen the id that a move task gave it.
    pub id: Option<String>,
    /// The first send, from which its age is counted.
    pub sent: Millis,
    /// A task moved it here, in less than a second after the model has it here.
    pub late: bool,
    /// When it came to this queue.
    pub came: Millis,
    /// From when on it can be received at all.
    pub due: Millis,
    /// From when on it can be received again.
    pub visible_at: Millis,
    /// Its group.
    pub group: Option<String>,
    /// How often it was received in this queue,
    pub receives_here: u32,
    /// and in all.
    pub receives: u32,
    /// When it was first received anywhere.
    pub first_received: Option<Millis>,
    /// Since when it is in flight.
    pub since: Millis,
    /// The handles of its receives here, the latest at the end.
    pub handles: Vec<String>,
    /// The queue that it was a dead letter of: its name, and which of that name.
    pub source: Option<String>,
    /// Its dead-letter queue did not take it, and it was not received since.
    pub refused: bool,
}

impl Message {
    /// A message that comes to a queue.
    pub fn new(body: &str, id: Option<String>, now: Millis, due: Millis, group: Option<String>) -> Self {
        Message {
            place: 0,
            body: body.to_owned(),
            id,
            sent: now,
            late: false,
            came: now,
            due,
            visible_at: due,
            group,
            receives_here: 0,
            receives: 0,
            first_received: None,
            since: 0,
            handles: Vec::new(),
            source: None,
            refused: false,
        }
    }

    /// See [`Phase`].
    pub fn phase(&self, now: Millis) -> Phase {
        if now < self.due {
            Phase::Delayed
        } else if now < self.visible_at {
            Phase::InFlight
        } else {
            Phase::Waiting
        }
    }
}
