//! Every message between the page and the worker: closed enums of plain values, in Borsh's bytes on the wire, files beside them.
//!
//! The page never holds leads. It sends `{ id, body, files }` with an id of its own choosing; every answer, `{ id, body }`, carries the
//! id back. A text too long to be copied through both memories comes as `{ id, text }` and stands for [`Response::Text`].
//! The worker says [`Response::Ready`] once when it can listen: what was posted before is lost, so the page queues till then.
//!
//! Bytes and not JSON, because both ends are of one build: reading and writing JSON of all these types weighed 90 KB more (brotli, both
//! programs together), and what serde generates for any format is heavier than Borsh, which knows no format but its own.

mod further;

use std::{
    io::{self, Read, Write},
    marker::PhantomData,
};

use borsh::{BorshDeserialize, BorshSerialize};

use crate::{
    agreement::Agreement,
    import::{ColumnReading, Field, FileMapping, FileSummary, IssueGroup, Key, NotATable, Proposal, ReasonSeen, ValueSeen},
    kept,
    metrics::Side,
    report::{FilterValues, Parts, Query, Report},
    share::{Content, ContentKind, EnvelopeError, SharedBoard},
    team::{
        Snapshot, Workspace,
        workspace::{Conflict, Tally},
    },
    workbook::WorkbookRefused,
};

pub use further::{FurtherRequest, FurtherResponse};

/// Where the worker keeps files in the browser's private file system; the page looks only whether it is there.
pub const KEPT_FOLDER: &str = "handoff";

/// A report a board was left with, in a file of [`KEPT_FOLDER`]: the next visit begins with it. A copy: see [`crate::kept`].
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub struct LastReport {
    /// The key of the board's columns.
    pub board: String,
    pub info: BoardInfo,
    /// See [`Self::question`].
    pub question: Vec<u8>,
    /// The bytes of a [`Response::Report`].
    pub answer: Vec<u8>,
}

/// In the order of [`LastReport::NAMES`].
pub type LastReports = [Option<LastReport>; 2];

impl LastReport {
    /// The files of the two that are kept: of a board as it opens, and of the last other view of it.
    pub const NAMES: [&str; 2] = ["report", "report-of-view"];

    /// What such a copy is called among others; whose it is says [`Self::board`].
    const KEY: &str = "report";

    /// Which of the two answers the query.
    pub fn place(query: &Query) -> usize {
        usize::from(*query != Query::default())
    }

    /// What was asked, as bytes.
    pub fn question(query: &Query, agreement: &Agreement, parts: Parts) -> Vec<u8> {
        encode(&(query, agreement, parts))
    }

    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        kept::keep(&kept::key(Self::KEY), self, out)
    }

    /// # Errors
    ///
    /// Those of `input`; and "invalid data" where other code wrote it, or it is damaged.
    pub fn read(input: impl Read) -> io::Result<Self> {
        kept::kept(&kept::key(Self::KEY), input)
    }
}

/// The bytes of a message.
pub fn encode<T: BorshSerialize>(message: &T) -> Vec<u8> {
    borsh::to_vec(message).expect("messages are plain data of known length")
}

/// # Errors
/// When the bytes are no message of this build: page and worker are of different versions.
pub fn decode<T: BorshDeserialize>(bytes: &[u8]) -> Result<T, String> {
    T::try_from_slice(bytes).map_err(|error| error.to_string())
}

/// A value that passes through the first piece of a program as bytes: only the second one writes or reads it, and the first holds no code
/// for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further<T> {
    bytes: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T: BorshSerialize + BorshDeserialize> Further<T> {
    pub fn of(value: &T) -> Self {
        Self { bytes: encode(value), of: PhantomData }
    }

    /// `None` when page and worker are of different versions.
    pub fn open(&self) -> Option<T> {
        decode(&self.bytes).ok()
    }
}

impl<T> BorshSerialize for Further<T> {
    fn serialize<W: borsh::io::Write>(&self, writer: &mut W) -> borsh::io::Result<()> {
        self.bytes.serialize(writer)
    }
}

impl<T> BorshDeserialize for Further<T> {
    fn deserialize_reader<R: borsh::io::Read>(reader: &mut R) -> borsh::io::Result<Self> {
        Ok(Self { bytes: Vec::deserialize_reader(reader)?, of: PhantomData })
    }
}

/// What to do with the files already kept when new ones are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub enum AcceptMode {
    /// The new files take the place of kept files of the same shape; other kept files stay.
    Replace,
    /// The new files are read together with all kept ones; the same lead is merged.
    #[default]
    Add,
    /// Only the new files are kept.
    StartOver,
}

