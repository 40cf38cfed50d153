//! What joins both sides in the report: delivered leads against the agreement, whose move a lost lead is, what came back, the
//! monthly record and the biggest leak. Types only.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{DayStats, Money, Rate};
use crate::agreement::{Condition, Team};

/// Of delivered leads, those that are what the teams agreed on.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct MarketingKept {
    /// delivered = meets + fails + unknown.
    pub delivered: u64,
    pub meets: u64,
    /// They fail a criterion.
    pub fails: u64,
    /// They fail none, and lack the data of one; they count as not meeting the agreement.
    pub unknown: u64,
    pub criteria: Vec<CriterionCount>,
    pub by_source: Vec<KeptPart>,
    pub by_owner: Vec<KeptPart>,
}

/// The criteria in the agreement's order, the least score last.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CriterionCount {
    /// `null`: the least score.
    pub criterion: Option<Condition>,
    pub least_score: Option<f64>,
    pub failed: u64,
    pub unknown: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct KeptPart {
    pub value: Option<String>,
    pub delivered: u64,
    pub meets: u64,
}

/// Why one delivered lead does or does not meet the agreement; indices into the agreement's criteria, the least score last.
#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct LeadCriteria {
    pub failed: Vec<u16>,
    pub unknown: Vec<u16>,
}

/// Whether a lead is as agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Agreed {
    Meets,
    Fails,
    Unknown,
}

/// Whose move it is that a delivered lead did not become an SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// Not as agreed, and followed up: marketing's scoring and targeting.
    Targeting,
    /// As agreed, and not followed up: sales.
    FollowUp,
    /// As agreed, and followed up: the definition.
    Definition,
    /// Neither.
    Both,
}

impl Blame {
    pub const ALL: [Self; 4] = [Self::Targeting, Self::FollowUp, Self::Definition, Self::Both];
}

/// Leads by [`Blame`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct BlameCounts {
    pub targeting: u64,
    pub follow_up: u64,
    pub definition: u64,
    pub both: u64,
}

/// Delivered leads that did not become SQL: dropped or sent back, or still open and untouched although their time is up.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Responsibility {
    /// The four cells and `unjudged` sum to it.
    pub leads: u64,
    pub cells: BlameCounts,
    /// Nobody can say whether they were followed up as promised.
    pub unjudged: u64,
    pub by_source: Vec<ResponsibilityPart>,
    pub by_owner: Vec<ResponsibilityPart>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ResponsibilityPart {
    pub value: Option<String>,
    pub cells: BlameCounts,
    pub unjudged: u64,
}

/// Leads sent back to marketing in the period, and what became of them.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Recycle {
    pub sent_back: u64,
    /// Moved forward again after that.
    pub requalified: u64,
    pub won: u64,
    /// From being sent back to moving forward again, and to the win.
    pub days_to_requalify: DayStats,
    pub days_to_win: DayStats,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecycleOf {
    SentBack,
    Requalified,
    Won,
}

/// The inputs of the goal chain, recomputed from data month by month. The filter applies, the period does not.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct MonthlyRecord {
    /// The latest 24 up to the month of the as-of, in order of time, the empty ones between included.
    pub months: Vec<RecordMonth>,
    pub drift: Vec<Drift>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct RecordMonth {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    /// Leads of marketing's sources created in the month.
    pub marketing_leads: u64,
    /// Of those, customers by the as-of.
    pub customers: u64,
    pub rate: Rate,
    /// What those customers' deals brought by the as-of; `null` where no deal has an amount.
    pub revenue: Option<Money>,
    pub average_deal: Option<Money>,
    /// Of those customers, from lead to customer.
    pub cycle_days: DayStats,
    /// Of deals won in the month, whenever their lead came: marketing's, and all.
    pub won_revenue_marketing: Option<Money>,
    pub won_revenue: Option<Money>,
    /// Marketing's share of it, 0..=1; `null` when there is none.
    pub marketing_share: Option<f64>,
    /// The month is over, and its leads had as long to become customers as three quarters of the customers took.
    pub mature: bool,
}

