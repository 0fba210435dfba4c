//! What machine the figures are from.

use std::fs;
use std::path::Path;

/// Facts that a reader needs to judge a figure.
pub struct Machine {
    pub cores: usize,
    pub cpu: String,
    pub kernel: String,
    /// Of the data directories.
    pub file_system: String,
}

impl Machine {
    /// This machine, with the file system that holds `directory`.
    pub fn here(directory: &Path) -> Machine {
        let read = |path| fs::read_to_string(path).unwrap_or_default();
        let cpuinfo = read("/proc/cpuinfo");
        let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let path = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        Machine {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            cpu: model.map_or_else(|| "unknown CPU".to_owned(), |(_, name)| name.to_owned()),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            file_system: file_system(&read("/proc/self/mountinfo"), &path),
        }
    }

    /// In one line; of the kernel only its version.
    pub fn sentence(&self) -> String {
        let Machine { cores, cpu, kernel, file_system } = self;
        let kernel = kernel.split('-').next().unwrap_or_default();
        format!("{cores} cores of {cpu}, Linux {kernel}, {file_system}")
    }
}

/// The type of the deepest mount above `path`; of two on one point, the later.
fn file_system(mounts: &str, path: &Path) -> String {
    let mut best = (0, "unknown");
    for line in mounts.lines() {
        let Some((mount, source)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (mount.split(' ').nth(4), source.split(' ').next()) else { continue };
        if path.starts_with(point) && point.len() >= best.0 {
            best = (point.len(), kind);
        }
    }
    best.1.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_counts() {
        let mounts = "1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:5 / /tmp rw shared:1 - tmpfs tmpfs rw\n";
        assert_eq!(file_system(mounts, Path::new("/tmp/x")), "tmpfs");
        assert_eq!(file_system(mounts, Path::new("/tmpfoo")), "ext4");
    }
}
