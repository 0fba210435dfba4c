//! Writes frames: into the open segment, or into a new one where it is full.
//!
//! Space is found before a byte of a frame is written. Of anything that fails later nothing is tried again:
//! what the disk holds is then unknown, and memory is ahead of it.

use std::io::ErrorKind;
use std::sync::Arc;

use millpond_runtime::{Disk, File, Moment};

use super::checksum::Seeds;
use super::file::Segment;
use super::frame::{FRAME_HEADER_BYTES, FrameHeader, GAP_ALIGN, frame_bytes, payload_checksum};
use super::header::{HEADER_BYTES, Header, Predecessor};
use super::inbox::Pending;
use super::index::Layout;
use super::layout::{lay_out, payload_bytes};
use super::options::{Options, Sync};
use super::room::{Gauge, is_no_room};
use super::spares::Spares;
use crate::{LogError, Position};

/// A buffer that one large frame has grown is given back.
const BUFFER_BYTES_KEPT: usize = 4 << 20;
/// A segment that no usual size has room for is made just large enough, in steps of this.
const ODD_SIZE_STEP_BYTES: u64 = 64 << 10;

/// The end of the log.
pub(super) struct Writer {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) store_id: [u8; 16],
    /// None before the very first commit.
    pub(super) open: Option<Arc<Segment>>,
    /// Where the last frame ends in the open segment.
    pub(super) at: u64,
    pub(super) next_commit: u64,
    /// The last frame's checksum.
    pub(super) previous: u32,
    /// The last commit that is known to be synced.
    pub(super) synced: u64,
    pub(super) next_segment: u64,
    /// The positions of the partitions' next entries.
    pub(super) ends: Vec<Position>,
    pub(super) buffer: Vec<u8>,
    pub(super) layout: Layout,
    pub(super) spares: Arc<Spares>,
    /// When the last frame was written.
    pub(super) last: Moment,
}

/// A file for a segment, and its size.
type Blank = (Arc<dyn File>, u64);

/// What sort of frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kind {
    /// Begins in a 4 KiB block of its own, so that damage to one block never takes both a frame and the
    /// proof that it was synced.
    pub(super) apart: bool,
    pub(super) clean_stop: bool,
    /// Synced even where the mode asks for none.
    pub(super) sync: bool,
}

/// A frame that was not written.
pub(super) enum Refused {
    /// No segment could be allocated for it. Nothing has changed.
    NoSpace(LogError),
    /// Nothing may be written after this.
    Fatal(LogError),
}

impl Writer {
    /// Writes the batch, whose entries of a partition stand together, as one frame. The layout is left in
    /// `layout`; returned is the segment, and where the payload begins in it.
    pub(super) fn write(
        &mut self,
        batch: &[Pending],
        kind: Kind,
        now: Moment,
        options: &Options,
        gauge: &Gauge,
    ) -> Result<(Arc<Segment>, u64), Refused> {
        let bytes = frame_bytes(payload_bytes(batch));
        let (segment, offset) = self.place(bytes, kind.apart, options, gauge)?;
        let payload_at = offset + FRAME_HEADER_BYTES as u64;
        lay_out(batch, &mut self.ends, segment.seeds, payload_at, &mut self.buffer, &mut self.layout);
        let mut header = FrameHeader {
            commit: self.next_commit,
            synced: self.synced,
            engine_time: now.engine,
            boot_time: now.boot,
            boot_id: options.boot_id,
            payload_bytes: 0,
            sections: self.layout.headers().len() as u32,
            flags: FrameHeader::flags(kind.clean_stop),
            previous: self.previous,
            payload_checksum: 0,
        };
        let checksum = seal(&mut self.buffer, &mut header, segment.seeds, offset);
        debug_assert_eq!(self.buffer.len() as u64, bytes, "the frame is as long as was reserved");
        let sync = kind.sync || options.sync == Sync::Fsync;
        self.put(&segment, offset, sync).map_err(Refused::Fatal)?;
        if sync {
            self.synced = header.commit;
        }
        self.at = offset + bytes;
        self.last = now;
        self.next_commit += 1;
        self.previous = checksum;
        if self.buffer.capacity() > BUFFER_BYTES_KEPT {
            self.buffer = Vec::new();
        }
        Ok((segment, payload_at))
    }

    /// Bytes that the open segment still takes.
    pub(super) fn rest(&self) -> u64 {
        self.open.as_ref().map_or(0, |open| open.size() - self.at)
    }

    /// Writes what is in the buffer.
    pub(super) fn put(&self, segment: &Segment, offset: u64, sync: bool) -> Result<(), LogError> {
        segment.file.write_at(&self.buffer, offset).map_err(|error| LogError::Io {
            doing: format!("write {} bytes at offset {offset} of {}", self.buffer.len(), segment.name),
            error,
        })?;
        if sync {
            sync_segment(segment)?;
        }
        Ok(())
    }

    /// Finds the place of a frame.
    fn place(
        &mut self,
        bytes: u64,
        apart: bool,
        options: &Options,
        gauge: &Gauge,
    ) -> Result<(Arc<Segment>, u64), Refused> {
        if let Some(open) = &self.open {
            let offset = if apart { self.at.next_multiple_of(GAP_ALIGN) } else { self.at };
            if offset + bytes <= open.size() {
                return Ok((open.clone(), offset));
            }
            // A segment's header says that all before it was synced.
            if self.synced + 1 < self.next_commit {
                sync_segment(open).map_err(Refused::Fatal)?;
                self.synced = self.next_commit - 1;
            }
        }
        let predecessor = match &self.open {
            Some(open) => Predecessor { id: open.header.id, end: self.at, checksum: self.previous },
            None => Predecessor::default(),
        };
        let segment = self.create(bytes, predecessor, false, self.next_commit, options, gauge)?;
        self.open = Some(segment.clone());
        self.at = HEADER_BYTES;
        Ok((segment, HEADER_BYTES))
    }

