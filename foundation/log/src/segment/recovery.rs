//! What a start does before the log takes anything: nothing more than a survey asks for.
//!
//! What a checkpoint covers is not read again. Of the segments before it the sidecars say where the records stand; one
//! that is missing is made again.
//!
//! A log that was stopped cleanly is continued in place. After any other end the last good frame may be in
//! the page cache alone, and behind it may stand torn ones. It is written again as the first frame of a
//! *repair segment*, whose header says that the predecessor ends before that frame; it is synced before
//! anything is answered. So nothing is ever appended behind a torn tail, and until the new frame is durable
//! the old one is still there.

use std::collections::BTreeMap;
use std::sync::Arc;

use millpond_runtime::{Disk, Moment};

use super::checkpoint::Checkpoints;
use super::engine_time::LastWritten;
use super::file::Segment;
use super::format::{Format, VERSION_OF_DROPPED_SEGMENTS, VERSION_OF_SIDECARS_2};
use super::frame::{FRAME_HEADER_BYTES, FrameHeader};
use super::header::{HEADER_BYTES, Predecessor};
use super::index::{Layout, RecordIndex};
use super::indexing::{Made, Sidecars};
use super::options::Options;
use super::room::Gauge;
use super::run_table::RunTable;
use super::scan::Frame;
use super::section::sections;
use super::sidecar::{Judge, build};
use super::spares::Spares;
use super::survey::Survey;
use super::writer::{Refused, Writer, seal, sync_segment};
use crate::{LogError, event};

/// What a start found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The log ended with a clean stop, or there was none yet.
    pub clean: bool,
    /// Something that was never confirmed stood behind the last good frame, and was given up.
    pub torn: bool,
    /// The checkpoint in use; none if the whole log was read.
    pub checkpoint: Option<u64>,
    /// Checkpoints that are damaged, sidecars that were made again, and run tables that will be, and why.
    pub damaged: Vec<String>,
    /// Segments read.
    pub segments: u64,
    /// Frames read.
    pub frames: u64,
    /// When the last frame was written; see [`super::engine_start`].
    pub last_written: Option<LastWritten>,
}

/// So much is written over itself at once.
const WRITE_OVER_BYTES: u64 = 1 << 20;

/// A log that is ready to be written.
pub(super) struct Opened {
    pub(super) writer: Writer,
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) index: RecordIndex,
    pub(super) sidecars: Sidecars,
    pub(super) tables: BTreeMap<u64, Arc<RunTable>>,
    pub(super) checkpoints: Checkpoints,
    pub(super) spares: Arc<Spares>,
    /// Bytes of the log that no checkpoint covers.
    pub(super) bytes_behind: u64,
    pub(super) recovery: Recovery,
}

