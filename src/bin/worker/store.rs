//! The browser's private file system (OPFS), where accepted files lie as they came in. It knows nothing of what is in them.
//!
//! Layout, in the folder `handoff/`: the contents, each under its hash and the number of the manifest that first named it; two
//! manifests, written in turn; `columns`, what the last import made of them, and `report`, what was asked of that last; and `lock`. A manifest is written after all its contents and never over the one in force, and a content is
//! never written twice, so whatever moment the browser dies at, the earlier board is still whole. What no manifest in force
//! names is removed after the next successful write.

use std::io::{self, BufReader, BufWriter, Read, Write};

use handoff::{
    import::{FileMapping, Imported},
    protocol::{KEPT_FOLDER, LastReport, LastReports},
    share::Document,
};
use js_sys::{AsyncIterator, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemRemoveOptions, FileSystemSyncAccessHandle,
};

use crate::{
    board::{Board, Original, Source},
    browser::{self, settled},
};

const MANIFESTS: [&str; 2] = ["manifest.0.json", "manifest.1.json"];
/// Held open, and so locked, while a tab writes: the second tab is refused instead of mixing its files with the first one's.
const LOCK: &str = "lock";
/// What the files came to, so that reopening need not read them. It proves itself by key and hash, so that it is written in place.
const COLUMNS: &str = "columns";
/// Bytes written and read at a time.
const BUFFER: usize = 1 << 20;
/// In the same envelope as what a person saves: the code that reads it is there already, and damage is told by its checksum.
const MANIFEST: Document = Document { name: "kept-files", version: 1 };

/// Bytes copied at a time; between two of them other messages are answered. At 8 MB a copy takes some 10 ms, and the turns
/// taken with a busy page stay few.
const SLICE_BYTES: u64 = 8 << 20;

#[derive(Serialize, Deserialize)]
struct Manifest {
    /// The higher one is in force.
    sequence: u64,
    /// In the order they are read.
    files: Vec<Entry>,
}

/// A kept file.
#[derive(Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    pub size_bytes: u64,
    pub hash: String,
    pub mapping: FileMapping,
    stored_as: String,
}

impl Entry {
    pub fn original(&self) -> Original {
        Original { name: self.name.clone(), size: self.size_bytes, hash: self.hash.clone(), mapping: self.mapping.clone() }
    }
}

/// Why files are not kept.
pub enum NotStored {
    /// A newer import took its place before all was written.
    Overtaken,
    /// The browser refused.
    Refused(String),
}

impl From<JsValue> for NotStored {
    fn from(error: JsValue) -> Self {
        Self::Refused(browser::describe(&error))
    }
}

/// The files the manifest in force names; none when nothing is kept, or where the browser has no private file system.
pub async fn kept() -> Vec<Entry> {
    match folder(false).await {
        Ok(folder) => in_force(&folder).await.map_or_else(Vec::new, |manifest| manifest.files),
        Err(_) => Vec::new(),
    }
}

/// `None` when the file is not there, or not whole.
pub async fn open(entry: &Entry) -> Option<Source> {
    let folder = folder(false).await.ok()?;
    let file = stored_file(&folder, &entry.stored_as).await.ok()?;
    (file.size() as u64 == entry.size_bytes).then(|| Source { file, stored_as: Some(entry.stored_as.clone()) })
}

/// Stores the files of a board; afterwards it reads from the stored ones. Gives up early once `is_wanted` says no.
pub async fn keep(board: &Board, is_wanted: impl Fn() -> bool) -> Result<(), NotStored> {
    let folder = folder(true).await?;
    let lock = writer(&folder, LOCK).await?;
    let kept = keep_locked(&folder, board, is_wanted).await;
    lock.close();
    kept
}

