//! Takes each message, has it answered, and remembers what must outlast it: the board, the checked import, the sniffed files.
//!
//! Messages are answered in the order they come, except that reading and storing take long and let others in between. Nothing is
//! borrowed across an await.

mod further;
mod reopening;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use handoff::{
    agreement::Agreement,
    import::{self, FileMapping, HEAD_BYTES, Imported, Overrides},
    protocol::{self, AcceptMode, Failure, LastReport, LastReports, Request, Response, SniffedFile},
    report::{Before, KnownLeads, Parts, Query, ScoreBench, board_report, filter_values},
    time::Zone,
};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

use crate::{
    backup::Backup,
    board::{self, Board, Original},
    browser,
    kept::{Kept, Lies, again, staying},
    later::later,
    pair::Pair,
    reading::{self, CancelFlag, Input, Stop},
    records::{self, List},
    second,
    sniffing::{Sniffed, sniff},
    store::{self, NotStored},
    warm::{self, Busy},
    zones::Zones,
};

/// The request that may take as long as it likes is looked at this often to see whether it is done.
const WAIT_MS: i32 = 20;
/// Files together larger than this wait with being copied, this long.
const LARGE_BYTES: u64 = 16 << 20;
const FIRST_LOOK_MS: i32 = 2_500;
/// A worker that is not asked for anything this long after it is ready was started for what is yet to come.
const UNASKED_MS: i32 = 50;
/// One that was asked for the board of an earlier visit has time once that is drawn.
const RESTED_MS: i32 = 1_000;

pub use further::{Answer, answer};

#[derive(Default)]
pub struct Office {
    zones: Zones,
    desk: RefCell<Desk>,
    /// Of the board in place; never borrowed across an await.
    bench: RefCell<ScoreBench>,
    /// Files are being stored.
    is_storing: Cell<bool>,
    busy: Busy,
    /// The page was told of a board whose columns are yet to come.
    is_opening: Cell<bool>,
    is_first_report_asked: Cell<bool>,
    last_reports: RefCell<LastReports>,
    /// Counts the reports remembered.
    reports: Cell<u64>,
    /// Counts the wishes to store or forget; a store that is no longer the latest wish gives up.
    wishes: Cell<u64>,
}

#[derive(Default)]
struct Desk {
    board: Option<Rc<Board>>,
    /// Why the board the page was told of could not be opened.
    unopened: Option<Failure>,
    checked: Option<CheckedBoard>,
    sniffed: Sniffed,
    /// Stops what is being read now.
    reading: CancelFlag,
    list: Option<Rc<List>>,
    /// Opened, and not yet taken over.
    backup: Option<Rc<Backup>>,
    /// The two lists compared last.
    pair: Option<Rc<Pair>>,
    /// Stops their reading, which goes on beside that of a board.
    pairing: CancelFlag,
}

#[derive(Clone)]
struct CheckedBoard {
    board: Rc<Board>,
    /// The files are those already kept.
    unchanged: bool,
}

/// Starts listening, and says so.
pub fn open() {
    let office = Rc::new(Office::default());
    let idle = Rc::clone(&office);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((rest, file)) = second::asked(&event.data()) {
            spawn_local(second::read(rest, file));
            return;
        }
        let office = Rc::clone(&office);
        match message(&event.data()) {
            Ok((id, body, files)) => spawn_local(async move {
                let response = match office.busy.during(office.answer(id, body, files)).await {
                    Ok(response) => response,
                    Err(failure) => Some(Response::Failed(failure)),
                };
                if let Some(response) = response {
                    browser::post(id, response);
                }
            }),
            Err((id, detail)) => browser::post(id, Response::Failed(Failure::Protocol { detail })),
        }
    });
    browser::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    on_message.forget();
    browser::post(0, Response::Ready);
    if !second::is_this() {
        spawn_local(warm_up(idle));
    }
}

