//! AWS messaging on your own machines.

fn main() {}
