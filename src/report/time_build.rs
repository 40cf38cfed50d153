//! Cohorts, curves, conventions and the pipeline in the report. Counts nothing itself.

use super::{RecordsOf, Report, scene::Scene};

/// Fills the parts of the report that are about time, and says what is missing for those that are not there.
pub(super) fn fill(_scene: &Scene, _report: &mut Report) {}

/// Leads created in a span or month, or the customers among them.
pub(super) fn lead_rows(_scene: &Scene, _of: &RecordsOf) -> Vec<u32> {
    Vec::new()
}

/// Open deals of the pipeline.
pub(super) fn deal_rows(_scene: &Scene, _of: &RecordsOf) -> Vec<u32> {
    Vec::new()
}