    /// Makes a segment that a frame of `bytes` fits into; durable, header and name.
    pub(super) fn create(
        &mut self,
        bytes: u64,
        predecessor: Predecessor,
        repair: bool,
        first_commit: u64,
        options: &Options,
        gauge: &Gauge,
    ) -> Result<Arc<Segment>, Refused> {
        gauge.refresh(&*self.disk);
        let id = self.next_segment;
        let unfinished = options.class.unfinished_name(id);
        let need = HEADER_BYTES + bytes;
        let preferred = self.next_size(repair, options) == self.spares.size_bytes();
        let mut spare = if preferred { self.take_spare(&unfinished, need)? } else { None };
        let mut allocated = None;
        if spare.is_none() {
            match self.allocate(&unfinished, need, repair, options, gauge) {
                // Rather a file of another size than none.
                Err(no_space @ Refused::NoSpace(_)) => {
                    spare = self.take_spare(&unfinished, need)?;
                    if spare.is_none() {
                        return Err(no_space);
                    }
                }
                made => allocated = Some(made?),
            }
        }
        let recycled = spare.is_some();
        let (file, size_bytes) = spare.or(allocated).expect("one of them was made");
        gauge.set_spare(self.spares.bytes());
        let mut nonce = [0; 8];
        options.random.fill(&mut nonce);
        let header = Header {
            class: options.class,
            repair,
            recycled,
            store_id: self.store_id,
            id,
            nonce: u64::from_le_bytes(nonce),
            predecessor,
            first_commit,
            size_bytes,
            boot_id: options.boot_id,
        };
        let segment = Segment::new(header, file);
        let finish = || {
            segment.file.write_at(&segment.header.encode(), 0)?;
            segment.file.sync_data()?;
            self.disk.rename_durably(&unfinished, &segment.name)
        };
        finish().map_err(|error| Refused::Fatal(segment.failed("make", error)))?;
        self.next_segment += 1;
        gauge.refresh(&*self.disk);
        Ok(Arc::new(segment))
    }

    /// A file that was a segment before, if there is one and it is large enough.
    fn take_spare(&self, unfinished: &str, need: u64) -> Result<Option<Blank>, Refused> {
        let size = self.spares.size_bytes();
        if need > size {
            return Ok(None);
        }
        let spare = self.spares.take(&*self.disk, unfinished);
        let spare =
            spare.map_err(|error| Refused::Fatal(LogError::io(format!("make {unfinished}"))(error)))?;
        Ok(spare.map(|file| (file, size)))
    }

    /// The size that the next segment should have.
    fn next_size(&self, repair: bool, options: &Options) -> u64 {
        let row = options.segment_sizes_bytes;
        match &self.open {
            // A server that fails again and again must not fill the disk with repairs.
            _ if repair => row[0],
            None => row[0],
            Some(open) => *row.iter().find(|size| **size > open.size()).unwrap_or(&row[row.len() - 1]),
        }
    }

    fn allocate(
        &self,
        name: &str,
        need: u64,
        repair: bool,
        options: &Options,
        gauge: &Gauge,
    ) -> Result<Blank, Refused> {
        for size in self.sizes(need, repair, options, gauge) {
            match self.disk.create(name, size) {
                Ok(file) => return Ok((file, size)),
                Err(error) if is_no_room(&error) => {}
                Err(error) => return Err(Refused::Fatal(LogError::io(format!("make {name}"))(error))),
            }
        }
        let doing = format!("find {need} bytes for {name}");
        Err(Refused::NoSpace(LogError::Io { doing, error: ErrorKind::StorageFull.into() }))
    }

    /// The sizes to try, best first: the next in the row, if that leaves the reserve alone; else smaller
    /// ones.
    fn sizes(&self, need: u64, repair: bool, options: &Options, gauge: &Gauge) -> Vec<u64> {
        let row = options.segment_sizes_bytes;
        let next = self.next_size(repair, options);
        let spare = gauge.free().saturating_sub(gauge.reserve());
        let fitting = || row.iter().copied().filter(|size| *size >= need);
        let mut sizes: Vec<u64> = fitting().filter(|size| *size <= next && *size <= spare).collect();
        sizes.reverse();
        sizes.extend(fitting().next());
        sizes.push(need.next_multiple_of(ODD_SIZE_STEP_BYTES));
        sizes
    }
}

pub(super) fn sync_segment(segment: &Segment) -> Result<(), LogError> {
    segment.file.sync_data().map_err(|error| segment.failed("sync", error))
}

/// Fills in the header of the frame in `buffer` and the checksums, and pads it. Returns the frame's checksum.
pub(super) fn seal(buffer: &mut Vec<u8>, header: &mut FrameHeader, seeds: Seeds, offset: u64) -> u32 {
    let payload = &buffer[FRAME_HEADER_BYTES..];
    header.payload_bytes = payload.len() as u32;
    header.payload_checksum = payload_checksum(payload, seeds, offset);
    let (bytes, checksum) = header.encode(seeds, offset);
    buffer[..FRAME_HEADER_BYTES].copy_from_slice(&bytes);
    buffer.resize(header.frame_bytes() as usize, 0);
    checksum
}
