//! What was done to a simulated disk: as a number always, in words on demand.

#[derive(Clone, Default)]
pub(super) struct Trace {
    hash: u64,
    lines: Option<Vec<String>>,
}

impl Trace {
    pub(super) fn note(&mut self, what: &str, name: &str, number: u64, bytes: &[u8]) {
        self.mix(what.as_bytes());
        self.mix(name.as_bytes());
        self.mix(&number.to_le_bytes());
        self.mix(bytes);
        let hash = self.hash;
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{what} {name} {number} +{} [{hash:016x}]", bytes.len()));
        }
    }

    fn mix(&mut self, bytes: &[u8]) {
        // The length goes in, or "ab", "c" would be "a", "bc".
        self.mix_word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix_word(u64::from_le_bytes(word));
        }
    }

    fn mix_word(&mut self, word: u64) {
        // Any good mixing would do: this is the finisher of SplitMix64.
        let mut z = (self.hash.rotate_left(5) ^ word).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        self.hash = z ^ (z >> 31);
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash
    }

    pub(super) fn keep(&mut self) {
        self.lines.get_or_insert_default();
    }

    pub(super) fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }
}
