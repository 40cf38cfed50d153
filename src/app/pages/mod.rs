//! One module per page.

pub mod agreement;
pub mod board;
pub mod data;
pub mod funnel;
pub mod reasons;
pub mod reconcile;
pub mod returns;
pub mod welcome;
