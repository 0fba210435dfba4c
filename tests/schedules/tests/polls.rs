//! A line of long polls: no wake-up is lost, no message is handed to two, nobody is skipped for ever.

use millpond_schedules::explore::{all, random};
use millpond_schedules::scenarios::{Polls, polls};

const ONE: Polls = Polls { staying: 1, leaving: 0, short_of_time: 0, messages: 1, late_log: false };

#[test]
fn a_poll_and_a_message_meet() {
    all(3, || polls(ONE));
    all(3, || polls(Polls { late_log: true, ..ONE }));
}

#[test]
fn the_message_of_one_who_left_goes_to_the_next() {
    all(2, || polls(Polls { leaving: 1, ..ONE }));
    random(10_000, || polls(Polls { leaving: 2, late_log: true, ..ONE }));
}

#[test]
fn two_messages_do_not_go_to_one() {
    all(2, || polls(Polls { staying: 2, messages: 2, ..ONE }));
    random(10_000, || polls(Polls { staying: 2, leaving: 1, messages: 2, late_log: true, ..ONE }));
}

#[test]
fn who_runs_out_of_time_takes_a_message_or_leaves_it() {
    all(3, || polls(Polls { staying: 0, short_of_time: 1, messages: 0, ..ONE }));
    all(2, || polls(Polls { staying: 0, short_of_time: 1, ..ONE }));
    random(5_000, || polls(Polls { staying: 0, short_of_time: 3, messages: 1, late_log: true, ..ONE }));
    random(10_000, || polls(Polls { staying: 1, short_of_time: 1, messages: 2, late_log: true, ..ONE }));
}

#[test]
fn a_crowd_is_served() {
    random(3_000, || polls(Polls { staying: 3, leaving: 3, short_of_time: 2, messages: 5, late_log: true }));
}