#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub enum Request {
    /// Reads back what an earlier visit kept. Answer: [`Response::Board`] or [`Response::NothingKept`], after progress; or, where the page
    /// shows a last report already (`shown`: the key of its board) and it is of that board, [`Response::AsShown`].
    Restore { agreement: Agreement, shown: Option<String> },
    /// Looks at the heads of the files that come beside this message. Answer: [`Response::Sniffed`].
    Sniff { known: Vec<FileMapping> },
    /// Reads the sniffed files in full, as mapped (one mapping a file, in order; `None` leaves the file out). Nothing replaces the
    /// board yet. Answer: [`Response::Checked`], after progress.
    Import { mappings: Vec<Option<FileMapping>>, agreement: Agreement, mode: AcceptMode },
    /// Stops the running import; answered by [`Response::Cancelled`] to the import's id.
    Cancel,
    /// Puts the checked import in place and keeps its files. Answer: [`Response::Board`], and [`Response::Kept`] when stored.
    Accept,
    /// Drops the checked import; the old board stays.
    Discard,
    /// Generates and imports the sample company (not kept). Answer: [`Response::Board`].
    Sample { agreement: Agreement },
    /// Answer: [`Response::Report`].
    Report { query: Query, agreement: Agreement, parts: Parts },
    /// What to call leads. Answer: [`Response::Named`], in their order.
    Names { leads: Vec<u32> },
    /// Answer: [`Response::FilterValues`].
    FilterValues,
    /// The kept files and their mappings. Answer: [`Response::Files`].
    Files,
    /// The file of a document, made at this unix second. Answer: [`Response::Text`].
    Seal { content: Further<Content>, made_at: i64 },
    /// What such a file holds. Answer: [`Response::Opened`].
    Open { kind: ContentKind, text: String },
    /// What the board's data says of each month, at this unix second. Answer: [`Response::Snapshot`].
    Snapshot { agreement: Agreement, made_at: i64 },
    /// Removes every stored file and forgets the data. Answer: [`Response::Forgotten`].
    Forget,
    /// A question that no first board asks. Answer: [`Response::Further`], but where another is named.
    Further(Further<FurtherRequest>),
}

/// What is in a parcel.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum Packed {
    Board(Box<SharedBoard>),
    /// Its JSON.
    Workspace(String),
}

/// One of two lists to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum ListChoice {
    /// By its place in the answer to [`Request::Files`].
    Kept(u32),
    /// By its place among the files beside the message.
    Beside(u32),
}

#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub enum SniffedFile {
    Table(Box<Proposal>),
    Refused { file_name: String, why: NotATable },
}

#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Progress {
    pub bytes_read: u64,
    pub bytes_total: u64,
    pub rows: u64,
    pub rows_per_second: f64,
    pub seconds_left: Option<f64>,
}

/// What an import came to, before it is accepted.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Checked {
    pub files: Vec<FileSummary>,
    pub leads: u64,
    pub deals: u64,
    /// Deals joined to a lead of a leads file.
    pub deals_joined: u64,
    pub issues: Vec<IssueGroup>,
    pub values: Vec<ValueSeen>,
    pub readings: Vec<ColumnReading>,
    pub reasons: Vec<ReasonSeen>,
    /// By sniffed file: its index among `files`; `None` where it was left out.
    pub file_of_sniffed: Vec<Option<u16>>,
    /// Every file was kept already, byte for byte: accepting changes nothing.
    pub unchanged: bool,
}

/// A board is in place.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct BoardInfo {
    pub sample: bool,
    pub leads: u64,
    pub deals: u64,
    pub files: Vec<FileSummary>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct RecordsPage {
    pub total: u64,
    pub offset: u64,
    pub columns: Vec<RecordColumn>,
    pub rows: Vec<Vec<RecordCell>>,
    /// By row, the lead it is of, to be asked for by [`Request::Lead`]; empty where rows are not of the board.
    pub leads: Vec<Option<u32>>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum RecordColumn {
    Field(Field),
    Outcome,
    DealState,
    /// What two lists were matched by.
    Key(Key),
    /// A field of one of two lists; [`Field::Status`] is the stage it stands in there.
    Of(Side, Field),
    /// The line in the file of one of two lists.
    Line(Side),
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum RecordCell {
    None,
    Text(String),
    /// Unix seconds, and whether it stands for a whole day.
    Moment {
        unix: i64,
        day: bool,
    },
    Minor(i64),
    Count(u64),
    Outcome(crate::report::Outcome),
    DealState(crate::leads::DealState),
    Standing(crate::leads::Status),
}

/// A backup, opened beside what is here.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct OpenedWorkspace {
    /// Without the bytes of its files.
    pub theirs: Workspace,
    /// What making them one would leave to decide, and what not.
    pub conflicts: Vec<Conflict>,
    pub tallies: Vec<Tally>,
}

/// A file kept in the browser's private file system.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct KeptFile {
    pub name: String,
    pub size_bytes: u64,
    pub mapping: FileMapping,
}

/// What went wrong, as the person must know it. Worded in the page.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum Failure {
    /// The file could not be read (moved, deleted, permission withdrawn).
    FileUnreadable { name: String },
    /// No file had a row to keep.
    NothingToRead,
    /// The browser's private file system refused: the board works, but will not be there after a reload.
    NotKept { detail: String },
    /// A kept file is missing or damaged.
    KeptFileLost { name: String },
    /// A request that needs data came before there was any.
    NoData,
    /// A file to be compared is no table.
    Refused { name: String, why: NotATable },
    /// A file to be compared lists neither leads nor deals.
    NotAList { name: String },
    /// The second piece of the worker's program did not come: the host is gone, or no longer has it.
    NotFetched,
    /// The browser gives no cryptography to a page from an address that is not safe (neither https nor this machine).
    NoCryptography,
    /// Two lists have no column in common that names a lead.
    NoCommonKey,
    /// A defect: the message could not be understood.
    Protocol { detail: String },
}

