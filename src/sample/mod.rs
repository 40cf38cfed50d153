//! The sample company, generated deterministically.
