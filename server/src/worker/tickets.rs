//! Who waits for which errand, on one thread: a slab of places, so that an answer from another thread needs no channel.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use super::Errand;

/// A place in the slab, and which of its uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    place: u32,
    use_number: u32,
}

/// See the module.
pub struct Tickets {
    places: RefCell<Vec<Place>>,
    free: RefCell<Vec<u32>>,
    /// Takes what came back to nobody.
    undeliverable: Box<dyn Fn(Errand)>,
}

#[derive(Default)]
struct Place {
    use_number: u32,
    waker: Option<Waker>,
    errand: Option<Errand>,
    patience: Patience,
    /// Set when nobody waits any more. Made anew only if an errand of an earlier use still has it.
    gone: Arc<AtomicBool>,
}

/// How long a place may still be waited at: see [`Tickets::give_up`].
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Patience {
    #[default]
    Endless,
    LastRound,
    Over,
}

/// The errand, once it is back; none if it was given up.
pub struct Waiting {
    tickets: Rc<Tickets>,
    ticket: Ticket,
    done: bool,
}

impl Tickets {
    /// An empty slab.
    pub fn new(undeliverable: impl Fn(Errand) + 'static) -> Rc<Self> {
        let (places, free) = (RefCell::default(), RefCell::default());
        Rc::new(Tickets { places, free, undeliverable: Box::new(undeliverable) })
    }

    /// Takes a place.
    pub fn open(this: &Rc<Self>) -> (Waiting, Ticket, Arc<AtomicBool>) {
        let mut places = this.places.borrow_mut();
        let place = this.free.borrow_mut().pop().unwrap_or_else(|| {
            places.push(Place::default());
            places.len() as u32 - 1
        });
        let of = &mut places[place as usize];
        let ticket = Ticket { place, use_number: of.use_number };
        of.patience = Patience::Endless;
        if Arc::strong_count(&of.gone) > 1 {
            of.gone = Arc::default();
        }
        of.gone.store(false, Ordering::Relaxed);
        (Waiting { tickets: this.clone(), ticket, done: false }, ticket, of.gone.clone())
    }

    /// Ends the waits that have lasted since the call before this one.
    pub fn give_up(&self) {
        let mut given_up = Vec::new();
        for place in self.places.borrow_mut().iter_mut().filter(|place| place.waker.is_some()) {
            if place.patience == Patience::Endless {
                place.patience = Patience::LastRound;
            } else {
                place.patience = Patience::Over;
                given_up.extend(place.waker.take());
            }
        }
        given_up.into_iter().for_each(Waker::wake);
    }

    /// Brings an errand back.
    pub fn complete(&self, ticket: Ticket, errand: Errand) {
        let mut places = self.places.borrow_mut();
        let place = &mut places[ticket.place as usize];
        if place.use_number != ticket.use_number {
            drop(places);
            return (self.undeliverable)(errand);
        }
        place.errand = Some(errand);
        let waker = place.waker.take();
        drop(places);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Frees a place; what is brought to it later finds nobody. Returns what had been brought already.
    fn close(&self, ticket: Ticket) -> Option<Errand> {
        let mut places = self.places.borrow_mut();
        let place = &mut places[ticket.place as usize];
        place.use_number = place.use_number.wrapping_add(1);
        place.waker = None;
        self.free.borrow_mut().push(ticket.place);
        place.errand.take()
    }
}

impl Future for Waiting {
    type Output = Option<Errand>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Errand>> {
        let ticket = self.ticket;
        {
            let mut places = self.tickets.places.borrow_mut();
            let place = &mut places[ticket.place as usize];
            if place.errand.is_none() && place.patience != Patience::Over {
                place.waker.get_or_insert_with(|| context.waker().clone()).clone_from(context.waker());
                return Poll::Pending;
            }
            if place.errand.is_none() {
                place.gone.store(true, Ordering::Relaxed);
            }
        }
        self.done = true;
        Poll::Ready(self.tickets.close(ticket))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.done {
            let place = self.ticket.place as usize;
            self.tickets.places.borrow()[place].gone.store(true, Ordering::Relaxed);
            if let Some(errand) = self.tickets.close(self.ticket) {
                (self.tickets.undeliverable)(errand);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    fn poll(waiting: Pin<&mut Waiting>) -> Poll<bool> {
        waiting.poll(&mut Context::from_waker(Waker::noop())).map(|errand| errand.is_some())
    }

    fn errand() -> Errand {
        Errand::probe(|_| ()).0
    }

    #[test]
    fn who_waits_for_two_rounds_is_given_up_and_a_later_answer_finds_nobody() {
        let returned = Rc::new(std::cell::Cell::new(0));
        let tickets = Tickets::new({
            let returned = returned.clone();
            move |_| returned.set(returned.get() + 1)
        });
        let (waiting, ticket, gone) = Tickets::open(&tickets);
        let mut waiting = pin!(waiting);
        assert_eq!(poll(waiting.as_mut()), Poll::Pending);
        tickets.give_up();
        assert_eq!(poll(waiting.as_mut()), Poll::Pending);
        let (late, late_ticket, _) = Tickets::open(&tickets);
        let mut late = pin!(late);
        assert_eq!(poll(late.as_mut()), Poll::Pending);
        tickets.give_up();
        assert_eq!(poll(waiting.as_mut()), Poll::Ready(false));
        assert_eq!(poll(late.as_mut()), Poll::Pending);
        assert!(gone.load(Ordering::Relaxed));

        let (again, _, not_gone) = Tickets::open(&tickets);
        let mut again = pin!(again);
        tickets.complete(ticket, errand());
        assert_eq!(returned.get(), 1);
        assert_eq!(poll(again.as_mut()), Poll::Pending);
        assert!(!not_gone.load(Ordering::Relaxed) && gone.load(Ordering::Relaxed));
        tickets.complete(late_ticket, errand());
        assert_eq!(poll(late.as_mut()), Poll::Ready(true));
    }
}
