//! Whether an earlier visit kept files. Which they are and what is in them only the worker reads.

use handoff::protocol::KEPT_FOLDER;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::FileSystemDirectoryHandle;

use super::document::window;

/// Whether there is such a folder. A worker that finds none has nothing to read back, and need not be fetched to say so.
pub async fn is_any() -> bool {
    folder().await.is_ok()
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
