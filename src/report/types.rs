//! The report's parts. Counts are integers, rates carry their fraction, durations their unit, money its minor units; undefined
//! is `null`, never zero.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

pub use super::query::{Fate, Outcome};
use super::{
    Attribution, Bottleneck, Cac, Campaigns, Capacity, ChecklistReport, Cohorts, Comparison, ContactRates, ConventionStep, Curve, Depth,
    Disposition, DueLead, DueTotals, Gap, GoalMonth, Investment, Leak, Ltv, MarketingKept, Missing, MonthlyRecord, Pipeline, Recycle,
    Responsibility, ReturnsOverTime, Roi, SalesVelocity, ScoringReport, Speed,
};
pub use crate::import::{FileSummary, IssueCount};
use crate::{
    agreement::{GoalUnit, SourceClass},
    leads::{Dimension, Stage},
    time::CalendarSystem,
};

pub const SCHEMA: &str = "handoff.report/1";

/// A share with its fraction. Undefined when the denominator is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Rate {
    pub numerator: u64,
    pub denominator: u64,
}

impl Rate {
    /// Below this many cases a rate is marked as thin.
    pub const THIN: u64 = 30;

    /// In 0..=1 (a period ratio may pass 1); `None` when undefined.
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0).then(|| self.numerator as f64 / self.denominator as f64)
    }

    pub const fn is_thin(self) -> bool {
        self.denominator < Self::THIN
    }

    /// The 95 % Wilson score interval (Wilson 1927); `None` when undefined or when the ratio passes 1.
    pub fn interval(self) -> Option<(f64, f64)> {
        const Z: f64 = 1.959_963_984_540_054;
        if self.denominator == 0 || self.numerator > self.denominator {
            return None;
        }
        let n = self.denominator as f64;
        let p = self.numerator as f64 / n;
        let centre = p + Z * Z / (2.0 * n);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        Some((((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0)))
    }
}

/// Exact money in minor units.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    /// ISO 4217, or `null` while nobody has said which.
    pub currency: Option<String>,
}

