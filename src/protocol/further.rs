//! The messages that no first board needs: what only the second pieces of both programs ask and answer. They go through the first pieces
//! as bytes ([`Further`]), which so hold no code to write and read them.

use borsh::{BorshDeserialize, BorshSerialize};

#[cfg(doc)]
use super::Request;
use super::{Failure, Further, ListChoice, OpenedWorkspace, Packed, Progress, RecordsPage, Response, SniffedFile};
use crate::{
    agreement::Agreement,
    import::{Field, FileMapping, Issue, IssueGroup, KeyChoice, Overrides, Understood},
    metrics::{Group, Reconciliation},
    report::{CannotSuggest, ContentUse, LeadStory, Query, QuickScore, RecordsOf, ScoringReport, Suggestion},
    share::{
        EnvelopeError, ShareChoice, SharedBoard,
        parcel::{ParcelError, ParcelKind},
    },
    team::{Workspace, workspace::Choice},
};

#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub enum FurtherRequest {
    /// Looks at one of the sniffed files again (its index among them) as a person says; `known` gives columns and values back where the
    /// headers stay the same. Answer: [`FurtherResponse::SniffedAgain`].
    SniffAgain { file: u32, overrides: Overrides, known: Vec<FileMapping> },
    /// The first rows of a sniffed file as they would be read. Answer: [`FurtherResponse::Understood`].
    Understand { file: u32, mapping: FileMapping, agreement: Agreement },
    /// Puts a kept file (its index among [`Request::Files`]) in the place of sniffed ones, to have its mapping changed: an import then
    /// puts it back where it was. Answer: [`Response::Sniffed`].
    Reopen { file: u32 },
    /// The scoring part of a report alone. Answer: [`FurtherResponse::Scored`].
    Score { query: Query, agreement: Agreement },
    /// What of it follows a slider. Answer: [`FurtherResponse::QuickScored`].
    QuickScore { query: Query, agreement: Agreement },
    /// What was used of the material for leads. Answer: [`FurtherResponse::ContentUse`].
    ContentUse { query: Query, agreement: Agreement },
    /// Points for the rules of the model, learned from won and lost leads. Answer: [`FurtherResponse::Suggested`].
    Suggest { query: Query, agreement: Agreement },
    /// All that is known of a lead, by its row. Answer: [`FurtherResponse::Lead`].
    Lead { lead: u32, query: Query, agreement: Agreement },
    /// A page of the records behind a number. Answer: [`FurtherResponse::Records`].
    Records { of: RecordsOf, query: Query, agreement: Agreement, offset: u64, limit: u32 },
    /// All records behind a number as CSV text. Answer: [`FurtherResponse::Text`].
    RecordsCsv { of: RecordsOf, query: Query, agreement: Agreement },
    /// Located issues of the board's (or the checked) import, of one group. Answer: [`FurtherResponse::Issues`].
    Issues { of: IssueGroup, offset: u64, limit: u32 },
    /// Answer: [`FurtherResponse::Text`].
    IssuesCsv,
    /// The board cut to what may leave, made at this unix second. Answer: [`FurtherResponse::Shared`].
    Share { query: Query, agreement: Agreement, choice: ShareChoice, made_at: i64 },
    /// The bytes of what leaves. Answer: [`FurtherResponse::Packed`].
    Pack { what: Packed, passphrase: Option<String> },
    /// Answer: [`FurtherResponse::Unpacked`].
    Unpack { kind: ParcelKind, bytes: Vec<u8>, passphrase: Option<String> },
    /// The file of a backup, made at this unix second; the worker adds the kept files, or leaves them out. Answer: [`FurtherResponse::Text`].
    SealWorkspace { workspace: Workspace, with_files: bool, made_at: i64 },
    /// Opens the backup that comes beside this message, and lays it beside what is here. Nothing is changed yet. Answer:
    /// [`FurtherResponse::WorkspaceOpened`].
    OpenWorkspace { mine: Workspace },
    /// The opened backup and what is here as one, with a choice for each conflict; `None` takes the backup as it is. Answer:
    /// [`FurtherResponse::Workspace`].
    ResolveWorkspace { choices: Option<Vec<Choice>> },
    /// Puts the files of the workspace resolved last in the place of those that are kept. Answers as [`Request::Accept`]; only
    /// [`Response::Kept`] where they are kept already.
    PutFiles { agreement: Agreement },
    /// Lays two lists beside each other, left (marketing's) and right (sales'). Files that come beside this message are read as detected,
    /// or as the `known` mapping of their shape, and are not kept. Answer: [`FurtherResponse::Reconciled`], after progress.
    Reconcile { lists: [ListChoice; 2], keys: KeyChoice, known: Vec<FileMapping>, agreement: Agreement },
    /// A page of a group of the two lists compared last. Answer: [`FurtherResponse::Records`].
    ReconciledRows { group: Group, offset: u64, limit: u32 },
    /// All of a group as CSV text, both lists side by side. Answer: [`FurtherResponse::Text`].
    ReconciledCsv { group: Group },
}

#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub enum FurtherResponse {
    // As those of [`Response`].
    Failed(Failure),
    Progress(Progress),
    Cancelled,
    Text {
        text: String,
    },
    SniffedAgain(SniffedFile),
    Understood(Box<Understood>),
    /// `None` when the model has no rules.
    Scored(Option<Box<ScoringReport>>),
    /// `None` when the model has no rules.
    QuickScored(Option<Box<QuickScore>>),
    /// `None` when no activity names an asset.
    ContentUse(Option<ContentUse>),
    Suggested(Result<Suggestion, CannotSuggest>),
    /// `None` when there is no such lead. `known`: its id, name, company and e-mail address, as far as the files have them.
    Lead {
        story: Option<Box<LeadStory>>,
        known: Vec<(Field, String)>,
    },
    Records(RecordsPage),
    Shared(Box<SharedBoard>),
    Packed(Vec<u8>),
    Unpacked(Result<Packed, ParcelError>),
    Issues {
        total: u64,
        issues: Vec<Issue>,
    },
    WorkspaceOpened(Result<Box<OpenedWorkspace>, EnvelopeError>),
    /// Without the bytes of its files.
    Workspace(Box<Workspace>),
    Reconciled(Box<Reconciliation>),
}

impl FurtherResponse {
    /// `None` for what answers other questions, or is of another version.
    pub fn of(response: Response) -> Option<Self> {
        Some(match response {
            Response::Further(bytes) => return bytes.open(),
            Response::Failed(failure) => Self::Failed(failure),
            Response::Progress(progress) => Self::Progress(progress),
            Response::Cancelled => Self::Cancelled,
            Response::Text { text } => Self::Text { text },
            _ => return None,
        })
    }
}

impl From<FurtherResponse> for Response {
    fn from(response: FurtherResponse) -> Self {
        Self::Further(Further::of(&response))
    }
}
