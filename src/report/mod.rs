//! One filter + one agreement + one as-of → a [`Report`]: plain, versioned, serialisable; and the records behind its numbers.
//!
//! The field names of the JSON are a public format (`docs/report.md`): fields are added, never renamed. Nothing is counted in
//! here: [`crate::metrics`] counts, this module decides what is asked and puts the answers side by side.

mod address;
mod build;
mod cohorts;
mod content;
mod follow_up;
mod gap_build;
mod known;
mod lead;
mod money_build;
mod months;
mod promises;
mod query;
mod records;
mod returns;
mod scene;
mod score_bench;
mod score_build;
mod scoring;
mod sides;
mod time_build;
mod types;

pub use address::{address_pairs, read_address_pair};
pub use build::{Before, board_report, report, report_with};
pub use cohorts::*;
pub use content::{AssetUse, ContentUse, content_use};
pub use follow_up::*;
pub use known::KnownLeads;
pub use lead::{LeadStory, StoryEvent, StoryLine, lead_story};
pub use months::*;
pub use promises::*;
pub use query::{AgreementCell, ChecklistAnswer, Compare, FilterTerm, Parts, PeriodChoice, Query, RecordsOf, ValueChoice};
pub use records::{RecordSet, RecordTable, filter_values, outcomes_of, records, records_with};
pub use returns::*;
pub(crate) use scene::Scene;
pub use score_bench::{QuickScore, ScoreBench};
pub use score_build::{suggested_points, why_of};
pub use scoring::*;
pub use sides::{criteria_of, lead_clock};
pub use types::*;
