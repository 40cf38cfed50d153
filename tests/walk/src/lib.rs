//! Handoff in a real browser, as a person uses it: the harness, on which the walks in `tests/` are told as stories.
//!
//! A walk gets a page of its own (new profile, own server, own chromedriver) and fails also when the story went well but the
//! console holds an error or a request left the host. It is no place for figures: those are tested in the library, natively.

#![expect(clippy::missing_errors_doc, reason = "every error is the failure of the walk, told in words")]

mod browser;
mod monitor;
mod network;
mod page;

pub use browser::{Settings, walk};
pub use monitor::Smoothness;
pub use page::Page;

/// What a walk ends with; the error is shown with a screenshot beside it in `target/walk/<name>`.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
