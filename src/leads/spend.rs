//! Spend: what marketing and sales cost, as it was booked. No rates and no allocation to leads in here.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Category, Instants, Place};
use crate::raw;

/// What the money was for, whatever the books call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum SpendCategory {
    Salaries,
    Commissions,
    Advertising,
    Tools,
    Events,
    Content,
    #[default]
    Other,
}

impl SpendCategory {
    pub const ALL: [Self; 7] =
        [Self::Salaries, Self::Commissions, Self::Advertising, Self::Tools, Self::Events, Self::Content, Self::Other];

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One row per booking in the order of the files, all columns of the same length; `None` where no export has the column.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Spend {
    pub len: usize,
    /// The day it was booked on; the first day of a month that was given without a day.
    pub at: Instants,
    /// Minor units of [`super::Dataset::currency`]; [`super::NO_AMOUNT`] where the row has none, or in another currency.
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub amount_minor: Vec<i64>,
    pub category: Vec<SpendCategory>,
    /// The team whose cost it is, as the export spells it.
    pub team: Option<Category>,
    pub source: Option<Category>,
    pub campaign: Option<Category>,
    pub places: Vec<Place>,
}
