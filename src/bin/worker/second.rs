//! A second worker, which reads the end of a large file while this one reads its beginning. It is this program again, asked for nothing
//! else, and gone when its part is handed over: its memory goes with it.

use std::{
    cell::{Cell, RefCell},
    io::{self, BufReader, BufWriter, Read, Write},
    rc::Rc,
};

use borsh::{BorshDeserialize, BorshSerialize};
use handoff::{
    import::{ContentHash, FileMapping, Kind, Reader, likely_start},
    time::Zone,
};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::browser::{self, Pieces};

/// Smaller files are read before a second worker has started.
const LARGE_BYTES: u64 = 12 << 20;
/// The first worker's share of a file, in hundredths: the second begins later, and has to hand over what it read. Between 51 and 57 it makes
/// little difference (1 000 000 leads).
const SHARE: u64 = 51;
/// What the second looks through for the start of a record.
const HEAD_BYTES: usize = 256 << 10;
/// How long the first, having read its share, waits for the second to say where it began.
const PATIENCE_MS: f64 = 3_000.0;
const BEAT_MS: f64 = 100.0;
const BUFFER: usize = 1 << 20;
/// Written at a time: few enough that they are still in the processor's cache, and that their memory is soon used again (a new page of
/// memory costs as much as reading what is put there).
const ROWS: u64 = 1 << 14;
/// By which it knows itself.
const NAME: &str = "second";

/// Whether this is the second worker.
pub fn is_this() -> bool {
    browser::scope().name() == NAME
}

/// The columns of a file that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Wanted {
    All,
    /// What only a list of companies is joined by is left out.
    WithoutAccounts,
    /// What two lists are compared by.
    OfAList,
}

impl Wanted {
    pub fn of(kinds: impl IntoIterator<Item = Kind>) -> Self {
        if kinds.into_iter().any(|kind| kind == Kind::Accounts) { Self::All } else { Self::WithoutAccounts }
    }

    pub fn narrow(self, reader: Reader) -> Reader {
        match self {
            Self::All => reader,
            Self::WithoutAccounts => reader.without_accounts(),
            Self::OfAList => reader.for_a_list(),
        }
    }
}

/// What the second worker is asked for.
#[derive(BorshSerialize, BorshDeserialize)]
pub struct Rest {
    pub file: u16,
    pub name: String,
    pub mapping: FileMapping,
    pub zone: Zone,
    pub wanted: Wanted,
    /// Where to look for a record's start; a multiple of [`ContentHash::BLOCK`].
    pub from: u64,
}

/// Where the second worker began to read rows.
#[derive(Clone, Copy, Default)]
enum Begins {
    #[default]
    Unknown,
    Nowhere,
    At(u64),
}

#[derive(Default)]
struct State {
    ready: Cell<bool>,
    /// What it is to be asked once it listens: a message before that would be lost.
    asked: RefCell<Option<JsValue>>,
    failed: Cell<bool>,
    begins: Cell<Begins>,
    bytes: Cell<u64>,
    rows: Cell<u64>,
    parts: RefCell<Option<Vec<Uint8Array>>>,
    /// Ends a [`Second::heard`].
    heard: RefCell<Option<Function>>,
}

/// A worker that has started, or will have.
struct Spare {
    worker: Worker,
    state: Rc<State>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(JsValue)>,
}

