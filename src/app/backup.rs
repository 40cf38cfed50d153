//! The file of a backup: what its text is wrapped in when it is saved, and how it comes out again. What it holds only the worker knows.

use wasm_bindgen::JsValue;
use web_sys::File;

/// The name a backup is saved under.
pub const NAME: &str = "handoff-backup.json";

/// Whether a backup can be locked with a passphrase. While it cannot, none is asked for.
pub const CAN_LOCK: bool = false;

/// What is saved of a backup's text.
#[expect(clippy::unused_async, reason = "locking takes a while")]
pub async fn pack(text: String, _passphrase: Option<String>) -> Result<String, JsValue> {
    Ok(text)
}

/// A file that holds the backup's text, of one a person picked.
#[expect(clippy::unused_async, reason = "unlocking takes a while")]
pub async fn unpack(file: File, _passphrase: Option<String>) -> Result<File, JsValue> {
    Ok(file)
}
