//! Everything that reads what strangers or disks give, as plain functions of bytes: none may panic, hang or eat memory.
//!
//! Two drivers run them: `millpond-fuzz` mutates the corpus from a seed, on any toolchain; `fuzz/` hands them to libFuzzer,
//! which follows coverage.

mod calls;
mod files;
mod mended;
mod parsers;
mod run_table;
mod start;

#[allow(dead_code, reason = "there is no file to read")]
#[path = "../../../server/src/queues_file.rs"]
mod queues_file;

#[allow(dead_code, reason = "nobody calls")]
#[path = "../../../server/src/state.rs"]
mod state;

/// A function of bytes, and what it is called.
pub type Target = (&'static str, fn(&[u8]));

/// All of them. Each has a folder in `fuzz/corpus`.
pub const TARGETS: &[Target] = &[
    ("json", parsers::json),
    ("query", parsers::query),
    ("credential", parsers::credential),
    ("arn", parsers::arn),
    ("queues-file", parsers::queues_file),
    ("call", calls::call),
    ("policy", calls::policy),
    ("redrive", calls::redrive),
    ("receipt-handle", calls::receipt_handle),
    ("page-token", calls::page_token),
    ("move-task-handle", calls::move_task_handle),
    ("queue-url", calls::queue_url),
    ("event", files::event),
    ("format", files::format),
    ("segment", files::segment),
    ("sidecar", files::sidecar),
    ("checkpoint", files::checkpoint),
    ("run-table", run_table::run_table),
    ("start", start::start),
];

/// The target of a name.
pub fn find(name: &str) -> Option<fn(&[u8])> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, target)| *target)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_corpus_breaks_nothing_and_leaves_no_target_out() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
        for (name, target) in TARGETS {
            let kept: Vec<_> = std::fs::read_dir(corpus.join(name)).unwrap().flatten().collect();
            assert!(!kept.is_empty(), "{name}");
            kept.iter().for_each(|file| target(&std::fs::read(file.path()).unwrap()));
        }
        assert_eq!(std::fs::read_dir(corpus).unwrap().count(), TARGETS.len());
    }
}