/// An input of the goal chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainInput {
    MarketingShare,
    AverageDeal,
    LeadToCustomerRate,
}

/// How a measured input differs from the one in the agreement.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Drift {
    pub input: ChainInput,
    pub assumed: f64,
    /// A share, a rate, or an amount in whole currency units, over the months that tell it.
    pub measured: f64,
    /// (measured − assumed) / assumed.
    pub relative: f64,
    /// Of a rate: its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// A rate: the assumed one lies outside the interval. A share or an amount: more than 20 % away.
    pub drifted: bool,
}

/// Where leads are lost to a broken promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakKind {
    /// Marketing is behind the goal line.
    GoalShort,
    /// Delivered, and not as agreed.
    Quality,
    /// Followed up too late, or not at all.
    Speed,
    /// No outcome recorded in time.
    Disposition,
    /// Given up before the touch plan was used up.
    Depth,
    /// Disqualified without a reason.
    NoReason,
}

/// A promise that is not kept, and the leads it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Leak {
    pub kind: LeakKind,
    /// Whose move it is.
    pub team: Team,
    pub leads: u64,
    /// Out of so many it could have concerned; 0 where that is no number of leads.
    pub of: u64,
}

/// A part of the report that may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    Speed,
    SpeedCompliance,
    Disposition,
    DispositionCompliance,
    Depth,
    DepthPlan,
    Channels,
    ContactRates,
    Capacity,
    Due,
    MarketingKept,
    Responsibility,
    Recycle,
    MonthlyRecord,
    Drift,
    Investment,
    Roi,
    Cac,
    PaidCac,
    Ltv,
    SalesVelocity,
    Attribution,
    Comparison,
    Gap,
    Bottleneck,
    Cohorts,
    Curves,
    Pipeline,
    Forecast,
}

/// What would have to be added, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Leads: a column of the date of handover, or of becoming an MQL.
    DeliveryDates,
    /// Leads: a column of the first follow-up; or an export of activities.
    FollowUpDates,
    /// Leads: both with a time of day.
    TimesOfDay,
    /// Leads: a column of attempts; or an export of activities.
    Attempts,
    /// An export of activities.
    Activities,
    /// Leads: a column that says who was contacted; or activities with meetings or outcomes.
    Contacts,
    /// Leads: a date or status of SQL or a later stage.
    SqlStage,
    /// Leads: a column of the date they were sent back.
    RecycleDates,
    /// Leads: a column of sources.
    Sources,
    /// Agreement, sales: hours to the first follow-up.
    SpeedTarget,
    /// Agreement, sales: hours to an outcome.
    DispositionTarget,
    /// Agreement, sales: how often a lead is tried.
    TouchPlan,
    /// Agreement, sales: minutes an attempt takes.
    MinutesPerAttempt,
    /// Agreement, sales: minutes a rep has a day.
    MinutesPerDay,
    /// Agreement, marketing: what a delivered lead is.
    Criteria,
    /// Agreement: which sources are marketing's.
    SourceClasses,
    /// Agreement: the inputs of the goal chain.
    GoalChain,
    /// An export of spend; or costs typed into the agreement.
    Spend,
    /// Spend of advertising with its source.
    PaidSpend,
    /// Deals: an export.
    Deals,
    /// Deals: a column of amounts.
    Amounts,
    /// Deals: dates of creation and of closing.
    DealDates,
    /// Leads or activities: a column of campaigns.
    Campaigns,
    /// Leads: the date they came in.
    LeadDates,
    /// Leads: the date of at least one later stage.
    StageDates,
    /// More won deals.
    MoreWins,
    /// Agreement: the gross margin.
    GrossMargin,
    /// Agreement: months a deal pays for.
    ContractMonths,
    /// Agreement: how long a customer stays.
    Lifetime,
    /// Agreement: the day it takes force.
    Start,
    /// Agreement: the sales quota.
    Quota,
    /// Time: both windows must be a month long at least.
    LongerWindows,
}

/// Why a part of the report is missing: any of the needs would be a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Missing {
    pub figure: Figure,
    pub need: Need,
}