impl Drop for Spare {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

thread_local! {
    static SPARE: RefCell<Option<Spare>> = const { RefCell::new(None) };
}

/// Starts the second worker for a file that will probably be read, so that it need not be waited for.
pub fn prepare(size: u64) {
    if size >= LARGE_BYTES && has_cores() {
        SPARE.with_borrow_mut(|spare| {
            if spare.as_ref().is_none_or(|spare| spare.state.failed.get()) {
                *spare = Spare::start();
            }
        });
    }
}

fn has_cores() -> bool {
    browser::scope().navigator().hardware_concurrency() > 1.0
}

fn part(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

impl Spare {
    fn start() -> Option<Self> {
        let address = part(&part(&js_sys::global(), "location"), "href").as_string()?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let worker = Worker::new_with_options(&address, &options).ok()?;
        let state = Rc::<State>::default();
        let (told, to) = (Rc::clone(&state), worker.clone());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| told.hear(&event.data(), &to));
        let told = Rc::clone(&state);
        let on_error = Closure::<dyn Fn(JsValue)>::new(move |_| told.failed.set(true));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // It waits for the program, which is translated here.
        worker.post_message(&wasm_bindgen::module()).ok()?;
        Some(Self { worker, state, _on_message: on_message, _on_error: on_error })
    }
}

impl State {
    fn hear(&self, data: &JsValue, worker: &Worker) {
        let number = |name: &str| part(data, name).as_f64();
        if let Some(begins) = number("begins") {
            self.begins.set(if begins < 0.0 { Begins::Nowhere } else { Begins::At(begins as u64) });
        } else if let (Some(bytes), Some(rows)) = (number("bytes"), number("rows")) {
            self.bytes.set(bytes as u64);
            self.rows.set(rows as u64);
        } else if let Ok(parts) = part(data, "parts").dyn_into::<Array>() {
            // Its memory is wanted for what it read.
            worker.terminate();
            *self.parts.borrow_mut() = Some(parts.iter().filter_map(|part| part.dyn_into().ok()).collect());
        } else {
            // What every worker says first.
            self.ready.set(true);
            if let Some(message) = self.asked.take() {
                self.ask(worker, &message);
            }
        }
        if let Some(heard) = self.heard.take() {
            // It settles a promise, and cannot fail.
            let _ = heard.call0(&JsValue::NULL);
        }
    }

    fn ask(&self, worker: &Worker, message: &JsValue) {
        if worker.post_message(message).is_err() {
            self.failed.set(true);
        }
    }
}

/// The second worker at its work. Dropped, it stops.
pub struct Second {
    spare: Spare,
    /// Bytes before this are the first worker's to hash.
    pub from: u64,
}

impl Second {
    /// `None` where the file is too small, or cannot be read by two.
    pub fn start(index: u16, file: &File, name: &str, mapping: &FileMapping, zone: &Zone, wanted: Wanted) -> Option<Self> {
        let size = file.size() as u64;
        if size < LARGE_BYTES || !has_cores() {
            return None;
        }
        let spare = SPARE.take().filter(|spare| !spare.state.failed.get()).or_else(Spare::start)?;
        let from = size * SHARE / 100 / ContentHash::BLOCK * ContentHash::BLOCK;
        let rest = Rest { file: index, name: name.to_owned(), mapping: mapping.clone(), zone: zone.clone(), wanted, from };
        let message = Object::new();
        let rest = Uint8Array::from(borsh::to_vec(&rest).ok()?.as_slice());
        for (key, value) in [("rest", rest.as_ref()), ("file", file.as_ref())] {
            Reflect::set(&message, &key.into(), value).ok()?;
        }
        if spare.state.ready.get() {
            spare.state.ask(&spare.worker, &message);
        } else {
            spare.state.asked.replace(Some(message.into()));
        }
        Some(Self { spare, from })
    }

    /// Whether it has yet to start, and is told what to read once the first hears that it has.
    pub fn is_awaited(&self) -> bool {
        let state = &self.spare.state;
        state.asked.borrow().is_some() && !state.failed.get()
    }

    /// Where it began to read, waited for.
    pub async fn begins(&self) -> Option<u64> {
        let started = browser::now_ms();
        let state = &self.spare.state;
        loop {
            match state.begins.get() {
                Begins::At(begins) => return Some(begins),
                Begins::Nowhere => return None,
                Begins::Unknown => {}
            }
            if state.failed.get() || browser::now_ms() - started > PATIENCE_MS {
                return None;
            }
            self.heard().await;
        }
    }

    /// Waits until it says something, or a moment.
    pub async fn heard(&self) {
        let heard = Promise::new(&mut |resolve, _| *self.spare.state.heard.borrow_mut() = Some(resolve));
        browser::first_of(heard, BEAT_MS as i32).await;
    }

    /// Bytes and rows it has read.
    pub fn progress(&self) -> (u64, u64) {
        (self.spare.state.bytes.get(), self.spare.state.rows.get())
    }

