//! What an operation is.