pub(super) fn open(
    disk: Arc<dyn Disk>,
    format: &Format,
    options: &Options,
    gauge: &Gauge,
) -> Result<Opened, LogError> {
    let mut checkpoints = Checkpoints::find(&*disk, options.class, format)?;
    let index = RecordIndex::new(format.partitions);
    if let Some(checkpoint) = &checkpoints.newest {
        index.begin_at(checkpoint.starts());
    }
    let publish = |segment: &Arc<Segment>, offset: u64, payload_at: u64, layout: &Layout| {
        index.publish(segment, payload_at, layout).map_err(|what| segment.damaged(offset, what))
    };
    let mut survey =
        Survey::of(&*disk, options.class, format, &checkpoints, &mut |segment, frame, layout| {
            publish(segment, frame.offset, frame.payload_at(), layout)
        })?;
    if let (Some(newest), Some((frame, layout))) = (survey.segments.last(), &survey.last) {
        index.check(layout).map_err(|what| newest.damaged(frame.offset, what))?;
    }
    let lost = checkpoints.lost_pages();
    let rotten = checkpoints.newest.iter().flat_map(|checkpoint| checkpoint.rotten.iter().cloned());
    let damaged = checkpoints
        .damaged
        .iter()
        .chain(&survey.remade)
        .chain(&survey.lost_tables)
        .chain(&lost)
        .map(ToString::to_string)
        .chain(rotten);
    let damaged = damaged.collect();
    let to_make = take_older(&index, &survey, options)?;
    let largest = options.segment_sizes_bytes[options.segment_sizes_bytes.len() - 1];
    let spares = Arc::new(Spares::new(options.class, largest));
    let useless = spares.find(&*disk, &survey.spares, &survey.segments)?;
    // From here on things are changed: the survey has found nothing that forbids it.
    if !survey.dropped.is_empty() && format.least_version < VERSION_OF_DROPPED_SEGMENTS {
        Format::update(&*disk, |format| {
            format.least_version = format.least_version.max(VERSION_OF_DROPPED_SEGMENTS);
        })?;
    }
    survey.leftovers.extend(useless);
    survey.leftovers.append(&mut survey.dropped);
    survey.leftovers.append(&mut checkpoints.needless);
    settle_names(&*disk, &survey)?;
    let maker = Maker { disk: &*disk, spares: &spares, least_version: format.least_version };
    for (segment, bytes) in to_make {
        let made = maker.make(&segment, &bytes)?;
        survey.sidecars.insert(segment.header.id, made.sidecar.clone());
        index
            .take_older(&segment, &made.sidecar, &made.directory.runs)
            .map_err(|what| segment.damaged(0, what))?;
    }
    let recovery = Recovery {
        clean: survey.segments.is_empty() || survey.is_clean(),
        torn: survey.torn,
        checkpoint: checkpoints.newest.as_ref().map(|checkpoint| checkpoint.header.number),
        damaged,
        segments: survey.segments.len() as u64,
        frames: survey.frames,
        last_written: survey.last_written,
    };
    let mut writer = Writer {
        disk: disk.clone(),
        store_id: format.store_id,
        open: None,
        at: HEADER_BYTES,
        next_commit: survey.next_commit,
        previous: survey.previous,
        synced: survey.next_commit - 1,
        next_segment: survey.next_id,
        ends: Vec::new(),
        buffer: Vec::new(),
        layout: Layout::default(),
        spares: spares.clone(),
        last: survey.last_written.map_or(Moment { engine: 0, boot: 0 }, |last| last.moment),
    };
    let last = survey.last.take();
    if let Some(newest) = survey.segments.last().cloned() {
        match last {
            Some((frame, layout)) if recovery.clean => {
                continue_in_place(&mut writer, &newest, &frame)?;
                publish(&newest, frame.offset, frame.payload_at(), &layout)?;
            }
            last => {
                let repair = begin_repair(&mut writer, &newest, &survey, last.as_ref(), options, gauge)?;
                newest.publish_end(survey.end_before_last);
                if let Some((frame, layout)) = last {
                    let payload_at = HEADER_BYTES + FRAME_HEADER_BYTES as u64;
                    publish(&repair, frame.offset, payload_at, &layout)?;
                }
                survey.segments.push(repair);
            }
        }
    }
    if let Some(open) = &writer.open {
        open.publish_end(writer.at);
    }
    writer.ends = index.ends();
    if let Some(checkpoint) = &checkpoints.newest {
        let positions = checkpoint.summary.positions.iter();
        if positions.zip(&writer.ends).any(|(position, end)| position > end) {
            return Err(checkpoint.damaged(0, "it speaks of more than the log holds"));
        }
    }
    remake_known(&maker, &index, &checkpoints, &mut survey, options)?;
    let segments = survey.older.into_iter().chain(survey.segments).collect();
    let Survey { sidecars, tables, bytes_behind, .. } = survey;
    Ok(Opened { writer, segments, index, sidecars, tables, checkpoints, spares, bytes_behind, recovery })
}

/// A segment, and the bytes of its sidecar.
type ToMake = (Arc<Segment>, Vec<u8>);

