//! What the kernel knows of a process: CPU time, memory, bytes written.

use std::fs;
use std::io;

/// The kernel shows CPU times to programs in these units on every architecture.
const TICKS_A_SECOND: u64 = 100;
const NS_A_TICK: u64 = 1_000_000_000 / TICKS_A_SECOND;

/// User and system time of a process, all its threads included, in nanoseconds. Exact to a tick of 10 ms.
pub fn cpu_ns(pid: u32) -> io::Result<u64> {
    cpu_in_stat(&fs::read_to_string(format!("/proc/{pid}/stat"))?)
}

/// User and system time of the threads that are alive, in nanoseconds: exact while they wait, so that a few calls can be told
/// apart. What ended threads have used is not in it.
pub fn fine_cpu_ns(pid: u32) -> io::Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(format!("/proc/{pid}/task"))? {
        // A thread may end while we look.
        let text = fs::read_to_string(entry?.path().join("schedstat")).unwrap_or_default();
        total += text.split_whitespace().next().and_then(|ns| ns.parse::<u64>().ok()).unwrap_or(0);
    }
    if total == 0 {
        return Err(io::Error::other(format!("no CPU times in /proc/{pid}/task/*/schedstat")));
    }
    Ok(total)
}

/// How often the threads that are alive have given up their core of their own accord, to wait for something.
pub fn sleeps(pid: u32) -> io::Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(format!("/proc/{pid}/task"))? {
        // A thread may end while we look.
        total += field(&entry?.path().join("status").display().to_string(), "voluntary_ctxt_switches:")
            .unwrap_or(0);
    }
    Ok(total)
}

/// A thread of a process. Another may have its name, and its CPU goes on counting in the process when it has ended.
#[derive(Clone, Debug)]
pub struct Thread {
    pub id: u32,
    pub name: String,
    pub cpu_ns: u64,
}

/// The threads that are alive, in the order they were made.
pub fn threads(pid: u32) -> io::Result<Vec<Thread>> {
    let mut ids = Vec::new();
    for entry in fs::read_dir(format!("/proc/{pid}/task"))? {
        if let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) {
            ids.push(id);
        }
    }
    ids.sort_unstable();
    let mut threads = Vec::new();
    for id in ids {
        let task = format!("/proc/{pid}/task/{id}");
        // A thread may end while we look.
        if let (Ok(name), Ok(stat)) =
            (fs::read_to_string(format!("{task}/comm")), fs::read_to_string(format!("{task}/stat")))
        {
            threads.push(Thread { id, name: name.trim().to_owned(), cpu_ns: cpu_in_stat(&stat)? });
        }
    }
    Ok(threads)
}

/// What was used between two looks by the threads of each name.
pub fn threads_since(before: &[Thread], after: &[Thread]) -> Vec<(String, u64)> {
    let mut used = Vec::new();
    for thread in after {
        let earlier =
            before.iter().find(|earlier| earlier.id == thread.id).map_or(0, |earlier| earlier.cpu_ns);
        add_thread(&mut used, &thread.name, thread.cpu_ns.saturating_sub(earlier));
    }
    used
}

/// Adds to what the threads of a name have used.
pub fn add_thread(used: &mut Vec<(String, u64)>, name: &str, cpu_ns: u64) {
    match used.iter_mut().find(|(known, _)| known == name) {
        Some((_, total)) => *total += cpu_ns,
        None => used.push((name.to_owned(), cpu_ns)),
    }
}

/// Time that all cores together spent on anything but waiting, in nanoseconds: what a hypervisor took away included.
pub fn machine_busy_ns() -> io::Result<u64> {
    let text = fs::read_to_string("/proc/stat")?;
    let first = text.lines().next().unwrap_or("");
    // user nice system idle iowait irq softirq steal; what guests took is in user already.
    let times = first.split_whitespace().skip(1).take(8).enumerate();
    let busy =
        times.filter(|(at, _)| !matches!(at, 3 | 4)).map(|(_, ticks)| ticks.parse::<u64>().unwrap_or(0));
    Ok(busy.sum::<u64>() * NS_A_TICK)
}

/// Memory in RAM, in bytes.
pub fn resident_bytes(pid: u32) -> io::Result<u64> {
    Ok(field(&format!("/proc/{pid}/status"), "VmRSS:")? * 1024)
}

/// Memory of a process.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    /// In RAM, the program's own file included.
    pub resident_bytes: u64,
    /// In RAM and of no file: what the program has allocated.
    pub anonymous_bytes: u64,
    /// The most that was ever in RAM.
    pub peak_bytes: u64,
}

pub fn memory(pid: u32) -> io::Result<Memory> {
    let path = format!("/proc/{pid}/status");
    let bytes = |name| Ok::<u64, io::Error>(field(&path, name)? * 1024);
    Ok(Memory {
        resident_bytes: bytes("VmRSS:")?,
        anonymous_bytes: bytes("RssAnon:")?,
        peak_bytes: bytes("VmHWM:")?,
    })
}

/// Bytes that the process caused to be sent to the device: whole pages, the file system's journal not included.
pub fn written_bytes(pid: u32) -> io::Result<u64> {
    field(&format!("/proc/{pid}/io"), "write_bytes:")
}

fn field(path: &str, name: &str) -> io::Result<u64> {
    let text = fs::read_to_string(path)?;
    let value =
        text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok());
    value.ok_or_else(|| io::Error::other(format!("no {name} in {path}")))
}

/// Fields 14 and 15. The name before them may hold spaces and brackets, so count from its last bracket.
fn cpu_in_stat(stat: &str) -> io::Result<u64> {
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let mut fields = after_name.split_whitespace().skip(11).map(str::parse::<u64>);
    match (fields.next(), fields.next()) {
        (Some(Ok(user)), Some(Ok(system))) => Ok((user + system) * NS_A_TICK),
        _ => Err(io::Error::other("no CPU times in a stat file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_a_name_with_brackets() {
        let stat = "7 (a) b (c)) S 1 7 7 0 -1 4194560 100 0 0 0 12 30 0 0 20 0 1 0 1 2 3";
        assert_eq!(cpu_in_stat(stat).unwrap(), 420_000_000);
        assert!(cpu_in_stat("7 (a").is_err());
    }

    #[test]
    fn a_thread_that_has_ended_is_not_taken_for_the_next_one() {
        let thread = |id, name: &str, cpu_ns| Thread { id, name: name.to_owned(), cpu_ns };
        let before = [thread(1, "main", 10), thread(2, "io", 500), thread(3, "worker", 7)];
        let after = [thread(1, "main", 11), thread(3, "worker", 9), thread(4, "io", 3), thread(5, "io", 4)];
        let used = threads_since(&before, &after);
        assert_eq!(used, [("main".to_owned(), 1), ("worker".to_owned(), 2), ("io".to_owned(), 7)]);
    }

    #[test]
    fn this_process_has_memory_and_threads() {
        let pid = std::process::id();
        assert!(resident_bytes(pid).unwrap() > 100_000);
        let memory = memory(pid).unwrap();
        assert!(memory.anonymous_bytes < memory.resident_bytes);
        assert!(memory.resident_bytes <= memory.peak_bytes);
        assert!(fine_cpu_ns(pid).unwrap() > 0);
        assert!(!threads(pid).unwrap().is_empty());
        cpu_ns(pid).unwrap();
        sleeps(pid).unwrap();
        written_bytes(pid).unwrap();
    }
}
