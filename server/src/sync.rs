//! What a mailbox is made of, named in one place: `tests/schedules` builds it on primitives whose every order it tries.

pub(crate) use std::sync::Mutex;
pub(crate) use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
