//! Latencies in logarithmic buckets: 64 to each doubling, so that a percentile is right within 1.6 %.

const BUCKETS_A_DOUBLING: u64 = 64;
const LOW_BITS: u32 = BUCKETS_A_DOUBLING.trailing_zeros();

/// Counts of nanoseconds.
#[derive(Clone, Default)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    pub fn record(&mut self, ns: u64) {
        let bucket = bucket_of(ns);
        if bucket >= self.counts.len() {
            self.counts.resize(bucket + 1, 0);
        }
        self.counts[bucket] += 1;
        self.total += 1;
    }

    pub fn add(&mut self, other: &Histogram) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.total += other.total;
    }

    /// The value that `share` (0 to 1) of all lie at or under, in microseconds; 0 if there is none.
    pub fn percentile_us(&self, share: f64) -> f64 {
        let wanted = (self.total as f64 * share).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return middle_of(bucket) / 1000.0;
            }
        }
        0.0
    }
}

/// Values below 64 have a bucket each; above, the leading bit names the doubling and the six bits behind it the bucket.
fn bucket_of(ns: u64) -> usize {
    let doubling = ns.max(1).ilog2().saturating_sub(LOW_BITS);
    (u64::from(doubling) * BUCKETS_A_DOUBLING + (ns >> doubling)) as usize
}

fn middle_of(bucket: usize) -> f64 {
    let bucket = bucket as u64;
    let doubling = (bucket / BUCKETS_A_DOUBLING).saturating_sub(1);
    let first = bucket - doubling * BUCKETS_A_DOUBLING;
    (first as f64 + if doubling == 0 { 0.0 } else { 0.5 }) * (1u64 << doubling) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_a_bucket_of_the_truth() {
        let mut histogram = Histogram::default();
        for ns in 1..=1_000_000u64 {
            histogram.record(ns);
        }
        for (share, expected) in [(0.5, 500.0), (0.99, 990.0), (1.0, 1000.0)] {
            let got = histogram.percentile_us(share);
            assert!((got / expected - 1.0).abs() < 0.016, "{share}: {got}");
        }
    }

    #[test]
    fn every_value_falls_into_a_bucket_near_it() {
        for ns in [0, 1, 63, 64, 65, 127, 128, 129, 1 << 20, (1 << 20) - 1, 123_456_789, 1 << 40] {
            let middle = middle_of(bucket_of(ns));
            assert!((middle - ns as f64).abs() <= ns as f64 / 64.0, "{ns}: {middle}");
        }
    }

    #[test]
    fn an_empty_one_and_a_sum() {
        let mut sum = Histogram::default();
        assert_eq!(sum.percentile_us(0.5), 0.0);
        let mut other = Histogram::default();
        other.record(10_000_000);
        sum.add(&other);
        assert!((sum.percentile_us(0.5) / 10_000.0 - 1.0).abs() < 0.016);
    }
}
