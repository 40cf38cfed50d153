//! A workbook becomes text: each sheet of an XLSX file is written as CSV, which then goes the way of every other file. Nothing is
//! matched, counted or guessed here, and the old formats (.xls, .xlsb, .ods) are named but not read. And a table becomes a workbook again.
//!
//! The text is canonical: the same workbook gives the same bytes. Row N of a sheet is line N of its text and column C is field C, so
//! that an issue's place is the place in the sheet. For that a line break inside a cell becomes a space.
//!
//! The reader is calamine. It trusts what a file says of itself, so [`bounds`] looks first. Built for the command line and, by the
//! feature `workbook`, for the worker of that name: neither the page nor its main worker holds it.

#[cfg(any(feature = "workbook", not(target_arch = "wasm32")))]
mod bounds;
#[cfg(any(feature = "workbook", not(target_arch = "wasm32")))]
mod cells;
#[cfg(any(feature = "workbook", not(target_arch = "wasm32")))]
mod sheets;
#[cfg(any(feature = "workbook", not(target_arch = "wasm32")))]
mod write;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

#[cfg(any(feature = "workbook", not(target_arch = "wasm32")))]
pub use sheets::{read, read_within};
#[cfg(any(feature = "workbook", not(target_arch = "wasm32")))]
pub use write::{archive, of_csv};

/// What all parts of a workbook may unpack to, and separately what its sheets may come to as text. A sheet of Excel's full million
/// rows by 15 columns unpacks to about 0.7 GiB; twice this would not fit into a browser's 4 GiB beside its texts.
pub const LARGEST_BYTES: u64 = 1 << 30;

/// How many bytes tell whether a file is to be opened as a workbook.
pub const SIGNATURE_BYTES: usize = 8;

/// The bytes of an old Office file, and of an encrypted new one.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A workbook as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workbook {
    /// The visible sheets with any cell, in their order; at least one.
    pub sheets: Vec<Sheet>,
    /// The names of sheets that have cells or not, but that nobody sees who opens the workbook: they are not read.
    pub hidden: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// UTF-8, comma, doubled quotes, LF.
    pub csv: Vec<u8>,
    /// Cells that show an error (`#N/A`) or whose value cannot be read: they are empty in the text.
    pub error_cells: u64,
}

/// Why a file that begins like a workbook is not read. Worded where it is shown.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub enum WorkbookRefused {
    /// The binary format of before 2007 (.xls).
    OldExcel,
    /// The binary format of today (.xlsb).
    ExcelBinary,
    /// A spreadsheet of `LibreOffice` (.ods).
    OpenDocument,
    /// Protected by a password.
    Encrypted,
    /// A ZIP file of something else.
    NotAWorkbook,
    /// Its parts unpack to more than [`LARGEST_BYTES`], or its sheets are longer than that as text.
    TooLarge,
    /// It unpacks to so many times its size, or has so many parts, that it was made to exhaust whoever opens it.
    Bomb,
    /// `part` is the sheet or the part of the file that cannot be read, where one is to blame.
    Damaged { part: Option<String> },
    /// No visible sheet has a cell.
    Empty,
}

/// Whether a file with this beginning is one for [`read`], be it to be refused. Its name is of no matter.
pub fn begins_like_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(OLE)
}

/// The name under which a sheet goes on: `leads.xlsx › March`.
pub fn sheet_file_name(file: &str, sheet: &str) -> String {
    format!("{file} › {sheet}")
}
