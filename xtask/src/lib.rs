//! What a developer or CI does with this repository, as commands that behave the same on both.
//!
//! Nothing here is part of the product: no figure is computed and nothing of it reaches a browser. Beside Rust it needs only
//! what it installs by itself into `target/tools`. In reading order: [`run`] → [`tools`] → [`split`], [`dist`] → [`serve`], [`size`],
//! [`bench`] → [`bench_results`] → [`bench_report`], [`test`]; [`server`] is also used by the browser walk in `tests/walk`.

#![expect(clippy::missing_errors_doc, reason = "every error is one line for the person who runs the task")]

pub mod bench;
pub mod bench_report;
pub mod bench_results;
pub mod dist;
pub mod head;
pub mod offline;
pub mod run;
pub mod serve;
pub mod server;
pub mod size;
pub mod split;
pub mod test;
pub mod tools;

use std::path::{Path, PathBuf};

/// The failure of a task: one line that says what happened and what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the repository").to_path_buf()
}
