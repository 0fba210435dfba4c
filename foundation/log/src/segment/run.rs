//! The log thread: sleeps until a commit is due, and makes it.

use std::time::Duration;

use millpond_runtime::Clock;

use super::SegmentLog;
use super::inbox::Due;

/// How long to wait before looking again for space that was not there.
const RETRY: Duration = Duration::from_millis(100);

impl SegmentLog {
    /// Commits what is submitted, until [`SegmentLog::stop`] is called or the log fails. For a thread of
    /// its own; sleeps while there is nothing to do.
    pub fn run(&self, clock: &dyn Clock) {
        let mut no_space = false;
        while !self.has_failed() {
            let alarm = match self.next_tick() {
                Some(at) if !no_space => Some(Duration::from_millis(at.saturating_sub(clock.boot()))),
                _ => None,
            };
            let done = match self.inbox.wait(&self.options.pace, alarm) {
                Due::Commit => self.commit_once(clock.moment()),
                Due::Alarm => self.tick(clock.moment()),
                Due::Stop => {
                    // A failure has been told to `on_fatal`; without space the next start finds an unclean
                    // end.
                    let _ = self.close(clock.moment());
                    return;
                }
            };
            no_space = done.is_err() && !self.has_failed();
            if no_space {
                // Not a commit's fault, and nothing is lost: the clients wait. Space may come back.
                std::thread::sleep(RETRY);
            }
        }
    }

    /// Lets [`SegmentLog::run`] commit what is there, mark a clean stop, and return.
    pub fn stop(&self) {
        self.inbox.stop();
    }
}
