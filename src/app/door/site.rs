//! The page's own files, put together as a site that opens with a board. The list of them was written by the build (`site.json`).

use handoff::{
    protocol::WorkbookTask,
    share::site::{BOARD, OFFLINE, PAGE, offline_with_board, with_board},
};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{document, files, workbook};

/// A ZIP archive of the site with this board.
///
/// # Errors
/// What was missing.
pub async fn archive(board: Vec<u8>) -> Result<Vec<u8>, String> {
    let at = |path: &str| document::on_this_host(path);
    let list = String::from_utf8(files::fetch(&at("site.json")?).await?).map_err(|error| error.to_string())?;
    let mut site = vec![(BOARD.to_owned(), board)];
    for path in listed(&list).ok_or_else(|| "site.json".to_owned())? {
        let bytes = files::fetch(&at(&path)?).await.map_err(|why| format!("{path}: {why}"))?;
        let text = || String::from_utf8_lossy(&bytes);
        let bytes = match path.as_str() {
            PAGE => with_board(&text()).ok_or(PAGE)?.into_bytes(),
            OFFLINE => offline_with_board(&text()).into_bytes(),
            _ => bytes,
        };
        site.push((path, bytes));
    }
    workbook::make(&WorkbookTask::Archive { files: site }).await.ok_or_else(|| BOARD.to_owned())
}

/// The names in the list, read by the browser: the page has no other JSON to read.
fn listed(text: &str) -> Option<Vec<String>> {
    let list = Reflect::get(&JSON::parse(text).ok()?, &JsValue::from_str("files")).ok()?;
    list.dyn_into::<Array>().ok()?.iter().map(|name| name.as_string()).collect()
}
