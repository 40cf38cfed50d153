//! What a first board needs none of: the sample company, documents as JSON, what is shared, backups, what months came to, scores, what was used of the
//! material, one lead's story, the records behind numbers, lists compared, and the parts of a report that
//! only further pages show. It is a second piece of the worker's program, fetched when the first of them is asked for.
//!
//! The build cuts the program at [`fetched`], as `src/app/later.rs` says of the page's: what only it reaches becomes the second piece.

use handoff::{
    agreement::Agreement,
    import::{FileSummary, KeyChoice, Table},
    leads::Dataset,
    metrics::{Reconciled, reconcile, scoring::Scorer},
    protocol::{Failure, Further, OpenedWorkspace},
    report::{
        CannotSuggest, ContentUse, LeadStory, Parts, Query, QuickScore, RecordSet, RecordsOf, Report, ScoreBench, ScoringReport,
        Suggestion, content_use, lead_story, records, report_with, suggested_points,
    },
    sample::{SampleFile, board_files},
    share::{
        Content, ContentKind, EnvelopeError, ShareChoice, SharedBoard, WORKSPACE,
        parcel::{self, Lock, Opened, ParcelError, ParcelKind},
        shared_board,
    },
    team::{
        Snapshot, Workspace, snapshot,
        workspace::{Choice, Merged, base64, merge, resolve},
    },
    time::Zone,
};
use wasm_split_helpers::wasm_split;

/// The functions of the second piece; each as the library documents it.
#[derive(Clone, Copy)]
pub struct Later {
    pub report: fn(&Dataset, &[FileSummary], &Agreement, &Zone, &Query, Parts, &mut Scorer) -> Report,
    pub records: fn(&Dataset, &Agreement, &Zone, &Query, &RecordsOf) -> RecordSet,
    pub score: fn(&mut ScoreBench, &Dataset, &Agreement, &Zone, &Query) -> Option<ScoringReport>,
    pub quick_score: fn(&mut ScoreBench, &Dataset, &Agreement, &Zone, &Query) -> Option<QuickScore>,
    pub content_use: fn(&Dataset, &Agreement, &Zone, &Query) -> Further<Option<ContentUse>>,
    pub suggest: fn(&Dataset, &Agreement, &Zone, &Query, &mut Scorer) -> Result<Suggestion, CannotSuggest>,
    pub lead: fn(&Dataset, &Agreement, &Zone, &Query, &mut Scorer, u32) -> Option<LeadStory>,
    /// `None` where the lists have no key in common.
    pub compare: fn(Table, Table, KeyChoice) -> Option<Reconciled>,
    pub sample: fn() -> Vec<SampleFile>,
    pub share: Share,
    pub board_text: fn(&Further<SharedBoard>) -> Option<String>,
    pub read_board: fn(&str) -> Result<Further<SharedBoard>, ParcelError>,
    pub workspace: fn(&Further<Workspace>) -> Option<Workspace>,
    pub pack_workspace: fn(&Workspace) -> Further<Workspace>,
    pub pack_opened: fn(&OpenedWorkspace) -> Further<OpenedWorkspace>,
    pub parcels: Parcels,
    pub seal: fn(&Further<Content>, i64) -> Option<String>,
    pub open: fn(ContentKind, &str) -> Result<Further<Content>, EnvelopeError>,
    pub snapshot: fn(&Dataset, &[FileSummary], &Agreement, &Zone, i64) -> Snapshot,
    pub seal_workspace: fn(&Workspace, i64) -> String,
    pub open_workspace: fn(&str) -> Result<Workspace, EnvelopeError>,
    pub merge: fn(&Workspace, &Workspace) -> Merged,
    pub resolve: fn(&Workspace, &Workspace, &[Choice]) -> Workspace,
    pub to_base64: fn(&[u8], &mut String),
    pub of_base64: fn(&str) -> Option<Vec<u8>>,
}

/// `handoff::share::shared_board`.
type Share = fn(&Dataset, &[FileSummary], &Agreement, &Zone, &Query, &ShareChoice, i64) -> Further<SharedBoard>;

/// Of [`handoff::share::parcel`].
#[derive(Clone, Copy)]
pub struct Parcels {
    pub deflated: fn(&str) -> Vec<u8>,
    pub inflated: fn(&[u8]) -> Result<String, ParcelError>,
    pub plain: fn(ParcelKind, &str) -> Vec<u8>,
    pub header: fn(ParcelKind, &Lock) -> Vec<u8>,
    pub sealed: fn(ParcelKind, &Lock, &[u8]) -> Vec<u8>,
    pub open: for<'a> fn(ParcelKind, &'a [u8]) -> Result<Opened<'a>, ParcelError>,
}

#[wasm_split(counting, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "the piece may not come")]
fn fetched() -> Result<Later, wasm_split_helpers::SplitLoaderError> {
    Ok(Later {
        report: report_with,
        records,
        score: ScoreBench::report,
        quick_score: ScoreBench::quick,
        content_use: |dataset, agreement, zone, query| Further::of(&content_use(dataset, agreement, zone, query)),
        suggest: suggested_points,
        lead: lead_story,
        sample: board_files,
        share: |dataset, files, agreement, zone, query, choice, made_at| {
            Further::of(&shared_board(dataset, files, agreement, zone, query, choice, made_at))
        },
        board_text: |board| board.open().map(|board| board.to_json()),
        read_board: |text| SharedBoard::from_json(text).map(|board| Further::of(&board)),
        workspace: Further::open,
        pack_workspace: Further::of,
        pack_opened: Further::of,
        parcels: Parcels {
            deflated: parcel::deflated,
            inflated: parcel::inflated,
            plain: parcel::plain,
            header: parcel::header,
            sealed: parcel::sealed,
            open: parcel::open,
        },
        seal: |content, made_at| Some(content.open()?.seal(made_at)),
        open: |kind, text| kind.open(text).map(|content| Further::of(&content)),
        snapshot,
        seal_workspace: |workspace, made_at| WORKSPACE.seal(made_at, workspace),
        open_workspace: |text| WORKSPACE.open(text),
        merge,
        resolve,
        to_base64: base64::encode,
        of_base64: base64::decode,
        compare: |left, right, keys| reconcile(left, right, keys).ok(),
    })
}

/// Fetches the second piece; the loader keeps it.
pub async fn later() -> Result<Later, Failure> {
    fetched().await.map_err(|_| Failure::NotFetched)
}
