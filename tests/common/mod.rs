//! Where the real exports lie, and how tests read files through the library's public door.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::path::PathBuf;

use handoff::{
    agreement::Workspace,
    import::{FileMapping, Imported, Proposal, Reader, assemble, sniff},
    time::Zone,
};

/// The folder of real exports (`HANDOFF_DATA`, or `../shared/data` beside the repository); `None` where it is absent.
pub fn data() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("HANDOFF_DATA").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        Some(folder)
    } else {
        eprintln!("skipped: no folder of real exports");
        None
    }
}

pub fn sniffed(name: &str, bytes: &[u8]) -> Proposal {
    let head = &bytes[..bytes.len().min(handoff::import::HEAD_BYTES)];
    sniff(name, bytes.len() as u64, head, &[]).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

/// Reads files as detected, in pieces of `piece` bytes.
pub fn import_pieces(files: &[(&str, &[u8])], piece: usize) -> Imported {
    let mappings: Vec<FileMapping> = files.iter().map(|(name, bytes)| sniffed(name, bytes).mapping).collect();
    import_mapped(files, &mappings, piece)
}

pub fn import_mapped(files: &[(&str, &[u8])], mappings: &[FileMapping], piece: usize) -> Imported {
    let workspace = Workspace::default();
    let tables = files
        .iter()
        .zip(mappings)
        .enumerate()
        .map(|(index, ((name, bytes), mapping))| {
            let mut reader = Reader::new(index as u16, name, mapping, &Zone::utc());
            bytes.chunks(piece.max(1)).for_each(|piece| reader.push(piece));
            reader.finish()
        })
        .collect();
    let imported = assemble(tables, &workspace);
    for file in &imported.files {
        assert_eq!(file.rows_read, file.rows_kept + file.rows_merged + file.rows_left_out, "{}: every row is accounted for", file.name);
    }
    imported
}

pub fn import(files: &[(&str, &[u8])]) -> Imported {
    import_pieces(files, 1 << 16)
}

/// Gathers what is not as expected, and says all of it at the end of the test.
#[derive(Default)]
pub struct Stories {
    wrong: Vec<String>,
}

impl Stories {
    pub fn same<T: PartialEq + std::fmt::Debug>(&mut self, story: &str, found: &T, expected: &T) {
        if found != expected {
            self.wrong.push(format!("{story}\n      found {found:?}\n   expected {expected:?}"));
        }
    }
}

impl Drop for Stories {
    fn drop(&mut self) {
        assert!(std::thread::panicking() || self.wrong.is_empty(), "{} not as expected:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}
