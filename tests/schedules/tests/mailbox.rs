//! The hop between threads loses nothing.

use millpond_schedules::explore::{all, random};
use millpond_schedules::scenarios::{busy_worker, hops};

#[test]
fn what_one_thread_puts_in_is_taken() {
    all(6, || hops(1, 2));
}

#[test]
fn what_two_threads_put_in_is_taken() {
    all(5, || hops(2, 1));
    random(20_000, || hops(2, 3));
}

#[test]
fn a_crowd_is_served() {
    random(5_000, || hops(5, 4));
}

#[test]
fn a_worker_that_never_parks_hears_of_news() {
    all(5, busy_worker);
    random(10_000, busy_worker);
}
