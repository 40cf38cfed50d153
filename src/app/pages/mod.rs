//! One module per page.

pub mod agreement;
pub mod board;
pub mod content;
pub mod data;
pub mod follow_up;
pub mod funnel;
pub mod lead;
pub mod meeting;
pub mod reasons;
pub mod reconcile;
pub mod returns;
pub mod scoring;
pub mod share;
pub mod shared;
pub mod welcome;
mod whose;
