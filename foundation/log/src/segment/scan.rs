//! Reads the frames of a segment one after another, and judges what stands where they stop.

use super::file::Segment;
use super::frame::{
    FRAME_ALIGN, FRAME_BYTES_MAX, FRAME_HEADER_BYTES, FrameHeader, GAP_ALIGN, payload_checksum,
};
use super::header::HEADER_BYTES;
use super::window::Window;
use crate::LogError;

/// The frames of a segment from its first on.
pub(super) struct Scan<'a> {
    segment: &'a Segment,
    window: Window<'a>,
    at: u64,
    commit: u64,
    previous: u32,
}

/// A frame that was read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) offset: u64,
    pub(super) header: FrameHeader,
    pub(super) checksum: u32,
}

impl Frame {
    /// Where its payload begins in the segment.
    pub(super) fn payload_at(&self) -> u64 {
        self.offset + FRAME_HEADER_BYTES as u64
    }

    pub(super) fn end(&self) -> u64 {
        self.offset + self.header.frame_bytes()
    }
}

/// Why there is no further frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    /// Something stands behind the last frame.
    pub(super) torn: bool,
    /// The newest commit that a frame behind says was synced; 0 for none.
    pub(super) synced: u64,
}

impl<'a> Scan<'a> {
    /// Reads up to `end`.
    pub(super) fn new(segment: &'a Segment, end: u64) -> Self {
        Scan {
            segment,
            window: Window::new(&*segment.file, end),
            at: HEADER_BYTES,
            commit: segment.header.first_commit,
            previous: segment.header.predecessor.checksum,
        }
    }

    /// Where the last frame ended.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The number of the next commit.
    pub(super) fn next_commit(&self) -> u64 {
        self.commit
    }

    /// The checksum of the last frame.
    pub(super) fn previous(&self) -> u32 {
        self.previous
    }

    /// The next frame and its payload, or what stands where it should begin.
    pub(super) fn next(&mut self) -> Result<Result<(Frame, &[u8]), Tail>, LogError> {
        match self.find()? {
            Err(tail) => Ok(Err(tail)),
            Ok(frame) => {
                self.at = frame.end();
                self.commit = frame.header.commit + 1;
                self.previous = frame.checksum;
                let payload = self.window.get(frame.payload_at(), u64::from(frame.header.payload_bytes));
                let payload = payload.map_err(|error| self.segment.failed("read", error))?;
                Ok(Ok((frame, payload.expect("it was checked a moment ago"))))
            }
        }
    }

    fn find(&mut self) -> Result<Result<Frame, Tail>, LogError> {
        let mut tail = Tail::default();
        let mut at = self.at;
        loop {
            let (mark, zero) = self.seek_mark(at)?;
            // A file that held something before holds it still, and no frame of it has this segment's mark.
            tail.torn |= mark.is_some() || !zero && !self.segment.header.recycled;
            let Some(offset) = mark else { return Ok(Err(tail)) };
            at = offset + FRAME_ALIGN;
            let Some((header, checksum)) = self.header_at(offset)? else { continue };
            let in_place = offset == self.at || offset.is_multiple_of(GAP_ALIGN);
            if in_place && header.commit == self.commit && header.previous == self.previous {
                if header.has_unknown_flags() {
                    return Err(self
                        .segment
                        .unsupported(offset, "a frame has flags that this program does not know"));
                }
                let frame = Frame { offset, header, checksum };
                if self.payload_is_right(&frame)? {
                    return Ok(Ok(frame));
                }
            } else if header.commit >= self.commit {
                // An older frame that a device wrote to a wrong place would prove nothing; and its checksum
                // fails.
                tail.synced = tail.synced.max(header.synced);
            }
        }
    }

    /// The next place from `at` on that begins as a frame does, and whether only zeros lie before it.
    fn seek_mark(&mut self, mut at: u64) -> Result<(Option<u64>, bool), LogError> {
        let mark = self.segment.seeds.frame_mark();
        let mut seen = 0;
        loop {
            let bytes = self.window.some(at, FRAME_ALIGN);
            let bytes = bytes.map_err(|error| self.segment.failed("read", error))?;
            let (words, rest) = bytes.as_chunks::<8>();
            if words.is_empty() {
                return Ok((None, seen == 0 && rest.iter().all(|byte| *byte == 0)));
            }
            for (i, word) in words.iter().enumerate() {
                let word = u64::from_le_bytes(*word);
                if word == mark {
                    return Ok((Some(at + i as u64 * FRAME_ALIGN), seen == 0));
                }
                seen |= word;
            }
            at += words.len() as u64 * FRAME_ALIGN;
        }
    }

    fn header_at(&mut self, offset: u64) -> Result<Option<(FrameHeader, u32)>, LogError> {
        let bytes = self.window.get(offset, FRAME_HEADER_BYTES as u64);
        let bytes = bytes.map_err(|error| self.segment.failed("read", error))?;
        Ok(bytes.and_then(|bytes| FrameHeader::decode(bytes, self.segment.seeds, offset)))
    }

    fn payload_is_right(&mut self, frame: &Frame) -> Result<bool, LogError> {
        if frame.header.frame_bytes() > FRAME_BYTES_MAX {
            return Ok(false);
        }
        let payload = self.window.get(frame.payload_at(), u64::from(frame.header.payload_bytes));
        let payload = payload.map_err(|error| self.segment.failed("read", error))?;
        let sum = payload.map(|payload| payload_checksum(payload, self.segment.seeds, frame.offset));
        Ok(sum == Some(frame.header.payload_checksum))
    }
}
