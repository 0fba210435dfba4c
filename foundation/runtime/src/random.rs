//! Randomness: the kernel's, or a seeded stream that a simulation can replay.

use std::sync::Mutex;

/// A source of random bytes.
pub trait Random: Send + Sync {
    /// Fills `into` with random bytes.
    fn fill(&self, into: &mut [u8]);

    /// A random number.
    fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// The kernel's random numbers, fetched a page at a time.
#[derive(Default)]
pub struct OsRandom(Mutex<Pool>);

struct Pool {
    bytes: [u8; POOL_BYTES],
    used: usize,
}

/// One system call serves 128 requests of 8 bytes.
const POOL_BYTES: usize = 1024;

impl Default for Pool {
    fn default() -> Self {
        Pool { bytes: [0; POOL_BYTES], used: POOL_BYTES }
    }
}

impl Random for OsRandom {
    fn fill(&self, into: &mut [u8]) {
        let mut pool = self.0.lock().expect("no holder of the pool's lock panics");
        for byte in into {
            if pool.used == POOL_BYTES {
                getrandom::fill(&mut pool.bytes).expect("the kernel has random numbers once it has started");
                pool.used = 0;
            }
            let used = pool.used;
            // What was handed out is wiped, so that memory never holds a secret twice.
            *byte = std::mem::take(&mut pool.bytes[used]);
            pool.used += 1;
        }
    }
}

/// A stream of numbers fixed by its seed (SplitMix64). For simulations only.
pub struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    /// The stream of `seed`.
    pub fn new(seed: u64) -> Self {
        SeededRandom(Mutex::new(seed))
    }

    /// A number below `limit`, which must not be 0.
    pub fn below(&self, limit: u64) -> u64 {
        self.number() % limit
    }

    /// True once in `n` calls, on average.
    pub fn once_in(&self, n: u64) -> bool {
        self.below(n) == 0
    }
}

impl Random for SeededRandom {
    fn fill(&self, into: &mut [u8]) {
        let mut state = self.0.lock().expect("no holder of the seed's lock panics");
        for chunk in into.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let bytes = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}
