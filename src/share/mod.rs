//! What leaves the worker's memory, and how it is told apart when it comes back. No encryption and no network in here.

pub mod envelope;

pub use envelope::{EnvelopeError, open, seal};
