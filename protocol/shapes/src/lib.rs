//! Types and schema tables generated from models/.
