//! Traffic: visitors of the web site as counts. Visitors are not leads and have no rows of their own.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Category, Instants, Place};
use crate::raw;

/// One row per day, source and campaign as the export has them, all columns of the same length; `None` where no export has the column.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Traffic {
    pub len: usize,
    pub day: Instants,
    pub source: Option<Category>,
    pub campaign: Option<Category>,
    /// Visitors, or sessions where the export counts only those; 0 where the row has no readable number.
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub visitors: Vec<u32>,
    pub places: Vec<Place>,
}
