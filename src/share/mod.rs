//! Versioned envelopes for what is saved or leaves.
