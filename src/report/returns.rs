//! What the report says of money: investment and what it brought, whose campaign it was, before and after, and where the gap to the goal
//! comes from. Types only.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{DayStats, Money, Rate};
use crate::{
    agreement::{ReturnBasis, Team},
    leads::{SpendCategory, Stage},
};

/// Costs of the period, from files of spend and typed in. A typed cost belongs to a period by the days of its month that lie in it.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Investment {
    pub total: Money,
    /// Largest first; those without any cost are left out. They sum to the total.
    pub by_category: Vec<CategoryCost>,
    /// Largest first. They sum to the total.
    pub by_team: Vec<TeamCost>,
    /// Of the total, what was typed in.
    pub typed_in: Money,
    /// Bookings of the period that have no readable amount, or one in another currency.
    pub without_amount: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CategoryCost {
    pub category: SpendCategory,
    pub amount: Money,
}

/// Whose cost: one of both teams where the export's word says so, else the word; `null` where it has none.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct TeamCost {
    pub team: Option<Team>,
    pub name: Option<String>,
    pub amount: Money,
}

/// (returned − invested) / invested.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Roi {
    pub value: f64,
    pub basis: ReturnBasis,
    pub returned: Money,
    pub invested: Money,
}

/// What a new customer cost.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Cac {
    /// investment / new customers, rounded to the minor unit.
    pub blended: Money,
    pub invested: Money,
    pub customers: u64,
    /// Advertising alone, over the customers of sources that advertising was booked for; `null` where none was.
    pub paid: Option<PaidCac>,
    /// Days by which the investment is taken earlier than the customers; `null` where it is not.
    pub lag_days: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct PaidCac {
    pub value: Money,
    pub invested: Money,
    pub customers: u64,
}

/// monthly revenue per customer × gross margin × lifetime in months.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Ltv {
    pub value: Money,
    /// Revenue of the period per new customer / months a deal pays for.
    pub monthly_revenue: Money,
    pub gross_margin: f64,
    pub lifetime_months: f64,
    /// LTV / blended CAC.
    pub to_cac: Option<f64>,
}

/// opportunities × win rate × average deal / average cycle in days.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct SalesVelocity {
    pub per_day: Money,
    /// Open or closed in the period.
    pub opportunities: u64,
    pub win_rate: Rate,
    pub average_deal: Money,
    /// Mean days from creation to win.
    pub cycle_days: f64,
}

/// The same figures for one month, quarter or year. A figure without its inputs is `null`.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReturnOf {
    /// `YYYY-MM`, `YYYY-Qn` or `YYYY` of the workspace calendar.
    pub period: String,
    /// ISO dates, `[from, to)`; cut to the report's period.
    pub from: String,
    pub to: String,
    pub revenue: Option<Money>,
    pub marketing_sourced: Option<Money>,
    pub investment: Option<Money>,
    pub won_deals: u64,
    /// Customers whose first win this was.
    pub customers: u64,
    pub win_rate: Rate,
    pub average_deal: Option<Money>,
    pub roi: Option<f64>,
    pub cac: Option<Money>,
    /// From creation to win.
    pub cycle_days: DayStats,
}

/// The return of the period by month, quarter and year, the empty ones between included.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReturnsOverTime {
    pub months: Vec<ReturnOf>,
    pub quarters: Vec<ReturnOf>,
    pub years: Vec<ReturnOf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributionModel {
    FirstTouch,
    LastTouch,
    Linear,
    /// 40 % first, 40 % last, 20 % between.
    PositionBased,
    /// Half the weight every seven days before the win.
    TimeDecay,
    /// 30 % first touch, 30 % creation of the lead, 30 % creation of the opportunity, 10 % the rest.
    WShaped,
}

impl AttributionModel {
    pub const ALL: [Self; 6] = [Self::FirstTouch, Self::LastTouch, Self::Linear, Self::PositionBased, Self::TimeDecay, Self::WShaped];
}

/// One model's answer. Its campaigns' revenue sums to that of all won deals of the period, to the minor unit.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Attribution {
    pub model: AttributionModel,
    /// Largest revenue first; `campaign: null` is what no campaign touched.
    pub campaigns: Vec<Credit>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Credit {
    pub campaign: Option<String>,
    /// Shares of won deals: a deal touched by two campaigns may be half of each.
    pub customers: f64,
    pub revenue: Money,
}

