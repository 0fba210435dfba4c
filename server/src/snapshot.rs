//! `millpond snapshot`: a copy of a data directory, also of one that a server is using.
//!
//! What is finished (sealed segments, their sidecars, checkpoints) is linked, and costs no space; the last segment, which grows,
//! is copied and cut off behind its last whole frame. The server need not know: a file that has a second name is not used
//! again, and if one that is wanted goes meanwhile, all is tried again.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use millpond_log::segment::{cut_off, fsck};
use millpond_runtime::disk::RealDisk;

use crate::say::say;

/// A server that drops segments as fast as they are linked is not met this often.
const TRIES: usize = 20;
const FORMAT: &str = "FORMAT";

/// What a snapshot is made of.
#[derive(Default)]
struct Made {
    linked: usize,
    copied: usize,
    bytes: u64,
}

/// Makes `to`, which must not exist, out of the data directory `from`.
pub fn snapshot(from: &Path, to: &Path) -> Result<(), String> {
    let shown = (from.display(), to.display());
    if !from.join(FORMAT).is_file() {
        return Err(format!("{} is not a data directory", shown.0));
    }
    if to.exists() {
        return Err(format!("{} exists already", shown.1));
    }
    let unfinished = unfinished(to)?;
    for _ in 0..TRIES {
        let made = make(from, &unfinished).and_then(|made| Ok(examine(&unfinished)?.then_some(made)));
        match made {
            Ok(Some(made)) => {
                finish(&unfinished, to).map_err(|e| format!("cannot make {}: {e}", shown.1))?;
                let Made { linked, copied, bytes } = made;
                say(format_args!(
                    "{}: {bytes} bytes in {} files, {linked} of them linked\n",
                    shown.1,
                    linked + copied
                ));
                return Ok(());
            }
            // Something was let go while it was read, or came that a checkpoint knows and the list does not.
            Ok(None) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                let _ = fs::remove_dir_all(&unfinished);
                return Err(format!("cannot copy {} to {}: {error}", shown.0, shown.1));
            }
        }
    }
    let _ = fs::remove_dir_all(&unfinished);
    Err(format!("{} changes faster than it can be copied, or is damaged: see millpond fsck", shown.0))
}

fn unfinished(to: &Path) -> Result<PathBuf, String> {
    let name = to.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("{} is no name for a directory", to.display()))?;
    Ok(to.with_file_name(format!(".{name}.unfinished")))
}

/// The number in a name like `queues-000000000012.segment`, with what stands before it.
fn segment(name: &str) -> Option<(&str, u64)> {
    let (class, number) = name.strip_suffix(".segment")?.rsplit_once('-')?;
    Some((class, number.parse().ok()?))
}

fn make(from: &Path, to: &Path) -> io::Result<Made> {
    match fs::remove_dir_all(to) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::DirBuilder::new().mode(0o700).create(to)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(from)? {
        names.extend(entry?.file_name().into_string().ok());
    }
    let ends_in = |suffix: &'static str| names.iter().filter(move |name| name.ends_with(suffix));
    let mut made = Made::default();
    // Checkpoints first: what a checkpoint needs of the log is durable before it is there, and stays as long as it does.
    for name in
        ends_in(".checkpoint").chain(ends_in(".pages")).chain(ends_in(".sidecar")).chain(ends_in(".segment"))
    {
        let last = segment(name).is_some_and(|(class, number)| {
            names.iter().filter_map(|name| segment(name)).all(|(other, id)| other != class || id <= number)
        });
        let (source, target) = (from.join(name), to.join(name));
        let linked =
            if last { Err(ErrorKind::CrossesDevices.into()) } else { fs::hard_link(&source, &target) };
        match linked {
            Ok(()) => made.linked += 1,
            // It grows, or the copy is for another file system.
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                fs::copy(&source, &target)?;
                made.copied += 1;
            }
            Err(error) => return Err(error),
        }
        made.bytes += fs::metadata(&target)?.len();
    }
    // Last: it says which version is needed to read the others, and said so before they were there.
    fs::copy(from.join(FORMAT), to.join(FORMAT))?;
    made.copied += 1;
    Ok(made)
}

/// Whether a start would take the copy as it is.
fn examine(copy: &Path) -> io::Result<bool> {
    let disk = RealDisk::open(copy)?;
    Ok(cut_off(&disk).is_ok() && fsck(&disk).is_whole())
}

fn finish(unfinished: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(unfinished)? {
        fs::File::open(entry?.path())?.sync_all()?;
    }
    fs::File::open(unfinished)?.sync_all()?;
    fs::rename(unfinished, to)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
    fs::File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}