    /// What it read, once it is done: what [`Reader::append`] takes, and then its hash.
    pub fn read(&self) -> Option<impl Read> {
        let parts = self.spare.state.parts.take()?;
        Some(BufReader::with_capacity(1 << 16, Received { parts: parts.into_iter(), current: None, ended: self.spare.worker.clone() }))
    }

    pub fn has_failed(&self) -> bool {
        self.spare.state.failed.get()
    }
}

/// Bytes that came from the other worker, piece by piece, each given back to the browser once it is read.
struct Received {
    parts: std::vec::IntoIter<Uint8Array>,
    current: Option<Uint8Array>,
    ended: Worker,
}

impl Read for Received {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(current) = self.current.as_ref().filter(|current| current.length() > 0) {
                let length = into.len().min(current.length() as usize);
                current.subarray(0, length as u32).copy_to(&mut into[..length]);
                self.current = Some(current.subarray(length as u32, current.length()));
                return Ok(length);
            }
            if let Some(read) = std::mem::replace(&mut self.current, self.parts.next()) {
                // Sent to a worker that is no more, its memory is free at once, not when the browser next looks for what nobody holds.
                drop(self.ended.post_message_with_transfer(&JsValue::NULL, &Array::of1(&read.buffer())));
            }
            if self.current.is_none() {
                return Ok(0);
            }
        }
    }
}

/// Bytes for the other worker.
#[derive(Default)]
struct Sent(Array);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(&Uint8Array::from(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The message [`Second::start`] sent, if this is one.
pub fn asked(data: &JsValue) -> Option<(Rest, File)> {
    let rest: Uint8Array = part(data, "rest").dyn_into().ok()?;
    Some((borsh::from_slice(&rest.to_vec()).ok()?, part(data, "file").dyn_into().ok()?))
}

/// Reads as asked, as the second worker; a failure ends it, and is seen by the first.
pub async fn read(rest: Rest, file: File) {
    if let Err(error) = read_or_fail(rest, file).await {
        wasm_bindgen::throw_val(error);
    }
}

fn tell(told: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let message = Object::new();
    for (name, value) in told {
        Reflect::set(&message, &(*name).into(), value)?;
    }
    Ok(message.into())
}

async fn read_or_fail(rest: Rest, file: File) -> Result<(), JsValue> {
    let scope = browser::scope();
    let mut reader = rest.wanted.narrow(Reader::second(rest.file, &rest.name, &rest.mapping, &rest.zone));
    let mut hash = ContentHash::default();
    let pieces = Pieces::of(&file.slice_with_f64(rest.from as f64)?)?;
    let (mut head, mut piece) = (Vec::new(), Vec::new());
    while head.len() < HEAD_BYTES && pieces.next(&mut piece).await? {
        head.extend_from_slice(&piece);
    }
    let begins = likely_start(&rest.mapping, &head);
    scope.post_message(&tell(&[("begins", begins.map_or(-1.0, |at| (rest.from + at as u64) as f64).into())])?)?;
    let Some(begins) = begins else { return Ok(()) };
    hash.push(&head);
    reader.push(&head[begins..]);
    let mut bytes = head.len() as u64;
    drop(head);
    let failed = |error: io::Error| JsValue::from_str(&error.to_string());
    let mut out = BufWriter::with_capacity(BUFFER, Sent::default());
    let mut written = 0;
    let mut told_ms = browser::now_ms();
    while pieces.next(&mut piece).await? {
        hash.push(&piece);
        reader.push(&piece);
        bytes += piece.len() as u64;
        if reader.rows() - written >= ROWS {
            reader.write_rows(&mut out).map_err(failed)?;
            written = reader.rows();
        }
        if browser::now_ms() - told_ms >= BEAT_MS {
            told_ms = browser::now_ms();
            scope.post_message(&tell(&[("bytes", (bytes as f64).into()), ("rows", (reader.rows() as f64).into())])?)?;
        }
    }
    reader.write_to(&mut out).map_err(failed)?;
    hash.serialize(&mut out).map_err(failed)?;
    let Sent(parts) = out.into_inner().map_err(|error| failed(error.into_error()))?;
    let given: Array = parts.iter().map(|part| part.unchecked_into::<Uint8Array>().buffer()).collect();
    scope.post_message_with_transfer(&tell(&[("parts", parts.into())])?, &given)
}
