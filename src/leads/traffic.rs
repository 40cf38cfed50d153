//! Traffic: visitors of the web site as counts. Visitors are not leads and have no rows of their own.

use super::{Category, Instants, Place};

/// One row per day, source and campaign as the export has them, all columns of the same length; `None` where no export has the column.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    pub len: usize,
    pub day: Instants,
    pub source: Option<Category>,
    pub campaign: Option<Category>,
    /// Visitors, or sessions where the export counts only those; 0 where the row has no readable number.
    pub visitors: Vec<u32>,
    pub places: Vec<Place>,
}
