//! One filter + one agreement + one as-of → a [`Report`]: plain, versioned, serialisable; and the records behind its numbers.
//!
//! The field names of the JSON are a public format (`docs/report.md`): fields are added, never renamed.

mod query;
mod types;

pub use query::{Compare, FilterTerm, PeriodChoice, Query, RecordsOf};
pub use types::*;
