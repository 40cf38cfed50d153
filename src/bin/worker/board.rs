//! What an import left: the columns, where its files are, and what became of them. It computes nothing.

use std::cell::RefCell;

use handoff::{
    agreement::Workspace,
    import::{FileMapping, Imported, kept_key},
    protocol::{BoardInfo, Checked, KeptFile},
    report::KnownLeads,
    time::Zone,
};
use web_sys::File;

/// A file of a board as it came in.
#[derive(Clone)]
pub struct Original {
    pub name: String,
    pub size: u64,
    /// See [`handoff::import::ContentHash`].
    pub hash: String,
    pub mapping: FileMapping,
}

impl Original {
    pub fn is_same(&self, other: &Self) -> bool {
        self.hash == other.hash && self.size == other.size && self.mapping == other.mapping
    }

    pub fn kept(&self) -> KeptFile {
        KeptFile { name: self.name.clone(), size_bytes: self.size, mapping: self.mapping.clone() }
    }
}

/// Where the bytes of a file are.
#[derive(Clone)]
pub struct Source {
    pub file: File,
    /// Its name in the store, when it is read from there.
    pub stored_as: Option<String>,
}

pub struct Board {
    pub imported: Imported,
    /// By the file index of the import, as are the sources.
    pub originals: Vec<Original>,
    /// Where records are read again. First the page's files; once stored, the stored ones, which nobody can move or edit.
    sources: RefCell<Vec<Source>>,
    pub sample: bool,
    /// From its files, not from columns kept.
    pub is_read: bool,
    /// See [`handoff::import::kept_key`].
    pub key: String,
    /// What its reports have learned of its leads.
    pub known: KnownLeads,
}

impl Board {
    /// A board read from its files.
    pub const fn new(imported: Imported, originals: Vec<Original>, sources: Vec<Source>, sample: bool, key: String) -> Self {
        Self { imported, originals, sources: RefCell::new(sources), sample, is_read: true, key, known: KnownLeads::new() }
    }

    /// A board from the columns kept of its files.
    pub fn reopened(imported: Imported, originals: Vec<Original>, sources: Vec<Source>, key: String) -> Self {
        Self { is_read: false, ..Self::new(imported, originals, sources, false, key) }
    }

    /// All its files are in the store.
    pub fn is_stored(&self) -> bool {
        self.sources.borrow().iter().all(|source| source.stored_as.is_some())
    }

    pub fn source(&self, index: usize) -> Option<Source> {
        self.sources.borrow().get(index).cloned()
    }

    pub fn read_from(&self, sources: Vec<Source>) {
        *self.sources.borrow_mut() = sources;
    }

    /// Bytes of its files together.
    pub fn size(&self) -> u64 {
        self.originals.iter().map(|original| original.size).sum()
    }

    /// This board's sources for another board of the same files, if all of them are stored.
    pub fn stored_sources_of(&self, other: &Self) -> Option<Vec<Source>> {
        let sources = self.sources.borrow();
        let source_of = |file: &Original| {
            let index = self.originals.iter().position(|original| original.is_same(file))?;
            sources.get(index).filter(|source| source.stored_as.is_some()).cloned()
        };
        other.originals.iter().map(source_of).collect()
    }

    pub fn info(&self) -> BoardInfo {
        BoardInfo {
            sample: self.sample,
            leads: self.imported.dataset.leads.len as u64,
            deals: self.imported.dataset.deals.len as u64,
            files: self.imported.files.clone(),
        }
    }

    pub fn checked(&self, file_of_sniffed: Vec<Option<u16>>, unchanged: bool) -> Checked {
        Checked {
            files: self.imported.files.clone(),
            leads: self.imported.dataset.leads.len as u64,
            deals: self.imported.dataset.deals.len as u64,
            deals_joined: self.imported.deals_joined,
            issues: self.imported.issues.groups().collect(),
            values: self.imported.values.clone(),
            readings: self.imported.readings.clone(),
            reasons: self.imported.reasons.clone(),
            file_of_sniffed,
            unchanged,
        }
    }
}

/// The key under which the columns of these files are kept.
pub fn key(originals: &[Original], workspace: &Workspace, zone: &Zone) -> String {
    kept_key(originals.iter().map(|original| (original.hash.as_str(), &original.mapping)), workspace, zone)
}

/// Both lists hold the same files with the same mappings, in whatever order.
pub fn are_same(one: &[Original], two: &[Original]) -> bool {
    one.len() == two.len()
        && one
            .iter()
            .all(|file| one.iter().filter(|other| other.is_same(file)).count() == two.iter().filter(|other| other.is_same(file)).count())
}
