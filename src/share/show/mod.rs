//! A shared board in words and charts: what its tables are called, how its cells are written, and which of them are drawn. Neither a page
//! nor a browser is known here.

mod charts;
mod definitions;
mod speech;
mod texts;

pub use charts::chart;
pub use definitions::definitions;
pub use speech::{Speech, UNDEFINED};
