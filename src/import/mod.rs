//! Exports in, columns out: decode → sniff → match columns → read values → leads and deals.
//!
//! Messy input is data, not failure: every doubt becomes an [`Issue`] with file, row and column, and reading goes on. Only a file
//! that is no table at all is refused ([`NotATable`]). Bytes are pushed in pieces of any size; where a piece ends never
//! changes the result. There is no I/O here: who calls decides where bytes come from.

mod field;
mod issue;
mod mapping;
mod summary;

pub use field::{Field, Kind};
pub use issue::{Issue, IssueGroup, IssueKind, Issues};
pub use mapping::{
    ColumnMapping, Confidence, DateOrder, DecimalMark, Delimiter, Dialect, Encoding, FileMapping, Meaning, NotATable, Proposal,
    ValueMapping,
};
pub use summary::{FileSummary, IssueCount, ValueSeen};
