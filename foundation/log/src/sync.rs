//! What the log's threads share and wait for, named in one place: `tests/schedules` builds the same files on primitives
//! whose every order it tries, and on a time that stands still.

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, RwLock};

pub(crate) use millpond_runtime::Stopwatch;
