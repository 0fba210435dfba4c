//! Hands the target that `MILLPOND_FUZZ_TARGET` names to libFuzzer.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("MILLPOND_FUZZ_TARGET").expect("MILLPOND_FUZZ_TARGET names a target");
    millpond_fuzz::find(&name).unwrap_or_else(|| panic!("there is no target {name}"))
});

fuzz_target!(|data: &[u8]| TARGET(data));
