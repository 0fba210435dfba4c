//! Loaders and floors.

fn main() {}
