//! What is known of a message that is in flight, and of one that was: packed, for there may be millions.

use millpond_runtime::Millis;

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

/// What has been done with a message here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    /// How often it was handed out.
    pub(crate) receives: u32,
    /// When it first was.
    pub(crate) first: Millis,
    /// Another resource did not take it since it was last handed out.
    pub(crate) refused: bool,
}

/// The same, packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    receives: u32,
    first: Short,
    refused: bool,
}

impl From<Received> for Kept {
    fn from(Received { receives, first, refused }: Received) -> Kept {
        Kept { receives, first: Short::new(first), refused }
    }
}

impl From<Kept> for Received {
    fn from(Kept { receives, first, refused }: Kept) -> Received {
        Received { receives, first: first.millis(), refused }
    }
}

/// A hand-out, with all that was done with the message before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flight {
    pub(super) nonce: u64,
    since: Short,
    until: Short,
    pub(super) received: Kept,
}

const _: () = assert!(size_of::<Flight>() == 32 && size_of::<Kept>() == 12);

impl Flight {
    pub(super) fn new(nonce: u64, since: Millis, until: Millis, received: Received) -> Flight {
        Flight { nonce, since: Short::new(since), until: Short::new(until), received: received.into() }
    }

    pub(super) fn since(&self) -> Millis {
        self.since.millis()
    }

    pub(super) fn until(&self) -> Millis {
        self.until.millis()
    }
}
