//! Reads files in full: File → pieces → `import::Reader`, with progress, and stops when asked. It decides nothing about the rows.

use std::{cell::Cell, rc::Rc};

use handoff::{
    agreement::Workspace,
    import::{ContentHash, FileMapping, Kind, Reader, Table, assemble},
    protocol::{Failure, Progress, Response},
    time::Zone,
};
use web_sys::File;

use crate::{
    board::{self, Board, Original, Source},
    browser::{self, Pieces},
    store,
};

/// Progress is posted, and messages are let in, this often: a bar that moves ten times a second moves smoothly.
const BEAT_MS: f64 = 100.0;

pub struct Input {
    pub name: String,
    pub source: Source,
    pub mapping: FileMapping,
    /// Of a file read before: another content means that it is damaged.
    pub expected: Option<String>,
}

impl Input {
    pub fn new(file: File, mapping: FileMapping) -> Self {
        Self { name: file.name(), source: Source { file, stored_as: None }, mapping, expected: None }
    }

    /// A kept file with another mapping.
    pub fn reopened(original: Original, source: Source, mapping: FileMapping) -> Self {
        Self { mapping, ..Self::again(original, source) }
    }

    pub fn again(original: Original, source: Source) -> Self {
        Self { name: original.name, source, mapping: original.mapping, expected: Some(original.hash) }
    }

    pub fn size(&self) -> u64 {
        self.source.file.size() as u64
    }

    /// Of a file read before.
    fn original(&self) -> Option<Original> {
        let hash = self.expected.clone()?;
        Some(Original { name: self.name.clone(), size: self.size(), hash, mapping: self.mapping.clone() })
    }

    fn unreadable(&self) -> Stop {
        let name = self.name.clone();
        Stop::Failed(match self.source.stored_as {
            Some(_) => Failure::KeptFileLost { name },
            None => Failure::FileUnreadable { name },
        })
    }
}

/// Why reading ended early.
pub enum Stop {
    Cancelled,
    Failed(Failure),
}

impl From<Stop> for Response {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Cancelled => Self::Cancelled,
            Stop::Failed(failure) => Self::Failed(failure),
        }
    }
}

/// Shared between a running import and who may stop it.
pub type CancelFlag = Rc<Cell<bool>>;

/// The board of files kept by an earlier visit: its columns where they are kept too, and as files and settings make them; else read again
/// from the files, and `true`.
pub async fn reopen(id: u32, inputs: Vec<Input>, workspace: &Workspace, zone: &Zone, cancel: &CancelFlag) -> Result<(Board, bool), Stop> {
    let originals: Option<Vec<Original>> = inputs.iter().map(Input::original).collect();
    if let Some(originals) = originals {
        let key = board::key(&originals, workspace, zone);
        if let Some(imported) = store::columns(&key).await {
            let sources = inputs.into_iter().map(|input| input.source).collect();
            return Ok((Board::new(imported, originals, sources, false, key), false));
        }
    }
    Ok((read(id, inputs, workspace, zone, cancel, false).await?, true))
}

/// Reads all `inputs` into one board, dates without an offset as of `zone`; progress is posted to `id`.
pub async fn read(
    id: u32,
    inputs: Vec<Input>,
    workspace: &Workspace,
    zone: &Zone,
    cancel: &CancelFlag,
    sample: bool,
) -> Result<Board, Stop> {
    let has_accounts = inputs.iter().any(|input| input.mapping.kind == Kind::Accounts);
    let narrow = |reader: Reader| if has_accounts { reader } else { reader.without_accounts() };
    let (tables, originals, sources) = tables(id, inputs, zone, cancel, &narrow).await?;
    let imported = assemble(tables, workspace);
    if imported.dataset.leads.len == 0 && imported.dataset.deals.len == 0 {
        return Err(Stop::Failed(Failure::NothingToRead));
    }
    let key = board::key(&originals, workspace, zone);
    Ok(Board::new(imported, originals, sources, sample, key))
}

/// Reads `inputs` into a table each; `narrow` leaves out the columns nobody will ask for.
pub async fn tables(
    id: u32,
    inputs: Vec<Input>,
    zone: &Zone,
    cancel: &CancelFlag,
    narrow: &dyn Fn(Reader) -> Reader,
) -> Result<(Vec<Table>, Vec<Original>, Vec<Source>), Stop> {
    let mut meter = Meter::start(id, inputs.iter().map(Input::size).sum());
    let (mut tables, mut originals, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    let mut piece = Vec::new();
    for (index, input) in (0_u16..).zip(inputs) {
        let mut reader = narrow(Reader::new(index, &input.name, &input.mapping, zone));
        let mut hash = ContentHash::default();
        let rows_before = meter.rows;
        let pieces = Pieces::of(&input.source.file).map_err(|_| input.unreadable())?;
        while pieces.next(&mut piece).await.map_err(|_| input.unreadable())? {
            hash.push(&piece);
            reader.push(&piece);
            meter.bytes_read += piece.len() as u64;
            meter.rows = rows_before + reader.rows();
            meter.beat().await;
            if cancel.get() {
                pieces.cancel().await;
                return Err(Stop::Cancelled);
            }
        }
        let hash = hash.finish();
        if input.expected.as_ref().is_some_and(|expected| *expected != hash) {
            return Err(input.unreadable());
        }
        tables.push(reader.finish());
        originals.push(Original { name: input.name.clone(), size: input.size(), hash, mapping: input.mapping });
        sources.push(input.source);
    }
    meter.post();
    browser::breathe(0).await;
    if cancel.get() {
        return Err(Stop::Cancelled);
    }
    Ok((tables, originals, sources))
}

/// The hash of a file that is not being read otherwise.
pub async fn hash_of(input: &Input, cancel: &CancelFlag) -> Result<String, Stop> {
    let mut hash = ContentHash::default();
    let mut piece = Vec::new();
    let pieces = Pieces::of(&input.source.file).map_err(|_| input.unreadable())?;
    while pieces.next(&mut piece).await.map_err(|_| input.unreadable())? {
        hash.push(&piece);
        if cancel.get() {
            pieces.cancel().await;
            return Err(Stop::Cancelled);
        }
    }
    Ok(hash.finish())
}

struct Meter {
    id: u32,
    started_ms: f64,
    last_ms: f64,
    bytes_read: u64,
    bytes_total: u64,
    rows: u64,
}

impl Meter {
    fn start(id: u32, bytes_total: u64) -> Self {
        let now = browser::now_ms();
        let meter = Self { id, started_ms: now, last_ms: now, bytes_read: 0, bytes_total, rows: 0 };
        meter.post();
        meter
    }

    async fn beat(&mut self) {
        if browser::now_ms() - self.last_ms >= BEAT_MS {
            self.post();
            browser::breathe(0).await;
            self.last_ms = browser::now_ms();
        }
    }

    fn post(&self) {
        let seconds = (browser::now_ms() - self.started_ms) / 1000.0;
        let left = self.bytes_total.saturating_sub(self.bytes_read) as f64;
        browser::post(
            self.id,
            Response::Progress(Progress {
                bytes_read: self.bytes_read,
                bytes_total: self.bytes_total,
                rows: self.rows,
                rows_per_second: if seconds > 0.0 { self.rows as f64 / seconds } else { 0.0 },
                seconds_left: (self.bytes_read > 0).then(|| seconds * left / self.bytes_read as f64),
            }),
        );
    }
}
