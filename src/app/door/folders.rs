//! What lies in a dropped or chosen folder: its tables, however deep, and the names of what is passed over. Reads no content.

use handoff::order::sort_few;
use std::future::Future;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry, HtmlInputElement,
};

use super::files;

/// More files than a board is ever made of: a whole disk dropped by mistake ends here.
const MAX_FILES: usize = 500;
const TABLES: [&str; 8] = ["csv", "tsv", "tab", "txt", "psv", "xlsx", "xlsm", "xls"];

/// What was found in folders.
#[derive(Default)]
pub struct Found {
    pub files: Vec<File>,
    /// Names of hidden files and of what cannot be a table.
    pub skipped: Vec<String>,
}

impl Found {
    /// Takes a file of a folder, or only its name. `path` is relative to the folder.
    fn add(&mut self, path: &str, file: File) {
        let is_hidden = path.split('/').any(is_hidden);
        let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let is_table = extension.is_some_and(|extension| TABLES.contains(&extension.as_str()));
        if is_hidden || !is_table || self.files.len() >= MAX_FILES {
            self.skipped.push(path.to_owned());
            return;
        }
        // Under its path, or files of one name in two folders could not be told apart. Without it, the bytes are still right.
        let named = path.contains('/').then(|| File::new_with_blob_sequence(&Array::of1(&file), path).ok()).flatten();
        self.files.push(named.unwrap_or(file));
    }
}

fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '~']) || name == "__MACOSX" || name.eq_ignore_ascii_case("thumbs.db") || name.eq_ignore_ascii_case("desktop.ini")
}

/// The files of a drop, folders opened. The drop itself is only readable now, its folders later.
pub fn dropped(transfer: &DataTransfer) -> impl Future<Output = Found> + 'static {
    let items = transfer.items();
    let entry = |index| items.get(index)?.webkit_get_as_entry().ok().flatten();
    let folders: Vec<FileSystemEntry> = (0..items.length()).filter_map(entry).filter(FileSystemEntry::is_directory).collect();
    let mut found = Found::default();
    if folders.is_empty() {
        found.files = files::dropped(transfer);
    } else {
        // A folder is in the list of files too, as a file that cannot be read.
        let plain = |index| {
            let item = items.get(index)?;
            let is_folder = item.webkit_get_as_entry().ok().flatten().is_some_and(|entry| entry.is_directory());
            if is_folder { None } else { item.get_as_file().ok().flatten() }
        };
        found.files = (0..items.length()).filter_map(plain).collect();
    }
    async move {
        for folder in folders {
            walk(folder, &mut found).await;
        }
        found
    }
}

/// A folder's files in order of their paths, breadth first. What cannot be opened is passed over by name.
async fn walk(root: FileSystemEntry, found: &mut Found) {
    let mut waiting = vec![(String::new(), root)];
    let mut files = Vec::new();
    while let Some((path, entry)) = waiting.pop() {
        if entry.is_directory() && !path.split('/').any(is_hidden) && files.len() <= MAX_FILES {
            match children(entry.unchecked_into()).await {
                Ok(children) => waiting.extend(children.into_iter().map(|child| {
                    let name = child.name();
                    (if path.is_empty() { name } else { format!("{path}/{name}") }, child)
                })),
                Err(_) => found.skipped.push(path),
            }
        } else if entry.is_file() {
            files.push((path, entry));
        } else {
            found.skipped.push(path);
        }
    }
    sort_few(&mut files, |(one, _), (two, _)| one.cmp(two));
    for (path, entry) in files {
        let entry: FileSystemFileEntry = entry.unchecked_into();
        let file = Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
        match JsFuture::from(file).await {
            Ok(file) => found.add(&path, file.unchecked_into()),
            Err(_) => found.skipped.push(path),
        }
    }
}

/// A browser gives the entries of a folder by the hundred, until it gives none.
async fn children(folder: FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader: FileSystemDirectoryReader = folder.create_reader();
    let mut children = Vec::new();
    loop {
        let mut refused = Ok(());
        let batch = Promise::new(&mut |resolve, reject| refused = reader.read_entries_with_callback_and_callback(&resolve, &reject));
        refused?;
        let batch: Array = JsFuture::from(batch).await?.unchecked_into();
        if batch.length() == 0 {
            return Ok(children);
        }
        children.extend(batch.iter().map(JsCast::unchecked_into));
    }
}

/// The files of a folder a person chose.
pub fn picked(input: &HtmlInputElement) -> Found {
    let mut files: Vec<(String, File)> = files::picked(input).into_iter().map(|file| (path_of(&file), file)).collect();
    sort_few(&mut files, |(one, _), (two, _)| one.cmp(two));
    let mut found = Found::default();
    for (path, file) in files {
        found.add(&path, file);
    }
    found
}

/// Without the chosen folder's own name.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string()).unwrap_or_default();
    path.split_once('/').map_or_else(|| file.name(), |(_, path)| path.to_owned())
}
