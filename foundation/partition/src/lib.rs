//! Drives state machines from a log: owners, answer gate, outbox, waiters, recovery.
