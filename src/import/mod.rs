//! Exports in, columns out: decode → sniff → match columns → read values → leads, deals and what is counted beside them.
//!
//! Messy input is data, not failure: every doubt becomes an [`Issue`] with file, row and column, and reading goes on. Only a file
//! that is no table at all is refused ([`NotATable`]). Bytes are pushed in pieces of any size; where a piece ends never
//! changes the result. There is no I/O here: who calls decides where bytes come from.

mod activity_words;
mod assemble;
mod batch;
mod clock;
mod content_hash;
mod date_column;
mod dates;
mod decode;
mod detect;
mod encoding_tables;
mod field;
mod headers;
mod issue;
mod kept;
mod keys;
mod kinds;
mod mapping;
mod missing;
mod numbers;
mod preview;
mod reader;
mod reading;
mod record;
mod rows;
mod scan;
mod sniff;
mod source;
mod statuses;
mod summary;
mod synonyms;
mod table;
mod text;
mod tokenize;
mod understand;
mod value_columns;

pub use activity_words::{says_any, says_contact, says_incoming, says_not_done};
pub use assemble::{Imported, ListColumns, Listed, assemble, lists};
pub use content_hash::ContentHash;
pub use field::{Field, Kind};
pub use issue::{Issue, IssueGroup, IssueKind, Issues};
pub use kept::key as kept_key;
pub use keys::{Key, KeyChoice, KeyReason, Keys, NoCommonKey};
pub use mapping::{
    ColumnMapping, Confidence, DateOrder, DecimalMark, Delimiter, Dialect, Encoding, FileMapping, Meaning, NotATable, Overrides, Proposal,
    Quote, ValueMapping,
};
pub(crate) use missing::is_unknown;
pub use preview::{Preview, preview};
pub use reader::{Reader, likely_start};
pub use reading::{CellSeen, CellValue, ColumnReading, ReadAs, Reading, ReadingSample, ReasonSeen, Understood};
pub use sniff::{HEAD_BYTES, sniff, sniff_with};
pub use source::SourceFile;
pub use summary::{FileSummary, IssueCount, ValueSeen};
pub use table::Table;
pub use understand::understand;
