//! The hop between threads: what is put into a worker's mailbox is taken, whatever the worker is about to do.

use std::sync::Arc;

use super::{Item, join, spawn};
use crate::mailbox::Mailbox;
use crate::runtime::{run, yield_now};

/// Several threads put `each` numbers into a worker's mailbox. It gets all of them, those of a thread in their order.
pub fn hops(threads: u64, each: u64) {
    let mailbox = Arc::new(Mailbox::default());
    let putting: Vec<_> = (0..threads)
        .map(|thread| {
            let mailbox = mailbox.clone();
            spawn(move || (0..each).for_each(|i| mailbox.push(Item::Number(thread * each + i))))
        })
        .collect();
    let mut got = run(&mailbox, None, async {
        let mut got = Vec::new();
        loop {
            got.extend(numbers(&mailbox));
            if got.len() as u64 == threads * each {
                return got;
            }
            mailbox.woken().await;
        }
    });
    putting.into_iter().for_each(join);
    for thread in 0..threads {
        let of_thread = got.iter().filter(|number| **number / each == thread);
        assert!(of_thread.is_sorted(), "the order of a thread is kept");
    }
    got.sort_unstable();
    assert!(got.into_iter().eq(0..threads * each), "each is taken once");
}

/// A worker that is never done, and so never parks, hears of what comes all the same: it looks after each piece of work.
pub fn busy_worker() {
    let mailbox = Arc::new(Mailbox::default());
    let putting = spawn({
        let mailbox = mailbox.clone();
        move || mailbox.push(Item::Number(0))
    });
    run(&mailbox, None, async {
        let mut woken = Box::pin(async {
            while numbers(&mailbox).is_empty() {
                mailbox.woken().await;
            }
        });
        // Another task of the thread: each time it is polled it does some work, and looks.
        let mut working = Box::pin(async {
            loop {
                mailbox.look();
                yield_now().await;
            }
        });
        std::future::poll_fn(|context| {
            let ready = woken.as_mut().poll(context);
            if ready.is_pending() {
                let _: std::task::Poll<()> = working.as_mut().poll(context);
            }
            ready
        })
        .await;
    });
    join(putting);
}

fn numbers(mailbox: &Mailbox) -> Vec<u64> {
    let items = mailbox.take().into_iter();
    items.filter_map(|item| if let Item::Number(number) = item { Some(number) } else { None }).collect()
}
