//! The files a person has dropped or opened again, and looks at their heads. It reads no file in full.

use handoff::{
    import::{self, FileMapping, HEAD_BYTES, Overrides},
    protocol::{Failure, SniffedFile},
};
use wasm_bindgen::JsValue;
use web_sys::File;

use crate::{
    board::{Original, Source},
    browser,
};

/// The files whose mapping is being confirmed.
#[derive(Clone)]
pub enum Sniffed {
    New(Vec<File>),
    /// A kept file, by its index.
    Kept {
        index: usize,
        original: Original,
        source: Source,
    },
}

impl Default for Sniffed {
    fn default() -> Self {
        Self::New(Vec::new())
    }
}

impl Sniffed {
    /// The file's own name, which a stored one does not go by.
    pub fn get(&self, index: u32) -> Option<(&File, String)> {
        match self {
            Self::New(files) => files.get(index as usize).map(|file| (file, file.name())),
            Self::Kept { original, source, .. } => (index == 0).then(|| (&source.file, original.name.clone())),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::New(files) => files.len(),
            Self::Kept { .. } => 1,
        }
    }
}

/// The first bytes of a file, enough to see how it is read.
pub async fn head(file: &File, name: &str) -> Result<Vec<u8>, Failure> {
    let unreadable = |_: JsValue| Failure::FileUnreadable { name: name.to_owned() };
    let head = browser::slice(file, 0, HEAD_BYTES as u64).map_err(unreadable)?;
    Ok(browser::bytes_of(head).await.map_err(unreadable)?.to_vec())
}

pub async fn sniff(file: &File, name: String, known: &[FileMapping], overrides: &Overrides) -> Result<SniffedFile, Failure> {
    let head = head(file, &name).await?;
    Ok(match import::sniff_with(&name, file.size() as u64, &head, known, overrides) {
        Ok(proposal) => SniffedFile::Table(Box::new(proposal)),
        Err(why) => SniffedFile::Refused { file_name: name, why },
    })
}
