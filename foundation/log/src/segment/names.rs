//! Classes of segments and the names of their files.

/// Each class has a chain of segments and a log thread of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Queues, topics and the catalogue.
    Queues = 0,
    /// Streams.
    Streams = 1,
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 2] = [Class::Queues, Class::Streams];

    /// The word its files' names begin with.
    pub fn name(self) -> &'static str {
        match self {
            Class::Queues => "queues",
            Class::Streams => "streams",
        }
    }

    pub(super) fn from_number(number: u8) -> Option<Class> {
        Class::ALL.into_iter().find(|class| *class as u8 == number)
    }

    pub(super) fn segment_name(self, id: u64) -> String {
        format!("{}-{id:012}.segment", self.name())
    }

    /// The name of a segment that is being made. It gets its own when its header is durable, so that a
    /// segment with a broken header is always damage.
    pub(super) fn unfinished_name(self, id: u64) -> String {
        format!("{}-{id:012}.new", self.name())
    }

    /// The id in a segment's name.
    pub(super) fn segment_id(self, name: &str) -> Option<u64> {
        self.id_in(name, ".segment").filter(|id| self.segment_name(*id) == name)
    }

    /// The id in the name of a segment that was being made.
    pub(super) fn unfinished_id(self, name: &str) -> Option<u64> {
        self.id_in(name, ".new").filter(|id| self.unfinished_name(*id) == name)
    }

    /// The name of a segment's sidecar.
    pub(super) fn sidecar_name(self, id: u64) -> String {
        format!("{}-{id:012}.sidecar", self.name())
    }

    /// The name of a sidecar that is being made.
    pub(super) fn unfinished_sidecar_name(self, id: u64) -> String {
        format!("{}-{id:012}.sidecar.new", self.name())
    }

    /// The id in a sidecar's name.
    pub(super) fn sidecar_id(self, name: &str) -> Option<u64> {
        self.id_in(name, ".sidecar").filter(|id| self.sidecar_name(*id) == name)
    }

    /// The name of a checkpoint.
    pub(super) fn checkpoint_name(self, number: u64) -> String {
        format!("{}-{number:012}.checkpoint", self.name())
    }

    /// The name of a checkpoint that is being made.
    pub(super) fn unfinished_checkpoint_name(self, number: u64) -> String {
        format!("{}-{number:012}.checkpoint.new", self.name())
    }

    /// The number in a checkpoint's name.
    pub(super) fn checkpoint_number(self, name: &str) -> Option<u64> {
        self.id_in(name, ".checkpoint").filter(|number| self.checkpoint_name(*number) == name)
    }

    /// The name of the file of pages that a checkpoint wrote.
    pub(super) fn pages_name(self, number: u64) -> String {
        format!("{}-{number:012}.pages", self.name())
    }

    /// The name of a file of pages that is being written.
    pub(super) fn unfinished_pages_name(self, number: u64) -> String {
        format!("{}-{number:012}.pages.new", self.name())
    }

    /// The number in the name of a file of pages.
    pub(super) fn pages_number(self, name: &str) -> Option<u64> {
        self.id_in(name, ".pages").filter(|number| self.pages_name(*number) == name)
    }

    /// The name of the run table of a group of segments.
    pub(super) fn run_table_name(self, group: u64) -> String {
        format!("{}-{group:012}.runs", self.name())
    }

    /// The name of a run table that is being made.
    pub(super) fn unfinished_run_table_name(self, group: u64) -> String {
        format!("{}-{group:012}.runs.new", self.name())
    }

    /// The group in a run table's name.
    pub(super) fn run_table_group(self, name: &str) -> Option<u64> {
        self.id_in(name, ".runs").filter(|group| self.run_table_name(*group) == name)
    }

    /// The name of a file that was a segment and waits to be one again.
    pub(super) fn spare_name(self, id: u64) -> String {
        format!("{}-{id:012}.spare", self.name())
    }

    /// The number in the name of a spare.
    pub(super) fn spare_id(self, name: &str) -> Option<u64> {
        self.id_in(name, ".spare").filter(|id| self.spare_name(*id) == name)
    }

    /// The name of a spare that is being filled.
    pub(super) fn unfinished_spare_name(self, id: u64) -> String {
        format!("{}-{id:012}.spare.new", self.name())
    }

    /// Whether this is the name of something that was being made: a segment, or what belongs to them.
    pub(super) fn is_unfinished(self, name: &str) -> bool {
        let sidecar = self.id_in(name, ".sidecar.new").map(|id| self.unfinished_sidecar_name(id));
        let checkpoint = self.id_in(name, ".checkpoint.new").map(|id| self.unfinished_checkpoint_name(id));
        let pages = self.id_in(name, ".pages.new").map(|id| self.unfinished_pages_name(id));
        let spare = self.id_in(name, ".spare.new").map(|id| self.unfinished_spare_name(id));
        let runs = self.id_in(name, ".runs.new").map(|group| self.unfinished_run_table_name(group));
        self.unfinished_id(name).is_some()
            || [sidecar, checkpoint, pages, spare, runs].iter().flatten().any(|it| it == name)
    }

    fn id_in(self, name: &str, suffix: &str) -> Option<u64> {
        name.strip_prefix(self.name())?.strip_prefix('-')?.strip_suffix(suffix)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_class_and_id_and_nothing_else_passes() {
        assert_eq!(Class::Queues.segment_name(7), "queues-000000000007.segment");
        assert_eq!(Class::Queues.segment_id("queues-000000000007.segment"), Some(7));
        assert_eq!(Class::Streams.unfinished_id("streams-1000000000000.new"), Some(1_000_000_000_000));
        assert_eq!(Class::Queues.sidecar_id("queues-000000000007.sidecar"), Some(7));
        assert!(Class::Queues.is_unfinished("queues-000000000007.sidecar.new"));
        assert!(Class::Queues.is_unfinished("queues-000000000007.checkpoint.new"));
        assert!(Class::Queues.is_unfinished("queues-000000000007.pages.new"));
        assert_eq!(Class::Queues.pages_number("queues-000000000007.pages"), Some(7));
        assert!(Class::Queues.is_unfinished("queues-1000000000000.spare.new"));
        assert!(Class::Queues.is_unfinished("queues-000000000000.runs.new"));
        assert!(!Class::Queues.is_unfinished("queues-000000000000.runs"));
        assert_eq!(Class::Queues.run_table_group("queues-000000000003.runs"), Some(3));
        assert_eq!(Class::Streams.run_table_group("queues-000000000003.runs"), None);
        assert!(!Class::Queues.is_unfinished("queues-000000000007.checkpoint"));
        assert_eq!(Class::Queues.checkpoint_number("queues-000000000007.checkpoint"), Some(7));
        assert_eq!(Class::Queues.spare_id("queues-000000000007.spare"), Some(7));
        assert_eq!(Class::Queues.unfinished_id("queues-000000000007.sidecar.new"), None);
        for other in
            ["queues-7.segment", "queues-+00000000007.segment", "streams-000000000007.segment", "FORMAT"]
        {
            assert_eq!(Class::Queues.segment_id(other), None, "{other}");
        }
    }
}