/// The second worker does without: it runs what the first has had translated.
async fn warm_up(office: Rc<Office>) {
    office.busy.rests(UNASKED_MS).await;
    if office.desk.borrow().board.is_some() {
        office.busy.rests(RESTED_MS).await;
    }
    let first_report = |imported: &Imported| {
        let Imported { dataset, files, .. } = imported;
        drop(board_report(
            dataset,
            files,
            &Agreement::default(),
            &Zone::utc(),
            &Query::default(),
            Parts { promises: true, returns: true, ..Parts::default() },
            &KnownLeads::new(),
        ));
    };
    if let Some(imported) = warm::import(&office.busy).await {
        warm::report(&office.busy, &imported, first_report).await;
    }
}

/// The id is given with the error as far as it can be read, so that the page knows which request failed.
fn message(data: &JsValue) -> Result<(u32, Request, Vec<File>), (u32, String)> {
    let part = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let id = part("id").as_f64().unwrap_or_default() as u32;
    let body: Uint8Array = part("body").dyn_into().map_err(|_| (id, "no bytes in the message".to_owned()))?;
    let request = protocol::decode(&body.to_vec()).map_err(|error| (id, error))?;
    let files = part("files");
    let files =
        if Array::is_array(&files) { Array::from(&files).iter().filter_map(|file| file.dyn_into().ok()).collect() } else { Vec::new() };
    Ok((id, request, files))
}

impl Office {
    /// `None`: the answer is posted elsewhere, or there is none.
    async fn answer(&self, id: u32, request: Request, files: Vec<File>) -> Result<Option<Response>, Failure> {
        let response = match request {
            Request::Restore { agreement, shown } => return Ok(self.restore(id, &agreement, shown.as_deref()).await),
            Request::Sniff { known } => self.sniff(files, &known).await?,
            Request::Import { mappings, agreement, mode } => self.import(id, mappings, &agreement, mode).await?,
            Request::Cancel => {
                let desk = self.desk.borrow();
                desk.reading.set(true);
                desk.pairing.set(true);
                return Ok(None);
            }
            Request::Accept => return self.accept(id).await,
            Request::Discard => {
                self.desk.borrow_mut().checked = None;
                return Ok(None);
            }
            Request::Sample { agreement } => self.sample(id, &agreement).await?,
            Request::Report { query, agreement, parts } => {
                let (place, question) = (LastReport::place(&query), LastReport::question(&query, &agreement, parts));
                if self.answers_at_once(id, &question) {
                    return Ok(None);
                }
                let later = if parts.are_of_the_board() { None } else { Some(later().await?) };
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let imported = &board.imported;
                let report = match &later {
                    None => board_report(&imported.dataset, &imported.files, &agreement, &zone, &query, parts, &board.known),
                    Some(later) => {
                        let mut bench = self.bench.borrow_mut();
                        let before = Before { scorer: bench.scorer(), known: &board.known };
                        (later.report)(&imported.dataset, &imported.files, &agreement, &zone, &query, parts, before)
                    }
                };
                let answer = protocol::encode(&Response::Report(Box::new(report)));
                browser::post_bytes(id, &answer);
                if later.is_none() {
                    self.remember(&board, place, question, answer).await;
                }
                return Ok(None);
            }
            Request::Names { leads } => Response::Named { names: records::names(&*self.board().await?, &leads).await? },
            Request::FilterValues => Response::FilterValues { dimensions: filter_values(&self.board().await?.imported.dataset) },
            Request::Files => Response::Files { files: self.kept().await.iter().map(|kept| kept.original.kept()).collect() },
            Request::Seal { content, made_at } => {
                let unread = || Failure::Protocol { detail: "a document of another version".into() };
                Response::Text { text: (later().await?.seal)(&content, made_at).ok_or_else(unread)? }
            }
            Request::Open { kind, text } => Response::Opened((later().await?.open)(kind, &text)),
            Request::Snapshot { agreement, made_at } => {
                let later = later().await?;
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let Imported { dataset, files, .. } = &board.imported;
                Response::Snapshot(Box::new((later.snapshot)(dataset, files, &agreement, &zone, made_at)))
            }
            Request::Forget => self.forget().await?,
            Request::Further(request) => return (later().await?.answer)(self, id, &request, files).await,
        };
        Ok(Some(response))
    }

