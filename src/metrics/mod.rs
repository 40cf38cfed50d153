//! One file per question; each a pure function of the columns, a selection and what the agreement says.
//!
//! What each number means is written in `docs/metrics.md`. Nothing here reads a clock, words a sentence or rounds for show, and
//! nothing chooses what is asked: [`crate::report`] does. The loops run over raw columns, one pass a question, because a board
//! over a million leads is counted again at every click.

pub mod attribution;
mod begins;
mod bottleneck;
mod breakdown;
mod by_month;
mod campaigns;
mod cohorts;
mod comparison;
mod content;
mod conventions;
mod curves;
mod deals;
mod dimension;
mod factors;
pub mod follow_up;
mod forecast;
mod funnel;
pub mod gap;
mod goal_chain;
mod goals;
mod groups;
mod inference;
mod leak;
mod marketing_kept;
pub mod money;
mod monthly_record;
mod months;
mod notable;
mod outcomes;
mod pipeline;
mod reasons;
mod reconcile;
mod recycle;
mod responsibility;
pub mod returns;
mod revenue;
pub mod scoring;
mod selection;
mod state;
mod stats;

use begins::Begins;
pub use bottleneck::{BottleneckConfig, bottleneck};
pub use breakdown::{BreakdownConfig, MAX_PARTS, Marks, breakdown};
pub use by_month::{ByMonthConfig, by_month, entries_by_month};
pub use campaigns::{CampaignConfig, campaign_attribution, campaign_table};
pub use cohorts::{CohortConfig, cohort_rows, cohorts, created_rows, tells_cohorts};
pub use comparison::{ComparisonConfig, comparison};
pub use content::content_use;
pub use conventions::conventions;
pub use curves::{Watched, curves, tells_curves};
pub use deals::{PeriodDeals, deals, deals_of_period};
pub use dimension::{Coded, deals_by, leads_by};
pub use factors::Factors;
pub use forecast::{forecast, has_amounts};
pub use funnel::{Funnelled, cohort, enters, fate, first_tracked, funnel, next_tracked, seen_stages};
pub use gap::{GapConfig, gap};
pub use goal_chain::goal_chain;
pub use goals::{GoalConfig, goal, iso_date};
use groups::{Groups, NO_PART};
pub use inference::{Sample, student_t, welch};
pub use leak::{LeakInputs, leaks};
pub use marketing_kept::{Criteria, agreed_rows, marketing_kept};
pub use monthly_record::{RecordConfig, monthly_record, record_rows};
pub use months::Months;
pub use notable::notable_deals;
pub use outcomes::outcomes;
pub use pipeline::{pipeline, pipeline_rows};
pub use reasons::{ReasonNames, disqualified_in_period, reason_counts, reasons};
pub use reconcile::{
    Group, Line, ListSummary, ReachedCount, Reconciled, Reconciliation, Side, Sighting, StageComparison, StagePair, reconcile,
};
pub use recycle::{recycle, recycle_rows};
pub use responsibility::Judge;
pub use revenue::{RevenueConfig, revenue};
pub use selection::{FilteredCosts, Selection, Span, filtered_costs, filtered_deals, filtered_leads};
pub use state::{State, States, Timelines};
pub use stats::{Durations, quantile};