#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub enum Response {
    Ready,
    NothingKept,
    /// The board whose last report the page shows is in place, or will be in a moment.
    AsShown,
    Sniffed {
        files: Vec<SniffedFile>,
        same_shape_kept: bool,
    },
    Progress(Progress),
    Checked(Box<Checked>),
    Cancelled,
    Board(BoardInfo),
    /// The accepted files are stored and will be there after a reload.
    Kept,
    Report(Box<Report>),
    /// Its name, else company, e-mail address or id; empty where the files have none of them.
    Named {
        names: Vec<String>,
    },
    FilterValues {
        dimensions: Vec<FilterValues>,
    },
    Opened(Result<Further<Content>, EnvelopeError>),
    Text {
        text: String,
    },
    Files {
        files: Vec<KeptFile>,
    },
    Snapshot(Box<Snapshot>),
    Forgotten,
    Failed(Failure),
    /// To [`Request::Further`].
    Further(Further<FurtherResponse>),
}

/// What the worker that opens workbooks makes, instead of opening one.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum WorkbookTask {
    /// A workbook of one sheet from CSV text. Answer: [`WorkbookAnswer::Made`].
    Table { csv: String, is_rtl: bool },
    /// A ZIP archive of these files. Answer: [`WorkbookAnswer::Made`].
    Archive { files: Vec<(String, Vec<u8>)> },
}

/// What the worker that opens workbooks says: once that it can listen, then its answer to the one file it is sent, as `{ body }`.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum WorkbookAnswer {
    Ready,
    /// The sheets are beside this as `files`. What was left out is told here: the names of hidden sheets, and how many cells of all
    /// sheets had no value to read.
    Opened {
        hidden: Vec<String>,
        error_cells: u64,
    },
    Refused(WorkbookRefused),
    /// Of a [`WorkbookTask`].
    Made(Vec<u8>),
    /// The file could not be read (moved, deleted, permission withdrawn).
    Unreadable,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        leads::Dataset,
        metrics::Group,
        report::{Fate, FilterTerm, RecordsOf, report},
    };

    fn check<T: BorshSerialize + BorshDeserialize + std::fmt::Debug>(message: &T) {
        let returned: T = decode(&encode(message)).unwrap();
        assert_eq!(format!("{returned:?}"), format!("{message:?}"));
    }

    #[test]
    fn messages_come_back_as_they_went() {
        let agreement = crate::sample::agreement();
        let filter = vec![FilterTerm { dimension: crate::leads::Dimension::Source, value: None }];
        let query = Query { filter, ..Query::default() };
        let counted = report(&Dataset::default(), &[], &agreement, &crate::time::Zone::utc(), &query);
        // Scores are asked for by themselves.
        check(&Response::Report(Box::new(Report { scoring: None, ..counted })));
        let of = RecordsOf::Step { from: crate::leads::Stage::Mql, fate: Fate::Dropped };
        check(&FurtherRequest::Records { of, query, agreement, offset: 100, limit: 50 });
        let cells =
            vec![vec![RecordCell::None, RecordCell::Text("سارا".into()), RecordCell::Moment { unix: 1, day: true }, RecordCell::Minor(-5)]];
        check(&FurtherResponse::Records(RecordsPage {
            total: 1,
            offset: 0,
            columns: vec![RecordColumn::Outcome],
            rows: cells,
            leads: vec![Some(3)],
        }));
        check(&Response::Failed(Failure::NotKept { detail: "full".into() }));
        let group = Group::Reached { side: Side::Right, stage: crate::leads::Stage::Mql, sighting: None };
        check(&FurtherRequest::ReconciledRows { group, offset: 0, limit: 1 });
    }

    #[test]
    fn what_is_further_passes_as_bytes() {
        let asked = Request::Further(Further::of(&FurtherRequest::IssuesCsv));
        check(&asked);
        let check = |sent: Response, expected: Option<&FurtherResponse>| {
            let come = FurtherResponse::of(decode(&encode(&sent)).unwrap());
            assert_eq!(come.map(|come| format!("{come:?}")), expected.map(|expected| format!("{expected:?}")));
        };
        check(FurtherResponse::Packed(vec![1, 2]).into(), Some(&FurtherResponse::Packed(vec![1, 2])));
        check(Response::Cancelled, Some(&FurtherResponse::Cancelled));
        check(Response::Failed(Failure::NoData), Some(&FurtherResponse::Failed(Failure::NoData)));
        check(Response::Text { text: "a".into() }, Some(&FurtherResponse::Text { text: "a".into() }));
        check(Response::Kept, None);
    }

    #[test]
    fn bytes_of_another_build_are_refused() {
        assert!(decode::<Response>(&[255, 255, 255]).is_err());
        assert!(decode::<Response>(&[]).is_err());
    }
}
