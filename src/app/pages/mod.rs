//! One module per page.

pub mod agreement;
pub mod board;
pub mod data;
pub mod follow_up;
pub mod funnel;
pub mod lead;
pub mod reasons;
pub mod reconcile;
pub mod returns;
pub mod scoring;
pub mod welcome;
mod whose;