/// Campaigns and sources side by side: what each cost, brought in and is credited with.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Campaigns {
    pub by_campaign: Option<CampaignTable>,
    pub by_source: Option<CampaignTable>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CampaignTable {
    /// Largest mean revenue over the models first; at most 200, the rest in `rest`.
    pub parts: Vec<CampaignPart>,
    pub rest: Option<CampaignPart>,
    /// Won deals of the period, and those of them that more than one value touched.
    pub won_deals: u64,
    pub several_touches: u64,
    /// No deal was touched by more than one: all models say the same.
    pub is_same_for_all: bool,
    /// How alike the models rank the values: Kendall's W, 1 is the same order in all; `null` with fewer than 2 values.
    pub rank_agreement: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CampaignPart {
    /// `null` is "(none)".
    pub value: Option<String>,
    /// Booked for it in the period; `null` where no spend names one.
    pub cost: Option<Money>,
    /// Of the report's cohort.
    pub leads: u64,
    pub mql: u64,
    pub sql: u64,
    pub won: u64,
    /// In the order of [`AttributionModel::ALL`].
    pub credits: Vec<ModelCredit>,
    /// The range over the models.
    pub revenue_low: Money,
    pub revenue_high: Money,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ModelCredit {
    pub model: AttributionModel,
    pub customers: f64,
    pub revenue: Money,
    /// (revenue − cost) / cost on the agreement's basis; `null` without a cost.
    pub roi: Option<f64>,
    /// 1 is the largest revenue; equal revenues share the better rank.
    pub rank: u32,
}

/// Before and after a day, on windows of equal length whose leads had equally long to become customers.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Comparison {
    /// ISO date.
    pub since: String,
    /// Of the marked day; `null` for the agreement's own start.
    pub name: Option<String>,
    pub before: ComparisonWindow,
    pub after: ComparisonWindow,
    /// Days a lead of either window had to become a customer: what came later does not count.
    pub maturity_days: u32,
    pub measures: Vec<Measure>,
}

/// ISO dates, `[from, to)`.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ComparisonWindow {
    pub from: String,
    pub to: String,
    pub leads: u64,
    pub won_deals: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureName {
    LeadToMql,
    LeadToSql,
    LeadToCustomer,
    WinRate,
    AverageDeal,
    CycleDays,
    Revenue,
    Cac,
}

/// Shares are 0..=1, money in whole currency units, times in days.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Measure {
    pub name: MeasureName,
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// Cases each side rests on.
    pub before_n: u64,
    pub after_n: u64,
    /// after − before.
    pub difference: Option<f64>,
    /// Its 95 % interval: Newcombe for shares, Welch for means; `null` for sums, which have none.
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub verdict: ChangeVerdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeVerdict {
    Better,
    Worse,
    /// Not beyond chance, or too few cases.
    TooEarly,
    /// A sum: it has no interval, and is shown without a verdict.
    NoVerdict,
}

/// Where actual revenue parts from the goal: revenue = leads × rates × deal size, each factor with its share of the gap.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Gap {
    pub goal: Money,
    pub actual: Money,
    /// Only marketing's sources are counted: the goal is marketing's share of the quota.
    pub is_marketing: bool,
    /// The goal is that of the days of the period up to the as-of.
    pub days: u32,
    /// They sum to actual − goal, to the minor unit. Stages that are not tracked have no part: their neighbours join up.
    pub parts: Vec<GapPart>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct GapPart {
    pub factor: GapFactor,
    /// Negative where the factor is short of its goal.
    pub amount: Money,
    /// Leads as a count, rates as a share of the stage before (entries over entries of the period), deal size in whole currency units.
    pub goal: f64,
    pub actual: f64,
    /// The goal is written in the agreement; else it follows from what the others leave.
    pub is_agreed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapFactor {
    Leads,
    MqlRate,
    SalRate,
    SqlRate,
    OpportunityRate,
    WinRate,
    DealSize,
}

/// The step whose improvement to its benchmark would add most customers.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Bottleneck {
    pub from: Stage,
    pub to: Stage,
    /// All steps with a benchmark, most customers first; the first is the bottleneck.
    pub steps: Vec<BottleneckStep>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct BottleneckStep {
    pub from: Stage,
    pub to: Stage,
    pub rate: Rate,
    /// 0..=1.
    pub benchmark: f64,
    /// `YYYY-Qn` of the team's own best quarter; `null` where the agreement names the rate.
    pub best_quarter: Option<String>,
    /// Customers more, were the rate the benchmark and the steps after it as they are.
    pub customers_added: f64,
    /// The same in money, by the average deal.
    pub revenue_added: Option<Money>,
}
