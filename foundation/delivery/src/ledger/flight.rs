//! What is known of a message that is in flight: packed, for there may be millions.

use millpond_runtime::Millis;

use super::Received;

/// A time of 48 bits, which end in 8,900 years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Short([u8; 6]);

impl Short {
    fn new(at: Millis) -> Short {
        let [bytes @ .., _, _] = at.min((1 << 48) - 1).to_le_bytes();
        Short(bytes)
    }

    fn millis(self) -> Millis {
        let [a, b, c, d, e, f] = self.0;
        Millis::from_le_bytes([a, b, c, d, e, f, 0, 0])
    }
}

/// A hand-out, with all that was done with the message before.
///
/// Of times only the end is kept whole. A hand-out lasts for twelve hours at most, and a message is kept for fourteen days:
/// how long ago the others were fits into 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flight {
    nonce: [u8; 8],
    until: Short,
    /// From when it was handed out until `until`.
    lasts_ms: [u8; 4],
    /// Twice the number, and one if it was refused.
    receives: [u8; 4],
    /// From when it first was handed out until it was this time; meaningless if it never was.
    first_before_ms: [u8; 4],
}

const _: () = assert!(size_of::<Flight>() == 26);

/// The time between, if it is not negative.
fn between(from: Millis, to: Millis) -> [u8; 4] {
    u32::try_from(to.saturating_sub(from)).unwrap_or(u32::MAX).to_le_bytes()
}

fn number(bytes: [u8; 4]) -> u64 {
    u32::from_le_bytes(bytes).into()
}

impl Flight {
    pub(super) fn new(nonce: u64, since: Millis, until: Millis, received: Received) -> Flight {
        let mut flight = Flight {
            nonce: nonce.to_le_bytes(),
            until: Short::new(until),
            lasts_ms: between(since, until),
            receives: [0; 4],
            first_before_ms: [0; 4],
        };
        flight.note(received);
        flight
    }

    pub(super) fn nonce(&self) -> u64 {
        u64::from_le_bytes(self.nonce)
    }

    pub(super) fn since(&self) -> Millis {
        self.until().saturating_sub(number(self.lasts_ms))
    }

    pub(super) fn until(&self) -> Millis {
        self.until.millis()
    }

    pub(super) fn received(&self) -> Received {
        let (receives, refused) = ((number(self.receives) >> 1) as u32, self.receives[0] & 1 == 1);
        let first = if receives == 0 { 0 } else { self.since().saturating_sub(number(self.first_before_ms)) };
        Received { receives, first, refused }
    }

    pub(super) fn note(&mut self, received: Received) {
        let Received { receives, first, refused } = received;
        self.receives = ((receives.min(u32::MAX >> 1) << 1) | u32::from(refused)).to_le_bytes();
        self.first_before_ms = between(first, self.since());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_what_was_put_in() {
        const NOW: Millis = 1_700_000_000_000;
        for (since, until) in [(NOW, NOW), (NOW, NOW + 43_200_000)] {
            for (receives, first) in [(0, 0), (1, since), (7, since - 1_209_600_000), (u32::MAX >> 1, since)]
            {
                for refused in [false, true] {
                    let received = Received { receives, first, refused };
                    let mut flight = Flight::new(u64::MAX - 1, since, until, received);
                    assert_eq!(
                        (flight.nonce(), flight.since(), flight.until()),
                        (u64::MAX - 1, since, until)
                    );
                    assert_eq!(flight.received(), received);
                    flight.note(Received::default());
                    assert_eq!((flight.since(), flight.received()), (since, Received::default()));
                }
            }
        }
    }
}
