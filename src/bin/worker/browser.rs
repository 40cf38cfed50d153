//! The few doors to the browser: awaiting a promise, reading a file whole or in part, the clock of the progress bar. No policy.

use std::cell::RefCell;

use handoff::protocol::{self, Response};
use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageChannel, ReadableStreamByobReader, ReadableStreamDefaultReader};

pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Milliseconds on a clock that only goes forward.
pub fn now_ms() -> f64 {
    scope().performance().map_or(0.0, |performance| performance.now())
}

pub fn post(id: u32, body: Response) {
    post_bytes(id, &protocol::encode(&body));
}

/// As [`post`], of a response as it is encoded.
pub fn post_bytes(id: u32, body: &[u8]) {
    send(id, "body", &Uint8Array::from(body));
}

fn send(id: u32, name: &str, value: &JsValue) {
    let message = Object::new();
    for (key, value) in [("id", &JsValue::from(id)), (name, value)] {
        Reflect::set(&message, &key.into(), value).expect("a new object takes any property");
    }
    if let Err(error) = scope().post_message(&message) {
        web_sys::console::error_1(&error);
    }
}

/// A [`Response::Text`] in the making. Its parts go over to the browser as they are written: the worker's own memory never gives
/// back what it once took, and a list of a million records would double it for good.
pub struct LongText {
    parts: Array,
    length: usize,
}

impl LongText {
    /// The browsers' limit for one text is 2²⁹ − 24 characters (V8's; the others allow more).
    const LONGEST: usize = (1 << 29) - (1 << 10);

    pub fn new() -> Self {
        Self { parts: Array::new(), length: 0 }
    }

    /// `false`: it does not fit any more.
    pub fn push(&mut self, text: &str) -> bool {
        self.length += text.len();
        self.parts.push(&JsValue::from_str(text));
        self.length <= Self::LONGEST
    }

    pub fn post(self, id: u32) {
        send(id, "text", &self.parts.join("").into());
    }
}

/// Name and message of a thrown value: what is known of it, for the person who has to find out.
pub fn describe(error: &JsValue) -> String {
    let part = |name: &str| Reflect::get(error, &name.into()).ok().and_then(|part| part.as_string());
    match (part("name"), part("message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        _ => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}

pub async fn settled<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    JsFuture::from(promise).await?.dyn_into()
}

/// Unix seconds, to date what is stored.
pub fn now_unix() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Lets waiting messages in: a turn of the event loop, which awaiting a promise that is already settled does not give. A message to
/// itself comes after them at once; a timer would after the fifth time wait 4 ms for nothing.
pub async fn breathe() {
    let Ok(channel) = MessageChannel::new() else { return pause(0).await };
    let (from, to) = (channel.port2(), channel.port1());
    let turn = Promise::new(&mut |resolve, _| to.set_onmessage(Some(&resolve)));
    if from.post_message(&JsValue::NULL).is_err() {
        return pause(0).await;
    }
    // It never rejects.
    let _ = JsFuture::from(turn).await;
    to.close();
}

/// Waits, and lets messages in.
pub async fn pause(milliseconds: i32) {
    // A timer never rejects.
    let _ = JsFuture::from(timer(milliseconds)).await;
}

/// Waits for a promise, and no longer than that.
pub async fn first_of(promise: Promise, milliseconds: i32) {
    // What comes of it is the asker's to look at.
    let _ = JsFuture::from(Promise::race(&Array::of2(&promise, &timer(milliseconds)))).await;
}

fn timer(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        if scope().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).is_err() {
            // No timer, no pause: better than waiting for ever.
            let _ = resolve.call0(&JsValue::NULL);
        }
    })
}

/// The bytes of `[from, to)`, cut off at the end of the file.
pub fn slice(file: &Blob, from: u64, to: u64) -> Result<Promise, JsValue> {
    Ok(file.slice_with_f64_and_f64(from as f64, to as f64)?.array_buffer())
}

pub async fn bytes_of(slice: Promise) -> Result<Uint8Array, JsValue> {
    let buffer: ArrayBuffer = settled(slice).await?;
    Ok(Uint8Array::new(&buffer))
}

pub fn file_of_bytes(name: &str, bytes: &[u8]) -> Result<File, JsValue> {
    File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)), name)
}

/// A file read from its start, in the pieces the browser likes.
///
/// It fills a buffer of ours where it can: that costs half of what a buffer of its own a piece does (Chromium: 0.15 s for 227 MB in two
/// workers, against 0.3 s; cutting the file into slices takes longer than either).
pub enum Pieces {
    Filling { reader: ReadableStreamByobReader, buffer: RefCell<Option<ArrayBuffer>> },
    Given(ReadableStreamDefaultReader),
}

/// Pieces are no longer than this.
const PIECE_BYTES: u32 = 1 << 20;

impl Pieces {
    pub fn of(file: &Blob) -> Result<Self, JsValue> {
        let stream = file.stream();
        Ok(match ReadableStreamByobReader::new(&stream) {
            Ok(reader) => Self::Filling { reader, buffer: RefCell::new(Some(ArrayBuffer::new(PIECE_BYTES))) },
            // A browser whose files are no streams of bytes.
            Err(_) => Self::Given(ReadableStreamDefaultReader::new(&stream)?),
        })
    }

    /// Puts the next piece into `into`; `false` at the end.
    pub async fn next(&self, into: &mut Vec<u8>) -> Result<bool, JsValue> {
        let promise = match self {
            Self::Filling { reader, buffer } => {
                let buffer = buffer.take().unwrap_or_else(|| ArrayBuffer::new(PIECE_BYTES));
                reader.read_with_array_buffer_view(&Uint8Array::new(&buffer))
            }
            Self::Given(reader) => reader.read(),
        };
        let result = JsFuture::from(promise).await?;
        if Reflect::get(&result, &"done".into())?.is_truthy() {
            return Ok(false);
        }
        let piece: Uint8Array = Reflect::get(&result, &"value".into())?.dyn_into()?;
        into.resize(piece.length() as usize, 0);
        piece.copy_to(into);
        if let Self::Filling { buffer, .. } = self {
            buffer.replace(Some(piece.buffer()));
        }
        Ok(true)
    }

    pub async fn cancel(self) {
        let promise = match &self {
            Self::Filling { reader, .. } => reader.cancel(),
            Self::Given(reader) => reader.cancel(),
        };
        // The stream is given up either way.
        let _ = JsFuture::from(promise).await;
    }
}
