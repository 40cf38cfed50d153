//! Everything a team keeps, as one document: to be saved, opened again, and made one with another's. Reading and writing the file is
//! `share`'s business, and hiding what is in it is not this module's.

pub mod base64;
mod conflict;
mod merge;
mod tree;

pub use conflict::{Choice, Conflict, Merged, Part, Summary, Tally};
pub use merge::{merge, resolve};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Assets, Meetings, Snapshots, Views};
use crate::{
    agreement::{Agreement, Ledger},
    import::FileMapping,
};

/// Bytes of imported files a backup takes along, all together. In base64 this is two thirds of the longest text a browser can hold.
pub const MOST_FILE_BYTES: u64 = 256 << 20;

#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Workspace {
    /// Unix seconds.
    pub made_at: i64,
    pub agreement: Agreement,
    pub ledger: Ledger,
    /// One for each shape of file.
    pub mappings: Vec<FileMapping>,
    pub meetings: Meetings,
    pub assets: Assets,
    pub views: Views,
    pub snapshots: Snapshots,
    /// Language and appearance, as the page keeps them; empty where nobody has chosen.
    pub settings: String,
    /// The imported files; empty where they were left out.
    pub files: Vec<WorkspaceFile>,
}

/// An imported file as it came in.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct WorkspaceFile {
    pub name: String,
    pub mapping: FileMapping,
    pub size_bytes: u64,
    /// Of its bytes, as the store names it: files of one hash are one file.
    pub hash: String,
    /// In base64. Empty where only what there is is told, and the bytes are elsewhere.
    #[serde(default)]
    pub bytes: String,
}

impl WorkspaceFile {
    /// Without its bytes.
    #[must_use]
    pub fn named(&self) -> Self {
        Self {
            name: self.name.clone(),
            mapping: self.mapping.clone(),
            size_bytes: self.size_bytes,
            hash: self.hash.clone(),
            bytes: String::new(),
        }
    }
}

impl Workspace {
    /// Takes the bytes of all files out.
    pub fn strip(&mut self) {
        self.files.iter_mut().for_each(|file| file.bytes = String::new());
    }
}