    fn zone_of(&self, agreement: &Agreement) -> Rc<Zone> {
        self.zones.zone(&agreement.workspace.time_zone)
    }

    fn put_in_place(&self, board: Rc<Board>) -> Response {
        let info = board.info();
        *self.bench.borrow_mut() = ScoreBench::default();
        let mut desk = self.desk.borrow_mut();
        desk.board = Some(board);
        desk.unopened = None;
        desk.checked = None;
        desk.list = None;
        Response::Board(info)
    }

    /// One thing is read at a time: what was being read is stopped, but for a board the page was told of.
    async fn begin_reading(&self) -> CancelFlag {
        self.until_opened().await;
        let mut desk = self.desk.borrow_mut();
        desk.reading.set(true);
        desk.reading = CancelFlag::default();
        Rc::clone(&desk.reading)
    }

    async fn sniff(&self, files: Vec<File>, known: &[FileMapping]) -> Result<Response, Failure> {
        let mut sniffed = Vec::new();
        for file in &files {
            second::prepare(file.size() as u64);
            sniffed.push(sniff(file, file.name(), known, &Overrides::default()).await?);
        }
        let kept = self.kept().await;
        let same_shape_kept = sniffed.iter().any(|file| match file {
            SniffedFile::Table(proposal) => kept.iter().any(|kept| kept.original.mapping.shape() == proposal.mapping.shape()),
            SniffedFile::Refused { .. } => false,
        });
        self.desk.borrow_mut().sniffed = Sniffed::New(files);
        Ok(Response::Sniffed { files: sniffed, same_shape_kept })
    }

    async fn import(
        &self,
        id: u32,
        mappings: Vec<Option<FileMapping>>,
        agreement: &Agreement,
        mode: AcceptMode,
    ) -> Result<Response, Failure> {
        let cancel = self.begin_reading().await;
        let sniffed = self.desk.borrow().sniffed.clone();
        if sniffed.len() != mappings.len() {
            return Err(Failure::Protocol { detail: format!("{} mappings for {} files", mappings.len(), sniffed.len()) });
        }
        let is_taken: Vec<bool> = mappings.iter().map(Option::is_some).collect();
        if !is_taken.contains(&true) {
            return Err(Failure::NothingToRead);
        }
        let kept = self.kept().await;
        let read = async {
            let (first_new, inputs) = match sniffed {
                Sniffed::New(files) => {
                    let new = files.into_iter().zip(mappings).filter_map(|(file, mapping)| Some(Input::new(file, mapping?)));
                    let new: Vec<_> = new.collect();
                    let staying = staying(&kept, &new, mode, &cancel).await?;
                    // Kept files first: where rows are merged, the later file has the later word.
                    let mut inputs = again(staying).await?;
                    let first_new = inputs.len();
                    inputs.extend(new);
                    (first_new, inputs)
                }
                Sniffed::Kept { index, original, source } => {
                    let mut inputs = again(kept.iter().collect()).await?;
                    if let (Some(input), Some(mapping)) = (inputs.get_mut(index), mappings.into_iter().next().flatten()) {
                        *input = Input::reopened(original, source, mapping);
                    }
                    (index, inputs)
                }
            };
            Ok::<_, Stop>((first_new, reading::read(id, inputs, &agreement.workspace, &self.zone_of(agreement), &cancel, false).await?))
        };
        let (first_new, board) = match read.await {
            Ok((first_new, board)) => (first_new as u16, Rc::new(board)),
            Err(stop) => return Ok(stop.into()),
        };
        let kept: Vec<_> = kept.into_iter().map(|kept| kept.original).collect();
        let unchanged = board::are_same(&kept, &board.originals);
        let mut numbers = first_new..;
        let file_of_sniffed = is_taken.into_iter().map(|is_taken| if is_taken { numbers.next() } else { None }).collect();
        let checked = board.checked(file_of_sniffed, unchanged);
        self.desk.borrow_mut().checked = Some(CheckedBoard { board, unchanged });
        Ok(Response::Checked(Box::new(checked)))
    }

