//! Reads everything in a data directory and says what a start would do. Changes nothing.

use std::fmt;
use std::sync::Arc;

use millpond_runtime::Disk;

use super::checkpoint::Checkpoints;
use super::file::Segment;
use super::format::Format;
use super::index::RecordIndex;
use super::names::Class;
use super::scan::{Frame, Scan};
use super::section::sections;
use super::survey::Survey;
use crate::{LogError, event};

/// What [`fsck`] found.
#[derive(Debug)]
pub struct Report {
    /// The FORMAT file; none in a new directory.
    pub format: Result<Option<Format>, LogError>,
    /// Each class.
    pub classes: Vec<ClassReport>,
}

/// What [`fsck`] found of one class.
#[derive(Debug)]
pub struct ClassReport {
    /// Which.
    pub class: Class,
    /// Segments in the chain.
    pub segments: u64,
    /// Frames in them.
    pub frames: u64,
    /// Claims and records in those.
    pub entries: u64,
    /// Sidecars of segments that are whole.
    pub sidecars: u64,
    /// Sidecars that are damaged, and would be made again by a start.
    pub remade: Vec<LogError>,
    /// Run tables that are whole.
    pub run_tables: u64,
    /// Run tables that are damaged, and would be made again.
    pub lost_tables: Vec<LogError>,
    /// What a start does not read, and what is refused when it is asked for.
    pub unreadable: Vec<LogError>,
    /// The checkpoint that a start would use; none if it would read the whole log.
    pub checkpoint: Option<u64>,
    /// Checkpoints that are damaged. A start would fall back to one that is older.
    pub damaged_checkpoints: Vec<LogError>,
    /// Pages of checkpoints that are damaged where another file has them, too.
    pub rotten_pages: Vec<String>,
    /// What a start would do.
    pub outlook: Outlook,
}

/// What a start would do with a class.
#[derive(Debug)]
pub enum Outlook {
    /// There is nothing yet.
    Begin,
    /// The log was stopped cleanly and goes on in place.
    Continue,
    /// It ended otherwise: the last good frame is written again into a new segment.
    Repair {
        /// The segment that the log ends in.
        segment: String,
        /// Where its last good frame ends.
        end: u64,
        /// Something stands behind that was never confirmed.
        torn: bool,
    },
    /// It would not start.
    Refuse(LogError),
}

impl Report {
    /// Whether the server would start.
    pub fn starts(&self) -> bool {
        self.format.is_ok() && !self.classes.iter().any(|class| matches!(class.outlook, Outlook::Refuse(_)))
    }

    /// Whether nothing is damaged, also of what a start would do without or not read.
    pub fn is_whole(&self) -> bool {
        self.format.is_ok() && self.classes.iter().all(ClassReport::is_whole)
    }
}

impl ClassReport {
    fn is_whole(&self) -> bool {
        let damaged = [&self.remade, &self.lost_tables, &self.unreadable, &self.damaged_checkpoints];
        let none = damaged.iter().all(|list| list.is_empty()) && self.rotten_pages.is_empty();
        none && !matches!(self.outlook, Outlook::Refuse(_))
    }
}

/// Reads and checks everything, each event's checksum included.
pub fn fsck(disk: &dyn Disk) -> Report {
    let format = Format::read(disk);
    let classes = match &format {
        Ok(Some(format)) => Class::ALL.into_iter().map(|class| check_class(disk, class, format)).collect(),
        _ => Vec::new(),
    };
    Report { format, classes }
}

fn check_class(disk: &dyn Disk, class: Class, format: &Format) -> ClassReport {
    let mut report = ClassReport {
        class,
        segments: 0,
        frames: 0,
        entries: 0,
        sidecars: 0,
        remade: Vec::new(),
        run_tables: 0,
        lost_tables: Vec::new(),
        unreadable: Vec::new(),
        checkpoint: None,
        damaged_checkpoints: Vec::new(),
        rotten_pages: Vec::new(),
        outlook: Outlook::Begin,
    };
    if let Err(error) = check_into(&mut report, disk, format) {
        report.outlook = Outlook::Refuse(error);
    }
    report
}

