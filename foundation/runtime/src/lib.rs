//! What the world gives a program: time, randomness, threads and a disk, each real or simulated.
//!
//! Nothing above this crate reads a clock, draws a random number or opens a file by any other way
//! (`clippy.toml` refuses it), so that a whole server can run in a simulation from one seed.

mod clock;
pub mod disk;
pub mod open_files;
mod random;
pub mod threads;

pub use clock::{
    BootClock, Clock, ManualClock, Millis, Moment, Stopwatch, WallTime, boot_id, boot_time_ms, thread_cpu_ns,
    wall_time_ms,
};
pub use disk::{Disk, File, Space};
pub use random::{OsRandom, Random, SeededRandom};
