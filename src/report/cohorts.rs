//! What the report says of time: cohorts by month, how long it takes to convert, conventions of a rate, and the pipeline. Types only.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Money, Rate};
use crate::leads::Stage;

/// Leads by the month they came in against the months since. The filter applies; the period picks the months.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Cohorts {
    /// In order of time, the empty ones between included; the latest 36.
    pub months: Vec<CohortMonth>,
    /// Customers of these months that have no date of their own: in no cell.
    pub undated: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CohortMonth {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    pub leads: u64,
    /// By whole calendar months since the month of creation, 0 first: customers won in that month. Only months that have begun.
    pub customers: Vec<u64>,
    /// The same for what their deals won in that month brought; `null` where no deal has an amount.
    pub revenue: Option<Vec<Money>>,
}

/// The share that has converted by each day, with leads not yet there counted as long as they were watched (Kaplan and Meier 1958).
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Curve {
    pub from: Stage,
    pub to: Stage,
    /// Leads that were watched, and those of them that converted.
    pub leads: u64,
    pub converted: u64,
    /// Days on which somebody converted; at most 200, the last of every stretch where there are more.
    pub points: Vec<CurvePoint>,
    /// First day on which half had converted, and the 95 % interval of it; `null` where the curve does not get there.
    pub median_days: Option<f64>,
    pub median_low: Option<f64>,
    pub median_high: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CurvePoint {
    pub day: u32,
    /// 1 − S(day), 0..=1.
    pub share: f64,
    /// 95 % interval of it (Greenwood's variance on the log(−log) scale).
    pub low: f64,
    pub high: f64,
    /// Leads still watched and not converted before this day.
    pub at_risk: u64,
}

/// One step of the funnel under each convention: what the same data gives as its "conversion rate".
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ConventionStep {
    pub from: Stage,
    pub to: Stage,
    /// Of leads that entered `from` in the period; a skipped stage counts as passed.
    pub reached_cohort: Rate,
    /// The same, and a lead that skipped a stage leaves the funnel there.
    pub ordered_cohort: Rate,
    /// Entries of the period over entries of the period, skipped stages dated by the next.
    pub reached_ratio: Rate,
    /// The same with the leads' own dates alone.
    pub ordered_ratio: Rate,
}

/// Opportunities that are open at the as-of, whatever the period.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Pipeline {
    pub open: u64,
    pub value: Money,
    pub without_amount: u64,
    /// By the raw stage of the deal, most open deals first.
    pub stages: Vec<PipelineStage>,
    /// By age: up to 30, 60, 90, 180, 365 days, and more.
    pub ages: Vec<PipelineAge>,
    /// Deals open longer than nine in ten of the won ones took; `null` with fewer than 10 won.
    pub idle_over_days: Option<f64>,
    pub idle: u64,
    pub idle_value: Money,
    pub forecast: Option<Forecast>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct PipelineStage {
    pub stage: Option<String>,
    pub open: u64,
    pub value: Money,
    pub idle: u64,
    pub median_age_days: Option<f64>,
    /// Of closed deals that an export still shows in this stage; undefined where closed deals leave it.
    pub win_rate: Rate,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct PipelineAge {
    /// Days, inclusive; `null` is without an end.
    pub up_to_days: Option<u32>,
    pub open: u64,
    pub value: Money,
}

/// What the open deals will bring by the end of the running month, quarter or the report's period, whichever holds the as-of.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Forecast {
    /// ISO dates, `[from, to)`.
    pub from: String,
    pub to: String,
    /// Won in it already.
    pub won: Money,
    /// Won already and expected of deals open now; new deals are not foreseen.
    pub expected: Money,
    /// 80 % interval.
    pub low: Money,
    pub high: Money,
    pub weighted_by: ForecastWeight,
    /// Closed deals the weights were learned from.
    pub learned_from: u64,
    /// The same forecast made of past periods at the same distance to their end, oldest first; at most 8.
    pub back_test: Vec<BackTest>,
    /// Mean of |expected − actual| over the mean actual; `null` without a past period.
    pub error: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForecastWeight {
    /// The share of closed deals of a stage that was won.
    Stage,
    /// The share of deals of that age that were won within the days that are left.
    Age,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct BackTest {
    /// ISO dates, `[from, to)`.
    pub from: String,
    pub to: String,
    pub expected: Money,
    pub low: Money,
    pub high: Money,
    /// What the deals open then and those won already came to.
    pub actual: Money,
}
