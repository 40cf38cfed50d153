//! `cargo xtask size`: what a first visit has to load, as a host with brotli sends it, against a budget.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{Outcome, dist, root};

/// Bytes of brotli before any data: about six seconds on a slow mobile line (1.2 Mbit/s), the patience of a first visit.
const BUDGET: usize = 900_000;

/// What a first visit does not load: it is asked for later, if ever (what an installed page needs), or is only for people who look into
/// the folder.
const NOT_LOADED: [&str; 5] = ["txt", "csv", "json", "png", "webmanifest"];

/// The worker that opens workbooks is loaded when somebody drops one: two and a half seconds on the same line. Near half of it are the
/// tables of old encodings that its XML parser brings along and no workbook uses; a fifth packs what is saved as a workbook or a site.
const WORKBOOK: [&str; 2] = ["workbook.js", "workbook_bg.wasm"];
const WORKBOOK_BUDGET: usize = 380_000;

/// The second pieces of the page's program and its worker's (`later.rs` of both), by the ends of their names: loaded when the first page is
/// opened, or the first question asked, that needs them.
const LATER: [&str; 2] = ["_pages.wasm", "_counting.wasm"];
const LATER_BUDGET: usize = 650_000;

/// Weighs `dist` and fails above a budget.
pub fn size() -> Outcome {
    let folder = dist::folder();
    let mut files = Vec::new();
    collect(&folder, &mut files).map_err(|error| format!("{} cannot be read: {error}; build the page first", folder.display()))?;
    files.retain(|path| path.extension().is_none_or(|extension| !NOT_LOADED.iter().any(|other| extension == *other)));
    files.sort();
    let named = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (workbook, rest): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|path| WORKBOOK.contains(&named(path).as_str()));
    let (later, first): (Vec<PathBuf>, Vec<PathBuf>) =
        rest.into_iter().partition(|path| LATER.iter().any(|end| named(path).ends_with(end)));
    weigh("first visit", &first, BUDGET)?;
    weigh("first further page", &later, LATER_BUDGET)?;
    weigh("first workbook", &workbook, WORKBOOK_BUDGET)?;
    let unbuilt = !root().join("dist/index.html").is_file();
    if unbuilt { Err("dist holds no index.html; build the page first".into()) } else { Ok(()) }
}

fn weigh(what: &str, files: &[PathBuf], budget: usize) -> Outcome {
    let folder = dist::folder();
    let mut total = (0, 0);
    println!("{what:<44} {:>10} {:>10}", "bytes", "brotli");
    for path in files {
        let bytes = fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let packed = packed(path, &bytes);
        println!("{:<44} {:>10} {packed:>10}", path.strip_prefix(&folder).unwrap_or(path).display(), bytes.len());
        total = (total.0 + bytes.len(), total.1 + packed);
    }
    println!("{:<44} {:>10} {:>10}  (budget {budget})", "all", total.0, total.1);
    if total.1 > budget {
        return Err(format!("the {what} weighs {} bytes by brotli, {} more than its budget", total.1, total.1 - budget));
    }
    Ok(())
}

/// The bytes on the wire: a font is brotli inside already, and hosts send it as it is.
fn packed(path: &Path, bytes: &[u8]) -> usize {
    if path.extension().is_some_and(|extension| extension == "woff2") { bytes.len() } else { brotli_len(bytes) }
}

fn brotli_len(bytes: &[u8]) -> usize {
    // Quality 11 and the 4 MB window are what static hosts use for files they compress once.
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, 11, 22);
    writer.write_all(bytes).expect("a Vec takes every byte");
    writer.into_inner().len()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_weighed_packed_and_a_font_as_it_is() {
        let bytes = "once upon a time ".repeat(100).into_bytes();
        assert!(packed(Path::new("a.js"), &bytes) < 60);
        assert_eq!(packed(Path::new("a.woff2"), &bytes), bytes.len());
    }
}
