//! What a first board needs none of: the sample company, documents as JSON, what months came to, the parts of a report that only further
//! pages show, and every question of theirs (`office/further.rs`). It is a second piece of the worker's program, fetched when the first of
//! them is asked for.
//!
//! The build cuts the program at [`fetched`], as `src/app/later.rs` says of the page's: what only it reaches becomes the second piece.

use handoff::{
    agreement::Agreement,
    import::FileSummary,
    leads::Dataset,
    protocol::{Failure, Further, FurtherRequest},
    report::{Before, Parts, Query, Report, report_with},
    sample::{SampleFile, board_files},
    share::{Content, ContentKind, EnvelopeError},
    team::{Snapshot, snapshot},
    time::Zone,
};
use wasm_split_helpers::wasm_split;
use web_sys::File;

use crate::office::{self, Answer, Office};

/// The functions of the second piece; each as the library documents it.
#[derive(Clone, Copy)]
pub struct Later {
    pub report: fn(&Dataset, &[FileSummary], &Agreement, &Zone, &Query, Parts, Before) -> Report,
    pub sample: fn() -> Vec<SampleFile>,
    pub seal: fn(&Further<Content>, i64) -> Option<String>,
    pub open: fn(ContentKind, &str) -> Result<Further<Content>, EnvelopeError>,
    pub snapshot: fn(&Dataset, &[FileSummary], &Agreement, &Zone, i64) -> Snapshot,
    pub answer: for<'a> fn(&'a Office, u32, &Further<FurtherRequest>, Vec<File>) -> Answer<'a>,
}

#[wasm_split(counting, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "the piece may not come")]
fn fetched() -> Result<Later, wasm_split_helpers::SplitLoaderError> {
    Ok(Later {
        report: report_with,
        sample: board_files,
        seal: |content, made_at| Some(content.open()?.seal(made_at)),
        open: |kind, text| kind.open(text).map(|content| Further::of(&content)),
        snapshot,
        answer: office::answer,
    })
}

/// Fetches the second piece; the loader keeps it.
pub async fn later() -> Result<Later, Failure> {
    fetched().await.map_err(|_| Failure::NotFetched)
}