async fn keep_locked(folder: &FileSystemDirectoryHandle, board: &Board, is_wanted: impl Fn() -> bool) -> Result<(), NotStored> {
    let in_force = in_force(folder).await;
    let sequence = in_force.as_ref().map_or(0, |manifest| manifest.sequence + 1);
    let mut files = Vec::new();
    let mut outcome = Ok(());
    for (index, original) in board.originals.iter().enumerate() {
        let Some(source) = board.source(index) else { continue };
        let stored_as = source.stored_as.clone().unwrap_or_else(|| format!("{}.{sequence}.{index}", original.hash));
        if source.stored_as.is_none() {
            outcome = copy(folder, &source.file, &stored_as, &is_wanted).await;
        }
        if outcome.is_err() {
            break;
        }
        let Original { name, size, hash, mapping } = original.clone();
        files.push(Entry { name, size_bytes: size, hash, mapping, stored_as });
    }
    let manifest = Manifest { sequence, files };
    if outcome.is_ok() {
        // The page begins with them before it is known whose they are. Where there is none, there is nothing to remove.
        for name in LastReport::NAMES {
            let _ = JsFuture::from(folder.remove_entry(name)).await;
        }
        outcome = write_manifest(folder, &manifest).await.map_err(NotStored::from);
    }
    if let Err(refused) = outcome {
        let named = in_force.map_or_else(Vec::new, |manifest| manifest.files);
        // The reason to report is the first one; what cannot be removed now is removed the next time.
        let _ = sweep(folder, &named).await;
        return Err(refused);
    }
    let mut sources = Vec::new();
    for Entry { stored_as, .. } in &manifest.files {
        sources.push(Source { file: stored_file(folder, stored_as).await?, stored_as: Some(stored_as.clone()) });
    }
    board.read_from(sources);
    // All is kept; leftovers only cost room until the next time, and without columns the files are read.
    let _ = sweep(folder, &manifest.files).await;
    let _ = keep_columns(folder, board).await;
    Ok(())
}

async fn keep_columns(folder: &FileSystemDirectoryHandle, board: &Board) -> Result<(), JsValue> {
    let handle = Handle(writer(folder, COLUMNS).await?);
    handle.0.truncate_with_u32(0)?;
    let written = board.imported.keep(&board.key, BufWriter::with_capacity(BUFFER, &handle));
    written.map_err(|error| JsValue::from_str(&error.to_string()))
}

/// What was made of the files under this key; `None` where it is not kept, damaged, of another key, or held by another tab.
pub async fn columns(key: &str) -> Option<Imported> {
    let folder = folder(false).await.ok()?;
    Imported::kept(key, BufReader::with_capacity(BUFFER, &open_copy(&folder, COLUMNS).await?)).ok()
}

async fn open_copy(folder: &FileSystemDirectoryHandle, name: &str) -> Option<Handle> {
    let handle: FileSystemFileHandle = settled(folder.get_file_handle(name)).await.ok()?;
    settled(handle.create_sync_access_handle()).await.ok().map(Handle)
}

/// The last reports of the board of this key, in their places; none as of [`columns`], and where no columns are kept: a board that is shown
/// must be open soon.
pub async fn last_reports(key: &str) -> LastReports {
    let mut found = LastReports::default();
    let Ok(folder) = folder(false).await else { return found };
    if settled::<FileSystemFileHandle>(folder.get_file_handle(COLUMNS)).await.is_ok() {
        for (name, found) in LastReport::NAMES.into_iter().zip(&mut found) {
            let Some(copy) = open_copy(&folder, name).await else { continue };
            *found = LastReport::read(BufReader::new(&copy)).ok().filter(|last| last.board == key);
        }
    }
    found
}

/// Without it the next visit counts the report again: that it could not be written is no trouble. Where nothing is kept, nothing is.
pub async fn keep_last_report(name: &str, last: &LastReport) {
    let write = async || {
        let handle = Handle(writer(&folder(false).await?, name).await?);
        handle.0.truncate_with_u32(0)?;
        last.write(BufWriter::new(&handle)).map_err(|error| JsValue::from_str(&error.to_string()))
    };
    drop::<Result<(), JsValue>>(write().await);
}

/// An open file, closed when it goes.
struct Handle(FileSystemSyncAccessHandle);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn failed(error: JsValue) -> io::Error {
    io::Error::other(browser::describe(&error))
}

impl Write for &Handle {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_with_u8_array(bytes).map(|length| length as usize).map_err(failed)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(failed)
    }
}

impl Read for &Handle {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read_with_u8_array(into).map(|length| length as usize).map_err(failed)
    }
}

/// Removes everything. Nothing there is no error.
pub async fn forget() -> Result<(), String> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    let Ok(root) = root().await else { return Ok(()) };
    match JsFuture::from(root.remove_entry_with_options(KEPT_FOLDER, &options)).await {
        Err(error) if !is_not_found(&error) => Err(browser::describe(&error)),
        _ => Ok(()),
    }
}

fn is_not_found(error: &JsValue) -> bool {
    Reflect::get(error, &"name".into()).is_ok_and(|name| name == "NotFoundError")
}

