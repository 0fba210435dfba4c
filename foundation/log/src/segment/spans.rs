//! Buffers for what is read at once, used again: a new one of ten messages is zeroed where no cache has it, and read
//! into right after. That was a twentieth of a receive.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// What is longer gets a buffer of its own: it would keep much memory for few.
const KEPT_BYTES: usize = 32 << 10;
/// Buffers kept while nobody uses them. Answers are made soon after their messages were read, so few are out at a time.
const KEPT_MAX: usize = 16;

/// The buffers that nobody uses, the warmest last.
#[derive(Default)]
pub(super) struct Spans(Mutex<Vec<Vec<u8>>>);

/// A buffer in use. It is let go when the last [`Bytes`] made of it are.
pub(super) struct Span {
    buffer: Vec<u8>,
    len: usize,
    home: Arc<Spans>,
}

impl Spans {
    /// A buffer of `len` bytes, whatever they are.
    pub(super) fn take(self: &Arc<Spans>, len: usize) -> Span {
        let buffer = if len > KEPT_BYTES {
            vec![0; len]
        } else {
            self.lock().pop().unwrap_or_else(|| vec![0; KEPT_BYTES])
        };
        Span { buffer, len, home: self.clone() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Span {
    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.buffer[..self.len]
    }

    pub(super) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Span {
    fn as_ref(&self) -> &[u8] {
        &self.buffer[..self.len]
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        if self.buffer.len() == KEPT_BYTES {
            let mut free = self.home.lock();
            if free.len() < KEPT_MAX {
                free.push(std::mem::take(&mut self.buffer));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_used_again_only_when_all_that_was_read_into_it_is_gone() {
        let spans = Arc::new(Spans::default());
        let mut span = spans.take(3);
        span.bytes_mut().copy_from_slice(b"one");
        let one = span.into_bytes();
        let tail = one.slice(1..);
        drop(one);
        let mut other = spans.take(3);
        other.bytes_mut().copy_from_slice(b"two");
        assert_eq!((&tail[..], other.as_ref()), (&b"ne"[..], &b"two"[..]));
        drop(tail);
        assert_eq!(spans.lock().len(), 1);
        assert_eq!(spans.take(2).as_ref(), b"on");
    }

    #[test]
    fn long_and_many_buffers_are_not_kept() {
        let spans = Arc::new(Spans::default());
        drop(spans.take(KEPT_BYTES + 1));
        assert!(spans.lock().is_empty());
        let many: Vec<_> = (0..=KEPT_MAX).map(|_| spans.take(KEPT_BYTES)).collect();
        drop(many);
        assert_eq!(spans.lock().len(), KEPT_MAX);
    }
}
