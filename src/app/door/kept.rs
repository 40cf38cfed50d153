//! Whether an earlier visit kept files, and the report it was left with. Which files they are and what is in them only the worker reads.

use handoff::{
    protocol::{KEPT_FOLDER, LastReport},
    report::Query,
};
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileSystemDirectoryHandle, FileSystemFileHandle};

use super::document::window;

/// Whether there is such a folder. A worker that finds none has nothing to read back, and need not be fetched to say so.
pub async fn is_any() -> bool {
    folder().await.is_ok()
}

/// The report a board was left with, of those that may answer the query; `None` where none is kept, or other code kept it. Whether the board
/// is still the one that is kept the worker says.
pub async fn last_report(query: &Query) -> Option<LastReport> {
    let bytes = bytes_of(LastReport::NAMES[LastReport::place(query)]).await.ok()?;
    LastReport::read(bytes.as_slice()).ok()
}

async fn bytes_of(name: &str) -> Result<Vec<u8>, JsValue> {
    let folder: FileSystemDirectoryHandle = folder().await?.unchecked_into();
    let handle: FileSystemFileHandle = JsFuture::from(folder.get_file_handle(name)).await?.unchecked_into();
    let file: Blob = JsFuture::from(handle.get_file()).await?.unchecked_into();
    let buffer: ArrayBuffer = JsFuture::from(file.array_buffer()).await?.unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn folder() -> Result<JsValue, JsValue> {
    let navigator = window().navigator();
    // Outside a secure context the property is missing, and calling it would throw past Rust.
    if Reflect::get(&navigator, &"storage".into())?.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    let root: FileSystemDirectoryHandle = JsFuture::from(navigator.storage().get_directory()).await?.unchecked_into();
    JsFuture::from(root.get_directory_handle(KEPT_FOLDER)).await
}