async fn root() -> Result<FileSystemDirectoryHandle, JsValue> {
    let navigator = browser::scope().navigator();
    // Outside a secure context the property is missing, and calling it would throw past Rust.
    if Reflect::get(&navigator, &"storage".into())?.is_undefined() {
        return Err(JsValue::from_str("no private file system here"));
    }
    settled(navigator.storage().get_directory()).await
}

async fn folder(create: bool) -> Result<FileSystemDirectoryHandle, JsValue> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(create);
    settled(root().await?.get_directory_handle_with_options(KEPT_FOLDER, &options)).await
}

async fn stored_file(folder: &FileSystemDirectoryHandle, name: &str) -> Result<File, JsValue> {
    let handle: FileSystemFileHandle = settled(folder.get_file_handle(name)).await?;
    settled(handle.get_file()).await
}

async fn writer(folder: &FileSystemDirectoryHandle, name: &str) -> Result<FileSystemSyncAccessHandle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle: FileSystemFileHandle = settled(folder.get_file_handle_with_options(name, &options)).await?;
    settled(handle.create_sync_access_handle()).await
}

async fn copy(folder: &FileSystemDirectoryHandle, file: &File, name: &str, is_wanted: impl Fn() -> bool) -> Result<(), NotStored> {
    let writer = writer(folder, name).await?;
    let copied = copy_slices(&writer, file, is_wanted).await;
    writer.close();
    copied
}

async fn copy_slices(writer: &FileSystemSyncAccessHandle, file: &File, is_wanted: impl Fn() -> bool) -> Result<(), NotStored> {
    writer.truncate_with_u32(0)?;
    let size = file.size() as u64;
    let mut at = 0;
    while at < size {
        let bytes = browser::bytes_of(browser::slice(file, at, at + SLICE_BYTES)?).await?;
        if !is_wanted() {
            return Err(NotStored::Overtaken);
        }
        let length = u64::from(bytes.length());
        if length == 0 || writer.write_with_js_u8_array(&bytes)? as u64 != length {
            return Err(NotStored::Refused(format!("{at} of {size} bytes written")));
        }
        at += length;
    }
    Ok(writer.flush()?)
}

async fn in_force(folder: &FileSystemDirectoryHandle) -> Option<Manifest> {
    let mut best: Option<Manifest> = None;
    for name in MANIFESTS {
        // A manifest that is missing, cut short or of a later version is none.
        if let Some(manifest) = read_manifest(folder, name).await
            && best.as_ref().is_none_or(|best| best.sequence < manifest.sequence)
        {
            best = Some(manifest);
        }
    }
    best
}

async fn read_manifest(folder: &FileSystemDirectoryHandle, name: &str) -> Option<Manifest> {
    let file = stored_file(folder, name).await.ok()?;
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    MANIFEST.open(&text).ok()
}

async fn write_manifest(folder: &FileSystemDirectoryHandle, manifest: &Manifest) -> Result<(), JsValue> {
    let text = MANIFEST.seal(browser::now_unix(), manifest);
    let writer = writer(folder, MANIFESTS[(manifest.sequence % 2) as usize]).await?;
    let write = || {
        writer.truncate_with_u32(0)?;
        if writer.write_with_u8_array(text.as_bytes())? as usize != text.len() {
            return Err(JsValue::from_str("the list of files was not written whole"));
        }
        writer.flush()
    };
    let written = write();
    writer.close();
    written
}

/// Removes the contents that `named` does not name.
async fn sweep(folder: &FileSystemDirectoryHandle, named: &[Entry]) -> Result<(), JsValue> {
    let mut orphans = Vec::new();
    let stored: AsyncIterator = folder.keys();
    loop {
        let next = JsFuture::from(stored.next()?).await?;
        if Reflect::get(&next, &"done".into())?.is_truthy() {
            break;
        }
        let Some(name) = Reflect::get(&next, &"value".into())?.as_string() else { continue };
        if ![LOCK, COLUMNS].contains(&name.as_str())
            && !LastReport::NAMES.contains(&name.as_str())
            && !MANIFESTS.contains(&name.as_str())
            && !named.iter().any(|entry| entry.stored_as == name)
        {
            orphans.push(name);
        }
    }
    let removals: Vec<Promise> = orphans.iter().map(|name| folder.remove_entry(name).unchecked_into()).collect();
    for removal in removals {
        JsFuture::from(removal).await?;
    }
    Ok(())
}
