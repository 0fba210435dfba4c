//! What a developer can do here.

fn main() {}
