//! Files in and out: what a person drops or picks, and what they save.

use handoff::time::{CalendarSystem, Date, Day};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, File, FileList, HtmlAnchorElement, HtmlInputElement, Response, Url};

use super::document::window;

pub fn picked(input: &HtmlInputElement) -> Vec<File> {
    let files = input.files().map(|list| all(&list)).unwrap_or_default();
    // Emptied, so that picking the same file again is a change again.
    input.set_value("");
    files
}

pub fn dropped(transfer: &DataTransfer) -> Vec<File> {
    transfer.files().map(|list| all(&list)).unwrap_or_default()
}

fn all(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// The table on the clipboard, unless the paste is meant for a field: text of more than one cell, as a file of this name.
pub fn pasted(event: &web_sys::Event, name: &str) -> Vec<File> {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")) {
        return Vec::new();
    }
    let Some(clipboard) = event.unchecked_ref::<ClipboardEvent>().clipboard_data() else { return Vec::new() };
    let copied = dropped(&clipboard);
    let text = clipboard.get_data("text/plain").unwrap_or_default();
    if copied.is_empty() && text.trim().contains(['\t', '\n']) { of_text(name, &text).into_iter().collect() } else { copied }
}

/// `None` where the browser refuses to make a file.
pub fn of_text(name: &str, text: &str) -> Option<File> {
    File::new_with_str_sequence(&Array::of1(&text.into()), name).ok()
}

/// The text of a small file a person picked (a mapping, an agreement).
pub async fn text(file: &File) -> Result<String, JsValue> {
    let text = JsFuture::from(file.text()).await?;
    Ok(text.as_string().unwrap_or_default())
}

/// The bytes of a file a person picked.
pub async fn bytes(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The bytes at an address of this host.
///
/// # Errors
/// What the host or the browser said.
pub async fn fetch(address: &str) -> Result<Vec<u8>, String> {
    let told = |error: JsValue| error.as_string().unwrap_or_else(|| String::from(js_sys::Object::from(error).to_string()));
    let answer: Response = JsFuture::from(window().fetch_with_str(address)).await.map_err(told)?.unchecked_into();
    if !answer.ok() {
        return Err(answer.status().to_string());
    }
    let buffer = JsFuture::from(answer.array_buffer().map_err(told)?).await.map_err(told)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Unix seconds, to date what is saved. With [`today`] the only clock of the app.
pub fn now_unix() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// The date where the browser is, to date what is saved and signed.
pub fn today() -> Day {
    let now = js_sys::Date::new_0();
    let date = Date { year: now.get_full_year() as i32, month: now.get_month() as u8 + 1, day: now.get_date() as u8 };
    CalendarSystem::Gregorian.day(date).expect("the browser's date is one of the calendar")
}

/// Offers text as a download.
pub fn save(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    save_bytes(name, mime, text.as_bytes())
}

/// Offers bytes as a download.
pub fn save_bytes(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let bytes = Uint8Array::from(bytes);
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = window().document().ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
