//! How long a connection may take to send a request's head, its body, and to begin the next request.
//!
//! One timer a worker looks at all of its connections once a second. A timer for every request would be exact, which
//! these limits need not be, and cost more than reading the request.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Waker};

use super::room::{Room, Share};

/// For a request's head, from its first byte; for the first one, from the connection's start.
const HEAD_SECONDS_MAX: u32 = 10;
/// For a request's body.
const BODY_SECONDS_MAX: u32 = 30;
/// Without a byte in either direction between two requests. Longer than the clients' own limits (90 s in Go, 60 s in
/// Java), so that no client sends into a connection that is just being closed.
const IDLE_SECONDS_MAX: u32 = 120;

/// Without a byte that leaves, while a large answer waits to be taken.
const TAKING_SECONDS_MAX: u32 = 30;
/// The same while there is no room for the answers of others.
const TAKING_SECONDS_MAX_IF_SHORT: u32 = 2;
/// For large answers that wait to be taken, in all.
const ANSWER_BYTES_MAX: usize = 128 << 20;
/// For large bodies that have no answer yet, in all: a hundred messages of 1 MiB. While the disk is slow, what was made of a
/// body takes two to three times as much.
const BODY_BYTES_MAX: usize = 128 << 20;
/// What is read at once of a body that was refused. With more, hyper's buffers for thousands of them would be what there is no
/// room for.
const LITTLE_BYTES: usize = 8 << 10;
/// A worker's part of either is not less: four of the largest bodies.
const PART_BYTES_MIN: usize = 32 << 20;

/// What a connection is at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Head,
    Body,
    Answer,
    Idle,
}

/// What becomes of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It goes on.
    GoOn,
    /// It ends after the call that it is at.
    Finish,
    /// It ends at once.
    Cut,
}

/// The patience with one connection.
pub struct Patience {
    phase: Cell<Phase>,
    /// Full seconds in this phase, and up to one more.
    seconds: Cell<u32>,
    order: Cell<Order>,
    waker: RefCell<Option<Waker>>,
    /// Of the room for large answers: what has not left.
    untaken: Share,
    /// Since a byte left, while something was untaken.
    untaken_seconds: Cell<u32>,
    bodies: Rc<Room>,
    /// What comes is read in small pieces.
    reads_little: Cell<bool>,
}

impl Patience {
    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        self.seconds.set(0);
    }

    /// Bytes have arrived.
    pub fn bytes_came(&self) {
        if self.phase.get() == Phase::Idle {
            self.enter(Phase::Head);
        }
    }

    /// Bytes have left. The client is still taking an answer.
    pub fn bytes_left(&self, bytes: usize) {
        self.untaken.give(bytes);
        self.untaken_seconds.set(0);
        if self.phase.get() == Phase::Idle {
            self.seconds.set(0);
        }
    }

    /// A request's head is there.
    pub fn head_is_there(&self) {
        self.enter(Phase::Body);
    }

    /// What comes of the body is of no use: it is not worth a large buffer.
    pub fn body_is_refused(&self) {
        self.reads_little.set(true);
    }

    /// How much of the connection may be read at once, if that is less than there is room for.
    pub fn read_bytes_max(&self) -> Option<usize> {
        self.reads_little.get().then_some(LITTLE_BYTES)
    }

    /// A request's body is there, or is given up.
    pub fn body_is_over(&self) {
        self.reads_little.set(false);
        self.enter(Phase::Answer);
    }

    /// A request has its answer.
    pub fn answered(&self) {
        self.enter(Phase::Idle);
    }

    /// Whether an answer of this size may wait to be taken.
    pub fn admits_answer(&self, bytes: usize) -> bool {
        self.untaken.take(bytes)
    }

    /// The room that a body takes from when it comes until it is answered.
    pub fn room_for_body(&self) -> Share {
        Share::of(&self.bodies)
    }

    /// Whether the body has taken too long. Whoever waits for it is woken to ask.
    pub fn body_is_late(&self) -> bool {
        self.phase.get() == Phase::Body && self.seconds.get() > BODY_SECONDS_MAX
    }

    /// What becomes of the connection; it is polled again when that changes.
    pub fn order(&self, context: &Context<'_>) -> Order {
        let mut waker = self.waker.borrow_mut();
        waker.get_or_insert_with(|| context.waker().clone()).clone_from(context.waker());
        self.order.get()
    }

    fn give(&self, order: Order) {
        self.order.set(order);
        self.wake();
    }

    fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }

    /// A second has passed.
    fn wane(&self, is_short: bool) {
        if !self.untaken.is_empty() {
            self.untaken_seconds.set(self.untaken_seconds.get() + 1);
            let most = if is_short { TAKING_SECONDS_MAX_IF_SHORT } else { TAKING_SECONDS_MAX };
            if self.untaken_seconds.get() > most {
                self.give(Order::Cut);
            }
        }
        self.seconds.set(self.seconds.get() + 1);
        let seconds = self.seconds.get();
        match self.phase.get() {
            Phase::Head if seconds > HEAD_SECONDS_MAX => self.give(Order::Cut),
            Phase::Idle if seconds > IDLE_SECONDS_MAX => self.give(Order::Cut),
            Phase::Body if seconds > BODY_SECONDS_MAX => self.wake(),
            _ => {}
        }
    }
}

/// A worker's open connections.
pub struct OpenConnections {
    open: RefCell<Vec<Rc<Patience>>>,
    answers: Rc<Room>,
    bodies: Rc<Room>,
}