/// Finds the records of the segments that were not read in their sidecars. Returned are the bytes of those that must be
/// made first.
fn take_older(index: &RecordIndex, survey: &Survey, options: &Options) -> Result<Vec<ToMake>, LogError> {
    let mut without = Vec::new();
    for (at, segment) in survey.older.iter().enumerate().rev() {
        match survey.sidecars.get(&segment.header.id) {
            Some(sidecar) => index
                .take_older(segment, sidecar, &sidecar.directory()?.runs)
                .map_err(|what| LogError::damaged(format!("{} offset 0", sidecar.name), what))?,
            None => without.push((segment, &survey.older[..at])),
        }
    }
    // In the order of the log, so that what one has read serves the next.
    let (mut to_make, mut judge) = (Vec::new(), None);
    for (segment, before) in without.into_iter().rev() {
        to_make.push((segment.clone(), sidecar_of(segment, before, &survey.sidecars, options, &mut judge)?));
    }
    Ok(to_make)
}

/// Owners that were told of a sidecar before the checkpoint rely on it, and are not told again: what is remembered must be
/// there when they ask.
fn remake_known(
    maker: &Maker<'_>,
    index: &RecordIndex,
    checkpoints: &Checkpoints,
    survey: &mut Survey,
    options: &Options,
) -> Result<(), LogError> {
    let Some(checkpoint) = &checkpoints.newest else { return Ok(()) };
    let known = index.segments_before(&checkpoint.summary.hot_from);
    // The last one is open: it has no sidecar before it is sealed.
    let sealed = survey.segments.split_last().map_or(&[][..], |(_, sealed)| sealed);
    let (mut before, mut judge) = (survey.older.clone(), None);
    for segment in sealed {
        let id = segment.header.id;
        if known.contains(&id) && !survey.sidecars.contains_key(&id) {
            let bytes = sidecar_of(segment, &before, &survey.sidecars, options, &mut judge)?;
            survey.sidecars.insert(id, maker.make(segment, &bytes)?.sidecar);
        }
        before.push(segment.clone());
    }
    Ok(())
}

/// The bytes of a segment's sidecar. `judge` may have read what stands before, and has read this then.
fn sidecar_of(
    segment: &Segment,
    before: &[Arc<Segment>],
    sidecars: &Sidecars,
    options: &Options,
    judge: &mut Option<Judge>,
) -> Result<Vec<u8>, LogError> {
    let judge = match judge.take().filter(|judge| judge.stands_before(segment)) {
        Some(known) => judge.insert(known),
        None => judge.insert(Judge::behind(segment, before, &|id| sidecars.get(&id).cloned())?),
    };
    build(segment, segment.published_end(), &*options.indexer, judge)
}

/// Writes sidecars that a start relies on.
struct Maker<'a> {
    disk: &'a dyn Disk,
    spares: &'a Spares,
    least_version: u32,
}

impl Maker<'_> {
    fn make(&self, segment: &Segment, bytes: &[u8]) -> Result<Made, LogError> {
        let older_refuse = || match self.least_version < VERSION_OF_SIDECARS_2 {
            true => Format::raise(self.disk, VERSION_OF_SIDECARS_2),
            false => Ok(true),
        };
        let make = || if older_refuse()? { Made::of(self.disk, segment, bytes) } else { Ok(None) };
        let no_room = || segment.failed("make the sidecar of", std::io::ErrorKind::StorageFull.into());
        self.spares.make_room(self.disk, make)?.ok_or_else(no_room)
    }
}

fn settle_names(disk: &dyn Disk, survey: &Survey) -> Result<(), LogError> {
    let sync = || disk.sync_directory().map_err(LogError::io("sync the data directory"));
    // Names that were read may be in the page cache alone, FORMAT's too. That of the checkpoint in use must be on the disk
    // before anything goes that only an older one keeps.
    sync()?;
    if survey.leftovers.is_empty() {
        return Ok(());
    }
    for name in &survey.leftovers {
        disk.remove(name).map_err(LogError::io(format!("remove {name}")))?;
    }
    // A power cut must not leave an old repair segment beside a new one.
    sync()
}

