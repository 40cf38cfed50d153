//! Handoff computes what marketing and sales owe each other from their own CRM exports.
//!
//! This library is the pure calculation: no browser, no clock, no I/O. It does not fetch, store or draw on a screen, and it
//! speaks no human language outside [`words`]. Modules in reading order:
//!
//! [`time`] → [`agreement`] → [`import`] → [`leads`] → [`metrics`] → [`report`] → [`chart`], with [`workbook`] before it for
//! sheets, [`kept`] for copies between two visits, [`team`] for what a team keeps beside its agreement, [`share`] for what leaves, [`sample`] for the sample company, [`words`] for every sentence and [`protocol`] for the
//! messages between page and worker.

pub mod agreement;
pub mod chart;
pub mod import;
pub mod kept;
pub mod leads;
pub mod metrics;
mod normal;
pub mod order;
pub mod protocol;
mod raw;
pub mod report;
pub mod sample;
pub mod share;
pub mod team;
mod text;
pub mod time;
mod turns;
pub mod words;
pub mod workbook;
