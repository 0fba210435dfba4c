//! How long a connection may take to send a request's head, its body, and to begin the next request.
//!
//! One timer a worker looks at all of its connections once a second. A timer for every request would be exact, which
//! these limits need not be, and cost more than reading the request.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Waker};

/// For a request's head, from its first byte; for the first one, from the connection's start.
const HEAD_SECONDS_MAX: u32 = 10;
/// For a request's body.
const BODY_SECONDS_MAX: u32 = 30;
/// Without a byte in either direction between two requests. Longer than the clients' own limits (90 s in Go, 60 s in
/// Java), so that no client sends into a connection that is just being closed.
const IDLE_SECONDS_MAX: u32 = 120;

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
    pub fn bytes_left(&self) {
        if self.phase.get() == Phase::Idle {
            self.seconds.set(0);
        }
    }

    /// A request's head is there.
    pub fn head_is_there(&self) {
        self.enter(Phase::Body);
    }

    /// A request's body is there, or is given up.
    pub fn body_is_over(&self) {
        self.enter(Phase::Answer);
    }

    /// A request has its answer.
    pub fn answered(&self) {
        self.enter(Phase::Idle);
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
    fn wane(&self) {
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
#[derive(Default)]
pub struct OpenConnections(RefCell<Vec<Rc<Patience>>>);

impl OpenConnections {
    /// A new connection. It is open while somebody holds what is returned.
    pub fn open(&self) -> Rc<Patience> {
        let patience = Rc::new(Patience {
            phase: Cell::new(Phase::Head),
            seconds: Cell::new(0),
            order: Cell::new(Order::GoOn),
            waker: RefCell::default(),
        });
        self.0.borrow_mut().push(patience.clone());
        patience
    }

    /// How many there are, as far as has been looked.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether there are none, as far as has been looked.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Looks which are still open.
    pub fn look(&self) {
        self.0.borrow_mut().retain(|connection| Rc::strong_count(connection) > 1);
    }

    /// A second has passed.
    pub fn wane(&self) {
        self.look();
        self.0.borrow().iter().for_each(|connection| connection.wane());
    }

    /// Ends all of them after the calls that they are at.
    pub fn finish(&self) {
        self.0.borrow().iter().for_each(|connection| connection.give(Order::Finish));
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
        let open = OpenConnections::default();
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
        let open = OpenConnections::default();
        let connection = open.open();
        connection.answered();
        assert!(after(IDLE_SECONDS_MAX, &connection, &open) == Order::GoOn);
        connection.bytes_left();
        assert!(after(IDLE_SECONDS_MAX, &connection, &open) == Order::GoOn);
        assert!(after(1, &connection, &open) == Order::Cut);
        drop(connection);
        open.look();
        assert!(open.is_empty());
    }
}
