//! What the teams hold true about money and about when the agreement took force: margin, lifetime, costs that no file has, marked days.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Team, working_calendar::iso_day};
use crate::{leads::SpendCategory, time::Day};

/// What a return on investment is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnBasis {
    #[default]
    Revenue,
    /// Revenue × [`Economics::gross_margin`].
    GrossMargin,
}

/// A cost of one month that was typed in, beside what the files of spend have.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct TypedCost {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    pub team: Team,
    pub category: SpendCategory,
    /// Whole currency units.
    pub amount: f64,
}

/// Each `None` until known: without it the figures that need it are missing, never guessed.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Economics {
    pub return_on: ReturnBasis,
    /// 0..=1 of revenue.
    pub gross_margin: Option<f64>,
    /// Months that the amount of a won deal pays for: 12 for a yearly contract.
    pub contract_months: Option<f64>,
    /// Months a customer stays.
    pub lifetime_months: Option<f64>,
    /// Share of customers lost a month, 0..=1; lifetime is 1 / churn where [`Economics::lifetime_months`] is not given.
    pub monthly_churn: Option<f64>,
    /// Customers are set against the investment of one median sales cycle before them.
    pub lag_cac: bool,
    pub costs: Vec<TypedCost>,
}

impl Economics {
    /// How long a customer stays, in months.
    pub fn lifetime(&self) -> Option<f64> {
        self.lifetime_months.or_else(|| self.monthly_churn.filter(|churn| *churn > 0.0).map(|churn| 1.0 / churn))
    }
}

/// A day that charts over time mark: a campaign's start, a new price.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct MarkedDay {
    /// ISO (Gregorian) date.
    pub date: String,
    pub name: String,
}

impl MarkedDay {
    /// `None` when the text is no date.
    pub fn day(&self) -> Option<Day> {
        iso_day(&self.date)
    }
}
