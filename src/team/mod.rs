//! What a team keeps beside its agreement: meetings and what was decided there, material for its leads, views with names, and
//! what earlier imports came to. Plain documents; no row of a lead is in them.

mod assets;
mod meetings;
mod snapshots;
mod views;

pub use assets::Assets;
pub use meetings::Meetings;
pub use snapshots::Snapshots;
pub use views::Views;
