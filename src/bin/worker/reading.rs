//! Reads files in full: File → pieces → `import::Reader`, with progress, and stops when asked. It decides nothing about the rows.

use std::{cell::Cell, rc::Rc};

use borsh::BorshDeserialize;
use handoff::{
    agreement::Workspace,
    import::{ContentHash, FileMapping, Reader, Table, assemble},
    protocol::{Failure, Progress, Response},
    time::Zone,
};
use web_sys::File;

use crate::{
    board::{self, Board, Original, Source},
    browser::{self, Pieces},
    second::{Second, Wanted},
    store,
};

/// Progress is posted, and messages are let in, this often: a bar that moves ten times a second moves smoothly.
const BEAT_MS: f64 = 100.0;
/// Bytes after which the number of rows is judged.
const EXPECT_AFTER: u64 = 256 << 10;

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
/// from the files.
pub async fn reopen(id: u32, inputs: Vec<Input>, workspace: &Workspace, zone: &Zone, cancel: &CancelFlag) -> Result<Board, Stop> {
    let originals: Option<Vec<Original>> = inputs.iter().map(Input::original).collect();
    if let Some(originals) = originals {
        let key = board::key(&originals, workspace, zone);
        if let Some(imported) = store::columns(&key).await {
            let sources = inputs.into_iter().map(|input| input.source).collect();
            return Ok(Board::reopened(imported, originals, sources, key));
        }
    }
    read(id, inputs, workspace, zone, cancel, false).await
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
    let wanted = Wanted::of(inputs.iter().map(|input| input.mapping.kind));
    let (tables, originals, sources) = tables(id, inputs, zone, cancel, wanted).await?;
    let imported = assemble(tables, workspace);
    if imported.dataset.leads.len == 0 && imported.dataset.deals.len == 0 {
        return Err(Stop::Failed(Failure::NothingToRead));
    }
    let key = board::key(&originals, workspace, zone);
    Ok(Board::new(imported, originals, sources, sample, key))
}

/// Reads the columns `wanted` of `inputs` into a table each.
pub async fn tables(
    id: u32,
    inputs: Vec<Input>,
    zone: &Zone,
    cancel: &CancelFlag,
    wanted: Wanted,
) -> Result<(Vec<Table>, Vec<Original>, Vec<Source>), Stop> {
    let mut meter = Meter::start(id, inputs.iter().map(Input::size).sum());
    let (mut tables, mut originals, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for (index, input) in (0_u16..).zip(inputs) {
        let task = Task { index, input: &input, zone, cancel, wanted };
        let (reader, hash) = task.read(&mut meter).await?;
        let hash = hash.finish();
        if input.expected.as_ref().is_some_and(|expected| *expected != hash) {
            return Err(input.unreadable());
        }
        tables.push(reader.finish());
        originals.push(Original { name: input.name.clone(), size: input.size(), hash, mapping: input.mapping });
        sources.push(input.source);
    }
    meter.post();
    browser::breathe().await;
    if cancel.get() {
        return Err(Stop::Cancelled);
    }
    Ok((tables, originals, sources))
}

/// One file to read.
struct Task<'a> {
    index: u16,
    input: &'a Input,
    zone: &'a Zone,
    cancel: &'a CancelFlag,
    wanted: Wanted,
}

impl Task<'_> {
    async fn read(&self, meter: &mut Meter) -> Result<(Reader, ContentHash), Stop> {
        let Input { name, source, mapping, .. } = self.input;
        if let Some(second) = Second::start(self.index, &source.file, name, mapping, self.zone, self.wanted) {
            let before = meter.clone();
            if let Some(read) = self.beside(&second, meter).await? {
                return Ok(read);
            }
            // It began where no record does, or what was read before leaves a doubt.
            *meter = before;
        }
        self.alone(None, meter).await.map(|(reader, hash, _)| (reader, hash))
    }

    /// Reads up to where the second worker began, and takes over what it read; `None` where that cannot be.
    async fn beside(&self, second: &Second, meter: &mut Meter) -> Result<Option<(Reader, ContentHash)>, Stop> {
        let (mut reader, hash, is_at_seam) = self.alone(Some(second), meter).await?;
        if !is_at_seam || !reader.is_at_seam() {
            return Ok(None);
        }
        let (bytes, rows) = (meter.bytes_read, meter.rows);
        let mut read = loop {
            if let Some(read) = second.read() {
                break read;
            }
            if second.has_failed() {
                return Ok(None);
            }
            let (more_bytes, more_rows) = second.progress();
            (meter.bytes_read, meter.rows) = (bytes + more_bytes, rows + more_rows);
            // With nothing awaited since it was looked at: what came meanwhile would not be heard.
            second.heard().await;
            meter.beat().await;
            if self.cancel.get() {
                return Err(Stop::Cancelled);
            }
        };
        meter.bytes_read = bytes + self.input.size() - second.from;
        if reader.append(&mut read).is_err() {
            return Ok(None);
        }
        let joined = ContentHash::deserialize_reader(&mut read).ok().and_then(|rest| hash.join(rest));
        Ok(joined.map(|hash| (reader, hash)))
    }

    /// Reads to the end, or to where a second reader began: then the bytes up to [`Second::from`] are hashed, and it says whether it got
    /// there.
    async fn alone(&self, second: Option<&Second>, meter: &mut Meter) -> Result<(Reader, ContentHash, bool), Stop> {
        let input = self.input;
        let mut reader = self.wanted.narrow(Reader::new(self.index, &input.name, &input.mapping, self.zone));
        let mut hash = ContentHash::default();
        let (bytes_before, rows_before) = (meter.bytes_read, meter.rows);
        let mut piece = Vec::new();
        let (mut at, mut is_expected) = (0, false);
        let mut seam = None;
        let pieces = Pieces::of(&input.source.file).map_err(|_| input.unreadable())?;
        while pieces.next(&mut piece).await.map_err(|_| input.unreadable())? {
            let mut end = piece.len() as u64;
            let mut hashed = end;
            if let Some(second) = second
                && at + end > second.from
            {
                if seam.is_none() {
                    seam = second.begins().await;
                }
                let Some(seam) = seam else { break };
                end = end.min(seam - at);
                hashed = second.from.saturating_sub(at).min(end);
            }
            hash.push(&piece[..hashed as usize]);
            reader.push(&piece[..end as usize]);
            at += end;
            if !is_expected && at >= EXPECT_AFTER {
                reader.expect(input.size());
                is_expected = true;
            }
            let (more_bytes, more_rows) = second.map_or((0, 0), Second::progress);
            (meter.bytes_read, meter.rows) = (bytes_before + at + more_bytes, rows_before + reader.rows() + more_rows);
            meter.beat().await;
            if second.is_some_and(Second::is_awaited) {
                browser::breathe().await;
            }
            if self.cancel.get() {
                pieces.cancel().await;
                return Err(Stop::Cancelled);
            }
            if seam == Some(at) {
                break;
            }
        }
        if second.is_some() {
            pieces.cancel().await;
        }
        (meter.bytes_read, meter.rows) = (bytes_before + at, rows_before + reader.rows());
        Ok((reader, hash, seam == Some(at)))
    }
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

#[derive(Clone)]
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
            browser::breathe().await;
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