impl OpenConnections {
    /// One of so many workers, with its part of the room.
    pub fn of_one_of(workers: usize) -> Self {
        let part = |bytes: usize| Room::of((bytes / workers.max(1)).max(PART_BYTES_MIN));
        OpenConnections {
            open: RefCell::default(),
            answers: part(ANSWER_BYTES_MAX),
            bodies: part(BODY_BYTES_MAX),
        }
    }

    /// A new connection. It is open while somebody holds what is returned.
    pub fn open(&self) -> Rc<Patience> {
        let patience = Rc::new(Patience {
            phase: Cell::new(Phase::Head),
            seconds: Cell::new(0),
            order: Cell::new(Order::GoOn),
            waker: RefCell::default(),
            untaken: Share::of(&self.answers),
            untaken_seconds: Cell::new(0),
            bodies: self.bodies.clone(),
            reads_little: Cell::new(false),
        });
        self.open.borrow_mut().push(patience.clone());
        patience
    }

    /// How many there are, as far as has been looked.
    pub fn count(&self) -> usize {
        self.open.borrow().len()
    }

    /// Whether there are none, as far as has been looked.
    pub fn is_empty(&self) -> bool {
        self.open.borrow().is_empty()
    }

    /// Looks which are still open.
    pub fn look(&self) {
        self.open.borrow_mut().retain(|connection| Rc::strong_count(connection) > 1);
    }

    /// A second has passed.
    pub fn wane(&self) {
        self.look();
        let is_short = self.answers.was_short();
        self.open.borrow().iter().for_each(|connection| connection.wane(is_short));
    }

    /// Ends all of them after the calls that they are at.
    pub fn finish(&self) {
        self.open.borrow().iter().for_each(|connection| connection.give(Order::Finish));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u32, connection: &Patience, open: &OpenConnections) -> Order {
        (0..seconds).for_each(|_| open.wane());
        connection.order(&Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_slow_head_is_cut_and_a_slow_client_is_not() {
        let open = OpenConnections::of_one_of(1);
        let connection = open.open();
        assert!(after(HEAD_SECONDS_MAX, &connection, &open) == Order::GoOn);
        connection.head_is_there();
        assert!(after(BODY_SECONDS_MAX, &connection, &open) == Order::GoOn && !connection.body_is_late());
        assert!(after(1, &connection, &open) == Order::GoOn && connection.body_is_late());
        connection.body_is_over();
        assert!(after(100 * IDLE_SECONDS_MAX, &connection, &open) == Order::GoOn, "a long poll");
        connection.answered();
        assert!(after(IDLE_SECONDS_MAX, &connection, &open) == Order::GoOn);
        // One byte now and then begins a head, and does not begin it again.
        for _ in 0..HEAD_SECONDS_MAX {
            connection.bytes_came();
            assert!(after(1, &connection, &open) == Order::GoOn);
        }
        connection.bytes_came();
        assert!(after(1, &connection, &open) == Order::Cut);
    }

    #[test]
    fn an_idle_connection_is_cut_late_and_forgotten_once_it_is_closed() {
        let open = OpenConnections::of_one_of(1);
        let connection = open.open();
        connection.answered();
        assert!(after(IDLE_SECONDS_MAX, &connection, &open) == Order::GoOn);
        connection.bytes_left(1);
        assert!(after(IDLE_SECONDS_MAX, &connection, &open) == Order::GoOn);
        assert!(after(1, &connection, &open) == Order::Cut);
        drop(connection);
        open.look();
        assert!(open.is_empty());
    }

    #[test]
    fn on_a_large_machine_each_worker_takes_the_largest_body() {
        let open = OpenConnections::of_one_of(128);
        let connection = open.open();
        assert!(connection.room_for_body().take(crate::http::body::BODY_BYTES_MAX));
        assert!(connection.admits_answer(crate::http::body::BODY_BYTES_MAX));
    }

    #[test]
    fn refused_bodies_do_not_fill_the_memory_that_there_was_no_room_in() {
        let open = OpenConnections::of_one_of(1);
        let connection = open.open();
        connection.head_is_there();
        assert_eq!(connection.read_bytes_max(), None);
        connection.body_is_refused();
        assert_eq!(connection.read_bytes_max(), Some(LITTLE_BYTES));
        connection.body_is_over();
        assert_eq!(connection.read_bytes_max(), None);
    }

    #[test]
    fn a_client_that_takes_no_answer_is_cut_sooner_where_others_need_the_room() {
        let open = OpenConnections::of_one_of(1);
        let (stuck, taking) = (open.open(), open.open());
        for connection in [&stuck, &taking] {
            connection.head_is_there();
            connection.body_is_over();
            assert!(connection.admits_answer(ANSWER_BYTES_MAX / 2));
            connection.answered();
        }
        assert!(after(TAKING_SECONDS_MAX - 1, &stuck, &open) == Order::GoOn);
        taking.bytes_left(1);
        let refused = open.open();
        assert!(!refused.admits_answer(1 << 20));
        assert!(after(1, &stuck, &open) == Order::Cut && after(0, &taking, &open) == Order::GoOn);
        drop(stuck);
        open.look();
        assert!(refused.admits_answer(1 << 20));
        drop(refused);
        assert!(after(TAKING_SECONDS_MAX, &taking, &open) == Order::Cut, "with nobody in need");
    }
}
