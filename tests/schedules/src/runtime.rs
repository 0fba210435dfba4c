//! A worker's thread as far as its mailbox and the log's pace see it: tokio's current-thread runtime, and the two hooks
//! that `server/src/serve.rs` gives it.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use crate::mailbox::Mailbox;
use crate::pace::Pace;
use crate::sync::{Condvar, Mutex};

/// What wakes the thread: its own tasks, and other threads.
#[derive(Default)]
struct Driver {
    woken: Mutex<bool>,
    bell: Condvar,
}

impl Wake for Driver {
    fn wake(self: Arc<Self>) {
        *self.lock() = true;
        self.bell.notify_one();
    }
}

impl Driver {
    fn lock(&self) -> crate::sync::MutexGuard<'_, bool> {
        self.woken.lock().expect("no holder of this lock panics")
    }

    /// Waits until it is woken, or not at all if it has been.
    fn park(&self) {
        let mut woken = self.lock();
        while !*woken {
            woken = self.bell.wait(woken).expect("no holder of this lock panics");
        }
    }
}

/// Runs a task to its end, parking where it has nothing to do.
pub(crate) fn run<R>(mailbox: &Mailbox, pace: Option<&Pace>, task: impl Future<Output = R>) -> R {
    if let Some(pace) = pace {
        pace.attach();
    }
    let driver = Arc::new(Driver { woken: Mutex::new(true), bell: Condvar::default() });
    let waker = Waker::from(driver.clone());
    let mut task = pin!(task);
    let result = loop {
        if std::mem::take(&mut *driver.lock()) {
            match task.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(result) => break result,
                Poll::Pending => continue,
            }
        }
        if mailbox.park()
            && let Some(pace) = pace
        {
            pace.parking();
        }
        // What the hook has woken goes on at once, and the hook after a park comes all the same: so does tokio.
        driver.park();
        if mailbox.unpark()
            && let Some(pace) = pace
        {
            pace.unparked();
        }
    };
    if let Some(pace) = pace {
        pace.detach();
    }
    result
}

/// Lets the thread's other tasks run, as a task does that is not done yet.
pub(crate) async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        shuttle::thread::yield_now();
        Poll::Pending
    })
    .await;
}
