//! Keeps what is started on a few cores.

use std::io;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// Runs `start` on the first so many of the cores that this thread may use. A process that it makes has no others, ever.
pub fn on_cores<T>(cores: usize, start: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let all = sched_getaffinity(None)?;
    let mut few = CpuSet::new();
    let usable = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core));
    usable.take(cores).for_each(|core| few.set(core));
    if few.count() as usize != cores {
        return Err(io::Error::other(format!("there are {} cores here, not {cores}", all.count())));
    }
    sched_setaffinity(None, &few)?;
    let started = start();
    sched_setaffinity(None, &all)?;
    started
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_started_sees_one_core_and_this_thread_has_its_own_back() {
        let cores = || std::thread::available_parallelism().unwrap().get();
        let all = cores();
        assert_eq!(on_cores(1, || Ok(cores())).unwrap(), 1);
        assert_eq!(cores(), all);
        assert!(on_cores(all + 1, || Ok(())).is_err());
        assert!(on_cores(1, || Err::<(), _>(io::Error::other("no"))).is_err());
        assert_eq!(cores(), all);
    }
}
