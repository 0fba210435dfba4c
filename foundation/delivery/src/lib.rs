//! In flight, visibility, receive counts and receipt handles as one state machine; knows no service.
