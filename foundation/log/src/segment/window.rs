//! Reads a file from front to back in large pieces.

use std::io;

use millpond_runtime::File;

/// One read fetches at least this much.
const READ_BYTES: u64 = 1 << 20;

/// A piece of a file in memory.
pub(super) struct Window<'a> {
    file: &'a dyn File,
    /// Nothing is read behind this.
    end: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl<'a> Window<'a> {
    pub(super) fn new(file: &'a dyn File, end: u64) -> Self {
        Window { file, end, start: 0, bytes: Vec::new() }
    }

    /// The `len` bytes at `offset`, or none where the file ends before.
    pub(super) fn get(&mut self, offset: u64, len: u64) -> io::Result<Option<&[u8]>> {
        if len > self.end || offset > self.end - len {
            return Ok(None);
        }
        let held = self.start + self.bytes.len() as u64;
        if offset < self.start || offset + len > held {
            let more = len.max(READ_BYTES).min(self.end - offset);
            self.bytes.resize(more as usize, 0);
            self.start = offset;
            self.file.read_at(&mut self.bytes, offset).inspect_err(|_| self.bytes.clear())?;
        }
        let at = (offset - self.start) as usize;
        Ok(Some(&self.bytes[at..at + len as usize]))
    }

    /// Whatever is at hand from `offset` on: at least `least` bytes, but where the file ends before.
    pub(super) fn some(&mut self, offset: u64, least: u64) -> io::Result<&[u8]> {
        let least = least.min(self.end.saturating_sub(offset));
        if least == 0 {
            return Ok(&[]);
        }
        self.get(offset, least)?;
        Ok(&self.bytes[(offset - self.start) as usize..])
    }
}