fn check_into(report: &mut ClassReport, disk: &dyn Disk, format: &Format) -> Result<(), LogError> {
    let mut checkpoints = Checkpoints::find(disk, report.class, format)?;
    report.damaged_checkpoints.append(&mut checkpoints.damaged);
    report.checkpoint = checkpoints.newest.as_ref().map(|checkpoint| checkpoint.header.number);
    report.rotten_pages = checkpoints.rotten_pages();
    report.unreadable = checkpoints.lost_pages();
    let index = RecordIndex::new(format.partitions);
    if let Some(checkpoint) = &checkpoints.newest {
        index.begin_at(checkpoint.starts());
    }
    let mut entries = 0;
    let mut check = |segment: &Arc<Segment>, frame: &Frame, layout: &super::index::Layout| {
        entries += layout.headers().map(|header| u64::from(header.count)).sum::<u64>();
        let published = index.publish(segment, frame.payload_at(), layout);
        published.map_err(|what| segment.damaged(frame.offset, what))?;
        check_events(segment, frame)
    };
    let mut survey = Survey::of(disk, report.class, format, &checkpoints, &mut check)?;
    if let (Some(segment), Some((frame, layout))) = (survey.segments.last(), &survey.last) {
        check(segment, frame, layout)?;
    }
    (report.segments, report.frames, report.entries) = (survey.segments.len() as u64, survey.frames, entries);
    // A start reads neither older segments nor whole sidecars.
    for segment in &survey.older {
        if let Err(error) = check_older(report, segment) {
            report.unreadable.push(error);
        }
        report.segments += 1;
    }
    report.remade.append(&mut survey.remade);
    for sidecar in survey.sidecars.values() {
        match sidecar.directory().and_then(|directory| sidecar.verify(&directory)) {
            Ok(()) => report.sidecars += 1,
            Err(error) => report.unreadable.push(error),
        }
    }
    report.lost_tables.append(&mut survey.lost_tables);
    for table in survey.tables.values() {
        match table.verify() {
            Ok(()) => report.run_tables += 1,
            Err(error) => report.lost_tables.push(error),
        }
    }
    report.outlook = match survey.segments.last() {
        None => Outlook::Begin,
        Some(_) if survey.is_clean() => Outlook::Continue,
        Some(newest) => Outlook::Repair { segment: newest.name.clone(), end: survey.end, torn: survey.torn },
    };
    Ok(())
}

fn check_older(report: &mut ClassReport, segment: &Segment) -> Result<(), LogError> {
    let end = segment.published_end();
    let mut scan = Scan::new(segment, end);
    while scan.at() < end {
        let at = scan.at();
        let Ok((frame, payload)) = scan.next()? else {
            return Err(segment.damaged(at, "a frame fails, though it was synced"));
        };
        report.frames += 1;
        for section in sections(payload) {
            let section = section.map_err(|what| segment.unsupported(frame.offset, what))?;
            report.entries += u64::from(section.header.count);
        }
        check_events(segment, &frame)?;
    }
    Ok(())
}

fn check_events(segment: &Segment, frame: &Frame) -> Result<(), LogError> {
    let mut payload = vec![0; frame.header.payload_bytes as usize];
    let read = segment.file.read_at(&mut payload, frame.payload_at());
    read.map_err(|error| segment.failed("read", error))?;
    for section in sections(&payload) {
        let section = section.map_err(|what| segment.unsupported(frame.offset, what))?;
        for body in section.bodies() {
            let at = frame.payload_at() + body.start as u64;
            let events =
                event::Body::parse(&payload[body]).map_err(|what| segment.unsupported(at, what.0))?;
            for event in events {
                let event = event.map_err(|what| segment.unsupported(at, what.0))?;
                if event.checksum() != event.compute_checksum(segment.seeds.at(at)) {
                    return Err(
                        segment.damaged(at + u64::from(event.offset), "the event's checksum is wrong")
                    );
                }
            }
        }
    }
    Ok(())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.format {
            Err(error) => writeln!(f, "FORMAT: {error}")?,
            Ok(None) => writeln!(f, "no FORMAT: a start would make a new store")?,
            Ok(Some(format)) => writeln!(
                f,
                "store {:032x}, {} partitions, readable by data format {} and later",
                u128::from_be_bytes(format.store_id),
                format.partitions,
                format.least_version
            )?,
        }
        for class in &self.classes {
            write!(
                f,
                "{}: {} segments, {} frames, {} claims and records",
                class.class.name(),
                class.segments,
                class.frames,
                class.entries
            )?;
            if class.sidecars > 0 {
                write!(f, ", {} sidecars", class.sidecars)?;
            }
            if class.run_tables > 0 {
                write!(f, ", {} run tables", class.run_tables)?;
            }
            f.write_str("; a start would ")?;
            if let Some(number) = class.checkpoint {
                write!(f, "use checkpoint {number} and ")?;
            }
            match &class.outlook {
                Outlook::Begin => writeln!(f, "begin it")?,
                Outlook::Continue => writeln!(f, "continue it in place")?,
                Outlook::Repair { segment, end, torn } => {
                    let behind = if *torn { "give up an unconfirmed tail and " } else { "" };
                    writeln!(
                        f,
                        "{behind}write the last frame again: the log ends at {segment} offset {end}"
                    )?;
                }
                Outlook::Refuse(error) => writeln!(f, "refuse: {error}")?,
            }
            for error in &class.damaged_checkpoints {
                writeln!(f, "{}: {error}; a start would fall back", class.class.name())?;
            }
            for page in &class.rotten_pages {
                writeln!(f, "{}: {page}; a start would read its copy", class.class.name())?;
            }
            for error in &class.unreadable {
                writeln!(f, "{}: {error}; what stands there is refused when it is read", class.class.name())?;
            }
            for error in &class.remade {
                writeln!(f, "{}: {error}; it is made from its segment", class.class.name())?;
            }
            for error in &class.lost_tables {
                writeln!(f, "{}: {error}; it is made again from its sidecars", class.class.name())?;
            }
        }
        Ok(())
    }
}