    async fn accept(&self, id: u32) -> Result<Option<Response>, Failure> {
        let checked = self.desk.borrow_mut().checked.take();
        let CheckedBoard { board, unchanged } = checked.ok_or(Failure::NoData)?;
        let old = self.desk.borrow().board.clone().filter(|_| unchanged);
        browser::post(id, self.put_in_place(Rc::clone(&board)));
        if let Some(sources) = old.and_then(|old| old.stored_sources_of(&board)) {
            board.read_from(sources);
            return Ok(Some(Response::Kept));
        }
        Ok(Some(self.keep(&board).await))
    }

    async fn keep(&self, board: &Board) -> Response {
        let wish = self.wishes.get() + 1;
        self.wishes.set(wish);
        // The board comes first: copying a large file takes a core and turns that its first report and drawing want.
        if board.size() > LARGE_BYTES {
            browser::pause(FIRST_LOOK_MS).await;
        }
        self.until_stored().await;
        let is_wanted = || self.wishes.get() == wish;
        if !is_wanted() {
            return Response::Cancelled;
        }
        self.is_storing.set(true);
        let kept = store::keep(board, is_wanted).await;
        self.is_storing.set(false);
        match kept {
            Ok(()) => {
                self.keep_last_reports(board).await;
                Response::Kept
            }
            Err(NotStored::Overtaken) => Response::Cancelled,
            Err(NotStored::Refused(detail)) => Response::Failed(Failure::NotKept { detail }),
        }
    }

    async fn until_stored(&self) {
        while self.is_storing.get() {
            browser::pause(WAIT_MS).await;
        }
    }

    async fn sample(&self, id: u32, agreement: &Agreement) -> Result<Response, Failure> {
        let cancel = self.begin_reading().await;
        let mut inputs = Vec::new();
        for sample in (later().await?.sample)() {
            let unreadable = || Failure::FileUnreadable { name: sample.name.to_owned() };
            let head = &sample.bytes[..sample.bytes.len().min(HEAD_BYTES)];
            let proposal = import::sniff(sample.name, sample.bytes.len() as u64, head, &[]).map_err(|_| unreadable())?;
            let file = browser::file_of_bytes(sample.name, &sample.bytes).map_err(|_| unreadable())?;
            inputs.push(Input::new(file, proposal.mapping));
        }
        Ok(match reading::read(id, inputs, &agreement.workspace, &self.zone_of(agreement), &cancel, true).await {
            Ok(board) => self.put_in_place(Rc::new(board)),
            Err(stop) => stop.into(),
        })
    }

    async fn forget(&self) -> Result<Response, Failure> {
        self.begin_reading().await;
        self.desk.borrow().pairing.set(true);
        self.wishes.set(self.wishes.get() + 1);
        *self.desk.borrow_mut() = Desk::default();
        *self.last_reports.borrow_mut() = LastReports::default();
        self.until_stored().await;
        store::forget().await.map_err(|detail| Failure::NotKept { detail })?;
        Ok(Response::Forgotten)
    }

    /// The files a person has put here: those of the board, or, where it is the sample or there is none, those of the last visit.
    async fn kept(&self) -> Vec<Kept> {
        let board = self.desk.borrow().board.clone().filter(|board| !board.sample);
        match board {
            Some(board) => {
                let kept = |(index, original): (usize, &Original)| {
                    Some(Kept { original: original.clone(), lies: Lies::Open(board.source(index)?) })
                };
                board.originals.iter().enumerate().filter_map(kept).collect()
            }
            None => store::kept().await.into_iter().map(|entry| Kept { original: entry.original(), lies: Lies::Stored(entry) }).collect(),
        }
    }
}