/// Type-7 statistics of durations in days; each `null` when `count` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct DayStats {
    pub count: u64,
    pub median: Option<f64>,
    pub mean: Option<f64>,
    pub p75: Option<f64>,
    pub p90: Option<f64>,
    /// Pairs left out because the later stage is dated before the earlier one.
    pub negative: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReportPeriod {
    /// ISO (Gregorian) dates, `[from, to)`; both empty when the period is all and no record has a date.
    pub from: String,
    pub to: String,
    pub calendar: CalendarSystem,
    pub time_zone: String,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReportAgreement {
    pub version: u32,
    pub hash: String,
}

#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ImportSummary {
    pub files: Vec<FileSummary>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Funnel {
    pub stages: Vec<StageCount>,
    pub steps: Vec<Step>,
    pub overall: Overall,
    /// `null` where no step has a benchmark it falls short of.
    #[serde(default)]
    pub bottleneck: Option<Bottleneck>,
}

/// The cohort of the funnel is every lead whose first tracked stage lies in the period (or is undated, when the period is all).
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct StageCount {
    pub stage: Stage,
    pub tracked: bool,
    /// Leads of the cohort that reached the stage by the as-of: the funnel's bars.
    pub reached: u64,
    /// Leads whose own date of this stage is in the period, whenever they were created.
    pub entered: u64,
    /// Of `reached`, how many are known only through a later stage or a status.
    pub implied: u64,
    /// Of `reached`: gone on to the next tracked stage, still open here, dropped here.
    pub converted: u64,
    pub in_flight: u64,
    pub dropped: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Step {
    pub from: Stage,
    pub to: Stage,
    pub cohort: CohortRate,
    /// Of the leads of the rate's denominator: still open here, dropped here; the rest is its numerator.
    #[serde(default)]
    pub in_flight: u64,
    #[serde(default)]
    pub dropped: u64,
    pub period_ratio: Rate,
    /// The cohort rate of the previous period.
    #[serde(default)]
    pub previous: Option<Rate>,
    pub days: DayStats,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CohortRate {
    pub rate: Rate,
    /// Leads not yet old enough for the window; 0 without one.
    pub maturing: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Overall {
    pub rate: Rate,
    #[serde(default)]
    pub previous: Option<Rate>,
    /// First tracked stage to customer.
    pub days: DayStats,
}

/// Each lead of the cohort is in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Outcomes {
    pub open: u64,
    pub won: u64,
    pub disqualified: u64,
    pub recycled: u64,
    pub unreachable: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Breakdown {
    pub dimension: Dimension,
    /// Largest first; "(none)" is `value: null`. The parts add up to the whole.
    pub parts: Vec<Part>,
    /// Everything past the 2 000 largest parts as one (its `value` is `null`); only then it is there.
    #[serde(default)]
    pub rest: Option<Part>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Part {
    pub value: Option<String>,
    pub leads: u64,
    pub mql: u64,
    pub sql: u64,
    pub won: u64,
    /// won / leads.
    pub rate: Rate,
    pub revenue: Money,
    /// Deals of the part won in the period: what `revenue` sums.
    pub won_deals: u64,
    pub lost_deals: u64,
    #[serde(default)]
    pub class: Option<SourceClass>,
    /// Median days from the first tracked stage to customer.
    pub median_days: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct GoalReport {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    pub metric: Stage,
    /// Only its entries count; the goal of all is the first of the list and has none.
    #[serde(default)]
    pub persona: Option<String>,
    /// What goal, actual and all other figures count.
    #[serde(default)]
    pub unit: GoalUnit,
    pub goal: Option<f64>,
    #[serde(default)]
    pub floor: Option<f64>,
    #[serde(default)]
    pub stretch: Option<f64>,
    /// Entries of the month, whatever the unit.
    #[serde(default)]
    pub entries: u64,
    pub actual: f64,
    /// actual − goal line at the as-of.
    pub gap: Option<f64>,
    pub pace: Option<f64>,
    pub needed_per_day: Option<f64>,
    pub remaining_days: u32,
    /// 80 % range of the landing, from past days' entries; `null` with fewer than 5 elapsed days or when the month is over.
    pub landing: Option<Landing>,
    pub days: Vec<GoalDay>,
}

#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Landing {
    pub low: f64,
    pub high: f64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct GoalDay {
    /// ISO (Gregorian) date.
    pub date: String,
    /// Cumulative goal line at the end of the day.
    pub goal: Option<f64>,
    /// Cumulative actual at the end of the day; `null` after the as-of.
    pub actual: Option<f64>,
}

/// The chain of goals, unrounded; each `null` with any input missing or zero where it divides.
#[derive(Debug, Clone, Copy, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct GoalChain {
    pub revenue_goal: Option<f64>,
    pub marketing_revenue_goal: Option<f64>,
    pub customers_needed_exact: Option<f64>,
    pub customers_needed: Option<u64>,
    pub leads_needed_exact: Option<f64>,
    pub leads_needed: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Disqualification {
    pub total: u64,
    /// Of `total`.
    #[serde(default)]
    pub without_reason: Rate,
    /// Largest first; `reason: null` is "(none)".
    pub reasons: Vec<ReasonCount>,
    pub by_source: Vec<ReasonsOfPart>,
    pub by_owner: Vec<ReasonsOfPart>,
    /// By the other dimensions that have a column.
    #[serde(default)]
    pub by: Vec<ReasonsBy>,
    /// By the month it happened in, in order of time, without the months in which nothing did; `value` is `YYYY-MM`.
    #[serde(default)]
    pub by_month: Vec<ReasonsOfPart>,
    /// Whose move it is that MQLs did not become SQL.
    #[serde(default)]
    pub responsibility: Option<Responsibility>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReasonsBy {
    pub dimension: Dimension,
    pub parts: Vec<ReasonsOfPart>,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReasonCount {
    pub reason: Option<String>,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReasonsOfPart {
    pub value: Option<String>,
    pub total: u64,
    pub reasons: Vec<ReasonCount>,
}

/// Deals: closed ones by their close date in the period, open ones by their creation at or before its end.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct DealsReport {
    pub total: u64,
    pub open: u64,
    pub won: u64,
    pub lost: u64,
    /// won / (won + lost).
    pub win_rate: Rate,
    /// Raw pipeline stages, largest first.
    pub stages: Vec<DealStageCount>,
    pub days_to_win: DayStats,
    pub days_to_loss: DayStats,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct DealStageCount {
    pub stage: Option<String>,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Revenue {
    pub total: Money,
    pub marketing_sourced: Money,
    /// Revenue of sources the agreement does not classify.
    pub unclassified: Money,
    pub won_deals: u64,
    /// Won deals without a readable amount: counted, not summed.
    pub won_without_amount: u64,
    pub average_deal: Option<Money>,
    pub by_month: Vec<RevenueOf>,
    pub by_quarter: Vec<RevenueOf>,
    /// Won without a close date: in no month.
    pub undated: Money,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct RevenueOf {
    /// `YYYY-MM` or `YYYY-Qn` of the workspace calendar.
    pub period: String,
    pub won_deals: u64,
    pub revenue: Money,
}

/// Single deals of the period that a meeting may tell of; each `null` where there is none.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct NotableDeals {
    /// By amount.
    pub largest_won: Option<NotableDeal>,
    /// The shortest time from creation to the win, of a day at least.
    pub quickest_won: Option<NotableDeal>,
    pub largest_lost: Option<NotableDeal>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct NotableDeal {
    /// Row of its lead, as the lists of records number it; `null` where the lead is unknown or outside the filter.
    pub lead: Option<u32>,
    pub amount: Option<Money>,
    /// ISO date.
    pub closed_on: Option<String>,
    /// From creation to the close.
    pub days: Option<f64>,
    pub source: Option<String>,
    pub campaign: Option<String>,
    pub owner: Option<String>,
    /// Of a lost deal, by the agreement's name.
    pub reason: Option<String>,
}

/// The same figures one period earlier, counted as of the same distance into it: both sides had the same time to convert.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct PreviousFigures {
    pub period: ReportPeriod,
    /// RFC 3339, earlier than the report's by as much as the period is.
    pub as_of: String,
    pub funnel: Funnel,
    pub outcomes: Outcomes,
    pub disqualified: u64,
    /// Of `disqualified`, by reason, largest first.
    #[serde(default)]
    pub reasons: Vec<ReasonCount>,
    pub won_deals: u64,
    pub revenue: Money,
}

/// Values a filter can take, largest first, over the whole data (not the filtered part).
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct FilterValues {
    pub dimension: Dimension,
    pub values: Vec<(Option<String>, u64)>,
    /// Distinct values there are; more than `values` holds when a dimension is very wide.
    pub distinct: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReportFilter {
    pub dimension: Dimension,
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Report {
    pub schema: String,
    /// RFC 3339 in the workspace's zone; `null` when the data has no date at all.
    pub as_of: Option<String>,
    pub period: ReportPeriod,
    pub filter: Vec<ReportFilter>,
    pub agreement: ReportAgreement,
    pub import: ImportSummary,
    /// Leads in the cohort of the funnel.
    pub leads: u64,
    pub funnel: Funnel,
    pub outcomes: Outcomes,
    pub breakdowns: Vec<Breakdown>,
    pub goals: Vec<GoalReport>,
    /// The months before that of the as-of, at most 24, in order of time without gaps; empty while no month has a goal.
    #[serde(default)]
    pub goal_months: Vec<GoalMonth>,
    pub goal_chain: GoalChain,
    #[serde(default)]
    pub monthly_record: Option<MonthlyRecord>,
    /// The promises of both sides on the same leads; each `null` where the data or the agreement lacks what it takes, see `missing`.
    #[serde(default)]
    pub marketing_kept: Option<MarketingKept>,
    #[serde(default)]
    pub speed: Option<Speed>,
    #[serde(default)]
    pub disposition: Option<Disposition>,
    #[serde(default)]
    pub depth: Option<Depth>,
    #[serde(default)]
    pub contact_rates: Option<ContactRates>,
    #[serde(default)]
    pub capacity: Option<Capacity>,
    /// Pending leads with the least time left first, then breached ones, the latest breach first; at most 100 of each.
    #[serde(default)]
    pub due: Vec<DueLead>,
    #[serde(default)]
    pub due_totals: Option<DueTotals>,
    #[serde(default)]
    pub recycle: Option<Recycle>,
    /// Broken promises, the one that concerns most leads first.
    #[serde(default)]
    pub leaks: Vec<Leak>,
    /// Why parts are `null`.
    #[serde(default)]
    pub missing: Vec<Missing>,
    pub disqualification: Disqualification,
    /// `null` without a deals export and without any won deal.
    pub deals: Option<DealsReport>,
    pub revenue: Option<Revenue>,
    /// `null` without a file of spend and without typed costs.
    #[serde(default)]
    pub investment: Option<Investment>,
    #[serde(default)]
    pub roi: Option<Roi>,
    #[serde(default)]
    pub cac: Option<Cac>,
    #[serde(default)]
    pub ltv: Option<Ltv>,
    /// blended CAC / (monthly revenue per customer × gross margin).
    #[serde(default)]
    pub payback_months: Option<f64>,
    #[serde(default)]
    pub sales_velocity_per_day: Option<Money>,
    /// The same with what it was counted from.
    #[serde(default)]
    pub sales_velocity: Option<SalesVelocity>,
    #[serde(default)]
    pub returns: ReturnsOverTime,
    /// By campaign; empty where no campaign is known, or no deal was won.
    #[serde(default)]
    pub attribution: Vec<Attribution>,
    #[serde(default)]
    pub campaigns: Option<Campaigns>,
    #[serde(default)]
    pub comparison: Option<Comparison>,
    #[serde(default)]
    pub gap: Option<Gap>,
    #[serde(default)]
    pub cohorts: Option<Cohorts>,
    /// First tracked stage to customer first, then the steps in order.
    #[serde(default)]
    pub curves: Vec<Curve>,
    #[serde(default)]
    pub conventions: Vec<ConventionStep>,
    #[serde(default)]
    pub pipeline: Option<Pipeline>,
    /// `null` without deals.
    #[serde(default)]
    pub notable_deals: Option<NotableDeals>,
    #[serde(default)]
    pub previous: Option<PreviousFigures>,
    /// `null` when the agreement's scoring model has no rules.
    #[serde(default)]
    // Between page and worker it is the answer to a question of its own.
    #[borsh(skip)]
    pub scoring: Option<ScoringReport>,
    /// `null` without a checklist, or where SQL is not tracked.
    #[serde(default)]
    pub checklist: Option<ChecklistReport>,
}
