//! `cargo xtask size`: what is loaded when, as a host with brotli sends it, against budgets.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{Outcome, dist, root};

/// Files that are loaded at the same moment.
struct Group {
    name: &'static str,
    /// Bytes of brotli.
    budget: usize,
    holds: fn(&str) -> bool,
}

/// A file is of the first group that holds it.
const GROUPS: [Group; 5] = [
    // Near half of it are the tables of old encodings that its XML parser brings along and no workbook uses; a fifth packs what is saved as
    // a workbook or a site. Loaded when somebody drops a workbook.
    Group { name: "workbook", budget: 380_000, holds: |name| name.starts_with("workbook") },
    // The second pieces of the page's program and its worker's (`later.rs` of both): loaded when the first page is opened, or the first
    // question asked, that needs them.
    Group { name: "further pages", budget: 720_000, holds: |name| name.ends_with("_pages.wasm") || name.ends_with("_counting.wasm") },
    // Shown in another font until it is here.
    Group { name: "font", budget: 60_000, holds: |name| Path::new(name).extension().is_some_and(|extension| extension == "woff2") },
    // Fetched when files are on their way, or when the page has been left in peace for a moment.
    // A tenth of it reads files by two and keeps what came of them.
    Group { name: "worker", budget: 425_000, holds: |name| name.starts_with("worker") || name == "sw.js" },
    Group { name: TO_BE_INTERACTIVE, budget: 400_000, holds: |_| true },
];

const TO_BE_INTERACTIVE: &str = "to be interactive";

/// What no visit loads: it is asked for by an installed page, or is only for people who look into the folder.
const NOT_LOADED: [&str; 5] = ["txt", "csv", "json", "png", "webmanifest"];

/// Files that are loaded at the same moment, weighed.
#[derive(Debug)]
pub struct Weight {
    pub what: &'static str,
    /// Bytes as a host with brotli sends them.
    pub packed: usize,
    pub budget: usize,
}

/// Weighs `dist` and fails above a budget.
pub fn size() -> Outcome {
    let weights = weights()?;
    let above = weights.iter().find(|weight| weight.packed > weight.budget);
    above.map_or(Ok(()), |Weight { what, packed, budget }| {
        Err(format!("the {what} weighs {packed} bytes by brotli, {} more than its budget", packed - budget))
    })
}

/// The parts of `dist`, printed file by file.
pub fn weights() -> Outcome<Vec<Weight>> {
    let folder = dist::folder();
    let mut files = Vec::new();
    collect(&folder, &mut files).map_err(|error| format!("{} cannot be read: {error}; build the page first", folder.display()))?;
    files.retain(|path| path.extension().is_none_or(|extension| !NOT_LOADED.iter().any(|other| extension == *other)));
    files.sort();
    if !root().join("dist/index.html").is_file() {
        return Err("dist holds no index.html; build the page first".into());
    }
    let of = |group: &Group| files.iter().filter(|path| group_of(path).name == group.name).collect::<Vec<_>>();
    GROUPS.iter().rev().map(|group| weigh(group, &of(group))).collect()
}

fn group_of(path: &Path) -> &'static Group {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    GROUPS.iter().find(|group| (group.holds)(&name)).expect("the last holds every file")
}

fn weigh(group: &Group, files: &[&PathBuf]) -> Outcome<Weight> {
    let Group { name: what, budget, .. } = *group;
    let folder = dist::folder();
    let mut total = (0, 0);
    println!("{what:<44} {:>10} {:>10}", "bytes", "brotli");
    for path in files {
        let bytes = fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let packed = packed(path, &bytes);
        println!("{:<44} {:>10} {packed:>10}", path.strip_prefix(&folder).unwrap_or(path).display(), bytes.len());
        total = (total.0 + bytes.len(), total.1 + packed);
    }
    println!("{:<44} {:>10} {:>10}  (budget {budget})\n", "all", total.0, total.1);
    Ok(Weight { what, packed: total.1, budget })
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
    fn each_file_is_weighed_with_what_comes_when_it_does() {
        let check = |name: &str, expected: &str| assert_eq!(group_of(Path::new(name)).name, expected, "{name}");
        check("index.html", TO_BE_INTERACTIVE);
        check("app-1.js", TO_BE_INTERACTIVE);
        check("app-1_bg.wasm", TO_BE_INTERACTIVE);
        check("app-1_later.js", TO_BE_INTERACTIVE);
        check("style-1.css", TO_BE_INTERACTIVE);
        check("app-1_pages.wasm", "further pages");
        check("worker_counting.wasm", "further pages");
        check("worker_bg.wasm", "worker");
        check("workbook_bg.wasm", "workbook");
        check("fonts/Vazirmatn.woff2", "font");
    }

    #[test]
    fn text_is_weighed_packed_and_a_font_as_it_is() {
        let bytes = "once upon a time ".repeat(100).into_bytes();
        assert!(packed(Path::new("a.js"), &bytes) < 60);
        assert_eq!(packed(Path::new("a.woff2"), &bytes), bytes.len());
    }
}
