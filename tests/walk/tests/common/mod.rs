//! What several walks do: speak a language, bring files in, find the real exports.
#![allow(dead_code, reason = "each walk uses its own part")]

use std::{fs, path::PathBuf, time::Duration};

use serde_json::json;
use walk::{Outcome, Page};

pub const READING: Duration = Duration::from_mins(1);
pub const PICK: &str = "input[type=file][multiple]";
/// The first heading of the board, in the capitals its style shows.
pub const QUESTION: &str = "ARE WE KEEPING OUR WORD?";

pub async fn speak(page: &Page, tag: &str) -> Outcome {
    let script = "const select = document.querySelector('.top select'); select.value = arguments[0]; select.dispatchEvent(new Event('change', { bubbles: true }))";
    page.script(script, vec![json!(tag)]).await?;
    page.until("the language", "return document.documentElement.lang === arguments[0]", vec![json!(tag)], READING).await.map(drop)
}

pub async fn accept(page: &Page, files: &[PathBuf]) -> Outcome {
    page.upload(PICK, files).await?;
    page.choose("Check these files").await?;
    page.see_within("Open the board", READING).await?;
    page.choose("Open the board").await?;
    page.see_within(QUESTION, READING).await
}

/// A file of the shared data, where that folder stands beside the repository.
pub fn data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("HANDOFF_DATA").map_or_else(|| xtask::root().join("../shared/data"), PathBuf::from);
    Some(folder.join(name)).filter(|path| path.is_file())
}

pub fn write(folder: &str, name: &str, bytes: &[u8]) -> Outcome<PathBuf> {
    let folder = xtask::root().join("target/walk-files").join(folder);
    fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

/// What saved records are called: the mark of the agreement in force is in it, as in the footer.
pub async fn records_name(page: &Page) -> Outcome<String> {
    let mark = page.text(".stamp").await?.chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect::<String>();
    Ok(format!("records-{mark}.csv"))
}
