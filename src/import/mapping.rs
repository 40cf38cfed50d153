//! How a file is read: what was detected, and what a person corrected. The JSON of [`FileMapping`] is a public format.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Field, Kind};
use crate::{
    leads::{DealState, Status},
    workbook::WorkbookRefused,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1250,
    Windows1251,
    Windows1252,
    Windows1256,
    Koi8R,
}

impl Encoding {
    pub const ALL: [Self; 8] =
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1250, Self::Windows1251, Self::Windows1252, Self::Windows1256, Self::Koi8R];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

impl Delimiter {
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];
}

/// What encloses a field that holds a delimiter or a line break. A mapping's file spells it as the character itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub enum Quote {
    #[serde(rename = "\"")]
    Double,
    #[serde(rename = "'")]
    Single,
}

impl Quote {
    pub const ALL: [Self; 2] = [Self::Double, Self::Single];

    pub const fn character(self) -> char {
        match self {
            Self::Double => '"',
            Self::Single => '\'',
        }
    }
}

/// What a person decided against the proposal before it was made; `None` leaves it to the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Overrides {
    pub encoding: Option<Encoding>,
    pub delimiter: Option<Delimiter>,
    /// Columns are matched as a file of this kind has them.
    pub kind: Option<Kind>,
    pub quote: Option<Quote>,
    /// Records before the header, or before the first row of a table without one.
    pub header_record: Option<u32>,
    /// The first record is a row already.
    pub headerless: bool,
}

impl Overrides {
    /// These, and where they are silent, those of `earlier`.
    #[must_use]
    pub fn or(self, earlier: Self) -> Self {
        Self {
            encoding: self.encoding.or(earlier.encoding),
            delimiter: self.delimiter.or(earlier.delimiter),
            kind: self.kind.or(earlier.kind),
            quote: self.quote.or(earlier.quote),
            header_record: self.header_record.or(earlier.header_record),
            headerless: self.headerless || earlier.headerless,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Dialect {
    pub delimiter: Delimiter,
    pub quote: Quote,
    /// Quotes inside quoted fields are written `\"` rather than `""`.
    pub backslash_escapes: bool,
    /// Each line is one quoted field that holds the record: a table saved from a single column of a spreadsheet.
    #[serde(default)]
    pub wrapped_lines: bool,
    /// Records before the header (titles, a `sep=` line); they are not data.
    pub header_record: u32,
    /// There is no header: the record in its place is the first row, and columns go by their number.
    #[serde(default)]
    pub headerless: bool,
}

/// The order of the parts of a numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    Ymd,
    Dmy,
    Mdy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecimalMark {
    Point,
    Comma,
}

impl DecimalMark {
    /// The mark that then groups thousands.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// As in the file, after decoding and trimming.
    pub header: String,
    /// `None`: not used, kept with the record.
    pub field: Option<Field>,
    /// Set by a person; otherwise the whole column decides.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    #[serde(default)]
    pub decimal_mark: Option<DecimalMark>,
    /// Serial numbers count days from 1904 on, as old Macs' spreadsheets did; `None`: the other dates of the file decide.
    #[serde(default)]
    pub since_1904: Option<bool>,
}

/// What a stage or status value of the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Meaning {
    Lead(Status),
    Deal(DealState),
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ValueMapping {
    /// Header of the status column.
    pub header: String,
    pub raw: String,
    pub meaning: Meaning,
}

/// Everything needed to read a file of this shape again without a question.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct FileMapping {
    pub kind: Kind,
    pub encoding: Encoding,
    pub dialect: Dialect,
    pub columns: Vec<ColumnMapping>,
    /// Corrections a person made; values not listed are matched by their words.
    #[serde(default)]
    pub values: Vec<ValueMapping>,
    /// What a person decided against the first proposal; a file of this shape is then looked at in the same way.
    #[serde(default)]
    pub corrected: Overrides,
}

impl FileMapping {
    /// A name for "files like this one": a hash of the headers in order, as hex.
    pub fn shape(&self) -> String {
        let hash = self
            .columns
            .iter()
            .flat_map(|column| column.header.bytes().chain([0]))
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{hash:016x}")
    }

    /// Whether anything can be taken from the table: a cost list needs amounts, a lookup table needs something to look up.
    pub fn is_used(&self) -> bool {
        let has = |field: Field| self.column_of(field).is_some();
        let categories = || self.columns.iter().filter(|column| matches!(column.field, Some(Field::Category(_)))).count();
        match self.kind {
            Kind::Leads | Kind::Deals | Kind::Activities => true,
            Kind::Spend => has(Field::Amount),
            Kind::Traffic => has(Field::Visitors),
            Kind::Accounts => (has(Field::Company) || has(Field::Domain)) && categories() > 0,
            Kind::Campaigns | Kind::Lookup => categories() > 1 || (has(Field::LookupId) && (has(Field::Name) || categories() > 0)),
        }
    }

    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == Some(field))
    }
}

/// How sure the match of a column is, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// No field was proposed.
    None,
    /// The header resembles a known spelling, or the values look right.
    Guess,
    /// The header is a known spelling.
    Sure,
}

/// What sniffing the head of a file found: the mapping to confirm, with what a person needs to judge it.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Proposal {
    pub file_name: String,
    pub size_bytes: u64,
    pub mapping: FileMapping,
    /// The CRM the headers belong to ("`HubSpot` contacts"), when they are known.
    pub system: Option<String>,
    /// By column: how sure, and up to five different values from the head of the file.
    pub confidence: Vec<Confidence>,
    pub samples: Vec<Vec<String>>,
}

/// Why a file is no table. Worded where it is shown.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotATable {
    Empty,
    /// A ZIP container: an Excel workbook or another office file, whatever its name says.
    ExcelOrZip,
    /// The old binary Excel format.
    OldExcel,
    Html,
    Pdf,
    Image,
    /// Compressed (gzip) text or data.
    Gzip,
    Json,
    /// Control bytes no text has.
    Binary,
    /// Text, but no line that could be a header over at least one row.
    NoHeader,
    /// A workbook that was opened and is not read. Looking at a head does not find this.
    Workbook(WorkbookRefused),
}
