//! Money in the report: investment and what it brought, and whose campaign it was. Counts nothing itself.

use super::{RecordsOf, Report, scene::Scene};

/// Fills the parts of the report that are about return and attribution, and says what is missing for those that are not there.
pub(super) fn fill(_scene: &Scene, _report: &mut Report) {}

/// Deals won in a span, or touched by a campaign or source.
pub(super) fn deal_rows(_scene: &Scene, _of: &RecordsOf) -> Vec<u32> {
    Vec::new()
}

/// Bookings of a span.
pub(super) fn spend_rows(_scene: &Scene, _of: &RecordsOf) -> Vec<u32> {
    Vec::new()
}
