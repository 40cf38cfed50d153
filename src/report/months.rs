//! What single months came to. Types only.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Money;
use crate::leads::Stage;

/// A month that is over, against its goal.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct GoalMonth {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    /// `null` where none was set.
    pub goal: Option<f64>,
    /// In the goal's unit.
    pub actual: f64,
}

impl GoalMonth {
    /// A goal of nothing is not met by nothing.
    pub fn is_met(&self) -> bool {
        self.goal.is_some_and(|goal| goal > 0.0 && self.actual >= goal)
    }
}

/// What one import says of a month, by the dates of the things themselves.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthCounts {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    /// The tracked stages in their order.
    pub entered: Vec<StageEntries>,
    /// Leads that stand turned down at the as-of, since this month.
    pub disqualified: u64,
    pub won_deals: u64,
    /// `null` where no deal of the data has an amount.
    pub revenue: Option<Money>,
    /// `null` where nobody can tell.
    pub delivered: Option<u64>,
    /// Of `delivered`, followed up as promised; `null` without a promise.
    pub in_time: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct StageEntries {
    pub stage: Stage,
    pub leads: u64,
}
