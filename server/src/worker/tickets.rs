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

struct Place {
    use_number: u32,
    waker: Option<Waker>,
    errand: Option<Errand>,
}

/// The errand, once it is back.
pub struct Waiting {
    tickets: Rc<Tickets>,
    ticket: Ticket,
    gone: Arc<AtomicBool>,
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
            places.push(Place { use_number: 0, waker: None, errand: None });
            places.len() as u32 - 1
        });
        let ticket = Ticket { place, use_number: places[place as usize].use_number };
        let gone = Arc::new(AtomicBool::new(false));
        (Waiting { tickets: this.clone(), ticket, gone: gone.clone(), done: false }, ticket, gone)
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
    type Output = Errand;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Errand> {
        let ticket = self.ticket;
        {
            let mut places = self.tickets.places.borrow_mut();
            let place = &mut places[ticket.place as usize];
            if place.errand.is_none() {
                place.waker = Some(context.waker().clone());
                return Poll::Pending;
            }
        }
        self.done = true;
        let errand = self.tickets.close(ticket);
        Poll::Ready(errand.expect("it was there a moment ago, and this thread is the only one"))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.done {
            self.gone.store(true, Ordering::Relaxed);
            if let Some(errand) = self.tickets.close(self.ticket) {
                (self.tickets.undeliverable)(errand);
            }
        }
    }
}
