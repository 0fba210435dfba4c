//! What is submitted is committed once all threads park, and whoever submitted it is told.

use millpond_schedules::explore::{all, random};
use millpond_schedules::scenarios::{
    Commits, commits, completions_of_two_lanes, lazy_records_are_committed_in_time,
};

#[test]
fn a_lone_record_is_committed_without_a_deadline() {
    all(5, || commits(Commits { workers: 1, records: 1, first_fails: false }));
}

#[test]
fn records_one_after_the_other_are_committed() {
    all(4, || commits(Commits { workers: 1, records: 2, first_fails: false }));
}

#[test]
fn records_of_two_threads_are_committed() {
    all(3, || commits(Commits { workers: 2, records: 1, first_fails: false }));
    random(20_000, || commits(Commits { workers: 2, records: 2, first_fails: false }));
}

#[test]
fn records_of_a_crowd_are_committed() {
    random(5_000, || commits(Commits { workers: 4, records: 3, first_fails: false }));
}

#[test]
fn what_found_no_room_is_committed_later() {
    all(4, || commits(Commits { workers: 1, records: 1, first_fails: true }));
    random(5_000, || commits(Commits { workers: 2, records: 2, first_fails: true }));
}

#[test]
fn a_record_that_nobody_waits_for_is_committed_in_time() {
    all(3, || lazy_records_are_committed_in_time(1));
    random(10_000, || lazy_records_are_committed_in_time(2));
}

#[test]
fn each_lane_is_told_of_its_own() {
    all(3, completions_of_two_lanes);
    random(10_000, completions_of_two_lanes);
}