/// Writes the last frame over itself, so that its sync is this process's own: the one before may have
/// failed, and the frame be in the page cache alone.
fn continue_in_place(writer: &mut Writer, newest: &Arc<Segment>, frame: &Frame) -> Result<(), LogError> {
    writer.buffer = read(newest, frame.offset, frame.header.frame_bytes())?;
    writer.put(newest, frame.offset, true)?;
    writer.open = Some(newest.clone());
    writer.at = frame.end();
    Ok(())
}

fn begin_repair(
    writer: &mut Writer,
    newest: &Arc<Segment>,
    survey: &Survey,
    last: Option<&(Frame, Layout)>,
    options: &Options,
    gauge: &Gauge,
) -> Result<Arc<Segment>, LogError> {
    let frame = last.map(|(frame, _)| frame);
    if frame.is_some_and(|frame| frame.header.synced + 1 < frame.header.commit) {
        write_over(newest, survey.end_before_last)?;
    }
    let predecessor = Predecessor {
        id: newest.header.id,
        end: survey.end_before_last,
        checksum: frame.map_or(survey.previous, |frame| frame.header.previous),
    };
    let first_commit = frame.map_or(survey.next_commit, |frame| frame.header.commit);
    let bytes = frame.map_or(FRAME_HEADER_BYTES as u64, |frame| frame.header.frame_bytes());
    let repair =
        writer.create(bytes, predecessor, true, first_commit, options, gauge).map_err(|refused| {
            let (Refused::NoSpace(error) | Refused::Fatal(error)) = refused;
            error
        })?;
    if let Some(frame) = frame {
        writer.buffer = read(newest, frame.offset, frame.header.frame_bytes())?;
        writer.buffer.truncate(FRAME_HEADER_BYTES + frame.header.payload_bytes as usize);
        let payload = &mut writer.buffer[FRAME_HEADER_BYTES..];
        reseal_events(&repair, payload);
        // Even if it was a clean stop: what stood behind it was not.
        let mut header = FrameHeader { flags: FrameHeader::flags(false), ..frame.header.clone() };
        writer.previous = seal(&mut writer.buffer, &mut header, repair.seeds, HEADER_BYTES);
        writer.put(&repair, HEADER_BYTES, true)?;
        writer.at = HEADER_BYTES + header.frame_bytes();
    }
    writer.open = Some(repair.clone());
    Ok(repair)
}

/// Makes the segment's frames durable up to `end`: under `Sync::Os` more than the last were never synced.
/// They are written over themselves, since a sync that failed leaves pages that are read well, seen as
/// clean, and not on the disk.
fn write_over(segment: &Segment, end: u64) -> Result<(), LogError> {
    let mut at = HEADER_BYTES;
    while at < end {
        let some = (end - at).min(WRITE_OVER_BYTES);
        let bytes = read(segment, at, some)?;
        segment.file.write_at(&bytes, at).map_err(|error| segment.failed("write", error))?;
        at += some;
    }
    sync_segment(segment)
}

/// The events' checksums depend on segment and place.
fn reseal_events(segment: &Segment, payload: &mut [u8]) {
    let bodies: Vec<_> =
        sections(payload).flat_map(|section| section.expect("the survey has checked it").bodies()).collect();
    for body in bodies {
        let at = HEADER_BYTES + (FRAME_HEADER_BYTES + body.start) as u64;
        event::seal_checksums(&mut payload[body], segment.seeds.at(at)).expect("the survey has checked it");
    }
}

fn read(segment: &Segment, offset: u64, bytes: u64) -> Result<Vec<u8>, LogError> {
    let mut buffer = vec![0; bytes as usize];
    segment.file.read_at(&mut buffer, offset).map_err(|error| segment.failed("read", error))?;
    Ok(buffer)
}
